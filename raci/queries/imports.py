"""What the pages of lists show: a chosen file row by row before anything comes in, and what earlier ones brought in."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from raci.actions.import_undo import why_not_undone
from raci.actions.imports import MOST_IN_A_REQUEST, judge, open_founding, spoken
from raci.imports.columns import PEOPLE_FIELDS, UNIT_FIELDS, Column, Field, Table, columns, tabulate
from raci.imports.reading import Sheet, read_sheet
from raci.imports.verdicts import Fate, Plan, Row, Unreadable
from raci.models import ImportBatch, ImportFile, ListKind, Person, Unit
from raci.refusals import Problem

ON_A_PAGE = 100
FIELDS: dict[str, tuple[Field, ...]] = {ListKind.UNITS: UNIT_FIELDS, ListKind.PEOPLE: PEOPLE_FIELDS}
TYPED = "typed"  # the file's name where somebody typed the rows
FATES = {
    Fate.REFUSED: _("refused"),
    Fate.SKIPPED: _("skipped"),
    Fate.CHANGED: _("changed"),
    Fate.NEW: _("new"),
    Fate.SAME: _("the same"),
}


@dataclass(frozen=True)
class RowShown:
    """A row with its reasons in the reader's language."""

    row: Row
    fate: str
    reasons: list[str]
    kind: str = ""  # of a unit
    kind_is_guessed: bool = False
    below_is_guessed: bool = False


@dataclass(frozen=True)
class CheckPage:
    """A chosen file, before anything comes in. `problem` instead of a plan where it cannot be judged."""

    file: ImportFile
    read_as: str
    table: Table | None
    columns: tuple[Column, ...]
    plan: Plan | None
    problem: str
    page: Page[Row]
    rows: list[RowShown]
    counts: list[tuple[str, str, int]]  # fate, in words, rows
    shown: str  # the fate that is shown; "" is all

    @property
    def read(self) -> list[tuple[str, str]]:
        """Heading, and the field as which its column is read; only where there are headings."""
        if self.table is None or not self.table.heading_line:
            return []
        held = {field.name: str(_(field.label)) for field in FIELDS[self.file.kind]}
        return [
            (self.heading(at), held[name]) for name, at in sorted(self.table.mapping.items(), key=lambda one: one[1])
        ]

    @property
    def unused(self) -> list[str]:
        """The columns that are not used."""
        return [self.heading(at) for at in self.table.unused] if self.table else []

    @property
    def absent(self) -> list[str]:
        """The fields without which each unit's place is a guess, where no column was found for them."""
        if self.table is None or self.file.kind != ListKind.UNITS:
            return []
        fields = [field for field in UNIT_FIELDS if field.name in ("kind", "parent")]
        return [str(_(field.label)) for field in fields if field.name not in self.table.mapping]

    @property
    def asks_for_columns(self) -> bool:
        """Whether the person should look which column is which: something is not used or not found, and they have not said."""
        return bool(self.problem) or (self.file.mapping is None and bool(self.unused or self.absent))

    def heading(self, at: int) -> str:
        """How a column is called."""
        heading = self.columns[at].heading if at < len(self.columns) else ""
        return heading or gettext("Column %(n)d") % {"n": at + 1}

    @property
    def is_too_long(self) -> bool:
        """Whether it has more rows than come in while somebody waits."""
        return self.plan is not None and len(self.plan.rows) > MOST_IN_A_REQUEST

    @property
    def brings(self) -> int:
        """How many rows would come in new or changed."""
        return self.plan.count(Fate.NEW, Fate.CHANGED) if self.plan else 0


def table_of(file: ImportFile) -> tuple[Sheet, Table]:
    """The file as a list. Raises Unreadable."""
    sheet = read_sheet(bytes(file.content), file.file_name)
    typed = file.file_name == TYPED
    return sheet, tabulate(sheet, FIELDS[file.kind], told=file.mapping, file_name=file.file_name, typed=typed)


def check_page(file: ImportFile, show: str, number: str) -> CheckPage:
    """Judge every row; changes nothing."""
    table, plan, problem, read_as = None, None, "", ""
    held: tuple[Column, ...] = ()
    try:
        sheet = read_sheet(bytes(file.content), file.file_name)
        held, read_as = columns(sheet, FIELDS[file.kind], typed=file.file_name == TYPED), spoken(sheet.read_as)
        _sheet, table = table_of(file)
        plan = judge(file.kind, table)
    except Unreadable as refused:
        problem = spoken(refused.sentence)
    rows = plan.rows if plan else ()
    chosen = show if show in {fate.value for fate in FATES} else ""
    wanted = [row for fate in FATES for row in rows if row.fate is fate and chosen in ("", fate.value)]
    page: Page[Row] = Paginator(wanted, ON_A_PAGE).get_page(number)
    shown = [_row(row) for row in page]
    counts = [(fate.value, str(label), plan.count(fate)) for fate, label in FATES.items()] if plan else []
    return CheckPage(file, read_as, table, held, plan, problem, page, shown, counts, chosen)


def _row(row: Row) -> RowShown:
    kind = row.values.get("kind", "")
    return RowShown(
        row,
        str(FATES[row.fate]),
        [spoken(one) for one in row.reasons],
        str(Unit.Kind(kind).label) if kind else "",
        kind_is_guessed="kind" in row.guessed,
        below_is_guessed="parent" in row.guessed,
    )


def chosen_file(kind: str, person: Person) -> ImportFile | None:
    """The list that this person has chosen and not brought in yet."""
    return ImportFile.objects.filter(kind=kind, person=person).first()


def batches(kind: str) -> list[ImportBatch]:
    """What came in by lists, newest first; of the draft as long as there is one."""
    found = ImportBatch.objects.filter(kind=kind, is_draft=open_founding() is not None).select_related("by")
    return list(found.defer("added", "changed", "left")[:20])


@dataclass(frozen=True)
class BatchPage:
    """What one list brought in."""

    batch: ImportBatch
    counts: list[tuple[str, int]]
    problems: list[Problem]  # what depends on it

    @property
    def may_be_undone(self) -> bool:
        """Whether the whole can be taken back."""
        came = self.batch.added or self.batch.changed
        return bool(came) and not self.problems and self.batch.undone_at is None


def batch_page(batch: ImportBatch) -> BatchPage:
    """The page of a batch."""
    counts = [(str(label), batch.counts.get(fate.value, 0)) for fate, label in FATES.items()]
    if batch.undone_at is not None:
        problems = []
    elif batch.is_draft and open_founding() is None:
        problems = [Problem(str(_("The city was founded since.")))]
    else:
        problems = why_not_undone(batch)
    return BatchPage(batch, counts, problems)
