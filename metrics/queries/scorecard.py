"""The scorecard of a unit, or of the whole city: measures below the goals they serve, each with where it stands.

A population indicator stands apart, on the city's page alone: many contribute to it, and no unit is graded by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from metrics import showing
from metrics.charts.spec import Spark
from metrics.models import Aim, Dependency, Indicator
from metrics.queries.followed import Followed, followed, in_use
from metrics.queries.indicator_cards import freshness, verdict_words
from metrics.queries.pictures import spark
from raci.authority import Facts
from raci.lists.filters import CANNOT_BE_SOUGHT
from raci.models import Unit
from raci.refusals import Refused


@dataclass(frozen=True)
class Line:
    """A measure on the scorecard."""

    one: Followed
    spark: Spark | None
    verdict: str  # better, worse, unclear, or "" where there is nothing to compare with
    verdict_words: str
    changed: str  # "+3 points since 2026 Q2"
    reached: bool | None
    fresh: str
    is_late: bool
    blocked_by: list[Dependency]


@dataclass(frozen=True)
class Branch:
    """A goal with the goals below it and its own measures."""

    aim: Aim | None
    lines: list[Line]
    below: list[Branch]


@dataclass(frozen=True)
class Scorecard:
    """One reader's scorecard; `unit` None: the whole city."""

    unit: Unit | None
    units: list[Unit]
    branches: list[Branch]
    indicators: list[Line]

    @cached_property
    def lines(self) -> list[Line]:
        """All measures."""
        return [line for branch in self.branches for line in _lines(branch)]

    @property
    def counts(self) -> list[tuple[str, int]]:
        """How many became better, worse, are late, blocked: words and number."""
        said = (
            (_("better"), sum(line.verdict == "better" for line in self.lines)),
            (_("worse"), sum(line.verdict == "worse" for line in self.lines)),
            (_("no clear change"), sum(line.verdict == "unclear" for line in self.lines)),
            (_("nothing to compare yet"), sum(not line.verdict for line in self.lines)),
            (_("late"), sum(line.is_late for line in self.lines)),
            (_("blocked"), sum(line.one.is_blocked for line in self.lines)),
        )
        return [(words, n) for words, n in said if n]


def _lines(branch: Branch) -> list[Line]:
    return [*branch.lines, *(line for below in branch.below for line in _lines(below))]


def scorecard(facts: Facts, code: str = "") -> Scorecard:
    """Of a unit and all below it (a constant number of queries)."""
    units = list(_units())
    unit = next((one for one in units if one.code == code), None)
    if code and unit is None:
        unit = None if CANNOT_BE_SOUGHT.search(code) else Unit.objects.filter(code=code).first()
        if unit is None:
            raise Refused(_("There is no such unit."), visible=False)
        units = sorted([*units, unit], key=lambda one: one.path)
    among = Indicator.objects.filter(in_use())
    if unit and unit.kind != Unit.Kind.CITY:
        among = among.filter(unit__path__startswith=unit.path)
    shown = [one for one in followed(facts, among=among) if one.version.state == "accepted"]
    measures = [one for one in shown if one.kind == Indicator.Kind.PERFORMANCE]
    whole_city = unit is None or unit.kind == Unit.Kind.CITY
    population = [one for one in shown if one.kind == Indicator.Kind.POPULATION] if whole_city else []
    return Scorecard(unit, units, _branches(measures), [_line(one) for one in population])


def _units() -> QuerySet[Unit]:
    """The units that measure something, and all above them."""
    paths = Indicator.objects.filter(in_use()).values_list("unit__path", flat=True)
    codes = {code for path in paths for code in path.split("/") if code}
    return Unit.objects.filter(code__in=codes).order_by("path")


def _branches(measures: list[Followed]) -> list[Branch]:
    aims = {aim.pk: aim for aim in Aim.objects.select_related("unit")}
    lines: dict[int | None, list[Line]] = {}
    for one in sorted(measures, key=lambda one: (one.label, one.title)):
        lines.setdefault(one.indicator.aim_id, []).append(_line(one))
    below: dict[int | None, list[Aim]] = {}
    for aim in aims.values():
        below.setdefault(aim.parent_id, []).append(aim)
    found = [branch for aim in below.get(None, []) if (branch := _branch(aim, lines, below))]
    return [*found, Branch(None, lines[None], [])] if None in lines else found


def _branch(aim: Aim, lines: dict[int | None, list[Line]], below: dict[int | None, list[Aim]]) -> Branch | None:
    under = [branch for one in below.get(aim.pk, []) if (branch := _branch(one, lines, below))]
    own = lines.get(aim.pk, [])
    return Branch(aim, own, under) if own or under else None


def _line(one: Followed) -> Line:
    changed, fresh, before = one.changed, freshness(one), one.before
    since = ""
    if changed and before:
        said = {"by": showing.difference(changed.by, one.version), "since": one.period_of(before)}
        since = _("%(by)s since %(since)s") % said
    return Line(
        one=one,
        spark=spark(one),
        verdict=changed.verdict if changed else "",
        verdict_words=verdict_words(changed.verdict) if changed else "",
        changed=since,
        reached=_reached(one),
        fresh=fresh.words if fresh else _("no value yet"),
        is_late=bool(fresh and fresh.late),
        blocked_by=one.blocked_by if one.is_blocked else [],
    )


def _reached(one: Followed) -> bool | None:
    if one.target is None or one.value is None:
        return None
    up = one.version.direction == "up"
    return one.value >= one.target.value if up else one.value <= one.target.value
