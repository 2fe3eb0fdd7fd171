"""Which conditions of the law a city meets on a day: yes, no, or not known with who can enter what is missing. No Django.

Each answer keeps the rows of the law it used, the facts of the city and the awards. An empty register is not a city without
awards: only where somebody said that the register holds them all is the absence of one a no.

Authorities: 42 USC 2000d-4a (federal assistance); FTA C 4702.1B ch. IV (size of a transit provider); 24 CFR 75.3 (Section 3);
28 CFR 35.107, 35.150(d) (50 employees); 29 CFR 1602.30, .32 (15 and 100 employees).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction
from typing import Any

from compliance.checks import fta_provider
from compliance.checks.consulting import Consultation
from compliance.checks.law import Law, Parameter
from compliance.checks.verdicts import Lack, Result, Said, say
from compliance.checks.verdicts import worded as _
from compliance.duties.status import NO, UNKNOWN, YES
from compliance.packs.facts import Condition

FACTS_OF = "T6-20"  # whose lead enters awards: the register of funding
THRESHOLDS = {"hcd": "s3.threshold.hcd", "lead": "s3.threshold.lead"}
PUBLIC_HOUSING, FTA, HUD, NOT_FEDERAL = "public_housing", "FTA", "HUD", "NONE"


@dataclass(frozen=True)
class Award:
    """Assistance of an agency. `section3`: its kind of HUD assistance, "" where that is not known."""

    pk: int
    title: str
    agency: str
    cents: int
    begins: date
    ends: date | None
    section3: str = ""

    def runs(self, day: date) -> bool:
        """Whether the day lies within its days."""
        return self.begins <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True)
class Fact:
    """A number or an answer, as of a day, with its source."""

    value: int | bool
    on: date
    source: str
    census_year: int | None = None


@dataclass(frozen=True)
class City:
    """What is known of a city: facts by name, and its awards."""

    facts: Mapping[str, Fact] = field(default_factory=dict)
    awards: tuple[Award, ...] = ()


@dataclass(frozen=True)
class Answer:
    """What a condition comes to, why, by which rows of the law, facts and awards, and what is missing."""

    verdict: str
    why: tuple[Said, ...]
    parameters: tuple[Parameter, ...] = ()
    facts: tuple[str, ...] = ()
    awards: tuple[int, ...] = ()
    lacking: tuple[Lack, ...] = ()


def answers(city: City, law: Law, day: date) -> dict[Condition, Answer]:
    """All conditions on a day."""
    return {one: JUDGES[one](_Asked(city, law, day)) for one in Condition}


def joined(conditions: Iterable[str], known: Mapping[Condition, Answer]) -> str:
    """Of several conditions any one is enough; what is not known is no unless another one is."""
    verdicts = {known[Condition(one)].verdict for one in conditions}
    return YES if YES in verdicts else UNKNOWN if UNKNOWN in verdicts else NO


def plain(known: Mapping[Condition, Answer]) -> dict[str, Any]:
    """As JSON, for the record of a look: results keep the rows used."""
    return {
        condition.value: {
            "verdict": one.verdict,
            "why": [str(said) for said in one.why],
            "parameters": [row.row for row in one.parameters],
            "facts": list(one.facts),
            "awards": list(one.awards),
            "lacking": [lack.what for lack in one.lacking],
        }
        for condition, one in known.items()
    }


class _Asked:
    """One condition under way."""

    def __init__(self, city: City, law: Law, day: date) -> None:
        self.city, self.law, self.day = city, law, day
        self.seen = Consultation(law, FACTS_OF)
        self.facts: list[str] = []

    def fact(self, name: str, why: str = "") -> int | bool | None:
        """Its value on the day; a gap is noted where `why` says what turns on it."""
        found = self.city.facts.get(name)
        value = found.value if found is not None and found.on <= self.day else None
        if value is not None:
            self.facts.append(name)
        elif why:
            self.seen.need(None, name, why)
        return value

    def awards(self, test: Callable[[Award], bool]) -> list[Award]:
        """Those that run on the day."""
        return [one for one in self.city.awards if one.runs(self.day) and test(one)]

    def answer(self, verdict: str, *why: Said, awards: Iterable[Award] = (), lacking: bool = False) -> Answer:
        """With all that was read."""
        seen = self.seen
        return Answer(
            verdict, why or tuple(one.why for one in seen.lacking), tuple(seen.rows), tuple(self.facts),
            tuple(one.pk for one in awards), tuple(seen.lacking) if verdict == UNKNOWN or lacking else (),
        )  # fmt: skip


def _public_entity(asked: _Asked) -> Answer:
    return asked.answer(YES, say(_("A city is a public entity, whatever its size and its funds.")))


def _funded(asked: _Asked, test: Callable[[Award], bool], yes: str, no: str) -> Answer:
    """Whether an award of this kind runs."""
    found = asked.awards(test)
    if found:
        return asked.answer(YES, say(yes, awards="; ".join(one.title for one in found)), awards=found)
    all_there = asked.fact("all_awards", _("Whether the funding register holds every award that runs is not known."))
    if all_there:
        return asked.answer(NO, say(no))
    if all_there is False:
        asked.seen.reject("all_awards", _("The funding register does not hold every award yet."))
    return asked.answer(UNKNOWN)


def _federal_funds(asked: _Asked) -> Answer:
    yes, no = _("Federal assistance runs: %(awards)s."), _("The register is complete, and no federal award runs.")
    return _funded(asked, lambda one: one.agency != NOT_FEDERAL, yes, no)


def _fta_funds(asked: _Asked) -> Answer:
    yes = _("Assistance of the Federal Transit Administration runs: %(awards)s.")
    no = _("The register is complete, and no award of the Federal Transit Administration runs.")
    return _funded(asked, lambda one: one.agency == FTA, yes, no)


def _fta_fixed_route(asked: _Asked) -> Answer:
    funded = _fta_funds(asked)
    if funded.verdict != YES:
        return funded
    routes = asked.fact("fixed_route", _("Whether the city runs fixed-route transit is not known."))
    if routes is None:
        return asked.answer(UNKNOWN)
    awards = asked.awards(lambda one: one.agency == FTA)
    if routes:
        return asked.answer(YES, *funded.why, say(_("The city runs fixed routes.")), awards=awards)
    return asked.answer(NO, say(_("The city runs no fixed routes.")))


def _fta_large_provider(asked: _Asked) -> Answer:
    funded = _fta_funds(asked)
    receives = {YES: True, NO: False}.get(funded.verdict)
    if receives is None:
        return funded
    people, vehicles = asked.fact("uza_population"), asked.fact("peak_vehicles")
    routes = asked.fact("fixed_route")
    facts = fta_provider.Facts(
        as_of=asked.day, receives_fta=receives, fixed_route=None if routes is None else bool(routes),
        uza_population=people, peak_vehicles=vehicles,
    )  # fmt: skip
    verdict = fta_provider.judge(facts, asked.law)
    large = {Result.EVIDENCE_DUE: YES, Result.NOT_APPLICABLE: NO}.get(verdict.result, UNKNOWN)
    awards = funded.awards if large == YES else ()
    why = tuple(one.why for one in verdict.lacking) or verdict.why
    return Answer(large, why, verdict.parameters, tuple(asked.facts), awards, of_the_city(verdict.lacking, asked.law))


def of_the_city(lacking: Iterable[Lack], law: Law) -> tuple[Lack, ...]:
    """A fact of the city is entered by who keeps its register, whoever leads what a check of it serves."""
    return tuple(replace(one, who=law.lead(FACTS_OF)) if one.kind == "fact" else one for one in lacking)


def _section3(asked: _Asked) -> Answer:
    """Public housing assistance has no threshold; other HUD assistance has that of the day it began on."""
    verdicts: dict[str, list[Award]] = {YES: [], NO: [], UNKNOWN: []}
    for one in asked.awards(lambda award: award.agency == HUD):
        verdicts[_above(asked, one)].append(one)
    if verdicts[YES]:
        text = _("HUD assistance that Section 3 covers, or of which a project may be above the threshold: %(awards)s.")
        names = "; ".join(one.title for one in verdicts[YES])
        return asked.answer(YES, say(text, awards=names), awards=verdicts[YES])
    if verdicts[UNKNOWN]:
        return asked.answer(UNKNOWN)
    no = _("The register is complete, and no HUD assistance above the threshold of Section 3 runs.")
    return _funded(asked, lambda _award: False, "", no)


def _above(asked: _Asked, one: Award) -> str:
    if one.section3 == PUBLIC_HOUSING:
        return YES
    if one.section3 not in THRESHOLDS:
        if one.section3:
            return NO
        why = _("Of which kind of HUD assistance “%(award)s” is, to Section 3, is not known.")
        asked.seen.need(None, f"award {one.pk}", why, award=one.title)
        return UNKNOWN
    row = asked.seen.row(THRESHOLDS[one.section3], one.begins)
    if row is None:
        return UNKNOWN
    return YES if _reaches(Fraction(one.cents, 100), row) else NO


def _reaches(value: int | Fraction, row: Parameter) -> bool:
    """Held against the row as the law words it, exactly."""
    return value > row.number if row.operator == ">" else value >= row.number


def _employees(key: str) -> Callable[[_Asked], Answer]:
    def judge(asked: _Asked) -> Answer:
        row = asked.seen.row(key, asked.day)
        count = asked.fact("employees", _("How many people the city employs is not known."))
        if row is None or count is None:
            return asked.answer(UNKNOWN)
        above = _("%(count)s employees; it begins above %(threshold)s (%(citation)s).")
        at = _("%(count)s employees; it begins at %(threshold)s (%(citation)s).")
        text = above if row.operator == ">" else at
        said = say(text, count=f"{count:,}", threshold=row.value, citation=row.citation)
        return asked.answer(YES if _reaches(count, row) else NO, said)

    return judge


def _employer(asked: _Asked) -> Answer:
    count = asked.fact("employees", _("How many people the city employs is not known."))
    if count is None:
        return asked.answer(UNKNOWN)
    return asked.answer(YES if count else NO, say(_("%(count)s employees."), count=f"{count:,}"))


def _answered(name: str, why: str, yes: str, no: str) -> Callable[[_Asked], Answer]:
    def judge(asked: _Asked) -> Answer:
        found = asked.fact(name, why)
        if found is None:
            return asked.answer(UNKNOWN)
        return asked.answer(YES, say(yes)) if found else asked.answer(NO, say(no))

    return judge


JUDGES: dict[Condition, Callable[[_Asked], Answer]] = {
    Condition.PUBLIC_ENTITY: _public_entity,
    Condition.EMPLOYEES_50: _employees("ada.employee_min"),
    Condition.FEDERAL_FUNDS: _federal_funds,
    Condition.LOCAL_ORDINANCE: _answered(
        "local_ordinance",
        _("Whether the city has a language-access ordinance of its own is not known."),
        _("The city has an ordinance of its own."),
        _("The city has no ordinance of its own."),
    ),
    Condition.FTA_FUNDS: _fta_funds,
    Condition.FTA_FIXED_ROUTE: _fta_fixed_route,
    Condition.FTA_LARGE_PROVIDER: _fta_large_provider,
    Condition.SECTION3_ASSISTANCE: _section3,
    Condition.EMPLOYER: _employer,
    Condition.EMPLOYER_15: _employees("eeo4.keep_min"),
    Condition.EMPLOYER_100: _employees("eeo4.file_min"),
    Condition.APPOINTS_BODIES: _answered(
        "appoints_bodies",
        _("Whether the city appoints members of boards and commissions is not known."),
        _("The city appoints members of boards and commissions."),
        _("The city appoints members of no body."),
    ),
}
OF_AWARDS = frozenset(
    {
        Condition.FEDERAL_FUNDS,
        Condition.FTA_FUNDS,
        Condition.FTA_FIXED_ROUTE,
        Condition.FTA_LARGE_PROVIDER,
        Condition.SECTION3_ASSISTANCE,
    }
)
