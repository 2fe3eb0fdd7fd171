"""The first run of one's own city: a checklist, its steps, and the founding."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raci import clock
from raci.actions import founding as acts
from raci.city.draft import Draft
from raci.doors import PersonRequest, signed_in
from raci.forms import attempt
from raci.forms.founding import Adopting, NamingCity, common_holidays
from raci.imports.reading import MOST_BYTES
from raci.queries import founding as queries
from raci.refusals import NotReady, Problem, Refused


def until_founded(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The founder, once it is founded, is led home and told so; to everybody else there is no such page, as before."""

    @wraps(view)
    def guarded(request: PersonRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Refused:
            founded = queries.founded_by(request.user)
            if founded is None or founded.founded_at is None:
                raise
        said = {"person": founded.founder.name, "day": date_format(localtime(founded.founded_at), "j M Y")}
        messages.info(request, _("The city was founded by %(person)s on %(day)s.") % said)
        return redirect("home")

    return guarded


@require_safe
@signed_in
@until_founded
def founding(request: PersonRequest) -> HttpResponse:
    """The checklist."""
    return render(request, "raci/founding.html", {"page": queries.checklist(acts.founding_of(request.user))})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@until_founded
def founding_city(request: PersonRequest) -> HttpResponse:
    """Name, time zone, fiscal year, holidays."""
    draft = _draft(request)
    form = NamingCity(request.POST if request.method == "POST" else None, initial=_city_initial(draft))
    if form.is_valid():
        acts.name_city(form.facts, by=request.user)
        return _saved(request)
    return render(request, "raci/founding_city.html", {"form": form}, status=422 if form.is_bound else 200)


def _city_initial(draft: Draft) -> dict[str, str]:
    if not draft.city:
        return {"holidays": common_holidays(clock.today())}
    kept = draft.city
    return {
        "name": kept["name"],
        "time_zone": kept["time_zone"],
        "fiscal_year": kept["fiscal_year_begins"][:2],
        "holidays": "\n".join(kept["holidays"]),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@until_founded
def founding_matrix(request: PersonRequest) -> HttpResponse:
    """A shipped matrix adopted as theirs, or a file."""
    draft = _draft(request)
    data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    matrices = queries.shipped_matrices()
    initial = {"shipped": draft.shipped, "adopted_by": draft.adopted_by}
    form = Adopting(data, files, initial=initial, choices=[one.choice for one in matrices])
    if form.is_valid() and attempt(form, lambda: _adopt(form, request)):
        return _saved(request)
    shown = {"form": form, "matrices": matrices}
    return render(request, "raci/founding_matrix.html", shown, status=422 if form.is_bound else 200)


def _adopt(form: Adopting, request: PersonRequest) -> None:
    given = form.cleaned_data
    file = given["file"]
    content = file.read(MOST_BYTES + 1) if file else None
    name = file.name if file else ""
    acts.adopt_matrix(
        given["shipped"], by=request.user, adopted_by=given["adopted_by"], file_name=name, content=content
    )


@require_safe
@signed_in
@until_founded
def founding_units(request: PersonRequest) -> HttpResponse:
    """The units so far."""
    draft = _draft(request)
    return render(request, "raci/founding_units.html", {"units": queries.units_of(draft), "draft": draft})


@require_POST
@signed_in
@until_founded
def founding_unit_remove(request: PersonRequest, code: str) -> HttpResponse:
    """Take one out, with what stands below it."""
    name = acts.remove_unit(code, by=request.user)
    messages.success(request, _("“%(unit)s” and what stands below it are out of the list.") % {"unit": name})
    return redirect("raci:founding-units")


@require_safe
@signed_in
@until_founded
def founding_people(request: PersonRequest) -> HttpResponse:
    """The people so far."""
    draft = _draft(request)
    people = sorted(draft.people.items(), key=lambda one: one[1].casefold())
    return render(request, "raci/founding_people.html", {"people": people, "draft": draft})


@require_POST
@signed_in
@until_founded
def founding_person_remove(request: PersonRequest) -> HttpResponse:
    """Take somebody out."""
    acts.founding_of(request.user)
    name = acts.remove_person(request.POST.get("email", "")[:254], by=request.user)
    if name:
        messages.success(request, _("%(person)s is out of the list.") % {"person": name})
    return redirect("raci:founding-people")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@until_founded
def founding_posts(request: PersonRequest) -> HttpResponse:
    """The posts proposed for these units, and who holds them."""
    draft = _draft(request)
    problems: list[Problem] = []
    if request.method == "POST":
        said = _said(request)
        try:
            acts.fill_posts(said, by=request.user)
        except NotReady as refused:
            problems = refused.problems
            draft.posts |= said  # shown again as it was typed
        else:
            messages.success(request, _("Saved in the draft."))
            page = request.POST.get("next_page", "")
            return redirect(f"{request.path}?page={page}") if page.isdigit() else redirect("raci:founding")
    wrong = [one.field for one in problems]
    shown = {
        "page": queries.posts_page(draft, request.GET.get("page", ""), wrong),
        "problems": problems,
        "draft": draft,
    }
    return render(request, "raci/founding_posts.html", shown, status=422 if problems else 200)


def _said(request: HttpRequest) -> dict[str, dict[str, str | bool]]:
    """What was typed for each post of the page."""
    given = request.POST
    return {
        code[:80]: {
            "holder": given.get(f"holder:{code}", "").strip().lower()[:254],
            "leave_out": given.get(f"keep:{code}") != "1",
        }
        for code in given.getlist("post")
    }


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
@until_founded
def founding_found(request: PersonRequest) -> HttpResponse:
    """The founding: what it does, once; and the button."""
    page = queries.checklist(acts.founding_of(request.user))
    problems = page.missing
    if request.method == "POST":
        try:
            acts.found_city(by=request.user, invite=request.POST.get("invite") == "1")
        except NotReady as refused:
            problems = refused.problems
        else:
            name = page.draft.city["name"]
            messages.success(request, _("%(city)s is founded: its matrix is in force from today.") % {"city": name})
            return redirect("home")
    status = 422 if request.method == "POST" else 200
    return render(request, "raci/founding_found.html", {"page": page, "problems": problems}, status=status)


def _draft(request: PersonRequest) -> Draft:
    return Draft.of(acts.founding_of(request.user).draft)


def _saved(request: PersonRequest) -> HttpResponse:
    messages.success(request, _("Saved in the draft."))
    return redirect("raci:founding")
