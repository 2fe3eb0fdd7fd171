"""What the room of budget reviews tells the kernel."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from plans.budgets import kinds, waiting
from plans.budgets.acts import REVIEW
from plans.budgets.lists import LISTS
from plans.budgets.xrays import RULES
from raci import lists, records, reviewing, xrays
from raci.history.acts import ACTS
from raci.queries import waits

WORDS = {
    "keep_budget_questions": _("kept the questions of budget reviews"),
    "write_budget_review": _("wrote a budget review"),
    "say_money": _("said what was adopted and spent"),
}


def register() -> None:
    """From `AppConfig.ready`."""
    for kind in (kinds.BUDGET_QUESTION, kinds.BUDGET_REVIEW, kinds.BUDGET_REVIEW_LINE):
        records.register(kind)
    reviewing.register(REVIEW)
    for listing in LISTS:
        lists.register(listing)
    waits.register("budget", waiting.HAND_IN, waiting.waits)
    for rule in RULES:
        xrays.register(rule)
    for code, words in WORDS.items():
        ACTS.register(code, words)
