"""Each list costs the same number of queries with 1 row and with 50; a new list is measured, or named as none that grows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from raci.actions.matrix import propose_matrix
from raci.models import Record, Team
from tests.api.caller import Caller
from tests.api.routes import operations
from tests.city import small_city
from tests.compliance import doors
from tests.meetings import held
from tests.plans.conftest import make_plan
from tests.test_queries import MANY, TEAM, WORKGROUP, Lists, grow

pytestmark = pytest.mark.django_db

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


def test_every_list_is_measured():
    assert {name for name, _method, told in operations() if told.is_list} == set(READERS)


@pytest.fixture(scope="module")
def costs(first_rows: None, django_db_blocker: Any) -> Iterator[dict[str, list[tuple[int, int]]]]:
    with django_db_blocker.unblock(), transaction.atomic():
        city = small_city()
        lists = Lists(city, make_plan(city), held(Team.objects.get(code=TEAM), city.officer)[0])
        propose_matrix(by=city.officer)
        found: dict[str, list[tuple[int, int]]] = {name: [] for name in {**READERS, **GROWING}}
        callers = {who: Caller(getattr(city, who)) for who in {*READERS.values(), *GROWING.values()}}
        for caller in callers.values():
            caller.get("me/")  # that it is used is noted once an hour
        for first, last in ((1, 1), (2, MANY)):
            grow(lists, first, last)
            for name, who in {**READERS, **GROWING}.items():
                found[name].append(cost(callers[who], name, lists))
        yield found
        transaction.set_rollback(True)


def cost(caller: Caller, name: str, lists: Lists) -> tuple[int, int]:
    url = reverse(f"api:{name}", kwargs=about(name, lists))
    url += "?page_size=100" if name in READERS else ""
    caller.get(url)
    with CaptureQueriesContext(connection) as queries:
        answer = caller.get(url)
    assert answer.status_code == 200, answer.content
    return len(queries), len(answer.content)


@pytest.mark.parametrize("name", [*READERS, *GROWING])
def test_it_costs_the_same_with_one_row_and_with_fifty(costs: dict[str, list[tuple[int, int]]], name: str):
    (one, small), (many, large) = costs[name]
    assert many == one, f"{name}: {one} queries with 1 row, {many} with {MANY}"
    assert large > small or name in FIXED, f"{name} did not grow: {small} and {large} bytes"


def test_costs_are_printed(costs: dict[str, list[tuple[int, int]]]):
    print(
        "\nAPI queries with 1 row and with 50: " + ", ".join(f"{name} {one[0]}" for name, (one, _many) in costs.items())
    )
