"""What an indicator's page shows: its definition, where it stands, what is asked of the reader and why, its figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from metrics.actions import goals, indicators
from metrics.cells import Cell, Groups, grouped
from metrics.models import Batch, Benchmark, Dimension, Indicator, IndicatorVersion, Story, Target
from metrics.queries.followed import Followed, followed, is_complete
from metrics.queries.groups_of import ByGroup, all_cells, by_group, dimensions_of, targets_of_groups
from raci import reviewing
from raci.authority import Facts, Permission
from raci.models import Reviewed
from raci.refusals import Refused

ACCEPTED = Reviewed.State.ACCEPTED
MOST_BATCHES = 20


@dataclass(frozen=True)
class Stands:
    """A reviewed row with what the reader may do about it (components/review_banner.html)."""

    row: Reviewed
    kind: str
    may_write: Permission
    may_hand_in: Permission
    may_answer: Permission
    may_take_back: Permission

    @classmethod
    def of(cls, facts: Facts, row: Reviewed) -> Stands:
        """For one reader."""
        return cls(
            row,
            reviewing.review_of(row).kind.code,
            reviewing.may_write(facts, row),
            reviewing.may_hand_in(facts, row),
            reviewing.may_answer(facts, row),
            reviewing.may_take_back(facts, row),
        )


def indicator_for(pk: int, facts: Facts) -> Followed:
    """One indicator as the reader may know it; hidden where nothing of it was accepted and its draft is not theirs to read."""
    found = followed(facts, among=Indicator.objects.filter(pk=pk))
    if not found:
        raise Refused(_("There is no such indicator."), visible=False)
    return found[0]


@dataclass
class IndicatorPage:
    """An indicator's page for one reader; `by`: the code of the dimension that is shown, "" where none is."""

    one: Followed
    facts: Facts
    by: str = ""

    # ---- figures

    @cached_property
    def _all(self) -> tuple[list[Cell], Groups]:
        return all_cells(self.one)

    @cached_property
    def everybody(self) -> list[Cell]:
        """The values of everybody by period, summed where only groups were given."""
        cells, groups = self._all
        return sorted(grouped(cells, groups), key=lambda cell: cell.period)

    @cached_property
    def dimensions(self) -> list[Dimension]:
        """By what the values can be told apart."""
        return dimensions_of(*self._all)

    @cached_property
    def dimension(self) -> Dimension | None:
        """The one that is shown: as asked, else the first."""
        asked = next((one for one in self.dimensions if one.code == self.by), None)
        return asked or (self.dimensions[0] if self.dimensions else None)

    @cached_property
    def groups(self) -> ByGroup | None:
        """The groups of that dimension."""
        return by_group(self.one, *self._all, self.dimension) if self.dimension else None

    @cached_property
    def group_targets(self) -> Mapping[int, Target]:
        """Of groups, by number."""
        return targets_of_groups([one for one in self.targets if one.state == ACCEPTED], self.facts.today)

    # ---- what they are held against

    @cached_property
    def targets(self) -> list[Target]:
        """Those accepted, and drafts they may read."""
        rows = self.one.indicator.targets.select_related("group__dimension", "submitted_by", "answered_by")
        return self._readable(list(rows.order_by("ends_on", "pk")))

    @cached_property
    def benchmarks(self) -> list[Benchmark]:
        """The same."""
        rows = self.one.indicator.benchmarks.select_related("group__dimension", "submitted_by", "answered_by")
        return self._readable(list(rows.order_by("series", "ends_on", "pk")))

    def _readable(self, rows: list[Reviewed]) -> list:  # type: ignore[type-arg]
        for row in rows:
            row.indicator = self.one.indicator  # type: ignore[attr-defined]
        return [row for row in rows if row.state == ACCEPTED or reviewing.may_read(self.facts, row)]

    @cached_property
    def of_everybody(self) -> tuple[list[Target], list[Benchmark]]:
        """Accepted targets and benchmarks of everybody; a later one for the same days replaces the earlier."""
        targets = {
            (row.begins_on, row.ends_on): row for row in self.targets if row.state == ACCEPTED and not row.group_id
        }
        benchmarks = {
            (row.series, row.begins_on, row.ends_on): row
            for row in self.benchmarks
            if row.state == ACCEPTED and not row.group_id
        }
        return list(targets.values()), list(benchmarks.values())

    @cached_property
    def open_goals(self) -> list[Stands]:
        """Targets and benchmarks that are written or wait."""
        return [Stands.of(self.facts, row) for row in (*self.targets, *self.benchmarks) if row.state != ACCEPTED]

    @property
    def accepted_goals(self) -> list[tuple[Reviewed, str]]:
        """Targets, then benchmarks, each with its kind."""
        targets = [(row, "target") for row in self.targets if row.state == ACCEPTED]
        return [*targets, *((row, "benchmark") for row in self.benchmarks if row.state == ACCEPTED)]

    # ---- told with it

    @cached_property
    def stories(self) -> list[Story]:
        """The newest first."""
        return list(self.one.indicator.stories.order_by("-pk")[:10])

    @property
    def story(self) -> Story | None:
        """The one that counts."""
        return self.stories[0] if self.stories else None

    @cached_property
    def blocks(self) -> list[tuple[Followed, str, bool]]:
        """What this one waits for: each with why, and whether it is complete."""
        needed = {row.needs_id: row for row in self.one.blocked_by}
        shown = followed(self.facts, among=Indicator.objects.filter(pk__in=needed)) if needed else []
        return [(one, needed[one.pk].why, is_complete(one)) for one in shown]

    @cached_property
    def batches(self) -> list[Batch]:
        """The batches with values of it, the newest first; for those who read live figures."""
        if not self.one.is_live:
            return []
        rows = Batch.objects.filter(series__indicator=self.one.pk, state=ACCEPTED).distinct()
        return list(rows.select_related("unit", "answered_by").order_by("-pk")[:MOST_BATCHES])

    # ---- acts

    @cached_property
    def may_change(self) -> Permission:
        """Whether they are responsible for it."""
        return indicators.may_change(self.facts, self.one.indicator)

    @cached_property
    def may_tell(self) -> Permission:
        """Whether they may tell its story."""
        return goals.may_tell(self.facts, self.one.indicator)

    @property
    def is_used(self) -> bool:
        """Whether it was not retired."""
        return self.one.indicator.retired_on is None

    @cached_property
    def versions(self) -> list[IndicatorVersion]:
        """Those they may read, the newest first."""
        rows = self.one.indicator.versions.select_related("submitted_by", "answered_by").order_by("-number")
        return self._readable(list(rows))

    @cached_property
    def open_version(self) -> Stands | None:
        """The version that is being written or waits to be accepted, as far as they may read it."""
        row = next((row for row in self.versions if row.state != ACCEPTED), None)
        return Stands.of(self.facts, row) if row else None

    @property
    def may_begin_version(self) -> bool:
        """Whether they may write the next version now."""
        ready = self.one.version.state == ACCEPTED and self.open_version is None and self.is_used
        return ready and bool(self.may_change)


def indicator_page(pk: int, facts: Facts, by: str = "") -> IndicatorPage:
    """For whoever is signed in; figures as far as they read them live."""
    return IndicatorPage(indicator_for(pk, facts), facts, by)
