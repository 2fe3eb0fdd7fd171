"""What the room of quarterly progress tells the kernel."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from plans.kinds import PROGRESS
from plans.progress import waiting
from plans.progress.acts import REVIEW
from plans.progress.lists import PROGRESS_LIST
from plans.progress.xrays import RULES
from raci import lists, records, reviewing, xrays
from raci.history.acts import ACTS
from raci.queries import waits

WORDS = {
    "open_quarter": _("opened the report on a quarter"),
    "write_progress": _("wrote the report on a quarter"),
    "add_progress_evidence": _("added a file to the report on a quarter"),
    "remove_progress_evidence": _("took a file off the report on a quarter"),
}


def register() -> None:
    """From `AppConfig.ready`."""
    records.register(PROGRESS)
    reviewing.register(REVIEW)
    lists.register(PROGRESS_LIST)
    waits.register("progress", waiting.REPORT, waiting.waits)
    for rule in RULES:
        xrays.register(rule)
    for code, words in WORDS.items():
        ACTS.register(code, words)
