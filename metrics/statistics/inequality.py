"""How unequal groups without an order are: simple and population-weighted measures of their values.

Values are rates or means, one a group along the last axis, so that one call measures many draws at once; `share` is each
group's part of the population and sums to 1. Sources: WHO, Health inequality monitoring handbook (2013) and Schlotheuber and
Hosseinpoor (2022, Int J Environ Res Public Health 19:3697); Ahn et al. 2018 for the standard errors. Ordered groups:
`ordered`.
"""

from __future__ import annotations

import numpy as np
from scipy.special import xlogy

from metrics.statistics.arrays import Floats, divide


def mean(y: Floats, share: Floats) -> Floats:
    """The population's value, sum s y."""
    return np.asarray(np.sum(share * y, axis=-1))


def between_group_variance(y: Floats, share: Floats) -> Floats:
    """Sum s (y - mu)^2, in squared units."""
    return np.asarray(np.sum(share * (y - mean(y, share)[..., np.newaxis]) ** 2, axis=-1))


def between_group_variance_se(y: Floats, share: Floats, se: Floats) -> float:
    """Its standard error, with the terms of second order."""
    s2 = share**2 * se**2
    first = 4 * np.sum(s2 * (y - mean(y, share)) ** 2)
    second = 2 * (np.sum(s2) ** 2 - np.sum(s2**2) + np.sum(share**2 * (1 - share) ** 2 * se**4))
    return float(np.sqrt(first + second))


def between_group_sd(y: Floats, share: Floats) -> Floats:
    """The root of the between-group variance, in units."""
    return np.sqrt(between_group_variance(y, share))


def coefficient_of_variation(y: Floats, share: Floats) -> Floats:
    """100 BGSD / mu; NaN at a mean of zero."""
    return 100 * divide(between_group_sd(y, share), mean(y, share))


def mean_difference(y: Floats, share: Floats, point: Floats) -> Floats:
    """Sum s |y - point|: from the mean, the best or a reference. With equal shares it is the unweighted measure."""
    return np.asarray(np.sum(share * np.abs(y - point[..., np.newaxis]), axis=-1))


def index_of_disparity(y: Floats, share: Floats, weights: Floats) -> Floats:
    """100 sum w |y - mu| / mu; `weights` are the shares, or equal (Pearcy and Keppel 2002). NaN at a mean of zero."""
    mu = mean(y, share)
    return 100 * divide(mean_difference(y, weights, mu), mu)


def theil(y: Floats, share: Floats) -> Floats:
    """Theil's T, sum s r ln r with r = y/mu; a value of zero adds nothing. NaN below zero or at a mean of zero."""
    r = _relative(y, share)
    return np.asarray(np.sum(share * xlogy(r, r), axis=-1))


def theil_se(y: Floats, share: Floats, se: Floats) -> float:
    """By the delta method; of T itself, so what is told in thousandths needs it times 1000 as well."""
    mu, r = mean(y, share), _relative(y, share)
    with np.errstate(divide="ignore", invalid="ignore"):
        slope = 1 + np.log(r) - np.sum(share * r * (1 + np.log(r)))
    return float(np.sqrt(np.sum(slope**2 * share**2 * se**2)) / mu) if np.all(r > 0) else float("nan")


def mean_log_deviation(y: Floats, share: Floats) -> Floats:
    """Minus sum s ln r, r = y/mu; NaN where a value is zero or less, since it would be infinite."""
    r = _relative(y, share)
    usable = np.all(r > 0, axis=-1)
    logs = np.log(np.where(r > 0, r, 1))
    return np.where(usable, -np.sum(share * logs, axis=-1), np.nan)


def mean_log_deviation_se(y: Floats, share: Floats, se: Floats) -> float:
    """By the delta method; of the measure itself, not of its thousandths."""
    mu, r = mean(y, share), _relative(y, share)
    return float(np.sqrt(np.sum(share**2 * se**2 * (1 - divide(1, r)) ** 2)) / mu)


def _relative(y: Floats, share: Floats) -> Floats:
    mu = mean(y, share)[..., np.newaxis]
    return np.where((y >= 0) & (mu > 0), divide(y, mu), np.nan)


def attributable_risk(y: Floats, share: Floats, best: Floats, *, favourable: bool) -> Floats:
    """What the population would gain if all had the best group's value: best - mu; at least 0, at most 0 where less is better."""
    gain = best - mean(y, share)
    return np.maximum(gain, 0) if favourable else np.minimum(gain, 0)


def attributable_fraction(y: Floats, share: Floats, best: Floats, *, favourable: bool) -> Floats:
    """The same in per cent of the population's value; NaN at a mean of zero."""
    return 100 * divide(attributable_risk(y, share, best, favourable=favourable), mean(y, share))
