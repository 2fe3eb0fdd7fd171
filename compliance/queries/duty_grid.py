"""Programmes by units as a table of letters and numbers: it reads without colour, and each cell leads to its obligations."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import reverse

from compliance.checks.verdicts import Result, gravest
from compliance.duties.status import RESULTS
from compliance.models import Obligation, Programme
from compliance.queries.status import LETTERS, OPEN, WORDS, with_status
from raci.authority import Facts
from raci.models import Unit


@dataclass
class Cell:
    """How many obligations of a programme stand how in a unit."""

    url: str = ""
    name: str = ""  # of the programme
    counts: dict[Result, int] = field(default_factory=dict)

    @property
    def marks(self) -> list[tuple[str, str, int]]:
        """Letter, words and number, the gravest first."""
        return [(str(LETTERS[one]), str(WORDS[one]), self.counts[one]) for one in RESULTS if self.counts.get(one)]

    @property
    def worst(self) -> str:
        """Its class on the page; the letters say it too."""
        there: list[Result] = [one for one in self.counts if one != Result.NOT_APPLICABLE]
        there = there or list(self.counts)
        return gravest(there).value.lower() if there else ""


@dataclass(frozen=True)
class Grid:
    """Rows of units, columns of programmes."""

    programmes: list[Programme]
    rows: list[tuple[Unit, list[Cell]]]
    totals: list[Cell]

    @property
    def legend(self) -> list[tuple[str, str]]:
        """Each letter with its words."""
        return [(str(LETTERS[one]), str(WORDS[one])) for one in RESULTS]


def grid(facts: Facts) -> Grid:
    """What runs today, and of what is over, what was never shown (3 queries)."""
    runs = Q(ends_on=None) | Q(ends_on__gte=facts.today)
    never_shown = Q(stands__in=[one.value for one in OPEN])
    found = with_status(Obligation.objects.filter(begins_on__lte=facts.today), facts.today)
    counted = found.filter(runs | never_shown).order_by().values("requirement__programme", "unit", "stands")
    cells: dict[tuple[int, int], Cell] = {}
    totals: dict[int, Cell] = {}
    for row in counted.annotate(n=Count("pk")):
        programme, unit, stands = row["requirement__programme"], row["unit"], Result(row["stands"])
        cells.setdefault((unit, programme), Cell()).counts[stands] = row["n"]
        total = totals.setdefault(programme, Cell()).counts
        total[stands] = total.get(stands, 0) + row["n"]
    programmes = list(Programme.objects.filter(pk__in=totals))
    units = list(Unit.objects.filter(pk__in={unit for unit, _programme in cells}).order_by("path"))
    return Grid(
        programmes=programmes,
        rows=[(unit, [_cell(cells.get((unit.pk, one.pk)), one, unit) for one in programmes]) for unit in units],
        totals=[_cell(totals.get(one.pk), one) for one in programmes],
    )


def _cell(cell: Cell | None, programme: Programme, unit: Unit | None = None) -> Cell:
    cell = cell or Cell()
    cell.name = programme.name
    cell.url = total_url(programme) + (f"&{urlencode({'unit': unit.code})}" if unit else "")
    return cell


def total_url(programme: Programme) -> str:
    """The list of the obligations of a programme."""
    return f"{reverse('compliance:obligation-list')}?{urlencode({'programme': programme.code})}"
