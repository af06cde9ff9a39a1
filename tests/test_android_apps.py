"""What Android apps save, besides tables and databases: cut and damaged files, hostile ones, and what each value means."""

from __future__ import annotations

import io
import json
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_app_samples import MMS, SMS, lines, vmg, vmsg

from analyzer.events import Reading
from analyzer.exports import Export
from analyzer.importers import IMPORTERS, recognise
from analyzer.importers.streams import json_stream
from analyzer.importers.streams.entries import Entries
from analyzer.importers.streams.json_stream import Broken, Stream
from analyzer.problems import ExportError
from analyzer.settings import Settings

Read = Callable[..., Reading]

CALL = {"_id": "1", "number": "13900001111", "date": "1772331300999", "duration": "5", "type": "1"}
QUIK = {"type": 1, "address": "10690000", "date": 1772331300999, "dateSent": 0, "read": True, "status": -1, "body": "好", "subId": 1}  # fmt: skip
FOSSIFY = {
    "subscriptionId": 1,
    "address": "10690000",
    "body": "好",
    "date": 1772331300999,
    "type": 1,
    "backupType": "sms",
}
RECENT = {
    "id": 1,
    "phoneNumber": "13900001111",
    "name": "甲",
    "startTS": 1772331300999,
    "duration": 5,
    "type": 1,
    "simID": 1,
}
CRAWLED = {
    "call_tel": "13900001111",
    "call_time": 1772331300,
    "call_method": "被叫",
    "call_duration": 5,
    "tel": "13800000001",
}
JSON = {
    "sms_import_export_calls": CALL, "sms_import_export_messages": SMS, "fossify_messages": FOSSIFY,
    "fossify_calls": RECENT, "operator_report": CRAWLED,
}  # fmt: skip
"""An entry of each export that is a JSON list."""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read an export given as text, bytes, or what JSON can hold."""

    def read(document: Any, zone: str = "Asia/Shanghai", importer: str = "") -> Reading:
        path = tmp_path / "export"
        if not isinstance(document, str | bytes):
            document = json.dumps(document, ensure_ascii=False)
        path.write_bytes(document if isinstance(document, bytes) else document.encode())
        export = Export.open(path)
        found = recognise(export)
        assert not importer or found.name == importer
        return found.read(export, Settings(zone=zone))

    return read


def codes(reading: Reading) -> list[tuple[str, str]]:
    return [(code, row) for code, row, *_ in reading.problems.entries]


def first(reading: Reading) -> dict[str, Any]:
    return reading.rows.iloc[0].to_dict()


def balanced(reading: Reading) -> bool:
    return reading.rows_read == len(reading.rows) + reading.skipped + reading.problems.lost


def archive(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


# JSON, whatever stands in it


DOCUMENT = json.dumps([{"a": i, "b": "好😀\n", "c": [1, {"d": None}], "e": True} for i in range(20)], indent=1)
ENTRIES = [("", {"a": str(i), "b": "好😀\n", "c": ["1", {"d": None}], "e": True}) for i in range(20)]


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 1000, 10_000])
def test_pieces_do_not_change_what_a_document_holds(size: int) -> None:
    pieces = [DOCUMENT[i : i + size] for i in range(0, len(DOCUMENT), size)]
    assert list(Stream(pieces)) == ENTRIES


def test_a_cut_anywhere_delivers_the_whole_entries_before_it() -> None:
    for place in range(1, len(DOCUMENT)):
        got = []
        with pytest.raises(Broken, match=r"^line \d+: "):
            got.extend(Stream([DOCUMENT[:place]]))
        stream, got = iter(Stream([DOCUMENT[:place]])), []
        try:
            while True:
                got.append(next(stream))
        except Broken:
            assert got == ENTRIES[: len(got)]
        assert len(got) >= DOCUMENT[:place].count("\n },")


plain = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
anything = st.recursive(
    plain, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4), max_leaves=12
)  # fmt: skip


def as_read(value: Any) -> Any:
    """What the standard library makes of the same text, numbers as they are written."""
    return json.loads(json.dumps(value), parse_int=str, parse_float=str, parse_constant=str)


@settings(max_examples=60, deadline=None)
@given(st.lists(anything, max_size=5), st.integers(1, 9))
def test_any_list_is_read_as_the_standard_library_reads_it(document: list[Any], size: int) -> None:
    text = json.dumps(document)
    pieces = [text[i : i + size] for i in range(0, len(text), size)]
    assert [entry for _, entry in Stream(pieces)] == as_read(document)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[1,]", "an entry is missing"),
        ('{"a" 1}', "':' delimiter"),
        ("[1 2]", "',' delimiter"),
        ("17", "neither a list nor an object"),
        ("[] x", "neither"),
        ("[nul]", "Expecting value"),
        ('[{"a": "\\x"}]', "escape"),
        ("{1: 2}", "a name is missing"),
    ],
)
def test_what_is_no_json_is_named(text: str, why: str) -> None:
    with pytest.raises(Broken, match=why):
        list(Stream([text]))


def test_an_entry_without_end_takes_no_endless_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_stream, "LONGEST", 1000)
    with pytest.raises(Broken, match="longer than any phone writes"):
        list(Stream(['["', *["a" * 100] * 100]))


@pytest.mark.parametrize("name", JSON)
def test_a_list_that_breaks_off_delivers_what_was_read(read: Read, name: str) -> None:
    text = json.dumps([JSON[name]] * 3, ensure_ascii=False)
    reading = read(text[: text.rindex("{") + 20], importer=name)
    assert (len(reading.rows), reading.rows_read) == (2, 3)
    assert codes(reading) == [("P106", "3")]


@pytest.mark.parametrize("name", JSON)
def test_lists_within_lists_are_one_sentence(read: Read, name: str) -> None:
    for deep in ("[" * 100_000, '{"a":' * 100_000):
        text = json.dumps([JSON[name]])[:-1] + ', {"x": ' + deep
        with pytest.raises(ExportError, match="lists within lists"):
            read(text)


@pytest.mark.parametrize("name", JSON)
@pytest.mark.parametrize("bad", [None, 17, "text", [], [{}], True])
def test_an_entry_that_is_no_object_is_a_problem(read: Read, name: str, bad: Any) -> None:
    reading = read([JSON[name], bad, JSON[name]], importer=name)
    assert [code for code, _ in codes(reading)] == ["P105"]
    assert (len(reading.rows), reading.rows_read) == (2, 3)


values = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=6) | anything


@pytest.mark.parametrize("name", JSON)
def test_values_of_any_kind_never_stop_the_reading(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    path = tmp_path_factory.mktemp("any") / "export"
    extra = {"parts": None, "addresses": None, "msg_box": None, "groupedCalls": None, "__parts": None, "sms": None}
    keys = st.sampled_from(sorted({**JSON[name], **extra}))

    @settings(max_examples=40, deadline=None)
    @given(st.lists(st.dictionaries(keys, values), max_size=4))
    def run(changes: list[dict[str, Any]]) -> None:
        entries = [JSON[name], *({**JSON[name], **change} for change in changes)]
        path.write_text(json.dumps(entries))
        export = Export.open(path)
        (importer,) = (one for one in IMPORTERS if one.name == name)
        reading = importer.read(export, Settings())
        assert balanced(reading)
        assert len(reading.rows) >= 1
        assert reading.rows["number_raw"].iloc[0]

    run()


def test_halves_of_characters_anywhere_are_replaced(read: Read) -> None:
    """Found by changing samples at random: halves in names of keys, and in numbers of which one was chosen."""
    half = "\\ud83d"
    mms = {"date": 1772334900, "messageBox": 2, "messageType": 128, "parts": [], "backupType": "mms"}
    addresses = f'[{{"address": "1{half}", "type": 151}}, {{"address": "2", "type": 151}}]'
    text = json.dumps([{**FOSSIFY, "body": "@"}, mms])[:-2].replace("@", half)
    reading = read(f'{text}, "addresses": {addresses}, "{half}": 1}}]')
    assert reading.rows["body"].iloc[0] == "\ufffd"
    assert reading.rows["number_raw"].iloc[1] == "1\ufffd"
    assert [code for code, _ in codes(reading)] == ["P203", "P203", "P204"]
    reading.problems.frame("x").to_json()
    assert "".join(reading.unmapped).isprintable()


def test_an_attachment_of_30_megabytes_is_not_kept(tmp_path: Path) -> None:
    def peak(megabytes: int) -> int:
        picture = {"seq": "0", "ct": "image/jpeg", "binary_data": "A" * (megabytes << 20)}
        path = tmp_path / "export"
        path.write_text(json.dumps([SMS, {**MMS, "parts": [picture]}, SMS]))
        (importer,) = (one for one in IMPORTERS if one.name == "sms_import_export_messages")
        tracemalloc.start()
        reading = importer.read(Export.open(path), Settings())
        got = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert len(reading.rows) == 3
        return got

    assert peak(30) - peak(1) < 4 * 30_000_000


@pytest.mark.parametrize(
    "head", ["[" * 65536, '{"a":' * 10000, '["' + "\\" * 65000, "[{" + '"' * 65000, " " * 65000 + "["]
)
def test_recognising_is_quick_whatever_the_head(tmp_path: Path, head: str) -> None:
    path = tmp_path / "export"
    path.write_text(head)
    started = time.process_time()
    assert not [one.name for one in IMPORTERS if not one.fallback and one.recognises(Export.open(path))]
    assert time.process_time() - started < 2


def test_a_text_cannot_make_an_export_look_like_another(read: Read) -> None:
    """A sender chooses what stands in a message; it must not keep the export from being read."""
    text = (
        '{"startTS": 1, "phoneNumber": "1", "messageCount": 1, "thread_id": "1", "call_tel": "1", "backupType": "sms"}'
        '\nclass="hChatLog" class="haudio" class="album" <CALL_RECORDS \nRow: 0 number=1, address=1, date=1, type=1, body=1'
    )
    read([{**SMS, "body": text}], importer="sms_import_export_messages")
    read([{**FOSSIFY, "body": text}], importer="fossify_messages")
    read({"messageCount": 1, "messages": [{**QUIK, "body": text}]}, importer="quik_messages")
    read(vmsg("10086", "INBOX", "2026/03/01 10:15:00", "", text), importer="vmessage")
    read(vmg("INBOX", "20090101T120000Z", "10086", "", "1.1.2009 20:00:00", text), importer="vmessage")
    read(f'"sms","SENT","","10086","","2015.04.20 18:49","","{text}"', importer="nokia_messages")
    read(f"Row: 0 address=10086, date=1772331300000, type=1, body={text}", importer="adb_messages")
    escaped = text.replace("<", "&lt;")
    read(f"<smses><sms address='1' date='1772331300000' type='1' body='{escaped}'/></smses>", importer="sms_backup_restore_messages")  # fmt: skip


# Android's codes, by whatever app


@pytest.mark.parametrize(
    ("given", "direction", "outcome", "duration", "ring"),
    [
        ({"type": "1", "duration": "0"}, "in", "answered", 0, None),
        ({"type": "2", "duration": "9"}, "out", "answered", 9, None),
        ({"type": "2", "duration": "0"}, "out", "unknown", 0, None),
        ({"type": "3", "duration": "21"}, "in", "missed", 0, 21),
        ({"type": "3", "duration": "0", "ring_time": "7"}, "in", "missed", 0, 7),
        ({"type": "3", "duration": "4", "record_duration": "7"}, "in", "missed", 0, 7),
        ({"type": "3", "duration": "0", "ring_time": "0"}, "in", "missed", 0, None),
        ({"type": "1", "duration": "9", "ring_time": "7"}, "in", "answered", 9, None),
        ({"type": "6", "duration": "0"}, "in", "blocked", 0, None),
        ({"type": "7", "duration": "0"}, "in", "answered", None, None),
        ({"type": "1000", "duration": "3"}, "unknown", "unknown", 3, None),
    ],
)
def test_types_of_calls(read: Read, given: dict[str, str], direction: str, outcome: str, duration: int | None, ring: int | None) -> None:  # fmt: skip
    row = first(read([CALL | given]))
    assert (row["direction"], row["outcome"]) == (direction, outcome)
    for column, wanted in (("duration_s", duration), ("ring_s", ring)):
        assert row[column] == wanted if wanted is not None else pd.isna(row[column])


def test_a_mark_of_the_phone_is_kept_and_what_was_deleted_is_left_out(read: Read) -> None:
    marked = [CALL | {"mark_content": "诈骗"}, CALL | {"cloud_antispam_type_tag": "催收"}, CALL | {"mark_deleted": "1"}]
    reading = read(marked)
    assert reading.rows["label"].tolist() == ["诈骗", "催收"]
    assert list(reading.skipped_why.values()) == [1]
    assert read([SMS, SMS | {"deleted": "1"}]).skipped == 1


def test_a_body_that_says_null_is_a_body(read: Read) -> None:
    assert first(read([SMS | {"body": "null"}]))["body"] == "null"


# SMS Import / Export


def test_an_mms_counts_seconds_and_its_sender_is_named(read: Read) -> None:
    row = first(read(lines(MMS)))
    assert row["at"].isoformat() == "2026-03-01T03:15:00+00:00"
    assert (row["kind"], row["number_raw"], row["name"], row["body"]) == ("mms", "13911110002", "李四", "看这张照片")


def test_lines_lists_and_archives_hold_the_same(read: Read) -> None:
    old = [SMS, {name.removeprefix("__"): value for name, value in MMS.items()}]
    ways = [json.dumps(old), lines(SMS, MMS), archive(("messages.ndjson", lines(SMS, MMS)), ("data/x", b"\xff\xd8"))]
    columns = ["number_raw", "kind", "direction", "at", "body"]
    frames = [read(way, importer="sms_import_export_messages").rows[columns] for way in ways]
    assert frames[0].equals(frames[1])
    assert frames[0].equals(frames[2])


def test_paths_in_an_archive_take_no_effect(read: Read, tmp_path: Path) -> None:
    before = set(tmp_path.rglob("*"))
    data = archive(("messages.ndjson", lines(SMS)), ("../../escaped", b"x"), ("/absolute", b"x"), ("data/PART", b"x"))
    assert len(read(data).rows) == 1
    assert set(tmp_path.rglob("*")) - before == {tmp_path / "export"}


def test_only_the_messages_of_an_archive_are_unpacked(read: Read) -> None:
    bomb = b"\0" * 60_000_000
    assert len(read(archive(("messages.ndjson", lines(SMS)), ("data/PART", bomb))).rows) == 1
    with pytest.raises(ExportError, match="grows more than 200 times"):
        read(archive(("messages.ndjson", lines(SMS) + b" " * 60_000_000)))


def test_a_locked_archive_is_one_sentence(read: Read) -> None:
    data = bytearray(archive(("messages.ndjson", lines(SMS))))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    with pytest.raises(ExportError, match="under a password"):
        read(bytes(data))


def test_a_cut_archive_is_one_sentence_and_a_damaged_one_is_read_up_to_there(read: Read) -> None:
    import random

    dice = random.Random(1)
    many = [
        SMS | {"_id": str(i), "body": "".join(chr(dice.randrange(0x4E00, 0x9000)) for _ in range(60))}
        for i in range(9000)
    ]
    data = bytearray(archive(("messages.ndjson", lines(*many))))
    with pytest.raises(ExportError, match="damaged archive"):
        read(bytes(data[: len(data) // 2]))
    place = len(data) * 3 // 4
    data[place : place + 200] = b"\xff" * 200
    reading = read(bytes(data))
    assert 1000 < len(reading.rows) < 9000
    assert codes(reading)[-1][0] == "P106"
    assert balanced(reading)


def test_a_wrong_line_is_a_problem_and_the_last_one_a_cut(read: Read) -> None:
    reading = read(lines(SMS) + b"{oops\n\n" + lines(SMS) + b'{"_id": "9", "addr')
    assert codes(reading) == [("P105", "2"), ("P106", "4")]
    assert (len(reading.rows), reading.rows_read) == (2, 4)


def test_blocked_numbers_are_no_events(read: Read) -> None:
    blocked = lines({"_id": "1", "original_number": "10690000", "e164_number": "+8610690000", "date": "1", "type": "1"})
    for data in (blocked, archive(("blocked_numbers.ndjson", blocked))):
        reading = read(data, importer="sms_import_export_blocked")
        assert (len(reading.rows), reading.skipped, reading.rows_read) == (0, 1, 1)


@pytest.mark.parametrize(
    ("head", "why"), [(b"SSEF\0\xff\0\x01", "SMS Import / Export"), (b'5AA500000014{"md5":"00"}', "without a password")]
)
def test_what_is_encrypted_is_one_sentence(read: Read, head: bytes, why: str) -> None:
    with pytest.raises(ExportError, match=why):
        read(head + bytes(range(256)))


# Fossify, QUIK


def test_seconds_and_milliseconds_are_told_by_their_length(read: Read) -> None:
    times = read([RECENT, RECENT | {"startTS": 1772331300}]).rows["at"]
    assert times.nunique() == 1


def test_grouped_calls_are_each_a_call_once(read: Read) -> None:
    others = [RECENT | {"id": i, "startTS": 1772331300000 - i * 60_000} for i in (1, 2, 3)]
    for name in ("groupedCalls", "title"):
        reading = read([RECENT | {name: others}, RECENT | {"id": 9, name: None}])
        assert reading.rows["row"].tolist() == ["1", "1.2", "1.3", "2"]
        assert reading.rows_read == 4


def test_the_number_in_place_of_a_name_is_no_name(read: Read) -> None:
    shown = [
        RECENT | {"name": RECENT["phoneNumber"]},
        RECENT | {"phoneNumber": "", "name": "未知", "isUnknownNumber": True},
    ]
    assert read(shown).rows[["number_raw", "name"]].to_numpy().tolist() == [["13900001111", ""], ["-1", ""]]


def test_both_spellings_and_the_wrapped_list(read: Read) -> None:
    old = {"sub_id": 1, "address": "10690000", "body": "好", "date": 1772331300999, "date_sent": 0, "service_center": None, "type": 1}  # fmt: skip
    columns = ["number_raw", "direction", "at", "body", "line"]
    ways = [[FOSSIFY], [old], [{"sms": [old], "mms": None}], [{"mms": [], "sms": [old]}]]
    frames = [read(way, importer="fossify_messages").rows[columns] for way in ways]
    assert all(frame.equals(frames[0]) for frame in frames)


def test_quik_counts_only_what_its_list_holds(read: Read) -> None:
    reading = read({"messages": [QUIK, QUIK | {"type": 3}, 5], "messageCount": 99, "other": [QUIK]})
    assert (len(reading.rows), reading.skipped, reading.rows_read) == (1, 1, 3)


# vMessage


def test_a_subject_may_run_into_its_encoding(read: Read) -> None:
    text = "您已逾期😡\n请还款 =3D" * 9
    for subject in ("Subject", "Subject;", "SUBJECT;"):
        assert first(read(vmsg("1", "INBOX", "", "1772331300123", text, subject)))["body"] == text


def test_the_instant_comes_before_the_local_time(read: Read) -> None:
    both = read(vmsg("1", "INBOX", "2026/03/01 22:15:00", "1772331300123", "x"), zone="Europe/Berlin")
    assert first(both)["at"].isoformat() == "2026-03-01T02:15:00+00:00"
    assert both.zone_basis == "absolute"
    local = read(vmsg("1", "INBOX", "2026/03/01 22:15:00", "", "x"), zone="Europe/Berlin")
    assert first(local)["at"].isoformat() == "2026-03-01T21:15:00+00:00"
    assert local.zone_basis == "assumed-local"


def test_an_hour_that_occurs_twice_is_remarked(read: Read) -> None:
    assert codes(read(vmsg("1", "INBOX", "2026/10/25 02:30:00", "", "x"), zone="Europe/Berlin")) == [("P206", "1")]


def test_a_body_in_another_charset(read: Read) -> None:
    text = vmsg("1", "INBOX", "", "1772331300123", "@").replace("=40", "=BB=B9=C7=AE").replace("UTF-8", "GB2312")
    assert first(read(text))["body"] == "还钱"
    assert codes(read(text.replace("GB2312", "no-such"))) == [("P203", "1")]


@pytest.mark.parametrize(
    ("box", "direction", "skipped"),
    [
        ("INBOX", "in", 0),
        ("SENDBOX", "out", 0),
        ("SENT", "out", 0),
        ("DRAFT", "", 1),
        ("FAILED", "", 1),
        ("?", "unknown", 0),
    ],
)
def test_boxes(read: Read, box: str, direction: str, skipped: int) -> None:
    reading = read(vmsg("1", box, "", "1772331300123", "x"))
    assert (reading.rows["direction"].tolist(), reading.skipped) == ([direction] * (1 - skipped), skipped)


def test_nokia_bodies_are_taken_as_they_are(read: Read) -> None:
    text = "Subject: x\r\nDate: tomorrow\r\n\r\nTEL:1\r\nTexted you: BEGIN:VCARD"
    row = first(read(vmg("INBOX", "20090101T120000Z", "10086", "", "1.1.2009 20:00:00", text).encode("utf-16")))
    assert row["body"] == text.replace("\r", "")
    assert row["at"].isoformat() == "2009-01-01T12:00:00+00:00"


def test_recipients_stand_inside_the_envelope(read: Read) -> None:
    message = vmg("SENT", "20090101T120000Z", "13900000000", "13911110001", "", "x")
    assert first(read(message))["number_raw"] == "13911110001"
    several = message.replace("TEL:13911110001", "TEL:13911110001\r\nTEL:13911110002")
    assert codes(read(several)) == [("P204", "1")]


# Nokia Suite


@pytest.mark.parametrize("mark", [",", ";"])
@pytest.mark.parametrize("quote", ["", '"'])
def test_lists_with_and_without_quotes(read: Read, mark: str, quote: str) -> None:
    text = f"第一行{mark} sms{mark}deliver\n第二行"
    cells = ["sms", "deliver", "13911110001", "", "", "2012.11.05 16:41", "20", text]
    reading = read("\r\n".join([mark.join(quote + cell + quote for cell in cells)] * 2))
    assert reading.rows["body"].tolist() == [text, text]
    assert (reading.to_second, reading.zone_basis) == (False, "assumed-local")
    assert reading.rows["row"].tolist() == ["1", "3"]


# adb


ROW = "Row: {} _id={}, address={}, date=1772331300000, type=1, body={}, service_center=NULL, sub_id=1\n"


def test_a_text_may_hold_rows_and_columns(read: Read) -> None:
    text = "a, type=2, sub_id=9\nRow: 7 _id=7, address=110, date=1, type=1, body=x\n\nb=c, "
    dump = "".join(ROW.format(i, i, 10086, text if i == 1 else "x") for i in range(4))
    reading = read(dump)
    assert reading.rows["body"].tolist() == ["x", text, "x", "x"]
    assert reading.rows["row"].tolist() == ["Row 0", "Row 1", "Row 2", "Row 3"]
    assert set(reading.rows["line"]) == {"1"}


def test_rows_that_somebody_filtered_are_read(read: Read) -> None:
    dump = "".join(ROW.format(i, i, 10086, "x") for i in (0, 3, 9))
    assert read(dump).rows["row"].tolist() == ["Row 0", "Row 3", "Row 9"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-8-sig"])
def test_line_ends_and_encodings_of_terminals(read: Read, end: str, encoding: str) -> None:
    dump = (ROW.format(0, 1, 10086, "好") + ROW.format(1, 2, 10086, "坏")).replace("\n", end)
    assert read(dump.encode(encoding)).rows["body"].tolist() == ["好", "坏"]


def test_columns_come_in_any_order(read: Read) -> None:
    assert first(read("Row: 0 body=a, b, type=2, address=10086, date=1772331300000"))["body"] == "a, b"
    assert first(read("Row: 0 address=10086, date=1772331300000, type=2, body=a, b"))["body"] == "a, b"
    calls = read("Row: 0 name=甲, 乙, number=10086, date=1772331300000, type=2, duration=3")
    assert first(calls)["name"] == "甲, 乙"


# ColorOS


def test_blanks_are_empty_and_emoji_in_halves_are_joined(read: Read) -> None:
    call = '<CALL_RECORDS number=" " duration=" " type="3" date="1772331300123" name="&#55357;&#56832;" ring_time="9"/>'
    row = first(read(f"<CallLog>{call}</CallLog>"))
    assert (row["number_raw"], row["name"], row["ring_s"]) == ("-1", "😀", 9)
    assert first(read(f"<callrecord>{call}</callrecord>"))["ring_s"] == 9
    with pytest.raises(ExportError):
        read(f"<CallLogs>{call}</CallLogs>")


# Google Voice


def page(body: str, title: str = "Lee") -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def voice(label: str, inside: str = "") -> str:
    return page(
        '<div class="haudio"><span class="album">Call Log for</span><div class="contributor vcard">'
        '<a class="tel" href="tel:%2B12025550143"><span class="fn">Lee</span></a></div>'
        f'<abbr class="published" title="2026-03-01T10:15:00.000-05:00">x</abbr>{inside}'
        f'<div class="tags"><a rel="tag" href="http://www.google.com/voice#{label}">x</a></div></div>'
    )


@pytest.mark.parametrize(
    ("label", "inside", "direction", "outcome"),
    [
        ("received", '<abbr class="duration" title="PT4S">x</abbr>', "in", "answered"),
        ("placed", '<abbr class="duration" title="PT1H2M3S">x</abbr>', "out", "answered"),
        ("placed", "", "out", "unknown"),
        ("missed", "", "in", "missed"),
        ("voicemail", "", "in", "voicemail"),
        ("recorded", "", "unknown", "answered"),
        ("inbox", "", "unknown", "unknown"),
    ],
)
def test_labels_of_calls(read: Read, label: str, inside: str, direction: str, outcome: str) -> None:
    reading = read(voice(label, inside))
    row = first(reading)
    assert (row["direction"], row["outcome"], row["number_raw"]) == (direction, outcome, "+12025550143")
    assert row["at"].isoformat() == "2026-03-01T15:15:00+00:00"
    assert [code for code, _ in codes(reading)] == (["P202"] if label == "inbox" else [])


def test_the_mark_of_spam_is_kept(read: Read) -> None:
    both = voice("missed").replace('<div class="tags">', '<div class="tags"><a rel="tag" href="#spam">Spam</a>')
    assert first(read(both))["label"] == "Spam"


def test_a_title_that_is_a_kind_of_message_is_no_kind_of_call(read: Read) -> None:
    assert first(read(voice("inbox").replace("<title>Lee", "<title>sms")))["outcome"] == "unknown"


def message(sender: str, text: str, inside: str = "", when: str = "2026-03-01T10:15:00-05:00") -> str:
    name = '<abbr class="fn" title="">Me</abbr>' if sender == "me" else '<span class="fn">Lee</span>'
    number = "+12025550199" if sender == "me" else sender
    return (
        f'<div class="message"><abbr class="dt" title="{when}">x</abbr>: <cite class="sender vcard">'
        f'<a class="tel" href="tel:{number}">{name}</a></cite>: <q>{text}</q>{inside}</div>'
    )


def thread(*messages: str) -> str:
    return page('<div class="hChatLog hfeed">' + "".join(messages) + "</div>")


def test_a_thread_names_the_owner_and_the_other(read: Read) -> None:
    reading = read(thread(message("me", "a"), message("+12025550143", "1 &lt; 2<br/>\n  b")))
    assert reading.owner == "+12025550199"
    assert reading.rows["number_raw"].tolist() == ["+12025550143"] * 2
    assert reading.rows["direction"].tolist() == ["out", "in"]
    assert reading.rows["body"].tolist() == ["a", "1 < 2\nb"]


def test_markup_in_a_text_is_text(read: Read) -> None:
    hostile = '&lt;/q&gt;&lt;/div&gt;&lt;div class="message"&gt;<b>x</b><script>var a = "<q>";</script>'
    reading = read(thread(message("+12025550143", hostile), message("+12025550143", "2")))
    assert reading.rows["body"].tolist() == ['</q></div><div class="message">x', "2"]


def test_messages_inside_messages_are_each_one(read: Read) -> None:
    inner = message("+12025550143", "inner")
    reading = read(thread(message("+12025550143", "outer", inner), message("+12025550143", "after")))
    assert sorted(reading.rows["body"]) == ["after", "inner", "outer"]


def test_what_is_attached_makes_an_mms(read: Read) -> None:
    parts = [
        "<div><img src='x'/></div>",
        "<div><a class='vcard' href='x'>x</a></div>",
        "<div><a class='video' href='x'>x</a></div>",
    ]
    reading = read(thread(*(message("+12025550143", "x", part) for part in parts), message("+12025550143", "x")))
    assert reading.rows["kind"].tolist() == ["mms", "mms", "mms", "sms"]


@pytest.mark.parametrize("unit", ["<a class='tel' href='tel:1'", "<div class='message'>", "<q>", "<!--", "<!", "<a ", "&#x", "<abbr class=\"dt\" title=\""])  # fmt: skip
def test_a_page_is_read_in_time_that_grows_with_its_length(read: Read, unit: str) -> None:
    text = thread(message("+12025550143", "x"))[: -len("</div></body></html>")]
    started = time.process_time()
    assert len(read(text + unit * (400_000 // len(unit))).rows) >= 1
    assert time.process_time() - started < 5


# Crawled reports


def test_lists_of_documents_and_lines_hold_the_same(read: Read) -> None:
    entry = {name: value for name, value in CRAWLED.items() if name != "tel"}
    sms = {"sms_tel": "10086", "sms_time": 1772331400, "sms_method": "接收", "sms_type": "短信"}
    document = {"sid": "x", "tel": "13800000001", "call_log": [entry], "sms_log": [sms]}
    for way in (document, [document], {"call_log": [entry], "sms_log": [sms], "tel": "13800000001"}):
        reading = read(way, importer="operator_report")
        assert reading.rows["kind"].tolist() == ["call", "sms"]
        assert reading.owner == "13800000001"
        assert (reading.zone_basis, reading.lists_missed) == ("carrier", False)
    reading = read(lines(CRAWLED, CRAWLED | {"tel": "13800000002"}))
    assert reading.rows["owner"].tolist() == ["13800000001", "13800000002"]


def test_a_report_in_local_words_is_beijing_time(read: Read) -> None:
    reading = read([CRAWLED | {"call_time": "2026-03-01 10:15:00", "call_duration": "1分5秒"}], zone="America/New_York")
    row = first(reading)
    assert (row["at"].isoformat(), row["duration_s"]) == ("2026-03-01T02:15:00+00:00", 65)


VALUES = st.sampled_from(['"a"', '"},{"', "12", "null", '{"b": "},"}', '"\\"},"', "[1, 2]"])
LISTS = st.lists(
    st.lists(st.tuples(st.sampled_from(["address", "body"]), VALUES), max_size=2, unique_by=lambda pair: pair[0]),
    max_size=6,
)


@given(
    LISTS,
    st.sampled_from(["", "{", ',"x"', "]", ",", " {}"]),
    st.sampled_from([",", ", ", "\n,\n", ",,"]),
    st.integers(1, 40),
)
def test_entries_of_json_come_alike_one_by_one_and_many_at_once(objects, odd, between, size):
    entries = ["{" + ", ".join(f'"{name}": {value}' for name, value in pairs) + "}" for pairs in objects]
    text = '{"count": 1, "messages": [' + between.join(entries) + odd + "]}"

    def said(at_once: bool) -> tuple[list, str]:
        found: list = []
        many = (lambda name, alike: found.extend((name, one) for one in alike)) if at_once else None
        try:
            for name, entry in Stream((text[i : i + size] for i in range(0, len(text), size)), {"messages"}, many):
                found.append((name, entry))
        except Broken as error:
            return found, str(error)
        return found, ""

    assert said(True) == said(False)
    if not odd and between != ",,":
        assert [entry for name, entry in said(True)[0] if name] == [json.loads(one, parse_int=str) for one in entries]


@given(LISTS)
def test_entries_added_at_once_are_those_added_one_by_one(objects):
    alike, single = (Entries({"number": "address", "date": ("when", "body")}, {}) for _ in range(2))
    made = [dict(pairs) for pairs in objects]
    alike.add_all(made)
    for one in made:
        single.add_named(one)
    assert len(alike) == len(single) == len(made) and alike.seen == single.seen
    for name in ("number", "date"):
        assert alike.column(name).to_pylist() == single.column(name).to_pylist()
