"""A board with somebody on it, a custodian, and a member who was asked."""

from __future__ import annotations

from typing import Any

from boards.actions.custodians import accept_custodian, propose_custodian
from boards.actions.self_id_rounds import LINK, begin_round, with_new_code
from boards.models import Appointment, Board, Custodian, Member, Seat, SelfIdAsk, SelfIdRound
from boards.vault.custody import custodian as custodian_of
from raci import clock
from raci.authority import facts_for
from raci.history import acting
from raci.models import Holding, Person
from raci.private_codes import digest
from tests.city import SmallCity

QUESTIONS = ["race-ethnicity-2024", "gender-identity", "age"]


def seated(city: SmallCity, name: str = "Nora Quill", code: str = "parks-board") -> Member:
    """A member of a board of Parks, who has a seat of their own there."""
    with acting(by=city.officer, act="seat"):
        board, _made = Board.objects.get_or_create(code=code, defaults={"unit": city.parks, "name": "Parks Board"})
        seat = Seat.objects.create(board=board, label=name)
        member = Member.objects.create(name=name)
        Appointment.objects.create(seat=seat, member=member, is_serving=True, serves_from=clock.today())
    return member


def custodian(city: SmallCity, person: Person | None = None) -> Custodian:
    """The City Auditor's holding, proposed by the Equity Officer and accepted by the City Administrator."""
    holding = Holding.objects.filter(person=person or city.auditor).earliest("pk")
    row = propose_custodian(holding, clock.today(), None, by=city.officer)
    accept_custodian(row, by=city.administrator)
    return row


def asked(city: SmallCity, **more: Any) -> SelfIdRound:
    """A round of whoever serves today; the custodian is named first where nobody is yet."""
    if custodian_of(facts_for(city.auditor)) is None:
        custodian(city)
    values = {"title": "Who serves", "mode": "linked", "questions": QUESTIONS, "closes_on": clock.today(), **more}
    return begin_round(values, by=city.auditor)[0]


def link_of(member: Member, city: SmallCity) -> tuple[SelfIdAsk, str]:
    """A member's request and the code of their link, as a mail brings it."""
    with acting(by=city.auditor, act="send_self_identification_link"):
        ask = SelfIdAsk.objects.get(member=member)
        code = with_new_code(ask)
    assert ask.code_sha256 == digest(code, LINK)
    return ask, code
