"""What the acts of the toolkit library and of the help desk are called in a sentence after a name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "keep_tool": _("changed the library of tools"),
    "withdraw_tool": _("withdrew a tool"),
    "use_tool": _("said that a unit used a tool"),
    "ask_for_help": _("asked the help desk"),
    "assign_help": _("gave a request for help to a post"),
    "answer_help": _("answered a request for help"),
    "rate_help": _("said whether an answer helped"),
}
