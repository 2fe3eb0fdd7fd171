"""Accounts: who keeps them, whose, and the link with which somebody sets their password."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from raci import mailing
from raci.actions.people import disable_person, enable_person, invite_person, send_password_link
from raci.models import Notice, Person
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city

pytestmark = pytest.mark.portland

PEOPLE = "/people/"
PASSWORD = "a sentence nobody guesses"


@pytest.fixture
def city(db) -> SmallCity:
    return small_city()


def invite(city: SmallCity, email: str = "New.Person@City.example", name: str = " Nora New ") -> Person:
    return invite_person(email=email, name=name, by=city.technician)


def sent() -> str:
    mailing.send_waiting()
    return mail.outbox[-1].body


# ---- the acts


def test_an_invitation_is_mailed_with_a_link_that_sets_the_password_once(client, city: SmallCity, settings):
    settings.PORTAL_ADDRESS = "https://equity.city.example"
    person = invite(city)
    assert (person.email, person.name) == ("new.person@city.example", "Nora New")
    body = sent()
    assert "The link works once, for 3 days." in body
    assert "a post you hold" not in body
    link = re.search(r"https://equity\.city\.example(/\S+)", body)
    assert link
    assert link[1] not in str(list(Notice.objects.values_list("line", "url", "key")))  # no secret is stored
    form = client.get(link[1], follow=True)
    address = form.request["PATH_INFO"]
    done = client.post(address, {"password1": PASSWORD, "password2": PASSWORD})
    assert done.status_code == 302
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
    client.logout()
    again = client.get(link[1], follow=True).content.decode()
    assert 'name="password1"' not in again


def test_invite_says_what_is_wrong_at_its_field(city: SmallCity):
    for email, name, field in (
        ("no address", "A", "email"),
        ("a@city.example", "  ", "name"),
        (city.director.email.upper(), "Twin", "email"),
        (f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.example", "Long", "email"),
        ("city-loader@service.invalid", "A program", "email"),
        ("a@city.example", "n" * 201, "name"),
    ):
        with pytest.raises(NotReady) as refusal:
            invite(city, email, name)
        assert [problem.field for problem in refusal.value.problems] == [field], email


def test_accounts_are_kept_by_admin_and_by_r_of_4_4_alone(city: SmallCity):
    keeps = set()
    for name, person in city.people.items():
        try:
            invite_person(email=f"{name}@new.example", name=name, by=person)
            keeps.add(name)
        except Refused:
            pass
    assert keeps == {"director", "elsewhere", "officer", "office", "deputy", "technician"}


def test_an_r_switches_only_whose_posts_are_all_in_its_line_and_nobody_at_the_top(city: SmallCity):
    disable_person(city.manager, by=city.director, why="Left the city.")
    assert not city.manager.is_active
    for by, person in (
        (city.director, city.elsewhere),
        (city.director, city.administrator),
        (city.officer, city.administrator),
        (city.officer, city.auditor),
        (city.office, city.auditor),
    ):
        with pytest.raises(Refused):
            disable_person(person, by=by, why="Because.")
        with pytest.raises(Refused):
            send_password_link(person, by=by)
    disable_person(city.auditor, by=city.technician, why="Account was stolen.")
    enable_person(city.auditor, by=city.technician)
    assert city.auditor.is_active


def test_nobody_disables_themself_and_a_reason_is_needed(city: SmallCity):
    with pytest.raises(Refused):
        disable_person(city.technician, by=city.technician, why="Bye.")
    with pytest.raises(NotReady):
        disable_person(city.manager, by=city.technician, why="  ")
    disable_person(city.manager, by=city.technician, why="Left.")
    with pytest.raises(Conflict):
        disable_person(city.manager, by=city.technician, why="Again.")
    with pytest.raises(Conflict):
        send_password_link(city.manager, by=city.technician)
    row = Person.history.filter(id=city.manager.pk).first()
    assert (row.history_act, row.history_why, row.history_post) == (
        "disable",
        "Left.",
        "Technical administrator of the portal",
    )


def test_somebody_disabled_is_signed_out_at_once(client, city: SmallCity):
    client.force_login(city.manager)
    assert client.get("/").status_code == 200
    disable_person(city.manager, by=city.technician, why="Left.")
    assert client.get("/").status_code == 302


# ---- the pages


def page(client, person, url: str = PEOPLE, status: int = 200, **query) -> str:
    client.force_login(person)
    response = client.get(url, query)
    assert response.status_code == status, url
    return response.content.decode()


def test_people_pages_are_for_who_keeps_accounts(client, city: SmallCity):
    one = reverse("raci:person", args=[city.manager.pk])
    for name, person in city.people.items():
        may = name in ("director", "elsewhere", "officer", "office", "deputy", "technician")
        page(client, person, PEOPLE, 200 if may else 403)
        page(client, person, "/people/invite/", 200 if may else 403)
        page(client, person, one, 200 if may else 404)
    page(client, city.technician, "/people/999999999/", 404)
    loader = Person.objects.filter(is_service=True).first()
    page(client, city.technician, reverse("raci:person", args=[loader.pk]), 404)


def test_people_list_searches_filters_sorts_and_pages(client, city: SmallCity):
    disable_person(city.manager, by=city.technician, why="Left.")
    invite(city)
    found = page(client, city.technician, q=city.director.name[:6].upper())
    assert city.director.email in found
    assert city.officer.email not in found
    assert re.findall(r"(\d+) p(?:erson|eople)", page(client, city.technician, show="disabled")) == ["1"]
    assert "new.person@city.example" in page(client, city.technician, show="none")
    assert "new.person@city.example" not in page(client, city.technician, show="holding")
    assert city.manager.email not in page(client, city.technician, show="active", q=city.manager.name)
    assert "Nothing fits" in page(client, city.technician, q="%_")
    up, down = (page(client, city.technician, sort=key) for key in ("email", "-email"))
    assert "abel.birchwood" in up
    assert "zeno.amberley" not in up
    assert "zeno.amberley" in down
    assert 'aria-current="page" aria-label="Page 2"' in page(client, city.technician, page=2)
    for odd in ({"q": "a\0b"}, {"show": "x"}, {"sort": "password"}, {"page": "x"}):
        page(client, city.technician, **odd)


def test_people_list_costs_the_same_for_one_and_for_many(client, city: SmallCity):
    def cost(**query) -> int:
        page(client, city.technician, **query)
        with CaptureQueriesContext(connection) as queries:
            page(client, city.technician, **query)
        return len(queries)

    assert cost(q=city.director.email) == cost()


def test_without_a_mail_server_pages_say_that_nothing_goes_out(client, city: SmallCity, settings):
    assert not settings.EMAIL_HOST
    client.force_login(city.technician)
    assert "No mail server is set" in client.get("/people/invite/").content.decode()
    done = client.post("/people/invite/", {"name": "Nora New", "email": "nora@city.example"}, follow=True)
    mailing.send_waiting()
    again = client.get(done.request["PATH_INFO"]).content.decode()
    assert "on its way" not in done.content.decode()
    for said in ("password_link nora@city.example", "written to the log"):
        assert said in again
    assert "Links sent" not in again
    pk = Person.objects.get(email="nora@city.example").pk
    sent = client.post(reverse("raci:person-link", args=[pk]), follow=True).content.decode()
    assert "nothing goes out to nora@city.example" in sent
    settings.EMAIL_HOST = "mail.city.example"
    served = client.get(done.request["PATH_INFO"]).content.decode()
    assert "No mail server" not in served
    assert "Links sent" in served


def test_person_invite_keeps_what_was_typed(client, city: SmallCity, settings):
    settings.EMAIL_HOST = "mail.city.example"
    client.force_login(city.technician)
    answer = client.post("/people/invite/", {"name": "Twin", "email": city.director.email})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody already signs in with this address." in text
    assert 'value="Twin"' in text
    done = client.post("/people/invite/", {"name": "Nora New", "email": "nora@city.example"}, follow=True)
    text = done.content.decode()
    assert "a link to set a password is on its way to nora@city.example" in text
    assert "Invite again" in text


def test_person_page_disables_with_a_reason_and_enables(client, city: SmallCity, settings):
    settings.EMAIL_HOST = "mail.city.example"
    client.force_login(city.technician)
    pk = city.manager.pk
    answer = client.post(reverse("raci:person-disable", args=[pk]), {"why": ""})
    assert answer.status_code == 422
    gone = client.post(reverse("raci:person-disable", args=[pk]), {"why": "Left."}, follow=True).content.decode()
    assert "cannot sign in any more" in gone
    assert "Enable the account" in gone
    assert client.post(reverse("raci:person-disable", args=[pk]), {"why": "Left."}).status_code == 409
    back = client.post(reverse("raci:person-enable", args=[pk]), follow=True).content.decode()
    assert "can sign in again" in back
    assert "on its way" in client.post(reverse("raci:person-link", args=[pk]), follow=True).content.decode()


def test_person_page_says_why_an_account_is_not_ones_to_keep(client, city: SmallCity):
    text = page(client, city.director, reverse("raci:person", args=[city.elsewhere.pk]))
    assert "holds a post outside of yours" in text
    assert "Disable the account" not in text
    client.force_login(city.director)
    assert client.post(reverse("raci:person-disable", args=[city.elsewhere.pk]), {"why": "x"}).status_code == 403
