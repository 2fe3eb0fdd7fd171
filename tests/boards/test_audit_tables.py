"""What of an audit's counts may be told, beside all that earlier audits told: the rule, and a reader who tries."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pytest

from boards.audits.figures import figures
from boards.audits.guarding import TooMany, learnt
from boards.audits.publishing import Counted, Publishable, publishable_tables
from boards.audits.tables import LONGEST, Counts, Presence, Table, coarsened
from boards.rules import USUAL, Rules

LEAST = USUAL.least_cell


def people(name: str = "people", unknown: int = 20, **groups: int) -> Counted:
    return Counted(Counts(name, groups, unknown))


def strata(*held: tuple[int, tuple[str, ...]]) -> dict[Presence, int]:
    """How many people stand in which tables."""
    return {frozenset((name, 1) for name in names): number for number, names in held}


def told(found: Publishable) -> dict[str, Mapping[str, int]]:
    return {table.name: {"+".join(groups): n for groups, n in table.parts} for table in found.tables}


def earlier(**groups: int) -> Table:
    return replace(coarsened(Counts("people", groups, 20)), name="1:people")


# ---- one audit


@pytest.mark.parametrize(
    ("groups", "parts"),
    [
        ({"w": 94, "m": 110}, {"w": 94, "m": 110}),
        ({"w": 94, "m": 110, "x": 0}, {"w+x": 94, "m": 110}),  # none is few
        ({"w": 94, "m": 110, "x": 0, "y": 12}, {"w": 94, "m": 110, "x+y": 12}),
        ({"w": 94, "x": 0}, {"w+x": 94}),
        ({"a": 60, "b": 40, "c": 3, "d": 9}, {"a": 60, "b": 40, "c+d": 12}),
        ({"a": 60, "b": 40, "c": 3, "d": 7}, {"a": 60, "b+c+d": 50}),  # 3 and 7 would be 10
        ({"a": 60, "b": 40, "c": 10}, {"a": 60, "b+c": 50}),  # alone it would be what is left
        ({"a": 200, "b": 10}, {"a+b": 210}),
    ],
)
def test_small_groups_are_counted_together_until_nothing_small_is_left(
    groups: dict[str, int], parts: dict[str, int]
) -> None:
    found = publishable_tables(people(**groups), (), strata((sum(groups.values()) + 20, ("people",))))
    assert told(found) == {"people": parts}
    assert bool(found.withheld) == (len(parts) == 1)


def test_none_is_told_as_one_to_ten_are() -> None:
    """Of each number of people from none to ten the same is told: a reader cannot tell whether anybody is of the group."""
    for few in range(LEAST):
        found = publishable_tables(people(w=94 - few, m=110, x=few), (), strata((224, ("people",))))
        assert told(found) == {"people": {"w+x": 94, "m": 110}}


def test_too_few_answers_and_too_small_a_response_tell_how_many_answered_and_no_more() -> None:
    for counts, why in (
        (people(w=15, m=14, unknown=2), "few_answers"),
        (people(w=60, m=59, unknown=81), "low_response"),
    ):
        found = publishable_tables(counts, (), strata((counts.people.members, ("people",))))
        assert (told(found), found.withheld) == ({"people": {"w+m": counts.people.known}}, {"people": why})
        assert found.tables[0].unknown == counts.people.unknown
    assert told(publishable_tables(people(w=60, m=60, unknown=80), (), strata((200, ("people",)))))["people"]["w"] == 60


# ---- a later one: came, went and stayed are known by name


@pytest.mark.parametrize(
    ("stayed", "left", "joined", "groups", "why"),
    [
        (223, 1, 1, {"w": 95, "m": 109}, "few_changed"),  # the one who came is a woman, the one who left a man
        (214, 10, 30, {"w": 104, "m": 120}, "few_changed"),
        (194, 30, 30, {"w": 99, "m": 105}, ""),
        (194, 30, 30, {"w": 112, "m": 92}, ""),  # 18 more: between 18 and 30 of those who came are women
        (194, 30, 30, {"w": 116, "m": 88}, "told_apart"),  # 22 more: between 22 and 30, closer than 11
        (194, 30, 30, {"w": 130, "m": 74}, "answers_changed"),  # 36 more than 30 can bring
        (224, 0, 0, {"w": 94, "m": 110}, ""),
        (224, 0, 0, {"w": 95, "m": 109}, "answers_changed"),
    ],
)
def test_a_later_audit_tells_nothing_of_those_who_came_and_went(
    stayed: int, left: int, joined: int, groups: dict[str, int], why: str
) -> None:
    turnover = strata((stayed, ("1:people", "people")), (left, ("1:people",)), (joined, ("people",)))
    found = publishable_tables(people(**groups), [earlier(w=94, m=110)], turnover)
    assert found.withheld.get("people", "") == why
    assert told(found)["people"] in ([{}, {"w+m": sum(groups.values())}] if why else [groups])


def test_kinds_of_bodies_are_told_where_each_cell_is_large_and_seats_where_they_tell_nobody_apart() -> None:
    advise, decide = Counts("type=a", {"w": 40, "m": 50}, 5), Counts("type=b", {"w": 30, "m": 45}, 5)
    few = Counts("type=b", {"w": 35, "m": 5}, 2)
    both = strata((95, ("people", "type=a")), (80, ("people", "type=b")))
    all_people = Counts("people", {"w": 70, "m": 95}, 10)
    assert set(told(publishable_tables(Counted(all_people, kinds={"type": (advise, decide)}), (), both))) == {
        "people", "type=a", "type=b",
    }  # fmt: skip
    less = strata((95, ("people", "type=a")), (42, ("people", "type=b")))
    fewer = Counts("people", {"w": 75, "m": 55}, 7)
    small = publishable_tables(Counted(fewer, kinds={"type": (advise, few)}), (), less)
    assert (set(told(small)), small.withheld) == ({"people"}, {"type": "small_groups"})
    twice = Counts("seats", {"w": 72, "m": 95}, 10)  # two people hold two seats: both are women
    held = {frozenset({("people", 1), ("seats", 1)}): 173, frozenset({("people", 1), ("seats", 2)}): 2}
    found = publishable_tables(Counted(all_people, seats=twice), (), held)
    assert (set(told(found)), found.withheld) == ({"people"}, {"seats": "told_apart"})


# ---- a reader of three years of audits, who counts whoever came and went


def test_three_years_of_audits_tell_a_reader_nothing_small() -> None:
    """True counts are made up; whatever is told, no stratum and no difference of two audits is known too nearly."""
    chance, told_at_all = random.Random(7), 0
    for _run in range(30):
        members = [_somebody(chance) for _each in range(chance.choice((120, 250)))]
        before: list[Table] = []
        held: list[set[str]] = [set() for _each in members]
        serving = set(range(len(members)))
        for year in (1, 2, 3):
            name = f"{year}:people"
            for at in serving:
                held[at].add(name)
            counted = Counter(members[at] for at in serving)
            by_group = {group: counted[group] for group in ("w", "m", "x")}
            turnover = Counter(frozenset((one, 1) for one in names) for names in held if names)
            found = publishable_tables(Counted(Counts(name, by_group, counted["?"])), before, turnover)
            assert learnt(found.tables, before, turnover, LEAST, beyond=not found.tables[0].says_something) == []
            before += found.tables
            told_at_all += found.tables[0].says_something and year > 1
            leaving = set(chance.sample(sorted(serving), chance.choice((1, 8, 30, 60))))
            serving -= leaving
            arriving = chance.choice((1, 8, 30, 60))
            members += [_somebody(chance) for _each in range(arriving)]
            held += [set() for _each in range(arriving)]
            serving |= set(range(len(members) - arriving, len(members)))
    assert told_at_all > 5  # the rule lets audits through as well


def _somebody(chance: random.Random) -> str:
    return chance.choices(("w", "m", "x", "?"), (45, 45, 3, 10))[0]


def test_many_kinds_of_bodies_are_judged_in_the_time_of_a_page() -> None:
    chance = random.Random(3)
    groups = [f"g{at}" for at in range(9)]
    types, tiers = [f"type={at}" for at in range(6)], [f"budget={at}" for at in range(3)]
    people_there = [(chance.choice(groups), chance.choice(types), chance.choice(tiers)) for _each in range(1500)]
    counts = {name: Counter(one[0] for one in people_there if name in one) for name in (*types, *tiers)}
    kinds = {
        "type": tuple(Counts(name, {g: counts[name][g] for g in groups}, 0) for name in types),
        "budget": tuple(Counts(name, {g: counts[name][g] for g in groups}, 0) for name in tiers),
    }
    whole = Counts("people", dict(Counter(one[0] for one in people_there)), 0)
    held = Counter(frozenset((name, 1) for name in ("people", kind, tier)) for _group, kind, tier in people_there)
    begun = time.monotonic()
    publishable_tables(Counted(whole, kinds=kinds), (), held)
    assert time.monotonic() - begun < 20


def test_more_strata_than_can_be_judged_in_time_tell_nothing() -> None:
    """Twelve audits with whoever happened to serve: nearly everybody is a stratum of their own."""
    chance = random.Random(5)
    said = [chance.choice("wmx") for _each in range(300)]
    served = [[at for at in range(300) if chance.random() < 0.6] for _audit in range(13)]
    counts = [Counter(said[at] for at in there) for there in served]
    *before, now = (Counts("people", dict(each), 0) for each in counts)
    names = [*(f"{audit}:people" for audit in range(12)), "people"]
    held = Counter(
        frozenset((name, 1) for name, there in zip(names, served, strict=True) if at in there) for at in range(300)
    )
    tables = [replace(coarsened(each), name=name) for each, name in zip(before, names, strict=False)]
    begun = time.monotonic()
    found = publishable_tables(Counted(now), tables, held)
    assert time.monotonic() - begun < 2 * LONGEST
    assert (found.withheld, told(found), found.tables[0].unknown) == ({"people": "too_many"}, {"people": {}}, None)
    few = held.keys() - list(held)[8:]
    with pytest.raises(TooMany):  # however few they are, when the time is over
        learnt([coarsened(now)], tables, dict.fromkeys(few, 30), LEAST, ends=time.monotonic())


def test_a_table_that_tells_no_number_tells_no_strata_apart() -> None:
    silent = [Table(f"{at}:people", 100, None, ()) for at in range(1, 13)]
    chance = random.Random(5)
    each = [
        frozenset((one.name, 1) for one in silent if chance.random() < 0.5) | {("people", 1)} for _one in range(300)
    ]
    found = publishable_tables(people(w=150, m=130), silent, Counter(each))
    assert told(found) == {"people": {"w": 150, "m": 130}}


# ---- figures come of what is told, and of nothing else


def test_figures_of_groups_counted_together_are_theirs_together() -> None:
    table = coarsened(Counts("people", {"w": 94, "m": 120, "x": 7, "y": 3}, 47))
    residents = {"w": 50.0, "m": 48.0, "x": 1.5, "y": 0.5}
    together, *others = (one for one in figures(table, residents, Rules()) if len(one["groups"]) > 1)
    assert others == []
    assert (together["groups"], together["n"], together["benchmark"]) == (["w", "x", "y"], 104, "0.520000")
    assert together["bounds"] == [f"{104 / 271:.6f}", f"{151 / 271:.6f}"]
    without = figures(table, {"w": 50.0, "m": 48.0}, Rules())
    assert [(one["groups"], one["why"]) for one in without if one["benchmark"] is None] == [
        (["w", "x", "y"], "no_benchmark")
    ]
