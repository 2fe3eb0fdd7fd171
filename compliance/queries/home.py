"""What the first page of the law shows: what is asked of this person, what is not known, and the programmes."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse

from compliance.checks.verdicts import Result
from compliance.duties.status import RESULTS
from compliance.law.standing import counting
from compliance.models import Parameter, Programme, Requirement
from compliance.queries.duty_grid import Cell, grid, total_url
from compliance.queries.status import WORDS
from raci.authority import Facts
from raci.queries.waiting import Waiting, waiting_on

MOST = 8  # lines of what is not known


@dataclass(frozen=True)
class ProgrammeLine:
    """A law, its level, how much it asks, and how much of that nobody who is responsible leads."""

    programme: Programme
    levels: str
    requirements: int
    without_lead: int
    stands: list[tuple[str, int, str]]  # how its obligations stand: in words, how many, and their list


@dataclass(frozen=True)
class LawHome:
    """The page."""

    waiting: list[Waiting]
    unknown: list[Parameter]
    more_unknown: int
    programmes: list[ProgrammeLine]


def law_home(facts: Facts) -> LawHome:
    """What waits below /law/ first, by its day (a constant number of queries)."""
    here = reverse("compliance:home")
    unknown = list(counting().filter(value=None).select_related("programme").order_by("key", "variant"))
    return LawHome(
        waiting=[one for one in waiting_on(facts) if one.url.startswith(here)],
        unknown=unknown[:MOST],
        more_unknown=max(0, len(unknown) - MOST),
        programmes=_programmes(facts),
    )


def _programmes(facts: Facts) -> list[ProgrammeLine]:
    standing = Requirement.standing(facts.today, "requirements__")
    rows = Programme.objects.annotate(
        asked=Count("requirements", filter=standing, distinct=True),
        unled=Count("requirements", filter=standing & Q(requirements__lead=None), distinct=True),
    ).prefetch_related("packs")
    cells = {cell.url: cell for cell in grid(facts).totals}
    return [
        ProgrammeLine(
            one,
            ", ".join(dict.fromkeys(str(pack.get_level_display()) for pack in one.packs.all())),
            one.asked,
            one.unled,
            _stands(cells.get(total_url(one))),
        )
        for one in rows
        if one.asked
    ]


def _stands(cell: Cell | None) -> list[tuple[str, int, str]]:
    """How the obligations of a law stand today, the gravest first; each with the list of them."""
    if cell is None:
        return []
    there = [one for one in RESULTS if cell.counts.get(one) and one != Result.NOT_APPLICABLE]
    return [(str(WORDS[one]), cell.counts[one], f"{cell.url}&status={one.value}") for one in there]
