"""Exports as sheets of text cells: separators, line numbers, stray quotes, workbooks, saved pages, hostile files."""

from __future__ import annotations

import csv
import datetime as dt
import io
import time
import zipfile

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.exports import Export
from analyzer.importers.sheets import delimited, quick_csv
from analyzer.importers.sheets.sheet import forget, sheets
from analyzer.importers.sheets.workbooks import text_of
from analyzer.problems import ExportError


def opened(tmp_path, content: bytes | str, name: str = "export.csv") -> Export:
    path = tmp_path / name
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return Export.open(path)


def sheet_of(tmp_path, content: bytes | str, name: str = "export.csv"):
    (sheet,) = sheets(opened(tmp_path, content, name))
    return sheet


def rows_of(body) -> list[tuple[str, ...]]:
    return list(zip(*(column.to_pylist() for column in body.columns), strict=True))


# Text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a,b,c\n1,2,3\n4,5,6\n", ","),
        ("a\tb\n1,5\t2\n", "\t"),
        ("date;cost;who\n1.2.;0,15;x\n2.2.;0,20;y\n", ";"),
        ('a|b\n"1,2,3"|x\n"4,5,6"|y\n', "|"),
        ("标题\n说明,一\n号码;时间\n1;2\n3;4\n5;6\n", ";"),
        ("sep=;\na,b;c\n1,2;3\n", ";"),
    ],
)
def test_the_separator_is_found_by_content(tmp_path, text, expected):
    sheet = sheet_of(tmp_path, text)
    assert all(len(row) == len(text.splitlines()[-1].split(expected)) for row in sheet.head[-1:])


def test_rows_are_named_by_the_line_they_begin_on(tmp_path):
    text = 'number,body\n\n1,"two\nlines"\n\n2,x\n'
    body = sheet_of(tmp_path, text).below(0, 2)
    assert rows_of(body) == [("1", "two\nlines"), ("2", "x")]
    assert body.places.tolist() == [3, 6]


def test_a_heading_of_several_lines_does_not_shift_the_rows(tmp_path):
    body = sheet_of(tmp_path, 'number,"body\nof message"\n1,x\n').below(0, 2)
    assert (rows_of(body), body.places.tolist()) == ([("1", "x")], [3])


def test_a_stray_quote_costs_one_row_and_not_the_file(tmp_path):
    text = 'n,t,b\n1,1,ok\n2,2,"open\n3,3,ok\n4,4,ok\n5,5,"fine"\n6,6,ok\n'
    body = sheet_of(tmp_path, text).below(0, 3)
    assert [row[0] for row in rows_of(body)] == ["1", "3", "4", "5", "6"]
    assert [(m.place, m.raw) for m in body.misfits] == [(3, '2,2,"open')]


def test_a_quote_left_open_at_the_end_is_a_file_cut_off(tmp_path):
    body = sheet_of(tmp_path, 'n,t,b\n1,1,ok\n2,2,"op').below(0, 3)
    assert [(m.place, m.cut) for m in body.misfits] == [(3, True)]


def test_rows_of_another_width_keep_their_raw_text_and_empty_cells_beyond_are_forgiven(tmp_path):
    body = sheet_of(tmp_path, "n,t,b\n1,1,x,\n2,2\n3,3,x,y\n4,4,x,,\n").below(0, 3)
    assert [row[0] for row in rows_of(body)] == ["1", "4"]
    assert [(m.place, m.raw) for m in body.misfits] == [(3, "2,2"), (4, "3,3,x,y")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030", "utf-16-le", "utf-16-be"])
def test_encodings(tmp_path, encoding):
    text = "对方号码,起始时间,通话时长\r\n" + "13800138000,2026-03-01 09:00:00,1分3秒\r\n" * 30
    sheet = sheet_of(tmp_path, text.encode(encoding))
    assert sheet.head[0] == ["对方号码", "起始时间", "通话时长"]
    assert rows_of(sheet.below(0, 3)) == [("13800138000", "2026-03-01 09:00:00", "1分3秒")] * 30


def test_a_cell_of_megabytes_and_nul_bytes_are_read(tmp_path):
    text = "n,t,b\n1,1," + "长" * 700_000 + "\n2,2,a\0b\n"
    body = sheet_of(tmp_path, text).below(0, 3)
    assert [len(row[2]) for row in rows_of(body)] == [700_000, 3]
    assert body.damaged and rows_of(body)[1][2] == "a\ufffdb"


def test_line_ends_inside_unicode_do_not_split_rows(tmp_path):
    body = sheet_of(tmp_path, "n,b\n1,a\u2028b\x0bc\x85d\n2,x\n").below(0, 2)
    assert [row[0] for row in rows_of(body)] == ["1", "2"]


cells = st.text(alphabet="ab1,;\"\n\r\t 号\x0b\u2028'", max_size=6)
tables = st.lists(st.lists(cells, min_size=3, max_size=3), min_size=1, max_size=12)


def written(rows: list[list[str]], newline: str) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=newline, quoting=csv.QUOTE_ALL).writerows(rows)
    return out.getvalue()


def both_readers(tmp_path_factory, text: str, width: int):
    path = tmp_path_factory.mktemp("csv") / "t.csv"
    path.write_bytes(b"a,b,c\n" + text.encode("utf-8"))
    export = Export.open(path)
    slow = delimited.exact(export, 1, width, ",")
    tail, quick_csv.TAIL = quick_csv.TAIL, 1
    try:
        fast = quick_csv.fast(export, 1, width, width, ",")
    finally:
        quick_csv.TAIL = tail
    return fast, slow


def same(fast, slow) -> None:
    assert rows_of(fast) == rows_of(slow)
    assert fast.places.tolist() == slow.places.tolist()
    assert fast.misfits == slow.misfits
    assert fast.damaged == slow.damaged


@settings(max_examples=150, deadline=None)
@given(rows=tables, newline=st.sampled_from(["\n", "\r\n"]))
def test_well_formed_tables_read_the_same_by_both_readers(tmp_path_factory, rows, newline):
    fast, slow = both_readers(tmp_path_factory, written(rows, newline), 3)
    assert rows_of(slow) == [tuple(row) for row in rows]
    if fast is not None:
        same(fast, slow)


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet='a1,"\n\r ;', max_size=60))
def test_any_text_reads_the_same_by_both_readers(tmp_path_factory, text):
    fast, slow = both_readers(tmp_path_factory, text, 2)
    if fast is not None:
        same(fast, slow)


def test_the_fast_reader_is_used_for_a_plain_file(tmp_path):
    text = "n,t,b\n" + "".join(f'{i},2026-03-01 09:00:00,"x, y"\n' for i in range(50)) + "合计,50\n"
    export = opened(tmp_path, text)
    body = quick_csv.fast(export, 1, 3, 3, ",")
    assert body is not None
    assert len(body.places) == 50 and body.places[-1] == 51
    assert [m.raw for m in body.misfits] == ["合计,50"]


# Workbooks


def workbook(tmp_path, fill, name: str = "bill.xlsx"):
    book = openpyxl.Workbook()
    fill(book)
    path = tmp_path / name
    book.save(path)
    return Export.open(path)


def test_cells_keep_what_they_show(tmp_path):
    values = [
        13800138000, 13800138000.0, 0.1, dt.datetime.fromisoformat("2026-03-01 09:00:01"), dt.date(2026, 3, 1), dt.time(9, 0, 1),
        dt.timedelta(seconds=98), dt.timedelta(hours=30, seconds=5), True, "'008613800138000", None, 43105.4127,
    ]  # fmt: skip

    def fill(book):
        book.active.append(["heading"] * len(values))
        book.active.append(values)

    (sheet,) = sheets(workbook(tmp_path, fill))
    assert list(sheet.head[1]) == [
        "13800138000", "13800138000", "0.1", "2026-03-01 09:00:01", "2026-03-01", "09:00:01",
        "00:01:38", "30:00:05", "true", "'008613800138000", "", "43105.4127",
    ]  # fmt: skip


def test_a_time_of_day_that_rounds_up_stays_within_the_day():
    assert text_of(dt.time(23, 59, 59, 990_000)) == "23:59:59"
    assert text_of(dt.datetime(2026, 3, 1, 23, 59, 59, 990_000)) == "2026-03-02 00:00:00"


def test_old_workbooks_name_sheet_and_row_and_leave_blank_rows_out(tmp_path):
    book = xlwt.Workbook()
    first, second = book.add_sheet("201801"), book.add_sheet("201802")
    first.write(2, 1, "x")
    second.write(0, 0, 13800138000.0)
    book.save(str(tmp_path / "bill.xls"))
    one, two = sheets(Export.open(tmp_path / "bill.xls"))
    assert (one.name, one.places, one.head[0]) == ("201801", [3], ["", "x"])
    assert two.head == [["13800138000"]] and two.place(1) == "201802!1"


def test_a_password_is_named_with_the_way_out(tmp_path):
    entry = "EncryptedPackage".encode("utf-16-le")
    export = opened(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + entry + bytes(512), "bill.xlsx")
    assert export.kind == "locked"
    with pytest.raises(ExportError, match="save it without the password"):
        sheets(export)
    with pytest.raises(ExportError):
        sheets(export)  # remembered, not retried


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_a_damaged_workbook_is_one_sentence(tmp_path, kind):
    start = b"PK\x03\x04[Content_Types].xml" if kind == "xlsx" else b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    with pytest.raises(ExportError, match="damaged or foreign"):
        sheets(opened(tmp_path, start + bytes(range(256)) * 8, f"bill.{kind}"))


def rezipped(source, target, change) -> None:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            new.writestr(member.filename, old.read(member))
        change(new)


def test_a_bomb_is_refused_before_it_is_opened(tmp_path):
    workbook(tmp_path, lambda book: book.active.append(["a"]))
    rezipped(tmp_path / "bill.xlsx", tmp_path / "bomb.xlsx", lambda z: z.writestr("xl/big.xml", b" " * (20 << 20)))
    with pytest.raises(ExportError, match="unpacks to far more"):
        sheets(Export.open(tmp_path / "bomb.xlsx"))


def test_a_path_that_leads_out_is_refused(tmp_path):
    workbook(tmp_path, lambda book: book.active.append(["a"]))
    rezipped(tmp_path / "bill.xlsx", tmp_path / "out.xlsx", lambda z: z.writestr("xl/../../evil.xml", b"x"))
    with pytest.raises(ExportError, match="leads out"):
        sheets(Export.open(tmp_path / "out.xlsx"))


def test_two_cells_in_opposite_corners_do_not_end_the_process(tmp_path):
    def corners(book):
        book.active["A1"], book.active["XFD1048576"] = "a", "b"

    with pytest.raises(ExportError, match="so far apart"):
        sheets(workbook(tmp_path, corners))


def test_a_wide_or_long_sheet_is_read(tmp_path):
    def wide(book):
        book.active["AZ3"] = "x"
        book.active["A20001"] = "y"

    (sheet,) = sheets(workbook(tmp_path, wide))
    assert sheet.places == [3, 20_001]


# Markup


def test_a_page_saved_as_xls(tmp_path):
    html = (
        "<html><head><meta charset='gbk'><style>td{}</style></head><body><table><tr><td>导航</td></tr></table>"
        "<table><tr><th>对方号码</th><th>起始时间</th></tr>"
        "<tr><td rowspan=2>138&nbsp;0013</td><td> 2026-03-01\n 09:00:00 </td></tr><tr><td>x<br>y</td></tr>"
        "<tr><td colspan='2'>合计<script>var a='<td>';</script></td></tr></table>"
    )
    export = opened(tmp_path, html.encode("gb18030"), "bill.xls")
    assert export.kind == "html"
    menu, bill = sheets(export)
    assert menu.head == [["导航"]]
    assert bill.name == "table2"
    assert bill.head == [
        ["对方号码", "起始时间"],
        ["138 0013", "2026-03-01 09:00:00"],
        ["138 0013", "x\ny"],
        ["合计", ""],
    ]


def test_tables_within_tables_stand_alone(tmp_path):
    html = "<table><tr><td><table><tr><td>in</td></tr></table></td><td>out</td></tr></table>"
    inner, outer = sheets(opened(tmp_path, html, "a.html"))
    assert inner.head == [["in"]] and outer.head == [["", "out"]]


@pytest.mark.parametrize(
    "piece", ["<a ", "<a b='", "<!--", "<![foo[", "</", "<td", "<script>", "&#", "<" * 5, "a" * 9 + "<b"]
)
def test_tags_that_are_never_closed_cost_no_time(tmp_path, piece):
    export = opened(tmp_path, "<html><table><tr><td>1</td></tr>" + piece * 100_000, "a.html")
    began = time.process_time()
    (sheet,) = sheets(export)
    assert time.process_time() - began < 5
    assert sheet.head[0] == ["1"]


def test_a_character_number_without_end_is_left_as_it_stands(tmp_path):
    (sheet,) = sheets(
        opened(tmp_path, "<table><tr><td>&#" + "9" * 5000 + ";</td><td>&amp;</td></tr></table>", "a.html")
    )
    assert sheet.head[0][1] == "&"


def test_spans_cannot_fill_the_memory(tmp_path):
    row = "<tr>" + "<td colspan=100 rowspan=100>x" * 10
    with pytest.raises(ExportError, match="unpacks to far more"):
        sheets(opened(tmp_path, "<table>" + (row + "<tr>" * 100) * 300, "a.html"))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "<table>",
                "</table>",
                "<tr>",
                "</tr>",
                "<td>",
                "</td>",
                "<th colspan=3 rowspan='2'>",
                "x",
                "<!-- ",
                "-->",
                "<script>",
                "</script>",
                "&lt;",
                "\n",
                "<br/>",
            ]
        )
    ).map("".join)
)
def test_any_page_has_tables_of_whole_rows(tmp_path_factory, text):
    path = tmp_path_factory.mktemp("page") / "x"
    path.write_text("<html>" + text, encoding="utf-8")
    for sheet in sheets(Export.open(path)):
        assert len(sheet.head) == len(sheet.places) > 0
        assert all(any(map(str.strip, row)) for row in sheet.head)


def test_spreadsheet_markup(tmp_path):
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    xml = (
        f'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="{name}" xmlns:ss="{name}">'
        '<Worksheet ss:Name="话单"><Table><Row><Cell><Data ss:Type="String">号码</Data></Cell></Row>'
        '<Row ss:Index="3"><Cell ss:Index="2"><Data ss:Type="DateTime">2026-03-01T09:00:00.000</Data></Cell></Row>'
        "</Table></Worksheet></Workbook>"
    )
    (sheet,) = sheets(opened(tmp_path, xml, "bill.xls"))
    assert (sheet.name, sheet.head, sheet.places) == ("话单", [["号码"], ["", "2026-03-01 09:00:00"]], [1, 3])


def test_entities_in_spreadsheet_markup_are_refused(tmp_path):
    name = "urn:schemas-microsoft-com:office:spreadsheet"
    xml = f'<!DOCTYPE a [<!ENTITY x "y">]><Workbook xmlns="{name}"><Worksheet><Table/></Worksheet></Workbook>'
    with pytest.raises(ExportError):
        sheets(opened(tmp_path, xml, "bill.xml"))


def test_other_kinds_hold_no_table(tmp_path):
    assert sheets(opened(tmp_path, b'{"a": 1}', "a.json")) == ()
    assert sheets(opened(tmp_path, "<calls/>", "a.xml")) == ()


def test_sheets_are_parsed_once_until_forgotten(tmp_path):
    export = opened(tmp_path, "a,b\n1,2\n")
    first = sheets(export)
    assert sheets(export) is first
    forget(export)
    assert sheets(export) is not first
