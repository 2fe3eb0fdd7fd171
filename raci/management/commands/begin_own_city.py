"""Give the founder of one's own city an account, once, and say how they come in."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from raci.actions.founding import begin_founding
from raci.invitations import password_link
from raci.models import Founding
from raci.refusals import Refusal


class Command(BaseCommand):
    """Run again it makes nothing new, and prints a new link as long as no password is set."""

    help = "Begins a city of one's own in an empty database: an account for who founds it, and a link that sets its password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Who; a password may come in OWN_CITY_PASSWORD instead of by the link."""
        parser.add_argument("--email", required=True, help="the address they sign in with")
        parser.add_argument("--name", required=True, help="their name")

    def handle(self, *, email: str, name: str, **_options: Any) -> None:
        """Begin, then say the way in; once it is founded there is nothing to say."""
        if Founding.objects.filter(founded_at__isnull=False).exists():
            return
        try:
            founding = begin_founding(email=email, name=name, password=os.environ.get("OWN_CITY_PASSWORD", ""))
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        person = founding.founder
        if person.has_usable_password():
            self.stdout.write(f"Sign in as {person.email} and go on with your city.")
            return
        self.stdout.write(f"{person.name}, set your password with this link (it works once, for 3 days):")
        self.stdout.write(f"  {settings.PORTAL_ADDRESS}{password_link(person)}")
        self.stdout.write("Then sign in: the checklist of your city is your first page.")
