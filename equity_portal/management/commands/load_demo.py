"""Load the demonstration of the city that is served, and print who to sign in as."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from equity_portal.demo import load_demo, sign_ins
from raci.refusals import Refusal


class Command(BaseCommand):
    """The password comes from PORTAL_DEMO_PASSWORD."""

    help = (
        "Load the made-up plans and passwords of the demonstration city; with --sign-ins only print who to sign in as."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which folder, and whether only to print."""
        parser.add_argument("folder", nargs="?", type=Path, default=None, help="the city's folder")
        parser.add_argument("--sign-ins", action="store_true", help="only print who to sign in as")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Load unless told otherwise, then print."""
        folder = options["folder"] or city_folder()
        if not options["sign_ins"]:
            password = os.environ.get("PORTAL_DEMO_PASSWORD", "")
            if not password:
                raise CommandError("Set PORTAL_DEMO_PASSWORD to the password that the made-up people shall have.")
            try:
                with transaction.atomic():
                    load_demo(folder, password=password)
            except Refusal as refusal:
                raise CommandError(str(refusal)) from refusal
        for sign_in in sign_ins(folder):
            self.stdout.write(f"{sign_in.email:38} {sign_in.post}: {sign_in.comes_to}")
        if not options["sign_ins"]:
            self.stdout.write(f"The password of all of them: {password}")


def city_folder() -> Path:
    """The folder of PORTAL_CITY: a path, or the name of a city that ships with the portal."""
    named = Path(settings.PORTAL_CITY)
    return named if named.is_dir() else settings.BASE_DIR / "equity_portal" / "cities" / settings.PORTAL_CITY
