"""How the history calls the acts on reports."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "request_edition": _("asked for an edition"),
    "make_edition": _("had an edition made"),
    "release_report": _("released the report"),
    "confirm_receipt": _("confirmed that they have the report"),
}
