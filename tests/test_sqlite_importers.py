"""Databases of phones: hostile and damaged ones, entries not merged yet, what makers mean by their columns."""

from __future__ import annotations

import json
import sqlite3
import struct
import tempfile
import time
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from make_databases import APPLE, CHAT, HANDLES, MINUTE, SECONDS, SMS, T, build, number, typed_stream

from analyzer.events import Reading
from analyzer.exports import Export
from analyzer.importers import IMPORTERS, recognise
from analyzer.importers.databases import sqlite_files, sqlite_tables
from analyzer.importers.databases.sqlite_cells import read as cells
from analyzer.importers.phones import typed_stream as stream
from analyzer.problems import ExportError
from analyzer.settings import Settings

CALLS = "CREATE TABLE calls (_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, type INTEGER, duration INTEGER)"
Make = Callable[..., Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    """A database out of a script and rows."""
    return lambda script, rows=None, pages=512, name="export.db": build(tmp_path / name, script, rows, pages)


def read(path: Path, **options: Any) -> Reading:
    export = Export.open(path)
    return recognise(export).read(export, Settings(**options))


def call(i: int, type_: Any = 3, duration: Any = 0, **more: Any) -> tuple[Any, ...]:
    return (i, more.get("number", number(1)), more.get("date", T + i * MINUTE), type_, duration)


def codes(reading: Reading) -> list[tuple[str, str]]:
    return [(code, row) for code, row, *_ in reading.problems.entries]


def balanced(reading: Reading) -> bool:
    return reading.rows_read == len(reading.rows) + reading.skipped + reading.problems.lost


# Hostile


def names(path: Path) -> list[str]:
    export = Export.open(path)
    return [importer.name for importer in IMPORTERS if not importer.fallback and importer.recognises(export)]


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TABLE t (number, date, type); CREATE VIEW calls AS SELECT * FROM t",
        "CREATE VIRTUAL TABLE calls USING fts4(number, date, type)",
        "CREATE VIRTUAL TABLE calls USING rtree(number, date, type)",
        "CREATE TABLE calls (number, date, type, PRIMARY KEY (date)) WITHOUT ROWID",
        "CREATE TABLE calls (x, number AS (x), date AS (x), type AS (x) STORED)",
        "CREATE TABLE calls (number, date)",
        "CREATE TABLE 'calls ' (number, date, type)",
    ],
)
def test_what_is_no_plain_table_of_calls_is_not_looked_at(make: Make, script: str) -> None:
    path = make(script)
    assert names(path) == []
    with pytest.raises(ExportError, match="database"):
        recognise(Export.open(path))


def test_computed_columns_and_triggers_do_not_run(make: Make) -> None:
    reading = read(Path(__file__).parent / "samples" / "android_calls" / "hostile calllog.db")
    assert len(reading.rows) == 3
    assert not {"name", "label"} & {name for name, _ in reading.understood}


def opened(path: Path) -> sqlite_files.Database:
    return sqlite_files.opened(Export.open(path)).__enter__()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT load_extension('x')",
        "SELECT upper(number) FROM calls",
        "SELECT * FROM other",
        "SELECT * FROM sqlite_master",
        "SELECT * FROM v",
        "INSERT INTO calls VALUES (1, 2, 3, 4, 5)",
        "DELETE FROM calls",
        "ATTACH 'x' AS x",
        "PRAGMA journal_mode=WAL",
        "PRAGMA writable_schema=ON",
        "CREATE TEMP TABLE t (x)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
        "BEGIN",
        "VACUUM INTO 'x'",
    ],
)
def test_nothing_but_the_table_asked_for_may_be_read(make: Make, statement: str) -> None:
    path = make(CALLS + "; CREATE TABLE other (x); CREATE VIEW v AS SELECT number FROM calls", {"calls": [call(1)]})
    with sqlite_files.opened(Export.open(path)) as database:
        sqlite_files.grant(database.connection, ["calls"])
        assert database.connection.execute("SELECT number FROM calls").fetchall() == [(number(1).encode(),)]
        with pytest.raises(sqlite3.DatabaseError):
            database.connection.execute(statement).fetchall()


def test_the_export_is_not_touched_and_nothing_is_left_behind(make: Make, monkeypatch, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    path = make(CALLS, {"calls": [call(1)]}, name="calls #1?%41 ü.db")
    before, stat = path.read_bytes(), path.stat()
    path.chmod(0o400)
    assert len(read(path).rows) == 1
    assert path.read_bytes() == before
    assert path.stat().st_mtime_ns == stat.st_mtime_ns
    assert sorted(p.name for p in tmp_path.iterdir()) == ["calls #1?%41 ü.db", "scratch"]
    assert list(scratch.iterdir()) == []


def test_a_table_that_shadows_every_row_number_is_refused(make: Make) -> None:
    path = make("CREATE TABLE calls (rowid, _rowid_, oid, number, date, type)", {"calls": [(1, 1, 1, "1", T, 3)]})
    with pytest.raises(ExportError, match="without row numbers"):
        read(path)


def test_a_column_called_like_the_row_number_does_not_hide_it(make: Make) -> None:
    path = make("CREATE TABLE calls (rowid TEXT, number, date, type)", {"calls": [("x", "95588", T, 3)]})
    assert read(path).rows["row"].tolist() == ["calls:1"]


def test_strange_column_names_are_quoted(make: Make) -> None:
    path = make(
        'CREATE TABLE calls (number, date, type, "a""b; DROP TABLE calls", "select")', {"calls": [("1", T, 3, 4, 5)]}
    )
    assert read(path).unmapped == ('a"b; DROP TABLE calls', "select")


def test_row_numbers_may_be_negative_and_huge(make: Make) -> None:
    rows = [call(i) for i in (-(2**63), -5, 0, 7, 2**63 - 1)]
    path = make(CALLS, {"calls": [(i, n, T, t, d) for i, n, _, t, d in rows]})
    assert read(path).rows["row"].tolist() == [f"calls:{row[0]}" for row in rows]


def test_many_tables_take_no_time(make: Make) -> None:
    path = make("BEGIN;" + "".join(f"CREATE TABLE t{i} (number, date, type);" for i in range(3000)) + "COMMIT")
    started = time.process_time()
    assert names(path) == []
    assert time.process_time() - started < 3


# Cells


def test_any_cell_may_hold_any_kind_of_value() -> None:
    column, odd = cells([b"17", 3, 2.9, None, b" 4.5 ", b"soon", float("inf"), 1e300], "whole")
    assert column.to_pylist() == [17, 3, 2, None, 4, None, None, None]
    assert odd == {5: "soon", 6: "inf", 7: "1e+300"}
    assert cells([2.6, b"2.6", -1.5], "rounded")[0].to_pylist() == [3, 3, -2]
    assert cells([b"a", 5, 2.0, 2.5, None], "text")[0].to_pylist() == ["a", "5", "2", "2.5", None]
    assert cells([5, None], "text")[0].to_pylist() == ["5", None]
    assert cells([b"\xff", 5], "blob")[0].to_pylist() == [b"\xff", b"5"]


def test_broken_characters_cost_one_cell() -> None:
    column, odd = cells(["好".encode(), b"a\xff", b"b\0c", b"d\0\0", None], "text")
    assert column.to_pylist() == ["好", "a\ufffd", "b\ufffdc", "d", None]
    assert odd == {1: "a\ufffd", 2: "b\ufffdc"}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.binary(max_size=6)), min_size=1))
def test_cells_are_read_alike_alone_and_together(values: list[Any]) -> None:
    for kind in ("text", "blob", "whole", "rounded"):
        together = cells(values, kind)
        assert together[0].to_pylist() == [cells([value], kind)[0].to_pylist()[0] for value in values]
        assert together[1] == {i: odd[0] for i, value in enumerate(values) if (odd := cells([value], kind)[1])}


def test_a_database_in_utf_16(make: Make) -> None:
    path = make("PRAGMA encoding='UTF-16le';" + SMS, {"sms": [(1, 1, "10086", None, T, 0, 1, None, "催收😀", 1, 0)]})
    assert read(path).rows["body"].tolist() == ["催收😀"]


def sms(i: int, body: Any) -> tuple[Any, ...]:
    return (i, 1, "10086", None, T + i * MINUTE, 0, 1, None, body, 1, 0)


def test_large_cells_are_read_one_by_one_and_giants_left_out(make: Make) -> None:
    large, giant = "催" * 50_000, "x" * (sqlite_files.LARGEST_CELL + 1)
    path = make(
        SMS, {"sms": [sms(1, "a"), sms(2, large), sms(3, giant), sms(4, giant), sms(5, "b"), sms(6, large)]}, 4096
    )
    reading = read(path)
    assert reading.rows["body"].tolist() == ["a", large, "b", large]
    assert codes(reading) == [("P105", "sms:3"), ("P105", "sms:4")]
    assert balanced(reading)


def test_a_giant_attachment_that_is_not_asked_for_is_no_hindrance(make: Make) -> None:
    script = SMS.replace("body TEXT", "picture BLOB, body TEXT")
    rows = [(1, 1, "10086", None, T, 0, 1, None, bytes(20_000_000), "看", 1, 0)]
    path = make(script, {"sms": rows}, 4096)
    export = Export.open(path)
    tracemalloc.start()
    assert recognise(export).read(export, Settings()).rows["body"].tolist() == ["看"]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 8_000_000


# Damaged


def many(make: Make, n: int = 2000) -> Path:
    return make(CALLS, {"calls": [call(i) for i in range(1, n + 1)]})


def leaves(data: bytes, page: int = 512) -> list[int]:
    """Offsets of the leaf pages of tables, the first page left out."""
    return [at for at in range(page, len(data), page) if data[at] == 13]


def test_a_damaged_page_costs_its_rows_only(make: Make) -> None:
    path = many(make)
    data = bytearray(path.read_bytes())
    at = leaves(data)[len(leaves(data)) // 2]
    data[at : at + 512] = b"\xa5" * 512
    path.write_bytes(data)
    reading = read(path)
    places = [int(row.split(":")[1]) for row in reading.rows["row"]]
    assert places == sorted(set(places))
    assert 1960 < len(places) < 2000
    assert (places[0], places[-1]) == (1, 2000)
    ((code, row, _, _, note),) = reading.problems.entries
    assert (code, row, note) == ("P106", "calls:2000", "database disk image is malformed")
    assert balanced(reading)


def test_a_database_cut_off_delivers_what_is_left(make: Make) -> None:
    path = many(make)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3 // 512 * 512])
    reading = read(path)
    assert len(reading.rows) > 500
    assert [code for code, _ in codes(reading)] == ["P106"]
    assert balanced(reading)


def test_a_table_of_which_nothing_is_left_is_refused(make: Make) -> None:
    path = make(CALLS, {"calls": [call(1)]})
    data = bytearray(path.read_bytes())
    data[512:] = b"\xa5" * (len(data) - 512)
    path.write_bytes(data)
    with pytest.raises(ExportError, match=r"damaged database \(database disk image is malformed\)"):
        read(path)


def test_what_begins_like_a_database_and_is_none_is_not_recognised(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    for rest in (b"", b"\0" * 2000, b"\xff" * 2000, bytes(range(256)) * 8):
        path.write_bytes(b"SQLite format 3\0" + rest)
        assert names(path) == []


def test_pages_in_a_circle_end(make: Make) -> None:
    """A page of the tree that names the same leaf again and again: each row would come a thousand times over."""
    path = many(make)
    data = bytearray(path.read_bytes())
    for at in range(512, len(data), 512):
        if data[at] == 5:  # inner page of a table: point all its cells at the first one's leaf
            first, cells_ = (
                struct.unpack(">H", data[at + 12 : at + 14])[0],
                struct.unpack(">H", data[at + 3 : at + 5])[0],
            )
            target = data[at + first : at + first + 4]
            for i in range(cells_):
                place = at + struct.unpack(">H", data[at + 12 + 2 * i : at + 14 + 2 * i])[0]
                data[place : place + 4] = target
    path.write_bytes(data)
    started = time.process_time()
    reading = read(path)
    assert time.process_time() - started < 2
    assert 0 < len(reading.rows) <= 2000
    assert reading.rows["row"].is_unique
    assert [code for code, _ in codes(reading)] == ["P106"]
    assert balanced(reading)


def test_rows_that_share_one_text_end(make: Make, monkeypatch) -> None:
    """Thousands of rows whose overflow pages are the same would unpack without end."""
    path = make(SMS, {"sms": [sms(i, f"{i:05d}" + "x" * 3000) for i in range(1, 400)]})
    monkeypatch.setattr(sqlite_tables, "SLACK", 0)
    monkeypatch.setattr(sqlite_tables, "GROWTH", 0.3)
    monkeypatch.setattr(sqlite_tables, "ROWS", 64)
    reading = read(path)
    assert 0 < len(reading.rows) < 399
    assert reading.problems.entries[-1][0] == "P106"
    assert balanced(reading)


def test_a_scan_that_takes_too_many_steps_is_broken_off(make: Make, monkeypatch) -> None:
    path = many(make)
    monkeypatch.setattr(sqlite_files, "STEPS", 1000)
    monkeypatch.setattr(sqlite_files, "_bounded", lambda size: iter([0] * 3 + [1] * 10_000).__next__)
    reading = read(path)
    assert 0 < len(reading.rows) < 2000
    assert reading.problems.entries == [("P106", f"calls:{len(reading.rows)}", "", "", "interrupted")]


def flipped(data: bytes) -> Iterator[bytes]:
    for at in range(0, len(data), 37):
        for value in (0, 255, data[at] ^ 1):
            broken = bytearray(data)
            broken[at] = value
            yield bytes(broken)


@pytest.mark.slow
@pytest.mark.parametrize(
    "sample", ["android_calls/xiaomi calllog.db", "android_messages/mmssms.db", "iphone_messages/sms.db"]
)
def test_no_changed_byte_is_an_exception(tmp_path: Path, sample: str) -> None:
    path = tmp_path / "x.db"
    for data in flipped((Path(__file__).parent / "samples" / sample).read_bytes()):
        path.write_bytes(data)
        try:
            assert balanced(read(path))
        except ExportError as error:
            assert str(error)


# What lies beside the database


@pytest.fixture
def unmerged(tmp_path: Path) -> Iterator[Path]:
    """A database that its owner has open: one call is merged, two stand in the -wal alone."""
    path = tmp_path / "phone" / "calllog.db"
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.executescript(CALLS)
    connection.execute("INSERT INTO calls VALUES (?, ?, ?, ?, ?)", call(1))
    connection.commit()
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.executemany("INSERT INTO calls VALUES (?, ?, ?, ?, ?)", [call(2), call(3)])
    connection.commit()
    yield path
    connection.close()


def copied(path: Path, folder: Path, *suffixes: str) -> Path:
    folder.mkdir()
    for suffix in ("", *suffixes):
        (folder / f"calllog.db{suffix}").write_bytes(path.with_name(path.name + suffix).read_bytes())
    return folder / "calllog.db"


def test_entries_not_merged_yet_are_read_and_said(unmerged: Path, tmp_path: Path) -> None:
    path = copied(unmerged, tmp_path / "a", "-wal")
    reading = read(path)
    assert len(reading.rows) == 3
    (note,) = [said for said in reading.understood if said[0].startswith("-wal")]
    assert note[0].startswith("-wal (SHA-256 ") and "read along" in note[1]
    assert sorted(p.name for p in path.parent.iterdir()) == ["calllog.db", "calllog.db-wal"]


def test_the_index_beside_it_is_not_needed_and_not_trusted(unmerged: Path, tmp_path: Path) -> None:
    path = copied(unmerged, tmp_path / "a", "-wal")
    path.with_name("calllog.db-shm").write_bytes(b"\xff" * 32768)
    assert len(read(path).rows) == 3


def test_a_missing_second_file_is_said(unmerged: Path, tmp_path: Path) -> None:
    reading = read(copied(unmerged, tmp_path / "a"))
    assert len(reading.rows) == 1
    assert reading.understood[-1] == ("-wal", sqlite_files.WAL_MISSING)


def test_even_the_tables_may_stand_in_the_second_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "calllog.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.executescript(CALLS)
    connection.execute("INSERT INTO calls VALUES (?, ?, ?, ?, ?)", call(1))
    connection.commit()
    assert len(read(copied(path, tmp_path / "a", "-wal")).rows) == 1
    connection.close()


@pytest.mark.parametrize("content", [b"", b"no log", b"\x37\x7f\x06\x82" + b"\0" * 4092])
def test_a_second_file_that_is_none_changes_nothing(make: Make, content: bytes) -> None:
    path = make(CALLS, {"calls": [call(1)]})
    path.with_name(path.name + "-wal").write_bytes(content)
    assert len(read(path).rows) == 1


def test_a_second_file_that_is_a_folder_is_passed_over(make: Make) -> None:
    path = make(CALLS, {"calls": [call(1)]})
    path.with_name(path.name + "-wal").mkdir()
    assert len(read(path).rows) == 1


def test_a_journal_is_not_rolled_back(make: Make) -> None:
    path = make(CALLS, {"calls": [call(1)]})
    journal = path.with_name(path.name + "-journal")
    journal.write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + struct.pack(">IIIII", 1, 0, 1, 512, 512) + b"\0" * 484)
    assert len(read(path).rows) == 1
    assert journal.exists()


# What makers mean


def test_calls_and_messages_in_one_database_are_both_read(make: Make) -> None:
    path = make(CALLS + ";" + SMS, {"calls": [call(1)], "sms": [sms(1, "催收")]})
    assert names(path) == ["android_calls"]
    assert read(path).rows["row"].tolist() == ["calls:1", "sms:1"]


@pytest.mark.parametrize(
    ("columns", "row", "ring"),
    [
        ("record_duration", (3, 0, 18), 18),
        ("record_duration", (5, 7, 18), 18),
        ("record_duration", (1, 40, 18), None),
        ("record_duration", (3, 9, 0), 9),
        ("ring_time", (3, 0, 12), 12),
        ("ring_time", (3, 5, None), 5),
        ("ring_times", (3, 0, 4), None),
        ("ring_times", (3, 9, 4), 9),
    ],
)
def test_ringing_by_maker(make: Make, columns: str, row: tuple[Any, ...], ring: int | None) -> None:
    path = make(f"CREATE TABLE calls (number, date, type, duration, {columns})", {"calls": [("95588", T, *row)]})
    (got,) = read(path).rows["ring_s"].tolist()
    assert got == ring or ((ring is None and got is not got) or str(got) == "<NA>")


def test_rings_are_counted_not_timed_on_huawei(make: Make) -> None:
    path = make("CREATE TABLE calls (number, date, type, ring_times)", {"calls": [("95588", T, 3, 4)]})
    assert ("ring_times", "how many times it rang, not for how long: not used") in read(path).understood


@pytest.mark.parametrize(
    ("type_", "direction", "outcome"),
    [
        (8, "in", "answered"),
        (9, "out", "unknown"),
        (1005, "in", "missed"),
        (1300, "in", "rejected"),
        (1600, "out", "unknown"),
    ],
)
def test_types_of_makers(make: Make, type_: int, direction: str, outcome: str) -> None:
    row = read(make(CALLS, {"calls": [call(1, type_)]})).rows.iloc[0]
    assert (row["direction"], row["outcome"]) == (direction, outcome)


@pytest.mark.parametrize("type_", [0, -3, 11, 10**12, None, "x"])
def test_types_of_nobody_are_unknown_and_said_once(make: Make, type_: Any) -> None:
    reading = read(make(CALLS, {"calls": [call(1, type_), call(2, type_), call(3)]}))
    assert reading.rows["direction"].tolist() == ["unknown", "unknown", "in"]
    assert [(code, note) for code, _, _, _, note in reading.problems.entries] == [("P202", "2 rows")]


def test_two_own_numbers_stand_in_their_rows(make: Make) -> None:
    script = "CREATE TABLE calls (number, date, type, phone_account_address)"
    rows = [("1", T, 3, "+8613900000001"), ("1", T, 3, "tel:+8613900000002"), ("1", T, 3, "someone@example.com")]
    reading = read(make(script, {"calls": rows}))
    assert reading.owner == ""
    assert reading.rows["owner"].tolist() == ["+8613900000001", "tel:+8613900000002", ""]
    assert read(make(script, {"calls": rows[:1]})).owner == "+8613900000001"


def test_local_times_are_read_in_the_zone_of_the_person() -> None:
    sample = Path(__file__).parent / "samples" / "pc_backup" / "callinfo.db"
    beijing, berlin = read(sample), read(sample, zone="Europe/Berlin")
    assert beijing.zone_basis == berlin.zone_basis == "assumed-local"
    assert ((berlin.rows["at"] - beijing.rows["at"]).dt.total_seconds() == 7 * 3600).all()


def test_mms_without_their_other_tables(make: Make) -> None:
    path = make("CREATE TABLE pdu (date, msg_box, m_type, sub)", {"pdu": [(SECONDS, 1, 132, "bill")]})
    assert read(path).rows[["number_raw", "body"]].to_numpy().tolist() == [["-1", "bill"]]


# iPhone


@pytest.mark.parametrize("length", [0, 1, 0x7F, 0x80, 0x81, 0x82, 0xFF, 0x100, 0x7FFF, 0x8000, 70_000])
def test_texts_of_every_length_are_found_in_a_typed_stream(length: int) -> None:
    text = "x" * length
    assert stream.text_of(typed_stream(text)) == text


@settings(max_examples=80, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_any_text_is_found_in_a_typed_stream(text: str) -> None:
    assert stream.text_of(typed_stream(text)) == text


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=40), st.integers(0, 200))
def test_no_bytes_are_an_exception(noise: bytes, cut: int) -> None:
    whole = typed_stream("催收" * 30)
    for blob in (noise, b"NSString" + noise, whole[:cut], whole[:cut] + noise):
        assert stream.text_of(blob) is None or isinstance(stream.text_of(blob), str)


def test_a_mutable_string_is_a_string() -> None:
    blob = b"\x84\x84\x84\x0fNSMutableString\x01\x84\x84\x08NSString\x01\x95\x84\x01+\x05hello\x86"
    assert stream.text_of(blob) == "hello"


def chat(make: Make, dates: list[Any], **more: Any) -> Reading:
    rows = [
        (i, "g", more.get("text", "x"), 1, "SMS", 0, date, 0, 0, 0, 0, None, more.get("body"))
        for i, date in enumerate(dates, 1)
    ]
    return read(make(CHAT, {"handle": HANDLES, "message": rows}))


def test_seconds_and_nanoseconds_since_2001_are_told_apart(make: Make) -> None:
    t = SECONDS - APPLE
    reading = chat(make, [t, t * 10**9, t * 10**9 + 999_999_999, 0, None, -5, "x", 10**18 * 9])
    assert reading.rows["at"].dt.strftime("%F %T").tolist() == ["2026-03-01 02:15:00"] * 3
    assert [code for code, _ in codes(reading)] == ["P101"] * 5


def test_the_text_column_goes_before_the_archived_one(make: Make) -> None:
    assert chat(make, [SECONDS], text="一", body=typed_stream("二")).rows["body"].tolist() == ["一"]
    assert chat(make, [SECONDS], text="", body=typed_stream("二")).rows["body"].tolist() == ["二"]
    assert chat(make, [SECONDS], text=None, body=None).rows["body"].tolist() == [""]


def record(make: Make, **more: Any) -> Any:
    given = {
        "ZORIGINATED": 0,
        "ZANSWERED": 0,
        "ZDURATION": 0.0,
        "ZCALLTYPE": 1,
        "ZADDRESS": "95588",
        "ZSERVICE_PROVIDER": None,
    }
    given = {"ZDATE": SECONDS - APPLE + 0.99} | given | more
    return read(
        make(f"CREATE TABLE ZCALLRECORD ({','.join(given)})", {"ZCALLRECORD": [tuple(given.values())]})
    ).rows.iloc[0]


@pytest.mark.parametrize(
    ("given", "direction", "outcome"),
    [
        ({}, "in", "missed"),
        ({"ZANSWERED": 1}, "in", "answered"),
        ({"ZDURATION": 3.2}, "in", "answered"),
        ({"ZORIGINATED": 1}, "out", "unknown"),
        ({"ZORIGINATED": 1, "ZDURATION": 3.2}, "out", "answered"),
        ({"ZORIGINATED": 1, "ZANSWERED": 1}, "out", "unknown"),
        ({"ZORIGINATED": None}, "unknown", "unknown"),
    ],
)
def test_who_called_and_who_answered_on_an_iphone(
    make: Make, given: dict[str, Any], direction: str, outcome: str
) -> None:
    row = record(make, **given)
    assert (row["direction"], row["outcome"], row["at"].isoformat()) == (
        direction,
        outcome,
        "2026-03-01T02:15:00+00:00",
    )


@pytest.mark.parametrize(
    ("given", "raw", "line"),
    [
        ({"ZADDRESS": b"+8617050000901"}, "+8617050000901", ""),
        ({"ZADDRESS": 95588}, "95588", ""),
        ({"ZADDRESS": None}, "-1", ""),
        ({"ZSERVICE_PROVIDER": "com.apple.Telephony"}, "95588", ""),
        ({"ZSERVICE_PROVIDER": "com.apple.FaceTime"}, "95588", "FaceTime"),
        ({"ZCALLTYPE": 8}, "95588", "FaceTime"),
        (
            {"ZCALLTYPE": 0, "ZSERVICE_PROVIDER": "net.example.chat", "ZADDRESS": ""},
            "net.example.chat",
            "net.example.chat",
        ),
    ],
)
def test_numbers_and_apps_on_an_iphone(make: Make, given: dict[str, Any], raw: str, line: str) -> None:
    row = record(make, **given)
    assert (row["number_raw"], row["line"]) == (raw, line)


# Packed lists of adb backups


@pytest.fixture
def pack(tmp_path: Path) -> Callable[[Any], Path]:
    def pack(value: Any) -> Path:
        path = tmp_path / "000000_sms_backup"
        path.write_bytes(value if isinstance(value, bytes) else zlib.compress(json.dumps(value).encode()))
        return path

    return pack


MESSAGE = {"address": "10086", "body": "催收", "date": str(T), "type": "1", "recipients": ["10086"]}


def test_a_packed_list_that_breaks_off(pack) -> None:
    whole = zlib.compress(json.dumps([MESSAGE | {"body": f"{i} {i * 7919 % 999_983}"} for i in range(500)]).encode())
    reading = read(pack(whole[: len(whole) * 2 // 3]))
    assert 100 < len(reading.rows) < 500
    assert codes(reading)[-1][0] == "P106"
    assert balanced(reading)


def test_a_packed_list_with_strange_entries(pack) -> None:
    reading = read(
        pack(
            [
                MESSAGE,
                5,
                None,
                ["x"],
                {"address": 5, "date": {"a": 1}},
                {**MESSAGE, "mms_addresses": "x", "recipients": 3},
            ]
        )
    )
    assert codes(reading) == [("P105", "2"), ("P105", "3"), ("P105", "4"), ("P101", "5"), ("P202", "6")]
    assert balanced(reading)


def test_what_unpacks_without_end_is_refused_at_once(pack) -> None:
    packer = zlib.compressobj(9)
    start = json.dumps([MESSAGE])[:-2] + ',"x":"'
    data = (
        packer.compress(start.encode())
        + b"".join(packer.compress(b" " * (1 << 20)) for _ in range(80))
        + packer.flush()
    )
    assert len(data) < 200_000
    tracemalloc.start()
    with pytest.raises(ExportError, match="unpacks to more than 64 MB"):
        read(pack(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 400_000_000


def test_a_packed_list_nested_without_end_is_refused(pack) -> None:
    deep = b'[{"address":"1","x":' + b"[" * 100_000
    with pytest.raises(ExportError, match="lists within lists"):
        read(pack(zlib.compress(deep)))


@pytest.mark.parametrize(
    "data", [b"x", b"x\x9c", b"x\x9c" + b"\0" * 50, zlib.compress(b"[]"), zlib.compress(b'[{"a":1}]'), b"x" * 100]
)
def test_other_packed_data_is_not_claimed(pack, data: bytes) -> None:
    export = Export.open(pack(data))
    assert [
        importer.name for importer in IMPORTERS if importer.name == "adb_backup" and importer.recognises(export)
    ] == []


# Speed


def test_reading_costs_little_more_than_fetching(make: Make) -> None:
    n = 60_000
    path = make(CALLS, {"calls": [call(i, 1 + i % 6, i % 90) for i in range(n)]}, 4096)

    def fetching() -> float:
        started = time.process_time()
        with sqlite3.connect(path) as connection:
            assert len(connection.execute("SELECT _id, number, date, type, duration FROM calls").fetchall()) == n
        return time.process_time() - started

    def reading() -> float:
        started = time.process_time()
        assert len(read(path).rows) == n
        return time.process_time() - started

    reading()
    assert min(reading() for _ in range(3)) < 5 * min(fetching() for _ in range(3)) + 0.05
