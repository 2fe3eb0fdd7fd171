"""The decider's page: what changed, what was answered, what is exactly decided, and what happens after."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from raci.authority import Act, Facts, Permission, covering_posts, may
from raci.models import Case, Consultation, Submission, Text
from raci.queries.case_parts import content_of
from raci.queries.cases import CasePage, case_page
from raci.records import Content, Difference
from raci.refusals import Problem, Refused


@dataclass(frozen=True)
class DecidePage:
    """A submission before its decider."""

    page: CasePage
    submission: Submission
    text: Text
    content: Content
    approved: Text | None  # the last approved text, which this one is compared with
    differences: list[Difference]
    answers: list[Consultation]  # the newest of each role in this case
    told: int  # posts that are told when it is approved
    permission: Permission

    @property
    def problems(self) -> list[Problem]:
        """What it waits for before it can be decided."""
        return self.page.options["approve"].problems

    @property
    def lines(self) -> list[str]:
        """Lines of the kind's own checks: money, opinion of communities."""
        return self.page.kind.facts(self.content)

    @property
    def beside(self) -> list[tuple[str, str]]:
        """Pages of the kind's own to look at before deciding."""
        return self.page.kind.beside(self.page.record)

    @property
    def asked_count(self) -> int:
        """Roles that were asked or invited."""
        return sum(1 for one in self.answers if one.way != Consultation.Way.NOT_ASKED)

    @property
    def answered_count(self) -> int:
        """Roles that answered."""
        return sum(1 for one in self.answers if one.answer)

    @property
    def silent(self) -> list[Consultation]:
        """Roles that were asked and did not answer."""
        return [one for one in self.answers if not one.answer and one.way != Consultation.Way.NOT_ASKED]


def submission_seen(pk: int, facts: Facts) -> tuple[Submission, CasePage]:
    """The submission with its record's page, for whoever may see it; 404 to strangers."""
    submission = Submission.objects.select_related("text", "case", "submitted_by", "decision").filter(pk=pk).first()
    if submission is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return submission, case_page(submission.case.record_id, facts, submission.case.number)


def decide_page(pk: int, facts: Facts) -> DecidePage:
    """The decider's page; 403 with the reason to those who may see the record and not decide."""
    submission, page = submission_seen(pk, facts)
    permission = may(facts, Act.APPROVE, page.subject)
    if not permission:
        raise Refused(permission.reason)
    content = content_of(submission.text)
    approved = _last_approved(submission)
    return DecidePage(
        page=page,
        submission=submission,
        text=submission.text,
        content=content,
        approved=approved,
        differences=page.kind.differences(content_of(approved), content) if approved else [],
        answers=_newest_of_each_role(page.consultations),
        told=_told(page),
        permission=permission,
    )


def _last_approved(submission: Submission) -> Text | None:
    """The text of the version this one would follow, which may have been put in force by a founding act."""
    texts = Text.objects.filter(record=submission.case.record_id, case__state=Case.State.APPROVED)
    return texts.order_by("-case__number", "-number").first()


def _newest_of_each_role(consultations: list[Consultation]) -> list[Consultation]:
    """An answer about an earlier text stands where the role said nothing about the difference."""
    newest: dict[int, Consultation] = {}
    for one in consultations:  # newest text first
        known = newest.get(one.role_id)
        if known is None or (not known.answer and known.way == Consultation.Way.REVIEW and one.answer):
            newest[one.role_id] = one
    return list(newest.values())


def _told(page: CasePage) -> int:
    facts = page.facts
    holders = (covering_posts(page.subject, letter, facts.today, facts.matrix) for letter in "RCI")
    return len({capacity.post for found in holders for capacity, _person in found})
