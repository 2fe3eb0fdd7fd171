"""Who keeps boards where: R of 4.8 in the line, or a post that was named for it."""

from __future__ import annotations

from boards.kinds import BOARD
from raci.authority import Facts, Permission
from raci.keeping import may_keep, may_keep_for_the_city
from raci.models import Unit
from raci.records import Kind
from raci.refusals import Refused


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
