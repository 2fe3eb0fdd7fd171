"""Recommendations to boards: all of them, and the form that raises one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from boards.actions.recommendations import Advice, recommend
from boards.models import Board, BoardRecommendation
from raci import clock
from tests.boards.doors.boards import board
from tests.city import SmallCity


def advised(city: SmallCity, row: Board, **more: Any) -> BoardRecommendation:
    """Something that the Auditor recommends to a board."""
    said = {
        "title": "Announce each vacancy", "words": "For 30 days, in the city's languages.", "source": "board_audit",
        "source_title": "Audit of boards 2026", "answer_due_on": clock.today() + timedelta(30),
    }  # fmt: skip
    return recommend(row, Advice(**{**said, **more}), by=city.auditor)


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """A board to which something is recommended."""
    advised(city, board(city, "Board of Advice"))
    return {}


LISTS = {"boards:recommendation-list": ("elsewhere", dict)}
EXPORTS = {"board-recommendations": "elsewhere"}
FULL = {"board-recommendations": 3}


def grow(city: SmallCity, number: int) -> None:
    """One more, to a board of its own."""
    advised(city, board(city, f"Advised {number}"))


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A board and a recommendation whose texts are the payload."""
    row = board(city, f"{payload} {number}")
    advised(city, row, title=payload, words=payload, source_title=payload)


ONE_THING = ["boards:board-recommend"]
LOOKS = [
    {"name": "boards:recommendation-list"},
    {"name": "boards:board-recommend", "args": "board", "who": "auditor"},
    {"name": "boards:board-recommend", "args": "board", "who": "auditor", "press": "*", "status": 422},
]
