"""Civil rights law: how the obligations stand by programme, which are overdue, what changed. No finding of counsel's is told."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from compliance.checks.verdicts import Result
from compliance.law.standing import counting
from compliance.models import Obligation, Parameter
from compliance.queries.status import with_status
from raci.models import Unit
from reports.blocks import Block, gap, say, sentence, table
from reports.catalogue.kind import Asked

SOURCE = say(_("Source: obligations of the packs in force (activity 1.4), as they stand on the day of the facts."))
LAW = say(_("Source: rows of the law that count (activity 1.3), each with its citation."))
STANDS = (
    (Result.EVIDENCE_OVERDUE, _("Evidence overdue")), (Result.CANNOT_DETERMINE, _("Cannot be determined")),
    (Result.EVIDENCE_DUE, _("Evidence due")), (Result.EVIDENCE_CURRENT, _("Evidence current")),
)  # fmt: skip
MOST = 100
DAY = "j M Y"


def by_programme(asked: Asked, unit: Unit | None = None) -> list[Block]:
    """Counts of obligations: of the city, or of a unit and all below it."""
    counted = {stands.value: Count("pk", filter=Q(stands=stands.value)) for stands, _words in STANDS}
    rows = (
        running(asked, unit)
        .order_by()
        .values("requirement__programme__order", "requirement__programme__name")
        .annotate(**counted)
    )
    found = sorted(rows, key=lambda row: (row["requirement__programme__order"], row["requirement__programme__name"]))
    if not found:
        return [
            gap(say(_("No obligation has been drawn up yet: the facts that decide which rules apply are missing.")))
        ]
    columns = (_("Programme"), *(words for _stands, words in STANDS))
    told = [
        [row["requirement__programme__name"], *(str(row[stands.value]) for stands, _words in STANDS)] for row in found
    ]
    late = sum(row[Result.EVIDENCE_OVERDUE.value] for row in found)
    words = sentence(say(_("%(n)s obligation is overdue."), _("%(n)s obligations are overdue."), n=late))
    return [words, table(say(_("Obligations by programme")), columns, told, source=SOURCE, numbers=range(1, 5))]


def overdue(asked: Asked, unit: Unit | None = None) -> list[Block]:
    """Each obligation whose evidence is overdue."""
    found = running(asked, unit).filter(stands=Result.EVIDENCE_OVERDUE.value)
    rows = [
        [
            one.unit.name,
            f"{one.requirement.code} {one.requirement.text}",
            str(one.requirement.lead or "–"),
            date_format(one.due_on, DAY),
        ]
        for one in found.select_related("requirement", "unit", "requirement__lead").order_by("due_on", "pk")
    ]
    if not rows:
        return [sentence(say(_("No obligation is overdue.")))]
    columns = (_("Unit"), _("Requirement"), _("Led by"), _("Was due"))
    return [table(say(_("Evidence that is overdue")), columns, rows, source=SOURCE, most=MOST)]


def status(asked: Asked) -> list[Block]:
    """What is due, done and overdue by programme, and what changed in law in the period."""
    return [*by_programme(asked), *changes(asked)]


def risks(asked: Asked) -> list[Block]:
    """What is overdue, and what of the law is unsettled; no privileged detail."""
    return [*overdue(asked), *_unsettled(asked)]


def changes(asked: Asked) -> list[Block]:
    """Rows of the law that came into force, or whose status was entered, in the period."""
    span = (asked.begins_on, asked.ends_on)
    rows = counting().filter(Q(effective_from__range=span) | (Q(answered_at__date__range=span) & ~Q(follows=None)))
    told = _rows(asked, rows)
    if not told:
        return [sentence(say(_("No row of the law changed in the period.")))]
    return [table(say(_("What changed in law")), COLUMNS, told, source=LAW, most=MOST)]


COLUMNS = (_("Row"), _("Value"), _("Status"), _("In force from"), _("Citation"))


def _unsettled(asked: Asked) -> list[Block]:
    rows = counting().filter(status__in=(Parameter.Status.CONTESTED, Parameter.Status.PROPOSED))
    told = _rows(asked, rows)
    caption = say(_("Law that is contested or only proposed"))
    return [table(caption, COLUMNS, told, source=LAW, most=MOST)] if told else []


def unknown(_asked: Asked) -> list[Block]:
    """Rows that nobody has entered a value for, with who is asked to."""
    rows = counting().filter(value=None).select_related("lead").order_by("key", "variant", "pk")
    told = [[one.name, str(one.lead or one.lead_code), one.citation, one.note or "–"] for one in rows]
    if not told:
        return [sentence(say(_("Every row of the law has its value.")))]
    columns = (_("Row"), _("Who enters it"), _("Citation"), _("Note"))
    words = _("%(n)s value is missing: what rests on it cannot be determined.")
    many = _("%(n)s values are missing: what rests on them cannot be determined.")
    return [
        sentence(say(words, many, n=len(told))),
        table(say(_("Values nobody has entered")), columns, told, source=LAW),
    ]


def _rows(asked: Asked, rows: QuerySet[Parameter]) -> list[list[Any]]:
    found = list(rows.order_by("effective_from", "key", "variant", "pk"))
    for one in found:
        asked.basis.parameter(one.pk, one.name, one.value_words, one.citation)
    return [
        [
            one.name, one.value_words, str(one.get_status_display()),
            date_format(one.effective_from, DAY) if one.effective_from else "–", one.citation,
        ]
        for one in found
    ]  # fmt: skip


def running(asked: Asked, unit: Unit | None = None) -> QuerySet[Any]:
    """The obligations of the day with `stands`, of the city or of a unit and all below it."""
    today = asked.facts.today
    runs = Q(begins_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
    rows = Obligation.objects.filter(runs)
    return with_status(rows.filter(unit__path__startswith=unit.path) if unit else rows, today)
