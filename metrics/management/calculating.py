"""What the commands that calculate share: a table in, one object out, no database, and no numpy until one is asked."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from metrics.calculators.tables import Unreadable


class Calculation(BaseCommand):
    """Reads TABLE.csv and prints what it comes to; a table that cannot be used is refused with where and why, and exit code 1."""

    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The table, and how to print."""
        parser.add_argument("table", type=Path, metavar="TABLE.csv", help="UTF-8, a header, one row a group")
        parser.add_argument("--json", action="store_true", help="for programs: one JSON object")

    def calculate(self, table: Path, options: Mapping[str, Any]) -> dict[str, Any]:
        """What the table comes to. Raises Unreadable."""
        raise NotImplementedError

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Calculate, then print: nothing is printed of a table that is refused."""
        try:
            found = self.calculate(options["table"], options)
        except Unreadable as wrong:
            raise CommandError(str(wrong), returncode=1) from wrong
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False))
        else:
            self.stdout.write("\n".join(as_text(found)))


def as_text(found: Any, indent: str = "") -> Iterator[str]:
    """The same for people: a line a value, what belongs together set in."""
    pairs = found.items() if isinstance(found, dict) else ((f"{at}.", one) for at, one in enumerate(found, start=1))
    for name, value in pairs:
        if value in ({}, []):
            continue
        nested = isinstance(value, dict) or (isinstance(value, list) and any(isinstance(one, dict) for one in value))
        yield f"{indent}{name}" if nested else f"{indent}{name}: {_plain(value)}"
        if nested:
            yield from as_text(value, indent + "  ")


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return " to ".join(_plain(one) for one in value) or "none"
    return "not known" if value is None else f"{value:.6g}" if isinstance(value, float) else str(value)
