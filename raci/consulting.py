"""Who is asked before a decision: each C role in the line once; any holder answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from raci import clock
from raci.authority import Facts, Subject, covering_posts
from raci.models import Case, City, Consultation, Person, Role, Text

WORKING_DAYS_TO_ANSWER = 10
WORKING_DAYS_TO_REVIEW = 2  # after a return, to object to what changed

Way = Consultation.Way


@dataclass(frozen=True)
class Asked:
    """A C role and whether it is asked: its way, its holders, and the reason where it is not asked."""

    role: Role
    way: str
    people: tuple[Person, ...]
    note: str = ""


def due_day(working_days: int) -> date:
    """The day an answer is due, by the city's calendar."""
    city = City.objects.first()
    return clock.working_days_after(clock.today(), working_days, city.holidays if city else [])


def to_ask(case: Case, facts: Facts) -> list[Asked]:
    """Each role with a C for the record's activity, in the matrix's order (3 queries)."""
    subject = Subject.of_case(case)
    matrix = facts.matrix
    codes = [
        role
        for (activity, role), cell in (matrix.cells if matrix else {}).items()
        if activity == subject.activity and "C" in cell
    ]
    roles = {role.code: role for role in Role.objects.filter(code__in=codes)}
    held: dict[str, list[tuple[str, Person]]] = {code: [] for code in roles}
    for capacity, person in covering_posts(subject, "C", facts.today, facts.matrix):
        held[capacity.role].append((capacity.way("C", subject), person))
    return [
        _asked(role, held[role.code], subject) for role in sorted(roles.values(), key=lambda role: role.column or 0)
    ]


def _asked(role: Role, held: list[tuple[str, Person]], subject: Subject) -> Asked:
    # governance 4: on a record of the whole city, roles that reach less are invited, whatever unit one of their posts is in
    reaches = role.reach == Role.Reach.CITYWIDE or not subject.unit_is_city
    people = [person for way, person in held if way == "line" or not reaches]
    if not people:
        return Asked(role, Way.NOT_ASKED, (), _("Nobody holds a post of this role for this unit today."))
    others = tuple(person for person in people if person.pk not in subject.authors)
    if not others:
        return Asked(role, Way.NOT_ASKED, (), _("Its only holders are authors of this version."))
    return Asked(role, Way.ASKED if reaches else Way.INVITED, others)


def ask(case: Case, text: Text, asked: list[Asked], *, due_on: date, review: bool = False) -> list[Consultation]:
    """Write the questions (inside `acting`). In a review everyone who may be asked is asked about the difference.

    Each role is asked once about a text: where the text was taken back and put forward again unchanged, answers about it
    stand, and the silent have until the new day.
    """
    known = {one.role_id: one for one in text.consultations.all()}
    written = []
    for one in asked:
        question = known.get(one.role.pk) or Consultation(case=case, text=text, role=one.role)
        if question.answer:
            continue
        question.way = Way.REVIEW if review and one.way == Way.ASKED else one.way
        question.note, question.asked_at = one.note, clock.now()
        question.due_on = due_on if question.way in (Way.ASKED, Way.REVIEW, Way.INVITED) else None
        question.save()
        written.append(question)
    return written


def earlier_answer(consultation: Consultation) -> Consultation | None:
    """What the same role last answered about an earlier text of this case; it may be let stand."""
    return (
        Consultation.objects.filter(
            case=consultation.case_id, role=consultation.role_id, text__number__lt=consultation.text.number
        )
        .exclude(answer="")
        .order_by("-text__number")
        .select_related("answered_by", "text")
        .first()
    )
