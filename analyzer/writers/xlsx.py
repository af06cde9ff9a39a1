"""Documents as Excel workbooks that stay what they are: text is text, numbers are numbers, equal documents are equal bytes.

openpyxl makes the workbook, its styles, print set-up and pictures; rows, merged cells and links are put into its sheets here,
as XML and some thousand at a time (`xlsx_rows`). Only two kinds of cell are ever written, text and number, so that nothing out of an
export can become a formula whatever it begins with; it is also many times faster than the library's cells, and its merged areas
cost the square of their number. Links lead inside the workbook only.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from analyzer.locales import translator
from analyzer.writers import measure, sheets
from analyzer.writers.styles import Styles
from analyzer.writers.text import clean
from analyzer.writers.xlsx_rows import CELL_LIMIT, LINK_LIMIT, Writer, area, fit, letter, text_xml

if TYPE_CHECKING:
    from analyzer.document import Document

__all__ = ["CELL_LIMIT", "LINK_LIMIT", "fit", "xlsx"]

FROZEN = 6
"""The lowest row whose heading is kept in view; more would leave no room for rows on a small screen."""

ZIP_DATE = (1980, 1, 1, 0, 0, 0)

SQUEEZE = 4
"""How hard the file is packed, of 9: 6 takes twice as long for a twentieth less."""

LEVEL = "compress_level" if hasattr(zipfile.ZipInfo(), "compress_level") else "_compresslevel"
"""Where a member says so; it has a public name from Python 3.13 on."""

AT_ONCE = 1 << 16
"""Bytes that are packed together."""


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
    shown = [(book.create_sheet(sheet.name), sheet) for sheet in plan.sheets]
    styles = Styles(shown[0][0], document.lang) if shown else None
    pages = [_Page(ws, sheet, Writer(sheet, styles, plan.targets, translator(document.lang)), document) for ws, sheet in shown if styles]  # fmt: skip
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        ExcelWriter(book, archive).save()
    pictures = [item.figure for sheet in plan.sheets for _, item in sheet.items if isinstance(item, sheets.Picture)]
    return _packed(file, pages, [quoteattr(clean(figure.alt or figure.title)) for figure in pictures])


class _Page:
    """Sets one sheet up, and writes its rows when they are asked for."""

    def __init__(self, ws: Any, sheet: sheets.Sheet, writer: Writer, document: Document) -> None:
        self.ws, self.sheet, self.writer, self.document = ws, sheet, writer, document
        self.translate, self.styles = writer.translate, writer.styles
        self.merged: list[str] = []
        self._set_up()
        for row, item in sheet.items:
            if isinstance(item, sheets.Picture):
                self._picture(row, item)

    def rows(self) -> Iterator[bytes]:
        """What stands on the sheet, rows of tables some thousand at a time."""
        for row, item in self.sheet.items:
            match item:
                case sheets.Line():
                    yield self._line(row, item).encode()
                case sheets.Rows():
                    yield from self.writer.pieces(row, item)

    def area(self) -> str:
        """All cells that hold anything."""
        most = 1
        for _, item in self.sheet.items:
            match item:
                case sheets.Line():
                    most = max(most, *(cell[0] + 1 for cell in item.cells), *(last + 1 for _, last in item.spans), 1)
                case sheets.Rows():
                    most = max(most, len(item.table.columns))
        return area(1, 0, max(1, self.sheet.height), most - 1)

    def below(self) -> tuple[str, str]:
        """What openpyxl does not write below the rows, when they are written: merged cells and links, and remarks on cells."""
        links = _within("mergeCells", self.merged) + _within("hyperlinks", self.writer.links[:LINK_LIMIT])
        return links, f'<ignoredErrors><ignoredError sqref="{self.area()}" numberStoredAsText="1"/></ignoredErrors>'

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
            ws.auto_filter.ref = area(sheet.head, 0, max(sheet.foot, sheet.head), len(sheet.widths) - 1)
            ws.print_title_rows = f"{sheet.head}:{sheet.head}"

    def _line(self, row: int, line: sheets.Line) -> str:
        cells = [
            text_xml(f"{letter(column)}{row}", self.styles.role(role), fit(words, self.translate))
            for column, words, role in line.cells
        ]
        self.merged += [f'<mergeCell ref="{area(row, first, row, last)}"/>' for first, last in line.spans]
        high = f' ht="{line.height:g}" customHeight="1"' if line.height else ""
        return f'<row r="{row}"{high}>{"".join(cells)}</row>'

    def _picture(self, row: int, picture: sheets.Picture) -> None:
        from openpyxl.drawing.image import Image

        image = Image(io.BytesIO(picture.figure.png))
        image.width, image.height = picture.width, picture.height
        self.ws.add_image(image, f"A{row}")


def _within(tag: str, parts: list[str]) -> str:
    """Elements inside of their list, nothing for none (the schema knows no empty lists)."""
    return f"<{tag}>{''.join(parts)}</{tag}>" if parts else ""


def _plain(words: str) -> str:
    """Words for headers and footers, where ``&`` begins a code."""
    return measure.one_line(words).replace("&", "&&")[:100]


def _packed(file: io.BytesIO, pages: list[_Page], words: list[str]) -> bytes:
    """The archive with the rows in their sheets, the pictures' words, members in order of name, and one date for all.

    openpyxl calls every picture "Picture"; a person who cannot see it needs to hear what it shows.
    """
    out, spoken = io.BytesIO(), iter(words)
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(out, "w", compresslevel=SQUEEZE) as target:
        for name in sorted(source.namelist()):
            data = source.read(name)
            member = zipfile.ZipInfo(name, ZIP_DATE)
            member.compress_type, member.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            if sheet := re.fullmatch(r"xl/worksheets/sheet(\d+)\.xml", name):
                setattr(member, LEVEL, SQUEEZE)
                with target.open(member, "w") as part:
                    for piece in _gathered(_filled(data.decode(), pages[int(sheet[1]) - 1])):
                        part.write(piece)
                continue
            if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name):
                data = re.sub('descr="Picture"', lambda _: f"descr={next(spoken)}", data.decode()).encode()
            target.writestr(member, data, compresslevel=SQUEEZE)
    return out.getvalue()


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Small pieces put together: each is packed by a call of its own."""
    held: list[bytes] = []
    size = 0
    for piece in pieces:
        held.append(piece)
        size += len(piece)
        if size >= AT_ONCE:
            yield b"".join(held)
            held, size = [], 0
    yield b"".join(held)


def _filled(xml: str, page: _Page) -> Iterator[bytes]:
    """A sheet's XML with its rows, links and remarks, each where the schema wants it (ECMA-376 part 1, 18.3.1.99)."""
    xml = re.sub(r'<dimension ref="[^"]*"', lambda _: f'<dimension ref="{page.area()}"', xml, count=1)
    before, _, after = xml.partition("<sheetData")
    after = after.partition(">")[2].removeprefix("</sheetData>")
    margins = after.index("<pageMargins")
    end = after.index("<drawing") if "<drawing" in after else after.index("</worksheet>")
    yield f"{before}<sheetData>".encode()
    yield from page.rows()
    links, errors = page.below()
    yield f"</sheetData>{after[:margins]}{links}{after[margins:end]}{errors}{after[end:]}".encode()
