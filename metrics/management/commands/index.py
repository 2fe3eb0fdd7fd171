"""The equity index with its parts, what is missing and how sure it is. Needs no database."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from metrics.management.calculating import Calculation


class Command(Calculation):
    """Columns: indicator, value, floor, goal."""

    help = (
        "The equity index from a table with columns indicator, value, floor (scores 0) and goal (scores 100), and where wanted "
        "domain, group (empty for the whole population), n, se, weight, domain_weight and scale (linear or log). Needs no "
        "database. Exit code 0: told; 1: the table cannot be used, and why."
    )

    def calculate(self, table: Path, options: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002 - it has no options
        """The table's index."""
        from metrics.calculators.index import indexed

        return indexed(table)
