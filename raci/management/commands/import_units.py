"""Bring in units from a CSV file or workbook."""

from __future__ import annotations

from raci.management.importing import ImportCommand
from raci.models import ListKind


class Command(ImportCommand):
    """See `raci.management.importing`."""

    help = "Brings in units from a CSV file or workbook; says the verdict of each row. --dry-run changes nothing."
    kind = ListKind.UNITS
