"""A second factor from nothing: the city demands one, a passkey is added, signs in and is taken off; an app's code too."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache

from tests.city import small_city
from tests.journeys.driver import NARROW, PASSWORD, WIDE, Visitor, give_passwords, office

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def director(browser: Any, live_server: Any, settings: Any) -> Iterator[Visitor]:
    """Signed in, where a second factor is demanded; with a virtual authenticator in the browser."""
    settings.DEMAND_SECOND_FACTOR = True
    city = small_city()
    give_passwords(city.director)
    with office(browser, live_server.url) as meet:
        visitor = meet(None)
        session = visitor.page.context.new_cdp_session(visitor.page)
        session.send("WebAuthn.enable")
        device = {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        session.send("WebAuthn.addVirtualAuthenticator", {"options": device})
        yield visitor.sign_in(city.director)


def is_accessible_and_fits(visitor: Visitor) -> None:
    for size in (NARROW, WIDE):
        visitor.page.set_viewport_size(size)
        assert Axe().run(visitor.page).response["violations"] == []
        assert visitor.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        if folder := os.environ.get("JOURNEY_PICTURES"):
            visitor.page.screenshot(path=f"{folder}/demanded-{size['width']}.png", full_page=True)


def again(visitor: Visitor) -> None:
    """Write the password once more, where a page of the account asks for it."""
    visitor.sees_title("Is it you?")
    visitor.fill(Password=PASSWORD)
    visitor.press("Go on")


def sign_in_again(visitor: Visitor) -> None:
    visitor.press("Sign out")
    visitor.go("/accounts/login/")
    visitor.page.fill("[name=login]", visitor.person.email)
    visitor.page.fill("[name=password]", PASSWORD)
    visitor.press("Sign in")
    visitor.sees_title("One more step")


def test_a_passkey_is_added_signs_in_and_is_taken_off(director: Visitor):
    director.sees_title("Set up a second factor first")
    director.go("/plans/")
    director.sees_title("Set up a second factor first")
    is_accessible_and_fits(director)
    director.follow("Add a passkey")
    again(director)
    director.fill(Name="Work laptop")
    director.press("Add the passkey")
    director.sees_title("Recovery codes")
    director.go("/plans/")
    director.sees_title("Equity plans")

    sign_in_again(director)
    director.press("Use the passkey")
    director.sees("Your account")
    director.go("/account/")
    director.sees("a passkey", "10 recovery codes are left")

    director.go("/accounts/2fa/")
    director.follow(re.compile("^Rename"))
    again(director)
    director.fill(Name="Old laptop")
    director.press("Save the name")
    director.sees("Old laptop")
    director.follow(re.compile("^Take off"))
    director.press("Take it off")
    director.sees_title("Set up a second factor first")
    assert not Authenticator.objects.filter(user=director.person).exists()


def test_an_apps_code_signs_in_and_each_recovery_code_once(director: Visitor):
    director.follow("Set up an app")
    again(director)
    assert director.page.locator("img.portal-qr").evaluate("image => image.naturalWidth > 0")
    secret = director.page.locator(".portal-hash").inner_text()
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    director.fill(Authenticator_code=totp.format_hotp_value(totp.hotp_value(secret, counter)))
    director.press("Turn it on")
    director.sees_title("Recovery codes")
    code = director.page.locator("ul.portal-hash li").first.inner_text()
    cache.clear()

    sign_in_again(director)
    director.fill(Code="000000")
    director.press("Sign in")
    director.sees("Incorrect code")
    director.fill(Code=code)
    director.press("Sign in")
    director.sees("Your account")
    sign_in_again(director)
    director.fill(Code=code)
    director.press("Sign in")
    director.sees("Incorrect code")
