"""What restricted cases say, erased for good once it need no longer be kept: hashes, days, states and steps stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from compliance.actions.receiving import write
from compliance.complaints import retention, texts
from compliance.complaints.seats import need_reader
from compliance.law.standing import law_on
from compliance.models import Complaint, ComplaintStep
from raci.authority import facts_for
from raci.history import acting
from raci.models import Person
from raci.refusals import Conflict, NotReady, Problem


def erase_complaint(complaint: Complaint, why: str, *, by: Person) -> None:
    """Erase every text and file of a case, by whoever reads it. Refused while anything stands against it."""
    facts = facts_for(by)
    via = need_reader(facts, complaint)
    if not why.strip():
        raise NotReady([Problem(_("Say why."), field="why")])
    with acting(by=by, post=via.label, act="erase_complaint", why=why.strip()):
        row = Complaint.objects.select_for_update(of=("self",)).get(pk=complaint.pk)
        if row.erased_on is not None:
            raise Conflict(_("It was erased already."))
        if against := retention.stands_against(row, law_on(facts.today), facts.today):
            raise Conflict(against)
        for owner, field in _texts(row):
            texts.erase(owner, field, by=by, via=via, why=why.strip())
        row.erased_on = facts.today
        row.save()
        write(row, ComplaintStep.Kind.ERASED, via=via, on=facts.today)
    complaint.refresh_from_db()


def _texts(row: Complaint) -> Iterator[tuple[Any, str]]:
    """Whatever is sealed of a case: its own words, its steps' words and files, what offices were asked and said."""
    owners = [(row, ("payload",)), *((one, ("payload", "file")) for one in row.steps.all())]
    owners += [(one, ("payload", "answer")) for one in row.requests.all()]
    return ((owner, field) for owner, fields in owners for field in fields if getattr(owner, field) is not None)
