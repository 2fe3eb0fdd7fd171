"""`manage.py api_twins`: the table of docs/api-twins.md, which act of a page is which operation of the API."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from equity_portal.twins import table


class Command(BaseCommand):
    """Prints the table; a test compares it with the addresses there are."""

    help = "Print which act of a page is which operation of the API (docs/api-twins.md)."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """As Markdown."""
        self.stdout.write(table(), ending="")
