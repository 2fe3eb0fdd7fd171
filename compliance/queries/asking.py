"""What the pages of checks show: which there are, and what one of them answers to facts that nobody keeps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from compliance.checks.catalogue import CHECKS, find
from compliance.checks.facts import read_facts
from compliance.checks.law import Parameter as Row
from compliance.checks.shape import Check
from compliance.checks.verdicts import Verdict
from compliance.law.names import name_of
from compliance.law.standing import counting, law_on
from compliance.law.touched import GATED
from compliance.law.verdict_words import Figure, figures, sentence, words_of
from compliance.models import Programme, Requirement
from compliance.models.law import value_words
from compliance.queries.public_complaints import holidays
from compliance.verdict_words import entered_at
from raci.authority import Facts

HOLIDAYS = "holidays"


@dataclass(frozen=True)
class CheckLine:
    """A check in the list, with the requirement it serves."""

    check: Check
    requirement: Requirement | None


def checks_by_programme() -> list[tuple[Programme | None, list[CheckLine]]]:
    """Those that anybody may ask, by law (2 queries)."""
    open_to_all = [one for one in CHECKS if one.code not in GATED]
    rows = Requirement.objects.filter(code__in=[one.requirement for one in open_to_all]).select_related("programme")
    known = {row.code: row for row in rows}
    found: dict[Programme | None, list[CheckLine]] = {}
    for one in open_to_all:
        row = known.get(one.requirement)
        found.setdefault(row.programme if row else None, []).append(CheckLine(one, row))
    return list(found.items())


def check_called(code: str) -> Check:
    """A check that anybody may ask; what counsel has to open first is asked elsewhere."""
    found = find(code)
    if found is None or found.code != code or code in GATED:
        raise Http404
    return found


def begins_with(check: Check, *, example: bool) -> dict[str, Any]:
    """The facts that the form begins with: the city's own days off where the check counts them, as a case's page does."""
    own = {HOLIDAYS: [str(day) for day in holidays()]} if HOLIDAYS in check.schema["properties"] else {}
    return {**(check.example if example else {}), **own}


@dataclass
class Answer:
    """A verdict in words."""

    verdict: Verdict

    @property
    def result(self) -> str:
        """In a word or two."""
        return words_of(self.verdict.result)

    @property
    def why(self) -> list[str]:
        """The reasons, without what is lacking, which is said apart."""
        lacking = {str(one.why) for one in self.verdict.lacking}
        return [
            sentence(said)
            for said in self.verdict.why
            if str(said) not in lacking and not any(str(said).startswith(one) for one in lacking)
        ]

    @property
    def lacking(self) -> list[tuple[str, str, str]]:
        """What is not known, who can enter it, and where; the facts are the asker’s own, entered on this page."""
        found = self.verdict.lacking
        return [(sentence(one.why), str(one.who), entered_at(one) if one.kind == "parameter" else "") for one in found]

    @property
    def figures(self) -> list[Figure]:
        """Line by line."""
        return list(figures(self.verdict.figures))

    @cached_property
    def rows(self) -> list[tuple[Row, str, str, int | None]]:
        """The rows of law that were used, each with its name, its value, and its number where the database holds it (1 query)."""
        keys = {row.key for row in self.verdict.parameters}
        held = {(one.key, one.variant, one.effective_from): one.pk for one in counting().filter(key__in=keys)}
        return [
            (
                row,
                name_of(row.key, row.variant),
                value_words(row.value, row.unit) if row.value is not None else _("needs a value"),
                held.get((row.key, row.variant, row.begins)),
            )
            for row in self.verdict.parameters
        ]


def answer_of(check: Check, said: Mapping[str, Any], facts: Facts) -> Answer:
    """What the check answers by the law as the city has it. Raises Unreadable."""
    return Answer(check.judge(read_facts(check.facts, dict(said)), law_on(facts.today)))
