"""What the room of the transition plan and the digital inventory tells the kernel at the start."""

from __future__ import annotations


def register() -> None:
    """Its lists, its work in the background, its X-rays, and how its acts are called."""
    from compliance.lists.barriers import LISTS as BARRIERS
    from compliance.lists.digital import LISTS as DIGITAL
    from compliance.surveys.job import BRINGING_IN
    from compliance.surveys.words import ACTS as WORDS
    from compliance.xrays.barriers import RULES
    from raci import jobs, lists, xrays
    from raci.history.acts import ACTS

    for listing in (*BARRIERS, *DIGITAL):
        lists.register(listing)
    jobs.register(BRINGING_IN)
    for rule in RULES:
        xrays.register(rule)
    for code, sentence in WORDS.items():
        ACTS.register(code, sentence)
