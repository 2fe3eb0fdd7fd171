"""A plan's annual report on paper, as the person may read it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from plans.annual.queries import annual_page
from raci.authority import Facts
from raci.refusals import Refused
from reports.kinds.kind import Printed, PrintKind


def facts(subject: int | None, who: Facts) -> Printed:
    """`subject`: number of the report."""
    if subject is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    found = annual_page(subject, who)
    return Printed(f"{found.told['title']}: {found.row.year}", {"found": found})


ANNUAL = PrintKind("annual", "reports/annual.html", facts)
