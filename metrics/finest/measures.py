"""What is summed of each row, said once for every kind of database. Pure.

A sum is that of a product of columns: Wy is sum(w * y). So a measure is its columns by letter, what may stand in each, and
its sums.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum


class Rule(Enum):
    """What may stand in a column; the value is how a refusal says it."""

    ANSWER = "0 or 1"
    COUNT = "a whole number from 0"
    NUMBER = "a number"
    WEIGHT = "a number from 0"


@dataclass(frozen=True)
class Measure:
    """Columns by letter with their rules, and each sum as the letters that are multiplied; whole sums stay exact.

    A row counts (n) where all `known` letters are there, and is counted as `unknown` where not. A letter beside them (the weight)
    must be there for each row that counts. With a name, the sums are called name.n, name.k and so on.
    """

    columns: Mapping[str, str]
    rules: Mapping[str, Rule]
    known: tuple[str, ...]
    sums: Mapping[str, str]
    name: str = ""

    def called(self, one: str) -> str:
        """The name of one of its sums among all."""
        return f"{self.name}.{one}" if self.name else one

    def is_whole(self, one: str) -> bool:
        """Is this sum one of whole numbers?"""
        return all(self.rules[letter] in (Rule.ANSWER, Rule.COUNT) for letter in self.sums[one])


def outcome(column: str, weight: str = "", name: str = "") -> Measure:
    """Of an outcome in 0 and 1: n, k and, with weights, W = sum w, Wy = sum wy, W2 = sum w^2, W2y = sum w^2 y."""
    sums = {"k": "y"} | ({"W": "w", "Wy": "wy", "W2": "ww", "W2y": "wwy"} if weight else {})
    return _weighted(column, "y", Rule.ANSWER, weight, sums, name)


def amount(column: str, weight: str = "", name: str = "") -> Measure:
    """Of a number: n, x = sum x, x2 = sum x^2 and, with weights, W, Wx, Wx2, and W2, W2x, W2x2 with w^2 for the variance."""
    more = {"W": "w", "Wx": "wx", "Wx2": "wxx", "W2": "ww", "W2x": "wwx", "W2x2": "wwxx"}
    return _weighted(column, "x", Rule.NUMBER, weight, {"x": "x", "x2": "xx"} | (more if weight else {}), name)


def _weighted(column: str, letter: str, rule: Rule, weight: str, sums: Mapping[str, str], name: str) -> Measure:
    columns, rules = {letter: column}, {letter: rule}
    if weight:
        columns["w"], rules["w"] = weight, Rule.WEIGHT
    return Measure(columns, rules, (letter,), sums, name)


def rate(events: str, exposure: str, name: str = "") -> Measure:
    """Of events over an exposure (person-years, hours): n rows, events (whole), exposure."""
    return Measure(
        {"e": events, "t": exposure},
        {"e": Rule.COUNT, "t": Rule.WEIGHT},
        ("e", "t"),
        {"events": "e", "exposure": "t"},
        name,
    )


def names_of(measures: Sequence[Measure]) -> list[str]:
    """The names of all sums in their order; raises ValueError where two are the same, or there is no measure."""
    names = [measure.called(one) for measure in measures for one in ("n", "unknown", *measure.sums)]
    if not names or len(set(names)) < len(names):
        raise ValueError("Give at least one measure, and each of several a name of its own.")
    return names


def whole_names(measures: Sequence[Measure]) -> set[str]:
    """Which of the sums are whole numbers."""
    found = {measure.called(one) for measure in measures for one in ("n", "unknown")}
    return found | {measure.called(one) for measure in measures for one in measure.sums if measure.is_whole(one)}
