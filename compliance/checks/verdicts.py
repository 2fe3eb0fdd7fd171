"""What a check answers: a result of a closed vocabulary, why, its figures, the rows of law it read, and what it lacked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import Any, Literal

from compliance.checks.law import Lead, Parameter


class Result(StrEnum):
    """All that a check may say. None of these words judges anybody: that is for people, with the reasons before them."""

    NOT_APPLICABLE = "NOT_APPLICABLE"
    CANNOT_DETERMINE = "CANNOT_DETERMINE"
    NO_INDICATION = "NO_INDICATION"
    WATCH = "WATCH"
    INDICATOR_RAISED = "INDICATOR_RAISED"
    BENCHMARK_MET = "BENCHMARK_MET"
    BENCHMARK_NOT_MET = "BENCHMARK_NOT_MET"
    EVIDENCE_CURRENT = "EVIDENCE_CURRENT"
    EVIDENCE_DUE = "EVIDENCE_DUE"
    EVIDENCE_OVERDUE = "EVIDENCE_OVERDUE"


# Of several parts the first of these that occurs stands for the whole: an unknown part does not hide what another shows.
GRAVEST = (
    Result.INDICATOR_RAISED,
    Result.EVIDENCE_OVERDUE,
    Result.CANNOT_DETERMINE,
    Result.WATCH,
    Result.EVIDENCE_DUE,
    Result.EVIDENCE_CURRENT,
    Result.NO_INDICATION,
    Result.NOT_APPLICABLE,
)


def gravest(results: Iterable[Result]) -> Result:
    """What stands for all of them; without any there is nothing to tell."""
    there = set(results)
    return next((result for result in GRAVEST if result in there), Result.CANNOT_DETERMINE)


LONG = 4  # digits of a row's value from which on they are set apart


def worded(text: str) -> str:
    """Marks a sentence for translation; a pure module does not translate. Imported as `_`."""
    return text


@dataclass(frozen=True)
class Said:
    """A sentence with its values apart, so that a page can say it in the reader's language."""

    text: str
    values: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text % self.values if self.values else self.text


def say(text: str, **values: object) -> Said:
    """A sentence with values."""
    return Said(text, {name: _written(name, value) for name, value in values.items()})


def _written(name: str, value: object) -> str:
    """Whole numbers with their thousands apart, a row's value too; a year is none, and what is called by a number is none."""
    text = str(value)
    is_row = isinstance(value, str) and len(text) > LONG
    whole = text.isascii() and text.isdigit() and (is_row or isinstance(value, int | Fraction))
    return f"{int(text):,}" if whole and name not in ("year", "name") else text


@dataclass(frozen=True)
class Lack:
    """What is missing, why that matters, and whose it is to enter."""

    what: str  # a fact's path, or a parameter's key
    kind: Literal["fact", "parameter"]
    why: Said
    who: Lead


@dataclass(frozen=True)
class Verdict:
    """The answer of a check. `figures` are exact (whole numbers, fractions) where the arithmetic is."""

    result: Result
    why: tuple[Said, ...]
    figures: Mapping[str, Any] = field(default_factory=dict)
    parameters: tuple[Parameter, ...] = ()
    lacking: tuple[Lack, ...] = ()


def plain(value: Any) -> Any:
    """Figures for JSON: fractions as the nearest number, days as text, what is not finite as null."""
    if isinstance(value, Mapping):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else float(value)
    if isinstance(value, float):
        return value if abs(value) < float("inf") else None  # NaN compares false
    return value if value is None or isinstance(value, bool | int) else str(value)
