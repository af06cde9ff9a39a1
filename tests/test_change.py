"""Before and after: spans counted by hand, limits held against the binomial tails that define them."""

import datetime as dt
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.change import LEVEL, change
from analyzer.intervals import share_limits

D = dt.date


def test_the_day_itself_belongs_to_neither_side():
    calls = [D(2026, 5, 5), D(2026, 5, 6), D(2026, 5, 6), D(2026, 5, 7)]
    got = change(calls, D(2026, 5, 6), D(2026, 5, 1), D(2026, 5, 10))
    assert (got.before, got.days_before, got.after, got.days_after) == (1, 5, 1, 4)
    assert got.per_day == (0.2, 0.25)
    assert got.ratio == pytest.approx(1.25)


def test_no_call_afterwards_has_a_finite_upper_limit():
    got = change([D(2026, 5, 1)] * 10, D(2026, 5, 11), D(2026, 5, 1), D(2026, 5, 21))
    assert (got.ratio, got.low) == (0, 0)
    p = 1 - 0.025 ** (1 / 10)  # none of ten: the textbook limit
    assert got.high == pytest.approx(p / (1 - p))


def test_no_call_before_has_no_upper_limit():
    got = change([D(2026, 5, 20)] * 3, D(2026, 5, 11), D(2026, 5, 1), D(2026, 5, 21))
    assert (got.ratio, got.high) == (None, None) and got.low > 0


@pytest.mark.parametrize("moment", [D(2026, 4, 1), D(2026, 5, 1), D(2026, 5, 21), D(2026, 6, 1)])
def test_an_empty_side_is_not_compared(moment):
    got = change([D(2026, 5, 2)], moment, D(2026, 5, 1), D(2026, 5, 21))
    assert got.ratio is None and 0 in (got.days_before, got.days_after)


@given(st.integers(0, 40), st.integers(0, 40))
def test_limits_are_those_of_the_definition(before, after):
    """At the lower limit so many or more are as rare as the tail allows, at the upper limit so few or fewer."""
    n, tail = before + after, (1 - LEVEL) / 2
    if n == 0:
        return
    low, high = share_limits(after, before, LEVEL)
    assert 0 <= low <= after / n <= high <= 1

    def at_least(k, p):
        return sum(comb(n, i) * p**i * (1 - p) ** (n - i) for i in range(k, n + 1))

    if after:
        assert at_least(after, low) == pytest.approx(tail, rel=1e-6)
    if before:
        assert 1 - at_least(after + 1, high) == pytest.approx(tail, rel=1e-6)
