"""The whole round on real databases: backup while the portal works, a new database, restore, sign in, and history verifies."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from psycopg import sql

from equity_portal.launcher import archive
from equity_portal.launcher.backup import back_up
from equity_portal.launcher.place import Place
from equity_portal.launcher.prepare import static_stamp
from equity_portal.launcher.restore import attestation, newer_archives, proven, replaced, restore
from equity_portal.launcher.trouble import Trouble
from plans.actions import open_case
from plans.models import Plan
from raci.actions.evidence import attach_evidence
from raci.history import acting
from raci.history.export import write_export
from raci.models import Attachment, Payload, Person
from raci.sealed import Erased, erase, keys, read, seal
from tests.city import small_city
from tests.database import CLOCK, connect_as_owner
from tests.plans.conftest import make_plan

pytestmark = [pytest.mark.portland, pytest.mark.django_db(transaction=True)]
HEARD = b"What residents of Cully said about swimming"
DIGEST = hashlib.sha256(HEARD).hexdigest()
PASSWORD = "correct horse battery staple"
# Who may what, by whoever granted it; triggers, constraints (a restored one may be spelled otherwise) and indexes.
RIGHTS = """
WITH of_public AS (SELECT 'public'::regnamespace AS oid)
SELECT 'r', relname::text, acl::text FROM of_public p JOIN pg_class ON relnamespace = p.oid, unnest(relacl) acl
UNION ALL SELECT 'f', f.oid::regprocedure::text, coalesce(proacl::text, 'everybody')
  FROM of_public p JOIN pg_proc f ON pronamespace = p.oid
 WHERE NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = f.oid AND d.deptype = 'e')
UNION ALL SELECT 't', tgrelid::regclass::text, concat_ws(' ', tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT 'c', conrelid::regclass::text, concat_ws(' ', conname, contype, convalidated, condeferred)
  FROM of_public p JOIN pg_constraint ON connamespace = p.oid
UNION ALL SELECT 'i', tablename::text, indexname FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT 's', sequencename::text, coalesce(last_value, 0)::text FROM pg_sequences
 WHERE schemaname = 'public' AND sequencename NOT IN ('history_seq', 'raci_historicalperson_history_id_seq')
ORDER BY 1, 2, 3
"""


def place(folder: Path, database: str) -> Place:
    names = ("DATABASE_URL", "DATABASE_OWNER_URL")
    urls = {name: re.sub(r"/[^/?]+($|\?)", rf"/{database}\1", os.environ[name]) for name in names}
    base = {name: os.environ[name] for name in ("PATH", "REDIS_URL")}
    told = {"PORTAL_HOME": str(folder), "SECRET_KEY": settings.SECRET_KEY, "DATABASE_URL": urls["DATABASE_URL"]}
    return Place(folder, {**base, **told, "DJANGO_SETTINGS_MODULE": "equity_portal.settings"}, urls)


def _own_process() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


@pytest.fixture
def here() -> Place:
    """The portal of the tests, without what other tests left on disk, and with nobody else at its database."""
    for folder in (settings.EVIDENCE_ROOT, settings.JOBS_ROOT):
        shutil.rmtree(folder, ignore_errors=True)
    with connect_as_owner("postgres") as owner:  # web servers of other tests, which come again when they are asked
        others = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s AND pid <> %s"
        owner.execute(others, [connection.settings_dict["NAME"], _own_process()])
    return place(Path(settings.EVIDENCE_ROOT).parent, connection.settings_dict["NAME"])


@pytest.fixture
def elsewhere(tmp_path, monkeypatch):
    """An empty database and an empty folder. The clock that tests set forward stands in a schema of its own."""
    name = f"restored_{connection.settings_dict['NAME']}"
    monkeypatch.setenv("PORTAL_BACKUPS", str(tmp_path / "backups"))
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with connect_as_owner("postgres") as owner:
        owner.execute(drop)
        owner.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    with connect_as_owner(name) as owner:
        owner.execute(CLOCK.partition("CREATE OR REPLACE")[0])
    static = tmp_path / "home" / "static"  # of these files already, which would take longer than all the rest
    static.mkdir(parents=True)
    (static / ".collected").write_text(static_stamp())
    yield place(tmp_path / "home", name)
    with connect_as_owner("postgres") as owner:
        owner.execute(drop)


@pytest.fixture
def city(here):
    """Parks drafts a plan, with a file of evidence; its director has a password."""
    found = small_city()
    with acting(by=found.technician, act="set_password"):
        found.director.set_password(PASSWORD)
        found.director.save()
    parks = make_plan(found)
    attach_evidence(open_case(parks.plan), SimpleUploadedFile("heard.txt", HEARD), "Heard", by=found.director)
    return found


@pytest.fixture
def moved(monkeypatch):
    """`moved(place)`: the portal of this process serves from there."""

    def move(to: Place) -> None:
        """Until the test ends."""
        connection.close()
        monkeypatch.setitem(connection.settings_dict, "NAME", to.owner_url.rpartition("/")[2].partition("?")[0])
        monkeypatch.setattr(settings, "EVIDENCE_ROOT", to.folder / "evidence")

    yield move
    connection.close()
    monkeypatch.undo()


def rights(database: Place) -> list[tuple[str, str, str]]:
    with psycopg.connect(database.owner_url) as owner:
        return owner.execute(RIGHTS).fetchall()


def rename_somebody(city):
    with acting(by=city.technician, act="rename", why="after the backup"):
        city.manager.name = "Nell Afterwards"
        city.manager.save()


def test_backup_wiped_and_restored_is_the_same_portal(here, elsewhere, city, moved, tmp_path, capsys):
    kept, gone = (seal("complaint", {"what": words}, about="complaint:7") for words in ("kept", "gone"))
    path, faults = back_up(here, tmp_path / "backups")
    assert faults == []
    manifest, before = proven(path), rights(here)
    wrapped = [file.read_bytes().strip() for file in keys.folder().glob("??/*.key")]
    assert len(wrapped) >= 2
    assert not [key for key in wrapped if key in path.read_bytes()]
    erase(gone, by=city.attorney, via=None, why="Asked to, after the backup")
    assert [name for name in manifest.files if name != archive.DATABASE] == [f"evidence/{'/'.join(kept_at(DIGEST))}"]
    assert settings.SECRET_KEY.encode() not in path.read_bytes()
    rename_somebody(city)  # and history with it is handed out
    write_export(tmp_path / "later", by="the auditor")
    connection.close()
    shutil.copytree(settings.PAYLOAD_KEYS, elsewhere.folder / "keys")  # the folder stays where it is

    restore(elsewhere, path, manifest, attested=[attestation(tmp_path / "later" / "manifest.json")])
    said = capsys.readouterr().out
    assert "verify.py says: Everything is as exported." in said
    assert "Evidence: 1 of 1 files hash to their names." in said
    assert "protected from the portal's login" in said
    assert "Sealed texts: 1; 1 that were erased after the backup are erased again." in said
    assert re.search(r"GAP: the export of .* attests \d+ entries of history; the restored portal has \d+\.", said)
    after = rights(elsewhere)
    assert [each for each in after if each not in before] == []
    assert [each for each in before if each not in after] == []

    moved(elsewhere)
    assert Payload.objects.get(pk=gone.payload).ciphertext is None
    assert read(kept, by=city.attorney, via=None, why="To see that it is there") == {"what": "kept"}
    with pytest.raises(Erased):
        read(gone, by=city.attorney, via=None, why="To see that it is gone")
    browser = Client()
    assert browser.post("/accounts/login/", {"login": city.director.email, "password": PASSWORD}).status_code == 302
    assert Plan.objects.get().title in browser.get("/plans/").content.decode()
    assert elsewhere.folder.joinpath("evidence", *kept_at(DIGEST)).read_bytes() == HEARD
    assert Attachment.objects.get().attached_by == city.director
    assert not Person.objects.filter(name="Nell Afterwards").exists()


def kept_at(digest: str) -> tuple[str, str, str]:
    return digest[:2], digest[2:4], digest


def test_portal_that_holds_something_is_not_replaced_unasked_nor_half(here, city, tmp_path, monkeypatch):
    monkeypatch.setenv("PORTAL_BACKUPS", str(tmp_path / "safe"))
    path, _ = back_up(here, tmp_path)
    manifest = proven(path)
    with pytest.raises(Trouble, match="The portal still runs on this database"):
        restore(here, path, manifest, over=True)
    connection.close()
    with pytest.raises(Trouble, match="holds something; nothing was changed"):
        restore(here, path, manifest)
    rename_somebody(city)
    now = Person.objects.count()
    connection.close()
    manifest.facts["rows"]["raci_person"] += 1  # as if the dump had lost somebody
    with pytest.raises(Trouble, match=f"raci_person has {now} rows, the manifest says {now + 1}"):
        restore(here, path, manifest, over=True)
    assert Person.objects.filter(name="Nell Afterwards").exists()
    [safe] = (tmp_path / "safe").glob("*.tar")
    assert proven(safe).facts["ledger"]["entries"] > manifest.facts["ledger"]["entries"]


def test_what_was_there_after_the_backup_is_said_to_be_missing(here, city, tmp_path):
    path, _ = back_up(here, tmp_path)
    manifest = proven(path)
    rename_somebody(city)
    with psycopg.connect(here.owner_url, autocommit=True) as owner:
        owner.execute("SELECT seal_now()")
        [gap] = replaced(owner, manifest)
    assert re.search(r"entries (\d+) to \d+ of history", gap).group(1) == str(manifest.facts["ledger"]["entries"] + 1)
    path.rename(tmp_path / "older.tar")
    later = archive.Manifest({**manifest.facts, "at": "2999-01-01T00:00:00+00:00"})
    with archive.writing(tmp_path / "newer.tar") as (writer, _):
        writer.finish(later.facts)
    assert [gap.split(" is newer")[0] for gap in newer_archives(tmp_path / "older.tar", manifest)] == ["newer.tar"]


def test_damaged_and_missing_evidence_is_said_and_the_rest_kept(here, city, tmp_path):
    file = here.folder.joinpath("evidence", *kept_at(DIGEST))
    file.chmod(0o600)
    file.write_bytes(b"something else")
    path, [fault] = back_up(here, tmp_path / "one")
    assert "was altered" in fault
    file.unlink()
    path, [fault] = back_up(here, tmp_path / "two")
    assert f"evidence {DIGEST} is missing" in fault
    assert prove_all(path)


def prove_all(path: Path) -> bool:
    return archive.prove(path).facts["city"] == "City of Portland"


def test_archive_of_a_newer_portal_is_refused_before_anything_changes(here, city, tmp_path):
    path, _ = back_up(here, tmp_path)
    manifest = proven(path)
    manifest.facts["migrations"].append("raci.9999_from_the_future")
    with pytest.raises(Trouble, match=r"does not know raci\.9999_from_the_future"):
        restore(here, path, manifest, over=True)


def test_manifest_of_an_export_that_was_edited_attests_nothing(tmp_path):
    (tmp_path / "manifest.json").write_text('{"entries": 1,\n "sha256_of_all_above": "00"\n}\n')
    with pytest.raises(Trouble, match="was edited"):
        attestation(tmp_path / "manifest.json")
