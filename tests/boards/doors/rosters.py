"""Rosters that come in: one chosen, one in the register."""

from __future__ import annotations

import io
from typing import Any

from boards.actions.rosters import begin_batch, bring_in, choose_roster
from boards.rosters.reading import File, read_roster
from tests.city import SmallCity
from tests.compliance.registers import upload

ROWS = b"Board,Member,Expires\nRoster Board %s,Ada Park,2020-12-31\nRoster Board %s,Bo Reed,\n"


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """One of each: of Parks."""
    chosen = choose_roster(unit=city.parks, file=upload(ROWS % (b"A", b"A"), "rosters.csv"), by=city.director)
    roster = read_roster([File("rosters.csv", io.BytesIO(ROWS % (b"B", b"B")))])
    came = begin_batch(city.parks, "rosters.csv", "0" * 64, roster.layout, by=city.director)
    bring_in(came, roster, by=city.director)
    return {"board-roster": {"pk": chosen.pk}, "board-roster-in": {"pk": came.pk}}


LOOKS = [
    {"name": "boards:roster-create"},
    {"name": "boards:roster-check", "args": "board-roster"},
    {"name": "boards:roster-columns", "args": "board-roster"},
    {"name": "boards:roster-detail", "args": "board-roster-in"},
    {"name": "boards:roster-undo", "args": "board-roster-in"},
]

NO_PAGE = [("boards:roster-verdicts", "a file"), ("boards:roster-remarks", "a file")]
ONE_THING = [
    "boards:roster-create",
    "boards:roster-columns",
    "boards:roster-check",
    "boards:roster-detail",
    "boards:roster-undo",
    "boards:roster-remarks",
    "boards:roster-verdicts",
]
