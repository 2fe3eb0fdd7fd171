"""What stands in the way of a batch: the same values counted already, their period locked or not over yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics import showing
from metrics.cells import counting
from metrics.models import Batch, Indicator, PeriodLock
from raci import clock
from raci.actions.imports import spoken
from raci.evidence.verdicts import _ as marked
from raci.imports.verdicts import Sentence, say
from raci.models import Unit
from raci.refusals import Problem

MOST_SAID = 5  # of one kind of problem
NOT_OVER = marked("%(period)s is not over: it ends on %(day)s, and can be counted from the day after.")


def one_at_a_time() -> None:
    """What changes which values count waits for one another, to the end of the transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('figures'))")


# ---- the same values twice


@dataclass(frozen=True)
class Clash:
    """Values of a batch that another one holds already: of how many periods, and the first of them.

    `nested`: that one tells groups apart whose whole this one gives, or the other way round, so one would speak over the other.
    """

    batch: int
    title: str
    indicator: str
    nested: bool
    periods: int
    begins: date
    ends: date

    def problem(self) -> Problem:
        """What is said of it."""
        more = self.periods - 1
        also = ngettext(" (and %(n)d more period)", " (and %(n)d more periods)", more) % {"n": more} if more else ""
        text = (
            _(
                "“%(title)s” counts already for the same people of %(indicator)s, %(begins)s to %(ends)s%(also)s, by more groups "
                "or fewer than here; one would speak over the other. Leave these values out, or bring in a correction of it."
            )
            if self.nested
            else _(
                "“%(title)s” counts already for %(indicator)s, %(begins)s to %(ends)s%(also)s. "
                "Leave it out, or say that this batch corrects that one."
            )
        )
        facts = {"title": self.title, "indicator": self.indicator, "also": also}
        return Problem(text % (facts | {"begins": date_format(self.begins), "ends": date_format(self.ends)}))


# Two series are about the same where indicator, place and the set of dimensions are, whatever their groups. A whole stands in the
# way of its parts, and parts of their whole, where the parts add up to it (metrics.cells.grouped takes the whole before their
# sum): values as published do not.
CLASHES = """
WITH mine AS MATERIALIZED (
    SELECT DISTINCT s.indicator_id, coalesce(s.place_id, 0) AS place, s.groups, s.value IS NULL AS adds, p.b, p.e
      FROM metrics_series s CROSS JOIN LATERAL unnest(s.begins, s.ends) AS p(b, e) WHERE s.batch_id = %(mine)s
), others AS MATERIALIZED (
    SELECT DISTINCT s.batch_id, s.indicator_id, coalesce(s.place_id, 0) AS place, s.groups, s.value IS NULL AS adds, p.b, p.e
      FROM metrics_series s CROSS JOIN LATERAL unnest(s.begins, s.ends) AS p(b, e)
     WHERE s.batch_id = ANY(%(others)s) AND s.indicator_id IN (SELECT DISTINCT indicator_id FROM mine)
), sets AS MATERIALIZED (
    SELECT g.groups, array(SELECT one.dimension_id FROM metrics_group one WHERE one.id = ANY(g.groups) ORDER BY 1) AS dims
      FROM (SELECT groups FROM mine UNION SELECT groups FROM others) g
), m AS (SELECT DISTINCT indicator_id, place, dims, adds, b, e FROM mine JOIN sets USING (groups)
), o AS (SELECT DISTINCT batch_id, indicator_id, place, dims, adds, b, e FROM others JOIN sets USING (groups)
), met AS (
    SELECT batch_id, indicator_id, b, e, m.dims <> o.dims AS nested FROM m JOIN o USING (indicator_id, place, b, e)
     WHERE m.dims = o.dims OR (m.dims <@ o.dims AND o.adds) OR (o.dims <@ m.dims AND m.adds)
)
SELECT met.batch_id, b.title, i.code, bool_and(nested), count(DISTINCT (met.b, met.e)), min(met.b), min(met.e)
  FROM met JOIN metrics_batch b ON b.id = met.batch_id JOIN metrics_indicator i ON i.id = met.indicator_id
 GROUP BY met.batch_id, b.title, i.code ORDER BY met.batch_id, i.code LIMIT %(most)s
"""


def clashes(batch: Batch, *, but: Iterable[int | None] = ()) -> list[Clash]:
    """Where others that count hold the same; without those that this one, or `but`, names. (2 queries)"""
    left_out = {batch.pk, batch.corrects_id, *but}
    near = Q(begins_on__lte=batch.ends_on, ends_on__gte=batch.begins_on) if batch.begins_on else Q(pk=None)
    others = [pk for pk in counting().filter(near).values_list("pk", flat=True) if pk not in left_out]
    if not others:
        return []
    with connection.cursor() as cursor:
        cursor.execute(CLASHES, {"mine": batch.pk, "others": others, "most": MOST_SAID})
        found = [Clash(*row) for row in cursor.fetchall()]
    named = Indicator.objects.filter(code__in={one.indicator for one in found}).prefetch_related("versions")
    titles = {one.code: one.title for one in named}
    return [replace(one, indicator=titles[one.indicator]) for one in found]


# ---- periods that are not over

RUNNING = """
SELECT DISTINCT p.b, p.e FROM metrics_series s CROSS JOIN LATERAL unnest(s.begins, s.ends) AS p(b, e)
 WHERE s.batch_id = %s AND p.e >= %s ORDER BY 2, 1 LIMIT %s
"""


def not_over(batch: Batch) -> list[Problem]:
    """What is said where the last day of a period is still to come, or is today."""
    today = clock.today()
    if batch.ends_on is None or batch.ends_on < today:
        return []
    with connection.cursor() as cursor:
        cursor.execute(RUNNING, [batch.pk, today, MOST_SAID])
        return [Problem(spoken(running_sentence(*days))) for days in cursor.fetchall()]


def running_sentence(begins: date, ends: date) -> Sentence:
    """That what happens in a period cannot be counted before it has ended, and when that is."""
    return say(NOT_OVER, period=showing.period(begins, ends), day=date_format(ends))


# ---- locked periods

LOCKED = """
SELECT l.id FROM metrics_periodlock l
 WHERE l.id = ANY(%(locks)s) AND EXISTS (
    SELECT 1 FROM metrics_series s CROSS JOIN LATERAL unnest(s.begins, s.ends) AS p(b, e)
     WHERE s.batch_id = %(batch)s AND p.b <= l.ends_on AND p.e >= l.begins_on)
"""


def units_of(batch: Batch) -> list[Unit]:
    """The batch's own unit, and those whose indicators it holds (1 query)."""
    indicators = Indicator.objects.filter(Exists(batch.series.filter(indicator=OuterRef("pk"))))
    return list(Unit.objects.filter(Q(pk=batch.unit_id) | Q(indicators__in=indicators)).distinct())


def locks_over(units: Sequence[Unit], begins_on: date, ends_on: date) -> list[PeriodLock]:
    """The locks in force of these units, and of units above them, that touch these days (1 query)."""
    paths = {path for unit in units for path in _upwards(unit.path)}
    found = PeriodLock.objects.filter(
        opened_at=None, unit__path__in=paths, begins_on__lte=ends_on, ends_on__gte=begins_on
    )
    return list(found.select_related("unit"))


def locked(batch: Batch) -> list[Problem]:
    """What is said where periods of the batch are locked."""
    if batch.begins_on is None or batch.ends_on is None:
        return []
    near = locks_over(units_of(batch), batch.begins_on, batch.ends_on)
    if not near:
        return []
    with connection.cursor() as cursor:
        cursor.execute(LOCKED, {"locks": [lock.pk for lock in near], "batch": batch.pk})
        touched = {pk for (pk,) in cursor.fetchall()}
    return [Problem(lock_sentence(lock)) for lock in near if lock.pk in touched][:MOST_SAID]


def lock_sentence(lock: PeriodLock) -> str:
    """Which days are locked, for whom, and who opens them."""
    text = _(
        "%(begins)s to %(ends)s is locked for %(unit)s by %(who)s: “%(why)s” Whoever accepts these figures can open it again."
    )
    facts = {"unit": lock.unit, "who": lock.locked_as, "why": lock.why}
    return text % (facts | {"begins": date_format(lock.begins_on), "ends": date_format(lock.ends_on)})


def _upwards(path: str) -> list[str]:
    """The path itself and those of the units above: "/city/area/" and "/city/"."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:n]) + "/" for n in range(1, len(parts) + 1)]
