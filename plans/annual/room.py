"""What the room of annual reports tells the kernel."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from plans.annual.acts import REVIEW
from plans.annual.lists import ANNUAL_LIST
from plans.kinds import ANNUAL
from raci import lists, records, reviewing
from raci.history.acts import ACTS

WORDS = {
    "begin_annual": _("began the report on a plan’s year"),
    "write_annual": _("told a plan’s year"),
}


def register() -> None:
    """From `AppConfig.ready`."""
    records.register(ANNUAL)
    reviewing.register(REVIEW)
    lists.register(ANNUAL_LIST)
    for code, words in WORDS.items():
        ACTS.register(code, words)
