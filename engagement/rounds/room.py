"""What the room of feedback rounds tells the kernel."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from engagement.rounds.lists import ROUNDS
from engagement.rounds.xrays import RULES
from raci import lists, xrays
from raci.history.acts import ACTS


def register() -> None:
    """From `AppConfig.ready`."""
    lists.register(ROUNDS)
    for rule in RULES:
        xrays.register(rule)
    ACTS.register("say_what_was_done", _("said what was done about what people said"))
    ACTS.register("correct_what_was_done", _("corrected what was done about what people said"))
