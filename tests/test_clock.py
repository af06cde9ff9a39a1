"""Local time, nights and windows against the standard library's own zone arithmetic."""

import datetime as dt
import zoneinfo
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer import clock

ZONES = (
    "Asia/Shanghai",
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "America/Sao_Paulo",
    "Africa/Casablanca",
)


@pytest.mark.parametrize("zone", ZONES)
@given(st.lists(st.integers(600_000_000, 1_900_000_000), min_size=1, max_size=20))
def test_wall_time_is_the_zones(zone, instants):
    t = np.array(instants, dtype=np.int64)
    info = zoneinfo.ZoneInfo(zone)
    expected = [int(dt.datetime.fromtimestamp(i, info).replace(tzinfo=dt.UTC).timestamp()) for i in instants]
    assert clock.wall(t, zone).tolist() == expected


@pytest.mark.parametrize("zone", ZONES)
def test_instants_undo_wall_times_and_mark_doubtful_ones(zone):
    t = np.arange(1_735_689_600, 1_735_689_600 + 370 * 86_400, 900, dtype=np.int64)
    local = clock.wall(t, zone)
    back, doubtful = clock.instants(local, zone)
    assert (back[~doubtful] == t[~doubtful]).all()
    info = zoneinfo.ZoneInfo(zone)
    for wall, got in zip(local[doubtful].tolist(), back[doubtful].tolist(), strict=True):
        expected = (dt.datetime(1970, 1, 1) + dt.timedelta(seconds=wall)).replace(tzinfo=info, fold=0).timestamp()
        assert got == int(expected)
    changes = sum(
        dt.datetime.fromtimestamp(int(a), info).utcoffset() != dt.datetime.fromtimestamp(int(b), info).utcoffset()
        for a, b in pairwise(t)
    )
    assert doubtful.any() == (changes > 0)


def test_shanghai_summer_time_of_the_past_is_known():
    """China had summer time from 1986 to 1991."""
    assert clock.offsets(np.array([584_000_000], dtype=np.int64), "Asia/Shanghai").tolist() == [9 * 3600]


def test_night_boundaries():
    seconds = np.array([0, 8 * 3600 - 1, 8 * 3600, 22 * 3600 - 1, 22 * 3600, 86_399])
    assert clock.in_hours(seconds, *clock.NIGHT).tolist() == [True, True, False, False, True, True]
    assert clock.in_hours(seconds, 9 * 3600, 22 * 3600).tolist() == [False, False, False, True, False, False]


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 200)), max_size=60), st.integers(1, 80))
def test_window_counts_are_those_counted_by_hand(rows, width):
    rows.sort()
    key = np.array([k for k, _ in rows], dtype=np.int64)
    t = np.array([x for _, x in rows], dtype=np.int64)
    expected = [sum(k2 == k and x <= x2 < x + width for k2, x2 in rows[i:]) for i, (k, x) in enumerate(rows)]
    assert clock.window_counts(key, t, width).tolist() == expected
