"""The weekly mail: once a week, to whoever has something waiting, with links that lead its reader exactly there."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from raci import clock, digest, mailing
from raci.actions import cases
from raci.authority import facts_for
from raci.models import Notice
from raci.notices import choose_mailed, mailed_kinds
from raci.queries.waiting import waiting_on
from raci.tasks import tell_of_the_week
from tests.city import SmallCity, small_city
from tests.plans.conftest import make_plan

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
ZONE = ZoneInfo("America/Los_Angeles")
LINK = re.compile(r"https://equity\.example(/waiting/\S+)")


@pytest.fixture
def city(db: None, settings: Any) -> SmallCity:
    settings.PORTAL_ADDRESS = "https://equity.example"
    found = small_city()
    cases.open_consultation(make_plan(found).case, by=found.director)  # waits on those who are consulted
    return found


@pytest.fixture(autouse=True)
def monday(monkeypatch: Any) -> None:
    monkeypatch.setattr(digest, "is_time", lambda _now: True)


@pytest.mark.parametrize(
    ("day", "hour", "goes"),
    [(30, 5, False), (30, 6, True), (1, 0, True), (1, 23, True), (2, 8, False), (29, 12, False)],
)
def test_it_goes_out_on_monday_from_six_or_on_tuesday(day: int, hour: int, goes: bool, monkeypatch: Any) -> None:
    monkeypatch.undo()
    month = 11 if day > 20 else 12
    assert digest.is_time(datetime(2026, month, day, hour, tzinfo=ZONE)) is goes


def test_it_goes_out_once_a_week_to_whoever_has_something_waiting(city: SmallCity) -> None:
    first = tell_of_the_week()
    assert first > 0
    assert tell_of_the_week() == 0
    told = Notice.objects.filter(key__startswith="digest:")
    assert told.filter(person=city.officer).count() == 1
    assert not waiting_on(facts_for(city.mayor))
    assert not told.filter(person=city.mayor).exists()


def test_whoever_does_not_want_it_has_none(city: SmallCity) -> None:
    choose_mailed(city.officer, [kind for kind in mailed_kinds(city.officer) if kind != "digest"])
    tell_of_the_week()
    assert not Notice.objects.filter(person=city.officer, key__startswith="digest:").exists()


def links_of(city: SmallCity, person: Any) -> list[str]:
    tell_of_the_week()
    Notice.objects.exclude(person=person, key__startswith="digest:").delete()
    mail.outbox.clear()
    mailing.send_waiting()
    [sent] = mail.outbox
    assert sent.to == [person.email]
    return LINK.findall(str(sent.body))


def test_each_link_leads_its_reader_to_what_waits(city: SmallCity) -> None:
    found = links_of(city, city.officer)
    waiting = waiting_on(facts_for(city.officer))
    assert len(found) == len(waiting)
    [(link, one)] = [pair for pair in zip(found, waiting, strict=True) if pair[1].kind == "answer"]
    mine, others, nobody = Client(), Client(), Client()
    mine.force_login(city.officer)
    others.force_login(city.director)
    assert mine.get(link)["Location"] == one.url
    assert mine.get(one.url).status_code == 200
    assert others.get(link).status_code == 403
    to_sign_in = nobody.get(link)["Location"]
    assert to_sign_in.startswith(reverse("account_login"))
    assert "next=" in to_sign_in
    assert nobody.get("/").status_code == 302, "the link signed nobody in"


def test_a_link_is_no_ones_invention_and_runs_out(city: SmallCity, move_time: Any, monkeypatch: Any) -> None:
    [link, *_rest] = links_of(city, city.officer)
    client = Client()
    client.force_login(city.officer)
    assert client.get(link[:-3] + "aa/").status_code == 404
    import time

    later = time.time() + (digest.WORKS_FOR + timedelta(minutes=1)).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: later)
    over = client.get(link)
    assert over.status_code == 410
    assert "run out" in over.content.decode()


def test_a_decision_asks_for_a_fresh_sign_in(city: SmallCity) -> None:
    one = next(one for one in waiting_on(facts_for(city.officer)) if one.kind == "answer")
    fresh = type(one)("decide", one.title, "", None, None, "", one.url, clock.today())
    link = digest.link_to(city.officer, fresh)
    client = Client()
    client.force_login(city.officer)
    assert client.get(link)["Location"].startswith(reverse("account_reauthenticate"))
