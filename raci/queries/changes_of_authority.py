"""When which version of the matrix came into force, and which cells it changed: computed from the versions, stored nowhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise

from django.db.models import Max
from django.utils.translation import gettext as _

from raci import clock
from raci.history.timeline import Entry
from raci.matrix.differences import CellChange, in_force_words
from raci.models import Assignment, Matrix, Role


@dataclass(frozen=True)
class CameIntoForce:
    """A version, from when it decides, and the cells it changed of those that were asked for."""

    matrix: Matrix
    at: datetime
    changes: list[CellChange]

    @property
    def words(self) -> str:
        """ "A of 4.1 is City Attorney, was City Administrator"."""
        return in_force_words(self.changes)


def came_into_force(until: date, *, activity: str = "", roles: Iterable[str] | None = None) -> list[CameIntoForce]:
    """The versions in the order in which they decide, with what each changed against the one before (3 queries).

    `activity`, `roles`: cells of these alone; a version that changed none of them is left out. The first changed nothing.
    """
    versions = list(
        Matrix.objects.filter(effective_on__lte=until)
        .annotate(decided_at=Max("case__submissions__decision__decided_at"))
        .order_by("effective_on", "number")
    )
    cells = _cells(versions, activity)
    wanted = None if roles is None else set(roles)
    columns = {role.code: role for role in Role.objects.all()} if len(versions) > 1 else {}
    found = [
        CameIntoForce(new, _from(new), _changes(cells[old.pk], cells[new.pk], columns, wanted))
        for old, new in pairwise(versions)
    ]
    return [one for one in found if one.changes]


Cells = dict[tuple[str, str], str]


def _cells(versions: Sequence[Matrix], activity: str) -> dict[int, Cells]:
    found: dict[int, Cells] = {version.pk: {} for version in versions}
    if len(versions) > 1:
        rows = Assignment.objects.filter(activity__matrix__in=versions)
        rows = rows.filter(activity__code=activity) if activity else rows
        for matrix, code, role, codes in rows.values_list("activity__matrix", "activity__code", "role__code", "codes"):
            found[matrix][code, role] = codes
    return found


def _changes(old: Cells, new: Cells, roles: dict[str, Role], wanted: set[str] | None) -> list[CellChange]:
    places = sorted({*old, *new}, key=lambda place: (place[0], roles[place[1]].column or 0, place[1]))
    return [
        CellChange(code, role, roles[role].name, old.get((code, role), ""), new.get((code, role), ""))
        for code, role in places
        if old.get((code, role)) != new.get((code, role)) and (wanted is None or role in wanted)
    ]


def _from(matrix: Matrix) -> datetime:
    """The first moment of its day; the decision itself, where it took effect at once."""
    assert matrix.effective_on is not None
    morning = clock.beginning_of(matrix.effective_on)
    decided_at: datetime | None = matrix.decided_at  # type: ignore[attr-defined]
    return max(morning, decided_at) if decided_at else morning


def entries(activity: str, since: datetime, today: date) -> list[Entry]:
    """For the timeline of a record under this activity that runs since then: each change of authority over it."""
    return [
        Entry(
            at=one.at,
            person="",
            who=_("Matrix %(version)s") % {"version": one.matrix},
            as_what="",
            cell="",
            act="in_force",
            sentence=_("came into force"),
            why=one.words,
        )
        for one in came_into_force(today, activity=activity)
        if one.at > since
    ]


def coming_for(matrix: Matrix, roles: Iterable[str]) -> list[str]:
    """Which cells of these roles a version that is to come changes, in words."""
    assert matrix.effective_on is not None
    found = came_into_force(matrix.effective_on, roles=roles)
    return [change.words for one in found if one.matrix.pk == matrix.pk for change in one.changes]
