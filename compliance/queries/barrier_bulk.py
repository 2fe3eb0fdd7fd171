"""The barriers of a filter that are changed at once: those among them that the person may keep."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.models import Barrier
from compliance.reading_rights import units_kept
from raci import lists
from raci.authority import Facts
from raci.lists import Asked
from raci.refusals import NotReady, Problem, Refused

MOST_PICKED = 200  # rows that are chosen one by one; of more, all are changed
PAGING = ("page", "size", "view", "sort")


@dataclass(frozen=True)
class BulkPage:
    """What is chosen by the filter, and of it what is ticked."""

    asked: Asked
    rows: QuerySet[Barrier]
    count: int
    others: int  # rows of the filter that are not theirs to change
    picked: tuple[int, ...]

    @property
    def is_short(self) -> bool:
        """Whether rows are ticked one by one."""
        return self.count <= MOST_PICKED

    @property
    def shown(self) -> list[tuple[Barrier, bool]]:
        """The rows to be ticked; all are until somebody says otherwise."""
        rows = self.rows.select_related("facility", "official")[:MOST_PICKED] if self.is_short else ()
        return [(row, not self.picked or row.pk in self.picked) for row in rows]

    @property
    def chosen(self) -> QuerySet[Barrier]:
        """What is changed."""
        return self.rows.filter(pk__in=self.picked) if self.is_short else self.rows

    def expected(self, said: str) -> int:
        """How many rows the person saw and chose."""
        if self.is_short:
            if not self.picked:
                raise NotReady([Problem(_("Tick the barriers that are to be changed."))])
            return len(self.picked)
        return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else -1

    @property
    def narrowed(self) -> list[tuple[str, str]]:
        """What the filter says, in words."""
        found = [
            (str(one.filter.label), str(one.choices.get(one.value, one.value)))
            for one in self.asked.fields
            if one.value
        ]
        return [(_("Search"), self.asked.words), *found] if self.asked.words else found

    @property
    def back(self) -> str:
        """The list as it was filtered."""
        query = self.asked.query
        return reverse("compliance:barrier-list") + (f"?{query}" if query else "?view=all")


def bulk_page(facts: Facts, params: Mapping[str, str], picked: Iterable[str]) -> BulkPage:
    """The barriers of this filter; `Refused` where none are theirs to change."""
    units = units_kept(facts)
    if not units:
        raise Refused(_("Changing barriers takes R (responsible) for 1.4 in a unit."))
    asked = lists.ask(lists.get("barriers"), facts, params, besides=PAGING)
    wanted: Any = asked.rows.order_by().values("pk")
    found = Barrier.objects.filter(pk__in=wanted)
    rows = found.filter(facility__unit__in=units).order_by("code")
    count, whole = rows.count(), found.count()
    numbers: tuple[Any, ...] = tuple(
        dict.fromkeys(int(one) for one in picked if one.isascii() and one.isdigit() and len(one) < 19)
    )
    return BulkPage(asked, rows, count, whole - count, numbers)


def way_in(facts: Facts) -> str:
    """The address of the page, for those who may change any barrier."""
    return reverse("compliance:barrier-change") if units_kept(facts) else ""
