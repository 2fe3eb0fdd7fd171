"""Each formula against another hand's: scipy and statsmodels, on tables drawn at random and on the awkward ones."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from scipy import stats
from scipy.stats.contingency import relative_risk
from statsmodels.genmod.families import Binomial, Poisson
from statsmodels.genmod.generalized_linear_model import GLM
from statsmodels.regression.linear_model import WLS
from statsmodels.stats.contingency_tables import StratifiedTable
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint, proportions_ztest
from statsmodels.stats.rates import confint_poisson, confint_poisson_2indep
from statsmodels.stats.rates import test_poisson_2indep as poisson_2indep

from metrics.statistics import events, inequality, intersections, multiplicity, ordered, significance, strata
from metrics.statistics.differences import newcombe
from metrics.statistics.exact import binomial, fisher, fisher_each, multinomial, poisson, poisson_binomial
from metrics.statistics.rates import clopper_pearson, wilson
from metrics.statistics.ratios import katz
from metrics.statistics.representation import represent_all
from metrics.statistics.standardising import standardise

close = np.testing.assert_allclose


def tables(count: int = 200, most: int = 120) -> tuple[Any, Any, Any, Any]:
    """k1, n1, k0, n0 with every kind of zero among them."""
    rng = np.random.default_rng(5)
    n1, n0 = rng.integers(1, most, count), rng.integers(1, most, count)
    k1, k0 = rng.integers(0, n1 + 1), rng.integers(0, n0 + 1)
    k1[:5], k0[5:10], k1[10:15], k0[15:20] = 0, 0, n1[10:15], n0[15:20]
    return k1, n1, k0, n0


def test_intervals_of_a_rate():
    k, n, _k0, _n0 = tables()
    for ours, name in ((wilson, "wilson"), (clopper_pearson, "beta")):
        close(ours(k, n), proportion_confint(k, n, method=name), atol=1e-12)
    close(wilson(k, n, 0.9), proportion_confint(k, n, alpha=0.1, method="wilson"), atol=1e-12)


def test_intervals_of_differences_and_ratios():
    k1, n1, k0, n0 = tables()
    close(
        newcombe(k1, n1, k0, n0),
        confint_proportions_2indep(k1, n1, k0, n0, compare="diff", method="newcomb"),
        atol=1e-12,
    )
    some = (k1 > 0) & (k0 > 0)
    expected = confint_proportions_2indep(k1[some], n1[some], k0[some], n0[some], compare="ratio", method="log")
    close(katz(k1[some], n1[some], k0[some], n0[some]), expected, rtol=1e-10)
    found = relative_risk(27, 122, 44, 487).confidence_interval(0.95)
    close(katz(27, 122, 44, 487), (found.low, found.high))


def test_large_sample_tests():
    k1, n1, k0, n0 = tables(60)
    z, p = significance.z_pooled(k1, n1, k0, n0), significance.p_of_z(significance.z_pooled(k1, n1, k0, n0))
    for at in range(20, 60):
        close((z[at], p[at]), proportions_ztest([k1[at], k0[at]], [n1[at], n0[at]]), rtol=1e-9)
        table = [[k1[at], n1[at] - k1[at]], [k0[at], n0[at] - k0[at]]]
        if k1[at] + k0[at] not in (0, n1[at] + n0[at]):
            close(significance.p_yates(k1[at], n1[at], k0[at], n0[at]), stats.chi2_contingency(table).pvalue, rtol=1e-8)
    found = significance.chi_square(k1, n1)
    expected = stats.chi2_contingency(np.array([k1, n1 - k1]), correction=False)
    assert found is not None
    close((found.statistic, found.degrees, found.p), (expected.statistic, expected.dof, expected.pvalue))


def test_fishers_test_and_its_mid_p():
    k1, n1, k0, n0 = tables(120, 60)
    for at, found in enumerate(fisher_each(k1, n1, k0, n0)):
        table = [[k1[at], n1[at] - k1[at]], [k0[at], n0[at] - k0[at]]]
        law = stats.hypergeom(n1[at] + n0[at], k1[at] + k0[at], n1[at])
        close(found.two_sided, stats.fisher_exact(table).pvalue, rtol=1e-8)
        close(found.lower, stats.fisher_exact(table, "less").pvalue, rtol=1e-8)
        close(found.mid_p, max(0, stats.fisher_exact(table).pvalue - law.pmf(k1[at]) / 2), rtol=1e-7, atol=1e-12)


def test_fishers_test_in_large_tables_and_far_tails():
    for counts in ((1840, 4000, 3000, 6000), (40_000, 100_000, 41_000, 100_000), (5, 900, 700, 900)):
        k1, n1, k0, n0 = counts
        close(fisher(*counts).two_sided, stats.fisher_exact([[k1, n1 - k1], [k0, n0 - k0]]).pvalue, rtol=1e-6)


def test_poisson_and_unlike_binomials():
    rng = np.random.default_rng(7)
    for size in (1, 5, 40):
        chances = np.append(rng.random(size), [0.0, 1.0])
        other = stats.poisson_binom(chances)
        for x in (0, 1, size // 2, size + 2):
            found = poisson_binomial(x, chances)
            close([found.lower, found.upper, found.observed], [other.cdf(x), other.sf(x - 1), other.pmf(x)], atol=1e-12)
    alike = poisson_binomial(12, [0.111] * 224)
    close(
        [alike.two_sided, alike.lower], [binomial(12, 224, 0.111).two_sided, binomial(12, 224, 0.111).lower], rtol=1e-9
    )
    for x, mean in ((0, 2.912), (7, 2.912), (3, 0.01), (900, 1000.0)):
        found, law = poisson(x, mean), stats.poisson(mean)
        close([found.lower, found.upper, found.observed], [law.cdf(x), law.sf(x - 1), law.pmf(x)], rtol=1e-9)
        close(found.two_sided, events.rate_p(x, 1.0, mean), rtol=1e-9)
    assert poisson(0, 0.0).two_sided == 1.0
    assert poisson(1, 0.0).two_sided == 0.0
    with pytest.raises(ValueError):
        poisson_binomial(3, [0.5, 0.5])
    with pytest.raises(ValueError):
        poisson(-1, 2.0)


def test_binomial_multinomial_and_goodness_of_fit():
    for x, n, p in ((3, 20, 0.3), (0, 9, 0.1), (339, 870, 0.791), (9, 9, 0.5), (7, 10, 0.7)):
        found = binomial(x, n, p)
        close(found.two_sided, stats.binomtest(x, n, p).pvalue, rtol=1e-8)
        close((found.lower, found.upper), (stats.binom.cdf(x, n, p), stats.binom.sf(x - 1, n, p)), rtol=1e-8)
    assert binomial(0, 5, 0.0).two_sided == 1.0
    assert binomial(1, 5, 0.0).two_sided == 0.0
    counts, shares = [4, 3, 1], [0.5, 0.3, 0.2]
    law = stats.multinomial(8, shares)
    every = [[a, b, 8 - a - b] for a in range(9) for b in range(9 - a)]
    close(multinomial(counts, shares), sum(p for p in law.pmf(every) if p <= law.pmf(counts) * (1 + 1e-9)))
    close(represent_all(counts, shares).test.p, stats.chisquare(counts, 8 * np.array(shares)).pvalue)


def test_adjustment_for_many_comparisons():
    p = np.random.default_rng(2).uniform(size=50) ** 2
    for ours, name in (
        (multiplicity.benjamini_hochberg, "fdr_bh"), (multiplicity.holm, "holm"), (multiplicity.bonferroni, "bonferroni"),
    ):  # fmt: skip
        close(ours(p), multipletests(p, method=name)[1])


def test_strata():
    k1, n1, k0, n0 = tables(12, 80)
    usable = strata.comparable(k1, n1, k0, n0)
    other = StratifiedTable(np.array([[usable.k1, usable.n1 - usable.k1], [usable.k0, usable.n0 - usable.k0]]))
    odds, odds_limits = strata.common_odds_ratio(usable)
    test, tarone = strata.mantel_haenszel(usable), strata.breslow_day(usable)
    close((odds, *odds_limits), (other.oddsratio_pooled, *other.oddsratio_pooled_confint()))
    close(strata.common_ratio(usable)[0], other.riskratio_pooled)
    close((test.p, test.p_corrected), (other.test_null_odds().pvalue, other.test_null_odds(correction=True).pvalue))
    assert tarone is not None
    expected = other.test_equal_odds(adjust=True)
    close((tarone.statistic, tarone.p), (expected.statistic, expected.pvalue), atol=1e-12)
    plain = strata.breslow_day(usable, tarone=False)
    assert plain is not None
    close(plain.statistic, other.test_equal_odds().statistic)


def test_strata_that_do_not_compare_are_counted_and_left_out():
    usable = strata.comparable([3, 0, 5, 2], [10, 0, 5, 8], [4, 5, 6, 0], [12, 9, 6, 0])
    assert (usable.dropped, usable.n.tolist()) == (3, [22])
    assert strata.comparable([1], [1], [0], [1]).dropped == 0  # one person of each group compares
    assert strata.breslow_day(usable) is None
    assert strata.woolf(usable) is None


def test_event_rates():
    for k, t in ((0, 3.0), (4, 10.0), (137, 24.2)):
        close(events.exact_interval(k, t), confint_poisson(k, t, method="exact-c"), rtol=1e-9)
    close(
        events.rate_ratio_log(11, 800, 21, 3011),
        confint_poisson_2indep(11, 800, 21, 3011, method="wald-log"),
        rtol=1e-9,
    )
    close(
        events.rate_ratio_p(11, 800, 21, 3011), poisson_2indep(11, 800, 21, 3011, method="exact-cond").pvalue, rtol=1e-7
    )
    for k, mean in ((3, 7.5), (12, 5.0), (5, 5.0), (0, 2.0)):
        law = stats.poisson(mean)
        reach = np.arange(200)
        close(events.rate_p(k, mean, 1.0), law.pmf(reach)[law.pmf(reach) <= law.pmf(k) * (1 + 1e-9)].sum(), rtol=1e-9)


def test_standardisation():
    events_, people, standard = [10, 20, 5], [1000, 3000, 400], [2000, 2000, 1000]
    found = standardise(events_, people, standard)
    parts = np.array(standard) / 5000 / np.array(people)
    mean, variance = (parts * events_).sum(), (parts**2 * events_).sum()
    close(found.adjusted, mean)
    close(found.limits[0], stats.gamma.ppf(0.025, mean**2 / variance, scale=variance / mean))
    assert np.isnan(standardise([1, 2], [0, 100], [50, 50]).adjusted)  # a stratum without people is unknown, not zero
    assert standardise([0, 0], [10, 100], [50, 50]).limits[0] == 0


def test_slopes_and_main_effects():
    rung = ordered.ladder(
        np.arange(5.0), np.array([76.0, 91, 96, 97, 99]), np.ones(5), np.array([20.0, 21, 19, 22, 18])
    )
    design = np.column_stack([np.ones(5), rung.rank])
    line = WLS(rung.y, design, weights=rung.share).fit(cov_type="HC0")
    close((ordered.linear_slope(rung).sii.estimate, ordered.linear_slope(rung).sii.se), (line.params[1], line.bse[1]))
    curve = GLM(rung.y / 100, design, family=Binomial(), freq_weights=rung.population).fit(tol=1e-12)
    ends = curve.predict([[1, 0], [1, 1]])
    close(ordered.logit_slope(rung, 100).sii.estimate, 100 * (ends[1] - ends[0]), rtol=1e-7)
    codes = np.array([[a, b] for a in range(3) for b in range(2)])
    n, k = np.array([100.0, 80, 60, 40, 200, 10]), np.array([30.0, 10, 20, 9, 90, 1])
    effects = np.column_stack([np.ones(6), codes[:, 0] == 1, codes[:, 0] == 2, codes[:, 1] == 1]).astype(float)
    product = GLM(k, effects, family=Poisson(), exposure=n).fit(tol=1e-12)
    close(intersections.multiplicative_expected(codes, k, n), product.predict(effects, exposure=np.ones(6)), rtol=1e-7)
    close(intersections.additive_expected(codes, k, n), WLS(k / n, effects, weights=n).fit().predict(effects))


def test_standard_errors_by_drawing_again():
    """The delta method's errors of the variance between groups, Theil's and the mean log deviation, against what draws do."""
    rng = np.random.default_rng(3)
    y, share, se = np.array([70.0, 80, 95, 99]), np.array([0.1, 0.4, 0.3, 0.2]), np.array([2.0, 1.5, 1, 0.5])
    drawn = y + se * rng.standard_normal((40_000, 4))
    for measure, error in (
        (inequality.between_group_variance, inequality.between_group_variance_se), (inequality.theil, inequality.theil_se),
        (inequality.mean_log_deviation, inequality.mean_log_deviation_se),
    ):  # fmt: skip
        assert error(y, share, se) == pytest.approx(float(np.std(measure(drawn, share))), rel=0.06)
