"""Rates of groups with intervals, each group against its reference, and what that amounts to. Needs no database."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from metrics.management.calculating import Calculation


class Command(Calculation):
    """Columns: group (or dimensions), n, k."""

    help = (
        "Rates of groups, differences, ratios, four-fifths, tests and effect sizes, from a table with columns group (or "
        "dimensions), n and k. Needs no database. Exit code 0: told; 1: the table cannot be used, and why."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """With whom to compare, by what, within what."""
        super().add_arguments(parser)
        parser.add_argument(
            "--reference", default="highest", help="highest (the default), rest, or the name of a group"
        )
        parser.add_argument("--by", default="", metavar="COLUMN,COLUMN", help="the dimensions whose levels are crossed")
        parser.add_argument("--stratum", default="", metavar="COLUMN", help="compare within each of its levels as well")

    def calculate(self, table: Path, options: Mapping[str, Any]) -> dict[str, Any]:
        """The table's disparity."""
        from metrics.calculators.disparity import Question, disparity

        by = tuple(name.strip().casefold() for name in options["by"].split(",") if name.strip())
        return disparity(table, Question(options["reference"], by, options["stratum"].strip().casefold()))
