"""What the room of guided plans tells the kernel."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from plans.guided import kinds, waiting
from plans.guided.template import ACT
from raci import records
from raci.history.acts import ACTS
from raci.queries import waits

WORDS = {
    ACT: _("kept the plan template"),
    "remark": _("left a remark on a section"),
    "answer_remark": _("answered a remark on a section"),
}


def register() -> None:
    """From `AppConfig.ready`."""
    for kind in (kinds.PLAN_TEMPLATE, kinds.SECTION_REMARK):
        records.register(kind)
    waits.register("remark", waiting.ANSWER, waiting.waits)
    for code, words in WORDS.items():
        ACTS.register(code, words)
