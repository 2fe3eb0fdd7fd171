"""Who sits on a city's bodies against who lives there: figures, what may be said of them, and what may be published. Pure.

Shares, exact tests and seats are those of `metrics.statistics` (*Castaneda v. Partida*, 430 U.S. 482 (1977); *Hazelwood School
District v. United States*, 433 U.S. 299 (1977)); vacant seats and members who did not say stand outside the denominator. Whoever
sits on two bodies holds two seats and is one person: the city's test counts people, since seats of one person are not chances
of their own. A single small body has figures and no verdict; what follows from any verdict is outreach, vacancies and access.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import ceil, floor, isnan, nan
from typing import Any

from boards.audited import Audit, Benchmark, Compared, Figure, Pool, Rare, Sitting
from boards.judged import gates, with_verdict
from boards.rules import USUAL, Rules
from metrics.statistics.arrays import Floats, divide, floats
from metrics.statistics.exact import Exact, fisher, poisson, poisson_binomial
from metrics.statistics.multiplicity import holm
from metrics.statistics.representation import Body, represent, represent_all, share_bounds

PEOPLE, SEATS = "All people, each once", "All filled seats"
RARE = 5  # members expected, below whom the Poisson tail is told as well; no normal test is asked at any number


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
    return Audit(tuple(bodies), people, filled, gates(people, rules), tuple(notes))


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
    told = [with_verdict(figure, response, rules) for figure in figures] if judged else list(figures)
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
