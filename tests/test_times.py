"""Times and lengths of time as exports write them."""

from __future__ import annotations

import datetime as dt
import zoneinfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.importers.values import durations, times
from analyzer.importers.values.columns import text_array
from analyzer.importers.values.moments import ORDERS, UNSETTLED, YEAR_FROM_PERIOD

SHANGHAI = "Asia/Shanghai"


def read(*texts: str, zone: str = SHANGHAI, **options) -> times.Times:
    return times.parse(text_array(texts), zone, **options)


def local(result: times.Times, zone: str = SHANGHAI) -> list[str]:
    """Wall times of what was understood, empty for the rest."""
    return [
        dt.datetime.fromtimestamp(at, zoneinfo.ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M:%S") if ok else ""
        for at, ok in zip(result.at.tolist(), result.ok.tolist(), strict=True)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-08 14:05:33",
        "2026/3/8 14:05:33",
        "2026.03.08 14:05:33",
        "20260308140533",
        "20260308 14:05:33",
        "2026年03月08日 14时05分33秒",
        "2026年3月8日下午2:05:33",
        "2026年3月8日 星期日 14:05:33",
        "2026-03-08-14:05:33",
        "2026-03-08T14:05:33",
        "2026-03-08T14:05:33.999",
        "2026-03-08T06:05:33Z",
        "2026-03-08T07:05:33+01:00",
        "2026-03-08 14:05:33 UTC+8",
        "1772949933",
        "1772949933000",
        "1772949933000000",
        "1772949933000000000",
        "46089.587187",
        "13.03.2026 14:05:33",
        "Mar 8, 2026 2:05:33 PM",
        "8 Mar 2026 14:05:33",
        "Sun, 8 March 2026 14:05:33",
        "２０２６-０３-０８　１４：０５：３３",
        "'2026-03-08 14:05:33",
        "  2026-03-08   14:05:33 ",
    ],
)
def test_spellings_of_one_moment(text):
    expected = "2026-03-13 14:05:33" if text.startswith("13.") else "2026-03-08 14:05:33"
    assert local(read(text)) == [expected]
    assert read(text).to_second
    assert times.look_of(text) == "moment"


@pytest.mark.parametrize("text", ["2026-03-08 14:05", "2026/3/8 14:05", "2026年3月8日 下午2:05", "3/8/2026 2:05 PM"])
def test_times_to_the_minute_are_known_as_such(text):
    result = read(text, month_first=True)
    assert local(result) == ["2026-03-08 14:05:00"]
    assert not result.to_second


def test_a_column_without_any_seconds_is_one_to_the_minute():
    assert not read(*[f"2026-03-08 09:{i:02d}:00" for i in range(30)]).to_second
    assert read(*[f"2026-03-08 09:{i:02d}:00" for i in range(30)], "2026-03-08 10:00:01").to_second
    assert read("2026-03-08 09:00:00").to_second


@pytest.mark.parametrize(
    "text",
    ["", "昨天 9:50", "今天", "2026-03-08", "09:12:33", "2026-02-30 09:00:00", "2026-03-08 24:00:00", "2026-03-08 09:60:00",
     "2026-13-01 09:00:00", "1-1-1 1:1", "2026-03-08 09:12:33 CST", "2026年3月8日 晚上12:30", "soon", "0", "13800138000", "9" * 400,
     "1969-12-31 09:00:00", "2100-01-01 00:00:00"],
)  # fmt: skip
def test_what_is_no_moment_is_not_made_one(text):
    result = read(text)
    assert not result.ok[0] and not result.yearless[0] and result.at[0] == 0


def test_mornings_and_evenings():
    texts = [
        f"2026年3月8日 {half}"
        for half in ("上午12:05", "下午12:05", "凌晨3:05", "中午12:05", "中午1:05", "晚上9:05", "下午14:05")
    ]
    hours = [moment[11:13] for moment in local(read(*texts))]
    assert hours == ["00", "12", "03", "12", "13", "21", "14"]
    assert local(read("3/8/2026 12:05 a.m.", "3/8/2026 12:05 PM", month_first=True)) == [
        "2026-03-08 00:05:00",
        "2026-03-08 12:05:00",
    ]


def test_malformed_seconds_of_one_province_are_read():
    assert local(read("2017-11-05 20:17:-0")) == ["2017-11-05 20:17:00"]


def test_a_bad_cell_does_not_spoil_the_rest():
    rows = [f"2026-03-08 09:{i:02d}:07" for i in range(40)]
    result = read(*rows[:20], "合计", *rows[20:], "2026-02-30 09:00:00", "")
    assert local(result) == [*rows[:20], "", *rows[20:], "", ""]


# Days and months


def test_a_day_above_twelve_settles_the_order():
    result = read("02/03/2026 09:00", "13/03/2026 09:00")
    assert local(result)[0] == "2026-03-02 09:00:00" and result.notes == (ORDERS["dmy"],)
    result = read("02/03/2026 09:00", "03/13/2026 09:00")
    assert local(result)[0] == "2026-02-03 09:00:00" and result.notes == (ORDERS["mdy"],)


def test_the_order_of_rows_settles_what_the_days_do_not():
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=i) for i in range(12)] + [dt.date(2026, 2, i) for i in range(1, 12)]
    result = read(*[f"{day:%m/%d/%Y} 09:00:00" for day in days])
    assert [moment[:10] for moment in local(result)] == [str(day) for day in days]
    assert result.notes == (ORDERS["mdy"],)


def test_an_open_order_is_said_and_follows_the_region():
    result = read("02/03/2026 09:00")
    assert local(result) == ["2026-03-02 09:00:00"] and result.notes == (UNSETTLED["dmy"],)
    result = read("02/03/2026 09:00", month_first=True)
    assert local(result) == ["2026-02-03 09:00:00"] and result.notes == (UNSETTLED["mdy"],)


def test_short_years():
    assert local(read("17/06/02 09:45", "31/05/02 09:45")) == ["2002-06-17 09:45:00", "2002-05-31 09:45:00"]
    assert local(read("26-03-08 09:45", "26-03-31 09:45")) == ["2026-03-08 09:45:00", "2026-03-31 09:45:00"]


# Years


def test_the_period_gives_the_year_also_across_new_year():
    period = times.period_in("从2025-12-16到2026-01-15 类型：通话详单")
    result = read("12-31 23:59:58", "01月01日 00:00:05", "1/2 9:00:00", period=period)
    assert local(result) == ["2025-12-31 23:59:58", "2026-01-01 00:00:05", "2026-01-02 09:00:00"]
    assert result.notes == (YEAR_FROM_PERIOD,)


def test_no_year_is_guessed():
    result = read("12-31 23:59:58", "02-30 09:00:00")
    assert result.yearless.tolist() == [True, False] and not result.ok.any()
    march = (dt.date(2026, 3, 1), dt.date(2026, 3, 31))
    assert read("06-05 12:30:00", period=march).yearless.tolist() == [True]
    assert read("03-05 12:30:00", period=(dt.date(2024, 1, 1), dt.date(2026, 1, 1))).yearless.tolist() == [True]


def test_the_29_february_needs_a_leap_year():
    assert local(read("02-29 09:00:00", period=(dt.date(2024, 2, 1), dt.date(2024, 2, 29)))) == ["2024-02-29 09:00:00"]
    assert read("02-29 09:00:00", period=(dt.date(2026, 2, 1), dt.date(2026, 2, 28))).yearless.tolist() == [True]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("查询时段: 2020年03月01日--2020年03月31日", ("2020-03-01", "2020-03-31")),
        ("2020-03-01 00:00:00 至 2020-03-31 23:59:59", ("2020-03-01", "2020-03-31")),
        ("20200301-20200331", ("2020-03-01", "2020-03-31")),
        ("2024年2月语音通信", ("2024-02-01", "2024-02-29")),
        ("201612", ("2016-12-01", "2016-12-31")),
        ("通话详单_13820201299", None),
        ("从2020-03-31到2020-03-01", None),
        ("2020-13-01到2020-13-31", None),
        ("打印时间：2020-03-05 12:00", None),
    ],
)
def test_periods(text, expected):
    found = times.period_in(text)
    assert (found and tuple(map(str, found))) == expected


# Zones


def test_clock_changes_take_the_earlier_reading_and_are_marked():
    result = read("2026-10-25 02:30:00", "2026-03-29 02:30:00", "2026-07-01 12:00:00", zone="Europe/Berlin")
    utc = [dt.datetime.fromtimestamp(at, dt.UTC).strftime("%m-%d %H:%M") for at in result.at]
    assert utc == ["10-25 00:30", "03-29 01:30", "07-01 10:00"]
    assert result.doubtful.tolist() == [True, True, False]


def test_instants_are_told_from_local_times():
    assert read("2026-03-08T06:05:33Z", "1772949933000").absolute
    assert not read("2026-03-08 06:05:33").absolute
    mixed = read("2026-03-08T06:05:33Z", "2026-03-08 14:05:33")
    assert not mixed.absolute and mixed.at[0] == mixed.at[1]


moments = st.datetimes(dt.datetime(1995, 1, 1), dt.datetime(2090, 1, 1)).map(lambda t: t.replace(microsecond=0))
WRITTEN = [
    "%Y-%m-%d %H:%M:%S",
    "%Y/%m/%d %H:%M:%S",
    "%Y年%m月%d日%H时%M分%S秒",
    "%Y%m%d%H%M%S",
    "%b %d, %Y %I:%M:%S %p",
    "%d.%m.%Y %H:%M:%S",
]


@settings(max_examples=150, deadline=None)
@given(st.lists(moments, min_size=1, max_size=8), st.sampled_from(WRITTEN))
def test_what_is_written_is_read(found, form):
    if form == "%d.%m.%Y %H:%M:%S":
        found = [*found, dt.datetime(2026, 3, 31)]
    result = read(*[moment.strftime(form) for moment in found])
    assert local(result) == [str(moment) for moment in found]


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=30))
def test_no_text_breaks_the_reader(text):
    result = read(text, "2026-03-08 09:12:33")
    assert result.ok[1]


# Lengths


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("83", 83), ("83.0", 83), ("47秒", 47), ("8分27秒", 507), ("7分0秒", 420), ("1分钟58秒", 118), ("1小时2分3秒", 3723),
     ("02时03分04秒", 7384), ("00:05:38", 338), ("1:43", 103), ("PT2M27S", 147), ("PT1H", 3600), ("1 Min", 60), ("1 hour 2 minutes", 3720),
     ("1h 2m 3s", 3723), ("２分０６秒", 126), ("0秒", 0), ("1.6", 2), ("30:00:05", 108_005), ("2 mins, 5 secs", 125)],
)  # fmt: skip
def test_lengths(text, seconds):
    assert durations.seconds_of(text)[0] == seconds


@pytest.mark.parametrize(
    "text", ["long", "-5", "1:75", "1:75:00", "0.000439", "5分7小时", "3个", "1 2", "9" * 60, "99999999999999999999"]
)
def test_what_is_no_length_stays_open(text):
    lengths = durations.parse(text_array([text, "5"]))
    assert lengths.seconds.tolist() == [-1, 5] and lengths.odd.tolist() == [True, False]


@pytest.mark.parametrize("text", ["", " ", "-", "--", "null", "N/A", "(Unknown)"])
def test_empty_lengths_are_no_problem(text):
    lengths = durations.parse(text_array([text, "5"]))
    assert lengths.seconds.tolist() == [-1, 5] and not lengths.odd.any()


def test_units_of_the_heading():
    assert durations.parse(text_array(["2", "1,5"]), "min").seconds.tolist() == [120, 90]
    assert durations.parse(text_array(["1500"]), "ms").seconds.tolist() == [2]
    assert not durations.parse(text_array(["1 Min", "3 Min"])).to_second
    assert durations.parse(text_array(["1 Min", "3 sec"])).to_second


def chinese(seconds: int) -> str:
    hours, rest = divmod(seconds, 3600)
    minutes, rest = divmod(rest, 60)
    return (f"{hours}小时" if hours else "") + (f"{minutes}分" if hours or minutes else "") + f"{rest}秒"


def clock(seconds: int) -> str:
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def iso(seconds: int) -> str:
    return f"PT{seconds // 3600}H{seconds // 60 % 60}M{seconds % 60}S"


@settings(deadline=None)
@given(st.lists(st.integers(0, 400_000), min_size=1), st.sampled_from([str, chinese, clock, iso, lambda s: f"{s}.0"]))
def test_lengths_come_back_as_they_were_written(lengths, form):
    assert durations.parse(text_array([form(length) for length in lengths])).seconds.tolist() == lengths


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=20))
def test_no_text_breaks_the_reader_of_lengths(text):
    durations.parse(text_array([text]))
