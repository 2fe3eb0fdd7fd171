"""How far measures have come from baseline to target, and how gaps changed. Needs no database."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from metrics.management.calculating import Calculation


class Command(Calculation):
    """Columns: baseline, target, value, direction."""

    help = (
        "Progress in per cent of the way from a table with columns baseline, target, value and direction (up where more is "
        "better, down where less is), and a column of names; with --reference also how each gap to that row changed, with "
        "baseline_se and value_se where known. Needs no database. Exit code 0: told; 1: the table cannot be used, and why."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The row from which gaps are measured."""
        super().add_arguments(parser)
        parser.add_argument("--reference", default="", metavar="NAME", help="the row from which gaps are measured")

    def calculate(self, table: Path, options: Mapping[str, Any]) -> dict[str, Any]:
        """The table's progress."""
        from metrics.calculators.progress import progressed

        return progressed(table, options["reference"])
