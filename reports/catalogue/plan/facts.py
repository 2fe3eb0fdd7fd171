"""What is told of an approved plan: the text of the decision and its receipt."""

from __future__ import annotations

import json

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext_noop as _

from plans.kinds import PLAN
from raci.authority import Facts
from raci.grants import visible
from raci.models import Case, Condition, Decision, Text
from raci.queries.titles import title
from reports.blocks import Block, Words, listed, say, table
from reports.blocks import text as text_of
from reports.catalogue.kind import Asked

MOMENT, DAY = "j M Y, H:i", "j M Y"
APPROVED = (Decision.Kind.APPROVE, Decision.Kind.CONDITIONS)


def plans(facts: Facts) -> list[tuple[int, str]]:
    """Plans with an approved version that they may read."""
    cases = visible(facts).filter(record__kind=PLAN.code, state=Case.State.APPROVED)
    found = cases.annotate(shown=title(facts, "record")).order_by("shown", "record").values_list("record", "shown")
    return list(dict(found).items())


def _decision(asked: Asked) -> Decision:
    """The one by which the text in force was approved."""
    found = Decision.objects.filter(submission__case__record=asked.subject, kind__in=APPROVED)
    return found.select_related("submission__text", "submission__submitted_by", "decided_by", "matrix").latest("pk")


def receipt(asked: Asked) -> list[Block]:
    """Who decided what, by what right, on exactly which text, and on which conditions."""
    one = _decision(asked)
    handed_in = one.submission
    facts: list[tuple[str, Words]] = [
        (_("Decision"), str(one.get_kind_display())),
        (_("Decided by"), say(_("%(who)s, acting as %(post)s"), who=one.decided_by.name, post=one.decided_as)),
        (
            _("By what right"),
            say(
                _("%(codes)s for %(activity)s, matrix %(number)s (%(title)s)"),
                codes=one.codes, activity=one.activity_code, number=one.matrix.number, title=one.matrix.title,
            ),
        ),
        (_("When"), date_format(localtime(one.decided_at), MOMENT)),
        (
            _("Submitted by"),
            say(_("%(who)s, %(post)s"), who=handed_in.submitted_by.name, post=handed_in.submitted_as),
        ),
        (_("Receipt"), str(one.pk)),
        (_("SHA-256 of exactly the text decided"), one.sha256),
    ]  # fmt: skip
    if one.reason:
        facts.append((_("Reason"), one.reason))
    return [listed(facts), *_conditions(one)]


def _conditions(one: Decision) -> list[Block]:
    rows: list[list[Words]] = [
        [
            row.words,
            row.owner.title,
            date_format(row.due_on, DAY),
            say(_("closed")) if row.closed_at else say(_("open")),
        ]
        for row in Condition.objects.filter(decision=one).select_related("owner").order_by("pk")
    ]
    columns = (_("Condition"), _("Owner"), _("Due"), _("State"))
    source = say(_("Source: the receipt of the decision."))
    return [table(say(_("Conditions")), columns, rows, source=source)] if rows else []


def text(asked: Asked) -> list[Block]:
    """The text that was decided, word for word."""
    frozen: Text = _decision(asked).submission.text
    return [text_of("plan", json.loads(frozen.content))]
