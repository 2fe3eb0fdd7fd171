"""The transition plan over the register: the check's verdict, the four contents, progress by year, and what is missing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Count, QuerySet
from django.db.models.functions import ExtractYear
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.checks import transition_plan as check
from compliance.checks.showing import percent
from compliance.checks.verdicts import Verdict
from compliance.law import standing
from compliance.models import Barrier, CityFact
from compliance.queries.barriers import DONE, barriers_read, content_label, facts_of, priced
from compliance.queries.city_facts import newest_facts
from compliance.reading_rights import units_read
from compliance.verdict_words import Worded
from metrics.charts.card import Card
from metrics.charts.spec import NOT_DUE, NUMBER, Figure, Lines, Path, Series
from raci.authority import Facts
from raci.drawing import day
from raci.models import Unit

MOST_YEARS = 40


@dataclass(frozen=True)
class Missing:
    """Barriers that lack something, and where they stand."""

    words: str
    count: int
    url: str


@dataclass(frozen=True)
class PlanPage:
    """The plan of the units that somebody reads, or of one of them with all below it."""

    facts: Facts
    unit: Unit | None
    units: list[Unit]
    employees: int | None
    fact: CityFact | None  # where the number of employees is from; None: as typed, or not known
    verdict: Verdict
    by_year: tuple[Counter[int], Counter[int]]  # scheduled, removed

    @property
    def worded(self) -> Worded:
        """The verdict in words."""
        return Worded(self.verdict)

    @property
    def figures(self) -> dict[str, Any]:
        """As the check found them."""
        return dict(self.verdict.figures)

    @property
    def has_figures(self) -> bool:
        """Whether the check went over barriers: there are some, and the plan is due of this city."""
        return "missing" in self.figures

    @property
    def contents(self) -> list[tuple[str, int, Missing]]:
        """Each of the four contents: how many open structural barriers have it, and those that lack it."""
        asked, missing = self.figures["open_structural"], self.figures["missing"]
        return [
            (content_label(code), asked - missing[code], Missing("", missing[code], self._list(missing=code)))
            for code in check.CONTENTS
        ]

    @property
    def shares(self) -> tuple[str, str]:
        """How far removal is, and of how many open ones all four contents are known."""
        told = self.figures
        return percent(told["progress"]), percent(told["completeness"]) if told["completeness"] is not None else "–"

    @property
    def missing(self) -> list[Missing]:
        """What is to be mended, worst first."""
        told = self.figures
        late, incomplete = told["overdue"], told["open_structural"] - told["complete"]
        unverified = told["removed"] - told["verified"]
        found = [
            Missing(_("open past the day they were to be done"), late, self._list(status="overdue")),
            Missing(_("open without one of the four contents"), incomplete, self._list(missing="any")),
            Missing(_("removed and not verified"), unverified, self._list(status="removed")),
        ]
        return [one for one in found if one.count]

    def _list(self, **filters: str) -> str:
        where = {"unit": self.unit.code} if self.unit else {}
        query = "&".join(f"{name}={value}" for name, value in {**where, **filters}.items())
        return f"{reverse('compliance:barrier-list')}?{query}"

    @property
    def costs(self) -> list[str]:
        """What is still to pay, each year's dollars apart."""
        said = []
        for year, one in self.figures["cost_remaining"].items():
            low, high = (round(one[end] * 100) for end in ("low", "high"))
            said.append(priced(low, high, year))
        return said

    @property
    def first(self) -> list[tuple[str, str]]:
        """The open barriers with the highest weighted scores."""
        return [(one["id"], f"{float(one['score']):g}") for one in self.figures["first_priorities"]]

    @cached_property
    def card(self) -> Card | None:
        """How many were to be removed by the end of each year, and how many were."""
        scheduled, removed = self.by_year
        years = sorted({*scheduled, *removed})
        if not years:
            return None
        years = list(range(years[0], min(years[-1], years[0] + MOST_YEARS) + 1))
        plan, done = _summed(scheduled, years), _summed(removed, years)
        this = self.facts.today.year
        figures = tuple(Figure(n) if year <= this else NOT_DUE for year, n in zip(years, done, strict=True))
        chart = Lines(
            title=_("Barriers removed by the end of each year"), unit=NUMBER, periods=tuple(map(str, years)),
            series=(Series(_("Removed"), figures),), target=Path(tuple(map(float, plan)), _("As scheduled")),
        )  # fmt: skip
        return Card(
            key="progress", finding=self._finding(years, plan, done), chart=chart, sentence=self._sentence(),
            n=self.figures["identified"], source=_("the barrier register"), day=day(self.facts.today), limits=self._limits(),
        )  # fmt: skip

    def _finding(self, years: list[int], plan: list[int], done: list[int]) -> str:
        at = max((n for n, year in enumerate(years) if year < self.facts.today.year), default=None)
        if at is None:
            return _("No year of the schedule is over yet")
        names = {"year": years[at], "done": done[at], "plan": plan[at]}
        return _("By the end of %(year)s, %(done)s were removed of %(plan)s that were scheduled") % names

    def _sentence(self) -> str:
        told = self.figures
        names = {"removed": told["removed"], "all": told["identified"], "open": told["open"], "share": self.shares[0]}
        return _("%(removed)s of %(all)s barriers are removed (%(share)s); %(open)s are open.") % names

    def _limits(self) -> tuple[str, ...]:
        scheduled, removed = self.by_year
        undated = self.figures["removed"] - sum(removed.values())
        unscheduled = self.figures["identified"] - self.figures["not_required"] - sum(scheduled.values())
        found = []
        if undated:
            text = ngettext(
                "%(n)d removed barrier has no day of removal and is not in the line.",
                "%(n)d removed barriers have no day of removal and are not in the line.",
                undated,
            )
            found.append(text % {"n": undated})
        if unscheduled:
            text = ngettext(
                "%(n)d barrier has no day by which it is to be done and is not in the schedule.",
                "%(n)d barriers have no day by which they are to be done and are not in the schedule.",
                unscheduled,
            )
            found.append(text % {"n": unscheduled})
        return tuple(found)


def _summed(counts: Counter[int], years: list[int]) -> list[int]:
    """By the end of each year."""
    total, found = 0, []
    for year in years:
        total += counts[year]
        found.append(total)
    return found


def plan_page(facts: Facts, *, unit: str = "", employees: int | None = None) -> PlanPage:
    """The plan (5 queries, and the law's). `employees`: as somebody typed it, where the city's facts do not say it."""
    units = units_read(facts)
    chosen = next((one for one in units if one.code == unit), None)
    rows = barriers_read(facts)
    if chosen is not None:
        rows = rows.filter(facility__unit__path__startswith=chosen.path)
    fact = newest_facts(facts.today, CityFact.Key.EMPLOYEES).get(CityFact.Key.EMPLOYEES)
    people = int(fact.number) if fact is not None and fact.number is not None else employees
    said = check.Facts(as_of=facts.today, employees=people, barriers=tuple(facts_of(rows)))
    verdict = check.judge(said, standing.law_on(facts.today))
    return PlanPage(facts, chosen, units, people, fact, verdict, _by_year(rows))


def _by_year(rows: QuerySet[Barrier]) -> tuple[Counter[int], Counter[int]]:
    """Barriers by the year they were to be done in, and by the year they were removed in (2 queries)."""
    planned = rows.exclude(status=Barrier.Status.NOT_REQUIRED).exclude(finishes_on=None)
    gone = rows.filter(status__in=DONE).exclude(removed_on=None)
    return _counted(planned, "finishes_on"), _counted(gone, "removed_on")


def _counted(rows: QuerySet[Barrier], name: str) -> Counter[int]:
    years = rows.order_by().annotate(year=ExtractYear(name)).values("year").annotate(n=Count("pk"))
    return Counter({row["year"]: row["n"] for row in years})


def whole_number(text: str) -> int | None:
    """A number of people as typed, with or without commas; None where it is none."""
    plain = text.replace(",", "").strip()
    return int(plain) if plain.isascii() and plain.isdigit() and len(plain) < 10 else None
