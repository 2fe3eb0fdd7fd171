"""What was recommended to boards and to those who appoint, what they answered, and what became of it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from boards.models import Board, BoardRecommendation
from boards.queries.recommendations import to_boards
from raci.authority import Facts
from raci.lists import Choice, Column, Empty, Listing
from raci.queries.lists.filters import all_units, unit_filter
from raci.queries.lists.recommendations import SHOWN, STANDS, stands

ANSWERED = Q(recommendation__answer__state="accepted")


def _boards(_facts: Facts) -> list[tuple[str, str]]:
    found = Board.objects.filter(recommended__isnull=False).distinct().order_by("name", "pk")
    return list(found.values_list("code", "name"))


def _shown(code: str, facts: Facts) -> Q:
    is_open = Q(recommendation__closed_at=None)
    return {
        "open": is_open,
        "unanswered": is_open & ~ANSWERED,
        "late": is_open & ~ANSWERED & Q(recommendation__answer_due_on__lt=facts.today),
        "due": is_open & Q(recommendation__follow_up_on__lte=facts.today),
        "closed": ~is_open,
    }[code]


def _day(name: str, label: Any) -> Column:
    at = f"recommendation__{name}"
    return Column(name, label, lambda row: getattr(row.recommendation, name), date, sort=(at, "pk"))


BOARD_RECOMMENDATIONS = Listing(
    code="board-recommendations",
    title=_("Recommendations to boards"),
    address="boards:recommendation-list",
    rows=lambda _facts: to_boards(),
    search=lambda word, _facts: (
        Q(recommendation__title__icontains=word) | Q(recommendation__words__icontains=word) | Q(board__name__icontains=word)
    ),
    filters=(
        Choice("show", _("How it stands"), among=lambda _facts: SHOWN.items(), to=_shown, everything=_("All")),
        Choice("board", _("Board"), among=_boards, to=lambda code, _facts: Q(board__code=code), everything=_("All boards")),
        Choice(
            "to", _("To"), among=lambda _facts: BoardRecommendation.To.choices, to=lambda code, _facts: Q(to=code),
            everything=_("Boards and who appoints"),
        ),
        unit_filter("board__unit__path", all_units),
    ),
    columns=(
        Column(
            "title", _("Recommendation"), lambda row: row.recommendation.title, sort=("recommendation__title", "pk"),
            link=lambda row: reverse("raci:recommendation", args=[row.recommendation_id]),
        ),
        Column(
            "board", _("Board"), lambda row: row.board.name, sort=("board__name", "pk"),
            link=lambda row: reverse("boards:board-detail", args=[row.board.code]),
            note=lambda row: "" if row.to == BoardRecommendation.To.BOARD else row.get_to_display(),
        ),
        Column(
            "source", _("Raised from"), lambda row: row.recommendation.source_title,
            sort=("recommendation__source_title", "pk"),
        ),
        _day("answer_due_on", _("Answer due")),
        _day("follow_up_on", _("Next follow-up")),
        Column("stands", _("Stands"), lambda row: str(STANDS[stands(row.recommendation)])),
        Column("to", _("To"), lambda row: row.to, on_page=False),
        Column("unit", _("Unit"), lambda row: row.board.unit.name, on_page=False),
        Column("number", _("Number"), lambda row: row.recommendation_id, int, sort=("recommendation",), on_page=False),
    ),
    sort="answer_due_on",
    count=lambda n: ngettext("%(n)s recommendation", "%(n)s recommendations", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("Nothing has been recommended to a board yet"),
        _("Who audits boards opens one and recommends something to it; the answer and what became of it stand here."),
    ),
)  # fmt: skip
