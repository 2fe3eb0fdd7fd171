"""What the acts on the law are called in a sentence after a person's name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "enter_parameter": _("entered a row of the law"),
    "fills_parameter": _("entered the value of a row of the law"),
    "corrects_parameter": _("corrected a row of the law"),
    "supersedes_parameter": _("wrote a row of the law that supersedes another"),
    "edit_parameter": _("changed a draft of a row of the law"),
    "verify_law": _("looked a citation of the law up"),
    "take_effect": _("put an approved pack of requirements into force"),
    "lead_again": _("named leads anew after a change of the matrix"),
}
