"""The people of a release: its finest cells, as the gate judges them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from metrics.cells import Cell, Groups, cells_of, grouped
from metrics.releases.asked import COUNTED, Asked, Sets, Unfit, column_of, level_of

if TYPE_CHECKING:  # it needs numpy, which the portal's start does without
    from metrics.suppression.cells import Cells

MOST_CELLS = 5_000  # finest cells; more takes longer than a worker may be at it


def whole(asked: Asked, batches: Iterable[int] | None = None) -> list[Cell]:
    """Every cell given of the release's place and period, by what counts or by these batches (1 query)."""
    found = cells_of([asked.indicator], batches=batches)
    period = (asked.period.begin, asked.period.end)
    return [cell for cell in found if cell.period == period and cell.place == asked.place]


def finest(cells: list[Cell], groups: Groups, dimensions: Iterable[str], what: str) -> list[Cell]:
    """The cells that tell these dimensions apart; raises Unfit where the figures do not, or do not know how many people."""
    wanted = sorted(dimensions)
    if groups.overlapping(wanted):
        raise Unfit(_("Groups that share people cannot be released: they do not add up. Choose another dimension."))
    found = grouped(cells, groups, wanted)
    if not found:
        names = ", ".join(wanted) or _("everybody")
        raise Unfit(
            _("No accepted figures of “%(what)s” tell %(names)s apart together, so nobody could judge what they tell.")
            % {"what": what, "names": names}
        )
    if len(found) > MOST_CELLS:
        raise Unfit(_("There are more than %(n)s cells. Merge levels, or cross fewer dimensions.") % {"n": MOST_CELLS})
    return found


def countable(asked: Asked, cells: Iterable[Cell]) -> None:
    """Raises Unfit unless each cell counts whole people: no weights, nothing unknown."""
    if asked.value not in COUNTED:
        raise Unfit(_("Only counts of people and shares of people can be released: others cannot be judged yet."))
    unknown = 0
    for cell in cells:
        if cell.w is not None:
            raise Unfit(_("The figures are weighted. What weighted sums tell cannot be judged yet."))
        unknown += cell.n is None or (bool(asked.outcomes) and cell.k is None)
    if unknown:
        text = ngettext(
            "Of %(n)s cell it is not known how many people it counts.",
            "Of %(n)s cells it is not known how many people they count.",
            unknown,
        )
        raise Unfit(text % {"n": unknown})


def forms_of(releases: Iterable[Asked]) -> dict[str, tuple[str, Sets]]:
    """Each form of a dimension that one of the releases uses: its dimension, and the groups that are one in it."""
    return {one.column(name): (name, one.sets(name)) for one in releases for name in one.dimensions}


def population(
    cells: Iterable[Cell], groups: Groups, forms: Mapping[str, tuple[str, Sets]], outcomes: Mapping[str, list[Cell]]
) -> Cells:
    """The cells by each dimension and each form of it. `outcomes`: by name the cells whose k they are, of the same people.

    Raises Unfit where an outcome's cells are of other combinations of groups.
    """
    from metrics.suppression.cells import Cells, Outcome

    rows = sorted(cells, key=lambda cell: cell.groups)
    dimensions = sorted({name for name, _sets in forms.values()})
    columns = {**{column_of(name, ()): (name, ()) for name in dimensions}, **forms}
    levels = [_levels(row, groups, columns) for row in rows]
    having = []
    for name, counted in outcomes.items():
        by_groups = {cell.groups: cell.k for cell in counted}
        if set(by_groups) != {row.groups for row in rows} or None in by_groups.values():
            raise Unfit(_("The outcomes of “%(name)s” are not known for the same groups.") % {"name": name})
        having.append(Outcome(name, tuple(by_groups[row.groups] or 0 for row in rows)))
    return Cells(tuple(columns), tuple(levels), tuple(row.n or 0 for row in rows), tuple(having))


def _levels(row: Cell, groups: Groups, columns: Mapping[str, tuple[str, Sets]]) -> tuple[str, ...]:
    own = {groups[pk].dimension.code: groups[pk].code for pk in row.groups}
    return tuple(level_of(own[name], sets) for name, sets in columns.values())
