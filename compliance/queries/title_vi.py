"""Title VI: what it asks of the city and how that stands, and for transit the programme's pieces, analyses and monitoring."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.checks import fta_provider, service_equity
from compliance.checks.telling import retold
from compliance.checks.verdicts import Result, gravest
from compliance.duties.applicability import of_the_city
from compliance.duties.status import RESULTS
from compliance.kinds import ROUTE_MONITORING_RUN, SERVICE_EQUITY_RUN, TRANSIT_PROGRAMME
from compliance.models import (
    CityFact,
    Obligation,
    Requirement,
    RouteMonitoringRun,
    ServiceEquityRun,
    TransitProgramme,
)
from compliance.queries.applicability import Known, known_on
from compliance.queries.language_assessments import units_kept
from compliance.queries.status import WORDS, with_status
from compliance.title_vi.judging import GROUPS
from compliance.verdict_words import Worded
from raci.authority import Facts, Permission
from raci.keeping import may_keep
from raci.refusals import Refused

PROGRAMME = "title-vi"
FIRST = ("T6-01", "T6-03", "T6-04", "T6-10")  # assurances, notice, complaint procedure, language plan
MOST_PROGRAMMES = 6


@dataclass(frozen=True)
class RequirementLine:
    """A requirement of Title VI, and how its obligations stand today."""

    row: Requirement
    counts: Mapping[Result, int]

    @property
    def worst(self) -> str:
        """What stands for all of them, in words."""
        there: list[Result] = [one for one in self.counts if one != Result.NOT_APPLICABLE] or list(self.counts)
        return str(WORDS[gravest(there)]) if there else _("no obligation yet")

    @property
    def told(self) -> list[tuple[str, int]]:
        """How many stand how, the gravest first."""
        return [(str(WORDS[one]), self.counts[one]) for one in RESULTS if self.counts.get(one)]

    @property
    def url(self) -> str:
        """What is asked, in full."""
        return reverse("compliance:requirement-detail", args=[self.row.code])


@dataclass(frozen=True)
class TitleVIPage:
    """The first page of Title VI."""

    first: list[RequirementLine]
    rest: list[RequirementLine]
    size: Worded  # whether the fuller duties of a large transit provider are due
    programmes: list[TransitProgramme]
    may_begin: bool


def title_vi_page(facts: Facts) -> TitleVIPage:
    """For all staff (a constant number of queries)."""
    counts: dict[int, Counter[Result]] = {}
    stands = with_status(Obligation.objects.filter(requirement__programme__code=PROGRAMME), facts.today)
    for requirement, result, n in stands.order_by().values_list("requirement", "stands").annotate(n=Count("pk")):
        counts.setdefault(requirement, Counter())[Result(result)] += n
    rows = Requirement.objects.filter(Requirement.standing(facts.today), programme__code=PROGRAMME).order_by("code")
    lines = [RequirementLine(row, counts.get(row.pk, {})) for row in rows]
    return TitleVIPage(
        first=[line for line in lines if line.row.code in FIRST],
        rest=[line for line in lines if line.row.code not in FIRST],
        size=size(known_on(facts.today)),
        programmes=list(TransitProgramme.objects.select_related("unit")[:MOST_PROGRAMMES]),
        may_begin=bool(units_kept(facts, TRANSIT_PROGRAMME)),
    )


def size(known: Known) -> Worded:
    """The check of the provider's size, by the facts of the city and the awards that run."""

    def fact(key: str) -> Any:
        found = known.city.facts.get(key)
        return found.value if found else None

    key, funded = CityFact.Key, any(one.agency == "FTA" for one in known.city.awards)
    routes = fact(key.FIXED_ROUTE)
    asked = fta_provider.Facts(
        as_of=known.day,
        receives_fta=funded or (False if fact(key.ALL_AWARDS) else None),
        fixed_route=None if routes is None else bool(routes),
        uza_population=fact(key.UZA_POPULATION),
        peak_vehicles=fact(key.PEAK_VEHICLES),
    )
    verdict = fta_provider.judge(asked, known.law)
    return Worded(replace(verdict, lacking=of_the_city(verdict.lacking, known.law)))


# ---- a programme


@dataclass(frozen=True)
class ProgrammePage:
    """One submission."""

    row: TransitProgramme
    pieces: list[Any]
    may_change: Permission

    @property
    def missing(self) -> list[str]:
        """Pieces that are asked for, or may be, and are not ready."""
        return [one.get_piece_display() for one in self.pieces if one.is_due is not False and one.done_on is None]

    @property
    def next(self) -> str:
        """What comes next."""
        row = self.row
        if row.submitted_on:
            return _("It is submitted. The next one is due three years later.")
        if self.missing:
            return _("Make the missing pieces ready.")
        if not row.approved_on:
            return _("Bring it before the governing body: it approves the programme before it is submitted.")
        return _("Submit it, and keep the receipt.")


def programme_page(pk: int, facts: Facts) -> ProgrammePage:
    """For all staff."""
    row = TransitProgramme.objects.select_related("unit").filter(pk=pk).first()
    if row is None:
        raise Refused(_("There is no such transit programme."), visible=False)
    return ProgrammePage(row, list(row.pieces.order_by("pk")), may_keep(facts, TRANSIT_PROGRAMME, row.unit))


# ---- runs


@dataclass(frozen=True)
class ChangePage:
    """One analysis of a change. `requirement`: what it is evidence for."""

    row: ServiceEquityRun
    may_change: Permission
    requirement: str = service_equity.REQUIREMENT

    @property
    def verdicts(self) -> list[tuple[str, Worded]]:
        """By group of riders, as it was judged and kept."""
        titles = {
            "minority": _("Minority riders: disparate impact"),
            "low_income": _("Low-income riders: disproportionate burden"),
        }
        return [(titles[group], Worded(retold(self.row.verdict[group]))) for group in GROUPS]

    @property
    def asks(self) -> list[str]:
        """What has to be recorded and is not yet."""
        row, raised, found = self.row, Result.INDICATOR_RAISED.value, []
        if row.withdrawn_on:
            return []
        if row.minority_result == raised and not row.justification:
            found.append(_("the substantial legitimate justification"))
        if row.minority_result == raised and not row.alternatives:
            found.append(_("the alternatives with less impact"))
        if row.low_income_result == raised and not row.mitigation:
            found.append(_("what is avoided, minimised or mitigated"))
        if raised in (row.minority_result, row.low_income_result) and not row.board_action:
            found.append(_("what the governing body decided"))
        return found

    @property
    def is_open(self) -> bool:
        """Whether something was not known when it was judged: a new analysis may say more."""
        return Result.CANNOT_DETERMINE.value in (self.row.minority_result, self.row.low_income_result)


def change_of(number: str) -> ServiceEquityRun | None:
    """The analysis of this number, as an address gives it."""
    known = number.isascii() and number.isdigit()
    return ServiceEquityRun.objects.filter(pk=int(number[:9])).first() if known else None


def change_page(pk: int, facts: Facts) -> ChangePage:
    """For all staff."""
    row = ServiceEquityRun.objects.select_related("unit").filter(pk=pk).first()
    if row is None:
        raise Refused(_("There is no such analysis."), visible=False)
    return ChangePage(row, may_keep(facts, SERVICE_EQUITY_RUN, row.unit))


@dataclass(frozen=True)
class MonitoringPage:
    """One monitoring of routes."""

    row: RouteMonitoringRun
    routes: list[Any]
    may_change: Permission

    @property
    def worded(self) -> Worded:
        """As it was judged and kept."""
        return Worded(retold(self.row.verdict))


def monitoring_page(pk: int, facts: Facts) -> MonitoringPage:
    """For all staff."""
    row = RouteMonitoringRun.objects.select_related("unit").filter(pk=pk).first()
    if row is None:
        raise Refused(_("There is no such monitoring."), visible=False)
    return MonitoringPage(row, list(row.routes.order_by("order")), may_keep(facts, ROUTE_MONITORING_RUN, row.unit))
