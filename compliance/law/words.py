"""What the acts on the law are called in a sentence after a person's name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "take_effect": _("put an approved pack of requirements into force"),
    "lead_again": _("named leads anew after a change of the matrix"),
}
