"""Doors and choices of the forms about indicators: who may, and among what they choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from metrics.actions import indicators as acts
from metrics.models import Benchmark, Dependency, Indicator, IndicatorSet, IndicatorVersion, Target
from metrics.queries.followed import followed
from metrics.queries.indicators import IndicatorPage, indicator_page
from metrics.standards.catalogue import CatalogueSet, catalogue
from metrics.standards.indicators import IndicatorFacts
from raci import reviewing
from raci.authority import Facts
from raci.models import Unit
from raci.refusals import Refused
from raci.the_city import need_city

KINDS = (Indicator.Kind.PERFORMANCE, Indicator.Kind.POPULATION)


def units_to_follow(facts: Facts, kind: str = "") -> list[Unit]:
    """The units for which they may begin an indicator, of this kind or of any."""
    kinds = (kind,) if kind else KINDS
    return [unit for unit in Unit.objects.order_by("path") if any(acts.may_begin(facts, unit, one) for one in kinds)]


def need_units(facts: Facts, kind: str = "") -> list[Unit]:
    """The same; 403 with the reason where there is none."""
    found = units_to_follow(facts, kind)
    if not found:
        city = need_city()
        raise Refused(acts.may_begin(facts, city, kind or Indicator.Kind.POPULATION).reason)
    return found


def need_change(page: IndicatorPage) -> None:
    """`Refused` where they are not responsible for it, or it was retired."""
    if not page.may_change:
        raise Refused(page.may_change.reason)
    if not page.is_used:
        raise Refused(_("It was retired, so nothing about it changes any more."))


def need_teller(page: IndicatorPage) -> None:
    """`Refused` where the story is not theirs to tell."""
    if not page.may_tell:
        raise Refused(page.may_tell.reason)


def need_open_version(page: IndicatorPage) -> IndicatorVersion:
    """The version to write on; `Refused` with the reason where there is none for them."""
    if page.open_version is None:
        raise Refused(
            page.may_change.reason if not page.may_change else _("No version is being written: begin the next one.")
        )
    if not page.open_version.may_write:
        raise Refused(page.open_version.may_write.reason)
    row = page.open_version.row
    assert isinstance(row, IndicatorVersion)
    return row


def goal_to_edit(model: type[Target | Benchmark], pk: int, facts: Facts) -> tuple[IndicatorPage, Target | Benchmark]:
    """A target or benchmark they may write on; hidden from those who may not read it."""
    row = reviewing.review_called(model._meta.model_name or "")
    found = row.rows().filter(pk=pk).first() if row else None
    if found is None or not reviewing.may_read(facts, found):
        raise Refused(_("There is nothing here that you may read."), visible=False)
    may = reviewing.may_write(facts, found)
    if not may:
        raise Refused(may.reason)
    return indicator_page(found.indicator_id, facts), found


def to_wait_for(page: IndicatorPage) -> list[tuple[int, str]]:
    """Other indicators, those of the same unit first."""
    own = page.one.unit.pk
    rows = [one for one in followed(page.facts) if one.pk != page.one.pk and not one.indicator.retired_on]
    rows.sort(key=lambda one: (one.unit.pk != own, one.label, one.title))
    return [(one.pk, f"{one.label} {one.title} · {one.unit.name}".strip()) for one in rows]


def dependency_for(pk: int, facts: Facts) -> Dependency:
    """A dependency, for who may change what waits; 404 for who may not know of it."""
    found = Dependency.objects.filter(pk=pk, removed_at=None).select_related("indicator__unit").first()
    if found is None:
        raise Refused(_("There is nothing here that you may read."), visible=False)
    need_change(indicator_page(found.indicator_id, facts))
    return found


def last_story(page: IndicatorPage) -> dict[str, Any]:
    """What the newest story says, to begin with."""
    story = page.story
    if story is None:
        return {}
    lines = "\n".join(f"{period}: {value}" for period, value in story.forecast)
    return {"words": story.words, "partners": story.partners, "what_works": story.what_works, "forecast": lines}


# ---- the catalogue


@dataclass(frozen=True)
class Entry:
    """An entry of the catalogue, and the indicators of the city that came from it."""

    facts: IndicatorFacts
    followed_by: list[tuple[int, str]]  # number, unit


@dataclass(frozen=True)
class CataloguePage:
    """The catalogue by set."""

    sets: list[tuple[CatalogueSet, list[Entry]]]
    may_adopt: frozenset[str]  # which kinds of indicators


def catalogue_page(facts: Facts) -> CataloguePage:
    """For whoever is signed in."""
    shipped = catalogue()
    known: dict[str, list[tuple[int, str]]] = {}
    for one in followed(facts):
        known.setdefault(one.title, []).append((one.pk, one.unit.name))
    sets = [
        (
            of,
            [
                Entry(entry, known.get(entry.title, []))
                for code in of.indicators
                if (entry := shipped.indicators.get(code))
            ],
        )
        for of in shipped.sets.values()
    ]
    return CataloguePage(sets, frozenset(kind for kind in KINDS if units_to_follow(facts, kind)))


def entry_called(code: str) -> tuple[IndicatorFacts, IndicatorSet | None]:
    """An entry with the set it comes from."""
    shipped = catalogue()
    entry = shipped.indicators.get(code)
    if entry is None:
        raise Refused(_("There is no such entry in the catalogue."), visible=False)
    sets = [one.code for one in shipped.sets_of(code)]
    return entry, IndicatorSet.objects.filter(code__in=sets).first()
