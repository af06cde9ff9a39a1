"""Tables as events: direction, outcome, kind, own number, totals, years; and the row ledger, whatever the file holds."""

from __future__ import annotations

import json
import subprocess
import sys

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, RAW_COLUMNS
from analyzer.exports import Export
from analyzer.importers import IMPORTERS, recognise
from analyzer.importers.tables import outcomes, parties
from analyzer.importers.tables.table import Layout, TableImporter
from analyzer.problems import ExportError
from analyzer.settings import CaseFile, Owner, Settings

DAY = "2026-03-08 09:12:33"


def read(tmp_path, content: str | bytes, options: Settings | None = None, name: str = "export.csv"):
    """The name of the importer, and its reading."""
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    options = options or Settings()
    export = Export.open(path)
    importer = recognise(export, options)
    reading = importer.read(export, options)
    check(reading)
    return importer.name, reading


def check(reading) -> None:
    """What holds for every reading."""
    rows = reading.rows
    assert reading.rows_read == len(rows) + reading.skipped + reading.problems.lost
    assert reading.skipped == sum(reading.skipped_why.values())
    assert list(rows.index) == list(range(len(rows)))
    assert set(list(RAW_COLUMNS)[:6]) <= set(rows.columns) <= set(RAW_COLUMNS)
    for name, kind in RAW_COLUMNS.items():
        if name in rows:
            assert str(rows[name].dtype) in ((kind, "category") if name == "number_raw" else (kind,)), name
            assert not (kind == "str" and rows[name].isna().any()), name
    for name, words in (("kind", KINDS), ("direction", DIRECTIONS), ("outcome", OUTCOMES)):
        assert set(rows[name].astype(str)) <= set(words)
    messages = rows["kind"].astype(str) != "call"
    assert (rows.loc[messages, "outcome"].astype(str) == "").all()
    assert (rows.loc[~messages, "outcome"].astype(str) != "").all()


def calls(tmp_path, *lines: str, heading: str = "号码,类型,时间,时长", **options) -> list[tuple[str, str]]:
    """Direction and outcome of each row of a table."""
    _, reading = read(tmp_path, "\n".join([heading, *lines]) + "\n", Settings(**options))
    return list(zip(reading.rows["direction"].astype(str), reading.rows["outcome"].astype(str), strict=True))


def said(reading) -> set[str]:
    return {meaning for _, meaning in reading.understood}


# Direction and outcome


def test_what_type_and_talk_time_say_together(tmp_path):
    rows = [
        ("被叫", "12", ("in", "answered")),
        ("主叫", "12", ("out", "answered")),
        ("主叫", "0", ("out", "unknown")),
        ("未接", "0", ("in", "missed")),
        ("拒接", "", ("in", "rejected")),
        ("拦截", "0", ("in", "blocked")),
        ("已接来电", "0", ("in", "answered")),
        ("语音信箱", "9", ("in", "voicemail")),
        ("呼叫转移", "9", ("unknown", "diverted")),
        ("被叫", "0", ("in", "unknown")),
        ("其他设备已接", "", ("in", "answered")),
        ("busy", "", ("unknown", "failed")),
        ("怪", "7", ("unknown", "answered")),
        ("", "", ("unknown", "unknown")),
    ]
    found = calls(tmp_path, *[f"1380013800{i % 10},{kind},{DAY},{length}" for i, (kind, length, _) in enumerate(rows)])
    assert found == [expected for _, _, expected in rows]


def test_zero_seconds_count_as_missed_only_where_nothing_else_says_so(tmp_path):
    lines = [f"10086,被叫,{DAY},0", f"10086,主叫,{DAY},5"]
    _, reading = read(tmp_path, "\n".join(["号码,类型,时间,时长", *lines]))
    assert reading.rows["outcome"].tolist() == ["missed", "answered"]
    assert outcomes.ZERO_MISSED in said(reading)
    _, reading = read(tmp_path, "\n".join(["号码,类型,时间,时长", *lines, f"10086,未接,{DAY},0"]))
    assert reading.rows["outcome"].tolist() == ["unknown", "answered", "missed"]
    assert outcomes.ZERO_UNKNOWN in said(reading)


def test_a_bill_lists_connected_calls_only(tmp_path):
    _, reading = read(tmp_path, f"号码,类型,时间,时长,通话费\n10086,被叫,{DAY},0,0.00\n")
    assert not reading.lists_missed and reading.rows["outcome"].tolist() == ["unknown"]
    _, reading = read(tmp_path, f"号码,类型,时间,时长,通话费\n10086,未接,{DAY},0,0.00\n")
    assert reading.lists_missed


def test_seconds_of_calls_that_were_not_answered_are_not_talk(tmp_path):
    _, reading = read(
        tmp_path, f"号码,类型,时间,时长,响铃时长\n10086,未接,{DAY},25,\n10086,拒接,{DAY},,7\n10086,被叫,{DAY},9,3\n"
    )
    assert reading.rows["duration_s"].fillna(-1).tolist() == [0, -1, 9]
    assert reading.rows["ring_s"].fillna(-1).tolist() == [-1, 7, 3]
    assert outcomes.NOT_TALK in said(reading)


def test_direction_and_status_in_two_columns(tmp_path):
    heading = "number,direction,status,date,duration"
    found = calls(
        tmp_path, f"1,inbound,no-answer,{DAY},0", f"1,outbound,completed,{DAY},5", f"1,outbound,busy,{DAY},0",
        f"1,inbound,busy,{DAY},0", f"1,outbound,no answer,{DAY},0", heading=heading,
    )  # fmt: skip
    assert found == [("in", "missed"), ("out", "answered"), ("out", "failed"), ("in", "rejected"), ("out", "missed")]


def test_types_that_are_not_understood_are_remarked_once_each(tmp_path):
    lines = [f"10086,主叫,{DAY},5"] * 3 + [f"10086,甲,{DAY},0"] * 4 + [f"10086,乙,{DAY},0"]
    _, reading = read(tmp_path, "\n".join(["号码,类型,时间,时长", *lines]))
    remarks = [(code, row, raw, note) for code, row, _, raw, note in reading.problems.entries]
    assert remarks == [("P202", "5", "甲", "× 4"), ("P202", "9", "乙", "")]
    assert reading.problems.lost == 0


def test_numbers_as_types_are_not_guessed(tmp_path):
    found = calls(tmp_path, f"10086,1,{DAY},5", f"10086,2,{DAY},5")
    assert found == [("unknown", "answered")] * 2


def test_codes_of_call_detail_tables(tmp_path):
    heading = "owner_num,peer_num,started_at,duration,bill_type,comm_direction"
    text = f"{heading}\n1,10086,{DAY},5,1,12\n1,10086,{DAY},,2,21\n1,10086,{DAY},,3,32\n1,10086,{DAY},5,1,13\n"
    _, reading = read(tmp_path, text)
    found = reading.rows[["kind", "direction", "outcome"]].astype(str).agg(" ".join, axis=1).tolist()
    assert found == ["call in answered", "sms out ", "mms in ", "call unknown diverted"]
    assert reading.owner == "1"


# Calls and messages


def test_calls_and_messages_in_one_table(tmp_path):
    text = (
        "number,type,date,duration,body\n"
        f"1,SMS_IN,{DAY},,hello\n1,CALL_OUT,{DAY},5,\n1,received,{DAY},,your code is 1234\n1,incoming,{DAY},9,null\n1,sent,{DAY},,\n"
    )
    _, reading = read(tmp_path, text)
    assert reading.rows["kind"].tolist() == ["sms", "call", "sms", "call", "sms"]
    assert reading.rows["body"].tolist() == ["hello", "", "your code is 1234", "", ""]
    assert reading.rows["direction"].tolist() == ["in", "out", "in", "in", "out"]


def test_a_table_that_speaks_of_messages_holds_messages(tmp_path):
    _, reading = read(tmp_path, f"对方号码,短信时间,收发类型\n10086,{DAY},接收\n10086,{DAY},发送\n")
    assert reading.rows["kind"].tolist() == ["sms", "sms"]
    _, reading = read(tmp_path, f"短信详单\n对方号码,发送时间,状态\n10086,{DAY},已读\n")
    assert reading.rows["kind"].tolist() == ["sms"]


def test_drafts_failures_and_data_are_no_events(tmp_path):
    text = f"号码,业务类型,状态,时间,内容\n1,短信,草稿,{DAY},a\n1,短信,发送失败,{DAY},b\n1,短信,接收,{DAY},c\n1,上网,,{DAY},\n1,短信,待发送,{DAY},d\n"
    _, reading = read(tmp_path, text)
    assert reading.rows["body"].tolist() == ["c"]
    assert reading.skipped_why == {
        "draft": 1, "failed to send": 1, "not sent": 1, "use of data or of a package, not a call or message": 1,
    }  # fmt: skip


def test_names_lines_and_marks_are_carried_and_empty_words_are_empty(tmp_path):
    text = f"姓名,号码,时间,类型,卡槽,号码标记\n(Unknown),10086,{DAY},未接,卡1,骚扰\n NULL ,n/a,{DAY},未接,,\n"
    _, reading = read(tmp_path, text)
    rows = reading.rows
    assert rows["name"].tolist() == ["", ""] and rows["number_raw"].tolist() == ["10086", ""]
    assert rows["line"].tolist() == ["卡1", ""] and rows["label"].tolist() == ["骚扰", ""]


# Whose number


def test_the_own_number_is_the_one_in_nearly_every_row(tmp_path):
    text = f"from,to,date,duration\n+8613800138000,10086,{DAY},5\n17050000901,13800138000,{DAY},6\n17050000902,008613800138000,{DAY},0\n"
    _, reading = read(tmp_path, text)
    assert reading.rows["number_raw"].tolist() == ["10086", "17050000901", "17050000902"]
    assert reading.rows["direction"].tolist() == ["out", "in", "in"]
    assert reading.owner == "+8613800138000"


@pytest.mark.parametrize("options", [{"owner": "138 0013 8000"}, {"case": CaseFile(owner=Owner(("+8613800138000",)))}])
def test_the_person_may_name_the_own_number(tmp_path, options):
    text = f"主叫号码,被叫号码,时间\n13800138000,10086,{DAY}\n"
    _, reading = read(tmp_path, text, Settings(**options))
    assert reading.rows["number_raw"].tolist() == ["10086"] and reading.rows["direction"].tolist() == ["out"]


def test_an_own_number_that_cannot_be_told_is_said(tmp_path):
    _, reading = read(tmp_path, f"主叫号码,被叫号码,时间,时长\n13800138000,10086,{DAY},4\n")
    assert parties.NO_OWNER in said(reading)
    assert reading.rows["direction"].tolist() == ["unknown"] and reading.owner == ""


def test_a_row_between_strangers_is_remarked(tmp_path):
    lines = [f"1380013800{i},99,{DAY}" for i in range(10)] + [f"10086,10010,{DAY}"]
    _, reading = read(tmp_path, "\n".join(["caller,callee,time", *lines]))
    assert [entry[:2] for entry in reading.problems.entries] == [("P205", "12")]
    assert reading.problems.entries[0][4] == parties.NEITHER


def test_a_single_column_of_callers_means_calls_that_came_in(tmp_path):
    _, reading = read(tmp_path, f"来电号码,时间\n10086,{DAY}\n")
    assert reading.rows["direction"].tolist() == ["in"]
    _, reading = read(tmp_path, f"号码,时间\n10086,{DAY}\n")
    assert outcomes.NO_DIRECTION in said(reading)


def test_an_own_column_is_the_owner_or_says_it_row_by_row(tmp_path):
    _, reading = read(tmp_path, f"本机号码,对方号码,时间\n13800138000,10086,{DAY}\n13800138000,10010,{DAY}\n")
    assert reading.owner == "13800138000" and "owner" not in reading.rows
    _, reading = read(tmp_path, f"本机号码,对方号码,时间\n13800138000,10086,{DAY}\n13900139000,10010,{DAY}\n")
    assert reading.owner == "" and reading.rows["owner"].tolist() == ["13800138000", "13900139000"]


# Rows that are no events


def test_totals_repeated_headings_and_notes_are_skipped_and_bad_rows_are_problems(tmp_path):
    text = f"号码,时间,时长\n10086,{DAY},5\n号码,时间,时长\n合计,,5\n小计,,,\n,,\n\n10086,昨天,5\n10010\n以下空白\n10086,{DAY},6,7\n10086,{DAY},8,\n"
    _, reading = read(tmp_path, text)
    assert reading.rows["row"].tolist() == ["2", "12"]
    assert reading.skipped_why == {"heading repeated": 1, "total": 2, "line of text": 1}
    assert [entry[:2] for entry in reading.problems.entries] == [("P102", "9"), ("P102", "11"), ("P101", "8")]


def test_a_file_cut_off_in_a_row_says_so(tmp_path):
    _, reading = read(tmp_path, f"号码,时间,时长\n10086,{DAY},5\n10086,2026-03-0")
    assert [entry[:2] for entry in reading.problems.entries] == [("P106", "3")]


def test_why_a_row_does_not_fit_is_said_as_exactly_as_it_can_be(tmp_path):
    text = f"时间,类型,号码\n{DAY},被叫,10086\n{DAY},被叫\n{DAY},被叫,1,2\n{DAY},".encode("gb18030")
    text = (
        text[: text.rindex(b"2026")]
        + f"{DAY},被".encode("gb18030")[:-1]
        + b"10086\n"
        + f"{DAY},被叫,3\n".encode("gb18030")
    )
    _, reading = read(tmp_path, text)
    assert [entry[:2] for entry in reading.problems.entries] == [("P104", "3"), ("P102", "4"), ("P107", "5")]
    assert len(reading.rows) == 2


def test_the_same_by_the_fast_reader(tmp_path):
    line = "10086,{type},2026-03-08 09:12:{i:02d},{i}\n"
    plain = "".join(line.format(type="被叫" if i % 2 else "未接", i=i % 60) for i in range(600))
    quoted = plain.replace("10086,未接", '"10086",未接')
    multi = quoted.replace("09:12:00,0\n", '09:12:00,"0\n"\n', 1)
    readings = [read(tmp_path, f"号码,类型,时间,时长\n{body}合计,,,600\n")[1] for body in (plain, quoted, multi)]
    assert len({reading.rows_read for reading in readings}) == 1
    first = readings[0].rows
    for reading in readings:
        assert reading.skipped_why == {"total": 1}
        pd.testing.assert_frame_equal(reading.rows.drop(columns="row"), first.drop(columns="row"))
    assert readings[1].rows["row"].tolist() == first["row"].tolist()
    assert readings[2].rows["row"].iloc[-1] == str(int(first["row"].iloc[-1]) + 1)


def test_times_far_from_the_rest_are_remarked(tmp_path):
    _, reading = read(tmp_path, f"号码,时间\n10086,{DAY}\n10086,1970-01-01 08:00:00\n10086,{DAY}\n")
    assert [entry[:2] for entry in reading.problems.entries] == [("P207", "3")]


def test_a_table_without_rows(tmp_path):
    _, reading = read(tmp_path, "号码,时间,时长,内容,姓名\n")
    assert len(reading.rows) == 0 and reading.rows_read == 0


# Recognising


def test_what_is_missing_is_said_with_what_was_seen(tmp_path):
    with pytest.raises(ExportError, match="seen: 序号, 业务类型, 起始时间"):
        read(tmp_path, f"序号,业务类型,起始时间\n1,语音,{DAY}\n")
    with pytest.raises(ExportError, match="PDF"):
        read(tmp_path, b"%PDF-1.4 ...")
    with pytest.raises(ExportError, match="without the password"):
        read(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "EncryptedPackage".encode("utf-16-le"))


def test_headings_that_the_person_explains(tmp_path):
    text = f"谁,啥时候,咋了\n10086,{DAY},未接\n"
    with pytest.raises(ExportError):
        read(tmp_path, text)
    name, reading = read(tmp_path, text, Settings(columns=(("谁", "number"), ("啥时候", "start"), ("咋了", "type"))))
    assert name == "table" and reading.rows["outcome"].tolist() == ["missed"]


def test_the_name_of_a_file_decides_nothing(tmp_path):
    text = f"起始时间,通信地点,通信方式,对方号码,通信时长\n{DAY},上海,被叫,10086,3秒\n"
    assert {read(tmp_path, text, name=name)[0] for name in ("a.csv", "b.xls", "calls.xml", "x")} == {"china_mobile"}


def test_two_claims_are_an_error_that_names_both(tmp_path, monkeypatch):
    table = TableImporter("mine", "t", "m", "h", "r", layouts=(Layout(("号码", "时间")),)).importer()
    other = TableImporter("yours", "t", "m", "h", "r", layouts=(Layout(("号码",)),)).importer()
    monkeypatch.setattr("analyzer.importers.IMPORTERS", (table, other, *IMPORTERS))
    with pytest.raises(ExportError, match="mine, yours"):
        read(tmp_path, f"号码,时间\n10086,{DAY}\n")


def test_a_new_kind_of_bill_is_one_declaration(tmp_path, monkeypatch):
    bill = TableImporter(
        name="some_bill",
        title="bill of Some Telecom",
        maker="Some Telecom",
        how="ask for it",
        reference="its heading",
        layouts=(
            Layout(
                ("Dialled", "When", "How long"),
                {"Dialled": "callee", "When": "start", "How long": "duration"},
                kind="call",
            ),
        ),
        zone="Asia/Shanghai",
        lists_missed=False,
    ).importer()
    monkeypatch.setattr("analyzer.importers.IMPORTERS", (bill, *IMPORTERS))
    name, reading = read(tmp_path, f"Dialled,When,How long\n10086,{DAY},0:07\n", Settings(zone="Europe/Berlin"))
    assert name == "some_bill" and reading.zone_basis == "carrier" and not reading.lists_missed
    row = reading.rows.iloc[0]
    assert (row["direction"], row["duration_s"], str(row["at"])) == ("out", 7, "2026-03-08 01:12:33+00:00")


def test_the_shelf_is_light_to_import(root):
    code = "import sys, analyzer.importers; print([m for m in ('pandas', 'pyarrow', 'numpy', 'python_calamine') if m in sys.modules])"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True)
    assert out.stdout.strip() == "[]"


# China Mobile


VOICE = "起始时间,通信地点,通信方式,对方号码,通信时长\n"


def test_a_period_across_new_year_gives_each_date_its_year(tmp_path):
    text = (
        "从2025-12-16到2026-01-15 类型：通话详单,,,,\n"
        + VOICE
        + "12-31 23:59:58,上海,被叫,1,3秒\n01-01 00:00:05,上海,被叫,1,3秒\n"
    )
    _, reading = read(tmp_path, text)
    assert reading.rows["at"].dt.tz_convert("Asia/Shanghai").dt.year.tolist() == [2025, 2026]


def test_without_a_year_nothing_is_guessed(tmp_path):
    _, reading = read(tmp_path, VOICE + "12-31 23:59:58,上海,被叫,1,3秒\n")
    assert [entry[0] for entry in reading.problems.entries] == ["P103"] and len(reading.rows) == 0


def test_beijing_time_holds_wherever_the_owner_is(tmp_path):
    _, reading = read(tmp_path, VOICE + f"{DAY},上海,被叫,1,3秒\n", Settings(zone="America/New_York"))
    assert str(reading.rows["at"].iloc[0]) == "2026-03-08 01:12:33+00:00"
    assert reading.zone_basis == "carrier" and not reading.lists_missed


def test_halves_of_forwarded_calls_are_matched_one_to_one(tmp_path):
    half = f"{DAY},上海,有条件呼叫转移{{}},{{}},0秒\n"
    text = VOICE + half.format("被叫", 1) + half.format("主叫", 2) + half.format("主叫", 3) + f"{DAY},上海,主叫,4,3秒\n"
    _, reading = read(tmp_path, text)
    assert reading.rows["number_raw"].tolist() == ["1", "3", "4"]
    assert reading.rows["outcome"].tolist() == ["diverted", "diverted", "answered"]
    assert reading.skipped_why == {"second half of a forwarded call": 1}


def test_the_preamble_names_the_owner(tmp_path):
    text = "客户名称:某某,,,,\n手机号码:13800138000,,,,\n" + VOICE + f"{DAY},上海,被叫,1,3秒\n"
    assert read(tmp_path, text)[1].owner == "13800138000"


# Whatever the file holds


pieces = st.sampled_from(
    [b"\xe5\x8f\xb7\xe7\xa0\x81,\xe6\x97\xb6\xe9\x97\xb4,\xe7\xb1\xbb\xe5\x9e\x8b\n", b"number,time,type,duration,body\n", b"10086,", b'"',
     b"\n", b",", b"2026-03-08 09:12:33,", b"03-08 09:12,", "被叫,".encode(), "合计\n".encode(), b"missed,", b"7,", b"\0", b"\xff", b"\r", b"\t",
     "从2026-03-01到2026-03-31\n".encode(), "号码".encode("gb18030"), b"<table><tr><td>", b"PK\x03\x04", b";"]
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.one_of(st.binary(min_size=1, max_size=200), st.lists(pieces, min_size=1, max_size=30).map(b"".join)))
def test_any_bytes_are_recognised_or_refused_and_the_ledger_balances(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "x"
    path.write_bytes(content)
    for importer in IMPORTERS:
        assert importer.recognises(Export.open(path)) in (True, False)
    try:
        export = Export.open(path)
        reading = recognise(export).read(export, Settings())
    except ExportError:
        return
    check(reading)


heads = st.lists(
    st.sampled_from(["号码", "时间", "类型", "时长", "内容", "主叫号码", "被叫号码", "日期", "姓名", "incoming", "missed", "费用", "本机号码", "响铃时长"]),
    min_size=2, max_size=7, unique=True,
)  # fmt: skip
cells = st.sampled_from(
    [
        "",
        "10086",
        "13800138000",
        DAY,
        "2026/3/8",
        "09:12:33",
        "03-08 09:12:33",
        "被叫",
        "未接",
        "true",
        "false",
        "7",
        "1分3秒",
        "合计",
        "x, y",
        "草稿",
        "2",
        "怪",
    ]
)


@settings(max_examples=200, deadline=None)
@given(heads, st.lists(st.lists(cells, min_size=1, max_size=8), max_size=12))
def test_any_table_balances(tmp_path_factory, heading, rows):
    path = tmp_path_factory.mktemp("any") / "x.csv"
    lines = [",".join(json.dumps(cell, ensure_ascii=False) for cell in row) for row in [heading, *rows]]
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        export = Export.open(path)
        reading = recognise(export).read(export, Settings())
    except ExportError:
        return
    check(reading)
    assert reading.rows_read == sum(map(any, rows))


@pytest.mark.parametrize(
    ("headings", "lengths"), [("Dir,Len,Text", [65, 12, 0]), ("A,B,Text", [None] * 3)], ids=["lengths", "no lengths"]
)
def test_a_column_of_texts_that_are_all_empty_makes_no_messages(tmp_path, headings, lengths):
    rows = ["13911110001,2026-03-01,09:00:00,In,00:01:05,", "13911110002,2026-03-01,09:05:00,Out,12,", "13911110003,2026-03-01,09:06:00,In,0,"]  # fmt: skip
    _, reading = read(tmp_path, "\n".join([f"Number,Date,Time,{headings}", *rows]))
    assert set(reading.rows["kind"]) == {"call"}
    seconds = reading.rows.get("duration_s", [None] * 3)
    assert [None if pd.isna(one) else int(one) for one in seconds] == lengths
