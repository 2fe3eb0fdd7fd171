"""Requests for interpreters and accommodations: sealed, refused by the head of the city alone, followed by a code."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from compliance.accommodations import clocks, readers
from compliance.actions import accommodations as acts
from compliance.checks.law import Law
from compliance.law.standing import law_on
from compliance.models import Accommodation
from compliance.queries.accommodations import request_page, requests_seen
from compliance.views.accommodations import MOST_WRONG
from raci import clock
from raci.actions.posts import accept_delegation, delegate
from raci.authority import facts_for
from raci.models import Holding, Notice, Payload, PayloadRead, Person
from raci.private_codes import digest, new_code
from raci.queries.waiting import waiting_on
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.compliance.doors.languages import asked, coordinator

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND has_table_privilege(oid, 'SELECT')
"""
CANARY = "Zzyzxova needs Mixteco"


@pytest.fixture
def city(db: None) -> SmallCity:
    return small_city()


def refused(city: SmallCity) -> Accommodation:
    row = asked(city)
    acts.bring_before_head(row, "Nobody signs.", by=city.attorney)
    acts.refuse(row, "burden", "We looked at the whole budget. We offer written notes.", by=city.administrator)
    row.refresh_from_db()
    return row


def test_a_request_waits_on_whoever_is_to_answer_it_and_tells_no_word(city: SmallCity):
    def waits() -> dict[str, list[str]]:
        found = {
            name: [one for one in waiting_on(facts_for(person)) if one.kind == "request"]
            for name, person in city.people.items()
        }
        assert CANARY not in str(found)
        return {name: [one.detail.split(" · ")[0] for one in lines] for name, lines in found.items() if lines}

    first = asked(city)
    assert waits() == {"attorney": ["Offer what is needed, or say who provides it"]}
    coordinator(city)
    assert waits() == {"office": ["Offer what is needed, or say who provides it"]}
    [line] = [one for one in waiting_on(facts_for(city.office)) if one.kind == "request"]
    assert line.due_on == clocks.clock_of(first, law_on(clock.today())).day
    acts.arrange(first, city.post("director-parks"), by=city.office)
    assert waits() == {"director": ["Offer what is needed"]}
    acts.bring_before_head(first, "Nobody signs on that day.", by=city.director)
    assert waits() == {"administrator": ["Decide on it"]}
    acts.refuse(first, "burden", "We looked at the whole budget. We offer written notes.", by=city.administrator)
    assert waits() == {}


def test_only_the_head_or_whom_they_designated_refuses_on_two_grounds_with_reasons(city: SmallCity):
    coordinator(city)
    row = asked(city)
    acts.arrange(row, city.post("director-parks"), by=city.office)
    with pytest.raises(Refused):  # it did not come before the head
        acts.refuse(row, "burden", "No.", by=city.administrator)
    acts.bring_before_head(row, "Nobody signs on that day.", by=city.director)
    for nobody in (city.office, city.attorney, city.director, city.auditor, city.officer, city.mayor, city.elsewhere):
        with pytest.raises(Refused):
            acts.refuse(row, "burden", "No.", by=nobody)
    for ground, reasons in (("", "No."), ("burden", " "), ("other", "No.")):
        with pytest.raises(NotReady):
            acts.refuse(row, ground, reasons, by=city.administrator)
    row.refresh_from_db()
    assert row.state == Accommodation.State.TO_HEAD
    held = Holding.objects.get(post__code="city-administrator", person=city.administrator)
    today = clock.today()
    passed = delegate(
        held,
        to=city.officer,
        activity="1.4",
        letter="A",
        begins_on=today,
        ends_on=today + timedelta(days=9),
        by=city.administrator,
    )
    accept_delegation(passed, by=city.officer)
    acts.refuse(row, "alteration", "It would be another service. We offer notes.", by=city.officer)
    row.refresh_from_db()
    assert (row.state, row.ground, row.refused_by) == ("refused", "alteration", city.post("city-administrator"))
    with pytest.raises(Refused):
        acts.uphold(row, "No.", by=city.attorney)


def test_what_the_person_asked_for_comes_first_and_another_means_needs_its_reason(city: SmallCity):
    row = asked(city)
    with pytest.raises(NotReady, match="not what the person asked for"):
        acts.offer(row, "Written notes", own_choice=False, why="", by=city.attorney)
    acts.offer(row, "Written notes", own_choice=False, why="The talk lasts two minutes.", by=city.attorney)
    row.refresh_from_db()
    assert (row.state, row.own_choice) == ("offered", False)
    acts.provide(row, by=city.attorney)
    with pytest.raises(Conflict):
        acts.offer(row, "More", own_choice=True, why="", by=city.attorney)


def test_who_sees_what(city: SmallCity):
    """The coordinator of its programme and counsel all; the provider what is needed and not whose it is; others nothing."""
    coordinator(city)
    coordinator(city, "language-access")
    sign, words = asked(city, CANARY), asked(city, sought="interpreter")
    acts.arrange(sign, city.post("director-parks"), by=city.office)
    seen = {name: {line.row.pk for line in requests_seen(facts_for(one))} for name, one in city.people.items()}
    both = {sign.pk, words.pk}
    assert {name for name, rows in seen.items() if rows == both} == {"office", "attorney"}
    assert seen["director"] == {sign.pk}
    assert not any(rows for name, rows in seen.items() if name not in ("office", "attorney", "director"))
    with pytest.raises(Refused) as answer:
        request_page(sign.uid, facts_for(city.auditor))
    assert not answer.value.visible
    before = PayloadRead.objects.count()
    told = request_page(sign.uid, facts_for(city.director), opening="to find an interpreter")
    assert CANARY in str(told.opened)
    assert "Petra" not in str(told.opened)
    assert PayloadRead.objects.count() == before + 1  # each text by itself, each on record
    assert "Petra" in str(request_page(sign.uid, facts_for(city.office), opening="to call them").opened)


def test_the_clock_runs_by_the_citys_parameters_and_is_unknown_without(city: SmallCity):
    row = asked(city, received_on=date(2026, 3, 2))
    law = law_on(date(2026, 3, 2))
    assert clocks.clock_of(row, law).day == date(2026, 3, 12)
    assert clocks.clock_of(row, law).is_late(date(2026, 3, 13))
    assert not clocks.clock_of(row, law).is_late(date(2026, 3, 12))
    row.needed_on = date(2026, 3, 5)
    assert clocks.clock_of(row, law).day == date(2026, 3, 5)
    row.needed_on = None
    none = clocks.clock_of(row, Law((), law.keeper))
    assert (none.day, none.waits, none.is_late(date(2027, 1, 1))) == (None, True, False)


def everything() -> str:
    """Every text of the database that is no sealed one, as the portal's own login reads it."""
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        tables = [name for (name,) in cursor.fetchall() if name != Payload._meta.db_table]
        found = []
        for table in tables:
            cursor.execute(f'SELECT t::text FROM "{table}" t')
            found += [row for (row,) in cursor.fetchall()]
    return "\n".join(found)


def test_no_word_of_a_request_stands_in_history_in_a_notice_or_anywhere_but_sealed(city: SmallCity):
    coordinator(city)
    values = {"sought": "change", "channel": "web"}
    row, code = acts.receive_request(values, {"name": CANARY, "reach": CANARY}, {"need": CANARY}, by=None)
    acts.bring_before_head(row, CANARY, by=city.office)
    acts.refuse(row, "burden", CANARY, by=city.administrator)
    acts.appeal(row, CANARY, by=None)
    acts.uphold(row, CANARY, by=city.administrator)
    request_page(row.uid, facts_for(city.office), opening="to look at it")
    assert row.texts.count() == 6
    told = everything()
    assert str(row.uid) in told  # it looks where rows stand
    for word in (*CANARY.split()[:1], code, code.replace("-", "")):
        assert word not in told
    assert {one.line for one in Notice.objects.filter(key__startswith=f"request:{row.uid}")} == {
        "A request waits for you."
    }


def test_the_public_form_is_shut_by_default_and_answers_with_a_code_by_which_it_is_followed(city: SmallCity, settings):
    client, ask, follow = Client(), reverse("compliance:request-ask"), reverse("compliance:request-follow")
    assert client.get(ask).status_code == client.get(follow).status_code == 404
    settings.PUBLIC_REQUESTS = True
    assert client.post(ask, {"sought": "sign"}).status_code == 422
    trapped = client.post(ask, {"sought": "sign", "need": CANARY, "website": "https://spam.example"})
    assert trapped.status_code == 200
    assert not Accommodation.objects.exists()
    answer = client.post(ask, {"sought": "sign", "need": CANARY})
    code = answer.context["code"]
    row = Accommodation.objects.get()
    assert row.code_sha256 == digest(code)
    assert "no-store" in answer["Cache-Control"]
    acts.bring_before_head(row, "Nobody signs.", by=city.attorney)
    acts.refuse(row, "burden", "We looked at the whole budget.", by=city.administrator)
    shown = client.post(follow, {"code": code.lower()})
    assert "We looked at the whole budget." in shown.text
    assert "Nobody signs." not in shown.text  # what the office wrote to the head
    assert client.post(follow, {"code": new_code()}).status_code == 422
    client.post(follow, {"code": code, "appeal": "1", "words": "Notes do not help."})
    row.refresh_from_db()
    assert row.state == Accommodation.State.APPEALED
    acts.grant(row, by=city.administrator)
    row.refresh_from_db()
    assert row.state == Accommodation.State.ARRANGING


def test_without_a_coordinator_it_comes_to_counsel(city: SmallCity):
    row = asked(city)
    assert city.post("city-attorney") in readers.told(row, clock.today())
    assert all(post.role.is_counsel for post in readers.told(row, clock.today()))
    assert Notice.objects.filter(person=city.attorney, key__startswith=f"request:{row.uid}").exists()
    assert not Person.objects.filter(email="public-forms@service.invalid", is_active=True).exists()


def test_a_right_code_opens_whatever_others_tried_from_the_same_address(city: SmallCity, settings):
    settings.PUBLIC_REQUESTS = True
    client, follow = Client(REMOTE_ADDR="192.0.2.77"), reverse("compliance:request-follow")
    code = client.post(reverse("compliance:request-ask"), {"sought": "sign", "need": CANARY}).context["code"]
    wrong = [client.post(follow, {"code": new_code()}).text for _try in range(MOST_WRONG + 1)]
    assert "Look at each sign again" in wrong[-2]
    assert "Many wrong codes came from this connection" in wrong[-1]
    assert client.post(follow, {"code": code}).context["row"] == Accommodation.objects.get()
