"""The pages on which a file of figures comes in: what was chosen, what its columns are, and what would come of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from metrics import showing
from metrics.bringing import kept
from metrics.bringing.gathering import Figure, Subject
from metrics.bringing.judging import Judged, judge
from metrics.bringing.opening import Opened, opened
from metrics.bringing.telling import named, said_of, why_not
from metrics.cells import counting
from metrics.models import Batch
from metrics.queries.batches import need_units
from metrics.reading.files import open_table
from metrics.reading.observations import Observation
from metrics.reading.totals import Comparison
from raci import reviewing
from raci.actions.imports import spoken
from raci.authority import Facts
from raci.imports.verdicts import Unreadable
from raci.models import Unit
from raci.refusals import Conflict, NotReady, Problem, Refused

AT_ONCE = 5_000  # rows that come in while somebody waits
MOST_SHOWN = 100
FIRST_READ = 20


def units_for(facts: Facts) -> QuerySet[Unit]:
    """The units whose figures they bring in; `Refused` where there are none."""
    return Unit.objects.filter(pk__in=[unit.pk for unit in need_units(facts)]).order_by("path")


def batches_to_correct(units: QuerySet[Unit]) -> QuerySet[Batch]:
    """The batches of these units that count."""
    return counting().filter(unit__in=units).order_by("-pk")


def batch_to_fill(pk: int, facts: Facts) -> Batch:
    """A draft with a file and no values yet, for whoever writes it."""
    _review, batch = reviewing.reviewed("batch", pk, facts)
    permission = reviewing.may_write(facts, batch)
    if not permission:
        raise Refused(permission.reason)
    if batch.cells or not batch.file_sha256:
        raise Conflict(_("This batch holds its values already."))
    found: Batch = batch
    return found


@contextmanager
def opened_file(batch: Batch) -> Iterator[Opened]:
    """The batch's file, open, with the way in which it is read. Raises NotReady where it cannot be."""
    with kept.opened(batch.file_sha256) as file:
        try:
            yield opened(open_table(file, batch.file_name), batch.unit, batch.mapping or None)
        except Unreadable as problem:
            raise NotReady([Problem(spoken(problem.sentence), field="file")]) from problem


@dataclass(frozen=True)
class Read:
    """One of the first figures, as it was understood."""

    line: int | str
    indicator: str
    period: str
    place: str
    groups: str
    figures: str


@dataclass(frozen=True)
class CheckPage:
    """What would come of the file."""

    batch: Batch
    judged: Judged
    problems: list[Problem]
    refusals: list[tuple[int | None, str]]
    first: list[Read]
    differ: list[tuple[str, str, str]]
    differs: int
    compared: int

    @property
    def is_long(self) -> bool:
        """Whether it comes in in the background."""
        return self.judged.gathered.lines > AT_ONCE

    @property
    def missing(self) -> list[tuple[str, str]]:
        """What the portal does not know: (sort, names)."""
        return [(one, named(self.judged.resolved, one)) for one in sorted(self.judged.resolved.missing)]

    @property
    def dimensions(self) -> list[str]:
        """The dimensions of the file, by its names."""
        names = {name for subject in self.judged.gathered.figures for name, _group in subject.groups}
        return sorted(names, key=str.casefold)


def check_page(batch: Batch, found: Opened) -> CheckPage:
    """Judge the whole file; nothing is written."""
    judged = judge(found.table, found.mapping, found.choices)
    compared = judged.gathered.totals.compared()
    differ = [one for one in compared if one.differs_by]
    refusals: list[tuple[int | None, str]] = [(row.line, said_of(row)) for row in judged.gathered.faults]
    refusals += [(fault.line, spoken(fault.sentence)) for fault in judged.faults]
    return CheckPage(
        batch=batch,
        judged=judged,
        problems=why_not(judged, found.choices),
        refusals=refusals[:MOST_SHOWN],
        first=_first(judged),
        differ=[_said(one) for one in differ[:MOST_SHOWN]],
        differs=len(differ),
        compared=len(compared),
    )


def _first(judged: Judged) -> list[Read]:
    found = []
    for subject, periods in judged.gathered.figures.items():
        for period, figure in periods.items():
            found.append(_read(subject, showing.period(period.begin, period.end), figure))
            if len(found) == FIRST_READ:
                return found
    return found


def _read(subject: Subject, period: str, figure: Figure) -> Read:
    groups = " · ".join(f"{name}: {group}" for name, group in subject.groups)
    place = subject.place or subject.place_code
    return Read(figure.line or "—", subject.label.text, period, place, groups, _figures(figure.observation))


def _figures(one: Observation) -> str:
    """What is known of a figure, in the file's own numbers."""
    names = {
        "n": _("people"), "k": _("with the outcome"), "value": _("value"), "moe": _("margin"), "se": _("standard error"),
        "sum": _("sum"), "events": _("events"), "exposure": _("exposure"), "base": _("of"), "weight_sum": _("weights"),
        "weighted_sum": _("weights with the outcome"),
    }  # fmt: skip
    known = [(label, getattr(one, name)) for name, label in names.items() if getattr(one, name) is not None]
    return ", ".join(f"{label} {value}" for label, value in known) + (f" ({one.unit})" if one.unit else "")


def _said(one: Comparison) -> tuple[str, str, str]:
    where = one.where
    about = [where.indicator, where.place or where.place_code, *(group for _name, group in where.others)]
    about.append(showing.period(where.period.begin, where.period.end) if where.period else "")
    return " · ".join(part for part in [*about, where.dimension] if part), str(one.total), str(one.parts)
