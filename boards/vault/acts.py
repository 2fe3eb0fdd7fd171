"""What the acts of the vault are called in a sentence after a name. Those of members stand in restricted history alone."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

ACTS = {
    "propose_custodian": _("proposed a custodian of the vault"),
    "accept_custodian": _("accepted a custodian of the vault"),
    "end_custodian": _("set the last day of a custodian of the vault"),
    "begin_self_identification": _("began a round of self-identification"),
    "ask_self_identification_again": _("had a new private link sent"),
    "hand_over_self_identification": _("made a private link to hand over"),
    "send_self_identification_link": _("sent a private link"),
    "self_identify": _("said who they are"),
    "decline_self_identification": _("preferred not to say who they are"),
    "withdraw_self_identification": _("took back what they said"),
    "erase_self_identification": _("erased what somebody said, who left all boards"),
    "set_self_id_retention": _("set how long self-identification is kept"),
}
