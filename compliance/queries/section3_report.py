"""What is reported of Section 3 (24 CFR 75.25, 75.29): by project, reporting year and contractor, with their sum."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import Prefetch

from compliance.checks.verdicts import Verdict
from compliance.law.standing import law_on
from compliance.models import Assistance, LaborHours, Section3Project
from compliance.queries.section3 import year_label
from compliance.section3.figures import Shares, shares_of
from compliance.section3.judging import Parts, by_year, certified, judge, summed
from compliance.verdict_words import Worded
from metrics.judging.figures import fiscal_first_month
from raci.authority import Facts
from raci.models import City


@dataclass(frozen=True)
class Context:
    """What all rows of a report share."""

    recipient: str
    first_month: int


@dataclass(frozen=True)
class ReportLine:
    """One contractor in one reporting year of one project; without a contractor, all of them together."""

    pk: int
    context: Context
    parts: Parts
    year: int
    hours: list[LaborHours]
    contractor: str
    code: str
    verdict: Verdict  # of all contractors of the year: a benchmark is the project's

    @property
    def project(self) -> Section3Project:
        """Whose hours they are."""
        return self.parts.project

    @property
    def title(self) -> str:
        """The project."""
        return self.project.title

    @property
    def period(self) -> str:
        """The reporting year."""
        return year_label(self.year, self.context.first_month)

    @property
    def is_sum(self) -> bool:
        """Whether it stands for all contractors."""
        return not self.contractor

    def total(self, name: str) -> Fraction | None:
        """A sum of hours; None where one of them is not known."""
        return summed(getattr(one, name) for one in self.hours)

    @property
    def shares(self) -> Shares | None:
        """The project's shares of the year, on the line of the sum."""
        return shares_of(self.verdict.figures) if self.is_sum else None

    @property
    def assistance(self) -> str:
        """HUD assistance by programme."""
        sums: dict[str, int] = {}
        for one in self.parts.assistance:
            sums[one.programme] = sums.get(one.programme, 0) + one.cents
        return "; ".join(f"{name}: {Decimal(cents) / 100:,.2f}" for name, cents in sums.items())

    @property
    def rows_used(self) -> str:
        """The rows of law that were read."""
        return "; ".join(one.row for one in self.verdict.parameters)

    @property
    def result(self) -> str:
        """What the year comes to, on the line of the sum."""
        return Worded(self.verdict).result if self.is_sum else ""

    @property
    def certified(self) -> bool | None:
        """Whether the certification of priorities is on file for all of these hours."""
        return certified(self.hours)

    @property
    def assessed(self) -> bool:
        """Whether some of these hours were assessed in good faith."""
        return any(one.assessed for one in self.hours)

    @property
    def efforts(self) -> str:
        """Qualitative efforts that were made, on the line of the sum."""
        return "; ".join(one.get_effort_display() for one in self.parts.efforts if one.done) if self.is_sum else ""


def report_lines(facts: Facts) -> list[ReportLine]:
    """All of them (8 queries): projects by name, years one after the other, the sum after its contractors."""
    city = City.objects.first()
    context = Context(city.name if city else "", fiscal_first_month())
    law = law_on(facts.today)
    projects = Section3Project.objects.select_related("unit").prefetch_related(
        Prefetch("assistance", Assistance.objects.order_by("order")), "hours", "workers", "efforts"
    )
    lines: list[ReportLine] = []
    for project in projects.order_by("title", "pk"):
        parts = Parts(
            project,
            list(project.assistance.all()),
            list(project.hours.all()),
            list(project.workers.all()),
            list(project.efforts.all()),
        )
        for year, hours in by_year(parts.hours, context.first_month).items():
            verdict = judge(parts, law, hours)
            for name, code, some in _by_contractor(hours):
                lines.append(ReportLine(len(lines) + 1, context, parts, year, some, name, code, verdict))
    return lines


def _by_contractor(hours: list[LaborHours]) -> Iterator[tuple[str, str, list[LaborHours]]]:
    found: dict[str, list[LaborHours]] = {}
    for one in hours:
        found.setdefault(one.contractor, []).append(one)
    for name, some in sorted(found.items()):
        yield name, some[0].contractor_code, some
    yield "", "", hours
