"""`manage.py api_token EMAIL`: a token of the API for one of the people, shown once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raci.actions.tokens import DAYS, MOST_DAYS, make_token
from raci.models import Person
from raci.refusals import Refusal
from raci.service import service_person


class Command(BaseCommand):
    """Makes one; its owner is told by e-mail, as of every change of their account."""

    help = "Make a token of the API for somebody and print it, once. Whoever has it acts as them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """For whom, and for how long."""
        parser.add_argument("email", help="the address they sign in with")
        parser.add_argument("--name", default="Command line", help="what it is for")
        parser.add_argument(
            "--days", type=int, default=DAYS, help=f"how long it works: 1 to {MOST_DAYS}, {DAYS} unless told"
        )
        parser.add_argument("--reads-only", action="store_true", help="it changes nothing")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Make it and print the key alone, so that it can be piped."""
        person = Person.objects.filter(email__iexact=options["email"], is_service=False).first()
        if person is None:
            raise CommandError(f"Nobody signs in with {options['email']}.")
        by = service_person("operator", "Whoever runs the portal")
        terms = {name: options[name] for name in ("name", "days", "reads_only")}
        try:
            made, key = make_token(person, by=by, **terms)
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stderr.write(f"For {person.label}, until {made.expires_at:%Y-%m-%d}. It is not shown again.")
        self.stdout.write(key)
