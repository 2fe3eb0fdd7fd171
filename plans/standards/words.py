"""How a bureau stands with a standard, as pages say it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from plans.standards.adopting import Standing

WORDS = {
    Standing.ADOPTED: _("adopted"),
    Standing.ADAPTED: _("adopted with changes"),
    Standing.OUTDATED: _("adopted an earlier version"),
    Standing.WAITS: _("handed in"),
    Standing.TIME: _("has time"),
    Standing.ASKED: _("to answer"),
    Standing.OVERDUE: _("overdue"),
}
TAGS = {  # the state tags of styles: the same look as a record's state
    Standing.ADOPTED: "approved",
    Standing.ADAPTED: "approved",
    Standing.OUTDATED: "superseded",
    Standing.WAITS: "submitted",
    Standing.TIME: "consultation",
    Standing.ASKED: "draft",
    Standing.OVERDUE: "declined",
}
ACTS = {
    "answer_standard": _("wrote a bureau’s answer to a standard"),
}
