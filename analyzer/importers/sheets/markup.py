"""Tables in HTML (portals save them under the name .xls) and in SpreadsheetML 2003, as sheets of text cells.

The tags are found by a scanner of our own: the standard library's takes time that grows with the square of the length
on tags that are not closed (34 s for 60 KB, CPython 3.11), which a hostile file can make use of.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.importers.sheets.sheet import Sheet, grid
from analyzer.problems import ExportError

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from analyzer.exports import Export

MAX_SPAN = 100
"""Columns or rows that one cell may cover; what claims more is taken for a mistake."""
MAX_COLUMNS = 1000
MAX_ROWS = 1_100_000
"""Just above Excel's own limit; a row that claims to stand further down is taken for a mistake."""
MAX_CELLS = 20_000_000
"""Cells of one page or workbook; spans and skipped places can make many out of few bytes."""
SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"

Rows = list[tuple[int, list[str]]]

_TAG = re.compile(r"<!--|<(/?)([A-Za-z][\w:-]*+)([^<>]*+)>")
_SPAN = re.compile(r"""\b(colspan|rowspan)\s*+=\s*+["']?(\d{1,9})""", re.IGNORECASE)
_CLOSED = {name: re.compile(rf"</{name}", re.IGNORECASE) for name in ("script", "style")}


def markup_sheets(export: Export) -> tuple[Sheet, ...]:
    """The tables of an HTML page, or the worksheets of a SpreadsheetML document; none for other XML."""
    if export.kind == "html":
        tables = [(f"table{i}", rows) for i, rows in enumerate(_tables(export), 1)]
    elif any(SPREADSHEET.encode(name) in export.head for name in ("utf-8", "utf-16-le", "utf-16-be")):
        tables = _spreadsheet(export)
    else:
        return ()
    sheets = []
    for name, rows in tables:
        filled = [(place, cells) for place, cells in rows if any(map(str.strip, cells))]
        if filled:
            sheets.append(grid(name, [cells for _, cells in filled], [place for place, _ in filled], export.damaged))
    return tuple(sheets)


class _Budget:
    """Counts the cells of a document and refuses more than `MAX_CELLS`."""

    def __init__(self, export: Export) -> None:
        self.export, self.left = export, MAX_CELLS

    def spend(self, cells: int) -> None:
        self.left -= cells
        if self.left < 0:
            raise ExportError(
                "{path} unpacks to far more than its size, as files made to fill a memory do: save it as CSV",
                path=self.export.path,
            )


def _tables(export: Export) -> list[Rows]:
    """The tables of a page in the order in which they end; a table inside a cell is one of its own."""
    finished: list[Rows] = []
    open_tables: list[_Table] = []
    budget = _Budget(export)
    for text, tag, attributes in scan(export.utf8().decode()):
        if tag == "table":
            open_tables.append(_Table(budget))
        elif not open_tables:
            continue
        elif tag == "":
            open_tables[-1].write(text)
        elif tag == "/table":
            finished.append(open_tables.pop().finished())
        elif tag == "tr":
            open_tables[-1].start_row()
        elif tag == "/tr":
            open_tables[-1].end_row()
        elif tag in ("td", "th"):
            spans = {name.lower(): int(digits) for name, digits in _SPAN.findall(attributes)}
            open_tables[-1].start_cell(_believed(spans.get("colspan", 1)), _believed(spans.get("rowspan", 1)))
        elif tag in ("/td", "/th"):
            open_tables[-1].end_cell()
        elif tag == "br":
            open_tables[-1].write("\n")
    finished += [table.finished() for table in reversed(open_tables)]
    return [rows for rows in finished if rows]


def scan(text: str) -> Iterator[tuple[str, str, str]]:
    """Pieces of a page in order: ``(text, "", "")``, or ``("", tag, attributes)`` with a slash before closing tags.

    Comments, scripts and styles are left out. Every character is looked at a bounded number of times.
    """
    at = 0
    while found := _TAG.search(text, at):
        if found.start() > at:
            yield text[at : found.start()].replace("\r", " ").replace("\n", " "), "", ""
        at = found.end()
        if found[2] is None:
            closed = text.find("-->", at)
            if closed < 0:
                return
            at = closed + 3
            continue
        name = found[2].lower()
        yield "", found[1] + name, found[3]
        if name in _CLOSED and not found[1]:
            ending = _CLOSED[name].search(text, at)
            if ending is None:
                return
            at = ending.start()
    yield text[at:].replace("\r", " ").replace("\n", " "), "", ""


def _believed(span: int) -> int:
    return span if 1 <= span <= MAX_SPAN else 1


class _Table:
    """Rows under construction; a cell that covers several rows is repeated in each, one that covers several columns is
    followed by empty cells.
    """

    def __init__(self, budget: _Budget) -> None:
        self.budget = budget
        self.rows: Rows = []
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
        lines = _unescaped("".join(self.words)).replace("\xa0", " ").split("\n")
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
            self.budget.spend(len(self.row) + 1)
            self.rows.append((len(self.rows) + 1, self.row))
        self.row = None

    def finished(self) -> Rows:
        """The rows, whatever was left open."""
        self.end_row()
        return self.rows

    def _fill_hanging(self) -> None:
        while self.row is not None and (hanging := self.hanging.pop(len(self.row), None)):
            left, text = hanging
            if left > 1:
                self.hanging[len(self.row)] = (left - 1, text)
            self.row.append(text)


def _unescaped(text: str) -> str:
    try:
        return html.unescape(text)
    except ValueError:  # a character number of thousands of digits
        return text


def _spreadsheet(export: Export) -> list[tuple[str, Rows]]:
    """Worksheets of SpreadsheetML 2003: ``Worksheet/Table/Row/Cell/Data``, where ``ss:Index`` skips places."""
    from xml.etree.ElementTree import ParseError

    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    text = export.utf8().decode().lstrip()
    try:
        root = fromstring(text.partition("?>")[2] if text.startswith("<?xml") else text)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ExportError(
            "{path} is a damaged or foreign workbook ({why}): open it in Excel or WPS and save it again as .xlsx or CSV",
            path=export.path,
            why=str(error)[:200],
        ) from None
    budget = _Budget(export)
    tables = []
    for sheet in root.iter(_named("Worksheet")):
        rows: Rows = []
        for row in sheet.iter(_named("Row")):
            cells: list[str] = []
            for cell in row.iter(_named("Cell")):
                place = _place(cell, len(cells) + 1, MAX_COLUMNS)
                cells += [""] * (place - len(cells) - 1)
                data = cell.find(_named("Data"))
                cells.append(_data(data) if data is not None else "")
            budget.spend(len(cells) + 1)
            rows.append((_place(row, rows[-1][0] + 1 if rows else 1, MAX_ROWS), cells))
        tables.append((sheet.get(_named("Name")) or f"sheet{len(tables) + 1}", rows))
    return tables


def _named(name: str) -> str:
    return f"{{{SPREADSHEET}}}{name}"


def _place(element: Element, usual: int, limit: int) -> int:
    """Where a row or cell stands, from 1: where its Index says, if that lies ahead, else behind the one before."""
    stated = element.get(_named("Index"), "")
    index = int(stated[:9]) if stated.isascii() and stated.isdigit() else 0
    return index if usual < index <= limit else usual


def _data(element: Element) -> str:
    text = "".join(element.itertext())
    kind = element.get(_named("Type"))
    if kind == "DateTime":
        return text.removesuffix(".000").replace("T", " ")
    if kind == "Number" and text.endswith(".0"):
        return text[:-2]
    return text
