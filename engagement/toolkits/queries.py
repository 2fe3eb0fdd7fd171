"""What the pages of tools show."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.shortcuts import get_object_or_404

from engagement.kinds import TOOLKIT
from engagement.models import Tool, ToolUse
from engagement.training.enrolling import may_come
from raci.authority import Facts, Permission
from raci.keeping import may_keep_for_the_city

MOST = 50  # uses on a page
IN_USE = Q(withdrawn_on=None, replaced_by=None)


def tools(_facts: Facts) -> QuerySet[Tool]:
    """All versions, with how often each was used: all staff read what is kept."""
    return Tool.objects.select_related("replaced_by").annotate(used=Count("uses"))


def tool_for(pk: int) -> Tool:
    """One."""
    return get_object_or_404(Tool.objects.select_related("replaced_by", "replaces", "blob"), pk=pk)


@dataclass(frozen=True)
class ToolPage:
    """A version, who used it, and what the reader may do."""

    row: Tool
    later: Tool | None
    uses: list[ToolUse]
    may_keep: Permission
    may_use: bool

    @property
    def is_in_use(self) -> bool:
        """Whether it is the version to take."""
        return self.row.withdrawn_on is None and self.later is None


def tool_page(pk: int, facts: Facts) -> ToolPage:
    """Its page (3 queries)."""
    row = tool_for(pk)
    uses = list(row.uses.select_related("unit", "by")[:MOST])
    later = getattr(row, "replaced_by", None)
    return ToolPage(row, later, uses, may_keep_for_the_city(facts, TOOLKIT), may_come(facts) is not None)
