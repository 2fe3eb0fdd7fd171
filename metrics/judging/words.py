"""Numbers and findings in plain words, each with how sure it is."""

from __future__ import annotations

from math import isfinite, isinf, isnan
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics import showing
from metrics.charts.spec import Unit
from metrics.charts.words import written
from metrics.judging.tables import Judged, Line
from metrics.methods.in_force import Method
from metrics.models import IndicatorVersion
from metrics.values import Reading

if TYPE_CHECKING:
    from metrics.statistics.disparity import Comparison

NONE = showing.NOT_KNOWN
MOST_NAMED = 3  # groups in a heading; of more, the first and how many
RESULTS = {
    "INDICATOR_RAISED": lambda: _("look into it"),
    "WATCH": lambda: _("watch"),
    "NO_INDICATION": lambda: _("no indication"),
    "CANNOT_DETERMINE": lambda: _("too small to judge"),
}


def number(value: float | None, digits: int = 2) -> str:
    """A number with its digits; "—" where it is not defined, and without an end where it has none."""
    if value is None or isnan(value):
        return NONE
    if isinf(value):
        return _("no upper limit")
    return written(value, Unit(digits=digits), showing.digits_in)


def chance(p: float | None) -> str:
    """A probability as tables show it."""
    if p is None or isnan(p):
        return NONE
    return "< 0.0001" if p < 0.0001 else number(p, 4)


def interval(limits: tuple[float, float], digits: int = 2) -> str:
    """From one limit to the other."""
    if not isfinite(limits[0]) and not isfinite(limits[1]):
        return NONE
    return _("%(low)s to %(high)s") % {"low": number(limits[0], digits), "high": number(limits[1], digits)}


def value(read: Reading, version: IndicatorVersion) -> str:
    """A value in its unit."""
    return showing.value(read.value, version) or NONE


def times(p: float) -> str:
    """How often chance alone would make such a difference."""
    if p < 0.001:
        return _("chance alone would make a difference like this fewer than 1 time in 1,000")
    if p < 0.1:
        said = _("chance alone would make a difference like this about 1 time in %(times)s")
        return said % {"times": number(round(1 / p), 0)}
    said = _("chance alone would make a difference like this about %(times)s times in 100")
    return said % {"times": number(round(100 * p), 0)}


def result(line: Line) -> str:
    """What a comparison amounts to, in two or three words."""
    one = line.comparison
    if one is None:
        return NONE
    if one.four_fifths == "undefined":
        return _("not defined")
    return RESULTS[one.result]()


def why(line: Line, method: Method) -> str:
    """The reason of a result."""
    one = line.comparison
    if one is None:
        return ""
    least = f"{method.threshold.numerator}/{method.threshold.denominator}"
    if "comparison" in one.reasons:
        return _("How many of how many people is not known, or there is nobody.")
    if one.four_fifths == "undefined":
        return _("There is no ratio: nobody of the group compared with has the better outcome.")
    if one.four_fifths == "below" and one.flip:
        return _("One person with another outcome would reverse the order.")
    if one.result == "CANNOT_DETERMINE":
        return _("Fewer than five people with the outcome, or less than one expected: read the counts only.")
    significant = one.p < float(method.alpha)
    holds = not method.adjusts or one.p_adjusted < float(method.alpha)
    if significant and not holds:
        return _("By itself unlikely to be chance, but not after correcting for the number of comparisons.")
    if one.four_fifths == "below":
        if significant:
            return _("Below %(least)s, and unlikely to be chance.") % {"least": least}
        return _("Below %(least)s, but chance could explain it: put periods together and keep collecting.") % {
            "least": least
        }
    if significant:
        return _("Not below %(least)s, but unlikely to be chance: ask whether it matters in practice.") % {
            "least": least
        }
    return _("No indication at this number of people.")


# ---- the sentence


def finding(judged: Judged) -> str:
    """The finding, as the heading of its chart."""
    raised, watched = judged.with_result("INDICATOR_RAISED"), judged.with_result("WATCH")
    if not judged.compared:
        return _("Nothing can be compared here")
    if raised:
        if len(raised) == 1:
            return _("%(group)s: a difference to look into") % {"group": raised[0].label}
        return _("%(groups)s: differences to look into") % {"groups": _named(_by_ratio(raised))}
    if watched:
        return _("No difference to look into yet, %(n)s to watch") % {"n": len(watched)}
    if judged.with_result("NO_INDICATION"):
        return _("No difference between groups that these numbers can show")
    return _("Too small to judge")


def _by_ratio(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.comparison.ratio if line.comparison else 1)


def _named(lines: list[Line]) -> str:
    """All of them by name where they are few, else the first and how many more."""
    first, rest = lines[0].label, len(lines) - 1
    if len(lines) > MOST_NAMED:
        more = ngettext("%(group)s and %(n)s more group", "%(group)s and %(n)s more groups", rest)
        return more % {"group": first, "n": rest}
    before = ", ".join(line.label for line in lines[:-1])
    return _("%(before)s and %(last)s") % {"before": before, "last": lines[-1].label}


def by_test(one: Comparison, alpha: float) -> str:
    """The probability with its test; and Fisher's, which is larger, where it alone would say otherwise."""
    said = {
        "p": chance(one.p),
        "test": _("z") if one.primary == "p_z" else _("exact, mid-p"),
        "fisher": chance(one.p_fisher),
    }
    if isnan(one.p):
        return ""
    if one.p < alpha <= one.p_fisher:
        return _("%(test)s: p %(p)s; by Fisher’s exact test alone, p %(fisher)s, chance could explain it") % said
    return _("%(test)s: p %(p)s") % said


def sentence(judged: Judged, method: Method, version: IndicatorVersion) -> str:
    """One sentence of what was found: about the group that stands furthest behind, and how sure it is."""
    known = [line for line in judged.compared if line.comparison and not isnan(line.comparison.ratio)]
    if not judged.compared:
        return _("Fewer than two groups have known counts, so nothing can be compared.")
    if not known:
        return _("No ratio is defined: nobody of the group compared with has the better outcome.")
    for one in ("INDICATOR_RAISED", "WATCH", "NO_INDICATION", "CANNOT_DETERMINE"):
        if lines := [line for line in known if line.comparison and line.comparison.result == one]:
            return _about(_by_ratio(lines)[0], judged, method, version)
    return ""


def _about(line: Line, judged: Judged, method: Method, version: IndicatorVersion) -> str:
    one = line.comparison
    assert one is not None
    other = judged.reference
    names = {
        "group": line.label,
        "value": value(line.read, version),
        "k": number(line.k, 0),
        "n": number(line.n, 0),
        "other": _with(other, version) if other else _("everybody else"),
        "ratio": number(one.ratio),
        "interval": interval(one.ratio_ci),
        "why": why(line, method).rstrip("."),
        "chance": f"{times(one.p)} ({by_test(one, float(method.alpha))})" if not isnan(one.p) else "",
    }
    if one.result == "CANNOT_DETERMINE":
        return _("Too small to judge: %(group)s %(value)s (%(k)s of %(n)s) against %(other)s; %(why)s.") % names
    said = _(
        "%(group)s: %(value)s (%(k)s of %(n)s) against %(other)s: %(ratio)s times as high "
        "(95 %% interval %(interval)s); %(chance)s. %(why)s."
    )
    if version.direction == IndicatorVersion.Direction.DOWN:
        said = _(
            "%(group)s: %(value)s (%(k)s of %(n)s) against %(other)s; the share without it is %(ratio)s times as high "
            "(95 %% interval %(interval)s); %(chance)s. %(why)s."
        )
    return said % names


def _with(other: Line, version: IndicatorVersion) -> str:
    names = {
        "group": other.label,
        "value": value(other.read, version),
        "k": number(other.k, 0),
        "n": number(other.n, 0),
    }
    return _("%(group)s with %(value)s (%(k)s of %(n)s)") % names
