"""`manage.py export_history --out DIR`: the whole history as files that prove themselves unaltered."""

from __future__ import annotations

import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from raci.history.export import write_export
from raci.refusals import Refusal


class Command(BaseCommand):
    """Writes the export and prints the hash to note."""

    help = "Writes the whole history into a new folder, with a program that checks it without the portal."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and in whose name."""
        parser.add_argument("--out", required=True, type=Path, help="a folder that is new or empty")
        parser.add_argument("--by", default="", help="who exports, as the manifest will say (default: who runs this)")

    def handle(self, *, out: Path, by: str, **_options: Any) -> None:
        """Write, then say what to keep."""
        try:
            exported = write_export(out.absolute(), by=by or f"{getpass.getuser()}, at the command line")
        except (Refusal, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{exported.entries} entries are in {out}. Check them: python3 {out / 'verify.py'}")
        self.stdout.write(f"Note this hash of manifest.json apart from the folder: {exported.manifest_sha256}")
