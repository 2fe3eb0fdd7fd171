"""Releases made at random, attacked by somebody who only has what readers have. The suite attacks a tenth; `make attack` all."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pytest

from metrics.suppression import audit as gate
from metrics.suppression import numbers, plain, suppressor
from metrics.suppression.audit import Interval, audit
from metrics.suppression.cells import Cells
from metrics.suppression.programme import Programme
from metrics.suppression.released import released
from metrics.suppression.releases import Release
from metrics.suppression.suppressor import suppress
from tests.metrics import made
from tests.metrics.attacker import Attacker, Question, Seen

FULL = os.environ.get("ATTACK") == "full"
TWO_WAY, LINKED = (300, 30) if FULL else (30, 3)
THRESHOLD, GROUP = 11, 30


@dataclass(frozen=True)
class Found:
    """What the attacker worked out of something that should stay unknown."""

    question: Question
    low: float
    high: float

    @property
    def is_exact(self) -> bool:
        return self.high - self.low < 0.5

    @property
    def is_narrow(self) -> bool:
        return self.high - self.low < THRESHOLD - 1e-6


# ---- what must stay unknown, told by the rule and the truth alone


def is_small(n: int, k: int | None, measure: str) -> bool:
    if measure == "n":
        return 0 < n < THRESHOLD
    if k is None:
        return False
    value = k if measure == "k" else n - k
    return 0 < value < THRESHOLD or (value == 0 and 0 < n < GROUP)


def must_stay_unknown(attacker: Attacker, cells: Cells, releases: Sequence[Release]) -> Iterator[Question]:
    """Every mark of the last release; every small number of any release, and of the finest cells, marked or not."""
    k = cells.outcomes[0].k if cells.outcomes else None
    every = [(place,) for place in range(len(cells.n))]
    for one in releases:
        view = made.seen(one)
        every += [
            attacker.places(line["cell"], view.about) for table in view.released["tables"] for line in table["cells"]
        ]
    for places in every:
        people, having = sum(cells.n[place] for place in places), sum(k[place] for place in places) if k else None
        yield from (Question(m, places) for m in ("n", "k", "n-k") if is_small(people, having, m))
    last = made.seen(releases[-1])
    yield from Attacker(made.people(cells), [last]).marked


def attacked(*releases: Release, whole: bool = False) -> list[Found]:
    """Everything that must stay unknown, after the attacker has read all these releases (the last one knows all cells)."""
    attacker, cells = made.attacker_of(*releases, whole=whole), releases[-1].cells
    questions = dict.fromkeys(must_stay_unknown(attacker, cells, releases))
    return [Found(one, *limits) for one, limits in zip(questions, attacker.limits(list(questions)), strict=True)]


def safe(release: Release, *earlier: Release) -> tuple[Release, list[Found]]:
    """Hidden by the suppressor, let through by the gate, and attacked in the form that readers get."""
    hidden = suppress(release, earlier)
    readers, verdict = released(hidden, earlier)
    assert verdict.passes
    assert plain.released_as_plain(readers)["tables"] == made.shown(hidden)["tables"], (
        "what is attacked is what is read"
    )
    return hidden, attacked(*earlier, hidden)


def assert_unknown(found: list[Found], what: str) -> None:
    assert [one for one in found if one.is_exact] == [], f"exact: {what}"
    assert [one for one in found if one.is_narrow] == [], f"narrow: {what}"


# ---- the attack


@pytest.mark.parametrize(
    ("make", "how_many"), [(made.two_way, TWO_WAY), (made.linked, LINKED)], ids=["two-way", "linked"]
)
def test_nothing_small_can_be_worked_out(make: Callable[[int], Release], how_many: int):
    asked = hidden = printed = 0
    for seed in range(how_many):
        release, found = safe(make(seed))
        assert_unknown(found, f"{make.__name__}({seed})")
        asked += len(found)
        hidden += len(plain.hidden_as_plain(release))
        printed += len(release.rows()) * (1 + len(release.outcomes))
    print(f"attack: {how_many} {make.__name__} releases, {asked} numbers asked for: 0 exact, 0 narrower than {THRESHOLD}; "
          f"{hidden} of {printed} printed numbers hidden")  # fmt: skip


# all releases by `make attack`; few in the suite, since each is attacked twice
@pytest.mark.parametrize(
    ("make", "seeds"),
    [(made.two_way, range(TWO_WAY) if FULL else range(1, 5)), (made.linked, range(LINKED) if FULL else [1])],
    ids=["two-way", "linked"],
)
def test_nor_after_a_second_period(make: Callable[[int], Release], seeds: Sequence[int]):
    asked = 0
    for seed in seeds:
        before, after = made.second_period(make(seed), seed)
        first, found = safe(before)
        assert_unknown(found, f"period 1 of {make.__name__}({seed})")
        _, found = safe(after, first)
        assert_unknown(found, f"both periods of {make.__name__}({seed})")
        asked += len(found)
    print(
        f"attack: a second period after {len(seeds)} {make.__name__} releases, {asked} numbers asked for: 0 exact, 0 narrow"
    )


@pytest.mark.parametrize("seed", range(LINKED) if FULL else [1])
def test_nor_by_knowing_that_people_are_whole(seed: int):
    """In tables of three dimensions integer programming may say more than the gate asks; here it never does."""
    assert_unknown(attacked(suppress(made.linked(seed)), whole=True), f"linked({seed}), whole people")


# ---- faults planted on purpose: the gate then says something else than the attacker finds


def only_small(release: Release) -> Release:
    """What a suppressor hides that stops at the rule."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(suppressor._Choice, "_protect", lambda choice, target: [])
        return suppress(release)


def without_outcome(release: Release) -> Release:
    """Hidden as if n were all that is printed."""
    return replace(release, hidden=suppress(replace(release, outcomes=())).hidden)


def alone(seed: int) -> tuple[Release, Release]:
    """Two periods, each hidden as if it were the only release."""
    before, after = made.second_period(made.two_way(seed), seed)
    return suppress(before), suppress(after)


def narrow() -> Release:
    """Four small cells, two in each row and column: none is known, but each to within 5 people, since none is negative."""
    n = [3, 2, 50, 2, 4, 50, 50, 50, 50]
    cells = made.population(("row", "column"), [(r, c) for r in "ABC" for c in "xyz"], n)
    return made.release(cells, hidden=frozenset(((r, c), "n") for r in "AB" for c in "xy"))


RISKY: dict[str, Callable[[], tuple[Release, ...]]] = {
    "small cells only": lambda: (only_small(made.two_way(1)),),
    "outcome forgotten": lambda: (without_outcome(made.two_way(3)),),
    "earlier release forgotten": lambda: alone(1),
    "narrow": lambda: (narrow(),),
    "well hidden": lambda: (suppress(made.two_way(4)),),
}


@pytest.fixture(scope="module")
def risky() -> dict[str, tuple[tuple[Release, ...], bool]]:
    """Releases, earlier ones first, and whether the attacker finds something out."""
    made_so = {name: make() for name, make in RISKY.items()}
    return {name: (several, any(one.is_narrow for one in attacked(*several))) for name, several in made_so.items()}


def surprises(risky: dict[str, tuple[tuple[Release, ...], bool]]) -> list[str]:
    """Where the gate's verdict is not what the attacker found."""
    return [
        name
        for name, (releases, is_unsafe) in risky.items()
        if audit(releases[-1], releases[:-1]).passes == is_unsafe
    ]  # fmt: skip


def ignores_margins(patch: pytest.MonkeyPatch) -> None:
    real = numbers.Numbers
    patch.setattr(gate, "Numbers", lambda release, earlier: real(_finest_only(release), earlier))


def _finest_only(release: Release) -> Release:
    grouping = max(release.groupings, key=len)
    keys = set(release.rows_of(grouping))
    kept = frozenset(one for one in release.hidden if one[0] in keys)
    return replace(release, groupings=(grouping,), hidden=kept)


def ignores_outcome(patch: pytest.MonkeyPatch) -> None:
    real = numbers.Numbers

    def only_people(release: Release) -> Release:
        return replace(release, outcomes=(), hidden=frozenset(one for one in release.hidden if one[1] == "n"))

    patch.setattr(
        gate, "Numbers", lambda release, earlier: real(only_people(release), [only_people(one) for one in earlier])
    )


def ignores_earlier(patch: pytest.MonkeyPatch) -> None:
    real = numbers.Numbers
    patch.setattr(gate, "Numbers", lambda release, earlier: real(release))


def takes_any_width(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(gate, "needed", lambda number, release: 1 if number.need else 0)


def believes_in_negative_people(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Programme, "_least", lambda programme, place: 1e6)
    real = Programme._begun

    def begun(programme: Programme, within: list) -> object:
        programme._truth = np.full_like(programme._truth, 1e6)
        return real(programme, within)

    patch.setattr(Programme, "_begun", begun)


FAULTS = [ignores_margins, ignores_outcome, ignores_earlier, takes_any_width, believes_in_negative_people]


def test_the_gate_says_what_the_attacker_finds(risky: dict[str, tuple[tuple[Release, ...], bool]]):
    assert {name: is_unsafe for name, (_, is_unsafe) in risky.items()} == {
        "small cells only": True,
        "outcome forgotten": True,
        "earlier release forgotten": True,
        "narrow": True,
        "well hidden": False,
    }
    assert surprises(risky) == []


@pytest.mark.parametrize("plant", FAULTS, ids=lambda plant: plant.__name__)
def test_a_faulty_gate_is_caught(
    plant: Callable[[pytest.MonkeyPatch], None], risky: dict[str, tuple[tuple[Release, ...], bool]],
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    with monkeypatch.context() as patch:
        plant(patch)
        assert surprises(risky), f"nobody noticed that the gate {plant.__name__}"


def test_a_suppressor_that_stops_at_the_rule_is_caught_by_gate_and_attack(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(suppressor._Choice, "_protect", lambda choice, target: [])
    with pytest.raises(Exception, match="Refused"):
        safe(made.two_way(1))
    assert any(one.is_exact for one in attacked(suppress(made.two_way(1))))


def test_a_table_with_nothing_hidden_is_read_by_the_attacker():
    found = attacked(made.two_way(1))
    assert found
    assert all(one.is_exact for one in found), "the attacker itself can read"


# ---- interval by interval


def inward(low: float, high: float) -> tuple[int, int | None]:
    return int(np.ceil(low - 1e-6)), None if np.isinf(high) else int(np.floor(high + 1e-6))


@pytest.mark.parametrize("seed", range(100 if FULL else 4))
def test_audited_limits_are_those_that_the_attacker_finds(seed: int):
    release = suppress(made.two_way(seed) if seed % 2 else made.linked(seed))
    attacker, verdict = made.attacker_of(release), audit(release)
    questions = [Question(one.measure, _places(attacker, one)) for one in verdict.intervals]
    for one, limits in zip(verdict.intervals, attacker.limits(questions), strict=True):
        assert (one.low, one.high) == inward(*limits), str(one)
        assert one.low <= one.value
        assert one.high is None or one.value <= one.high


def _places(attacker: Attacker, one: Interval) -> tuple[int, ...]:
    if one.keys:
        cell = {name: level or "Total" for name, level in zip(one.dimensions, one.keys[0], strict=True)}
        return attacker.places(cell, lambda _cell: True)
    return tuple(place for place, who in enumerate(attacker.finest) if _is_in(who, one.finest))


def _is_in(who: dict, finest: tuple[tuple[str, ...], ...]) -> bool:
    return any(set(levels) <= set(who.values()) for levels in finest)


def test_seen_is_what_readers_get():
    release = suppress(made.two_way(3))
    readers, _ = released(release)
    assert Seen(plain.released_as_plain(readers)).released["tables"] == made.shown(release)["tables"]
