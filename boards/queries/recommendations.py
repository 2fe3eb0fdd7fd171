"""What was recommended to a board, for its page; and who may recommend something to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from boards.actions.boards import board_url
from boards.models import Board, BoardRecommendation
from raci.actions.recommendations import BODY_ANSWERS, SOURCES
from raci.authority import Facts
from raci.keeping import may_keep
from raci.kinds import ANSWER, RECOMMENDATION
from raci.models import Recommendation
from raci.queries.lists.recommendations import STANDS, stands
from raci.refusals import Refused

MOST_CLOSED = 3  # that the page shows; all stand in the list
Source = Recommendation.Source
ORDER = (Source.BOARD_AUDIT, Source.AUDITOR, Source.REPORT, Source.AUDIT)  # as the form offers them


@dataclass(frozen=True)
class Recommended:
    """One of them: how it stands, and whether the reader is asked to answer it."""

    row: BoardRecommendation
    may_answer: bool
    today: date

    @property
    def one(self) -> Recommendation:
        """The kernel's."""
        return self.row.recommendation

    @property
    def stands(self) -> str:
        """In a few words."""
        return str(STANDS[stands(self.one)])

    @property
    def waits_for_answer(self) -> bool:
        """Whether nothing was handed in, or it was given back."""
        return stands(self.one) in ("", "draft", "returned")

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over without an accepted answer."""
        return self.one.answer_due_on < self.today and stands(self.one) not in ("accepted", "closed")

    @property
    def follow_up_is_due(self) -> bool:
        """Whether the day on which it is looked at again has come."""
        return self.one.follow_up_on is not None and self.one.follow_up_on <= self.today


def to_boards() -> QuerySet[BoardRecommendation]:
    """All of them, with what a line shows."""
    return BoardRecommendation.objects.select_related("board__unit", "recommendation__unit", "recommendation__answer")


def recommended_to(board: Board, facts: Facts) -> list[Recommended]:
    """Those that are open, by the day of the answer, then the last that were closed (2 queries)."""
    rows = to_boards().filter(board=board)
    is_open = Q(recommendation__closed_at=None)
    still = rows.filter(is_open).order_by("recommendation__answer_due_on", "pk")
    closed = rows.exclude(is_open).order_by("-recommendation__closed_at", "-pk")[:MOST_CLOSED]
    may = bool(may_keep(facts, ANSWER, board.unit, activity=BODY_ANSWERS))
    return [Recommended(row, may and not row.recommendation.closed_at, facts.today) for row in (*still, *closed)]


def sources_for(board: Board, facts: Facts) -> list[str]:
    """From what they may recommend something to this board."""
    return [one for one in ORDER if may_keep(facts, RECOMMENDATION, board.unit, activity=SOURCES[one])]


def need_sources(board: Board, facts: Facts) -> list[str]:
    """The same; 403 where there is none."""
    found = sources_for(board, facts)
    if not found:
        raise Refused(_("Recommended to boards by who audits them (3.1, 4.7) or reports on them (3.3)."))
    return found


def board_of_recommendation(pk: int) -> str:
    """The page of the board that this recommendation goes to; "" where it goes to none."""
    row = BoardRecommendation.objects.filter(recommendation=pk).select_related("board").first()
    return board_url(row.board) if row else ""
