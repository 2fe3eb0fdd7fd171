"""What the check of the safe harbour says of a worksheet's first factor: the programme's own counts go before a survey's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from compliance.checks import lep_safe_harbour as harbour
from compliance.checks.law import Law
from compliance.checks.shape import check_of
from compliance.checks.telling import told
from compliance.language.names import key

TRANSLATE = harbour.Outcome.TRANSLATE_VITAL_DOCUMENTS.name
NOTICE = harbour.Outcome.NOTICE_ONLY.name
NONE = harbour.Outcome.NO_TRANSLATION_UNDER_SAFE_HARBOUR.name


class Counted(Protocol):
    """One count of one language (compliance.models.AssessedLanguage)."""

    name: str
    speakers: int | None
    margin_of_error: int | None
    origin: str


@dataclass(frozen=True)
class Judged:
    """The verdict as it is stored, and of each count its outcome and why it is watched; nothing of a count not used."""

    verdict: dict[str, Any]
    outcomes: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def result(self) -> str:
        """The one word for the whole worksheet."""
        return str(self.verdict["result"])


def used(counts: Sequence[Counted]) -> list[int]:
    """The places of the counts that the check reads: of one language counted twice, the programme's own if it is a number."""
    chosen: dict[str, int] = {}
    for at, one in enumerate(counts):
        before = chosen.get(key(one.name))
        if before is None or _rank(one) > _rank(counts[before]):
            chosen[key(one.name)] = at
    return sorted(chosen.values())


def _rank(one: Counted) -> tuple[bool, bool]:
    return one.speakers is not None, one.origin != harbour.ACS


def judge(
    counts: Sequence[Counted], law: Law, *, on: date, policy: str, edge_mode: str, population: int | None, universe: str
) -> Judged:
    """By the rule chosen, as it stood on the day of the assessment."""
    at = used(counts)
    facts = harbour.Facts(
        as_of=on, policy=policy or None, edge_mode=edge_mode or None, population=population, universe=universe or None,
        languages=tuple(_language(counts[one]) for one in at),
    )  # fmt: skip
    verdict = harbour.judge(facts, law)
    rows = verdict.figures.get("languages", [])
    outcomes: list[tuple[str, tuple[str, ...]]] = [("", ())] * len(counts)
    for place, row in zip(at, rows, strict=False):
        outcomes[place] = (row["outcome"] or "", tuple(row["watch"]))
    return Judged(told(check_of(harbour), verdict), tuple(outcomes))


def _language(one: Counted) -> harbour.Language:
    return harbour.Language(one.name, one.speakers, one.margin_of_error, one.origin)


def needing(outcomes: Iterable[tuple[str, str]], outcome: str) -> list[str]:
    """The languages with this outcome, each once, by name."""
    return sorted({name for name, found in outcomes if found == outcome})
