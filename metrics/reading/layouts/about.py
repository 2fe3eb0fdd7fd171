"""What every layout begins with: columns that are no figures, and those that say when and where."""

from __future__ import annotations

from metrics.reading.layouts import seen
from metrics.reading.mapping import Column, Role
from metrics.reading.proposing import Draft
from metrics.reading.words import BESIDE, in_year, key, role_of
from raci.evidence.verdicts import _


def skip_known(draft: Draft, left: dict[int, str]) -> None:
    """Columns that are known to be no figures and no groups."""
    words = {key(heading) for heading in left.values()}
    has_figure = bool(words & {"value", "estimate", "n", "count", "population"})
    for at, heading in list(left.items()):
        kind = "empty" if not heading else BESIDE.get(key(heading), "")
        cells = draft.table.cells(at)
        if kind == "derived" and not has_figure:
            continue
        if kind == "index" and len(set(cells)) < len(cells):
            continue
        if kind or not any(cells):
            draft.put(Column(at, heading), SKIPPED[kind or "empty"])
            del left[at]


def periods(draft: Draft, left: dict[int, str]) -> None:
    """Columns of periods: one, or the first day and the last."""
    for role in (Role.PERIOD, Role.PERIOD_BEGIN, Role.PERIOD_END):
        for at in [at for at, heading in left.items() if role_of(heading) is role]:
            cells = draft.table.cells(at)
            if seen.is_period(cells):
                spans = seen.spans(cells)
                draft.put(Column(at, left[at], role, spans=spans), SPANS if spans else PERIODS)
                del left[at]
                break
    _part_of_year(draft, left)


def _part_of_year(draft: Draft, left: dict[int, str]) -> None:
    """A quarter or a month in a column of its own, beside the year."""
    if sum(column.role is Role.PERIOD for column in draft.columns) != 1:
        return
    for at in [at for at, heading in left.items() if key(heading) in ("quarter", "month")]:
        cells = seen.distinct(draft.table.cells(at))
        if seen.is_period([in_year("2020", cell, left[at]) for cell in cells]):
            draft.put(Column(at, left.pop(at), Role.PERIOD), PART_OF_YEAR)
            return


def _is_code(draft: Draft, at: int) -> bool | None:
    """Whether a column headed as places holds numbers of them (tract 0101); None where it holds figures."""
    found = seen.numbers(draft.table.cells(at))
    if found is None:
        return False
    return True if all(isinstance(value, int) for value in found) else None


def places(draft: Draft, left: dict[int, str]) -> None:
    """Of several places in a row the finest; the others are where it lies."""
    for role, text in ((Role.PLACE_CODE, PLACE_CODES), (Role.PLACE, PLACES)):
        wanted = (Role.PLACE, Role.PLACE_CODE) if role is Role.PLACE_CODE else (role,)
        found = [at for at, heading in left.items() if role_of(heading) in wanted]
        found = [
            at
            for at in found
            if role_of(left[at]) is Role.PLACE_CODE or _is_code(draft, at) is (role is Role.PLACE_CODE)
        ]
        if not found:
            continue
        cells = {at: draft.table.cells(at) for at in found}
        finest = max(found, key=lambda at: (len(set(cells[at])), key(left[at]) == "id2"))
        name = left[finest]
        draft.put(Column(finest, name, role), text)
        for at in found:
            if at != finest:
                draft.put(Column(at, left[at]), COARSER, column=name)
            del left[at]


SKIPPED = {
    "empty": _("It has no heading, or nothing in it."),
    "index": _("It numbers the rows."),
    "person": _("It identifies a person: it is not read and not kept."),
    "status": _("It comments on the figure and is none."),
    "constant": _("It describes the table or the indicator, not the figure."),
    "derived": _("It is worked out from the figures beside it: the portal works it out itself, without the rounding."),
}
PART_OF_YEAR = _("Which part of the year in the column beside it.")
PERIODS = _("Its heading and its cells are periods.")
SPANS = _("Its cells are years like 2017-18; each begins in the first month of the fiscal year.")
PLACE_CODES = _("Codes of places, kept as text with their leading zeros.")
PLACES = _("Names of places or units.")
COARSER = _("A place as well, and coarser than “%(column)s” or the same.")
