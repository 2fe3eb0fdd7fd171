"""The funding register, effects bases of agencies, and facts of the city."""

from __future__ import annotations

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from compliance.actions import funding as acts
from compliance.forms.duties import AwardForm, BasisForm, FactForm
from compliance.models import CityFact
from compliance.queries import funding as queries
from compliance.views.duty_forms import Asking, asked, sent
from raci.doors import PersonRequest, facts, signed_in
from raci.refusals import Refused
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])
FIELDS = (
    "title", "agency", "agency_name", "through", "programme", "listing", "number", "cents", "begins_on", "ends_on",
    "section3", "note",
)  # fmt: skip


@require_safe
@signed_in
def award_list(request: PersonRequest) -> HttpResponseBase:
    """All awards."""
    return show_list(request, "awards", "compliance/award_list.html")


@require_safe
@signed_in
def award_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One award, and which rules come with it."""
    return render(request, "compliance/award_detail.html", {"page": queries.award_page(pk, facts(request))})


@form_page
@signed_in
def award_create(request: PersonRequest) -> HttpResponseBase:
    """Enter one."""
    form = AwardForm(sent(request), units=queries.need_units(facts(request)))
    page = Asking(
        title=_("Enter an award"),
        intro=_(
            "Whose money it is and how much decides which rules come with it. The next look at what applies uses it."
        ),
        submit=_("Enter it"),
        back=reverse("compliance:award-list"),
        name="award-new",
        here="funding",
        trail=((_("Funding"), reverse("compliance:award-list")),),
    )

    def act() -> str:
        made = acts.add_award(form.cleaned_data["unit"], form.values, by=request.user)
        return reverse("compliance:award-detail", args=[made.pk])

    return asked(request, form, page, act, done=_("The award is in the register."))


@form_page
@signed_in
def award_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Correct what it says."""
    one = queries.award_page(pk, facts(request))
    if not one.may_keep:
        raise Refused(one.why)
    award, back = one.one, reverse("compliance:award-detail", args=[pk])
    initial = {name: getattr(award, name) for name in FIELDS}
    form = AwardForm(sent(request), initial={**initial, "sub_recipients": "\n".join(award.sub_recipients)})
    page = Asking(
        title=_("Change the award"),
        intro=_("What it said before stays in its history."),
        submit=_("Save"),
        back=back,
        name=f"award:{pk}",
        here="funding",
        trail=((_("Funding"), reverse("compliance:award-list")), (award.title, back)),
    )

    def act() -> str:
        acts.change_award(award, form.values, by=request.user)
        return back

    return asked(request, form, page, act, done=_("The award is changed."))


# ---- effects bases


@require_safe
@signed_in
def effects_basis_list(request: PersonRequest) -> HttpResponse:
    """What each agency's rules reach."""
    known = facts(request)
    page = {"bases": queries.bases(known.today), "may_say": queries.may_say(known)}
    return render(request, "compliance/effects_basis_list.html", page)


@form_page
@signed_in
def effects_basis_say(request: PersonRequest) -> HttpResponseBase:
    """Say it of one."""
    queries.need_sayer(facts(request))
    back = reverse("compliance:effects-basis-list")
    form = BasisForm(sent(request), initial={"agency": request.GET.get("agency", "")})
    page = Asking(
        title=_("Say what an agency’s rules reach"),
        intro=_(
            "Whether its rules speak of effects or of intent alone decides which analysis it can ask for. Counsel says it."
        ),
        submit=_("Say it"),
        back=back,
        name="effects-basis",
        here="funding",
        trail=((_("Funding"), reverse("compliance:award-list")), (_("What agencies’ rules reach"), back)),
    )

    def act() -> str:
        acts.say_effects_basis(by=request.user, **form.cleaned_data)
        return back

    return asked(request, form, page, act, done=_("It is on record. Earlier ones stay in the history."))


# ---- facts of the city


@require_safe
@signed_in
def city_fact_list(request: PersonRequest) -> HttpResponse:
    """What is known of the city, and what is not."""
    known = facts(request)
    page = {"rows": queries.fact_rows(known.today), "may_say": queries.may_say(known)}
    return render(request, "compliance/city_fact_list.html", page)


@form_page
@signed_in
def city_fact_say(request: PersonRequest, key: str) -> HttpResponseBase:
    """Say what is so, as of a day."""
    if key not in CityFact.Key.values:
        raise Http404
    queries.need_sayer(facts(request))
    back, label = reverse("compliance:city-fact-list"), str(CityFact.Key(key).label)
    form = FactForm(sent(request), key=key)
    page = Asking(
        title=label,
        intro=_("Rules turn on it. Say it with its day and where it can be looked up; earlier ones stay."),
        submit=_("Say it"),
        back=back,
        name=f"city-fact:{key}",
        here="facts",
        trail=((_("Facts of the city"), back),),
    )

    def act() -> str:
        acts.say_fact(key, by=request.user, **form.values)
        return back

    return asked(request, form, page, act, done=_("It is on record. Look at what applies, so that obligations follow."))
