"""Counsel's gate: off or on, nobody else finds an address, a line or a word of what is behind it.

What every page says to each persona with the module on is held by tests/test_access.py, which meets the same canary.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from compliance.actions import selections as acts
from compliance.models import AdverseImpactRun
from compliance.urls.selections import urlpatterns as behind
from raci import lists, xrays
from raci.authority import facts_for
from raci.history.checks import restricted_models
from raci.models import Change, Job, Person
from tests.api.caller import Caller
from tests.city import SmallCity, small_city
from tests.compliance.doors import selections as doors
from tests.compliance.doors.selections import CANARY
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
WORDS = (CANARY, "heron", "/law/selections")


@pytest.fixture(scope="module", autouse=True)
def first_rows() -> None:
    """These tests do ask the database."""


@pytest.fixture(params=["on", "off"])
def state(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def city(state: str) -> SmallCity:
    """With a run, its paper, an admission that was taken back, and tables; the module as `state` says."""
    found = small_city()
    made = doors.furnish(found)
    acts.end_admission(made["law-reader"]["pk"], by=found.attorney)
    if state == "off":
        acts.take_back(f"{CANARY} no more", by=found.attorney)
    return found


def others(city: SmallCity, state: str) -> dict[str, Person]:
    """Everybody who may not know; counsel too while the module is off, but for the gate itself."""
    return {name: one for name, one in city.people.items() if state == "off" or one != city.attorney}


def addresses() -> Iterator[tuple[str, str]]:
    run = AdverseImpactRun.objects.get()
    values = {"pk": run.pk, "memo": run.memos.get().pk}
    for one in behind:
        yield (
            str(one.name),
            reverse(f"compliance:{one.name}", kwargs={name: values[name] for name in one.pattern.converters}),
        )


def body(answer: HttpResponse) -> str:
    found = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return found.decode()


def test_each_address_answers_as_one_that_is_not_there(city: SmallCity, state: str) -> None:
    for who, person in others(city, state).items():
        client = signed_in(person)
        unknown = client.get("/law/no-such-room/")
        for name, url in addresses():
            if person == city.attorney and (name.startswith("gate-") or name == "run-list"):
                continue
            answer = client.get(url)
            assert answer.status_code == unknown.status_code == 404, (who, url)
            assert answer.templates[0].name == unknown.templates[0].name
            assert CANARY not in body(answer)
            assert "elections" not in body(answer).replace(url, ""), (who, url)
    counsel = signed_in(city.attorney)
    assert counsel.get(reverse("compliance:gate-acknowledge")).status_code == 200
    first = counsel.get(reverse("compliance:run-list"))
    assert first.status_code == (200 if state == "on" else 302)
    assert CANARY not in body(first)  # a list of runs names none until it is asked


def test_no_list_export_x_ray_or_history_tells_of_it(city: SmallCity, state: str) -> None:
    reads_most = [city.auditor, city.reader, city.administrator, city.technician]
    for person in reads_most:
        client, known = signed_in(person), facts_for(person)
        pages = [reverse("compliance:home"), reverse("raci:xrays"), reverse("raci:job-list"), reverse("home")]
        pages += [
            f"{reverse('raci:history')}?{query}"
            for query in ("act=enter_run", "act=acknowledge_module", f"person={city.attorney.pk}", "act=admit_post")
        ]
        for page in pages:
            said = body(client.get(page))
            assert not [word for word in WORDS if word in said], (person, page)
        found = xrays.looked_at(known)
        assert not [word for word in WORDS if word in repr(found)]
    auditor = signed_in(city.auditor)
    for listing in lists.registered():
        assert not {"adverse", "selections", "eeo4"} & set(listing.code.split("-")), listing.code
        taken = auditor.get(reverse("raci:list-export", kwargs={"code": listing.code, "kind": "csv"}))
        assert not [word for word in WORDS if word in body(taken)], listing.code
    assert not Job.objects.filter(title__contains="heron").exists()
    told = {one.thing for one in Change.objects.all()}
    assert told & {model._meta.db_table for model in restricted_models()} == set()


def test_no_program_learns_of_it(city: SmallCity, state: str) -> None:
    for person in (city.auditor, city.administrator, city.attorney):
        caller = Caller(person)
        for url in plain_api_addresses():
            answer = caller.get(url)
            said = body(answer)
            assert answer.status_code < 500, url
            assert not [word for word in WORDS if word in said], url
            assert "adverse-impact-run" not in said.lower(), url


def plain_api_addresses(resolver: URLResolver | None = None) -> Iterator[str]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if resolver is not None or pattern.namespace == "api":
                yield from plain_api_addresses(pattern)
        elif isinstance(pattern, URLPattern) and resolver is not None:
            try:
                yield reverse(f"api:{pattern.name}")
            except NoReverseMatch:
                continue


def test_an_admitted_post_finds_its_tab_and_nobody_else_does(city: SmallCity, state: str) -> None:
    if state == "on":
        acts.admit(city.post("equity-policy"), AdverseImpactRun.objects.get(), may_enter=False, by=city.attorney)
    tab = 'href="/law/selections/"'

    def home(person: Person) -> str:
        client: Client = signed_in(person)
        return body(client.get(reverse("compliance:home")))

    shown: dict[str, Any] = {name: tab in home(person) for name, person in city.people.items()}
    assert {name for name, there in shown.items() if there} == (
        {"attorney", "office"} if state == "on" else {"attorney"}
    )
