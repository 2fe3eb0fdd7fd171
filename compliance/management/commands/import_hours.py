"""manage.py import_hours FILE --as dana@city.gov: labor hours of Section 3 from a file; all of it or nothing."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance.actions.labor_hours import bring_in_hours
from compliance.queries.labor_hours import plan_of
from raci.actions.imports import spoken
from raci.authority import facts_for
from raci.imports.reading import MOST_BYTES
from raci.imports.verdicts import Fate, Unreadable
from raci.models import Person
from raci.refusals import Refusal


class Command(BaseCommand):
    """Prints the verdict of each row, then brings in all or nothing; again with the same file, nothing changes."""

    help = "Bring in labor hours of Section 3 projects (CSV, XLSX); all of it or nothing"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and who brings it in."""
        parser.add_argument("file", type=Path, help="one contractor in one period a row")
        parser.add_argument(
            "--as", dest="by", metavar="EMAIL", required=True, help="who brings it in: R of 1.4 in the unit"
        )
        parser.add_argument("--dry-run", action="store_true", help="say the verdict of each row, and change nothing")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Read, judge, say, bring in."""
        person = Person.objects.filter(email__iexact=options["by"], is_active=True).first()
        if person is None:
            raise CommandError("Say who brings it in: --as EMAIL, of somebody with an account.")
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                found = plan_of(file.read(MOST_BYTES + 1), path.name, facts_for(person))
            for row in found.plan.rows:
                why = " ".join(spoken(one) for one in row.reasons)
                self.stdout.write(f"line {row.line}: {row.fate.value}: {row.name}" + (f" ({why})" if why else ""))
            self.stdout.write(", ".join(f"{found.plan.count(fate)} {fate.value}" for fate in Fate))
            if options["dry_run"]:
                self.stdout.write("Nothing was changed.")
                return
            self.stdout.write(f"{bring_in_hours(found, by=person)} rows of hours are in.")
        except Unreadable as problem:
            raise CommandError(spoken(problem.sentence)) from problem
        except (Refusal, OSError) as problem:
            raise CommandError(str(problem)) from problem
