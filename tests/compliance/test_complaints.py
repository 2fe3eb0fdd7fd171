"""Complaints: who reads one, steps, clocks, the private code, small counts, a log from elsewhere; no word where none belongs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from compliance.actions import complaints as acts
from compliance.actions.complaint_logs import bring_in_log, judge_log
from compliance.actions.coordinators import name_coordinator
from compliance.actions.information import give_information
from compliance.actions.receiving import receive_by_staff
from compliance.checks.facts import read_facts
from compliance.checks.law import Status
from compliance.complaints import texts
from compliance.complaints.clocks import clocks_of
from compliance.complaints.readers import Seat, readers
from compliance.complaints.reading_logs import Fate
from compliance.complaints.seats import need_reader, readable, reads_by
from compliance.complaints.waiting import RUNS
from compliance.forms.asking import Asking
from compliance.law.standing import law_on
from compliance.models import Basis, Complaint
from compliance.queries.asking import begins_with, check_called
from compliance.queries.complaint_figures import figures, last_over
from compliance.queries.complaints import case_page
from compliance.queries.public_complaints import holidays
from raci import clock, private_codes
from raci.authority import facts_for
from raci.history import acting
from raci.models import Holding, Notice, PayloadRead, Unit
from raci.queries.waiting import waiting_on
from raci.refusals import Conflict, NotReady, Refused
from tests.city import SmallCity, small_city
from tests.compliance.doors.complaints import SAID, asked, received
from tests.compliance.doors.coordinators import CONTACT, named
from tests.world import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
CANARY = "heron-behind-the-boathouse"
READABLE = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND has_table_privilege(oid, 'SELECT')
"""
DOCKET = Path(__file__).parents[2].parent / "shared" / "data" / "compliance" / "epa_title_vi_complaints_fy14_fy19.csv"


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture
def public(settings: Any) -> Iterator[Client]:
    settings.PUBLIC_COMPLAINTS = True
    cache.clear()
    yield Client()
    cache.clear()


# ---- who reads


def seat(post: int, path: str, *programmes: str, held: bool = True, near: str = "", **flags: bool) -> Seat:
    holders = ((path, *([near] if near else [])),) if held else ()
    return Seat(post, path, frozenset(programmes), holders=holders, **flags)


COORDINATOR = seat(1, "/city/equity/", "ada")
OTHER = seat(2, "/city/equity/", "title-vi")
COUNSEL = seat(3, "/city/attorney/", is_counsel=True)
AUDITOR = seat(4, "/city/auditor/", is_auditor=True)
ALL = (COORDINATOR, OTHER, COUNSEL, AUDITOR)


@pytest.mark.parametrize(
    ("bases", "office", "seats", "read"),
    [
        (["ada"], "/city/parks/", ALL, {1, 3}),
        (["ada", "title_vi"], "/city/parks/", ALL, {1, 2, 3}),
        (["section_504"], "/city/parks/pools/", ALL, {1, 3}),
        ([], "", ALL, {3}),  # no basis named: counsel
        (["ada"], "/city/equity/", ALL, {3}),  # the coordinator's own office
        (["ada"], "/city/equity/data/", ALL, {3}),  # ... one below it
        (["ada"], "/city/attorney/", ALL, {1}),
        (["ada"], "/city/equity/", (COORDINATOR, AUDITOR), {4}),  # nobody is left
        (["title_vii"], "/city/attorney/", ALL, {4}),
        (["ada"], "/city/parks/", (seat(1, "/city/equity/", "ada", held=False), AUDITOR), {1, 4}),  # a vacant post
        # whoever holds it sits in the office by another post
        (["ada"], "/city/parks/", (seat(1, "/city/equity/", "ada", near="/city/parks/"), AUDITOR), {1, 4}),
        (["ada"], "/city/a/", (seat(1, "/city/", "ada"), COUNSEL), {3}),  # above it
    ],
)
def test_who_reads_is_a_table_of_posts(bases: list[str], office: str, seats: tuple[Seat, ...], read: set[int]) -> None:
    assert readers(bases, office, seats) == read


def test_rule_holds_at_every_person_and_in_the_list(city: SmallCity) -> None:
    named(city, "ada", "equity-policy")
    parks = received(city).complaint
    equity = received(city, unit=Unit.objects.get(code="equity")).complaint
    lawyers = received(city, unit=Unit.objects.get(code="city-attorney"), by=city.office).complaint
    table = {
        name: tuple(reads_by(facts_for(person), row) is not None for row in (parks, equity, lawyers))
        for name, person in city.people.items()
    }
    assert {name for name, found in table.items() if any(found)} == {"office", "attorney"}
    assert (table["office"], table["attorney"]) == ((True, False, True), (True, True, False))
    for name, person in city.people.items():
        rows = readable(facts_for(person))
        assert tuple(row in rows for row in (parks, equity, lawyers)) == table[name], name
    # nobody coordinates Title VII: about counsel's own office, the City Auditor reads
    alone = received(city, unit=Unit.objects.get(code="city-attorney"), by=city.office, bases=["title_vii"]).complaint
    assert reads_by(facts_for(city.auditor), alone) is not None
    assert reads_by(facts_for(city.attorney), alone) is None
    assert reads_by(facts_for(city.reader), alone) is None
    assert list(readable(facts_for(city.auditor))) == [alone]


def test_office_complained_about_is_shut_out_of_every_door(city: SmallCity) -> None:
    """A coordinator who comes to hold a post there reads nothing of it from then on."""
    named(city, "ada", "equity-policy")
    row = received(city).complaint
    step = row.steps.get(file__isnull=False)
    addresses = [
        ("get", "complaint-detail", [row.pk]), ("post", "complaint-read", [row.pk]), ("get", "complaint-edit", [row.pk]),
        ("get", "complaint-step", [row.pk, "note"]), ("post", "complaint-file", [step.pk]),
        ("get", "information-create", [row.pk]),
    ]  # fmt: skip
    client = signed_in(city.office)

    def answers() -> list[int]:
        return [
            getattr(client, verb)(reverse(f"compliance:{name}", args=args)).status_code
            for verb, name, args in addresses
        ]

    assert answers() == [200, 422, 200, 200, 200, 200]
    with acting(by=city.officer, act="begin"):
        Holding.objects.create(
            post=city.post("equity-manager-parks"),
            person=city.office,
            begins_on=date(2026, 1, 1),
            proposed_by=city.officer,
        )
    assert answers() == [404] * 6
    with pytest.raises(Refused):
        acts.take_step(row, "note", {"words": "x"}, by=city.office)
    assert row.number not in client.get(reverse("compliance:complaint-list")).text


def test_nobody_names_their_own_post(city: SmallCity) -> None:
    with pytest.raises(Refused):
        name_coordinator(
            "ada", city.post("equity-policy"), date(2026, 1, 1), {**CONTACT, "ends_on": None}, by=city.office
        )
    with pytest.raises(Refused):
        name_coordinator(
            "ada", city.post("equity-policy"), date(2026, 1, 1), {**CONTACT, "ends_on": None}, by=city.director
        )


def test_a_complaint_waits_on_who_coordinates_it_and_on_counsel_where_nobody_does(city: SmallCity) -> None:
    def waits(person: Any) -> list[Any]:
        return [one for one in waiting_on(facts_for(person)) if one.kind == "complaint"]

    alone = received(city, bases=[], what=CANARY).complaint
    assert [one.title for one in waits(city.attorney)] == [f"{alone.number} · no basis named"]
    named(city, "ada", "equity-policy")
    row = received(city, what=CANARY).complaint
    [line] = waits(city.office)
    assert line.title == f"{row.number} · ADA and Section 504"
    owed = [one.day for one in case_page(row.pk, facts_for(city.office)).owed if one.day and one.state in RUNS]
    assert (line.due_on, line.detail.split(" · ")[0]) == (min(owed), "Acknowledge it")
    assert [one.title.split(" ")[0] for one in waits(city.attorney)] == [alone.number]
    for name, person in city.people.items():
        assert name in ("office", "attorney") or waits(person) == [], name
    page = signed_in(city.office).get("/").text
    assert row.number in page
    assert CANARY not in page
    for kind, said in (
        ("acknowledge", {}), ("decide_jurisdiction", {"jurisdiction": "yes"}), ("investigate", {}),
        ("find", {"result": "substantiated"}),
    ):  # fmt: skip
        acts.take_step(row, kind, {"words": "Read.", **said}, by=city.office)
    assert [one.detail.split(" · ")[0] for one in waits(city.office)] == ["Close it, once the time to appeal is over"]
    acts.take_step(row, "close", {"words": "Done."}, by=city.office)
    assert waits(city.office) == []


# ---- steps


def test_a_case_goes_its_way_and_says_where_it_stands(city: SmallCity) -> None:
    row = received(city).complaint
    with pytest.raises(NotReady):
        acts.take_step(row, "acknowledge", {}, by=city.attorney)
    early = row.received_on - timedelta(days=1)
    for taken in (
        lambda: acts.take_step(row, "acknowledge", {"words": "We have it.", "on": early}, by=city.attorney),
        lambda: acts.change_facts(row, {"bases": ["ada"], "met_on": early}, by=city.attorney),
    ):
        with pytest.raises(NotReady, match="on which it was received") as refused:
            taken()
        assert refused.value.problems[0].field in ("on", "met_on")
    acts.take_step(row, "acknowledge", {"words": "We have it."}, by=city.attorney, seen="received")
    with pytest.raises(Conflict):
        acts.take_step(row, "acknowledge", {"words": "Again"}, by=city.attorney)
    acts.take_step(row, "decide_jurisdiction", {"jurisdiction": "yes", "words": "A pool of ours."}, by=city.attorney)
    acts.take_step(
        row, "investigate", {"target_days": 60, "investigator": city.post("city-attorney")}, by=city.attorney
    )
    acts.take_step(row, "find", {"result": "substantiated", "words": "The door is open now."}, by=city.attorney)
    assert (row.state, row.result, row.target_days) == ("found", "substantiated", 60)
    with pytest.raises(NotReady, match="agreed"):
        acts.take_step(row, "refer", {"body": "eeoc"}, by=city.attorney)
    acts.take_step(row, "close", {"words": "Done."}, by=city.attorney)
    acts.take_step(row, "appeal", {}, by=city.attorney)
    assert (row.state, row.closed_on) == ("appealed", None)
    told = [step.kind for step in row.steps.filter(is_told=True)]
    assert told == ["acknowledge", "find"]


def test_an_office_is_asked_without_being_told_of_whom(city: SmallCity) -> None:
    row = received(city, what=CANARY).complaint
    question = asked(city, row)
    page = signed_in(city.director).post(reverse("compliance:information-detail", args=[question.pk]))
    assert "When are the doors open?" in page.text
    for secret in (row.number, CANARY, "Dana Roe"):
        assert secret not in page.text
    give_information(question, "From 6 to 22.", by=city.director)
    with pytest.raises(Refused):
        give_information(question, "No.", by=city.elsewhere)
    assert (
        "From 6 to 22."
        in signed_in(city.attorney)
        .post(reverse("compliance:complaint-read", args=[row.pk]), {"why": "To work on it"})
        .text
    )


# ---- clocks


def test_clocks_are_those_of_the_law_without_rolling_weekends() -> None:
    """compliance.md 11.2: 2026-03-02 and 60, 180, 300 days; December 25 is a holiday."""
    row = Complaint(
        bases=["ada", "title_vi", "title_vii", "fair_housing"], event_on=date(2026, 3, 2), received_on=date(2026, 6, 30),
        agency_has_jurisdiction=True,
    )  # fmt: skip
    found = {one.code: one for one in clocks_of(row, law_on(date(2026, 3, 2)), date(2026, 6, 30), [date(2026, 12, 25)])}
    days = {
        code: (found[code].day, found[code].file_by)
        for code in ("ada_grievance", "title_vi", "title_vii", "fair_housing")
    }
    assert days == {
        "ada_grievance": (date(2026, 5, 1), date(2026, 5, 1)),
        "title_vi": (date(2026, 8, 29), date(2026, 8, 28)),
        "title_vii": (date(2026, 12, 27), date(2026, 12, 24)),
        "fair_housing": (date(2027, 3, 2), date(2027, 3, 2)),
    }
    assert found["ada_grievance"].is_late  # and was taken all the same
    assert (found["title_vi"].citation, found["title_vi"].row) == (
        "49 CFR 21.11(b); 28 CFR 42.107(b); 24 CFR 1.7(b)",
        "cmp.t6",
    )
    assert found["meet"].day == date(2026, 7, 15)
    assert "not entered" in found["acknowledge"].lacking


# ---- the public form and the private code


def sent(client: Client, **more: Any) -> Any:
    said = {"what": CANARY, "language": "es", "bases": ["ada"], "sending": str(uuid4()), **more}
    return client.post(reverse("compliance:public-complaint"), said)


def code_in(page: Any) -> str:
    return str(page.text.split('class="portal-code">')[1].split("<")[0])


def test_public_pages_are_shut_until_the_city_opens_them(city: SmallCity) -> None:
    assert Client().get(reverse("compliance:public-complaint")).status_code == 404


def test_a_complaint_is_filed_followed_and_answered_by_its_code(city: SmallCity, public: Client) -> None:
    form = public.get(reverse("compliance:public-complaint"), {"lang": "es"})
    assert '<html lang="es">' in form.text
    assert "Presentar una queja" in form.text
    key = str(uuid4())
    page = sent(
        public, sending=key, papers=SimpleUploadedFile("foto.txt", b"La puerta", "text/plain"), event_on="2020-01-02"
    )
    code, row = code_in(page), Complaint.objects.get()
    assert page["Cache-Control"] == "no-store"
    assert row.code_sha256 == private_codes.digest(code.lower().replace("-", " "))
    assert (row.way, row.language, row.is_anonymous, row.unit) == ("form", "es", True, None)  # late, and taken
    again = sent(public, sending=key)
    assert Complaint.objects.count() == 1
    assert "portal-code" not in again.text
    acts.take_step(row, "acknowledge", {"words": "Recibimos su queja."}, by=city.attorney)
    acts.take_step(row, "note", {"words": "internal-otter"}, by=city.attorney)
    follow = reverse("compliance:public-complaint-follow")
    shown = public.post(follow, {"code_secret": code})
    assert "Recibimos su queja." in shown.text
    assert "foto.txt" in shown.text
    assert "internal-otter" not in shown.text
    public.post(follow, {"code_secret": code, "adds": "1", "message": "Gracias"})
    assert row.steps.filter(kind="write", post=None, payload__isnull=False).exists()
    people = set(Notice.objects.filter(key__startswith="complaint:").values_list("person", flat=True))
    assert city.attorney.pk in people
    assert city.director.pk not in people


def test_going_back_and_sending_again_makes_no_second_case(city: SmallCity, public: Client) -> None:
    first, again = sent(public), sent(public)  # a page that is gone back to has another number
    code = code_in(first)
    assert Complaint.objects.count() == 1
    assert "fue enviada antes" in again.text or "was sent before" in again.text
    assert code not in again.text
    assert reverse("compliance:public-complaint-follow") in again.text
    sent(public, what="Another day, another door.")
    assert Complaint.objects.count() == 2


def test_another_language_and_another_format_are_named(city: SmallCity, public: Client) -> None:
    page = sent(public, language="other", format="other")
    assert (page.status_code, Complaint.objects.count()) == (422, 0)
    assert "Write which language." in page.text
    assert "Write which format you need." in page.text
    assert sent(public, language="other", language_words="Mixteco").status_code == 200


def test_whoever_has_no_account_finds_the_form_where_people_sign_in_and_both_limits_of_the_eeoc(
    city: SmallCity, public: Client, settings: Any
) -> None:
    address = reverse("compliance:public-complaint")
    page = public.get(reverse("account_login")).text
    assert f'href="{address}?lang=es">Presentar una queja' in page
    assert "300 days where a state or local agency enforces a law of its own" in public.get(address).text
    settings.PUBLIC_COMPLAINTS = False
    assert address not in public.get(reverse("account_login")).text


def test_wrong_codes_slow_down_and_lock_nobody_out(city: SmallCity, public: Client) -> None:
    code = code_in(sent(public))
    follow = reverse("compliance:public-complaint-follow")
    found = [public.post(follow, {"code_secret": private_codes.new_code()}).status_code for _try in range(22)]
    assert found == [422] * 20 + [429] * 2
    assert public.post(follow, {"code_secret": code}).status_code == 200
    assert len({private_codes.new_code() for _one in range(100)}) == 100


def test_what_a_program_fills_in_is_nobodys_complaint(city: SmallCity, public: Client) -> None:
    assert sent(public, website="http://spam.example").status_code == 200
    assert sent(public, what="").status_code == 422
    assert not Complaint.objects.exists()


# ---- no word where none belongs


def test_a_canary_stands_in_no_table_log_list_or_search(city: SmallCity, public: Client, caplog: Any) -> None:
    caplog.set_level("DEBUG")
    code = code_in(sent(public, name=CANARY))
    row = Complaint.objects.get()
    acts.take_step(row, "find", {"result": "not", "words": CANARY}, by=city.attorney)
    public.post(reverse("compliance:public-complaint-follow"), {"code_secret": code, "adds": "1", "message": CANARY})
    with connection.cursor() as cursor:
        cursor.execute(READABLE)
        for (table,) in cursor.fetchall():
            cursor.execute(
                f'SELECT count(*) FROM "{table}" t WHERE t::text ILIKE ANY(%s)', [[f"%{CANARY}%", f"%{code}%"]]
            )
            assert cursor.fetchone() == (0,), table
    assert CANARY not in caplog.text
    assert code not in caplog.text
    client = signed_in(city.attorney)
    for address in ("complaint-list", "complaint-figures"):
        assert CANARY not in client.get(reverse(f"compliance:{address}")).text
    assert row.number not in client.get(reverse("compliance:complaint-list"), {"q": CANARY}).text
    detail = reverse("compliance:complaint-detail", args=[row.pk])
    assert CANARY not in client.get(detail).text
    before = PayloadRead.objects.count()
    opened = client.post(reverse("compliance:complaint-read", args=[row.pk]), {"why": "To work on it"})
    assert CANARY in opened.text
    assert PayloadRead.objects.count() > before
    assert signed_in(city.director).get(detail).status_code == 404


# ---- counts


def test_small_counts_and_what_would_tell_them_are_withheld(city: SmallCity) -> None:
    for number in range(14):
        unit = city.parks if number < 12 else city.water
        receive_by_staff({**SAID, "unit": unit, "event_on": None}, [], by=city.attorney)
    page = signed_in(city.director).get(reverse("compliance:complaint-figures")).text
    table = page.split("By office complained about")[-1]
    assert ">14<" in page
    assert ">12<" not in table
    assert ">2<" not in table


def test_no_number_moves_with_a_complaint_that_is_one_of_few_or_of_a_quarter_that_runs(city: SmallCity) -> None:
    def told() -> Any:
        return figures(facts_for(city.director))

    none = told()
    assert {line.received for line in (none.whole, *none.by_basis)} == {"s"}
    assert [line.name for line in none.by_basis] == [*(str(label) for label in Basis.labels), "no basis named"]
    received(city)
    assert told() == none
    for _number in range(10):
        received(city)
    eleven = told()
    assert (eleven.whole.received, [line.received for line in eleven.by_unit]) == ("11", ["11"])
    received(city, received_on=last_over(clock.today()) + timedelta(days=1))
    assert told() == eleven


# ---- a log from elsewhere


@pytest.mark.skipif(not DOCKET.exists(), reason="the docket is not here")
def test_every_row_of_a_real_docket_is_accounted_for(city: SmallCity) -> None:
    judged = judge_log(DOCKET.read_bytes(), log="docket")
    assert len(judged.rows) == sum(judged.counts.values()) == 153
    came = bring_in_log(judged, by=city.attorney)
    assert came == judged.count(Fate.IN) + judged.count(Fate.REMARK) == Complaint.objects.count()
    assert all(row.problems for row in judged.rows if row.fate == Fate.REFUSED)
    again = judge_log(DOCKET.read_bytes(), log="docket")
    assert again.count(Fate.THERE) == came
    assert bring_in_log(again, by=city.attorney) == 0
    with pytest.raises(Refused):
        bring_in_log(judged, by=city.director)
    out = StringIO()
    call_command("import_complaints", str(DOCKET), "--dry-run", stdout=out)
    assert "153 rows" in out.getvalue()
    assert "Nothing was changed." in out.getvalue()
    assert "Jefferson County" not in out.getvalue()
    row = Complaint.objects.earliest("pk")
    said = texts.words_of(row, by=city.attorney, via=need_reader(facts_for(city.attorney), row), why="To look")
    assert said["office"]


def test_the_log_for_agencies_opens_summaries_on_record(city: SmallCity) -> None:
    received(city, what=CANARY)
    client, address = signed_in(city.attorney), reverse("compliance:complaint-log")
    plain = client.post(address, {"why": "For FTA"}).content.decode("utf-8-sig")
    assert CANARY not in plain
    assert "Portland Parks" in plain
    before = PayloadRead.objects.count()
    assert CANARY in client.post(address, {"why": "For FTA", "summaries": "1"}).content.decode("utf-8-sig")
    assert PayloadRead.objects.count() == before + 1


def test_the_check_and_the_case_count_the_same_days_off_over_veterans_day_and_thanksgiving(city: SmallCity):
    check = check_called("complaint_deadlines")
    form = Asking(check.schema, None, begins_with(check, example=False))
    days_off = form.form["holidays"].value().split()
    assert {"2026-11-11", "2026-11-26"} <= set(days_off)
    shipped = law_on(clock.today())
    entered = [
        replace(one, value="12", status=Status.LOCAL_POLICY) for one in shipped.parameters if one.key == "cmp.ack"
    ]
    law = replace(shipped, parameters=(*entered, *(one for one in shipped.parameters if one.key != "cmp.ack")))
    received, today = date(2026, 11, 9), date(2026, 11, 20)
    said = {"event_on": "2026-11-02", "received_on": str(received), "as_of": str(today), "holidays": days_off}
    verdict = check.judge(read_facts(check.facts, {**said, "bases": []}), law)
    due = next(one for one in verdict.figures["clocks"] if one["clock"] == "acknowledge")
    case = Complaint(bases=[], event_on=date(2026, 11, 2), received_on=received)
    shown = next(one for one in clocks_of(case, law, today, holidays()) if one.code == "acknowledge")
    assert due["deadline"] == shown.day == date(2026, 11, 27)  # without the days off it would be the 25th
