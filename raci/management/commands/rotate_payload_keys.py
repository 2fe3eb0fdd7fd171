"""`manage.py rotate_payload_keys`: every key of a sealed text, wrapped by the newest master key."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from raci.refusals import Refusal
from raci.sealed import keys
from raci.sealed.envelopes import DoesNotOpen


class Command(BaseCommand):
    """May be stopped and run again: what is done is done. No text is opened."""

    help = "Wrap the keys of sealed texts by the newest PAYLOAD_KEY; the old one stands in PAYLOAD_KEY_FALLBACKS meanwhile."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Say how many, and what may be forgotten then."""
        try:
            done, many = keys.wrap_anew()
        except Refusal as refusal:
            raise CommandError(str(refusal)) from refusal
        except DoesNotOpen as problem:
            raise CommandError(
                "A key was wrapped by a master key that is not given. Put that into PAYLOAD_KEY_FALLBACKS, and begin again."
            ) from problem
        self.stdout.write(f"{done} of {many} keys were wrapped anew; PAYLOAD_KEY_FALLBACKS may be emptied.")
