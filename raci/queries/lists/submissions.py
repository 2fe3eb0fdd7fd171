"""What was handed in for decision, and what became of it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, JSONField, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci import records
from raci.authority import Facts
from raci.drawing import decision_tag
from raci.grants import visible
from raci.lists import Choice, Choices, Column, Empty, Listing
from raci.lists.pages import quiet
from raci.models import Decision, Submission
from raci.queries.lists.filters import day_filters, kind_filter, unit_filter, units_of
from raci.queries.titles import readable_texts, title_of_text
from raci.queries.waiting import decisions_waiting

WAITING, WITHDRAWN, MINE = "waiting", "withdrawn", "mine"
OUTCOMES: dict[str, str | Promise] = {
    WAITING: _("waiting for a decision"),
    **{kind.value: kind.label for kind in Decision.Kind},
    WITHDRAWN: _("withdrawn"),
}


def _rows(facts: Facts) -> QuerySet[Submission]:
    read = readable_texts(facts).order_by().filter(pk=OuterRef("text"))
    seen = visible(facts).order_by().filter(pk=OuterRef("case"))
    return (
        Submission.objects.filter(Exists(seen), Exists(read))
        .select_related("case__record__scope__unit", "text", "submitted_by", "decision__decided_by")
        .annotate(json=Cast("text__content", JSONField()))
        .annotate(shown_title=title_of_text("json"), unit=F("case__record__scope__unit__name"))
        .defer("text__content")
    )


def outcome(row: Submission) -> str:
    """What became of it, by its code."""
    if hasattr(row, "decision"):
        return row.decision.kind
    return WITHDRAWN if row.withdrawn_at else WAITING


def _shown(row: Submission) -> str:
    code = outcome(row)
    if code in Decision.Kind:
        return decision_tag(code)
    return quiet(str(OUTCOMES[code])) if code == WITHDRAWN else str(OUTCOMES[code])


def _narrowed(code: str, facts: Facts) -> Q:
    if code == MINE:
        return Q(pk__in=decisions_waiting(facts).order_by().values("pk"))
    if code == WITHDRAWN:
        return Q(withdrawn_at__isnull=False)
    return Q(decision=None, withdrawn_at=None) if code == WAITING else Q(decision__kind=code)


def _outcomes(facts: Facts) -> Choices:
    mine: Choices = [(MINE, _("waiting for my decision"))] if facts.decides else []
    return [*mine, *OUTCOMES.items()]


def _decision(name: str) -> Any:
    return lambda row: getattr(row.decision, name) if hasattr(row, "decision") else None


SUBMISSIONS = Listing(
    code="submissions",
    title=_("Submissions"),
    address="raci:submission-list",
    rows=_rows,
    search=lambda word, _facts: (
        Q(shown_title__icontains=word) | Q(unit__icontains=word) | Q(submitted_by__name__icontains=word)
    ),
    filters=(
        Choice("outcome", _("What became of it"), among=_outcomes, to=_narrowed, everything=_("All")),
        unit_filter("case__record__scope__unit__path", lambda facts: units_of(visible(facts))),
        kind_filter("case__record__kind"),
        *day_filters("submitted_at"),
    ),
    columns=(
        Column(
            "record",
            _("Record"),
            lambda row: row.shown_title,
            sort=("shown_title",),
            note=lambda row: str(row.text),
            link=lambda row: records.kind_of(row.case.record).url(row.case.record),
        ),
        Column("text", _("Text"), lambda row: str(row.text), on_page=False),
        Column("unit", _("Unit"), lambda row: row.unit, sort=("unit",)),
        Column(
            "submitted_by",
            _("Submitted by"),
            lambda row: row.submitted_by.name,
            sort=("submitted_by__name",),
            note=lambda row: row.submitted_as,
        ),
        Column("submitted_as", _("Acting as"), lambda row: row.submitted_as, on_page=False),
        Column("submitted_at", _("Submitted"), lambda row: row.submitted_at, datetime, sort=("submitted_at",)),
        Column(
            "outcome",
            _("What became of it"),
            lambda row: str(OUTCOMES[outcome(row)]),
            sort=("decision__kind", "withdrawn_at"),
            show=_shown,
            link=lambda row: reverse("raci:receipt", args=[row.decision.pk]) if hasattr(row, "decision") else "",
        ),
        Column("decided_at", _("Decided"), _decision("decided_at"), datetime, sort=("decision__decided_at",)),
        Column("decided_by", _("Decided by"), _decision("decided_by"), on_page=False),
        Column("decided_as", _("Deciding as"), _decision("decided_as"), on_page=False),
        Column("reason", _("Reason"), _decision("reason"), on_page=False),
        Column("note", _("Note"), lambda row: row.note, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, on_page=False),
    ),
    sort="-submitted_at",
    count=lambda n: ngettext("%(n)s submission", "%(n)s submissions", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("Nothing is submitted yet"),
        _(
            "When those responsible hand in a record for decision, it stands here for everybody who may see it, "
            "with what became of it."
        ),
    ),
    group="records",
    place=20,
)
