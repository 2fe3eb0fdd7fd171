"""The vault: what a member says is found nowhere, opened by nobody else, and gone for good once it is taken back."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from boards.actions import self_identification as acts
from boards.actions.custodians import accept_custodian, end_custodian, propose_custodian
from boards.forms.vault import CustodianForm
from boards.models import Board, SelfIdentification
from boards.vault import texts
from boards.vault.custody import custodian as custodian_of
from raci import clock
from raci.actions.namings import Named, name_post
from raci.actions.posts import accept_delegation, delegate
from raci.authority import facts_for
from raci.history import acting
from raci.models import Delegation, Holding, Payload, PayloadErasure, PayloadRead
from raci.refusals import Conflict, NotReady, Refused
from raci.sealed import Damaged
from tests.boards.vault import QUESTIONS, asked, custodian, link_of, seated
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
CANARY = "heron-in-the-reeds"
ANSWERS = {
    "race-ethnicity-2024": {"said": ["aian", "white"], "detail": CANARY},
    "gender-identity": {"said": ["two-spirit"]},
    "age": {"declined": True},
}
WHY = "To look into a double entry that she told us of"


@pytest.fixture
def city(db: None) -> SmallCity:
    return small_city()


@pytest.fixture(autouse=True)
def keys_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "PAYLOAD_KEYS", tmp_path / "keys")
    return tmp_path / "keys"


def answered(city: SmallCity, name: str = "Nora Quill", answers: Any = None) -> tuple[SelfIdentification, Any]:
    """A member who was asked and answered."""
    member = seated(city, name)
    asked(city)
    ask, _code = link_of(member, city)
    acts.say_who_i_am(ask, answers or ANSWERS)
    return SelfIdentification.objects.get(member=member), ask


# ---- who


def test_nobody_is_custodian_until_a_second_person_says_so_and_nobody_passes_it_on(city: SmallCity):
    held = Holding.objects.filter(person=city.auditor).earliest("pk")
    today = clock.today()
    for nobody in (city.director, city.attorney, city.mayor, city.elsewhere):
        with pytest.raises(Refused):
            propose_custodian(held, today, None, by=nobody)
    with pytest.raises(Refused, match="themself"):
        propose_custodian(Holding.objects.filter(person=city.officer).earliest("pk"), today, None, by=city.officer)
    row = propose_custodian(held, today, None, by=city.officer)
    assert custodian_of(facts_for(city.auditor)) is None
    for nobody in (city.officer, city.auditor, city.director):
        with pytest.raises(Refused):
            accept_custodian(row, by=nobody)
    accept_custodian(row, by=city.administrator)
    with pytest.raises(Conflict):
        accept_custodian(row, by=city.administrator)
    assert {name for name, one in city.people.items() if custodian_of(facts_for(one))} == {"auditor"}
    passed = delegate(
        held,
        to=city.manager,
        activity="3.1",
        letter="R",
        begins_on=today,
        ends_on=today + timedelta(days=3),
        by=city.auditor,
    )
    accept_delegation(passed, by=city.manager)
    assert custodian_of(facts_for(city.manager)) is None
    end_custodian(row, today, by=city.officer)
    with pytest.raises(NotReady, match="second person"):
        end_custodian(row, today + timedelta(days=9), by=city.officer)


def test_whoever_has_a_part_in_choosing_members_is_no_custodian(city: SmallCity):
    seated(city)
    held = Holding.objects.filter(person=city.auditor).earliest("pk")
    with acting(by=city.officer, act="change"):
        board = Board.objects.get(code="parks-board")
        board.appointing_post = held.post
        board.save()
    with pytest.raises(NotReady, match="Parks Board"):
        propose_custodian(held, clock.today(), None, by=city.officer)


def test_whoever_keeps_boards_is_neither_proposed_nor_offered(city: SmallCity):
    """By the matrix (A: the Equity Officer; R: the Office, the Director and the equity manager of Parks)."""
    offered = set(CustodianForm(today=clock.today()).fields["holding"].queryset.values_list("person", flat=True))
    keepers = (city.office, city.director, city.manager)
    for one in keepers:
        held = Holding.objects.filter(person=one).earliest("pk")
        with pytest.raises(NotReady, match=r"keeps boards and seats \(4\.8\)"):
            propose_custodian(held, clock.today(), None, by=city.officer)
    assert not {one.pk for one in (*keepers, city.officer)} & offered
    assert {city.auditor.pk, city.lead.pk} <= offered


def test_a_custodian_who_is_passed_on_the_keeping_of_boards_opens_nothing_while_it_lasts(city: SmallCity):
    row, _ask = answered(city)
    today = clock.today()
    waits = propose_custodian(Holding.objects.filter(person=city.lead).earliest("pk"), today, None, by=city.officer)
    keeper = Holding.objects.filter(person=city.director).earliest("pk")
    for one in (city.auditor, city.lead):
        passed = delegate(
            keeper,
            to=one,
            activity="4.8",
            letter="R",
            begins_on=today,
            ends_on=today + timedelta(days=3),
            by=city.director,
        )
        accept_delegation(passed, by=one)
    with pytest.raises(NotReady, match="keeps boards"):
        accept_custodian(waits, by=city.administrator)
    with pytest.raises(Refused, match="no such page"):
        acts.read_for_custodian(row, by=city.auditor, why=WHY)
    with acting(by=city.director, act="end"):
        for one in Delegation.objects.all():
            one.ended_at = clock.now()
            one.save()
    accept_custodian(waits, by=city.administrator)
    auditors = Holding.objects.get(person=city.auditor).post
    assert custodian_of(facts_for(city.auditor)) is not None
    name_post(Named(keeper.post, auditors, "4.8", "R", city.parks, today, "board"), by=city.director)
    assert custodian_of(facts_for(city.auditor)) is None
    assert custodian_of(facts_for(city.lead)) is not None


def test_a_custodian_who_is_given_a_part_in_choosing_opens_nothing_from_then_on(city: SmallCity):
    row, _ask = answered(city)
    post = Holding.objects.filter(person=city.auditor).earliest("pk").post
    for part in ("liaison", "appointing_post", "confirming_post"):
        assert custodian_of(facts_for(city.auditor)) is not None
        board = Board.objects.get(code="parks-board")
        with acting(by=city.officer, act="change_board"):
            setattr(board, part, post)
            board.save()
        assert custodian_of(facts_for(city.auditor)) is None, part
        with pytest.raises(Refused, match="no such page"):
            acts.read_for_custodian(row, by=city.auditor, why=WHY)
        with acting(by=city.officer, act="change_board"):
            setattr(board, part, None)
            board.save()


def test_each_reading_by_the_custodian_is_one_entry_with_its_reason_and_nobody_else_reads(city: SmallCity):
    custodian(city)
    row, _ask = answered(city)
    for name, person in city.people.items():
        if name != "auditor":
            with pytest.raises(Refused) as told:
                acts.read_for_custodian(row, by=person, why=WHY)
            assert not told.value.visible, name
            with pytest.raises(Refused):
                acts.tally([row.member], QUESTIONS, by=person, why=WHY)
    with pytest.raises(NotReady):
        acts.read_for_custodian(row, by=city.auditor, why=" ")
    assert (PayloadRead.objects.count(), PayloadRead.history.count()) == (0, 0)
    assert acts.read_for_custodian(row, by=city.auditor, why=WHY) == ANSWERS
    (one,) = texts.readings(row)
    assert (one.person, one.why, PayloadRead.history.count()) == (city.auditor, WHY, 1)
    assert one.as_post == custodian_of(facts_for(city.auditor)).label  # type: ignore[union-attr]


def test_a_tally_opens_each_text_once_and_counts_whoever_said_nothing(city: SmallCity):
    custodian(city)
    row, _ask = answered(city)
    silent = seated(city, "Otto Rane")
    race, gender, age = acts.tally([row.member, silent], QUESTIONS, by=city.auditor, why="Audit of 2026")
    assert (race.members, race.known, race.unknown) == (2, 1, 1)
    assert (race.anyhow, race.sets) == ({"aian": 1, "white": 1}, {("aian", "white"): 1})
    assert (gender.anyhow["two-spirit"], age.known, age.declined, age.unknown) == (1, 0, 1, 2)
    assert len(texts.readings(row)) == 1
    row.payload, row.payload_sha256 = row.payload, "0" * 64
    with acting(by=city.officer, act="harm"):
        row.save()
    with pytest.raises(Damaged):
        acts.tally([row.member], QUESTIONS, by=city.auditor, why="Again")
    assert len(texts.readings(row)) == 1  # nothing was counted, and the alarm took its reading back


# ---- the member's own


def test_a_change_destroys_what_was_said_before_and_so_do_declining_and_taking_back(city: SmallCity):
    row, ask = answered(city)
    first = row.payload
    assert acts.read_own(ask) == ANSWERS
    acts.say_who_i_am(ask, {"age": {"said": ["35-44"]}})
    row.refresh_from_db()
    assert (row.state, acts.read_own(ask)) == ("given", {"age": {"said": ["35-44"]}})
    assert Payload.objects.get(pk=first).ciphertext is None
    acts.decline(ask)
    row.refresh_from_db()
    assert (row.state, row.payload, acts.read_own(ask)) == ("declined", None, {})
    acts.say_who_i_am(ask, ANSWERS)
    acts.withdraw(ask)
    row.refresh_from_db()
    assert (row.state, acts.read_own(ask), PayloadErasure.objects.count()) == ("withdrawn", {}, 3)
    assert not Payload.objects.filter(kind="self_identification", erased_at=None).exists()
    assert {one.why for one in texts.readings(row)} == {"Read by its person, by the private link"}
