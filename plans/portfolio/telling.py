"""The timeline in words: what each bar is, and the sentence that says the picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans.models import Action
from plans.portfolio.gantt import Bar, Link
from plans.portfolio.queries import Wait
from raci.drawing import day

Status = Action.Status
TITLE = gettext_lazy("When each action runs, and how it stands")
NOTHING: Mapping[int, Sequence[Wait]] = {}
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


def bar(row: Any, waits: Sequence[Wait] = ()) -> Bar:
    """An action in force as a bar; the row comes with `standing.flags`."""
    said = {
        "number": row.number, "title": row.title, "plan": row.plan_title, "from": day(row.starts_on), "to": day(row.due_on),
        "status": row.get_status_display(),
    }  # fmt: skip
    told = _("%(number)s %(title)s (%(plan)s): %(from)s to %(to)s, %(status)s") % said
    if waits:
        told = _("%(told)s; waits for %(needs)s") % {"told": told, "needs": "; ".join(waits_said(row, waits))}
    letter = str(LETTERS[Status(row.status)])
    return Bar(f"{row.number} {row.title}", row.starts_on, row.due_on, row.status, letter, told, row.is_overdue)


def waits_said(row: Any, waits: Sequence[Wait]) -> list[str]:
    """Each with its day, where that is known to the reader, and whether it comes too late."""
    return [_wait_said(one, row.due_on) for one in waits]


def _wait_said(one: Wait, due_on: date) -> str:
    if one.needs is None:
        return one.words
    told = {"words": one.words, "day": day(one.needs.due_on)}
    if one.is_late(due_on):
        return _("%(words)s (until %(day)s, later than itself)") % told
    return _("%(words)s (until %(day)s)") % told


def links(rows: Sequence[Any], waits: Mapping[int, Sequence[Wait]]) -> list[Link]:
    """What waits for what, of these rows."""
    at = {row.action: place for place, row in enumerate(rows)}
    return [
        Link(at[one.number], at[row.action], one.is_late(row.due_on))
        for row in rows
        for one in waits.get(row.action, ())
        if one.number in at
    ]


def telling(rows: Sequence[Any], today: date, waits: Mapping[int, Sequence[Wait]] = NOTHING) -> str:
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
    parts = [whole % said, *([day_passed % {**said, "late": late}] if late else []), *_waiting(rows, waits)]
    return " ".join(parts)


def _waiting(rows: Sequence[Any], waits: Mapping[int, Sequence[Wait]]) -> Iterator[str]:
    waiting = [row for row in rows if waits.get(row.action)]
    if waiting:
        text = ngettext("%(n)d waits for another action.", "%(n)d wait for other actions.", len(waiting))
        yield text % {"n": len(waiting)}
    late = sum(any(one.is_late(row.due_on) for one in waits[row.action]) for row in waiting)
    if late:
        text = ngettext(
            "Of %(n)d, what it waits for ends later than itself.",
            "Of %(n)d, what they wait for ends later than themselves.", late,
        )  # fmt: skip
        yield text % {"n": late}
