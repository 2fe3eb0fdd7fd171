"""Written translation for a language group: a safe harbour, not a floor. Spoken help is owed whatever the answer.

42 USC 2000d; Lau v. Nichols, 414 US 563 (1974); 67 FR 41455 (DOJ, 2002, rescinded 2025-04-15), 70 FR 74087 (DOT, 2005),
72 FR 2732 (HUD, 2007); or the state's or city's own rule. Which of them a city follows is its choice, shown with its
standing in law.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from fractions import Fraction
from typing import Any

from compliance.checks.consulting import Consultation
from compliance.checks.facts import fact, several
from compliance.checks.law import Law
from compliance.checks.showing import percent, rounded
from compliance.checks.verdicts import Result, Said, Verdict, gravest, say
from compliance.checks.verdicts import worded as _

TITLE = "Written translation: the safe harbour"
REQUIREMENT = "LA-04"
DOT_DOJ, HUD = "dot_doj", "hud"
POLICIES = ("doj", "dot", "hud", "state", "local")
ACS = "acs"


class Outcome(IntEnum):
    """What the safe harbour asks in writing, in rising order."""

    NO_TRANSLATION_UNDER_SAFE_HARBOUR = 0
    NOTICE_ONLY = 1
    TRANSLATE_VITAL_DOCUMENTS = 2


@dataclass(frozen=True)
class Language:
    """One language group of those whom the programme serves or is likely to meet."""

    name: str | None = fact("The language")
    speakers: int | None = fact("People who speak it and English less than very well", least=0)
    margin_of_error: int | None = fact("Margin of error of the estimate, in people, as published (90 %)", least=0)
    source: str | None = fact(
        "Where the number comes from; the programme's own data go before the survey's", choices=(ACS, "programme")
    )


@dataclass(frozen=True)
class Facts:
    """One programme or city, the people it serves or is likely to meet, and their languages."""

    as_of: date | None = fact("Day of the assessment")
    policy: str | None = fact("Whose rule the city follows", choices=POLICIES)
    edge_mode: str | None = fact(
        "How the edges are worded, if not as the policy's own row says", choices=(DOT_DOJ, HUD)
    )
    population: int | None = fact("People eligible or likely to be met (of a city: of 5 years and older)", least=1)
    universe: str | None = fact("Who they are, with table, year and place")
    languages: tuple[Language, ...] = several("The language groups")


EXAMPLE: dict[str, Any] = {
    "as_of": "2026-06-30",
    "policy": "dot",
    "population": 290000,
    "universe": "Residents of 5 years and older, ACS table C16001, 2019-2023",
    "languages": [
        {"name": "Spanish", "speakers": 6480, "margin_of_error": 610, "source": "acs"},
        {"name": "Samoan", "speakers": 940, "margin_of_error": 210, "source": "acs"},
        {"name": "Russian", "speakers": 610, "margin_of_error": 190, "source": "acs"},
    ],
}


@dataclass(frozen=True)
class Harbour:
    """The rule of one policy: numbers of people, a part, and how the edges are worded."""

    count: Fraction
    share: Fraction
    small: Fraction
    near: Fraction
    mode: str

    def outcome(self, speakers: int, population: int | None) -> Outcome | None:
        """What is asked for so many speakers of so many people; None where that turns on a population nobody knows."""
        if speakers >= self.count:
            return Outcome.TRANSLATE_VITAL_DOCUMENTS
        if population is None:
            return None
        part = self.share * population
        if not (speakers > part if self.mode == HUD else speakers >= part):
            return Outcome.NO_TRANSLATION_UNDER_SAFE_HARBOUR
        few = speakers <= self.small if self.mode == HUD else speakers < self.small
        return Outcome.NOTICE_ONLY if few else Outcome.TRANSLATE_VITAL_DOCUMENTS

    def threshold(self, population: int | None) -> Fraction:
        """The number that binds: the count or the part, whichever is less."""
        return self.count if population is None else min(self.count, self.share * population)


def judge(facts: Facts, law: Law) -> Verdict:
    """Each language by itself; the answer for the programme is the gravest of them."""
    seen = Consultation(law, REQUIREMENT)
    day = seen.need(facts.as_of, "as_of", _("Without the day of the assessment it is not known which rows apply."))
    policy = seen.need(facts.policy, "policy", _("Whose rule the city follows is not chosen."))
    harbour = _harbour(seen, day, policy, facts.edge_mode) if policy else None
    if not facts.languages:
        seen.reject("languages", _("No language group is given."))
    if harbour is None or not facts.languages:
        return seen.undetermined()
    if facts.population is None:
        seen.need(
            None,
            "population",
            _("How many people the programme serves is not known, and with it the part of each language."),
        )
    told = [_language(at, one, facts, harbour, seen) for at, one in enumerate(facts.languages, start=1)]
    figures = {
        "policy": policy, "edge_mode": harbour.mode, "population": facts.population,
        "threshold": harbour.threshold(facts.population), "languages": [row for _result, _said, row in told],
    }  # fmt: skip
    standing = seen.optional("lep.count", day, policy or "")
    about = say(_("This is a safe harbour of %(citation)s (%(status)s), not a floor; spoken help is owed in every language."),
                citation=standing.citation if standing else "?", status=standing.status if standing else "?")  # fmt: skip
    return seen.verdict(
        gravest(result for result, _s, _r in told), [*(said for _r, said, _row in told), about], figures
    )


def _harbour(seen: Consultation, day: date | None, policy: str, mode: str | None) -> Harbour | None:
    found = [seen.number(f"lep.{name}", day, policy) for name in ("count", "share", "small")]
    near = seen.number("lep.near", day)
    worded = mode or seen.text("lep.edge", day, policy)
    known = [one for one in (*found, near) if one is not None]
    return Harbour(known[0], known[1], known[2], known[3], worded) if len(known) == len(found) + 1 and worded else None


def _language(
    at: int, one: Language, facts: Facts, harbour: Harbour, seen: Consultation
) -> tuple[Result, Said, dict[str, Any]]:
    name, path = one.name or "?", f"languages[{at}]"
    people = seen.need(one.speakers, f"{path}.speakers", _("How many speak %(name)s is not known."), name=name)
    if people is not None and facts.population is not None and people > facts.population:
        seen.reject(f"{path}.speakers", _("%(name)s: more speakers than people."), name=name)
        people = None
    outcome = harbour.outcome(people, facts.population) if people is not None else None
    watch = (
        _watch(one, people, outcome, facts.population, harbour) if people is not None and outcome is not None else ()
    )
    result = _result(outcome, watch)
    share = Fraction(people, facts.population) if people is not None and facts.population else None
    row = {
        "language": name, "speakers": people, "share": share, "margin_of_error": one.margin_of_error,
        "outcome": None if outcome is None else outcome.name, "watch": list(watch), "result": result.value,
    }  # fmt: skip
    return result, _sentence(name, people, share, outcome, watch, harbour), row


def _watch(one: Language, people: int, outcome: Outcome, population: int | None, harbour: Harbour) -> tuple[str, ...]:
    """Why a language should be looked at again: the estimate's margin reaches further, or it is close below the threshold."""
    found = []
    margin = one.margin_of_error or 0
    further = harbour.outcome(people + margin if population is None else min(people + margin, population), population)
    if margin and further is not None and further > outcome:
        found.append("could_exceed")
    below = outcome == Outcome.NO_TRANSLATION_UNDER_SAFE_HARBOUR
    if below and people >= (1 - harbour.near) * harbour.threshold(population):
        found.append("near_threshold")
    if below and one.source == ACS and one.margin_of_error is None:
        found.append("margin_not_known")
    return tuple(found)


def _result(outcome: Outcome | None, watch: tuple[str, ...]) -> Result:
    if outcome is None:
        return Result.CANNOT_DETERMINE
    if outcome > Outcome.NO_TRANSLATION_UNDER_SAFE_HARBOUR:
        return Result.INDICATOR_RAISED
    return Result.WATCH if watch else Result.NO_INDICATION


SAYS = {
    None: _("Cannot be determined."),
    Outcome.NO_TRANSLATION_UNDER_SAFE_HARBOUR: _("No written translation under the safe harbour."),
    Outcome.NOTICE_ONLY: _("A written notice, in that language, of the right to free interpretation."),
    Outcome.TRANSLATE_VITAL_DOCUMENTS: _("Translate the vital documents."),
}
WATCHED = {
    "could_exceed": _("The margin of error reaches the threshold."),
    "near_threshold": _("Close below the threshold."),
    "margin_not_known": _("A survey's estimate without its margin of error."),
}


def _sentence(
    name: str,
    people: int | None,
    share: Fraction | None,
    outcome: Outcome | None,
    watch: tuple[str, ...],
    harbour: Harbour,
) -> Said:
    many = "?" if people is None else rounded(Fraction(people), 0)
    part = "?" if share is None else percent(share, harbour.share)
    said = " ".join([SAYS[outcome], *(WATCHED[each] for each in watch)])
    return say(
        _("%(language)s: %(people)s people, %(share)s. %(said)s"), language=name, people=many, share=part, said=said
    )
