"""What the room of initiatives tells the kernel."""

from __future__ import annotations

from plans.initiatives import kinds, waiting
from plans.initiatives.lists import INITIATIVE_LIST
from plans.initiatives.words import ACTS as WORDS
from plans.initiatives.xrays import RULES
from raci import lists, records, xrays
from raci.history.acts import ACTS
from raci.queries import waits


def register() -> None:
    """From `AppConfig.ready`."""
    for kind in (kinds.INITIATIVE, kinds.INITIATIVE_UPDATE):
        records.register(kind)
    lists.register(INITIATIVE_LIST)
    waits.register("initiative", waiting.REPORT, waiting.waits)
    for rule in RULES:
        xrays.register(rule)
    for code, words in WORDS.items():
        ACTS.register(code, words)
