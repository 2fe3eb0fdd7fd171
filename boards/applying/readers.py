"""Who reads applications: who keeps the board (R of 4.8 in the line), its liaison, and the posts that appoint and confirm.

No other letter gives it, and no reading of everything: to everybody else there is no application.
"""

from __future__ import annotations

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from boards.keepers import Posts, selecting, units_kept
from boards.kinds import APPLICATION, VACANCY_NOTICE
from boards.models import Application, Board
from raci.authority import Capacity, Facts
from raci.keeping import may_keep
from raci.refusals import Refused
from raci.restricted import mine

READING = ("liaison_id", "appointing_post_id", "confirming_post_id")


def reader(facts: Facts, board: Board) -> Capacity | None:
    """By which post this person reads applications to this board, if by any."""
    return _by(facts, board, [getattr(board, name) for name in READING])


def selector(facts: Facts, board: Board) -> Capacity | None:
    """... and brings them on: who confirms reads, and chooses nobody."""
    return _by(facts, board, selecting(board))


def need_reader(facts: Facts, board: Board | None) -> Capacity:
    """The same; to everybody else there is none."""
    found = reader(facts, board) if board is not None else None
    if found is None:
        raise Refused(_("There is no such application."), visible=False)
    return found


def need_selector(facts: Facts, board: Board) -> Capacity:
    """The same, for acts; who reads is told why they may not."""
    need_reader(facts, board)
    found = selector(facts, board)
    if found is None:
        raise Refused(_("Who keeps the board, its liaison and the post that appoints bring applications on."))
    return found


def readable(facts: Facts) -> QuerySet[Application]:
    """Those this person reads (with the namings once a request, 1 query more)."""
    own = {one.post for one in facts.capacities if one.only is None or one.only[0] == APPLICATION.activity}
    named = Q()
    for field in READING:
        named |= Q(**{f"notice__seat__board__{field}__in": own})
    return Application.objects.filter(Q(notice__seat__board__unit__in=units_kept(facts, VACANCY_NOTICE)) | named)


def reads_some(facts: Facts) -> bool:
    """Whether there are boards of which they read applications, or would."""
    return bool(units_kept(facts, VACANCY_NOTICE)) or readable(facts).exists()


def _by(facts: Facts, board: Board, posts: Posts) -> Capacity | None:
    kept = may_keep(facts, VACANCY_NOTICE, board.unit)
    if kept.via is not None:
        return kept.via.capacity
    return mine(facts, APPLICATION, [one for one in posts if one is not None])
