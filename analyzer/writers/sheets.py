"""Where everything stands in a workbook: blocks laid out on sheets, row by row, before a single cell is written.

Knowing the row of every table row beforehand is what lets a cell on the first sheet link to a row on the fourth.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analyzer.document import Detail, Facts, Figure, Steps, Table, Text
from analyzer.writers.text import clean

if TYPE_CHECKING:
    from analyzer.document import Column, Document, Section

    Block = Text | Facts | Steps | Table | Figure | Detail

SHEET_ROWS = 1_048_576
"""Rows a sheet holds (Microsoft: Excel specifications and limits)."""

NAME_LIMIT = 31
"""Characters a sheet's name holds (the same page)."""

WORDS = (24, 78)
"""Widths of label and value on a sheet of words: together an upright A4 page at full size."""

SPAN = (110, 150)
"""Characters that a paragraph above a table is wide: where the table is narrower, and where it is wider."""

LINE, ROW_LIMIT, ROW = 13.5, 409.0, 15.0
"""Points of a line of text, the most that a row can be high, and what it is if nobody says."""

PAGE = 745.0
"""Points that the rows of an upright page may take together."""

LETTERS = 0.88
"""Widths of proportional letters in units of a digit's width, on an average of words (digits and capitals are wider)."""

PICTURE_WIDTH, ROW_PIXELS = 720, 20
"""Pixels that a picture is wide, and that an ordinary row is high (15 points at 96 dots per inch)."""


@dataclass(slots=True)
class Line:
    """One row outside of tables: cells as (column, words, role), spans as (first, last column), height in points."""

    cells: list[tuple[int, str, str]]
    spans: list[tuple[int, int]] = field(default_factory=list)
    height: float = 0.0


@dataclass(slots=True)
class Rows:
    """Rows `start` to `stop` of a table, under a heading row that stands just above."""

    table: Table
    start: int
    stop: int


@dataclass(slots=True)
class Picture:
    """A figure over as many empty rows as it is high."""

    figure: Figure
    width: int
    height: int
    rows: int


@dataclass(slots=True)
class Sheet:
    """One sheet. `head` and `foot` are the first and last row of its only table, 0 where it has none or several."""

    name: str
    title: str
    widths: list[int]
    items: list[tuple[int, Line | Rows | Picture]] = field(default_factory=list)
    height: int = 0
    head: int = 0
    foot: int = 0
    upright: bool = False
    breaks: list[int] = field(default_factory=list)
    used: float = 0.0
    details: int = 0

    def add(self, item: Line | Rows | Picture, rows: int = 1) -> int:
        """Put `item` under what is there; returns its row."""
        row = self.height + 1
        self.items.append((row, item))
        self.height += rows
        self.used += item.height if isinstance(item, Line) and item.height else rows * ROW
        return row

    def quoted(self) -> bool:
        """Whether the last thing is a quotation, which then wants some room."""
        last = self.items[-1][1]
        return isinstance(last, Line) and any(role == "quote" for _, _, role in last.cells)

    def keep(self, points: float) -> None:
        """Begin a new page if what comes next would not fit on this one."""
        if self.used % PAGE + points > PAGE and self.height > 1:
            self.breaks.append(self.height)
            self.used = 0.0


@dataclass(slots=True)
class Plan:
    """All sheets, and for every table that is linked to: row key to (sheet name, row)."""

    sheets: list[Sheet]
    targets: dict[str, dict[str, tuple[str, int]]]


def plan(document: Document, sheet_rows: int = SHEET_ROWS) -> Plan:
    """Lay `document` out.

    Parameters
    ----------
    document : Document
    sheet_rows : int
        Rows a sheet may have; tables with more go on on a next sheet.
    """
    wanted = {column.links_to for table in tables(document) for column in table.columns if column.links_to}
    made = Plan([], {key: {} for key in wanted})
    names: set[str] = set()
    for section in document.sections:
        _lay(section, document, made, names, sheet_rows)
    return made


def tables(document: Document) -> Iterator[Table]:
    """All tables of a document."""
    for section in document.sections:
        yield from (block for block in flat(section.blocks) if isinstance(block, Table))


def flat(blocks: Sequence[Block]) -> Iterator[Block]:
    """Blocks in reading order, those inside of details after their detail."""
    for block in blocks:
        yield block
        if isinstance(block, Detail):
            yield from flat(block.blocks)


def _lay(section: Section, document: Document, made: Plan, names: set[str], sheet_rows: int) -> None:
    own = [block for block in flat(section.blocks) if isinstance(block, Table)]
    widths = list(WORDS)
    if own:
        widths = [
            max(_wide(t.columns[i]) for t in own if i < len(t.columns)) for i in range(max(len(t.columns) for t in own))
        ]
    sheet = _sheet(section, names, widths)
    made.sheets.append(sheet)
    if document.subtitle and section is document.sections[0]:
        sheet.add(_words(document.subtitle, "note", widths))
    for block in flat(section.blocks):
        if not isinstance(block, Table):
            _place(sheet, block)
            continue
        if block.caption:
            sheet.add(_words(block.caption, "caption", widths))
        head = sheet.add(_heading(block))
        sheet.head = head if len(own) == 1 else 0
        start, total = 0, len(block.rows)
        while start < total:
            stop = min(total, start + max(1, sheet_rows - sheet.height))
            first = sheet.add(Rows(block, start, stop), stop - start)
            sheet.foot = sheet.height if sheet.head else 0
            if block.key in made.targets and block.row_key:
                keys = block.rows[block.row_key].iloc[start:stop].astype(str)
                made.targets[block.key].update((key, (sheet.name, first + i)) for i, key in enumerate(keys))
            start = stop
            if start < total:
                sheet = _sheet(section, names, widths)
                made.sheets.append(sheet)
                head = sheet.add(_heading(block))
                sheet.head = head if len(own) == 1 else 0
        if not total and block.empty:
            sheet.add(_words(block.empty, "plain", widths))
        sheet.add(Line([]))


def _wide(column: Column) -> int:
    """Width of a column: what it wants, and never less than the longest word of its heading."""
    words = re.findall(r"[^\s\u2e80-\uffef]+", column.label)
    return max(column.width, *(len(word) + 2 for word in words), 4) if words else max(column.width, 4)


def _sheet(section: Section, names: set[str], widths: list[int]) -> Sheet:
    sheet = Sheet(sheet_name(section.key, names), section.title, widths, upright=sum(widths) <= SPAN[0])
    sheet.add(Line([(0, one_line(section.title), "title")], height=24.0))
    return sheet


def _place(sheet: Sheet, block: Block) -> None:
    """A block that is no table, below what the sheet holds."""
    widths = sheet.widths
    match block:
        case Text():
            sheet.add(_words(block.text, block.role if block.role in {"lead", "note", "quote"} else "plain", widths))
        case Facts():
            if sheet.quoted():
                sheet.add(Line([]))
            label, value = _columns(widths, WORDS[0]), _columns(widths, _span(widths))
            for name, words in block.pairs:
                height = max(_height(name, sum(widths[: label + 1])), _height(words, _room(widths, label + 1, value)))
                spans = [span for span in ((0, label), (label + 1, max(value, label + 1))) if span[1] > span[0]]
                sheet.add(Line([(0, clean(name), "label"), (label + 1, clean(words), "value")], spans, height))
            sheet.add(Line([]))
        case Steps():
            for i, item in enumerate(block.items, 1):
                sheet.add(_words(f"{i}. {item}", "plain", widths))
            sheet.add(Line([]))
        case Detail():
            sheet.details += 1
            if sheet.details > 1:  # each on a page of its own
                sheet.breaks.append(sheet.height)
            title = " · ".join(one_line(part) for part in (block.title, block.tag, block.aside) if part)
            sheet.add(_words(title, "detail", widths))
        case Figure():
            width, height = png_size(block.png)
            shown = (PICTURE_WIDTH, max(1, round(height * PICTURE_WIDTH / max(1, width))))
            rows = math.ceil(shown[1] / ROW_PIXELS) + 1
            sheet.keep((rows + 2) * ROW)
            sheet.add(_words(block.title, "caption", widths))
            sheet.add(Picture(block, *shown, rows), rows)


def _words(words: str, role: str, widths: Sequence[int]) -> Line:
    """A paragraph across the sheet, as high as its text wants."""
    last = _columns(widths, _span(widths))
    return Line([(0, clean(words), role)], [(0, last)] if last else [], _height(words, _room(widths, 0, last)))


def _heading(table: Table) -> Line:
    height = max((_height(column.label, _wide(column) - 1) for column in table.columns), default=LINE)
    roles = ["head" if column.kind in {"text", "quote", "time", "day"} else "head_number" for column in table.columns]
    return Line(
        [(i, one_line(column.label), role) for i, (column, role) in enumerate(zip(table.columns, roles, strict=True))],
        height=height,
    )


def _span(widths: Sequence[int]) -> int:
    return min(max(sum(widths), SPAN[0]), SPAN[1])


def _columns(widths: Sequence[int], wanted: int) -> int:
    """The last column (from 0) that is needed for `wanted` characters; may lie beyond the table."""
    total = 0
    for i, width in enumerate(widths):
        total += width
        if total >= wanted:
            return i
    return len(widths) - 1 + math.ceil((wanted - total) / 9) if len(widths) > 2 else len(widths) - 1


def _room(widths: Sequence[int], first: int, last: int) -> int:
    """Characters that columns `first` to `last` hold together; an ordinary column holds 9."""
    return sum(widths[i] if i < len(widths) else 9 for i in range(first, max(first, last) + 1))


def _height(words: str, room: int) -> float:
    """Points that `words` need in `room` characters."""
    return height(lines(clean(words), room))


def height(count: int) -> float:
    """Points of a row with that many lines."""
    return min(ROW_LIMIT, count * LINE + 3.0)


def lines(words: str, room: float) -> int:
    """Lines that `words` break into in a cell of `room` characters: at spaces, Chinese between any two characters.

    Examples
    --------
    >>> lines("calls in an hour", 8), lines("来电次数", 5)
    (3, 2)
    """
    total = 0
    for line in words.split("\n"):
        if len(line) * 2 <= room:
            total += 1
            continue
        used, count = 0.0, 1
        for part in re.findall(r"[^\s\u2e80-\uffef]+\s?|.", line):
            size = display_width(part.rstrip()) * LETTERS
            if used and used + size > room:
                used, count = 0.0, count + 1
            count += int(size // (room + 0.01)) if size > room else 0
            used = (used + display_width(part) * LETTERS) if size <= room else size % room
        total += count
    return total


def display_width(words: str) -> int:
    """Columns that `words` take where a Chinese character takes two.

    Examples
    --------
    >>> display_width("ab来电")
    6
    """
    return len(words) if words.isascii() else sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in words)


def sheet_name(key: str, taken: set[str]) -> str:
    r"""A name that Excel accepts (without ``\/*?:[]``, at most 31 characters) and that no other sheet has.

    Examples
    --------
    >>> sheet_name("Calls/2026", {"calls 2026"})
    'Calls 2026 2'
    """
    stem = re.sub(r"[\\/*?:\[\]']", " ", one_line(key)).strip()[:NAME_LIMIT] or "Sheet"
    name, i = stem, 2
    while name.casefold() in taken:
        tail = f" {i}"
        name, i = stem[: NAME_LIMIT - len(tail)] + tail, i + 1
    taken.add(name.casefold())
    return name


def one_line(words: object) -> str:
    """Words without line breaks or tabs."""
    return " ".join(clean(words).split())


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the picture's first chunk (PNG specification, 11.2.2 IHDR)."""
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
