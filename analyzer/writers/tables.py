"""The tables as CSV files that spreadsheets open without mishap, and back."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

BOM = "\ufeff".encode()

FORMULA_START = "^[=@\t\r]|^[+-].*[^0-9+]|^[+-]$"
"""Cells that a spreadsheet might take for a formula. A number of plus and digits alone stays as it is."""

FREE_TEXT = frozenset(
    {"number", "number_raw", "body", "name", "line", "label", "raw", "note", "path", "row", "campaign", "signature"}
)
"""Columns whose text comes out of an export; only these are guarded."""


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
    import pyarrow as pa
    import pyarrow.csv

    arrow = pa.table({name: _cells(table[name], name) for name in table.columns})
    out = io.BytesIO()
    out.write(BOM + ",".join(table.columns).encode() + b"\n")
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    pyarrow.csv.write_csv(arrow, out, options)
    return out.getvalue()


def _cells(column: pd.Series, name: str) -> pa.Array | pa.ChunkedArray:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    if isinstance(column.dtype, pd.DatetimeTZDtype):
        return _iso(column)
    if column.dtype.kind == "M":
        return pc.if_else(
            pa.array(column.isna()), None, pc.strftime(pa.array(column.astype("datetime64[s]")), "%Y-%m-%dT%H:%M:%SZ")
        )
    if isinstance(column.dtype, pd.CategoricalDtype):
        words = pa.array(column.cat.categories, pa.large_string())
        words = _guard(words) if name in FREE_TEXT else words
        return pa.DictionaryArray.from_arrays(
            pa.array(column.cat.codes, mask=(column.cat.codes < 0).to_numpy()), words
        ).cast(pa.large_string())
    cells = pa.array(column, from_pandas=True)
    if pa.types.is_string(cells.type) or pa.types.is_large_string(cells.type):
        cells = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
        cells = _guard(cells) if name in FREE_TEXT else cells
        return pc.if_else(pc.equal(cells, ""), None, cells)
    return cells


def _guard(cells: pa.Array) -> pa.Array:
    import pyarrow.compute as pc

    risky = pc.fill_null(pc.or_(pc.match_substring_regex(cells, FORMULA_START), pc.starts_with(cells, "'")), False)
    if not pc.any(risky).as_py():
        return cells
    return pc.if_else(risky, pc.binary_join_element_wise(_like("'", cells), cells, _like("", cells)), cells)


def _like(text: str, cells: pa.Array) -> pa.Scalar:
    """A text of the same Arrow type as `cells`, which Arrow's string functions insist on."""
    import pyarrow as pa

    return pa.scalar(text, cells.type)


def _iso(column: pd.Series) -> pa.Array:
    """ISO 8601 with the zone's offset at each instant; UTC as Z."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    zone = str(column.dt.tz)
    missing = column.isna().to_numpy()
    utc = column.dt.tz_convert("UTC").dt.tz_localize(None).astype("datetime64[s]")
    if zone == "UTC":
        text = pc.strftime(pa.array(utc), "%Y-%m-%dT%H:%M:%SZ")
    else:
        local = column.dt.tz_localize(None).astype("datetime64[s]")
        shift = (
            (local.to_numpy(dtype="int64", na_value=0) - utc.to_numpy(dtype="int64", na_value=0)) // 60
            if missing.any()
            else (local.astype("int64") - utc.astype("int64")).to_numpy() // 60
        )
        shift = np.where(missing, 0, shift)
        distinct, codes = np.unique(shift, return_inverse=True)
        names = [f"{'-' if m < 0 else '+'}{abs(m) // 60:02d}:{abs(m) % 60:02d}" for m in distinct.tolist()]
        suffix = pa.DictionaryArray.from_arrays(pa.array(codes.astype(np.int32)), pa.array(names)).cast(pa.string())
        text = pc.binary_join_element_wise(pc.strftime(pa.array(local), "%Y-%m-%dT%H:%M:%S"), suffix, "")
    return pc.if_else(pa.array(missing), None, text)


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
