"""Indicators: begun with a first version, revised by the next, handed in and accepted (raci.reviewing), kept, and retired."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext as _

from metrics.kinds import FIGURES, INDICATOR, METHODS, activity_of
from metrics.models import Dependency, Indicator, IndicatorVersion
from raci import clock, reviewing
from raci.authority import Facts, Permission
from raci.imports.names import slug
from raci.keeping import keeping, may_keep
from raci.models import Person, Unit
from raci.refusals import Conflict, NotReady, Problem
from raci.reviewing import Review

State = IndicatorVersion.State
# what a version says; what an indicator is kept by
SAID = (
    "title", "definition", "measures", "value_kind", "direction", "unit_label", "scale", "source", "dimensions", "baseline",
    "baseline_year", "baseline_comment", "why_changed",
)  # fmt: skip
KEPT = ("label", "aim", "theme", "owner", "supplier", "supplier_days", "cadence")


def problems_of(version: IndicatorVersion) -> list[Problem]:
    """What a version still lacks before it can be handed in."""
    found = []
    measure = version.indicator.kind == Indicator.Kind.PERFORMANCE
    if not version.definition.strip():
        found.append(Problem(_("Say what it says, and how it is worked out."), field="definition"))
    if not version.source.strip():
        found.append(Problem(_("Say where the figures come from."), field="source"))
    if measure and not version.measures:
        found.append(Problem(_("Say which question the measure answers."), field="measures"))
    if version.number > 1 and not version.why_changed.strip():
        found.append(Problem(_("Say what changed since the version before, and why."), field="why_changed"))
    return found


REVIEW = Review(
    INDICATOR,
    unit=lambda row: row.indicator.unit,
    url=lambda row: reverse("metrics:indicator-detail", args=[row.indicator_id]),
    related=("indicator__unit",),
    activity=lambda row: activity_of(row.indicator),
    problems=problems_of,
)


def may_begin(facts: Facts, unit: Unit, kind: str) -> Permission:
    """Whether they may begin an indicator of this kind for this unit."""
    return may_keep(facts, INDICATOR, unit, activity=_activity(unit, kind))


def may_change(facts: Facts, indicator: Indicator) -> Permission:
    """Whether they are responsible for this one: its versions, targets and who keeps it."""
    return may_keep(facts, INDICATOR, indicator.unit, activity=activity_of(indicator))


def _activity(unit: Unit, kind: str) -> str:
    return METHODS if kind == Indicator.Kind.POPULATION or unit.kind == Unit.Kind.CITY else FIGURES


# ---- beginning


def begin_indicator(
    *, unit: Unit, kind: str, said: Mapping[str, Any], kept: Mapping[str, Any], by: Person
) -> Indicator:
    """Begin one, with its first version as a draft that only those responsible read."""
    title = str(said["title"]).strip()
    with keeping(INDICATOR, unit, by=by, act="begin_indicator", activity=_activity(unit, kind)):
        _refuse_the_same(unit, title)
        indicator = Indicator.objects.create(code=_code(title), kind=kind, unit=unit, **kept)
        IndicatorVersion.objects.create(indicator=indicator, number=1, **_fitting(kind, said))
        return indicator


def _refuse_the_same(unit: Unit, title: str) -> None:
    same = IndicatorVersion.objects.filter(
        title__iexact=title, indicator__unit=unit, indicator__retired_on=None
    ).first()
    if same is not None:
        url = reverse("metrics:indicator-detail", args=[same.indicator_id])
        raise NotReady([Problem(_("This unit already follows something of this title."), field="title", url=url)])


def _code(title: str) -> str:
    """A code of the title that nobody has yet."""
    stem = slug(title)[:50].strip("-") or "indicator"
    taken = set(Indicator.objects.filter(code__startswith=stem).values_list("code", flat=True))
    return next(code for at in range(1, len(taken) + 2) if (code := stem if at == 1 else f"{stem}-{at}") not in taken)


def _fitting(kind: str, said: Mapping[str, Any]) -> dict[str, Any]:
    """A population indicator answers none of the three questions of performance."""
    values = {name: said[name] for name in SAID if name in said}
    return values if kind == Indicator.Kind.PERFORMANCE else {**values, "measures": ""}


# ---- versions


def open_version(indicator: Indicator) -> IndicatorVersion | None:
    """The version that is being written or waits to be accepted."""
    return indicator.versions.exclude(state=State.ACCEPTED).select_related("indicator__unit").first()


def version_in_force(indicator: Indicator) -> IndicatorVersion | None:
    """The newest accepted version."""
    return indicator.versions.filter(state=State.ACCEPTED).order_by("-number").first()


def begin_version(indicator: Indicator, *, by: Person) -> IndicatorVersion:
    """The next version, as a draft that begins with what is in force; the old one stands until it is accepted."""
    with keeping(INDICATOR, indicator.unit, by=by, act="begin_version", activity=activity_of(indicator)):
        _refuse_retired(indicator)
        newest = version_in_force(indicator)
        if newest is None or open_version(indicator) is not None:
            raise Conflict(_("A version is being written already."))
        number = indicator.versions.aggregate(most=Max("number"))["most"] + 1
        values = {name: getattr(newest, name) for name in SAID if name != "why_changed"}
        try:
            with transaction.atomic():
                return IndicatorVersion.objects.create(indicator=indicator, number=number, **values)
        except IntegrityError as error:
            raise Conflict(_("Somebody else has just begun the next version.")) from error


def change_version(version: IndicatorVersion, said: Mapping[str, Any], *, by: Person, opened: str = "") -> None:
    """What a draft says. `opened`: its fingerprint when the form was opened."""
    kind = version.indicator.kind
    if said.get("value_kind", version.value_kind) != version.value_kind and version.has_values:
        text = _("It has values already: what a value is cannot change. Begin another indicator for that.")
        raise NotReady([Problem(text, field="value_kind")])
    with reviewing.writing(version, by=by, act="edit_indicator", opened=opened) as locked:
        for name, value in _fitting(kind, said).items():
            setattr(locked, name, value)
        locked.save()


# ---- what is kept


def keep_indicator(indicator: Indicator, values: Mapping[str, Any], *, by: Person) -> None:
    """Who owns and supplies it, how often, and what it serves: kept, without a new version."""
    with keeping(INDICATOR, indicator.unit, by=by, act="keep_indicator", activity=activity_of(indicator)):
        locked = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
        _refuse_retired(locked)
        for name in KEPT:
            if name in values:
                setattr(locked, name, values[name])
        locked.save()


def retire_indicator(indicator: Indicator, *, by: Person, why: str) -> None:
    """From today on it is followed no more; its values stay."""
    if not why.strip():
        raise NotReady([Problem(_("Give the reason."), field="why")])
    activity = activity_of(indicator)
    with keeping(INDICATOR, indicator.unit, by=by, act="retire_indicator", why=why.strip(), activity=activity):
        locked = Indicator.objects.select_for_update(of=("self",)).get(pk=indicator.pk)
        _refuse_retired(locked)
        locked.retired_on = clock.today()
        locked.save()


def _refuse_retired(indicator: Indicator) -> None:
    if indicator.retired_on:
        raise Conflict(_("It was retired, so nothing about it changes any more."))


# ---- what it waits for


def wait_for(indicator: Indicator, needs: Indicator, *, by: Person, why: str) -> Dependency:
    """It is blocked until another one is complete; never in a circle."""
    with keeping(INDICATOR, indicator.unit, by=by, act="wait_for", activity=activity_of(indicator)):
        Indicator.objects.select_for_update().order_by("pk").filter(pk__in=[indicator.pk, needs.pk]).first()
        if _waits(needs, indicator):
            raise NotReady([Problem(_("That one waits for this one: in a circle nothing could begin."), field="needs")])
        if indicator.blocked_by.filter(needs=needs, removed_at=None).exists():
            raise NotReady([Problem(_("It waits for that one already."), field="needs")])
        return Dependency.objects.create(indicator=indicator, needs=needs, why=why)


def wait_no_more(dependency: Dependency, *, by: Person) -> None:
    """It does not wait for the other one any more."""
    one = dependency.indicator
    with keeping(INDICATOR, one.unit, by=by, act="wait_no_more", activity=activity_of(one)):
        locked = Dependency.objects.select_for_update(of=("self",)).get(pk=dependency.pk)
        if locked.removed_at is None:
            locked.removed_at = clock.now()
            locked.save()


def _waits(indicator: Indicator, goal: Indicator) -> bool:
    """Whether this one is the other, or waits for it in the end."""
    pairs: dict[int, list[int]] = {}
    for waiting, needed in Dependency.objects.filter(removed_at=None).values_list("indicator", "needs"):
        pairs.setdefault(waiting, []).append(needed)
    seen, ahead = set[int](), [indicator.pk]
    while ahead:
        at = ahead.pop()
        if at == goal.pk:
            return True
        if at not in seen:
            seen.add(at)
            ahead += pairs.get(at, [])
    return False
