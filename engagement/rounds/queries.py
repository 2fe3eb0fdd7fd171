"""What the pages of feedback rounds show."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from engagement.kinds import FEEDBACK_ROUND, WE_DID
from engagement.models import Coding, FeedbackRound, Survey, WeDid
from engagement.rounds import content
from engagement.rounds.acts import open_case
from raci.authority import Act, Facts, Permission, may
from raci.grants import units_with, visible
from raci.keeping import may_keep
from raci.models import Case, Text, Unit
from raci.queries.cases import CasePage, case_page
from raci.queries.lists import governed
from raci.records import Content
from raci.refusals import Problem, Refused


def newest_cases(facts: Facts) -> QuerySet[Case]:
    """Of each round the newest case this person may see."""
    return governed.newest(facts, FEEDBACK_ROUND).select_related("record__scope__unit", "record__feedback_round")


def units_begun(facts: Facts) -> list[Unit]:
    """The units in which they may begin one (1 query)."""
    return list(units_with(facts, "R", FEEDBACK_ROUND.activity).order_by("path")) if facts.matrix else []


def need_units(facts: Facts) -> list[Unit]:
    """The same; 403 with the reason where there is none."""
    found = units_begun(facts)
    if not found:
        raise Refused(_("Beginning a feedback round takes R (responsible) for 3.3; you hold none today."))
    return found


@dataclass
class RoundPage:
    """A round as one person may see it."""

    page: CasePage
    row: FeedbackRound

    @cached_property
    def missing(self) -> list[Problem]:
        """What a draft still lacks, for those who can mend it."""
        shown = self.page.content if self.page.shows_live and self.page.may_edit else None
        return content.problems_of(shown, self.page.record.pk) if shown else []

    @cached_property
    def we_did(self) -> list[WeDid]:
        """What came of it."""
        return list(self.row.we_did.all())

    @cached_property
    def surveys(self) -> list[Survey]:
        """Exports that came in, the newest of each survey first."""
        return list(self.row.surveys.order_by("title", "-number"))

    @cached_property
    def may_say(self) -> Permission:
        """Whether they may say what was done."""
        return may_keep(self.page.facts, WE_DID, self.page.record.scope.unit)

    @cached_property
    def coded_by_me(self) -> int:
        """How many answers they coded."""
        return Coding.objects.filter(round=self.row, coder=self.page.facts.person).count()


def round_page(pk: int, facts: Facts) -> RoundPage:
    """The round as this person may see it; 404 to strangers and for records of other kinds."""
    page = case_page(pk, facts)
    if page.record.kind != FEEDBACK_ROUND.code:
        raise Http404
    return RoundPage(page, FeedbackRound.objects.select_related("record__scope__unit").get(record=pk))


def need_editor(row: FeedbackRound, facts: Facts) -> None:
    """Whether they may change the draft now; 404 to whoever may not see it."""
    permission = may(facts, Act.EDIT, Case.objects.select_related("record__scope__unit").get(pk=open_case(row).pk))
    if not permission:
        raise Refused(permission.reason, visible=visible(facts).filter(record=row.record_id).exists())


def found(model: type[Any], pk: int, *related: str) -> Any:
    """A row by its number; 404 where there is none."""
    row = model.objects.select_related(*related).filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


# ---- for the public


def published() -> list[FeedbackRound]:
    """Rounds with an approved text, by their newest one (1 query)."""
    rows = FeedbackRound.objects.filter(record__cases__state=Case.State.APPROVED).distinct()
    return list(rows.order_by("-ends_on", "-pk"))


def published_round(pk: int) -> tuple[FeedbackRound, Content]:
    """One of them with the text that is in force."""
    texts = Text.objects.filter(record=pk, record__kind=FEEDBACK_ROUND.code, case__state=Case.State.APPROVED)
    text = texts.order_by("-number").first()
    if text is None:
        raise Http404
    said: Content = json.loads(text.content)
    return FeedbackRound.objects.prefetch_related("we_did").get(record=pk), said
