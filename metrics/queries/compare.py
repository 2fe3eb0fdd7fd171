"""What the page of a comparison shows: two periods, or two units or places, of one indicator by groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from metrics import showing
from metrics.charts.card import Card
from metrics.charts.spec import Dumbbell, Pair
from metrics.judging import change_words
from metrics.judging.changes import Compared, compare_twice
from metrics.judging.figures import EVERYWHERE, PLACE, UNIT, Figures, figures_of
from metrics.methods.in_force import Method, method_in_force
from metrics.models import IndicatorVersion
from metrics.periods import Period
from metrics.queries.disparity import Choices, figure, period_of
from metrics.queries.reading import Readable, choose, readable, sought
from raci.authority import Facts


@dataclass(frozen=True)
class Side:
    """One of the two: a period in a scope."""

    asked: str  # as it stands in the address
    scope: str
    period: Period | None
    label: str


@dataclass
class ComparePage:
    """The question and its answer. `unheard`: what the address asks for and is not there."""

    among: list[Readable]
    chosen: Readable | None
    figures: Figures | None
    method: Method
    by: str
    sides: tuple[Side, Side] | None
    is_over_time: bool
    rest: str  # the scope of two periods, or the period of two scopes, as it stands in the address
    unheard: tuple[str, ...]

    @property
    def version(self) -> IndicatorVersion:
        """How the indicator is called and worked out."""
        assert self.chosen is not None
        return self.chosen.version

    @cached_property
    def compared(self) -> Compared | None:
        """Both tables; None where one of them has no figures."""
        if self.figures is None or self.sides is None or not self.by:
            return None
        first, second = (
            self.figures.by([self.by], side.scope, side.period) if side.period else [] for side in self.sides
        )
        if not first or not second:
            return None
        return compare_twice(self.figures, first, second, [self.by], self.method)

    @property
    def by_name(self) -> str:
        """The dimension."""
        return dict(self.by_choices).get(self.by, "")

    @property
    def sentence(self) -> str:
        """The finding in one sentence."""
        if self.compared is None or self.sides is None:
            return ""
        tell = change_words.over_time if self.is_over_time else change_words.side_by_side
        return tell(self.compared, self.version, self.sides[0].label, self.sides[1].label)

    @cached_property
    def card(self) -> Card | None:
        """The chart with all that belongs to it."""
        if self.compared is None or self.sides is None or self.figures is None:
            return None
        first, second = self.sides
        title = _("%(what)s by %(by)s, %(first)s and %(second)s") % {
            "what": self.version.title, "by": self.by_name.lower(), "first": first.label, "second": second.label,
        }  # fmt: skip
        pairs = tuple(Pair(row.label, figure(row.first), figure(row.second)) for row in self.compared.rows)
        return Card(
            key="compare",
            finding=change_words.finding(self.compared, is_over_time=self.is_over_time),
            chart=Dumbbell(
                title, showing.unit_of(self.version), first.label, second.label, pairs, self.by_name, from_zero=True
            ),
            sentence=self.sentence,
            about=f"{self.version.title} · {self.rest_label}",
            source=self.figures.source,
            method=self.method.label,
            limits=self.limits,
            csv=self.address("metrics:compare-csv"),
            link=self.address() + "#compare",
        )

    @property
    def limits(self) -> tuple[str, ...]:
        """What the figures cannot say."""
        found = [_("The gap and the ratio can move in opposite directions; both are shown.")]
        if self.is_over_time:
            found.append(_("A gap that is smaller only because the better-off lost is no success."))
        return tuple(found)

    @property
    def rest_label(self) -> str:
        """The scope of two periods, or the period of two scopes."""
        if self.figures is None or self.sides is None:
            return ""
        side = self.sides[0]
        if self.is_over_time:
            return self.figures.name_of(side.scope)
        return self.figures.named(side.period) if side.period else ""

    # ---- addresses and choices

    def address(self, name: str = "metrics:compare") -> str:
        """This question at an address."""
        rest = ("in" if self.is_over_time else "period", self.rest)
        sides = [("a", self.sides[0].asked), ("b", self.sides[1].asked)] if self.sides else []
        asked = [("indicator", self.chosen.code if self.chosen else ""), ("by", self.by), *sides, rest]
        return f"{reverse(name)}?{urlencode([pair for pair in asked if pair[1]])}"

    @property
    def indicator_choices(self) -> Choices:
        """What can be compared."""
        return [(one.code, one.label) for one in self.among]

    @property
    def by_choices(self) -> Choices:
        """By which groups."""
        return [(one.code, one.name) for one in self.figures.dimensions()] if self.figures else []

    @property
    def side_choices(self) -> list[tuple[str, Choices]]:
        """Periods, then units and places, each group of choices under its name."""
        if self.figures is None:
            return []
        periods = self.figures.period_choices(self._periods)
        scopes = [(code, name) for code, name in self.figures.scopes if code]
        found = [(_("Periods"), periods)]
        return [*found, (_("Units and places"), scopes)] if len(scopes) > 1 else found

    @property
    def _periods(self) -> list[Period]:
        assert self.figures is not None
        found = {period for scope, _name in self.figures.scopes for period in self.figures.periods([self.by], scope)}
        return sorted(found, key=lambda one: (one.end, one.begin), reverse=True)

    @property
    def rest_choices(self) -> Choices:
        """The scopes of two periods, or the periods of two scopes."""
        if self.figures is None:
            return []
        if self.is_over_time:
            return self.figures.scopes
        return self.figures.period_choices(self._periods)

    def rows(self) -> Iterator[list[Any]]:
        """The table for a file, numbers unrounded."""
        assert self.compared is not None
        assert self.sides is not None
        first, second = self.sides[0].label, self.sides[1].label
        yield ["group", f"n {first}", first, f"n {second}", second, "change", "ratio", "gap_first", "gap_second",
               "gap_ratio_first", "gap_ratio_second", "gap_change", "p", "movement", "reference", "method"]  # fmt: skip
        for row in self.compared.rows:
            gap = row.gap
            gaps = (
                [gap.before.gap, gap.now.gap, gap.before.ratio, gap.now.ratio, gap.absolute, gap.p]
                if gap
                else [None] * 6
            )
            values = [
                row.n[0],
                _plain(row.first.value),
                row.n[1],
                _plain(row.second.value),
                row.change,
                row.ratio,
                *gaps,
            ]
            moved = gap.movement if gap and self.is_over_time else ""
            shown = ["" if one is None or one != one else one for one in values]
            yield [row.label, *shown, moved, self.compared.reference, self.method.label]


def _plain(value: Any) -> float | None:
    return None if value is None else float(value)


def compare_page(facts: Facts, asked: QueryDict) -> ComparePage:
    """What the address asks. `Refused` where the indicator's figures are not theirs to read live."""
    among = readable(facts)
    chosen = choose(facts, among, asked.get("indicator", ""))
    unheard: list[str] = []
    if asked.get("indicator") and chosen is None:
        unheard.append(_("There are no figures of this code: %(code)s.") % {"code": sought(asked.get("indicator", ""))})
    figures = figures_of(chosen.indicator) if chosen else None
    if figures is None:
        return ComparePage(among, chosen, None, method_in_force(), "", None, True, "", tuple(unheard))
    known = [one.code for one in figures.dimensions()]
    by = asked.get("by", "") if asked.get("by") in known else (known[0] if known else "")
    a, b = asked.get("a", ""), asked.get("b", "")
    of_scopes = [one for one in (a, b) if one.startswith((UNIT, PLACE))]
    if len(of_scopes) == 1:
        unheard.append(_("A period and a unit cannot be compared: choose two periods, or two units or places."))
        a = b = ""
    is_over_time = len(of_scopes) != 2
    rest = asked.get("in" if is_over_time else "period", "")
    sides = _periods(figures, by, a, b, rest, unheard) if is_over_time else _scopes(figures, by, a, b, rest, unheard)
    return ComparePage(among, chosen, figures, method_in_force(), by, sides, is_over_time, rest, tuple(unheard))


def _periods(figures: Figures, by: str, a: str, b: str, scope: str, unheard: list[str]) -> tuple[Side, Side] | None:
    """Two periods in one scope; without a choice the newest two."""
    if not figures.name_of(scope):
        scope = figures.scopes[0][0] if figures.scopes else EVERYWHERE
    periods = figures.periods([by], scope)
    if len(periods) < 2 and not (a or b):
        return None
    newest = [one.label(figures.first_month) for one in periods[:2]]
    found = []
    for word, default in ((a, newest[-1] if newest else ""), (b, newest[0] if newest else "")):
        period = period_of(word or default, figures, [by], scope, unheard)
        asked = period.label(figures.first_month) if period else word
        found.append(Side(asked, scope, period, figures.named(period) if period else word))
    return found[0], found[1]


def _scopes(figures: Figures, by: str, a: str, b: str, word: str, unheard: list[str]) -> tuple[Side, Side] | None:
    """Two units or places in one period; without a choice the newest that both have."""
    missing = [one for one in (a, b) if not figures.name_of(one)]
    if missing:
        unheard.append(_("There are no figures of it there (%(scope)s).") % {"scope": ", ".join(missing)})
        return None
    both = [one for one in figures.periods([by], a) if one in figures.periods([by], b)]
    period = period_of(word, figures, [by], a, unheard) if word else next(iter(both), None)
    return Side(a, a, period, figures.name_of(a)), Side(b, b, period, figures.name_of(b))
