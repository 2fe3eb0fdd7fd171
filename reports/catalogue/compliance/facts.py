"""What the compliance status tells besides what other reports tell of law: units, what comes due, findings."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from compliance.models import CorrectiveAction, Finding
from compliance.queries.duty_calendar import STEPS
from compliance.queries.duty_calendar import due as due_until
from compliance.reading_rights import units_read
from reports.blocks import Block, gap, say, sentence, table
from reports.catalogue.kind import Asked
from reports.sections.law import SOURCE, STANDS, running

DAY = "j M Y"


def by_unit(asked: Asked) -> list[Block]:
    """Counts of obligations."""
    counted = {stands.value: Count("pk", filter=Q(stands=stands.value)) for stands, _words in STANDS}
    rows = running(asked).order_by().values("unit__path", "unit__name").annotate(**counted)
    found = sorted(rows, key=lambda row: row["unit__path"])
    if not found:
        return [gap(say(_("No obligation has been drawn up yet.")))]
    columns = (_("Unit"), *(words for _stands, words in STANDS))
    told = [[row["unit__name"], *(str(row[stands.value]) for stands, _words in STANDS)] for row in found]
    return [table(say(_("Obligations by unit")), columns, told, source=SOURCE, numbers=range(1, 5))]


def due(asked: Asked) -> list[Block]:
    """What is to be shown or done within 90 days."""
    found = list(due_until(asked.facts, asked.facts.today + timedelta(days=STEPS[-1])))
    if not found:
        return [sentence(say(_("Nothing comes due within 90 days.")))]
    grouped: dict[tuple[str, str], list[str]] = {}
    for one in found:
        grouped.setdefault((one.title, one.detail), []).append(date_format(one.due_on, DAY))
    rows = [[*about, ", ".join(days)] for about, days in grouped.items()]
    columns = (_("What"), _("Whose"), _("Due"))
    return [table(say(_("Each duty with its days")), columns, rows, source=SOURCE)]


def findings(asked: Asked) -> list[Block]:
    """Those that are open, of units whose compliance the asker reads, and what is being done."""
    rows = Finding.objects.filter(unit__in=units_read(asked.facts), closed_at=None, is_withdrawn=False)
    found = list(rows.select_related("unit").order_by("found_on", "pk"))
    source = say(_("Source: the register of findings (activity 1.4)."))
    if not found:
        return [sentence(say(_("No finding is open.")))]
    told = [
        [
            one.title,
            one.unit.name,
            str(one.get_weight_display()),
            str(one.get_source_display()),
            date_format(one.found_on, DAY),
        ]
        for one in found
    ]
    columns = (_("Finding"), _("Unit"), _("Weight"), _("Found by"), _("Since"))
    actions = CorrectiveAction.objects.filter(finding__in=found, dropped_at=None).select_related(
        "owner", "finding__unit"
    )
    doing = [
        [one.title, one.finding.title, one.owner.title, date_format(one.due_on, DAY)]
        for one in actions.exclude(closure__state="accepted").order_by("due_on", "pk")
    ]
    heads = (_("Corrective action"), _("Finding"), _("Owner"), _("Due"))
    return [
        table(say(_("Open findings")), columns, told, source=source),
        *([table(say(_("Corrective actions")), heads, doing, source=source)] if doing else []),
    ]
