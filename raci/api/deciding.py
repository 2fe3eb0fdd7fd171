"""Submissions, decisions with their receipts, and the conditions they made."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import serializers

from raci import workflow
from raci.actions import cases as acts
from raci.api.contract import Created, Door, operation
from raci.api.fields import Body, Choice, Code, Day, Key, Shape, Text, as_sent, by_form
from raci.api.paging import Paged, Rows
from raci.api.problems import Invalid, Stale
from raci.api.records import SHA, ConditionRef, QuestionRef, SubmissionRef, TextRef
from raci.api.shapes import DifferenceShown, Id, PersonRef, PostRef, ProblemLine, one_of, said
from raci.authority import DECIDING, Act
from raci.forms.cases import MOST_CONDITIONS, Deciding
from raci.models import Case, Condition, Decision, DecisionMode, Post, Record
from raci.queries.queue import DecidePage, decide_page, submission_seen
from raci.queries.receipts import ConditionPage, ReceiptPage, condition_page, receipt_page
from raci.queries.waiting import decisions_waiting
from raci.refusals import Conflict, Problem


class SubmissionRow(Shape):
    """A submission that waits for your decision."""

    id = Id(source="pk")
    record = Id(source="case.record_id")
    title = said(source="case.record.title")
    unit = said(source="case.record.scope.unit.code")
    text = serializers.IntegerField(source="text.number")
    submitted_by = PersonRef()
    submitted_as = said()
    submitted_at = serializers.DateTimeField()
    asked = serializers.IntegerField(help_text="Roles that were asked.")
    answered = serializers.IntegerField()
    objections = serializers.IntegerField()

    example = {
        "id": 3, "record": 12, "title": "Parks equity plan 2027", "unit": "parks", "text": 1,
        "submitted_by": PersonRef.example, "submitted_as": "Director, Parks & Recreation",
        "submitted_at": "2026-12-06T10:00:00-08:00", "asked": 4, "answered": 4, "objections": 1,
    }  # fmt: skip


class SubmissionShown(Shape):
    """A submission before its decider: what changed, what was answered, and exactly what is decided."""

    id = Id(source="submission.pk")
    record = Id(source="page.record.pk")
    title = said(source="page.title")
    submission = SubmissionRef()
    note = said(source="submission.note")
    text = TextRef(help_text="The decision names its sha256.")
    approved = TextRef(allow_null=True, help_text="The last approved text, which this one is compared with.")
    differences = DifferenceShown(many=True)
    answers = QuestionRef(many=True, help_text="The newest of each role.")
    checks = serializers.ListField(child=said(), source="lines")
    problems = ProblemLine(many=True, help_text="What it waits for before it can be decided.")
    told = serializers.IntegerField(help_text="Posts that are told when it is approved.")
    content = serializers.JSONField(help_text="The text, as it was frozen.")

    example = {
        "id": 3, "record": 12, "title": "Parks equity plan 2027", "submission": SubmissionRef.example, "note": "Ready.",
        "text": TextRef.example, "approved": None, "differences": [], "answers": [QuestionRef.example],
        "checks": ["Money: $48,000 in 1 action"], "problems": [], "told": 9,
        "content": {"title": "Parks equity plan 2027"},
    }  # fmt: skip


class SubmissionList(Door):
    """What waits for your decision."""

    noun = "submissions"

    @operation("Submissions that wait for my decision", gives=SubmissionRow, query=Paged)
    def get(self) -> Any:
        """Those you may decide: neither submitted nor written by you."""
        return Rows(decisions_waiting(self.facts))


class SubmissionDoor(Door):
    """An address about one submission."""

    noun = "submissions"
    shows = SubmissionShown

    def current(self, pk: int) -> DecidePage:
        """As GET shows it, held until the act is done."""
        _submission, page = submission_seen(pk, self.facts)
        Record.objects.select_for_update().get(pk=page.record.pk)
        submission, page = submission_seen(pk, self.facts)
        if hasattr(submission, "decision") or submission.withdrawn_at:
            raise Stale(workflow.changed_since(page.case))
        return decide_page(pk, self.facts)


class SubmissionDetail(SubmissionDoor):
    """One submission."""

    @operation("A submission, for its decider", gives=SubmissionShown)
    def get(self, pk: int) -> Any:
        """403 with the reason to those who may see the record and not decide."""
        return decide_page(pk, self.facts)


class ConditionBody(Body):
    """A condition of an approval."""

    words = Text()
    owner = Code(help_text="The code of the post that owns it.")
    due_on = Day()

    example = {"words": "Cost the second goal.", "owner": "director-parks", "due_on": "2027-03-31"}


class DecisionBody(Body):
    """A decision on exactly the text with this hash."""

    kind = Choice(choices=[act.value for act in DECIDING])
    sha256 = serializers.RegexField(r"^[0-9a-f]{64}$", min_length=64, max_length=64)
    reason = Text(required=False, help_text="Needed to return and to decline.")
    conditions = ConditionBody(many=True, required=False, help_text="With `conditions`: one at least.")
    statement = Text(most=60, required=False, help_text="The code of the statement you act under; else the strictest.")
    directive = Key(required=False, help_text="The directive it cites, where the mode asks for one.")

    example = {"kind": "conditions", "sha256": SHA, "conditions": [ConditionBody.example]}


class ReceiptShown(Shape):
    """Who decided what, by what right, on exactly which text."""

    id = Id(source="decision.pk")
    record = Id(source="page.record.pk")
    title = said(source="page.title")
    kind = one_of(Decision.Kind, source="decision.kind")
    reason = said(source="decision.reason")
    decided_by = PersonRef(source="decision.decided_by")
    decided_as = said(source="decision.decided_as")
    decided_at = serializers.DateTimeField(source="decision.decided_at")
    activity = said(source="decision.activity_code")
    codes = said(source="decision.codes", help_text="The letters of the cell.")
    matrix = serializers.IntegerField(source="decision.matrix.number", help_text="The version it was made under.")
    sha256 = said(source="decision.sha256")
    mode = one_of(
        ["", *DecisionMode.values], source="decision.mode", help_text="The decision mode that bound the decider."
    )
    statement = said(source="decision.statement_words", help_text="The responsibility it was decided under.")
    directive = Id(source="decision.directive_id", allow_null=True, help_text="The directive it cites.")
    submitted_mode = one_of(["", *DecisionMode.values], source="submission.mode", help_text="... and the submitter.")
    submitted_statement = said(source="submission.statement_words")
    submitted_directive = Id(source="submission.directive_id", allow_null=True)
    fits = serializers.BooleanField(help_text="Whether the text on record still has this hash.")
    text = TextRef()
    submission = SubmissionRef()
    note = said(source="submission.note")
    conditions = ConditionRef(many=True)

    example = {
        "id": 4, "record": 12, "title": "Parks equity plan 2027", "kind": "conditions", "reason": "",
        "decided_by": {"id": 3, "name": "Alma Appleyard"}, "decided_as": "City Administrator",
        "decided_at": "2026-12-08T15:00:00-08:00", "activity": "4.1", "codes": "A", "matrix": 1, "sha256": SHA,
        "mode": "", "statement": "", "directive": None, "submitted_mode": "", "submitted_statement": "",
        "submitted_directive": None, "fits": True, "text": TextRef.example, "submission": SubmissionRef.example, "note": "Ready.",
        "conditions": [ConditionRef.example],
    }  # fmt: skip


class SubmissionDecision(SubmissionDoor):
    """Decide."""

    @operation("Decide", takes=DecisionBody, gives=ReceiptShown, status=201, subject=True)
    def post(self, pk: int) -> Any:
        """Approve, approve with conditions, return or decline; exactly one decision stands, and this is its receipt."""
        submission, page = submission_seen(pk, self.facts)
        if hasattr(submission, "decision") or submission.withdrawn_at:
            raise Conflict(workflow.changed_since(page.case))
        if page.case.state != Case.State.SUBMITTED:
            raise Conflict(workflow.changed_since(page.case))
        decide_page(pk, self.facts)
        sent = self.sent()
        form = by_form(
            Deciding(as_sent({"seen": 0, **{name: sent.get(name, "") for name in ("kind", "sha256", "reason")}}))
        )
        decision = acts.decide(
            submission.case,
            by=self.person,
            kind=Act(form["kind"]),
            reason=form["reason"],
            conditions=_conditions(sent.get("conditions", [])),
            sha256=form["sha256"],
            **{name: sent[name] for name in ("statement", "directive") if name in sent},
        )
        self.forget()
        return Created(receipt_page(decision.pk, self.facts), reverse("api:receipt-detail", args=[decision.pk]))


def _conditions(sent: list[dict[str, Any]]) -> list[acts.ConditionAsked]:
    if len(sent) > MOST_CONDITIONS:
        raise Invalid([Problem(_("At most %(n)d conditions.") % {"n": MOST_CONDITIONS}, field="conditions")])
    codes = {one["owner"] for one in sent}
    posts = {post.code: post for post in Post.objects.filter(code__in=codes, abolished_on=None)}
    missing = [
        Problem(_("There is no such post."), field=f"conditions.{place}.owner")
        for place, one in enumerate(sent)
        if one["owner"] not in posts
    ]
    if missing:
        raise Invalid(missing)
    return [acts.ConditionAsked(one["words"], posts[one["owner"]], one["due_on"]) for one in sent]


class ReceiptDetail(Door):
    """One receipt."""

    noun = "receipts"

    @operation("The receipt of a decision", gives=ReceiptShown)
    def get(self, pk: int) -> ReceiptPage:
        """For whoever may read the text that was decided."""
        return receipt_page(pk, self.facts)


# ---- conditions


class ConditionShown(Shape):
    """A condition."""

    id = Id(source="condition.pk")
    words = said(source="condition.words")
    owner = PostRef(source="condition.owner")
    due_on = serializers.DateField(source="condition.due_on")
    closed_at = serializers.DateTimeField(source="condition.closed_at", allow_null=True)
    closing_note = said(source="condition.closing_note")
    receipt = Id(source="condition.decision_id")
    is_mine = serializers.BooleanField(source="is_owner", help_text="Whether you close it.")

    example = {**ConditionRef.example, "receipt": 4, "is_mine": True}


class ConditionDoor(Door):
    """An address about one condition."""

    noun = "conditions"
    shows = ConditionShown

    def current(self, pk: int) -> ConditionPage:
        """As GET shows it, held until the act is done."""
        condition_page(pk, self.facts)
        Condition.objects.select_for_update().get(pk=pk)
        return condition_page(pk, self.facts)


class ConditionList(Door):
    """Conditions that are yours to meet."""

    noun = "conditions"

    @operation("Open conditions of my posts", gives=ConditionRef, query=Paged)
    def get(self) -> Any:
        """What is due first stands first."""
        posts = [capacity.post for capacity in self.facts.posts]
        found = Condition.objects.filter(closed_at=None, owner__in=posts).select_related("owner")
        return Rows(found.order_by("due_on", "pk"))


class ConditionDetail(ConditionDoor):
    """One condition."""

    @operation("A condition", gives=ConditionShown)
    def get(self, pk: int) -> Any:
        """For its owner post and for whoever may see the record."""
        return condition_page(pk, self.facts)


class Note(Body):
    """How it was met."""

    note = Text()

    example = {"note": "Costed: $12,000, in the budget of 2027."}


class ConditionClose(ConditionDoor):
    """Close it."""

    @operation("Close a condition", takes=Note, gives=ConditionShown, subject=True)
    def post(self, pk: int) -> Any:
        """A holder of its owner post says how it was met; it stands on the receipt."""
        shown = condition_page(pk, self.facts)
        shown.need_owner()
        acts.close_condition(shown.condition, by=self.person, note=self.sent()["note"])
        return condition_page(pk, self.facts)
