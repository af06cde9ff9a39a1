"""The sample exports tell one story: they can be made again byte for byte, and each of them holds what `story.json` counts.

The files are read here with the standard library and the spreadsheet readers alone, none of the program's importers, so that `story.json`
is a yardstick for them and not their echo.
"""

from __future__ import annotations

import csv
import datetime as dt
import json
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from analyzer.case_file import read_case_file

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"
STORY = json.loads((SAMPLE / "story.json").read_text(encoding="utf-8"))
WORST = "+8617050000313"
MADE = sorted([*STORY["files"], "story.json"])


def rows_of(name: str, encoding: str = "utf-8-sig") -> list[dict[str, str]]:
    """A CSV file's rows by heading."""
    with (SAMPLE / name).open(encoding=encoding, newline="") as file:
        return list(csv.DictReader(file))


def plain(number: str) -> str:
    """Any of the story's spellings of a number, with its country code."""
    digits = re.sub(r"[^\d*]", "", number)
    if number.startswith("+44"):
        return number
    digits = re.sub(r"^(0086|86)(?=[1-9])", "", digits)
    if re.fullmatch(r"1[3-9]\d{9}", digits):
        return "+86" + digits
    if digits.startswith(("755955", "755950")):
        return digits[3:]
    if re.fullmatch(r"0?(755|21)\d{8}", digits):
        return "+86" + digits.removeprefix("0")
    return digits or "withheld"


def moment(text: str) -> dt.datetime:
    """A wall time of the files."""
    return dt.datetime.fromisoformat(f"{text}+08:00")


@pytest.fixture(scope="module")
def made_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample made anew in an empty folder."""
    pytest.importorskip("openpyxl")
    pytest.importorskip("xlwt")
    folder = tmp_path_factory.mktemp("sample")
    subprocess.run([sys.executable, str(SAMPLE / "make_sample_data.py"), str(folder)], check=True, capture_output=True)
    return folder


@pytest.mark.parametrize("name", MADE)
def test_made_again_byte_for_byte(made_again: Path, name: str) -> None:
    assert (made_again / name).read_bytes() == (SAMPLE / name).read_bytes()


def test_script_makes_every_file_it_should_and_no_other(made_again: Path) -> None:
    assert sorted(path.name for path in made_again.iterdir()) == MADE
    guide = (SAMPLE / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in guide for name in [*MADE, "case.toml"])
    assert sum(path.stat().st_size for path in SAMPLE.rglob("*") if path.suffix != ".pyc") < 600_000


def test_facts_that_the_story_was_written_to_hold() -> None:
    worst, collector = STORY["phone"]["numbers"][WORST], STORY["phone_collector"]
    assert worst["calls_in_max_day"] == {"day": "2026-04-22", "count": 23}
    assert worst["unanswered_in_max_day"] == {"day": "2026-04-22", "count": 21}
    assert (worst["calls_in_max_24h"], worst["calls_in_max_5min"], worst["missed_or_under_5s_max_5min"]) == (23, 4, 4)
    assert (worst["night_calls_in"], worst["messages_in"], worst["messages_out"]) == (5, 5, 1)
    assert max(STORY["phone"]["numbers"].values(), key=lambda number: number["calls_in"])["who"] == "c3"
    assert STORY["phone"]["numbers"]["+8617050000315"]["answered_in_max_day"] == {"day": "2026-04-16", "count": 4}
    assert STORY["phone"]["numbers"]["+8617050000317"]["unanswered_in_max_day"] == {"day": "2026-04-28", "count": 8}
    assert (collector["night_calls_in"], collector["night_messages_in"], collector["calls_in_max_10min"]) == (11, 2, 11)
    assert (collector["messages_in"], collector["until_due"]) == (44, {"calls_in": 2, "messages_in": 7})
    assert collector["first_at"] == "2026-03-10T10:05:12+08:00"
    assert STORY["workplace_collector"]["calls_in"] == 27
    assert STORY["workplace_collector"]["after_refusal"] == {"calls_in": 24, "messages_in": 0}
    assert len(STORY["collector_numbers"]) == 13


def test_calls_grow_after_the_refusal_and_fall_after_the_complaint() -> None:
    by_day = Counter({dt.date.fromisoformat(day): n for day, n in STORY["phone_collector"]["calls_in_by_day"].items()})
    complained = dt.date.fromisoformat(STORY["complained_on"])
    three_weeks = [complained + dt.timedelta(days=i) for i in range(-21, 21)]
    before, after = (sum(by_day[day] for day in part) for part in (three_weeks[:21], three_weeks[21:]))
    assert 0 < after * 4 < before
    ordinary = {day: n for day, n in by_day.items() if day not in {dt.date(2026, 4, 22), dt.date(2026, 4, 29)}}
    assert max(ordinary.values()) <= 12


def test_everyday_callers_ring_often_and_are_rung_back() -> None:
    mother = STORY["phone"]["numbers"]["+8613900002216"]
    assert mother["answered_in_max_day"]["count"] == 4
    assert mother["calls_in_max_day"] == {"day": "2026-05-01", "count": 5}
    assert mother["calls_out"] > 15 and mother["talk_in_s"] > 3600 and mother["night_calls_in"] == 1


def test_phone_table_holds_what_the_story_counts() -> None:
    names = {"已接来电": "answered_in", "未接来电": "missed_in", "已拒接": "rejected_in", "已拦截": "blocked_in", "去电": "calls_out",
             "收到": "messages_in", "发出": "messages_out"}  # fmt: skip
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    nights, spans, lost = Counter(), defaultdict(list), 0
    table = rows_of("export.csv")
    for row in table:
        if row["时间"].startswith("昨天"):
            lost += 1
            continue
        number, at = plain(row["号码"]), moment(row["时间"])
        counts[number][names[row["类型"]]] += 1
        spans[number].append(at)
        incoming = row["类型"] not in {"去电", "收到", "发出"}
        nights[number] += incoming and (at.hour >= 22 or at.hour < 8)
        assert bool(row["内容"]) == (row["业务类型"] != "语音电话")
        assert (row["时长(秒)"] not in {"", "0"}) <= (row["类型"] in {"已接来电", "去电"})
    told = STORY["phone"]["numbers"]
    assert {number: dict(found) for number, found in counts.items()} == {
        number: {name: fact[name] for name in names.values() if fact[name]} for number, fact in told.items()
    }
    assert {n: (min(t).isoformat(), max(t).isoformat()) for n, t in spans.items()} == {
        n: (fact["first_at"], fact["last_at"]) for n, fact in told.items()
    }
    assert {n: nights[n] for n in told} == {n: fact["night_calls_in"] for n, fact in told.items()}
    assert (len(table), lost) == (STORY["files"]["export.csv"]["rows"], 1)
    times = [row["时间"] for row in table if not row["时间"].startswith("昨天")]
    assert times == sorted(times, reverse=True) and len(times) == len(set(times))


def test_phone_table_spells_one_number_in_several_ways() -> None:
    spelled = {row["号码"] for row in rows_of("export.csv") if plain(row["号码"]) == WORST}
    assert spelled == {"+8617050000313", "17050000313", "0086-17050000313", "170-5000-0313"}


def elements(name: str) -> ET.Element:
    """An XML file of the pair, its surrogate references mended."""
    text = (SAMPLE / name).read_text(encoding="utf-8")
    pair = re.compile(r"&#(5[56]\d{3});&#(5[67]\d{3});")
    return ET.fromstring(pair.sub(lambda m: chr(0x10000 + ((int(m[1]) - 0xD800) << 10) + int(m[2]) - 0xDC00), text))


def test_backup_pair_is_the_same_phone() -> None:
    calls, messages = elements("calls-20260601090000.xml"), elements("sms-20260601090000.xml")
    zone = dt.timezone(dt.timedelta(hours=8))
    found = Counter()
    for entry in (*calls, *messages):
        at = dt.datetime.fromtimestamp(int(entry.get("date", "")) // 1000, zone)
        number = plain(entry.get("number", entry.get("address", "")))
        body = entry.get("body", "")
        for part in entry.iterfind("parts/part[@ct='text/plain']"):
            body += part.get("text", "")
        found[f"{at:%Y-%m-%d %H:%M:%S}", number, body, entry.get("duration", "")] += 1
        assert entry.get("readable_date") == f"{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S}"
    table = Counter()
    for row in rows_of("export.csv"):
        time = "2026-05-31 21:14:06" if row["时间"] == "昨天 21:14" else row["时间"]
        table[time, plain(row["号码"]), row["内容"], row["时长(秒)"]] += 1
    assert found == table
    assert Counter(call.get("type") for call in calls).keys() == {"1", "2", "3", "5", "6"}
    assert (
        sum(call.get("presentation") == "2" for call in calls) == STORY["files"]["calls-20260601090000.xml"]["withheld"]
    )
    assert Counter(entry.tag for entry in messages) == {
        tag: STORY["files"]["sms-20260601090000.xml"][tag] for tag in ("sms", "mms")
    }
    raw = (SAMPLE / "sms-20260601090000.xml").read_text(encoding="utf-8")
    assert "&#55357;&#56832;" in raw and "&#10;" in raw


def seconds(text: str) -> int:
    """``00:08:27``, ``8分27秒``, ``1小时2分3秒`` in seconds."""
    parts = [int(part) for part in re.findall(r"\d+", text)]
    return sum(part * 60**i for i, part in enumerate(reversed(parts)))


Call = tuple[dt.datetime, str, str, int]


def bill_of(rows: list[list[str]]) -> list[Call]:
    """Start, way, number and seconds of a bill's calls; the preamble gives the year and states the count."""
    assert rows[5][0] == "起始时间" and rows[-1][0] == "合计"
    year = re.search(r"从(\d{4})-", rows[1][0])[1]
    calls = [(moment(f"{year}-{row[0]}"), row[2], row[3], seconds(row[4])) for row in rows[6:-1]]
    assert f"总条数：{len(calls)}" in rows[1][0]
    assert seconds(rows[-1][4]) == sum(call[3] for call in calls)
    return calls


@pytest.fixture(scope="module")
def bills() -> dict[str, list[Call]]:
    """The calls of each sheet of the old workbook."""
    calamine = pytest.importorskip("python_calamine")
    book = calamine.CalamineWorkbook.from_path(str(SAMPLE / "china_mobile_bill_2026-03_to_05.xls"))
    return {name: bill_of(book.get_sheet_by_name(name).to_python()) for name in book.sheet_names}


def test_bills_hold_the_same_months_in_three_shapes(bills: dict[str, list[Call]]) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    page = openpyxl.load_workbook(SAMPLE / "china_mobile_bill_2026-04.xlsx").active
    april = bill_of([["" if cell is None else cell for cell in row] for row in page.iter_rows(values_only=True)])
    may = [(moment(row["起始时间"]), row["通信方式"], row["对方号码"], seconds(row["通信时长"]))
           for row in rows_of("china_mobile_bill_2026-05.csv", "gbk") if row["起始时间"] != "合计"]  # fmt: skip
    assert bills["202604"] == april
    assert bills["202605"] == may
    told = STORY["files"]["china_mobile_bill_2026-03_to_05.xls"]["rows"]
    assert {name: len(calls) for name, calls in bills.items()} == told


def test_bills_and_phone_hold_the_same_connected_calls(bills: dict[str, list[Call]]) -> None:
    phone = [(moment(row["时间"]), "主叫" if row["类型"] == "去电" else "被叫", plain(row["号码"]), int(row["时长(秒)"]), row["响铃时长(秒)"])
             for row in rows_of("export.csv") if row["时长(秒)"] not in {"", "0"} and row["SIM卡"] == "卡1"]  # fmt: skip
    billed = sorted(call for calls in bills.values() for call in calls)
    diverted = [call for call in billed if "转移" in call[1]]
    assert [call[0].isoformat() for call in diverted] == [STORY["only_in_the_bill"]["diverted_at"]] * 2
    off = moment("2026-04-18 21:10:00"), moment("2026-04-18 21:40:00")
    assert not any(off[0] < moment(row["时间"]) < off[1] for row in rows_of("export.csv") if "昨" not in row["时间"])
    billed = [call for call in billed if call not in diverted]
    again = [call for call, count in Counter(billed).items() if count == 2]
    assert [plain(call[2]) for call in again] == [STORY["twice_in_the_bill"]["number"]]
    billed.remove(again[0])
    masked = STORY["masked_in_the_bill"]
    pairs = list(zip(sorted(phone), billed, strict=True))
    for (at, way, number, talk, ring), (start, billed_way, shown, length) in pairs:
        assert (way, number) == (billed_way, masked["number"] if shown == masked["shown"] else plain(shown))
        assert abs(length - talk) <= 2
        late = (start - at).total_seconds()
        assert 0 <= late - int(ring) <= 2 if ring else 0 < late <= 34
    assert sum(shown == masked["shown"] for _, (_, _, shown, _) in pairs) == 1


def test_workplace_was_rung_as_the_story_says() -> None:
    table = rows_of("workplace_phone.csv")
    numbers = STORY["workplace_collector"]["numbers"]
    kinds: dict[str, Counter[str]] = defaultdict(Counter)
    for row in table:
        if plain(row["Number"]) in numbers:
            kinds[plain(row["Number"])][row["Call type"]] += 1
    assert {n: (k["Incoming"], k["Missed"]) for n, k in kinds.items()} == {
        n: (f["answered_in"], f["missed_in"]) for n, f in numbers.items()
    }
    assert numbers.keys() <= set(STORY["collector_numbers"])
    with_her = {moment(row["Date"]): row["Duration"] for row in table if plain(row["Number"]) == STORY["owner"]}
    on_her_phone = {moment(row["时间"]): int(row["时长(秒)"]) for row in rows_of("export.csv")
                    if plain(row["号码"]) == STORY["workplace"] and row["业务类型"] == "语音电话"}  # fmt: skip
    assert [seconds(text) for text in with_her.values()] == list(on_her_phone.values())
    assert all(abs(a - b) <= dt.timedelta(seconds=2) for a, b in zip(with_her, on_her_phone, strict=True))


def test_case_file_is_accepted_and_agrees_with_the_story() -> None:
    case = read_case_file(SAMPLE / "case.toml")
    assert [plain(number) for number in case.owner.numbers] == [STORY["owner"]]
    assert {plain(number) for number in case.collectors[0].numbers} == set(STORY["collector_numbers"])
    assert case.refusals[0].at.isoformat() + "+08:00" == STORY["refused_at"]
    assert case.refusals[0].to == case.collectors[0].name
    assert case.complaints[0].date.isoformat() == STORY["complained_on"]
    assert (case.lines[0].export, plain(case.lines[0].number)) == ("workplace_phone.csv", STORY["workplace"])
    assert {plain(number) for number in case.allow} <= set(STORY["phone"]["numbers"])


def test_messages_vary_and_numbers_look_invented() -> None:
    table = rows_of("export.csv")
    assert len({re.sub(r"\d", "0", row["内容"]) for row in table if row["内容"]}) >= 120
    invented = re.compile(
        r"\+86(1[3-9]\d0000\d{4}|1705000031\d|(755|21)20000\d{3})|\+4477009\d{5}|95000016|955000|10[06]\d0{2,}\d*955000|10[06]\d0+\d{2,3}|96110|12368|10086(999)?"
    )
    numbers = {plain(row["号码"]) for row in table} | {plain(row["Number"]) for row in rows_of("workplace_phone.csv")}
    assert sorted(number for number in numbers - {"withheld"} if not invented.fullmatch(number)) == []
