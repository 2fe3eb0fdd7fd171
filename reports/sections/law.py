"""Civil rights law: how the obligations stand by programme, and which are overdue. No finding of counsel's is told."""

from __future__ import annotations

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from compliance.checks.verdicts import Result
from compliance.models import Obligation
from compliance.queries.status import with_status
from reports.blocks import Block, gap, say, sentence, table
from reports.catalogue.kind import Asked

SOURCE = say(_("Source: obligations of the packs in force (activity 1.4), as they stand on the day of the facts."))
STANDS = (
    (Result.EVIDENCE_OVERDUE, _("Evidence overdue")), (Result.CANNOT_DETERMINE, _("Cannot be determined")),
    (Result.EVIDENCE_DUE, _("Evidence due")), (Result.EVIDENCE_CURRENT, _("Evidence current")),
)  # fmt: skip
MOST = 100


def by_programme(asked: Asked) -> list[Block]:
    """Counts of obligations."""
    counted = {stands.value: Count("pk", filter=Q(stands=stands.value)) for stands, _words in STANDS}
    rows = (
        _running(asked)
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


def overdue(asked: Asked) -> list[Block]:
    """Each obligation whose evidence is overdue."""
    found = (
        _running(asked)
        .filter(stands=Result.EVIDENCE_OVERDUE.value)
        .select_related("requirement", "unit", "requirement__lead")
    )
    rows = [
        [
            one.unit.name,
            f"{one.requirement.code} {one.requirement.text}",
            str(one.requirement.lead or "–"),
            date_format(one.due_on, "j M Y"),
        ]
        for one in found.order_by("due_on", "pk")
    ]
    if not rows:
        return [sentence(say(_("No obligation is overdue.")))]
    columns = (_("Unit"), _("Requirement"), _("Led by"), _("Was due"))
    return [table(say(_("Evidence that is overdue")), columns, rows, source=SOURCE, most=MOST)]


def _running(asked: Asked):  # type: ignore[no-untyped-def]  # a queryset with annotations
    today = asked.facts.today
    runs = Q(begins_on__lte=today) & (Q(ends_on=None) | Q(ends_on__gte=today))
    return with_status(Obligation.objects.filter(runs), today)
