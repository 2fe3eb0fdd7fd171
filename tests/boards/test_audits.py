"""Audits of who sits on boards: counted once by the custodian, masked before anything is stored, decided like any record."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from scipy.stats import binomtest

from boards.actions import audits as acts
from boards.actions.audit_tallies import enter_tally, reason, take_tallies
from boards.actions.self_id_rounds import begin_round, count_answers
from boards.audits.content import problems
from boards.models import AuditTally, Board, RepresentationAudit, SelfIdentification
from boards.queries.audit_benchmarks import residents_by
from boards.queries.audit_scope import members_of, who_served
from boards.rosters.reading import File, read_roster
from boards.vault import texts
from boards.vault.questions import groups_of
from metrics.models import Batch, Dimension, Group, Indicator, IndicatorVersion, Series
from raci import clock
from raci.actions import cases
from raci.authority import Act, may
from raci.history import acting
from raci.models import PayloadRead
from raci.records import canonical, digest
from raci.refusals import Conflict, NotReady, Refused
from raci.the_city import need_city
from tests.boards.audits import (
    BENCHMARK,
    GENDER,
    all_say,
    approve,
    begun,
    case_of,
    counted,
    later,
    leave,
    say,
    seat_people,
    second_auditor,
    submitted,
)
from tests.boards.test_import import came
from tests.boards.test_rosters import COMMITTEES, DATA, here, raw
from tests.boards.vault import custodian
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
FEW = ["another-term", "non-binary", "several", "two-spirit"]  # whoever is of these, if anybody, is counted with others
POPULATION = DATA.parent / "population" / "acs2022_sex_state.csv"


@pytest.fixture
def city(db: None) -> SmallCity:
    city = small_city()
    custodian(city)
    return city


@pytest.fixture(autouse=True)
def keys_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PAYLOAD_KEYS", tmp_path / "keys")


def tables_of(tally: AuditTally) -> dict[str, list[object]]:
    return {one["name"]: [one["members"], one["unknown"], one["parts"]] for one in tally.tables}


def test_the_custodian_counts_once_and_nothing_small_is_stored(city: SmallCity) -> None:
    members = seat_people(city, 60, board="Large")
    all_say(members, {"woman": 24, "man": 22, "non-binary": 2, "two-spirit": 1})
    audit = counted(city, begun(city))
    tally = audit.tallies.get()
    together = [["another-term", "man", "non-binary", "several", "two-spirit"], 25]
    assert tables_of(tally) == {"people": [60, 11, [[["woman"], 24], together]]}
    for row in SelfIdentification.objects.all():
        (one,) = texts.readings(row)
        assert (one.person, one.why.startswith("Counted for “Who serves on boards”")) == (city.auditor, True)
    stored = json.dumps(
        [list(AuditTally.history.values("tables", "withheld")), list(AuditTally.objects.values("tables"))]
    )
    assert '["non-binary"]' not in stored
    for other in (city.officer, city.attorney, city.administrator, city.reader):
        with pytest.raises(Refused):
            take_tallies(audit, by=other)


def test_the_auditors_own_goes_by_two_of_the_office_and_is_published(city: SmallCity) -> None:
    members = seat_people(city, 60)
    all_say(members, {"woman": 20, "man": 30})
    audit = counted(city, begun(city))
    advice = {"about": "outreach", "title": "Announce at the library", "words": "Where people are.", "unit": None}
    acts.advise(
        audit, {**advice, "board": Board.objects.get(code="board"), "answer_due_on": later(30)}, by=city.auditor
    )
    case = submitted(city, audit)
    assert not may(city.auditor, Act.APPROVE, case)
    with pytest.raises(Conflict):
        acts.publish(audit, by=city.auditor)
    for nobody in (city.administrator, city.officer, city.attorney):
        assert not may(nobody, Act.APPROVE, case)
    approve(case, second_auditor(city))
    (made,) = acts.raise_advice(audit, by=city.auditor)
    assert (made.source, made.activity_code, made.body, made.unit) == ("auditor", "4.7", "Board", city.parks)
    with pytest.raises(Conflict):
        acts.raise_advice(audit, by=city.auditor)
    acts.publish(audit, by=city.auditor)
    audit.refresh_from_db()
    assert audit.published_text == case.texts.get()


def test_the_citys_own_is_decided_by_the_administrator(city: SmallCity) -> None:
    members = seat_people(city, 60)
    all_say(members, {"woman": 20, "man": 30})
    with pytest.raises(Refused):
        begun(city, activity="3.1", by=city.officer)
    audit = counted(city, begun(city, activity="3.1", by=city.attorney))
    case = submitted(city, audit, by=city.attorney)
    approve(case, city.administrator)
    content = json.loads(case.texts.get().content)
    (question,) = content["questions"]
    man, *_others = question["figures"]["people"]
    assert (man["n"], man["share"], man["verdict"]) == (30, "0.600000", "near")


# ---- counted in other ways


def test_a_survey_by_hand_and_a_round_without_names_go_through_the_same_gate(city: SmallCity) -> None:
    seat_people(city, 60)
    audit = begun(city)
    question = audit.questions.get()
    with pytest.raises(NotReady, match="more than the 60"):
        enter_tally(question, {"woman": 40, "man": 21}, source="Survey", by=city.auditor)
    with pytest.raises(NotReady):
        enter_tally(question, {"woman": 24, "man": 22}, source=" ", by=city.auditor)
    tally = enter_tally(question, {"woman": 24, "man": 22, "non-binary": 4}, source="Survey of May", by=city.auditor)
    assert tables_of(tally)["people"][:2] == [60, 10]
    assert [one["parts"] for one in tally.tables] == [[[["woman"], 24], [sorted(["man", *FEW]), 26]]]
    assert not PayloadRead.objects.exists()
    asked = {"title": "Without names", "mode": "unlinked", "questions": [GENDER, "tenure"], "closes_on": later(9)}
    rounds, _code = begin_round(asked, by=city.auditor)
    acts.ask_question(audit, "tenure", by=city.auditor)
    for answer in ["owner"] * 30 + ["renter"] * 20:
        count_answers(rounds, {"tenure": {"said": [answer]}, GENDER: {"said": ["woman", "man"]}})
    with pytest.raises(NotReady, match="do not add up"):
        take_tallies(audit, rounds={GENDER: rounds, "tenure": rounds}, by=city.auditor)
    take_tallies(audit, rounds={"tenure": rounds}, by=city.auditor)
    counted_by = AuditTally.objects.get(dimension="tenure")
    assert tables_of(counted_by) == {"people": [60, 10, [[["owner"], 30], [["renter"], 20]]]}


def test_a_slip_in_a_survey_is_typed_again_until_it_is_in_a_text_that_others_read(city: SmallCity) -> None:
    seat_people(city, 60)
    audit = begun(city)
    question = audit.questions.get()
    enter_tally(question, {"woman": 42, "man": 12}, source="Survey", by=city.auditor)
    right = enter_tally(question, {"woman": 24, "man": 21}, source="Survey", by=city.auditor)
    assert (right.withheld, right.tables[0]["parts"][0]) == ({}, [["woman"], 24])
    later_one = begun(city, title="A second one")  # the slip forbids nothing later either
    again = enter_tally(later_one.questions.get(), {"woman": 24, "man": 21}, source="Survey", by=city.auditor)
    assert (again.withheld, again.tables) == ({}, right.tables)
    case = case_of(audit)
    cases.open_consultation(case, by=city.auditor)
    cases.revise(case, by=city.auditor, why="A number is wrong.")
    after = enter_tally(question, {"woman": 26, "man": 19}, source="Survey", by=city.auditor)
    assert after.withheld == {"people": "answers_changed"}


def test_a_day_to_come_is_refused_at_its_field(city: SmallCity) -> None:
    for attempt in (
        lambda: acts.begin_audit(activity="4.7", title="Tomorrow", as_of=later(1), by=city.auditor),
        lambda: acts.change_audit(begun(city), {"as_of": later(1)}, by=city.auditor),
    ):
        with pytest.raises(NotReady) as refused:
            attempt()
        assert [one.field for one in refused.value.problems] == ["as_of"]
    assert [one.as_of for one in RepresentationAudit.objects.all()] == [clock.today()]


def test_what_was_counted_over_other_seats_no_longer_holds(city: SmallCity) -> None:
    members = seat_people(city, 60)
    all_say(members, {"woman": 20, "man": 30})
    audit = counted(city, begun(city))
    assert audit.record.cases.get().texts.count() == 0
    assert problems(audit.record) == []
    acts.change_audit(audit, {"seat_types": ["professional"]}, by=city.auditor)
    (one,) = problems(audit.record)
    assert "counted over other seats" in one.text
    acts.change_audit(audit, {"seat_types": ["public"]}, by=city.auditor)
    assert [one.text for one in problems(audit.record)] == [one.text]
    take_tallies(audit, by=city.auditor)
    assert problems(audit.record) == []


def test_whoever_comes_between_two_counts_is_told_by_neither(city: SmallCity) -> None:
    """The first is not even published: those who read drafts would find out as well."""
    members = seat_people(city, 60)
    all_say(members, {"woman": 22, "man": 30})
    first = counted(city, begun(city))
    assert tables_of(first.tallies.get())["people"][2][0] == [["man"], 30]
    say(seat_people(city, 1)[0], "woman")
    second = counted(city, begun(city, title="A second one"))
    tally = second.tallies.get()
    assert (tally.withheld, tally.tables) == (
        {"people": "few_changed"},
        [{"name": "people", "members": 61, "unknown": 8, "parts": [[list(groups_of(GENDER)), 53]]}],
    )
    assert '"woman"], 23' not in json.dumps(list(AuditTally.history.values_list("tables", flat=True)))


def test_once_it_is_asked_about_nothing_is_counted_or_changed_any_more(city: SmallCity) -> None:
    members = seat_people(city, 60)
    all_say(members, {"woman": 20, "man": 30})
    audit = counted(city, begun(city))
    cases.open_consultation(case_of(audit), by=city.auditor)
    with pytest.raises(Conflict):
        take_tallies(audit, by=city.auditor)
    with pytest.raises(Refused):
        enter_tally(audit.questions.get(), {"woman": 20}, source="Survey", by=city.auditor)
    assert AuditTally.objects.count() == 1


def test_the_public_reads_what_was_published_and_nothing_else(city: SmallCity, client: Client, settings: Any) -> None:
    settings.PUBLIC_BOARDS = True
    members = seat_people(city, 60)
    all_say(members, {"woman": 20, "man": 28, "non-binary": 7})
    audit = counted(city, begun(city, activity="3.1", by=city.attorney))
    case = submitted(city, audit, by=city.attorney)
    approve(case, city.administrator)
    address = reverse("boards:public-audit", args=[audit.record_id])
    for name in ("public-audit", "public-audit-csv", "public-audit-json"):
        assert client.get(reverse(f"boards:{name}", args=[audit.record_id])).status_code == 404
    acts.publish(audit, by=city.attorney)
    page = client.get(address).content.decode()
    assert "55 of 60 people answered" in page
    assert "Non-binary: 7" not in page
    assert " 7 of 55" not in page
    numbers = client.get(reverse("boards:public-audit-csv", args=[audit.record_id])).content.decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(numbers)))
    assert {line["Group"]: line["members"] for line in lines} == {
        "Man": "28", "Counted together: Uses a different term, Non-binary, Several of these, Two-Spirit, Woman": "27",
    }  # fmt: skip
    told = client.get(reverse("boards:public-audit-json", args=[audit.record_id])).json()
    assert digest(canonical(told["text"])) == told["sha256"] == case.texts.get().sha256
    assert not [name for name in (one.name for one in members) if name in page + numbers + json.dumps(told)]
    acts.change_audit(next_version(city, audit), {"findings": "Something new."}, by=city.attorney)
    assert "Something new." not in client.get(address).content.decode()


def next_version(city: SmallCity, audit: RepresentationAudit) -> RepresentationAudit:
    cases.begin_next(case_of(audit), by=city.attorney)
    return audit


def test_a_member_reads_that_they_were_counted_and_why(city: SmallCity) -> None:
    members = seat_people(city, 40)
    all_say(members, {"woman": 18, "man": 20})
    audit = counted(city, begun(city, title="Who serves, 2027"))
    take_tallies(audit, by=city.auditor)
    row = SelfIdentification.objects.get(member=members[0])
    reasons = [one.why for one in texts.readings(row)]
    assert reasons == [reason(audit)] * 2
    assert "Who serves, 2027" in reasons[0]


def test_who_lives_here_comes_from_accepted_figures_and_stays_what_it_was(city: SmallCity, client: Client) -> None:
    """A population indicator that tells the question's groups apart is offered, frozen with its source and year."""
    batch = _residents(city)
    audit = begun(city)
    question = audit.questions.get()
    client.force_login(city.auditor)
    address = reverse("boards:audit-question", args=[question.pk])
    assert "Residents by gender" in client.get(address).content.decode()
    (choice,) = residents_by(GENDER)
    assert client.post(address, {"residents": choice.key, "universe": "18 and over"}).status_code == 302
    question.refresh_from_db()
    assert {key: question.benchmark[key] for key in ("counts", "source", "year", "universe")} == {
        "counts": {"woman": "330000", "man": "310000"}, "source": "ACS B01001", "year": "2025", "universe": "18 and over",
    }  # fmt: skip
    with acting(by=city.officer, act="undo"):
        batch.undone_at, batch.undone_as, batch.why_undone = clock.now(), "Officer", "Another table."
        batch.save()
    assert residents_by(GENDER) == []
    question.refresh_from_db()
    assert question.benchmark["counts"]["woman"] == "330000"
    assert client.post(address, {"count-woman": "50"}).status_code == 422  # numbers take their source and year


def _residents(city: SmallCity) -> Batch:
    with acting(by=city.officer, act="load"):
        dimension, _made = Dimension.objects.get_or_create(code=GENDER, defaults={"name": "Gender identity"})
        groups = [Group.objects.get_or_create(dimension=dimension, code=code)[0] for code in ("woman", "man")]
        indicator = Indicator.objects.create(code="residents", kind="population", unit=need_city())
        IndicatorVersion.objects.create(
            indicator=indicator, number=1, title="Residents by gender", state="accepted", value_kind="count",
            submitted_by=city.office, submitted_at=clock.now(), answered_by=city.officer, answered_at=clock.now(),
            source="ACS B01001",
        )  # fmt: skip
        batch = Batch.objects.create(unit=need_city(), title="Residents", origin="entry")
        span = {"begins": [date(2025, 1, 1)], "ends": [date(2025, 12, 31)]}
        for group, number in zip(groups, (330_000, 310_000), strict=True):
            Series.objects.create(batch=batch, indicator=indicator, groups=[group.pk], n=[number], **span)
        batch.state, batch.submitted_by, batch.answered_by = "accepted", city.office, city.officer
        batch.submitted_at = batch.answered_at = clock.now()
        batch.save()
    return batch


# ---- two years later


def test_a_later_audit_says_what_became_of_each_group_that_both_tell(city: SmallCity, client: Client) -> None:
    members = seat_people(city, 150)
    all_say(members, {"woman": 50, "man": 85})
    first = counted(city, begun(city, activity="3.1", by=city.attorney, as_of=date(2026, 1, 1)))
    approve(submitted(city, first, by=city.attorney), city.administrator)
    leave(city, [*members[30:50], *members[100:140]], date(2026, 6, 30))
    came_since = seat_people(city, 60, since=date(2026, 7, 1))
    all_say(came_since, {"woman": 30, "man": 25})
    second = begun(city, title="Two years later", earlier=first)
    shares = second.compared["shares"][GENDER]
    assert (second.since, shares) == (date(2026, 1, 1), {"man": [85, 135]})
    tally = counted(city, second).tallies.get()
    assert tables_of(tally)["people"] == [150, 15, [[["man"], 75], [[*FEW, "woman"], 60]]]
    client.force_login(city.auditor)
    page = client.get(reverse("boards:audit-detail", args=[second.record_id])).content.decode()
    assert "Man: 63.0\u00a0% (85 of 135) on 1 Jan 2026, 55.6\u00a0% now." in page
    assert "75 of 135 known" in page


# ---- two states' committees, from their roster to a verdict

SAID = {"Female": "woman", "Male": "man"}


@here
@pytest.mark.parametrize(("state", "name"), [("AK", "Alaska"), ("OR", "Oregon")])
def test_the_committees_of_a_state_are_audited_against_its_residents(city: SmallCity, state: str, name: str) -> None:
    """The roster comes in as any; each legislator says, sealed, what the source knows of them; counted once each."""
    rows = raw(COMMITTEES)
    came(city.parks, read_roster([File(COMMITTEES.name, io.BytesIO(COMMITTEES.read_bytes()))]), city.director)
    theirs = {row["body_id"] for row in rows if row["state"] == state}
    others = Board.objects.exclude(source_id__in=theirs).values_list("pk", flat=True)
    with acting(
        by=city.director, act="change_board"
    ):  # the roster ends some terms years ago: they serve until a successor
        for board in Board.objects.filter(source_id__in=theirs):
            board.holdover = Board.Holdover.YES
            board.save()
    audit = begun(city, title=f"Committees of {name}", as_of=date(2026, 6, 30))
    acts.change_audit(audit, {"left_out": list(others), "seat_types": ["not_known", "public"]}, by=city.auditor)
    residents = {
        SAID[row["sex"]]: row["population"]
        for row in raw(POPULATION)
        if row["state_name"] == name and row["sex"] in SAID
    }
    acts.set_benchmark(audit.questions.get(), {**BENCHMARK, "counts": residents}, by=city.auditor)
    gender = {row["person_id"]: SAID.get(row["gender"], "") for row in rows}
    members = members_of(who_served(RepresentationAudit.objects.get(pk=audit.pk)))
    for one in members:
        if answer := gender.get(one.source_id):
            say(one, answer)
    tally = counted(city, audit).tallies.get()
    expected = Counter(gender.get(one.source_id, "") for one in members)
    assert len(members) > 50
    (_man, alone), (together, women) = tally.tables[0]["parts"]
    assert (alone, women, tally.tables[0]["unknown"]) == (expected["man"], expected["woman"], expected[""])
    assert together == [*FEW, "woman"]
    content = json.loads(submitted(city, audit).texts.get().content)
    man = next(one for one in content["questions"][0]["figures"]["people"] if one["groups"] == ["man"])
    share = float(residents["man"]) / sum(map(float, residents.values()))
    test = binomtest(expected["man"], expected["woman"] + expected["man"], share)
    assert float(man["p_exact"]) == pytest.approx(test.pvalue, abs=1e-6)
    assert man["verdict"] == ("above" if test.pvalue < 0.05 and test.statistic > share else "near")
    print(
        f"\n{name}: {expected['man']} of {test.n}, {share:.1%} of the residents, p {test.pvalue:.4f}: {man['verdict']}"
    )
