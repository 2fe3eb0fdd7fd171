"""How the bodies of a roster stand on a day, from its file. Needs no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from boards.management.arguments import day
from metrics.management.calculating import as_text


class Command(BaseCommand):
    """Thin: opens the files, reads, counts, prints."""

    help = (
        "Seats, filled, vacant, expired and holdover of each body of a roster on a day, and a remark on every odd row. FILE: "
        "CSV, XLSX or JSON: Boston's and Open States' layouts, New York City's organisations, Popolo, or a plain table with a "
        "row each membership; several files only of JSON of one database. Needs no database. Exit code 0: told; 1: a file "
        "cannot be read, and why."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files, the day, and how to print."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--on", type=day, required=True, metavar="DATE", help="the day: 2026-06-30")
        parser.add_argument("--map", action="append", default=[], metavar="FIELD=HEADING", help="of a plain table")
        parser.add_argument("--json", action="store_true", help="for programs: one JSON object")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Count, then print: nothing is printed of a file that is refused."""
        from boards.rosters.mapping import chosen
        from boards.rosters.reading import File, read_roster
        from boards.rosters.telling import seats_on
        from raci.imports.verdicts import Unreadable

        try:
            with ExitStack() as stack:
                files = [File(path.name, stack.enter_context(path.open("rb"))) for path in options["files"]]
                found = seats_on(read_roster(files, chosen(files, options["map"])), options["on"])
        except OSError as error:
            raise CommandError(f"{error.filename}: it cannot be read: {error.strerror}.", returncode=1) from error
        except Unreadable as problem:
            raise CommandError(str(problem), returncode=1) from problem
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))
        else:
            self.stdout.write("\n".join(as_text(found)))
