"""Cohen's kappa: the example of its source's kind, another hand's answer, and where it is not defined."""

from __future__ import annotations

import random
from fractions import Fraction

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from engagement.rounds.agreement import agreement


def test_a_table_worked_by_hand():
    """20 yes/yes, 5 yes/no, 10 no/yes, 15 no/no: 35 of 50 agree, 25 by chance."""
    pairs = [("y", "y")] * 20 + [("y", "n")] * 5 + [("n", "y")] * 10 + [("n", "n")] * 15
    found = agreement(pairs)
    assert (found.answers, found.same, found.by_chance) == (50, 35, Fraction(1, 2))
    assert found.kappa == Fraction(2, 5)


@pytest.mark.parametrize("seed", range(20))
def test_another_hand_comes_to_the_same(seed):
    rng = random.Random(seed)
    themes = list(range(rng.randint(2, 6)))
    pairs = [(rng.choice(themes), rng.choice(themes)) for _ in range(rng.randint(5, 200))]
    table = np.zeros((len(themes), len(themes)))
    for one, other in pairs:
        table[one, other] += 1
    found = agreement(pairs)
    if found.kappa is not None:
        assert float(found.kappa) == pytest.approx(cohens_kappa(table).kappa)


def test_it_is_not_defined_where_there_is_nothing_to_tell():
    assert agreement([]).kappa is None
    assert agreement([("a", "a")] * 9).kappa is None  # chance alone agrees on all of it
    assert agreement([("a", "b")] * 9).kappa == 0  # each has one habit, and they never agree
    assert agreement([("a", "b"), ("b", "a")]).kappa == -1
