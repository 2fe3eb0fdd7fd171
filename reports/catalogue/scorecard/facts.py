"""What a scorecard tells of one unit: measures, the actions of its plan, its last quarter, what the law asks of it."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext_noop as _

from metrics.queries.scorecard import scorecard
from plans.models import ProgressReport
from plans.portfolio.queries import by_urgency
from plans.portfolio.standing import said
from raci import reviewing
from raci.authority import Facts
from raci.models import Unit
from reports.blocks import Block, gap, prose, say, sentence, table
from reports.catalogue.kind import Asked
from reports.sections import law as of_law
from reports.sections import measures as of_measures
from reports.sections import plans as of_plans

DAY = "j M Y"
KINDS = (Unit.Kind.BUREAU, Unit.Kind.OFFICE)


def units(_facts: Facts) -> list[tuple[int, str]]:
    """Bureaus and offices."""
    return list(Unit.objects.filter(kind__in=KINDS).order_by("name").values_list("pk", "name"))


def _unit(asked: Asked) -> Unit:
    return Unit.objects.get(pk=asked.subject)


def measures(asked: Asked) -> list[Block]:
    """Those of the unit and of all below it."""
    lines = scorecard(asked.facts, _unit(asked).code).lines
    if not lines:
        return [gap(say(_("No measure of this unit is in use.")))]
    each = of_measures.told_of(lines, asked)
    return [
        of_measures.measured(say(_("Measures of the unit")), each),
        *of_measures.silent(lines),
        *of_measures.blocked(lines),
    ]


def plan(asked: Asked) -> list[Block]:
    """Every action in force, what needs somebody first."""
    rows = by_urgency(asked.facts).filter(unit__path__startswith=_unit(asked).path)
    found = list(rows.order_by("urgency", "due_on", "pk"))
    if not found:
        return [gap(say(_("No equity plan of this unit is in force.")))]
    columns = (_("Action"), _("Lead"), _("Due"), _("Where it stands"), _("Why it needs somebody"))
    told = [
        [
            f"{row.number} {row.title}",
            row.lead_title,
            date_format(row.due_on, DAY),
            str(row.get_status_display()),
            ", ".join(said(row)) or "–",
        ]
        for row in found
    ]
    late = sum(bool(said(row)) for row in found)
    words = (
        _("%(n)s action is in force; %(late)s need somebody."),
        _("%(n)s actions are in force; %(late)s need somebody."),
    )
    caption = say(_("Actions in force"))
    return [sentence(say(*words, n=len(found), late=late)), table(caption, columns, told, source=of_plans.SOURCE)]


def progress(asked: Asked) -> list[Block]:
    """The newest quarter that was accepted, in the unit's own words."""
    rows = ProgressReport.objects.filter(unit=asked.subject, state=ProgressReport.State.ACCEPTED)
    found = rows.order_by("-ends_on", "-pk").first()
    if found is None or not reviewing.may_read(asked.facts, found):
        return [gap(say(_("No quarterly report of this unit is accepted yet.")))]
    day = date_format(found.ends_on, DAY)
    return [
        sentence(say(_("Reported for %(quarter)s, up to %(day)s."), quarter=found.quarter, day=day)),
        *([prose(found.words)] if found.words else []),
    ]


def law(asked: Asked) -> list[Block]:
    """Its obligations by programme, and those that are overdue."""
    unit = _unit(asked)
    return [*of_law.by_programme(asked, unit), *of_law.overdue(asked, unit)]
