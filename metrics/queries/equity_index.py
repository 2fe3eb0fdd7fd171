"""What the page of the equity index shows: its parts with level and gap, its domains, and the total where enough is known."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from metrics.judging.changes import standard_error
from metrics.judging.figures import EVERYWHERE, Figures, figures_of_all
from metrics.judging.tables import lines_of
from metrics.methods.in_force import IndexInForce, index_in_force
from metrics.models import Indicator
from metrics.periods import Period
from metrics.queries.methods import named
from metrics.reading_rights import reads_live
from metrics.values import UNKNOWN, Reading, reading
from raci.authority import Facts

if TYPE_CHECKING:
    from metrics.statistics.index import Index, Part


@dataclass(frozen=True)
class PartShown:
    """A part of the index with the figures that it rests on."""

    part: dict[str, Any]
    indicator: Indicator | None
    figures: Figures | None
    is_readable: bool
    period: Period | None
    read: Reading
    title: str  # the indicator's name, or its code where no version of it is in force
    counts: str  # what of it counts, in words

    @property
    def period_label(self) -> str:
        """When its newest figures are of."""
        return self.figures.named(self.period) if self.period and self.figures else ""


@dataclass
class IndexPage:
    """The index in force with what is known of it. It is worked out for those alone who read all its parts."""

    definition: IndexInForce | None
    parts: list[PartShown]

    @property
    def unreadable(self) -> list[PartShown]:
        """Parts whose figures this person does not read before a release."""
        return [part for part in self.parts if not part.is_readable]

    @cached_property
    def index(self) -> Index | None:
        """The scores; None where there is no definition, or figures that this person does not read."""
        if self.definition is None or not self.parts or self.unreadable:
            return None
        from metrics.statistics.index import score_index

        return score_index([_indicator(one) for one in self.parts], least=self.definition.least_coverage_percent / 100)

    @property
    def scored(self) -> list[tuple[PartShown, Part | None]]:
        """Each part with its scores."""
        found = self.index.parts if self.index else [None] * len(self.parts)
        return list(zip(self.parts, found, strict=True))

    @property
    def domains(self) -> list[tuple[str, Any]]:
        """Each domain with its score, its interval, its rank and its coverage."""
        return list(self.index.domains["index"].items()) if self.index else []

    @property
    def total(self) -> Any:
        """The total; without a number where less than the least weight is known."""
        return self.index.totals["index"] if self.index else None


def index_page(facts: Facts) -> IndexPage:
    """The index in force for this person (11 queries, however many parts)."""
    definition = index_in_force()
    if definition is None:
        return IndexPage(None, [])
    codes = [part["indicator"] for part in definition.parts]
    indicators = {one.code: one for one in Indicator.objects.filter(code__in=codes).select_related("unit")}
    theirs = [one for one in indicators.values() if reads_live(facts, one)]
    figures = figures_of_all(theirs)
    readable = {one.pk for one in theirs}
    return IndexPage(
        definition,
        [_shown(part, title, counts, indicators, figures, readable) for part, title, counts in named(definition.parts)],
    )


def _shown(
    part: dict[str, Any],
    title: str,
    counts: str,
    indicators: dict[str, Indicator],
    figures: dict[int, Figures],
    readable: set[int],
) -> PartShown:
    one = indicators.get(part["indicator"])
    found = figures.get(one.pk) if one else None
    is_readable = one is None or one.pk in readable
    if found is None:
        return PartShown(part, one, None, is_readable, None, UNKNOWN, title, counts)
    cells = found.by((), EVERYWHERE)
    newest = max(cells, key=lambda cell: (cell.ends, cell.begins), default=None)
    period = Period(newest.begins, newest.ends) if newest else None
    return PartShown(part, one, found, is_readable, period, reading(found.version, newest), title, counts)


def _indicator(shown: PartShown) -> Any:
    """As the statistics take it: goalposts and values in the unit shown."""
    from metrics.statistics.index import Goalposts
    from metrics.statistics.index import Indicator as Scored

    part = shown.part
    value = None if shown.read.value is None else float(shown.read.value)
    return Scored(
        name=part["indicator"],
        domain=part["domain"],
        goalposts=Goalposts(float(part["floor"]), float(part["ceiling"])),
        value=value,
        weight=float(part["weight"]),
        se=_error(shown.read),
        groups=_members(shown) if part["score"] != "level" else (),
        counts=part["score"],
    )


def _members(shown: PartShown) -> tuple[Any, ...]:
    """The groups of the gap in the same period."""
    from metrics.statistics.index import Member

    if shown.figures is None or shown.period is None:
        return (Member("", None, None),)
    by = [shown.part["by"]]
    lines = lines_of(shown.figures, shown.figures.by(by, EVERYWHERE, shown.period), by)
    members = [
        Member(line.label, None if line.read.value is None else float(line.read.value), line.n, _error(line.read))
        for line in lines
        if line.is_group
    ]
    return tuple(members) or (Member("", None, None),)


def _error(read: Reading) -> float:
    found = standard_error(read)
    return 0.0 if found != found else found
