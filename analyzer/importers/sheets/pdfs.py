"""PDF bills as sheets of text cells: their tables page by page, headings that each page repeats dropped, wrapped cells joined.

Where a table is ruled, its lines say what a cell is; where it is not, the places of the heading's words do. Read by pdfplumber
(MIT), once it is certain that opening the file is safe. A scan holds pictures and no text: that is said, nothing is guessed.
"""

from __future__ import annotations

import logging
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from analyzer.importers.sheets.pdf_budget import TooMuch, budget
from analyzer.importers.sheets.pdf_rows import Cell, Row, rows_of
from analyzer.importers.sheets.sheet import PAGE, Sheet, grid
from analyzer.importers.tables.headings import find, split
from analyzer.importers.tables.leftovers import TOTALS
from analyzer.importers.tables.meanings import key_of
from analyzer.problems import ExportError

if TYPE_CHECKING:
    from analyzer.exports import Export

LIMIT_BYTES = 64 << 20
"""Size up to which a PDF is opened; bills of a month have some 100 kB."""
LIMIT_UNPACKED = 256 << 20
"""What all of its streams may unpack to."""
PIECE, UNPACKED_PIECE = 1 << 16, 1 << 22
LIMIT_PAGES = 400
LIMIT_MARKS = 40_000
"""Characters, lines and rectangles of one page; a full page of small print has some 8,000."""
COVER = 10
"""Pages among which the first table must begin."""
PREAMBLE = 12
"""Lines of text above the first table that are kept: the period and the own number stand there."""

STREAM = re.compile(rb"stream\r?\n")
TWICE = re.compile(rb"/(?:FlateDecode|Fl|LZWDecode|LZW)[\s/]+(?:FlateDecode|Fl|LZWDecode|LZW)\b")


def pdf_sheets(export: Export) -> tuple[Sheet, ...]:
    """The tables of a PDF that have a number and a time in their heading.

    Raises
    ------
    ExportError
        For a password, damage, a scan, or a file that would fill the memory.
    """
    _check(export)
    import pdfplumber
    from pdfminer.pdfdocument import PDFPasswordIncorrect

    try:
        with _quietly(), budget(), pdfplumber.open(export.path, raise_unicode_errors=False) as document:
            if len(document.pages) > LIMIT_PAGES:
                raise _too_much(export)
            return _sheets(export, _pages(export, document))
    except ExportError:
        raise
    except Exception as error:  # whatever a damaged file makes the reader stumble over
        causes = (error, *error.args, error.__cause__, error.__context__)
        if any(isinstance(cause, TooMuch) for cause in causes):
            raise _too_much(export) from None
        if any(isinstance(cause, PDFPasswordIncorrect) for cause in causes):
            raise ExportError(
                "{path} is a PDF under a password: open it with the password, print it into a new PDF, and name that file",
                path=export.path,
            ) from None
        raise _damaged(export, type(error).__name__) from None


@contextmanager
def _quietly() -> Iterator[None]:
    """Keep what the reader remarks on a file off the terminal."""
    loggers = [logging.getLogger(name) for name in ("pdfminer", "pdfplumber")]
    before = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        for logger, level in zip(loggers, before, strict=True):
            logger.setLevel(level)


def _check(export: Export) -> None:
    """Refuse what could fill the memory, and what lost text: streams are unpacked once, in pieces, and counted.

    pdfminer passes over the rest of a stream that is cut off; a bill would lack calls without a word.
    """
    if export.size > LIMIT_BYTES:
        raise _too_much(export)
    data = export.read()
    if TWICE.search(data):
        raise _too_much(export)
    total = 0
    for start in STREAM.finditer(data):
        packed, at, mine = memoryview(data)[start.end() :], 0, 0
        unpacking = zlib.decompressobj()
        try:
            while at < len(packed) and not unpacking.eof and total <= LIMIT_UNPACKED:
                piece = unpacking.unconsumed_tail or packed[at : at + PIECE]
                at += 0 if unpacking.unconsumed_tail else PIECE
                count = len(unpacking.decompress(piece, UNPACKED_PIECE))
                total, mine = total + count, mine + count
            whole = unpacking.eof
        except zlib.error as error:
            whole = not mine or "data check" in str(error)  # another kind of stream; or its checksum alone is wrong
        if total > LIMIT_UNPACKED:
            raise _too_much(export)
        if not whole and b"/Encrypt" not in data:
            raise _damaged(export, "a part of its text is lost")


def _pages(export: Export, document: Any) -> Iterator[tuple[int, list[Row]]]:
    """The rows of each page."""
    columns: list[Cell] = []
    for number, page in enumerate(document.pages, 1):
        if len(page.chars) + len(page.rects) + len(page.lines) + len(page.curves) > LIMIT_MARKS:
            raise _too_much(export)
        rows, columns = rows_of(page, columns)
        yield number, rows
        page.close()


def _sheets(export: Export, pages: Iterator[tuple[int, list[Row]]]) -> tuple[Sheet, ...]:
    """Tables put together over the pages: one sheet for each heading, with the text above the first of them.

    Whatever stands below a heading stays below it, so that a row that was not understood is seen to be one, until another
    heading begins.
    """
    above: list[tuple[int, list[str]]] = []
    tables: dict[tuple[str, ...], list[tuple[int, list[str]]]] = {}
    key: tuple[str, ...] = ()
    text = False
    for number, rows in pages:
        text = text or bool(rows)
        for i, row in enumerate(rows, 1):
            cells, place = row.cells, number * PAGE + i
            if row.table and find([cells]):
                key = tuple(split(cell)[0] for cell in cells)
                tables.setdefault(key, [(place, cells)])
            elif row.table and key and not _heading_like(cells):
                tables[key].append((place, cells))
            elif row.table:
                key = ()
            elif not tables and len(above) < PREAMBLE:
                above.append((place, cells))
        if number >= COVER and not tables:
            break
    if not text:
        raise ExportError(
            "{path} holds pictures of pages and no text, as scans and photographs do: get the bill as Excel or CSV from the "
            "carrier, or as the PDF that it sends itself",
            path=export.path,
        )
    sheets = []
    for found in tables.values():
        places, cells = zip(*above, *found, strict=True)
        sheets.append(grid("", cells, places, paged=True))
    return tuple(sheets)


def _heading_like(cells: list[str]) -> bool:
    """Whether a row may be the heading of another table: three words or more, no digit, no total."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 2 and not any(map(str.isdigit, "".join(filled))) and not TOTALS.match(key_of(filled[0]))


def _too_much(export: Export) -> ExportError:
    return ExportError(
        "{path} holds more than a bill does, and reading it could fill the memory: save the pages with the list as a PDF of their own",
        path=export.path,
    )


def _damaged(export: Export, why: str) -> ExportError:
    return ExportError(
        "{path} is a damaged PDF ({why}): download it again, or get the bill as Excel or CSV", path=export.path, why=why
    )
