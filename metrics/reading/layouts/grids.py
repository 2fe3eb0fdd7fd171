"""Headings put together from two words: awards_women (what, whom), or total_spanish and spanish_and_english_very_well."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from metrics.reading.layouts import runs, seen
from metrics.reading.mapping import Column, Role
from metrics.reading.observations import Groups
from metrics.reading.proposing import Draft
from metrics.reading.words import dimension_of, is_total, role_of
from raci.evidence.verdicts import _

FEW = 3  # languages, or whatever the groups are, before a table is held to be one of parts


def draw(draft: Draft, left: dict[int, str]) -> bool:
    """Takes the columns of such a table, else nothing."""
    return _parts(draft, left) or _what_and_whom(draft, left)


# ---- awards_women


def _what_and_whom(draft: Draft, left: dict[int, str]) -> bool:
    pairs = {at: heading.rpartition("_")[::2] for at, heading in left.items() if "_" in heading}
    pairs = {at: pair for at, pair in pairs.items() if is_total(pair[1]) or dimension_of([pair[1]])}
    whom = {word: frozenset(one[1] for one in pairs.values() if one[0] == word) for word, _group in pairs.values()}
    usual = Counter(groups for groups in whom.values() if len(groups) > 1).most_common(1)
    if not usual or usual[0][1] < 2:
        return False
    words = [word for word, groups in whom.items() if groups == usual[0][0]]
    dimension = dimension_of(usual[0][0]) or "group"
    places = {pair: at for at, pair in pairs.items() if pair[0] in words}
    roles = _roles(words)
    for (word, group), at in places.items():
        groups: Groups = () if is_total(group) else ((dimension, group),)
        column = seen.figures(at, left[at], draft.table.cells(at), draft.table.delimiter)
        heading = left.pop(at)
        if column is None or (roles[word] is None and _is_rate(draft, places, roles, group, at)):
            draft.put(Column(at, heading), RATE)
        elif (role := roles[word]) is None:
            draft.put(replace(column, name=word, groups=groups), WHAT, what=word)
        else:
            draft.put(replace(column, role=role, groups=groups), WHAT, what=word)
    return True


def _roles(words: list[str]) -> dict[str, Role | None]:
    """Which of the words counts all, and which those with the outcome; only where both are there."""
    known = {word: role_of(word) for word in words}
    both = {Role.N, Role.K} <= set(known.values())
    return {word: role if both and role in (Role.N, Role.K) else None for word, role in known.items()}


def _is_rate(
    draft: Draft, places: dict[tuple[str, str], int], roles: dict[str, Role | None], group: str, at: int
) -> bool:
    """Whether a column is the outcome as a percentage of all, to the tenth that is printed."""
    columns = {role: places[(word, group)] for word, role in roles.items() if role is not None}
    if len(columns) < 2:
        return False
    n, k, rates = (runs.numbers(draft.table, one) for one in (columns[Role.N], columns[Role.K], at))
    return all(
        abs(100 * part / whole - rate) < 0.06 if whole and part is not None and rate is not None else True
        for whole, part, rate in zip(map(_float, n), map(_float, k), map(_float, rates), strict=True)
    )


def _float(value: object) -> float | None:
    return None if value is None else float(value)  # type: ignore[arg-type]


# ---- total_spanish, spanish_and_english_very_well


def _parts(draft: Draft, left: dict[int, str]) -> bool:
    stems = {heading[6:]: at for at, heading in left.items() if heading.casefold().startswith("total_")}
    below: dict[str, dict[str, int]] = {
        stem: {heading[len(stem) + 1 :]: at for at, heading in left.items() if heading.startswith(f"{stem}_")} for stem in stems
    }  # fmt: skip
    stems = {stem: at for stem, at in stems.items() if below[stem]}
    if len(stems) < FEW:
        return False
    endings = Counter(ending for stem in stems for ending in below[stem])
    endings = Counter({ending: count for ending, count in endings.items() if count * 2 >= len(stems)})
    if not endings:
        return False
    shared = _shared(list(endings)) if len(endings) > 1 else ""
    inner = dimension_of(endings) or shared.strip("_").removeprefix("and_") or "part"
    outer = dimension_of(stems) or "group"
    _whole(draft, left, outer, list(stems.values()))
    for stem, at in stems.items():
        _put(draft, left, at, ((outer, stem),))
        for ending in endings:
            if ending in below[stem] and below[stem][ending] in left:
                _put(draft, left, below[stem][ending], ((outer, stem), (inner, ending.removeprefix(shared))))
    return True


def _shared(endings: list[str]) -> str:
    """What all endings begin with."""
    first, last = min(endings), max(endings)
    return first[: next((at for at, sign in enumerate(first) if last[at : at + 1] != sign), len(first))]


def _whole(draft: Draft, left: dict[int, str], outer: str, parts: list[int]) -> None:
    """The column that all the parts come to, with those that are parts though they are not called so: only_english."""
    counts = [at for at in left if at not in parts and None not in runs.numbers(draft.table, at)]
    sums = [
        sum(value or 0 for value in row) for row in zip(*(runs.numbers(draft.table, at) for at in parts), strict=True)
    ]
    for whole in counts:
        totals = runs.numbers(draft.table, whole)
        if totals == sums:
            _put(draft, left, whole, ())
            return
        for other in counts:
            more = [part + (value or 0) for part, value in zip(sums, runs.numbers(draft.table, other), strict=True)]
            if other != whole and totals == more:
                group = left[other]
                _put(draft, left, whole, ())
                _put(draft, left, other, ((outer, group),))
                return


def _put(draft: Draft, left: dict[int, str], at: int, groups: Groups) -> None:
    heading = left.pop(at)
    column = seen.figures(at, heading, draft.table.cells(at), draft.table.delimiter)
    if column is None:
        draft.put(Column(at, heading), NO_NUMBERS)
        return
    text = WHOLE if not groups else PART
    draft.put(replace(column, groups=groups), text, groups=", ".join(f"{one}: {group}" for one, group in groups))


RATE = _("The outcome in percent of all, rounded: the portal works it out itself from the two counts.")
WHAT = _("Its heading says what (%(what)s) and whom.")
NO_NUMBERS = _("Its heading names a group, and its cells are no numbers.")
WHOLE = _("All the parts together come to it in every row.")
PART = _("Its heading names the groups: %(groups)s.")
