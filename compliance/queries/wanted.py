"""What is asked of the city on a day: each requirement that applies, of which units, for which periods (10 queries at most)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import QuerySet

from compliance.duties import rhythm
from compliance.duties.applicability import OF_AWARDS, joined
from compliance.duties.rhythm import Rhythm, Span, Year
from compliance.duties.status import NO, UNKNOWN, YES
from compliance.models import FundingAward, Requirement
from compliance.packs.facts import Cadence, Condition
from compliance.queries.applicability import Known, fixed_day, known_on
from raci.models import City, Post, Role
from raci.the_city import need_city

Key = tuple[int, int, str, int | None, date]  # requirement, unit, part, award, first day
Days = tuple[date | None, date | None]  # last day, due


@dataclass
class Look:
    """One look under way: what is known, and what is wanted by it."""

    known: Known
    year: Year
    since: date  # the first day of the portal
    units_of_role: dict[int, list[int]]
    city: int
    awards: dict[int, FundingAward]
    wanted: dict[Key, Days] = field(default_factory=dict)
    concerned: set[tuple[int, int]] = field(default_factory=set)  # requirement, unit
    verdicts: dict[int, str] = field(default_factory=dict)  # by requirement
    days: dict[str, Any] = field(default_factory=dict)  # fixed days that parameters gave, with the rows used


def look(today: date) -> Look:
    """All of it; `Refused` where there is no city yet."""
    whole, city, known = need_city(), City.objects.get(), known_on(today)
    month, day = (int(part) for part in city.fiscal_year_begins.split("-"))
    units_of_role: dict[int, list[int]] = {}
    posts = Post.objects.filter(abolished_on=None).order_by("unit__path")
    for role, unit in posts.values_list("role", "unit").distinct():
        units_of_role.setdefault(role, []).append(unit)
    found = Look(
        known=known,
        year=Year(month, day),
        since=city.loaded_at.date(),
        units_of_role=units_of_role,
        city=whole.pk,
        awards={one.pk: one for one in FundingAward.objects.filter(pk__in=[one.pk for one in known.city.awards])},
    )
    for requirement in requirements(today):
        _want(found, requirement, today)
    return found


def requirements(today: date) -> QuerySet[Requirement]:
    """Those in force, with what the city chose for each (2 queries)."""
    found = Requirement.objects.filter(Requirement.standing(today)).select_related("lead", "choice")
    return found.prefetch_related("choice__concerns")


def _want(look: Look, requirement: Requirement, today: date) -> None:
    verdict = joined(requirement.applies, look.known.answers) if requirement.applies else YES
    look.verdicts[requirement.pk] = verdict
    if verdict == NO:
        return
    units = units_of(look, requirement)
    look.concerned |= {(requirement.pk, unit) for unit in units}
    if verdict == UNKNOWN:
        return
    how = _rhythm(look, requirement)
    if requirement.cadence == Cadence.PER_AWARD:
        for award in _awards(look, requirement):
            look.concerned.add((requirement.pk, award.unit_id))
            spans = rhythm.of_award(how, award.begins_on, award.ends_on, today, look.year)
            _add(look, requirement, [award.unit_id], spans, award.pk)
    else:
        _add(look, requirement, units, rhythm.spans(how, today, look.year))


def _add(
    look: Look, requirement: Requirement, units: Iterable[int], spans: Iterable[Span], award: int | None = None
) -> None:
    spans = list(spans)
    for unit in units:
        for span in spans:
            look.wanted[(requirement.pk, unit, span.part, award, span.begins)] = (span.ends, span.due)


def _rhythm(look: Look, requirement: Requirement) -> Rhythm:
    fixed = None
    if requirement.cadence == Cadence.BY_FIXED_DATE:
        fixed, why, rows = fixed_day(requirement, look.known)
        told = {"day": fixed.isoformat() if fixed else None, "why": [str(one) for one in why]}
        look.days[requirement.code] = {**told, "parameters": list(rows)}
    choice = getattr(requirement, "choice", None)
    return Rhythm(
        cadence=requirement.cadence,
        since=max(requirement.in_force_from or look.since, look.since),
        every=requirement.every,
        review=requirement.review,
        review_every=requirement.review_every,
        fixed=fixed,
        counts_from=choice.counts_from if choice else None,
    )


def units_of(look: Look, requirement: Requirement) -> list[int]:
    """The units it concerns: as the city chose; else by who leads it, and by whose awards it turns on."""
    choice = getattr(requirement, "choice", None)
    if choice is not None and choice.has_units:
        return [one.unit_id for one in choice.concerns.all()]
    if requirement.lead is None or requirement.lead.reach != Role.Reach.UNIT:
        return [look.city]
    met = [Condition(one) for one in requirement.applies if look.known.answers[Condition(one)].verdict == YES]
    if met and set(met) <= OF_AWARDS:
        return list(dict.fromkeys(award.unit_id for award in _awards(look, requirement)))
    return look.units_of_role.get(requirement.lead.pk, [])


def _awards(look: Look, requirement: Requirement) -> list[FundingAward]:
    """The awards by which its conditions are met; of a requirement that turns on none, all federal ones."""
    turns_on = [one for one in requirement.applies if Condition(one) in OF_AWARDS] or [Condition.FEDERAL_FUNDS]
    found = dict.fromkeys(pk for one in turns_on for pk in look.known.answers[Condition(one)].awards)
    return [look.awards[pk] for pk in found]
