"""Documents as Excel workbooks that stay what they are: text is text, numbers are numbers, equal documents are equal bytes.

Only two kinds of cell are ever written, text and number, so that nothing out of an export can become a formula whatever
it begins with. Links lead inside the workbook only. Sheets are written piece by piece: no table is held as XML.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from analyzer.locales import translator
from analyzer.writers import measure, sheets, workbook
from analyzer.writers.office import HEAD, OFFICE, ZIP_DATE
from analyzer.writers.styles import MAIN, Styles
from analyzer.writers.text import clean
from analyzer.writers.xlsx_rows import CELL_LIMIT, LINK_LIMIT, Writer, area, fit, letter, text_xml

if TYPE_CHECKING:
    from analyzer.document import Document

__all__ = ["CELL_LIMIT", "LINK_LIMIT", "fit", "xlsx"]

FROZEN = 6
"""The lowest row whose heading is kept in view; more would leave no room for rows on a small screen."""

LANGUAGES = {"zh": "zh-CN"}


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
    plan = sheets.plan(document, sheet_rows)
    styles = Styles(document.lang)
    drawn = [i for i, sheet in enumerate(plan.sheets) if any(isinstance(it, sheets.Picture) for _, it in sheet.items)]
    archive = workbook.opened(len(plan.sheets), len(drawn))
    defined = [name for i, sheet in enumerate(plan.sheets) for name in _defined(i, sheet)]
    workbook.frame(archive, [sheet.name for sheet in plan.sheets], defined, styles.xml())
    day = document.made_on or dt.date(*ZIP_DATE[:3])
    title, lang = measure.one_line(document.title), LANGUAGES.get(document.lang, document.lang)
    archive.about(title, lang, day, "analyzer", "analyzer")
    pictures = 0
    for i, sheet in enumerate(plan.sheets):
        page = _Page(sheet, Writer(sheet, styles, plan.targets, translator(document.lang)), document, i in drawn)
        archive.add(f"xl/worksheets/sheet{i + 1}.xml", page.pieces())
        if i in drawn:
            placed = [
                (row, item.width, item.height, item.figure, clean(item.figure.alt or item.figure.title))
                for row, item in sheet.items
                if isinstance(item, sheets.Picture)
            ]
            workbook.pictures(archive, i + 1, drawn.index(i) + 1, pictures + 1, placed)
            pictures += len(placed)
    return archive.data()


def _filtered(sheet: sheets.Sheet) -> tuple[int, int, int, int]:
    """The only table of a sheet with its heading, as first row and column, last row and column."""
    return sheet.head, 0, max(sheet.foot, sheet.head), len(sheet.widths) - 1


def _defined(place: int, sheet: sheets.Sheet) -> Iterator[str]:
    """The names that say what of a sheet is filtered, and which row stands above every page of it."""
    if not sheet.head:
        return
    row, first, last_row, last = _filtered(sheet)
    quoted = escape("'" + sheet.name.replace("'", "''") + "'")
    cells = f"${letter(first)}${row}:${letter(last)}${last_row}"
    yield f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">{quoted}!{cells}</definedName>'
    yield f'<definedName name="_xlnm.Print_Titles" localSheetId="{place}">{quoted}!${row}:${row}</definedName>'


class _Page:
    """One sheet, element by element in the order that the schema wants (ECMA-376 part 1, 18.3.1.99)."""

    def __init__(self, sheet: sheets.Sheet, writer: Writer, document: Document, drawn: bool) -> None:
        self.sheet, self.writer, self.document, self.drawn = sheet, writer, document, drawn
        self.translate, self.styles = writer.translate, writer.styles
        self.merged: list[str] = []

    def pieces(self) -> Iterator[str | bytes]:
        """The sheet, with rows of tables some thousand at a time."""
        sheet = self.sheet
        whole = area(1, 0, max(1, sheet.height), self._columns() - 1)
        yield (
            f'{HEAD}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships">'
            f'<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="{whole}"/>{self._view()}'
            f'<sheetFormatPr baseColWidth="8" defaultRowHeight="15"/>{self._widths()}<sheetData>'
        )
        for row, item in sheet.items:
            match item:
                case sheets.Line():
                    yield self._line(row, item)
                case sheets.Rows():
                    yield from self.writer.pieces(row, item)
        filtered = f'<autoFilter ref="{area(*_filtered(sheet))}"/>' if sheet.head else ""
        yield f"</sheetData>{filtered}"
        yield _within("mergeCells", self.merged)
        yield _within("hyperlinks", self.writer.links[:LINK_LIMIT])
        yield self._paper()
        yield f'<ignoredErrors><ignoredError sqref="{whole}" numberStoredAsText="1"/></ignoredErrors>'
        yield '<drawing r:id="rId1"/></worksheet>' if self.drawn else "</worksheet>"

    def _columns(self) -> int:
        """Columns that hold anything."""
        most = 1
        for _, item in self.sheet.items:
            match item:
                case sheets.Line():
                    most = max(most, *(cell[0] + 1 for cell in item.cells), *(last + 1 for _, last in item.spans), 1)
                case sheets.Rows():
                    most = max(most, len(item.table.columns))
        return most

    def _view(self) -> str:
        """Without grid lines; the heading of the only table stays in view."""
        head = self.sheet.head
        if not head or head > FROZEN:
            return '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
        return (
            '<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
            f'<pane ySplit="{head}" topLeftCell="A{head + 1}" activePane="bottomLeft" state="frozen"/>'
            '<selection pane="bottomLeft" activeCell="A1" sqref="A1"/></sheetView></sheetViews>'
        )

    def _widths(self) -> str:
        listed = (
            f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>'
            for i, width in enumerate(self.sheet.widths, 1)
        )
        return f"<cols>{''.join(listed)}</cols>" if self.sheet.widths else ""

    def _paper(self) -> str:
        """How the sheet is printed: on A4, as wide as the page, with its title above and page numbers below."""
        sheet = self.sheet
        side, lies = ("0.5", "portrait") if sheet.upright else ("0.3", "landscape")
        _ = self.translate
        pages = _("page {page} of {pages}").format(page="&P", pages="&N")
        above = f"&L{_plain(sheet.title)}&R{_plain(self.document.title)}"
        below = f"&L{_plain(self.document.footer)}&R{pages}"
        breaks = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in sheet.breaks)
        counted = f'count="{len(sheet.breaks)}" manualBreakCount="{len(sheet.breaks)}"'
        return (
            f'<pageMargins left="{side}" right="{side}" top="0.7" bottom="0.7" header="0.5" footer="0.5"/>'
            f'<pageSetup paperSize="9" fitToWidth="1" fitToHeight="0" orientation="{lies}"/>'
            f"<headerFooter><oddHeader>{escape(above)}</oddHeader><oddFooter>{escape(below)}</oddFooter></headerFooter>"
            + (f"<rowBreaks {counted}>{breaks}</rowBreaks>" if breaks else "")
        )

    def _line(self, row: int, line: sheets.Line) -> str:
        cells = [
            text_xml(f"{letter(column)}{row}", self.styles.role(role), fit(words, self.translate))
            for column, words, role in line.cells
        ]
        self.merged += [f'<mergeCell ref="{area(row, first, row, last)}"/>' for first, last in line.spans]
        high = f' ht="{line.height:g}" customHeight="1"' if line.height else ""
        return f'<row r="{row}"{high}>{"".join(cells)}</row>'


def _within(tag: str, parts: list[str]) -> str:
    """Elements inside of their list, nothing for none (the schema knows no empty lists)."""
    return f"<{tag}>{''.join(parts)}</{tag}>" if parts else ""


def _plain(words: str) -> str:
    """Words for headers and footers, where ``&`` begins a code."""
    return measure.one_line(words).replace("&", "&&")[:100]
