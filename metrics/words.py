"""What the acts of figures are called in a sentence after a person's name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "begin_batch": _("began a batch of figures"),
    "describe_batch": _("changed what is said of a batch of figures"),
    "store_figures": _("brought figures in"),
    "bring_in_figures": _("brought a file of figures in"),
    "ask_supplier": _("asked another office for figures"),
    "remind_supplier": _("reminded another office of figures"),
    "let_request_go": _("let a request for figures go"),
    "say_mapping": _("said how a file of figures is read"),
    "add_groups": _("added groups to a dimension of the city’s own"),
    "add_places": _("added places"),
    "begin_indicator": _("began an indicator"),
    "remember_layout": _("remembered how files with these headings are read"),
    "undo_batch": _("took a batch of figures out"),
    "lock_period": _("locked a period"),
    "open_period": _("opened a locked period"),
    "withdraw-release": _("withdrew what was out"),
    "edit_indicator": _("changed a draft of an indicator"),
    "begin_version": _("began the next version of an indicator"),
    "keep_indicator": _("changed who keeps an indicator"),
    "retire_indicator": _("retired an indicator"),
    "wait_for": _("said what a measure waits for"),
    "wait_no_more": _("said that a measure waits no more"),
    "set_target": _("set a target"),
    "set_benchmark": _("set a benchmark"),
    "tell_story": _("told the story behind the curve"),
    "draw_places": _("drew places"),
    "keep_reconciliation": _("changed a budget reconciliation"),
}
