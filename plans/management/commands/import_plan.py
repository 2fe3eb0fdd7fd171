"""manage.py import_plan FILE --unit parks --as dana@city.gov --begins 2026-07-01 --ends 2028-06-30: a plan that exists."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from plans.bringing.acts import bring_in, choose_plan
from plans.bringing.confirming import Kept, lines_of
from plans.bringing.queries import ImportPage
from plans.models import Plan, PlanImport
from raci.authority import facts_for
from raci.models import Person, Unit
from raci.refusals import NotReady, Refusal

MOST_SAID = 100


class Command(BaseCommand):
    """Reads it, says what was understood, and begins it as a draft where nothing is missing."""

    help = "Bring in a plan from .xlsx, CSV or text (a Word file or PDF as its original alone) as a draft; all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, the unit, who brings it in, and the plan's time."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--unit", required=True, help="code of the unit whose plan it is")
        parser.add_argument(
            "--as", dest="by", required=True, metavar="EMAIL", help="who brings it in: R of 4.1 in the unit"
        )
        parser.add_argument("--begins", type=date.fromisoformat, metavar="DATE", help="the plan's first day")
        parser.add_argument("--ends", type=date.fromisoformat, metavar="DATE", help="the plan's last day")
        parser.add_argument("--title", default="", help="of the plan; its first line unless said")
        parser.add_argument("--into", type=int, metavar="NUMBER", help="number of a draft that it goes into")
        parser.add_argument("--lead", metavar="POST", default="", help="code of the post that leads what names none")
        parser.add_argument("--dry-run", action="store_true", help="say what would come of it, and change nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Choose, say, bring in."""
        try:
            with transaction.atomic():
                batch = self._chosen(options)
                lines = self._led(batch, options["lead"])
                self._say(ImportPage(batch, facts_for(batch.begun_by)), lines, options)
                if options["dry_run"]:
                    transaction.set_rollback(True)
                    self.stdout.write("" if options["json"] else "Nothing was changed.")
                    return
                plan = bring_in(batch, by=batch.begun_by)
        except NotReady as missing:
            raise CommandError("\n".join(one.text for one in missing.problems)) from missing
        except (Refusal, OSError, ValueError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write("" if options["json"] else f"It is a draft: record {plan.record_id}.")

    def _chosen(self, options: dict[str, Any]) -> PlanImport:
        unit = Unit.objects.filter(code=options["unit"]).first()
        person = Person.objects.filter(email__iexact=options["by"], is_active=True).first()
        plan = (
            Plan.objects.filter(record=options["into"], record__scope__unit=unit).first() if options["into"] else None
        )
        begins, ends = (plan.begins_on, plan.ends_on) if plan else (options["begins"], options["ends"])
        for name, found in (("--unit", unit), ("--as", person), ("--into", plan or not options["into"])):
            if not found:
                raise CommandError(
                    f"There is none: {name} {options[name.removeprefix('--') if name != '--as' else 'by']}."
                )
        if not begins or not ends:
            raise CommandError("Say the plan's time: --begins DATE --ends DATE.")
        assert unit is not None
        assert person is not None
        file = SimpleUploadedFile(options["file"].name, options["file"].read_bytes())
        return choose_plan(
            unit=unit, begins_on=begins, ends_on=ends, title=options["title"], plan=plan, file=file, by=person
        )

    def _led(self, batch: PlanImport, lead: str) -> list[Kept]:
        if lead:
            batch.lines = [{**one, "lead": one["lead"] or lead} for one in batch.lines]
            batch.save(update_fields=["lines"])
        return lines_of(batch.lines)

    def _say(self, page: ImportPage, lines: list[Kept], options: dict[str, Any]) -> None:
        unclear = [
            {"where": line.place, "cell": one["cell"], "text": one["text"], "why": one["why"]}
            for line, one in page.not_understood
        ]
        if options["json"]:
            told = {"title": page.batch.title, "lines": [vars(one) for one in lines], "not_understood": unclear}
            self.stdout.write(json.dumps(told, ensure_ascii=False))
            return
        self.stdout.write(f"“{page.batch.title}”: {len(lines)} rows, {page.actions} actions.")
        for one in unclear[:MOST_SAID]:
            self.stdout.write(f"{one['where']} {one['cell']} “{one['text']}”: {one['why']}")
