"""Obligations: the list, one of them, its evidence, its assessment; the grid, the calendar; which rules apply."""

from __future__ import annotations

import logging

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from compliance.actions import assessments, generation, proofs
from compliance.actions import obligations as acts
from compliance.duties import training
from compliance.forms.duties import (
    AssessmentForm,
    ChoiceForm,
    DueForm,
    EventForm,
    EvidenceForm,
    ReasonForm,
    TrainingForm,
)
from compliance.models import RequiredTraining, Requirement
from compliance.packs.facts import Cadence
from compliance.queries import duty_calendar, rules
from compliance.queries import obligations as queries
from compliance.queries.duty_grid import grid
from compliance.views.duty_forms import Asking, asked, sent
from engagement.training.owing import programmes_in_force
from raci.actions.meetings.calendars import owner_of
from raci.calendars import MEDIA_TYPE, Event, feed
from raci.doors import PersonRequest, facts, signed_in
from raci.drawing import day
from raci.evidence import storage
from raci.handing_out import download
from raci.models import Unit
from raci.refusals import Refused
from raci.views.lists import show_list

form_page = require_http_methods(["GET", "HEAD", "POST"])
log = logging.getLogger("raci.evidence")


@require_safe
@signed_in
def obligation_list(request: PersonRequest) -> HttpResponseBase:
    """What is asked of whom by when."""
    return show_list(request, "obligations", "compliance/obligation_list.html")


@require_safe
@signed_in
def obligation_grid(request: PersonRequest) -> HttpResponse:
    """Programmes by units."""
    return render(request, "compliance/obligation_grid.html", {"grid": grid(facts(request))})


@require_safe
@signed_in
def obligation_detail(request: PersonRequest, pk: int) -> HttpResponse:
    """One obligation."""
    page = queries.obligation_page(pk, facts(request))
    return render(request, "compliance/obligation_detail.html", {"page": page, "moves": page.moves})


# ---- evidence


@form_page
@signed_in
def obligation_evidence(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Add evidence."""
    page = queries.obligation_page(pk, facts(request))
    queries.need_keeper(page)
    form = EvidenceForm(sent(request), request.FILES or None)
    back = reverse("compliance:obligation-detail", args=[pk])
    ask = Asking(
        title=_("Add evidence"),
        intro=f"{page.one}: {page.one.requirement.evidence}",
        submit=_("Add it"),
        back=back,
        name=f"obligation-evidence:{pk}",
        here="obligations",
        trail=_trail(page),
        takes_file=True,
    )

    def act() -> str:
        proofs.add_evidence(page.one, by=request.user, **form.values)
        return f"{back}#evidence"

    return asked(request, form, ask, act, done=_("The evidence is added. What it shows is to be assessed."))


@require_safe
@signed_in
def obligation_evidence_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The bytes of a file, hashed again on the way out."""
    row = queries.evidence_for(pk)
    if row.blob is None:
        raise Http404
    try:
        return download(row.blob, row.file_name)
    except storage.Damaged as damage:
        log.critical("Evidence is damaged: of an obligation, %s: %s", row.pk, damage)
        return render(request, "compliance/evidence_damaged.html", {"row": row}, status=410)


@form_page
@signed_in
def obligation_evidence_remove(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Take it off, with the reason."""
    row = queries.evidence_for(pk)
    page = queries.obligation_page(row.obligation_id, facts(request))
    queries.need_keeper(page)
    form = ReasonForm(sent(request))
    back = reverse("compliance:obligation-detail", args=[row.obligation_id])
    ask = Asking(
        title=_("Take evidence off"),
        intro=_("“%(title)s” stays to read, and shows nothing any more; what was judged by it counts without it.")
        % {"title": row.title},
        submit=_("Take it off"),
        back=back,
        name=f"obligation-evidence-remove:{pk}",
        here="obligations",
        trail=_trail(page),
    )

    def act() -> str:
        proofs.remove_evidence(row, by=request.user, why=form.cleaned_data["why"])
        return back

    return asked(request, form, ask, act, done=_("The evidence is taken off."))


# ---- assessed


@form_page
@signed_in
def obligation_assess(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Judge what the evidence shows."""
    page = queries.obligation_page(pk, facts(request))
    queries.need_assessor(page)
    row = page.open
    initial = {"judgement": row.judgement, "words": row.words} if row else {}
    form = AssessmentForm(sent(request), initial=initial)
    back = reverse("compliance:obligation-detail", args=[pk])
    ask = Asking(
        title=_("Assess it"),
        intro=_("%(what)s: a draft that you hand in on the next page, and somebody else accepts.") % {"what": page.one},
        submit=_("Save the draft"),
        back=back,
        name=f"obligation-assess:{pk}",
        here="obligations",
        trail=_trail(page),
        opened=row.fingerprint if row else "",
    )

    def act() -> str:
        opened = request.POST.get("opened", "")
        assessments.assess(page.one, by=request.user, opened=opened, **form.cleaned_data)
        return f"{back}#assessment"

    return asked(request, form, ask, act, done=_("The assessment is a draft: hand it in below."))


@require_POST
@signed_in
def obligation_discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Throw the draft of an assessment away."""
    page = queries.obligation_page(pk, facts(request))
    queries.need_assessor(page)
    if page.open is None:
        raise Refused(_("There is no draft."))
    assessments.discard(page.open, by=request.user)
    messages.success(request, _("The draft is thrown away."))
    return redirect("compliance:obligation-detail", pk)


@form_page
@signed_in
def obligation_due(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Set another day, with the reason."""
    page = queries.obligation_page(pk, facts(request))
    queries.need_setter(page)
    form = DueForm(sent(request), initial={"due_on": page.one.due_on})
    back = reverse("compliance:obligation-detail", args=[pk])
    ask = Asking(
        title=_("Set the day it is due"),
        intro=_due_words(page),
        submit=_("Set it"),
        back=back,
        name=f"obligation-due:{pk}",
        here="obligations",
        trail=_trail(page),
    )

    def act() -> str:
        acts.set_due(page.one, by=request.user, **form.cleaned_data)
        return back

    return asked(request, form, ask, act, done=_("The day is set."))


def _due_words(page: queries.ObligationPage) -> str:
    words = _("%(what)s: a day set by hand stays until somebody gives it back to its rhythm.") % {"what": page.one}
    last = acts.latest_day(page.one)
    if last is None or page.may_put_off:
        return words
    return (
        f"{words} {_('You may set any day until %(day)s; a later one is for whoever accepts it.') % {'day': day(last)}}"
    )


@form_page
@signed_in
def obligation_event(request: PersonRequest) -> HttpResponseBase:
    """Something happened that a requirement asks something for."""
    known = facts(request)
    asked_at_events = Requirement.objects.filter(Requirement.standing(known.today))
    per_event = asked_at_events.filter(cadence=Cadence.PER_EVENT) | asked_at_events.filter(review=Cadence.PER_EVENT)
    found = list(per_event.select_related("lead"))
    units = [
        unit
        for unit in Unit.objects.order_by("path")
        if any(acts.may_keep_obligation(known, one, unit) for one in found)
    ]
    if not units:
        rules.need_chooser(known)
    initial = {"requirement": request.GET.get("requirement", "")}
    form = EventForm(sent(request), requirements=per_event.order_by("code"), units=units, initial=initial)
    ask = Asking(
        title=_("Record an event"),
        intro=_("Some requirements ask for something each time something happens: a project, a contract, a refusal."),
        submit=_("Record it"),
        back=reverse("compliance:obligation-list"),
        name="obligation-event",
        here="obligations",
        trail=((_("Obligations"), reverse("compliance:obligation-list")),),
    )

    def act() -> str:
        made = acts.record_event(by=request.user, **form.cleaned_data)
        return reverse("compliance:obligation-detail", args=[made.pk])

    return asked(request, form, ask, act, done=_("It is on record, with what is asked for it."))


def _trail(page: queries.ObligationPage) -> tuple[tuple[str, str], ...]:
    one = page.one
    return (
        (_("Obligations"), reverse("compliance:obligation-list")),
        (str(one), reverse("compliance:obligation-detail", args=[one.pk])),
    )


# ---- which rules apply


@require_safe
@signed_in
def rule_list(request: PersonRequest) -> HttpResponse:
    """Which rules apply to the city and why."""
    return render(request, "compliance/rule_list.html", {"page": rules.rules_page(facts(request))})


@require_POST
@signed_in
def obligation_generate(request: PersonRequest) -> HttpResponse:
    """Look at what applies, and make what is asked."""
    before = rules.last_look()
    look = generation.generate(by=request.user)
    if before is not None and before.pk == look.pk:
        messages.success(request, _("Nothing has changed since the last look: no obligation is missing."))
    else:
        made = ngettext("%(n)s obligation is new", "%(n)s obligations are new", look.made) % {"n": look.made}
        changed = ngettext("%(n)s is changed", "%(n)s are changed", look.changed) % {"n": look.changed}
        messages.success(request, f"{made}, {changed}.")
    return redirect("compliance:rule-list")


@form_page
@signed_in
def requirement_choose(request: PersonRequest, code: str) -> HttpResponseBase:
    """The city's own choice of units and of its rhythm's day."""
    requirement = rules.requirement_called(code)
    rules.need_chooser(facts(request))
    choice = getattr(requirement, "choice", None)
    chosen = list(choice.concerns.values_list("unit", flat=True)) if choice and choice.has_units else []
    initial = {
        "whose": "chosen" if chosen else "rules",
        "units": chosen,
        "counts_from": choice.counts_from if choice else None,
    }
    form = ChoiceForm(sent(request), initial=initial)
    back = reverse("compliance:rule-list")
    ask = Asking(
        title=_("Whom it concerns, and from which day it counts"),
        intro=f"{requirement.code} {requirement.text}",
        submit=_("Save"),
        back=back,
        name=f"requirement-choose:{code}",
        here="rules",
        trail=((_("Which rules apply"), back),),
    )

    def act() -> str:
        acts.choose(requirement, by=request.user, **form.values)
        return back

    return asked(request, form, ask, act, done=_("It is on record. Look at what applies, so that obligations follow."))


@form_page
@signed_in
def requirement_training(request: PersonRequest, code: str) -> HttpResponseBase:
    """By which training it is met, and how many people of each unit that owes it go through it."""
    requirement = rules.requirement_called(code)
    rules.need_chooser(facts(request))
    now = RequiredTraining.objects.select_related("programme").filter(requirement=requirement).first()
    in_force = programmes_in_force().filter(code=now.programme.code).first() if now else None
    initial = {"programme": in_force, "whom": now.whom, "people": now.people} if now else {}
    form = TrainingForm(sent(request), initial=initial)
    back = reverse("compliance:requirement-detail", args=[code])
    ask = Asking(
        title=_("Training by which it is met"),
        intro=f"{requirement.code} {requirement.text}",
        submit=_("Save"),
        back=back,
        name=f"requirement-training:{code}",
        here="rules",
        trail=((_("Which rules apply"), reverse("compliance:rule-list")),),
    )

    def act() -> str:
        if form.cleaned_data["programme"]:
            training.require_training(requirement, **form.cleaned_data, by=request.user)
        elif now is not None:
            training.require_no_training(now, by=request.user)
        return back

    return asked(request, form, ask, act, done=_("It is saved."))


# ---- the calendar


@require_safe
@signed_in
def obligation_calendar(request: PersonRequest) -> HttpResponse:
    """What is due within 30, 60 and 90 days."""
    mine = request.GET.get("whose") == "mine"
    page = duty_calendar.calendar_page(facts(request), request.GET.get("unit", ""), mine=mine)
    return render(request, "compliance/obligation_calendar.html", {"page": page})


@require_safe
@signed_in
def obligation_calendar_file(request: PersonRequest) -> HttpResponse:
    """The same as a file for a calendar program."""
    mine = request.GET.get("whose") == "mine"
    return _calendar(
        _("What the law asks"), duty_calendar.filtered(facts(request), request.GET.get("unit", ""), mine=mine)
    )


@require_safe
@never_cache
def obligation_feed(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 - the key is who asks
    """For calendar programs, which cannot sign in: what is the key's owner's to show or to do."""
    owner = owner_of(key)
    if owner is None:
        raise Http404
    return _calendar(_("What the law asks of me"), duty_calendar.events(owner))


def _calendar(name: str, events: list[Event]) -> HttpResponse:
    answer = HttpResponse(feed(name, events), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = 'attachment; filename="obligations.ics"'
    answer["Referrer-Policy"] = "no-referrer"
    return answer
