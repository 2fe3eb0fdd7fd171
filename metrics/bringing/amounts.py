"""A published figure as the sums that its indicator keeps, to eight decimals. What is not known stays so. No Django."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from metrics.periods import Period
from metrics.reading.numbers import Number, whole
from metrics.reading.observations import MARGIN_OF_90, Observation
from metrics.series import Cell

PLACES = Decimal("0.00000001")  # that the columns hold
SHARES = ("share",)  # of 1, where percent are shown
PERCENTAGES = ("percent", "share", "percentage", "percentage (%)", "%")


def kind_of(measures: Collection[str], unit: str) -> str:
    """What the values of an indicator are that the portal does not know yet, by what a file gives of them."""
    known = set(measures)
    if "events" in known:
        return "events"
    if "sum" in known:
        return "mean"
    if "k" in known or "weight_sum" in known:
        return "rate"
    if "value" not in known or (unit == "count" and not known & {"se", "moe"}):
        return "count"
    return "estimate"


def label_of(unit: str, kind: str) -> tuple[str, int]:
    """The unit's name and per how many the value is shown, of an indicator that a file begins."""
    if kind == "rate" or unit.casefold() in PERCENTAGES:
        return "%", 100
    return ("" if unit == "count" else unit[:60]), 1


def cell_of(one: Observation, period: Period, kind: str, scale: Decimal) -> Cell:
    """The sums of one figure; fields that its kind has no use for are left out, so that checking finds nothing foreign."""
    cell = Cell(period.begin, period.end)
    value, se = _published(one, scale)
    if kind == "count":
        return cell._replace(n=one.n if one.n is not None else _whole(one.value))
    if kind == "estimate":
        value = Decimal(one.n) if value is None and one.n is not None else value
        return cell._replace(value=value, se=se, n=_people(one))
    if kind == "milestone":
        return cell._replace(value=value)
    if kind == "events":
        return cell._replace(events=_whole(one.events), exposure=_decimal(one.exposure), value=value, se=se)
    if kind == "mean":
        return cell._replace(n=one.n, x=_float(one.sum), x2=_float(one.sum_of_squares), value=value, se=se)
    weights = (one.weight_sum, one.weighted_sum, one.weight_squares, one.weighted_squares)
    w, wy, w2, w2y = (_float(part) for part in weights)
    n = one.n if one.n is not None else _people(one)
    return cell._replace(n=n, k=one.k, w=w, wy=wy, w2=w2, w2y=w2y, value=value, se=se)


def _published(one: Observation, scale: Decimal) -> tuple[Decimal | None, Decimal | None]:
    """The value and its standard error, in the unit shown: a share of 1 is shown per 100 where the indicator is."""
    factor = scale if one.unit in SHARES else Decimal(1)
    value, se = _decimal(one.value), _decimal(one.se)
    if se is None and one.moe is not None:
        se = Decimal(repr(float(one.moe) / MARGIN_OF_90))
    return _kept(value, factor), _kept(se, factor)


def _kept(number: Decimal | None, factor: Decimal) -> Decimal | None:
    return None if number is None else (number * factor).quantize(PLACES)


def _people(one: Observation) -> int | None:
    """How many people a published figure is about, where its source says a whole number of them."""
    found = one.base if one.base is not None else one.population
    return None if found is None else whole(found)


def _whole(number: Number | None) -> int | None:
    return None if number is None else whole(number)


def _decimal(number: Number | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _float(number: Number | None) -> float | None:
    return None if number is None else float(number)
