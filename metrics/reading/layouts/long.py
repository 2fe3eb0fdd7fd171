"""Files with one figure, or one set of figures, a row: our own template, Open SDG, long tables, and a row for each person."""

from __future__ import annotations

from dataclasses import replace

from metrics.reading.layouts import pairs, persons, seen, sums
from metrics.reading.layouts.about import periods, places, skip_known
from metrics.reading.mapping import MEASURES, Column, Layout, Role
from metrics.reading.proposing import Draft
from metrics.reading.words import claims_total, dimension_of, is_total, key, role_of
from raci.evidence.verdicts import _

# Of several columns that could be the figure, the first of these is.
FIGURE_ORDER = ("value", "estimate", "rate", "percent", "percentage", "pct", "mean", "average", "share", "proportion")
GENERIC = frozenset({"group", "subgroup", "category", "level", "variable", "dimension", "characteristic"})
FILLED_BY_OURS = {role.value for role in (*MEASURES, Role.PERIOD, Role.PERIOD_BEGIN, Role.PERIOD_END, Role.PLACE)}


def draw(draft: Draft) -> Layout:
    """Takes whatever is a table, so it is asked last."""
    headings = draft.table.headings
    left = dict(enumerate(headings))
    skip_known(draft, left)
    periods(draft, left)
    places(draft, left)
    _names(draft, left)
    if not persons.draw(draft, left):
        _measures(draft, left)
    _dimensions(draft, left)
    sums.note(draft)
    return _layout(draft)


def _layout(draft: Draft) -> Layout:
    words = {key(heading) for heading in draft.table.headings}
    roles = {column.role for column in draft.columns}
    if roles & {Role.OUTCOME, Role.AMOUNT}:
        return Layout.PERSONS
    ours = {word.replace(" ", "_") for word in words} & FILLED_BY_OURS
    if Role.INDICATOR in roles and "indicator" in words and ours & {"period", "period_begin"}:
        return Layout.TEMPLATE
    return Layout.OPEN_SDG if {"year", "value"} <= words and Role.INDICATOR not in roles else Layout.LONG


def _names(draft: Draft, left: dict[int, str]) -> None:
    """What names the indicator, its series, its unit, and the dimension of a group."""
    roles = {at: role_of(heading) for at, heading in left.items()}
    for role, text in ((Role.INDICATOR, INDICATORS), (Role.SERIES, SERIES), (Role.UNIT, UNITS)):
        for at in [at for at in left if roles[at] is role]:
            draft.put(Column(at, left.pop(at), role), text)
    named = [at for at in left if roles[at] is Role.DIMENSION_NAME]
    groups = [at for at in left if roles[at] is Role.GROUP]
    if named and groups:
        draft.put(Column(named[0], left.pop(named[0]), Role.DIMENSION_NAME), NAMED)
        _put_groups(draft, Column(groups[0], left.pop(groups[0]), Role.GROUP))


def _measures(draft: Draft, left: dict[int, str]) -> None:
    """The columns of figures by their usual names; where there are none, each column of numbers is a measure of its own."""
    delimiter = draft.table.delimiter
    columns = {
        at: seen.figures(at, heading, draft.table.cells(at), delimiter, wrong_of=_tolerated(heading))
        for at, heading in left.items()
    }
    roles = {at: role_of(left[at]) for at, column in columns.items() if column is not None}
    roles = {at: role if role in (*MEASURES, Role.COUNT) else None for at, role in roles.items()}
    _choose_figure(left, roles)
    counts = {at for at, column in columns.items() if column is not None and column.role is Role.N}
    _put_pair(draft, left, roles, columns)
    known = {role for role in roles.values() if role}
    for at, role in roles.items():
        found = columns[at]
        if found is None:
            continue
        if role is Role.POPULATION and not known & {Role.VALUE}:
            role = Role.N if at in counts else Role.VALUE
        if role is Role.COUNT or (role is Role.BASE and len(roles) == 1):
            role = Role.N if at in counts else Role.VALUE
        if role in (Role.N, Role.K) and at not in counts and key(left[at]) != role.value:
            role = Role.VALUE
        if role is not None:
            unit = "count" if role is Role.VALUE and at in counts and Role.MOE in known else _unit(left[at], role)
            draft.put(replace(found, role=role, unit=unit), MEASURES_KNOWN[role])
            del left[at]
    _own_measures(draft, left, {at: columns[at] for at, role in roles.items() if role is None and at in left})


def _put_pair(
    draft: Draft, left: dict[int, str], roles: dict[int, Role | None], columns: dict[int, Column | None]
) -> None:
    """People and how many of them: what two columns of counts are, and of one indicator."""
    counted = all((column := columns[at]) is not None and column.role is Role.N for at in roles)
    found = pairs.outcome_of_people(draft, left, roles) if counted else None
    if found is None:
        return
    whole, part, rows = found
    names = {"whole": left[whole], "part": left[part], "rows": rows}
    draft.note(pairs.ONE_INDICATOR, **names)
    for at, role, text in ((whole, Role.N, pairs.PEOPLE), (part, Role.K, pairs.OF_THEM)):
        column = columns[at]
        if column is not None:
            draft.put(replace(column, role=role), text, **names)
            del left[at], roles[at]


def _tolerated(heading: str) -> int:
    """How rare mistakes must be in a column of numbers: under a name of our template half may be; the reading names them."""
    return 2 if role_of(heading) in MEASURES and key(heading).replace(" ", "_") in FILLED_BY_OURS else 20


def _choose_figure(left: dict[int, str], roles: dict[int, Role | None]) -> None:
    """One column is the figure: the first in the usual order."""
    values = [at for at, role in roles.items() if role is Role.VALUE]
    order = {word: place for place, word in enumerate(FIGURE_ORDER)}
    best = min(values, key=lambda at: order.get(key(left[at]), 99), default=None)
    for at in values:
        if at != best:
            roles[at] = None


def _unit(heading: str, role: Role) -> str:
    word = key(heading)
    if role is not Role.VALUE:
        return ""
    return "percent" if "%" in heading or word.startswith(("percent", "pct")) else ""


def _own_measures(draft: Draft, left: dict[int, str], columns: dict[int, Column | None]) -> None:
    has_figures = any(column.role in MEASURES and column.role is not Role.BASE for column in draft.columns)
    for at, column in columns.items():
        if column is None:
            continue
        beside = [other for other in left if other != at and _is_code(draft, at, other)]
        if beside:
            draft.put(Column(at, left.pop(at)), CODE_OF, column=left[beside[0]])
        elif has_figures and any(key(other).startswith(key(left[at]) + " ") for other in left.values()):
            continue  # a code that says more than its words: it stays, as groups
        elif has_figures:
            draft.put(Column(at, left[at]), OTHER_NUMBERS)
            draft.ask(left.pop(at), IS_IT_A_MEASURE)
        else:
            draft.put(replace(column, name=left.pop(at), unit=_unit(column.heading, column.role)), OWN_MEASURE)


def _is_code(draft: Draft, at: int, other: int) -> bool:
    """Whether a column of numbers is the code of the one named after it, which says the same in words."""
    headings = draft.table.headings
    if not key(headings[other]).startswith(key(headings[at]) + " "):
        return False
    within = [one.at for one in draft.columns if one.role in (Role.INDICATOR, Role.SERIES)]
    labels = [" ".join(cells) for cells in zip(*(draft.table.cells(one) for one in (*within, other)), strict=True)]
    return seen.tells(labels, draft.table.cells(at))


def _dimensions(draft: Draft, left: dict[int, str]) -> None:
    """All that is left says whom the figures are about."""
    cells = {at: draft.table.cells(at) for at in left}
    for at in list(left):
        twins = [
            one for one in left if one != at and seen.tells(cells[at], cells[one]) and seen.tells(cells[one], cells[at])
        ]
        longer = next((one for one in twins if len("".join(cells[one])) > len("".join(cells[at]))), None)
        if longer is not None and len(set(cells[at])) > 1:
            draft.put(Column(at, left.pop(at)), CODE_OF, column=left[longer])
    for at, heading in left.items():
        plain = heading.removeprefix("data.")
        name = (dimension_of(seen.distinct(cells[at])) or plain) if key(heading) in GENERIC else plain
        _put_groups(draft, Column(at, heading, Role.DIMENSION, name))


def _put_groups(draft: Draft, column: Column) -> None:
    """A column of groups, with the words in it that mean all of them."""
    groups = [group.removeprefix("data.") for group in seen.distinct(draft.table.cells(column.at))]
    totals = tuple(group.casefold() for group in groups if is_total(group))
    claims = tuple(group for group in groups if claims_total(group))
    column = replace(column, totals=totals)
    if len(totals) > 1 and (blocks := sums.blocks(draft.table, column, set(totals))):
        column = replace(column, blocks=blocks)
        draft.put(column, BLOCKS, count=len(totals), words=", ".join(totals))
    else:
        draft.put(
            column, GROUPS_AND_TOTAL if totals else GROUPS, count=len(groups) - len(totals), words=", ".join(totals)
        )
    if claims:
        draft.ask(column.heading, IS_IT_A_TOTAL, groups="; ".join(claims))


INDICATORS = _("It names the indicator of each row.")
SERIES = _("It names which series of the indicator a row is of.")
UNITS = _("It names the unit of each figure.")
NAMED = _("It names the dimension of the group beside it.")
GROUPS = _("%(count)d groups; an empty cell is the figure over all of them.")
GROUPS_AND_TOTAL = _("%(count)d groups, and their total (%(words)s), which is told apart and never added to them.")
BLOCKS = _("%(count)d totals (%(words)s): the groups below each are of a dimension and a series of their own.")
CODE_OF = _("It is the code of “%(column)s”.")
OTHER_NUMBERS = _("Numbers beside the figure, under no name that is known.")
OWN_MEASURE = _("Numbers under a name of their own: an indicator of that name.")
IS_IT_A_MEASURE = _("The column holds numbers that are not read. Are they a measure of their own?")
IS_IT_A_TOTAL = _(
    "These begin like totals and may hold other groups; they are never added up: %(groups)s. Are they totals?"
)
MEASURES_KNOWN = {
    Role.N: _("Counts of people."),
    Role.K: _("Counts of those with the outcome."),
    Role.VALUE: _("The figure as published."),
    Role.MOE: _("Margin of error; the Census publishes it at 90 %."),
    Role.SE: _("Standard error."),
    Role.LOW: _("Lower limit of the interval."),
    Role.HIGH: _("Upper limit of the interval."),
    Role.BASE: _("The number that the figures of the row are of."),
    Role.POPULATION: _("People in the group."),
    Role.SUM: _("Sum of the values."),
    Role.SUM_OF_SQUARES: _("Sum of the squared values."),
    Role.EVENTS: _("Events that happened."),
    Role.EXPOSURE: _("What the events are related to: hours, person-years."),
    Role.WEIGHT_SUM: _("Sum of weights."),
    Role.WEIGHTED_SUM: _("Weighted sum of the values."),
    Role.WEIGHT_SQUARES: _("Sum of squared weights."),
    Role.WEIGHTED_SQUARES: _("Weighted sum by squared weights."),
}
