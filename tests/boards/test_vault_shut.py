"""The vault has no door beside its own: no API, no search, no list and no print shows what a member said of themself.

Every page and file of the portal is looked through by tests/test_access.py (`assert_sealed`), for everybody.
"""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import NoReverseMatch, reverse
from openpyxl import Workbook

from boards.models import SelfIdentification
from raci import lists
from reports.rendering import render
from tests.api.caller import Caller
from tests.api.routes import behind, operations
from tests.boards.doors.vault import CANARY
from tests.boards.searching import found_in
from tests.world import World, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
# the custodian; who decides and who keeps boards; who reads all; who keeps accounts
PEOPLE = ("auditor", "consulted", "decider", "outside", "technician")


def test_no_address_of_the_api_tells_it_to_anybody(world: World) -> None:
    assert SelfIdentification.objects.filter(state="given").exists()
    values, asked = behind(world), 0
    for who in PEOPLE:
        caller = Caller(world.people()[who])
        for name, method, _operation in operations():
            if method == "get":
                answer = caller.get(reverse(f"api:{name}", kwargs=values[name]))
                body = b"".join(answer.streaming_content) if answer.streaming else answer.content
                assert found_in([body], [CANARY]) == set(), (who, name)
                asked += answer.status_code == 200
    assert asked > 100


def test_a_search_for_it_finds_nothing(world: World) -> None:
    """By the beginning of what was said, so that a page which repeats the search does not look like one that found it."""
    begun = {"q": CANARY.split("-")[0]}
    for who in PEOPLE:
        client = signed_in(world.people()[who])
        for listing in lists.registered():
            address = reverse("raci:list-export", args=[listing.code, "csv"])
            answers = [client.get(address, begun), client.get(address.replace("/csv/", "/xlsx/"), begun)]
            if who in ("auditor", "consulted"):
                answers.append(client.get(page_of(listing), begun))
            bodies = [b"".join(one.streaming_content) if one.streaming else one.content for one in answers]
            assert found_in(bodies, [CANARY]) == set(), (who, listing.code)


def page_of(listing: lists.Listing) -> str:
    """Its address, where it needs nothing to be opened."""
    try:
        return reverse(listing.address)
    except NoReverseMatch:
        return reverse("raci:home")


def test_the_search_reads_what_is_packed() -> None:
    """A print says what is drawn in it, and a workbook what stands in its cells."""
    printed = render("<html lang='en'><title>A</title><body><p>kingfisher-at-<b>dawn</b></p></body></html>")
    assert CANARY.encode() not in printed
    assert found_in([printed], [CANARY, "heron"]) == {CANARY}
    book, file = Workbook(), BytesIO()
    book.active.append([CANARY])
    book.save(file)
    assert CANARY.encode() not in file.getvalue()
    assert found_in([file.getvalue()], [CANARY, "heron"]) == {CANARY}
