"""A release in words, pictures and lines: of what went out, and of nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from math import isfinite

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics import showing
from metrics.chart_words import words
from metrics.charts.card import Card
from metrics.charts.spec import HIDDEN, NOT_COLLECTED, Bars, Figure, Row, Unit
from metrics.models import IndicatorVersion
from metrics.releases.released import Released, ReleasedCell, Table
from raci.drawing import day

DIGITS = 1  # of a value as it is shown, on the page and in the file
MOST_BARS = 30  # beyond it, bars are no picture
RATIO = Unit(digits=2)


def mark() -> str:
    """The one mark of a hidden number, whatever the reason."""
    return _("hidden")


def protection(threshold: int) -> str:
    """What the mark means."""
    return _(
        "“hidden” stands to protect people: for fewer than %(threshold)s, or so that no such number can be worked out."
    ) % {"threshold": threshold}


def has_outcome(released: Released) -> bool:
    """Whether its cells count people with an outcome beside people."""
    return released.version is not None and released.version.value_kind == IndicatorVersion.Value.RATE


def unit_of(released: Released) -> Unit:
    """How a value is read."""
    if not has_outcome(released) or released.version is None:
        return Unit()
    return replace(
        showing.unit_of(released.version), digits=DIGITS, significant=0
    )  # no digit that the file does not have


# ---- one cell


def count(n: int | None, *, is_hidden: bool) -> str:
    """A number of people, or the mark."""
    if n is not None:
        return showing.people(n)
    return mark() if is_hidden else ""


def value(released: Released, cell: ReleasedCell) -> str:
    """The value with its unit, the mark, or "no people"."""
    if cell.is_hidden:
        return mark()
    if cell.read.value is None:
        return _("no people") if cell.n == 0 else ""
    return words().read(float(cell.read.value), unit_of(released))


def interval(released: Released, cell: ReleasedCell) -> str:
    """Its 95 percent interval, written as the chart writes it."""
    return words().interval_of(_figure(released, cell), unit_of(released))


def level_names(released: Released, table: Table, cell: ReleasedCell) -> list[str]:
    """Its level of each dimension."""
    return [
        released.names.level(name, code) or _("All") for name, code in zip(table.dimensions, cell.levels, strict=True)
    ]


def name_of(released: Released, table: Table, cell: ReleasedCell) -> str:
    """Whom it counts: "Women · Asian", or everyone."""
    told = [released.names.level(name, code) for name, code in zip(table.dimensions, cell.levels, strict=True) if code]
    return " · ".join(told) or _("Everyone")


def table_name(released: Released, table: Table) -> str:
    """A table by the names of its dimensions."""
    return _(" and ").join(released.names.dimension(name) for name in table.dimensions) or _("Everyone")


# ---- lines: the page's table and the file have the same


def heads(released: Released, table: Table) -> list[str]:
    """The columns of a table."""
    names = [released.names.dimension(name) for name in table.dimensions] or [_("People")]
    if not has_outcome(released):
        return [*names, _("People")]
    return [*names, _("People"), _("With the outcome"), _("Value"), _("95 % interval")]


def lines(released: Released, table: Table) -> Iterator[list[str]]:
    """Each cell as texts under the heads."""
    for cell in table.cells:
        names = level_names(released, table, cell) or [_("Everyone")]
        n = count(cell.n, is_hidden=cell.is_hidden)
        if has_outcome(released):
            yield [*names, n, count(cell.k, is_hidden=cell.is_hidden), value(released, cell), interval(released, cell)]
        else:
            yield [*names, n]


# ---- picture and sentence


def cards(released: Released, csv: str = "") -> list[Card]:
    """A chart card for each table that can be drawn."""
    return [found for table in released.tables if (found := card(released, table, csv))]


def card(released: Released, table: Table, csv: str = "") -> Card | None:
    """A table as bars, of values or of people; none where it has too many."""
    drawn = table.dimensions and len(table.finest) <= MOST_BARS
    return _card(released, table, csv) if drawn else None


def _card(released: Released, table: Table, csv: str) -> Card:
    everyone = table.everyone
    title = _("%(what)s, by %(groups)s, %(period)s") % {
        "what": what(released),
        "groups": table_name(released, table),
        "period": when(released),
    }
    bars = Bars(
        title=title,
        unit=unit_of(released),
        rows=tuple(Row(name_of(released, table, cell), _figure(released, cell)) for cell in table.finest),
        everyone=_figure(released, everyone) if everyone and has_outcome(released) else None,
        group=table_name(released, table),
    )
    limits = [protection(released.threshold)] if table.hidden else []
    return Card(
        key=f"release-{released.record}-{table.order}", finding=finding(released, table), chart=bars,
        sentence=sentence(released, table),
        about=" · ".join(part for part in (released.indicator.unit.name, released.place, when(released)) if part),
        n=everyone.n if everyone else None,
        source=released.version.source if released.version else "", day=_out(released), limits=tuple(limits), csv=csv,
    )  # fmt: skip


def about(released: Released) -> list[str]:
    """What the figures are, whose, of when, from where, and by which threshold they were hidden: a line each."""
    where = " · ".join(part for part in (released.indicator.unit.name, released.place) if part)
    source = released.version.source if released.version else ""
    told = [
        (_("Title"), released.title),
        (_("What it counts"), what(released)),
        (_("Of whom"), where),
        (_("Period"), when(released)),
        (_("Source"), source),
        (_("Released"), day(released.since) if released.since else ""),
        (_("Hidden numbers"), protection(released.threshold)),
    ]
    return [_("%(what)s: %(text)s") % {"what": name, "text": text} for name, text in told if text]


def _out(released: Released) -> str:
    return _("released on %(day)s") % {"day": day(released.since)} if released.since else ""


def when(released: Released) -> str:
    """Of when the figures are."""
    return showing.period(released.period.begin, released.period.end)


def what(released: Released) -> str:
    """What the values are, as its indicator was called when the tables were made."""
    return released.version.title if released.version else released.indicator.code


def _figure(released: Released, cell: ReleasedCell) -> Figure:
    if cell.is_hidden:
        return HIDDEN if cell.n is None else Figure(absent=HIDDEN.absent, n=cell.n)
    if not has_outcome(released):
        return Figure(float(cell.n or 0))
    if cell.read.value is None:
        return NOT_COLLECTED
    return Figure(float(cell.read.value), cell.read.low, cell.read.high, n=cell.n)


def finding(released: Released, table: Table) -> str:
    """The title of a card: what is shown, and between which ends."""
    known = _known(table)
    if not has_outcome(released) or len(known) < 2:
        return _("%(what)s, by %(groups)s") % {"what": what(released), "groups": table_name(released, table)}
    low, high = known[0], known[-1]
    return _("%(what)s: from %(low)s (%(lowest)s) to %(high)s (%(highest)s)") % {
        "what": what(released),
        "low": value(released, low),
        "lowest": name_of(released, table, low),
        "high": value(released, high),
        "highest": name_of(released, table, high),
    }


def _known(table: Table) -> list[ReleasedCell]:
    return sorted((cell for cell in table.finest if cell.read.value is not None), key=lambda cell: cell.read.value or 0)


def sentence(released: Released, table: Table) -> str:
    """Everyone, the two ends with how many people they are about and their ratio, and how many are hidden."""
    told = [_("In %(period)s") % {"period": when(released)}]
    everyone = table.everyone
    parts = []
    if everyone and everyone.read.value is not None and has_outcome(released):
        parts.append(_("%(value)s of everyone (n %(n)s)") % _told(released, everyone))
    elif everyone and everyone.n is not None:
        parts.append(_("%(n)s people in all") % {"n": count(everyone.n, is_hidden=False)})
    known = _known(table)
    if has_outcome(released) and len(known) > 1:
        for cell in (known[-1], known[0]):
            name = name_of(released, table, cell)
            parts.append(_("%(name)s %(value)s (n %(n)s)") % {"name": name, **_told(released, cell)})
        parts.extend(_ratio(released, table, known[0], known[-1]))
    text = f"{told[0]}: {'; '.join(parts)}." if parts else ""
    hidden = sum(cell.is_hidden for cell in table.finest)
    if hidden:
        said = ngettext(
            "%(n)s group is hidden to protect people: fewer than %(threshold)s, or needed so that such a number cannot be "
            "worked out.",
            "%(n)s groups are hidden to protect people: fewer than %(threshold)s, or needed so that such a number cannot be "
            "worked out.",
            hidden,
        )
        text = f"{text} {said % {'n': hidden, 'threshold': released.threshold}}".strip()
    return text


def _told(released: Released, cell: ReleasedCell) -> dict[str, str]:
    return {"value": value(released, cell), "n": count(cell.n, is_hidden=False)}


def _ratio(released: Released, table: Table, low: ReleasedCell, high: ReleasedCell) -> list[str]:
    """How the two ends compare, with its interval, from the counts that went out."""
    from metrics.statistics.ratios import ratio, ratio_interval

    if low.k is None or low.n is None or high.k is None or high.n is None:
        return []
    counts = (low.k, low.n, high.k, high.n)
    found = float(ratio(*counts))
    least, most = (float(limit) for limit in ratio_interval(*counts))
    if not all(map(isfinite, (found, least, most))):
        return []
    numbers = {"ratio": found, "least": least, "most": most}
    names = {"low": name_of(released, table, low), "high": name_of(released, table, high)}
    said = _("%(low)s against %(high)s: ratio %(ratio)s (95 %% interval %(least)s–%(most)s)")
    return [said % {**names, **{name: words().read(one, RATIO) for name, one in numbers.items()}}]
