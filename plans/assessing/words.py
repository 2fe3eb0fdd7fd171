"""How pages ask what a screening asks, and what acts are called in history."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

QUESTIONS = {
    "burdens": _("Could it burden a group more than others?"),
    "known_gap": _("Is a gap between groups known in this field?"),
    "many": _("Are many people affected?"),
    "hard_to_undo": _("Would it be hard to undo?"),
}
ACTS = {
    "write_screening": _("screened what is about to be decided"),
    "follow_up_assessment": _("followed up an impact assessment"),
}
