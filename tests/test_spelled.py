"""Numbers and instants spelled out, against Python's own formatting."""

import datetime as dt
import zoneinfo

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer import clock, spelled

SECONDS = st.lists(st.integers(0, 4_102_444_799), max_size=40)


@settings(deadline=None)
@given(st.lists(st.integers(0, 10**12), max_size=40), st.integers(1, 9))
def test_digits(values, least):
    assert spelled.digits(np.array(values, dtype=np.int64), least).to_pylist() == [f"{v:0{least}d}" for v in values]


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 10**8)), max_size=40), st.sampled_from([1, 3]))
def test_numbered(pairs, heads):
    names = ["0a1b2c3d", "77777777.2", "x"][:heads]
    which = [a % heads for a, _ in pairs]
    got = spelled.numbered(names, np.array(which, dtype=np.int64), np.array([b for _, b in pairs], dtype=np.int64), 6)
    assert got.to_pylist() == [f"{names[a]}{b:06d}" for a, (_, b) in zip(which, pairs, strict=True)]


@settings(deadline=None)
@given(SECONDS)
def test_instants_in_utc(seconds):
    expected = [dt.datetime.fromtimestamp(s, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ") for s in seconds]
    assert spelled.instants(np.array(seconds, dtype=np.int64)).to_pylist() == expected


@settings(deadline=None)
@given(SECONDS, st.sampled_from(["Asia/Shanghai", "America/St_Johns", "Europe/Paris", "Asia/Kolkata"]))
def test_instants_on_the_wall(seconds, zone):
    t = np.array(seconds, dtype=np.int64)
    info = zoneinfo.ZoneInfo(zone)
    expected = [dt.datetime.fromtimestamp(s, dt.UTC).astimezone(info).isoformat() for s in seconds]
    assert spelled.instants(t, clock.offsets(t, zone)).to_pylist() == expected


@settings(deadline=None)
@given(st.lists(st.integers(-(10**12), 10**12) | st.integers(-50, 50), max_size=40))
def test_distinct(values):
    found, place = spelled.distinct(np.array(values, dtype=np.int64))
    assert found.tolist() == sorted(set(values))
    assert found[place].tolist() == values


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 1_000_100), st.integers(1000, 2500), st.integers(1, 8), st.booleans(), st.integers(0, 3))
def test_many_close_numbers(first, n, least, backwards, gaps):
    values = np.delete(np.arange(first, first + n + 100), np.arange(gaps * 30))[:: -1 if backwards else 1]
    assert spelled.digits(values, least).to_pylist() == [f"{v:0{least}d}" for v in values.tolist()]
    which = values % 2
    got = spelled.numbered(["0a1b2c3d-", "77777777.2-"], which, values, least)
    assert got.to_pylist() == [
        f"{('0a1b2c3d-', '77777777.2-')[w]}{v:0{least}d}" for w, v in zip(which.tolist(), values.tolist(), strict=True)
    ]
