"""What a section is made of: plain values that stay as they are once frozen, and are put into words only when they are read.

A sentence keeps its words as they stand in the code, with the values beside them, so that one set of facts is read in every
language the portal speaks. Pure but for the reading, which asks gettext.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

Block = dict[str, Any]
Words = dict[str, Any] | str


def say(one: str, many: str = "", *, n: int | None = None, **values: Any) -> dict[str, Any]:
    """A sentence of the code's with its values; `many` and `n` where it counts. Mark its words with `gettext_noop`."""
    return {"say": one, "many": many, "n": n, "with": values | ({} if n is None else {"n": n})}


def sentence(words: dict[str, Any]) -> Block:
    """A paragraph of one sentence."""
    return {"block": "sentence", "words": words}


def gap(words: dict[str, Any]) -> Block:
    """What is missing, and why: said instead of a figure, never left out."""
    return {"block": "gap", "words": words}


def table(
    caption: dict[str, Any], columns: Sequence[str], rows: Sequence[Sequence[Words]], *, source: dict[str, Any],
    numbers: Sequence[int] = (), most: int = 500,
) -> Block:  # fmt: skip
    """Rows of text; `numbers`: the places of the columns that hold figures; beyond `most` rows the number left out is said."""
    return {
        "block": "table", "caption": caption, "columns": list(columns), "rows": [list(row) for row in rows[:most]],
        "numbers": list(numbers), "left_out": max(0, len(rows) - most), "source": source,
    }  # fmt: skip


def read(words: Words) -> str:
    """In the language of whoever reads now."""
    if isinstance(words, str):
        return words
    values = {name: read(value) if isinstance(value, dict) else value for name, value in words["with"].items()}
    if words["n"] is None:
        return gettext(words["say"]) % values
    return ngettext(words["say"], words["many"], words["n"]) % values


def tables(facts: dict[str, list[Block]], sections: Sequence[str]) -> list[Block]:
    """All tables, in the report's order."""
    return [block for code in sections for block in facts.get(code, []) if block["block"] == "table"]
