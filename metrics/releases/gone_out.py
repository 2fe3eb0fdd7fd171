"""What people have already: every release that was ever approved. Withdrawing one takes it from the page, not from them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from metrics import showing
from metrics.models import DataRelease, Place, ReleasedTable
from metrics.releases.asked import Asked, Unfit, frozen
from raci.models import Case, Decision, Text

KIND = "release"
APPROVED = (Decision.Kind.APPROVE, Decision.Kind.CONDITIONS)


@dataclass(frozen=True)
class Given:
    """An approved text, and the tables that went out with it."""

    text: int
    case: int
    release: DataRelease
    asked: Asked
    content: Mapping[str, Any]
    is_live: bool  # in force and not withdrawn

    @property
    def batches(self) -> list[int]:
        """The batches whose cells it counted."""
        return [one["batch"] for one in self.content["made"]["from"]]

    def tables(self) -> list[ReleasedTable]:
        """Its tables as they went out (1 query)."""
        making = self.content["made"]["number"]
        return list(ReleasedTable.objects.filter(release=self.release, making=making))


def approved_texts() -> QuerySet[Text]:
    """Of every release each text that was ever approved."""
    given = Text.objects.filter(record__kind=KIND, submissions__decision__kind__in=APPROVED)
    return given.select_related("case", "record__data_release__indicator").order_by("pk").distinct()


def all_given() -> list[Given]:
    """Everything that has gone out (1 query)."""
    return [_given(text) for text in approved_texts()]


def _given(text: Text) -> Given:
    release, content = text.record.data_release, json.loads(text.content)
    is_live = text.case.state == Case.State.APPROVED and release.withdrawn_at is None
    return Given(text.pk, text.case_id, release, frozen(release, content), content, is_live)


def beside(asked: Asked, but: int | None = None) -> list[Given]:
    """What has gone out about people of this place and period, of whatever indicator, but for this case (2 queries).

    Raises Unfit where it counts some of the same people and cannot be judged with them: the same indicator for a period that
    overlaps, or for a place within this one or around it.
    """
    near = _near(asked.place)
    found = []
    for one in all_given():
        if one.case == but or not _meet(one.asked, asked) or one.asked.place not in near:
            continue
        is_same = (one.asked.period, one.asked.place) == (asked.period, asked.place)
        if is_same:
            found.append(one)
        elif one.asked.indicator == asked.indicator:
            when = showing.period(one.asked.period.begin, one.asked.period.end)
            raise Unfit(_(OVERLAPS) % {"title": one.asked.title, "period": when})
    return found


OVERLAPS = (
    "“%(title)s” has gone out and counts some of the same people, for %(period)s or for a place within this one or around it. "
    "What both tell together cannot be judged."
)


def _meet(one: Asked, other: Asked) -> bool:
    return one.period.begin <= other.period.end and other.period.begin <= one.period.end


def _near(place: int | None) -> set[int | None]:
    """The place itself, all around it and all within it; where none is told, every place is within."""
    parents = dict(Place.objects.values_list("pk", "parent"))
    if place is None:
        return {None, *parents}
    found: set[int | None] = {None, *_up(place, parents)}
    return found | {one for one in parents if place in _up(one, parents)}


def _up(place: int, parents: Mapping[int, int | None]) -> list[int]:
    found, at = [place], parents.get(place)
    while at is not None and at not in found:
        found.append(at)
        at = parents.get(at)
    return found
