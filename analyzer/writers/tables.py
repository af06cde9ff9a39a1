"""The tables as CSV files that spreadsheets open without mishap, and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer import clock, spelled

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    Cells = Callable[[slice], pa.Array | pa.ChunkedArray]

BOM = "\ufeff".encode()

FORMULA_START = "^[=@\t\r]|^[+-].*[^0-9+]|^[+-]$"
"""Cells that a spreadsheet might take for a formula. A number of plus and digits alone stays as it is."""

GUARDED = "=@\t\r+-'"
"""What a cell that needs a guard begins with; only such are looked at more closely."""

FREE_TEXT = frozenset(
    {"number", "number_raw", "body", "name", "line", "label", "raw", "note", "path", "row", "campaign", "signature"}
)
"""Columns whose text comes out of an export; only these are guarded."""

ROWS = 1 << 16
"""Rows that are turned into bytes at a time: a table of millions takes no more memory than these."""


def csv(table: pd.DataFrame) -> bytes:
    """A table as CSV: UTF-8 with BOM, times ISO 8601, missing values empty.

    A text cell out of an export that begins with ``= + - @``, tab or carriage return gets a leading apostrophe, so that
    no spreadsheet runs it; so does a cell that begins with an apostrophe, so that `read_csv` can undo it exactly.

    Examples
    --------
    >>> import pandas as pd
    >>> csv(pd.DataFrame({"body": ["=1+1"], "n": [3]})).decode("utf-8-sig").splitlines()
    ['body,n', "'=1+1,3"]
    """
    return b"".join(pieces(table))


def pieces(table: pd.DataFrame) -> Iterator[Any]:
    """The bytes of `csv`, piece by piece (bytes or buffers)."""
    import pyarrow as pa
    import pyarrow.csv

    yield BOM + ",".join(table.columns).encode() + b"\n"
    cells: dict[str, Cells] = {name: _cells(table[name], name) for name in table.columns}
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed", batch_size=1 << 13)
    for begin in range(0, len(table), ROWS):
        rows = slice(begin, min(begin + ROWS, len(table)))
        out = pa.BufferOutputStream()
        pyarrow.csv.write_csv(pa.table({name: of(rows) for name, of in cells.items()}), out, options)
        yield out.getvalue()


def _cells(column: pd.Series, name: str) -> Cells:
    """What gives the cells of a column as Arrow writes them, for any slice of rows."""
    import pandas as pd
    import pyarrow as pa

    guard = _guard if name in FREE_TEXT else _plain
    if column.dtype.kind == "M":
        zone = str(column.dt.tz) if isinstance(column.dtype, pd.DatetimeTZDtype) else "UTC"
        naive = column.dt.tz_convert("UTC").dt.tz_localize(None) if zone != "UTC" or column.dt.tz else column
        seconds = naive.to_numpy("datetime64[s]")
        return lambda rows: _iso(seconds[rows], zone)
    if isinstance(column.dtype, pd.CategoricalDtype):
        words = guard(pa.array(column.cat.categories, pa.large_string()))
        codes = column.cat.codes.to_numpy()
        return lambda rows: words.take(pa.array(codes[rows], mask=codes[rows] < 0))
    if isinstance(column.dtype, pd.StringDtype) or column.dtype == object:
        whole = pa.array(column, from_pandas=True)
        if pa.types.is_string(whole.type) or pa.types.is_large_string(whole.type):
            return lambda rows: _empty_as_null(guard(_one(whole[rows])))
        return lambda rows: whole[rows]
    return lambda rows: pa.array(column.iloc[rows], from_pandas=True)


def _one(cells: pa.Array | pa.ChunkedArray) -> pa.Array:
    import pyarrow as pa

    return cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells


def _plain(cells: pa.Array) -> pa.Array:
    return cells


def _guard(cells: pa.Array) -> pa.Array:
    """The cells with an apostrophe before those that a spreadsheet might take for a formula."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    offsets, data = _parts(cells)
    begins = data.take(offsets[:-1], mode="clip")
    looked = np.flatnonzero(np.isin(begins, np.frombuffer(GUARDED.encode(), np.uint8)) & (np.diff(offsets) > 0))
    if not len(looked):
        return cells
    some = cells.take(pa.array(looked))
    risky = pc.fill_null(pc.or_(pc.match_substring_regex(some, FORMULA_START), pc.starts_with(some, "'")), False)
    mask = np.zeros(len(cells), bool)
    mask[looked] = risky.to_numpy(zero_copy_only=False)
    if not mask.any():
        return cells
    return pc.if_else(pa.array(mask), pc.binary_join_element_wise(_like("'", cells), cells, _like("", cells)), cells)


def _parts(cells: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Where each text begins and ends, and the bytes of all of them."""
    import numpy as np
    import pyarrow as pa

    wide = np.int64 if pa.types.is_large_string(cells.type) else np.int32
    _, places, data = cells.buffers()
    if places is None or len(cells) == 0:
        return np.zeros(len(cells) + 1, wide), np.zeros(1, np.uint8)
    offsets = np.frombuffer(places, wide)[cells.offset : cells.offset + len(cells) + 1]
    return offsets, np.frombuffer(data, np.uint8) if data is not None and data.size else np.zeros(1, np.uint8)


def _empty_as_null(cells: pa.Array) -> pa.Array:
    """The same texts with empty ones missing, which are written without quotes; no text is copied."""
    import numpy as np
    import pyarrow as pa

    offsets, _ = _parts(cells)
    filled = np.diff(offsets) > 0
    if filled.all() and not cells.null_count:
        return cells
    if cells.null_count:
        filled &= cells.is_valid().to_numpy(zero_copy_only=False)
    _, places, data = cells.buffers()
    start = cells.offset
    bits = np.packbits(np.concatenate([np.zeros(start % 8, bool), filled]), bitorder="little")
    if places is None:
        return cells
    width = offsets.itemsize
    moved = places.slice((start - start % 8) * width)
    return pa.Array.from_buffers(
        cells.type, len(cells), [pa.py_buffer(bits), moved, data], len(cells) - int(filled.sum()), start % 8
    )


def _like(text: str, cells: pa.Array) -> pa.Scalar:
    """A text of the same Arrow type as `cells`, which Arrow's string functions insist on."""
    import pyarrow as pa

    return pa.scalar(text, cells.type)


def _iso(moments: np.ndarray, zone: str) -> pa.Array:
    """ISO 8601 with the zone's offset at each instant; UTC as Z."""
    import numpy as np
    import pyarrow as pa

    missing = np.isnat(moments)
    there = moments[~missing].astype(np.int64) if missing.any() else moments.astype(np.int64)
    cells = spelled.instants(there, None if zone == "UTC" else clock.offsets(there, zone))
    if not missing.any():
        return cells
    places = np.where(missing, 0, np.cumsum(~missing) - 1)
    return cells.take(pa.array(places, mask=missing))


def read_csv(path: Path) -> pd.DataFrame:
    """A table that `csv` wrote, all columns as text, guards undone, missing as empty.

    Examples
    --------
    >>> read_csv("export-analysis/data/events.csv")  # doctest: +SKIP
    """
    import pandas as pd

    table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    for name in FREE_TEXT & set(table.columns):
        table[name] = table[name].str.replace("^'(?=[=@\t\r'+-])", "", regex=True)
    return table
