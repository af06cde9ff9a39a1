"""Text tables (CSV, TSV, semicolons, bars) as a `Sheet`: the separator, exact line numbers, rows that do not fit.

Two readers give the same rows: Arrow's, where the bytes prove that it can be relied on (`quick_csv`), and the standard
library's, which keeps a stray quote from swallowing the rest of the file.
"""

from __future__ import annotations

import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from analyzer.importers.sheets.quick_csv import RECORD_LINES, fast, stays_open
from analyzer.importers.sheets.sheet import HEAD_ROWS, Body, Misfit, Sheet
from analyzer.importers.values.columns import text_array

if TYPE_CHECKING:
    from analyzer.exports import Export

DELIMITERS = (",", "\t", ";", "|")
LOOK = 40
"""Records by which the separator is found."""
CELL_LIMIT = 2**31 - 1


class Record(NamedTuple):
    """A record of a text table: its first and last line (from 1), its cells, and whether it is whole.

    One that is not whole has a single cell: its first line as it stands.
    """

    first: int
    last: int
    cells: list[str]
    whole: bool


def text_sheet(export: Export) -> Sheet:
    """The export as one sheet without a name; only its head is parsed until `Sheet.below` is called."""
    lines = lines_of(export.text_head.replace("\0", "\ufffd"))
    if len(lines) > 1 and export.size > len(export.head):
        lines.pop()  # may be cut off
    delimiter = stated_delimiter(lines) or delimiter_of(lines)
    head = list(itertools.islice(records(lines, delimiter), HEAD_ROWS))

    def below(index: int, width: int) -> Body:
        after = head[index].last if index >= 0 else 0
        usual = Counter(len(record.cells) for record in head[index + 1 :]).most_common(1)
        wide = max(usual[0][0] if usual else 0, width)
        return fast(export, after, width, wide, delimiter) or exact(export, after, width, delimiter)

    return Sheet("", [record.cells for record in head], [record.first for record in head], below)


def stated_delimiter(lines: list[str]) -> str:
    """The separator that a first line ``sep=;`` states, as Excel writes and reads it; else empty."""
    first = lines[0].strip("\r\n").lower() if lines else ""
    return first[4:] if len(first) == 5 and first.startswith("sep=") and first[4] not in '"=' else ""


def delimiter_of(lines: list[str]) -> str:
    """The separator that cuts most of the first records into equally many cells, quotes respected.

    Examples
    --------
    >>> delimiter_of(["date;cost", "1.2.;0,15", "2.2.;0,20"])
    ';'
    """

    def evenness(delimiter: str) -> int:
        if not any(delimiter in line for line in lines):
            return 0
        widths = Counter(len(record.cells) for record in itertools.islice(records(lines, delimiter), LOOK))
        return max((often * (width - 1) for width, often in widths.items()), default=0)

    return max(DELIMITERS, key=evenness)


def lines_of(text: str) -> list[str]:
    """The lines with their ends; unlike `str.splitlines`, only line feed and carriage return end one."""
    return list(io.StringIO(text, newline=""))


class _Feed:
    """Hands lines to the reader, knows how far it has come, and stops at `end`."""

    def __init__(self, lines: list[str]) -> None:
        self.lines, self.at, self.end = lines, 0, 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self.at >= self.end:
            raise StopIteration
        self.at += 1
        return self.lines[self.at - 1]


def records(lines: list[str], delimiter: str, width: int = 0) -> Iterator[Record]:
    """Records of a text table, blank lines left out.

    A record of several lines must be well quoted and, where `width` is given, have that many cells; else its first line
    is delivered alone as not whole, and reading goes on with the next line.

    Examples
    --------
    >>> [r.cells for r in records(['1,"a', '2,b'], ",")]
    [['1,"a'], ['2', 'b']]
    """
    csv.field_size_limit(CELL_LIMIT)
    feed = _Feed(lines)
    reader = csv.reader(feed, delimiter=delimiter)
    while feed.at < len(lines):
        start = feed.at
        feed.end = min(len(lines), start + RECORD_LINES)
        try:
            cells = next(reader)
            plain = feed.at == start + 1 and feed.at < len(lines)
            whole = plain or _whole(lines[start : feed.at], delimiter, width, cells)
        except (csv.Error, StopIteration):
            cells, whole = [], False
        if not whole:
            feed.at = start + 1
            reader = csv.reader(feed, delimiter=delimiter)
            yield Record(start + 1, start + 1, [lines[start].rstrip("\r\n")], False)
        elif len(cells) > 1 or (cells and cells[0].strip()):
            yield Record(start + 1, feed.at, cells, True)


def _whole(lines: list[str], delimiter: str, width: int, cells: list[str]) -> bool:
    if len(lines) == 1:
        return not stays_open(lines[0], delimiter)
    try:
        strict = list(csv.reader(lines, delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return strict == [cells] and (not width or fitting(cells, width) is not None)


def fitting(cells: list[str], width: int) -> list[str] | None:
    """The cells if there are `width` of them, not counting empty ones beyond; else None."""
    if len(cells) > width and not any(cells[width:]):
        return cells[:width]
    return cells if len(cells) == width else None


def exact(export: Export, after: int, width: int, delimiter: str) -> Body:
    """Everything below line `after`, by the standard library's reader."""
    lines = lines_of(export.utf8().decode())
    return body_of(lines[after:], after, width, delimiter, export.damaged)


def body_of(lines: list[str], after: int, width: int, delimiter: str, damaged: bool) -> Body:
    """The rows of `lines`, which stand below line `after`, by the standard library's reader."""
    import numpy as np

    rows: list[list[str]] = []
    places: list[int] = []
    misfits: list[Misfit] = []
    for first, _, cells, whole in records(lines, delimiter, width):
        fits = fitting(cells, width) if whole else None
        if fits is None:
            cut = first == len(lines) and not lines[-1].endswith(("\n", "\r"))
            misfits.append(Misfit(after + first, tuple(cells), lines[first - 1].rstrip("\r\n"), cut))
        else:
            rows.append(fits)
            places.append(after + first)
    by_column = list(zip(*rows, strict=True)) or [()] * width
    return Body([text_array(cells) for cells in by_column], np.array(places, dtype=np.int64), misfits, damaged)
