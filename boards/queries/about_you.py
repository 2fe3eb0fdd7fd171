"""What a member is shown by their private link: what is asked, what they said, and all that the city holds about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from boards.actions.self_identification import read_own
from boards.models import Appointment, Custodian, MemberContact, SelfIdAsk, SelfIdentification, SelfIdRound
from boards.vault import texts
from boards.vault.custody import custodians_on
from boards.vault.questions import Question, asked
from boards.vault.texts import Answers
from raci import clock
from raci.public_doors import the_public
from raci.sealed import Erased


@dataclass(frozen=True)
class Reading:
    """Who opened what they said, or made a link that stands for them, when and why."""

    at: datetime
    who: str
    why: str


@dataclass(frozen=True)
class Held:
    """All that is held about one member."""

    row: SelfIdentification | None
    email: str
    appointments: list[Appointment]
    readings: list[Reading]
    gone: str  # since when what they said is erased, where a restored database says otherwise


def ask_of(code_sha256: str) -> SelfIdAsk | None:
    """The request that a private link is of, as long as it works."""
    found = SelfIdAsk.objects.select_related("member", "round").filter(code_sha256=code_sha256).first()
    return found if found and found.expires_on and found.expires_on >= clock.today() else None


def round_of(code_sha256: str) -> SelfIdRound | None:
    """The round that a link for all is of, as long as it is open."""
    return SelfIdRound.objects.filter(code_sha256=code_sha256, closes_on__gte=clock.today()).first()


def questions_of(row: SelfIdRound) -> list[Question]:
    """What a round asks."""
    return asked(row.questions)


def custodians() -> list[Custodian]:
    """Who alone may open it beside the member."""
    return list(custodians_on(clock.today()))


def said_by(ask: SelfIdAsk) -> tuple[Answers, str]:
    """What they said, or since when it is gone. Each opening is on record as their own."""
    try:
        return read_own(ask), ""
    except Erased as gone:
        return {}, str(gone)


def held_about(ask: SelfIdAsk, gone: str = "") -> Held:
    """The public facts, their address, every reading of what they said and every link made by hand (6 queries)."""
    row = SelfIdentification.objects.filter(member=ask.member_id).first()
    contact = MemberContact.objects.filter(member=ask.member_id).first()
    appointments = Appointment.objects.filter(member=ask.member_id).select_related("seat__board")
    readings = sorted([*_readings(row), *_handed_over(ask)], key=lambda one: one.at, reverse=True)
    return Held(row, contact.email if contact else "", list(appointments), readings, gone)


def _readings(row: SelfIdentification | None) -> list[Reading]:
    if row is None:
        return []
    own = the_public().pk
    return [
        Reading(
            one.at, _("You, by your private link") if one.person_id == own else f"{one.person} ({one.as_post})", one.why
        )
        for one in texts.readings(row)
    ]


def _handed_over(ask: SelfIdAsk) -> list[Reading]:
    """The links that somebody made for them to hand over, in any round: who had one could answer in their name."""
    made = SelfIdAsk.history.filter(member_id=ask.member_id, history_act="hand_over_self_identification")
    why = _("Made a private link to hand over. It shows nothing of what you said before.")
    return [Reading(one.history_date, _named(one), why) for one in made]


def _named(entry: Any) -> str:
    return f"{entry.history_actor.partition(' <')[0]} ({entry.history_post})"
