"""What the pages of training show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from engagement.kinds import COHORT, PROGRAMME
from engagement.models import (
    Certificate,
    Cohort,
    Enrolment,
    Material,
    MustTrain,
    Outcome,
    Session,
    SessionAttendance,
    TrainingProgramme,
)
from engagement.training import certificates, enrolling, tallies, texts
from engagement.training.attending import room_code
from engagement.training.owing import Owed, asked_elsewhere, owed
from engagement.training.programmes import missing
from raci import reviewing
from raci.authority import Facts, Permission, Subject
from raci.keeping import may_keep, may_keep_for_the_city
from raci.models import Unit
from raci.refusals import Problem, Refused
from raci.the_city import the_city

State = TrainingProgramme.State


# ---- programmes


def reads_drafts(facts: Facts) -> bool:
    """Whether they read editions that are not accepted: R, A, C and I of 2.1 for the city, and who reads everything."""
    city = the_city()
    if city is None:
        return False
    letters = facts.letters(Subject.of_scope(PROGRAMME.activity, city), ("line", "invited", "read"))
    return facts.has("reads_all") or bool(letters) or any(may_keep(facts, PROGRAMME, city, letter=one) for one in "RA")


def programmes(facts: Facts) -> QuerySet[TrainingProgramme]:
    """The editions that they may read: accepted ones, and drafts where they have a part in 2.1."""
    rows = TrainingProgramme.objects.annotate(groups=Count("cohorts"))
    return rows if reads_drafts(facts) else rows.filter(state=State.ACCEPTED)


def programme_for(pk: int, facts: Facts) -> TrainingProgramme:
    """One edition; 404 for who may not read it."""
    row = TrainingProgramme.objects.select_related("unit", "submitted_by", "answered_by").filter(pk=pk).first()
    if row is None or not reviewing.may_read(facts, row):
        raise Refused(_("There is no such programme."), visible=False)
    return row


@dataclass(frozen=True)
class ProgrammePage:
    """An edition with its parts, and what the reader may do."""

    row: TrainingProgramme
    materials: list[Material]
    asked: list[Owed]
    cohorts: list[Cohort]
    others: list[TrainingProgramme]  # other editions that they may read
    may_write: Permission
    may_hand_in: Permission
    may_answer: Permission
    may_take_back: Permission
    may_keep: Permission
    missing: list[Problem]
    is_in_force: bool


def programme_page(pk: int, facts: Facts) -> ProgrammePage:
    """Its page (a constant number of queries)."""
    row = programme_for(pk, facts)
    may_write = reviewing.may_write(facts, row)
    others = [one for one in programmes(facts).filter(code=row.code).order_by("-edition") if one.pk != row.pk]
    newer = any(one.state == State.ACCEPTED and one.edition > row.edition for one in others)
    return ProgrammePage(
        row=row,
        materials=list(row.materials.filter(removed_on=None).select_related("blob")),
        asked=_asked(row, facts.today, is_in_force=row.state == State.ACCEPTED and not newer),
        cohorts=list(Cohort.objects.filter(programme__code=row.code)),
        others=others,
        may_write=may_write,
        may_hand_in=reviewing.may_hand_in(facts, row),
        may_answer=reviewing.may_answer(facts, row),
        may_take_back=reviewing.may_take_back(facts, row),
        may_keep=may_keep(facts, COHORT, row.unit),
        missing=missing(row) if may_write else [],
        is_in_force=row.state == State.ACCEPTED and not newer,
    )


def _asked(row: TrainingProgramme, today: date, *, is_in_force: bool) -> list[Owed]:
    """What the edition asks of units, and what is asked elsewhere of whoever goes through the programme in force."""
    own = MustTrain.objects.filter(programme=row).select_related("programme", "unit")
    others = [one for one in asked_elsewhere() if one.programme.code == row.code] if is_in_force else []
    return owed([*own, *others], today)


# ---- cohorts


def cohorts(_facts: Facts) -> QuerySet[Cohort]:
    """All of them, with how many are in each: all staff read what is kept."""
    taken = Count("enrolments", filter=Q(enrolments__state__in=("enrolled", "finished", "left")))
    return Cohort.objects.select_related("programme").annotate(people=taken)


def cohort_for(pk: int) -> Cohort:
    """One."""
    return get_object_or_404(Cohort.objects.select_related("programme__unit"), pk=pk)


def session_for(pk: int) -> Session:
    """One."""
    return get_object_or_404(Session.objects.select_related("cohort__programme__unit"), pk=pk)


def keeps(facts: Facts, row: Cohort) -> Permission:
    """Whether they keep this cohort."""
    return may_keep(facts, COHORT, row.programme.unit)


def keeps_some(facts: Facts) -> bool:
    """Whether they keep cohorts of the city."""
    return bool(may_keep_for_the_city(facts, COHORT))


def need_keeper(facts: Facts, row: Cohort) -> Permission:
    """The same; 403 with the reason."""
    permission = keeps(facts, row)
    if not permission:
        raise Refused(permission.reason)
    return permission


@dataclass(frozen=True)
class CohortPage:
    """A cohort with its sessions, one's own part in it, and for those who keep it what is to be done."""

    row: Cohort
    sessions: list[SessionLine]
    counts: dict[str, int]
    mine: Enrolment | None
    came: int  # to how many sessions I came
    certificate: Certificate | None
    may_keep: Permission
    may_apply: bool
    can_withdraw: bool
    answers_key: str  # of the questions that are asked of me today, "" where none are
    asks_about_course: bool
    tables: list[tallies.Table]
    today: date
    unwritten: int  # sessions that were, of which it is not written down who came

    @property
    def is_over(self) -> bool:
        """Whether it may be finished."""
        return self.row.finished_on is None and self.row.ends_on < self.today


@dataclass(frozen=True)
class SessionLine:
    """A session with whether it is written down who came, and whether I did; the code where it is to be told today."""

    row: Session
    written: int
    present: int
    i_came: bool
    code: str
    asks_me: bool  # it is today, and I can type the code


def cohort_page(pk: int, facts: Facts) -> CohortPage:
    """Its page (a constant number of queries)."""
    row, today = cohort_for(pk), facts.today
    mine = Enrolment.objects.filter(cohort=row, person=facts.person).first()
    permission = keeps(facts, row)
    lines = _session_lines(row, mine, bool(permission), today)
    states = Enrolment.objects.filter(cohort=row).values_list("state").annotate(n=Count("pk")).order_by()
    asked = tallies.asked_today(row, today)
    return CohortPage(
        row=row,
        sessions=lines,
        counts=dict(states),
        mine=mine,
        came=sum(one.i_came for one in lines),
        certificate=Certificate.objects.filter(enrolment=mine).first() if mine else None,
        may_keep=permission,
        may_apply=enrolling.takes_applications(row, today)
        and enrolling.may_come(facts) is not None
        and (mine is None or mine.state == "withdrawn"),
        can_withdraw=mine is not None and mine.state in enrolling.GOING_ON,
        answers_key=tallies.key_of(mine) if asked and mine and mine.state != "withdrawn" else "",
        asks_about_course=today > row.ends_on,
        tables=tallies.tables(row, today),
        today=today,
        unwritten=sum(one.row.on < today and not one.written for one in lines),
    )


def _session_lines(row: Cohort, mine: Enrolment | None, keeps: bool, today: date) -> list[SessionLine]:
    came = Count("attendance", filter=Q(attendance__presence="came"))
    rows = row.sessions.annotate(written=Count("attendance"), present=came)
    own = set(
        SessionAttendance.objects.filter(enrolment=mine, presence="came").values_list("session", flat=True)
        if mine
        else ()
    )
    enrolled = mine is not None and mine.state == "enrolled" and row.finished_on is None
    return [
        SessionLine(
            one, one.written, one.present, one.pk in own, room_code(one) if keeps and one.on == today else "",
            enrolled and one.on == today and one.pk not in own,
        )
        for one in rows
    ]  # fmt: skip


# ---- who is in it: for those who keep it, with names, each opening on record


@dataclass(frozen=True)
class PersonLine:
    """One enrolment with what is known of who it is."""

    row: Enrolment
    said: dict[str, Any]
    came: int
    certificate: Certificate | None
    outcomes: list[Outcome]

    @property
    def name(self) -> str:
        """The name, or that it was erased."""
        return str(self.said.get("name") or _("name erased"))


def people_of(row: Cohort, facts: Facts, *, states: tuple[str, ...] = (), why: str) -> list[PersonLine]:
    """Who is in it; residents' texts are opened, and each opening is on record."""
    via = need_keeper(facts, row).via
    assert via is not None
    rows = Enrolment.objects.filter(cohort=row).select_related("person", "unit", "certificate")
    if states:
        rows = rows.filter(state__in=states)
    found = list(rows.order_by("number"))
    said = texts.names_of(found, by=facts.person, via=via.capacity, why=why)
    came = certificates.attended(row)
    outcomes: dict[int, list[Outcome]] = {}
    for one in Outcome.objects.filter(enrolment__cohort=row):
        outcomes.setdefault(one.enrolment_id, []).append(one)
    return [
        PersonLine(one, said.get(one.pk, {}), came[one.pk], getattr(one, "certificate", None), outcomes.get(one.pk, []))
        for one in found
    ]


def enrolment_for(pk: int, facts: Facts) -> Enrolment:
    """One, for those who keep its cohort; hidden from others."""
    row = Enrolment.objects.select_related("cohort__programme__unit", "person").filter(pk=pk).first()
    if row is None or not keeps(facts, row.cohort):
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return row


# ---- certificates


def certificates_read(facts: Facts) -> QuerySet[Certificate]:
    """All, for those who keep cohorts and those who read everything; everybody reads their own."""
    rows = Certificate.objects.select_related("enrolment__cohort__programme", "enrolment__person", "enrolment__unit")
    if keeps_some(facts) or facts.has("reads_all"):
        return rows
    return rows.filter(enrolment__person=facts.person)


def certificate_for(pk: int, facts: Facts) -> Certificate:
    """One that they may read; 404 to others."""
    row = (
        certificates_read(facts).select_related("enrolment__cohort__programme__unit", "issued_by").filter(pk=pk).first()
    )
    if row is None:
        raise Refused(_("There is no such certificate."), visible=False)
    return row


def may_print(facts: Facts, row: Certificate) -> bool:
    """Whoever keeps the cohort, and who it was given to; not who only reads everything, for it opens a resident's name."""
    return bool(keeps(facts, row.enrolment.cohort)) or row.enrolment.person_id == facts.person.pk


def units_offered() -> QuerySet[Unit]:
    """Bureaus and offices, to ask for trained people."""
    return Unit.objects.filter(kind__in=(Unit.Kind.BUREAU, Unit.Kind.OFFICE)).order_by("name")
