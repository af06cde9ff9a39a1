"""Exact intervals: what they say is what adding up binomial and Poisson probabilities says."""

import math

import pytest

from analyzer.intervals import beta, count_limits, gamma, share_limits


def binomial_from(k: int, n: int, p: float) -> float:
    """Probability of k or more of n."""
    return sum(math.comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))


def poisson_to(k: int, mean: float) -> float:
    """Probability of k or fewer."""
    return sum(math.exp(i * math.log(mean) - mean - math.lgamma(i + 1)) for i in range(k + 1))


@pytest.mark.parametrize(("hits", "fails"), [(1, 1), (2, 8), (7, 1), (40, 3), (12, 190), (250, 250)])
def test_limits_of_a_share_leave_out_two_and_a_half_per_cent_on_either_side(hits, fails):
    low, high = share_limits(hits, fails)
    assert binomial_from(hits, hits + fails, low) == pytest.approx(0.025, rel=1e-9)
    assert 1 - binomial_from(hits + 1, hits + fails, high) == pytest.approx(0.025, rel=1e-9)


@pytest.mark.parametrize("count", [1, 2, 10, 57, 400, 20_000])
def test_limits_of_a_count_leave_out_two_and_a_half_per_cent_on_either_side(count):
    low, high = count_limits(count)
    assert 1 - poisson_to(count - 1, low) == pytest.approx(0.025, rel=1e-6)
    assert poisson_to(count, high) == pytest.approx(0.025, rel=1e-6)


def test_nothing_seen_has_one_limit_only():
    assert share_limits(0, 5)[0] == 0.0 and share_limits(5, 0)[1] == 1.0
    assert share_limits(0, 5)[1] == pytest.approx(1 - 0.025 ** (1 / 5))
    assert count_limits(0) == (0.0, pytest.approx(-math.log(0.025)))


def test_functions_at_their_ends():
    assert (beta(2, 3, 0.0), beta(2, 3, 1.0), gamma(4, 0.0)) == (0.0, 1.0, 0.0)
    assert gamma(3, 500.0) == pytest.approx(1.0)


def test_large_counts_stay_exact_and_symmetric():
    low, high = share_limits(100_000, 60_000)
    assert (low, high) == pytest.approx([1 - end for end in reversed(share_limits(60_000, 100_000))], rel=1e-9)
    assert low < 100_000 / 160_000 < high
