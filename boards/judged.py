"""What may be said of figures of representation, in neutral words, and what may be published. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from math import ceil, isnan, log

from boards.audited import Compared, Figure, Gate, Verdict
from boards.rules import Rules


def with_verdict(figure: Figure, response: float, rules: Rules) -> Figure:
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


def gates(people: Compared, rules: Rules) -> tuple[Gate, ...]:
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
