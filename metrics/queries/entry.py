"""The page on which a unit writes a quarter's values: what is due, what was before, and who was asked for it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from metrics import showing
from metrics.cells import Cell, of_everybody
from metrics.due import ending_within, quarters
from metrics.models import Batch, Indicator, IndicatorVersion, Series
from metrics.periods import Period, Unclear, parse
from metrics.queries.batches import need_units
from metrics.suppliers import Standing, standings
from metrics.values import reading
from raci.authority import Facts
from raci.lists.filters import CANNOT_BE_SOUGHT
from raci.models import Unit
from raci.refusals import Refused

EARLIER = 8  # quarters to choose from
OPEN = (Batch.State.DRAFT, Batch.State.SUBMITTED, Batch.State.RETURNED)


@dataclass(frozen=True)
class Due:
    """One value that is due: of an indicator, in a period."""

    indicator: Indicator
    version: IndicatorVersion
    period: Period
    last: Cell | None
    here: Batch | None  # that holds it already, whether accepted or not
    asked: Standing | None

    @property
    def key(self) -> str:
        """What its fields are called."""
        return f"v{self.indicator.pk}-{self.period.begin:%Y%m%d}"

    @property
    def when(self) -> str:
        """Its period, as it is written."""
        return showing.period(self.period.begin, self.period.end)

    @property
    def before(self) -> str:
        """The last value with its period; nothing where there is none."""
        if self.last is None:
            return ""
        value = showing.value(reading(self.version, self.last).value, self.version) or _("not known")
        return _("%(value)s in %(period)s") % {"value": value, "period": showing.period(*self.last.period)}


@dataclass(frozen=True)
class EntryPage:
    """A unit's quarter."""

    unit: Unit
    units: list[Unit]
    period: Period
    periods: list[tuple[str, str]]  # as it stands in the address, and in words
    due: list[Due]
    others: list[str]  # measures that no quarter makes due

    @property
    def label(self) -> str:
        """The quarter, as it is written."""
        return showing.period(self.period.begin, self.period.end)

    @property
    def name(self) -> str:
        """What its typing is kept under."""
        return f"figures-entry:{self.unit.pk}-{self.period.begin:%Y%m}"

    @property
    def is_open(self) -> bool:
        """Whether something is left to write."""
        return any(one.here is None for one in self.due)

    @property
    def source(self) -> str:
        """Where the figures come from, as their indicators say."""
        return "\n".join(dict.fromkeys(one.version.source for one in self.due if one.version.source))


def entry_page(unit: str, period: str, facts: Facts) -> EntryPage:
    """What is due of a unit in a quarter; the newest quarter that is over where none is said."""
    units = need_units(facts)
    chosen = next((one for one in units if one.code == unit), None) if unit else units[0]
    if chosen is None:
        is_there = not CANNOT_BE_SOUGHT.search(unit) and Unit.objects.filter(code=unit).exists()
        raise Refused(_("Writing figures of a unit takes R for 4.2 in it."), visible=is_there)
    choices = quarters(facts.today, EARLIER)
    whole = _period(period, choices)
    indicators = list(_measures(chosen))
    versions = _versions(indicators)
    wanted = [
        (one, span)
        for one in indicators
        if one.pk in versions
        for span in ending_within(one.cadence, whole)
        if span.end < facts.today
    ]
    return EntryPage(
        unit=chosen,
        units=units,
        period=whole,
        periods=[(one.label(), showing.period(one.begin, one.end)) for one in choices],
        due=_due(wanted, versions),
        others=[versions[one.pk].title for one in indicators if one.pk in versions and one.cadence == "irregular"],
    )


def _period(text: str, choices: list[Period]) -> Period:
    try:
        return parse(text) if text else choices[1]
    except Unclear:
        return choices[1]


def _measures(unit: Unit) -> QuerySet[Indicator]:
    """The unit's own, and those that a post of it supplies."""
    ours = Q(unit=unit) | Q(supplier__unit=unit)
    return Indicator.objects.filter(ours, retired_on=None).select_related("unit", "supplier").order_by("code")


def _versions(indicators: Iterable[Indicator]) -> dict[int, IndicatorVersion]:
    """The one in force of each; what is a draft still is not asked for."""
    found = IndicatorVersion.objects.filter(indicator__in=list(indicators), state=IndicatorVersion.State.ACCEPTED)
    return {one.indicator_id: one for one in found.order_by("number")}


def _due(wanted: list[tuple[Indicator, Period]], versions: dict[int, IndicatorVersion]) -> list[Due]:
    cells = [cell for cell in of_everybody({one.pk for one, _span in wanted}) if cell.place is None]
    here, asked = holding([one.pk for one, _span in wanted]), standings(one.pk for one, _span in wanted)
    found = []
    for one, span in wanted:
        before = [cell for cell in cells if cell.indicator == one.pk and cell.begins < span.begin]
        key = (one.pk, span.begin, span.end)
        found.append(Due(one, versions[one.pk], span, before[-1] if before else None, here.get(key), asked.get(key)))
    return found


def holding(indicators: Iterable[int]) -> dict[tuple[int, date, date], Batch]:
    """(indicator, first day, last day) > a batch that holds its value, for everybody or for the groups they are made up of: one
    that counts, or is on its way.
    """
    batches = Batch.objects.filter(undone_at=None).in_bulk(
        list(Series.objects.filter(indicator__in=list(indicators)).values_list("batch", flat=True).distinct())
    )
    rows = Series.objects.filter(indicator__in=list(indicators), batch__in=list(batches), place=None)
    found: dict[tuple[int, date, date], Batch] = {}
    for indicator, batch, begins, ends in rows.order_by("batch").values_list("indicator", "batch", "begins", "ends"):
        if batches[batch].undone_at is None:
            found |= {(indicator, first, last): batches[batch] for first, last in zip(begins, ends, strict=True)}
    return found
