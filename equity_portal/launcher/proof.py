"""What a restore asks of the portal's own code, in a process of its own; the archive's manifest comes on standard input.

python -m equity_portal.launcher.proof known     does this portal know every migration of the archive?
python -m equity_portal.launcher.proof data      is what was restored whole: guard, history, evidence, rights?
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django


def main(arguments: list[str]) -> int:
    """Say what is well; the first thing that is not ends it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "equity_portal.settings")
    django.setup()
    manifest = json.load(sys.stdin)
    for words, fault in (known if arguments == ["known"] else data)(manifest):
        if fault:
            print(fault, file=sys.stderr)
            return 1
        print(words)
    return 0


Found = Iterator[tuple[str, str]]  # what is well, or what is not


def known(manifest: dict[str, Any]) -> Found:
    """An archive of a newer portal cannot be read by an older one."""
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None)
    replaced = {each for one in loader.disk_migrations.values() for each in one.replaces}
    ours = {f"{app}.{name}" for app, name in {*loader.disk_migrations, *replaced}}
    strange = [name for name in manifest["migrations"] if name not in ours]
    yield (
        "This portal knows every migration of the archive.",
        f"The archive was made by another portal, most likely a newer one; this one does not know {', '.join(strange[:3])}. "
        "Nothing was changed. Install the version that made it, or a newer one."
        if strange
        else "",
    )


def data(manifest: dict[str, Any]) -> Found:
    """As the portal's own login."""
    yield guard()
    yield login()
    yield ledger(manifest["ledger"])
    yield history()
    yield evidence()
    yield sealed()


def guard() -> tuple[str, str]:
    """Every tracked table has its triggers (system check raci.E001)."""
    from django.core.checks import run_checks

    faults = [str(each) for each in run_checks(databases=["default"]) if each.id == "raci.E001"]
    return "Guard: every tracked table has its triggers.", "\n".join(faults)


def login() -> tuple[str, str]:
    """History is protected from whoever the portal is to the database."""
    from equity_portal.health import history_state

    state = history_state()
    if state.startswith("NOT") and os.environ.get("PORTAL_HTTPS") == "1":
        return "", f"History is {state}."
    return f"History: {state}.", ""


def ledger(kept: dict[str, Any]) -> tuple[str, str]:
    """The seal that stood last when the backup was made stands there again."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT encode(hash, 'hex') FROM seal WHERE first + entries - 1 = %s", [kept["entries"]])
        row = cursor.fetchone()
    found = row[0] if row else ""
    fault = (
        "" if found == kept["head"] else f"The ledger's seal at entry {kept['entries']} is not the one of the backup."
    )
    return f"Ledger: {kept['entries']} entries under the seal {kept['head'][:16]}...", fault


def history() -> tuple[str, str]:
    """An export of the restored history, checked by the program that auditors get."""
    from raci.history.export import write_export

    with tempfile.TemporaryDirectory(prefix="portal-proof-") as folder:
        out = Path(folder) / "history"
        exported = write_export(out, by="restore")
        checked = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(out / "verify.py")], capture_output=True, text=True, check=False
        )
    words = f"History: {exported.entries} entries, verify.py says: {checked.stdout.strip()}"
    return words, words + checked.stderr if checked.returncode else ""


def evidence() -> tuple[str, str]:
    """Every file that a row names is there and hashes to its name."""
    from raci.actions.evidence import evidence_root
    from raci.evidence import storage
    from raci.models import Blob

    faults, many = [], 0
    for digest in Blob.objects.order_by("sha256").values_list("sha256", flat=True).iterator():
        many += 1
        try:
            storage.open_verified(evidence_root(), digest).close()
        except storage.Damaged as damage:
            faults.append(f"DAMAGED evidence {damage}")
    # it was so when the backup was made, which said so then: the rest of the portal is not held back by it
    return "\n".join([*faults, f"Evidence: {many - len(faults)} of {many} files hash to their names."]), ""


def sealed() -> tuple[str, str]:
    """What was erased since the backup is erased again; texts without their keys hold nothing back."""
    from raci.sealed.finishing import finish_erasures, without_key

    erased = finish_erasures()
    texts, missing = without_key()
    said = f"Sealed texts: {texts}"
    said += f"; {erased} that were erased after the backup are erased again" if erased else ""
    said += f"; of {missing} the key is not here: copy_payload_keys --from brings it" if missing else ""
    return f"{said}.", ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
