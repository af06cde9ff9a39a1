"""Headings and values of tables: what each column is taken for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.importers.tables import deciding, headings
from analyzer.importers.tables.headings import TAKEN_FOR, heading_of, split
from analyzer.importers.tables.meanings import (
    LONGEST,
    SKIPPED,
    Meaning,
    coded,
    key_of,
    meaning_of,
    share_understood,
    vocabulary,
    yes_or_no,
)  # fmt: skip


def taken(*rows: list[str], extra=None) -> dict[str, tuple[int, ...]] | None:
    """What the columns of a table are taken for."""
    found = headings.find(rows, extra)
    columns = deciding.columns(rows, *found) if found else None
    return dict(columns.at) if columns else None


DAY = "2026-03-08 09:12:33"


@pytest.mark.parametrize(
    ("text", "name", "unit"),
    [
        ("通话时长（秒）", "duration", "秒"),
        ("费用（元）", "fee", "元"),
        ("对方号码", "number", ""),
        (" 对 方 号 码： ", "number", ""),
        ("对方号码归属地", "place", ""),
        ("Phone_Number", "number", ""),
        ("PHONE-NUMBER*", "number", ""),
        ("是否“新通话”", "ignored", ""),
        ("Date/Time Start (UTC)", "start", "utc"),
        ("Duration [min]", "duration", "min"),
        ("客户通话起始时间", "start", ""),
        ("Customer phone number", "number", ""),
        ("phone number type", "ignored", ""),
        ("callStartTime", "start", ""),
        ("Context", "", ""),
        ("user_name", "name", ""),
        ("filename", "", ""),
        ("number type", "ignored", ""),
        ("總通話時長", "duration", ""),
        ("(秒)", "", ""),
        ("xyz", "", ""),
        ("", "", ""),
    ],
)
def test_one_heading(text, name, unit):
    found = heading_of(text)
    assert (found.field, found.unit) == (name, unit)


def test_the_words_are_told_apart():
    words = [(key_of(word), name) for name, listed in vocabulary()["fields"].items() for word in listed]
    assert len({key for key, _ in words}) == len(words) - sum(n - 1 for n in _repeats(words).values())
    fields = {}
    for key, name in words:
        assert fields.setdefault(key, name) == name, f"{key} stands under {fields[key]} and {name}"


def _repeats(words):
    counted: dict[tuple[str, str], int] = {}
    for word in words:
        counted[word] = counted.get(word, 0) + 1
    return {word: n for word, n in counted.items() if n > 1}


def test_the_meanings_are_told_apart():
    seen: dict[str, dict] = {}
    for entry in vocabulary()["meaning"]:
        said = {name: value for name, value in entry.items() if name != "words"}
        assert said.keys() <= set(Meaning.__dataclass_fields__)
        assert said.get("skip", "draft") in SKIPPED
        for word in entry["words"]:
            assert 0 < len(key_of(word)) <= LONGEST
            assert seen.setdefault(key_of(word), said) == said, f"{word} has two meanings"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("被叫", Meaning(direction="in")),
        ("主叫", Meaning(direction="out")),
        ("可视被叫", Meaning(direction="in")),
        ("有条件呼叫转移主叫", Meaning(direction="out", outcome="diverted")),
        ("无条件及不可及呼叫转移被叫", Meaning(direction="in", outcome="diverted")),
        ("呼转", Meaning(outcome="diverted")),
        ("未接来电", Meaning(implies="in", outcome="missed")),
        ("NO ANSWER", Meaning(implies="in", outcome="missed")),
        ("Missed FaceTime call", Meaning(implies="in", outcome="missed")),
        ("CALL_IN", Meaning(direction="in")),
        ("SMS_OUT", Meaning(direction="out", kind="sms")),
        ("短信（长）", Meaning(kind="sms")),
        ("彩信", Meaning(kind="mms")),
        ("Notification", Meaning(skip="note")),
        ("busy", Meaning(outcome="busy")),
        ("国内长途", None),
        ("", None),
        ("来电" * 30, None),
        ("短信收到", Meaning("in", "", "", "sms")),
        ("收到短信", Meaning("in", "", "", "sms")),
        ("已发送短信", Meaning("out", "", "", "sms")),
        ("彩信发出", Meaning("out", "", "", "mms")),
        ("SMS received", Meaning("in", "", "", "sms")),
    ],
)
def test_values(value, expected):
    assert meaning_of(value) == expected


def test_numbers_mean_something_only_in_their_table():
    assert meaning_of("1") is None
    assert coded("android_call")["3"] == Meaning(direction="in", outcome="missed")
    assert coded("commdirection")["22"] == Meaning(direction="in", kind="sms")
    assert coded("nothing") == {}


def test_the_heading_may_stand_below_a_preamble():
    rows = [["通话详单"], ["号码 13800138000 时间 2026-03"], [], ["序号", "对方号码", "起始时间"], ["1", "10086", DAY]]
    assert headings.find(rows)[0] == 3
    assert headings.find([["x"]] * 40 + [["号码", "时间"]]) is None


def test_a_table_needs_a_number_and_a_time():
    assert taken(["号码", "时长"], ["10086", "3"]) is None
    assert taken(["时间", "时长"], [DAY, "3"]) is None
    assert taken(["号码", "时间"], ["10086", DAY]) == {"number": (0,), "moment": (1,)}
    assert taken(["号码", "时间"]) == {"number": (0,), "moment": (1,)}


def test_the_person_may_say_what_a_heading_means():
    rows = [["谁", "啥时候"], ["10086", DAY]]
    assert taken(*rows) is None
    assert taken(*rows, extra={"谁": "number", "啥时候": "start"}) == {"number": (0,), "moment": (1,)}


def test_time_that_is_a_start_or_a_length():
    assert taken(["号码", "通话时间", "时长"], ["10086", DAY, "3"]) == {
        "number": (0,),
        "moment": (1,),
        "duration": (2,),
    }
    assert taken(["号码", "时间", "通话时间"], ["10086", DAY, "3分5秒"]) == {
        "number": (0,),
        "moment": (1,),
        "duration": (2,),
    }
    assert taken(["号码", "通话日期", "通话时间", "时长"], ["10086", "2026-03-08", "09:12:33", "3"]) == {
        "number": (0,), "date": (1,), "clock": (2,), "duration": (3,),
    }  # fmt: skip


def test_type_columns_are_told_by_their_values():
    by_direction = taken(["号码", "时间", "通话类型"], ["10086", DAY, "主叫"])
    assert by_direction["meaning"] == (2,)
    rows = [["号码", "时间", "呼叫类型", "通话类型"], ["10086", DAY, "被叫", "国内长途"]]
    assert taken(*rows)["meaning"] == (2,)


def test_a_type_that_nobody_understands_is_still_named():
    assert taken(["号码", "时间", "类型"], ["10086", DAY, "甲"])["meaning"] == (2,)


def test_pairs_of_numbers():
    rows = [["主叫号码", "被叫号码", "时间"], ["10086", "1", DAY]]
    assert taken(*rows) == {"caller": (0,), "callee": (1,), "moment": (2,)}
    assert taken(["来电号码", "时间"], ["10086", DAY]) == {"caller": (0,), "moment": (1,)}


def test_of_several_number_columns_the_one_with_numbers_counts():
    rows = [["联系电话", "电话", "时间"], ["无", "10086", DAY], ["无", "10010", DAY]]
    assert taken(*rows)["number"] == (1,)


def test_yes_and_no_columns():
    rows = [["number", "time", "incoming", "missed"], ["10086", DAY, "true", "FALSE"]]
    assert taken(*rows) == {"number": (0,), "moment": (1,), "incoming": (2,), "missed": (3,)}
    assert "incoming" not in taken(rows[0], ["10086", DAY, "maybe", ""])
    assert yes_or_no(["是", "否", ""]) and not yes_or_no(["", " "])


def test_codes_are_android_only_where_times_are_milliseconds():
    rows = [["number", "type", "date", "duration"], ["10086", "3", "1772932353000", "0"]]
    columns = deciding.columns(rows, *headings.find(rows))
    assert columns.codes == {1: "android_call"}
    rows = [["number", "type", "date", "duration"], ["10086", "3", DAY, "0"]]
    assert deciding.columns(rows, *headings.find(rows)).codes == {}


def test_what_was_understood_is_said_in_order_and_what_was_not_is_named():
    rows = [["序号", "对方号码", "起始时间", "通话时长(秒)", "套餐"], ["1", "10086", DAY, "3", "x"]]
    columns = deciding.columns(rows, *headings.find(rows))
    assert columns.understood == (
        ("对方号码", TAKEN_FOR["number"]), ("起始时间", TAKEN_FOR["moment"]), ("通话时长(秒)", TAKEN_FOR["duration"]),
    )  # fmt: skip
    assert columns.unused == ("序号", "套餐")
    assert columns.units == {3: "秒"}


def test_shares():
    assert share_understood(["被叫", "", "主叫", "本地"]) == pytest.approx(2 / 3)
    assert share_understood(["", " "]) == 0


@settings(max_examples=200, deadline=None)
@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8))
def test_no_table_breaks_the_search(rows):
    taken(["number", "time", "type"], *rows)
    taken(*rows)


@given(st.text(max_size=60))
def test_no_heading_breaks_the_comparison(text):
    split(text)
    heading_of(text)
    meaning_of(text)
