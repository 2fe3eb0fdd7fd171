"""`manage.py copy_payload_keys --to FOLDER` (or `--from`): the one copy of the keys of sealed texts, on another disk."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raci.sealed import finishing


class Command(BaseCommand):
    """A copy that follows: what was erased is destroyed in it too."""

    help = "Copy the keys of sealed texts to a folder, or back from it. What was erased on either side stays erased."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One way or the other."""
        way = parser.add_mutually_exclusive_group(required=True)
        way.add_argument("--to", type=Path, metavar="FOLDER", help="bring this copy up to date")
        way.add_argument("--from", dest="source", type=Path, metavar="FOLDER", help="take the keys back from this copy")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say how much was copied."""
        to, source = options["to"], options["source"]
        if source and not source.is_dir():
            raise CommandError(f"{source} is no folder.")
        done = finishing.copy_from(source) if source else finishing.copy_to(to)
        self.stdout.write(f"{done.keys} keys copied, {done.erasures} erasures taken over.")
