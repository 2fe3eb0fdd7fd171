"""What each act is called in a sentence after a person's name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Acts:
    """What each act's code is called in a sentence after a person's name; apps register theirs."""

    def __init__(self) -> None:
        self._sentences: dict[str, str | _StrPromise] = {}

    def register(self, code: str, sentence: str | _StrPromise) -> None:
        """Name an act: `ACTS.register("submit", _("submitted it for decision"))`. A code is named once."""
        if str(self._sentences.setdefault(code, sentence)) != str(sentence):
            raise ValueError(f"The act {code} is named twice.")

    @property
    def known(self) -> dict[str, str | _StrPromise]:
        """Each code that has a name, with its words."""
        return self._sentences

    def sentence(self, code: str) -> str:
        """The words for a code; an act nobody named is a change."""
        return str(self._sentences.get(code) or _("changed it"))


ACTS = Acts()
for _code, _sentence in {
    "create": gettext_lazy("began it"),
    "edit": gettext_lazy("edited it"),
    "attach": gettext_lazy("attached evidence"),
    "open": gettext_lazy("opened the consultation"),
    "answer": gettext_lazy("answered"),
    "revise": gettext_lazy("took it back for revision"),
    "submit": gettext_lazy("submitted it for decision"),
    "withdraw": gettext_lazy("withdrew it"),
    "approve": gettext_lazy("approved it"),
    "conditions": gettext_lazy("approved it with conditions"),
    "return": gettext_lazy("returned it"),
    "decline": gettext_lazy("declined it"),
    "next": gettext_lazy("began the next version"),
    "close_condition": gettext_lazy("closed a condition"),
    "comment": gettext_lazy("commented"),
    "supersede": gettext_lazy("took it out of force: the next version’s day has come"),
    "remove_evidence": gettext_lazy("took evidence off"),
    "begin_holding": gettext_lazy("gave somebody a post"),
    "accept_holding": gettext_lazy("accepted who holds a post"),
    "refuse_holding": gettext_lazy("refused who was to hold a post"),
    "end_holding": gettext_lazy("ended somebody’s holding of a post"),
    "delegate": gettext_lazy("delegated a letter"),
    "accept_delegation": gettext_lazy("accepted a delegation"),
    "end_delegation": gettext_lazy("ended a delegation"),
    "name_post": gettext_lazy("named a post to keep or accept"),
    "take_naming_back": gettext_lazy("took a naming back"),
    "describe_post": gettext_lazy("described a post"),
    "retitle_post": gettext_lazy("changed a post’s title"),
    "compare_post": gettext_lazy("compared a post with another"),
    "uncompare_post": gettext_lazy("took a comparison away"),
    "open_recruitment": gettext_lazy("began a recruitment"),
    "change_recruitment": gettext_lazy("changed what is said of a recruitment"),
    "close_recruitment": gettext_lazy("closed a recruitment"),
    "add_milestone": gettext_lazy("added a milestone"),
    "change_milestone": gettext_lazy("changed a milestone"),
    "remove_milestone": gettext_lazy("took a milestone away"),
    "ask_voices": gettext_lazy("asked who shares the lead, or is consulted"),
    "voice_sign": gettext_lazy("signed"),
    "voice_note": gettext_lazy("noted it"),
    "voice_answer": gettext_lazy("was consulted"),
    "record_directive": gettext_lazy("recorded a directive"),
    "edit_directive": gettext_lazy("corrected a directive"),
    "accept_directive": gettext_lazy("accepted a directive"),
    "report_directive": gettext_lazy("reported on a directive"),
    "close_directive": gettext_lazy("closed a directive"),
    "affirm_objective": gettext_lazy("recorded who affirmed an objective"),
    "take_back_affirmation": gettext_lazy("took an affirmation back"),
    "raise_recommendation": gettext_lazy("raised a recommendation"),
    "answer_recommendation": gettext_lazy("answered a recommendation"),
    "follow_up": gettext_lazy("followed a recommendation up"),
    "close_recommendation": gettext_lazy("closed a recommendation"),
    "nominate": gettext_lazy("nominated somebody to a team"),
    "accept_nomination": gettext_lazy("accepted the nomination"),
    "decline_nomination": gettext_lazy("declined the nomination"),
    "withdraw_nomination": gettext_lazy("withdrew the nomination"),
    "return_nomination": gettext_lazy("returned the nomination"),
    "welcome_member": gettext_lazy("welcomed a member"),
    "create_team": gettext_lazy("began a team"),
    "change_team": gettext_lazy("changed a team"),
    "write_charter": gettext_lazy("wrote a team’s charter"),
    "name_member": gettext_lazy("named a member of a team"),
    "end_membership": gettext_lazy("ended a membership of a team"),
    "read_payload": gettext_lazy("read a confidential text"),
    "erase_payload": gettext_lazy("erased a confidential text"),
    "load_city": gettext_lazy("loaded the city"),
    "invite": gettext_lazy("invited somebody"),
    "password": gettext_lazy("set a password"),
    "disable": gettext_lazy("disabled an account"),
    "enable": gettext_lazy("enabled an account"),
    "rename": gettext_lazy("changed their name"),
    "reset_second_factor": gettext_lazy("reset somebody’s second factor"),
    "second_factor": gettext_lazy("changed their second factor"),
    "make_token": gettext_lazy("made an API token"),
    "take_back_token": gettext_lazy("took an API token back"),
}.items():
    ACTS.register(_code, _sentence)
