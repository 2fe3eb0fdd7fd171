"""A recommendation to a board or to whoever appoints to it: the kernel's, with the board it goes to.

Raised under the activity of what raised it (3.1 an audit of boards, 4.7 the City Auditor's report); answered under 4.8
by whoever keeps the board (`raci.actions.recommendations`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from boards.models import Board, BoardRecommendation
from boards.queries.standing import is_active
from raci import clock
from raci.actions.recommendations import Raised, raise_recommendation
from raci.actions.telling_teams import holders
from raci.authority import facts_for
from raci.history import acting
from raci.keeping import keeper
from raci.kinds import RECOMMENDATION
from raci.models import Person
from raci.notices import tell
from raci.refusals import NotReady, Problem

To = BoardRecommendation.To


@dataclass(frozen=True)
class Advice:
    """What is recommended, and what raised it: `source_url` is its page in the portal, where it has one."""

    title: str
    words: str
    source: str
    source_title: str
    answer_due_on: date
    to: str = To.BOARD
    source_url: str = ""


def recommend(board: Board, said: Advice, *, by: Person) -> BoardRecommendation:
    """Raise it; those who answer are told by the kernel, and so are the liaison and who is addressed."""
    if not is_active(board, clock.today()):
        raise NotReady([Problem(_("The board is dissolved: nobody is left to answer for it."))])
    values = {**vars(said), "unit": board.unit, "body": addressed(board, said.to)}
    to = values.pop("to")
    with transaction.atomic():
        made = raise_recommendation(Raised(**values), by=by)
        via = keeper(facts_for(by), RECOMMENDATION, board.unit, activity=made.activity_code)
        with acting(by=by, post=via.capacity.label, cell=via.cell, act="recommend_to_board"):
            row = BoardRecommendation.objects.create(board=board, recommendation=made, to=to)
            _tell(row, by)
    return row


def addressed(board: Board, to: str) -> str:
    """In words, who is to answer."""
    if to == To.BOARD:
        return board.name
    who = board.appointed_by or (board.appointing_post.title if board.appointing_post else "")
    if not who:
        raise NotReady([Problem(_("Nobody knows who appoints to this board. Say so on the board first."), field="to")])
    return (_("%(who)s (appoints to %(board)s)") % {"who": who, "board": board.name})[:300]


def _tell(row: BoardRecommendation, by: Person) -> None:
    """Under the kernel's key, so that who answers is told once."""
    board, one = row.board, row.recommendation
    posts = [board.liaison, board.appointing_post if row.to == To.APPOINTING else None]
    people = {person.pk: person for post in posts if post for person in holders(post) if person != by}
    line = _("“%(title)s” was recommended to %(body)s; an answer is due by %(day)s.") % {
        "title": one.title,
        "body": one.body,
        "day": date_format(one.answer_due_on),
    }
    url = reverse("raci:recommendation", args=[one.pk])
    tell(people.values(), record=None, key=f"recommendation:{one.pk}:raised", line=line, url=url)
