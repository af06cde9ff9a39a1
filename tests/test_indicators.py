"""The indicators beyond the contract: worked out by hand, held against plain Python and against bandicoot, and by law."""

import csv
import datetime as dt
import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import reference
import reference_indicators
from hypothesis import given, settings
from hypothesis import strategies as st
from tables import build_events, events_of, row, seconds
from test_numbers import NEW_YORK, numbers_of, one, same

from analyzer import days_off, numbers, pipeline
from analyzer.indicators import INDICATORS
from analyzer.numbers import EventView
from analyzer.owners import owner_summary
from analyzer.settings import Settings

BANDICOOT = Path(__file__).parent / "samples_bandicoot"
CONTRACT = 22  # indicators whose names and order the contract fixes; they have their examples in test_numbers.py
T = "2026-03-02 "  # a Monday
BASE = seconds("2026-03-02 10:00:00")


def calls(*times, day=T, **more):
    return [row(day + t if len(t) <= 8 else t, **more) for t in times]


def texts(pattern, at, step=60):
    """Messages in (I) and out (O), one `step` after the other, - for a step without one."""
    return [
        row(at + step * i, kind="sms", direction={"I": "in", "O": "out"}[c], body=f"{at} {i}")
        for i, c in enumerate(pattern)
        if c != "-"
    ]


def daily(first, last, events):
    """That many calls spread over the days from `first` to `last` at noon."""
    days = pd.date_range(first, last)
    return [row(f"{days[i * (len(days) - 1) // (events - 1)]:%Y-%m-%d} 12:00:{i:02d}") for i in range(events)]


ONCE = [
    row(BASE, ring=2), row(BASE + 900, ring=20), row(BASE + 1800), row(BASE + 2700, outcome="answered", duration=3),
    row(BASE + 3600, outcome="rejected", ring=1),
]  # fmt: skip
CHAINS = calls(
    "10:00:00", "10:04:00", "10:08:00", "10:12:00", "12:00:00", "12:01:00", "15:00:00", "15:01:00", "15:02:00"
)
WEEKS = [row(BASE + 86_400 * d) for d in (0, 7, 8, 9, 14, 15, 16, 17, 20)]
TALKS = [
    *texts("I----O", BASE), *texts("O", BASE + 5 * 3600), row(BASE + 5 * 3600 + 600), *texts("I", BASE + 5 * 3600 + 1800)
]  # fmt: skip
ANSWERED = [
    row("2026-03-02 12:00:00", outcome="answered", duration=60), row("2026-03-03 09:00:00"), row("2026-03-04 09:00:00"),
    row("2026-03-09 12:00:00"),
]  # fmt: skip
LENGTHS = [
    row(BASE, outcome="answered", duration=60), row(BASE + 900, duration=0), row(BASE + 1800, outcome="answered", duration=30),
    row(BASE + 2700, outcome="answered"),
]  # fmt: skip
LONG_TALKS = [
    row(BASE, outcome="answered", duration=119), row(BASE + 900, outcome="answered", duration=120),
    row(BASE + 1800, direction="out", outcome="answered", duration=600),
]  # fmt: skip
OUT = [
    row(BASE, direction="out", outcome="answered", duration=30), row(BASE + 60, direction="out", outcome="answered", duration=45),
    row(BASE + 120, direction="out", outcome="unknown", duration=0),
]  # fmt: skip
REPLIES = [
    row("2026-03-02 12:00:00"), row("2026-03-02 12:30:00", kind="sms", direction="out"),
    row("2026-03-03 11:59:59", direction="out", outcome="unknown"), row("2026-03-03 12:00:00", direction="out", outcome="unknown"),
]  # fmt: skip

BY_HAND = [
    ("night_share_in", [*calls("23:00:00", "12:00:00", "13:00:00"), row("2026-03-03 07:00:00", kind="sms")], 0.5),
    ("weekend_share_in", calls("2026-03-06 12:00:00", "2026-03-07 12:00:00", "2026-03-08 00:00:00", "2026-03-08 23:59:59"), 0.75),
    ("holiday_share_in", calls("2024-02-09 12:00:00", "2024-02-10 12:00:00", "2024-02-17 12:00:00"), 2 / 3),
    ("day_off_share_in", calls("2024-02-04 12:00:00", "2024-02-10 12:00:00", "2024-02-12 12:00:00", "2024-02-25 12:00:00"), 0.75),
    ("holiday_share_in", calls("1999-10-01 12:00:00", "2024-10-01 12:00:00"), None),
    ("first_contact_at", [row(T + "09:00:00", direction="out", outcome="unknown"), *calls("10:00:00", "11:00:00")], BASE),
    ("first_contact_at", [row(T + "09:00:00", direction="out", outcome="unknown")], None),
    ("longest_daily_streak", calls(*(f"2026-03-0{d} 12:00:00" for d in (1, 2, 3, 5, 6))), 3),
    ("longest_daily_streak", calls("2026-02-28 23:59:59", "2026-03-01 00:00:00"), 2),
    ("longest_silence_s", [*calls("12:00:00", "12:10:00"), row(T + "14:10:00", kind="sms")], 7200),
    ("longest_silence_s", [*calls("12:00:00"), row(T + "14:10:00", kind="sms", direction="out")], None),
    ("calls_in_per_day", calls("2026-03-01 09:00:00", "2026-03-01 09:05:00", "2026-03-04 23:00:00"), 0.75),
    ("escalation_per_week", WEEKS, 2),  # 1, 3 and 5
    ("escalation_per_week", calls(*(f"2026-03-{d:02d} 12:00:00" for d in range(1, 29))), 0),
    ("escalation_per_week", calls(*(f"2026-03-{d:02d} 12:00:00" for d in range(1, 14))), None),
    ("escalation_per_week", calls(*(f"2026-03-{d:02d} 12:00:00" for d in (1, 8, 15, 22))), 0),
    ("escalation_ratio", daily("2026-01-01", "2026-01-28", 4) + daily("2026-03-04", "2026-03-31", 10), 2.5),
    ("escalation_ratio", calls("2026-01-01 12:00:00", "2026-02-24 12:00:00"), None),  # 55 days
    ("escalation_ratio", calls("2026-01-01 12:00:00", "2026-02-25 12:00:00"), 1),  # 56 days
    ("redial_interval_median_s", calls("10:00:00", "10:01:00", "10:06:00"), 180),
    ("redial_interval_median_s", calls("10:00:00"), None),
    ("redial_under_5min_share", calls("10:00:00", "10:04:59", "10:09:59"), 0.5),
    ("ring_once_in", ONCE, 2),
    ("ring_once_share", ONCE, 2 / 3),
    ("ring_once_share", calls("10:00:00"), None),
    ("unanswered_run_max", [
        row(BASE + i, outcome=o) for i, o in enumerate(("missed", "missed", "answered", "missed", "rejected", "blocked"))
    ], 3),
    ("unanswered_run_max", [
        row(BASE, outcome="voicemail"), row(BASE + 1, direction="out", outcome="answered"), row(BASE + 2, kind="sms"), row(BASE + 3)
    ], 2),
    ("unanswered_run_max", [row(BASE), row(BASE + 5), row(BASE + 5, outcome="answered"), row(BASE + 9)], 2),
    ("unanswered_run_max", [row(BASE), row(BASE + 5), row(BASE + 5, outcome="answered"), row(BASE + 9), row(BASE + 12)], 3),
    ("bursts_in", CHAINS, 2),
    ("bursts_in", calls("10:00:00", "10:05:00", "10:09:59"), 0),
    ("burstiness", [row(BASE + s) for s in (0, 1, 2, 3, 100)], 0.248902),
    ("burstiness", [row(BASE + 3600 * i) for i in range(5)], -1),
    ("burstiness", [row(BASE), row(BASE + 9)], None),
    ("out_share", [*calls("10:00:00", "11:00:00", "12:00:00"), row(T + "13:00:00", kind="sms", direction="out")], 0.25),
    ("out_share", calls("10:00:00", direction="unknown"), None),
    ("talk_out_s", OUT, 75),
    ("long_talks", LONG_TALKS, 2),
    ("replies_out", REPLIES, 2),
    ("replies_out", [row(BASE), row(BASE, kind="sms", direction="out")], 0),  # in the same second is not after
    ("calls_in_after_answered", ANSWERED, 2),
    ("calls_in_after_answered", [row(BASE, outcome="answered", duration=0), row(BASE + 60)], 0),
    ("active_days", [row("2026-03-01 12:00:00"), row("2026-03-02 12:00:00", kind="sms", direction="out")], 2),
    ("interevent_time_mean_s", calls("10:00:00", "10:01:00", "10:06:00"), 180),
    ("interevent_time_median_s", calls("10:00:00", "10:01:00", "10:06:00", "10:08:00"), 120),
    ("interevent_time_std_s", calls("10:00:00", "10:01:00", "10:06:00"), 120),
    ("percent_nocturnal", calls("18:59:59", "19:00:00", "07:00:00", "07:00:01"), 0.5),
    ("percent_initiated_interactions", [*calls("10:00:00", "11:00:00", "12:00:00"), *OUT[:1], *texts("IIIII", BASE)], 0.25),
    ("call_duration_mean_s", LENGTHS, 30),
    ("call_duration_median_s", [*LENGTHS, row(BASE + 3600, outcome="answered", duration=40)], 35),
    ("percent_initiated_conversations", TALKS, 1 / 3),
    ("percent_initiated_conversations", [*texts("I", BASE), *texts("O", BASE + 3600), *texts("OI", BASE + 7199)], 0.5),
    ("percent_initiated_conversations", [*texts("I", BASE), row(BASE + 60), *texts("O", BASE + 60)], 0),  # the call stands last
    ("response_rate_text", [*texts("IOIO", BASE), *texts("IIOI", BASE + 9000), *texts("III", BASE + 18_000), *texts("OOIO", BASE + 27_000)], 2 / 3),
    ("response_delay_text_mean_s", texts("IO--II---O", BASE), 150),
    ("response_delay_text_median_s", texts("IO--II---O", BASE), 150),
]  # fmt: skip


@pytest.mark.parametrize(("name", "rows", "value"), BY_HAND, ids=[f"{n}-{v}" for n, _, v in BY_HAND])
def test_by_hand(name, rows, value):
    got = one(rows)
    assert same(got[name], value), got[name]
    (group,) = reference.by_number(events_of(rows)).values()
    twin = reference_indicators.indicators(group)[name]
    assert twin == value if value is None else twin == pytest.approx(value, abs=1e-6)


def test_every_indicator_has_an_example_by_hand():
    assert {name for name, _, _ in BY_HAND} == {i.name for i in INDICATORS[CONTRACT:]}


def test_columns_of_the_contract_come_first():
    assert [i.name for i in INDICATORS[:CONTRACT]][-2:] == ["night_messages_in", "talk_in_s"]
    assert len({i.name for i in INDICATORS}) == len(INDICATORS)


@pytest.fixture
def page(root, monkeypatch):
    monkeypatch.syspath_prepend(str(root / "tools"))
    import indicators_page

    return indicators_page


def test_page_of_the_docs_is_up_to_date(page, root):
    assert (root / "docs" / "indicators.md").read_text(encoding="utf-8") == page.indicators_page()


def test_page_says_everything_of_every_indicator(page):
    assert set(page.CHINESE) == {i.name for i in INDICATORS} and set(page.UNITS) == set(numbers.UNITS)
    for measure in INDICATORS[CONTRACT:]:
        said = page.parts(measure)
        assert said["meaning"] and said["formula"] and said["example"], measure.name


OFFSETS = st.one_of(
    st.integers(-3, 3),
    st.sampled_from([0, 299, 300, 3599, 3600, 86_399, 86_400, 7 * 86_400]),
    st.integers(-4000, 4000),
    st.integers(0, 100).map(lambda d: d * 86_400),
    st.integers(0, 80 * 24).map(lambda h: h * 3600),
)
CLOCK_CHANGE, MIDNIGHT = 1_772_953_200, 1_772_294_400
OUTCOMES = [
    "answered",
    "answered",
    "missed",
    "missed",
    "rejected",
    "blocked",
    "voicemail",
    "diverted",
    "failed",
    "unknown",
]
LENGTH = st.one_of(st.none(), st.integers(0, 5), st.integers(100, 140))


def records(*centres, which=("13911110001", "13911110001", "-1", "138****1234")):
    """Few numbers with many events near each other and weeks apart, many of them in the same second."""
    at = st.tuples(st.sampled_from(centres), OFFSETS).map(sum)
    number = st.sampled_from(which)
    call = st.builds(
        lambda at, n, d, o, s, r: row(at, n, "call", d, o, s, r),
        at, number, st.sampled_from(["in", "in", "in", "out", "unknown"]), st.sampled_from(OUTCOMES), LENGTH, LENGTH,
    )  # fmt: skip
    text = st.builds(
        lambda at, n, d, k, b: row(at, n, k, d, "", body=b),
        at, number, st.sampled_from(["in", "out"]), st.sampled_from(["sms", "mms"]), st.sampled_from(["甲", "乙"]),
    )  # fmt: skip
    return st.lists(st.one_of(call, text), max_size=60)


ZONES = [Settings(), NEW_YORK, Settings(zone="Asia/Urumqi")]


@pytest.mark.parametrize("chosen", ZONES, ids=lambda s: s.zone)
def test_against_plain_python(chosen):
    @settings(max_examples=60, deadline=None)
    @given(records(CLOCK_CHANGE, MIDNIGHT))
    def check(rows):
        events = events_of(rows, chosen)
        table = pipeline.summarize(events, chosen)
        groups = reference.by_number(events)
        for r in table.to_dict("records"):
            for name, value in reference_indicators.indicators(groups[r["owner"], r["number"]]).items():
                assert same(r[name], value), (name, r[name], value)

    check()


@settings(max_examples=40, deadline=None)
@given(records(MIDNIGHT, which=("13911110001",)), st.randoms(use_true_random=False))
def test_order_of_rows_changes_nothing(rows, random):
    """Nor does the order of what happened in the same second."""
    shuffled = list(rows)
    random.shuffle(shuffled)
    pd.testing.assert_frame_equal(numbers_of(rows), numbers_of(shuffled))


@settings(max_examples=25, deadline=None)
@given(records(MIDNIGHT), st.integers(1, 1000))
def test_weeks_later_only_the_calendar_changes(rows, weeks):
    """Everything but first and last instants and public holidays is the same a whole number of weeks later."""
    later = [{**r, "at": r["at"] + weeks * 7 * 86_400} for r in rows]
    dated = ["first_at", "last_at", "first_contact_at", "holiday_share_in", "day_off_share_in"]
    pd.testing.assert_frame_equal(numbers_of(rows).drop(columns=dated), numbers_of(later).drop(columns=dated))


@settings(max_examples=25, deadline=None)
@given(records(MIDNIGHT, CLOCK_CHANGE))
def test_what_must_hold_between_them(rows):
    for r in numbers_of(rows).to_dict("records"):
        assert r["longest_daily_streak"] <= r["days_active"] <= r["active_days"] or r["active_days"] == 0
        assert r["ring_once_in"] <= r["calls_in"] and 3 * r["bursts_in"] <= r["calls_in"]
        assert r["unanswered_run_max"] <= r["calls_in"] and r["calls_in_after_answered"] <= r["calls_in"]
        assert r["replies_out"] <= r["calls_out"] + r["messages_out"]
        for measure in INDICATORS:
            if measure.unit == "share" and not pd.isna(r[measure.name]):
                assert 0 <= r[measure.name] <= 1, measure.name
        if not pd.isna(r["holiday_share_in"]):
            assert r["holiday_share_in"] <= r["day_off_share_in"]
        assert pd.isna(r["burstiness"]) or -1 <= r["burstiness"] < 1


def test_missing_is_empty_and_zero_is_zero():
    from analyzer.writers.tables import csv as written

    table = numbers_of([row(BASE)])
    cells = dict(zip(*(line.split(",") for line in written(table).decode("utf-8-sig").splitlines()), strict=True))
    assert [cells[n] for n in ("redial_interval_median_s", "response_rate_text", "escalation_ratio", "burstiness")] == [
        ""
    ] * 4
    assert [cells[n] for n in ("night_share_in", "out_share", "bursts_in", "replies_out")] == ["0"] * 4
    assert cells["first_contact_at"] == '"2026-03-02T02:00:00Z"'


def test_fractions_have_six_places():
    got = numbers_of([row(BASE), row(BASE + 60), row(BASE + 120, kind="sms", direction="out")])
    assert got["out_share"].tolist() == [0.333333]
    assert got.dtypes["out_share"] == "Float64" and got.dtypes["bursts_in"] == "int64"


def test_no_events():
    table = pipeline.summarize(build_events([]).events)
    assert table.empty and list(table.columns)[6:] == [i.name for i in INDICATORS]


def test_a_reader_of_the_numbers_gets_no_nan_in_json():
    from analyzer.writers.facts import records as plain

    def refuse(word):
        raise AssertionError(word)

    table = numbers_of([row(BASE)])
    back = json.loads(json.dumps(plain(table)), parse_constant=refuse)
    assert back[0]["burstiness"] is None


# Days off


def day_numbers(*days):
    return np.array(days, dtype="datetime64[D]").astype(np.int64)


def test_days_off_follow_the_notices():
    """2026: Spring Festival from 15 to 23 February; Saturdays 14 and 28 February are worked in exchange."""
    days = day_numbers("2026-02-13", "2026-02-14", "2026-02-15", "2026-02-23", "2026-02-24", "2026-02-28", "2026-03-01")
    W, E, H = days_off.WORKDAY, days_off.WEEKEND, days_off.HOLIDAY
    assert days_off.kind_of_day(days).tolist() == [W, W, H, H, W, W, E]


def test_years_that_are_not_listed_are_unknown():
    days = day_numbers("2003-12-31", "2004-01-01", "2018-01-01", "2026-12-31", "2050-01-01", "0001-01-01")
    assert (days_off.kind_of_day(days) > 0).tolist() == [False, True, True, True, False, False]


def test_days_off_agree_with_another_library():
    """Two libraries kept by different people, every day from 2018 to 2026."""
    holidays = pytest.importorskip("holidays")
    china = holidays.country_holidays("CN", years=range(2018, 2027))
    days = np.arange(*day_numbers("2018-01-01", "2027-01-01"))
    off = days_off.kind_of_day(days) >= days_off.WEEKEND
    dates = [dt.date(1970, 1, 1) + dt.timedelta(days=int(d)) for d in days]
    assert off.tolist() == [not china.is_working_day(d) for d in dates]


def test_other_countries_have_other_holidays():
    got = one([row(BASE, "2025550123")], NEW_YORK)
    assert pd.isna(got["holiday_share_in"]) and pd.isna(got["day_off_share_in"])
    assert got["weekend_share_in"] == 1  # Sunday evening there


# bandicoot


def bandicoot_rows():
    with (BANDICOOT / "records.csv").open(encoding="utf-8", newline="") as file:
        for i, r in enumerate(csv.DictReader(file)):
            call = r["interaction"] == "call"
            talk = int(r["call_duration"]) if call else None
            yield row(
                r["datetime"], r["correspondent_id"], "call" if call else "sms", r["direction"],
                ("answered" if talk else "missed") if call else "", talk, body="" if call else str(i),
            )  # fmt: skip


def close(got, value):
    return math.isnan(got) if value is None else math.isclose(got, value, rel_tol=1e-9, abs_tol=1e-9)


def test_bandicoot_says_the_same():
    """Every indicator that bears bandicoot's name, number by number, before rounding."""
    figures = json.loads((BANDICOOT / "figures.json").read_text(encoding="utf-8"))
    events = events_of(list(bandicoot_rows()))
    groups, owners, codes = numbers.group_by_number(events)
    view = EventView(events, groups, len(owners))
    order = events["number"].cat.categories[codes].tolist()
    assert sorted(order) == sorted(figures["numbers"])
    ours = {i.name: i.compute(view) for i in INDICATORS if i.compute.__module__.endswith(".bandicoot")}
    ours["out_share"] = next(i for i in INDICATORS if i.name == "out_share").compute(view)
    for place, number in enumerate(order):
        theirs = figures["numbers"][number]
        assert set(theirs) == set(ours)
        texts = (view.group[view.message] == place).any()
        for name, values in ours.items():
            value = theirs[name] if texts or name != "percent_initiated_conversations" else None  # 0 of 0
            assert close(values[place], value), (number, name, values[place], value)


def test_bandicoot_says_the_same_of_the_owner():
    figures = json.loads((BANDICOOT / "figures.json").read_text(encoding="utf-8"))["owner"]
    got = owner_summary(events_of(list(bandicoot_rows()))).iloc[0]
    for name, value in figures.items():
        assert abs(got[name] - value) <= 5.1e-7, name


@settings(max_examples=40, deadline=None)
@given(records(MIDNIGHT, which=("13911110001", "13911110002", "95588", "-1")))
def test_owner_summary_against_plain_python(rows):
    events = events_of(rows)
    table = owner_summary(events)
    assert len(table) == bool(rows)
    for r in table.to_dict("records"):
        for name, value in reference_indicators.owner(reference.plain(events)).items():
            assert same(r[name], value), (name, r[name], value)


def test_owner_summary_by_hand():
    rows = [row(BASE, "13911110001"), row(BASE + 9, "13911110001"), row(BASE, "13911110002"), row(BASE, "13911110003")]
    got = owner_summary(events_of(rows)).iloc[0].to_dict()
    assert got == {
        "owner": "", "events": 4, "number_of_contacts": 3, "entropy_of_contacts": 1.039721,
        "interactions_per_contact_mean": 1.333333, "interactions_per_contact_median": 1.0,
    }  # fmt: skip
