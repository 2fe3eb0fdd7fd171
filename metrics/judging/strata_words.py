"""Which of two readings answers what, in one sentence; and what neither says."""

from __future__ import annotations

from math import isnan

from django.utils.translation import gettext as _

from metrics.judging.strata import TwoReadings, Within
from metrics.judging.words import NONE, number, unit_of
from metrics.models import IndicatorVersion


def rate(share: float | None, version: IndicatorVersion) -> str:
    """A share of people in the unit of the indicator; of those it does not count, where less is better."""
    if share is None:
        return NONE
    unit = unit_of(version)
    return f"{unit.before}{number(shown(share, version), unit.digits)}{unit.after}"


def shown(share: float, version: IndicatorVersion) -> float:
    """A share as the indicator shows it: judged are those whom the outcome serves."""
    return (1 - share if version.direction == IndicatorVersion.Direction.DOWN else share) * float(version.scale)


def which_is_right(found: TwoReadings, stratum: str, version: IndicatorVersion) -> str:
    """One sentence about the group whose difference changes most: which reading is right for which question, and why."""
    told = [one for one in found.within if one.reading != "unknown"]
    if not told:
        return _("The two readings cannot be set side by side: a count is not known, or no stratum has both groups.")
    order = ("reversed", "vanishes", "shrinks", "appears", "holds", "neither")
    one = min(told, key=lambda each: order.index(each.reading))
    return _sentences(one, stratum, version)[one.reading]


def _sentences(one: Within, stratum: str, version: IndicatorVersion) -> dict[str, str]:
    pooled = one.line.comparison
    assert pooled is not None
    names = {
        "group": one.line.label,
        "other": pooled.reference,
        "stratum": stratum,
        "a": rate(
            one.line.favourable / one.line.n if one.line.n and one.line.favourable is not None else None, version
        ),
        "b": rate(_reference_share(one), version),
        "sa": rate(one.standardised, version),
        "sb": rate(one.standardised_reference, version),
    }
    found = {
        "reversed": _(
            "Added up, %(group)s stand at %(a)s against %(b)s of %(other)s, but within “%(stratum)s” that turns round (%(sa)s "
            "against %(sb)s): to the question whether people alike in this are treated alike the reading within “%(stratum)s” "
            "is the right one, because the groups are spread unevenly over parts of it whose rates differ."
        )
        % names,
        "vanishes": _(
            "Added up, %(group)s stand at %(a)s against %(b)s of %(other)s, but within “%(stratum)s” no more is left than "
            "chance explains (%(sa)s against %(sb)s): to the question whether people alike in this are treated alike the "
            "reading within “%(stratum)s” is the right one, because the groups are spread unevenly over parts of it whose "
            "rates differ."
        )
        % names,
        "shrinks": _(
            "Added up, %(group)s stand at %(a)s against %(b)s of %(other)s, and within “%(stratum)s” less than half of that "
            "is left (%(sa)s against %(sb)s): to the question whether people alike in this are treated alike the reading "
            "within “%(stratum)s” is the right one, because the groups are spread unevenly over parts of it whose rates differ."
        )
        % names,
    }
    found["holds"] = (
        _(
            "Added up, %(group)s stand at %(a)s against %(b)s of %(other)s, and within “%(stratum)s” it is much the same "
            "(%(sa)s against %(sb)s): both readings agree, so how the groups are spread over it does not explain the difference."
        )
        % names
    )
    found["appears"] = (
        _(
            "Added up, chance could explain the difference of %(group)s (%(a)s) and %(other)s (%(b)s), but within "
            "“%(stratum)s” it cannot (%(sa)s against %(sb)s): adding up what is unlike hid it."
        )
        % names
    )
    found["neither"] = (
        _(
            "Neither added up (%(a)s against %(b)s) nor within “%(stratum)s” (%(sa)s against %(sb)s) do %(group)s and "
            "%(other)s differ by more than chance explains."
        )
        % names
    )
    return found


def _reference_share(one: Within) -> float | None:
    pooled = one.line.comparison
    if pooled is None or one.line.favourable is None or not one.line.n or isnan(pooled.difference):
        return None
    return one.line.favourable / one.line.n - pooled.difference


def caution(found: TwoReadings, stratum: str, finding: str) -> str:
    """The finding of the added-up table, with what the other reading makes of it."""
    if any(one.reading in ("reversed", "vanishes", "shrinks") for one in found.within):
        return _("%(finding)s when added up, but not within “%(stratum)s”") % {"finding": finding, "stratum": stratum}
    return finding


def not_said(stratum: str) -> list[str]:
    """What no reading of the table says."""
    names = {"stratum": stratum}
    return [
        _("It does not say why the groups are spread over “%(stratum)s” as they are; there they may be held back too.")
        % names,
        _("It does not say that anybody was treated unfairly, nor that nobody was: it says where to look.") % names,
    ]


def common(one: Within, level: float) -> str:
    """Whether one figure describes all strata."""
    if isnan(one.found.homogeneity_p):
        return _("whether they are alike cannot be tested")
    if one.found.homogeneity_p < level:
        return _("no: they are unlike, read each by itself")
    return _("nothing speaks against it")
