"""Exports as files: what kind they are, in which encoding, and what is said when they cannot be used."""

from __future__ import annotations

import contextlib
import hashlib
import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer import exports
from analyzer.encodings import heading_score, stands_alone, wide_encoding
from analyzer.exports import Export
from analyzer.importers.sheets import delimited, quick_csv
from analyzer.problems import ExportError

BILL = "对方号码,起始时间,通话类型,通话时长(秒)\r\n13800138000,2026-03-01 09:00:00,被叫,35\r\n"
TAIWAN = "號碼,時間,類型,時長\r\n0912345678,2026-03-01 09:00:00,未接來電,0\r\n"


def opened(tmp_path, content: bytes, encoding: str = "", name: str = "export.csv") -> Export:
    path = tmp_path / name
    path.write_bytes(content)
    return Export.open(path, encoding)


# What cannot be opened


@pytest.mark.parametrize(
    ("make", "words"), [("nothing", "there is no file"), ("folder", "is a folder"), ("empty", "is empty")]
)
def test_what_cannot_be_an_export_is_said_in_one_sentence(tmp_path, make, words):
    path = tmp_path / "export.csv"
    if make == "folder":
        path.mkdir()
    elif make == "empty":
        path.touch()
    with pytest.raises(ExportError, match=words) as error:
        Export.open(path)
    assert str(path) in str(error.value) and "\n" not in str(error.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ExportError, match="not an ordinary file"):
        Export.open(tmp_path / "pipe")


@pytest.mark.parametrize("encoding", ["latin-9000", "base64", "zip", "hex", "\0"])
def test_only_text_encodings_can_be_named(tmp_path, encoding):
    with pytest.raises(ExportError, match="no encoding"):
        opened(tmp_path, b"a", encoding)


def test_a_path_with_a_nul_is_refused():
    with pytest.raises(ExportError):
        Export.open("a\0b")


# What it is


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"PK\x03\x04..[Content_Types].xml", "xlsx"),
        (b"PK\x03\x04..calls.xml", "zip"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 Workbook", "xls"),
        (b"%PDF-1.7", "pdf"),
        (b"SQLite format 3\0", "sqlite"),
        (b"<?xml version='1.0'?><calls/>", "xml"),
        (b"\xef\xbb\xbf  <smses>", "xml"),
        ("<?xml version='1.0'?><calls/>".encode("utf-16"), "xml"),
        (b"\r\n<!DOCTYPE HTML><table>", "html"),
        (b"<Table><tr>", "html"),
        (b'{"a":1}', "json"),
        (b"[1]", "json"),
        (BILL.encode("gb18030"), "text"),
        (BILL.encode("utf-16"), "text"),
        (BILL.encode("utf-16-le"), "text"),
        (BILL.encode("utf-16-be"), "text"),
        (b"number,time\n1\0" + b"0086,2026\n" * 50, "text"),
        (b"\x00\x01\x02\x03" * 64, "binary"),
    ],
)
def test_the_kind_is_told_by_content(tmp_path, content, kind):
    assert opened(tmp_path, content, name="anything.xyz").kind == kind


def compound(entry: str, shift: int = 0) -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016 + shift) + entry.encode("utf-16-le") + bytes(600)


def test_a_password_is_told_from_a_cell_that_says_so(tmp_path):
    assert opened(tmp_path, compound("EncryptedPackage")).kind == "locked"
    assert opened(tmp_path, compound("EncryptedPackage", 7)).kind == "xls"


# Encoding


@pytest.mark.parametrize(
    ("text", "encoding", "expected"),
    [
        (BILL, "utf-8", "utf-8"),
        (BILL, "utf-8-sig", "utf-8-sig"),
        (BILL, "gb18030", "gb18030"),
        (BILL, "gbk", "gb18030"),
        (BILL + "😀", "gb18030", "gb18030"),
        (TAIWAN, "big5", "big5"),
        (TAIWAN, "gb18030", "gb18030"),
        (BILL, "utf-16", "utf-16"),
        (BILL, "utf-16-le", "utf-16-le"),
        (BILL, "utf-16-be", "utf-16-be"),
        ("Datum;Zeit;Name\r\n1.3.2026;9:00;Müller\r\n2.3.2026;9:05;Jäger\r\n", "cp1252", "cp1252"),
        ("number,time\r\n10086,2026\r\n", "ascii", "utf-8"),
    ],
)
def test_encodings_are_found(tmp_path, text, encoding, expected):
    export = opened(tmp_path, text.encode(encoding))
    assert export.encoding == expected
    assert export.utf8().decode() == text
    assert not export.damaged
    assert text.startswith(export.text_head[:8])


def test_a_named_encoding_is_taken_at_its_word(tmp_path):
    assert opened(tmp_path, TAIWAN.encode("big5"), "big5").utf8().decode() == TAIWAN
    export = opened(tmp_path, BILL.encode("gb18030"), "utf-8")
    with pytest.raises(ExportError, match="is not utf-8 text"):
        _ = export.encoding


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_character_that_an_app_cut_through_is_replaced_and_said(tmp_path, encoding):
    body = "您的账单".encode(encoding)[:-1]
    export = opened(tmp_path, BILL.encode(encoding) * 20 + body + b",1\n")
    assert export.encoding == encoding and export.damaged
    assert export.utf8().decode().count("\ufffd") >= 1
    assert export.utf8().decode().startswith(BILL)


def test_one_bad_byte_does_not_turn_utf8_into_another_encoding(tmp_path):
    export = opened(tmp_path, BILL.encode() * 20 + b"\xe4\xb8,\n")
    assert export.encoding == "utf-8"


def test_nul_bytes_are_shown_as_damage(tmp_path):
    export = opened(tmp_path, BILL.encode() * 50 + b"a\0b\n")
    assert export.kind == "text" and export.damaged
    assert export.utf8().endswith("a\ufffdb\n".encode())


def test_a_text_that_fits_nothing_is_refused_with_the_way_out(tmp_path):
    with pytest.raises(ExportError, match="--encoding"):
        _ = opened(tmp_path, b"\x80\xff" * 200).encoding


def test_both_looks_at_wide_and_at_single_letters():
    assert wide_encoding(b"number,time,type,duration") == ""
    assert wide_encoding(bytes(100)) == ""
    assert stands_alone("Müller, Jäger".encode("cp1252")) and not stands_alone(BILL.encode("gb18030"))
    assert heading_score(BILL.encode("gb18030"), "gb18030") > heading_score(BILL.encode("gb18030"), "big5")


# Bytes


def test_hash_and_bytes_are_those_of_the_file_when_it_was_opened(tmp_path):
    export = opened(tmp_path, BILL.encode())
    with export.path.open("ab") as file:
        file.write(b"more")
    assert export.read() == BILL.encode()
    assert export.sha256 == hashlib.sha256(BILL.encode()).hexdigest()


def test_what_readers_remember_is_no_part_of_what_an_export_is(tmp_path):
    one, two = opened(tmp_path, b"a,b"), opened(tmp_path, b"a,b")
    one.memo["sheets"] = ()
    assert one == two and hash(one) == hash(two)


@settings(max_examples=200, deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_have_a_kind_and_an_encoding_or_a_sentence(tmp_path_factory, content):
    path = tmp_path_factory.mktemp("any") / "x"
    path.write_bytes(content)
    export = Export.open(path)
    assert export.kind in {
        "xlsx",
        "zip",
        "tar",
        "gzip",
        "xls",
        "locked",
        "pdf",
        "sqlite",
        "xml",
        "html",
        "json",
        "text",
        "binary",
    }
    with contextlib.suppress(ExportError):
        assert "\0" not in export.utf8().decode()


@settings(deadline=None, max_examples=150)
@given(
    st.text(alphabet='号码时间1,"\n\r', min_size=1, max_size=60),
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"]),
    st.lists(st.tuples(st.integers(0, 99), st.sampled_from([b"\0", b"\xff", b"\x81", b""])), max_size=3),
    st.integers(3, 9),
)
def test_a_text_in_pieces_is_the_same_text(tmp_path_factory, text, encoding, damage, size):
    data = text.encode(encoding, "replace")
    for place, byte in damage:
        data = data[:place] + byte + data[place:]
    path = tmp_path_factory.mktemp("pieces") / "t.csv"
    path.write_bytes(data)
    export = Export.open(path)
    try:
        name = export.encoding
    except ExportError:
        return
    known, exports.PIECE = exports.PIECE, size
    try:
        export = Export.open(path)
        assert export.encoding == name
        pieces = list(export.pieces())
        again = export.utf8()
    finally:
        exports.PIECE = known
    whole = data.decode(name, "replace").removeprefix("\ufeff").encode("utf-8", "replace")
    assert b"".join(pieces) == again == whole.replace(b"\0", "\ufffd".encode())
    assert export.sha256 == hashlib.sha256(data).hexdigest()


def test_a_table_that_is_read_in_small_pieces(tmp_path, monkeypatch):
    rows = [f"1391111{i:04d},2026-03-01 09:00:00,来电,{i}" for i in range(400)]
    path = tmp_path / "calls.csv"
    path.write_bytes("\r\n".join(["号码,时间,类型,时长", *rows, "合计,,,400"]).encode("gb18030"))
    usual = quick_csv.fast(Export.open(path), 1, 4, 4, ",")
    monkeypatch.setattr(exports, "PIECE", 11)
    pieced = quick_csv.fast(Export.open(path), 1, 4, 4, ",")
    slow = delimited.exact(Export.open(path), 1, 4, ",")
    for body in (usual, pieced):
        assert body is not None
        assert [column.to_pylist() for column in body.columns] == [column.to_pylist() for column in slow.columns]
        assert body.places.tolist() == slow.places.tolist()
