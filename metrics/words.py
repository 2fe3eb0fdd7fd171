"""What the acts of figures are called in a sentence after a person's name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "begin_batch": _("began a batch of figures"),
    "describe_batch": _("changed what is said of a batch of figures"),
    "store_figures": _("brought figures in"),
    "undo_batch": _("took a batch of figures out"),
    "lock_period": _("locked a period"),
    "open_period": _("opened a locked period"),
    "withdraw-release": _("withdrew what was out"),
}
