"""The custodian's room: rounds, who was asked, one member's record, and counts over whoever serves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from boards.models import Custodian, MemberContact, SelfIdAsk, SelfIdentification, SelfIdRound, UnlinkedCount
from boards.vault import texts
from boards.vault.custody import custodians_on, need_custodian
from boards.vault.questions import DECLINED, Question, asked
from boards.vault.tallying import Tally
from boards.vault.texts import Answers
from raci.authority import Facts
from raci.models import PayloadRead
from raci.refusals import Refused


@dataclass(frozen=True)
class AskLine:
    """One member who was asked, with how it stands: never with what they said."""

    ask: SelfIdAsk
    row: SelfIdentification | None
    is_reached: bool  # there is an e-mail address


@dataclass(frozen=True)
class Counted:
    """One question of a round without names."""

    question: Question
    options: list[tuple[str, int]]


def rounds_seen(facts: Facts) -> list[SelfIdRound]:
    """All rounds, with how many were asked and how many mails were sent (1 query)."""
    need_custodian(facts)
    sent = Count("asks", filter=Q(asks__sent_at__isnull=False))
    return list(SelfIdRound.objects.annotate(asked=Count("asks"), sent=sent))


def round_seen(pk: int, facts: Facts) -> SelfIdRound:
    """One round, for the custodian."""
    need_custodian(facts)
    found = SelfIdRound.objects.filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such page."), visible=False)
    return found


def lines_of(row: SelfIdRound) -> list[AskLine]:
    """Who was asked in it, by name (3 queries)."""
    asks = list(row.asks.select_related("member").order_by("member__name", "pk"))
    members = [ask.member_id for ask in asks]
    said = {one.member_id: one for one in SelfIdentification.objects.filter(member__in=members)}
    reached = set(MemberContact.objects.filter(member__in=members).values_list("member", flat=True))
    return [AskLine(ask, said.get(ask.member_id), ask.member_id in reached) for ask in asks]


def counts_of(row: SelfIdRound) -> list[Counted]:
    """What a round without names counted (2 queries)."""
    counts = {(one.question, one.option): one.count for one in UnlinkedCount.objects.filter(round=row)}
    return [
        Counted(one, _named(one, {code: counts.get((one.code, code), 0) for code in _codes(one)}))
        for one in asked(row.questions)
    ]


def ask_seen(pk: int, facts: Facts) -> AskLine:
    """One member who was asked."""
    need_custodian(facts)
    ask = SelfIdAsk.objects.select_related("member", "round").filter(pk=pk).first()
    if ask is None:
        raise Refused(_("There is no such page."), visible=False)
    row = SelfIdentification.objects.filter(member=ask.member_id).first()
    return AskLine(ask, row, MemberContact.objects.filter(member=ask.member_id).exists())


def readings_of(line: AskLine) -> list[PayloadRead]:
    """Who opened it, and why."""
    return texts.readings(line.row) if line.row else []


def in_words(answers: Answers) -> list[tuple[str, str]]:
    """Question and answer as a page says them."""
    return [(one.name, _said(one, answers[one.code])) for one in asked(answers)]


def _said(question: Question, answer: Any) -> str:
    if answer.get("declined"):
        return _("prefers not to answer")
    names = dict(question.options)
    said = [names.get(code, code) for code in answer.get("said", ())]
    return " · ".join([*said, *([answer["detail"]] if answer.get("detail") else [])])


def tallies_in_words(found: list[Tally]) -> list[dict[str, Any]]:
    """Each question with its answers, alone or with others, and who is not known."""
    questions = {one.code: one for one in asked(tally.question for tally in found)}
    return [
        {
            "tally": tally,
            "name": questions[tally.question].name,
            "options": _named(questions[tally.question], tally.anyhow),
        }
        for tally in found
        if tally.question in questions
    ]


def _named(question: Question, counts: Any) -> list[tuple[str, int]]:
    names = {**dict(question.options), DECLINED: _("prefers not to answer")}
    return [(names[code], counts[code]) for code in _codes(question) if code != DECLINED or DECLINED in counts]


def _codes(question: Question) -> list[str]:
    return [*(code for code, _name in question.options), DECLINED]


# ---- who the custodian is: for all staff


@dataclass(frozen=True)
class CustodianLine:
    """One, with whether they may open the vault today, and what is left to do."""

    row: Custodian
    counts: bool
    waits: bool  # for the second person


def custodians_named(facts: Facts) -> list[CustodianLine]:
    """Everybody who was ever named, newest first (2 queries)."""
    current = set(custodians_on(facts.today).values_list("pk", flat=True))
    related = ("holding__person", "holding__post__unit", "proposed_by", "accepted_by")
    return [
        CustodianLine(
            row, row.pk in current, row.accepted_by_id is None and (row.ends_on or facts.today) >= facts.today
        )
        for row in Custodian.objects.select_related(*related)
    ]


def custodian_for(pk: int) -> Custodian:
    """One of them."""
    found = Custodian.objects.select_related("holding__person", "holding__post").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such custodian."), visible=False)
    return found
