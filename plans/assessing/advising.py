"""What the answers of a screening advise: words, never a score, and whoever screens may say otherwise with a reason. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _

QUESTIONS = ("burdens", "known_gap", "many", "hard_to_undo")


def reasons(answers: Mapping[str, str]) -> list[str]:
    """Why a full assessment is advised; nothing where none is. What is not known counts as it would if it were so."""
    said = {
        "burdens": (_("It could burden a group."), _("Nobody knows whether it burdens a group.")),
        "known_gap": (_("A gap is known in this field."), _("Nobody knows whether there is a gap in this field.")),
        "many": (_("Many people are affected."), _("Nobody knows how many people are affected.")),
        "hard_to_undo": (_("It would be hard to undo."), _("Nobody knows whether it could be undone.")),
    }
    found = []
    for name in QUESTIONS:
        if answers[name] == "yes":
            found.append(said[name][0])
        elif answers[name] == "unknown":
            found.append(said[name][1])
    return found


def advises_full(answers: Mapping[str, str]) -> bool:
    """A burden or a known gap alone is enough; many people or what cannot be undone, both together."""
    open_to_doubt = {name for name in QUESTIONS if answers[name] != "no"}
    return bool(open_to_doubt & {"burdens", "known_gap"}) or {"many", "hard_to_undo"} <= open_to_doubt
