"""How an update of an initiative stands, as pages say it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from plans.initiatives.lateness import Lateness

WORDS = {
    Lateness.AHEAD: _("to come"),
    Lateness.SOON: _("due soon"),
    Lateness.LATE: _("late"),
    Lateness.REPORTED: _("reported"),
    Lateness.REPORTED_LATE: _("reported late"),
    Lateness.OFF: _("not needed"),
}
TAGS = {  # the state tags of styles: the same look as a record's state
    Lateness.AHEAD: "draft",
    Lateness.SOON: "consultation",
    Lateness.LATE: "declined",
    Lateness.REPORTED: "approved",
    Lateness.REPORTED_LATE: "superseded",
    Lateness.OFF: "superseded",
}
ACTS = {
    "ask_update": _("said what is to be reported of an initiative"),
    "report_update": _("reported how an initiative stands"),
}
