"""One page of a PDF as rows of cells, from its ruled tables and its lines of text."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from analyzer.importers.tables.headings import LONGEST, find, heading_of
from analyzer.importers.tables.leftovers import TOTALS
from analyzer.importers.tables.meanings import key_of
from analyzer.importers.values import times

MOST_RULES = 8_000
"""Lines and rectangles of a page up to which ruled tables are looked for: the search costs their square."""
GAP = 0.9
"""Blank between two words, in heights of a character, from which on they stand in different cells."""
SAME_LINE = 0.5
"""How far the middles of two words may lie apart, in heights of a character, to stand on one line."""


@dataclass(frozen=True)
class Row:
    """Cells of one row; `table` is False for a line of text."""

    cells: list[str]
    table: bool


@dataclass
class Cell:
    """Words without a gap between them, on one line."""

    left: float
    right: float
    text: str


def rows_of(page: Any, columns: list[Cell]) -> tuple[list[Row], list[Cell]]:
    """The rows of a page from top to bottom: ruled tables cell by cell, the rest line by line.

    `columns` are those of the table without rules that the page before ended with, if any; those of this page come back.
    """
    tables = []
    if len(page.rects) + len(page.lines) + len(page.curves) <= MOST_RULES:
        tables = [table for table in page.find_tables() if len(table.rows) > 1 and len(table.rows[0].cells) > 2]
    found: list[tuple[float, int, Row]] = []
    for table in tables:
        for line, cells in zip(table.rows, table.extract(), strict=True):
            texts = [unwrapped(cell or "") for cell in cells]
            if any(texts):
                found.append((line.bbox[1], len(found), Row(texts, True)))
    words = page.extract_words(x_tolerance=1.5, y_tolerance=2, keep_blank_chars=False)
    outside = [word for word in words if not any(_inside(word, table.bbox) for table in tables)]
    plain, columns = _plain(outside, [] if tables else columns)
    for top, row in plain:
        found.append((top, len(found), row))
    return [row for _, _, row in sorted(found, key=lambda item: item[:2])], columns


def unwrapped(text: str) -> str:
    r"""The text of a cell whose lines were broken to fit in.

    A blank comes back between a date and a time, and between Latin words; Chinese text and long numbers have none.

    Examples
    --------
    >>> unwrapped("2026-03-08\n09:12:33"), unwrapped("10690000\n09010"), unwrapped("国内\n被叫"), unwrapped("San\nJose")
    ('2026-03-08 09:12:33', '1069000009010', '国内被叫', 'San Jose')
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    joined = lines[0] if lines else ""
    for line in lines[1:]:
        date = times.look_of(joined) == "date" and times.look_of(line) in ("clock", "")
        latin = joined[-1].isascii() and line[0].isascii() and (joined[-1].isalpha() or line[0].isalpha())
        joined += (" " if date or latin else "") + line
    return joined


def _inside(word: Any, box: tuple[float, float, float, float]) -> bool:
    x, y = (word["x0"] + word["x1"]) / 2, (word["top"] + word["bottom"]) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _lines(words: list[Any]) -> list[tuple[float, list[Cell]]]:
    """Words as lines of cells, each with its top."""
    lines: list[tuple[float, float, list[Any]]] = []
    for word in sorted(words, key=lambda word: (word["top"] + word["bottom"], word["x0"])):
        middle, height = (word["top"] + word["bottom"]) / 2, word["bottom"] - word["top"]
        if lines and abs(middle - lines[-1][0]) <= SAME_LINE * height:
            lines[-1][2].append(word)
        else:
            lines.append((middle, height, [word]))
    found = []
    for _, height, line in lines:
        line.sort(key=lambda word: word["x0"])
        cells = [Cell(line[0]["x0"], line[0]["x1"], line[0]["text"])]
        for before, word in pairwise(line):
            blank = word["x0"] - before["x1"]
            if blank > GAP * height:
                cells.append(Cell(word["x0"], word["x1"], word["text"]))
            else:
                cells[-1].text += (" " if blank > 0.12 * height else "") + word["text"]
                cells[-1].right = word["x1"]
        found.append((min(word["top"] for word in line), cells))
    return found


def _plain(words: list[Any], columns: list[Cell]) -> tuple[list[tuple[float, Row]], list[Cell]]:
    """Lines of text; below a line that is a heading, rows with a cell for each of its words; and those columns."""
    rows: list[tuple[float, Row]] = []
    lines = _lines(words)
    if any(_heading(cells) for _, cells in lines):
        columns = []  # what stands above a heading that is repeated is text
    start, pitch, last = _start(columns), 0.0, 0.0
    for top, cells in lines:
        texts = [cell.text for cell in cells]
        if _heading(cells):
            columns, start, pitch = cells, _start(cells), 0.0
            rows.append((top, Row(texts, True)))
        elif not columns or (len(texts) == 1 and len(texts[0]) > LONGEST):
            rows.append((top, Row(texts, False)))
        else:
            placed = _placed(cells, columns)
            step = top - last
            near = bool(pitch) and step < 0.8 * pitch
            if near and not placed[start] and not TOTALS.match(key_of(texts[0])) and rows[-1][1].table:
                before = rows[-1][1].cells
                rows[-1] = (
                    rows[-1][0],
                    Row([unwrapped("\n".join(pair)) for pair in zip(before, placed, strict=True)], True),
                )
            else:
                pitch = step if not pitch and len(rows) else pitch
                rows.append((top, Row(placed, True)))
        last = top
    return rows, columns


def _heading(cells: list[Cell]) -> bool:
    return len(cells) > 2 and find([[cell.text for cell in cells]]) is not None


def _start(columns: list[Cell]) -> int:
    """The column of times."""
    return next((i for i, cell in enumerate(columns) if heading_of(cell.text).field.startswith("start")), 0)


def _placed(cells: list[Cell], columns: list[Cell]) -> list[str]:
    """The text of each column: a cell belongs to the heading it lies under, or to the nearest."""
    placed = [""] * len(columns)
    for cell in cells:
        under = [max(column.left - cell.right, cell.left - column.right) for column in columns]
        i = under.index(min(under))
        placed[i] = f"{placed[i]} {cell.text}" if placed[i] else cell.text
    return placed
