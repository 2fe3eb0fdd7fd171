"""manage.py export_boards --out boards.json: every board with its seats and members as Popolo JSON."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from boards.bringing.exporting import as_roster
from boards.models import Board
from boards.rosters.popolo import as_popolo


class Command(BaseCommand):
    """Thin: reads the register, writes one object."""

    help = "Every board with its seats, members and appointments as Popolo JSON; `import_roster` brings it in again"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to, and of which unit."""
        parser.add_argument("--out", type=Path, metavar="FILE", help="the file; printed unless it is said")
        parser.add_argument("--unit", default="", help="code of a unit: its boards alone")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Write, or print."""
        boards = Board.objects.order_by("code")
        if options["unit"]:
            boards = boards.filter(unit__code=options["unit"])
        text = json.dumps(as_popolo(as_roster(boards)), ensure_ascii=False, indent=1)
        if options["out"] is None:
            self.stdout.write(text)
        else:
            options["out"].write_text(text + "\n", encoding="utf-8")
