"""Figures about people, as they were released and in no other way: of each indicator what is out, as a picture and a table.

Whatever is told of a release is read from its frozen tables; where a number is hidden there, there is none here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_noop as _

from metrics.cells import Cell
from metrics.models import Indicator
from metrics.releases import words
from metrics.releases.released import Released, ReleasedCell, Table, live, live_texts
from metrics.trends import change
from reports.blocks import Block, chart, heading, say, table
from reports.catalogue.kind import Asked
from reports.pictures import frozen


@dataclass(frozen=True)
class Out:
    """What is out of one indicator: the newest release, and the one of a period before it."""

    newest: Released
    before: Released | None

    @property
    def everyone(self) -> ReleasedCell | None:
        """The newest release's total, where it is told."""
        return _everyone(self.newest)

    @property
    def value(self) -> str:
        """Everybody's value of the newest release; "" where none is told."""
        cell = self.everyone
        if cell is None:
            return ""
        if words.has_outcome(self.newest):
            return words.value(self.newest, cell)
        return words.count(cell.n, is_hidden=cell.is_hidden)

    @property
    def interval(self) -> str:
        """Between which limits it lies."""
        cell = self.everyone
        return words.interval(self.newest, cell) if cell and words.has_outcome(self.newest) else ""

    @property
    def when(self) -> str:
        """Its period."""
        return words.when(self.newest)

    @property
    def verdict(self) -> str:
        """better, worse, unclear; "" where there is nothing to compare with."""
        version = self.newest.version
        cells = [_cell(one) for one in (self.newest, self.before) if one]
        if version is None or len(cells) < 2 or cells[0] is None or cells[1] is None:
            return ""
        found = change(version, cells[0], cells[1])
        return found.verdict if found else ""


def _everyone(released: Released) -> ReleasedCell | None:
    return next((one.everyone for one in released.tables if one.everyone), None)


def _cell(released: Released) -> Cell | None:
    found = _everyone(released)
    if found is None or found.is_hidden:
        return None
    return Cell(0, 0, None, (), released.period.begin, released.period.end, n=found.n, k=found.k)


def out(indicators: Iterable[Indicator], asked: Asked) -> dict[int, Out]:
    """By the indicator's number (5 queries); what is told of a release is noted in the report's basis."""
    found: dict[int, list[Released]] = {}
    for one in live(indicators):
        found.setdefault(one.indicator.pk, []).append(one)
    hashes = dict(live_texts().filter(record__data_release__indicator__in=list(found)).values_list("record", "sha256"))
    for each in found.values():
        for one in each[:2]:
            asked.basis.release(one.record, one.title, words.when(one), hashes.get(one.record, ""))
    return {
        pk: Out(each[0], next((one for one in each[1:] if one.period.end < each[0].period.begin), None))
        for pk, each in found.items()
    }


def told(released: Released) -> list[Block]:
    """All tables of a release: each as a picture where it can be drawn, and with every figure that is out."""
    return [block for one in released.tables for block in _table(released, one)]


def _table(released: Released, one: Table) -> list[Block]:
    card = words.card(released, one)
    heads = words.heads(released, one)
    title = say(
        _("%(what)s, by %(groups)s, %(when)s"),
        what=words.what(released), groups=words.table_name(released, one), when=words.when(released),
    )  # fmt: skip
    source = say(
        _("Source: release “%(title)s”. %(source)s “%(mark)s”: to protect people, fewer than %(least)s."),
        title=released.title, source=released.version.source if released.version else "", mark=say(_("hidden")),
        least=released.threshold,
    )  # fmt: skip
    lines = list(words.lines(released, one))
    found = [heading(card.finding)] if card else []
    if card:
        found.append(chart(title, frozen(card.chart), source=source))
    names = len(heads) - len(words.heads(released, Table(0, (), ()))) + 1
    return [*found, table(title, heads, lines, source=source, numbers=range(names, len(heads)))]
