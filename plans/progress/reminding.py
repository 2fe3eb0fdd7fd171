"""Who is to report on a quarter is reminded: when it opens, before its day, on it, and the level above once grace is over.

Each is told once of each, and nothing more once the report is handed in.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from plans.kinds import PROGRESS
from plans.models import ProgressReport
from plans.progress.quarters import SOON
from raci import clock
from raci.actions.telling import level_above
from raci.authority import Subject, covering_posts
from raci.keeping import named_people
from raci.models import Person
from raci.notices import tell
from raci.reviewing import submitters


class Stage(StrEnum):
    """How near its day a report is."""

    OPEN = "open"
    SOON = "soon"
    DUE = "due"
    ABOVE = "above"


def stage(due_on: date, grace_until: date, today: date) -> Stage:
    """The last one that has been reached."""
    if today > grace_until:
        return Stage.ABOVE
    if today >= due_on:
        return Stage.DUE
    return Stage.SOON if today >= due_on - SOON else Stage.OPEN


def remind() -> int:
    """Tell of every report that is not handed in where it stands; how many there are."""
    today = clock.today()
    waiting = ProgressReport.objects.filter(state__in=ProgressReport.OPEN, handed_in_on=None).select_related("unit")
    rows = list(waiting.order_by("pk"))
    for row in rows:
        _remind(row, stage(row.due_on, row.grace_until, today), today)
    return len(rows)


def _remind(row: ProgressReport, reached: Stage, today: date) -> None:
    said = {"what": row, "day": date_format(row.due_on), "unit": row.unit.name, "quarter": row.quarter}
    line = {
        Stage.OPEN: _("%(what)s is to be reported on by %(day)s."),
        Stage.SOON: _("%(what)s is to be reported on by %(day)s, which is near."),
        Stage.DUE: _("%(what)s is due: its day is %(day)s."),
        Stage.ABOVE: _("%(what)s was due on %(day)s, and the days of grace are over. The level above is told."),
    }[reached]
    _tell(
        row,
        [person for person, _post in submitters(row)],
        reached.value if reached != Stage.ABOVE else "late",
        line % said,
    )
    if reached == Stage.ABOVE:
        text = _("%(unit)s did not report on %(quarter)s, due on %(day)s, and the days of grace are over.")
        _tell(row, people_above(row, today), reached.value, text % said)


def people_above(row: ProgressReport, today: date) -> list[Person]:
    """The next level up: who was named to accept it, else posts of the unit above that are in its line, else who accepts it."""
    subject = Subject.of_scope(row.activity_code, row.unit)
    named = named_people(PROGRESS, subject, "A", today)
    if named:
        return named
    parent = row.unit.parent
    consulted = covering_posts(subject, "C", today)
    above = [person for post, person in consulted if parent is not None and post.unit_path == parent.path]
    deciding = [person for _post, person in covering_posts(subject, "A", today)]
    return above or deciding or level_above(today)


def _tell(row: ProgressReport, people: list[Person], what: str, line: str) -> None:
    url = reverse("plans:progress-detail", args=[row.pk])
    tell(people, record=None, key=f"progress:{row.pk}:{what}", line=line, url=url)
