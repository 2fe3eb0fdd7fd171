"""What the room of the law tells the kernel at the start."""

from __future__ import annotations


def register() -> None:
    """Its lists, its part of a city's folder, and how its acts are called."""
    from compliance.city.law import LAW
    from compliance.law.words import ACTS as WORDS
    from compliance.lists.requirements import REQUIREMENTS
    from raci import lists
    from raci.city import parts
    from raci.history.acts import ACTS

    lists.register(REQUIREMENTS)
    parts.register(LAW)
    for code, sentence in WORDS.items():
        ACTS.register(code, sentence)
