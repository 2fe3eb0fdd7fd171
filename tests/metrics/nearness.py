"""The same but for rounding: sums of another order differ in the last digit."""

from __future__ import annotations

import math
from typing import Any


def approx_all(value: Any) -> Any:
    """The same, numbers within rounding: sums of another order differ in the last digit."""
    return Near(value)


class Near:
    def __init__(self, value: Any) -> None:
        self.value = value

    def __eq__(self, other: object) -> bool:
        return near(self.value, other)

    def __hash__(self) -> int:
        return 0

    def __repr__(self) -> str:
        return f"about {self.value}"


def near(one: Any, other: Any) -> bool:
    if isinstance(one, dict):
        return isinstance(other, dict) and one.keys() == other.keys() and all(near(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(near, one, other))
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return bool(one == other)
