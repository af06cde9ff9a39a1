"""Tables without a heading row, known by the shape of their cells: what must stand in which column, row after row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from analyzer.importers.sheets.sheet import Sheet
from analyzer.importers.tables.headings import Columns
from analyzer.importers.tables.table import Match
from analyzer.importers.values import durations, times

LEAST = 2
"""Rows that must fit before a table without heading is believed to be one."""
SHARE = 0.9
"""Share of the first rows that must fit."""

NUMBER = re.compile(
    r"\s*(?:[+(]?[\d*#][\d\s()*#.\-]{1,30}|anonymous|unknown|private|restricted|withheld)?\s*", re.IGNORECASE
)
"""What a number looks like, or a withheld one, or none."""


@dataclass(frozen=True)
class Bare:
    """A layout without heading.

    Attributes
    ----------
    headings : tuple of str
        What its columns are called by whoever made it.
    at : dict
        Field (a key of `analyzer.importers.headings.TAKEN_FOR`) → its columns.
    shape : dict
        Column → what every cell of it must match: a pattern for the whole cell, or a function.
    least : int
        Columns that a row has at least; `headings` says how many at most.
    kind : str
        Kind of all rows, empty to decide it row by row.
    codes : dict
        Column → table of codes in ``headings.toml``.
    fees : tuple of int
        Columns with amounts of money.

    Examples
    --------
    >>> from analyzer.importers.sheets.sheet import grid
    >>> layout = Bare(("who", "when"), {"number": (0,), "moment": (1,)}, {0: NUMBER, 1: moment}, 2)
    >>> rows = [["10086", "2026-03-08 09:12:33"], ["10010", "2026-03-08 09:15:00"]]
    >>> layout(grid("", rows, [1, 2]))[0].headings
    ('who', 'when')
    >>> layout(grid("", [["number", "time"], *rows], [1, 2, 3])) is None
    True
    """

    headings: tuple[str, ...]
    at: Mapping[str, tuple[int, ...]]
    shape: Mapping[int, re.Pattern[str] | Callable[[str], bool]]
    least: int
    kind: str = ""
    codes: Mapping[int, str] = field(default_factory=dict)
    fees: tuple[int, ...] = ()

    def __call__(self, sheet: Sheet) -> tuple[Columns, str] | None:
        """What the columns of a sheet are, None when it is another table."""
        if not sheet.head or not any(map(self.fits, sheet.head[:LEAST])):
            return None
        widths = Counter(len(row) for row in sheet.head if self.fits(row))
        fitting = widths.total()
        if fitting < LEAST or fitting < SHARE * len(sheet.head):
            return None
        width = max(widths)
        return Columns(-1, self.headings[:width], self.at, fees=self.fees, codes=self.codes), self.kind

    def fits(self, row: Sequence[str]) -> bool:
        """Whether a row has the shape."""
        if not self.least <= len(row) <= len(self.headings):
            return False
        return all(
            bool(rule.fullmatch(row[i].strip()) if isinstance(rule, re.Pattern) else rule(row[i]))
            for i, rule in self.shape.items()
        )


def moment(cell: str) -> bool:
    """Whether a cell holds a date and a time of day."""
    return times.look_of(cell) == "moment"


def moment_or_empty(cell: str) -> bool:
    """The same, or nothing."""
    return not cell.strip() or moment(cell)


def length(cell: str) -> bool:
    """Whether a cell holds a length of time."""
    return durations.seconds_of(cell)[0] is not None


def one_of(*words: str) -> re.Pattern[str]:
    """The pattern of a cell that holds one of some words, in capitals or not."""
    return re.compile("|".join(map(re.escape, words)), re.IGNORECASE)


def first_of(*layouts: Match) -> Match:
    """The layout that fits, the first of several.

    Examples
    --------
    >>> first_of(lambda sheet: None, lambda sheet: ("columns", "call"))(None)
    ('columns', 'call')
    """

    def match(sheet: Sheet) -> tuple[Columns, str] | None:
        return next((found for layout in layouts if (found := layout(sheet))), None)

    return match
