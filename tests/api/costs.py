"""What lists cost by the API: who reads each, and what its address is about. tests/test_queries.py grows and measures them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from raci.models import Record
from tests.api.caller import Caller
from tests.city import SmallCity
from tests.compliance import doors

if TYPE_CHECKING:
    from tests.test_queries import Lists

TEAM, WORKGROUP = "citywide-equity-team", "equity-policy-workgroup"
READERS = {  # list: who reads it; those about one record read that of the growing plan
    "me-waiting": "administrator", "unit-list": "director", "role-list": "director", "post-list": "technician",
    "holding-list": "technician", "delegation-list": "administrator", "person-list": "technician",
    "record-timeline": "director", "record-consultations": "director", "text-list": "director",
    "evidence-list": "director", "consultation-list": "officer", "submission-list": "administrator",
    "condition-list": "director", "job-list": "director", "inbox": "officer", "plan-list": "director",
    "list-submissions": "administrator", "list-consultations": "officer", "list-evidence": "director",
    "list-posts": "technician", "list-units": "technician", "list-people": "technician", "list-history": "auditor",
    "list-action-items": "officer", "list-directives": "officer", "list-meetings": "officer", "list-namings": "technician",
    "list-recommendations": "auditor", "list-xrays": "officer", "directive-list": "officer", "naming-list": "technician",
    "nomination-list": "officer", "objective-list": "officer", "recommendation-list": "auditor", "service-list": "officer",
    "statement-list": "officer", "theme-list": "officer", "team-list": "officer", "version-list": "director",
    "charter-list": "officer", "member-list": "officer", "team-timeline": "officer", "member-owes": "officer",
    "description-list": "technician", "comparison-list": "technician", "recruitment-list": "technician",
    "meeting-agenda": "officer", "proposal-comments": "officer",
    "list-indicators": "officer", "list-batches": "director", "list-releases": "office", "list-places": "officer",
    **{f"list-{code}": who for code, who in doors.exports().items()},
}  # fmt: skip
GROWING = {"plan-detail": "director", "record-detail": "director", "post-detail": "technician", "history": "auditor"}
# the city's own, paged anyway, or not grown here
FIXED = {
    "list-units", "list-history", "list-posts", "unit-list", "role-list", "condition-list", "job-list", "history",
    "nomination-list", "statement-list", "version-list", "member-owes", "proposal-comments",
}  # fmt: skip


def about(name: str, lists: Lists) -> dict[str, Any]:
    """What an address is about."""
    match name:
        case "post-detail" | "description-list" | "comparison-list" | "recruitment-list":
            return {"code": "director-parks"}
        case "charter-list" | "member-list" | "team-timeline":
            return {"code": WORKGROUP}
        case "member-owes":
            return {"code": TEAM, "pk": lists.city.lead.holdings.get().pk}
        case "meeting-agenda":
            return {"pk": lists.meeting.pk}
        case "proposal-comments":
            return {"pk": Record.objects.get(kind="matrix").pk}
        case _ if name.startswith(("record-", "text-", "evidence-", "plan-detail")):
            return lists.pk()
    return {}


def callers(city: SmallCity) -> dict[str, Caller]:
    """Of each list, who asks for it."""
    found = {who: Caller(getattr(city, who)) for who in {*READERS.values(), *GROWING.values()}}
    for caller in found.values():
        caller.get("me/")  # that it is used is noted once an hour
    return {name: found[who] for name, who in {**READERS, **GROWING}.items()}


def cost(caller: Caller, name: str, lists: Lists, expected: int | None) -> tuple[int, int]:
    """Queries and bytes of an answer; asked once more where it takes others than before, or for the first time."""
    url = reverse(f"api:{name}", kwargs=about(name, lists))
    url += "?page_size=100" if name in READERS else ""
    for _time in range(2):
        with CaptureQueriesContext(connection) as queries:
            answer = caller.get(url)
        assert answer.status_code == 200, answer.content
        if len(queries) == expected:
            break
    return len(queries), len(answer.content)
