"""The one form of reviewed records: why it goes back."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from raci.forms import words
from raci.forms.modes import UnderMode


class Returning(UnderMode):
    """Why it is given back, or taken back."""

    why = words(_("Reason"), help_text=_("It stands in the history."), rows=3)
