"""The pages of impact assessments: get, one query or one act, render or redirect."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from plans.asking import Asking, asked, sent
from plans.assessing import acts, queries
from plans.assessing.content import content
from plans.assessing.forms import FollowUpForm, NewAssessment, ScreeningForm, StepForm
from plans.assessing.steps import STEPS, Step, step_of
from plans.editing import Editing, whole_to_edit
from plans.models import ImpactAssessment
from raci import asof
from raci.doors import PersonRequest, facts, signed_in
from raci.refusals import Refused
from raci.views.lists import show_list
from raci.views.past import on_another_day

form_page = require_http_methods(["GET", "HEAD", "POST"])


# ---- screenings


@require_safe
@signed_in
def screening_list(request: PersonRequest) -> HttpResponseBase:
    """All screenings this person may read."""
    return show_list(request, "screenings", "plans/assessing/screenings.html")


@require_safe
@signed_in
def screening_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One: its answers, what they advise, what it says."""
    return render(request, "plans/assessing/screening.html", {"found": queries.screening_page(pk, facts(request))})


@form_page
@signed_in
def screening_create(request: PersonRequest) -> HttpResponseBase:
    """Screen a proposal."""
    units = queries.need_units(facts(request))
    form = ScreeningForm(sent(request), units=units)
    if len(units) == 1:
        form.initial["unit"] = units[0].pk
    page = Asking(
        title=_("Screen a proposal"),
        intro=_(
            "A few questions say whether a full assessment is needed. You hand it in on the next page; "
            "whoever is accountable for 2.2 accepts it."
        ),
        submit=_("Save"),
        above=(_("Screenings"), reverse("plans:screening-list")),
        name="screening-new",
    )

    def act() -> str:
        made = acts.write_screening(form.cleaned_data["unit"], _said(form), by=request.user)
        return reverse("plans:screening-detail", args=[made.pk])

    return asked(request, form, page, act, done=_("It is saved as a draft. Hand it in when it is complete."))


@form_page
@signed_in
def screening_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Mend one that is open."""
    found = queries.screening_page(pk, facts(request))
    if not found.may_write:
        raise Refused(found.may_write.reason)
    here, row = reverse("plans:screening-detail", args=[pk]), found.row
    form = ScreeningForm(sent(request), initial={**vars(row), "opened": row.fingerprint})
    page = Asking(
        title=_("Change the screening"),
        intro=_("What it said before stays in its history."),
        submit=_("Save"),
        above=(row.title, here),
        name=f"screening:{pk}",
    )

    def act() -> str:
        acts.change_screening(row, _said(form), by=request.user, opened=form.cleaned_data["opened"])
        return here

    return asked(request, form, page, act, done=_("Saved."))


def _said(form: ScreeningForm) -> dict[str, Any]:
    return {name: value for name, value in form.cleaned_data.items() if name not in ("unit", "opened")}


@require_POST
@signed_in
def screening_begin(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Begin the full assessment that it asks for."""
    found = queries.screening_page(pk, facts(request))
    made = acts.begin_from_screening(found.row, by=request.user)
    messages.success(request, _("The assessment is begun with what the screening says. Go on with its first step."))
    return redirect("plans:assessment-detail", made.record_id)


# ---- assessments


@require_safe
@signed_in
def assessment_list(request: PersonRequest) -> HttpResponseBase:
    """All assessments this person may see."""
    return show_list(request, "impact-assessments", "plans/assessing/list.html")


@require_safe
@signed_in
def assessment_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One: its six steps, where it stands, and what was found later."""
    found = queries.assessment_page(pk, facts(request))
    if past := on_another_day(request, pk):
        return past
    as_of = asof.read(request.GET, found.page.facts.today, request.path)
    return render(request, "plans/assessing/detail.html", {"page": found.page, "found": found, "as_of": as_of})


@form_page
@signed_in
def assessment_create(request: PersonRequest) -> HttpResponseBase:
    """Begin one without a screening."""
    form = NewAssessment(sent(request), units=queries.need_units(facts(request)))
    page = Asking(
        title=_("Begin an assessment"),
        intro=_(
            "Six steps, each on a page of its own; you can leave and come back. "
            "Not sure that it is needed? Screen the proposal first."
        ),
        submit=_("Begin it"),
        above=(_("Impact assessments"), reverse("plans:assessment-list")),
        name="assessment-new",
    )

    def act() -> str:
        made = acts.begin_assessment(**form.cleaned_data, by=request.user)
        return reverse("plans:assessment-step", args=[made.record_id, 1])

    return asked(request, form, page, act, done=_("It is begun, as a draft that its writers and auditors see."))


class Stepping(Editing):
    """The form of one step, with where it stands among the six."""

    template = "plans/assessing/step.html"
    step: Step

    def _page(self, form: Any, *, status: int = 200, **context: Any) -> HttpResponse:
        record = self.part.record  # type: ignore[union-attr]
        steps = queries.progress(content(record), record.pk)
        more = {"steps": steps, "step": self.step, "last": self.step.number == len(STEPS)}
        return super()._page(form, status=status, **more, **context)


@form_page
@signed_in
def assessment_step(request: PersonRequest, pk: int, step: int) -> HttpResponseBase:
    """One step: saved, then the next."""
    asked_step = step_of(step)
    if asked_step is None:
        raise Http404
    row = whole_to_edit(request, ImpactAssessment, pk)
    form = Stepping(request, row, partial(StepForm, step=asked_step), f"assessment-{step}")
    form.step = asked_step
    answer = form.respond()
    if answer.status_code == 302 and "next" in request.POST and step < len(STEPS):
        answer["Location"] = reverse("plans:assessment-step", args=[pk, step + 1])
    return answer


@form_page
@signed_in
def assessment_follow(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Say what was found."""
    found = queries.assessment_page(pk, facts(request))
    if not found.may_follow:
        raise Refused(found.may_follow.reason)
    here = reverse("plans:assessment-detail", args=[pk])
    form = FollowUpForm(sent(request))
    page = Asking(
        title=_("Say what was found"),
        intro=_("It stands with the assessment for everybody who may read it. What was decided stays as it is."),
        submit=_("Save"),
        above=(found.page.title, here),
        name=f"assessment-follow:{pk}",
    )

    def act() -> str:
        acts.follow_up(found.assessment, **form.cleaned_data, by=request.user)
        return f"{here}#found"

    return asked(request, form, page, act, done=_("It is on record."))
