"""What the room of public comment tells the kernel."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from engagement.commenting import waiting
from engagement.commenting.lists import COMMENT_ROUNDS
from engagement.commenting.occasions import SOURCE
from engagement.commenting.xrays import UNANSWERED
from raci import lists, occasions, xrays
from raci.history.acts import ACTS
from raci.queries import waits

WORDS = {
    "announce_round": _("announced a public comment round"),
    "change_comment_round": _("changed the announcement of a comment round"),
    "comment": _("commented"),
    "record_comment": _("wrote down a comment"),
    "judge_comment": _("read a comment and decided whether it is shown"),
    "say_comment_outcome": _("said what came of public comment"),
    "correct_comment_outcome": _("corrected what came of public comment"),
}


def register() -> None:
    """From `AppConfig.ready`."""
    lists.register(COMMENT_ROUNDS)
    waits.register("comments", waiting.READ, waiting.waits)
    xrays.register(UNANSWERED)
    occasions.register(SOURCE)
    for code, words in WORDS.items():
        ACTS.register(code, words)
