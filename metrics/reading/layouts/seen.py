"""What the cells of a column look like, in the sample of a file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from metrics.periods import Unclear, is_span, parse
from metrics.reading.mapping import Column, Role
from metrics.reading.numbers import NotANumber, has_decimal_commas, number, whole
from metrics.reading.words import key

# Headings of figures that are no counts of people, though all of them may be whole numbers.
NO_COUNT = re.compile(
    r"\b(?:average|median|mean|per capita|density|ratio|rate|income|wage|pay|salary|cost|score|index|percent|pct)\b"
)

MOST_PARSED = 200  # different cells, the frequent ones first


def numbers(cells: Sequence[str], *, comma: bool = False, wrong_of: int = 20) -> list[Decimal | int | None] | None:
    """The cells as numbers; None where one of twenty (`wrong_of`) is neither a number nor a word for none."""
    known: dict[str, Decimal | int | None] = {}
    mistakes: set[str] = set()
    for cell in set(cells):
        try:
            known[cell] = number(cell, comma=comma)
        except NotANumber:
            known[cell] = None
            mistakes.add(cell)
    wrong = sum(cell in mistakes for cell in cells) if mistakes else 0
    silent = {cell for cell in known if known[cell] is None and cell not in mistakes}
    said = sum(cell not in silent for cell in cells)
    return [known[cell] for cell in cells] if said and wrong * wrong_of <= said else None


def comma_in(cells: Sequence[str], delimiter: str) -> bool:
    """Whether commas mark decimals; where the cells cannot tell, they do where semicolons stand between cells."""
    seen = has_decimal_commas(cells)
    return delimiter == ";" and any("," in cell for cell in cells) if seen is None else seen


def figures(at: int, heading: str, cells: Sequence[str], delimiter: str, *, wrong_of: int = 20) -> Column | None:
    """The column as figures, a count where all are whole; None where it holds something else, or nothing."""
    comma = comma_in(cells, delimiter)
    found = numbers(cells, comma=comma, wrong_of=wrong_of)
    if found is None:
        return None
    known = [value for value in found if value is not None]
    counts = (
        bool(known)
        and not NO_COUNT.search(key(heading))
        and all(whole(value) is not None and value >= 0 for value in known)
    )
    return Column(at, heading, Role.N if counts else Role.VALUE, comma=comma)


def is_period(cells: Sequence[str]) -> bool:
    """Whether a column holds periods: most of its cells are; the others are mistakes, which the reading names."""
    said = Counter(cell for cell in cells if cell.strip()).most_common(MOST_PARSED)
    return bool(said) and sum(count for cell, count in said if _parses(cell)) * 2 >= sum(count for _cell, count in said)


def _parses(cell: str) -> bool:
    try:
        return bool(parse(cell))
    except Unclear:
        return False


def spans(cells: Sequence[str]) -> bool:
    """Whether a column of periods holds years like 2017-18: all are of that form, and one can be no month."""
    said = {cell.strip() for cell in cells if cell.strip()}
    return bool(said) and all(is_span(cell) for cell in said) and any(int(cell[-2:]) > 12 for cell in said)


def distinct(cells: Sequence[str]) -> list[str]:
    """The different cells that say something, in their order."""
    return [cell for cell in dict.fromkeys(cells) if cell]


def tells(cells: Sequence[str], other: Sequence[str]) -> bool:
    """Whether each cell of one column always stands beside the same cell of the other."""
    pairs: dict[str, str] = {}
    return all(pairs.setdefault(cell, beside) == beside for cell, beside in zip(cells, other, strict=True))


def parts_of(cells: Sequence[str], other: Sequence[str]) -> int:
    """In how many rows both are numbers, where one column is nowhere greater than the other and not always the same; else 0."""
    one, all_of = numbers(cells), numbers(other)
    both = [(part, whole) for part, whole in zip(one or (), all_of or (), strict=False) if None not in (part, whole)]
    fits = all(part <= whole for part, whole in both) and any(part != whole for part, whole in both)  # type: ignore[operator]
    return len(both) if fits else 0
