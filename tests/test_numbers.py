"""The numbers table: by hand, against the brute-force reference, and by law."""

import datetime as dt
import random
import zoneinfo
from collections import Counter
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import reference
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import build_events, events_of, row

from analyzer import numbers, pipeline, view
from analyzer.events import EVENT_COLUMNS
from analyzer.indicators import INDICATORS
from analyzer.numbers import UNITS
from analyzer.settings import Settings
from analyzer.view import EventView

NEW_YORK = Settings(zone="America/New_York", region="US")


def numbers_of(rows, settings=None):
    return pipeline.summarize(events_of(rows, settings), settings)


def one(rows, settings=None) -> dict:
    table = numbers_of(rows, settings)
    assert len(table) == 1
    return table.iloc[0].to_dict()


def test_by_hand():
    """A day that anybody can count: 21:58 to 08:01."""
    got = one(
        [
            row("2026-03-01 21:59:59"),
            row("2026-03-01 22:00:00", outcome="rejected"),
            row("2026-03-01 22:00:10", outcome="answered", duration=30),
            row("2026-03-02 07:59:59", outcome="blocked"),
            row("2026-03-02 08:00:00", outcome="answered", duration=45),
            row("2026-03-02 08:01:00", kind="sms", body="请还款"),
            row("2026-03-02 09:00:00", kind="sms", direction="out", body="请勿再来电"),
            row("2026-03-02 09:30:00", direction="out", outcome="answered", duration=5),
        ]
    )
    expected = {
        "events": 8, "calls_in": 5, "calls_out": 1, "answered_in": 2, "missed_in": 1, "rejected_in": 1, "blocked_in": 1,
        "messages_in": 1, "messages_out": 1, "days_active": 2, "calls_in_max_5min": 3, "calls_in_max_1h": 3,
        "calls_in_max_24h": 5, "calls_in_max_7d": 5, "calls_in_max_day": 3, "messages_in_max_24h": 1,
        "messages_in_max_day": 1, "night_calls_in": 3, "night_messages_in": 0, "talk_in_s": 75,
    }  # fmt: skip
    assert {k: got[k] for k in expected} == expected
    assert str(got["first_at"]) == "2026-03-01 13:59:59"


def test_window_is_half_open():
    """An event exactly one width later opens a new window."""
    base = 1_772_000_000
    assert one([row(base + s) for s in (0, 100, 299)])["calls_in_max_5min"] == 3
    assert one([row(base + s) for s in (0, 100, 300)])["calls_in_max_5min"] == 2
    week = [row(base + 86_400 * d) for d in range(8)]
    assert one(week)["calls_in_max_7d"] == 7


def test_daily_maximum_and_24_hours_differ():
    evening = [row(f"2026-03-01 2{h}:{m:02d}:00") for h in (0, 1, 2, 3) for m in (0, 30)]
    morning = [row(f"2026-03-02 0{h}:00:00") for h in (1, 2, 3)]
    got = one(evening + morning)
    assert (got["calls_in_max_day"], got["calls_in_max_24h"]) == (8, 11)


def test_day_of_clock_change_has_its_own_length():
    """New York, 2026-03-08: 02:00 becomes 03:00; calls at 00:30 and 23:30 are one local day."""
    got = one([row("2026-03-08 00:30:00", "2025550123"), row("2026-03-08 23:30:00", "2025550123")], NEW_YORK)
    assert (got["calls_in_max_day"], got["days_active"]) == (2, 1)


def test_no_events():
    events = build_events([]).events
    assert list(events.columns) == list(EVENT_COLUMNS)
    table = pipeline.summarize(events)
    assert table.empty
    assert [i.name for i in INDICATORS] == list(table.columns[6:])


def test_hidden_and_masked_numbers_are_groups_of_their_own():
    table = numbers_of(
        [row(f"2026-03-01 1{i}:00:00", n) for i, n in enumerate(("-1", "-2", "138****1234", "13811111234", ""))]
    )
    kinds = dict(zip(table["number"], table["number_kind"], strict=True))
    assert kinds["138****1234"] == "masked"
    assert sorted(k for n, k in kinds.items() if k == "withheld") == ["withheld", "withheld"]
    assert int(table["events"].sum()) == 5


def test_spellings_of_one_number_are_one_row():
    table = numbers_of(
        [
            row(f"2026-03-01 1{i}:00:00", n)
            for i, n in enumerate(["13911110001", "+8613911110001", "0086 139-1111-0001", "8613911110001"])
        ]
    )
    assert table["number"].tolist() == ["+8613911110001"]
    assert table["calls_in"].tolist() == [4]


def test_name_is_the_latest():
    assert (
        one(
            [
                row("2026-03-02 10:00:00", name="新名"),
                row("2026-03-01 10:00:00", name="旧名"),
                row("2026-03-03 10:00:00"),
            ]
        )["name"]
        == "新名"
    )


def test_every_column_of_the_contract():
    wanted = [
        "owner",
        "number",
        "number_kind",
        "region",
        "carrier",
        "name",
        "first_at",
        "last_at",
        "events",
        "calls_in",
        "calls_out",
        "answered_in",
        "missed_in",
        "rejected_in",
        "blocked_in",
        "messages_in",
        "messages_out",
        "days_active",
        "calls_in_max_5min",
        "calls_in_max_1h",
        "calls_in_max_24h",
        "calls_in_max_7d",
        "calls_in_max_day",
        "messages_in_max_24h",
        "messages_in_max_day",
        "night_calls_in",
        "night_messages_in",
        "talk_in_s",
    ]
    assert set(wanted) <= set(numbers_of([row("2026-03-01 10:00:00")]).columns)


@pytest.mark.parametrize("measure", INDICATORS, ids=lambda i: i.name)
def test_every_indicator_says_what_it_is(measure):
    assert measure.compute.__doc__ and measure.unit in UNITS


NUMBERS = ("13911110001", "13911110002", "+8613911110001", "95588", "-1", "-2", "138****1234", "")
DST = 1_772_953_200  # 2026-03-08 02:00 in New York, when the clock is set forward
MIDNIGHT = 1_772_294_400  # 2026-03-01 00:00 in Shanghai


def rows_around(*centres):
    """Rows with ties, near midnight, near a clock change, on a leap day, with hidden and masked numbers."""
    offsets = st.one_of(
        st.integers(-3, 3),
        st.integers(-400, 400),
        st.integers(-8 * 86_400, 8 * 86_400),
        st.sampled_from([0, 300, 3600, 86_400, 7 * 86_400]),
    )
    at = st.tuples(st.sampled_from(centres), offsets).map(sum)
    outcome = st.sampled_from(
        ["answered", "missed", "rejected", "blocked", "voicemail", "diverted", "failed", "unknown"]
    )
    call = st.builds(
        lambda at, n, d, o, s, r: row(at, n, "call", d, o, s, r),
        at, st.sampled_from(NUMBERS), st.sampled_from(["in", "in", "out", "unknown"]), outcome,
        st.one_of(st.none(), st.integers(0, 9)), st.one_of(st.none(), st.integers(0, 5)),
    )  # fmt: skip
    message = st.builds(
        lambda at, n, d, b: row(at, n, "sms", d, "", body=b),
        at,
        st.sampled_from(NUMBERS),
        st.sampled_from(["in", "out"]),
        st.sampled_from(["", "甲", "乙"]),
    )
    return st.lists(st.one_of(call, call, message), max_size=40)


def same(got, value):
    """Whether a cell holds what the reference says: None is missing, fractions are rounded to six places."""
    if value is None or pd.isna(got):
        return value is None and pd.isna(got)
    if isinstance(got, pd.Timestamp):
        return int(got.timestamp()) == value
    return got == value if isinstance(got, int) else abs(got - value) <= 5.1e-7 + abs(value) * 1e-12


@pytest.mark.parametrize("chosen", [Settings(), NEW_YORK], ids=["Shanghai", "New York"])
def test_against_the_reference(chosen):
    @settings(max_examples=60, deadline=None)
    @given(rows_around(DST, MIDNIGHT, 1_709_164_800))
    def check(rows):
        events = events_of(rows, chosen)
        table = pipeline.summarize(events, chosen)
        groups = reference.by_number(events)
        assert {(r.owner, r.number) for r in table.itertuples()} == set(groups)
        for r in table.to_dict("records"):
            expected = reference.indicators(groups[r["owner"], r["number"]])
            assert list(r)[6:] == [i.name for i in INDICATORS] and set(r) - set(expected) == set(list(r)[:6])
            for name, value in expected.items():
                assert same(r[name], value), (name, r[name], value)

    check()


@settings(max_examples=25, deadline=None)
@given(rows_around(DST, MIDNIGHT), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(rows, random):
    shuffled = list(rows)
    random.shuffle(shuffled)
    pd.testing.assert_frame_equal(numbers_of(rows), numbers_of(shuffled))


@settings(max_examples=25, deadline=None)
@given(rows_around(DST, MIDNIGHT))
def test_importing_twice_changes_nothing(rows):
    """The same export again adds no event; the ledger calls its rows duplicates."""
    once, twice = build_events(rows), build_events(rows, rows)
    pd.testing.assert_frame_equal(pipeline.summarize(once.events), pipeline.summarize(twice.events))
    second = twice.sources.iloc[1]
    assert second["duplicates"] == second["rows_read"] == len(rows)


@settings(max_examples=25, deadline=None)
@given(rows_around(DST, MIDNIGHT))
def test_splitting_by_number_changes_nothing(rows):
    whole = numbers_of(rows)
    parts = [numbers_of(part) for n in NUMBERS if (part := [r for r in rows if r["number_raw"] == n])]
    alone = {(p.number, p.calls_in, p.calls_in_max_7d) for part in parts for p in part.itertuples()}
    for r in whole.itertuples():
        if r.number not in ("+8613911110001", "unknown"):  # these gather two spellings
            assert (r.number, r.calls_in, r.calls_in_max_7d) in alone


def test_one_number_with_a_call_every_minute():
    """20,000 calls: the window maxima of an arithmetic series are known."""
    table = numbers_of([row(1_700_000_000 + 60 * i) for i in range(20_000)])
    got = table.iloc[0]
    assert (got["calls_in_max_5min"], got["calls_in_max_1h"], got["calls_in_max_24h"]) == (5, 60, 1440)


def most_within(times, width):
    """Most of the sorted times in any half-open window that opens at one of them, by two hands that only move forward."""
    most = last = 0
    for first, t in enumerate(times):
        while last < len(times) and times[last] < t + width:
            last += 1
        most = max(most, last - first)
    return most


@pytest.mark.slow
def test_one_number_with_200_000_events():
    """Bursts, ties, nights and a change of the clock, counted once more in plain Python."""
    rng = random.Random(11)
    zone = zoneinfo.ZoneInfo("America/New_York")
    second, rows = int(dt.datetime(2026, 3, 1, tzinfo=zone).timestamp()), []
    for _ in range(200_000):
        second += rng.choice((0, 0, 1, 2, 30, 90, 400))
        outcome = rng.choice(("answered", "missed", "rejected"))
        talk = rng.randrange(200) if outcome == "answered" else None
        rows.append(row(second, "+12025550123", outcome=outcome, duration=talk))
    events = events_of(rows, NEW_YORK)
    assert len(events) == 200_000 - (repeats := 200_000 - len({(r["at"], r["outcome"], r["duration_s"]) for r in rows}))
    assert repeats  # equal rows of one second are one call
    kept = [
        (int(e.at.timestamp()), e.outcome, e.duration_s) for e in events[["at", "outcome", "duration_s"]].itertuples()
    ]
    times = sorted(t for t, _, _ in kept)
    local = [dt.datetime.fromtimestamp(t, zone) for t in times]
    days = Counter(t.date() for t in local)
    got = pipeline.summarize(events, NEW_YORK).iloc[0]
    assert [got[f"calls_in_max_{name}"] for name in ("5min", "1h", "24h", "7d")] == [
        most_within(times, width) for width in (300, 3_600, 86_400, 7 * 86_400)
    ]
    assert (got["calls_in_max_day"], got["days_active"]) == (max(days.values()), len(days))
    assert got["night_calls_in"] == sum(t.hour >= 22 or t.hour < 8 for t in local)
    assert got["talk_in_s"] == sum(int(talk) for _, outcome, talk in kept if outcome == "answered")
    missed = Counter(dt.datetime.fromtimestamp(t, zone).date() for t, outcome, _ in kept if outcome != "answered")
    found = pipeline.detect(events, replace(NEW_YORK, rules=("cn",), zone="America/New_York"))
    mine = found[(found["rule"] == "CN-CBA-ATTEMPT6") & (found["status"] != "not-evaluable")]
    assert dict(zip(mine["window_start"].dt.date, mine["observed"], strict=True)) == {
        d: n for d, n in missed.items() if n > 6
    }


def test_numbers_are_the_same_however_large_the_parts_are(monkeypatch):
    """Groups are counted part by part; a part never divides one, and even one group to a part changes nothing."""
    rows = [
        row(f"2026-03-0{1 + i % 7} {i % 24:02}:{i % 60:02}:00", f"139{i % 5:08}", "call" if i % 3 else "sms", body="" if i % 3 else "x")
        for i in range(120)
    ]  # fmt: skip
    events = events_of(rows)
    whole = numbers.summarize(events, INDICATORS)
    for size in (1, 30, 60):
        monkeypatch.setattr(view, "PART", size)
        pd.testing.assert_frame_equal(numbers.summarize(events, INDICATORS), whole)


def test_parts_of_a_view_hold_all_its_groups():
    """Groups without events and groups larger than a part are no obstacle."""
    events = events_of([row(f"2026-03-01 10:00:{i:02}", "13900000000", "call") for i in range(9)])
    whole = EventView(events, np.array([1, 1, 1, 1, 1, 3, 4, -1, 4]), 6)
    parts = list(whole.parts(2))
    assert [first for first, _ in parts] == [0, 1, 2, 4]
    assert np.concatenate([part.position for _, part in parts]).tolist() == whole.position.tolist()
    assert np.concatenate([part.group + first for first, part in parts]).tolist() == whole.group.tolist()
    assert sum(part.size for _, part in parts) == whole.size
    assert [part.size for _, part in EventView(events.head(0), np.zeros(0, dtype=int), 0).parts()] == [0]
