"""Acts on what decides which rules apply: awards (R of 1.4 in their unit), facts of the city, effects bases (R of 1.4 for it)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from compliance.kinds import CITY_FACT, EFFECTS_BASIS, FUNDING_AWARD
from compliance.models import Agency, CityFact, EffectsBasis, FundingAward
from raci import clock
from raci.keeping import keeping
from raci.models import Person, Unit
from raci.refusals import NotReady, Problem
from raci.the_city import need_city

FIRST_CENSUS = 1990


def add_award(unit: Unit, values: Mapping[str, Any], *, by: Person) -> FundingAward:
    """Assistance that a unit receives."""
    with keeping(FUNDING_AWARD, unit, by=by, act="add_award"):
        _check_award(values)
        return FundingAward.objects.create(unit=unit, **values)


def change_award(award: FundingAward, values: Mapping[str, Any], *, by: Person) -> None:
    """What it says now; what it said before stays in its history."""
    with keeping(FUNDING_AWARD, award.unit, by=by, act="change_award"):
        locked = FundingAward.objects.select_for_update(of=("self",)).get(pk=award.pk)
        _check_award(values, but=award.pk)
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save()
    award.refresh_from_db()


def _check_award(values: Mapping[str, Any], but: int | None = None) -> None:
    problems = []
    if values["ends_on"] and values["ends_on"] < values["begins_on"]:
        problems.append(Problem(_("The last day is before the first."), field="ends_on"))
    if values["agency"] == Agency.OTHER and not values["agency_name"]:
        problems.append(Problem(_("Name the agency."), field="agency_name"))
    if values["section3"] and values["agency"] != Agency.HUD:
        text = _("Only assistance of HUD stands to Section 3: leave this empty.")
        problems.append(Problem(text, field="section3"))
    same = FundingAward.objects.filter(agency=values["agency"], number=values["number"]).exclude(pk=but or 0).first()
    if same:
        text = _("This agency’s number stands in the register already, as “%(title)s”.") % {"title": same.title}
        problems.append(Problem(text, field="number"))
    if problems:
        raise NotReady(problems)


def say_fact(
    key: str,
    *,
    by: Person,
    on: date,
    source: str,
    number: int | None = None,
    answer: bool | None = None,
    census_year: int | None = None,
) -> CityFact:
    """A fact of the whole city as of a day. Earlier ones stay; the newest whose day has come counts."""
    with keeping(CITY_FACT, need_city(), by=by, act="say_city_fact") as via:
        problems = []
        value, missing = (number, "number") if key in CityFact.NUMBERS else (answer, "answer")
        if value is None:
            problems.append(Problem(_("Say it, or leave it as it is: not known."), field=missing))
        if not source.strip():
            problems.append(Problem(_("Say where that is known from."), field="source"))
        if on > clock.today():
            problems.append(Problem(_("Its day is still to come."), field="on"))
        if (key == CityFact.Key.POPULATION) != (census_year is not None):
            text = _("Say of which census the population is; nothing else has a census.")
            problems.append(Problem(text, field="census_year"))
        elif census_year is not None and (census_year % 10 or not FIRST_CENSUS <= census_year <= clock.today().year):
            problems.append(Problem(_("A decennial census was taken in 1990, 2000, 2010, 2020."), field="census_year"))
        if problems:
            raise NotReady(problems)
        return CityFact.objects.create(
            key=key, number=number, answer=answer, on=on, census_year=census_year, source=source.strip(),
            said_by=by, said_as=via.capacity.label, said_at=clock.now(),
        )  # fmt: skip


def say_effects_basis(
    agency: str, *, by: Person, basis: str, citation: str, begins_on: date, words: str = ""
) -> EffectsBasis:
    """Whether an agency's rules reach effects, from a day on, with what says so."""
    with keeping(EFFECTS_BASIS, need_city(), by=by, act="say_effects_basis") as via:
        if not citation.strip():
            raise NotReady([Problem(_("Cite what says so."), field="citation")])
        return EffectsBasis.objects.create(
            agency=agency, basis=basis, citation=citation.strip(), begins_on=begins_on, words=words.strip(),
            said_by=by, said_as=via.capacity.label, said_at=clock.now(),
        )  # fmt: skip
