"""People who may select several groups, tabulated by the three approaches of OMB's directive 15 (2024), and in other categories.

Answers are kept as what was selected, with how many selected it; a table is made from them for one purpose and says which.
Whoever gave no answer stands in every table as unknown, declined or not asked, and in no denominator. Pure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from metrics.standards.comparing import Unlike, meet
from metrics.standards.facts import SETS, SEVERAL, UNANSWERED_CODES, Crosswalk, Dimension, Standards
from raci.refusals import Problem

Selected = frozenset[str]

ANY, FREQUENT, COMBINED = "alone_or_in_combination", "most_frequent", "combined"
APPROACHES = (ANY, FREQUENT, COMBINED)
OTHERS = "other-combinations"  # the level of the combinations that are not listed
JOINS = "+"


class Overlaps(Exception):
    """Somebody asked for the sum of groups that count the same people more than once."""


@dataclass(frozen=True)
class Answers:
    """How many people selected each set of a dimension's groups, and how many gave no answer, by reason."""

    dimension: str
    sets: Mapping[Selected, int]
    unanswered: Mapping[str, int]

    @property
    def n(self) -> int:
        """People who answered."""
        return sum(self.sets.values())


@dataclass(frozen=True)
class Row:
    """A level and its people. `share`: of those who answered; none where nobody did."""

    level: str
    people: int
    share: Fraction | None


@dataclass(frozen=True)
class Tabulation:
    """A table of one dimension by one approach. `n` answered; `unanswered` holds all three reasons, also at 0."""

    dimension: str
    standard: str
    approach: str
    rows: tuple[Row, ...]
    n: int
    unanswered: Mapping[str, int]

    @property
    def adds_up(self) -> bool:
        """Whether everybody who answered stands in exactly one row."""
        return self.approach != ANY

    def total(self) -> int:
        """The sum of the rows, which is n. Raises Overlaps where rows count the same people again."""
        if not self.adds_up:
            raise Overlaps(_("Groups alone or in combination count some people more than once. They have no sum."))
        return sum(row.people for row in self.rows)

    def row(self, level: str) -> Row:
        """The row of a level. Raises KeyError."""
        return {row.level: row for row in self.rows}[level]

    @property
    def levels(self) -> tuple[str, ...]:
        """Of the rows, in their order."""
        return tuple(row.level for row in self.rows)


def code_of(selected: Selected) -> str:
    """The level that stands for a set: its codes in alphabetical order, joined."""
    return JOINS.join(sorted(selected))


def set_of(level: str) -> Selected:
    """The set that a level stands for."""
    return frozenset(level.split(JOINS))


def gather(dimension: Dimension, people: Iterable[Iterable[str]]) -> Answers:
    """Each person's selections, or one reason for none. Nothing selected is unknown.

    Raises ValueError at a code the dimension does not have, at a reason beside a group, and at several where one may be selected.
    """
    sets, unanswered = Counter[Selected](), Counter[str]()
    for selections in people:
        selected = frozenset(selections) or frozenset({UNANSWERED_CODES[0]})
        if len(selected) == 1 and selected <= set(UNANSWERED_CODES):
            unanswered[next(iter(selected))] += 1
            continue
        strange = selected - set(dimension.choices)
        if strange:
            raise ValueError(f"{', '.join(sorted(strange))}: no group that can be selected in {dimension.code}.")
        if dimension.selects != SEVERAL and len(selected) > 1:
            raise ValueError(f"{code_of(selected)}: only one group can be selected in {dimension.code}.")
        sets[selected] += 1
    return Answers(dimension.code, sets, unanswered)


def tabulate(
    standards: Standards, answers: Answers, approach: str, *, least: int = 1, most: int | None = None
) -> Tabulation:
    """The answers by one of the three approaches.

    `least` and `most` are for the most frequent combinations: those of fewer people, and those beyond so many, are one row
    of other combinations. Groups alone are always listed.
    """
    dimension = standards.dimensions[answers.dimension]
    if approach == ANY:
        counted = {code: _any(answers, code) for code in dimension.choices}
    elif approach == FREQUENT:
        counted = _frequent(dimension, answers, least, most)
    elif approach == COMBINED:
        counted = dict.fromkeys((level.code for level in dimension.groups), 0)
        for selected, people in answers.sets.items():
            counted[dimension.multiple if len(selected) > 1 else code_of(selected)] += people
    else:
        raise ValueError(f"{approach} is no approach; there are {', '.join(APPROACHES)}.")
    return _table(dimension, approach, counted, answers)


def in_categories_of(standards: Standards, answers: Answers, crosswalk: Crosswalk) -> Tabulation:
    """The answers in the categories of another standard. Raises Unlike for a way that does not begin here."""
    if crosswalk.works_on != SETS or crosswalk.source != answers.dimension:
        names = {
            "from": standards.dimensions[answers.dimension].name,
            "to": standards.dimensions[crosswalk.target].name,
        }
        raise Unlike([Problem(_("“%(from)s” cannot be told as “%(to)s” this way.") % names)])
    target = standards.dimensions[crosswalk.target]
    counted = dict.fromkeys((level.code for level in target.groups), 0)
    for selected, people in answers.sets.items():
        counted[crosswalk.level_of(selected)] += people
    return _table(target, COMBINED, counted, answers)


def retell(standards: Standards, table: Tabulation, crosswalk: Crosswalk) -> Tabulation:
    """A table in the categories of another standard, by its levels alone (sets where its levels are combinations)."""
    target = standards.dimensions[crosswalk.target]
    counted = dict.fromkeys((level.code for level in target.groups), 0)
    for row in table.rows:
        level = crosswalk.level_of(set_of(row.level)) if crosswalk.works_on == SETS else crosswalk.level(row.level)
        counted[level] += row.people
    return _table(target, COMBINED, counted, Answers(target.code, {frozenset({""}): table.n}, table.unanswered))


def alike(standards: Standards, one: Tabulation, other: Tabulation) -> tuple[Tabulation, Tabulation]:
    """Both in the same categories, to be set side by side. Raises Unlike.

    Refused: standards without a way to common groups, and two approaches, since people who are counted twice cannot stand beside
    people who are counted once.
    """
    if one.dimension == other.dimension and one.approach == other.approach and one.approach != FREQUENT:
        return one, other
    if ANY in (one.approach, other.approach):
        text = _(
            "One table counts everybody once, the other counts people in each of their groups. Tabulate both by one approach."
        )
        raise Unlike([Problem(text)])
    tables = [one, other]
    meeting = meet(standards, *(_told_by(standards, table) for table in tables))
    for at, path in enumerate((meeting.one, meeting.other)):
        for crosswalk in path:
            tables[at] = retell(standards, tables[at], crosswalk)
    return tables[0], tables[1]


def _told_by(standards: Standards, table: Tabulation) -> str:
    """The dimension whose levels the rows are: every combination, where all are listed."""
    if table.approach != FREQUENT:
        return table.dimension
    by_sets = (one.code for one in standards.dimensions.values() if one.sets_of == table.dimension)
    found = next(by_sets, "")
    if not found or OTHERS in table.levels:
        name = standards.dimensions[table.dimension].name
        text = _(
            "Some combinations of “%(name)s” are one row here, so that nobody knows which groups they hold. List them all."
        )
        raise Unlike([Problem(text % {"name": name})])
    return found


def _any(answers: Answers, code: str) -> int:
    return sum(people for selected, people in answers.sets.items() if code in selected)


def _frequent(dimension: Dimension, answers: Answers, least: int, most: int | None) -> dict[str, int]:
    counted = {code: answers.sets.get(frozenset({code}), 0) for code in dimension.choices}
    several = [(people, code_of(selected)) for selected, people in answers.sets.items() if len(selected) > 1]
    several.sort(key=lambda one: (-one[0], one[1]))
    listed = [(people, code) for people, code in several[:most] if people >= least]
    counted |= {code: people for people, code in listed}
    if others := sum(people for people, _code in several) - sum(people for people, _code in listed):
        counted[OTHERS] = others
    return counted


def _table(dimension: Dimension, approach: str, counted: Mapping[str, int], answers: Answers) -> Tabulation:
    n = answers.n
    rows = (Row(level, people, Fraction(people, n) if n else None) for level, people in counted.items())
    unanswered = {code: answers.unanswered.get(code, 0) for code in UNANSWERED_CODES}
    return Tabulation(dimension.code, dimension.standard, approach, tuple(rows), n, unanswered)
