"""Tables in HTML (portals save them under the name .xls) and in SpreadsheetML 2003, as sheets of text cells."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

from analyzer.importers.sheets import Sheet, grid
from analyzer.problems import ExportError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from analyzer.exports import Export

MAX_SPAN = 100
"""Columns or rows that one cell may cover; what claims more is taken for a mistake."""
MAX_COLUMNS = 1000
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"


def markup_sheets(export: Export) -> tuple[Sheet, ...]:
    """The tables of an HTML page, or the worksheets of a SpreadsheetML document; none for other XML."""
    if export.kind == "html":
        reader = _Tables()
        try:
            reader.feed(export.utf8().decode())
            reader.close()
        except AssertionError as error:  # how the standard library meets markup that it cannot make sense of
            raise ExportError(
                "{path} is a damaged page ({why}): open it in Excel or WPS and save it as .xlsx or CSV",
                path=export.path,
                why=str(error)[:200],
            ) from None
        reader.finish()
        tables = [(f"table{i}", rows) for i, rows in enumerate(reader.tables, 1)]
    elif SPREADSHEET in export.text_head:
        tables = _spreadsheet(export)
    else:
        return ()
    sheets = []
    for name, rows in tables:
        filled = [(i, cells) for i, cells in enumerate(rows, 1) if any(map(str.strip, cells))]
        if filled:
            sheets.append(grid(name, [cells for _, cells in filled], [i for i, _ in filled], export.damaged))
    return tuple(sheets)


class _Tables(HTMLParser):
    """Collects the rows of every table; a table inside a cell becomes a table of its own."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self.open: list[_Table] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self.silent += 1
        elif tag == "table":
            self.open.append(_Table())
        elif self.open and tag == "tr":
            self.open[-1].start_row()
        elif self.open and tag in ("td", "th"):
            given = dict(attrs)
            self.open[-1].start_cell(_span(given.get("colspan")), _span(given.get("rowspan")))
        elif self.open and tag == "br":
            self.open[-1].write("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.silent = max(0, self.silent - 1)
        elif self.open and tag == "table":
            self._close()
        elif self.open and tag == "tr":
            self.open[-1].end_row()
        elif self.open and tag in ("td", "th"):
            self.open[-1].end_cell()

    def handle_data(self, data: str) -> None:
        if self.open and not self.silent:
            self.open[-1].write(data.replace("\r", " ").replace("\n", " "))

    def finish(self) -> None:
        """Close what the page left open."""
        while self.open:
            self._close()

    def _close(self) -> None:
        table = self.open.pop()
        table.end_row()
        if table.rows:
            self.tables.append(table.rows)


class _Table:
    """Rows under construction; a cell that covers several rows is repeated in each, one that covers several columns is
    followed by empty cells.
    """

    def __init__(self) -> None:
        self.rows: list[list[str]] = []
        self.row: list[str] | None = None
        self.words: list[str] | None = None
        self.span = (1, 1)
        self.hanging: dict[int, tuple[int, str]] = {}

    def start_row(self) -> None:
        self.end_row()
        self.row = []

    def start_cell(self, columns: int, rows: int) -> None:
        self.end_cell()
        if self.row is None:
            self.row = []
        self._fill_hanging()
        self.words, self.span = [], (columns, rows)

    def write(self, text: str) -> None:
        if self.words is not None:
            self.words.append(text)

    def end_cell(self) -> None:
        if self.words is None or self.row is None:
            return
        lines = "".join(self.words).replace("\xa0", " ").split("\n")
        text = "\n".join(filter(None, (" ".join(line.split()) for line in lines)))
        columns, rows = self.span
        self.words = None
        for i in range(min(columns, MAX_COLUMNS - len(self.row))):
            if rows > 1:
                self.hanging[len(self.row)] = (rows - 1, text if i == 0 else "")
            self.row.append(text if i == 0 else "")

    def end_row(self) -> None:
        self.end_cell()
        if self.row is not None:
            self._fill_hanging()
            self.rows.append(self.row)
        self.row = None

    def _fill_hanging(self) -> None:
        while self.row is not None and (hanging := self.hanging.pop(len(self.row), None)):
            left, text = hanging
            if left > 1:
                self.hanging[len(self.row)] = (left - 1, text)
            self.row.append(text)


def _span(given: str | None) -> int:
    digits = (given or "").strip()
    return int(digits) if digits.isascii() and digits.isdigit() and 1 <= int(digits[:9]) <= MAX_SPAN else 1


def _spreadsheet(export: Export) -> list[tuple[str, list[list[str]]]]:
    """Worksheets of SpreadsheetML 2003: ``Worksheet/Table/Row/Cell/Data``, where ``ss:Index`` skips places."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root = fromstring(
            export.utf8().decode().partition("?>")[2]
            if export.text_head.lstrip().startswith("<?xml")
            else export.utf8()
        )
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ExportError(
            "{path} is a damaged or foreign workbook ({why}): open it in Excel or WPS and save it again as .xlsx or CSV",
            path=export.path,
            why=str(error)[:200],
        ) from None
    tables = []
    for sheet in root.iter(f"{{{SPREADSHEET}}}Worksheet"):
        rows: list[list[str]] = []
        for row in sheet.iter(f"{{{SPREADSHEET}}}Row"):
            _skip_to(rows, row.get(f"{{{SPREADSHEET}}}Index"), list, 1_100_000)
            cells: list[str] = []
            for cell in row.iter(f"{{{SPREADSHEET}}}Cell"):
                _skip_to(cells, cell.get(f"{{{SPREADSHEET}}}Index"), str, MAX_COLUMNS)
                data = cell.find(f"{{{SPREADSHEET}}}Data")
                cells.append(_data(data) if data is not None else "")
            rows.append(cells)
        tables.append((sheet.get(f"{{{SPREADSHEET}}}Name") or f"sheet{len(tables) + 1}", rows))
    return tables


def _skip_to(items: list, index: str | None, empty: type, limit: int) -> None:
    if index and index.isascii() and index.isdigit() and int(index[:9]) <= limit:
        while len(items) < int(index) - 1:
            items.append(empty())


def _data(element: Element) -> str:
    text = "".join(element.itertext())
    kind = element.get(f"{{{SPREADSHEET}}}Type")
    if kind == "DateTime":
        return text.removesuffix(".000").replace("T", " ")
    if kind == "Number" and text.endswith(".0"):
        return text[:-2]
    return text
