"""Which rules apply to the city and why: each condition with what it rests on, each requirement with the units it concerns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from compliance.checks.verdicts import Lack, Said
from compliance.duties.applicability import Answer, joined
from compliance.duties.status import NO, UNKNOWN, YES
from compliance.kinds import OBLIGATION
from compliance.models import CityFact, FundingAward, Generation, Obligation, Requirement
from compliance.packs.facts import Condition
from compliance.queries.wanted import Look, look, units_of
from compliance.verdict_words import entered_at
from raci.authority import Facts
from raci.drawing import day
from raci.keeping import may_keep, may_keep_for_the_city
from raci.models import Unit
from raci.refusals import Refused

CONDITIONS = {Condition(value): label for value, label in Requirement.Condition.choices}
VERDICTS = {YES: gettext_lazy("yes"), NO: gettext_lazy("no"), UNKNOWN: gettext_lazy("not known")}


def sentence(said: Said) -> str:
    """In the reader's language."""
    return _(said.text) % said.values if said.values else _(said.text)


@dataclass(frozen=True)
class Missing:
    """What is not known, who can enter it, and where."""

    why: str
    who: str
    url: str


@dataclass(frozen=True)
class Row:
    """A condition as it stands today."""

    condition: str
    label: str
    verdict: str
    verdict_words: str
    sentences: list[str]
    rules: list[str]  # rows of the law that were used
    facts: list[str]
    awards: list[FundingAward]
    missing: list[Missing]


@dataclass(frozen=True)
class Asked:
    """A requirement, whether it applies, and of whom it is asked."""

    requirement: Requirement
    verdict: str
    verdict_words: str
    units: list[Unit]
    by_choice: bool
    conditions: list[str]


@dataclass(frozen=True)
class RulesPage:
    """Everything of it."""

    rows: list[Row]
    programmes: list[tuple[str, list[Asked]]]
    last: Generation | None
    may_look: bool
    why_not: str
    obligations: int


def rules_page(facts: Facts) -> RulesPage:
    """For all staff (a constant number of queries)."""
    found = look(facts.today)
    awards = {one.pk: one for one in FundingAward.objects.select_related("unit").filter(pk__in=list(found.awards))}
    units = {one.pk: one for one in Unit.objects.all()}
    city = units[found.city]
    permission = may_keep(facts, OBLIGATION, city)
    programmes: dict[str, list[Asked]] = {}
    for one in _requirements(facts):
        asked = _asked(found, one, units)
        programmes.setdefault(one.programme.name, []).append(asked)
    return RulesPage(
        rows=[_row(condition, answer, awards) for condition, answer in found.known.answers.items()],
        programmes=list(programmes.items()),
        last=Generation.objects.first(),
        may_look=bool(permission),
        why_not=permission.reason,
        obligations=Obligation.objects.count(),
    )


def _requirements(facts: Facts) -> Any:
    found = Requirement.objects.filter(Requirement.standing(facts.today)).select_related("programme", "lead", "choice")
    return found.prefetch_related("choice__concerns")


def _asked(found: Look, one: Requirement, units: dict[int, Unit]) -> Asked:
    verdict = joined(one.applies, found.known.answers) if one.applies else YES
    choice = getattr(one, "choice", None)
    concerned = [units[pk] for pk in units_of(found, one)] if verdict != NO else []
    return Asked(
        requirement=one,
        verdict=verdict,
        verdict_words=str(VERDICTS[verdict]),
        units=concerned,
        by_choice=bool(choice and choice.has_units),
        conditions=[str(CONDITIONS[Condition(code)]) for code in one.applies],
    )


def _row(condition: Condition, answer: Answer, awards: dict[int, FundingAward]) -> Row:
    labels = dict(CityFact.Key.choices)
    return Row(
        condition=condition.value,
        label=str(CONDITIONS[condition]),
        verdict=answer.verdict,
        verdict_words=str(VERDICTS[answer.verdict]),
        sentences=[sentence(one) for one in answer.why] if answer.verdict != UNKNOWN else [],
        rules=rows_used(answer),
        facts=[str(labels[name]) for name in answer.facts],
        awards=[awards[pk] for pk in answer.awards if pk in awards],
        missing=[_missing(one) for one in answer.lacking],
    )


def rows_used(answer: Answer) -> list[str]:
    """The rows of the law it was worked out by: value, unit, citation, and from when."""
    found = []
    for row in answer.parameters:
        if row.value is not None:
            since = " " + _("from %(day)s") % {"day": day(row.begins)} if row.begins else ""
            found.append(f"{row.value} {row.unit} ({row.citation}){since}")
    return found


def _missing(lack: Lack) -> Missing:
    return Missing(sentence(lack.why), str(lack.who), entered_at(lack))


def requirement_called(code: str) -> Requirement:
    """A requirement by its code."""
    related = ("programme", "lead", "choice")
    found = Requirement.objects.select_related(*related).filter(code=code).first()
    if found is None:
        raise Refused(_("There is no such requirement."), visible=False)
    return found


def need_chooser(facts: Facts) -> None:
    """`Refused` where they choose nothing for the city."""
    permission = may_keep_for_the_city(facts, OBLIGATION)
    if not permission:
        raise Refused(permission.reason)


def last_look() -> Generation | None:
    """The newest look at what applies."""
    return Generation.objects.first()
