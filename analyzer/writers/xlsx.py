"""Documents as Excel workbooks that stay what they are: text is text, numbers are numbers, equal documents are equal bytes.

openpyxl makes the workbook, its styles, print set-up and pictures; rows, merged cells and links are put into its sheets here,
as XML. Only two kinds of cell are ever written, text and number, so that nothing out of an export can become a formula whatever
it begins with; it is also some twelve times faster than the library's cells, and its merged areas cost the square of their
number. Links lead inside the workbook only.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from analyzer.document import Marked
from analyzer.locales import translator
from analyzer.writers import measure, sheets
from analyzer.writers.styles import MARKED, Styles
from analyzer.writers.text import clean

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.document import Column, Document
    from analyzer.locales import Translate

CELL_LIMIT = 32_767
"""Characters a cell holds, counted as UTF-16 units (Microsoft: Excel specifications and limits)."""

LINK_LIMIT = 65_530
"""Links a sheet holds (the same page). Rows further down keep their ids, without link."""

FROZEN = 6
"""The lowest row whose heading is kept in view; more would leave no room for rows on a small screen."""

EXCEL_DAY_0 = "1899-12-30"
"""Day 0 of Excel's calendar for every day from 1 March 1900 on (ECMA-376 part 1, 18.17.4.1)."""

ZIP_DATE = (1980, 1, 1, 0, 0, 0)
ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Text that Excel would read as an escaped character (ECMA-376 part 1, 22.9.2.19 ST_Xstring)."""


def xlsx(document: Document, sheet_rows: int = sheets.SHEET_ROWS) -> bytes:
    """The document as a workbook.

    Parameters
    ----------
    document : Document
        A section becomes a sheet named by its key; a table with more rows than a sheet holds goes on on a next one.
    sheet_rows : int
        Rows of a sheet.

    Returns
    -------
    bytes
        An .xlsx file. The same document gives the same bytes; the only date inside is ``document.made_on``.
    """
    from openpyxl import Workbook
    from openpyxl.writer.excel import ExcelWriter

    plan = sheets.plan(document, sheet_rows)
    book = Workbook()
    book.remove(book.worksheets[0])
    day = document.made_on or dt.date(*ZIP_DATE[:3])
    book.properties.creator = "analyzer"
    book.properties.title = measure.one_line(document.title)
    book.properties.language = {"zh": "zh-CN"}.get(document.lang, document.lang)
    book.properties.created = book.properties.modified = dt.datetime.combine(day, dt.time())
    rows = []
    for sheet in plan.sheets:
        ws = book.create_sheet(sheet.name)
        rows.append(_Page(ws, sheet, plan, document).fill())
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        ExcelWriter(book, archive).save()
    pictures = [item.figure for sheet in plan.sheets for _, item in sheet.items if isinstance(item, sheets.Picture)]
    return _packed(file, rows, [quoteattr(clean(figure.alt or figure.title)) for figure in pictures])


def fit(value: object, _: Translate) -> str:
    """Text as a cell can carry it, not yet escaped for XML.

    Examples
    --------
    >>> fit("=1+1", str)
    '=1+1'
    >>> fit("_x0041_", str)
    '_x005F_x0041_'
    """
    words = clean(value)
    if len(words) * 2 > CELL_LIMIT and (units := len(words.encode("utf-16-le")) // 2) > CELL_LIMIT:
        mark = _("… [cut here: {count} characters in all; data/events.csv holds the whole text]").format(count=units)
        room = (CELL_LIMIT - len(mark)) * 2
        words = words.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + mark
    return ESCAPED.sub("_x005F_", words) if "_x" in words else words


class _Page:
    """Sets one sheet up and writes its rows."""

    def __init__(self, ws: Any, sheet: sheets.Sheet, plan: sheets.Plan, document: Document) -> None:
        self.ws, self.sheet, self.plan, self.document = ws, sheet, plan, document
        self.translate = translator(document.lang)
        self.styles = Styles(ws, document.lang)
        self.links: list[str] = []
        self.merged: list[str] = []
        self.columns = 1

    def fill(self) -> dict[str, str]:
        """The parts of the sheet's XML that openpyxl does not write: its rows, links and remarks on its cells."""
        self._set_up()
        parts = []
        for row, item in self.sheet.items:
            match item:
                case sheets.Line():
                    parts.append(self._line(row, item))
                case sheets.Rows():
                    parts.extend(self._rows(row, item))
                case sheets.Picture():
                    self._picture(row, item)
        area = _area(1, 0, max(1, self.sheet.height), self.columns - 1)
        return {
            "rows": "".join(parts),
            "merged": _within("mergeCells", self.merged),
            "links": _within("hyperlinks", self.links[:LINK_LIMIT]),
            "errors": f'<ignoredErrors><ignoredError sqref="{area}" numberStoredAsText="1"/></ignoredErrors>',
            "area": area,
        }

    def _set_up(self) -> None:
        from openpyxl.utils import get_column_letter
        from openpyxl.worksheet.pagebreak import Break

        ws, sheet, _ = self.ws, self.sheet, self.translate
        for i, width in enumerate(sheet.widths, 1):
            ws.column_dimensions[get_column_letter(i)].width = width
        ws.sheet_view.showGridLines = False
        ws.page_setup.orientation = "portrait" if sheet.upright else "landscape"
        ws.page_setup.paperSize = 9  # A4
        ws.page_setup.fitToWidth, ws.page_setup.fitToHeight = 1, 0
        ws.sheet_properties.pageSetUpPr.fitToPage = True
        ws.page_margins.left = ws.page_margins.right = 0.5 if sheet.upright else 0.3
        ws.page_margins.top = ws.page_margins.bottom = 0.7
        ws.oddHeader.left.text = _plain(sheet.title)
        ws.oddHeader.right.text = _plain(self.document.title)
        ws.oddFooter.left.text = _plain(self.document.footer)
        ws.oddFooter.right.text = _("page {page} of {pages}").format(page="&P", pages="&N")
        for row in sheet.breaks:
            ws.row_breaks.append(Break(id=row))
        if sheet.head:
            if sheet.head <= FROZEN:
                ws.freeze_panes = f"A{sheet.head + 1}"
            ws.auto_filter.ref = _area(sheet.head, 0, max(sheet.foot, sheet.head), len(sheet.widths) - 1)
            ws.print_title_rows = f"{sheet.head}:{sheet.head}"

    def _line(self, row: int, line: sheets.Line) -> str:
        cells = []
        for column, words, role in line.cells:
            self.columns = max(self.columns, column + 1)
            cells.append(text_xml(f"{_letter(column)}{row}", self.styles.role(role), fit(words, self.translate)))
        for first, last in line.spans:
            self.merged.append(f'<mergeCell ref="{_area(row, first, row, last)}"/>')
            self.columns = max(self.columns, last + 1)
        high = f' ht="{line.height:g}" customHeight="1"' if line.height else ""
        return f'<row r="{row}"{high}>{"".join(cells)}</row>'

    def _rows(self, row: int, part: sheets.Rows) -> Iterator[str]:
        table = part.table
        frame = table.rows.iloc[part.start : part.stop]
        self.columns = max(self.columns, len(table.columns))
        tall = [1] * len(frame)
        columns = [self._cells(frame, column, _letter(i), row, tall) for i, column in enumerate(table.columns)]
        for n, (lines, *cells) in enumerate(zip(tall, *columns, strict=True), row):
            yield f'<row r="{n}" ht="{self.sheet.points(lines):g}">{"".join(cells)}</row>'

    def _cells(self, frame: pd.DataFrame, column: Column, letter: str, row: int, tall: list[int]) -> list[str]:
        """One column's cells; `tall` learns how many lines each row needs.

        A value that is not what its kind promises is written as text, never dropped.
        """
        values = frame[column.name]
        keys = (frame[column.key_in] if column.key_in else values).tolist()
        style, words = self.styles.cell(column), self.styles.words(column)
        numbers = _numbers(values, column.kind)
        targets = self.plan.targets.get(column.links_to, {})
        cells = []
        known: dict[str, tuple[str, int]] = {}  # what a text becomes, and its lines: most columns say few things often
        for n, (value, number, key) in enumerate(zip(values.tolist(), numbers, keys, strict=True), row):
            place = f"{letter}{n}"
            if number is not None:
                cells.append(f'<c r="{place}" s="{style}"><v>{number}</v></c>')
                continue
            if not targets and type(value) is str:
                if value not in known:
                    shown = fit(value, self.translate)
                    long = len(shown) * 2 > column.width or "\n" in shown
                    known[value] = text_xml("", words, shown)[6:], measure.lines(shown, column.width) if long else 1
                rest, lines = known[value]
                cells.append(f'<c r="{place}{rest}')
                if lines > 1:
                    tall[n - row] = max(tall[n - row], lines)
                continue
            told = value.text if isinstance(value, Marked) else value
            shown = "" if _missing(told) else fit(told, self.translate)
            to = next((targets[one] for one in str(key).split() if one in targets), None) if targets and shown else None
            if isinstance(value, Marked) and value.marks and len(shown) * 2 <= CELL_LIMIT:
                cells.append(marked_xml(place, words, value, self.styles.font, self.translate))
            else:
                cells.append(text_xml(place, self.styles.link if to else words, shown))
            if len(shown) * 2 > column.width or "\n" in shown:
                tall[n - row] = max(tall[n - row], measure.lines(shown, column.width))
            if to:
                self.links.append(f"<hyperlink ref={quoteattr(place)} location={quoteattr(_place(*to))}/>")
        return cells

    def _picture(self, row: int, picture: sheets.Picture) -> None:
        from openpyxl.drawing.image import Image

        image = Image(io.BytesIO(picture.figure.png))
        image.width, image.height = picture.width, picture.height
        self.ws.add_image(image, f"A{row}")


def text_xml(place: str, style: int, words: str) -> str:
    r"""A text cell; the only way in which words get into a sheet.

    Examples
    --------
    >>> text_xml("A1", 0, "=cmd|'/c calc'!A1")
    '<c r="A1" s="0" t="inlineStr"><is><t xml:space="preserve">=cmd|\'/c calc\'!A1</t></is></c>'
    """
    if not words:
        return f'<c r="{place}" s="{style}"/>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(words)}</t></is></c>'


def marked_xml(place: str, style: int, marked: Marked, font: str, _: Translate) -> str:
    """A text cell whose marked places are bold and underlined; the words are those of the text, no sign is added."""
    look = f'<rPr><b/><u/><sz val="10"/><color rgb="FF{MARKED}"/><rFont val={quoteattr(font)}/></rPr>'
    runs = "".join(
        f'<r>{look if covers else ""}<t xml:space="preserve">{escape(fit(words, _))}</t></r>'
        for words, covers, _ends in marked.pieces()
    )
    return f'<c r="{place}" s="{style}" t="inlineStr"><is>{runs}</is></c>'


def _numbers(values: pd.Series, kind: str) -> list[str | None]:
    """Cell values of a column of numbers, days or times as they stand in the file; None where a cell must be text."""
    import pandas as pd

    if kind in {"text", "quote"}:
        return [None] * len(values)
    if kind in {"time", "day"}:
        if not pd.api.types.is_datetime64_any_dtype(values.dtype):
            return [None] * len(values)
        wall = values.dt.tz_localize(None) if values.dt.tz is not None else values
        days = (wall - pd.Timestamp(EXCEL_DAY_0)) / pd.Timedelta(days=1)
        days = (days // 1 if kind == "day" else days).where(
            days >= 61
        )  # Excel counts a 29 February 1900 that never was
        return [None if day != day else repr(float(day)) for day in days.astype(float)]
    found = pd.to_numeric(values, errors="coerce").astype("Float64")
    whole = kind in {"count", "seconds"}
    return [
        None if value is pd.NA else repr(int(value)) if whole and value == int(value) else repr(float(value))
        for value in found
    ]


def _within(tag: str, parts: list[str]) -> str:
    """Elements inside of their list, nothing for none (the schema knows no empty lists)."""
    return f"<{tag}>{''.join(parts)}</{tag}>" if parts else ""


def _missing(value: object) -> bool:
    return value is None or (not isinstance(value, str) and str(value) in {"nan", "NaT", "<NA>"})


def _place(sheet: str, row: int) -> str:
    """A place in the workbook as links name it."""
    return f"'{sheet}'!A{row}"


def _letter(column: int) -> str:
    from openpyxl.utils import get_column_letter

    return get_column_letter(column + 1)


def _area(row: int, first: int, last_row: int, last: int) -> str:
    return f"{_letter(first)}{row}:{_letter(last)}{last_row}"


def _plain(words: str) -> str:
    """Words for headers and footers, where ``&`` begins a code."""
    return measure.one_line(words).replace("&", "&&")[:100]


def _packed(file: io.BytesIO, rows: list[dict[str, str]], words: list[str]) -> bytes:
    """The archive with the rows in their sheets, the pictures' words, members in order of name, and one date for all.

    openpyxl calls every picture "Picture"; a person who cannot see it needs to hear what it shows.
    """
    out, spoken = io.BytesIO(), iter(words)
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist()):
            data = source.read(name)
            if sheet := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
                data = _filled(data.decode(), rows[int(sheet[1]) - 1]).encode()
            elif re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
                data = re.sub('descr="Picture"', lambda _: f"descr={next(spoken)}", data.decode()).encode()
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            target.writestr(member, data)
    return out.getvalue()


def _filled(xml: str, parts: dict[str, str]) -> str:
    """A sheet's XML with its rows, links and remarks, each where the schema wants it (ECMA-376 part 1, 18.3.1.99)."""
    xml = re.sub(r'<dimension ref="[^"]*"', lambda _: f'<dimension ref="{parts["area"]}"', xml, count=1)
    before, _, after = xml.partition("<sheetData")
    after = after.partition(">")[2].removeprefix("</sheetData>")
    margins = after.index("<pageMargins")
    after = after[:margins] + parts["merged"] + parts["links"] + after[margins:]
    end = after.index("<drawing") if "<drawing" in after else after.index("</worksheet>")
    return f"{before}<sheetData>{parts['rows']}</sheetData>{after[:end]}{parts['errors']}{after[end:]}"
