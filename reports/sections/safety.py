"""Events in work or service per exposure (workers' compensation claims): rates over time; few events of a period are hidden."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_noop as _

from metrics import showing
from metrics.charts.spec import HIDDEN, NOT_COLLECTED, Figure, Lines, Series
from metrics.models import Indicator, IndicatorVersion
from metrics.models.releases import LEAST
from metrics.queries.followed import Followed, followed, in_use
from reports.blocks import Block, Words, chart, gap, heading, say, table
from reports.catalogue.kind import Asked
from reports.pictures import frozen

EVENTS = IndicatorVersion.Value.EVENTS
PERIODS = 24


def rates(asked: Asked) -> list[Block]:
    """Each measure of events, of everybody together; fewer than eleven events of a period are not told."""
    among = Indicator.objects.filter(in_use(), versions__value_kind=EVENTS).distinct()
    found = [one for one in followed(asked.facts, among=among) if one.version.value_kind == EVENTS]
    if not found:
        return [gap(say(_("No measure of claims or injuries is in use yet.")))]
    return [block for one in found for block in _one(one)]


def _one(one: Followed) -> list[Block]:
    name = " ".join(part for part in (one.label, one.title) if part)
    told = [(one.period_of(cell), *_figure(one, cell)) for cell in one.cells[-PERIODS:]]
    if not told:
        return [heading(name), gap(say(_("No figures are accepted yet; they come from %(who)s."), who=_supplier(one)))]
    source = say(_("Source: %(source)s “%(mark)s”: to protect people, fewer than %(least)s events."),
                 source=one.version.source or one.unit.name, mark=say(_("hidden")), least=LEAST)  # fmt: skip
    found: list[Block] = [heading(name)]
    title = say(_("%(title)s, over time"), title=one.title)
    if len(told) > 1:
        unit = showing.unit_of(one.version)
        figures = tuple(figure for _period, figure, _words, _n in told)
        spec = Lines("", replace(unit), tuple(period for period, *_rest in told), (Series(one.unit.name, figures),))
        found.append(chart(title, frozen(spec), source=source))
    rows: list[list[Words]] = [[period, words, events] for period, _figure_, words, events in told]
    return [*found, table(title, (_("Period"), _("Rate"), _("Events")), rows, source=source, numbers=(1, 2))]


def _figure(one: Followed, cell: object) -> tuple[Figure, Words, Words]:
    """As drawn, the rate in words, and how many events."""
    read = one.read(cell)  # type: ignore[arg-type]  # a cell of its own
    events = getattr(cell, "events", None)
    if read.value is None:
        return NOT_COLLECTED, say(_("not collected")), say(_("not collected"))
    if events is None or 0 < events < LEAST or events == 0:
        return HIDDEN, say(_("hidden")), say(_("hidden"))
    return Figure(float(read.value), read.low, read.high), showing.value(read.value, one.version), f"{events:,}"


def _supplier(one: Followed) -> str:
    return one.indicator.supplier.title if one.indicator.supplier else one.unit.name
