"""The digital inventory and the web rule: which date applies to the city, how far it is, and what each item still shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from compliance.checks import ada_web_dates as check
from compliance.checks.law import Parameter
from compliance.checks.verdicts import Verdict
from compliance.kinds import DIGITAL_ASSET
from compliance.law import standing
from compliance.models import CityFact, DigitalAsset
from compliance.queries.city_facts import newest_facts
from compliance.reading_rights import reads_compliance_of, reads_every_unit, units_read
from compliance.verdict_words import Worded
from raci.authority import Facts, Permission
from raci.keeping import may_keep
from raci.models import Unit
from raci.refusals import Refused

Key = CityFact.Key
IN_USE = ~Q(status=DigitalAsset.Status.RETIRED)
# 28 CFR 35.201(b): no exception for an old document that is used to apply or take part
DOUBTFUL = Q(claim=DigitalAsset.Claim.PREEXISTING, is_used=True)


@dataclass(frozen=True)
class CityAnswers:
    """What the two dates turn on: from the city's facts, or as typed on the page where nobody entered them."""

    population: int | None
    census_year: int | None
    special_district: bool | None
    source: str = ""
    is_typed: bool = False

    @property
    def is_known(self) -> bool:
        """Whether nothing has to be asked."""
        return self.special_district is True or (self.population is not None and self.special_district is not None)


def city_answers(facts: Facts, typed: Mapping[str, object] | None = None) -> CityAnswers:
    """The newest facts (1 query), and what was typed where there is none."""
    known, typed = newest_facts(facts.today, Key.POPULATION, Key.SPECIAL_DISTRICT), typed or {}
    people, district = known.get(Key.POPULATION), known.get(Key.SPECIAL_DISTRICT)
    return CityAnswers(
        population=people.number if people else _whole(typed.get("population")),
        census_year=people.census_year if people else _whole(typed.get("census_year")),
        special_district=district.answer if district else _yes(typed.get("special_district")),
        source=people.source if people else "",
        is_typed=bool(typed) and not (people and district),
    )


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) else None


def _yes(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def judged(facts: Facts, city: CityAnswers, row: DigitalAsset | None = None) -> Verdict:
    """The check of an item, or of none: then only the date."""
    said = check.Facts(
        as_of=facts.today, population=city.population, census_year=city.census_year, special_district=city.special_district,
        last_audit_on=row.audited_on if row else None, open_failures=failures_of(row),
        exception_claimed=(row.claim or None) if row else None, used_to_apply_or_participate=row.is_used if row else None,
    )  # fmt: skip
    return check.judge(said, standing.law_on(facts.today))


def failures_of(row: DigitalAsset | None) -> int | None:
    """How many failures are open; None where it is not known."""
    return None if row is None or row.failures is None else sum(row.failures.values())


# ---- one


@dataclass(frozen=True)
class AssetPage:
    """An item with the check's verdict."""

    row: DigitalAsset
    city: CityAnswers
    worded: Worded
    may_keep: Permission

    @property
    def failures(self) -> list[tuple[str, int]]:
        """Open failures by criterion."""
        return sorted((self.row.failures or {}).items())

    @property
    def is_doubtful(self) -> bool:
        """Whether the rule of thumb speaks against the exception."""
        return self.worded.verdict.figures.get("exception_stands") is False or is_doubtful(self.row)


def is_doubtful(row: DigitalAsset) -> bool:
    """An old document that is in use has no exception (28 CFR 35.201(b))."""
    return row.claim == DigitalAsset.Claim.PREEXISTING and row.is_used is True


def asset_for(pk: int, facts: Facts) -> DigitalAsset:
    """Fetch and authorise in one."""
    row = DigitalAsset.objects.select_related("unit").filter(pk=pk).first()
    if row is None or not reads_compliance_of(facts, row.unit):
        raise Refused(_("There is nothing here that you may read."), visible=False)
    return row


def asset_page(pk: int, facts: Facts) -> AssetPage:
    """The page of one (3 queries, and the law's)."""
    row = asset_for(pk, facts)
    city = city_answers(facts)
    return AssetPage(row, city, Worded(judged(facts, city, row)), may_keep(facts, DIGITAL_ASSET, row.unit))


def assets_read(facts: Facts) -> QuerySet[DigitalAsset]:
    """The items that they may see."""
    rows = DigitalAsset.objects.all()
    return rows if reads_every_unit(facts) else rows.filter(unit__in=units_read(facts))


def units_to_inventory(facts: Facts) -> list[Unit]:
    """The units of which they may keep items; `Refused` where there are none."""
    units = [one for one in units_read(facts) if may_keep(facts, DIGITAL_ASSET, one)]
    if not units:
        raise Refused(_("Keeping the digital inventory takes R (responsible) for 1.4 in a unit."))
    return units


# ---- the rule


@dataclass(frozen=True)
class RulePage:
    """The web rule as it stands for the city, and how the inventory stands to it."""

    facts: Facts
    city: CityAnswers
    verdict: Verdict
    counts: Mapping[str, int]

    @property
    def days(self) -> int | None:
        """How many days are left; below zero once the date is over; None where the class is not known."""
        found = self.verdict.figures.get("days_left")
        return None if found is None else int(found)

    @cached_property
    def worded(self) -> Worded:
        """The verdict in words."""
        return Worded(self.verdict)

    @property
    def dates(self) -> list[tuple[str, list[Parameter]]]:
        """Both dates with every row they ever had, the newest first."""
        named = {
            check.LARGE: _("Total population of 50,000 or more"),
            check.SMALL: _("Total population below 50,000, and special districts"),
        }
        law = standing.law_on(self.facts.today)
        return [
            (
                words,
                sorted(
                    (one for one in law.parameters if one.key == key), key=lambda one: str(one.begins), reverse=True
                ),
            )
            for key, words in named.items()
        ]

    @property
    def of_city(self) -> str:
        """Which of the two classes is the city's; "" where that is not known."""
        return str(self.verdict.figures.get("class", ""))


def rule_page(facts: Facts, typed: Mapping[str, object]) -> RulePage:
    """The page (3 queries, and the law's)."""
    city = city_answers(facts, typed)
    counts = assets_read(facts).filter(IN_USE).aggregate(
        all=Count("pk"),
        unaudited=Count("pk", filter=Q(audited_on=None)),
        unknown=Count("pk", filter=Q(audited_on__isnull=False, failures=None)),
        failing=Count("pk", filter=Q(failures__isnull=False) & ~Q(failures={})),
        claimed=Count("pk", filter=~Q(claim="")),
        doubtful=Count("pk", filter=DOUBTFUL),
    )  # fmt: skip
    return RulePage(facts, city, judged(facts, city), counts)
