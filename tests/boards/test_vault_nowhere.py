"""The vault (promises P13, P14): an answer is found nowhere but sealed, no other way leads to it, and what its person took back
does not come again from yesterday's backup.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
import redis
from celery import current_app
from django.conf import settings
from django.core import mail
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test import Client
from django.urls import reverse
from django.utils.log import AdminEmailHandler
from psycopg import sql

from boards.actions import self_identification as acts
from boards.models import Board, SelfIdAsk, SelfIdentification
from boards.vault import texts
from raci.history import acting
from raci.history.export import write_export
from raci.models import Notice, Payload, PayloadRead, Person
from raci.refusals import Conflict, Refused
from raci.sealed import Damaged, Erased, keys
from raci.sealed.finishing import finish_erasures
from tests.boards.searching import dumped, files_of, found_in, logged, program, queued
from tests.boards.test_vault import ANSWERS, CANARY, WHY, answered
from tests.boards.vault import custodian, link_of
from tests.city import SmallCity, small_city
from tests.database import connect_as_owner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.portland]
# the answers, however written
SECRETS = (
    CANARY,
    '["two-spirit"]',
    '"aian","white"',
    '"aian", "white"',
    "{aian,white}",
    "['aian', 'white']",
    "['two-spirit']",
)
MARKER = "marker-of-the-search"  # stands in the open: is it found?


@pytest.fixture
def city(transactional_db: None) -> SmallCity:
    return small_city()


@pytest.fixture(autouse=True)
def keys_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "PAYLOAD_KEYS", tmp_path / "keys")
    return tmp_path / "keys"


def test_an_answer_is_found_nowhere_but_sealed(
    city: SmallCity, owner_cursor: psycopg.Cursor[Any], redis_server: redis.Redis, tmp_path: Path, caplog: Any
):
    caplog.set_level("DEBUG")
    custodian(city)
    row, ask = answered(city)
    acts.read_own(ask)
    acts.read_for_custodian(row, by=city.auditor, why=WHY)
    acts.tally([row.member], ["age"], by=city.auditor, why=WHY)
    with pytest.raises(Refused):
        acts.read_for_custodian(row, by=city.officer, why=WHY)
    _mark(city)
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_now()")
    notices = json.dumps(list(Notice.objects.values_list("line", "key", "url"))).encode()
    places = {
        "dump": [dumped(owner_cursor, "--inserts")],
        "wal": list(logged(owner_cursor)),
        "redis": list(queued(redis_server)),
        "log": [caplog.text.encode()],
        "mail": [one.message().as_bytes() for one in mail.outbox],
        "notices": [notices],
        "keys": files_of(keys.folder()),
        "export": files_of(write_export(tmp_path / "export", by="Ada Auditor").folder),
    }
    assert {place for place, said in places.items() if found_in(said, SECRETS)} == set()
    assert {place for place, said in places.items() if found_in(said, [MARKER])} == {"dump", "wal", "redis", "export"}


def _mark(city: SmallCity) -> None:
    """The same search has to find what stands in the open: in a row, its history, and a task's argument."""
    with acting(by=city.officer, act="change"):
        board = Board.objects.get(code="parks-board")
        board.purpose = MARKER
        board.save()
    current_app.send_task("raci.tasks.seal_history", args=[MARKER])


# ---- a fault while somebody answers


@contextmanager
def _reported() -> Iterator[None]:
    """Faults are mailed with all that Django would tell of them, as an installation may have it."""
    handler, logger = AdminEmailHandler(include_html=True), logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def test_the_report_of_a_fault_holds_no_answer(city: SmallCity, settings: Any, tmp_path: Path, caplog: Any):
    settings.ADMINS, settings.PUBLIC_SELF_IDENTIFICATION = [("Ops", "ops@portland.example")], True
    custodian(city)
    _row, ask = answered(city)
    code = link_of(ask.member, city)[1]
    (tmp_path / "no-folder").write_text("A disk that is gone.")
    settings.PAYLOAD_KEYS = tmp_path / "no-folder"
    sent = {"code_secret": code, "do": "say", "race-ethnicity-2024": ["aian"], "race-ethnicity-2024-detail": CANARY}
    client = Client(raise_request_exception=False)
    with _reported():
        answer = client.post(reverse("boards:about-you"), sent)
    assert answer.status_code == 500
    told = [one.message().as_string() + one.body + str(one.alternatives) for one in mail.outbox]  # type: ignore[attr-defined]
    whole = "".join(told)
    assert "say_who_i_am" in whole, "it says where"
    assert "race-ethnicity-2024-detail" in whole, "and what was sent, not what stood in it"
    assert found_in([whole.encode(), caplog.text.encode()], [*SECRETS, "aian", code]) == set()
    assert CANARY in answer.text, "whoever typed it does not lose it"
    assert "no-store" in answer["Cache-Control"]


# ---- no other way


def test_each_opening_is_one_entry_of_the_ledger(city: SmallCity, owner_cursor: psycopg.Cursor[Any]):
    custodian(city)
    row, ask = answered(city)
    answered(city, "Otto Rane")

    def entries() -> int:
        owner_cursor.execute("SELECT seal_now()")
        return int(owner_cursor.execute("SELECT count(*) FROM ledger").fetchone()[0])  # type: ignore[index]

    auditor = Client()
    auditor.force_login(city.auditor)
    page, before = reverse("boards:vault-ask", args=[ask.pk]), entries()
    for address in (page, reverse("boards:vault"), reverse("boards:vault-round", args=[ask.round_id])):
        auditor.get(address)
    auditor.post(page, {"why": " "})
    assert entries() == before, "looking at who was asked opens nothing"
    assert CANARY in auditor.post(page, {"why": WHY}).text
    assert entries() == before + 1
    acts.read_own(ask)
    assert entries() == before + 2
    auditor.post(reverse("boards:vault-tally", args=[ask.round_id]), {"why": "Audit of 2026"})
    assert entries() == before + 4, "two members were counted"
    assert [one.why for one in texts.readings(row)][::2] == ["Audit of 2026", WHY]


REFUSED = (
    "UPDATE raci_payloadread SET why = 'Nothing'", "DELETE FROM raci_payloadread", "TRUNCATE raci_payloadread CASCADE",
    "DELETE FROM raci_historicalpayloadread", "UPDATE ledger SET line = NULL", "DELETE FROM boards_selfidentification",
    "UPDATE boards_selfidentification SET state = 'declined', payload = NULL",
    "ALTER TABLE raci_payloadread DISABLE TRIGGER ALL", "SET session_replication_role = replica",
    "COPY raci_payload TO '/tmp/stolen'", "SELECT pg_read_file('/etc/passwd')",
)  # fmt: skip


def test_the_portals_own_login_finds_no_answer_and_takes_no_reading_back(city: SmallCity):
    custodian(city)
    row, _ask = answered(city)
    acts.read_for_custodian(row, by=city.auditor, why=WHY)
    for statement in REFUSED:
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    told, readable = (
        [],
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'v', 'm') AND has_table_privilege(oid, 'SELECT')",
    )
    with connection.cursor() as cursor:
        cursor.execute(f"{readable} AND relnamespace = 'public'::regnamespace")
        for (name,) in cursor.fetchall():
            cursor.execute(sql.SQL("SELECT string_agg(t::text, ' ') FROM {} t").format(sql.Identifier(name)))
            told.append(str(cursor.fetchone()[0]).encode())
        cursor.execute("SELECT string_agg(query, ' ') FROM pg_stat_activity")
        told.append(str(cursor.fetchone()[0]).encode())
    assert found_in(told, [*SECRETS, WHY]) == {WHY}, "the reason of the reading stands there, what was read does not"


# ---- exchanged, stolen, restored


def test_rows_that_were_exchanged_do_not_open_and_a_stolen_dump_is_noise(
    city: SmallCity, owner_cursor: psycopg.Cursor[Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
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


@pytest.fixture
def restored(owner_cursor: psycopg.Cursor[Any], tmp_path: Path) -> Iterator[Callable[[Path], None]]:
    """`restored(dump)`: from here on the portal works on what pg_restore made of it in a database of its own."""
    here = connection.settings_dict["NAME"]
    name = f"{here}_restored"

    def restore(dump: Path) -> None:
        with connect_as_owner("postgres") as owner:
            owner.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
        program("pg_restore", owner_cursor, "--exit-on-error", str(dump), database=name)
        connection.close()
        connection.settings_dict["NAME"] = name

    yield restore
    connection.close()
    connection.settings_dict["NAME"] = here
    with connect_as_owner("postgres") as owner:
        owner.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def test_after_withdrawal_yesterdays_backup_yields_nothing(
    city: SmallCity, owner_cursor: psycopg.Cursor[Any], tmp_path: Path, restored: Callable[[Path], None]
):
    custodian(city)
    row, ask = answered(city)
    other, _ask = answered(city, "Otto Rane")
    yesterday = tmp_path / "yesterday.dump"
    dumped(owner_cursor, "--format=custom", f"--file={yesterday}")
    acts.withdraw(ask)
    assert found_in(files_of(keys.folder()), [str(other.payload)]) == set(), "a key names no text"
    restored(yesterday)
    row, other = (SelfIdentification.objects.get(pk=one.pk) for one in (row, other))
    auditor = Person.objects.get(pk=city.auditor.pk)
    assert (row.state, Payload.objects.filter(erased_at=None).count()) == ("given", 2), "it is back, as it stood"
    assert acts.read_for_custodian(other, by=auditor, why=WHY) == ANSWERS, "and what nobody took back opens"
    with pytest.raises(Erased):
        acts.read_for_custodian(row, by=auditor, why=WHY)
    with pytest.raises(Erased):
        acts.tally([row.member], ["age"], by=auditor, why=WHY)
    with pytest.raises(Erased):
        acts.read_own(SelfIdAsk.objects.get(pk=ask.pk))
    assert PayloadRead.objects.count() == 1
    assert finish_erasures() == 1
    assert Payload.objects.get(pk=row.payload).ciphertext is None, "and the text goes again by itself"
