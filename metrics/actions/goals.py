"""Targets, benchmarks and the story behind the curve: what an indicator's values are held against and told with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from django.urls import reverse
from django.utils.translation import gettext as _

from metrics.kinds import BENCHMARK, FIGURES, STORY, TARGET, activity_of
from metrics.models import Benchmark, Indicator, Story, Target
from raci import clock, reviewing
from raci.authority import Facts, Permission
from raci.keeping import keeping, may_keep
from raci.models import Person
from raci.refusals import Conflict, NotReady, Problem
from raci.reviewing import Review

Goal = TypeVar("Goal", Target, Benchmark)
KINDS = {Target: TARGET, Benchmark: BENCHMARK}
WORDS = 20_000


def _url(row: Any) -> str:
    return reverse("metrics:indicator-detail", args=[row.indicator_id]) + "#goals"


def _review(kind: Any) -> Review:
    return Review(
        kind,
        unit=lambda row: row.indicator.unit,
        url=_url,
        related=("indicator__unit", "group__dimension"),
        beside=("indicator__versions",),
        activity=lambda row: activity_of(row.indicator),
    )


TARGETS, BENCHMARKS = _review(TARGET), _review(BENCHMARK)


def set_target(indicator: Indicator, values: Mapping[str, Any], *, by: Person) -> Target:
    """A target for a period, for everybody or for one group, as a draft to be handed in."""
    return _set(Target, indicator, values, by=by, act="set_target")


def set_benchmark(indicator: Indicator, values: Mapping[str, Any], *, by: Person) -> Benchmark:
    """What somebody else reached, or a standard asks, as a draft to be handed in."""
    return _set(Benchmark, indicator, values, by=by, act="set_benchmark")


def _set(model: type[Goal], indicator: Indicator, values: Mapping[str, Any], *, by: Person, act: str) -> Goal:
    _check_days(values)
    with keeping(KINDS[model], indicator.unit, by=by, act=act, activity=activity_of(indicator)):
        if indicator.retired_on:
            raise Conflict(_("It was retired, so nothing about it changes any more."))
        return model._default_manager.create(indicator=indicator, **values)


def change_goal(row: Target | Benchmark, values: Mapping[str, Any], *, by: Person, opened: str = "") -> None:
    """While it is a draft, or was given back. `opened`: its fingerprint when the form was opened."""
    _check_days(values)
    act = "set_target" if isinstance(row, Target) else "set_benchmark"
    with reviewing.writing(row, by=by, act=act, opened=opened) as locked:
        for name, value in values.items():
            setattr(locked, name, value)
        locked.save()


def _check_days(values: Mapping[str, Any]) -> None:
    if values["ends_on"] < values["begins_on"]:
        raise NotReady([Problem(_("The period ends before it begins."), field="ends_on")])


# ---- the story


def may_tell(facts: Facts, indicator: Indicator) -> Permission:
    """Whether they may tell the story behind the curve."""
    own = may_keep(facts, STORY, indicator.unit)
    return own or may_keep(facts, STORY, indicator.unit, activity=activity_of(indicator))


def tell_story(
    indicator: Indicator,
    *,
    by: Person,
    words: str,
    partners: str = "",
    what_works: str = "",
    forecast: Sequence[tuple[str, str]] = (),
) -> Story:
    """Turning the curve: the newest story counts, and the earlier ones stay."""
    from raci.authority import facts_for

    own = may_keep(facts_for(by), STORY, indicator.unit)
    activity = FIGURES if own else activity_of(indicator)
    with keeping(STORY, indicator.unit, by=by, act="tell_story", activity=activity) as via:
        return Story.objects.create(
            indicator=indicator,
            words=words,
            partners=partners,
            what_works=what_works,
            forecast=[list(pair) for pair in forecast],
            by_as=via.capacity.label,
            at=clock.now(),
        )
