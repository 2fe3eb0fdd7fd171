"""What is known of the city, and which conditions of the law it meets by that (a constant number of queries)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from compliance.checks import ada_web_dates
from compliance.checks.consulting import Consultation
from compliance.checks.law import Law
from compliance.checks.verdicts import Said, Verdict
from compliance.duties.applicability import Answer, Award, City, Fact, answers
from compliance.law.standing import law_on
from compliance.models import CityFact, FundingAward, Requirement
from compliance.packs.facts import Condition

WEB_DATE = "ada.web.date"


@dataclass(frozen=True)
class Known:
    """The city on a day, the law it is held against, and what each condition comes to."""

    day: date
    city: City
    law: Law
    answers: dict[Condition, Answer]


def known_on(day: date) -> Known:
    """What is known (2 queries, beside those of the law)."""
    city, law = city_on(day), law_on(day)
    return Known(day, city, law, answers(city, law, day))


def city_on(day: date) -> City:
    """The newest fact of each key whose day has come, and the awards that run."""
    facts: dict[str, Fact] = {}
    for one in CityFact.objects.filter(on__lte=day).order_by("on", "pk"):
        value = one.number if one.number is not None else one.answer
        assert value is not None
        facts[one.key] = Fact(value, one.on, one.source, one.census_year)
    runs = Q(begins_on__lte=day) & (Q(ends_on=None) | Q(ends_on__gte=day))
    awards = FundingAward.objects.filter(runs).order_by("pk")
    return City(facts, tuple(as_award(one) for one in awards))


def as_award(one: FundingAward) -> Award:
    """As applicability reads it."""
    return Award(one.pk, one.title, one.agency, one.cents, one.begins_on, one.ends_on, one.section3)


def fixed_day(requirement: Requirement, known: Known) -> tuple[date | None, tuple[Said, ...], tuple[str, ...]]:
    """The day of a requirement due by a fixed one, why, and the rows used; None where it is not known."""
    if requirement.day is not None:
        return requirement.day, (), ()
    if requirement.parameter == WEB_DATE:
        verdict = web_date(known)
        due = verdict.figures.get("due")
        why = tuple(lack.why for lack in verdict.lacking) if due is None else verdict.why[:1]
        return due, why, tuple(row.row for row in verdict.parameters)
    seen = Consultation(known.law, requirement.code)
    day = seen.day(requirement.parameter, known.day)
    return day, tuple(lack.why for lack in seen.lacking), tuple(row.row for row in seen.rows)


def web_date(known: Known) -> Verdict:
    """The check of the web rule, of the city as a whole."""
    facts = known.city.facts
    people, district = facts.get("population"), facts.get("special_district")
    return ada_web_dates.judge(
        ada_web_dates.Facts(
            as_of=known.day,
            population=people.value if people else None,
            census_year=people.census_year if people else None,
            special_district=bool(district.value) if district else None,
        ),
        known.law,
    )
