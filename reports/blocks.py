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

MOST_ROWS = 500  # of a table on a page; the data annex holds all of them
SAID = ("sentence", "gap")


def say(one: str, many: str = "", *, n: int | None = None, **values: Any) -> dict[str, Any]:
    """A sentence of the code's with its values; `many` and `n` where it counts. Mark its words with `gettext_noop`."""
    return {"say": one, "many": many, "n": n, "with": values | ({} if n is None else {"n": n})}


def sentence(words: Words) -> Block:
    """A paragraph of one sentence."""
    return {"block": "sentence", "words": words}


def gap(words: Words) -> Block:
    """What is missing, and why: said instead of a figure, never left out."""
    return {"block": "gap", "words": words}


def heading(words: Words) -> Block:
    """The head of a part of a section."""
    return {"block": "heading", "words": words}


def listed(facts: Sequence[tuple[str, Words]]) -> Block:
    """Names (`gettext_noop`) with what stands to each."""
    return {"block": "listed", "facts": [list(one) for one in facts]}


def prose(text: str) -> Block:
    """What people wrote, paragraph by paragraph, as it stands."""
    return {"block": "prose", "text": text}


def points(items: Sequence[Words], *, lead: Words = "", source: Words = "") -> Block:
    """A list; `lead` says what of."""
    return {"block": "points", "points": list(items), "lead": lead, "source": source}


def table(
    caption: Words, columns: Sequence[str], rows: Sequence[Sequence[Words]], *, source: Words,
    numbers: Sequence[int] = (), most: int = MOST_ROWS,
) -> Block:  # fmt: skip
    """Rows of text; `numbers`: the places of the columns that hold figures. All rows are kept; pages show the first `most`."""
    return {
        "block": "table", "caption": caption, "columns": list(columns), "rows": [list(row) for row in rows],
        "numbers": list(numbers), "most": most, "source": source,
    }  # fmt: skip


def chart(title: Words, spec: dict[str, Any], *, source: Words, told: Words = "") -> Block:
    """A picture (`reports.pictures.frozen`) with its title and, where there is one, the sentence that says what it shows."""
    return {"block": "chart", "title": title, "spec": spec, "told": told, "source": source}


def text(kind: str, content: dict[str, Any]) -> Block:
    """A text of another kind as it was frozen there (a plan, minutes): it has its own template of this name."""
    return {"block": kind, "content": content}


def shown(block: Block) -> list[list[Words]]:
    """The rows of a table that pages show."""
    return list(block["rows"][: block.get("most", MOST_ROWS)])


def left_out(block: Block) -> int:
    """How many rows pages do not show."""
    return len(block["rows"]) - len(shown(block)) + int(block.get("left_out", 0))


def read(words: Words) -> str:
    """In the language of whoever reads now."""
    if isinstance(words, str):
        return words
    values = {name: read(value) if isinstance(value, dict) else value for name, value in words["with"].items()}
    if words["n"] is None:
        return gettext(words["say"]) % values
    return ngettext(words["say"], words["many"], words["n"]) % values


def tables(blocks: Sequence[Block]) -> list[Block]:
    """The tables among them."""
    return [block for block in blocks if block["block"] == "table"]
