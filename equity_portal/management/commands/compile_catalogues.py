"""Compile the catalogues of translations."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from equity_portal.catalogues import catalogues, compiled


class Command(BaseCommand):
    """See `equity_portal.catalogues`."""

    help = "Compiles locale/*/LC_MESSAGES/*.po; needs no gettext on the machine."
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Each, beside its text."""
        for folder in settings.LOCALE_PATHS:
            for path in catalogues(folder):
                path.with_suffix(".mo").write_bytes(compiled(path.read_text(encoding="utf-8")))
                self.stdout.write(str(path.with_suffix(".mo").relative_to(settings.BASE_DIR)))
