"""What a change of the law touches: checks that read a parameter, requirements, obligations, reports; and whose they are.

A room, or an app above, tells what of its own reads a parameter:

    touched.register(lambda key, on: [Touched("obligation", "T6-10 of Transportation", url, owners)])
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from compliance.checks.catalogue import CHECKS
from compliance.models import Requirement
from raci.authority import Subject, covering_posts, matrix_in_force
from raci.models import Person
from raci.the_city import need_city


@dataclass(frozen=True)
class Touched:
    """One thing that reads the parameter: what it is, how it is called, where it stands, and who is told of a change."""

    what: str
    name: str
    url: str
    owners: tuple[Person, ...] = ()


Source = Callable[[str, date], Iterable[Touched]]  # of a parameter's key, on a day
_sources: list[Source] = []

GATED = ("four_fifths", "representation")  # not asked before counsel has opened what they belong to

# Check > the beginnings of the keys it reads; a test compares it with what the checks ask for.
READS: dict[str, tuple[str, ...]] = {
    "fta_provider": ("t6.fta.large_uza", "t6.fta.large_vehicles"),
    "service_equity": (
        "t6.fta.di_",
        "t6.fta.db_",
        "t6.fta.major_change",
        "t6.fta.temporary_months",
        "t6.effects_basis",
    ),
    "route_monitoring": ("t6.fta.minority_route",),
    "ada_web_dates": ("ada.web.",),
    "transition_plan": ("ada.priority.", "ada.employee_min"),
    "grievance_clock": ("ada.grievance.", "cmp.ada"),
    "lep_safe_harbour": ("lep.",),
    "section3_benchmark": ("s3.",),
    "four_fifths": ("ai.",),
    "representation": ("ai.sd", "ai.alpha"),
    "eeo4_tables": ("eeo4.",),
    "complaint_deadlines": ("cmp.", "ada.grievance.file"),
    "wc_rates": ("wc.",),
}


def register(source: Source) -> None:
    """Make known what reads parameters (from `AppConfig.ready`)."""
    if source not in _sources:
        _sources.append(source)


def touched_by(key: str, on: date) -> list[Touched]:
    """All that reads the parameter (a constant number of queries a source)."""
    return [one for source in _sources for one in source(key, on)]


def checks_reading(key: str) -> list[str]:
    """Codes of the checks that read it."""
    return [check for check, begins in READS.items() if any(key == one or _below(key, one) for one in begins)]


def _below(key: str, begin: str) -> bool:
    return begin[-1] in "._" and key.startswith(begin)


def checks(key: str, on: date) -> list[Touched]:
    """Checks, told to those who lead their requirement for the whole city."""
    codes = checks_reading(key)
    found = [one for one in CHECKS if one.code in codes]
    rows = {row.code: row for row in Requirement.objects.filter(code__in=[one.requirement for one in found])}
    owners = _owners({(row.lead_code, row.activity_code) for row in rows.values()}, on)
    return [
        Touched(
            _("check"),
            _(one.title),
            reverse("compliance:check-ask", args=[one.code]) if one.code not in GATED else "",
            owners.get((row.lead_code, row.activity_code), ()) if (row := rows.get(one.requirement)) else (),
        )
        for one in found
    ]


def requirements(key: str, on: date) -> list[Touched]:
    """Requirements whose day it holds, told to those who lead them for the whole city."""
    named = Requirement.objects.filter(Requirement.standing(on)).exclude(parameter="")
    rows = [row for row in named if key == row.parameter or key.startswith(f"{row.parameter}.")]
    owners = _owners({(row.lead_code, row.activity_code) for row in rows}, on)
    return [
        Touched(
            _("requirement"),
            f"{row.code} {row.text}",
            reverse("compliance:requirement-detail", args=[row.code]),
            owners.get((row.lead_code, row.activity_code), ()),
        )
        for row in rows
    ]


def _owners(leads: set[tuple[str, str]], on: date) -> dict[tuple[str, str], tuple[Person, ...]]:
    """Who holds a post of the role whose R reaches the whole city, or of the other responsible roles where none does.

    A bureau's director is told by the bureau's own duty.
    """
    if not leads:
        return {}
    city, matrix = need_city(), matrix_in_force(on)
    by_activity = {
        activity: covering_posts(Subject.of_scope(activity, city), "R", on, matrix)
        for activity in sorted({activity for _role, activity in leads})
    }
    found = {}
    for role, activity in leads:
        every = by_activity[activity]
        own = [person for post, person in every if post.role == role]
        found[role, activity] = tuple(own or [person for _post, person in every])  # else those who own it with them
    return found
