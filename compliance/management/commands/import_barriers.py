"""manage.py import_barriers FILE --unit parks --as dana@city.gov: a survey of barriers comes in, or is refused."""

from __future__ import annotations

import hashlib
import json
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from compliance.actions.surveys import begin_batch, bring_in, said_of
from compliance.models import BarrierBatch
from compliance.surveys.judging import Judged, judge
from compliance.surveys.mapping import Mapping
from metrics.reading.files import Table, open_table
from raci.actions.imports import spoken
from raci.imports.verdicts import Unreadable
from raci.models import Person, Unit
from raci.refusals import Refusal

MOST_SAID = 100


class Command(BaseCommand):
    """Reads, judges, and brings in all of it or nothing."""

    help = "Bring in a survey of barriers (CSV, XLSX); all of it or nothing"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, whose it is, and how it is read."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--unit", required=True, help="code of the unit whose facilities these are")
        parser.add_argument("--as", dest="by", metavar="EMAIL", help="who brings it in: R of 1.4 in the unit")
        parser.add_argument("--mapping", type=Path, help="JSON: which column holds which field, as --json prints it")
        parser.add_argument("--dry-run", action="store_true", help="say what would come of it, and change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Open, judge, say, bring in."""
        began, path = time.monotonic(), options["file"]
        try:
            with path.open("rb") as file:
                table = open_table(file, path.name)
                mapping = self._mapping(table, options)
                judged, batch = self._do(table, mapping, path, options)
        except Unreadable as problem:
            raise CommandError(spoken(problem.sentence)) from problem
        except (Refusal, OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        self._say(judged, mapping, batch, time.monotonic() - began, options)

    def _mapping(self, table: Table, options: dict[str, Any]) -> Mapping:
        if options["mapping"]:
            return Mapping.of(json.loads(options["mapping"].read_text(encoding="utf-8")))
        return Mapping.proposed(table.headings)

    def _do(
        self, table: Table, mapping: Mapping, path: Path, options: dict[str, Any]
    ) -> tuple[Judged, BarrierBatch | None]:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit with the code {options['unit']}.")
        if options["dry_run"]:
            return judge(table, mapping, unit), None
        person = Person.objects.filter(email__iexact=options["by"] or "", is_active=True).first()
        if person is None:
            raise CommandError("Say who brings it in: --as EMAIL, of somebody with an account.")
        with path.open("rb") as file:
            sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        with transaction.atomic():
            batch = begin_batch(unit, path.name[:255], sha256, mapping, by=person)
            return bring_in(batch, table, by=person), batch

    def _say(
        self, judged: Judged, mapping: Mapping, batch: BarrierBatch | None, seconds: float, options: dict[str, Any]
    ) -> None:
        counts = judged.counts
        if options["json"]:
            refusals = [{"line": row.line, "why": said_of(row)} for row in judged.refused[:MOST_SAID]]
            told: dict[str, Any] = {"statuses": judged.statuses, "refusals": refusals, "unknown_words": judged.unknown}
            told |= {"batch": batch.pk if batch else None, "mapping": mapping.plain(), "seconds": round(seconds, 3)}
            self.stdout.write(json.dumps(counts | told, ensure_ascii=False))
            return
        self.stdout.write(
            "{rows} rows: {new} new, {changed} changed, {same} the same, {refused} refused; {facilities} new facilities.".format(
                **counts
            )
        )
        said = ", ".join(f"{count} {status}" for status, count in sorted(judged.statuses.items()))
        self.stdout.write(f"By status: {said or 'none'}.")
        for row in judged.refused[:MOST_SAID]:
            self.stdout.write(said_of(row))
        self.stdout.write(f"Survey {batch.pk} is in." if batch else "Nothing was changed.")
