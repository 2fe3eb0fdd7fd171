"""One's own account: the name, what comes by e-mail, where one is signed in; and a second factor that others reset."""

from __future__ import annotations

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from raci import mailing, notices, sessions
from raci.actions.people import disable_person, enable_person, rename, reset_second_factor
from raci.models import Notice, Person
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.journeys.driver import PASSWORD, give_passwords
from tests.world import make_world

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) Version/18.5 Mobile/15E148 Safari/604.1"


@pytest.fixture
def city() -> SmallCity:
    return small_city()


def text(client: Client, name: str, *args: object, status: int = 200) -> str:
    answer = client.get(reverse(name, args=args))
    assert answer.status_code == status
    return answer.content.decode()


# ---- the page and the name


@pytest.mark.parametrize(
    "name", ["account_login", "account_reauthenticate", "account_reset_password", "account_change_password"]
)
def test_what_is_missing_is_said_in_our_words(client, city: SmallCity, name: str):
    if name not in ("account_login", "account_reset_password"):
        give_passwords(city.director)
        client.force_login(city.director)
    page = client.post(reverse(name), {}).content.decode()
    assert "Fill in: " in page
    assert "field is required" not in page


def test_the_page_says_who_one_is_and_how_one_signs_in(client, city: SmallCity):
    client.force_login(city.director)
    page = text(client, "raci:account")
    for said in (city.director.email, "Director, Portland Parks", "your password alone signs in", "1 place"):
        assert said in page, said
    assert f'href="{reverse("raci:account")}"' in text(client, "home")


def test_a_new_name_stands_in_history_beside_the_old_one(client, city: SmallCity):
    client.force_login(city.director)
    before = city.director.name
    answer = client.post(reverse("raci:account-name"), {"name": "  Ines Novak "}, follow=True)
    assert "Your name is Ines Novak now." in answer.content.decode()
    new, old = Person.history.filter(id=city.director.pk)[:2]
    assert (new.name, new.history_act, new.history_actor_id) == ("Ines Novak", "rename", city.director.pk)
    assert old.name == before
    for wrong in ("", "   ", "n" * 201):
        assert client.post(reverse("raci:account-name"), {"name": wrong}).status_code == 422
    with pytest.raises(Refused):
        rename(city.manager, name="Somebody Else", by=city.director)


# ---- what comes by e-mail


def test_who_chose_the_inbox_alone_gets_no_mail_of_that_kind(client, city: SmallCity):
    client.force_login(city.officer)
    assert text(client, "raci:account-notices").count(" checked") == len(notices.optional_kinds())
    client.post(reverse("raci:account-notices"), {"mailed": ["answered", "holding", "delegation"]})
    people = [city.officer, city.director]
    notices.tell(people, record=None, key="decided:1", line="It was approved.")
    notices.tell(people, record=None, key="asked:1", line="You are asked.")
    mailing.send_waiting()
    sent = sorted((message.to[0], message.subject.removeprefix("Equity Portal: ")) for message in mail.outbox)
    mine, theirs = city.officer.email, city.director.email
    assert sent == sorted([(mine, "You are asked."), (theirs, "It was approved."), (theirs, "You are asked.")])
    assert Notice.objects.filter(person=city.officer).count() == 2
    assert "was decided" in text(client, "raci:account")


def test_what_was_chosen_back_sends_no_old_mail(city: SmallCity):
    notices.choose_mailed(city.officer, [])
    notices.tell([city.officer], record=None, key="decided:1", line="Then.")
    notices.choose_mailed(city.officer, notices.optional_kinds())
    notices.tell([city.officer], record=None, key="decided:2", line="Now.")
    mailing.send_waiting()
    assert [message.subject for message in mail.outbox] == ["Equity Portal: Now."]


def test_what_waits_for_somebody_cannot_be_turned_off(client, city: SmallCity):
    client.force_login(city.officer)
    address = reverse("raci:account-notices")
    assert "Nobody else may decide it." in client.get(address).content.decode()
    assert client.post(address, {"mailed": ["asked"]}).status_code == 422
    notices.choose_mailed(city.officer, [])
    assert {row.kind for row in city.officer.inbox_only.all()} == set(notices.optional_kinds())


def test_every_notice_that_is_given_is_of_a_known_kind(city: SmallCity):
    make_world(city)
    unknown = {key for key in Notice.objects.values_list("key", flat=True) if not notices.kind_of(key)}
    assert unknown == set()


# ---- where one is signed in


def sign_in(person: Person, agent: str, address: str = "192.0.2.7") -> Client:
    client = Client(HTTP_USER_AGENT=agent, REMOTE_ADDR=address)
    client.post(reverse("account_login"), {"login": person.email, "password": PASSWORD})
    assert client.get("/").status_code == 200
    return client


@pytest.fixture
def two(city: SmallCity) -> tuple[Client, Client]:
    """The director signed in twice."""
    give_passwords(city.director)
    return sign_in(city.director, FIREFOX), sign_in(city.director, IPHONE, "198.51.100.9")


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Windows"),
        (IPHONE, "Safari on iPhone"),
        (
            "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140 Safari/537.36",
            "Chrome on Linux",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140", "Edge on Windows"),
        (
            "Mozilla/5.0 (Linux; Android 15; Pixel) AppleWebKit/537.36 Chrome/140 Mobile Safari/537.36",
            "Chrome on Android",
        ),
        ("", "A browser"),
        ("curl/8.1", "A browser"),
    ],
)
def test_a_browser_is_named_in_plain_words(agent: str, words: str):
    assert sessions.device(agent) == words


def test_sessions_are_listed_this_one_marked(two):
    page = text(two[0], "raci:session-list")
    for said in ("Firefox on Windows", "Safari on iPhone", "198.51.100.9"):
        assert said in page
    assert page.index("Firefox on Windows") < page.index("This one") < page.index("Safari on iPhone")


def test_an_ended_session_is_signed_out_at_its_next_request(two, city: SmallCity):
    here, there = two
    one = UserSession.objects.get(user=city.director, ip="198.51.100.9")
    here.post(reverse("raci:session-end", args=[one.pk]))
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200
    assert "Safari" not in text(here, "raci:session-list")


def test_all_other_sessions_are_ended_at_once(two):
    here, there = two
    answer = here.post(reverse("raci:session-end-others"), follow=True)
    assert "1 other session is signed out." in answer.content.decode()
    assert there.get("/").status_code == 302
    assert here.get("/").status_code == 200


def test_nobody_ends_somebody_elses_session(two, city: SmallCity):
    theirs = UserSession.objects.filter(user=city.director).first()
    stranger = Client()
    stranger.force_login(city.manager)
    assert stranger.post(reverse("raci:session-end", args=[theirs.pk])).status_code == 404
    assert "Firefox" not in text(stranger, "raci:session-list")
    assert two[0].get("/").status_code == 200


def test_a_new_password_ends_the_others(two):
    here, there = two
    form = {"oldpassword": PASSWORD, "password1": "another long phrase", "password2": "another long phrase"}
    assert here.post(reverse("account_change_password"), form).status_code == 302
    assert there.get("/").status_code == 302
    assert "Safari" not in text(here, "raci:session-list")
    mailing.send_waiting()
    assert "Your password was changed." in mail.outbox[-1].body
    assert "If it was not you" in mail.outbox[-1].body


def test_last_seen_is_written_every_few_minutes_and_not_at_every_request(two, city: SmallCity):
    here = UserSession.objects.get(user=city.director, ip="192.0.2.7")
    two[0].get("/")
    assert UserSession.objects.get(pk=here.pk).last_seen_at == here.last_seen_at
    UserSession.objects.filter(pk=here.pk).update(last_seen_at=timezone.now() - timedelta(hours=1))
    two[0].get("/")
    assert UserSession.objects.get(pk=here.pk).last_seen_at > timezone.now() - timedelta(minutes=1)


def test_enabling_an_account_brings_no_session_back(two, city: SmallCity):
    disable_person(city.director, by=city.technician, why="On leave.")
    enable_person(city.director, by=city.technician)
    assert two[0].get("/").status_code == 302


# ---- a second factor reset by others


def factor(person: Person) -> None:
    TOTP.activate(person, generate_totp_secret())
    RecoveryCodes.activate(person)


def test_a_second_factor_is_reset_with_a_reason_and_its_owner_is_told(client, city: SmallCity):
    factor(city.manager)
    client.force_login(city.technician)
    address = reverse("raci:person-factor", args=[city.manager.pk])
    assert "Reset it" in text(client, "raci:person", city.manager.pk)
    assert client.post(address, {"why": " "}).status_code == 422
    assert client.post(address, {"why": "Lost the telephone."}).status_code == 302
    assert not Authenticator.objects.filter(user=city.manager).exists()
    row = Person.history.filter(id=city.manager.pk).first()
    assert (row.history_act, row.history_why) == ("reset_second_factor", "Lost the telephone.")
    mailing.send_waiting()
    assert mail.outbox[-1].to == [city.manager.email]
    assert f"was reset by {city.technician.name}" in mail.outbox[-1].body
    assert "nothing to reset" in client.get(address).content.decode()
    assert client.post(address, {"why": "Again."}).status_code == 409


def test_nobody_resets_their_own_nor_one_that_is_not_theirs_to_keep(city: SmallCity):
    for person in (city.technician, city.manager, city.auditor, city.elsewhere):
        factor(person)
    for by, person in (
        (city.technician, city.technician),
        (city.mayor, city.manager),
        (city.director, city.elsewhere),
        (city.officer, city.auditor),
    ):
        with pytest.raises(Refused):
            reset_second_factor(person, by=by, why="Because.")
    with pytest.raises(NotReady):
        reset_second_factor(city.manager, by=city.director, why="")
    reset_second_factor(city.manager, by=city.director, why="Lost it.")
    with pytest.raises(Conflict):
        reset_second_factor(city.manager, by=city.director, why="Again.")
    assert Authenticator.objects.filter(user=city.auditor).exists()
