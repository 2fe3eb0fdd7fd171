"""Encounters by language: what the yearly report tells. Outside of the unit counts below the threshold are hidden."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.kinds import ENCOUNTER
from compliance.models import Encounter
from compliance.queries.language_assessments import units_kept
from metrics.charts.card import Card
from metrics.charts.spec import HIDDEN, NUMBER, Bars, Figure, Row
from metrics.judging.figures import fiscal_first_month
from metrics.periods import fiscal_year
from raci.authority import Facts
from raci.models import Unit

MOST_BARS = 20
SUMMED = ("count", "minutes", "cents", "alone")


@dataclass(frozen=True)
class LanguageTotal:
    """One language in a year. `count` is None where it is hidden, and with it all that would tell it; minutes and cents also
    where nobody wrote them down."""

    language: str
    count: int | None
    minutes: int | None = None
    cents: int | None = None
    alone: int | None = None  # with no interpreter: a gap

    @property
    def is_hidden(self) -> bool:
        """Whether a reader sees the mark instead."""
        return self.count is None


@dataclass(frozen=True)
class EncounterPage:
    """The totals of a year, of a unit with all below it (read whole) or of the whole city (small counts hidden)."""

    year: int
    years: list[int]
    unit: Unit | None
    units: list[Unit]  # those whose encounters they keep, and read one by one
    lines: list[LanguageTotal]
    total: LanguageTotal
    begins: date
    ends: date

    @property
    def is_masked(self) -> bool:
        """Whether something is hidden."""
        return any(line.is_hidden for line in self.lines)

    @property
    def sentence(self) -> str:
        """The finding, as the report says it."""
        total = self.total.count
        if not self.lines:
            return _("No encounter in another language was written down for %(year)s.") % {"year": self.label}
        if total is None:
            return _("Encounters in %(year)s: fewer than are told outside of the unit.") % {"year": self.label}
        words = ngettext(
            "%(n)s encounter in another language than English in %(year)s",
            "%(n)s encounters in other languages than English in %(year)s",
            total,
        ) % {"n": f"{total:,}", "year": self.label}
        shown = [line for line in self.lines if line.count is not None]
        if not shown:
            return f"{words}."
        most = max(shown, key=lambda line: line.count or 0)
        if (most.count or 0) * 2 <= total:
            return f"{words}."
        return _("%(words)s; most of them in %(language)s (%(n)s).") % {
            "words": words, "language": most.language, "n": f"{most.count:,}",
        }  # fmt: skip

    @property
    def label(self) -> str:
        """The year as the city calls it."""
        return str(self.year) if self.begins.month == 1 else _("FY %(year)s") % {"year": self.year}

    @property
    def gaps(self) -> str:
        """How often nobody interpreted."""
        if not self.total.alone:
            return ""
        words = ngettext(
            "%(n)s time no interpreter was to be had.", "%(n)s times no interpreter was to be had.", self.total.alone
        )
        return words % {"n": f"{self.total.alone:,}"}

    @property
    def card(self) -> Card | None:
        """The chart with all that belongs to it."""
        if not self.lines:
            return None
        rows = tuple(
            Row(line.language, HIDDEN if line.count is None else Figure(line.count)) for line in self.lines[:MOST_BARS]
        )
        chart = Bars(_("Encounters by language"), NUMBER, rows, group=_("Language"))
        limits = []
        if self.is_masked:
            limits.append(_("Counts below 11, and as many more as would tell them, are hidden outside of the unit."))
        if len(self.lines) > MOST_BARS:
            limits.append(_("The chart shows the first %(n)d languages; the table shows all.") % {"n": MOST_BARS})
        where = self.unit.name if self.unit else _("the whole city")
        return Card(
            key="encounters", finding=self.sentence, chart=chart, about=f"{where} · {self.label}", n=self.total.count,
            source=_("encounter log of the units"), limits=tuple(limits),
        )  # fmt: skip


def encounter_page(facts: Facts, *, unit: str = "", year: str = "") -> EncounterPage:
    """The totals (a constant number of queries). A unit that is not theirs is not taken: the city's stands instead."""
    units = units_kept(facts, ENCOUNTER)
    chosen = next((one for one in units if one.code == unit), None)
    first = fiscal_first_month()
    years = _years(first, facts.today)
    number = int(year) if len(year) == 4 and year.isascii() and year.isdigit() and int(year) in years else years[0]
    span = fiscal_year(number, first)
    begins, ends = span.begin, span.end
    rows = Encounter.objects.filter(happened_on__range=(begins, ends))
    if chosen is not None:
        rows = rows.filter(unit__path__startswith=chosen.path)
    lines = _lines(rows)
    total = LanguageTotal("", *(_sum(lines, name) for name in SUMMED))
    if chosen is None:
        lines, total = masked(lines, total)
    return EncounterPage(number, years, chosen, units, lines, total, begins, ends)


def _lines(rows: QuerySet[Encounter]) -> list[LanguageTotal]:
    counted = rows.values("language").annotate(
        n=Count("pk"), minutes_all=Sum("minutes"), cents_all=Sum("cents"),
        alone=Count("pk", filter=Q(interpreter=Encounter.Interpreter.NONE)),
    )  # fmt: skip
    found = [
        LanguageTotal(one["language"], one["n"], one["minutes_all"], one["cents_all"], one["alone"]) for one in counted
    ]
    return sorted(found, key=lambda one: (-(one.count or 0), one.language))


def _sum(lines: list[LanguageTotal], name: str) -> int | None:
    """Of what was written down; minutes and costs that nobody wrote are not nought."""
    known = [value for line in lines if (value := getattr(line, name)) is not None]
    return sum(known) if known or name in ("count", "alone") else None


def masked(lines: list[LanguageTotal], total: LanguageTotal) -> tuple[list[LanguageTotal], LanguageTotal]:
    """With the small counts hidden, and as many others as it takes for nobody to work them out; in the order of their names,
    since an order by size would tell. How often nobody interpreted is told only where it is nought or not small."""
    if not lines:
        return lines, total
    from metrics.suppression.lines import withheld  # which brings what solves linear programmes along

    told = withheld({one.language: one.count or 0 for one in lines})
    shown = [
        LanguageTotal(one.language, None)
        if told.hides(one.language)
        else LanguageTotal(one.language, one.count, one.minutes, one.cents, None)
        for one in lines
    ]
    hidden = told.hides(None)
    alone = None if total.alone is None or told.release.rule.is_small(total.alone) else total.alone
    whole = LanguageTotal("", None) if hidden else LanguageTotal("", total.count, total.minutes, total.cents, alone)
    return sorted(shown, key=lambda one: one.language), whole


def _years(first: int, today: date) -> list[int]:
    """The years that have encounters, and this one; by the year they end in (1 query)."""
    ends = (today.year + (today.month >= first and first > 1),)
    oldest = Encounter.objects.order_by("happened_on").values_list("happened_on", flat=True).first() or today
    begun = oldest.year + (oldest.month >= first and first > 1)
    return list(range(ends[0], min(begun, ends[0]) - 1, -1))


def encounters_read(facts: Facts) -> QuerySet[Encounter]:
    """Those that they may read one by one: of the units they keep them for."""
    return Encounter.objects.filter(unit__in=units_kept(facts, ENCOUNTER)).select_related("unit")
