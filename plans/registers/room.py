"""What the room of registers tells the kernel."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from plans.registers import kinds
from plans.registers.lists import LISTS
from plans.registers.xrays import RULES
from raci import lists, records, xrays
from raci.history.acts import ACTS

WORDS = {"enter_register": _("entered something into a register"), "change_register": _("corrected a register")}


def register() -> None:
    """From `AppConfig.ready`."""
    for kind in (kinds.COMPARISON, kinds.LISTED_POLICY, kinds.ALIGNMENT, kinds.LONG_RANGE):
        records.register(kind)
    for listing in LISTS:
        lists.register(listing)
    for rule in RULES:
        xrays.register(rule)
    for code, words in WORDS.items():
        ACTS.register(code, words)
