"""How unequal groups are: ranges, variances, entropies, and with an order slopes and concentration. Needs no database."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from metrics.management.calculating import Calculation


class Command(Calculation):
    """Columns: group, value, favourable; population, se, order and reference where known."""

    help = (
        "Measures of inequality from a table with columns group, value and favourable (yes where more is better), and where "
        "known population, se, order (1 the most disadvantaged; leave it out for race or gender) and reference (yes for one "
        "group). Needs no database. Exit code 0: told; 1: the table cannot be used, and why."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """From which group differences are measured, and what a value can be at most."""
        super().add_arguments(parser)
        parser.add_argument("--reference", default="", help="the name of a group")
        parser.add_argument("--scale", type=float, help="the highest value there can be: 1 for rates, 100 for per cent")

    def calculate(self, table: Path, options: Mapping[str, Any]) -> dict[str, Any]:
        """The table's measures."""
        from metrics.calculators.inequality import inequalities

        return inequalities(table, options["reference"], options["scale"])
