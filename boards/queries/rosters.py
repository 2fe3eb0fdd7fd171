"""The pages on which a roster comes in: what was chosen, what would come of each row, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from boards.actions.rosters import PLAIN, read_again, why_not, why_not_undone
from boards.bringing.judging import Judged, Row, judge
from boards.bringing.writing import day_of
from boards.keepers import need_units, units_kept
from boards.kinds import BOARD
from boards.models import RosterImport, RosterRemark
from boards.rosters.shape import Roster
from metrics.bringing import kept
from metrics.reading.files import Table, open_table
from raci.actions.imports import spoken
from raci.authority import Facts, Permission
from raci.imports.verdicts import Fate, Unreadable
from raci.keeping import may_keep
from raci.models import Unit
from raci.refusals import Conflict, NotReady, Problem, Refused

LAYOUTS = {
    "boston": gettext_lazy("Boston’s commissions database, as a table"),
    "boston json": gettext_lazy("Boston’s commissions database"),
    "committees": gettext_lazy("committees by Open States"), "mayors": gettext_lazy("mayors by Open States"),
    "governance organizations": gettext_lazy("New York City’s governance organizations"), "plain": gettext_lazy("a plain table"),
    "popolo": gettext_lazy("Popolo"),
}  # fmt: skip
AT_ONCE = 200  # rows that come in while somebody waits
MOST_SHOWN, FIRST, EARLIER = 100, 20, 20


def units_to_fill(facts: Facts) -> list[Unit]:
    """The units whose rosters they bring in; `Refused` where there are none."""
    return need_units(facts)


def earlier(facts: Facts) -> list[RosterImport]:
    """The newest rosters of the units whose boards they keep."""
    rows = RosterImport.objects.filter(unit__in=units_kept(facts)).select_related("unit", "begun_by")
    return list(rows.order_by("-pk")[:EARLIER])


def batch_for(pk: int, facts: Facts) -> RosterImport:
    """Fetch and authorise in one: it is for whoever keeps the boards of its unit."""
    batch = RosterImport.objects.select_related("unit", "begun_by").filter(pk=pk).first()
    if batch is None or not may_keep(facts, BOARD, batch.unit):
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return batch


def batch_to_fill(pk: int, facts: Facts) -> RosterImport:
    """A roster of which nothing came in yet."""
    batch = batch_for(pk, facts)
    if batch.came_in_at:
        raise Conflict(_("This roster came in already."))
    return batch


@contextmanager
def opened_table(batch: RosterImport) -> Iterator[Table]:
    """The columns of a plain table. Raises NotReady where it cannot be read, `Conflict` where the layout is known."""
    if batch.layout != PLAIN:
        raise Conflict(_("The layout of this file is known: there is nothing to say of its columns."))
    with kept.opened(batch.file_sha256) as file:
        try:
            yield open_table(file, batch.file_name)
        except Unreadable as problem:
            raise NotReady([Problem(spoken(problem.sentence), field="file")]) from problem


def roster_of(batch: RosterImport) -> Roster:
    """The roster of the batch's file. Raises NotReady where it cannot be read."""
    with kept.opened(batch.file_sha256) as file:
        return read_again(batch, file)


@dataclass(frozen=True)
class CheckPage:
    """What would come of the file."""

    batch: RosterImport
    judged: Judged

    @property
    def layout(self) -> str:
        """As what the file is read, in words."""
        return str(LAYOUTS.get(self.batch.layout, self.batch.layout))

    @property
    def is_long(self) -> bool:
        """Whether it comes in in the background."""
        return len(self.judged.rows) > AT_ONCE

    @property
    def is_plain(self) -> bool:
        """Whether its columns can be said."""
        return self.batch.layout == PLAIN

    @property
    def problems(self) -> list[Problem]:
        """What stands against bringing it in."""
        return why_not(self.judged)

    @property
    def first(self) -> list[tuple[Row, str]]:
        """The first rows: what is refused, then what is odd, then the others; each with its verdict in words."""
        order = {Fate.REFUSED: 0, Fate.SKIPPED: 1}
        rows = sorted(self.judged.rows, key=lambda row: (order.get(row.fate, 2), not row.reasons, row.line))
        return [(row, fate_words(row)) for row in rows[:FIRST]]

    @property
    def whole(self) -> list[str]:
        """What is odd of the file or of a whole body."""
        return [f"{one.body}: {one.words}" if one.body else one.words for one in self.judged.remarks if not one.row]


def check_page(batch: RosterImport) -> CheckPage:
    """The dry run."""
    return CheckPage(batch, judge(roster_of(batch), batch.unit, day_of(batch)))


def fate_words(row: Row) -> str:
    """What becomes of a row, in words."""
    words = {
        Fate.NEW: _("new"), Fate.CHANGED: _("changed"), Fate.SAME: _("the same"), Fate.REFUSED: _("refused"),
        Fate.SKIPPED: _("skipped"),
    }  # fmt: skip
    return f"{words[row.fate]}. {' '.join(row.reasons)}" if row.reasons else words[row.fate]


@dataclass(frozen=True)
class BatchPage:
    """A roster, and what became of it."""

    batch: RosterImport
    may_keep: Permission

    @property
    def counts(self) -> dict[str, int]:
        """Rows by what became of them."""
        return dict(self.batch.counts)

    @property
    def why_it_stays(self) -> list[Problem]:
        """What stands against taking it out."""
        return why_not_undone(self.batch) if self.batch.came_in_at and not self.batch.undone_at else []

    @property
    def remarks(self) -> list[RosterRemark]:
        """The first odd things in it."""
        return list(self.batch.remarks.order_by("row", "pk")[:MOST_SHOWN])

    @property
    def more(self) -> int:
        """How many remarks are not shown."""
        return max(0, self.batch.remarks.count() - MOST_SHOWN)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """How often each kind of remark was made, most often first."""
        found = self.batch.remarks.order_by().values_list("code").annotate(n=Count("pk")).order_by("-n", "code")
        return [(code.replace("_", " "), n) for code, n in found]


def batch_page(pk: int, facts: Facts) -> BatchPage:
    """The page of one."""
    batch = batch_for(pk, facts)
    return BatchPage(batch, may_keep(facts, BOARD, batch.unit))


def need_undoable(page: BatchPage) -> None:
    """`Conflict` where it was taken out already."""
    if page.batch.undone_at:
        raise Conflict(_("It was taken out already, by %(who)s.") % {"who": page.batch.undone_as})
