"""Whole numbers and instants spelled out as Arrow texts, a column at a time: bytes are looked up in small tables, none is formatted."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

DAY = 86_400
BLOCK = 1 << 15
"""Rows that are spelled out at a time."""
FEW = 1000
"""Numbers from which on it is seen whether they lie so close that a run of all between them is spelled out instead."""


def digits(values: np.ndarray, least: int = 1) -> pa.Array:
    """Whole numbers, 0 or above, in decimal digits, with zeros before them up to `least` digits.

    Examples
    --------
    >>> import numpy as np
    >>> digits(np.array([7, 1234567]), 6).to_pylist()
    ['000007', '1234567']
    """
    if len(values) >= FEW and (found := _from_run([""], [values], least)) is not None:
        return found
    return _in_blocks(len(values), lambda rows: _texts(*_digits(values[rows], least)))


def numbered(heads: list[str], which: np.ndarray, values: np.ndarray, least: int) -> pa.Array:
    """A head (plain ASCII) by its code, and behind it a number as `digits` writes it.

    Examples
    --------
    >>> import numpy as np
    >>> numbered(["ab-", "c-"], np.array([0, 1]), np.array([7, 8]), 2).to_pylist()
    ['ab-07', 'c-08']
    """
    import numpy as np

    if heads and len(values) >= FEW * len(heads):
        parts = [values] if len(heads) == 1 else [values[which == code] for code in range(len(heads))]
        if (found := _from_run(heads, parts, least, which)) is not None:
            return found
    wide = max(map(len, heads), default=0)
    table = np.array([head.rjust(wide).encode("ascii") for head in heads] or [b""], f"S{max(wide, 1)}")
    size = np.array([len(head) for head in heads] or [0])

    def block(rows: slice) -> pa.Array:
        numbers, lengths = _digits(values[rows], least)
        of = which[rows]
        matrix = np.hstack([table[of].view(np.uint8).reshape(len(of), wide), numbers])
        if lengths is None and (size == wide).all():
            return _texts(matrix, None)
        lengths = np.full(len(of), least) if lengths is None else lengths
        place, rest = np.arange(matrix.shape[1]), matrix.shape[1] - lengths[:, None]
        used = ((place >= wide - size[of][:, None]) & (place < wide)) | (place >= rest)
        return _texts(matrix, size[of] + lengths, used)

    return _in_blocks(len(values), block)


def instants(seconds: np.ndarray, offset: np.ndarray | None = None) -> pa.Array:
    """Instants as ISO 8601 to the second: UTC with a Z, or the wall time with its offset.

    Parameters
    ----------
    seconds : array of int64
        Since 1970-01-01 UTC, within the years 1 to 9998 (exports hold 1970 to 2099).
    offset : array of int64, optional
        Seconds that the wall is ahead of UTC at each; whole minutes are written.

    Examples
    --------
    >>> import numpy as np
    >>> instants(np.array([0])).to_pylist(), instants(np.array([0]), np.array([-16200])).to_pylist()
    (['1970-01-01T00:00:00Z'], ['1969-12-31T19:30:00-04:30'])
    """
    import numpy as np

    wall = seconds if offset is None else seconds + offset
    day = wall // DAY
    days, of_day = distinct(day)
    dates = np.char.add(np.datetime_as_string(days.astype("datetime64[D]")).astype("S10"), b"T")
    parts = [("date", dates.dtype), ("h", "S3"), ("m", "S3"), ("s", "S2"), ("zone", "S1" if offset is None else "S6")]
    table = np.empty(len(wall), dtype=parts)
    table["date"] = dates[of_day]
    minute, second = np.divmod((wall - day * DAY).astype(np.int32), 60)
    hour, minute = np.divmod(minute, 60)
    colon = np.array([b"%02d:" % i for i in range(60)])
    table["h"], table["m"] = colon[hour], colon[minute]
    table["s"] = colon.astype("S2")[second]
    if offset is None:
        table["zone"] = b"Z"
    else:
        ahead, of_offset = distinct(offset // 60)
        names = [f"{'-' if m < 0 else '+'}{abs(m) // 60:02d}:{abs(m) % 60:02d}".encode() for m in ahead.tolist()]
        table["zone"] = np.array(names, "S6")[of_offset]
    return _texts(table.view(np.uint8).reshape(len(table), table.itemsize), None)


def distinct(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The distinct whole numbers in rising order, and the place of each value among them; no sort where they lie close.

    Examples
    --------
    >>> import numpy as np
    >>> [part.tolist() for part in distinct(np.array([7, 3, 7]))]
    [[3, 7], [1, 0, 1]]
    """
    import numpy as np

    if len(values) == 0:
        return values, values
    least = int(values.min())
    span = int(values.max()) - least + 1
    if span > 100_000 + len(values):
        return np.unique(values, return_inverse=True)
    there = np.zeros(span, dtype=bool)
    there[values - least] = True
    return np.flatnonzero(there) + least, (np.cumsum(there) - 1)[values - least]


def _from_run(
    heads: Sequence[str], parts: Sequence[np.ndarray], least: int, which: np.ndarray | None = None
) -> pa.Array | None:
    """What `numbered` returns, taken out of a run of consecutive numbers for each head, where they lie close; else None.

    A run is spelled out a digit of many numbers at a time, since all but the last three stay the same for a thousand.
    """
    import numpy as np
    import pyarrow as pa

    ends = [(int(part.min()), int(part.max())) if len(part) else (0, -1) for part in parts]
    starts = np.cumsum([0, *(last - first + 1 for first, last in ends)])
    n = sum(map(len, parts))
    if starts[-1] > n + n // 4:
        return None
    runs = [run for head, (first, last) in zip(heads, ends, strict=True) for run in _runs(head, first, last, least)]
    texts = pa.concat_arrays(runs) if len(runs) != 1 else runs[0]
    if len(parts) == 1:
        values, first = parts[0], ends[0][0]
        if len(values) == len(texts) and (values[1:] > values[:-1]).all():
            return texts
        return texts.take(pa.array(values - first))
    place = np.empty(n, np.int64)
    for code, (part, (first, _)) in enumerate(zip(parts, ends, strict=True)):
        place[which == code] = part + (starts[code] - first)
    return texts.take(pa.array(place))


def _runs(head: str, first: int, last: int, least: int) -> Iterator[pa.Array]:
    """A head and each number from `first` to `last` behind it, as `digits` writes it, an array for each length."""
    import numpy as np

    wide = least
    while first <= last:
        end = min(last, 10**wide - 1)
        if first <= end:
            low, high = first // 1000, end // 1000 + 1
            matrix = np.empty((high - low, 1000, len(head) + wide), np.uint8)
            matrix[:, :, : len(head)] = np.frombuffer(head.encode("ascii"), np.uint8)
            thousands = np.arange(low, high)
            for place in range(wide):
                power = 10 ** (wide - 1 - place)
                column = matrix[:, :, len(head) + place]
                if power < 1000:
                    column[:] = (np.arange(1000) // power % 10 + ord("0")).astype(np.uint8)
                else:
                    column[:] = (thousands // (power // 1000) % 10 + ord("0")).astype(np.uint8)[:, None]
            rows = matrix.reshape(-1, len(head) + wide)
            yield _texts(rows[first - low * 1000 : end + 1 - low * 1000], None)
            first = end + 1
        wide += 1


def _in_blocks(size: int, block: Callable[[slice], pa.Array]) -> pa.Array:
    """One array of what `block` makes of so many rows at a time, so that it works within the processor's cache."""
    import pyarrow as pa

    parts = [block(slice(begin, begin + BLOCK)) for begin in range(0, size, BLOCK)] or [block(slice(0))]
    return parts[0] if len(parts) == 1 else pa.concat_arrays(parts)


def _texts(matrix: np.ndarray, lengths: np.ndarray | None, used: np.ndarray | None = None) -> pa.Array:
    """Rows of bytes as texts: whole rows, or so many bytes of each, those of `used` (else the last ones)."""
    import numpy as np
    import pyarrow as pa

    n, wide = matrix.shape
    if lengths is None:
        offsets = np.arange(0, n * wide + 1, wide, dtype=np.int64) if wide else np.zeros(n + 1, dtype=np.int64)
        data = np.ascontiguousarray(matrix)
    else:
        offsets = np.zeros(n + 1, dtype=np.int64)
        np.cumsum(lengths, out=offsets[1:])
        data = matrix[np.arange(wide) >= wide - lengths[:, None] if used is None else used]
    return pa.LargeStringArray.from_buffers(n, pa.py_buffer(offsets), pa.py_buffer(data))


def _digits(values: np.ndarray, least: int) -> tuple[np.ndarray, np.ndarray | None]:
    """Rows of digits, right-aligned, and how many of each count (None: all)."""
    import numpy as np

    wide = max(len(str(int(values.max()))) if len(values) else 1, least)
    threes = -(-wide // 3)
    table = np.array([b"%03d" % i for i in range(1000)], "S3")
    matrix = np.empty((len(values), threes), "S3")
    rest = values.astype(np.uint32) if wide < 10 else values
    for place in range(threes - 1, -1, -1):
        above = rest // 1000
        matrix[:, place] = table[rest - above * 1000]
        rest = above
    rows = matrix.view(np.uint8).reshape(len(values), threes * 3)[:, threes * 3 - wide :]
    if wide == least:
        return rows, None
    lengths = np.full(len(values), least)
    for power in range(least, wide):
        lengths += values >= 10**power
    return rows, lengths
