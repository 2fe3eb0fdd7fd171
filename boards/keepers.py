"""Who keeps boards where: R of 4.8 in the line, or a post that was named for it; and a step, the post that a board names for it.

Governance 1 gives boards' liaisons and those who appoint no column: what they do is granted. The grant is the board's own row,
which R of 4.8 keeps: its liaison, the post that appoints, the post that confirms; each for that step and no other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from django.utils.translation import gettext as _

from boards.kinds import BOARD
from boards.models import Board
from raci.authority import Facts, Permission, facts_for
from raci.history import acting
from raci.keeping import keeping, may_keep, may_keep_for_the_city
from raci.models import Person, Unit
from raci.records import Kind
from raci.refusals import Refused
from raci.restricted import mine

Posts = Iterable[int | None]  # of a board's row


def units_kept(facts: Facts, kind: Kind = BOARD) -> list[Unit]:
    """The units whose boards they keep (2 queries)."""
    return [unit for unit in Unit.objects.order_by("path") if may_keep(facts, kind, unit)]


def need_units(facts: Facts, kind: Kind = BOARD) -> list[Unit]:
    """The same; 403 with the reason where there is none."""
    found = units_kept(facts, kind)
    if not found:
        raise Refused(may_keep_for_the_city(facts, kind).reason)
    return found


def need(permission: Permission) -> None:
    """403 with the reason where they may not."""
    if not permission:
        raise Refused(permission.reason)


def selecting(board: Board) -> Posts:
    """The posts that announce its vacancies, bring applications on and nominate: its liaison, and the post that appoints."""
    return (board.liaison_id, board.appointing_post_id)


def may_step(facts: Facts, kind: Kind, board: Board, posts: Posts) -> Permission:
    """Whether they keep this kind there, or hold one of the posts that the board names for the step."""
    kept = may_keep(facts, kind, board.unit)
    via = None if kept else mine(facts, kind, [one for one in posts if one is not None])
    if via is None or facts.matrix is None:
        return kept
    return Permission(True, _("As %(post)s: the board names this post for it.") % {"post": via.label})


@contextmanager
def stepping(kind: Kind, board: Board, posts: Posts, *, by: Person, act: str, why: str = "") -> Iterator[None]:
    """One transaction in which `by` takes a step on the way to a seat; `Refused` with the reason where they may not."""
    facts, posts = facts_for(by), list(posts)
    if may_keep(facts, kind, board.unit):
        with keeping(kind, board.unit, by=by, act=act, why=why):
            yield
        return
    need(may_step(facts, kind, board, posts))
    via = mine(facts, kind, [one for one in posts if one is not None])
    with acting(by=by, post=via.label if via else "", act=act, why=why):
        yield
