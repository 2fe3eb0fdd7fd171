"""The web edge: headers, the city's zone and colour, sign-in on the portal's terms, fields that say what is wrong."""

from __future__ import annotations

import re

import pytest
from allauth.mfa.totp.internal import auth as totp
from axe_playwright_python.sync_playwright import Axe
from django.core import mail
from django.core.cache import cache
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from playwright.sync_api import expect

from equity_portal import appearance, context
from equity_portal.templatetags import portal
from raci import mailing
from raci.models import Person
from tests.equity_portal.pages import NoteForm
from tests.equity_portal.people import PASSWORD, make_city, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.equity_portal.pages")]
PAGES = ["/accounts/login/", "/accounts/password/reset/", "/accounts/inactive/", "/accounts/signup/", "/nothing/"]
SIGNED_PAGES = ["/note/", "/accounts/password/change/", "/accounts/2fa/", "/accounts/logout/", "/says/not-ready/"]


@pytest.fixture
def dana():
    make_city(accent="#0b6641")
    return make_person(is_fictional=True)


@pytest.mark.parametrize("address", [*PAGES, "/note/", "/accent.css"])
def test_every_answer_has_the_strict_policy(client, dana, address):
    client.force_login(dana)
    answer = client.get(address)
    policy = answer["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "frame-ancestors 'none'",
        "form-action 'self'",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("address", [*PAGES, *SIGNED_PAGES])
def test_no_page_holds_inline_script_or_style(client, dana, address):
    client.force_login(dana)
    page = client.get(address).content.decode()
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", page)
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))


def test_pages_of_a_person_are_kept_by_no_cache(client, dana):
    client.force_login(dana)
    assert "no-store" in client.get("/note/")["Cache-Control"]
    assert client.get("/accent.css")["Cache-Control"] == "public, max-age=300"


def test_each_request_has_its_own_number(client, dana):
    numbers = {client.get("/accounts/login/")["X-Request-ID"] for _ in range(3)}
    assert len(numbers) == 3


def test_history_carries_the_number_of_the_request(client, dana):
    client.force_login(dana)
    change = {"oldpassword": PASSWORD, "password1": "another long phrase", "password2": "another long phrase"}
    answer = client.post("/accounts/password/change/", change)
    assert answer.status_code == 302
    row = dana.history.latest("history_id")
    assert (row.history_act, row.history_actor_id) == ("password", dana.pk)
    assert row.history_request == answer["X-Request-ID"]
    assert timezone.get_current_timezone_name() == "UTC"  # the zone does not stay behind


def test_health_asks_the_database_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_frame_names_the_city_the_person_and_that_people_are_made_up(client, dana):
    client.force_login(dana)
    page = client.get("/note/").content.decode()
    assert "<span>Testville</span>" in page
    assert "Dana Reyes" in page
    assert "The people here are made up" in page
    assert "America/Los_Angeles" in page


@pytest.mark.urls("equity_portal.urls")
def test_portal_answers_at_every_address_the_frame_names():
    for title, name, _may in context.PLACES:
        assert reverse(name), title
    assert reverse("raci:typing-keep", args=["plan:12"]) == "/typing/plan:12/"
    assert reverse("accent") == "/accent.css"
    with pytest.raises(NoReverseMatch):
        reverse("account_email")  # addresses are changed by whoever keeps accounts, as an act


# ---- the accent


@pytest.mark.parametrize(("given", "drawn"), [("#0b6641", "#0b6641"), ("#ffff00", "#005ea2"), ("red;}", "#005ea2")])
def test_accent_is_the_citys_where_it_can_be_read(client, given, drawn):
    make_city(accent=given[:7])
    css = client.get("/accent.css")
    assert css["Content-Type"] == "text/css"
    assert f"--accent: {drawn};" in css.content.decode()


def test_contrast_is_that_of_the_guideline():
    assert appearance.contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert appearance.contrast((119, 119, 119), (255, 255, 255)) == pytest.approx(4.48, abs=0.01)  # #777, known to fail
    for colour in [(0, 94, 162), (11, 102, 65), (90, 0, 0), (0, 0, 80)]:
        assert appearance.contrast(appearance.lightened(colour), appearance.NIGHT) >= 4.5


# ---- sign-in


def _sign_in(client, email="dana@city.example", password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def test_sign_in_writes_no_person_and_leads_on(client, dana):
    rows = dana.history.count()
    answer = _sign_in(client, email="DANA@City.Example", next="/note/?tab=2")
    assert (answer.status_code, answer["Location"]) == (302, "/note/?tab=2")
    assert dana.history.count() == rows


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_sign_in_never_leads_elsewhere(client, dana, target):
    assert _sign_in(client, next=target)["Location"] == "/"


def test_wrong_password_says_so_without_telling_who_exists(client, dana):
    known = _sign_in(client, password="wrong words here").content.decode()
    unknown = _sign_in(client, email="nobody@city.example").content.decode()
    sentence = "The email address and/or password you specified are not correct."
    assert sentence in known
    assert sentence in unknown


def test_disabled_people_and_programs_do_not_sign_in(client, dana):
    make_person("Gone Person", is_active=False)
    make_person("Robot Person", is_service=True)
    for email in ("gone@city.example", "robot@city.example"):
        assert "are not correct" in _sign_in(client, email=email).content.decode()
        assert "_auth_user_id" not in client.session


def test_nobody_signs_themself_up(client, dana):
    form = {"email": "new@city.example", "password1": "a long new phrase", "password2": "a long new phrase"}
    assert "by invitation" in client.post("/accounts/signup/", form).content.decode()
    assert not Person.objects.filter(email="new@city.example").exists()


def test_forgotten_password_is_chosen_anew_by_mail_once(client, dana):
    client.post("/accounts/password/reset/", {"email": dana.email})
    mailing.send_waiting()
    assert [message.to for message in mail.outbox] == [[dana.email]]
    assert "A link to set a new password was asked for" in mail.outbox[0].subject
    assert "Forgot your password?" in mail.outbox[0].body
    link = re.search(r"http://localhost\S*?(/accounts/\S+)", str(mail.outbox[0].body))
    assert link
    form = client.get(link[1], follow=True)
    new = {"password1": "another long phrase", "password2": "another long phrase"}
    assert client.post(form.redirect_chain[-1][0], new)["Location"] == "/accounts/password/reset/key/done/"
    assert dana.history.latest("history_id").history_act == "password"
    assert _sign_in(client, password="another long phrase").status_code == 302
    client.logout()
    assert "This link was used already" in client.get(link[1], follow=True).content.decode()


def test_unknown_address_gets_no_mail_and_the_same_answer(client, dana):
    answer = client.post("/accounts/password/reset/", {"email": "nobody@city.example"})
    assert answer["Location"] == "/accounts/password/reset/done/"
    assert mailing.send_waiting() == 0
    assert mail.outbox == []


def _code(secret: str) -> str:
    counter = next(iter(totp.yield_hotp_counters_from_time()))
    return totp.format_hotp_value(totp.hotp_value(secret, counter))


def test_second_factor_is_turned_on_and_then_asked_for(client, dana):
    _sign_in(client)
    turn_on = "/accounts/2fa/totp/activate/"
    assert "Is it you?" in client.get(turn_on, follow=True).content.decode()
    assert client.post("/accounts/reauthenticate/", {"password": "wrong", "next": turn_on}).status_code == 200
    assert client.post("/accounts/reauthenticate/", {"password": PASSWORD, "next": turn_on})["Location"] == turn_on
    page = client.get(turn_on).content.decode()
    secret = re.search(r'portal-hash">(\w+)<', page)
    assert secret
    assert client.post(turn_on, {"code": _code(secret[1])}).status_code == 302
    assert "It is on" in client.get("/accounts/2fa/").content.decode()
    assert client.get("/accounts/2fa/recovery-codes/").content.decode().count("<li>") >= 8
    client.post("/accounts/logout/")
    assert _sign_in(client)["Location"].startswith("/accounts/2fa/authenticate/")
    assert "_auth_user_id" not in client.session
    cache.clear()  # a code is good once
    client.post("/accounts/2fa/authenticate/", {"code": _code(secret[1])})
    assert "_auth_user_id" in client.session


# ---- fields


def test_field_says_its_hint_its_error_and_that_it_is_required():
    html = NoteForm({"title": "", "due": "soon", "budget": "1,2,3"})["title"].as_field_group()
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'id="id_title_error"' in html
    assert 'aria-invalid="true"' in html
    assert '<span class="portal-required">(required)</span>' in html
    assert "usa-input--error" in html


def test_choices_are_grouped_and_labelled():
    html = NoteForm()["decision"].as_field_group()
    assert '<legend class="usa-legend">' in html
    assert html.count('class="usa-radio__input"') == 2
    assert 'class="usa-radio__label" for="id_decision_0"' in html
    box = NoteForm()["sought"].as_field_group()
    assert box.index("<input") < box.index("<label")


@pytest.mark.parametrize(
    ("typed", "cents"),
    [
        ("48,000", 4_800_000),
        ("$1,200.50", 120_050),
        ("0.07", 7),
        (".5", 50),
        ("0", 0),
        ("", None),
        ("99999999999999.99", None),
    ],
)
def test_money_is_whole_cents(typed, cents):
    form = NoteForm({"title": "x", "budget": typed})
    if typed.startswith("9999"):
        assert not form.is_valid()
    else:
        assert form.is_valid(), form.errors
        assert form.cleaned_data["budget"] == cents


@pytest.mark.parametrize("typed", ["-5", "1.234", "1,23", "five", "1e9", "٣", "$", ".", "NaN", "12,00"])
def test_money_refuses_what_is_no_amount(typed):
    assert "budget" in NoteForm({"title": "x", "budget": typed}).errors


def test_problem_list_links_to_each_field(client, dana):
    client.force_login(dana)
    page = client.post("/note/", {"title": "", "due": "soon"}).content.decode()
    assert 'href="#id_title"' in page
    assert 'href="#id_due"' in page
    assert "There are 2 problems" in page


def test_letters_have_shape_colour_and_word():
    html = portal.letters("RC")
    assert html.count("raci raci-") == 2
    assert "responsible" in html
    assert portal.letter_names("RC") == "responsible and consulted"


# ---- in the browser


@pytest.mark.django_db(transaction=True)
def test_first_key_leads_past_the_navigation(page, dana):
    page.goto("/accounts/login/")
    page.keyboard.press("Tab")
    skip = page.locator(".usa-skipnav")
    assert skip.evaluate("link => link === document.activeElement")
    expect(skip).to_be_in_viewport()  # it slides in
    assert skip.evaluate("link => link === document.activeElement")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "login"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_frame_forms_and_errors_are_accessible_and_fit(page, dana, width, scheme):
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 900})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for address in [*PAGES, *SIGNED_PAGES]:
        if address == SIGNED_PAGES[0]:
            page.goto("/accounts/login/")
            page.fill("[name=login]", dana.email)
            page.fill("[name=password]", PASSWORD)
            page.click("main button[type=submit]")
            page.wait_for_selector("text=Signed in as")
        page.goto(address)
        assert Axe().run(page).response["violations"] == []
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), address
    page.goto("/note/")
    page.click("button:text-is('Save')")
    expect(page.locator(".portal-problems")).to_be_focused()  # the answer is here, not the page on its way out
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.activeElement.className").endswith("portal-problems")
    assert not [line for line in said if "Content Security Policy" in line]
