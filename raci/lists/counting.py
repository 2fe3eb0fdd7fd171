"""Pages of rows, counted no further than anybody pages: a list of a hundred thousand opens as quickly as one of a hundred."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.functional import cached_property

from raci.lists.listing import Rows

MOST = 2_000


class Counting(Paginator):  # type: ignore[type-arg] # not subscriptable at run time
    """Counts and pages the first `MOST` rows; `is_more` says whether there are others."""

    object_list: Rows

    def __init__(self, rows: Rows, size: int, *, keys_first: bool = False, first: Rows | None = None) -> None:
        super().__init__(rows, size)
        self.keys_first, self.first = keys_first, first

    @cached_property
    def count(self) -> int:
        """How many rows, at most `MOST`."""
        return min(self._found, MOST)

    @property
    def is_more(self) -> bool:
        """Whether there are more than are counted."""
        return self._found > MOST

    def page(self, number: int | str) -> Page[Any]:
        """The rows of one page; whether those that come first fill it is asked first."""
        found = super().page(number)
        begins, ends = (found.number - 1) * int(self.per_page), found.number * int(self.per_page)
        rows: Any = self.object_list
        first: Any = self.first
        keys = list(first.values_list("pk", flat=True)[begins:ends]) if first is not None else []
        if keys and len(keys) == self.per_page:
            found.object_list = rows.filter(pk__in=keys)
        elif self.keys_first:
            here: Any = found.object_list
            found.object_list = rows.filter(Q(pk__in=here.values("pk")))
        return found

    @cached_property
    def _found(self) -> int:
        return self.object_list.order_by().values("pk")[: MOST + 1].count()
