"""manage.py import_languages FILE --unit parks --service "Swimming lessons" --as dana@city.gov: counts into a worksheet."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from compliance.actions.language_assessments import bring_in_counts
from compliance.language.counting import Counts, count
from compliance.models import LanguageAssessment
from metrics.reading.files import open_table
from raci.actions.imports import spoken
from raci.imports.verdicts import Unreadable
from raci.models import Person
from raci.refusals import Refusal

HEAPS = ("used", "totals", "other", "outside", "empty", "refused")


class Command(BaseCommand):
    """Counts, says what became of each row, and brings all of it in or nothing."""

    help = "Bring counts of people by language (CSV, XLSX: one count a row) into a language assessment; all of it or nothing"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whose it is, and what it does not say itself."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would come of it, and change nothing")
        parser.add_argument("--unit", default="", help="code of the unit whose service it is")
        parser.add_argument("--service", default="", help="the programme or service, as its assessment calls it")
        parser.add_argument(
            "--as", dest="by", metavar="EMAIL", default="", help="who brings it in: R of 1.4 in the unit"
        )
        parser.add_argument(
            "--begins-with", default="", metavar="CODE", help="only places whose code begins so (41051)"
        )
        parser.add_argument("--table", default="C16001", help="the Census's number of the table")
        parser.add_argument("--years", default="", help='the years of the survey: "2015-2019"')
        parser.add_argument("--place", default="", help='what the sum is of: "Multnomah County"')
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Count, bring in, say."""
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                found = count(open_table(file, path.name), prefix=options["begins_with"], period=options["years"])
            brought = None if options["dry_run"] else self._bring_in(found, options)
        except Unreadable as problem:
            raise CommandError(spoken(problem.sentence)) from problem
        except (Refusal, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self._say(found, brought, options)
        if found.refused:
            raise CommandError(f"{found.refused} of {found.rows} rows are refused: nothing came in.")

    def _bring_in(self, found: Counts, options: dict[str, Any]) -> LanguageAssessment:
        person = Person.objects.filter(email__iexact=options["by"], is_active=True).first()
        if person is None:
            raise CommandError("Say who brings it in: --as EMAIL, of somebody with an account.")
        rows = LanguageAssessment.objects.select_related("service__unit").order_by("-number")
        row = rows.filter(service__unit__code=options["unit"], service__title__iexact=options["service"]).first()
        if row is None:
            raise CommandError(
                "There is no such assessment: say --unit and --service as its page does, or begin it there."
            )
        source = {"table": options["table"], "vintage": options["years"], "place": options["place"]}
        bring_in_counts(row, found, source, by=person)
        return row

    def _say(self, found: Counts, brought: LanguageAssessment | None, options: dict[str, Any]) -> None:
        if options["json"]:
            plain = {**asdict(found), "rows": found.rows, "assessment": brought.pk if brought else None}
            plain["faults"] = [{"line": one.line, "why": str(one.sentence)} for one in found.faults]
            self.stdout.write(json.dumps(plain, ensure_ascii=False, indent=2))
            return
        heaps = ", ".join(f"{getattr(found, heap)} {heap}" for heap in HEAPS)
        self.stdout.write(f"{found.rows} rows: {heaps}. {found.places} places, {found.population or 'unknown'} people.")
        for one in found.languages:
            margin = "" if one.margin_of_error is None else f" ± {one.margin_of_error}"
            weak = f", {one.weak_parts} of {one.parts} places not reliable by themselves" if one.weak_parts else ""
            self.stdout.write(f"  {one.name}: {one.speakers}{margin}{weak}")
        for fault in found.faults:
            self.stdout.write(f"  line {fault.line}: {fault.sentence}")
        self.stdout.write("Nothing is changed." if brought is None else f"Brought into assessment {brought.pk}.")
