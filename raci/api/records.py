"""A governed record, whatever its kind: where it stands, and the moves of those responsible for it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from raci import workflow
from raci.actions import cases as acts
from raci.api.contract import Door, operation
from raci.api.fields import Body, Day, Key, Shape, Text
from raci.api.paging import Paged, Rows
from raci.api.shapes import Id, PersonRef, PostRef, ProblemLine, RoleRef, UnitRef, one_of, said
from raci.authority import Act
from raci.models import Case, Consultation, Decision, Record
from raci.queries.cases import MOVES, CasePage, case_page

State, Back = Case.State, Case.Back
SHA = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"


class OptionShown(Shape):
    """A move: whether it is yours now, why or why not, and what it still waits for."""

    move = one_of([move.value for move in MOVES], source="move.value")
    allowed = serializers.BooleanField(source="permission.allowed")
    ready = serializers.BooleanField()
    reason = said(source="permission.reason")
    problems = ProblemLine(many=True)

    example = {
        "move": "submit", "allowed": True, "ready": False,
        "reason": "As Director, Parks & Recreation you hold R for 4.1 (matrix v1).",
        "problems": [{"field": "", "detail": "Equity Officer has not answered yet and has until 5 Dec 2026."}],
    }  # fmt: skip


class TextRef(Shape):
    """A frozen text."""

    number = serializers.IntegerField()
    sha256 = said()
    frozen_at = serializers.DateTimeField()

    example = {"number": 1, "sha256": SHA, "frozen_at": "2026-11-21T09:00:00-08:00"}


class QuestionRef(Shape):
    """A role that was asked about the newest text, and what it answered."""

    id = Id(source="pk")
    role = RoleRef()
    way = one_of(Consultation.Way)
    due_on = serializers.DateField(allow_null=True)
    answer = one_of(Consultation.Answer)
    words = said()
    done_about_it = said()

    example = {
        "id": 7, "role": RoleRef.example, "way": "asked", "due_on": "2026-12-05", "answer": "comment",
        "words": "Say which pools.", "done_about_it": "",
    }  # fmt: skip


class SubmissionRef(Shape):
    """A text handed in for decision."""

    id = Id(source="pk")
    text = serializers.IntegerField(source="text.number")
    submitted_by = PersonRef()
    submitted_as = said()
    submitted_at = serializers.DateTimeField()
    withdrawn_at = serializers.DateTimeField(allow_null=True)

    example = {
        "id": 3, "text": 1, "submitted_by": PersonRef.example, "submitted_as": "Director, Parks & Recreation",
        "submitted_at": "2026-12-06T10:00:00-08:00", "withdrawn_at": None,
    }  # fmt: skip


class ConditionRef(Shape):
    """A condition of an approval."""

    id = Id(source="pk")
    words = said()
    owner = PostRef()
    due_on = serializers.DateField()
    closed_at = serializers.DateTimeField(allow_null=True)
    closing_note = said()

    example = {
        "id": 2, "words": "Cost the second goal.", "owner": PostRef.example, "due_on": "2027-03-31", "closed_at": None,
        "closing_note": "",
    }  # fmt: skip


class DecisionRef(Shape):
    """A decision, whose receipt is at receipts/{id}/."""

    id = Id(source="pk")
    kind = one_of(Decision.Kind)
    decided_as = said()
    decided_at = serializers.DateTimeField()
    sha256 = said()

    example = {
        "id": 4, "kind": "conditions", "decided_as": "City Administrator", "decided_at": "2026-12-08T15:00:00-08:00",
        "sha256": SHA,
    }  # fmt: skip


class RecordShown(Shape):
    """A record as far as you may read it."""

    id = Id(source="record.pk")
    kind = said(source="record.kind")
    title = said()
    unit = UnitRef(source="record.scope.unit")
    activity = said(source="record.scope.activity_code")
    case = serializers.IntegerField(source="case.number", help_text="1 for the first version's way, 2 for the next.")
    is_newest = serializers.BooleanField(help_text="Whether no newer version has been begun.")
    version = said(help_text='How its text is called, "v2"; also while v2 is being drafted.')
    state = one_of(State, source="case.state")
    back = one_of(Back, source="case.back", help_text="How it came back to draft.")
    state_since = serializers.DateTimeField(source="case.state_since")
    state_by = said(source="case.state_by")
    state_note = said(source="case.state_note")
    holder = said(source="standing.holder", help_text="Whose turn it is.")
    next = said(source="standing.next", help_text="What comes next.")
    why = said(source="standing.why", help_text="By which post and cell you see or act.")
    moves = OptionShown(many=True)
    text = TextRef(allow_null=True, help_text="The frozen text that is shown; none while a draft is.")
    asked = QuestionRef(many=True, help_text="Who was asked about the newest text.")
    submission = SubmissionRef(allow_null=True)
    decisions = DecisionRef(many=True)
    conditions = ConditionRef(many=True)
    evidence_count = serializers.IntegerField()
    page = said(source="home", help_text="Where it stands in a browser.")

    example = {
        "id": 12, "kind": "plan", "title": "Parks equity plan 2027", "unit": UnitRef.example, "activity": "4.1", "case": 1,
        "is_newest": True, "version": "v1", "state": "consultation", "back": "", "state_since": "2026-11-21T09:00:00-08:00",
        "state_by": "Dana Reyes, Director, Parks & Recreation", "state_note": "", "holder": "with Equity Officer",
        "next": "Next: it may be submitted when all have answered, or after 5 Dec 2026.",
        "why": "As Director, Parks & Recreation you hold R for 4.1 (matrix v1).", "moves": [OptionShown.example],
        "text": TextRef.example, "asked": [QuestionRef.example], "submission": None, "decisions": [], "conditions": [],
        "evidence_count": 2, "page": "/plans/12/",
    }  # fmt: skip


class RecordDoor(Door):
    """An address about one record."""

    noun = "records"
    shows = RecordShown

    def page(self, pk: int) -> CasePage:
        """The record as they may see it; 404 to strangers."""
        return case_page(pk, self.facts)

    def current(self, pk: int) -> CasePage:
        """As GET shows it, held until the act is done."""
        self.page(pk)  # a stranger waits for nobody
        Record.objects.select_for_update().get(pk=pk)
        return self.page(pk)

    def changed(self, pk: int) -> str:
        """Who moved it and when."""
        return workflow.changed_since(self.page(pk).case)

    def moved(self, pk: int) -> CasePage:
        """What has become of it."""
        self.forget()
        return self.page(pk)


class RecordDetail(RecordDoor):
    """One record."""

    @operation("Where does this record stand?", gives=RecordShown)
    def get(self, pk: int) -> Any:
        """State, whose turn it is, who was asked, what you may do with it and why not."""
        return self.page(pk)


class Asked(QuestionRef):
    """A question with the text it was about."""

    text = serializers.IntegerField(source="text.number")

    example = {**QuestionRef.example, "text": 1}


class RecordQuestions(RecordDoor):
    """Every question of the case."""

    @operation("Who was asked about which text", gives=Asked, query=Paged)
    def get(self, pk: int) -> Any:
        """Every question about every text of this case, its answer and what was done about it; the newest text first."""
        return Rows(self.page(pk).consultations)


class Opening(Body):
    """Open consultation."""

    due_on = Day(required=False, help_text="The day answers are due; 10 working days unless told.")

    example = {"due_on": "2026-12-05"}


class Why(Body):
    """A reason that those who were asked read."""

    why = Text(required=False)

    example = {"why": "The budget is not settled yet."}


class Reason(Body):
    """A reason that is needed."""

    reason = Text()

    example = {"reason": "A goal is missing."}


class Done(Body):
    """What was done about one comment or objection."""

    consultation = Key()
    words = Text()

    example = {"consultation": 7, "words": "Goal 1 names the pools now."}


class Submitting(Body):
    """Submit for decision."""

    note = Text(required=False, help_text="For the decider.")
    done = Done(many=True, required=False, help_text="What was done about each comment and objection.")
    statement = Text(most=60, required=False, help_text="The code of the statement you act under; else the strictest.")
    directive = Key(required=False, help_text="The directive it cites, where the mode asks for one.")

    example = {"note": "Ready.", "done": [Done.example]}


class RecordOpen(RecordDoor):
    """Draft > consultation."""

    @operation("Open consultation", takes=Opening, gives=RecordShown, subject=True)
    def post(self, pk: int) -> Any:
        """The text is frozen and each consulted role is asked once."""
        page = self.page(pk)
        page.need(Act.OPEN)
        acts.open_consultation(page.case, by=self.person, **self.sent())
        return self.moved(pk)


class RecordRevise(RecordDoor):
    """Consultation > draft."""

    @operation("Take it back for revision", takes=Why, gives=RecordShown, subject=True)
    def post(self, pk: int) -> Any:
        """Answers stay, tied to the text they were about."""
        page = self.page(pk)
        page.need(Act.REVISE)
        acts.revise(page.case, by=self.person, **self.sent())
        return self.moved(pk)


class RecordSubmit(RecordDoor):
    """Consultation or draft > submitted."""

    @operation("Submit for decision", takes=Submitting, gives=RecordShown, subject=True)
    def post(self, pk: int) -> Any:
        """Every role asked has answered or let the day pass; what was done about each comment is said."""
        page = self.page(pk)
        page.need(Act.SUBMIT)
        sent = self.sent()
        done = {one["consultation"]: one["words"] for one in sent.get("done", [])}
        cited = {name: sent[name] for name in ("statement", "directive") if name in sent}
        acts.submit(page.case, by=self.person, note=sent.get("note", ""), done=done, **cited)
        return self.moved(pk)


class RecordWithdraw(RecordDoor):
    """Submitted > draft."""

    @operation("Withdraw a submission", takes=Reason, gives=RecordShown, subject=True)
    def post(self, pk: int) -> Any:
        """It is a draft again; the decider reads the reason."""
        page = self.page(pk)
        page.need(Act.WITHDRAW)
        acts.withdraw(page.case, by=self.person, why=self.sent()["reason"])
        return self.moved(pk)


class RecordNext(RecordDoor):
    """Approved or declined > a new draft."""

    @operation("Begin the next version", takes=Body, gives=RecordShown, subject=True)
    def post(self, pk: int) -> Any:
        """What is approved stays in force until the next version is."""
        page = self.page(pk)
        page.need(Act.NEXT)
        self.sent()
        acts.begin_next(page.case, by=self.person)
        return self.moved(pk)
