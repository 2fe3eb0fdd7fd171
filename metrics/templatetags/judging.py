"""For templates that show comparisons: numbers and results in words."""

from __future__ import annotations

from django import template

from metrics import showing
from metrics.judging import change_words, strata_words, words
from metrics.judging.strata import Within
from metrics.judging.tables import Line
from metrics.methods.in_force import Method
from metrics.models import IndicatorVersion

register = template.Library()
register.filter("chance", words.chance)
register.filter("result", words.result)
register.filter("value", words.value)
register.filter("movement", change_words.movement)
register.filter("amount", showing.value)
register.filter("bare", showing.bare)
register.filter("interval", showing.interval)
register.filter("people", showing.people)
register.simple_tag(showing.period, name="period")


@register.filter
def decimal(number: float | str | None, digits: int = 2) -> str:
    """{{ ratio|decimal:2 }}; "—" where it is not defined (a missing part of a template is "")."""
    return words.number(None if isinstance(number, str) else number, digits)


@register.filter
def limits(pair: tuple[float, float], digits: int = 2) -> str:
    """{{ one.ratio_ci|limits:2 }}: from one limit to the other."""
    return words.interval(pair, digits)


@register.filter
def points(share: float | None) -> str:
    """{{ one.difference|points }}: a difference of shares in percentage points."""
    return words.number(None if share is None else 100 * share, 1)


@register.filter
def points_limits(pair: tuple[float, float]) -> str:
    """{{ one.difference_ci|points_limits }}: the same for both limits."""
    return words.interval((100 * pair[0], 100 * pair[1]), 1)


@register.simple_tag
def why(line: Line, method: Method) -> str:
    """{% why line method %}: the reason of a result."""
    return words.why(line, method)


@register.simple_tag
def rate(share: float | None, version: IndicatorVersion) -> str:
    """{% rate share version %}: a share of people in the unit of its indicator."""
    return strata_words.rate(share, version)


@register.simple_tag
def common(within: Within, level: float) -> str:
    """{% common within level %}: whether one figure describes all strata."""
    return strata_words.common(within, level)
