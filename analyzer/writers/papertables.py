"""Tables on paper: the text of each cell, how the columns share the width of a page, and which pages lie across."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analyzer.writers.text import shown

if TYPE_CHECKING:
    from analyzer.document import Column, Table

UPRIGHT = 114
"""Widths of columns, in characters, that fit on an upright page (476 points at 7.5 points a letter); wider tables lie across."""

ACROSS = 172
"""The same on a page that lies across; a wider table is set smaller."""

SPLITS = 400
"""Characters of a cell from which on its row may be broken across pages; shorter rows stay whole."""

NARROWEST = 4
"""Characters that any column has room for."""

FLOWS = 30
"""Characters of a column of texts, down to which it gives way where a table is wider than a page that lies across."""

WORD = 14
"""Characters of a word that a column has room for whatever it wants: a longer one may be broken."""


def texts(table: Table, said: Callable[[str], str]) -> list[list[str]]:
    """The cells column by column; `said` makes text fit for the paper."""
    return [_column(table.rows[column.name].tolist(), column, said) for column in table.columns]


def _column(values: list[Any], column: Column, said: Callable[[str], str]) -> list[str]:
    """The cells of a column; each distinct text or whole number is looked at once."""
    known = {value: said(shown(value, column)) for value in {one for one in values if type(one) in (str, int)}}
    return [known[value] if type(value) in (str, int) else said(shown(value, column)) for value in values]


def widths(table: Table, columns: list[list[str]]) -> list[int]:
    """Characters that each column gets: what its cells need, at most what the table's `Column` wants, and its heading.

    Times and days are never broken. One character more is the space between columns. A column whose cells are short gives its room to the others.
    """
    found = []
    for column, cells in zip(table.columns, columns, strict=True):
        distinct = set(cells)
        longest = max((breadth(line) for cell in distinct for line in cell.split("\n")), default=0) + 1
        words = {word for cell in distinct for word in cell.split() if word.isascii()}
        word = min(max(map(len, words), default=0), WORD)
        head = max((breadth(word) for word in column.label.split()), default=0)
        heads = max(min(max(head, breadth(column.label) // 2 + 1), WORD), word)
        most = {"time": 19, "day": 11}.get(column.kind, max(column.width, NARROWEST))
        found.append(max(min(longest, most), heads, NARROWEST) + 1)
    while (over := sum(found) - ACROSS) > 0 and max(found) > FLOWS:  # long texts give way, so that no number is broken
        place = found.index(max(found))
        found[place] = max(FLOWS, found[place] - over, max((one for one in found if one < found[place]), default=0))
    return found


def breadth(text: str) -> int:
    """Characters that a text takes, a Chinese one counted twice.

    Examples
    --------
    >>> breadth("号码 1")
    6
    """
    return len(text) if text.isascii() else sum(2 if ord(char) > 0x2E80 else 1 for char in text)
