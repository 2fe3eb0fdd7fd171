"""Minutes on paper: as they were handed in, and by whom and at which meeting they were approved."""

from __future__ import annotations

from django.utils.translation import gettext as _

from raci.authority import Facts
from raci.queries.meetings.pages import minutes_page
from raci.refusals import Refused
from reports.kinds.kind import Printed, PrintKind


def facts(subject: int | None, who: Facts) -> Printed:
    """`subject`: pk of the meeting."""
    if subject is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    shown = minutes_page(subject, who)
    return Printed(str(shown.minutes), {"shown": shown, "minutes": shown.minutes, "meeting": shown.page.meeting})


MINUTES = PrintKind("minutes", "reports/minutes.html", facts)
