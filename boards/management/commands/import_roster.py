"""manage.py import_roster FILE --unit city --as dana@city.gov: boards, seats and members of a roster come in, or are refused."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from io import BytesIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from boards.actions.rosters import begin_batch, bring_in, one_hash, said_of
from boards.bringing.judging import Judged, judge
from boards.management.arguments import day
from boards.models import RosterImport
from boards.rosters.mapping import chosen
from boards.rosters.reading import File, read_roster
from boards.rosters.shape import Roster
from raci import clock
from raci.actions.imports import spoken
from raci.imports.verdicts import Fate, Unreadable
from raci.models import Person, Unit
from raci.refusals import Refusal

MOST_SAID = 100


class Command(BaseCommand):
    """Reads, judges, and brings in all of it or nothing."""

    help = (
        "Bring in a roster of boards (CSV, XLSX, Popolo or other JSON; several files only of JSON of one database); all of it "
        "or nothing. Every odd row is kept and flagged."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, who keeps its boards, and how it is read."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--unit", required=True, help="code of the unit that keeps these boards")
        parser.add_argument("--as", dest="by", metavar="EMAIL", help="who brings it in: R of 4.8 in the unit")
        parser.add_argument("--on", type=day, metavar="DATE", help="the day the file speaks of; today unless said")
        parser.add_argument("--map", action="append", default=[], metavar="FIELD=HEADING", help="of a plain table")
        parser.add_argument("--dry-run", action="store_true", help="say what would come of it, and change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Open, judge, say, bring in."""
        try:
            contents = [path.read_bytes() for path in options["files"]]
            names = [path.name for path in options["files"]]
            files = [File(name, BytesIO(content)) for name, content in zip(names, contents, strict=True)]
            columns = chosen(files, options["map"])
            judged, batch = self._do(read_roster(files, columns), names, contents, columns, options)
        except Unreadable as problem:
            raise CommandError(spoken(problem.sentence)) from problem
        except (Refusal, OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        self._say(judged, batch, options)

    def _do(
        self,
        roster: Roster,
        names: list[str],
        contents: list[bytes],
        columns: dict[str, str] | None,
        options: dict[str, Any],
    ) -> tuple[Judged, RosterImport | None]:
        unit = Unit.objects.filter(code=options["unit"]).first()
        if unit is None:
            raise CommandError(f"There is no unit with the code {options['unit']}.")
        if options["dry_run"]:
            return judge(roster, unit, options["on"] or clock.today()), None
        person = Person.objects.filter(email__iexact=options["by"] or "", is_active=True).first()
        if person is None:
            raise CommandError("Say who brings it in: --as EMAIL, of somebody with an account.")
        with transaction.atomic():
            name = ", ".join(names)[:255]
            more: dict[str, Any] = {"as_of": options["on"], "columns": columns}
            batch = begin_batch(unit, name, one_hash(contents), roster.layout, by=person, **more)
            return bring_in(batch, roster, by=person), batch

    def _say(self, judged: Judged, batch: RosterImport | None, options: dict[str, Any]) -> None:
        counts = judged.counts
        if options["json"]:
            rows = [{"line": row.line, "fate": row.fate.value, "why": list(row.reasons)} for row in judged.rows]
            told = {"batch": batch.pk if batch else None, "layout": judged.roster.layout, "verdicts": rows}
            self.stdout.write(json.dumps(counts | told, ensure_ascii=False))
            return
        self.stdout.write(
            "{rows} rows: {new} new, {changed} changed, {same} the same, {skipped} skipped, {refused} refused; "
            "{memberships} memberships of {bodies} bodies, {remarks} remarks.".format(**counts)
        )
        for row in [one for one in judged.rows if one.fate in (Fate.REFUSED, Fate.SKIPPED)][:MOST_SAID]:
            self.stdout.write(said_of(row))
        self.stdout.write(f"Roster {batch.pk} is in." if batch else "Nothing was changed.")
