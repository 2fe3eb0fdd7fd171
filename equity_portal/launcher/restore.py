"""Back from an archive: proven whole before anything is touched, the database in one transaction, then looked over again.

restore FILE [--over] [--exported MANIFEST.json ...]     verify FILE

`--over` replaces a portal that holds something, after a backup of it. `--exported` names manifests of history exports that were
handed out: entries that an export attests and the archive does not have are said.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import psycopg

from equity_portal.launcher import archive
from equity_portal.launcher.backup import back_up, is_portal, ledger_of, refuse_newer_server
from equity_portal.launcher.home import ROOT
from equity_portal.launcher.place import Place, alone, backups_folder
from equity_portal.launcher.postgres import client_programs
from equity_portal.launcher.supervisor import say
from equity_portal.launcher.trouble import Trouble

# All of it commits or none: whoever cuts a restore off, anywhere before the last word, leaves the database as it was.
BEFORE = """\\set ON_ERROR_STOP on
BEGIN;
SET LOCAL lock_timeout = '20s';
DROP SCHEMA IF EXISTS public CASCADE;
"""
AFTER = """
DO $$
DECLARE name text; wanted bigint; found bigint;
BEGIN
    FOR name, wanted IN SELECT key, value::bigint FROM pg_catalog.json_each_text('{rows}') LOOP
        EXECUTE pg_catalog.format('SELECT pg_catalog.count(*) FROM public.%I', name) INTO found;
        IF found <> wanted THEN
            RAISE EXCEPTION '% has % rows, the manifest says %', name, found, wanted;
        END IF;
    END LOOP;
    FOR name IN SELECT value FROM pg_catalog.json_array_elements_text('{closed}') LOOP
        EXECUTE 'REVOKE ALL ON FUNCTION ' || name || ' FROM PUBLIC';
    END LOOP;
END $$;
COMMIT;
"""
NEWER_SETTINGS = (b"SET transaction_timeout = 0;\n",)  # PostgreSQL 17 writes them, 16 does not know them


def main(arguments: Sequence[str]) -> int:
    """Restore, and say step by step what was done."""
    asked = parsed(arguments)
    manifest = proven(asked.file)
    attested = [attestation(path) for path in asked.exported]
    with alone() as place:
        restore(place, asked.file, manifest, over=asked.over, attested=attested)
    return 0


def verify(arguments: Sequence[str]) -> int:
    """Prove an archive, and change nothing."""
    parser = ArgumentParser(prog="verify", description="Reads every byte of a backup; changes nothing.")
    parser.add_argument("file", type=Path)
    proven(parser.parse_args(arguments).file)
    return 0


def parsed(arguments: Sequence[str]) -> Namespace:
    """What is asked."""
    parser = ArgumentParser(prog="restore", description="Puts a backup in the place of a portal's data.")
    parser.add_argument("file", type=Path, metavar="FILE", help="an archive that backup made")
    parser.add_argument(
        "--over", action="store_true", help="replace a portal that holds something (a backup of it is made first)"
    )
    parser.add_argument(
        "--exported",
        type=Path,
        action="append",
        default=[],
        metavar="MANIFEST",
        help="manifest.json of a history export",
    )
    return parser.parse_args(arguments)


def proven(path: Path) -> archive.Manifest:
    """The manifest of a whole archive, or trouble."""
    try:
        manifest = archive.prove(path)
    except archive.Damaged as damage:
        raise Trouble(f"{path} is not restored, nothing was changed: {damage}.") from None
    facts, ledger = manifest.facts, manifest.facts["ledger"]
    say(
        f"The archive is whole: {facts['city'] or 'a portal without a city'}, {facts['at']}, PostgreSQL "
        f"{facts['postgresql']}, {len(manifest.files) - 1} files, {sum(facts['rows'].values())} rows, "
        f"{ledger['entries']} entries of history."
    )
    return manifest


def restore(
    place: Place, path: Path, manifest: archive.Manifest, *, over: bool = False, attested: Sequence[tuple[str, int, str]] = ()
) -> None:  # fmt: skip
    """Refuse what must be refused, then do it."""
    child(place.environment, "proof", "known", text=manifest.text())
    with psycopg.connect(place.owner_url, autocommit=True) as connection:
        refuse_newer_server(connection)
        refuse_running(connection, place.login)
        gaps = [*newer_archives(path, manifest), *replaced(connection, manifest)]
        if not is_empty(connection, place):
            if not over:
                raise Trouble(
                    f"The portal in {place.folder} holds something; nothing was changed. To replace it, say so with "
                    "--over (make restore FILE=... OVER=1); a backup of it is made first."
                )
            back_up(place, backups_folder())
    files = {name: digest for name, digest in manifest.files.items() if name != archive.DATABASE}
    written = archive.unpack(path, files, lambda name: place.folder / name)
    say(f"Files: {written} written, {len(files) - written} were there already.")
    put_back(place, path, manifest)
    with psycopg.connect(place.owner_url) as connection:
        gaps += [gap for each in attested for gap in unattested(connection, each)]
    child(place.as_owner(), "prepare", "owner")
    say("Migrated; the portal's own login has its rights anew and cannot alter history.")
    child(place.environment, "proof", "data", text=manifest.text())
    if place.home:
        place.home.mark("city", manifest.facts["city_folder"] if manifest.facts["city"] else "")
        say(
            "Put back secret_key, payload_key and keys (and demo_password) if you kept them; with another secret_key everybody "
            "signs in again, without the others no sealed text can be read."
        )
    for gap in gaps:
        say(f"GAP: {gap}")
    say(
        "Restored." if not gaps else "Restored, with the gaps named above: tell whoever holds those exports or backups."
    )


# ---- refusals


def refuse_running(connection: psycopg.Connection[Any], login: str) -> None:
    """While a portal serves from this database, nothing is replaced under it."""
    row = connection.execute(
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = %s AND pid <> pg_backend_pid()",
        [login],
    ).fetchone()
    if row and row[0]:
        raise Trouble(
            f"The portal still runs on this database ({row[0]} connections of {login}); stop web, worker and beat first. "
            "Nothing was changed."
        )


def is_empty(connection: psycopg.Connection[Any], place: Place) -> bool:
    """No city, no people, no files: what a first start leaves before a city is loaded counts as empty."""
    if next(place.files(), None):
        return False
    if not is_portal(connection):
        row = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
        return bool(row and not row[0])
    row = connection.execute("SELECT NOT EXISTS (SELECT FROM raci_unit)").fetchone()
    return bool(row and row[0])


# ---- what was promised after the backup was made


def newer_archives(path: Path, manifest: archive.Manifest) -> Iterator[str]:
    """A later backup of the same city beside this one."""
    for other in sorted(path.resolve().parent.glob("*.tar")):
        try:
            facts = archive.peek(other).facts
        except archive.Damaged:
            continue
        if facts["city"] == manifest.facts["city"] and facts["at"] > manifest.facts["at"]:
            more = facts["ledger"]["entries"] - manifest.facts["ledger"]["entries"]
            yield f"{other.name} is newer ({facts['at']}) and has {more} entries of history more."


def replaced(connection: psycopg.Connection[Any], manifest: archive.Manifest) -> Iterator[str]:
    """The portal being replaced knows more."""
    if not is_portal(connection):
        return
    now, kept = ledger_of(connection), manifest.facts["ledger"]
    if now["entries"] > kept["entries"]:
        yield (
            f"the portal being replaced has entries {kept['entries'] + 1} to {now['entries']} of history (sealed until "
            f"{now['sealed_at']}); they are not in this backup of {manifest.facts['at']}."
        )


def attestation(path: Path) -> tuple[str, int, str]:
    """Name, number of entries and last seal of an export that was handed out."""
    try:
        data = path.read_bytes()
        body, mark, _ = data.partition(b' "sha256_of_all_above"')
        if not mark or data != body + f' "sha256_of_all_above": "{hashlib.sha256(body).hexdigest()}"\n}}\n'.encode():
            raise ValueError
        found = json.loads(data)
        return f"the export of {found['at']}", int(found["entries"]), str(found["head"])
    except OSError as problem:
        raise Trouble(f"{path} cannot be read: {problem.strerror}.") from None
    except (ValueError, KeyError, TypeError):
        raise Trouble(f"{path} is no manifest.json of a history export, or was edited.") from None


def unattested(connection: psycopg.Connection[Any], export: tuple[str, int, str]) -> Iterator[str]:
    """What an export attests and the restored ledger does not have."""
    name, entries, head = export
    now = ledger_of(connection)
    if now["entries"] < entries:
        yield f"{name} attests {entries} entries of history; the restored portal has {now['entries']}."
    elif (
        entries
        and not connection.execute(
            "SELECT FROM seal WHERE first + entries - 1 = %s AND encode(hash, 'hex') = %s", [entries, head]
        ).fetchone()
    ):
        yield f"{name} attests another history than the restored one: at entry {entries} the seals differ."


# ---- doing it


def put_back(place: Place, path: Path, manifest: archive.Manifest) -> None:
    """The database as it was, each table with as many rows as the manifest says; in one transaction."""
    with tempfile.TemporaryDirectory(prefix="portal-restore-") as folder:
        dump = Path(folder) / archive.DATABASE
        archive.unpack(path, {archive.DATABASE: manifest.files[archive.DATABASE]}, lambda _: dump)
        replay(place, dump, manifest.facts)
    rows = manifest.facts["rows"]
    say(f"Database: {len(rows)} tables, {sum(rows.values())} rows, each count as in the manifest.")


def replay(place: Place, dump: Path, facts: Mapping[str, Any]) -> None:
    """pg_restore's words into one transaction of psql. Owners and rights are given anew afterwards: logins differ."""
    programs = client_programs()
    speak = [str(programs / "pg_restore"), "--no-owner", "--no-privileges", "--file=-", str(dump)]
    act = [str(programs / "psql"), "--no-psqlrc", "--quiet", "--output=/dev/null", "--file=-"]
    with tempfile.TemporaryFile() as complaints:
        speaking = subprocess.Popen(speak, stdout=subprocess.PIPE, stderr=complaints, env={"LC_ALL": "C.UTF-8"})  # noqa: S603
        acting = subprocess.Popen(act, stdin=subprocess.PIPE, stderr=complaints, env=place.libpq())  # noqa: S603
        assert speaking.stdout is not None
        assert acting.stdin is not None
        try:
            hand_over(speaking.stdout, acting.stdin)
            if speaking.wait() == 0:
                acting.stdin.write(last_words(facts).encode())
        except BrokenPipeError:
            pass  # psql went: its words say why
        finally:
            with contextlib.suppress(BrokenPipeError):
                acting.stdin.close()
            speaking.stdout.close()
            acting.wait()
            speaking.wait()
        if acting.returncode or speaking.returncode:
            complaints.seek(0)
            words = complaints.read().decode(errors="replace").strip().splitlines()
            raise Trouble("The database could not be restored and is as it was:\n  " + "\n  ".join(words[-5:]))


def last_words(facts: Mapping[str, Any]) -> str:
    """What is looked at and taken back before all of it commits."""
    text = AFTER
    for name in ("rows", "closed"):
        text = text.replace(f"{{{name}}}", json.dumps(facts[name]).replace("'", "''"))
    return text


def hand_over(speaking: IO[bytes], acting: IO[bytes]) -> None:
    """All that is said, without settings that an older server does not know."""
    acting.write(BEFORE.encode())
    for number, line in enumerate(speaking):
        if number > 60 or line not in NEWER_SETTINGS:
            acting.write(line)
    acting.flush()


def child(environment: Any, module: str, *arguments: str, text: str = "") -> None:
    """A step that needs Django, in a process of its own; its words are shown, its failure is ours."""
    command = [sys.executable, "-m", f"equity_portal.launcher.{module}", *arguments]
    done = subprocess.run(  # noqa: S603
        command, env=dict(environment), input=text, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if module == "proof" and done.stdout.strip():
        say(done.stdout.strip())
    if done.returncode:
        said = (done.stderr or done.stdout).strip().splitlines()
        raise Trouble("\n  ".join(said[-8:]) or f"{module} {' '.join(arguments)} failed.")
