"""Equity plans: the actions in force by service area, and those that need somebody."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from plans.content import money
from plans.models import Action
from plans.portfolio.queries import actions_in_force, by_urgency, roll_up
from plans.portfolio.standing import said
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
    columns = (_("Unit"), _("Action"), _("Lead"), _("Due"), _("Why it stands here"))
    told = [
        [
            row.unit.name,
            f"{row.number} {row.title}",
            row.lead_title,
            date_format(row.due_on, "j M Y"),
            ", ".join(said(row)),
        ]
        for row in rows
    ]
    count = sentence(
        say(
            _("%(n)s action needs somebody on %(day)s."),
            _("%(n)s actions need somebody on %(day)s."),
            n=len(rows),
            day=date_format(today, "j M Y"),
        )
    )
    return [count, table(say(_("Actions that need somebody")), columns, told, source=SOURCE, most=MOST)]
