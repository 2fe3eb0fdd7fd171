"""Recommendations: what was recommended to whom, from what, and how it stands."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci.authority import Facts
from raci.lists import Action, Choice, Column, Empty, Listing
from raci.models import Recommendation
from raci.queries.lists.filters import all_units, unit_filter
from raci.queries.recommendations import recommendations, units_of_sources

SHOWN = {
    "open": _("not closed"),
    "unanswered": _("without an accepted answer"),
    "late": _("answer overdue"),
    "due": _("follow-up due"),
    "closed": _("closed"),
}
STANDS = {
    "": _("waits for an answer"),
    "draft": _("waits for an answer"),
    "submitted": _("answered, to be accepted"),
    "returned": _("answer given back"),
    "accepted": _("answer accepted"),
    "closed": _("closed"),
}
ANSWERED = Q(answer__state="accepted")


def _rows(_facts: Facts) -> QuerySet[Recommendation]:
    return recommendations()


def _narrowed(code: str, facts: Facts) -> Q:
    is_open = Q(closed_at=None)
    return {
        "open": is_open,
        "unanswered": is_open & ~ANSWERED,
        "late": is_open & ~ANSWERED & Q(answer_due_on__lt=facts.today),
        "due": is_open & Q(follow_up_on__lte=facts.today),
        "closed": ~is_open,
    }[code]


def stands(row: Recommendation) -> str:
    """How it stands, by the code of `STANDS`."""
    if row.closed_at:
        return "closed"
    return row.answer.state if hasattr(row, "answer") else ""


def _raise(facts: Facts) -> Action | None:
    url = reverse("raci:recommendation-create")
    return Action(_("Raise a recommendation"), url) if units_of_sources(facts) else None


RECOMMENDATIONS = Listing(
    code="recommendations",
    title=_("Recommendations"),
    address="raci:recommendation-list",
    rows=_rows,
    search=lambda word, _facts: Q(title__icontains=word) | Q(words__icontains=word) | Q(source_title__icontains=word),
    filters=(
        Choice("show", _("How it stands"), among=lambda _facts: SHOWN.items(), to=_narrowed, everything=_("All")),
        Choice(
            "source",
            _("Raised from"),
            among=lambda _facts: Recommendation.Source.choices,
            to=lambda code, _facts: Q(source=code),
            everything=_("Anything"),
        ),
        unit_filter("unit__path", all_units),
    ),
    columns=(
        Column(
            "title",
            _("Recommendation"),
            lambda row: row.title,
            sort=("title",),
            link=lambda row: reverse("raci:recommendation", args=[row.pk]),
        ),
        Column("to", _("To"), lambda row: row.body or row.unit.name, sort=("unit__path", "body")),
        Column("source", _("Raised from"), lambda row: row.source_title, sort=("source_title",)),
        Column("due", _("Answer due"), lambda row: row.answer_due_on, date, sort=("answer_due_on", "pk")),
        Column("follow_up", _("Next follow-up"), lambda row: row.follow_up_on, date, sort=("follow_up_on", "pk")),
        Column("stands", _("Stands"), lambda row: str(STANDS[stands(row)])),
        Column("activity", _("Activity"), lambda row: row.activity_code, on_page=False),
        Column("unit", _("Unit"), lambda row: row.unit.code, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, on_page=False),
    ),
    sort="due",
    count=lambda n: ngettext("%(n)s recommendation", "%(n)s recommendations", n) % {"n": n},
    action=_raise,
    empty=lambda facts: Empty(
        _("Nothing has been recommended yet"),
        _("When an audit or a report recommends something, raise it here; the unit answers, and it is followed up.")
        if units_of_sources(facts)
        else _("What audits and reports recommend stands here, with the answer and what became of it."),
    ),
)
