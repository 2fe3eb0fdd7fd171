"""Who sits on bodies against who lives there, from two tables. Needs no database."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from boards.rules import Rules
from metrics.calculators.tables import Unreadable
from metrics.management.calculating import as_text


class Command(BaseCommand):
    """Thin: reads the tables, asks, prints."""

    help = (
        "Each group's share of each body and of all people against the population: expected, ratio, difference, exact "
        "probability, seats to parity, what is not known, and what may be published. Roster columns: body, person and the "
        "dimension (an empty person is a vacant seat). Population columns: group, count; with body, a district's own. "
        "Needs no database. Exit code 0: told; 1: a table cannot be used, and why."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Two tables, the dimension, and a city's own policy."""
        parser.add_argument("--roster", type=Path, required=True, metavar="R.csv", help="a row each filled seat")
        parser.add_argument("--population", type=Path, required=True, metavar="P.csv", help="a row each group")
        parser.add_argument("--by", required=True, metavar="COLUMN", help="the dimension: gender, race ...")
        parser.add_argument("--pool", type=Path, metavar="POOL.csv", help="group, count of those who could be chosen")
        parser.add_argument("--least-known", type=int, default=30, help="answers below which there is no verdict")
        parser.add_argument(
            "--least-response", type=float, default=0.6, help="of members, below which none is published"
        )
        parser.add_argument("--least-cell", type=int, default=11, help="people below whom a count is hidden")
        parser.add_argument("--json", action="store_true", help="for programs: one JSON object")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Compare, then print: nothing is printed of a table that is refused."""
        from boards.comparing import Question, representation

        rules = Rules(
            least_known=options["least_known"],
            least_response=options["least_response"],
            least_cell=options["least_cell"],
        )
        question = Question(options["by"].strip().casefold(), options["pool"], rules)
        try:
            found = representation(options["roster"], options["population"], question)
        except Unreadable as wrong:
            raise CommandError(str(wrong), returncode=1) from wrong
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))
        else:
            self.stdout.write("\n".join(as_text(found)))
