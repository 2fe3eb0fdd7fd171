"""Consultations: what a role was asked, and the answer somebody gives for it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from raci.actions import cases as acts
from raci.api.contract import Door, operation
from raci.api.fields import Body, Choice, Shape, Text, as_sent, by_form
from raci.api.paging import Paged, Rows
from raci.api.records import QuestionRef, TextRef
from raci.api.shapes import DifferenceShown, Id, PersonRef, said
from raci.forms.cases import Answering
from raci.models import Consultation, Record
from raci.queries.answers import AnswerPage, answer_page
from raci.queries.waiting import questions
from raci.refusals import Refused

WORDED = ("comment", "objection")


class QuestionShown(Shape):
    """A question: the text it is about, what the role said before, and what changed since."""

    id = Id(source="consultation.pk")
    record = Id(source="page.record.pk")
    title = said(source="page.title")
    question = QuestionRef(source="consultation")
    text = TextRef(source="consultation.text")
    answered_by = PersonRef(source="consultation.answered_by", allow_null=True)
    answered_as = said(source="consultation.answered_as")
    answered_at = serializers.DateTimeField(source="consultation.answered_at", allow_null=True)
    is_open = serializers.BooleanField(help_text="Whether you may answer now.")
    earlier = QuestionRef(
        allow_null=True, help_text="What the role answered about an earlier text; it may be let stand."
    )
    differences = DifferenceShown(many=True, help_text="What changed since that earlier text.")
    content = serializers.JSONField(help_text="The text, as it was frozen.")

    example = {
        "id": 7, "record": 12, "title": "Parks equity plan 2027", "question": QuestionRef.example,
        "text": TextRef.example, "answered_by": None, "answered_as": "", "answered_at": None, "is_open": True,
        "earlier": None, "differences": [], "content": {"title": "Parks equity plan 2027"},
    }  # fmt: skip


class QuestionRow(Shape):
    """A question that waits for your answer."""

    id = Id(source="pk")
    record = Id(source="case.record_id")
    title = said(source="case.record.title")
    unit = said(source="case.record.scope.unit.code")
    role = said(source="role.code")
    text = serializers.IntegerField(source="text.number")
    way = said()
    asked_at = serializers.DateTimeField()
    due_on = serializers.DateField(allow_null=True)

    example = {
        "id": 7, "record": 12, "title": "Parks equity plan 2027", "unit": "parks", "role": "EO", "text": 1, "way": "asked",
        "asked_at": "2026-11-21T09:00:00-08:00", "due_on": "2026-12-05",
    }  # fmt: skip


class AnswerBody(Body):
    """An answer."""

    answer = Choice(choices=["no_objection", *WORDED])
    words = Text(required=False, help_text="Needed with a comment or an objection.")

    example = {"answer": "objection", "words": "The second goal has no budget."}


class QuestionList(Door):
    """What waits for your answer."""

    noun = "consultations"

    @operation("Questions that wait for my answer", gives=QuestionRow, query=Paged)
    def get(self) -> Any:
        """About the newest text, where you are no author."""
        return Rows(questions(self.facts).order_by("due_on", "pk"))


class QuestionDoor(Door):
    """An address about one question."""

    noun = "consultations"
    shows = QuestionShown

    def asked(self, pk: int) -> AnswerPage:
        """The question, for whoever answers it; 403 where it is for others to answer."""
        return answer_page(pk, self.facts)

    def theirs(self, pk: int) -> Consultation:
        """The question, for somebody who may answer it now."""
        found = self.asked(pk)
        if not found.permission:
            raise Refused(found.permission.reason)
        return found.consultation

    def current(self, pk: int) -> AnswerPage:
        """As GET shows it, held until the act is done."""
        Record.objects.select_for_update().get(pk=self.asked(pk).page.record.pk)
        return self.asked(pk)

    def answered(self, pk: int) -> AnswerPage:
        """What has become of it."""
        self.forget()
        return self.asked(pk)


class QuestionDetail(QuestionDoor):
    """One question."""

    @operation("A question", gives=QuestionShown)
    def get(self, pk: int) -> Any:
        """The text it is about, and what changed since the role answered last."""
        return self.asked(pk)


class QuestionAnswer(QuestionDoor):
    """Answer it."""

    @operation("Answer for a role", takes=AnswerBody, gives=QuestionShown, subject=True)
    def post(self, pk: int) -> Any:
        """Once: no objection, a comment, or an objection with its reason."""
        question = self.theirs(pk)
        sent = by_form(Answering(as_sent(self.sent())))
        acts.answer(question, by=self.person, answer=sent["answer"], words=sent["words"])
        return self.answered(pk)


class QuestionStand(QuestionDoor):
    """Let the earlier answer stand."""

    @operation("Let the earlier answer stand", takes=Body, gives=QuestionShown, subject=True)
    def post(self, pk: int) -> Any:
        """What the role said about the earlier text counts for this one too."""
        question = self.theirs(pk)
        self.sent()
        acts.let_stand(question, by=self.person)
        return self.answered(pk)
