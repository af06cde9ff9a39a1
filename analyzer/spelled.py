"""Whole numbers and instants spelled out as Arrow texts, a column at a time: bytes are looked up in small tables, none is formatted."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

DAY = 86_400


def digits(values: np.ndarray, least: int = 1) -> pa.Array:
    """Whole numbers, 0 or above, in decimal digits, with zeros before them up to `least` digits.

    Examples
    --------
    >>> import numpy as np
    >>> digits(np.array([7, 1234567]), 6).to_pylist()
    ['000007', '1234567']
    """
    return texts(*_digits(values, least))


def numbered(heads: list[str], which: np.ndarray, values: np.ndarray, least: int) -> pa.Array:
    """``head-000007``: a head (plain ASCII) by its code, a hyphen, and a number as `digits` writes it.

    Examples
    --------
    >>> import numpy as np
    >>> numbered(["ab", "c"], np.array([0, 1]), np.array([7, 8]), 2).to_pylist()
    ['ab-07', 'c-08']
    """
    import numpy as np

    matrix, lengths = _digits(values, least)
    heads = [f"{head}-" for head in heads]
    wide = max(map(len, heads), default=0)
    table = np.array([head.rjust(wide).encode("ascii") for head in heads] or [b""], f"S{max(wide, 1)}")
    before = table.view(np.uint8).reshape(len(table), -1).take(which, axis=0)
    if lengths is None and len(heads) == 1:
        return texts(np.hstack([before, matrix]), None)
    size = np.array([len(head) for head in heads] or [0])[which]
    return _joined(before, size, matrix, lengths)


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
    return texts(table.view(np.uint8).reshape(len(table), table.itemsize), None)


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


def texts(matrix: np.ndarray, lengths: np.ndarray | None) -> pa.Array:
    """Rows of bytes as texts; with `lengths` the last so many bytes of each row."""
    import numpy as np
    import pyarrow as pa

    n, wide = matrix.shape
    if lengths is None:
        offsets = np.arange(0, (n + 1) * wide, wide or 1, dtype=np.int64)[: n + 1]
        data = np.ascontiguousarray(matrix)
    else:
        offsets = np.zeros(n + 1, dtype=np.int64)
        np.cumsum(lengths, out=offsets[1:])
        data = matrix[np.arange(wide) >= wide - lengths[:, None]]
    return pa.LargeStringArray.from_buffers(n, pa.py_buffer(offsets), pa.py_buffer(data))


def _joined(before: np.ndarray, size: np.ndarray, matrix: np.ndarray, lengths: np.ndarray | None) -> pa.Array:
    """The last `size` bytes of each row of `before` and the last `lengths` of `matrix` as one text."""
    import numpy as np
    import pyarrow as pa

    wide = matrix.shape[1]
    of_matrix = np.full(len(matrix), wide) if lengths is None else lengths
    used = np.hstack(
        [
            np.arange(before.shape[1]) >= before.shape[1] - size[:, None],
            np.arange(wide) >= wide - of_matrix[:, None],
        ]
    )
    offsets = np.zeros(len(matrix) + 1, dtype=np.int64)
    np.cumsum(size + of_matrix, out=offsets[1:])
    return pa.LargeStringArray.from_buffers(
        len(matrix), pa.py_buffer(offsets), pa.py_buffer(np.hstack([before, matrix])[used])
    )


def _digits(values: np.ndarray, least: int) -> tuple[np.ndarray, np.ndarray | None]:
    """Rows of digits, right-aligned, and how many of each count (None: all)."""
    import numpy as np

    wide = max(len(str(int(values.max()))) if len(values) else 1, least)
    threes = -(-wide // 3)
    table = np.array([b"%03d" % i for i in range(1000)], "S3")
    matrix = np.empty((len(values), threes), "S3")
    rest = values
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
