"""What ``tools/fuzz.py`` found, case by case: each of these once broke a law of reading."""

from __future__ import annotations

import base64
import sqlite3
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

import analyzer
from analyzer.cli import main


def read(path: Path, data: bytes | str, **settings) -> analyzer.Read:
    """Read a file of these bytes; the ledger must balance, whatever they are."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    what = analyzer.read(path, analyzer.Settings(**settings))
    parts = what.sources[["events", "duplicates", "corroborating", "skipped", "problems"]].sum(axis=1)
    assert (what.sources["rows_read"] == parts).all()
    return what


@pytest.mark.parametrize(
    "table",
    [
        "history (timestamp INTEGER, duration INTEGER, type INTEGER, normalized_number TEXT, raw_number TEXT)",
        "calls (_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, duration INTEGER, type INTEGER)",
        "ZCALLRECORD (Z_PK INTEGER PRIMARY KEY, ZDATE REAL, ZDURATION REAL, ZADDRESS TEXT, ZORIGINATED INTEGER, ZANSWERED INTEGER)",
    ],
)
def test_a_database_of_calls_without_a_call(table: str, tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "x.db")
    base.execute(f"CREATE TABLE {table}")
    base.commit()
    base.close()
    what = analyzer.read(tmp_path / "x.db")
    assert what.events.empty and what.sources["rows_read"].tolist() == [0]


@pytest.mark.parametrize("row", ["", "x,y\n", "13911110001,13911110002,soon\n"])
def test_callers_and_called_without_a_row_that_has_a_time(row: str, tmp_path: Path) -> None:
    what = read(tmp_path / "x.csv", "from,to,start_time\n" + row * 3)
    assert what.events.empty


def test_a_row_of_separators_only(tmp_path: Path) -> None:
    began = time.process_time()
    with pytest.raises(analyzer.ExportError):
        read(tmp_path / "x.csv", "," * 60_000 + "3,PK+AAUABgAAAAA-")
    assert time.process_time() - began < 5  # once 9 s: each empty cell at the end was dropped by itself


NAMELESS = (
    "504b0304504b01022e032e0000000c000000215cb6c23a8c7000000076000000000000000000"
    "000000000000800100000000504b050600000000010001002e0000008e0000000000"
)


def test_a_member_of_an_archive_without_a_name(tmp_path: Path) -> None:
    with pytest.raises(analyzer.ExportError):
        read(tmp_path / "x.zip", bytes.fromhex(NAMELESS))


def test_texts_of_super_backup_without_an_end(tmp_path: Path) -> None:
    began = time.process_time()
    read(tmp_path / "x.xml", "<allsms>" + '<sms body="' * 100_000)
    assert time.process_time() - began < 5


def test_opening_signs_in_calls_of_skype(tmp_path: Path) -> None:
    call = '{"messagetype":"Event/Call","content":"' + "<partlist " * 30_000 + '","originalarrivaltime":"x"}'
    began = time.process_time()
    read(tmp_path / "x.json", '{"userId":"8:me","conversations":[{"id":"4:+86139","MessageList":[' + call + "]}]}")
    assert time.process_time() - began < 5


@pytest.mark.parametrize("time", ["9223372036854775808", "9999999999999999999", "18446744073709551615"])
def test_times_beyond_every_integer(time: str, tmp_path: Path) -> None:
    what = read(tmp_path / "x.csv", f"number,time,type\n13911110001,{time},missed\n13911110001,1772932353123,missed\n")
    assert what.problems["code"].tolist() == ["P101"] and len(what.events) == 1


PANIC = "c-p&gUhu)fjZzO87#tXofgJ-g!@vKW3~WeZj6lo@VhAt*<^KN%F<~?Z5dX&mj&9$3YOl_=E8F+(I(q1}&e;_gj-J}Mc?p<t;K7BnI%lqLI(zx(?z=jtww}5Q65W1L<H{;cUMV93BQt#iV|@b)1p`YfLnA9=W1W-dcP-Z0xO?vf9RmXkGedI&Qv)EdG%(aLys+@pMx*W5j1Rxo+4<|pEwCaT13d!+UM?h)jEt-d41fq?(z$zQzV7+AXTzr5`%muKu<Og-3)fd&ItJE?FxyB6q{Gk($j})s7%gB-EEWEnTbWt{5hP%)eFp}Ct_~<LH}2bdBU6qqY!6J+^*eix=|BKP0035;%hm"


def test_a_workbook_at_which_the_reader_gives_up_says_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture
) -> None:
    (tmp_path / "x.xls").write_bytes(zlib.decompress(base64.b85decode(PANIC)))
    assert main([str(tmp_path / "x.xls"), "--lang", "en"]) == 2
    said = capfd.readouterr().err
    assert said.count("\n") == 1 and "panicked" not in said


@pytest.mark.parametrize("cell", ["A4294967295", "ZZZZZZZ4", "A9" + "9" * 30, "A" * 40 + "1", "AAAAA"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/elsewhere.dat"])
def test_a_cell_beyond_every_sheet(cell: str, part: str, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["number", "time", "type"], ["13911110001", "2026-03-08 09:12:33", "missed"]):
        book.active.append(row)
    book.save(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new:
        for info in old.infolist():
            name = part if info.filename == "xl/worksheets/sheet1.xml" else info.filename
            data = old.read(info).replace(b'r="A2"', f'r="{cell}"'.encode())
            new.writestr(name, data.replace(b"/xl/worksheets/sheet1.xml", f"/{part}".encode()))
    done = subprocess.run(
        [sys.executable, "-c", "import analyzer, sys; analyzer.read(sys.argv[1])", str(tmp_path / "x.xlsx")],
        capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=False,
    )  # fmt: skip
    assert done.returncode >= 0, "the reader ended the whole process"
    assert "panicked" not in done.stderr and (done.returncode == 0 or "ExportError" in done.stderr)


def pdf(*contents: bytes) -> bytes:
    """A PDF of one page that draws the last form, each of which can draw the one before it as /F."""
    forms = [
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>/Length %d>>stream\n%s\nendstream"
        % (max(i + 3, 4), len(content), content)
        for i, content in enumerate(contents)
    ]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents %d 0 R/Resources<</XObject<</F %d 0 R>>>>>>" % (
        len(forms) + 3, len(forms) + 2,
    )  # fmt: skip
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, *forms]
    out = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(parts, 1))
    return out + b"trailer<</Size %d/Root 1 0 R>>\n" % (len(parts) + 1)


@pytest.mark.parametrize(
    "contents", [[b"q Q", *[b"/F Do " * 10] * 12], [b"q Q " * 400_000]], ids=["forms in forms", "one page"]
)
def test_a_pdf_that_would_never_end_or_fill_the_memory(contents: list[bytes], tmp_path: Path) -> None:
    began = time.process_time()
    with pytest.raises(analyzer.ExportError, match="more than a bill"):
        read(tmp_path / "x.pdf", pdf(*contents))
    assert time.process_time() - began < 10


def test_control_characters_in_the_own_number_of_a_crawled_report(tmp_path: Path) -> None:
    calls = '[{"call_tel": "13911110001", "call_time": "1772331300", "call_method": "被叫", "call_duration": "5"}]'
    what = read(tmp_path / "x.json", f'{{"user_mobile": "13800000\x001", "call_log": {calls}}}')
    assert len(what.events) == 1
    assert not any("\0" in owner for owner in what.events["owner"].astype(str))
