"""A row for each person, or for each kind of person with their number: dimensions, an outcome, perhaps a weight."""

from __future__ import annotations

from metrics.reading.layouts import seen
from metrics.reading.mapping import MEASURES, Column, Role
from metrics.reading.numbers import is_unknown
from metrics.reading.proposing import Draft
from metrics.reading.words import key, role_of
from raci.evidence.verdicts import _

YES = frozenset(
    {"1", "yes", "y", "true", "t", "admitted", "hired", "selected", "pass", "passed", "promoted", "awarded", "approved"}
    | {"granted", "appointed", "success", "offered", "accepted", "served", "enrolled"}
)
NO = frozenset(
    {"0", "no", "n", "false", "f", "rejected", "not hired", "not selected", "fail", "failed", "not promoted", "denied"}
    | {"refused", "not admitted", "not awarded", "not approved", "failure", "not offered", "not served", "declined"}
)
FEW = 30  # people: below it nothing tells a list of people from a table


def draw(draft: Draft, left: dict[int, str]) -> bool:
    """Takes the outcome, the weight and the number, where each row is a person or a kind of person; else nothing."""
    roles = {at: role_of(heading) for at, heading in left.items()}
    counts = [at for at, role in roles.items() if role is Role.COUNT]
    if any(role in MEASURES and not (role is Role.K and _answers(draft, at)) for at, role in roles.items()):
        return False
    outcomes = [at for at in left if at not in counts and (counts or _is_number(draft, at)) and _answers(draft, at)]
    weights = [at for at, role in roles.items() if role is Role.WEIGHT]
    if not counts:
        outcomes = [at for at in outcomes if at not in weights]
        amounts = [] if outcomes else _amounts(draft, left, weights)
        own = _own(draft, [at for at in left if at not in {*outcomes, *amounts, *weights}])
        if not (outcomes or amounts) or not _repeats(draft, left, {*outcomes, *amounts, *weights, *own}):
            return False
        for at in own:
            draft.put(Column(at, left.pop(at)), IDENTIFIES)
    else:
        amounts = []
    if not outcomes and not amounts:
        return False
    many = len(outcomes) + len(amounts) > 1
    for at in outcomes:
        success, failure = _answers(draft, at) or ((), ())
        name = left[at] if many else ""
        draft.put(
            Column(at, left.pop(at), Role.OUTCOME, name, success=success, failure=failure),
            OUTCOMES, yes=", ".join(success), no=", ".join(failure),
        )  # fmt: skip
    for at in amounts:
        heading = left.pop(at)
        draft.put(Column(at, heading, Role.AMOUNT, heading if many else ""), AMOUNTS)
    for at in weights[:1]:
        draft.put(Column(at, left.pop(at), Role.WEIGHT), WEIGHTS)
    for at in counts[:1]:
        draft.put(Column(at, left.pop(at), Role.COUNT), COUNTS)
    return True


def _is_number(draft: Draft, at: int) -> bool:
    """Whether a column of yes and no is an outcome and no group: it is written as 0 and 1, or is the last column."""
    cells = seen.distinct(draft.table.cells(at))
    return {cell for cell in cells if not is_unknown(cell)} <= {"0", "1"} or at == len(draft.table.headings) - 1


def _answers(draft: Draft, at: int) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The words for yes and for no in a column that holds nothing else."""
    words = {cell.casefold() for cell in seen.distinct(draft.table.cells(at))}
    words = {word for word in words if word in NO or not is_unknown(word)}
    yes, no = words & YES, words & NO
    if words and words == yes | no and len(yes) <= 1 and len(no) <= 1 and yes:
        return tuple(yes), tuple(no)
    return None


def _amounts(draft: Draft, left: dict[int, str], weights: list[int]) -> list[int]:
    """A column of many different numbers in the last place, named as an amount is."""
    last = max((at for at in left if at not in weights), default=-1)
    word = key(left.get(last, ""))
    named = any(
        part in word for part in ("salary", "pay", "wage", "income", "amount", "score", "days", "hours", "outcome")
    )
    return [last] if named and seen.numbers(draft.table.cells(last)) is not None else []


def _own(draft: Draft, places: list[int]) -> list[int]:
    """Columns that differ in almost every row: names, numbers of persons, or what would be as good as one."""
    rows = len(draft.table.sample)
    return [at for at in places if rows >= FEW and len(set(draft.table.cells(at))) * 10 > rows * 9]


def _repeats(draft: Draft, left: dict[int, str], figures: set[int]) -> bool:
    """Whether the same kind of person comes again and again, as in a list of people."""
    places = [at for at in left if at not in figures]
    rows = draft.table.sample
    kinds = {tuple(cells[at] if at < len(cells) else "" for at in places) for _line, cells in rows}
    return bool(places) and len(rows) >= FEW and len(kinds) * 2 < len(rows)


IDENTIFIES = _("It differs in almost every row and may identify a person: it is not read and not kept.")
OUTCOMES = _("Whether it happened: yes is “%(yes)s”, no is “%(no)s”.")
AMOUNTS = _("A number for each person; kept as sums of their group, never person by person.")
WEIGHTS = _("The weight of each person.")
COUNTS = _("How many people a row stands for.")
