"""The usual text table, a record on each line, read by Arrow while its bytes are counted: never in memory as a whole.

What Arrow says is believed where the counts bear it out: quotes come in pairs, and there are as many records as line ends.
Where no quote stands in the file at all, rows with another number of cells are set apart by Arrow and read one by one.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analyzer.importers.sheets.sheet import Body, Misfit

if TYPE_CHECKING:
    import pyarrow as pa

    from analyzer.exports import Export

BLOCK = 1 << 20
"""Bytes that Arrow reads at a time."""
LONGEST = 1 << 26
"""Bytes within which the heading, and the last lines, must lie."""
MANY = 1 << 30
"""Bytes of an export from which on its texts are counted by 8 bytes each."""
MOST_ODD = 100_000
"""Rows with another number of cells that are set apart; with more, the table is not what it seemed."""
LINE, QUOTE, RETURN = ord("\n"), ord('"'), ord("\r")


class _Feed(io.RawIOBase):
    """Hands Arrow the lines between the heading and the last ones, and counts what it hands over.

    Attributes
    ----------
    head, rest : bytes
        The first lines, and the last ones, which Arrow is not given.
    last : bytes
        The last line that it is given.
    lines, quotes : int
        Line ends and quotes that it is given.
    lone : bool
        Whether a carriage return stands without a line feed behind it.
    """

    def __init__(self, pieces: Iterator[bytes], after: int, tail: int) -> None:
        self.head = self.rest = self.last = b""
        self.lines = self.quotes = 0
        self.lone, self._open = False, False
        self._parts = self._between(pieces, after, tail)
        self._part = memoryview(b"")

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> memoryview | bytes:  # type: ignore[override]
        if not self._part:
            self._part = memoryview(next(self._parts, b""))
        given, self._part = self._part[:size], self._part[size:]
        return given

    def _between(self, pieces: Iterator[bytes], after: int, tail: int) -> Iterator[bytes]:
        import numpy as np

        held, start = b"", -1
        for piece in pieces:
            held += piece
            if (start := skip_lines(held, after)) >= 0 or len(held) > LONGEST:
                break
        if start < 0:
            self.lone = True
            return
        self.head, held = held[:start], held[start:]
        for piece in pieces:
            if np.count_nonzero(np.frombuffer(piece, np.uint8) == LINE) > tail + 1:
                self._count(held)
                yield held
                held = piece
            elif len(held) < LONGEST:
                held += piece
            else:
                self.lone = True
                return
        if (end := tail_of(held, 0, tail)) < 0:
            self.lone = True
            return
        self.rest = held[end:]
        self.last = held[held.rfind(b"\n", 0, end - 1) + 1 : end]
        self._count(held[:end])
        yield held[:end]

    def _count(self, part: bytes) -> None:
        import numpy as np

        raw = np.frombuffer(part, np.uint8)
        self.lines += int(np.count_nonzero(raw == LINE))
        if b'"' in part:
            self.quotes += int(np.count_nonzero(raw == QUOTE))
        self.lone |= self._open and not part.startswith(b"\n")
        self._open = part.endswith(b"\r")
        if b"\r" in part:
            places = np.flatnonzero(raw[:-1] == RETURN)
            self.lone |= bool((raw[places + 1] != LINE).any())


def streamed(export: Export, after: int, width: int, wide: int, delimiter: str, tail: int) -> Body | None:
    """Everything below line `after`, or None where the counts do not bear out what Arrow reads.

    Rows have `wide` cells, of which the first `width` count; what stands beyond must be empty. The last `tail` lines are
    read by the standard library's reader.
    """
    import numpy as np
    import pyarrow as pa

    from analyzer.importers.sheets.delimited import body_of, lines_of, stays_open
    from analyzer.importers.values.columns import encode

    apart: list[tuple[int, str]] = []
    feed, table = _read(export, after, wide, delimiter, tail, None)
    if table is None:
        feed, table = _read(export, after, wide, delimiter, tail, apart)
    if table is None or feed.lone or table.num_rows + len(apart) != feed.lines:
        return None
    if feed.quotes and (apart or feed.quotes % 2 or stays_open(feed.last.decode(), delimiter)):
        return None  # at the end of its input, Arrow does not mind a quote left open
    if len(lines_of(feed.head.decode())) != after:
        return None
    if any(set(encode(table.column(i))[1]) - {""} for i in range(width, wide)):
        return None
    odd = odd_rows(apart, after, width, delimiter)
    rest = body_of(lines_of(feed.rest.decode()), after + feed.lines, width, delimiter, export.damaged)
    merged = [
        pa.chunked_array(
            [*table.column(i).chunks, *(part.columns[i].cast(table.schema.types[i]) for part in (odd, rest))],
            table.schema.types[i],
        )
        for i in range(width)
    ]
    begins = np.arange(after + 1, after + 1 + feed.lines, dtype=np.int64)
    if apart:
        begins = np.delete(begins, [line - 1 for line, _ in apart])
    places = np.concatenate([begins, odd.places, rest.places])
    if len(odd.places):
        order = np.argsort(places, kind="stable")
        merged, places = [column.take(pa.array(order)) for column in merged], places[order]
    return Body(merged, places, [*odd.misfits, *rest.misfits], rest.damaged)


def _read(
    export: Export, after: int, wide: int, delimiter: str, tail: int, apart: list[tuple[int, str]] | None
) -> tuple[_Feed, pa.Table | None]:
    """What Arrow reads, or None where a row has not `wide` cells; with `apart`, such rows are put there, by their numbers."""
    import pyarrow as pa
    from pyarrow import csv

    def set_apart(row: Any) -> str:
        apart.append((row.number, row.text))  # type: ignore[union-attr]
        return "skip" if len(apart) <= MOST_ODD else "error"  # type: ignore[arg-type]

    feed = _Feed(export.pieces(), after, tail)
    threads = apart is None and export.size > BLOCK
    names = [str(i) for i in range(wide)]
    texts = pa.large_string() if export.size >= MANY else pa.string()
    try:
        table = csv.read_csv(
            pa.PythonFile(feed, "r"),
            # only a single thread counts the rows
            read_options=csv.ReadOptions(column_names=names, block_size=BLOCK, use_threads=threads),
            parse_options=csv.ParseOptions(
                delimiter=delimiter, newlines_in_values=False, invalid_row_handler=None if apart is None else set_apart
            ),
            convert_options=csv.ConvertOptions(
                column_types=dict.fromkeys(names, texts),
                check_utf8=False,  # `Export.pieces` has seen to that
            ),
        )
    except pa.ArrowInvalid:
        return feed, None
    return feed, table


def odd_rows(apart: list[tuple[int, str]], after: int, width: int, delimiter: str) -> Body:
    """Lines read one by one: those that fit the heading after all, and those that do not."""
    import numpy as np

    from analyzer.importers.sheets.delimited import fitting, records
    from analyzer.importers.values.columns import text_array

    rows: list[list[str]] = []
    places: list[int] = []
    misfits: list[Misfit] = []
    for line, text in apart:
        record = next(records([text + "\n"], delimiter, width), None)
        if record is None:  # a line of blanks
            continue
        fits = fitting(record.cells, width) if record.whole else None
        if fits is None:
            misfits.append(Misfit(after + line, tuple(record.cells), text.rstrip("\r\n")))
        else:
            rows.append(fits)
            places.append(after + line)
    by_column = list(zip(*rows, strict=True)) or [()] * width
    return Body([text_array(cells) for cells in by_column], np.array(places, dtype=np.int64), misfits)


def skip_lines(data: bytes, lines: int) -> int:
    """Where the line after the first `lines` begins; -1 when there is none."""
    start = 0
    for _ in range(lines):
        start = data.find(b"\n", start) + 1
        if start == 0:
            return -1
    return start


def tail_of(data: bytes, start: int, lines: int) -> int:
    """Where the last `lines` lines begin; -1 when there are no more than those."""
    at = len(data)
    for _ in range(lines + 1):
        at = data.rfind(b"\n", max(start, 0), max(at, 0))
        if at < 0:
            return -1
    return at + 1
