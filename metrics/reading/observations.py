"""What one row of a file came to: a figure with all that it is about, or the reason why there is none."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from metrics.periods import Period
from metrics.reading.numbers import Number
from raci.imports.verdicts import Sentence

Groups = tuple[tuple[str, str], ...]


class Verdict(StrEnum):
    """What becomes of a row, or of one figure in a row that holds several."""

    READ = "read"
    EMPTY = "empty"  # the publisher gives no figure: it stays unknown, and is no zero
    REFUSED = "refused"  # something has to be mended in the file or in the mapping


class Observation(NamedTuple):
    """A figure as published. `None` is unknown; nothing is filled in, rounded or worked out.

    A dimension that is not in `groups` is not broken down by: the figure is over all of its groups.
    `n` people, `k` of them with the outcome; `value` in `unit` with its margin at 90 % or its standard error;
    `base` is the number that a percentage is of, where it is published beside it.
    """

    indicator: str
    series: str = ""  # which of several series under one indicator: "Public Sector"
    period: Period | None = None
    place_code: str = ""
    place: str = ""
    groups: Groups = ()
    overlapping: bool = False  # its groups share people with others of the dimension: never to be summed
    unit: str = ""  # "percent", "share" (0 to 1), "count", or as the file says
    n: int | None = None
    k: int | None = None
    value: Number | None = None
    moe: Number | None = None  # margin of error at 90 %, as the Census publishes it
    se: Number | None = None
    low: Number | None = None
    high: Number | None = None
    base: Number | None = None
    population: Number | None = None  # people in the group, as a weight; of surveys it need not be whole
    sum: Number | None = None
    sum_of_squares: Number | None = None
    events: Number | None = None
    exposure: Number | None = None
    weight_sum: Number | None = None  # sum of w
    weighted_sum: Number | None = None  # sum of w y
    weight_squares: Number | None = None  # sum of w squared
    weighted_squares: Number | None = None  # sum of w squared y

    @property
    def is_total(self) -> bool:
        """Whether it is over all groups: a headline, or a row its publisher calls All or Total."""
        return not self.groups


class Row(NamedTuple):
    """The verdict on one figure: the line of the file, and which column the reason is about."""

    line: int
    verdict: Verdict
    reason: Sentence | None = None
    field: str = ""
    observation: Observation | None = None


MARGIN_OF_90 = 1.645  # z of the Census Bureau's margins: standard error = margin / 1.645 (ACS handbook, chapter 7)


def standard_error(observation: Observation) -> float | None:
    """The published standard error, or that of the published margin at 90 %; None where neither is published."""
    if observation.se is not None:
        return float(observation.se)
    return None if observation.moe is None else float(observation.moe) / MARGIN_OF_90
