"""How far two people agree who put the same answers under themes: Cohen's kappa. Pure, and exact.

kappa = (p_o - p_e) / (1 - p_e), where p_o is the share of answers that both put under the same theme and p_e the share that
they would by chance, each with their own habits: the sum over themes of the product of both coders' shares. Source: Cohen, J.
(1960), A coefficient of agreement for nominal scales, Educational and Psychological Measurement 20(1):37-46.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True)
class Agreement:
    """Of `answers` that both coded: how many they put under the same theme, the share by chance, and kappa.

    `kappa` is None where it is not defined: nothing was coded by both, or both put every answer under one and the same theme
    (chance alone would agree on all of it, so that there is nothing to tell).
    """

    answers: int
    same: int
    by_chance: Fraction | None
    kappa: Fraction | None


def agreement(pairs: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    """`pairs`: of each answer the theme by the first coder and by the second; None is a theme like any other."""
    n = len(pairs)
    same = sum(one == other for one, other in pairs)
    if n == 0:
        return Agreement(0, 0, None, None)
    first, second = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    by_chance = Fraction(sum(first[theme] * second[theme] for theme in first), n * n)
    if by_chance == 1:
        return Agreement(n, same, by_chance, None)
    return Agreement(n, same, by_chance, (Fraction(same, n) - by_chance) / (1 - by_chance))
