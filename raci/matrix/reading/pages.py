"""Tables in a Markdown page: those of pipes, and those of HTML, which Markdown lets through. An HTML page is the same."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

from raci.matrix.reading.grids import MOST_COLUMNS, MOST_LINES, Grid, Line, bare, check_count, checked, explained

_RULE = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_FENCE = re.compile(r"^\s{0,3}(```|~~~)")
_BAR = re.compile(r"(?<!\\)\|")
_HEADING = re.compile(r"^\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")


def page_grids(text: str, file: str) -> list[Grid]:
    """Every table of the page, in its order. Raises Unreadable beyond the limits."""
    lines = _without_code(text.splitlines())
    legend = _legend(lines)
    found = [
        (rows[0].number, Grid(file, _name_above(lines, rows[0].number), tuple(rows), legend=legend))
        for rows in [*_pipe_tables(lines, file), *_html_tables("\n".join(lines), file)]
        if rows
    ]
    return [grid for _number, grid in sorted(found, key=lambda one: one[0])]


def _without_code(lines: list[str]) -> list[str]:
    """What stands in a fence is an example, not a table."""
    kept, fence = [], ""
    for line in lines:
        mark = _FENCE.match(line)
        if mark and (not fence or mark.group(1) == fence):
            fence = "" if fence else mark.group(1)
        kept.append("" if fence or mark else line)
    return kept


def _legend(lines: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in lines:
        found |= explained(bare(line))
    return found


def _name_above(lines: list[str], number: int) -> str:
    headings = (_HEADING.match(line) for line in reversed(lines[: number - 1]))
    names = (" ".join(bare(one.group(1)).split())[:200] for one in headings if one)
    return next((name for name in names if not name.casefold().startswith(("legend", "key"))), "")


# ---- pipes


def _pipe_tables(lines: list[str], file: str) -> list[list[Line]]:
    """A table is a line with bars above a rule of dashes, and the lines with bars below."""
    tables, at = [], 1
    while at < len(lines):
        if "|" in lines[at - 1] and "|" in lines[at] and _RULE.match(lines[at]):
            end = at + 1
            while end < len(lines) and "|" in lines[end]:
                end += 1
            numbers = [at - 1, *range(at + 1, end)]
            check_count(len(numbers), file)
            rows = [Line(number + 1, checked(number + 1, _pipe_cells(lines[number]), file)) for number in numbers]
            tables.append([row for row in rows if any(row.cells)])
            at = end
        at += 1
    return tables


def _pipe_cells(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    if inner.endswith("|") and not inner.endswith("\\|"):
        inner = inner[:-1]
    return [bare(cell.replace("\\|", "|")) for cell in _BAR.split(inner)]


# ---- HTML


def _html_tables(text: str, file: str) -> list[list[Line]]:
    parser = _Tables(file)
    parser.feed(text)
    parser.close()
    return [table.lines(file) for table in parser.done]


@dataclass
class _Table:
    """A table that is being read. `rows`: the line it begins in > its cells, each with how far it reaches."""

    rows: list[tuple[int, list[tuple[str, int, int]]]] = field(default_factory=list)
    text: list[str] | None = None
    reach: tuple[int, int] = (1, 1)

    def end_cell(self) -> None:
        if self.text is not None and self.rows:
            self.rows[-1][1].append((bare("".join(self.text)), *self.reach))
        self.text = None

    def lines(self, file: str) -> list[Line]:
        """The rows with merged cells filled in."""
        check_count(len(self.rows), file)
        from_above: dict[int, tuple[int, str]] = {}  # column > rows still to fill, text
        found = []
        for number, cells in self.rows:
            texts, merged = _laid_out(cells, from_above)
            line = Line(number, checked(number, texts, file), merged)
            if any(line.cells):
                found.append(line)
        return found


def _laid_out(
    cells: list[tuple[str, int, int]], from_above: dict[int, tuple[int, str]]
) -> tuple[list[str], dict[int, int]]:
    texts: list[str] = []
    merged: dict[int, int] = {}
    waiting = list(cells)
    while (waiting or len(texts) in from_above) and len(texts) <= MOST_COLUMNS:
        at = len(texts)
        if at in from_above:
            left, text = from_above.pop(at)
            texts.append(text)
            merged[at] = at
            if left > 1:
                from_above[at] = (left - 1, text)
            continue
        text, wide, high = waiting.pop(0)
        for column in range(at, at + wide):
            texts.append(text)
            if column > at:
                merged[column] = at
            if high > 1:
                from_above[column] = (high - 1, text)
    return texts, merged


class _Tables(HTMLParser):
    """Collects tables; a table within a cell is one of its own."""

    def __init__(self, file: str) -> None:
        super().__init__(convert_charrefs=True)
        self.file = file
        self.open: list[_Table] = []
        self.done: list[_Table] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Rows and cells end where the next begins, whether or not they say so."""
        if tag == "table":
            self.open.append(_Table())
        elif not self.open:
            return
        elif tag == "tr":
            self.open[-1].end_cell()
            self.open[-1].rows.append((self.getpos()[0], []))
            check_count(len(self.open[-1].rows), self.file)
        elif tag in ("td", "th"):
            self._begin_cell(dict(attrs))
        elif self.open[-1].text is not None:
            self.open[-1].text.append(" ")

    def _begin_cell(self, attributes: dict[str, str | None]) -> None:
        table = self.open[-1]
        table.end_cell()
        if not table.rows:
            table.rows.append((self.getpos()[0], []))
        table.text = []
        table.reach = (_reach(attributes.get("colspan"), MOST_COLUMNS), _reach(attributes.get("rowspan"), MOST_LINES))

    def handle_endtag(self, tag: str) -> None:
        """The end of a cell, a row or a table."""
        if self.open and tag in ("td", "th", "tr", "table"):
            self.open[-1].end_cell()
        if self.open and tag == "table":
            self.done.append(self.open.pop())

    def handle_data(self, data: str) -> None:
        """Text counts within a cell only."""
        if self.open and self.open[-1].text is not None:
            self.open[-1].text.append(data)

    def close(self) -> None:
        """A table whose end is missing ends with the page."""
        super().close()
        while self.open:
            self.open[-1].end_cell()
            self.done.append(self.open.pop())


def _reach(text: str | None, most: int) -> int:
    return max(1, min(int(text), most)) if text and text.isascii() and text.isdigit() and len(text) < 6 else 1
