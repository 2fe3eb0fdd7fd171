"""What the room of impact assessments tells the kernel."""

from __future__ import annotations

from plans.assessing import kinds, waiting
from plans.assessing.acts import REVIEW
from plans.assessing.lists import LISTS
from plans.assessing.words import ACTS as WORDS
from plans.assessing.xrays import RULES
from raci import lists, records, reviewing, xrays
from raci.history.acts import ACTS
from raci.queries import waits


def register() -> None:
    """From `AppConfig.ready`."""
    for kind in (kinds.IMPACT_ASSESSMENT, kinds.SCREENING, kinds.FOLLOW_UP):
        records.register(kind)
    reviewing.register(REVIEW)
    for listing in LISTS:
        lists.register(listing)
    waits.register("assess", waiting.BEGIN, waiting.to_begin)
    waits.register("look", waiting.LOOK, waiting.to_look_at)
    for rule in RULES:
        xrays.register(rule)
    for code, words in WORDS.items():
        ACTS.register(code, words)
