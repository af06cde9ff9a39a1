"""Text tables read by Arrow, where the bytes prove that it reads what the standard library's reader would.

Arrow does not say on which line a record stands, and a stray quote makes it swallow what follows without a word. So the
bytes are counted first: where quotes come in pairs and there are as many records as line ends, each record is one line;
where texts span lines, every quote must stand where one may stand, and the line ends outside of quotes are the records'.
Where neither holds, the lines that are to blame, by their number of separators or an odd quote, are read one by one, and
Arrow reads the others.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from analyzer.importers.sheets.sheet import Body, Misfit
from analyzer.importers.sheets.streamed_csv import BLOCK, LINE, QUOTE, RETURN, skip_lines, streamed, tail_of
from analyzer.importers.values.columns import encode

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    from analyzer.exports import Export

TAIL = 8
"""Last lines that are always read one by one: totals and closing notes stand there, with fewer cells."""
RECORD_LINES = 1000
"""Lines that one record may span; a quote left open for longer is a stray one."""
COUNTED = 1 << 18


@dataclass
class _Odd:
    """Lines read one by one; the bytes of the others, the line of the file on which each begins, and the lines in all."""

    read: Body
    others: bytes
    places: NDArray[np.int64]
    lines: int


class _Span(NamedTuple):
    """Records that lie between two places of the bytes: the line of the file on which each begins, and the lines in all."""

    end: int
    begins: NDArray[np.int64]
    lines: int


def fast(export: Export, after: int, width: int, wide: int, delimiter: str) -> Body | None:
    """Everything below line `after` by Arrow, or None where that cannot be relied on.

    Rows have `wide` cells, of which the first `width` count; what stands beyond must be empty. The last lines are read by
    the standard library's reader.
    """
    import numpy as np
    import pyarrow as pa

    from analyzer.importers.sheets.delimited import body_of, lines_of

    if not delimiter.isascii():
        return None
    if found := streamed(export, after, width, wide, delimiter, TAIL):
        return found
    data = export.utf8()
    start = skip_lines(data, after)
    tail = tail_of(data, start, TAIL)
    if start < 0 or tail < 0 or len(lines_of(data[:start].decode())) != after:
        return None
    if data.find(b"\r", start, tail) >= 0 and data.count(b"\r", start, tail) != data.count(b"\r\n", start, tail):
        return None
    span = table = None
    if data.find(b'"', start, tail) >= 0:
        span = _several_lines(data, start, tail, delimiter, after)
        table = _table(data, start, span.end, wide, delimiter, True) if span else None
    odd = None
    if span is None or table is None or table.num_rows != len(span.begins):
        odd = _odd_lines(data, start, tail, delimiter, after, width, wide)
        if odd is None:
            return None
        data, tail = data[tail:], 0  # lets go of the rest, which stands in `odd` once more
        span, table = _Span(0, odd.places, odd.lines), _table(odd.others, 0, len(odd.others), wide, delimiter, False)
        if table is None or table.num_rows != len(span.begins):
            return None
        odd.others = b""
    if any(set(encode(table.column(i))[1]) - {""} for i in range(width, wide)):
        return None
    rest = body_of(lines_of(data[span.end :].decode()), after + span.lines, width, delimiter, export.damaged)
    more = odd.read.columns if odd else []
    merged = [
        pa.chunked_array([*table.column(i).chunks, *more[i : i + 1], rest.columns[i]], pa.large_string())
        for i in range(width)
    ]
    if odd is None:
        return Body(merged, np.concatenate([span.begins, rest.places]), rest.misfits, rest.damaged)
    places = np.concatenate([span.begins, odd.read.places, rest.places])
    if len(odd.read.places):
        order = np.argsort(places, kind="stable")
        merged, places = [column.take(pa.array(order)) for column in merged], places[order]
    return Body(merged, places, [*odd.read.misfits, *rest.misfits], rest.damaged)


def stays_open(line: str, delimiter: str) -> bool:
    """Whether a quote that the line opens is not closed in it."""
    reader = csv.reader([line, ""], delimiter=delimiter)
    next(reader, None)
    return reader.line_num > 1


def _table(data: bytes, start: int, end: int, wide: int, delimiter: str, over_lines: bool) -> pa.Table | None:
    """What Arrow reads between two places; None where a row has not `wide` cells."""
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    names = [str(i) for i in range(wide)]
    try:
        return arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(memoryview(data)[start:end])),
            read_options=arrow_csv.ReadOptions(column_names=names, block_size=BLOCK),
            parse_options=arrow_csv.ParseOptions(delimiter=delimiter, newlines_in_values=over_lines),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.large_string()),
                check_utf8=False,  # `Export.utf8` has seen to that
            ),
        )
    except pa.ArrowInvalid:
        return None


def _several_lines(data: bytes, start: int, end: int, delimiter: str, after: int) -> _Span | None:
    """The records up to the last line end outside of quotes, if every quote opens a cell, closes one, or is doubled."""
    import numpy as np

    raw = np.frombuffer(data, np.uint8, end - start, start)
    quotes, ends = np.flatnonzero(raw == QUOTE), np.flatnonzero(raw == LINE)
    outer = ends[np.searchsorted(quotes, ends) % 2 == 0]
    if not len(outer):
        return None
    stop = int(outer[-1]) + 1
    quotes = quotes[quotes < stop]
    opening, closing = quotes[0::2], quotes[1::2]
    before = np.where(opening > 0, raw[opening - 1], LINE)
    if not np.isin(before, [ord(delimiter), LINE, QUOTE]).all():
        return None
    if not np.isin(raw[closing + 1], [ord(delimiter), LINE, RETURN, QUOTE]).all():
        return None
    begins = np.concatenate([[0], outer[:-1] + 1])
    length = outer - begins
    blank = (length == 0) | ((length == 1) & (raw[begins] == RETURN))
    lines = np.searchsorted(ends, begins)
    if np.diff(np.append(lines, np.searchsorted(ends, stop))).max() > RECORD_LINES:
        return None
    return _Span(start + stop, lines[~blank].astype(np.int64) + (after + 1), int(np.searchsorted(ends, stop)))


def _odd_lines(data: bytes, start: int, end: int, delimiter: str, after: int, width: int, wide: int) -> _Odd | None:
    """The lines with another number of separators than the rows have, or with a quote left open, and the records that
    begin on them; None where they are too many, or where one goes on behind `end`.
    """
    import numpy as np

    from analyzer.importers.sheets.delimited import fitting, lines_of, records
    from analyzer.importers.values.columns import text_array

    ends, counts, quotes = _per_line(np.frombuffer(data, np.uint8, end - start, start), ord(delimiter))
    odd = (counts != wide - 1) | (quotes % 2 == 1)
    if not len(ends) or odd.sum() * 2 > len(ends):
        return None
    begins = np.concatenate([[0], ends[:-1] + 1])
    good, free = ~odd, 0
    rows: list[list[str]] = []
    places: list[int] = []
    misfits: list[Misfit] = []
    for i in np.flatnonzero(odd).tolist():
        if i < free:
            continue
        line = data[start + begins[i] : start + ends[i] + 1].decode()
        window = [line]
        if stays_open(line, delimiter):
            stop = start + ends[i + RECORD_LINES - 1] + 1 if i + RECORD_LINES <= len(ends) else len(data)
            window = lines_of(data[start + begins[i] : stop].decode())
        record = next(records(window, delimiter, width), None)
        if record is None:  # a blank line
            continue
        free = i + record.last
        if free > len(ends):
            return None
        good[i:free] = False
        fits = fitting(record.cells, width) if record.whole else None
        if fits is None:
            misfits.append(Misfit(after + 1 + i, tuple(record.cells), line.rstrip("\r\n")))
        else:
            rows.append(fits)
            places.append(after + 1 + i)
    edges = np.flatnonzero(np.diff(good, prepend=False, append=False))
    stretches = edges.reshape(-1, 2).tolist()
    others = b"".join(data[start + begins[low] : start + ends[high - 1] + 1] for low, high in stretches)
    by_column = list(zip(*rows, strict=True)) or [()] * width
    read = Body([text_array(cells) for cells in by_column], np.array(places, dtype=np.int64), misfits)
    return _Odd(read, others, np.flatnonzero(good) + (after + 1), len(ends))


def _per_line(raw: NDArray[np.uint8], delimiter: int) -> tuple[NDArray[np.int64], ...]:
    """Where each line ends, and how many separators and quotes it has."""
    import numpy as np

    ends: list[NDArray[np.int64]] = []
    totals: list[NDArray[np.int64]] = []
    before = np.zeros(2, np.int64)
    for i in range(0, len(raw), COUNTED):
        piece = raw[i : i + COUNTED]
        here = np.flatnonzero(piece == LINE)
        marks = [np.flatnonzero(piece == byte) for byte in (delimiter, QUOTE)]
        ends.append(here + i)
        totals.append(np.stack([np.searchsorted(places, here) + n for places, n in zip(marks, before, strict=True)]))
        before += [len(places) for places in marks]
    total = np.concatenate(totals, axis=1) if totals else np.zeros((2, 0), np.int64)
    counts = np.diff(total, axis=1, prepend=0)
    return np.concatenate([np.zeros(0, np.int64), *ends]), counts[0], counts[1]
