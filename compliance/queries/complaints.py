"""What one complaint's page shows to those who read it, and the requests an office answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from compliance.actions.complaints import NEXT, Act, possible
from compliance.actions.information import answers_by
from compliance.complaints import retention, texts
from compliance.complaints.clocks import Clock, clocks_of
from compliance.complaints.seats import need_reader
from compliance.law.standing import law_on
from compliance.models import Complaint, ComplaintStep, InformationRequest
from compliance.queries.public_complaints import holidays
from raci import sealed
from raci.authority import Capacity, Facts
from raci.models import PayloadErasure, Person
from raci.refusals import Refused
from raci.sealed import Erased


@dataclass(frozen=True)
class CasePage:
    """A case without its words: where it stands, by when what is due, and what can be done."""

    row: Complaint
    via: Capacity
    clocks: list[Clock]
    steps: list[ComplaintStep]
    requests: list[InformationRequest]
    acts: list[Act]
    kept: str  # why its texts are not to be erased
    erasure: PayloadErasure | None

    @property
    def next(self) -> str:
        """The kind of what is usually done next; "" of a case that is closed."""
        return NEXT.get(self.row.state, "")

    @property
    def owed(self) -> list[Clock]:
        """What the city owes."""
        return [one for one in self.clocks if one.is_city]

    @property
    def outside(self) -> list[Clock]:
        """What the person may do, and by when."""
        return [one for one in self.clocks if not one.is_city]


def complaint_for(pk: int, facts: Facts) -> tuple[Complaint, Capacity]:
    """One that this person reads, with the post by which; for everybody else there is none."""
    row = Complaint.objects.select_related("unit", "investigator", "corrective_action").filter(pk=pk).first()
    via = need_reader(facts, row)
    assert row is not None
    return row, via


def case_page(pk: int, facts: Facts) -> CasePage:
    """Its page (a constant number of queries)."""
    row, via = complaint_for(pk, facts)
    law = law_on(row.event_on or row.received_on)
    return CasePage(
        row=row,
        via=via,
        clocks=clocks_of(row, law, facts.today, holidays()),
        steps=list(row.steps.select_related("post")),
        requests=list(row.requests.select_related("unit", "asked_as")),
        acts=possible(row),
        kept=retention.stands_against(row, law_on(facts.today), facts.today),
        erasure=_erasure(row),
    )


def _erasure(row: Complaint) -> PayloadErasure | None:
    """By whom, when and why its texts were erased."""
    if row.erased_on is None:
        return None
    own = [row.payload, *row.steps.values_list("payload", flat=True), *row.steps.values_list("file", flat=True)]
    return next(iter(sealed.erasures_of([one for one in own if one])), None)


def texts_of(page: CasePage, *, by: Person, why: str) -> dict[str, Any]:
    """All words of a case: each text that is opened is one reading on record."""
    told: dict[str, Any] = {"case": _read(page.row, by, page.via, why), "steps": {}, "answers": {}, "questions": {}}
    for step in page.steps:
        told["steps"][step.pk] = _read(step, by, page.via, why)
    for one in page.requests:
        told["questions"][one.pk] = _read(one, by, page.via, why)
        told["answers"][one.pk] = _read(one, by, page.via, why, field="answer")
    return told


def _read(row: Any, by: Person, via: Capacity, why: str, field: str = "payload") -> dict[str, Any]:
    try:
        return texts.words_of(row, by=by, via=via, why=why, field=field)
    except Erased as gone:
        return {"words": str(gone), "what": str(gone)}


def step_for(pk: int, facts: Facts) -> tuple[ComplaintStep, Capacity]:
    """A step with a file."""
    step = ComplaintStep.objects.select_related("complaint__unit").filter(pk=pk, file__isnull=False).first()
    via = need_reader(facts, step.complaint if step else None)
    assert step is not None
    return step, via


def request_for(pk: int, facts: Facts) -> tuple[InformationRequest, Capacity]:
    """A request that this person's office answers; for everybody else there is none."""
    row = InformationRequest.objects.select_related("unit", "asked_as").filter(pk=pk).first()
    via = answers_by(facts, row) if row is not None else None
    if row is None or via is None:
        raise Refused(_("There is no such request."), visible=False)
    return row, via
