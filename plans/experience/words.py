"""Warnings from experience in words."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from plans.experience.rules import Rule, Warning


def words(one: Warning) -> str:
    """In a sentence."""
    told = {name: date_format(value) if isinstance(value, date) else value for name, value in one.told.items()}
    if one.rule is Rule.UNCARRIED:
        clauses = one.told["clauses"]
        assert isinstance(clauses, list)
        return uncarried(str(one.told["standard"]), clauses)
    return _sentences()[one.rule] % told


def _sentences() -> dict[Rule, str]:
    return {
        Rule.CROWDED: _(
            "%(n)d actions of the unit run in FY %(year)d. Plans with more than %(most)d in a year were not kept up."
        ),
        Rule.UNMEASURED: _("Action %(number)s “%(title)s” has no measure: nobody will see whether it helped."),
        Rule.UNLED: _("Nobody leads action %(number)s “%(title)s” today."),
        Rule.UNDATED: _("Action %(number)s “%(title)s” has no start or no day."),
        Rule.STILL: _(
            "What is measured of action %(number)s “%(title)s” has been %(value)s in each of the last %(n)d quarters."
        ),
        Rule.LATE_NEED: _(
            "Action %(number)s “%(title)s” is due on %(due)s, and waits for “%(needed)s”, which ends only on %(ends)s."
        ),
    }


def uncarried(standard: str, clauses: list[str]) -> str:
    """What no action carries out."""
    text = ngettext(
        "No action carries out this clause of “%(standard)s”, which the unit adopted: %(clauses)s.",
        "No action carries out these clauses of “%(standard)s”, which the unit adopted: %(clauses)s.",
        len(clauses),
    )
    return text % {"standard": standard, "clauses": "; ".join(clauses)}
