"""Ask for a print; a worker makes it (`reports.printing`)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from raci import jobs
from raci.authority import facts_for
from raci.models import Job, Person
from raci.refusals import Refused
from reports.kinds import KINDS


def request_print(kind: str, subject: int | None, *, by: Person) -> Job:
    """Have a PDF made of what this person may see; refused where they may not."""
    if kind not in KINDS:
        raise Refused(_("There is no such print."), visible=False)
    printed = KINDS[kind].facts(subject, facts_for(by))
    return jobs.ask("print", title=printed.title, arguments={"kind": kind, "subject": subject}, by=by)
