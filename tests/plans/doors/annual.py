"""Annual reports of plans."""

from __future__ import annotations

from datetime import date
from typing import Any

from plans.annual.acts import begin_annual, write_annual
from plans.models import AnnualReport, Plan
from plans.progress.expected import calendar
from raci import clock, reviewing
from raci.history import acting
from tests.city import SmallCity
from tests.plans.progress import in_force, plan_of_the_year


def furnish(city: SmallCity) -> dict[str, dict[str, Any]]:
    """Of Parks: the last fiscal year is handed in, of another plan it is being told."""
    quarters = [calendar().quarter_of(clock.today()), *calendar().before(clock.today(), 8)]
    begins = [one for one in quarters if one.number == 1][1].begins_on
    told, telling = (in_force(city, plan_of_the_year(city, title=f"Parks plan {name}")) for name in ("told", "telling"))
    report = begin_annual(told, begins, by=city.director)
    goal = told.goals.get()
    write_annual(report, words="A year.", stories={goal.pk: {"story": "Children swim."}}, by=city.director)
    reviewing.hand_in(report, by=city.director)
    return {
        "annual": {"pk": begin_annual(telling, begins, by=city.director).pk},
        "annual-handed-in": {"pk": report.pk},
    }


LISTS = {"plans:annual-list": ("director", dict)}
EXPORTS = {"annual-reports": "director"}
FULL = {"annual-reports": 1}


def grow(city: SmallCity, number: int) -> None:
    """A year of long ago."""
    _made(city, number, f"FY {1900 + number}")


def plant(city: SmallCity, number: int, payload: str) -> None:
    """A year that is called so."""
    _made(city, 200 + number, payload)


def _made(city: SmallCity, number: int, year: str) -> None:
    plan = Plan.objects.filter(record__scope__unit=city.parks).earliest("pk")
    days = {"begins_on": date(1500 + number, 7, 1), "ends_on": date(1501 + number, 6, 30)}
    with acting(by=city.director, act="begin_annual"):
        AnnualReport.objects.create(plan=plan, activity_code="4.1", year=year, **days)


ONE_THING = [
    "plans:annual-actions",
    "plans:annual-begin",
    "plans:annual-detail",
    "plans:annual-write",
    "plans:annual-print",
]
NO_PAGE = [("plans:annual-actions", "a file")]
LOOKS: list[dict[str, Any]] = [
    {"name": "plans:annual-list"},
    {"name": "plans:annual-list", "who": "new"},
    {"name": "plans:annual-begin"},
    {"name": "plans:annual-begin", "press": "Begin it", "status": 422},
    {"name": "plans:annual-detail", "args": "annual"},
    {"name": "plans:annual-detail", "args": "annual-handed-in", "who": "administrator"},
    {"name": "plans:annual-write", "args": "annual"},
    {"name": "plans:annual-write", "args": "annual", "press": "Hand it in", "status": 422},
    {"name": "plans:annual-print", "args": "annual-handed-in"},
]
