"""Where everything stands in a workbook: blocks laid out on sheets, row by row, before a single cell is written.

Knowing the row of every table row beforehand is what lets a cell on the first sheet link to a row on the fourth.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analyzer.document import Detail, Facts, Figure, Marked, Steps, Table, Text
from analyzer.writers.measure import LINES, lines, one_line, png_size
from analyzer.writers.text import clean

if TYPE_CHECKING:
    from analyzer.document import Column, Document, Section

    Block = Text | Marked | Facts | Steps | Table | Figure | Detail

SHEET_ROWS = 1_048_576
"""Rows a sheet holds (Microsoft: Excel specifications and limits)."""

NAME_LIMIT = 31
"""Characters a sheet's name holds (the same page)."""

WORDS = (24, 78)
"""Widths of label and value on a sheet of words: together an upright A4 page at full size."""

SPAN = (110, 150)
"""Characters that a paragraph above a table is wide: where the table is narrower, and where it is wider."""

ROW_LIMIT, ROW = 409.0, 15.0
"""Points that a row can be high at most, and is high if nobody says."""

PAGE = 745.0
"""Points that the rows of an upright page may take together."""

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
    line: float = LINES["en"]
    breaks: list[int] = field(default_factory=list)
    used: float = 0.0
    details: int = 0
    spans: dict[int, int] = field(default_factory=dict, repr=False)
    rooms: dict[tuple[int, int], int] = field(default_factory=dict, repr=False)

    def span(self, wanted: int) -> int:
        """The last column (from 0) that is needed for `wanted` characters; may lie beyond the table."""
        if wanted not in self.spans:
            self.spans[wanted] = _columns(self.widths, wanted)
        return self.spans[wanted]

    def room(self, first: int, last: int) -> int:
        """Characters that columns `first` to `last` hold together; an ordinary column holds 9."""
        if (first, last) not in self.rooms:
            self.rooms[first, last] = _room(self.widths, first, last)
        return self.rooms[first, last]

    def add(self, item: Line | Rows | Picture, rows: int = 1) -> int:
        """Put `item` under what is there; returns its row."""
        row = self.height + 1
        self.items.append((row, item))
        self.height += rows
        self.used += item.height if isinstance(item, Line) and item.height else rows * ROW
        return row

    def points(self, count: int) -> float:
        """How high a row with `count` lines is."""
        return min(ROW_LIMIT, count * self.line + 3.0)

    def points_for(self, words: str, room: int) -> float:
        """How high a row must be for `words` in `room` characters."""
        return self.points(lines(clean(words), room))

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
    widths: list[int] = list(WORDS)
    if own:
        widths = [
            max(_wide(t.columns[i]) for t in own if i < len(t.columns)) for i in range(max(len(t.columns) for t in own))
        ]
    sheet = _sheet(section, names, widths, document.lang)
    made.sheets.append(sheet)
    if document.subtitle and section is document.sections[0]:
        sheet.add(_words(document.subtitle, "note", sheet))
    for block in flat(section.blocks):
        if not isinstance(block, Table):
            _place(sheet, block)
            continue
        if block.caption:
            sheet.add(_words(block.caption, "caption", sheet))
        head = sheet.add(_heading(block, sheet))
        sheet.head = head if len(own) == 1 else 0
        start, total = 0, len(block.rows)
        while start < total:
            stop = min(total, start + max(1, sheet_rows - 1 - sheet.height))
            first = sheet.add(Rows(block, start, stop), stop - start)
            sheet.foot = sheet.height if sheet.head else 0
            if block.key in made.targets and block.row_key:
                keys = block.rows[block.row_key].iloc[start:stop].astype(str)
                made.targets[block.key].update((key, (sheet.name, first + i)) for i, key in enumerate(keys))
            start = stop
            if start < total:
                sheet = _sheet(section, names, widths, document.lang)
                made.sheets.append(sheet)
                head = sheet.add(_heading(block, sheet))
                sheet.head = head if len(own) == 1 else 0
        if not total and block.empty:
            sheet.add(_words(block.empty, "plain", sheet))
        sheet.add(Line([]))


def _wide(column: Column) -> int:
    """Width of a column: what it wants, and never less than the longest word of its heading."""
    words = re.findall(r"[^\s\u2e80-\uffef]+", column.label)
    return max(column.width, *(len(word) + 2 for word in words), 4) if words else max(column.width, 4)


def _sheet(section: Section, names: set[str], widths: list[int], lang: str) -> Sheet:
    upright, line = sum(widths) <= SPAN[0], LINES.get(lang, LINES["en"])
    sheet = Sheet(sheet_name(section.key, names), section.title, widths, upright=upright, line=line)
    sheet.add(Line([(0, one_line(section.title), "title")], height=24.0))
    return sheet


def _place(sheet: Sheet, block: Block) -> None:
    """A block that is no table, below what the sheet holds."""
    match block:
        case Text():
            sheet.add(_words(block.text, block.role if block.role in {"lead", "note", "quote"} else "plain", sheet))
        case Marked():
            sheet.add(_words(str(block), "quote", sheet))
            for words in block.legend():
                sheet.add(_words(f"〔…〕 {words}", "note", sheet))
        case Facts():
            if sheet.quoted():
                sheet.add(Line([]))
            label, value = sheet.span(WORDS[0]), sheet.span(_span(sheet.widths))
            for name, words in block.pairs:
                height = max(
                    sheet.points_for(name, sheet.room(0, label)),
                    sheet.points_for(words, sheet.room(label + 1, value)),
                )
                spans = [span for span in ((0, label), (label + 1, max(value, label + 1))) if span[1] > span[0]]
                sheet.add(Line([(0, clean(name), "label"), (label + 1, clean(words), "value")], spans, height))
            sheet.add(Line([]))
        case Steps():
            for i, item in enumerate(block.items, 1):
                sheet.add(_words(f"{i}. {item}", "plain", sheet))
            sheet.add(Line([]))
        case Detail():
            sheet.details += 1
            if sheet.details > 1:  # each on a page of its own
                sheet.breaks.append(sheet.height)
            title = " · ".join(one_line(part) for part in (block.title, block.tag, block.aside) if part)
            sheet.add(_words(title, "detail", sheet))
        case Figure():
            width, height = png_size(block.png)
            shown = (PICTURE_WIDTH, max(1, round(height * PICTURE_WIDTH / max(1, width))))
            rows = math.ceil(shown[1] / ROW_PIXELS) + 1
            sheet.keep((rows + 2) * ROW)
            sheet.add(_words(block.title, "caption", sheet))
            sheet.add(Picture(block, *shown, rows), rows)


def _words(words: str, role: str, sheet: Sheet) -> Line:
    """A paragraph across the sheet, as high as its text wants."""
    last = sheet.span(_span(sheet.widths))
    return Line([(0, clean(words), role)], [(0, last)] if last else [], sheet.points_for(words, sheet.room(0, last)))


def _heading(table: Table, sheet: Sheet) -> Line:
    height = max((sheet.points_for(column.label, _wide(column) - 1) for column in table.columns), default=ROW)
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
