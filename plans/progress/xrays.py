"""X-rays of quarterly progress: what was not reported, given back and left, behind with no plan changed, the same four times."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from plans.models import Action, ProgressLine, ProgressReport
from plans.progress.queries import reports_read
from raci import asof, reviewing
from raci.drawing import day
from raci.matrix.findings import Level
from raci.models import Text
from raci.xrays import MOST, Finding, Look, Rule

State = ProgressReport.State
STANDING = (State.SUBMITTED, State.ACCEPTED)
LEFT = 10  # days after which what was given back is said to be left
SAME = 4  # quarters with no change
BEHIND = (Action.Status.BEHIND, Action.Status.BLOCKED)


def _finding(look: Look, row: ProgressReport, sentence: str, **more: Any) -> Finding:
    given = {
        "url": reverse("plans:progress-detail", args=[row.pk]),
        "is_mine": bool(reviewing.may_write(look.facts, row)),
        "key": str(row.pk),
        **more,
    }
    return Finding(where=row.unit.name, unit=row.unit, sentence=sentence, **given)


# ---- reports


def _missing(look: Look) -> Iterator[Finding]:
    rows = reports_read(look.facts).filter(state__in=ProgressReport.OPEN, handed_in_on=None)
    for row in rows.filter(grace_until__lt=look.facts.today).order_by("grace_until", "pk")[:MOST]:
        said = {"quarter": row.quarter, "day": day(row.due_on)}
        text = _("It did not report on %(quarter)s, due on %(day)s, and the days of grace are over.")
        yield _finding(look, row, text % said, since=row.due_on)


def _left(look: Look) -> Iterator[Finding]:
    before = look.facts.today - timedelta(days=LEFT)
    rows = reports_read(look.facts).filter(state=State.RETURNED, answered_at__lt=asof.end_of(before))
    for row in rows.order_by("answered_at", "pk")[:MOST]:
        returned = timezone.localtime(row.answered_at).date()
        said = {"quarter": row.quarter, "day": day(returned)}
        text = _("Its report on %(quarter)s was given back on %(day)s and has not been handed in again.")
        yield _finding(look, row, text % said, since=returned)


# ---- actions


def _newest_lines(look: Look, quarters: int) -> dict[int, list[ProgressLine]]:
    """By action, what its last reports said, the newest first (1 query)."""
    read = reports_read(look.facts).filter(state__in=STANDING)
    lines = ProgressLine.objects.filter(report__in=read.order_by().values("pk"))
    found: dict[int, list[ProgressLine]] = {}
    for line in lines.select_related("report__unit", "plan__record").order_by("-report__begins_on"):
        said = found.setdefault(line.action, [])
        if len(said) < quarters:
            said.append(line)
    return {action: said for action, said in found.items() if len(said) == quarters}


def _behind(look: Look) -> Iterator[Finding]:
    """Behind or blocked in the last two quarters that were reported on, and no new text of its plan was approved since."""
    twice = {pk: said for pk, said in _newest_lines(look, 2).items() if all(one.status in BEHIND for one in said)}
    newest = _last_approved({said[0].plan.record_id for said in twice.values()})
    for pk, (now, before) in twice.items():
        since = before.report.ends_on
        approved = newest.get(now.plan.record_id)
        if approved is not None and approved > since:
            continue
        said = {"number": now.number, "title": now.title, "first": before.report.quarter, "last": now.report.quarter}
        text = _("Action %(number)s “%(title)s” was behind in %(first)s and %(last)s, and its plan is as it was.")
        url = reverse("plans:plan-detail", args=[now.plan.record_id])
        yield _finding(look, now.report, text % said, url=url, key=str(pk), since=since, is_mine=_writes(look, now))


def _last_approved(records: set[int]) -> dict[int, Any]:
    """By record, the day on which its text in force was frozen (1 query)."""
    texts = Text.objects.filter(record__in=records, submissions__decision__kind__in=("approve", "conditions"))
    return {one.record_id: timezone.localtime(one.frozen_at).date() for one in texts.order_by("number")}


def _writes(look: Look, line: ProgressLine) -> bool:
    subject = reviewing.review_of(line.report).subject(line.report)
    return look.facts.capacity_with("R", subject) is not None


def _same(look: Look) -> Iterator[Finding]:
    for pk, said in _newest_lines(look, SAME).items():
        now = said[0]
        if now.status in Action.OVER or not all(one.is_unchanged for one in said):
            continue
        text = _("Action %(number)s “%(title)s”: no change in four quarters, the last %(quarter)s.")
        sentence = text % {"number": now.number, "title": now.title, "quarter": now.report.quarter}
        url = reverse("plans:plan-detail", args=[now.plan.record_id])
        yield _finding(look, now.report, sentence, url=url, key=str(pk), is_mine=_writes(look, now))


MISSING = Rule(
    code="progress-missing",
    label=gettext_lazy("A quarter was not reported on"),
    level=Level.ERROR,
    text=gettext_lazy("Each unit with a plan in force reported on each quarter before the days of grace were over."),
    mend=gettext_lazy("Report on it"),
    counted=lambda n: ngettext("%(n)d quarter is not reported on", "%(n)d quarters are not reported on", n) % {"n": n},
    find=_missing,
)
LEFT_BACK = Rule(
    code="progress-returned",
    label=gettext_lazy("A quarterly report was given back and left"),
    level=Level.WARNING,
    text=gettext_lazy("What was given back is mended and handed in again within ten days."),
    mend=gettext_lazy("Mend it and hand it in"),
    counted=lambda n: (
        ngettext(
            "%(n)d quarterly report was given back and left", "%(n)d quarterly reports were given back and left", n
        )
        % {"n": n}
    ),
    find=_left,
)
BEHIND_TWICE = Rule(
    code="action-behind-twice",
    label=gettext_lazy("An action is behind two quarters running, and its plan is as it was"),
    level=Level.WARNING,
    text=gettext_lazy(
        "Where an action is behind or blocked twice, the plan is changed: its dates, its money, or its way."
    ),
    mend=gettext_lazy("Begin the next version of the plan"),
    counted=lambda n: (
        ngettext("%(n)d action is behind two quarters running", "%(n)d actions are behind two quarters running", n)
        % {"n": n}
    ),
    find=_behind,
)
SAME_FOUR = Rule(
    code="action-no-change",
    label=gettext_lazy("No change four times"),
    level=Level.HINT,
    text=gettext_lazy("Something changes of each action within a year, or it is stopped."),
    mend=gettext_lazy("Look at the action"),
    counted=lambda n: (
        ngettext("%(n)d action without a change for a year", "%(n)d actions without a change for a year", n) % {"n": n}
    ),
    find=_same,
)
RULES = (MISSING, LEFT_BACK, BEHIND_TWICE, SAME_FOUR)
