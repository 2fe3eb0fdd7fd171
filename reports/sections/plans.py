"""Equity plans: the actions in force by service area, and those that need somebody."""

from __future__ import annotations

from collections import Counter

from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from plans.content import money
from plans.models import Action, ProgressLine
from plans.portfolio.queries import actions_in_force, by_urgency, roll_up
from plans.portfolio.standing import said
from raci.models import Unit
from reports.blocks import Block, gap, say, sentence, table
from reports.catalogue.kind import Asked

SOURCE = say(_("Source: equity plans in force, as approved under 4.1; where each action stands, as its bureau says."))
MOST = 100


def by_area(asked: Asked) -> list[Block]:
    """Counts by service area, and what they come to."""
    found = roll_up(by_urgency(asked.facts), asked.facts, "")
    whole = found.whole
    if not whole.actions:
        return [gap(say(_("No equity plan is in force yet.")))]
    columns = (
        _("Service area"),
        _("Plans"),
        _("Actions"),
        _("On track"),
        _("Behind or blocked"),
        _("Done"),
        _("Overdue"),
        _("Money"),
    )
    rows = [
        [
            line.unit.name,
            *map(str, (one.plans, one.actions, one.on_track, one.hindered, one.done, one.overdue)),
            money(one.cents),
        ]
        for line in sorted(found.lines, key=lambda line: line.unit.path)
        for one in [line.tally]
    ]
    words = _("%(n)s action is in force; %(late)s overdue, %(behind)s behind or blocked.")
    many = _("%(n)s actions are in force; %(late)s overdue, %(behind)s behind or blocked.")
    told = sentence(say(words, many, n=whole.actions, late=whole.overdue, behind=whole.hindered))
    return [told, table(say(_("Actions by service area")), columns, rows, source=SOURCE, numbers=range(1, 8))]


def by_department(asked: Asked) -> list[Block]:
    """By service area, then by unit, then each action that is behind or blocked, with the reason and who else is needed."""
    found = by_area(asked)
    if found[0]["block"] == "gap":
        return found
    rows = by_urgency(asked.facts)
    by_unit: dict[str, Counter[str]] = {}
    for name, state in rows.order_by("unit__path").values_list("unit__name", "status"):
        by_unit.setdefault(name, Counter())[state] += 1
    told = [[name, *(str(n[state.value]) for state in STATES)] for name, n in by_unit.items()]
    columns = (_("Unit"), *(_STATE_WORDS[state] for state in STATES))
    units = table(say(_("Actions by unit")), columns, told, source=SOURCE, numbers=range(1, 1 + len(STATES)))
    return [*found, units, *_hindered(asked)]


STATES = (
    Action.Status.ON_TRACK, Action.Status.BEHIND, Action.Status.BLOCKED, Action.Status.PENDING, Action.Status.DONE,
    Action.Status.STOPPED,
)  # fmt: skip
_STATE_WORDS = {
    Action.Status.ON_TRACK: _("On track"), Action.Status.BEHIND: _("Behind"), Action.Status.BLOCKED: _("Blocked"),
    Action.Status.PENDING: _("Not reported yet"), Action.Status.DONE: _("Done"), Action.Status.STOPPED: _("Stopped"),
}  # fmt: skip


def _hindered(asked: Asked) -> list[Block]:
    """What is behind or blocked, why (as its unit reported last), and who else it takes."""
    rows = list(
        by_urgency(asked.facts)
        .filter(status__in=(Action.Status.BEHIND, Action.Status.BLOCKED))
        .order_by("unit__path", "place")
    )
    if not rows:
        return []
    accepted = ProgressLine.objects.filter(report__state="accepted", action__in=[row.action for row in rows])
    reasons = dict(accepted.order_by("report__ends_on", "pk").values_list("action", "words"))
    told = [
        [
            row.unit.name, f"{row.number} {row.title}", str(row.get_status_display()),
            reasons.get(row.action) or say(_("no reason is reported")), row.partners or "–",
        ]
        for row in rows
    ]  # fmt: skip
    columns = (_("Unit"), _("Action"), _("Where it stands"), _("Why"), _("Depends on"))
    return [table(say(_("What is behind or blocked")), columns, told, source=SOURCE, most=MOST)]


def exceptions(asked: Asked) -> list[Block]:
    """Actions that are overdue, behind, unled or unreported; the worst first."""
    today = asked.facts.today
    rows = [
        row
        for row in by_urgency(asked.facts).exclude(status__in=Action.OVER).order_by("urgency", "due_on", "pk")
        if said(row)
    ]
    if not rows:
        there = actions_in_force(asked.facts).exists()
        words = (
            _("Every action in force is led, reported and on time.") if there else _("No equity plan is in force yet.")
        )
        return [sentence(say(words))]
    areas = {unit.path: unit.name for unit in Unit.objects.filter(kind=Unit.Kind.SERVICE_AREA)}
    columns = (_("Service area"), _("Unit"), _("Action"), _("Lead"), _("Due"), _("Why it stands here"))
    told = [
        [
            next((name for path, name in areas.items() if row.unit.path.startswith(path)), "–"),
            row.unit.name,
            f"{row.number} {row.title}",
            row.lead_title,
            date_format(row.due_on, "j M Y"),
            ", ".join(said(row)),
        ]
        for row in rows
    ]
    told.sort(key=lambda line: line[0])
    count = sentence(
        say(
            _("%(n)s action needs somebody on %(day)s."),
            _("%(n)s actions need somebody on %(day)s."),
            n=len(rows),
            day=date_format(today, "j M Y"),
        )
    )
    return [count, table(say(_("Actions that need somebody")), columns, told, source=SOURCE, most=MOST)]
