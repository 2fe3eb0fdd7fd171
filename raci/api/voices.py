"""What decision modes ask for beside the matrix: statements, who was asked, asking, and giving a voice."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework import serializers

from raci.actions import voices as acts
from raci.api.contract import Door, operation
from raci.api.fields import Body, Day, Shape, Text, as_sent, by_form
from raci.api.paging import Paged, Rows
from raci.api.problems import Invalid
from raci.api.records import RecordDoor
from raci.api.shapes import Id, PersonRef, RoleRef, one_of, said
from raci.forms.cases import GivingVoice
from raci.models import DecisionMode, Statement, Voice
from raci.queries.modes import VoicePage, VoicesPage, rule, voice_page, voices_page
from raci.refusals import Problem, Refused


class StatementShown(Shape):
    """A responsibility in the words of its source, and the mode it is exercised in."""

    code = said()
    role = RoleRef()
    mode = one_of(DecisionMode)
    text = said()
    activities = serializers.ListField(child=said())
    shared_with = serializers.ListField(child=said(), help_text="Codes of the roles that sign.")
    noted_by = serializers.ListField(child=said(), help_text="Codes of the roles that note and never sign.")
    from_source = said(source="source")
    rule = serializers.SerializerMethodField(help_text="What the mode asks before a submission or decision.")

    example = {
        "code": "policies", "role": RoleRef.example, "mode": "instruction",
        "text": "Support implementation of equity policies from City Council or City Administrator.",
        "activities": ["1.2"], "shared_with": [], "noted_by": [], "from_source": "Proposed Roles & Responsibilities",
        "rule": "a directive is cited; it stands on the receipt.",
    }  # fmt: skip

    def get_rule(self, row: Statement) -> str:
        """In words."""
        return rule(row.mode)


class StatementList(Door):
    """Responsibilities by decision mode."""

    noun = "modes"

    @operation("Responsibilities by decision mode", gives=StatementShown, query=Paged)
    def get(self) -> Any:
        """In the order of the source; none where the city has none."""
        return Rows(Statement.objects.select_related("role"))


class VoiceRef(Shape):
    """A role that was asked because of a decision mode."""

    id = Id(source="pk")
    role = RoleRef()
    text = serializers.IntegerField(source="text.number")
    way = one_of(Voice.Way)
    note = said(help_text="Why it is not asked.")
    due_on = serializers.DateField(allow_null=True)
    words = said()
    given_by = PersonRef(allow_null=True)
    given_as = said()
    given_at = serializers.DateTimeField(allow_null=True)

    example = {
        "id": 3, "role": RoleRef.example, "text": 1, "way": "sign", "note": "", "due_on": "2026-12-05", "words": "",
        "given_by": None, "given_as": "", "given_at": None,
    }  # fmt: skip


class AskingBody(Body):
    """Ask for voices."""

    roles = serializers.ListField(
        child=Text(most=20), required=False, max_length=50, help_text="Codes of further roles to consult."
    )
    due_on = Day(required=False, help_text="10 working days unless told.")

    example = {"roles": ["AUD"], "due_on": "2026-12-05"}


class VoicesShown(Shape):
    """Who was asked about the newest text that anybody was asked about, and whom you may ask."""

    voices = VoiceRef(many=True)
    may_ask = serializers.BooleanField()
    why_not = said()
    roles = serializers.SerializerMethodField(help_text="Codes of further roles that can be consulted.")

    example = {"voices": [VoiceRef.example], "may_ask": True, "why_not": "", "roles": ["AUD"]}

    def get_roles(self, shown: VoicesPage) -> list[str]:
        """Their codes."""
        return [code for code, _name in shown.roles]


class RecordVoices(RecordDoor):
    """Who was asked because of a decision mode."""

    @operation("Who signs, notes or is consulted because of a decision mode", gives=VoicesShown)
    def get(self, pk: int) -> Any:
        """For whoever may see the record."""
        return voices_page(pk, self.facts)

    @operation("Ask who shares the lead, and further roles", takes=AskingBody, gives=VoicesShown)
    def post(self, pk: int) -> Any:
        """For whoever a decision mode binds, while the text is frozen; those who share are asked with it."""
        shown = voices_page(pk, self.facts)
        if not shown.may_ask:
            raise Refused(shown.why_not)
        sent = self.sent()
        known = {code for code, _name in shown.roles}
        if any(code not in known for code in sent.get("roles", [])):
            raise Invalid([Problem(_("Nobody but you holds a post of that role in the line today."), field="roles")])
        acts.ask_voices(shown.page.case, by=self.person, statement=shown.shared.code if shown.shared else "", **sent)
        self.forget()
        return voices_page(pk, self.facts)


class VoiceShown(Shape):
    """A text before somebody who signs, notes or is consulted."""

    id = Id(source="voice.pk")
    record = Id(source="voice.case.record_id")
    title = said()
    voice = VoiceRef()
    content = serializers.JSONField(help_text="The text, as it was frozen.")
    is_open = serializers.BooleanField()
    why = said(help_text="Why you.")

    example = {
        "id": 3, "record": 12, "title": "Citywide standard", "voice": VoiceRef.example, "content": {"title": "Standard"},
        "is_open": True, "why": "As City Attorney you are asked.",
    }  # fmt: skip


class VoiceWords(Body):
    """What is said with it."""

    words = Text(required=False, help_text="Needed where you are consulted.")

    example = {"words": "Agreed."}


class VoiceDoor(Door):
    """An address about one voice."""

    noun = "modes"
    shows = VoiceShown

    def current(self, pk: int) -> VoicePage:
        """As GET shows it, held until the act is done."""
        voice_page(pk, self.facts)
        Voice.objects.select_for_update(of=("self",)).get(pk=pk)
        return voice_page(pk, self.facts)


class VoiceDetail(VoiceDoor):
    """One of them."""

    @operation("A text to sign, note or answer", gives=VoiceShown)
    def get(self, pk: int) -> Any:
        """For holders of the role that was asked."""
        return voice_page(pk, self.facts)


class VoiceGive(VoiceDoor):
    """Give it."""

    @operation("Sign, note or answer", takes=VoiceWords, gives=VoiceShown, subject=True)
    def post(self, pk: int) -> Any:
        """Once, while the record is on its way."""
        shown = voice_page(pk, self.facts)
        form = GivingVoice(as_sent(self.sent()), way=shown.voice.way)
        acts.give_voice(shown.voice, by=self.person, **by_form(form))
        return voice_page(pk, self.facts)
