"""What the pages of a governed record are made of: texts, submissions, questions, conditions, whose turn it is."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from raci.authority import Act, Facts, Subject, covering_posts, may
from raci.models import Case, Condition, Consultation, Decision, Record, Submission, Text
from raci.records import Content

if TYPE_CHECKING:
    from raci.queries.cases import CasePage


def sees(facts: Facts, case: Case, record: Record | None, submissions: list[Submission]) -> bool:
    """Whether the person may see this case, of a record that may not be there."""
    if record is None:
        return False
    handed_in = any(one.case_id == case.pk for one in submissions)
    subject = replace(
        Subject.of_scope(record.scope.activity_code, record.scope.unit),
        state=case.state,
        back=case.back,
        was_submitted=handed_in,
    )
    return may(facts, Act.VIEW, subject).allowed


def submissions(record: Record) -> list[Submission]:
    """Of the whole record, each with its decision; newest first."""
    found = Submission.objects.filter(case__record=record).select_related("decision", "submitted_by", "case", "text")
    return list(found.defer("text__content").order_by("-pk"))


def consultations(case: Case) -> list[Consultation]:
    """The questions of a case; newest text first."""
    found = Consultation.objects.filter(case=case).select_related("role", "text", "answered_by", "stands_from__text")
    return list(
        found.defer("text__content", "stands_from__text__content").order_by("-text__number", "role__column", "pk")
    )


def conditions(record: Record) -> list[Condition]:
    """Of the whole record."""
    found = Condition.objects.filter(decision__submission__case__record=record)
    return list(found.select_related("owner", "decision__submission__case").order_by("due_on", "pk"))


def texts(page: CasePage) -> list[Text]:
    """R, C and auditors read every frozen text; A what was submitted; the others what was approved."""
    found = list(Text.objects.filter(case__in=page.cases).defer("content").select_related("case").order_by("-number"))
    if page.sees_drafts or "C" in page.letters:
        return found
    if "A" in page.letters:
        handed_in = {one.text_id for one in page.submissions}
    else:
        handed_in = {
            one.text_id
            for one in page.submissions
            if hasattr(one, "decision") and one.decision.kind in (Decision.Kind.APPROVE, Decision.Kind.CONDITIONS)
        }
    founding = founded(page.cases, page.submissions)
    return [text for text in found if text.pk in handed_in or text.case_id in founding]


def founded(cases: list[Case], submissions: list[Submission]) -> set[int]:
    """Cases that were put in force by a founding act: nobody submitted them, and who may see them may read them."""
    in_force = {one.pk for one in cases if one.state in (Case.State.APPROVED, Case.State.SUPERSEDED)}
    return in_force - {one.case_id for one in submissions}


def holders(page: CasePage) -> list[str]:
    """Posts whose turn it is."""
    letter = {Case.State.DRAFT: "R", Case.State.SUBMITTED: "A"}.get(Case.State(page.case.state))
    if not letter:
        return []
    found = covering_posts(page.subject, letter, page.facts.today, page.facts.matrix)
    return list(dict.fromkeys(capacity.label for capacity, _person in found))


def content_of(text: Text) -> Content:
    """A frozen text's content, as plain values."""
    content: Content = json.loads(text.content)
    return content
