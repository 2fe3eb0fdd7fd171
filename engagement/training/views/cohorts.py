"""Cohorts: the list, one of them, its sessions, who is in it, who came, certificates."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from engagement.asking import Asking, asked, form_page, opened_on, sent
from engagement.kinds import COHORT
from engagement.models import Certificate, Cohort, Enrolment, SessionAttendance
from engagement.training import attending, certificates, cohorts, enrolling, queries
from engagement.training.cohorts import cohort_url
from engagement.training.forms import (
    CohortForm,
    NothingMore,
    OutcomeForm,
    PaperApplying,
    PeopleForm,
    RoomCode,
    SessionForm,
    SheetForm,
    WhyForm,
)
from raci.doors import PersonRequest, facts, signed_in
from raci.forms import attempt
from raci.keeping import keeper
from raci.refusals import Refused
from raci.views.lists import show_list


@require_safe
@signed_in
def cohort_list(request: PersonRequest) -> HttpResponseBase:
    """All cohorts."""
    return show_list(request, "cohorts", "engagement/training/cohort_list.html")


@require_safe
@signed_in
def cohort_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One: when it meets, one's own part, and what is to be done."""
    return render(request, "engagement/training/cohort.html", {"page": queries.cohort_page(pk, facts(request))})


@form_page
@signed_in
def cohort_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Begin one of a programme."""
    programme = queries.programme_for(pk, facts(request))
    keeper(facts(request), COHORT, programme.unit)
    form = CohortForm(*sent(request))
    back = reverse("engagement:programme-detail", args=[pk])
    trail = ((_("Training"), reverse("engagement:programme-list")), (programme.title, back))
    ask = Asking(
        _("Begin a cohort"), _("Begin it"), back, _("A group that goes through the programme together. Its sessions come next."),
        trail, f"cohort-new:{pk}",
    )  # fmt: skip

    def act() -> str:
        return cohort_url(cohorts.begin_cohort(programme, form.cleaned_data, by=request.user))

    return asked(request, form, ask, act, done=_("The cohort is begun. Add its sessions."))


@form_page
@signed_in
def cohort_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Change what is said of one."""
    row = _kept(request, pk)
    form = CohortForm(*sent(request), initial={name: getattr(row, name) for name in cohorts.SAID})
    ask = Asking(_("Change the cohort"), _("Save"), cohort_url(row), "", _trail(row), f"cohort:{pk}", row.edits)

    def act() -> str:
        cohorts.edit_cohort(row, form.cleaned_data, by=request.user, edits=opened_on(request))
        return cohort_url(row)

    return asked(request, form, ask, act, done=_("It is saved."))


@form_page
@signed_in
def session_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One time more that it meets."""
    row = _kept(request, pk)
    form = SessionForm(*sent(request), initial={"on": row.begins_on})
    ask = Asking(_("Add a session"), _("Add it"), cohort_url(row), "", _trail(row), f"session-new:{pk}")

    def act() -> str:
        cohorts.add_session(row, form.cleaned_data, by=request.user)
        return cohort_url(row)

    return asked(request, form, ask, act, done=_("The session is added."))


@form_page
@signed_in
def session_edit(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Its day, hours or place."""
    session = queries.session_for(pk)
    queries.need_keeper(facts(request), session.cohort)
    form = SessionForm(*sent(request), initial={name: getattr(session, name) for name in cohorts.OF_SESSION})
    url = cohort_url(session.cohort)
    ask = Asking(_("Change the session"), _("Save"), url, "", _trail(session.cohort), f"session:{pk}", session.edits)

    def act() -> str:
        cohorts.edit_session(session, form.cleaned_data, by=request.user, edits=opened_on(request))
        return url

    return asked(request, form, ask, act, done=_("It is saved."))


# ---- applying, for oneself


@require_POST
@signed_in
def cohort_apply(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Apply, for oneself."""
    row = queries.cohort_for(pk)
    enrolling.apply_myself(row, by=request.user)
    messages.success(request, _("You have applied. Whoever keeps the group takes people, and you see it here."))
    return redirect(cohort_url(row))


@require_POST
@signed_in
def cohort_withdraw(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Withdraw one's own application."""
    row = queries.cohort_for(pk)
    one = Enrolment.objects.filter(cohort=row, person=request.user).first()
    if one is None:
        raise Refused(_("You did not apply here."))
    enrolling.withdraw(one, by=request.user)
    messages.success(request, _("You have withdrawn."))
    return redirect(cohort_url(row))


@form_page
@signed_in
def session_attend(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Type the code that is told in the room."""
    session = queries.session_for(pk)
    one = Enrolment.objects.filter(cohort=session.cohort, person=request.user).first()
    if one is None:
        raise Refused(_("You did not apply here."))
    form = RoomCode(*sent(request))
    intro = _("“%(session)s”, today. Who teaches tells a code of six signs.") % {"session": session.title}
    ask = Asking(_("Say that you are here"), _("I am here"), cohort_url(session.cohort), intro, _trail(session.cohort))

    def act() -> str:
        attending.attend_by_code(session, one, form.cleaned_data["code"], by=request.user)
        return cohort_url(session.cohort)

    return asked(request, form, ask, act, done=_("It is written down that you came."))


# ---- who is in it


@form_page
@signed_in
def cohort_people(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Who is in it, with names; take them, or not."""
    row = queries.cohort_for(pk)
    people = queries.people_of(row, facts(request), why=_("To decide who is taken, and to see who is in it"))
    form = PeopleForm(*sent(request), people=people)
    if form.is_valid() and attempt(form, lambda: enrolling.decide(form.said, row, by=request.user)):
        messages.success(request, _("It is saved."))
        return redirect("engagement:cohort-people", row.pk)
    context = {"row": row, "people": people, "form": form, "trail": _trail(row), "sessions": row.sessions.count()}
    return render(request, "engagement/training/people.html", context, status=422 if form.is_bound else 200)


@form_page
@signed_in
def enrolment_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Enter what a resident said on paper, by telephone or in person; their private code is shown once."""
    row = _kept(request, pk)
    form = PaperApplying(*sent(request))
    made: list[enrolling.Received] = []
    if form.is_valid() and attempt(
        form, lambda: made.append(enrolling.receive_by_staff(row, form.cleaned_data, by=request.user))
    ):
        response = render(request, "engagement/training/received.html", {"received": made[0], "row": row})
        response["Cache-Control"] = "no-store"
        return response
    ask = Asking(
        _("Enter a resident’s application"), _("Enter it"), cohort_url(row),
        _("What they say is sealed: those who keep the cohort open it, and each opening is on record."), _trail(row),
    )  # fmt: skip
    context = {"form": form, "ask": ask}
    return render(request, "engagement/form.html", context, status=422 if form.is_bound else 200)


@form_page
@signed_in
def session_sheet(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Who came, of everybody who is enrolled, in one form."""
    session = queries.session_for(pk)
    row = session.cohort
    people = queries.people_of(row, facts(request), states=("enrolled",), why=_("To write down who came"))
    known = dict(SessionAttendance.objects.filter(session=session).values_list("enrolment", "presence"))
    form = SheetForm(*sent(request), people=people, known=known)
    intro = _("Everybody who is enrolled. Leave open what nobody knows.") if people else _(
        "Nobody is enrolled yet: take people first."
    )  # fmt: skip
    title = _("Who came: %(session)s") % {"session": session.title}
    ask = Asking(title, _("Save"), cohort_url(row), intro, _trail(row))

    def act() -> str:
        attending.write_sheet(session, form.said, by=request.user)
        return cohort_url(row)

    return asked(request, form, ask, act, done=_("Who came is written down."))


# ---- the end


@form_page
@signed_in
def cohort_finish(request: PersonRequest, pk: int) -> HttpResponseBase:
    """Finish it, and make the certificates."""
    row = _kept(request, pk)
    intro = _(
        "Who came to %(percent)s %% of the sessions or more has finished and gets a certificate; the others have not "
        "finished. Nothing of the cohort is changed afterwards."
    ) % {"percent": row.programme.least_percent}
    ask = Asking(_("Finish the cohort"), _("Finish it"), cohort_url(row), intro, _trail(row))
    made: list[Certificate] = []
    form = NothingMore(*sent(request))

    def act() -> str:
        made.extend(certificates.finish_cohort(row, by=request.user))
        return cohort_url(row)

    answer = asked(request, form, ask, act, done=_("The cohort is finished."))
    if made:
        words = ngettext("%(n)s certificate is made.", "%(n)s certificates are made.", len(made))
        messages.success(request, words % {"n": len(made)})
    return answer


@require_safe
@signed_in
def certificate_list(request: PersonRequest) -> HttpResponseBase:
    """Certificates: one's own, or all for those who keep cohorts."""
    return show_list(request, "certificates", "engagement/training/certificate_list.html")


@require_safe
@signed_in
def certificate_detail(request: PersonRequest, pk: int) -> HttpResponseBase:
    """One."""
    row = queries.certificate_for(pk, facts(request))
    context = {
        "row": row,
        "may_print": queries.may_print(facts(request), row),
        "may_keep": queries.keeps(facts(request), row.enrolment.cohort),
        "trail": ((_("Certificates"), reverse("engagement:certificate-list")),),
    }
    return render(request, "engagement/training/certificate.html", context)


@form_page
@signed_in
def certificate_take_back(request: PersonRequest, pk: int) -> HttpResponseBase:
    """It was given wrongly."""
    row = queries.certificate_for(pk, facts(request))
    queries.need_keeper(facts(request), row.enrolment.cohort)
    form, back = WhyForm(*sent(request)), reverse("engagement:certificate-detail", args=[pk])
    intro = _("It stays, and whoever checks its number reads that it does not count.")
    trail = ((_("Certificates"), reverse("engagement:certificate-list")), (row.number, back))
    ask = Asking(_("Take the certificate back"), _("Take it back"), back, intro, trail)

    def act() -> str:
        certificates.take_back(row, why=form.cleaned_data["why"], by=request.user)
        return back

    return asked(request, form, ask, act, done=_("It is taken back."))


@form_page
@signed_in
def outcome_create(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What came of it later, by consent."""
    one = queries.enrolment_for(pk, facts(request))
    form = OutcomeForm(*sent(request))
    back = reverse("engagement:cohort-people", args=[one.cohort_id])
    intro = _("Only what they told themselves, and agreed that the city keeps. %(number)s") % {"number": one.number}
    ask = Asking(_("What came of it"), _("Save"), back, intro, _trail(one.cohort))

    def act() -> str:
        certificates.tell_outcome(one, **form.cleaned_data, by=request.user)
        return back

    return asked(request, form, ask, act, done=_("It is saved."))


def _kept(request: PersonRequest, pk: int) -> Cohort:
    row = queries.cohort_for(pk)
    queries.need_keeper(facts(request), row)
    return row


def _trail(row: Cohort) -> tuple[tuple[str, str], ...]:
    return ((_("Cohorts"), reverse("engagement:cohort-list")), (row.title, cohort_url(row)))
