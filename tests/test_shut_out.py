"""Who is disabled, or lacks a second factor that is demanded, finds every address shut: one pass over all of them."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from equity_portal.second_factor import OPEN
from tests.test_access import ask, clients, owner_seq, plain, rows  # noqa: F401 - fixtures
from tests.world import World, arguments

pytestmark = [pytest.mark.django_db, pytest.mark.portland]


def test_a_session_of_before_is_worth_nothing_once_its_person_is_disabled(world: World, clients):  # noqa: F811
    """Every address answers them as it answers nobody."""
    args, asked = arguments(world), 0
    for name, behind, method, _codes in rows():
        url = reverse(name, kwargs=args[behind])
        theirs, nobodys = (told(ask(clients[who], method, url)) for who in ("disabled", "anonymous"))
        assert theirs == nobodys, (name, method)
        asked += 1
    print(f"\n{asked} addresses and methods answer the disabled as they answer nobody")


def told(response: HttpResponse) -> tuple[int, str, str]:
    code, page = plain(response) if not response.streaming else (response.status_code, "")
    return code, re.sub(r'content="[^"]*|seconds_since_last_sweep": \d+', "", page), response.get("Location", "")


def test_without_a_demanded_factor_nothing_opens_but_its_set_up(world: World, clients, owner_seq, settings):  # noqa: F811
    settings.DEMAND_SECOND_FACTOR = True
    args, shut = arguments(world), 0
    before = owner_seq()
    for name, behind, method, _codes in rows():
        url = reverse(name, kwargs=args[behind])
        for who in ("director", "decider", "technician"):  # those with the most rights
            response = ask(clients[who], method, url)
            if name in OPEN:
                continue
            if method == "GET":
                assert (response.status_code, response.get("Location")) == (302, reverse("mfa_index")), (name, who)
            else:
                assert response.status_code == 403, (name, method, who)
                assert "Set up a second factor first" in response.content.decode()
            shut += 1
        assert ask(clients["director"], "DELETE", url).status_code in (403, 405) or name in OPEN, name
    assert owner_seq() == before
    print(f"\n{shut} doors are shut to whoever lacks a demanded second factor")


@pytest.mark.parametrize("name", sorted(OPEN))
def test_what_stays_open_shows_no_record(world: World, clients, settings, name: str):  # noqa: F811
    settings.DEMAND_SECOND_FACTOR = True
    page = ask(clients["director"], "GET", reverse(name)).content.decode()
    for hidden in ("Parks plan", reverse("raci:inbox"), reverse("plans:plan-list")):
        assert hidden not in page, hidden


def test_with_a_second_factor_everything_opens(world: World, settings):
    settings.DEMAND_SECOND_FACTOR = True
    person, client = world.city.officer, Client()
    client.force_login(person)
    assert ask(client, "GET", "/").status_code == 302
    TOTP.activate(person, generate_totp_secret())
    assert ask(client, "GET", "/").status_code == 200
    person.authenticator_set.all().delete()


def test_recovery_codes_alone_are_no_second_factor(world: World, settings):
    settings.DEMAND_SECOND_FACTOR = True
    client = Client()
    client.force_login(world.city.officer)
    RecoveryCodes.activate(world.city.officer)
    assert ask(client, "GET", "/").status_code == 302
    world.city.officer.authenticator_set.all().delete()


def test_not_demanded_nobody_notices(world: World, clients):  # noqa: F811
    assert ask(clients["director"], "GET", "/").status_code == 200
