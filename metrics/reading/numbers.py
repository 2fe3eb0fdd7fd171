"""A cell as a number, as it was published: whole numbers as int, all others as Decimal; what is unknown stays unknown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal

Number = int | Decimal

# What publishers write where they give no figure, in small letters. data.census.gov: null, (X), N, -, **, *****.
UNKNOWN = frozenset(
    {"", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "–", "—", ".", "..", "...", "x", "(x)", "n", "(na)"}
    | {"-222222222", "-333333333", "-555555555", "-666666666", "-888888888", "-999999999"}  # of the Census's API
    | {"**", "***", "****", "*****", "unknown", "not available", "not asked", "#div/0!", "#value!", "#ref!"}
)
# What publishers write where they hide a figure to protect people.
HIDDEN = frozenset({"s", "(s)", "[s]", "c", "[c]", "(c)", "d", "(d)", "*", "#", "suppressed", "redacted", "masked"})
_LESS = re.compile(r"[<≤] ?\d{1,3}")
_POINT = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[,'’\s]\d{3})+)(?:\.\d*)?(?:e[+-]?\d{1,2})?|[+-]?\.\d+")
_COMMA = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[.'’\s]\d{3})+)(?:,\d*)?(?:e[+-]?\d{1,2})?|[+-]?,\d+")
_SIGNS = re.compile(r"^[$£€] ?|(?<=\d) ?%$")
MOST_SIGNS = 60
MOST = 10**15  # counts below it are held exactly everywhere


class NotANumber(ValueError):
    """A cell that is neither a number nor a known word for none."""


def number(text: str, *, comma: bool = False) -> Number | None:
    """The cell's number, or None where it says there is none. `comma`: 1.234,5 is written for 1,234.5. Raises NotANumber."""
    if text.isascii() and text.isdigit() and len(text) <= 15:
        return int(text)
    word = text.strip().replace("−", "-")
    if is_unknown(word):
        return None
    if len(word) > MOST_SIGNS:
        raise NotANumber
    word = _SIGNS.sub("", word).casefold()
    if not (_COMMA if comma else _POINT).fullmatch(word):
        raise NotANumber
    thousands, sign = (".", ",") if comma else (",", ".")
    plain = re.sub(r"['’\s]", "", word.replace(thousands, "")).replace(sign, ".")
    return int(plain) if plain.lstrip("+-").isdigit() else Decimal(plain)


def is_unknown(text: str) -> bool:
    """Whether a cell says that there is no figure, or that it is hidden."""
    word = text.strip().casefold()
    return word in UNKNOWN or is_hidden(word)


def is_hidden(text: str) -> bool:
    """Whether its publisher hid the figure."""
    word = text.strip().casefold()
    return word in HIDDEN or _LESS.fullmatch(word) is not None


def whole(value: Number) -> int | None:
    """The number where it is whole (684298.0 is), else None."""
    if isinstance(value, int):
        return value
    return int(value) if value == value.to_integral_value() else None


def has_decimal_commas(cells: Iterable[str]) -> bool | None:
    """Whether the commas of a column mark decimals: None where it could be either (all like 1,234), or has none."""
    commas = [cell.strip() for cell in cells if "," in cell and any(sign.isdigit() for sign in cell)]
    if not commas:
        return None
    if any(not re.fullmatch(r"\D*\d{1,3}(,\d{3})+(\.\d*)?\D*", cell) for cell in commas):
        return all(_COMMA.fullmatch(_SIGNS.sub("", cell)) for cell in commas)
    return False if any("." in cell or cell.count(",") > 1 for cell in commas) else None
