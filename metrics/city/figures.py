"""figures.yaml of a city's folder: goals, measures with their values, indicator sets and budget reconciliations. No database.

The file may be left out. What is wrong is said with file, line and field; a budget that does not add up is read as it is
printed, since to say so is its purpose.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.utils.translation import gettext as _

from metrics import reconciling
from metrics.standards import shipped
from metrics.standards.indicators import MOST, IndicatorFacts, read_indicator
from raci.plainyaml.fields import Fields
from raci.plainyaml.reading import Mistake, Mistakes, Node, read_file

NAME = "figures"
PERIOD = r"[0-9]{4}( Q[1-4]|-(0[1-9]|1[0-2]))?"
NUMBER = r"-?[0-9]{1,12}(\.[0-9]{1,6})?"
WHOLE = r"-?[0-9]{1,12}"


@dataclass(frozen=True)
class AimFacts:
    """A goal, and the one it contributes to."""

    code: str
    title: str
    unit: str
    below: str
    source: str


@dataclass(frozen=True)
class SetFacts:
    """Where a set of indicators comes from."""

    code: str
    name: str
    source: str


@dataclass(frozen=True)
class MeasureFacts:
    """A measure of a unit. `values`: period as written (2021, 2021 Q2, 2021-06) and value. `supplier`: who sends the figures."""

    indicator: IndicatorFacts
    label: str
    unit: str
    aim: str
    story: str
    supplier: str
    blocked_by: tuple[str, ...]
    values: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True)
class ReconciliationFacts:
    """A budget's way from one year to the next."""

    code: str
    unit: str
    title: str
    source: str
    lines: tuple[reconciling.Line, ...]


@dataclass(frozen=True)
class Figures:
    """All of it; empty for a city that says nothing."""

    source: str = ""
    aims: tuple[AimFacts, ...] = ()
    sets: tuple[SetFacts, ...] = ()
    measures: tuple[MeasureFacts, ...] = ()
    reconciliations: tuple[ReconciliationFacts, ...] = ()


def read_figures(
    folder: Path, *, units: Collection[str] | None = None, themes: Collection[str] | None = None
) -> Figures:
    """Read and check the file; `units` and `themes`: the codes there are, where they are known. Raises Mistakes."""
    path = folder / f"{NAME}.yaml"
    if not path.exists():
        return Figures()
    return _Reading(units, themes).read(read_file(path))


class _Reading:
    def __init__(self, units: Collection[str] | None, themes: Collection[str] | None) -> None:
        self.units, self.themes = units, themes
        self.mistakes: list[Mistake] = []
        self.aims: dict[str, AimFacts] = {}
        self.sets: dict[str, SetFacts] = {}
        self.measures: dict[str, MeasureFacts] = {}
        self.reconciliations: dict[str, ReconciliationFacts] = {}
        self.waiting: list[tuple[Fields, str, Node, str]] = []  # a measure, what it waits for, where, its own code

    def read(self, node: Node) -> Figures:
        form = Fields(node, self.mistakes)
        self.source = form.text("source", most=MOST, default="")
        for name, read in (("aims", self.aim), ("sets", self.set), ("measures", self.measure)):
            self.each(form, name, read)
        self.each(form, "reconciliations", self.reconciliation)
        form.done()
        self.check_waiting()
        if self.mistakes:
            raise Mistakes(self.mistakes)
        return Figures(
            self.source,
            tuple(self.aims.values()),
            tuple(self.sets.values()),
            tuple(self.measures.values()),
            tuple(self.reconciliations.values()),
        )

    def each(self, form: Fields, name: str, read: Callable[[Fields], None]) -> None:
        for item in form.items(name, required=False):
            one = Fields(item, self.mistakes)
            read(one)
            one.done()

    def unit(self, one: Fields) -> str:
        if self.units is None:
            return one.text("unit", most=60)
        return one.reference("unit", dict.fromkeys(self.units), to=_("unit"))

    def aim(self, one: Fields) -> None:
        code = one.code("code", self.aims)
        below = one.text("below", default="")
        if below:
            one.reference("below", self.aims, to=_("goal above this one"))
        title = one.text("title", most=500)
        self.aims[code] = AimFacts(
            code, title, self.unit(one), below, one.text("source", most=MOST, default=self.source)
        )

    def set(self, one: Fields) -> None:
        code = one.code("code", self.sets)
        self.sets[code] = SetFacts(code, one.text("name", most=200), one.text("source", most=MOST))

    def measure(self, one: Fields) -> None:
        indicator = read_indicator(one, self.measures, shipped().dimensions)
        if self.themes is not None and indicator.theme and indicator.theme not in self.themes:
            one.reference("theme", dict.fromkeys(self.themes), to=_("theme"))
        aim = one.text("aim", default="")
        if aim:
            one.reference("aim", self.aims, to=_("goal"))
        waits = one.texts("blocked_by")
        self.waiting += [(one, code, node, indicator.code) for code, node in waits]
        self.measures[indicator.code] = MeasureFacts(
            indicator=indicator,
            label=one.text("label", most=60, default=""),
            unit=self.unit(one),
            aim=aim,
            story=one.text("story", most=MOST, default=""),
            supplier=one.text("supplier", most=200, default=""),
            blocked_by=tuple(code for code, _node in waits),
            values=self.values(one),
        )

    def values(self, one: Fields) -> tuple[tuple[str, Decimal], ...]:
        found: dict[str, Decimal] = {}
        for item in one.items("values", required=False):
            form = Fields(item, self.mistakes)
            shape = _("a year, quarter or month: 2021, 2021 Q2, 2021-06")
            period = form.text("period", pattern=PERIOD, shape=shape)
            if period in found:
                form.wrong(form.at("period"), _("This period has a value already. Keep one."))
            value = form.text("value", pattern=NUMBER, shape=_("a number, as 40 or 12.5"))
            form.done()
            if period and value:
                found[period] = Decimal(value)
        return tuple(found.items())

    def check_waiting(self) -> None:
        """A measure may wait for one further down, but not for itself, nor in a circle."""
        for one, code, node, own in self.waiting:
            if code not in self.measures:
                one.wrong(
                    node, _("There is no measure “%(code)s”. Add it, or mend the code here.") % {"code": code[:80]}
                )
            elif self.waits_for(code, own):
                one.wrong(node, _("“%(code)s” waits for this measure itself. Take one of both off.") % {"code": code})

    def waits_for(self, code: str, goal: str) -> bool:
        seen, ahead = set[str](), [code]
        while ahead:
            at = ahead.pop()
            if at == goal:
                return True
            if at not in seen and at in self.measures:
                seen.add(at)
                ahead += self.measures[at].blocked_by
        return False

    def reconciliation(self, one: Fields) -> None:
        code = one.code("code", self.reconciliations)
        lines = []
        for item in one.items("lines"):
            form = Fields(item, self.mistakes)
            lines.append(self.line(form))
            form.done()
        self.reconciliations[code] = ReconciliationFacts(
            code, self.unit(one), one.text("title"), one.text("source", most=MOST, default=self.source), tuple(lines)
        )

    def line(self, form: Fields) -> reconciling.Line:
        kinds = (reconciling.OPENING, reconciling.CHANGE, reconciling.SUBTOTAL)
        return reconciling.Line(
            label=form.text("label"),
            kind=form.choice("kind", kinds),
            cents=self.cents(form),
            full_time=self.whole(form, "full_time"),
            part_time=self.whole(form, "part_time"),
            seasonal=self.whole(form, "seasonal"),
            fund=form.text("fund", most=200, default=""),
            transfer_to=form.text("transfer_to", most=200, default=""),
            note=form.text("note", most=MOST, default=""),
        )

    def whole(self, form: Fields, name: str) -> int:
        text = form.text(name, default="0", pattern=WHOLE, shape=_("a whole number, as 3 or -1"))
        return int(text) if re.fullmatch(WHOLE, text) else 0

    def cents(self, form: Fields) -> int:
        """Of `dollars`, written without separators; cents after a point where there are any."""
        pattern = r"-?[0-9]{1,12}(\.[0-9]{2})?"
        text = form.text("dollars", default="0", pattern=pattern, shape=_("dollars, as 243917, -43670 or 12.50"))
        return int(Decimal(text) * 100) if re.fullmatch(pattern, text) else 0
