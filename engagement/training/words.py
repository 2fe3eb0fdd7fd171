"""What the acts of training are called in a sentence after a name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "write_programme": _("wrote a training programme"),
    "ask_unit_to_train": _("said how many people a unit has trained"),
    "add_material": _("added material to a training programme"),
    "remove_material": _("took material out of a training programme"),
    "keep_cohort": _("changed a cohort"),
    "keep_session": _("changed a session"),
    "apply_for_cohort": _("applied for a cohort"),
    "decide_enrolment": _("decided who is taken into a cohort"),
    "withdraw_enrolment": _("withdrew from a cohort"),
    "write_attendance": _("wrote down who came"),
    "attend_session": _("said by the code of the room that they came"),
    "finish_cohort": _("finished a cohort"),
    "take_back_certificate": _("took a certificate back"),
    "tell_outcome": _("wrote down what came of a training"),
}
