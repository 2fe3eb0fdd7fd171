"""What a performance sheet tells: a unit's mission and services in the words of their sources, its goals, its measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils.translation import gettext_noop as _

from metrics import showing
from metrics.models import Aim, Indicator, IndicatorVersion, Story
from metrics.queries.followed import Followed, in_use
from metrics.queries.pictures import over_time
from metrics.queries.scorecard import scorecard
from raci.authority import Facts
from raci.models import Service, Unit
from reports.blocks import Block, chart, gap, heading, listed, points, prose, say, table
from reports.catalogue.kind import Asked
from reports.pictures import frozen
from reports.sections.measures import Told, told_of
from reports.sections.released import told

DASH = "–"


def units(_facts: Facts) -> list[tuple[int, str]]:
    """Units that measure something."""
    found = Unit.objects.filter(indicators__in=Indicator.objects.filter(in_use())).distinct().order_by("name")
    return list(found.values_list("pk", "name"))


def mission(asked: Asked) -> list[Block]:
    """In the words of its first source; where another words it otherwise, that too."""
    found = _services(asked, Service.Kind.MISSION)
    return list(_worded(found)) or [gap(say(_("No mission of this unit is kept.")))]


def services(asked: Asked) -> list[Block]:
    """Each in the words of its first source."""
    found = _services(asked, Service.Kind.SERVICE)
    if not found:
        return [gap(say(_("No service of this unit is kept.")))]
    worded = [one.wordings.all()[0] for one in found if one.wordings.all()]
    sources = ", ".join(dict.fromkeys(one.source for one in worded))
    return [points([one.text for one in worded], source=say(_("Source: %(source)s"), source=sources))]


def _services(asked: Asked, kind: str) -> list[Service]:
    found = Service.objects.filter(unit=asked.subject, kind=kind).prefetch_related("wordings")
    return list(found.order_by("order", "pk"))


def _worded(found: Sequence[Service]) -> Iterator[Block]:
    for one in found:
        for wording in one.wordings.all()[:1]:
            yield prose(wording.text)


def goals(asked: Asked) -> list[Block]:
    """The goals it serves, and above them those of the city."""
    own = list(Aim.objects.filter(unit=asked.subject).select_related("parent").order_by("order", "pk"))
    if not own:
        return [gap(say(_("No goal of this unit is kept.")))]
    above = list(dict.fromkeys(one.parent.title for one in own if one.parent))
    found = [points(above, lead=say(_("Contributes to:")))] if above else []
    return [*found, points([one.title for one in own], lead=say(_("Goals of the unit:")))]


def measures(asked: Asked) -> list[Block]:
    """Each measure: what it is, its figures period by period, their picture, and the story behind them."""
    unit = Unit.objects.get(pk=asked.subject)
    lines = [line for line in scorecard(asked.facts, unit.code).lines if line.one.unit.pk == unit.pk]
    if not lines:
        return [gap(say(_("No measure of this unit is in use.")))]
    stories: dict[int, Story] = {}
    for story in Story.objects.filter(indicator__in=[line.one.pk for line in lines]).order_by("pk"):
        stories[story.indicator_id] = story
    return [block for one in told_of(lines, asked) for block in _measure(one, stories.get(one.line.one.pk))]


def _measure(one: Told, story: Story | None) -> Iterator[Block]:
    row, version = one.line.one, one.line.one.version
    yield heading(say(_("Measure %(label)s: %(title)s"), label=row.label, title=row.title) if row.label else row.title)
    question = IndicatorVersion.Measures(version.measures).label if version.measures else DASH
    facts = [
        (_("Question it answers"), str(question)), (_("Goal it supports"), str(row.indicator.aim or DASH)),
        (_("How it is worked out"), version.definition or DASH), (_("Source of the figures"), version.source or DASH),
        (_("How often"), str(row.indicator.get_cadence_display())), (_("Who answers for it"), row.owner or DASH),
        (_("Target"), row.target_words or DASH), (_("Now"), one.value),
    ]  # fmt: skip
    yield listed([fact for fact in facts if fact[1] != DASH])
    if one.is_plain:
        yield from _figures(row)
    elif one.out:
        yield from told(one.out.newest)
    else:
        yield gap(say(_("Its figures are about people and are not released yet.")))
    for needs in one.line.blocked_by:
        yield gap(say(_("It waits for: %(other)s. %(why)s"), other=needs.needs.title, why=needs.why))
    if story:
        yield prose(story.words)


def _figures(row: Followed) -> Iterator[Block]:
    """Of work, not of people: period by period, with the quarters of a year side by side."""
    source = say(_("Source: %(source)s"), source=row.version.source or row.unit.name)
    spec = over_time(row, row.cells, targets=[row.target] if row.target else [])
    if spec:
        yield chart(say(_("%(title)s, over time"), title=row.title), frozen(spec), source=source)
    values = {cell.period: showing.value(row.read(cell).value, row.version) or DASH for cell in row.cells}
    if not values:
        yield gap(say(_("No value is accepted yet.")))
        return
    quarters = {span: text for span, text in values.items() if _is_quarter(span)}
    if quarters:
        years = sorted({ends.year for _begins, ends in quarters})
        by_place = {(ends.year, ends.month // 3): text for (_begins, ends), text in quarters.items()}
        lines = [[str(year), *(by_place.get((year, at), DASH) for at in range(1, 5))] for year in years]
        heads = (_("Year"), _("Quarter 1"), _("Quarter 2"), _("Quarter 3"), _("Quarter 4"))
        yield table(say(_("%(title)s, by quarter"), title=row.title), heads, lines, source=source, numbers=range(1, 5))
    others = [[showing.period(*span, row.first_month), text] for span, text in values.items() if span not in quarters]
    if others:
        caption = say(_("%(title)s, by period"), title=row.title)
        yield table(caption, (_("Period"), _("Value")), others, source=source, numbers=(1,))


def _is_quarter(span: tuple[date, date]) -> bool:
    begins, ends = span
    return 80 < (ends - begins).days < 95  # days
