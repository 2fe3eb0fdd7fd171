"""Who sits on a city's bodies against who lives there: figures, what may be said of them, and what may be published. Pure.

Shares, exact tests and seats are those of `metrics.statistics` (*Castaneda v. Partida*, 430 U.S. 482 (1977); *Hazelwood School
District v. United States*, 433 U.S. 299 (1977)); vacant seats and members who did not say stand outside the denominator. Whoever
sits on two bodies holds two seats and is one person: the city's test counts people, since seats of one person are not chances
of their own. A single small body has figures and no verdict; what follows from any verdict is outreach, vacancies and access.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil, floor, isnan, log, nan
from typing import Any, Literal

from metrics.statistics.arrays import Floats, Limits, divide, floats
from metrics.statistics.exact import Exact, fisher, poisson, poisson_binomial
from metrics.statistics.multiplicity import holm
from metrics.statistics.representation import Body, represent, represent_all, share_bounds

Verdict = Literal["below", "above", "near", "none"]
PEOPLE, SEATS = "All people, each once", "All filled seats"
RARE = 5  # members expected, below whom the Poisson tail is told as well; no normal test is asked at any number


@dataclass(frozen=True)
class Rules:
    """By what figures are judged and gated. A city's own policy takes the place of each (bc.min_response, bc.min_n, priv.k)."""

    alpha: float = 0.05  # practice; Castaneda and Hazelwood speak of two or three standard deviations
    least_known: int = 30  # answers below which there is no verdict and no published rate
    least_response: float = 0.60  # of filled seats
    bounds_from: float = 0.90  # a response below which the bounds are part of every sentence
    least_cell: int = 11  # people; CMS cell size policy (2024)


USUAL = Rules()


@dataclass(frozen=True)
class Sitting:
    """A filled seat: who sits on which body, and what they said; None where they did not."""

    body: str
    person: str
    answer: str | None


@dataclass(frozen=True)
class Benchmark:
    """Who lives in the city (or district), by group in order: counts of people or shares."""

    counts: Mapping[str, float]

    @property
    def shares(self) -> dict[str, float]:
        """Group > its part of all."""
        whole = sum(self.counts.values())
        return {group: count / whole for group, count in self.counts.items()}


@dataclass(frozen=True)
class Pool:
    """Everybody who could have been chosen, by group: applicants, of whom the members were appointed."""

    counts: Mapping[str, int]


@dataclass(frozen=True)
class Rare:
    """The Poisson tail of a group that is rare everywhere."""

    mean: float
    lower: float
    upper: float
    two_sided: float


@dataclass(frozen=True)
class Figure:
    """One group of a body, or of the city. Shares and differences are parts (0.1 is ten points); NaN is not defined."""

    group: str
    members: int  # who said they are of the group
    known: int  # who said anything
    unknown: int
    share: float  # of those known
    benchmark: float  # the group's part of the population; NaN where it is not in the table
    expected: float  # members
    ratio: float  # share over benchmark: 1 is parity
    difference: float
    bounds: tuple[float, float]  # of all members, as none or all of the unknown are of the group
    interval: Limits  # Wilson, 95 %
    p_exact: float  # two-sided: outcomes no more likely than this one
    p_lower: float
    p_upper: float
    p_mid: float
    p_adjusted: float  # Holm, over the groups asked at once
    test: str
    seats_to_parity: int | None  # to reach at least the benchmark
    whole_seat_shortfall: int | None  # of the whole seats that the benchmark gives
    rare: Rare | None
    verdict: Verdict = "none"
    why: str = ""


@dataclass(frozen=True)
class Compared:
    """All groups of a body, of all seats, or of all people."""

    name: str
    members: int
    known: int
    unknown: int
    response: float  # known of members
    groups: tuple[Figure, ...]
    all_groups: Body | None  # all at once; None where the benchmark is not one whole, or groups are none of it


@dataclass(frozen=True)
class Gate:
    """A condition of publishing, and whether it is met."""

    code: str
    passed: bool
    words: str


@dataclass(frozen=True)
class Audit:
    """Each body by itself, all people once, all seats; and what may be published."""

    bodies: tuple[Compared, ...]
    people: Compared
    seats: Compared
    gates: tuple[Gate, ...]
    notes: tuple[str, ...] = field(default=())


def audit(
    seats: Sequence[Sitting],
    benchmark: Benchmark,
    *,
    own: Mapping[str, Benchmark] | None = None,
    pool: Pool | None = None,
    rules: Rules = USUAL,
) -> Audit:
    """`own`: body > the benchmark of its district; `pool`: against applicants in place of residents, citywide.

    Raises ValueError where a pool has fewer of a group than were appointed from it.
    """
    own = own or {}
    persons, notes = _each_person_once(seats)
    by_body: dict[str, list[Sitting]] = {}
    for seat in seats:
        by_body.setdefault(seat.body, []).append(seat)
    bodies = [_compare(name, its, own.get(name, benchmark), rules) for name, its in by_body.items()]
    people = _overall(PEOPLE, persons, benchmark, own, pool, rules)
    filled = replace(people, name=SEATS)
    if len(persons) < len(seats):
        filled = _without_a_test(_compare(SEATS, seats, benchmark, rules, judged=False))
    return Audit(tuple(bodies), people, filled, _gates(people, rules), tuple(notes))


# ---- one body, or all


def _compare(
    name: str, seats: Sequence[Sitting], benchmark: Benchmark, rules: Rules, *, judged: bool = True
) -> Compared:
    """Against one benchmark: exact binomial."""
    counted = Counter(seat.answer for seat in seats if seat.answer is not None)
    shares = benchmark.shares
    groups = [*shares, *(group for group in counted if group not in shares)]
    known = sum(counted.values())
    figures = [_figure(group, counted[group], known, len(seats) - known, shares.get(group, nan)) for group in groups]
    return _whole(name, len(seats), known, _adjusted(figures), shares, rules, judged=judged)


def _figure(group: str, x: int, known: int, unknown: int, p: float) -> Figure:
    bounds = share_bounds(x, known + unknown, unknown)
    if not known or isnan(p):
        return _bare(group, x, known, unknown, p, bounds)
    one = represent(x, known, p)
    return Figure(
        group=group, members=x, known=known, unknown=unknown, share=one.share, benchmark=p, expected=one.expected,
        ratio=one.parity_ratio, difference=one.difference, bounds=bounds, interval=one.wilson,
        **_tested(one.exact, "exact binomial"), seats_to_parity=one.seats_to_parity,
        whole_seat_shortfall=one.whole_seats, rare=_rare(x, one.expected),
    )  # fmt: skip


def _bare(group: str, x: int, known: int, unknown: int, p: float, bounds: tuple[float, float]) -> Figure:
    """Without a known member, or without a benchmark: counts, and nothing made of them."""
    nowhere = (floats(nan), floats(nan))
    return Figure(
        group=group, members=x, known=known, unknown=unknown, share=float(divide(x, known)), benchmark=p,
        expected=known * p, ratio=nan, difference=nan, bounds=bounds, interval=nowhere, p_exact=nan, p_lower=nan,
        p_upper=nan, p_mid=nan, p_adjusted=nan, test="", seats_to_parity=None, whole_seat_shortfall=None, rare=None,
    )  # fmt: skip


def _tested(exact: Exact, test: str) -> dict[str, Any]:
    return {
        "p_exact": exact.two_sided, "p_lower": exact.lower, "p_upper": exact.upper, "p_mid": exact.mid_p,
        "p_adjusted": exact.two_sided, "test": test,
    }  # fmt: skip


def _rare(x: int, expected: float) -> Rare | None:
    if not 0 < expected < RARE:
        return None
    tail = poisson(x, expected)
    return Rare(expected, tail.lower, tail.upper, tail.two_sided)


def _adjusted(figures: Sequence[Figure]) -> list[Figure]:
    """Holm over the groups of one table. Two groups that are everybody are one question asked twice: it is adjusted for one."""
    asked = [figure for figure in figures if not isnan(figure.p_exact)]
    if len(asked) == 2 == len(figures) and abs(sum(figure.benchmark for figure in asked) - 1) < 1e-9:
        return list(figures)
    return [
        replace(figure, p_adjusted=float(p))
        for figure, p in zip(figures, holm([figure.p_exact for figure in figures]), strict=True)
    ]


def _whole(
    name: str, members: int, known: int, figures: Sequence[Figure], shares: Mapping[str, float], rules: Rules,
    *, judged: bool = True,
) -> Compared:  # fmt: skip
    response = float(divide(known, members))
    told = [_judged(figure, response, rules) for figure in figures] if judged else list(figures)
    return Compared(name, members, known, members - known, response, tuple(told), _all_at_once(figures, shares))


def _all_at_once(figures: Sequence[Figure], shares: Mapping[str, float]) -> Body | None:
    counts = [figure.members for figure in figures]
    if len(counts) < 2 or any(not shares.get(figure.group) for figure in figures) or not sum(counts):
        return None
    return represent_all(counts, [shares[figure.group] for figure in figures])


# ---- the city: people once, districts of their own, the pool


def _each_person_once(seats: Sequence[Sitting]) -> tuple[list[Sitting], list[str]]:
    """One seat a person; whoever said one thing here and another there is not known."""
    held: dict[str, list[Sitting]] = {}
    for seat in seats:
        held.setdefault(seat.person, []).append(seat)
    said = {person: {one.answer for one in its} - {None} for person, its in held.items()}
    unlike = sum(len(answers) > 1 for answers in said.values())
    notes = [] if not unlike else [
        f"{unlike} of the people say one thing on one body and another on the next: in the total they are not known."
    ]  # fmt: skip
    return [
        replace(its[0], answer=next(iter(said[person])) if len(said[person]) == 1 else None)
        for person, its in held.items()
    ], notes


def _overall(
    name: str, seats: Sequence[Sitting], benchmark: Benchmark, own: Mapping[str, Benchmark], pool: Pool | None, rules: Rules
) -> Compared:  # fmt: skip
    if pool is not None:
        return _against_the_pool(name, seats, pool, rules)
    if not own:
        return _compare(name, seats, benchmark, rules)
    return _against_districts(name, seats, benchmark, own, rules)


def _against_the_pool(name: str, seats: Sequence[Sitting], pool: Pool, rules: Rules) -> Compared:
    """The appointed against those they were chosen from: hypergeometric, all margins fixed."""
    as_benchmark = Benchmark(dict(pool.counts))
    whole = _compare(name, seats, as_benchmark, rules, judged=False)
    size = sum(pool.counts.values())
    figures = []
    for figure in whole.groups:
        there = pool.counts.get(figure.group, 0)
        if figure.members > there or whole.known > size:
            raise ValueError(
                f"{figure.members} {figure.group} sit on bodies and {there} of the pool are: more than there were."
            )
        exact = fisher(figure.members, there, figure.known - figure.members, size - there)
        figures.append(replace(figure, **_tested(exact, "hypergeometric"), rare=None))
    return _whole(name, whole.members, whole.known, _adjusted(figures), as_benchmark.shares, rules)


def _against_districts(
    name: str, seats: Sequence[Sitting], benchmark: Benchmark, own: Mapping[str, Benchmark], rules: Rules
) -> Compared:
    """Bodies with benchmarks of their own: the sum of unlike binomials, by convolution (Hodges and Le Cam 1960)."""
    whole = _compare(name, seats, benchmark, rules, judged=False)
    shares = {body: own.get(body, benchmark).shares for body in {seat.body for seat in seats}}
    figures = []
    for figure in whole.groups:
        chances = [shares[seat.body].get(figure.group, 0.0) for seat in seats if seat.answer is not None]
        figures.append(_of_chances(figure, floats(chances)))
    return replace(_whole(name, whole.members, whole.known, _adjusted(figures), {}, rules), all_groups=None)


def _of_chances(figure: Figure, chances: Floats) -> Figure:
    if not chances.size:
        return figure
    expected = float(chances.sum())
    p = expected / chances.size
    return replace(
        figure, benchmark=p, expected=expected, ratio=float(divide(figure.share, p)), difference=figure.share - p,
        **_tested(poisson_binomial(figure.members, chances), "Poisson-binomial"), rare=_rare(figure.members, expected),
        seats_to_parity=max(0, ceil(round(expected, 9)) - figure.members),
        whole_seat_shortfall=max(0, floor(round(expected, 9)) - figure.members),
    )  # fmt: skip


def _without_a_test(whole: Compared) -> Compared:
    """Seats of which one person holds several: the figures stand, a probability would count that person's answer twice."""
    why = "Some people hold several of these seats, so no probability is computed of seats. Read the people."
    silent: dict[str, Any] = dict.fromkeys(("p_exact", "p_lower", "p_upper", "p_mid", "p_adjusted"), nan)
    figures = tuple(replace(one, **silent, test="", rare=None, why=why) for one in whole.groups)
    return replace(whole, groups=figures, all_groups=None)


# ---- what may be said


def _judged(figure: Figure, response: float, rules: Rules) -> Figure:
    """A verdict in neutral words, or why there is none."""
    if isnan(figure.p_exact):
        return replace(figure, why=NOBODY if not figure.known else NO_BENCHMARK)
    if figure.known < rules.least_known:
        return replace(figure, why=_too_small(figure, rules))
    verdict: Verdict = "near"
    if figure.p_adjusted < rules.alpha:
        verdict = "below" if figure.difference < 0 else "above"
    return replace(figure, verdict=verdict, why=SAID[verdict] + _how_sure(figure, response, rules))


def _too_small(figure: Figure, rules: Rules) -> str:
    """Why a body of this size has no verdict: what not even nobody at all would show."""
    text = f"No verdict: {figure.known} known answers are fewer than {rules.least_known}."
    if 0 < figure.benchmark < 1:
        none, least = (1 - figure.benchmark) ** figure.known, ceil(log(rules.alpha) / log(1 - figure.benchmark))
        if none >= rules.alpha:
            text += f" Chance alone leaves {none:.1%} of bodies this size without anybody of this group;"
            text += f" it takes {least} members for that to be under {rules.alpha:.0%}."
    return f"{text} Read the city's total."


def _how_sure(figure: Figure, response: float, rules: Rules) -> str:
    if response >= rules.bounds_from:
        return ""
    low, high = figure.bounds
    return f" {figure.unknown} members did not say: of all members the share lies between {low:.1%} and {high:.1%}."


NOBODY = "No verdict: nobody's answer is known."
NO_BENCHMARK = "No verdict: the population table has no such group."
SAID = {
    "below": "Below the benchmark by more than chance explains.",
    "above": "Above the benchmark by more than chance explains.",
    "near": "No difference from the benchmark that chance would not explain at this number.",
}


# ---- what may be published


def _gates(people: Compared, rules: Rules) -> tuple[Gate, ...]:
    """Compliance reference 12.7: response, number, small cells; and never a body by itself."""
    small = [one.group for one in people.groups if 0 < one.members < rules.least_cell]
    small += ["not known"] if 0 < people.unknown < rules.least_cell else []
    response = f"{people.response:.1%}" if people.members else "nobody"
    return (
        Gate("response", people.response >= rules.least_response,
             f"{response} of the members are known; a published figure takes {rules.least_response:.0%}."),
        Gate("number", people.known >= rules.least_known,
             f"{people.known} answers are known; a published rate takes {rules.least_known}."),
        Gate("small_cells", not small,
             f"Groups of 1 to {rules.least_cell - 1}: {', '.join(small)}. They are hidden by a release, with others, first."
             if small else f"No group has 1 to {rules.least_cell - 1} members."),
        Gate("single_bodies", False, "Figures of a single body are never published: so few people can be told apart."),
    )  # fmt: skip


def publishable(gates: Iterable[Gate]) -> bool:
    """Whether the city's total may go into a release; single bodies never do."""
    return all(gate.passed for gate in gates if gate.code != "single_bodies")
