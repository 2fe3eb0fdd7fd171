"""What the pages of audits show, each in a constant number of queries."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from boards.audits.content import advice_of, newest_tallies
from boards.audits.reading import Audit
from boards.kinds import AUDITS, AUDITS_BY_ACTIVITY
from boards.models import AuditAdvice, AuditQuestion, AuditTally, RepresentationAudit, SelfIdRound
from boards.queries.audit_scope import There, who_served
from boards.vault.custody import custodian, custodians_on, need_custodian
from raci.authority import Act, Facts
from raci.models import Case
from raci.queries.cases import CasePage, case_page
from raci.queries.lists import governed
from raci.records import Kind
from raci.refusals import Problem, Refused

CODES = tuple(kind.code for kind in AUDITS)


def newest_cases(facts: Facts) -> QuerySet[Case]:
    """Of each audit the newest case this person may see."""
    return governed.newest(facts, *AUDITS).select_related("record__scope__unit", "record__representation_audit")


def kinds_begun_by(facts: Facts) -> list[Kind]:
    """Which audits they may begin: the city's, the City Auditor's own, or both."""
    return governed.begun_by(facts, AUDITS)


def need_kinds(facts: Facts) -> list[Kind]:
    """The same; 403 with the reason where there is none."""
    found = kinds_begun_by(facts)
    if not found:
        codes = _(" or ").join(AUDITS_BY_ACTIVITY)
        raise Refused(
            _("Beginning an audit takes R (responsible) for %(codes)s; you hold none today.") % {"codes": codes}
        )
    return found


def approved_audits() -> QuerySet[RepresentationAudit]:
    """Those that one can be compared with."""
    approved = Case.objects.filter(record=OuterRef("record"), state__in=(Case.State.APPROVED, Case.State.SUPERSEDED))
    return RepresentationAudit.objects.filter(Exists(approved)).order_by("-as_of", "-pk")


@dataclass
class AuditPage:
    """An audit as one person may see it."""

    page: CasePage
    audit: RepresentationAudit

    @cached_property
    def shown(self) -> Audit | None:
        """What this person may read of it."""
        content = self.page.content
        return Audit(content, reverse("boards:audit-file", args=[self.page.record.pk])) if content else None

    @cached_property
    def missing(self) -> list[Problem]:
        """What a draft still lacks, for those who can mend it."""
        return self.page.kind.problems(self.page.record) if self.page.shows_live and self.page.may_edit else []

    @cached_property
    def questions(self) -> list[tuple[AuditQuestion, AuditTally | None]]:
        """For those who write it: each question with the tally that counts."""
        tallies = newest_tallies(self.audit)
        return [(one, tallies.get(one.dimension)) for one in self.audit.questions.all()]

    @cached_property
    def advice(self) -> list[AuditAdvice]:
        """What it recommends, as rows."""
        return advice_of(self.audit)

    @cached_property
    def custodians(self) -> list[str]:
        """Who counts members' answers today."""
        return [f"{one.holding.person}, {one.holding.post}" for one in custodians_on(self.page.facts.today)]

    @property
    def counts_it_themself(self) -> bool:
        """Whether the reader is the custodian."""
        return custodian(self.page.facts) is not None

    @property
    def is_approved(self) -> bool:
        """Whether a version of it is in force."""
        return any(case.state == Case.State.APPROVED for case in self.page.cases)

    @cached_property
    def may_follow(self) -> bool:
        """Whether they publish it and raise what it recommends."""
        return self.is_approved and self.page.facts.capacity_with("R", self.page.subject) is not None

    @cached_property
    def in_force(self) -> int | None:
        """The text that is approved."""
        approved = next((case for case in self.page.cases if case.state == Case.State.APPROVED), None)
        return approved.texts.latest("number").pk if approved else None

    @property
    def may_publish(self) -> bool:
        """Whether there is something to publish that is not out."""
        return self.may_follow and self.in_force != self.audit.published_text_id

    @property
    def waits_to_be_raised(self) -> bool:
        """Whether recommendations of the approved text are not raised yet."""
        return self.may_follow and any(one.raised_id is None for one in self.advice)


def audit_page(pk: int, facts: Facts) -> AuditPage:
    """The audit as this person may see it; 404 to strangers and for records of other kinds."""
    page = case_page(pk, facts)
    if page.record.kind not in CODES:
        raise Http404
    found = RepresentationAudit.objects.select_related("record__scope__unit", "earlier", "published_text")
    return AuditPage(page, found.get(record=pk))


def audit_to_edit(pk: int, facts: Facts) -> AuditPage:
    """The same, for somebody who may change it now; Refused with the reason otherwise."""
    found = audit_page(pk, facts)
    found.page.need(Act.EDIT)
    return found


def question_to_edit(pk: int, facts: Facts) -> tuple[AuditPage, AuditQuestion]:
    """A question of a draft."""
    row = AuditQuestion.objects.select_related("audit__record").filter(pk=pk).first()
    if row is None:
        raise Http404
    return audit_to_edit(row.audit.record_id, facts), row


def advice_to_edit(pk: int, facts: Facts) -> tuple[AuditPage, AuditAdvice]:
    """A recommendation of a draft."""
    row = AuditAdvice.objects.select_related("audit__record", "board", "unit").filter(pk=pk, removed_at=None).first()
    if row is None:
        raise Http404
    return audit_to_edit(row.audit.record_id, facts), row


# ---- for the custodian


@dataclass(frozen=True)
class ToCount:
    """An audit as the custodian sees it: what is asked, over whom; nothing else of a draft."""

    audit: RepresentationAudit
    questions: list[AuditQuestion]
    there: list[There]
    rounds: list[SelfIdRound]
    is_draft: bool


def to_count(pk: int, facts: Facts) -> ToCount:
    """One that was asked for; 404 to everybody but the custodian."""
    need_custodian(facts)
    audit = _asked_for().filter(pk=pk).first()
    if audit is None:
        raise Refused(_("There is no such page."), visible=False)
    questions = list(audit.questions.all())
    rounds = SelfIdRound.objects.filter(
        whom=SelfIdRound.Whom.MEMBERS,
        mode=SelfIdRound.Mode.UNLINKED,
        questions__overlap=[one.dimension for one in questions],
    )
    is_draft = audit.record.cases.latest("number").state == Case.State.DRAFT
    return ToCount(audit, questions, who_served(audit), list(rounds), is_draft)


def waiting_for_count(facts: Facts) -> list[RepresentationAudit]:
    """Drafts that were asked for, newest first (1 query)."""
    need_custodian(facts)
    draft = Case.objects.filter(record=OuterRef("record"), state=Case.State.DRAFT)
    return list(_asked_for().filter(Exists(draft)).order_by("-asked_at"))


def _asked_for() -> QuerySet[RepresentationAudit]:
    return RepresentationAudit.objects.filter(asked_at__isnull=False).select_related("record__scope")


# ---- for the public


def published() -> list[RepresentationAudit]:
    """What is out, newest first (1 query)."""
    found = RepresentationAudit.objects.filter(published_text__isnull=False).select_related("published_text__case")
    return list(found.order_by("-as_of", "-pk"))


def published_audit(pk: int) -> tuple[RepresentationAudit, Any]:
    """One of them with its frozen content (1 query)."""
    found = RepresentationAudit.objects.select_related("published_text", "record__scope").filter(record=pk).first()
    if found is None or found.published_text is None:
        raise Http404
    return found, json.loads(found.published_text.content)
