"""The timeline in words: what each bar is, and the sentence that says the picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans.models import Action
from plans.portfolio.gantt import Bar
from raci.drawing import day

Status = Action.Status
TITLE = gettext_lazy("When each action runs, and how it stands")
LETTERS = {
    Status.PENDING: gettext_lazy("N"),
    Status.ON_TRACK: gettext_lazy("T"),
    Status.BEHIND: gettext_lazy("B"),
    Status.BLOCKED: gettext_lazy("X"),
    Status.STOPPED: gettext_lazy("S"),
    Status.DONE: gettext_lazy("D"),
}


def key() -> list[tuple[str, str, str]]:
    """Each status with its letter and its words."""
    return [(one.value, str(LETTERS[one]), str(one.label)) for one in Status]


def bar(row: Any) -> Bar:
    """An action in force as a bar; the row comes with `standing.flags`."""
    said = {
        "number": row.number, "title": row.title, "plan": row.plan_title, "from": day(row.starts_on), "to": day(row.due_on),
        "status": row.get_status_display(),
    }  # fmt: skip
    told = _("%(number)s %(title)s (%(plan)s): %(from)s to %(to)s, %(status)s") % said
    letter = str(LETTERS[Status(row.status)])
    return Bar(f"{row.number} {row.title}", row.starts_on, row.due_on, row.status, letter, told, row.is_overdue)


def telling(rows: Sequence[Any], today: date) -> str:
    """The picture in one sentence."""
    counted = Counter(Status(row.status) for row in rows)
    late = sum(row.is_overdue for row in rows)
    stands = ", ".join(f"{counted[one]} {one.label}" for one in Status if counted[one])
    if not rows:
        return ""
    first, last = min(row.starts_on for row in rows), max(row.due_on for row in rows)
    said = {"n": len(rows), "first": day(first), "last": day(last), "stands": stands, "today": day(today)}
    whole = ngettext(
        "%(n)d action from %(first)s to %(last)s: %(stands)s.",
        "%(n)d actions from %(first)s to %(last)s: %(stands)s.",
        len(rows),
    )
    day_passed = ngettext(
        "On %(today)s the day of %(late)d has passed while it is open.",
        "On %(today)s the days of %(late)d have passed while they are open.", late,
    )  # fmt: skip
    return f"{whole % said} {day_passed % {**said, 'late': late}}" if late else whole % said
