"""Does a budget add up from one year's figures to the next, in money and in each kind of position, and why does it end at 0?

Every subtotal is the sum of what stands above it. Where it is not, the line is named with the figure expected and the figure
found, and with the lines in which the wrong digit can stand. Exact: whole cents, whole positions. No database.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

OPENING, CHANGE, SUBTOTAL = "opening", "change", "subtotal"
CENTS, FULL_TIME, PART_TIME, SEASONAL = "cents", "full_time", "part_time", "seasonal"
FIGURES = (CENTS, FULL_TIME, PART_TIME, SEASONAL)
POSITIONS = FIGURES[1:]


@dataclass(frozen=True)
class Line:
    """A line of the table. Money in cents; what leaves is negative; `fund` pays for it from now on, `transfer_to` has it now."""

    label: str
    kind: str
    cents: int = 0
    full_time: int = 0
    part_time: int = 0
    seasonal: int = 0
    fund: str = ""
    transfer_to: str = ""
    note: str = ""

    def figure(self, name: str) -> int:
        """One of FIGURES."""
        return int(getattr(self, name))

    @property
    def positions(self) -> int:
        """Of all kinds."""
        return sum(self.figure(name) for name in POSITIONS)


@dataclass(frozen=True)
class Break:
    """A subtotal that is not the sum of what stands above it. `suspects`: numbers of the lines where the fault can be."""

    line: int  # from 0
    label: str
    figure: str  # one of FIGURES
    expected: int
    found: int
    suspects: tuple[int, ...]


@dataclass(frozen=True)
class Departure:
    """What left a budget to one place; no place where no line says it. `paid_by`: it stayed, and that fund pays for it now."""

    to: str
    paid_by: bool
    cents: int
    positions: int


@dataclass(frozen=True)
class Reconciled:
    """The finding. `unordered`: what is wrong with the table as a table, in a sentence; then nothing is judged."""

    breaks: tuple[Break, ...]
    ends: Line | None
    departures: tuple[Departure, ...]
    unordered: str = ""

    @property
    def adds_up(self) -> bool:
        """Every subtotal, in every figure."""
        return not self.breaks and not self.unordered

    @property
    def ends_at_zero(self) -> bool:
        """Nothing is left in the last line: no money, no position."""
        return self.ends is not None and not any(self.ends.figure(name) for name in FIGURES)


def reconcile(lines: Sequence[Line]) -> Reconciled:
    """Judge the table: an opening line first, changes, and subtotals of which the last line is one."""
    if wrong := _unordered(lines):
        return Reconciled((), None, (), wrong)
    breaks = [one for name in FIGURES for one in _breaks(lines, name)]
    breaks.sort(key=lambda one: (one.line, FIGURES.index(one.figure)))
    return Reconciled(tuple(breaks), lines[-1], _departures(lines))


def _unordered(lines: Sequence[Line]) -> str:
    kinds = [line.kind for line in lines]
    if kinds.count(OPENING) != 1 or kinds[0] != OPENING:
        return _("The first line, and no other, is the opening budget.")
    if kinds[-1] != SUBTOTAL:
        return _("The last line is the budget that all of this comes to. Add it.")
    strange = next((line.label for line in lines if line.kind not in (OPENING, CHANGE, SUBTOTAL)), "")
    return _("“%(line)s” is neither opening, change nor subtotal.") % {"line": strange} if strange else ""


def _breaks(lines: Sequence[Line], figure: str) -> list[Break]:
    """Of one figure. A subtotal is right if it follows from the one printed above it, or from what that should have been.

    So one wrong figure breaks one line, not all below it.
    """
    found: list[Break] = []
    printed, computed = lines[0].figure(figure), lines[0].figure(figure)
    since: list[int] = [0]  # lines that the next subtotal sums
    for number, line in enumerate(lines[1:], start=1):
        value = line.figure(figure)
        if line.kind == CHANGE:
            printed, computed = printed + value, computed + value
            since.append(number)
            continue
        if value not in (printed, computed):
            suspects = _suspects(lines, figure, number, since, computed)
            found.append(Break(number, line.label, figure, computed, value, suspects))
        else:
            computed = value if value == printed else computed
        printed = value
        since = [number]
    return found


def _suspects(lines: Sequence[Line], figure: str, number: int, since: list[int], expected: int) -> tuple[int, ...]:
    """The next subtotal tells the subtotal from what it sums: it follows from the right one of both."""
    after = expected
    for line in lines[number + 1 :]:
        if line.kind == SUBTOTAL:
            if line.figure(figure) == after:
                return (number,)
            if line.figure(figure) == after - expected + lines[number].figure(figure):
                return tuple(since)
            break
        after += line.figure(figure)
    return (*since, number)


def _departures(lines: Sequence[Line]) -> tuple[Departure, ...]:
    """Where the money and positions of the changes that take away went, the largest first."""
    sums: dict[tuple[str, bool], list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        if line.kind == CHANGE and (line.cents < 0 or line.positions < 0):
            one = sums[line.transfer_to or line.fund, not line.transfer_to and bool(line.fund)]
            one[0] -= min(line.cents, 0)
            one[1] -= min(line.positions, 0)
    made = [Departure(to, paid_by, cents, positions) for (to, paid_by), (cents, positions) in sums.items()]
    return tuple(sorted(made, key=lambda one: (not one.to, -one.positions, -one.cents, one.to)))


# ---- in words


def money(cents: int) -> str:
    """Whole units without decimals, others with two; a minus sign, not brackets, so that it can be read aloud."""
    whole, rest = divmod(abs(cents), 100)
    figure = number_format(whole, use_l10n=True, force_grouping=True)
    return ("−" if cents < 0 else "") + (f"{figure}.{rest:02d}" if rest else figure)


def broken(one: Break, lines: Sequence[Line]) -> str:
    """A sentence that names the line, both figures, and where to look."""
    names = {
        CENTS: _("direct costs"), FULL_TIME: _("full-time positions"), PART_TIME: _("part-time positions"),
        SEASONAL: _("seasonal and temporary positions"),
    }  # fmt: skip
    told = {
        "line": one.label,
        "what": names[one.figure],
        "expected": money(one.expected) if one.figure == CENTS else one.expected,
        "found": money(one.found) if one.figure == CENTS else one.found,
        "suspects": "; ".join(f"“{lines[number].label}”" for number in one.suspects),
    }
    text = (
        _("“%(line)s” does not add up in %(what)s: the lines above it come to %(expected)s, and it says %(found)s.")
        % told
    )
    if one.suspects == (one.line,):
        return text + " " + _("What follows adds up from the figure expected, so correct this line.")
    return text + " " + _("Look at: %(suspects)s.") % told


def why_zero(finding: Reconciled) -> str:
    """Why the budget ends at 0, from where its lines say things went; "" where it does not end there or does not add up."""
    if not finding.adds_up or not finding.ends_at_zero:
        return ""
    if not finding.departures:
        return _("The budget ends at 0, as it began.")
    return _("The budget ends at 0: %(what)s.") % {"what": "; ".join(_departed(one) for one in finding.departures)}


def _departed(one: Departure) -> str:
    positions = ngettext("%(n)s position", "%(n)s positions", one.positions) % {"n": one.positions}
    told = {"what": f"{positions} ({money(one.cents)})" if one.positions else money(one.cents), "to": one.to}
    if not one.to:
        return _("%(what)s, of which no line says where it went") % told
    if one.paid_by:
        return _("%(what)s now paid from %(to)s") % told
    return _("%(what)s moved to %(to)s") % told
