"""Brings standards and a city's figures into the portal, inside the load of its folder; again without a change.

Only the founding load puts indicators in force and accepts values; later loads add what is new as drafts, for whoever is
responsible to hand in. What is kept in the portal stays as it is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from metrics.city.figures import Figures, MeasureFacts, ReconciliationFacts, SetFacts
from metrics.city.standards import DimensionFacts, crosswalks_of_standards, dimensions_of_standards
from metrics.city.values import load_values
from metrics.models import (
    Aim,
    BudgetLine,
    Crosswalk,
    Dependency,
    Dimension,
    Group,
    Indicator,
    IndicatorSet,
    IndicatorVersion,
    Reconciliation,
    Story,
)
from metrics.scales import scale_of
from metrics.standards.catalogue import CatalogueSet, catalogue
from raci import clock
from raci.city.parts import Loading
from raci.history.bulk import bulk_create
from raci.models import Reviewed, Theme
from raci.service import service_person


def load_figures(said: Figures, loading: Loading) -> None:
    """Standards, then what the folder says."""
    load_dimensions(dimensions_of_standards(), loading)
    _load_crosswalks()
    _load_sets(said, loading)
    _load_aims(said, loading)
    _Measures(said, loading).load()
    for one in said.reconciliations:
        _load_reconciliation(one, loading)


# ---- standards


def load_dimensions(dimensions: Iterable[DimensionFacts], loading: Loading) -> None:
    """Dimensions and groups that are not there yet; a name that a newer edition of a standard mends is mended."""
    known = {one.code: one for one in Dimension.objects.all()}
    groups = {(one.dimension.code, one.code): one for one in Group.objects.select_related("dimension")}
    missing = []
    for facts in dimensions:
        row = known.get(facts.code) or Dimension(code=facts.code)
        names = ("name", "standard", "version", "source", "ordered", "overlapping", "order")
        loading.put("dimension", facts.code, row, {name: getattr(facts, name) for name in names})
        for group in facts.groups:
            values = {"name": group.name, "kind": group.kind, "order": group.order}
            if found := groups.get((facts.code, group.code)):
                loading.put("group", f"{facts.code} {group.code}", found, values)
            else:
                missing.append(Group(dimension=row, code=group.code, **values))
    bulk_create(Group, missing)


def _load_crosswalks() -> None:
    groups = {(one.dimension.code, one.code): one for one in Group.objects.select_related("dimension")}
    known = set(Crosswalk.objects.values_list("group", "becomes"))
    rows = [
        Crosswalk(group=groups[source], becomes=groups[target], source=words)
        for source, target, words in crosswalks_of_standards()
    ]
    bulk_create(Crosswalk, [row for row in rows if (row.group_id, row.becomes_id) not in known])


# ---- what the folder says


def _load_sets(said: Figures, loading: Loading) -> None:
    known = {one.code: one for one in IndicatorSet.objects.all()}
    shipped: list[CatalogueSet | SetFacts] = [*catalogue().sets.values(), *said.sets]
    for facts in shipped:
        row = known.get(facts.code) or IndicatorSet(code=facts.code)
        loading.put("indicator set", facts.code, row, {"name": facts.name, "source": facts.source})


def _load_aims(said: Figures, loading: Loading) -> None:
    known = {one.code: one for one in Aim.objects.all()}
    for order, facts in enumerate(said.aims, start=1):
        row = known.setdefault(facts.code, Aim(code=facts.code))
        values = {
            "title": facts.title,
            "unit": loading.units[facts.unit],
            "parent": known[facts.below] if facts.below else None,
            "source": facts.source,
            "order": order,
        }
        loading.put("goal", facts.code, row, values)


@dataclass
class _Measures:
    said: Figures
    loading: Loading

    def load(self) -> None:
        self.known = {one.code: one for one in Indicator.objects.select_related("unit")}
        self.aims = {one.code: one for one in Aim.objects.all()}
        self.themes = {one.code: one for one in Theme.objects.all()}
        new = [facts for facts in self.said.measures if facts.indicator.code not in self.known]
        for facts in new:
            self.begin(facts)
        for facts in new:
            for code in facts.blocked_by:
                Dependency.objects.create(
                    indicator=self.known[facts.indicator.code], needs=self.known[code], why=facts.story
                )
        load_values([one for one in new if one.values], self.known, self.said.source, self.loading)

    def begin(self, facts: MeasureFacts) -> None:
        one = facts.indicator
        suppliers = {post.title: post for post in self.loading.posts.values()}
        indicator = Indicator.objects.create(
            code=one.code,
            label=facts.label,
            kind=one.kind,
            unit=self.loading.units[facts.unit],
            aim=self.aims.get(facts.aim),
            theme=self.themes.get(one.theme),
            supplier=suppliers.get(facts.supplier),
            cadence=one.cadence,
        )
        self.known[one.code] = indicator
        IndicatorVersion.objects.create(
            indicator=indicator, number=1, **definition(one, facts.supplier), **standing(self.loading)
        )
        if facts.story:
            label = _("from the folder “%(folder)s”") % {"folder": self.loading.folder}
            Story.objects.create(indicator=indicator, words=facts.story, by_as=label, at=clock.now())
        detail = (
            _("in force, as the founding act") if self.loading.is_first else _("a draft that waits to be handed in")
        )
        self.loading.added("indicator", one.code, detail)


def definition(one: Any, supplier: str = "") -> dict[str, Any]:
    """What a version says, of what a file says of an indicator (metrics.standards.indicators)."""
    names = ("title", "definition", "measures", "value_kind", "direction", "unit_label")
    return {
        **{name: getattr(one, name) for name in names},
        "source": one.source or supplier,
        "dimensions": list(one.dimensions),
        "scale": scale_of(one.value_kind, one.unit_label),
    }


def standing(loading: Loading) -> dict[str, Any]:
    """A reviewed row of this load: accepted as part of the founding act, by two services; later a draft."""
    if not loading.is_first:
        return {}
    label = _("from the folder “%(folder)s”") % {"folder": loading.folder}
    now = clock.now()
    return {
        "state": Reviewed.State.ACCEPTED,
        "submitted_by": service_person("city-loader", "City loader"),
        "submitted_as": label,
        "submitted_at": now,
        "answered_by": service_person("city-founding", "Founding of the city"),
        "answered_as": _("the founding act, from the folder “%(folder)s”") % {"folder": loading.folder},
        "answered_at": now,
    }


def _load_reconciliation(facts: ReconciliationFacts, loading: Loading) -> None:
    if Reconciliation.objects.filter(code=facts.code).exists():
        return
    made = Reconciliation.objects.create(
        code=facts.code, unit=loading.units[facts.unit], title=facts.title, source=facts.source
    )
    lines = [
        BudgetLine(reconciliation=made, order=order, **vars(line)) for order, line in enumerate(facts.lines, start=1)
    ]
    bulk_create(BudgetLine, lines)
    loading.added("reconciliation", facts.code, "")
