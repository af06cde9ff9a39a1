"""Tables on paper: the text of each cell, how the columns share the width of a page, and which pages lie across."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from analyzer.writers.text import shown

if TYPE_CHECKING:
    from analyzer.document import Table

UPRIGHT = 118
"""Widths of columns, in characters, that fit on an upright page; wider tables lie across."""

SPLITS = 400
"""Characters of a cell from which on its row may be broken across pages; shorter rows stay whole."""

NARROWEST = 4
"""Characters that any column has room for."""

WORD = 12
"""Characters of a heading's word that a column has room for whatever its cells hold."""


def texts(table: Table, said: Callable[[str], str]) -> list[list[str]]:
    """The cells column by column; `said` makes text fit for the paper."""
    return [[said(shown(value, column)) for value in table.rows[column.name]] for column in table.columns]


def widths(table: Table, columns: list[list[str]]) -> list[int]:
    """Characters that each column gets: what its cells need, at most what the table's `Column` wants, and its heading.

    Times and days are never broken. A column whose cells are short gives its room to the others.
    """
    found = []
    for column, cells in zip(table.columns, columns, strict=True):
        longest = max((breadth(line) for cell in cells for line in cell.split("\n")), default=0) + 1
        head = max((breadth(word) for word in column.label.split()), default=0)
        heads = min(max(head, breadth(column.label) // 2 + 1), WORD)
        most = {"time": 19, "day": 11}.get(column.kind, max(column.width, NARROWEST))
        found.append(max(min(longest, most), heads, NARROWEST))
    return found


def breadth(text: str) -> int:
    """Characters that a text takes, a Chinese one counted twice.

    Examples
    --------
    >>> breadth("号码 1")
    6
    """
    return len(text) if text.isascii() else sum(2 if ord(char) > 0x2E80 else 1 for char in text)
