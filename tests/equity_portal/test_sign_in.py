"""The sign-in page and its neighbours: no answer tells who has an account, guessing is slowed, and the owner still comes in."""

from __future__ import annotations

import re

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth import hashers
from django.core import mail
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from equity_portal import counters
from raci import bell, mailing, tasks
from raci.actions.people import LINKS_AN_HOUR, disable_person, invite_person, send_password_link
from raci.invitations import password_link
from raci.models import Notice, Person
from tests.city import SmallCity, small_city
from tests.journeys.driver import PASSWORD, give_passwords

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
NEW = {"password1": "a long new phrase", "password2": "a long new phrase"}
UNKNOWN = "nobody.at.all@city.example"


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture(autouse=True)
def no_tries_yet():
    counters._redis["away_until"] = 0.0
    cache.clear()
    yield
    counters._redis["away_until"] = 0.0
    cache.clear()


@pytest.fixture
def owner(city: SmallCity) -> Person:
    give_passwords(city.director)
    return city.director


@pytest.fixture
def gone(city: SmallCity) -> Person:
    """Disabled, with a password."""
    give_passwords(city.manager)
    disable_person(city.manager, by=city.technician, why="Left.")
    return city.manager


@pytest.fixture
def invited(city: SmallCity) -> Person:
    return invite_person(email="nora@city.example", name="Nora New", by=city.technician)


def sign_in(email: str, password: str = PASSWORD, address: str = "192.0.2.1") -> HttpResponse:
    form = {"login": email, "password": password}
    return Client(REMOTE_ADDR=address).post(reverse("account_login"), form)


def seen(answer: HttpResponse, email: str) -> tuple[int, str, dict[str, str], list[str]]:
    """What a guesser sees: status, page, headers, names of cookies; without what differs between any two requests."""
    page = answer.content.decode().replace(email, "EMAIL")
    page = re.sub(r'(csrfmiddlewaretoken" value="|x-csrftoken&quot;: &quot;)[^"&]*', r"\1", page)
    differ = ("X-Request-ID", "Expires", "Content-Length")  # the length is the page's, with the address that was typed
    headers = {name: value for name, value in answer.headers.items() if name not in differ}
    return answer.status_code, page, headers, sorted(answer.cookies)


# ---- no account can be discovered


def test_signing_in_answers_alike_whoever_is_tried(owner, gone, invited, city: SmallCity):
    program = Person.objects.filter(is_service=True).first()
    tried = [
        (owner.email, "wrong words here"),
        (UNKNOWN, "wrong words here"),
        (gone.email, "wrong words here"),
        (gone.email, PASSWORD),
        (invited.email, "wrong words here"),
        (program.email, "wrong words here"),
    ]
    answers = [seen(sign_in(email, password), email) for email, password in tried]
    assert answers[0][0] == 200
    assert "are not correct" in answers[0][1]
    for answer in answers[1:]:
        assert answer == answers[0]


def test_asking_for_a_link_answers_alike_whoever_is_tried(owner, gone, invited):
    answers = []
    for email in (owner.email, UNKNOWN, gone.email, invited.email):
        client = Client()
        first = seen(client.post(reverse("account_reset_password"), {"email": email}), email)
        answers.append((first, seen(client.get(reverse("account_reset_password_done")), email)))
    assert all(answer == answers[0] for answer in answers)


def test_signing_up_answers_alike_whoever_is_tried(owner, gone):
    answers = []
    for email in (owner.email, UNKNOWN, gone.email):
        answers.append(seen(Client().post(reverse("account_signup"), {"email": email, **NEW}), email))
    assert all(answer == answers[0] for answer in answers)


def test_too_many_tries_answer_alike_whoever_is_tried(owner, gone):
    answers = []
    for email in (owner.email, UNKNOWN, gone.email):
        pages = [seen(sign_in(email, "wrong"), email) for _ in range(7)]
        answers.append(pages)
    assert answers[0] == answers[1] == answers[2]


def test_a_password_is_hashed_for_unknown_addresses_too(owner, gone, monkeypatch):
    hashed = []
    slow = hashers.get_hasher().__class__
    monkeypatch.setattr(slow, "encode", _counting(slow.encode, hashed))
    work = []
    for email in (owner.email, UNKNOWN, gone.email):
        hashed.clear()
        sign_in(email, "wrong words here")
        work.append(len(hashed))
    assert work == [1, 1, 1]


def _counting(encode, found):
    def counted(self, password, salt, *args, **kwargs):
        found.append(password)
        return encode(self, password, salt, *args, **kwargs)

    return counted


def test_a_link_is_mailed_by_a_worker_so_that_the_page_takes_as_long_for_everybody(
    owner, django_capture_on_commit_callbacks
):
    rung = []
    for email in (owner.email, UNKNOWN):
        with django_capture_on_commit_callbacks() as callbacks:
            Client().post(reverse("account_reset_password"), {"email": email})
        rung.append(len(callbacks))
    assert mail.outbox == []
    assert rung[0] == rung[1] == 1
    assert mailing.send_waiting() == 1


def test_nobody_floods_an_inbox_with_links(owner):
    for _ in range(LINKS_AN_HOUR + 3):
        assert Client().post(reverse("account_reset_password"), {"email": owner.email}).status_code == 302
    assert Notice.objects.filter(person=owner, key__startswith="password:").count() == LINKS_AN_HOUR


# ---- guessing is slowed, the owner comes in


def test_guessing_from_one_address_is_slowed_and_the_owner_signs_in_from_another(owner):
    answers = [sign_in(owner.email, f"guess number {n}", "203.0.113.5") for n in range(100)]
    codes = [answer.status_code for answer in answers]
    assert codes.count(200) == 5
    assert codes.count(429) == 95
    page = answers[-1].content.decode()
    assert "Too many tries" in page
    assert "Skip to the content" in page
    assert answers[-1]["Retry-After"]
    assert sign_in(owner.email, PASSWORD, "203.0.113.5").status_code == 429  # the right guess does not stand out
    assert sign_in(owner.email, PASSWORD, "198.51.100.2").status_code == 302


def test_trying_many_accounts_from_one_address_is_slowed(owner):
    codes = [sign_in(f"person{n}@city.example", "guess", "203.0.113.6").status_code for n in range(100)]
    assert codes.count(429) == 40
    assert sign_in(owner.email, PASSWORD, "198.51.100.2").status_code == 302


def test_a_city_hall_behind_one_address_signs_in(owner):
    codes = {sign_in(owner.email, PASSWORD, "203.0.113.7").status_code for _ in range(80)}
    assert codes == {302}


def test_a_clients_own_word_about_its_address_is_not_taken(owner):
    codes = []
    for n in range(10):
        client = Client(REMOTE_ADDR="203.0.113.8", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")
        codes.append(client.post(reverse("account_login"), {"login": owner.email, "password": "guess"}).status_code)
    assert codes.count(429) == 5


def test_behind_a_proxy_the_address_is_the_last_one_it_says(owner, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for client_address, codes in (("203.0.113.9", [200] * 5 + [429]), ("203.0.113.10", [200] * 5 + [429])):
        found = []
        for n in range(6):
            client = Client(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}, {client_address}")
            found.append(client.post(reverse("account_login"), {"login": owner.email, "password": "guess"}).status_code)
        assert found == codes


def test_tries_are_counted_for_all_web_processes_under_names_that_tell_nothing(owner, redis_server, settings):
    own = f"{settings.CACHES['default']['KEY_PREFIX']}:".encode()
    for _ in range(5):
        sign_in(owner.email, "guess")
    # other processes of this run count too, under prefixes of their own, and their workers keep queues there
    names = [key for key in redis_server.keys("*") if key.startswith(own)]
    kept = [(key, redis_server.get(key)) for key in names]
    assert len(kept) >= 2
    for key, value in kept:
        assert owner.email.encode() not in key
        assert b"192.0.2" not in key
        assert re.fullmatch(rb"\[[\d., ]+\]|true", value), value
    redis_server.delete(*names)
    assert sign_in(owner.email, "guess").status_code == 200  # what counted lay there, and nowhere else


def test_with_redis_gone_people_sign_in_and_guessing_is_slowed_still(owner, settings, caplog):
    away = {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"}
    settings.CACHES = {"default": away}
    assert sign_in(owner.email, PASSWORD).status_code == 302
    codes = [sign_in(owner.email, "guess", "203.0.113.11").status_code for _ in range(10)]
    assert codes == [200] * 5 + [429] * 5
    assert sign_in(owner.email, PASSWORD).status_code == 302
    waited = [record for record in caplog.records if record.name == "equity_portal.counters"]
    assert len(waited) == 1  # an absent server is not asked again and again
    counters.Counters("redis://127.0.0.1:1/0", {}).own.clear()


def test_clearing_the_cache_leaves_the_queue(redis_server):
    bell._bell["silent_until"] = 0.0
    bell.ring(tasks.send_notices)
    queued = redis_server.dbsize()
    cache.set("mine", 1)
    cache.clear()
    assert redis_server.dbsize() == queued > 0


# ---- links


def chosen(link: str, client: Client | None = None) -> str:
    """What somebody sees who follows a link and sends a new password: the form's last page."""
    client = client or Client()
    page = client.get(link, follow=True)
    if b'name="password1"' not in page.content:
        return page.content.decode()
    return client.post(page.request["PATH_INFO"], NEW, follow=True).content.decode()


REFUSED = "This link was used already, or is too old."


def test_a_link_works_once(invited):
    link = password_link(invited)
    assert "Your password is changed" in chosen(link)
    assert sign_in(invited.email, NEW["password1"]).status_code == 302
    assert REFUSED in chosen(link)


def test_a_link_of_before_dies_with_the_one_that_was_used(invited, city: SmallCity):
    first = password_link(invited)
    send_password_link(invited, by=city.technician)
    assert "Your password is changed" in chosen(password_link(invited))
    assert REFUSED in chosen(first)


def test_a_link_runs_out(invited, settings):
    link = password_link(invited)
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert REFUSED in chosen(link)


def test_a_link_is_one_persons(invited, owner):
    mine, theirs = password_link(invited), password_link(owner)
    key = re.search(r"key/[^-]+-(.+)/$", mine)[1]
    uid = re.search(r"key/([^-]+)-", theirs)[1]
    assert REFUSED in chosen(reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": key}))
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_notices_of_a_link_are_read_once_a_password_is_set(invited, city: SmallCity):
    mine = Notice.objects.filter(person=invited)
    assert list(mine.filter(read_at=None).values_list("line", flat=True)) == ["You are invited to Equity Portal."]
    assert "Your password is changed" in chosen(password_link(invited))
    assert not mine.filter(key__startswith="invitation:", read_at=None).exists()


def test_a_link_dies_with_the_account_also_when_its_form_is_open(owner, city: SmallCity):
    link, client = password_link(owner), Client()
    form = client.get(link, follow=True).request["PATH_INFO"]
    disable_person(owner, by=city.technician, why="Left.")
    assert REFUSED in client.post(form, NEW).content.decode()
    assert REFUSED in chosen(link)
    owner.refresh_from_db()
    assert owner.check_password(PASSWORD)


def test_the_page_of_a_person_says_what_became_of_each_link(client, invited, city: SmallCity, settings):
    def page() -> str:
        return client.get(reverse("raci:person", args=[invited.pk])).content.decode()

    settings.EMAIL_HOST = "mail.city.example"
    client.force_login(city.technician)
    assert "waits to be mailed" in page()
    mailing.send_waiting()
    assert "works until" in page()
    settings.PASSWORD_RESET_TIMEOUT = -1
    assert "ran out" in page()
    settings.PASSWORD_RESET_TIMEOUT = 259_200
    assert "Your password is changed" in chosen(password_link(invited))
    assert "password set" in page()
    assert EmailAddress.objects.filter(user=invited, verified=True).count() == 1
