"""What the pages of the funding register and of the city's facts show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from compliance.checks.law import Law
from compliance.kinds import CITY_FACT, FUNDING_AWARD
from compliance.law.standing import law_on
from compliance.models import Agency, CityFact, EffectsBasis, FundingAward
from raci.authority import Facts
from raci.keeping import may_keep, may_keep_for_the_city
from raci.models import Unit
from raci.refusals import Refused

OF_LAW = "t6.effects_basis"
VARIANTS = {Agency.FTA: "DOT"}  # the department's rule is that of its administration


@dataclass(frozen=True)
class Basis:
    """What an agency's rules reach on a day: as the city said it, or as the law's row has it where nobody did."""

    agency: str
    label: str
    basis: str
    words: str
    citation: str
    since: date | None
    said: EffectsBasis | None
    awards: int = 0

    @property
    def is_known(self) -> bool:
        """Whether anybody knows."""
        return self.basis != EffectsBasis.Basis.UNKNOWN


def bases(day: date) -> list[Basis]:
    """Of each federal agency (2 queries beside those of the law)."""
    said: dict[str, EffectsBasis] = {}
    for one in EffectsBasis.objects.filter(begins_on__lte=day).order_by("begins_on", "pk"):
        said[one.agency] = one
    law = law_on(day)
    counted: dict[str, int] = {}
    for agency in FundingAward.objects.filter(begins_on__lte=day).values_list("agency", flat=True):
        counted[agency] = counted.get(agency, 0) + 1
    agencies = [one for one in Agency if one != Agency.NONE]
    return [_basis(one, said.get(one), law, day, counted.get(one, 0)) for one in agencies]


def _basis(agency: Agency, said: EffectsBasis | None, law: Law, day: date, awards: int) -> Basis:
    label = str(agency.label)
    if said is not None:
        words = str(said.get_basis_display())
        return Basis(agency, label, said.basis, words, said.citation, said.begins_on, said, awards)
    row = law.find(OF_LAW, day, VARIANTS.get(agency, str(agency)))
    codes = {"true": EffectsBasis.Basis.EFFECTS, "false": EffectsBasis.Basis.INTENT}
    basis = codes.get(str(row.value).lower()) if row is not None and row.known else None
    if basis is None or row is None:
        unknown = EffectsBasis.Basis.UNKNOWN
        return Basis(agency, label, unknown, str(unknown.label), "", None, None, awards)
    return Basis(agency, label, basis, str(basis.label), row.citation, row.begins, None, awards)


@dataclass(frozen=True)
class AwardPage:
    """An award as this person may see it."""

    one: FundingAward
    basis: Basis | None
    may_keep: bool
    why: str
    obligations: int
    runs: bool


def award_for(pk: int) -> FundingAward:
    """One of them: all staff read them."""
    found = FundingAward.objects.select_related("unit").filter(pk=pk).first()
    if found is None:
        raise Refused(_("There is no such award."), visible=False)
    return found


def award_page(pk: int, facts: Facts) -> AwardPage:
    """For all staff (a constant number of queries)."""
    one = award_for(pk)
    permission = may_keep(facts, FUNDING_AWARD, one.unit)
    basis = next((row for row in bases(facts.today) if row.agency == one.agency), None)
    runs = one.begins_on <= facts.today and (one.ends_on is None or one.ends_on >= facts.today)
    return AwardPage(one, basis, bool(permission), permission.reason, one.obligations.count(), runs)


def units_with_awards(facts: Facts) -> list[Unit]:
    """The units whose awards they keep."""
    return [unit for unit in Unit.objects.order_by("path") if may_keep(facts, FUNDING_AWARD, unit)]


def need_units(facts: Facts) -> list[Unit]:
    """The same; `Refused` where there is none."""
    units = units_with_awards(facts)
    if not units:
        raise Refused(_("Entering awards takes R for 1.4 in a unit; none of your posts has it."))
    return units


# ---- facts of the city


@dataclass(frozen=True)
class FactRow:
    """One thing about the city: as it is known, and how it was known before."""

    key: str
    label: str
    now: CityFact | None
    before: list[CityFact]

    @property
    def value(self) -> str:
        """In words."""
        return said(self.now) if self.now else _("not known")


def said(one: CityFact) -> str:
    """A number or an answer in words."""
    if one.number is not None:
        words = f"{one.number:,}"
        return (
            _("%(number)s (census of %(year)s)") % {"number": words, "year": one.census_year}
            if one.census_year
            else words
        )
    return _("yes") if one.answer else _("no")


def fact_rows(day: date) -> list[FactRow]:
    """All of them, in the order of their list (1 query)."""
    found: dict[str, list[CityFact]] = {}
    for one in CityFact.objects.filter(on__lte=day).select_related("said_by").order_by("-on", "-pk"):
        found.setdefault(one.key, []).append(one)
    rows = []
    for key, label in CityFact.Key.choices:
        there = found.get(key, [])
        rows.append(FactRow(key, str(label), there[0] if there else None, there[1:]))
    return rows


def may_say(facts: Facts) -> bool:
    """Whether they say what is so of the city."""
    return bool(may_keep_for_the_city(facts, CITY_FACT))


def need_sayer(facts: Facts) -> None:
    """`Refused` where they do not."""
    permission = may_keep_for_the_city(facts, CITY_FACT)
    if not permission:
        raise Refused(permission.reason)
