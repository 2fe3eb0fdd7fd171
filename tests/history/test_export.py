"""The auditor's export: whole, exact, and refuted by the smallest change."""

from __future__ import annotations

import ast
import csv
import hashlib
import importlib.util
import io
import json
import random
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from raci import jobs
from raci.history import acting
from raci.history.export import write_export
from raci.history.timeline import history_table, told_models
from raci.models import Holding, Job, Notice, Person, Post, Role, Unit
from raci.refusals import NotReady
from raci.spreadsheets import plain_cell, safe_cell

pytestmark = pytest.mark.django_db(transaction=True)  # an export reads what is committed, on a connection of its own

HOSTILE = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "|x",
    "%0A",
    "\tx",
    "\r=1",
    "\n=1",
    "  =1+1",
    "\u00a0=1",
    "\u3000＝1",
    "＝1+1",
    "＋1",
    "－1",
    "＠x",
    "'=1",
    "''=1",
    "'plain",
    "=cmd|' /C calc'!A0",
    'a "quoted" one, with commas; and \\ backslashes \\n \\N \\.',
    "\\.",
    "\u2028 \u202e \ufeff 🏊🏽 é e\u0301",
    "\x01\x02\x1f\x7f",
    "ordinary",
    " ",
]


@pytest.fixture
def dana() -> Person:
    """Somebody to act; the first person is entered by a program that has no row yet."""
    loader = Person(pk=0, email="loader@example.org", name="Loader")
    person = Person(email="dana@example.org", name="Dana Reyes")
    with acting(by=loader, act="load"):
        person.save()
    return person


@pytest.fixture
def history(dana: Person) -> Person:
    """Hostile text in three sealed blocks, and a change that is not sealed yet."""
    for part in (HOSTILE[:9], HOSTILE[9:18], HOSTILE[18:]):
        for words in part:
            with acting(by=dana, act="edit", why=words):
                dana.name = words
                dana.save()
        seal()
    with acting(by=dana, act="edit"):
        dana.name = "Dana Reyes"
        dana.save()
    return dana


def seal() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_now()")


@pytest.fixture
def folder(history: Person, tmp_path: Path) -> Path:
    return write_export(tmp_path / "export", by="Ada Auditor").folder


def verifier(folder: Path) -> ModuleType:
    """The exported program, loaded here because a process for each changed byte would take minutes."""
    spec = importlib.util.spec_from_file_location("verify", folder / "verify.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode, before = True, sys.dont_write_bytecode
    spec.loader.exec_module(module)
    sys.dont_write_bytecode = before
    return module


def faults(folder: Path, program: ModuleType | None = None, note: str = "") -> list[str]:
    program = program or verifier(folder)
    try:
        found: list[str] = program.faults(folder, program.read_manifest(folder, note))
    except ValueError as error:
        found = [str(error)]
    return found


def run(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    """The program as an auditor starts it: another folder, no portal, no site packages."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(folder / "verify.py"), *options], capture_output=True, text=True, cwd="/"
    )


@pytest.fixture
def changed(folder: Path) -> Iterator[Callable[[str, bytes], list[str]]]:
    """Puts other bytes into a file, asks the program, and puts the file back."""
    program = verifier(folder)

    def change(name: str, data: bytes) -> list[str]:
        before = (folder / name).read_bytes()
        assert data != before
        (folder / name).write_bytes(data)
        try:
            return faults(folder, program)
        finally:
            (folder / name).write_bytes(before)

    yield change
    assert faults(folder, program) == []


def test_the_export_checks_out(folder: Path) -> None:
    done = run(folder)
    assert (done.returncode, done.stdout.strip(), done.stderr) == (0, "Everything is as exported.", "")


def test_the_ledger_is_exactly_what_the_database_holds(folder: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT line FROM ledger ORDER BY position")
        held = [line for (line,) in cursor.fetchall()]
    assert (folder / "ledger.jsonl").read_bytes() == "".join(f"{line}\n" for line in held).encode()
    payloads = [json.loads(line)["payload"] for line in held]
    assert [p["name"] for p in payloads] == ["Dana Reyes", *HOSTILE, "Dana Reyes"]  # the last one sealed by the export


def test_the_manifest_says_what_there_is(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text())
    assert (manifest["by"], manifest["entries"], manifest["blocks"]) == ("Ada Auditor", len(HOSTILE) + 2, 4)
    assert manifest["tables"] == {"raci_historicalperson": len(HOSTILE) + 2}
    listed = {file["name"]: file for file in manifest["files"]}
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert set(listed) | {"manifest.json"} == there
    told = {f"csv/{history_table(model)}.csv" for model in told_models()}
    assert {name for name in there if name.startswith("csv/")} == told
    for name, file in listed.items():
        data = (folder / name).read_bytes()
        assert (file["size"], file["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_csv_has_every_column_and_runs_nothing(folder: Path) -> None:
    text = (folder / "csv/raci_historicalperson.csv").read_bytes().decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["name"] for row in rows[1:-1]] == [safe_cell(words) for words in HOSTILE]
    assert [plain_cell(row["name"]) for row in rows[1:-1]] == HOSTILE
    assert [row["history_why"] for row in rows[1:-1]] == [safe_cell(words) for words in HOSTILE]
    assert {"history_actor", "history_act", "history_request", "history_seq", "history_xid", "history_at"} <= set(
        rows[0]
    )
    assert "password" not in rows[0]


def test_any_byte_of_the_ledger_names_the_entry(folder: Path, changed: Callable[[str, bytes], list[str]]) -> None:
    data, program = (folder / "ledger.jsonl").read_bytes(), verifier(folder)
    manifest, seals = program.read_manifest(folder, ""), (folder / "seals.jsonl").read_bytes().splitlines()

    def flipped(at: int) -> Iterator[tuple[bytes, tuple[str, str]]]:
        entry = data.count(b"\n", 0, at) + 1
        for byte in {data[at] ^ 1, 10, 255} - {data[at]}:
            yield data[:at] + bytes([byte]) + data[at + 1 :], (f"entry {entry}:", f"entry {entry} (")

    for at in range(len(b"".join(data.splitlines(keepends=True)[:3]))):  # each byte of three lines
        for new, named in flipped(at):
            lines = io.BytesIO(new)
            assert program.ledger_fault(lines, manifest, program.Seals(seals)).startswith(named)
    for at in [
        len(data) - 1,
        *random.Random(3).sample(range(len(data)), 40),
    ]:  # and bytes all over, by the whole program
        for new, named in flipped(at):
            (found,) = changed("ledger.jsonl", new)
            assert found.removeprefix("ledger.jsonl: ").startswith(named)


def test_what_the_program_says_of_lines(folder: Path, changed: Callable[[str, bytes], list[str]]) -> None:
    lines = (folder / "ledger.jsonl").read_bytes().splitlines(keepends=True)

    def said(new: list[bytes]) -> str:
        (found,) = changed("ledger.jsonl", b"".join(new))
        return found.removeprefix("ledger.jsonl: ")

    last = len(lines)
    number = json.loads(lines[2])["payload"]["history_id"]
    third = f"(raci_historicalperson, history_id {number})"
    edited = lines[2].replace(b'"history_act": "edit"', b'"history_act": "view"')
    assert said([*lines[:2], edited, *lines[3:]]) == f"entry 3 {third}: it was changed"
    moved = lines[2].replace(b'"history_table": "raci_historicalperson"', b'"history_table": "raci_historicalpost"')
    assert (
        said([*lines[:2], moved, *lines[3:]]) == f"entry 3 (raci_historicalpost, history_id {number}): it was changed"
    )
    assert said([*lines[:2], b"\n", *lines[2:]]) == "entry 3: the line is damaged"
    assert said([*lines[:1], *lines[2:]]) == f"entry 2: in its place stands entry 3 {third}"
    assert said([*lines[:3], *lines[2:]]) == f"entry 4: in its place stands entry 3 {third}"
    assert said([lines[0], lines[2], lines[1], *lines[3:]]).startswith("entry 2: in its place stands entry 3")
    assert said(lines[:-1]).startswith(f"entry {last}: it is missing")
    assert said([*lines[:-1], lines[-1][:-9]]).startswith(f"entry {last} (")
    more = lines[-1].replace(b'{"position":%d' % last, b'{"position":%d' % (last + 1))
    assert said([*lines, more]).startswith(f"entry {last + 1} (raci_historicalperson")
    assert said([]).startswith("entry 1: it is missing")


def test_a_line_made_to_fit_breaks_its_seal(folder: Path, changed: Callable[[str, bytes], list[str]]) -> None:
    lines = (folder / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    head, payload = lines[11].replace(b'"history_act": "edit"', b'"history_act": "view"').split(b',"payload":')
    salt = bytes.fromhex(json.loads(lines[11])["salt"])
    leaf = hashlib.sha256(b"\0" + salt + payload[:-2]).hexdigest().encode()
    lines[11] = head[:-65] + leaf + b'","payload":' + payload
    assert changed("ledger.jsonl", b"".join(lines)) == [
        "ledger.jsonl: entries 11 to 19: they are not as sealed (seal 2)"
    ]


def test_any_other_file_is_named(folder: Path, changed: Callable[[str, bytes], list[str]]) -> None:
    names = [file["name"] for file in json.loads((folder / "manifest.json").read_text())["files"]]
    for name in set(names) - {"ledger.jsonl"}:
        data = (folder / name).read_bytes()
        for at in {0, len(data) // 2, len(data) - 1}:
            found = changed(name, data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
            assert found == [f"{name}: the file is not as exported"]
    data = (folder / "manifest.json").read_bytes()
    for at in range(0, len(data), 7):
        found = changed("manifest.json", data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])
        assert found == ["manifest.json: it is damaged or was edited"]
    assert changed("manifest.json", data + b"\n") == ["manifest.json: it is damaged or was edited"]


def test_missing_and_foreign_files_are_named(folder: Path) -> None:
    (folder / "csv/raci_historicalunit.csv").unlink()
    (folder / "notes.txt").write_text("mine")
    assert faults(folder) == [
        "csv/raci_historicalunit.csv: the file is missing",
        "notes.txt: the file is not part of the export",
    ]


def test_two_bad_files_do_not_hide_each_other(folder: Path) -> None:
    (folder / "seals.jsonl").write_bytes(b"no seals\n")
    lines = (folder / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    (folder / "ledger.jsonl").write_bytes(b"".join([*lines[:4], lines[4].replace(b"edit", b"view"), *lines[5:]]))
    number = json.loads(lines[4])["payload"]["history_id"]
    assert faults(folder) == [
        f"ledger.jsonl: entry 5 (raci_historicalperson, history_id {number}): it was changed",
        "seals.jsonl: the file is not as exported",
    ]


def test_the_noted_hash_refutes_a_folder_made_anew(history: Person, tmp_path: Path) -> None:
    exported = write_export(tmp_path / "one", by="Ada Auditor")
    assert run(exported.folder, "--manifest-sha256", exported.manifest_sha256).returncode == 0
    other = write_export(tmp_path / "two", by="Somebody else")
    done = run(other.folder, "--manifest-sha256", exported.manifest_sha256)
    assert (done.returncode, done.stdout.strip()) == (1, "manifest.json: it is not the one whose hash you gave")


def test_a_second_export_goes_on_where_the_first_ended(history: Person, tmp_path: Path) -> None:
    first = write_export(tmp_path / "one", by="Ada Auditor").folder
    with acting(by=history, act="edit"):
        history.name = "Once more"
        history.save()
    second = write_export(tmp_path / "two", by="Ada Auditor").folder
    assert faults(second) == []
    for name in ("ledger.jsonl", "seals.jsonl"):
        assert (second / name).read_bytes().startswith((first / name).read_bytes())


def test_nothing_to_export_is_an_export_too(tmp_path: Path) -> None:
    assert run(write_export(tmp_path / "export", by="Ada Auditor").folder).returncode == 0


def test_command_says_what_to_note(history: Person, tmp_path: Path) -> None:
    said = io.StringIO()
    call_command("export_history", out=tmp_path / "new" / "export", stdout=said)
    manifest = hashlib.sha256((tmp_path / "new/export/manifest.json").read_bytes()).hexdigest()
    assert manifest in said.getvalue()
    assert f"{len(HOSTILE) + 2} entries" in said.getvalue()


def test_command_refuses_a_folder_in_use(history: Person, tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(CommandError, match="is not empty; name a new folder"):
        call_command("export_history", out=tmp_path)
    with pytest.raises(NotReady):
        write_export(tmp_path / "mine.txt", by="Ada Auditor")
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_nothing_half_written_remains(history: Person, tmp_path: Path) -> None:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, before[1]))  # the disk is full in the middle of the ledger
    try:
        with pytest.raises(CommandError, match="File too large"):
            call_command("export_history", out=tmp_path / "export")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert list(tmp_path.iterdir()) == []
    call_command("export_history", out=tmp_path / "export", stdout=io.StringIO())


# ---- the auditors' page


@pytest.fixture
def auditor(dana: Person) -> Person:
    person = Person(email="ada@example.org", name="Ada Auditor")
    with acting(by=dana, act="load"):
        person.save()
        city = Unit.objects.create(code="city", name="City", kind="city", path="/city/")
        role = Role.objects.create(
            code="AUDX", name="Auditor", short_name="Auditor", reach="none", reads="citywide", exports_history=True
        )
        group = Group.objects.create(name="auditor")
        post = Post.objects.create(code="auditor", role=role, unit=city, title="Outside auditor", group=group)
        Holding.objects.create(post=post, person=person, begins_on="2020-01-01", proposed_by=dana)
    return person


def test_history_is_for_those_who_audit(client: Client, dana: Person, auditor: Person) -> None:
    addresses = [(client.get, reverse("raci:history")), (client.post, reverse("raci:history-export"))]
    client.force_login(dana)
    assert [ask(address).status_code for ask, address in addresses] == [404, 404]
    client.force_login(auditor)
    assert [ask(address).status_code for ask, address in addresses] == [200, 302]
    assert client.get(reverse("raci:history-export")).status_code == 405


def test_history_export_is_one_zip_that_checks_out(
    client: Client, history: Person, auditor: Person, tmp_path: Path
) -> None:
    client.force_login(auditor)
    asked = client.post(reverse("raci:history-export"))
    job = Job.objects.get()
    assert asked["Location"] == reverse("raci:job-detail", args=[job.pk])
    assert client.post(reverse("raci:history-export"))["Location"] == asked["Location"]  # a double click
    assert jobs.do(job.pk)
    job.refresh_from_db()
    assert (job.state, job.steps_done) == ("done", job.steps_total)
    assert job.steps_total > 0
    response = client.get(reverse("raci:job-file", args=[job.pk]))
    with zipfile.ZipFile(io.BytesIO(response.getvalue())) as bundle:
        bundle.extractall(tmp_path)
    noted = Notice.objects.get(person=auditor).line.split()[-1]
    done = run(tmp_path / "history", "--manifest-sha256", noted)
    assert (done.returncode, done.stdout.strip()) == (0, "Everything is as exported.")
    assert noted in client.get(reverse("raci:history")).text


def test_history_page_costs_the_same_however_long(client: Client, dana: Person, auditor: Person) -> None:
    client.force_login(auditor)
    seal()
    client.get(reverse("raci:history"))
    with CaptureQueriesContext(connection) as few:
        client.get(reverse("raci:history"))
    for number in range(60):
        with acting(by=dana, act="edit"):
            dana.name = f"Dana {number}"
            dana.save()
    seal()
    with CaptureQueriesContext(connection) as many:
        page = client.get(reverse("raci:history"))
    assert len(many) == len(few)
    shown = page.context["list"].page
    assert [row.seq for row in shown] == sorted((row.seq for row in shown), reverse=True)
    assert len(shown) == 25
    older = client.get(reverse("raci:history"), {"page": 2}).context["list"].page
    assert older[0].seq < shown[24].seq


def test_the_program_needs_nothing_but_old_python(folder: Path) -> None:
    source = (folder / "verify.py").read_text()
    ast.parse(source, feature_version=(3, 8))
    imported = {line.split()[1] for line in source.splitlines() if line.startswith(("import ", "from "))}
    assert imported <= sys.stdlib_module_names
