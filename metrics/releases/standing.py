"""Whether what was made of a release still holds: the figures it was made from, and what has gone out since."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from metrics.cells import counting
from metrics.models import DataRelease, IndicatorVersion, Series
from metrics.releases.asked import Asked, Unfit, asked_of
from metrics.releases.gone_out import beside

Making = DataRelease.Making


def version_in_force(release: DataRelease) -> IndicatorVersion | None:
    """How the values of its indicator are worked out today: by the newest accepted version."""
    accepted = release.indicator.versions.filter(state=IndicatorVersion.State.ACCEPTED)
    return accepted.order_by("-number").first()


def stale(asked: Asked, batches: Iterable[int], judged_beside: Iterable[int], but: int | None = None) -> str:
    """Why what was made no longer holds, in a sentence; "" where it does. `but`: the case that is just being approved."""
    if set(batches) != batches_counting(asked):
        return _("The figures it was made from no longer are those that count. Make it again.")
    try:
        given = {one.text for one in beside(asked, but)}
    except Unfit as unfit:
        return str(unfit)
    if given != set(judged_beside):
        return _("Another release about the same people was approved after this one was judged. Make it again.")
    return ""


def batches_counting(asked: Asked) -> set[int]:
    """The batches that count and hold cells of its period and place."""
    rows = Series.objects.filter(batch__in=counting(), indicator=asked.indicator, place=asked.place)
    return {
        batch
        for batch, begins, ends in rows.values_list("batch", "begins", "ends")
        if (asked.period.begin, asked.period.end) in zip(begins, ends, strict=True)
    }


def why_stale(release: DataRelease, but: int | None = None) -> str:
    """Why what was made and let through no longer holds; "" where it does."""
    asked = asked_of(release, release.version)
    if release.version != version_in_force(release):
        return _("How the indicator is worked out has changed since. Make it again.")
    return stale(asked, release.made_from, release.audit.get("beside", []), but)
