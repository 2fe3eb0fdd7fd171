"""A plan in a table: its columns found by their headings, wherever these stand; goals carried down as merged cells have it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from metrics.periods import Period
from metrics.reading.refusing import UNCOMPUTED
from plans.bringing.reading.days import When, when
from plans.bringing.reading.lines import Line, Remark, Row, What, letter
from plans.bringing.reading.money import cents
from plans.bringing.reading.owners import owners
from plans.bringing.reading.words import CONTENT, GOAL, NOTE, OUTCOME, TOTAL, Role, role_of, unnumbered
from raci.evidence.verdicts import _
from raci.imports.verdicts import Sentence, say

LOOKED_AT = 30  # rows in which the headings are looked for
Columns: TypeAlias = dict[int, Role]


def columns_of(row: Row) -> Columns:
    """What each cell of a row of headings says that its column holds; the first of a kind counts, other notes beside it."""
    found: Columns = {}
    for at, cell in enumerate(row.cells):
        role = role_of(cell)
        if role is not None and (role not in found.values() or role in (Role.NOTES, Role.PARTNERS)):
            found[at] = role
    return found


def is_headings(row: Row) -> bool:
    """Whether a row names columns: two kinds at least, one of them what is to be done, and hardly a cell that names none."""
    found = columns_of(row)
    kinds = set(found.values())
    return len(kinds) >= 2 and bool(kinds & set(CONTENT)) and len(found) * 2 >= len(row.said) and _is_short(row)


def _is_short(row: Row) -> bool:
    return all(len(cell) <= 60 for cell in row.said)


def has_table(rows: Sequence[Row]) -> bool:
    """Whether a sheet holds a table of a plan."""
    return any(is_headings(row) for row in rows[:LOOKED_AT])


def read_table(rows: Sequence[Row], plan: Period | None, first_month: int) -> list[Line]:
    """A line for each row."""
    reader = _Reader(plan, first_month)
    return [reader.line(row) for row in rows]


@dataclass
class _Reader:
    plan: Period | None
    first_month: int
    columns: Columns = field(default_factory=dict)
    goal: str = ""
    outcome: str = ""
    last: Line | None = None

    def line(self, row: Row) -> Line:
        """What a row is, in the order in which one would ask."""
        if is_headings(row):
            return self._headings(row)
        if not self.columns:
            return _of(row, What.HEADING)
        first = row.said[0]
        if any(TOTAL.match(cell) for cell in row.said[:2]):
            return _of(row, What.TOTAL)
        if len(row.said) == 1 and (line := self._alone(row, first)):
            return line
        return self._by_columns(row)

    def _headings(self, row: Row) -> Line:
        self.columns = columns_of(row)
        if Role.ACTION not in self.columns.values():  # the lowest of what is there is what is done
            content = [at for at, role in self.columns.items() if role in CONTENT]
            self.columns[content[-1]] = Role.ACTION
        line = _of(row, What.HEADING)
        for at, cell in enumerate(row.cells):
            if cell.strip() and at not in self.columns:
                line.remarks.append(Remark(f"{letter(at)}{row.number}", cell.strip(), say(NO_COLUMN)))
        return line

    def _alone(self, row: Row, text: str) -> Line | None:
        """A row with one cell: a goal over the whole width, a note, or nothing of the kind."""
        for form, what in ((GOAL, What.GOAL), (OUTCOME, What.OUTCOME)):
            if found := form.match(" ".join(text.split())):
                return self._carried(row, what, found["rest"] or text)
        if NOTE.match(text):
            return _of(row, What.NOTE)
        at = next(at for at, cell in enumerate(row.cells) if cell.strip())
        role = self.columns.get(at)
        if role in CONTENT or role is Role.NOTES:
            return None
        if role in (None, Role.NUMBER):
            return (
                self._carried(row, What.GOAL, text) if at == 0 and unnumbered(text) != text else _of(row, What.UNCLEAR)
            )
        return None

    def _carried(self, row: Row, what: What, text: str) -> Line:
        line = _of(row, what)
        if what is What.GOAL:
            self.goal, self.outcome = unnumbered(text), ""
        else:
            self.outcome = unnumbered(text)
        line.goal, line.outcome, self.last = self.goal, self.outcome, None
        return line

    def _by_columns(self, row: Row) -> Line:
        told = dict(self._said(row))
        line = self._told(row, {role: one for role, one in told.items() if one[1] != UNCOMPUTED})
        missing = sorted(at for at, text in told.values() if text == UNCOMPUTED)
        line.remarks += [Remark(f"{letter(at)}{row.number}", "", say(NO_RESULT)) for at in missing]
        return line

    def _told(self, row: Row, said: dict[Role, tuple[int, str]]) -> Line:
        if Role.GOAL in said:
            self.goal, self.outcome = _titled(said[Role.GOAL][1], GOAL), ""
        if Role.OUTCOME in said:
            self.outcome = _titled(said[Role.OUTCOME][1], OUTCOME)
        if Role.ACTION in said:
            return self._action(row, said)
        if Role.GOAL in said or Role.OUTCOME in said:
            line = _of(row, What.GOAL if Role.GOAL in said else What.OUTCOME)
            line.goal, line.outcome, self.last = self.goal, self.outcome, None
            rest = [one for role, one in said.items() if role not in (*CONTENT, Role.NUMBER, Role.NOTES, Role.STATUS)]
            line.remarks += [Remark(f"{letter(at)}{row.number}", text, say(ON_A_GOAL)) for at, text in rest]
            return line
        if self.last is not None and set(said) - {Role.NUMBER}:
            line = _of(row, What.DETAIL)
            self._fill(self.last, row, said, into=line)
            return line
        return _of(row, What.UNCLEAR)

    def _said(self, row: Row) -> Iterator[tuple[Role, tuple[int, str]]]:
        """The first cell of each kind, with its place."""
        for at, role in reversed(self.columns.items()):
            if at < len(row.cells) and row.cells[at].strip():
                yield role, (at, row.cells[at].strip())

    def _action(self, row: Row, said: dict[Role, tuple[int, str]]) -> Line:
        line = _of(row, What.ACTION)
        line.goal, line.outcome, line.title = self.goal, self.outcome, unnumbered(said[Role.ACTION][1])
        self._fill(line, row, said, into=line)
        self.last = line
        return line

    def _fill(self, action: Line, row: Row, said: dict[Role, tuple[int, str]], *, into: Line) -> None:
        """Owners, days and money of an action; what is not understood is said of the row where it stands."""

        def place(role: Role) -> str:
            return f"{letter(said[role][0])}{row.number}"

        if Role.OWNER in said:
            text = said[Role.OWNER][1]
            action.owner_said = action.owner_said or text
            action.owners += [one for one in owners(text) if one not in action.owners]
            _remark(into, place(Role.OWNER), text, None if owners(text) else say(NOBODY))
        if Role.PARTNERS in said:
            action.partners = ", ".join(filter(None, [action.partners, *owners(said[Role.PARTNERS][1])]))
        for role in (Role.WHEN, Role.START, Role.DUE):
            if role in said:
                self._time(action, role, place(role), said[role][1], into)
        if Role.MONEY in said:
            found, why = cents(said[Role.MONEY][1])
            action.cents = found if action.cents is None else action.cents
            _remark(into, place(Role.MONEY), said[Role.MONEY][1], why)

    def _time(self, action: Line, role: Role, cell: str, text: str, into: Line) -> None:
        found: When = when(text, self.plan, self.first_month)
        if role is not Role.DUE and found.starts_on:
            action.starts_on = found.starts_on
        if role is not Role.START and found.due_on:
            action.due_on = found.due_on
        _remark(into, cell, text, found.why)


def _of(row: Row, what: What) -> Line:
    return Line(row.sheet, row.number, what, row.text)


def _titled(text: str, form: object) -> str:
    plain = " ".join(text.split())
    found = form.match(plain)  # type: ignore[attr-defined] # a pattern
    return unnumbered(found["rest"]) if found and found["rest"] else unnumbered(plain)


def _remark(line: Line, cell: str, text: str, why: Sentence | None) -> None:
    if why is not None:
        line.remarks.append(Remark(cell, text, why))


NO_COLUMN = _("No field of a plan was found for this column: what stands in it is left out.")
ON_A_GOAL = _("It stands beside a goal or an outcome. Leads, days and money belong to actions.")
NOBODY = _("It names nobody. Choose the post that leads.")
NO_RESULT = _("The cell holds a formula without its result. Open the file in Excel, save it, and choose it again.")
