"""Who was asked what before a decision, and what they answered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from raci.authority import Facts
from raci.grants import visible
from raci.lists import Choice, Column, Day, Empty, Listing
from raci.models import Consultation
from raci.queries.cases import OPEN_WAYS
from raci.queries.lists.filters import kind_filter, unit_filter, units_of
from raci.queries.titles import title
from raci.queries.waiting import questions

Answer = Consultation.Answer
MINE, BY_ME, OPEN = "mine", "by_me", "open"
SHOWN = {
    MINE: _("waiting for my answer"),
    BY_ME: _("answered by me"),
    OPEN: _("no answer yet"),
    **{one.value: one.label for one in Answer if one},
}


def _rows(facts: Facts) -> QuerySet[Consultation]:
    seen = visible(facts).order_by().filter(pk=OuterRef("case"))
    mine = questions(facts).order_by().filter(pk=OuterRef("pk"))
    return (
        Consultation.objects.filter(Exists(seen))
        .select_related("case__record__scope__unit", "text", "role", "answered_by")
        .annotate(
            shown_title=title(facts, "case__record"), unit=F("case__record__scope__unit__name"), is_mine=Exists(mine)
        )
        .defer("text__content")
    )


def _narrowed(code: str, facts: Facts) -> Q:
    if code == MINE:
        return Q(is_mine=True)
    if code == BY_ME:
        return Q(answered_by=facts.person)
    return Q(answer=Answer.NONE, way__in=OPEN_WAYS) if code == OPEN else Q(answer=code)


def _answer(row: Consultation) -> str:
    if row.answer:
        return str(row.get_answer_display())
    return str(SHOWN[OPEN]) if row.way in OPEN_WAYS else str(row.get_way_display())


def _link(row: Any) -> str:
    if row.is_mine:
        return reverse("raci:consultation-answer", args=[row.pk])
    return reverse("raci:case-consultation", args=[row.case.record_id])


CONSULTATIONS = Listing(
    code="consultations",
    title=_("Consultations"),
    address="raci:consultation-list",
    rows=_rows,
    search=lambda word, _facts: (
        Q(shown_title__icontains=word) | Q(unit__icontains=word) | Q(role__name__icontains=word)
    ),
    filters=(
        Choice("show", _("Answer"), among=lambda _facts: SHOWN.items(), to=_narrowed, everything=_("All")),
        unit_filter("case__record__scope__unit__path", lambda facts: units_of(visible(facts))),
        kind_filter("case__record__kind"),
        Day("due", _("Due until"), to=lambda day, _facts: Q(due_on__lte=date.fromisoformat(day))),
    ),
    columns=(
        Column(
            "record",
            _("Record"),
            lambda row: row.shown_title,
            sort=("shown_title",),
            note=lambda row: str(row.text),
            link=_link,
        ),
        Column("text", _("Text"), lambda row: str(row.text), on_page=False),
        Column("unit", _("Unit"), lambda row: row.unit, sort=("unit",)),
        Column("role", _("Asked"), lambda row: row.role.name, sort=("role__column", "role__name")),
        Column("way", _("How"), lambda row: str(row.get_way_display()), on_page=False),
        Column("asked_at", _("Since"), lambda row: row.asked_at, datetime, sort=("asked_at",), on_page=False),
        Column("due_on", _("Due"), lambda row: row.due_on, date, sort=("due_on",)),
        Column("answer", _("Answer"), _answer, sort=("answer", "way")),
        Column(
            "answered_by",
            _("Answered by"),
            lambda row: row.answered_by.name if row.answered_by else None,
            sort=("answered_by__name",),
        ),
        Column("answered_as", _("Answering as"), lambda row: row.answered_as, on_page=False),
        Column("answered_at", _("Answered"), lambda row: row.answered_at, datetime, sort=("answered_at",)),
        Column("words", _("Words"), lambda row: row.words, on_page=False),
        Column("done_about_it", _("What was done about it"), lambda row: row.done_about_it, on_page=False),
        Column("number", _("Number"), lambda row: row.pk, int, on_page=False),
    ),
    sort="-asked_at",
    count=lambda n: ngettext("%(n)s question", "%(n)s questions", n) % {"n": n},
    empty=lambda _facts: Empty(
        _("Nobody is asked yet"),
        _("When a record opens its consultation, each role that is asked stands here for everybody who may see it."),
    ),
    group="records",
    place=30,
)
