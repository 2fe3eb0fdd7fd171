"""What `import_units` and `import_people` share."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raci.actions.imports import Source, bring_in, judge, spoken
from raci.imports.columns import PEOPLE_FIELDS, UNIT_FIELDS, Table, tabulate
from raci.imports.reading import MOST_BYTES, read_sheet
from raci.imports.verdicts import Choice, Fate, Plan, Row, Unreadable
from raci.models import ListKind
from raci.refusals import Refusal

FIELDS = {ListKind.UNITS: UNIT_FIELDS, ListKind.PEOPLE: PEOPLE_FIELDS}


class ImportCommand(BaseCommand):
    """Prints the verdict of each row, then brings in what is chosen; again with the same file, nothing changes."""

    kind: ListKind

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and what to do with it."""
        parser.add_argument("file", type=Path, help="a CSV file or workbook (.xlsx)")
        parser.add_argument("--dry-run", action="store_true", help="say the verdict of each row, and change nothing")
        parser.add_argument(
            "--differences", choices=[one.value for one in Choice], default=Choice.STOP.value,
            help="stop: bring in nothing while a row is refused (default); skip: leave what is there as it is; "
            "update: change it",
        )  # fmt: skip

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Read, judge, say, bring in."""
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                source = Source(path.name, file.read(MOST_BYTES + 1))
            sheet = read_sheet(source.content, source.name)
            table = tabulate(sheet, FIELDS[self.kind], file_name=source.name)
            self.stdout.write(spoken(sheet.read_as))
            self.say_columns(table)
            self.say(judge(self.kind, table))
            if options["dry_run"]:
                self.stdout.write("Nothing was changed.")
                return
            batch = bring_in(self.kind, table, source, Choice(options["differences"]))
        except Unreadable as problem:
            raise CommandError(spoken(problem.sentence)) from problem
        except (Refusal, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"{len(batch.added)} added, {len(batch.changed)} changed.")

    def say_columns(self, table: Table) -> None:
        """Which column is read as what, and which are not used."""
        names = [one.heading or f"column {at}" for at, one in enumerate(table.columns, start=1)]
        read = (f"{name} = “{names[at]}”" if at < len(names) else name for name, at in table.mapping.items())
        self.stdout.write("Columns: " + ", ".join(read))
        if table.unused:
            self.stdout.write("Not used: " + ", ".join(f"“{names[at]}”" for at in table.unused))

    def say(self, plan: Plan) -> None:
        """Each row, then how many of each."""
        for row in plan.rows:
            self.stdout.write(_line(row))
        self.stdout.write(", ".join(f"{plan.count(fate)} {fate.value}" for fate in Fate))


def _line(row: Row) -> str:
    reasons = " ".join(spoken(one) for one in row.reasons)
    return f"line {row.line}: {row.fate.value}: {row.name}" + (f" ({reasons})" if reasons else "")
