"""Each error says what happened and what to do, and keeps what was typed."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client
from playwright.sync_api import expect

from raci.history import acting
from tests.equity_portal.people import PASSWORD, loader, make_city, make_person

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.equity_portal.pages")]
WORDS = 'first line\nsecond <b>"line"</b> & more'
ESCAPED = "first line\nsecond &lt;b&gt;&quot;line&quot;&lt;/b&gt; &amp; more"


@pytest.fixture
def dana():
    make_city()
    return make_person()


@pytest.fixture
def signed(client, dana):
    client.force_login(dana)
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize(
    ("what", "status", "sentence"),
    [
        ("refused", 403, "Approving takes A (accountable) for 4.1; you hold R."),
        ("denied", 403, "Nothing was changed."),
        ("stranger", 404, "There is no such page"),
        ("conflict", 409, "Ana Silva approved this on 5 Nov 2026, 14:02 PST."),
        ("not-ready", 422, '<a href="/note/">Say what was done about 2 comments.</a>'),
        ("suspicious", 400, "This request could not be understood"),
        ("away", 503, "The database is away"),
        ("broken", 500, "Something broke on our side"),
    ],
)
def test_error_says_what_happened_and_keeps_what_was_typed(signed, what, status, sentence):
    answer = signed.post(f"/says/{what}/?from=list", {"reason": WORDS, "password": "secret words"})
    page = answer.content.decode()
    assert answer.status_code == status
    assert sentence in page
    assert ESCAPED in page or status == 400  # a request we could not read has no text to keep
    assert "secret words" not in page
    assert answer["X-Request-ID"]


@pytest.mark.parametrize("what", ["refused", "conflict"])
def test_error_opened_directly_leads_home(signed, what):
    assert '<p><a href="/">Home</a></p>' in signed.post(f"/says/{what}/").content.decode()


def test_error_offers_to_send_again_to_the_same_address(signed):
    page = signed.post("/says/not-ready/?from=list", {"reason": WORDS, "edits": "7"}).content.decode()
    form = re.search(r"<form[^>]*data-again>.*?</form>", page, re.S)
    assert form
    assert 'action="/says/not-ready/?from=list"' in form[0]
    assert '<input type="hidden" name="edits" value="7">' in form[0]
    assert "csrfmiddlewaretoken" in form[0]


def test_error_names_files_to_choose_again(signed):
    upload = SimpleUploadedFile("minutes.pdf", b"%PDF-1.4")
    page = signed.post("/says/refused/", {"caption": "x", "evidence": upload}).content.decode()
    assert "have to be chosen again" in page
    assert "minutes.pdf" in page


def test_stranger_gets_the_page_of_what_is_absent(signed):
    hidden, absent = signed.get("/says/stranger/"), signed.get("/nothing/here/")
    same = [re.sub(r'value="[^"]{20,}"', "", answer.content.decode()) for answer in (hidden, absent)]
    assert same[0] == same[1]


def test_conflict_is_not_sent_again_blindly(signed):
    page = signed.post(
        "/says/conflict/", {"reason": WORDS}, headers={"referer": "http://testserver/note/"}
    ).content.decode()
    assert "data-again" not in page
    assert '<a class="usa-button" href="/note/">' in page


def test_back_link_never_leaves_the_portal(signed):
    page = signed.post(
        "/says/conflict/", {"reason": "x"}, headers={"referer": "http://elsewhere.example/"}
    ).content.decode()
    assert "elsewhere" not in page


def test_two_requests_that_met_are_told_so_and_not_that_the_database_is_away(signed):
    answer = signed.post("/busy/", {"reason": WORDS})
    assert answer.status_code == 409
    assert ESCAPED in answer.content.decode()


@pytest.mark.parametrize("what", ["away", "broken"])
def test_broken_page_asks_the_database_nothing(signed, what):
    page = signed.get(f"/says/{what}/").content.decode()
    assert "Signed in as" not in page
    assert "<main" in page


def test_broken_page_tells_the_number_to_look_for(signed):
    answer = signed.get("/says/broken/")
    assert answer["X-Request-ID"] in answer.content.decode()


def test_too_large_a_form_says_so(signed, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    answer = signed.post("/note/", {"words": "x" * 2000})
    assert answer.status_code == 400
    assert "larger than the portal takes" in answer.content.decode()


def test_name_that_is_not_the_portals_is_refused_with_a_page(client, settings):
    settings.ALLOWED_HOSTS = ["equity.example.gov"]
    client.raise_request_exception = False
    for referer in ("", "https://evil.example/"):
        answer = client.get("/note/", headers={"host": "evil.example", "referer": referer})
        assert answer.status_code == 400
        assert "<main" in answer.content.decode()


def test_database_away_before_the_view_is_a_503_too(client, dana):
    client.force_login(dana)
    client.raise_request_exception = False
    connection.ensure_connection()

    def away(*args, **kwargs):
        raise OperationalError("server closed the connection unexpectedly")

    with connection.execute_wrapper(away):
        answer = client.post("/note/", {"words": WORDS})
    assert answer.status_code == 503
    assert answer["Retry-After"]
    assert ESCAPED in answer.content.decode()


def test_htmx_refusal_is_one_sentence_in_the_notice(signed):
    answer = signed.post("/says/refused/", {"x": "y"}, headers={"hx-request": "true"})
    assert answer.status_code == 403
    assert answer["HX-Retarget"] == "#portal-notice"
    assert "<html" not in answer.content.decode()
    assert "Approving takes A" in answer.content.decode()


# ---- the session ended, the mark is lost


def test_reading_signed_out_leads_to_the_sign_in_page_and_back(client, dana):
    answer = client.get("/note/?tab=2")
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/note/%3Ftab%3D2")


def test_form_sent_signed_out_keeps_its_text(client, dana):
    answer = client.post("/note/", {"title": "Swim", "words": WORDS})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert "Your session ended" in page
    assert ESCAPED in page
    assert 'target="_blank"' in page


def test_disabled_person_is_out_at_the_next_request(client, dana):
    client.force_login(dana)
    assert client.get("/note/").status_code == 200
    dana.is_active = False
    with acting(by=loader(), act="disable"):
        dana.save()
    assert client.get("/note/").status_code == 302
    assert client.post("/note/", {"title": "x"}).status_code == 403


def test_lost_mark_keeps_the_text_and_a_fresh_mark_sends_it(dana):
    client = Client(enforce_csrf_checks=True)
    client.force_login(dana)
    answer = client.post("/note/", {"title": "Swim", "words": WORDS, "csrfmiddlewaretoken": "old"})
    page = answer.content.decode()
    assert answer.status_code == 403
    assert ESCAPED in page
    mark = re.search(r'name="csrfmiddlewaretoken" value="(\w+)">\s*<input type="hidden" name="title"', page)
    assert mark
    sent = client.post("/note/", {"title": "Swim", "words": WORDS, "csrfmiddlewaretoken": mark[1]})
    assert sent.status_code == 302


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"referer": "https://evil.example/"}],
)
def test_form_from_another_site_is_not_offered_again(dana, headers):
    client = Client(enforce_csrf_checks=True)
    client.force_login(dana)
    page = client.post("/note/", {"title": "Swim"}, headers=headers).content.decode()
    assert "did not come from a page of this portal" in page
    assert "data-again" not in page
    assert "Swim" not in page


# ---- typing is never lost


def test_typing_is_kept_shown_again_and_dropped_on_saving(signed):
    kept = signed.post(
        "/typing/note:1/", {"title": "Half a ti", "words": WORDS, "due": "2026-13", "budget": "$4x", "password": "p"}
    )
    assert kept.status_code == 200
    assert "kept at" in kept.content.decode()
    page = signed.get("/note/").content.decode()
    assert "We kept what you typed on" in page
    assert 'value="Half a ti"' in page
    assert 'value="2026-13"' in page
    assert 'value="$4x"' in page
    assert ESCAPED in page
    assert not re.search(r'name="sought"[^>]* checked', page)  # it was unticked, although it starts ticked
    assert signed.post("/note/", {"title": "Whole"}).status_code == 302
    assert "We kept what you typed" not in signed.get("/note/").content.decode()


def test_typing_can_be_forgotten_without_script(signed):
    signed.post("/typing/note:1/", {"title": "Half"})
    answer = signed.post("/typing/note:1/", {"drop": "1", "page": "/note/"})
    assert (answer.status_code, answer["Location"]) == (303, "/note/")
    assert "Half" not in signed.get("/note/").content.decode()
    away = signed.post("/typing/note:1/", {"drop": "1", "page": "//evil.example"})
    assert away["Location"] == "/"


def test_typing_is_private_to_its_person(signed, client):
    signed.post("/typing/note:1/", {"title": "Half"})
    client.force_login(make_person("Ana Silva"))
    assert "Half" not in client.get("/note/").content.decode()


def test_typing_keeps_no_secret_no_nul_and_not_without_end(signed, dana):
    signed.post("/typing/note:1/", {"title": "a\x00b", "password": "p", "csrfmiddlewaretoken": "t"})
    assert dana.unsaved_typing.get().values == {"title": ["ab"]}
    long = signed.post("/typing/note:1/", {"title": "x" * 200_001})
    assert long.status_code == 413
    for number in range(60):
        signed.post(f"/typing/note:{number}/", {"title": "x"})
    assert dana.unsaved_typing.count() == 50
    assert not dana.unsaved_typing.filter(form="note:9").exists()


def test_typing_signed_out_is_refused(client, dana):
    assert client.post("/typing/note:1/", {"title": "Half"}).status_code == 403


# ---- in the browser


@pytest.mark.django_db(transaction=True)
def test_session_ended_in_the_browser_loses_nothing(page, dana):
    _sign_in(page)
    page.fill("[name=title]", "Swim lessons")
    page.fill("[name=words]", WORDS)
    page.context.clear_cookies()
    page.click("button:text-is('Save')")
    expect(page.locator("h1")).to_have_text(
        "This form has to be sent again"
    )  # the cookies are gone, the mark with them
    page.click("button:text-is('Send again')")
    expect(page.locator("h1")).to_have_text("Your session ended")
    with page.expect_popup() as tab:
        page.click("text=Sign in (opens a new tab)")
    other = tab.value
    other.fill("[name=login]", "dana@city.example")
    other.fill("[name=password]", PASSWORD)
    other.click("main button[type=submit]")
    other.wait_for_selector("text=Signed in as")
    page.bring_to_front()
    page.click("button:text-is('Send again')")
    page.wait_for_selector("text=Saved: Swim lessons")


@pytest.mark.django_db(transaction=True)
def test_typing_in_the_browser_is_kept_after_a_pause_and_on_leaving(page, dana):
    _sign_in(page)
    page.fill("[name=title]", "Half a title")
    page.wait_for_selector("text=Your typing was kept at")
    page.fill("[name=words]", "then away at once")
    page.goto("/accounts/password/change/")
    page.wait_for_timeout(300)
    page.goto("/note/")
    assert page.input_value("[name=title]") == "Half a title"
    assert page.input_value("[name=words]") == "then away at once"
    page.click("button:text-is('Save')")
    page.wait_for_selector("text=Saved: Half a title")
    assert page.input_value("[name=title]") == ""
    assert "We kept" not in page.inner_text("main")


@pytest.mark.django_db(transaction=True)
def test_double_click_sends_a_form_once(page, dana):
    _sign_in(page)
    page.fill("[name=title]", "Once")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    page.evaluate("() => { const b = [...document.querySelectorAll('main button')].at(-1); b.click(); b.click(); }")
    page.wait_for_selector("text=Saved: Once")
    assert len(sent) == 1


def _sign_in(page):
    page.goto("/note/")
    page.fill("[name=login]", "dana@city.example")
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_selector("text=Signed in as")
