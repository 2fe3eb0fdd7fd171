"""Which of two readings answers what, in one sentence; and what neither says."""

from __future__ import annotations

from math import isnan

from django.utils.translation import gettext as _

from metrics import showing
from metrics.judging.strata import TwoReadings, Within
from metrics.judging.words import NONE
from metrics.models import IndicatorVersion


def rate(share: float | None, version: IndicatorVersion) -> str:
    """A share of people in the unit of the indicator; of those it does not count, where less is better."""
    if share is None:
        return NONE
    return showing.value(shown(share, version), version) or NONE


def shown(share: float, version: IndicatorVersion) -> float:
    """A share as the indicator shows it: judged are those whom the outcome serves."""
    return (1 - share if version.direction == IndicatorVersion.Direction.DOWN else share) * float(version.scale)


ORDER = ("reversed", "vanishes", "shrinks", "appears", "holds", "neither")


def which_is_right(found: TwoReadings, stratum: str, version: IndicatorVersion) -> str:
    """One sentence about the group whose difference changes most: which reading is right for which question, and why."""
    one = _most_changed(found)
    if one is None:
        return _("The two readings cannot be set side by side: a count is not known, or no stratum has both groups.")
    said = (_unlike if one.differs else _alike)(one.reading)
    return said % _names(one, stratum, version)


def _most_changed(found: TwoReadings) -> Within | None:
    told = [one for one in found.within if one.reading != "unknown"]
    return min(told, key=lambda each: ORDER.index(each.reading), default=None)


def _names(one: Within, stratum: str, version: IndicatorVersion) -> dict[str, str]:
    pooled = one.line.comparison
    assert pooled is not None
    share = one.line.favourable / one.line.n if one.line.n and one.line.favourable is not None else None
    return {
        "group": one.line.label,
        "other": pooled.reference,
        "stratum": stratum,
        "a": rate(share, version),
        "b": rate(_reference_share(one), version),
        "sa": rate(one.standardised, version),
        "sb": rate(one.standardised_reference, version),
    }


def _alike(reading: str) -> str:
    """Where one figure describes all strata."""
    right = _(
        "to the question whether people alike in this are treated alike the reading within “%(stratum)s” is the right one, "
        "because the groups are spread unevenly over parts of it whose rates differ."
    )
    return {
        "reversed": _(
            "Added up, %(group)s stand at %(a)s against %(b)s of %(other)s, but within “%(stratum)s” that turns round (%(sa)s "
            "against %(sb)s): "
        )
        + right,
        "vanishes": _(
            "Added up, %(group)s stand at %(a)s against %(b)s of %(other)s, but within “%(stratum)s” no difference is left that "
            "chance could not make (%(sa)s against %(sb)s): "
        )
        + right,
        "shrinks": _(
            "Added up, %(group)s stand at %(a)s against %(b)s of %(other)s, and within “%(stratum)s” less than half of that "
            "is left (%(sa)s against %(sb)s): "
        )
        + right,
        "holds": _(
            "Added up, %(group)s stand at %(a)s against %(b)s of %(other)s, and within “%(stratum)s” it is much the same "
            "(%(sa)s against %(sb)s): both readings agree, so how the groups are spread over it does not explain the difference."
        ),
        "appears": _(
            "Added up, chance could explain the difference of %(group)s (%(a)s) and %(other)s (%(b)s), but within "
            "“%(stratum)s” it cannot (%(sa)s against %(sb)s): adding up what is unlike hid it."
        ),
        "neither": _(
            "Neither added up (%(a)s against %(b)s) nor within “%(stratum)s” (%(sa)s against %(sb)s) do %(group)s and "
            "%(other)s differ by more than chance explains."
        ),
    }[reading]


def _unlike(reading: str) -> str:
    """Where the strata are unlike in this, so that no one figure describes them: neither reading is called the right one."""
    each = _("Read each part of “%(stratum)s” by itself, for they are unlike in this; taken together, ")
    added = _(", while added up %(group)s stand at %(a)s against %(b)s of %(other)s.")
    return (
        each
        + {
            "reversed": _("the difference turns round (%(sa)s against %(sb)s)") + added,
            "vanishes": _("no difference is left that chance could not make (%(sa)s against %(sb)s)") + added,
            "shrinks": _("less than half of the difference is left (%(sa)s against %(sb)s)") + added,
            "holds": _("the difference is much the same (%(sa)s against %(sb)s)") + added,
            "appears": _(
                "chance cannot explain the difference (%(sa)s of %(group)s against %(sb)s of %(other)s), while added up it could "
                "(%(a)s against %(b)s)."
            ),
            "neither": _(
                "%(group)s (%(sa)s) and %(other)s (%(sb)s) do not differ by more than chance explains, nor do they when added up "
                "(%(a)s against %(b)s)."
            ),
        }[reading]
    )


def _reference_share(one: Within) -> float | None:
    pooled = one.line.comparison
    if pooled is None or one.line.favourable is None or not one.line.n or isnan(pooled.difference):
        return None
    return one.line.favourable / one.line.n - pooled.difference


def caution(found: TwoReadings, stratum: str, finding: str) -> str:
    """The finding of the added-up table, with what the other reading makes of it."""
    one = _most_changed(found)
    said = {
        "reversed": _("%(finding)s when added up, and the other way round within “%(stratum)s”"),
        "vanishes": _("%(finding)s when added up, but not within “%(stratum)s”"),
        "shrinks": _("%(finding)s when added up, and less than half of it within “%(stratum)s”"),
    }.get(one.reading if one else "", "%(finding)s")
    return said % {"finding": finding, "stratum": stratum}


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
