"""Load a city from its folder of YAML files."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raci.city.loading import load_city
from raci.city.reading import read_city
from raci.plainyaml.reading import Mistakes
from raci.refusals import Refusal


class Command(BaseCommand):
    """Prints each change; a second run with the same folder prints none."""

    help = "Load a city from its folder of YAML files. Only the first load puts a matrix and holdings in force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The folder, and whether to only say what would change."""
        parser.add_argument("folder", type=Path, help="the city's folder, as equity_portal/cities/NAME")
        parser.add_argument("--dry-run", action="store_true", help="say what would change, and change nothing")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Read, load, say."""
        dry_run = options["dry_run"]
        try:
            changes = load_city(read_city(options["folder"]), dry_run=dry_run)
        except Mistakes as found:
            raise CommandError(f"{found}\n{len(found.mistakes)} mistakes; nothing was loaded.") from found
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        for change in changes:
            self.stdout.write(str(change))
        count = sum(change.kind != "left" for change in changes)
        self.stdout.write(f"{count} changes" + (" would be made; nothing was changed." if dry_run else "."))
