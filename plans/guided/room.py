"""What the room of guided plans tells the kernel."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from plans.guided import kinds
from plans.guided.template import ACT
from raci import records
from raci.history.acts import ACTS

WORDS = {ACT: _("kept the plan template")}


def register() -> None:
    """From `AppConfig.ready`."""
    records.register(kinds.PLAN_TEMPLATE)
    for code, words in WORDS.items():
        ACTS.register(code, words)
