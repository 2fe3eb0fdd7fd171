"""A backup's file: every byte of it counts, and it has its name only when it is whole. No database here."""

from __future__ import annotations

import hashlib
import os
import signal
import stat
import subprocess
import sys
import tarfile

import pytest

from equity_portal.launcher import archive
from equity_portal.launcher.archive import DATABASE, DRAFT, Damaged, peek, prove, unpack, writing
from equity_portal.launcher.backup import kept, older
from equity_portal.launcher.home import ROOT
from equity_portal.launcher.restore import main as restore
from equity_portal.launcher.trouble import Trouble

FILE = b"what was heard"
NAME = f"evidence/aa/bb/{hashlib.sha256(FILE).hexdigest()}"
FACTS = {"city": "Salem", "at": "2026-11-01T00:00:00+00:00", "postgresql": "18", "rows": {}, "ledger": {"entries": 0}}


def made(place, facts=FACTS, name=NAME):
    with writing(place) as (writer, folder):
        for inside, content in ((DATABASE, b"PGDMP" * 99), (name, FILE)):
            (folder / "one").write_bytes(content)
            writer.add(inside, folder / "one")
        writer.finish(facts)
    return place


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return made(tmp_path_factory.mktemp("backups") / "whole.tar")


def test_archive_is_private_and_read_by_any_tar(whole):
    assert stat.S_IMODE(whole.stat().st_mode) == 0o600
    with tarfile.open(whole) as tar:
        assert tar.getnames() == [DATABASE, NAME, "manifest.json", "SHA256"]
        assert tar.extractfile(NAME).read() == FILE
    assert [each.name for each in whole.parent.iterdir()] == ["whole.tar"]


def test_manifest_lists_each_file_by_its_hash(whole):
    manifest = prove(whole)
    assert manifest.facts == FACTS
    assert manifest.files[NAME] == hashlib.sha256(FILE).hexdigest()
    assert peek(whole).facts == FACTS


def test_any_flipped_byte_is_found(whole, tmp_path):
    data = bytearray(whole.read_bytes())
    damaged, missed = tmp_path / "damaged.tar", []
    places = {*range(0, len(data), 41), *range(0, len(data), 512), len(data) - 1}
    for at in places:
        data[at] ^= 1
        damaged.write_bytes(data)
        try:
            prove(damaged)
            missed.append(at)
        except Damaged:
            pass
        data[at] ^= 1
    assert len(places) > 200
    assert missed == []


@pytest.mark.parametrize("cut", [1, 512, 5000, -1])
def test_archive_that_was_cut_or_grew_is_refused(whole, tmp_path, cut):
    data = whole.read_bytes()
    damaged = tmp_path / "damaged.tar"
    damaged.write_bytes(data[:-cut] if cut > 0 else data + b"\0" * 10240)
    with pytest.raises(Damaged):
        prove(damaged)


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "evidence/x", "manifest.json", "secret_key"])
def test_archive_that_would_write_elsewhere_is_refused(tmp_path, name):
    with pytest.raises(Damaged, match=r"that no backup holds|does not hold what"):
        prove(made(tmp_path / "strange.tar", name=name))


def test_restore_of_a_damaged_archive_touches_nothing(whole, tmp_path, monkeypatch):
    data = bytearray(whole.read_bytes())
    data[len(data) // 3] ^= 1
    (tmp_path / "damaged.tar").write_bytes(data)
    monkeypatch.setenv("PORTAL_HOME", str(tmp_path / "home"))
    for name in ("damaged.tar", "nowhere.tar"):
        with pytest.raises(Trouble, match="nothing was changed"):
            restore([str(tmp_path / name)])
    assert not (tmp_path / "home").exists()


def test_unpacking_writes_read_only_files_once(whole, tmp_path):
    files = {NAME: prove(whole).files[NAME]}
    assert unpack(whole, files, lambda name: tmp_path / name) == 1
    assert (tmp_path / NAME).read_bytes() == FILE
    assert stat.S_IMODE((tmp_path / NAME).stat().st_mode) == 0o440
    assert unpack(whole, files, lambda name: tmp_path / name) == 0
    (tmp_path / NAME).chmod(0o600)
    (tmp_path / NAME).write_bytes(b"rotten")
    assert unpack(whole, files, lambda name: tmp_path / name) == 1  # heals


def test_backup_killed_in_the_middle_leaves_nothing_under_its_name_and_the_next_clears_it_away(tmp_path):
    code = (
        "import sys, time; from pathlib import Path; from equity_portal.launcher.archive import writing\n"
        "with writing(Path(sys.argv[1])) as (writer, folder):\n"
        "    (folder / 'one').write_bytes(b'x' * 100000); writer.add('database.dump', folder / 'one')\n"
        "    print('half', flush=True); time.sleep(60)\n"
    )
    place = tmp_path / "killed.tar"
    process = subprocess.Popen([sys.executable, "-c", code, str(place)], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout.readline() == b"half\n"
    made(tmp_path / "beside.tar")  # one that is being made is left alone
    assert len(list(tmp_path.glob(f"{DRAFT}*"))) == 1
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert not place.exists()
    made(tmp_path / "next.tar")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["beside.tar", "next.tar"]


def test_backup_that_fails_leaves_nothing(tmp_path):
    with pytest.raises(FileNotFoundError), writing(tmp_path / "one.tar") as (writer, folder):
        writer.add(DATABASE, folder / "missing")
    assert list(tmp_path.iterdir()) == []


def test_backup_never_takes_the_place_of_another(whole):
    before = whole.read_bytes()
    with pytest.raises(FileExistsError):
        made(whole, facts={**FACTS, "city": "Elsewhere"})
    assert whole.read_bytes() == before
    assert [each.name for each in whole.parent.iterdir()] == ["whole.tar"]


def test_only_the_newest_of_the_same_city_are_kept(tmp_path):
    names = [f"equity-portal-salem-2026110{day}T020000Z.tar" for day in range(1, 6)]
    for name in [*names, "equity-portal-salem-oregon-20261101T020000Z.tar"]:
        (tmp_path / name).touch()
    assert [path.name for path in older(tmp_path / names[-1], 2)] == names[:3]
    assert kept(["--keep", "2"]) == 2
    for wrong in (["--keep"], ["--keep", "0"], ["two"]):
        with pytest.raises(Trouble):
            kept(wrong)


def test_archive_of_another_form_is_said_to_be_so(tmp_path, monkeypatch):
    monkeypatch.setattr(archive, "FORMAT", "equity-portal-backup/9")
    place = made(tmp_path / "newer.tar")
    monkeypatch.undo()
    with pytest.raises(Damaged, match="equity-portal-backup/9"):
        prove(place)
