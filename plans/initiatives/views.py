"""The pages of initiatives: get, one query or one act, render or redirect."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from plans.asking import Asking, asked, sent
from plans.editing import Editing, whole_to_edit
from plans.initiatives import acts, queries
from plans.initiatives.forms import AskForm, InitiativeForm, NewInitiative, ReportForm, TiesForm
from plans.models import Initiative
from raci import asof
from raci.doors import PersonRequest, facts, signed_in
from raci.views.lists import show_list
from raci.views.past import on_another_day

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@signed_in
def initiative_list(request: PersonRequest) -> HttpResponseBase:
    """All initiatives this person may see."""
    return show_list(request, "initiatives", "plans/initiatives/list.html")


@require_safe
@signed_in
def initiative_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One: what it is for, who leads, where it stands, and what was reported."""
    found = queries.initiative_page(pk, facts(request))
    if past := on_another_day(request, pk):
        return past
    as_of = asof.read(request.GET, found.page.facts.today, request.path)
    return render(request, "plans/initiatives/detail.html", {"page": found.page, "found": found, "as_of": as_of})


@form_page
@signed_in
def initiative_create(request: PersonRequest) -> HttpResponseBase:
    """Begin one."""
    units = queries.need_units(facts(request))
    form = NewInitiative(sent(request), units=units, posts=queries.posts_to_choose())
    if len(units) == 1:
        form.initial["unit"] = units[0].pk
    page = Asking(
        title=_("Begin an initiative"),
        intro=_(
            "You begin it as R (responsible) for 2.2. It is a draft until you open consultation; the rest comes next."
        ),
        submit=_("Begin it"),
        above=(_("Initiatives"), reverse("plans:initiative-list")),
        name="initiative-new",
    )

    def act() -> str:
        return queries.url_of(acts.begin_initiative(**form.cleaned_data, by=request.user))

    return asked(request, form, page, act, done=_("It is begun, as a draft that its writers and auditors see."))


@form_page
@signed_in
def initiative_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What it is for, who leads, on whose instruction."""
    row = whole_to_edit(request, Initiative, pk)
    return Editing(request, row, partial(InitiativeForm, posts=queries.posts_to_choose()), "initiative").respond()


@form_page
@signed_in
def initiative_ties(request: PersonRequest, pk: int) -> HttpResponseBase:
    """With whom, about what, for whom, through which actions."""
    row: Initiative = whole_to_edit(request, Initiative, pk)
    now = acts.tied(row)
    initial = {**{name: sorted(found) for name, found in now.items()}, "opened": acts.fingerprint_of_ties(row)}
    form = TiesForm(sent(request), initial=initial, offered=_offered(request, row))
    page = Asking(
        title=_("With whom, and for whom"),
        intro=_("What is not offered here stays as it is."),
        submit=_("Save"),
        above=(row.title, queries.url_of(row)),
        name=f"initiative-ties:{row.pk}",
    )

    def act() -> str:
        said = {name: form.cleaned_data.get(name, now[name]) for name in acts.TIED}
        acts.tie(row, said, by=request.user, opened=form.cleaned_data["opened"])
        return queries.url_of(row)

    return asked(request, form, page, act, done=_("Saved."))


def _offered(request: PersonRequest, row: Initiative) -> dict[str, object]:
    return {
        "post": queries.posts_to_choose(but=row.lead_id),
        "theme": queries.themes_to_choose(),
        "group": queries.groups_to_choose(),
        "action": queries.actions_to_choose(facts(request)),
    }


# ---- what is reported


@form_page
@signed_in
def initiative_ask(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say what is to be reported by when."""
    found = queries.need_reporter(pk, facts(request))
    form = AskForm(sent(request))
    page = Asking(
        title=_("Ask for an update"),
        intro=_(
            "It waits on whoever is responsible (R) for this initiative two weeks before its day, and shows as late after it."
        ),
        submit=_("Ask for it"),
        above=(found.page.title, queries.url_of(found.initiative)),
        name=f"initiative-ask:{pk}",
    )

    def act() -> str:
        acts.ask_update(found.initiative, **form.cleaned_data, by=request.user)
        return queries.url_of(found.initiative) + "#updates"

    return asked(request, form, page, act, done=_("It is asked for."))


@form_page
@signed_in
def initiative_report(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Report an update, or correct what was reported."""
    row, found = queries.update_to_report(pk, facts(request))
    form = ReportForm(sent(request), initial={"standing": row.standing, "words": row.words})
    page = Asking(
        title=row.title,
        intro=_(
            "Everybody who may read this initiative reads what you report. It is kept as you write it; nobody accepts it."
        ),
        submit=_("Report it"),
        above=(found.page.title, queries.url_of(found.initiative)),
        name=f"initiative-report:{pk}",
    )

    def act() -> str:
        acts.report_update(row, **form.cleaned_data, by=request.user)
        return queries.url_of(found.initiative) + "#updates"

    return asked(request, form, page, act, done=_("It is reported."), update=row)
