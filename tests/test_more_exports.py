"""Super Backup, Skype, the report of 3CX, rows off bill pages, reports by months: what their samples do not show."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import analyzer
from analyzer.exports import Export
from analyzer.importers import recognise
from analyzer.importers.super_backup import escaped

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<allsms count="1">\n'
SMS = '\t<sms address="13911110001" time="" date="1772932353123" type="1" body="{}" read="1" service_center="" name="" />\n'


def read(path: Path, text: str, **settings) -> analyzer.Read:
    path.write_text(text, encoding="utf-8", newline="")
    return analyzer.read(path, analyzer.Settings(**settings))


@pytest.mark.parametrize("body", ['"', '""a"', "<b>x</b>", '" read="', "a > b", '他说"还钱"，\n明天', '" name="x" />'])
def test_texts_of_super_backup_hold_what_xml_forbids(body: str, tmp_path: Path) -> None:
    what = read(tmp_path / "sms.xml", HEAD + (SMS.format(body) + SMS.format("ok")) + "</allsms>")
    assert what.events["body"].tolist() == [body, "ok"]
    assert what.problems.empty


@given(st.lists(st.sampled_from(['say "hi"', "plain", "<3", '" read="1', ">", "号码"]), max_size=4), st.integers(1, 60))
def test_it_does_not_matter_how_a_file_of_super_backup_is_cut_into_pieces(bodies: list[str], size: int) -> None:
    data = (HEAD + "".join(map(SMS.format, bodies)) + "</allsms>").encode()
    whole = b"".join(escaped(iter([data])))
    assert b"".join(escaped(data[i : i + size] for i in range(0, len(data), size))) == whole


def test_a_file_of_super_backup_that_breaks_off(tmp_path: Path) -> None:
    what = read(tmp_path / "sms.xml", HEAD + SMS.format('"a"') + SMS.format("b")[:60])
    assert what.events["body"].tolist() == ['"a"'] and what.problems["code"].tolist() == ["P106"]


def skype(tmp_path: Path, *messages: dict[str, str], who: str = "8:live:li") -> analyzer.Read:
    listed = [{"id": "1", "originalarrivaltime": "2026-03-08T01:00:00Z", "from": who, **one} for one in messages]
    conversation = {"id": who, "displayName": "Li", "MessageList": listed[::-1]}
    return read(tmp_path / "x.json", json.dumps({"userId": "8:live:me", "conversations": [conversation]}))


def call(type_: str, at: str, id_: str = "", seconds: int = 0) -> dict[str, str]:
    part = f"<part><duration>{seconds}</duration></part>" if seconds else "<part/>"
    content = f'<partlist type="{type_}" alt=""{id_ and f" callId={json.dumps(id_)}"}>{part}</partlist>'
    return {"messagetype": "Event/Call", "originalarrivaltime": at, "content": content}


def test_the_two_entries_of_a_call_on_skype_are_one_call(tmp_path: Path) -> None:
    what = skype(
        tmp_path,
        call("started", "2026-03-08T01:00:00Z", "a"),
        call("started", "2026-03-08T02:00:00Z", "b"),
        call("ended", "2026-03-08T01:05:00Z", "a", 290),
        call("missed", "2026-03-08T02:00:40Z", "b"),
    )
    rows = what.events[["outcome", "duration_s"]].astype(str).to_numpy().tolist()
    assert rows == [["answered", "290"], ["missed", "0"]]
    assert what.events["at"].dt.minute.tolist() == [0, 0] and what.sources["skipped"].tolist() == [2]


def test_a_call_on_skype_of_which_the_end_is_not_told(tmp_path: Path) -> None:
    what = skype(tmp_path, call("started", "2026-03-08T01:00:00Z"))
    assert what.events[["direction", "outcome"]].astype(str).to_numpy().tolist() == [["in", "unknown"]]


ROWS = "1,2026-03-08 09:12:33,西安,被叫,17050000901,38秒,国内通话,0.00\n2,2026-03-08 22:41:05,西安,主叫,95588,1分2秒,国内通话,0.00\n"


def test_rows_of_a_bill_page_below_headings_are_read_by_these(tmp_path: Path) -> None:
    headed = "序号,起始时间,通话地点,呼叫类型,对方号码,通话时长,通话类型,费用\n" + ROWS * 10
    path = tmp_path / "x.csv"
    path.write_text(headed, encoding="utf-8")
    assert recognise(Export.open(path)).name == "table"
    path.write_text(ROWS, encoding="utf-8")
    assert recognise(Export.open(path)).name == "bill_pages"


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-08 09:12:33,17050000901,38,省内通话\n2026-03-08 22:41:05,95588,62,省内通话\n",  # nobody says who called
        "1,17050000901,被叫,38\n2,95588,主叫,62\n",  # no time
        ROWS.splitlines()[0],  # one row shows no order
    ],
)
def test_rows_whose_order_is_not_known_are_refused(text: str, tmp_path: Path) -> None:
    with pytest.raises(analyzer.ExportError):
        read(tmp_path / "x.csv", text)


def test_a_month_of_a_report_by_itself_is_read(tmp_path: Path) -> None:
    record = {
        "call_other_number": "17050000901",
        "call_start_time": "2026-03-08 09:12:33",
        "call_time": "38",
        "call_type_name": "被叫",
    }
    what = read(tmp_path / "x.json", json.dumps({"call_cycle": "2026-03", "call_record": [record]}))
    assert what.sources["importer"].tolist() == ["operator_report"]
    assert what.events[["direction", "duration_s"]].astype(str).to_numpy().tolist() == [["in", "38"]]
    assert not what.built.readings[0]["lists_missed"]


def test_the_report_of_3cx_tells_callers_from_telephones_of_the_house(tmp_path: Path) -> None:
    text = "Call Time,Caller ID,Destination,Status,Ringing,Talking\n" + "".join(
        f"2026-03-08 09:12:{i}0,{caller},{callee},Unanswered,00:00:07,\n"
        for i, (caller, callee) in enumerate([("17050000901", "Ext.100"), ("Li (100)", "17050000901"), ("100", "101")])
    )
    what = read(tmp_path / "x.csv", text)
    assert what.events[["number", "direction", "outcome"]].astype(str).to_numpy().tolist() == [
        ["+8617050000901", "in", "missed"],
        ["+8617050000901", "out", "failed"],
        ["100", "unknown", "missed"],
    ]


def test_numbers_that_the_phone_was_told_to_block_are_named(tmp_path: Path, capsys) -> None:
    from analyzer.cli import main

    (tmp_path / "blocked.ndjson").write_text(
        '{"_id": "1", "original_number": "139 1111 0001", "e164_number": "+8613911110001"}\n{"_id": "2", "original_number": "95"}\n'
        '{"_id": "3", "original_number": "+86 139-1111-0001"}\n'
    )
    (tmp_path / "calls.csv").write_text("number,time,type\n13911110001,2026-03-01 10:00:00,missed\n")
    what = analyzer.read([tmp_path / "blocked.ndjson", tmp_path / "calls.csv"])
    assert [note["blocked"] for note in what.built.readings] == [("+8613911110001", "95"), ()]
    assert len(what.events) == 1 and what.sources["skipped"].tolist() == [3, 0]
    paths = [str(tmp_path / name) for name in ("blocked.ndjson", "calls.csv")]
    assert main([*paths, "-o", str(tmp_path / "out"), "--only", "data", "--lang", "en"]) == 0
    assert "told to block: +8613911110001, 95" in " ".join(capsys.readouterr().out.split())
