"""A matrix table as a Markdown page that people read, and that `raci.matrix.reading` reads back. Pure: no database."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from raci.matrix.table import PROCEDURE, Heading, MatrixTable, show_codes

# What would be taken for a mark, a tag, a link or the end of a cell.
_SIGNS = re.compile(r"([\\`*_\[\]|~#])")


def to_markdown(table: MatrixTable) -> bytes:
    """The title, what the version says of itself, and one table: a line an activity, a column a role."""
    return "\n".join(_lines(table)).encode()


def _lines(table: MatrixTable) -> Iterator[str]:
    yield f"# {_escaped(table.title)}"
    yield ""
    adopted = " ".join(one for one in (table.adopted_by, table.adopted_on) if one)
    for name, fact in (("Source", table.source), ("Label", table.label), ("Adopted", adopted)):
        if fact:
            yield from (f"{name}: {_escaped(fact)}", "")
    yield _row(["Id", "Activity", *(column.short_name for column in table.columns)])
    yield "|---" * (2 + len(table.columns)) + "|"
    for heading in table.categories:
        yield _row(["", _category(heading), *("" for _column in table.columns)])
        for row in table.rows_of(heading.code):
            yield _row([row.code, row.title, *(show_codes(codes) for codes in table.row(row.code))])
    yield ""


def _category(heading: Heading) -> str:
    mark = f" ({PROCEDURE})" if heading.is_procedure else ""
    return f"{heading.code}. {heading.title}{mark}"


def _row(texts: Iterable[str]) -> str:
    return "| " + " | ".join(_escaped(text) for text in texts) + " |"


def _escaped(text: str) -> str:
    plain = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _SIGNS.sub(r"\\\1", " ".join(plain.split()))
