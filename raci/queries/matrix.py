"""What the matrix page shows: one version, its cells in words, who stands behind them today, and the reader's own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from raci.asof import ON
from raci.authority import LETTERS, Facts, matrix_in_force
from raci.matrix.findings import by_activity, findings
from raci.matrix.rows import table_of
from raci.matrix.table import LETTERS as ORDER
from raci.matrix.table import Column, Heading, MatrixTable, Row, show_codes
from raci.models import Matrix
from raci.queries.posts_today import PostToday, held_by, on_day, posts_of_roles
from raci.queries.xrays.vacancies import vacancies
from raci.refusals import Refused
from raci.xrays import margin

MOST_VACANT = 2  # named in a row's margin; more are counted


@dataclass(frozen=True)
class CellShown:
    """A cell: its codes, and what a screen reader says of it."""

    column: Column
    codes: str
    says: str
    is_mine: bool
    passed_by: str  # who delegated a letter of it to the reader


@dataclass(frozen=True)
class RowShown:
    """An activity with its cells and what is wrong with it today."""

    code: str
    title: str
    cells: list[CellShown]
    warnings: list[str]


@dataclass(frozen=True)
class GroupShown:
    """A category with its rows."""

    heading: Heading
    rows: list[RowShown]


@dataclass(frozen=True)
class MatrixPage:
    """One published version for its reader."""

    matrix: Matrix
    facts: Facts
    day: date  # that is shown: who held which post
    decides: Matrix | None  # the version in force on that day
    columns: list[tuple[Column, bool]]  # with whether it is the reader's own
    groups: list[GroupShown]
    source_counts: list[tuple[str, int]]
    procedure_counts: list[tuple[str, int]]
    versions: list[Matrix]  # all published, newest first
    mine: list[str]  # "Directors (as Director, Parks)"

    @property
    def is_in_force(self) -> bool:
        """Whether it decides on the day that is shown."""
        return self.decides == self.matrix

    @property
    def is_coming(self) -> bool:
        """Whether its day has not come."""
        return bool(self.matrix.effective_on and self.matrix.effective_on > self.day)

    @property
    def coming(self) -> list[Matrix]:
        """What is approved and takes over from the version in force today, in the order of their days."""
        shows_today = self.is_in_force and self.day == self.facts.today
        return [one for one in self.versions[::-1] if shows_today and one.effective_on > self.day]  # type: ignore[operator]

    @property
    def query(self) -> str:
        """What leads to the same version on the same day, at the end of another address of the matrix."""
        said = {} if self.is_in_force else {"version": str(self.matrix.number)}
        said |= {ON: self.day.isoformat()} if self.day != self.facts.today else {}
        return f"?{urlencode(said)}" if said else ""

    @property
    def source_cells(self) -> int:
        """How many cells the source rows have."""
        return sum(count for _codes, count in self.source_counts)


def published(facts: Facts, number: int | None = None, day: date | None = None) -> Matrix | None:
    """The version in force (on a day, else today), or the published one of this number. Drafts are nobody's to read here."""
    if number is None:
        decides = facts.matrix if day in (None, facts.today) else matrix_in_force(day)
        return Matrix.objects.get(pk=decides.pk) if decides else None
    matrix = Matrix.objects.filter(number=number, effective_on__isnull=False).first()
    if matrix is None:
        raise Refused(_("There is no such version of the matrix."), visible=False)
    return matrix


def matrix_page(matrix: Matrix, facts: Facts, day: date | None = None) -> MatrixPage:
    """The page of a version on a day (10 queries beside what is known of the reader, and those of X-rays of the one in force)."""
    table, then = table_of(matrix), on_day(facts, day or facts.today)
    margin = _Margin(table, matrix, then)
    return MatrixPage(
        matrix=matrix,
        facts=facts,
        day=then.today,
        decides=published(facts, day=then.today),
        columns=[(column, column.code in _own_roles(facts)) for column in table.columns],
        groups=[
            GroupShown(heading, [_row(table, row, then, margin) for row in table.rows_of(heading.code)])
            for heading in table.categories
        ],
        source_counts=counts_of(table, procedures=False),
        procedure_counts=counts_of(table, procedures=True),
        versions=list(Matrix.objects.filter(effective_on__isnull=False).order_by("-number")),
        mine=_mine(table, facts),
    )


def _own_roles(facts: Facts) -> set[str]:
    return {capacity.role for capacity in facts.posts}


def _mine(table: MatrixTable, facts: Facts) -> list[str]:
    found = []
    for column in table.columns:
        titles = [capacity.label for capacity in facts.posts if capacity.role == column.code]
        if titles:
            found.append(_("%(column)s (as %(posts)s)") % {"column": column.short_name, "posts": "; ".join(titles)})
    return found


def _row(table: MatrixTable, row: Row, facts: Facts, margin: _Margin) -> RowShown:
    cells = [
        _cell(row, column, codes, margin.posts[column.code], facts)
        for column, codes in zip(table.columns, table.row(row.code), strict=True)
    ]
    return RowShown(row.code, row.title, cells, list(margin.of(row.code, cells)))


def _cell(row: Row, column: Column, codes: str, posts: list[PostToday], facts: Facts) -> CellShown:
    passed = (
        []
        if facts.looks_back
        else [c.given_by for c in facts.capacities if c.only and c.only[0] == row.code and c.role == column.code]
    )
    says = _("%(code)s %(title)s, %(column)s: %(codes)s; %(held)s") % {
        "code": row.code,
        "title": row.title,
        "column": column.name,
        "codes": _(" and ").join(str(LETTERS[letter]) for letter in codes) or _("no part in it"),
        "held": held_by(posts),
    }
    is_mine = column.code in _own_roles(facts)
    if is_mine:
        says = _("%(says)s. This is your column.") % {"says": says}
    elif passed:
        says = _("%(says)s. %(person)s passed a letter of it to you.") % {"says": says, "person": passed[0]}
    return CellShown(column, codes, says, is_mine, ", ".join(passed))


class _Margin:
    """What X-rays say beside the rows of a version: what its table lacks, whose posts are vacant on the day that is shown,
    and of the version in force also who counts twice today.
    """

    def __init__(self, table: MatrixTable, matrix: Matrix, facts: Facts) -> None:
        self.posts = posts_of_roles([column.code for column in table.columns], facts)
        self.vacant: dict[str, list[PostToday]] = {}
        for one in vacancies(table.cells, facts):
            self.vacant.setdefault(one.post.post.role.code, []).append(one.post)
        self.lacks = by_activity(findings(table))
        decides = bool(facts.matrix and facts.matrix.pk == matrix.pk and not facts.looks_back)
        self.besides = margin(facts) if decides else {}

    def of(self, activity: str, cells: Iterable[CellShown]) -> Iterable[str]:
        """One row: what it lacks first, then its A posts, for without their holders nothing can be decided."""
        yield from (one.text for one in self.lacks.get(activity, ()))
        for letter in "AR":
            for cell in cells:
                if letter in cell.codes:
                    yield from self._vacancies(letter, cell.column)
        yield from self.besides.get(activity, ())

    def _vacancies(self, letter: str, column: Column) -> Iterable[str]:
        posts, vacant = self.posts[column.code], self.vacant.get(column.code, [])
        names = {"letter": letter, "column": column.short_name, "n": len(vacant), "all": len(posts)}
        if not posts:
            yield _("%(letter)s: no post has the role %(column)s") % names
        elif len(vacant) > MOST_VACANT:
            yield _("%(letter)s: %(n)d of %(all)d posts vacant (%(column)s)") % names
        else:
            for post in vacant:
                yield _("%(letter)s: %(post)s is %(vacant)s") % {
                    "letter": letter,
                    "post": post.title,
                    "vacant": post.vacancy,
                }


def counts_of(table: MatrixTable, *, procedures: bool) -> list[tuple[str, int]]:
    """How many cells hold which set of codes, in the order R, R/C, A ..."""
    ours = {heading.code for heading in table.categories if heading.is_procedure == procedures}
    rows = {row.code for row in table.activities if row.category in ours}
    counted = Counter(codes for (row, _role), codes in table.cells.items() if row in rows)
    order = sorted(counted, key=lambda codes: [ORDER.index(letter) for letter in codes])
    return [(show_codes(codes), counted[codes]) for codes in order]
