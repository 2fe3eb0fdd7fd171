"""The vault: what a member says is found nowhere, opened by nobody else, and gone for good once it is taken back."""

from __future__ import annotations

import json
import subprocess
from datetime import timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from django.conf import settings
from django.core import mail
from django.db import connection

from boards.actions import self_identification as acts
from boards.actions.custodians import accept_custodian, end_custodian, propose_custodian
from boards.models import Board, SelfIdentification
from boards.vault import texts
from boards.vault.custody import custodian as custodian_of
from equity_portal.launcher.postgres import client_programs
from raci import clock
from raci.actions.posts import accept_delegation, delegate
from raci.authority import facts_for
from raci.history import acting
from raci.history.export import write_export
from raci.models import Holding, Notice, Payload, PayloadErasure, PayloadRead
from raci.refusals import Conflict, NotReady, Refused
from raci.sealed import Damaged, Erased, keys
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


# ---- what is nowhere


@pytest.mark.django_db(transaction=True)
def test_an_answer_is_found_nowhere_but_sealed(
    owner_cursor: psycopg.Cursor[Any], redis_server: redis.Redis, tmp_path: Path, caplog: pytest.LogCaptureFixture
):
    city = small_city()
    caplog.set_level("DEBUG")
    custodian(city)
    row, ask = answered(city)
    acts.read_own(ask)
    acts.read_for_custodian(row, by=city.auditor, why=WHY)
    with pytest.raises(Refused):
        acts.read_for_custodian(row, by=city.officer, why=WHY)
    with acting(by=city.officer, act="change"):
        Board.objects.get(code="parks-board").save()
        board = Board.objects.get(code="parks-board")
        board.purpose = "marker-of-the-search"  # is what stands in the open found?
        board.save()
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_now()")
    secrets = [
        CANARY,
        '["two-spirit"]',
        '"aian","white"',
        '"aian", "white"',
        "{aian,white}",
    ]  # the answers, however written
    dump = _dump(owner_cursor)
    assert b"marker-of-the-search" in dump
    found = {
        "dump": _in([dump], secrets),
        "wal": _in_wal(owner_cursor, secrets),
        "redis": _in([bytes(key) + (redis_server.dump(key) or b"") for key in redis_server.scan_iter()], secrets),
        "log": _in([caplog.text.encode()], secrets),
        "mail": _in([one.message().as_bytes() for one in mail.outbox], secrets),
        "notices": _in([json.dumps(list(Notice.objects.values_list("line", "key", "url"))).encode()], secrets),
        "keys": _in([path.read_bytes() for path in keys.folder().rglob("*") if path.is_file()], secrets),
        "export": _in(_export(tmp_path), secrets),
    }
    assert {place: words for place, words in found.items() if words} == {}
    assert _in_wal(owner_cursor, ["marker-of-the-search"]) == {"marker-of-the-search"}


def _in(said: list[bytes], words: list[str]) -> set[str]:
    """Those of the words that stand in one of the texts, as they are or in hexadecimal."""
    forms = {word: (word.encode(), word.encode().hex().encode()) for word in words}
    return {word for word, those in forms.items() if any(one in text for text in said for one in those)}


def _dump(cursor: psycopg.Cursor[Any]) -> bytes:
    """Every table as pg_dump writes it, whoever may read it."""
    said = cursor.connection.info
    program = [str(client_programs() / "pg_dump"), "--inserts", "--dbname", said.dsn]
    done = subprocess.run(program, capture_output=True, env={"PGPASSWORD": said.password or ""}, check=True)
    return done.stdout


def _in_wal(cursor: psycopg.Cursor[Any], words: list[str]) -> set[str]:
    """Those that stand in the log that the database keeps of each change."""
    cursor.execute("SELECT name FROM pg_ls_waldir() WHERE name ~ '^[0-9A-F]{24}$' ORDER BY modification DESC LIMIT 3")
    names = [name for (name,) in cursor.fetchall()]
    read = "SELECT pg_read_binary_file('pg_wal/' || %s)"
    return _in([bytes(cursor.execute(read, [name]).fetchone()[0]) for name in names], words)  # type: ignore[index]


def _export(folder: Path) -> list[bytes]:
    made = write_export(folder / "export", by="Ada Auditor").folder
    return [path.read_bytes() for path in made.rglob("*") if path.is_file()]


@pytest.mark.django_db(transaction=True)
def test_rows_that_were_exchanged_do_not_open_and_a_stolen_dump_is_noise(
    owner_cursor: psycopg.Cursor[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    city = small_city()
    custodian(city)
    one, _ask = answered(city)
    answered(city, "Otto Rane", {"age": {"said": ["25-34"]}})
    owner_cursor.execute("SET session_replication_role = replica")  # as whoever owns the database could
    owner_cursor.execute(
        "UPDATE boards_selfidentification s SET payload = o.payload, payload_sha256 = o.payload_sha256"
        " FROM boards_selfidentification o WHERE o.id <> s.id"
    )
    for row in SelfIdentification.objects.all():
        with pytest.raises(Damaged):
            acts.read_for_custodian(row, by=city.auditor, why=WHY)
    monkeypatch.setattr(settings, "PAYLOAD_KEYS", tmp_path / "thief")  # the whole database, and none of the keys
    with pytest.raises(Conflict, match="not on this machine"):
        texts.opened(one, by=city.auditor, via=None, why=WHY)
    assert all(CANARY.encode() not in bytes(payload.ciphertext or b"") for payload in Payload.objects.all())


@pytest.mark.django_db(transaction=True)
def test_after_withdrawal_yesterdays_database_yields_nothing(owner_cursor: psycopg.Cursor[Any]):
    city = small_city()
    custodian(city)
    row, ask = answered(city)
    yesterday = owner_cursor.execute("SELECT id, ciphertext FROM raci_payload").fetchall()
    stood = owner_cursor.execute("SELECT payload, payload_sha256 FROM boards_selfidentification").fetchone()
    acts.withdraw(ask)
    assert not list(keys.folder().rglob("*.key"))
    owner_cursor.execute("SET session_replication_role = replica")  # a restored backup knows nothing of it
    owner_cursor.execute("DELETE FROM raci_payloaderasure")
    for number, ciphertext in yesterday:
        owner_cursor.execute(
            "UPDATE raci_payload SET ciphertext = %s, erased_at = NULL WHERE id = %s", [ciphertext, number]
        )
    owner_cursor.execute(
        "UPDATE boards_selfidentification SET state = 'given', payload = %s, payload_sha256 = %s", stood
    )
    row.refresh_from_db()
    assert row.state == "given"
    with pytest.raises(Erased):
        acts.read_for_custodian(row, by=city.auditor, why=WHY)
    with pytest.raises(Erased):
        acts.read_own(ask)
    assert not PayloadRead.objects.exists()
