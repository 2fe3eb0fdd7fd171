"""Sealed texts: encrypted apart from their keys, every reading on record, erased in every backup too."""

from __future__ import annotations

import io
import stat
import traceback
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from shutil import copytree
from threading import Barrier
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from raci import clock
from raci.actions.posts import accept_delegation, delegate
from raci.authority import facts_for
from raci.history import acting
from raci.keeping import may_keep
from raci.models import Holding, Payload, PayloadErasure, PayloadRead, Person, Role
from raci.records import Kind, Life
from raci.refusals import Conflict, NotReady
from raci.restricted import counsel_of, counsel_posts, holders, mine
from raci.sealed import Damaged, Erased, Sealed, erase, erasure_of, file_of, keys, read, readings_of, seal
from raci.sealed.finishing import finish_erasures, without_key
from tests.city import SmallCity, small_city

pytestmark = [pytest.mark.django_db, pytest.mark.portland]
CANARY = "heron-at-the-window"
WHY = "To answer it"
KIND = Kind(code="complaint", model=PayloadRead, activity="1.4", life=Life.KEPT, label="Complaint", restricted=True)


@pytest.fixture
def city() -> SmallCity:
    return small_city()


@pytest.fixture(autouse=True)
def keys_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(settings, "PAYLOAD_KEYS", tmp_path / "keys")
    return tmp_path / "keys"


def sealed_canary(about: str = "complaint:7") -> Sealed:
    return seal("complaint", {"what": CANARY}, about=about)


def key_file(sealed: Sealed) -> Path:
    return keys.folder() / str(sealed.payload)[:2] / f"{sealed.payload}.key"


def sealed_entries() -> list[tuple[str, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_now()")
        cursor.execute("SELECT line, leaf FROM ledger ORDER BY position")
        return [(line, bytes(leaf)) for line, leaf in cursor.fetchall()]


def test_what_was_sealed_is_read_and_each_reading_is_one_entry(city: SmallCity) -> None:
    sealed, file = sealed_canary(), seal("complaint", b"%PDF " + CANARY.encode(), about="complaint:7")
    before = sealed_entries()
    assert read(sealed, by=city.attorney, via=None, why=WHY) == {"what": CANARY}
    assert file_of(file, by=city.attorney, via=None, why="To look at the letter") == b"%PDF " + CANARY.encode()
    told = sealed_entries()[len(before) :]
    bare = [f'{{"position":{at},"leaf":"{leaf.hex()}"}}' for at, (_, leaf) in enumerate(told, len(before) + 1)]
    assert ([line for line, _ in told], len(told)) == (bare, 2)
    assert [(one.person, one.why) for one in readings_of([sealed.payload])] == [(city.attorney, WHY)]
    with pytest.raises(NotReady):
        read(sealed, by=city.attorney, via=None, why=" ")
    assert PayloadRead.objects.count() == 2


def test_a_text_opens_in_its_own_place_alone(city: SmallCity) -> None:
    one, other = sealed_canary(), seal("complaint", {"what": "another"}, about="complaint:8")
    for wrong in (
        Sealed(other.payload, other.sha256, one.about),  # the owners' rows were exchanged
        Sealed(one.payload, other.sha256, one.about),  # its owner's hash is of another text
        Sealed(uuid4(), one.sha256, one.about),
    ):
        with pytest.raises(Damaged) as said:
            read(wrong, by=city.attorney, via=None, why=WHY)
        assert CANARY not in str(said.value)
    mine, theirs = key_file(one).read_bytes(), key_file(other).read_bytes()
    key_file(one).write_bytes(theirs)
    with pytest.raises(Damaged):
        read(one, by=city.attorney, via=None, why=WHY)
    key_file(one).write_bytes(mine)
    assert read(one, by=city.attorney, via=None, why=WHY) == {"what": CANARY}
    key_file(one).unlink()
    with pytest.raises(Conflict, match="not on this machine"):
        read(one, by=city.attorney, via=None, why=WHY)


@pytest.mark.django_db(transaction=True)
def test_ciphertexts_exchanged_in_the_database_do_not_open(owner_cursor: psycopg.Cursor[Any]) -> None:
    city = small_city()
    one, other = sealed_canary(), seal("complaint", {"what": "another"}, about="complaint:8")
    owner_cursor.execute("SET session_replication_role = replica")  # as whoever owns the database could
    owner_cursor.execute(
        "UPDATE raci_payload p SET ciphertext = o.ciphertext FROM raci_payload o WHERE o.id <> p.id AND p.id IN (%s, %s)",
        [one.payload, other.payload],
    )
    for each in (one, other):
        with pytest.raises(Damaged):
            read(each, by=city.attorney, via=None, why=WHY)


@pytest.mark.django_db(transaction=True)
def test_what_was_erased_is_gone_from_yesterdays_database_too(owner_cursor: psycopg.Cursor[Any]) -> None:
    city = small_city()
    sealed = sealed_canary()
    yesterday = owner_cursor.execute("SELECT ciphertext FROM raci_payload").fetchone()
    stolen = key_file(sealed).read_bytes()
    erase(sealed, by=city.attorney, via=None, why="The five years are over")
    row = Payload.objects.get()
    assert (row.ciphertext, PayloadErasure.history.count()) == (None, 1)
    assert not key_file(sealed).exists()
    with pytest.raises(Erased, match=r"erased on .*: The five years are over"):
        read(sealed, by=city.attorney, via=None, why=WHY)
    with pytest.raises(Erased):
        erase(sealed, by=city.attorney, via=None, why="Again")

    owner_cursor.execute("SET session_replication_role = replica")  # the backup of yesterday knows nothing of it
    owner_cursor.execute("DELETE FROM raci_payloaderasure")
    owner_cursor.execute("UPDATE raci_payload SET ciphertext = %s, erased_at = NULL", yesterday)
    with pytest.raises(Erased, match="erased on"):
        read(sealed, by=city.attorney, via=None, why=WHY)
    key_file(sealed).write_bytes(stolen)  # a copy of the key that came back beside the mark of its erasure
    with pytest.raises(Erased):
        read(sealed, by=city.attorney, via=None, why=WHY)
    assert PayloadRead.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_erasure_that_is_taken_back_destroys_nothing() -> None:
    city = small_city()
    sealed = sealed_canary()
    with transaction.atomic():
        erase(sealed, by=city.attorney, via=None, why="By mistake")
        transaction.set_rollback(True)
    assert erasure_of(sealed.payload) == ""
    assert read(sealed, by=city.attorney, via=None, why=WHY) == {"what": CANARY}


@pytest.mark.django_db(transaction=True)
def test_of_two_who_erase_at_once_one_does() -> None:
    city = small_city()
    sealed, together = sealed_canary(), Barrier(4)

    def try_it(_: int) -> str:
        together.wait()
        try:
            erase(sealed, by=city.attorney, via=None, why="At once")
        except Erased:
            return "was gone"
        finally:
            connection.close()
        return "erased"

    with ThreadPoolExecutor(4) as several:
        assert sorted(several.map(try_it, range(4))) == ["erased", *["was gone"] * 3]
    assert PayloadErasure.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_readers_at_once_leave_an_entry_each() -> None:
    city = small_city()
    sealed, together = sealed_canary(), Barrier(4)

    def read_it(_: int) -> object:
        together.wait()
        try:
            return read(sealed, by=city.attorney, via=None, why=WHY)["what"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as several:
        assert set(several.map(read_it, range(4))) == {CANARY}
    before = PayloadRead.history.count()
    assert (before, len(readings_of([sealed.payload]))) == (4, 4)


def test_nothing_of_a_text_is_in_the_log_or_in_an_error(city: SmallCity, caplog: pytest.LogCaptureFixture) -> None:
    sealed = sealed_canary()
    for wrong in (Sealed(sealed.payload, "0" * 64, sealed.about), Sealed(sealed.payload, sealed.sha256, "complaint:9")):
        with pytest.raises(Damaged) as said:
            read(wrong, by=city.attorney, via=None, why=f"why {CANARY}")
        assert CANARY not in str(said.value)
        assert CANARY not in "".join(traceback.format_exception(said.value))
    assert [record.name for record in caplog.records].count("portal.sealed") == 2
    assert CANARY not in caplog.text
    assert CANARY.encode() not in bytes(Payload.objects.get().ciphertext or b"")
    assert CANARY.encode() not in key_file(sealed).read_bytes()


def test_the_portals_login_may_not_change_a_text() -> None:
    sealed = sealed_canary()
    for sql in (
        "UPDATE raci_payload SET ciphertext = 'x' WHERE id = %s",
        "UPDATE raci_payload SET kind = 'other', ciphertext = NULL, erased_at = now() WHERE id = %s",
        "DELETE FROM raci_payload WHERE id = %s",
        "UPDATE raci_payload SET created_at = now() - interval '1 day' WHERE id = %s",
        "SELECT * FROM ledger_apart WHERE position <> 0 OR %s IS NULL",
        "INSERT INTO guard_restricted SELECT 'raci_historicalperson'::regclass WHERE %s IS NOT NULL",
        "DELETE FROM guard_restricted WHERE %s IS NOT NULL",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, [sealed.payload])


# ---- what a crash, a restored database, another key and another disk leave


@pytest.mark.django_db(transaction=True)
def test_what_was_half_erased_is_erased_to_the_end(owner_cursor: psycopg.Cursor[Any]) -> None:
    city = small_city()
    crashed, restored, kept = sealed_canary(), sealed_canary(), sealed_canary()
    with transaction.atomic():
        erase(crashed, by=city.attorney, via=None, why="Asked to")
        connection.run_on_commit.clear()  # the process ends between the commit and the key
    keys.destroy(restored.payload, Payload.objects.get(pk=restored.payload).created_at)
    assert key_file(crashed).exists()
    assert finish_erasures() == 2
    assert finish_erasures() == 0
    assert not key_file(crashed).exists()
    assert Payload.objects.get(pk=restored.payload).ciphertext is None
    assert without_key() == (1, 0)
    assert read(kept, by=city.attorney, via=None, why=WHY) == {"what": CANARY}


def test_the_master_key_is_changed_while_texts_are_read(city: SmallCity, monkeypatch: pytest.MonkeyPatch) -> None:
    old = sealed_canary()
    monkeypatch.setattr(settings, "PAYLOAD_KEY", "another-master-key")
    with pytest.raises(Damaged):
        read(old, by=city.attorney, via=None, why=WHY)
    with pytest.raises(CommandError, match="PAYLOAD_KEY_FALLBACKS"):
        call_command("rotate_payload_keys")
    monkeypatch.setattr(settings, "PAYLOAD_KEY_FALLBACKS", ["for-tests-only"])
    new = sealed_canary()
    for text in (old, new):
        assert read(text, by=city.attorney, via=None, why=WHY) == {"what": CANARY}
    said = io.StringIO()
    call_command("rotate_payload_keys", stdout=said)
    assert "1 of 2 keys were wrapped anew" in said.getvalue()
    monkeypatch.setattr(settings, "PAYLOAD_KEY_FALLBACKS", [])
    assert read(old, by=city.attorney, via=None, why=WHY) == {"what": CANARY}


def test_a_copy_of_the_keys_follows_and_brings_nothing_erased_back(
    city: SmallCity, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, gone, older = sealed_canary(), sealed_canary(), tmp_path / "older"
    call_command("copy_payload_keys", to=tmp_path / "copy", stdout=io.StringIO())
    copytree(tmp_path / "copy", older)
    keys.destroy(gone.payload, Payload.objects.get(pk=gone.payload).created_at)
    call_command("copy_payload_keys", to=tmp_path / "copy", stdout=io.StringIO())
    assert not list((tmp_path / "copy").glob(f"*/{gone.payload}.key"))
    call_command("copy_payload_keys", source=older, stdout=io.StringIO())  # one that was forgotten somewhere
    assert not key_file(gone).exists()
    monkeypatch.setattr(settings, "PAYLOAD_KEYS", tmp_path / "new-disk")
    said = io.StringIO()
    call_command("copy_payload_keys", source=tmp_path / "copy", stdout=said)
    assert said.getvalue().startswith("1 keys copied, 1 erasures")
    assert read(kept, by=city.attorney, via=None, why=WHY) == {"what": CANARY}
    assert stat.S_IMODE(key_file(kept).stat().st_mode) == 0o600


def test_without_a_key_nothing_is_sealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PAYLOAD_KEY", "")
    with pytest.raises(NotReady, match="PAYLOAD_KEY_FILE"):
        sealed_canary()


# ---- who


def test_counsel_and_named_posts_are_asked_by_their_holders_and_delegates(city: SmallCity) -> None:
    post, attorney = city.post("city-attorney"), facts_for(city.attorney)
    as_counsel = counsel_of(attorney, KIND)
    assert as_counsel
    assert as_counsel.post == post.pk
    assert mine(attorney, KIND, [post]) == mine(attorney, KIND, [post.pk]) == as_counsel
    assert {each.role.code for each in counsel_posts()} == {"ATTY"}
    assert holders(attorney, [post]) == [city.attorney]
    for person in (city.auditor, city.officer, city.technician):
        assert counsel_of(facts_for(person), KIND) is None
        assert mine(facts_for(person), KIND, [post]) is None
    with pytest.raises(ValueError, match="no letter gives it"):
        may_keep(attorney, KIND, post.unit)
    for activity, person in (("1.4", city.manager), ("1.2", city.lead)):
        passed_on(city, activity, person)
    as_delegate = counsel_of(facts_for(city.manager), KIND)
    assert as_delegate
    assert as_delegate.given_by == city.attorney.name
    assert mine(facts_for(city.manager), KIND, [post]) == as_delegate
    assert counsel_of(facts_for(city.lead), KIND) is None  # a letter of another activity


def passed_on(city: SmallCity, activity: str, to: Person) -> None:
    """A letter that the attorney holds for the activity, accepted."""
    holding, today = Holding.objects.get(person=city.attorney), clock.today()
    facts = facts_for(city.attorney)
    assert facts.matrix
    letter = facts.matrix.codes(activity, "ATTY")[0]
    made = delegate(holding, to=to, activity=activity, letter=letter, begins_on=today, ends_on=today, by=city.attorney)
    accept_delegation(made, by=to)


# ---- in the city that was loaded before


def test_counsel_of_a_city_that_was_there_is_named_with_history(city: SmallCity) -> None:
    with acting(by=city.technician, act="seed"):
        for role in Role.objects.filter(is_counsel=True):
            role.is_counsel = False
            role.save()
    migration = import_module("raci.migrations.0030_counsel")
    with connection.cursor() as cursor:
        for statement in (migration.LABELS, migration.NAME, "SET CONSTRAINTS ALL IMMEDIATE"):
            cursor.execute(statement)
    (role,) = Role.objects.filter(is_counsel=True)
    assert (role.code, role.history.latest("history_id").history_act) == ("ATTY", "name_counsel")
