"""Exact intervals of shares and rates: the incomplete beta and gamma functions, turned around by halving.

A statistics library has them too; loading one takes longer than everything that this program draws.
"""

from __future__ import annotations

import math
from collections.abc import Callable

TINY = 1e-300
STEPS = 100_000


def share_limits(successes: int, failures: int, level: float = 0.95) -> tuple[float, float]:
    """Limits of a share, after Clopper and Pearson 1934.

    Examples
    --------
    >>> [round(limit, 4) for limit in share_limits(2, 8)]
    [0.0252, 0.5561]
    """
    tail = (1 - level) / 2
    low = _solve(lambda x: beta(successes, failures + 1, x), tail, 0.0, 1.0) if successes else 0.0
    high = _solve(lambda x: beta(successes + 1, failures, x), 1 - tail, 0.0, 1.0) if failures else 1.0
    return low, high


def count_limits(count: int, level: float = 0.95) -> tuple[float, float]:
    """Limits of the mean of a Poisson count, after Garwood 1936.

    Examples
    --------
    >>> [round(limit, 3) for limit in count_limits(10)]
    [4.795, 18.39]
    """
    tail = (1 - level) / 2
    most = count + 10 * math.sqrt(count + 1) + 20
    low = _solve(lambda x: gamma(count, x), tail, 0.0, most) if count else 0.0
    return low, _solve(lambda x: gamma(count + 1, x), 1 - tail, 0.0, most)


def beta(a: int, b: int, x: float) -> float:
    """Regularized incomplete beta function, by its continued fraction (Numerical Recipes 6.4, method of Lentz).

    Examples
    --------
    >>> round(beta(2, 3, 0.5), 6)
    0.6875
    """
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - beta(b, a, 1 - x)
    front = math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)

    def term(i: int) -> float:
        m = i // 2
        if i % 2:
            return -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        return m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))

    return math.exp(front) / a * _fraction(term)


def _fraction(term: Callable[[int], float]) -> float:
    """``1 / (1 + term(1) / (1 + term(2) / (1 + …)))``."""
    value, c, d = 1.0, 1.0, 0.0
    for i in range(1, STEPS):
        d = 1 / (1 + term(i) * d or TINY)
        c = 1 + term(i) / c or TINY
        value *= c * d
        if abs(c * d - 1) < 1e-15:
            break
    return 1 / value


def gamma(a: int, x: float) -> float:
    """Regularized lower incomplete gamma function, by its series (Numerical Recipes 6.2).

    Examples
    --------
    >>> round(gamma(1, 1.0), 6)
    0.632121
    """
    if x <= 0:
        return 0.0
    part = total = 1 / a
    for i in range(1, STEPS):
        part *= x / (a + i)
        total += part
        if part < total * 1e-16:
            break
    return min(total * math.exp(a * math.log(x) - x - math.lgamma(a)), 1.0)


def _solve(rising: Callable[[float], float], wanted: float, low: float, high: float) -> float:
    """Where a function that rises reaches a value."""
    for _ in range(60):
        middle = (low + high) / 2
        if rising(middle) < wanted:
            low = middle
        else:
            high = middle
    return (low + high) / 2
