"""The link that sets somebody's password, for a portal without a mail server."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from raci.invitations import password_link
from raci.models import Person


class Command(BaseCommand):
    """Prints it and changes nothing. Whoever may run commands here could read the mail that carries it as well."""

    help = "Prints the link with which somebody sets their password: for a portal without a mail server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Whose."""
        parser.add_argument("email", help="the address they sign in with")

    def handle(self, *, email: str, **_options: Any) -> None:
        """Print it."""
        person = Person.objects.filter(email__iexact=email.strip(), is_active=True, is_service=False).first()
        if person is None:
            raise CommandError(f"Nobody who may sign in has the address {email}.")
        self.stdout.write(f"{settings.PORTAL_ADDRESS}{password_link(person)}")
        self.stdout.write("It works once, for 3 days. Give it to nobody else.")
