"""What was read of a file, for programs and for people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raci.matrix.reading.arranged import Puzzle
from raci.matrix.reading.tables import ReadTable
from raci.matrix.table import show_codes


def as_json(table: ReadTable) -> dict[str, Any]:
    """Five lists, and beside them how the table was taken (`notes`: also what was left out) and what words that were not
    understood usually mean (`proposed`: word > letter, to be confirmed). `codes` is a list of letters in the order R A C I,
    empty where the cell says N/A or a dash.

    Cells that hold nothing are not listed; those that were not understood stand in `not_understood` alone.
    """
    return {
        "activities": [{"id": one.id, "category": one.category, "title": one.title} for one in table.activities],
        "roles": [role.name for role in table.roles],
        "cells": [
            {"activity": one.activity, "role": one.role, "codes": list(one.codes), "raw": one.raw} for one in table.cells
        ],
        "findings": [
            {"level": str(one.level), "where": one.where, "rule": one.rule, "text": one.text} for one in table.findings()
        ],
        "not_understood": [_puzzle(one) for one in table.not_understood],
        "notes": list(table.notes),
        "proposed": table.proposed,
    }  # fmt: skip


def refused(text: str, where: str) -> dict[str, Any]:
    """The same of a file that was refused: nothing but the reason."""
    empty: dict[str, Any] = {name: [] for name in ("activities", "roles", "cells", "findings")}
    return {**empty, "not_understood": [{"where": where, "raw": "", "text": text}], "notes": [], "proposed": {}}


def _puzzle(one: Puzzle) -> dict[str, Any]:
    place = one.place
    told = {"sheet": place.sheet, "line": place.line, "column": place.column}
    return {
        "where": str(place),
        **{name: value for name, value in told.items() if value},
        "raw": one.raw,
        "text": one.text,
    }


def why_refused(table: ReadTable) -> str:
    """Why nothing of this matrix can be used; "" where something can."""
    if table.has_letters:
        return ""
    if not table.terms:
        return _("No cell of this table holds R, A, C or I. Write them where a role has a part in an activity.")
    terms = ", ".join(f"“{term}” ({count})" for term, count in _most(table.terms))
    text = _("Nothing in the cells is known to be R, A, C or I: %(terms)s. Say what each stands for.")
    return text % {"terms": terms}


def _most(terms: Any) -> list[tuple[str, int]]:
    return sorted(terms.items(), key=lambda one: (-one[1], one[0]))[:12]


MOST_SHOWN = 20  # of what was not understood, in the text; JSON has all


def as_text(table: ReadTable) -> Iterator[str]:
    """Line by line, for somebody at a terminal."""
    yield f"{table.file}: {table.name}" if table.name else table.file
    counts = Counter(show_codes(cell.codes) for cell in table.cells if cell.codes)
    facts = {"activities": len(table.activities), "roles": len(table.roles), "cells": sum(counts.values())}
    yield "  " + _("%(activities)d activities, %(roles)d roles, %(cells)d cells with letters") % facts
    if counts:
        yield "  " + ", ".join(f"{codes} {count}" for codes, count in sorted(counts.items()))
    yield from (f"  {note}" for note in table.notes)
    for one in table.findings():
        yield f"  {one.level}: {one.text} [{one.rule}, {one.where}]"
    for term, cells in _most(table.terms):
        said = ngettext("not understood: “%(term)s” in %(n)d cell", "not understood: “%(term)s” in %(n)d cells", cells)
        meant = _(" (usually %(letter)s)") % {"letter": letter} if (letter := table.proposed.get(term)) else ""
        yield "  " + said % {"term": term[:40], "n": cells} + meant
    for puzzle in table.not_understood[:MOST_SHOWN]:
        yield f"  {puzzle.place}: “{puzzle.raw}”: {puzzle.text}"
    if len(table.not_understood) > MOST_SHOWN:
        yield "  " + _("and %(n)d more (--json lists all)") % {"n": len(table.not_understood) - MOST_SHOWN}
