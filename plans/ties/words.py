"""How ties are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from plans.models import ActionTie, TieInForce

Kind = ActionTie.Kind
MEASURE, SERVES = TieInForce.MEASURE, TieInForce.SERVES
LABELS = {  # in the order in which a reader meets them
    MEASURE: _("Measured by"),
    Kind.CLAUSE: _("Carries out"),
    Kind.THEME: _("Themes"),
    Kind.NEEDS: _("Waits for"),
    Kind.LINE: _("Paid by"),
    Kind.EVIDENCE: _("Shown by"),
}
