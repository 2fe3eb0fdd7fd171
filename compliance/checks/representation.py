"""Who sits on a body or works in a job group, against who is available: exact tests, since such numbers are small.

Castaneda v. Partida, 430 US 482 (1977); Hazelwood School District v. United States, 433 US 299 (1977) for a workforce. For a body
no federal law asks for parity: the answer is at most to watch, and what follows is outreach, vacancies and access, never a seat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from compliance.checks.consulting import Consultation
from compliance.checks.facts import fact, several
from compliance.checks.law import Law
from compliance.checks.showing import probability, rounded
from compliance.checks.verdicts import Result, Verdict, say
from compliance.checks.verdicts import worded as _

TITLE = "Representation against availability"
REQUIREMENT = "T7-04"
WORKFORCE, BODY = "workforce", "body"
MOST = 20_000  # whose chances are added one by one
LARGEST = 10_000_000  # of whom the exact test is still a matter of seconds


@dataclass(frozen=True)
class Part:
    """A body, job group or district with its own benchmark."""

    name: str | None = fact("The body, job group or district")
    seats: int | None = fact("Filled seats or employees with a known answer", least=0, most=LARGEST)
    benchmark: Fraction | None = fact("The group's part of who is available", least=0, most=1)


@dataclass(frozen=True)
class Facts:
    """How many of a group, of how many, against what: parts with benchmarks, or the pool that was chosen from."""

    about: str | None = fact("What is looked at", choices=(WORKFORCE, BODY))
    as_of: date | None = fact("Day of the count")
    group: str | None = fact("The group")
    members: int | None = fact("How many of the group", least=0, most=LARGEST)
    parts: tuple[Part, ...] = several("One part, or several with benchmarks of their own")
    pool: int | None = fact("In place of parts: everybody who could have been chosen", least=0, most=LARGEST)
    pool_group: int | None = fact("Of the pool, those of the group", least=0, most=LARGEST)
    chosen: int | None = fact("Of the pool, those who were chosen", least=0, most=LARGEST)


EXAMPLE: dict[str, Any] = {
    "about": "body",
    "as_of": "2026-06-30",
    "group": "women",
    "members": 94,
    "parts": [{"name": "All boards and commissions", "seats": 224, "benchmark": 0.505}],
}


def judge(facts: Facts, law: Law) -> Verdict:
    """Below, near or above what is available, with the exact probability."""
    seen = Consultation(law, REQUIREMENT if facts.about != BODY else "BC-05")
    day = seen.need(facts.as_of, "as_of", _("Without the day of the count it is not known which rows apply."))
    members = seen.need(facts.members, "members", _("How many there are of the group is not known."))
    sd, alpha = seen.number("ai.sd", day), seen.number("ai.alpha", day)
    _complete(facts, seen)
    if members is None or sd is None or alpha is None or seen.lacking:
        return seen.undetermined()
    told = _of_pool(facts, members) if facts.pool is not None else _of_parts(facts, members)
    significant = Fraction(told["p"]) < alpha
    below = members < told["expected"]
    text = _("%(group)s: %(members)s, where %(expected)s would be expected; probability %(p)s. %(said)s")
    said = BELOW if significant and below else ABOVE if significant else NEAR
    result = _result(facts.about, significant=significant, below=below)
    why = say(
        text, group=facts.group or "?", members=members, expected=rounded(told["expected"], 1),
        p=probability(told["p"], alpha), said=said,
    )  # fmt: skip
    return seen.verdict(result, [why], told)


BELOW = _("Below the benchmark by more than chance explains.")
ABOVE = _("Above the benchmark by more than chance explains.")
NEAR = _("No difference from the benchmark that chance would not explain at this number.")


def _result(about: str | None, *, significant: bool, below: bool) -> Result:
    if not significant:
        return Result.NO_INDICATION
    return Result.INDICATOR_RAISED if below and about == WORKFORCE else Result.WATCH


def _complete(facts: Facts, seen: Consultation) -> None:
    if facts.pool is not None:
        for name in ("pool_group", "chosen"):
            value = seen.need(
                getattr(facts, name), name, _("The pool is only known with its group and who was chosen.")
            )
            if value is not None and value > facts.pool:
                seen.reject(name, _("There are more than the pool has."))
        if facts.members is not None and facts.members > min(facts.pool_group or 0, facts.chosen or 0):
            seen.reject("members", _("There are more of the group than were in the pool or were chosen."))
        return
    if not facts.parts:
        seen.reject("parts", _("Neither parts with benchmarks nor a pool are given."))
    for at, part in enumerate(facts.parts, start=1):
        seen.need(part.seats, f"parts[{at}].seats", _("How many seats or employees there are is not known."))
        seen.need(part.benchmark, f"parts[{at}].benchmark", _("What is available is not known."))
    if facts.members is not None and facts.members > (seats := sum(part.seats or 0 for part in facts.parts)):
        seen.reject("members", _("%(members)s of %(seats)s: more than there are."), members=facts.members, seats=seats)
    elif len(facts.parts) > 1 and sum(part.seats or 0 for part in facts.parts) > MOST:
        seen.reject("parts", _("More than %(most)s in several parts: ask for each part by itself."), most=MOST)
    elif facts.parts and not sum(part.seats or 0 for part in facts.parts):
        seen.reject("parts", _("No seat is filled: a share of none is not known."))


def _of_pool(facts: Facts, members: int) -> dict[str, Any]:
    """The chosen against the pool they were chosen from: hypergeometric, all margins fixed."""
    from metrics.statistics.exact import fisher

    pool, group, chosen = facts.pool or 0, facts.pool_group or 0, facts.chosen or 0
    exact = fisher(members, group, chosen - members, pool - group)
    return {
        "x": members, "pool": pool, "pool_group": group, "appointed": chosen,
        "expected": Fraction(chosen * group, pool) if pool else Fraction(0),
        "pool_share": Fraction(group, pool) if pool else None, "sel_share": Fraction(members, chosen) if chosen else None,
        "lower": exact.lower, "two_sided": exact.two_sided, "p_obs": exact.observed, "midp_two_sided": exact.mid_p,
        "test": "hypergeometric", "p": exact.mid_p,
    }  # fmt: skip


def _of_parts(facts: Facts, members: int) -> dict[str, Any]:
    expected = sum(((part.benchmark or 0) * (part.seats or 0) for part in facts.parts), Fraction(0))
    seats = sum(part.seats or 0 for part in facts.parts)
    told: dict[str, Any] = {"x": members, "n": seats, "expected": expected, "share": Fraction(members, seats)}
    told |= {"poisson": _poisson(members, float(expected))}
    return told | (_binomial(facts.parts[0], members) if len(facts.parts) == 1 else _mixed(facts, members))


def _binomial(part: Part, members: int) -> dict[str, Any]:
    from metrics.statistics.representation import represent

    seats, p = part.seats or 0, part.benchmark or Fraction(0)
    one = represent(members, seats, float(p))
    due = p * seats
    return {
        "p0": p, "sd": one.sd, "z": one.z, "parity_index": Fraction(members, seats) / p if p else None,
        "gap_pp": (Fraction(members, seats) - p) * 100, "exact_two_sided": one.exact.two_sided,
        "exact_lower": one.exact.lower, "exact_upper": one.exact.upper, "midp_two_sided": one.exact.mid_p,
        "shortfall_seats_fraction": due - members, "floor": due.numerator // due.denominator,
        "ceil": -(-due.numerator // due.denominator), "whole_seat_shortfall": one.whole_seats,
        "test": "binomial", "p": one.exact.mid_p,
    }  # fmt: skip


def _mixed(facts: Facts, members: int) -> dict[str, Any]:
    """Several bodies with different benchmarks: the sum of unlike binomials, exactly."""
    from metrics.statistics.exact import poisson_binomial

    chances = [float(part.benchmark or 0) for part in facts.parts for _seat in range(part.seats or 0)]
    exact = poisson_binomial(members, chances)
    mean, sd = sum(chances), sum(p * (1 - p) for p in chances) ** 0.5
    return {
        "mean": mean, "sd": sd, "z": (members - mean) / sd if sd else None, "lower": exact.lower,
        "two_sided": exact.two_sided, "midp_two_sided": exact.mid_p, "test": "Poisson-binomial", "p": exact.mid_p,
    }  # fmt: skip


def _poisson(members: int, mean: float) -> dict[str, Any]:
    """For groups that are rare everywhere: the tail."""
    from metrics.statistics.exact import poisson

    exact = poisson(members, mean)
    return {
        "x": members, "lam": mean, "lower": exact.lower, "upper": exact.upper, "two_sided_minlike": exact.two_sided,
    }  # fmt: skip
