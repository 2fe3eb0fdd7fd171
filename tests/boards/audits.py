"""Boards with members who said who they are, and audits of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from boards.actions import audits as acts
from boards.actions.audit_tallies import take_tallies
from boards.models import Appointment, Board, Member, RepresentationAudit, Seat, SelfIdentification
from boards.vault import texts
from raci import clock
from raci.actions import cases
from raci.authority import Act
from raci.history import acting
from raci.models import Case, Holding, Person
from raci.public_doors import the_public
from tests.city import SmallCity

GENDER = "gender-identity"
RESIDENTS = {"woman": "50.5", "man": "48.0", "non-binary": "1.5"}
BENCHMARK = {
    "title": "Residents by gender", "source": "ACS 5-year, B01001", "year": "2024", "universe": "18 and over",
    "counts": RESIDENTS,
}  # fmt: skip
SINCE = date(2024, 1, 1)


def seat_people(
    city: SmallCity, number: int, *, board: str = "Board", body_type: str = "advisory", since: date = SINCE, **more: Any
) -> list[Member]:
    """So many people on one board of Parks, a seat each."""
    with acting(by=city.officer, act="seat"):
        code = board.lower().replace(" ", "-")
        values = {"unit": city.parks, "name": board, "body_type": body_type, **more}
        row, _made = Board.objects.get_or_create(code=code, defaults=values)
        first = row.seats.count()
        made = []
        for at in range(first, first + number):
            seat = Seat.objects.create(board=row, label=str(at + 1), seat_type="public", from_on=since)
            member = Member.objects.create(name=f"{board} member {at + 1}")
            Appointment.objects.create(seat=seat, member=member, is_serving=True, serves_from=since)
            made.append(member)
    return made


def say(member: Member, *codes: str, question: str = GENDER) -> None:
    """As by their private link; a second answer takes the place of the first."""
    with acting(by=the_public(), act="self_identify"):
        row = SelfIdentification.objects.filter(member=member).first() or SelfIdentification(member=member)
        texts.destroy(row, by=the_public(), why="Changed by its person")
        texts.put(row, {question: {"said": list(codes)}})
        row.state, row.said_on = SelfIdentification.State.GIVEN, clock.today()
        row.save()


def all_say(members: Iterable[Member], counts: dict[str, int]) -> None:
    """The first so many this, the next so many that; whoever is left says nothing."""
    waiting = iter(members)
    for code, count in counts.items():
        for _each in range(count):
            say(next(waiting), code)


def leave(city: SmallCity, members: Iterable[Member], on: date) -> None:
    """Their last day."""
    with acting(by=city.officer, act="end_appointment"):
        for row in Appointment.objects.filter(member__in=[one.pk for one in members]):
            row.ended_on, row.ended_how = on, Appointment.Ended.RESIGNED
            row.save()


def begun(city: SmallCity, *, activity: str = "4.7", by: Person | None = None, **more: Any) -> RepresentationAudit:
    """A draft of the auditor's that asks about gender, with who lives there."""
    by = by or city.auditor
    values = {"title": "Who serves on boards", "as_of": clock.today(), **more}
    audit = acts.begin_audit(activity=activity, by=by, **values)
    question = acts.ask_question(audit, GENDER, by=by)
    acts.set_benchmark(question, BENCHMARK, by=by)
    words = {"purpose": "Two years have passed.", "findings": "Women serve as often as they live here."}
    return acts.change_audit(audit, words, by=by)


def counted(city: SmallCity, audit: RepresentationAudit) -> RepresentationAudit:
    """By the custodian, the City Auditor."""
    take_tallies(audit, by=city.auditor)
    return RepresentationAudit.objects.get(pk=audit.pk)


def case_of(audit: RepresentationAudit) -> Case:
    return audit.record.cases.latest("number")


def submitted(city: SmallCity, audit: RepresentationAudit, *, by: Person | None = None) -> Case:
    """Whoever is consulted answers; it is handed in."""
    case, by = case_of(audit), by or city.auditor
    cases.open_consultation(case, by=by)
    people = {"EO": city.officer, "CAO": city.administrator, "ATTY": city.attorney, "OEHR": city.office}
    for asked in case.texts.latest("number").consultations.filter(way="asked").select_related("role"):
        cases.answer(asked, by=people[asked.role.code], answer="no_objection")
    cases.submit(case, by=by)
    return case


def approve(case: Case, by: Person) -> None:
    cases.decide(case, by=by, kind=Act.APPROVE, sha256=case.texts.latest("number").sha256)


def later(days: int) -> date:
    return clock.today() + timedelta(days=days)


def second_auditor(city: SmallCity) -> Person:
    """Somebody else of the City Auditor's office: who submits does not approve."""
    with acting(by=city.officer, act="begin_holding"):
        person = Person.objects.create(name="Ana Second", email="second@city.example")
        held = Holding.objects.filter(person=city.auditor).earliest("pk")
        Holding.objects.create(post=held.post, person=person, begins_on=held.begins_on, proposed_by=city.officer)
    return person
