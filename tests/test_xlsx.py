"""The workbook writer: what is in a cell stays what it was, links lead where they say, equal documents are equal bytes."""

import csv
import datetime as dt
import io
import re
import shutil
import subprocess
import zipfile
from xml.etree.ElementTree import fromstring

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from papers import HOSTILE, busy_case, png

from analyzer.document import Column, Detail, Document, Facts, Figure, Section, Steps, Table, Text
from analyzer.writers import sheets
from analyzer.writers.measure import display_width, lines
from analyzer.writers.xlsx import CELL_LIMIT, fit, xlsx


def document(bodies=HOSTILE, lang="en", extra=()):
    rows = pd.DataFrame(
        {
            "id": [f"e-{i}" for i in range(len(bodies))],
            "number": ["+8613900000000"] * len(bodies),
            "at": pd.date_range("2026-03-01 22:00", periods=len(bodies), freq="h", tz="Asia/Shanghai"),
            "seconds": pd.array([None, *range(1, len(bodies))], dtype="Int64"),
            "body": list(bodies),
        }
    )
    findings = pd.DataFrame(
        {"finding": ["F1", "F2", "F3"], "proof": ["e-1 e-0", "gone e-2", ""], "first": ["one", "two", "three"]}
    )
    columns = (
        Column("id", "Id", width=8),
        Column("number", "Number", width=15),
        Column("at", "Time", "time", 18),
        Column("at", "Day", "day", 11),
        Column("seconds", "Seconds", "seconds", 9),
        Column("body", "Text", "quote", 40),
    )
    return Document(
        "test", "A & B", lang,
        (
            Section("Findings", "What was found", (Table("findings", (Column("finding", "Id"), Column("first", "Rows", links_to="rows", key_in="proof")), findings, row_key="finding"),)),
            Section("Rows", "The rows", (Text("a note", "note"), Table("rows", columns, rows, row_key="id"))),
            *extra,
        ),
        footer="100 % & more", made_on=dt.date(2026, 4, 5),
    )  # fmt: skip


def opened(made: bytes):
    return openpyxl.load_workbook(io.BytesIO(made))


def test_equal_documents_are_equal_bytes():
    assert xlsx(document()) == xlsx(document())


def test_the_only_date_inside_is_the_documents_own():
    made = zipfile.ZipFile(io.BytesIO(xlsx(document())))
    assert {entry.date_time for entry in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    names = [entry.filename for entry in made.infolist()]
    assert names == sorted(names) and names[0] == "[Content_Types].xml"
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z?", made.read("docProps/core.xml").decode())) == {
        "2026-04-05T00:00:00Z"
    }


def test_hostile_text_stays_text_and_word_for_word():
    made = xlsx(document())
    sheet = opened(made)["Rows"]
    bodies = [sheet.cell(row, 6) for row in range(4, 4 + len(HOSTILE))]
    assert {cell.data_type for cell in bodies} == {"s"}
    assert [cell.value.replace("_x005F_", "_") for cell in bodies] == list(HOSTILE)
    for name in zipfile.ZipFile(io.BytesIO(made)).namelist():
        if name.startswith("xl/worksheets/sheet"):
            assert b"<f>" not in zipfile.ZipFile(io.BytesIO(made)).read(name)


def test_no_link_leads_outside():
    made = zipfile.ZipFile(io.BytesIO(xlsx(document(bodies=["http://example.invalid/a", "mailto:a@example.invalid"]))))
    assert not any(
        "External" in made.read(name).decode("utf-8", "replace")
        for name in made.namelist()
        if name.endswith((".rels", ".xml"))
    )


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60), min_size=1, max_size=6))
def test_any_text_makes_a_workbook_that_opens(bodies):
    sheet = opened(xlsx(document(bodies=bodies)))["Rows"]
    for row, body in enumerate(bodies, 4):
        cell = sheet.cell(row, 6)
        assert cell.data_type in {"s", "n"}
        if body and re.fullmatch(r"[ -~一-龥\n]+", body) and not re.search("_x[0-9A-Fa-f]{4}_", body):
            assert cell.value == body


def test_characters_that_no_cell_can_carry_are_replaced():
    assert fit("a\x00b\x1bc\ud800d\ufffee", str) == "a�b�c�d�e"
    assert fit("a\r\nb\rc", str) == "a\nb\nc"


def test_text_that_is_too_long_is_cut_and_says_so():
    cut = fit("😀" * 20_000, str)
    assert len(cut.encode("utf-16-le")) // 2 <= CELL_LIMIT
    assert "40000" in cut and "events.csv" in cut
    assert fit("x" * CELL_LIMIT, str) == "x" * CELL_LIMIT


def test_links_lead_to_the_first_row_that_exists():
    book = opened(xlsx(document()))
    found = book["Findings"]
    targets = [found.cell(row, 2).hyperlink for row in (3, 4, 5)]
    assert [link and link.location for link in targets] == ["'Rows'!A5", "'Rows'!A6", None]
    assert book["Rows"]["A5"].value == "e-1" and book["Rows"]["A6"].value == "e-2"


def test_numbers_and_times_are_numbers():
    sheet = opened(xlsx(document()))["Rows"]
    assert sheet["C4"].value == pd.Timestamp("2026-03-01 22:00") and sheet["C4"].number_format == "yyyy-mm-dd hh:mm:ss"
    assert sheet["D4"].value == pd.Timestamp("2026-03-01")  # the day alone, so that it filters as one
    assert sheet["E4"].value is None and sheet["E5"].value == 1 and sheet["E5"].data_type == "n"
    assert sheet["B4"].value == "+8613900000000" and sheet["B4"].data_type == "s"


def test_days_before_excels_calendar_and_odd_values_are_text():
    odd = pd.DataFrame({"at": pd.to_datetime(["1899-01-01", "2026-01-01"]), "n": ["many", "7"]})
    made = opened(
        xlsx(
            Document(
                "x",
                "x",
                "en",
                (Section("S", "S", (Table("t", (Column("at", "At", "time"), Column("n", "N", "count")), odd),)),),
            )
        )
    )["S"]
    assert made["A3"].data_type == "s" and made["A3"].value.startswith("1899-01-01")
    assert made["A4"].value == pd.Timestamp("2026-01-01")
    assert made["B3"].value == "many" and made["B4"].value == 7


def test_heading_stays_in_view_filters_and_prints():
    sheet = opened(xlsx(document()))["Rows"]
    assert sheet["A1"].value == "The rows"
    assert sheet.freeze_panes == "A4" and sheet.auto_filter.ref == f"A3:F{3 + len(HOSTILE)}"
    assert sheet.print_title_rows == "$3:$3" and sheet.page_setup.orientation == "portrait"
    assert (
        sheet.page_setup.fitToWidth == 1
        and sheet.page_setup.fitToHeight == 0
        and sheet.sheet_properties.pageSetUpPr.fitToPage
    )
    assert sheet.oddFooter.right.text == "page &P of &N" and sheet.oddHeader.right.text == "A && B"


def test_rows_beyond_a_sheet_go_on_on_the_next():
    bodies = [f"body {i}" for i in range(20)]
    made = document(bodies=bodies)
    book = opened(xlsx(made, sheet_rows=10))
    assert [name for name in book.sheetnames if name.startswith("Rows")] == ["Rows", "Rows 2", "Rows 3"]
    kept = [
        cell.value
        for name in book.sheetnames
        if name.startswith("Rows")
        for cell in book[name]["F"]
        if str(cell.value).startswith("body")
    ]
    assert kept == bodies
    assert all(book[name].max_row <= 10 for name in book.sheetnames)
    plan = sheets.plan(made, 10)
    assert all(book[sheet][f"A{row}"].value == key for key, (sheet, row) in plan.targets["rows"].items())


SCHEMA = [
    "sheetPr",
    "dimension",
    "sheetViews",
    "sheetFormatPr",
    "cols",
    "sheetData",
    "autoFilter",
    "mergeCells",
    "hyperlinks",
    "printOptions",
    "pageMargins",
    "pageSetup",
    "headerFooter",
    "rowBreaks",
    "ignoredErrors",
    "drawing",
]
"""Children of a worksheet in the order that Excel insists on (ECMA-376 part 1, 18.3.1.99)."""


def test_parts_of_a_sheet_stand_in_the_order_of_the_schema():
    figure = Figure("f", "Per day", "bars", png(), b"")
    details = tuple(Detail(f"d{i}", "One", (Facts((("a", "b"),)),)) for i in range(2))
    made = zipfile.ZipFile(io.BytesIO(xlsx(document(extra=(Section("Summary", "S", (*details, figure)),)))))
    seen = set()
    for name in made.namelist():
        if name.startswith("xl/worksheets/sheet"):
            children = [element.tag.rpartition("}")[2] for element in fromstring(made.read(name))]
            assert children == sorted(children, key=SCHEMA.index), name
            seen |= set(children)
    assert seen >= {"autoFilter", "mergeCells", "hyperlinks", "rowBreaks", "ignoredErrors", "drawing"}


def test_pictures_carry_words_for_those_who_cannot_see_them():
    figure = Figure("f", "Per day", 'Bars: "41" <most>', png(), b"")
    made = xlsx(document(extra=(Section("Summary", "S", (figure, Text("under it"))),)))
    drawing = zipfile.ZipFile(io.BytesIO(made)).read("xl/drawings/drawing1.xml").decode()
    assert "Bars: &quot;41&quot; &lt;most&gt;" in drawing or 'Bars: "41"' in drawing.replace("&lt;", "<").replace(
        "'", '"'
    )
    sheet = opened(made)["Summary"]
    assert len(sheet._images) == 1
    below = next(cell.row for cell in sheet["A"] if cell.value == "under it")
    assert below > 3 + 720 * 20 / 40 / 20  # the picture has room above it


def test_details_facts_and_steps_become_rows():
    inner = Detail("d", "One thing", (Facts((("Label", "Value"),)), Steps(("first", "second"))))
    sheet = opened(xlsx(Document("x", "x", "en", (Section("S", "S", (inner,)),))))["S"]
    words = [cell.value for cells in sheet.iter_rows() for cell in cells if cell.value]
    assert words == ["S", "One thing", "Label", "Value", "1. first", "2. second"]


def test_sheet_names_are_ones_that_excel_takes():
    taken: set[str] = set()
    names = [sheets.sheet_name(key, taken) for key in ("a/b:c*[d]?", "A b c  d", "x" * 40, "x" * 40, "'", "")]
    assert len({name.casefold() for name in names}) == 6
    assert all(0 < len(name) <= 31 and not re.search(r"[\\/*?:\[\]']", name) for name in names)


def test_an_empty_table_says_so():
    nothing = Table("t", (Column("a", "A"),), pd.DataFrame({"a": []}), empty="nothing here")
    sheet = opened(xlsx(Document("x", "x", "en", (Section("S", "S", (nothing,)),))))["S"]
    assert [cell.value for cell in sheet["A"] if cell.value] == ["S", "A", "nothing here"]


def test_wide_characters_take_two_columns():
    assert display_width("ab来电") == 6
    assert lines("来" * 10, 10) == 2 and lines("a\nb\nc", 10) == 3


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_another_program_reads_the_same(tmp_path):
    """LibreOffice opens the workbook and gives every cell back, hostile ones included."""
    (tmp_path / "made.xlsx").write_bytes(xlsx(document()))
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,2"
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--headless",
            "--convert-to",
            options,
            "--outdir",
            tmp_path,
            tmp_path / "made.xlsx",
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    text = next(tmp_path.glob("made*.csv")).read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text)))
    head = rows.index(["Id", "Number", "Time", "Day", "Seconds", "Text"])
    data = rows[head + 1 : head + 1 + len(HOSTILE)]
    assert [cells[5] for cells in data] == list(HOSTILE)
    assert data[0][:5] == ["e-0", "+8613900000000", "2026-03-01 22:00:00", "2026-03-01", ""]
    assert [cells[4] for cells in data[1:]] == [str(i) for i in range(1, len(HOSTILE))]


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
def test_a_whole_evidence_workbook_survives_another_program(tmp_path):
    """Saved again by LibreOffice, every cell of every sheet still holds what we wrote."""
    from analyzer.reports.evidence import evidence

    (tmp_path / "evidence.xlsx").write_bytes(xlsx(evidence(busy_case("zh"))))
    command = [
        "soffice",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        tmp_path / "again",
    ]
    subprocess.run([*command, tmp_path / "evidence.xlsx"], check=True, capture_output=True, timeout=180)
    ours, theirs = (
        openpyxl.load_workbook(tmp_path / "evidence.xlsx"),
        openpyxl.load_workbook(tmp_path / "again" / "evidence.xlsx"),
    )
    assert ours.sheetnames == theirs.sheetnames
    for sheet in ours:
        for cells in sheet.iter_rows():
            for cell in cells:
                wanted, got = cell.value, theirs[sheet.title].cell(cell.row, cell.column).value
                assert (wanted or "") == (got or "") or str(wanted).replace("_x005F_", "_") == str(got).replace(
                    "_x005F_", "_"
                ), (sheet.title, cell.coordinate)
