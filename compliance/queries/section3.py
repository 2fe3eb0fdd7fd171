"""Section 3 projects: one with all that its page tells, and who may change it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from compliance.checks.law import Law
from compliance.checks.telling import retold
from compliance.checks.verdicts import Result, Verdict
from compliance.kinds import LABOR_HOURS, SECTION3_PROJECT
from compliance.law.standing import law_on
from compliance.law.verdict_words import sentence
from compliance.models import LaborHours, Section3Project, WorkerStatus
from compliance.section3.figures import Shares, share_unit, shares_of
from compliance.section3.judging import COVERAGE, Parts, by_year, judge, stored
from compliance.verdict_words import Worded
from metrics.charts.card import Card
from metrics.charts.spec import Bars, Figure, Row
from metrics.judging.figures import fiscal_first_month
from metrics.suppression.releases import THRESHOLD, Rule
from raci.authority import Facts, Permission
from raci.drawing import day
from raci.keeping import may_keep
from raci.refusals import Refused


@dataclass(frozen=True)
class Next:
    """What is to be done next, and where."""

    sentence: str
    url: str = ""
    link: str = ""


@dataclass(frozen=True)
class YearLine:
    """A reporting year: the fiscal year in which periods of hours end."""

    label: str
    verdict: Verdict
    shares: Shares | None

    @property
    def result(self) -> str:
        """In words."""
        return Worded(self.verdict).result


@dataclass(frozen=True)
class ProjectPage:
    """One project."""

    row: Section3Project
    parts: Parts
    law: Law
    first_month: int
    today: date
    may_change: Permission
    may_tell_hours: Permission

    @cached_property
    def verdict(self) -> Verdict:
        """As it was judged and kept."""
        return retold(self.row.verdict)

    @cached_property
    def worded(self) -> Worded:
        """The same in words."""
        return Worded(self.verdict)

    @cached_property
    def is_stale(self) -> bool:
        """Whether the law's rows of today say something else than those it was judged by."""
        anew = stored(judge(self.parts, self.law))
        return any(anew[part] != self.row.verdict[part] for part in ("result", "figures", "parameters"))

    @property
    def covered(self) -> bool | None:
        """Whether Section 3 applies; None where that is not known."""
        found: bool | None = self.verdict.figures.get("applies")
        return found

    @property
    def covered_words(self) -> str:
        """The same in words."""
        return {True: _("Yes"), False: _("No")}.get(self.covered, _("Not known yet"))  # type: ignore[arg-type]

    @property
    def why_covered(self) -> list[str]:
        """Why, or what is missing for it and who can enter it."""
        if self.covered is not None:
            return self.worded.sentences[:1]
        lacking = [one for one in self.verdict.lacking if one.what in COVERAGE]
        said = _("%(why)s Who can enter it: %(who)s.")
        return [said % {"why": sentence(one.why), "who": one.who} for one in lacking]

    @property
    def threshold(self) -> Any:
        """The row of law that decides whether it is covered, if one was read."""
        return next((one for one in self.verdict.parameters if one.key.startswith("s3.threshold")), None)

    @property
    def dollars(self) -> int | None:
        """What was held against the threshold, in cents."""
        return self.parts.threshold_cents

    @cached_property
    def shares(self) -> Shares | None:
        """Both shares of all hours to date."""
        return shares_of(self.verdict.figures)

    @property
    def periods(self) -> list[tuple[date, date, list[LaborHours]]]:
        """The hours by period, the newest first."""
        found: dict[tuple[date, date], list[LaborHours]] = {}
        for one in self.parts.hours:
            found.setdefault((one.begins_on, one.ends_on), []).append(one)
        return [(begins, ends, rows) for (begins, ends), rows in sorted(found.items(), reverse=True)]

    @cached_property
    def years(self) -> list[YearLine]:
        """Each reporting year by itself."""
        lines = []
        for year, hours in by_year(self.parts.hours, self.first_month).items():
            verdict = judge(self.parts, self.law, hours)
            lines.append(YearLine(year_label(year, self.first_month), verdict, shares_of(verdict.figures)))
        return lines

    @property
    def card(self) -> Card | None:
        """Both shares against their benchmarks."""
        found = self.shares
        if found is None:
            return None
        rows = (
            Row(_("Section 3 workers"), Figure(float(found.section3)), float(found.least_section3)),
            Row(_("Targeted workers"), Figure(float(found.targeted)), float(found.least_targeted)),
        )
        chart = Bars(_("Shares of the labor hours against the benchmarks"), share_unit(found), rows, group=_("Workers"))
        limits = [_("Professional services are not among these hours.")]
        if self.verdict.figures.get("hours_assessed"):
            limits.append(_("Some hours were not tracked; a contractor assessed them in good faith."))
        return Card(
            key="benchmarks", finding=found.finding, chart=chart, sentence=found.sentence, about=self.row.title,
            source=_("hours that contractors reported"), day=day(self.parts.hours[-1].ends_on), limits=tuple(limits),
        )  # fmt: skip

    @property
    def asks_efforts(self) -> bool:
        """Whether a benchmark was missed, to date or in a year, so that efforts are to be told."""
        missed = Result.BENCHMARK_NOT_MET
        return self.verdict.result is missed or any(line.verdict.result is missed for line in self.years)

    @property
    def efforts_made(self) -> list[Any]:
        """Those that were made."""
        return [one for one in self.parts.efforts if one.done]

    @property
    def workers(self) -> str:
        """How many have a status on file; small numbers are told only to those who keep them."""
        if not self.parts.workers:
            return _("No worker’s status is on file yet.")
        n, targeted = len(self.parts.workers), sum(one.is_targeted for one in self.parts.workers)
        if not self.may_change and (n < THRESHOLD or any(map(Rule().is_small, (targeted, n - targeted)))):
            return _("Workers’ status is on file; so few people are not counted outside of the unit.")
        words = ngettext("%(n)d worker has a status on file", "%(n)d workers have a status on file", n)
        return _("%(words)s, %(targeted)d of them Targeted.") % {"words": words % {"n": n}, "targeted": targeted}

    @property
    def next(self) -> list[Next]:
        """What comes next."""
        at = [self.row.pk]
        if self.covered is None:
            edit = reverse("compliance:section3-project-edit", args=at)
            facts = any(one.kind == "fact" and one.what in COVERAGE for one in self.verdict.lacking)
            if facts:
                return [
                    Next(_("Enter what decides whether Section 3 covers the project."), edit, _("Change the project"))
                ]
            rows = f"{reverse('compliance:parameter-list')}?show=empty"
            return [
                Next(
                    _("Whoever keeps the law’s rows enters the threshold; then judge it anew."),
                    rows,
                    _("Rows without a value"),
                )
            ]
        if self.covered is False:
            return [Next(_("Nothing is asked by Section 3. Keep the funding stack and this answer on file."))]
        hours = Next(
            _("Tell the hours of each quarter."), reverse("compliance:labor-hours-edit", args=at), _("Enter hours")
        )
        if self.shares is None:
            return [hours]
        found = [hours] if self.row.completed_on is None else []
        if self.asks_efforts:
            found.insert(0, Next(
                _("A benchmark is missed: tell which qualitative efforts were made."),
                reverse("compliance:section3-efforts", args=at), _("Tell the efforts"),
            ))  # fmt: skip
        if self.verdict.figures.get("safe_harbour") is not True and not self.asks_efforts:
            found.insert(
                0,
                Next(
                    _("Put the certification that priorities were followed on file, with the hours."),
                    hours.url,
                    hours.link,
                ),
            )
        return found


def year_label(year: int, first_month: int) -> str:
    """A reporting year, as the city calls it."""
    return str(year) if first_month == 1 else _("FY %(year)s") % {"year": year}


def project_for(pk: int) -> Section3Project:
    """One of them: a kept kind is read by all staff."""
    found = Section3Project.objects.select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such Section 3 project."), visible=False)
    return found


def project_page(pk: int, facts: Facts) -> ProjectPage:
    """For all staff (a constant number of queries)."""
    row = project_for(pk)
    return ProjectPage(
        row=row,
        parts=Parts.of(row),
        law=law_on(facts.today),
        first_month=fiscal_first_month(),
        today=facts.today,
        may_change=may_keep(facts, SECTION3_PROJECT, row.unit),
        may_tell_hours=may_keep(facts, LABOR_HOURS, row.unit),
    )


def need(permission: Permission) -> None:
    """`Refused` with the reason where it is not theirs to do."""
    if not permission:
        raise Refused(permission.reason)


def workers_of(row: Section3Project) -> list[WorkerStatus]:
    """For those who keep them."""
    return list(row.workers.order_by("worker"))
