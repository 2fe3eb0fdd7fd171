"""Bring in a log of complaints kept elsewhere, from a CSV file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance.actions.complaint_logs import bring_in_log, judge_log
from compliance.complaints.reading_logs import HEADINGS
from raci.models import Person
from raci.refusals import Refusal


class Command(BaseCommand):
    """Says the verdict of each row by its line, never what it holds; then brings in what is new."""

    help = "Brings in a log of complaints (CSV); says the verdict of each row. --dry-run changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, by whom, and which column is what."""
        parser.add_argument("file", type=Path, help="a CSV file with a line of headings")
        parser.add_argument(
            "--as", dest="person", help="e-mail of who brings it in: a coordinator of a programme, or counsel"
        )
        parser.add_argument("--log", default="", help="how the log is called; the file's name where nothing is said")
        parser.add_argument("--dry-run", action="store_true", help="say the verdict of each row, and change nothing")
        parser.add_argument(
            "--column", action="append", default=[], metavar="NAME=HEADING",
            help=f"which column is what; NAME is one of {', '.join(HEADINGS)}",
        )  # fmt: skip

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Read, judge, say, bring in."""
        path: Path = options["file"]
        said = dict(one.split("=", 1) for one in options["column"] if "=" in one)
        try:
            judged = judge_log(path.read_bytes(), log=options["log"] or path.name, said=said)
            names = (f"{name} = “{judged.mapped.headings[at]}”" for name, at in judged.mapped.columns.items())
            self.stdout.write("Columns: " + ", ".join(names))
            if judged.mapped.unused:
                self.stdout.write("Not used: " + ", ".join(f"“{one}”" for one in judged.mapped.unused))
            for row in judged.rows:
                reasons = " ".join((*row.problems, *row.remarks))
                self.stdout.write(f"line {row.line}: {row.fate.value}" + (f" ({reasons})" if reasons else ""))
            told = ", ".join(f"{n} {fate.value}" for fate, n in judged.counts.items())
            self.stdout.write(f"{len(judged.rows)} rows: {told}")
            if options["dry_run"]:
                self.stdout.write("Nothing was changed.")
                return
            by = Person.objects.filter(email__iexact=options["person"] or "").first()
            if by is None:
                raise CommandError("Say by whom: --as EMAIL of a coordinator of a programme, or of counsel.")
            self.stdout.write(f"{bring_in_log(judged, by=by)} added.")
        except (Refusal, OSError) as problem:
            raise CommandError(str(problem)) from problem
