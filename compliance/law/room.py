"""What the room of the law tells the kernel at the start."""

from __future__ import annotations


def register() -> None:
    """Its lists, its part of a city's folder, and how its acts are called."""
    from compliance.actions.parameters import REVIEW
    from compliance.city.law import LAW
    from compliance.law import touched, touched_obligations
    from compliance.law.words import ACTS as WORDS
    from compliance.lists.parameters import PARAMETERS
    from compliance.lists.requirements import REQUIREMENTS
    from compliance.xrays.law import RULES
    from raci import lists, reviewing, xrays
    from raci.city import parts
    from raci.history.acts import ACTS

    reviewing.register(REVIEW)
    lists.register(REQUIREMENTS)
    lists.register(PARAMETERS)
    for rule in RULES:
        xrays.register(rule)
    touched.register(touched.checks)
    touched.register(touched.requirements)
    touched.register(touched_obligations.obligations)
    parts.register(LAW)
    for code, sentence in WORDS.items():
        ACTS.register(code, sentence)
