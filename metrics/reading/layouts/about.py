"""What every layout begins with: columns that are no figures, and those that say when and where."""

from __future__ import annotations

from metrics.reading.layouts import seen
from metrics.reading.mapping import Column, Role
from metrics.reading.proposing import Draft
from metrics.reading.words import BESIDE, key, role_of
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
            if seen.is_period(seen.distinct(cells)[:200]):
                spans = seen.spans(cells)
                draft.put(Column(at, left[at], role, spans=spans), SPANS if spans else PERIODS)
                del left[at]
                break


def places(draft: Draft, left: dict[int, str]) -> None:
    """Of several places in a row the finest; the others are where it lies."""
    for role, text in ((Role.PLACE_CODE, PLACE_CODES), (Role.PLACE, PLACES)):
        found = [at for at, heading in left.items() if role_of(heading) is role]
        if role is Role.PLACE:
            found = [at for at in found if seen.numbers(draft.table.cells(at)) is None]
        if not found:
            continue
        cells = {at: draft.table.cells(at) for at in found}
        finest = max(found, key=lambda at: (len(set(cells[at])), key(left[at]) == "id2"))
        draft.put(Column(finest, left[finest], role), text)
        for at in found:
            if at != finest:
                draft.put(Column(at, left[at]), COARSER, column=left[finest])
            del left[at]


SKIPPED = {
    "empty": _("It has no heading, or nothing in it."),
    "index": _("It numbers the rows."),
    "person": _("It identifies a person: it is not read and not kept."),
    "status": _("It comments on the figure and is none."),
    "constant": _("It describes the table or the indicator, not the figure."),
    "derived": _("It is worked out from the figures beside it: the portal works it out itself, without the rounding."),
}
PERIODS = _("Its heading and its cells are periods.")
SPANS = _("Its cells are years like 2017-18; each begins in the first month of the fiscal year.")
PLACE_CODES = _("Codes of places, kept as text with their leading zeros.")
PLACES = _("Names of places or units.")
COARSER = _("A place as well, and coarser than “%(column)s” or the same.")
