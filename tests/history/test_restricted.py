"""Restricted history: the ledger stays whole, and no door tells of it."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from raci.history import acting
from raci.history.checks import history_is_guarded, restricted_is_not_pointed_at, restricted_models
from raci.history.export import write_export
from raci.history.ledger import history_page
from raci.history.things import story_of
from raci.history.timeline import timeline
from raci.models import Change, PayloadRead, Role
from raci.records import Kind, Life, register
from raci.sealed import read, seal
from tests.api.caller import Caller
from tests.city import SmallCity, small_city
from tests.history.test_export import faults, verifier

pytestmark = [pytest.mark.portland, pytest.mark.django_db(transaction=True)]  # an export reads what is committed
CANARY = "heron-at-the-window"


@pytest.fixture
def city() -> SmallCity:
    """Two readings of a sealed text, by the attorney, between other changes; one of them belongs to a record's act."""
    found = small_city()
    sealed = seal(f"kind-{CANARY}", {"what": CANARY}, about="complaint:7")
    for record in (None, 77):
        with acting(by=found.technician, act="rename", record=record):
            found.manager.name += "!"
            found.manager.save()
            read(sealed, by=found.attorney, via=None, why=f"why {CANARY}")
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_now()")
    return found


def told(page: Any) -> bytes:
    """All that a page or a file says."""
    return b"".join(page.streaming_content) if page.streaming else page.content


def test_no_door_tells_of_it(city: SmallCity, client: Client, tmp_path: Path) -> None:
    exported = write_export(tmp_path / "export", by="Ada Auditor").folder
    for path in exported.rglob("*"):
        if path.is_file():
            said = path.read_bytes()
            assert CANARY.encode() not in said, path
            assert b"payload" not in path.name.encode(), path
            assert path.suffix == ".py" or b"raci_payloadread" not in said, path
    assert {one.thing for one in Change.objects.all()} & {
        model._meta.db_table for model in restricted_models()
    } == set()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger WHERE ledger::text LIKE %s", [f"%{CANARY}%"])
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT count(*) FROM ledger WHERE tbl = '' AND history_id = 0 AND xid = '0'")
        assert cursor.fetchone() == (2,)
    bare = [line for line in history_page(city.auditor).lines if line.number is None]
    assert {(line.at, line.who, line.sentence, line.thing) for line in bare} == {(None, "", "", "Restricted entry")}
    assert CANARY not in repr(timeline(77))
    reading = PayloadRead.objects.earliest("pk")
    with pytest.raises(ValueError, match="its own readers alone"):
        story_of(reading)
    assert CANARY in repr(story_of(reading, to_its_readers=True))

    program = Caller(city.auditor).get(reverse("api:history"))
    assert program.status_code == 200
    assert CANARY not in program.content.decode()
    shown = [line for line in program.json()["lines"] if line["thing"] == "Restricted entry"]
    assert [(line["at"], line["who"], line["number"]) for line in shown] == [(None, "", None)] * 2
    client.force_login(city.auditor)
    for query in (
        {},
        {"q": CANARY},
        {"q": city.attorney.name},
        {"person": city.attorney.name},
        {"act": "read_payload"},
    ):
        for form in ({}, {"format": "csv"}):
            answer = client.get(reverse("raci:history"), {**query, **form})
            assert answer.status_code == 200
            body = told(answer).decode()
            assert body.count(CANARY) <= (1 if CANARY in query.values() else 0) * 3  # what was asked for, said again
            assert "raci_payloadread" not in body
            assert "reading of a sealed text" not in body.casefold()


def test_a_changed_byte_of_a_bare_entry_is_found(city: SmallCity, tmp_path: Path) -> None:
    folder = write_export(tmp_path / "export", by="Ada Auditor").folder
    program = verifier(folder)
    assert faults(folder, program) == []
    done = subprocess.run([sys.executable, "-I", "-S", str(folder / "verify.py")], capture_output=True, text=True)
    manifest = json.loads((folder / "manifest.json").read_text())
    entries = manifest["entries"]
    assert manifest["bare"] == 2
    assert sum(manifest["tables"].values()) == entries - 2
    whole = f"Everything is as exported. Of {entries} entries 2 are bare: sealed, and not told."
    assert (done.returncode, done.stdout.strip()) == (0, whole)

    lines = (folder / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if b"payload" not in line)

    def said(line: bytes) -> str:
        (folder / "ledger.jsonl").write_bytes(b"".join([*lines[:at], line, *lines[at + 1 :]]))
        (fault,) = faults(folder, program)
        return fault

    for byte in range(len(lines[at])):
        fault = said(lines[at][:byte] + bytes([lines[at][byte] ^ 1]) + lines[at][byte + 1 :])
        assert f"entry {at + 1}" in fault or "not as sealed" in fault, (byte, fault)
    other = next(line for number, line in enumerate(lines) if b"payload" not in line and number != at)
    assert f"entry {at + 1}: in its place stands" in said(other)
    at = next(number for number, line in enumerate(lines) if b"payload" in line)
    made_bare = b'{"position":%d,"leaf":"%s"}\n' % (at + 1, json.loads(lines[at])["leaf"].encode())
    assert said(made_bare) == "ledger.jsonl: 3 entries are bare, the manifest counts 2"  # hiding one shows too


def test_whoever_owns_the_database_can_prove_an_entry(
    city: SmallCity, owner_cursor: psycopg.Cursor[Any], tmp_path: Path
) -> None:
    program = verifier(write_export(tmp_path / "export", by="Ada Auditor").folder)
    owner_cursor.execute(
        "SELECT a.position, a.line, l.leaf FROM ledger_apart a JOIN ledger l USING (position) ORDER BY position"
    )
    for position, line, leaf in (kept := owner_cursor.fetchall()):
        whole = program.LINE.fullmatch(line.encode() + b"\n")
        assert program.line_fault(position, line.encode() + b"\n", whole) is None
        assert whole["leaf"].decode() == leaf.hex()
        assert json.loads(line)["payload"]["why"] == f"why {CANARY}"
    assert len(kept) == 2
    for sql in ("DELETE FROM ledger_apart", "UPDATE ledger_apart SET line = ''", "DELETE FROM guard_restricted"):
        with pytest.raises(psycopg.Error, match="append-only"):
            owner_cursor.execute(sql)


def test_what_was_told_before_cannot_be_restricted(city: SmallCity, owner_cursor: psycopg.Cursor[Any]) -> None:
    with pytest.raises(psycopg.Error, match="restricted from its first row"):
        owner_cursor.execute("SELECT guard_restrict('raci_historicalperson')")


def test_the_checks_name_what_would_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    assert restricted_is_not_pointed_at() == []
    monkeypatch.setattr(Role.history.model, "is_restricted", True)
    assert any(
        "raci_role is restricted by its model" in error.msg for error in history_is_guarded(databases=["default"])
    )
    assert any("Post.role points at raci.Role" in error.msg for error in restricted_is_not_pointed_at())
    with pytest.raises(ValueError, match="it is a kept kind"):
        register(Kind(code="x", model=Role, activity="1.4", life=Life.REVIEWED, label="X", restricted=True))
