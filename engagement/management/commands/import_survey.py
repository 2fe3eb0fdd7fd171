"""manage.py import_survey FILE --round 12 --title "Staff survey" --as dana@city.gov: an export of a survey."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from engagement.models import FeedbackRound, SurveyFile
from engagement.surveys import acts
from raci.actions.imports import spoken
from raci.models import Person
from raci.refusals import NotReady, Refusal


class Command(BaseCommand):
    """Reads it, says what was understood of each column and which cells were not, and lets it in."""

    help = "Bring an export of a survey (CSV or .xlsx) into a feedback round that is a draft; all of it or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, its codebook, the round, who confirms it."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--codebook", type=Path, metavar="FILE", help="columns question, words, kind, code, label")
        parser.add_argument("--round", type=int, required=True, metavar="NUMBER", help="number of the round's record")
        parser.add_argument("--as", dest="by", required=True, metavar="EMAIL", help="who confirms it: R of 3.3")
        parser.add_argument("--title", default="", help="which survey it is; the file's name unless said")
        parser.add_argument("--dry-run", action="store_true", help="say what was read, and change nothing")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Read, say, confirm."""
        row = FeedbackRound.objects.filter(record=options["round"]).first()
        person = Person.objects.filter(email__iexact=options["by"], is_active=True).first()
        for name, found in (("--round", row), ("--as", person)):
            if found is None:
                raise CommandError(f"There is none: {name} {options['round' if name == '--round' else 'by']}.")
        assert row is not None
        assert person is not None
        try:
            with transaction.atomic():
                book = options["codebook"]
                file = acts.choose_export(
                    row, title=options["title"], file_name=options["file"].name, content=options["file"].read_bytes(),
                    book=(book.name, book.read_bytes()) if book else None, by=person,
                )  # fmt: skip
                self._say(file)
                if options["dry_run"]:
                    transaction.set_rollback(True)
                    self.stdout.write("Nothing was changed.")
                    return
                survey = acts.confirm_export(file, by=person)
        except NotReady as missing:
            raise CommandError("\n".join(one.text for one in missing.problems)) from missing
        except (Refusal, OSError) as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(f"It came in: {survey.people} people, export {survey.number} of “{survey.title}”.")

    def _say(self, file: SurveyFile) -> None:
        reading = acts.reading_of(file)
        self.stdout.write(f"{len(reading.people)} people answered.")
        for one in reading.questions:
            told = spoken(one.why) if one.why else f"{len(one.answers)} answers" if one.answers else ""
            self.stdout.write(f"{one.code}: {one.kind} {told}".rstrip())
        for cell in reading.unclear:
            self.stdout.write(f"{cell.cell} “{cell.text}”: {spoken(cell.why)}")
