"""The chart cards of an indicator's page, each with the sentence that says what it shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from metrics import showing
from metrics.charts.card import Card, Freshness
from metrics.models import Indicator, IndicatorVersion
from metrics.queries.followed import Followed
from metrics.queries.groups_of import ByGroup, Gap
from metrics.queries.indicators import IndicatorPage
from metrics.queries.pictures import forecast_of, over_time, side_by_side
from metrics.trends import BETTER, UNCLEAR, WORSE, against_forecast
from raci.drawing import day

LEAST_POINTS = 3  # of a curve that can turn


def time_card(page: IndicatorPage, csv: str = "") -> Card | None:
    """The way over time; None where there are no two places on it."""
    targets, benchmarks = page.of_everybody
    spec = over_time(page.one, page.everybody, targets=targets, benchmarks=benchmarks, story=page.story)
    if spec is None:
        return None
    one = page.one
    return Card(
        key="over-time",
        finding=finding(one),
        chart=spec,
        sentence=sentence(one),
        about=" · ".join(part for part in (one.label, one.unit.name, one.period) if part),
        n=one.n,
        source=one.version.source,
        freshness=freshness(one),
        method=_("Version %(n)d of the definition") % {"n": one.version.number},
        limits=limits(one),
        csv=csv,
        link="#over-time",
    )


def freshness(one: Followed) -> Freshness | None:
    """How old, and whether late."""
    fresh = one.fresh
    if fresh.days is None:
        return None
    if fresh.is_late:
        return Freshness(_("late since %(day)s") % {"day": day(fresh.due_on)}, late=True)
    return Freshness(showing.age(fresh.days))


def finding(one: Followed) -> str:
    """The title of the card: what the figures show."""
    said = {"what": one.title, "value": one.value_words, "period": one.period}
    changed = one.changed
    if changed is None:
        return _("%(what)s: %(value)s in %(period)s") % said
    words = {BETTER: _("%(what)s: better, at %(value)s"), WORSE: _("%(what)s: worse, at %(value)s")}
    return words.get(changed.verdict, _("%(what)s: no clear change, at %(value)s")) % said


def sentence(one: Followed) -> str:
    """Value with n and interval, change since the value before, distance to the target."""
    read = one.reading
    if read.value is None:
        return ""
    parts = [_value_told(one)]
    if (changed := one.changed) and (before := one.before):
        said = {"by": showing.difference(changed.by, one.version), "since": one.period_of(before)}
        parts.append(_("Since %(since)s: %(by)s, %(verdict)s.") % {**said, "verdict": verdict_words(changed.verdict)})
    if one.target:
        left = one.target.value - read.value
        said = {"target": one.target_words, "day": day(one.target_by), "left": showing.difference(left, one.version)}
        parts.append(_("The target is %(target)s by %(day)s: %(left)s from here.") % said)
    return " ".join(parts)


def _value_told(one: Followed) -> str:
    read = one.reading
    said = {
        "period": one.period,
        "value": one.value_words,
        "n": showing.people(read.n) if read.n is not None else "",
        "interval": showing.interval(read, one.version),
    }
    if said["interval"]:
        if read.n is not None:
            return _("In %(period)s: %(value)s (n\u00a0%(n)s; 95\u00a0%% interval %(interval)s).") % said
        return _("In %(period)s: %(value)s (95\u00a0%% interval %(interval)s).") % said
    return (_("In %(period)s: %(value)s (n\u00a0%(n)s).") if said["n"] else _("In %(period)s: %(value)s.")) % said


def verdict_words(verdict: str) -> str:
    """Better, worse, no clear change."""
    return {BETTER: _("better"), WORSE: _("worse")}.get(verdict, _("no clear change"))


def limits(one: Followed) -> tuple[str, ...]:
    """What the figures cannot say."""
    found = []
    if one.indicator.kind == Indicator.Kind.POPULATION:
        text = _("About everybody who lives here: many contribute to it, and no unit is graded by it.")
        found.append(text)
    return tuple(found)


# ---- groups


def groups_card(page: IndicatorPage, csv: str = "") -> Card | None:
    """The groups of the chosen dimension side by side."""
    found = page.groups
    if found is None:
        return None
    one = page.one
    targets = page.group_targets
    named = [
        (group.name, read, targets.get(group.pk)) for group, read in zip(found.groups, found.readings, strict=True)
    ]
    period = one.period_of(found.period)
    spec = side_by_side(one, named, found.everybody, dimension=found.dimension.name, period=period)
    return Card(
        key="by-group",
        finding=gap_finding(one, found),
        chart=spec,
        sentence=gap_told(found, gap, one.version) if (gap := largest(found)) else "",
        about=f"{found.dimension.name} · {period}",
        n=found.everybody.n,
        unknown_share=found.unknown_share,
        source=one.version.source,
        csv=csv,
        link="#by-group",
    )


def largest(found: ByGroup) -> Gap | None:
    """The widest gap to the reference."""
    return max(found.gaps, key=lambda gap: abs(gap.difference), default=None)


def gap_finding(one: Followed, found: ByGroup) -> str:
    """Who is furthest from the best group, and whether that is beyond chance."""
    gap = largest(found)
    if gap is None:
        return _("%(what)s by %(dimension)s") % {"what": one.title, "dimension": found.dimension.name.lower()}
    said = {
        "group": gap.group,
        "best": found.reference,
        "gap": showing.difference(abs(gap.difference), one.version, signed=False),
    }
    if gap.difference_ci and gap.difference_ci[0] <= 0 <= gap.difference_ci[1]:
        return _("No gap that is clear of chance: the widest is %(gap)s, %(group)s and %(best)s") % said
    return _("%(group)s and %(best)s are %(gap)s apart") % said


def gap_told(found: ByGroup, gap: Gap, version: IndicatorVersion) -> str:
    """The disparity in a sentence, difference and ratio together."""
    said = {"group": gap.group, "best": found.reference, "difference": showing.difference(gap.difference, version)}
    if gap.ratio is None:
        return _("%(group)s against %(best)s: %(difference)s.") % said
    said["ratio"] = f"{gap.ratio:.2f}"
    return _("%(group)s against %(best)s: %(difference)s, ratio %(ratio)s.") % said


# ---- turning the curve


def turned(page: IndicatorPage) -> str:
    """Whether the newest value is beyond chance better than was forecast if nothing changed; "" where nothing was forecast."""
    one, story = page.one, page.story
    if story is None or not story.forecast or len(page.everybody) < LEAST_POINTS or one.newest is None:
        return ""
    expected = forecast_of(story, one.first_month).get(one.newest.period)
    if expected is None or one.reading.value is None:
        return ""
    said = {"value": one.value_words, "forecast": showing.value(expected, one.version)}
    words = {
        BETTER: _("The curve has turned: %(value)s, where %(forecast)s was to be expected if nothing changed."),
        WORSE: _("The curve has not turned: %(value)s, where %(forecast)s was to be expected if nothing changed."),
        UNCLEAR: _("%(value)s cannot be told apart from the %(forecast)s that was to be expected if nothing changed."),
    }
    return words[against_forecast(one.reading, expected, one.version.direction)] % said


def forecast_lines(page: IndicatorPage) -> list[tuple[str, str]]:
    """What is expected if nothing changes: each period with its value, in words."""
    one, expected = page.one, forecast_of(page.story, page.one.first_month)
    return [
        (showing.period(*span, one.first_month), showing.value(number, one.version))
        for span, number in expected.items()
    ]


# ---- the table of gaps


@dataclass(frozen=True)
class GapLine:
    """A gap in words."""

    group: str
    difference: str
    difference_ci: str
    ratio: str
    ratio_ci: str


def gap_lines(page: IndicatorPage) -> list[GapLine]:
    """Each gap of the page, difference and ratio together, since they can move in opposite directions."""
    found, version = page.groups, page.one.version
    return [_line(gap, version) for gap in found.gaps] if found else []


def _line(gap: Gap, version: IndicatorVersion) -> GapLine:
    shares = [f"{end:.2f}" for end in gap.ratio_ci or ()]
    return GapLine(
        gap.group,
        showing.difference(gap.difference, version),
        showing.between(*gap.difference_ci, version, signed=True) if gap.difference_ci else "",
        f"{gap.ratio:.2f}" if gap.ratio is not None else showing.NOT_KNOWN,
        _("%(low)s to %(high)s") % {"low": shares[0], "high": shares[1]} if shares else "",
    )
