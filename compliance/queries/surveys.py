"""The pages on which a survey comes in: what was chosen, what would come of each row, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils.translation import gettext as _

from compliance.actions.surveys import reasons, why_not, why_not_undone
from compliance.kinds import BARRIER
from compliance.models import Barrier, BarrierBatch
from compliance.reading_rights import reads_compliance_of, units_kept, units_read
from compliance.surveys import kept
from compliance.surveys.judging import Judged, Row, judge
from compliance.surveys.mapping import Mapping
from metrics.reading.files import Table, open_table
from raci.actions.imports import spoken
from raci.authority import Facts, Permission
from raci.imports.verdicts import Fate, Unreadable
from raci.keeping import may_keep
from raci.models import Unit
from raci.refusals import Conflict, NotReady, Problem, Refused

AT_ONCE = 2_000  # rows that come in while somebody waits
MOST_SHOWN = 100
FIRST = 20
EARLIER = 20


def units_to_survey(facts: Facts) -> list[Unit]:
    """The units whose surveys they bring in; `Refused` where there are none."""
    units = units_kept(facts)
    if not units:
        raise Refused(_("Bringing in a survey takes R (responsible) for 1.4 in a unit."))
    return units


def earlier(facts: Facts) -> list[BarrierBatch]:
    """The newest surveys of the units that they read (1 query)."""
    rows = BarrierBatch.objects.filter(unit__in=units_read(facts)).select_related("unit", "begun_by")
    return list(rows.order_by("-pk")[:EARLIER])


def batch_for(pk: int, facts: Facts) -> BarrierBatch:
    """Fetch and authorise in one."""
    batch = BarrierBatch.objects.select_related("unit", "begun_by").filter(pk=pk).first()
    if batch is None or not reads_compliance_of(facts, batch.unit):
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return batch


def batch_to_fill(pk: int, facts: Facts) -> BarrierBatch:
    """A survey of which nothing came in yet, for whoever keeps barriers there."""
    batch = batch_for(pk, facts)
    permission = may_keep(facts, BARRIER, batch.unit)
    if not permission:
        raise Refused(permission.reason)
    if batch.came_in_at:
        raise Conflict(_("This survey came in already."))
    return batch


@contextmanager
def opened_file(batch: BarrierBatch) -> Iterator[Table]:
    """The survey's file, open. Raises NotReady where it cannot be read."""
    with kept.opened(batch.file_sha256) as file:
        try:
            yield open_table(file, batch.file_name)
        except Unreadable as problem:
            raise NotReady([Problem(spoken(problem.sentence), field="file")]) from problem


@dataclass(frozen=True)
class CheckPage:
    """What would come of the file."""

    batch: BarrierBatch
    mapping: Mapping
    judged: Judged

    @property
    def is_long(self) -> bool:
        """Whether it comes in in the background."""
        return len(self.judged.rows) > AT_ONCE

    @property
    def problems(self) -> list[Problem]:
        """What stands against bringing it in."""
        return why_not(self.judged)

    @property
    def refused(self) -> list[tuple[int, str, str]]:
        """The first refused rows: line, number, why."""
        return [(row.line, row.code, " ".join(reasons(row))) for row in self.judged.refused[:MOST_SHOWN]]

    @property
    def first(self) -> list[tuple[Row, str]]:
        """The first rows that come in, with what becomes of them."""
        rows = [row for row in self.judged.rows if row.fate is not Fate.REFUSED][:FIRST]
        return [(row, fate_words(row)) for row in rows]

    @property
    def statuses(self) -> list[tuple[str, int]]:
        """Rows by the status of their barrier, in words."""
        labels = dict(Barrier.Status.choices)
        return [(str(labels[code]), n) for code, n in sorted(self.judged.statuses.items())]


def check_page(batch: BarrierBatch, table: Table) -> CheckPage:
    """The dry run."""
    mapping = Mapping.of(batch.mapping)
    return CheckPage(batch, mapping, judge(table, mapping, batch.unit))


def fate_words(row: Row) -> str:
    """What becomes of a row, in words."""
    words = {Fate.NEW: _("new"), Fate.CHANGED: _("changed"), Fate.SAME: _("the same"), Fate.REFUSED: _("refused")}
    said = " ".join(reasons(row))
    return f"{words[row.fate]}. {said}" if said else words[row.fate]


@dataclass(frozen=True)
class BatchPage:
    """A survey, and what became of it."""

    batch: BarrierBatch
    may_keep: Permission

    @property
    def counts(self) -> dict[str, int]:
        """Rows by what became of them."""
        return {name: n for name, n in self.batch.counts.items() if name != "statuses"}

    @property
    def statuses(self) -> list[tuple[str, int]]:
        """Rows by the status of their barrier, in words."""
        labels = dict(Barrier.Status.choices)
        return [(str(labels[code]), n) for code, n in sorted(self.batch.counts.get("statuses", {}).items())]

    @property
    def why_it_stays(self) -> list[Problem]:
        """What stands against taking it out."""
        return why_not_undone(self.batch) if self.batch.came_in_at and not self.batch.undone_at else []


def batch_page(pk: int, facts: Facts) -> BatchPage:
    """The page of one (5 queries)."""
    batch = batch_for(pk, facts)
    return BatchPage(batch, may_keep(facts, BARRIER, batch.unit))


def need_undoable(page: BatchPage) -> None:
    """`Refused` where it is not theirs; `Conflict` where it was taken out already."""
    if not page.may_keep:
        raise Refused(page.may_keep.reason)
    if page.batch.undone_at:
        raise Conflict(_("It was taken out already, by %(who)s.") % {"who": page.batch.undone_as})
