"""What the room of Section 3 tells the kernel: its lists and the words of its acts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "keep_section3_project": _("changed a Section 3 project"),
    "keep_worker_status": _("changed the status of workers in a Section 3 project"),
    "keep_efforts": _("told the qualitative efforts of a Section 3 project"),
    "judge_section3_project": _("had a Section 3 project judged anew"),
    "keep_labor_hours": _("changed labor hours"),
    "bring_in_hours": _("brought in labor hours from a file"),
}


def register() -> None:
    """Called when the app is ready."""
    from compliance.lists.section3 import LISTS
    from raci import lists
    from raci.history.acts import ACTS as SENTENCES

    for listing in LISTS:
        lists.register(listing)
    for code, sentence in ACTS.items():
        SENTENCES.register(code, sentence)
