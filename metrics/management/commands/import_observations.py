"""manage.py import_observations FILE --unit parks --as dana@city.gov: a file of figures becomes a batch, or is refused."""

from __future__ import annotations

import hashlib
import json
import time
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from metrics.actions.batches import About, begin_batch
from metrics.actions.bringing_in import bring_in
from metrics.bringing.judging import Judged, judge
from metrics.bringing.opening import Opened, opened
from metrics.bringing.telling import told, why_not
from metrics.models import Batch
from metrics.reading.files import open_table
from raci.actions.imports import spoken
from raci.imports.verdicts import Unreadable
from raci.models import Person, Unit
from raci.refusals import Refusal

ADDS = ("indicators", "groups", "places")


class Command(BaseCommand):
    """Reads, judges, and brings in all of it or nothing, as a draft that somebody hands in."""

    help = "Bring in a file of figures (CSV, XLSX, Parquet) as a batch; all of it or nothing"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whose it is, and what it does not say itself."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, help="code of the unit that reports the figures")
        parser.add_argument("--as", dest="by", metavar="EMAIL", help="who brings it in: R of 4.2 in the unit")
        parser.add_argument("--indicator", default="", help="code of the indicator, where no column names it")
        parser.add_argument("--period", default="", help="the period, where no column names it: 2021, 2021 Q2, FY 2025")
        parser.add_argument("--place", default="", help="code of the place, where no column names it")
        parser.add_argument("--mapping", type=Path, help="JSON: which column is what, as --json prints it")
        parser.add_argument("--title", default="", help="of the batch; the file's name if not given")
        parser.add_argument("--source", default="", help="who made the figures, and where they can be looked up")
        parser.add_argument("--corrects", type=int, help="number of the batch that this one replaces as a whole")
        parser.add_argument(
            "--add", default="", metavar="|".join(ADDS), help="what may be begun where the portal does not know it"
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would come of it, and change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Open, judge, say, bring in."""
        began = time.monotonic()
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                found = self._opened(file, path.name, options)
                judged, batch = self._do(found, path, options)
        except Unreadable as problem:
            raise CommandError(spoken(problem.sentence)) from problem
        except (Refusal, OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        self._say(found, judged, batch, time.monotonic() - began, options)

    def _opened(self, file: Any, name: str, options: dict[str, Any]) -> Opened:
        said = json.loads(options["mapping"].read_text(encoding="utf-8")) if options["mapping"] else None
        unknown = set(filter(None, options["add"].split(","))) - set(ADDS)
        if unknown:
            raise CommandError(f"--add takes {', '.join(ADDS)}.")
        found = opened(open_table(file, name), self._unit(options), said)
        mapping = found.mapping
        answers = {"indicator": options["indicator"], "period": options["period"], "place_code": options["place"]}
        mapping = replace(mapping, **{key: value for key, value in answers.items() if value})
        adds = found.choices.adds | set(filter(None, options["add"].split(",")))
        return replace(found, mapping=mapping, choices=replace(found.choices, adds=adds))

    def _unit(self, options: dict[str, Any]) -> Unit:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit with the code {options['unit']}.")
        return unit

    def _do(self, found: Opened, path: Path, options: dict[str, Any]) -> tuple[Judged, Batch | None]:
        if options["dry_run"]:
            return judge(found.table, found.mapping, found.choices), None
        person = Person.objects.filter(email__iexact=options["by"] or "", is_active=True).first()
        if person is None:
            raise CommandError("Say who brings it in: --as EMAIL, of somebody with an account.")
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        about = About(
            options["title"] or path.stem,
            Batch.Origin.FILE,
            options["source"],
            file_name=path.name[:255],
            file_sha256=sha256,
        )
        with transaction.atomic():
            corrects = Batch.objects.get(pk=options["corrects"]) if options["corrects"] else None
            batch = begin_batch(self._unit(options), about, by=person, corrects=corrects)
            judged = bring_in(batch, found.table, found.mapping, found.choices, by=person)
        return judged, batch

    def _say(self, found: Opened, judged: Judged, batch: Batch | None, seconds: float, options: dict[str, Any]) -> None:
        facts = told(judged)
        if options["json"]:
            facts |= {
                "file": found.table.name,
                "batch": batch.pk if batch else None,
                "seconds": round(seconds, 3),
                "questions": [spoken(one.sentence) for one in found.proposal.questions],
                "mapping": {"file": found.mapping.plain(), "names": found.choices.plain()},
            }
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
            return
        self.stdout.write(
            f"{facts['rows']} rows: {facts['read']} figures read, {facts['empty']} without a figure, "
            f"{facts['refused']} refused; {facts['cells']} values in {facts['series']} series."
        )
        for one in facts["refusals"]:
            self.stdout.write(f"line {one['line']}: {one['field']} {one['reason']}")
        totals = facts["totals"]
        self.stdout.write(f"{totals['compared']} totals compared with their groups: {totals['agree']} agree.")
        for one in totals["differ"]:
            self.stdout.write(f"{one['place']} {one['dimension']}: total {one['total']}, groups {one['groups']}")
        for problem in why_not(judged, found.choices) if batch is None else ():
            self.stdout.write(problem.text)
        self.stdout.write(f"Batch {batch.pk}: a draft, to be handed in." if batch else "Nothing was changed.")
