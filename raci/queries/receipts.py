"""Versions of a record, the receipts of decisions, and the conditions they made."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from raci.authority import Facts
from raci.models import Condition, Decision, Submission, Text
from raci.queries.case_parts import content_of
from raci.queries.cases import CasePage, case_page
from raci.records import Content, digest
from raci.refusals import Refused


@dataclass(frozen=True)
class Version:
    """A text with what became of it."""

    text: Text
    submissions: list[Submission]
    decisions: list[Decision]


def versions(page: CasePage) -> list[Version]:
    """The texts the person may read, newest first."""
    found = []
    for text in page.texts:
        handed_in = [one for one in page.submissions if one.text_id == text.pk]
        found.append(Version(text, handed_in, [one.decision for one in handed_in if hasattr(one, "decision")]))
    return found


@dataclass(frozen=True)
class ReceiptPage:
    """Who decided what, by what right, on exactly which text."""

    page: CasePage
    decision: Decision
    submission: Submission
    text: Text
    content: Content
    conditions: list[Condition]

    @property
    def fits(self) -> bool:
        """Whether the text on record still has the hash that was decided."""
        return digest(self.text.content) == self.decision.sha256


def receipt_page(pk: int, facts: Facts) -> ReceiptPage:
    """A decision's receipt, for whoever may read its text; 404 to others."""
    along = (
        "submission__text",
        "submission__case",
        "submission__submitted_by",
        "submission__directive__giver",
        "directive__giver",
        "decided_by",
        "post",
        "matrix",
    )
    decision = Decision.objects.select_related(*along).filter(pk=pk).first()
    if decision is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    page = case_page(decision.submission.case.record_id, facts, decision.submission.case.number)
    text = decision.submission.text
    if not any(one.pk == text.pk for one in page.texts):
        raise Refused(_("There is nothing here that you may read."), visible=False)
    conditions = [one for one in page.conditions if one.decision_id == decision.pk]
    return ReceiptPage(page, decision, decision.submission, text, content_of(text), conditions)


@dataclass(frozen=True)
class ConditionPage:
    """A condition before the holders of its owner post."""

    condition: Condition
    facts: Facts
    page: CasePage | None  # the record's, where they may see it
    back: str

    @property
    def is_owner(self) -> bool:
        """Whether the person holds the owner post."""
        return any(capacity.post == self.condition.owner_id for capacity in self.facts.posts)

    def need_owner(self) -> None:
        """403 with the reason for those who may see the record."""
        if not self.is_owner:
            raise Refused(_("%(post)s closes this condition.") % {"post": self.condition.owner.title})


def condition_page(pk: int, facts: Facts) -> ConditionPage:
    """A condition, for its owner post and for whoever may see the record; 404 to strangers."""
    condition = Condition.objects.select_related("owner", "decision__submission__case__record").filter(pk=pk).first()
    if condition is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    case = condition.decision.submission.case
    try:
        page = case_page(case.record_id, facts, case.number)
    except Refused:
        shown = ConditionPage(condition, facts, None, reverse("home"))
        if not shown.is_owner:
            raise
        return shown
    return ConditionPage(condition, facts, page, reverse("raci:receipt", args=[condition.decision_id]))
