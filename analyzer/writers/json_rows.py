"""Tables as rows of JSON, a column at a time: each cell's text is made by Arrow, then the cells of a row are joined."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analyzer import clock, spelled

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

ROWS = 1 << 14
"""Rows that are turned into text at a time."""

LEAST, FEW = 1024, 4
"""Rows from which on different cells are looked for, and by how many times there must be more rows than these."""

ESCAPED = r'["\\\x00-\x1f]'
"""What JSON does not let stand in a text as it is."""

SPAN = r"([^: ]*):([0-9]+)-([0-9]+):([^ ]*)"
"""One span of ``data/messages.csv``: flag, first and last place, rule."""


@dataclass(frozen=True)
class Rows:
    """A table in a tree of facts.

    Attributes
    ----------
    table : DataFrame
    lists : dict
        Columns that hold several things in one cell, space-separated: ``"words"`` become a list of texts, ``"spans"`` one of
        objects with flag, start, end and rule.
    """

    table: pd.DataFrame
    lists: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Words:
    """A list of texts in a tree of facts, in one line.

    Attributes
    ----------
    texts : Series
    """

    texts: pd.Series


def pieces(value: Any) -> Iterator[bytes | memoryview]:
    """A tree of dicts, lists, plain values and `Rows` as JSON in UTF-8, piece by piece (bytes, or what holds them); a row to a line.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"number": ["+86138"], "calls_in": [3], "basis": ["block timing"]})
    >>> print(b"".join(pieces({"numbers": Rows(table, {"basis": "words"})})).decode())
    {
    "numbers": [
    {"number": "+86138", "calls_in": 3, "basis": ["block", "timing"]}
    ]
    }
    """
    if isinstance(value, Rows):
        yield b"["
        for i, block in enumerate(_blocks(value)):
            yield (",\n" if i else "\n").encode()
            yield block
        yield b"\n]" if len(value.table) else b"]"
    elif isinstance(value, Words):
        yield _list(value.texts)
    elif isinstance(value, dict) and any(isinstance(one, Words) for one in value.values()):
        yield b"{"
        for i, (key, one) in enumerate(value.items()):
            yield (", " if i else "").encode() + _plain(key) + b": "
            yield from pieces(one)
        yield b"}"
    elif isinstance(value, dict) and any(isinstance(one, (Rows, dict)) or _many(one) for one in value.values()):
        yield b"{\n"
        for i, (key, one) in enumerate(value.items()):
            yield (",\n" if i else "").encode() + _plain(key) + b": "
            yield from pieces(one)
        yield b"\n}"
    elif _many(value):
        for i, one in enumerate(value):
            yield b",\n" if i else b"[\n"
            yield from pieces(one) if any(isinstance(part, Words) for part in one.values()) else [_plain(one)]
        yield b"\n]"
    else:
        yield _plain(value)


def _many(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _plain(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "backslashreplace")


def _list(texts: pd.Series) -> bytes:
    """A column of texts as a list."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not len(texts):
        return b"[]"
    cells = pa.array(texts, from_pandas=True)
    cells = _escaped((cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells).cast(pa.large_string()))
    joined = pc.binary_join(pa.LargeListArray.from_arrays([0, len(cells)], cells), _text('", "'))
    return b'["' + joined[0].as_buffer().to_pybytes() + b'"]'


def _blocks(rows: Rows) -> Iterator[memoryview]:
    import numpy as np
    import pyarrow.compute as pc

    names = [str(name) for name in rows.table.columns]
    before = [f"{', ' if i else '{'}{json.dumps(name, ensure_ascii=False)}: " for i, name in enumerate(names)]
    for begin in range(0, len(rows.table), ROWS):
        block = rows.table.iloc[begin : begin + ROWS]
        parts: list[Any] = []
        for name, head in zip(names, before, strict=True):
            parts += _parts(head, block[name], rows.lists.get(name, ""))
        lines = pc.binary_join_element_wise(*parts, _text("},\n"), _text(""))
        _, places, data = lines.buffers()
        end = int(np.frombuffer(places, np.int64)[len(lines)])
        yield memoryview(data)[: end - 2]  # the rows stand there one after the other


def _parts(head: str, column: pd.Series, kind: str) -> list[Any]:
    """What makes a column's part of each row: the name and the cell; in one where few cells are different."""
    import pyarrow as pa
    import pyarrow.compute as pc

    codes = _repeated(column)
    if codes is None:
        return [_text(head), _cells(column, kind)]
    which, first = codes
    made = pc.binary_join_element_wise(_text(head), _cells(column.iloc[first], kind), _text(""))
    return [made.take(pa.array(which))]


def _repeated(column: pd.Series) -> tuple[np.ndarray, np.ndarray] | None:
    """Code of each cell, and the row that has each code first; None where it does not pay to look at different cells once."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    if len(column) < LEAST or not (
        column.dtype.kind in "iufb" or isinstance(column.dtype, (pd.CategoricalDtype, pd.StringDtype))
    ):
        return None
    cells = pa.array(column if column.dtype.kind in "iufb" else column.astype("str"), from_pandas=True)
    cells = cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells
    if pa.types.is_floating(cells.type):  # by their bits: what is equal may be written differently
        cells = pa.array(cells.fill_null(float("nan")).to_numpy().astype(np.float64).view(np.int64))
    if len(cells.slice(0, LEAST).unique()) * FEW > LEAST:
        return None
    coded = cells.dictionary_encode(null_encoding="encode")
    if len(coded.dictionary) * FEW > len(cells):
        return None
    which = coded.indices.to_numpy(zero_copy_only=False)
    first = np.empty(len(coded.dictionary), dtype=np.int64)
    first[which[::-1]] = np.arange(len(which))[::-1]  # the last that is written is the first row
    return which, first


def _cells(column: pd.Series, kind: str) -> pa.Array:
    """The JSON of each cell."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    if column.dtype.kind == "M":
        return _filled(_moments(column), column, quoted=True)
    if column.dtype.kind in "iufb":
        cells = pa.array(column, from_pandas=True)
        whole = cells.cast(pa.large_string())
        if pa.types.is_floating(cells.type):  # a whole number stays one with a point
            bare = pc.match_substring_regex(whole, "^-?[0-9]+$")
            whole = pc.if_else(bare, pc.binary_join_element_wise(whole, _text(".0"), _text("")), whole)
        return _filled(whole, column)
    if isinstance(column.dtype, (pd.CategoricalDtype, pd.StringDtype)):
        cells = pa.array(column.astype("str"), from_pandas=True)
        cells = (cells.combine_chunks() if isinstance(cells, pa.ChunkedArray) else cells).cast(pa.large_string())
        if kind == "spans":
            objects = pc.replace_substring_regex(cells, SPAN, r'{"flag": "\1", "start": \2, "end": \3, "rule": "\4"}')
            return _bracketed(pc.replace_substring(objects, "} {", "}, {"), "[", "]")
        if kind == "words":
            tidy = pc.ascii_trim_whitespace(_escaped(cells))
            words = _bracketed(pc.replace_substring_regex(tidy, " +", '", "'), '["', '"]')
            return pc.if_else(pc.equal(tidy, ""), _text("[]"), words)
        return _filled(_escaped(cells), column, quoted=True)
    return pa.array([_plain(None if value is pd.NA else value).decode() for value in column], pa.large_string())


def _moments(column: pd.Series) -> pa.Array:
    """Instants as ISO 8601; those without a zone are UTC and say nothing of it."""
    import numpy as np
    import pandas as pd
    import pyarrow.compute as pc

    zone = str(column.dt.tz) if isinstance(column.dtype, pd.DatetimeTZDtype) else ""
    naive = column.dt.tz_convert("UTC").dt.tz_localize(None) if zone else column
    moments = naive.to_numpy("datetime64[s]")
    seconds = np.where(np.isnat(moments), np.datetime64(0, "s"), moments).astype(np.int64)
    if zone in ("", "UTC"):
        cells = spelled.instants(seconds)
        return cells if zone else pc.utf8_slice_codeunits(cells, 0, 19)
    return spelled.instants(seconds, clock.offsets(seconds, zone))


def _escaped(cells: pa.Array) -> pa.Array:
    """The texts with what JSON does not let stand escaped, without quotes around them."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    where = np.flatnonzero(pc.fill_null(pc.match_substring_regex(cells, ESCAPED), False).to_numpy(zero_copy_only=False))
    if not len(where):
        return cells
    some = [json.dumps(text, ensure_ascii=False)[1:-1] for text in cells.take(pa.array(where)).to_pylist()]
    mask = np.zeros(len(cells), dtype=bool)
    mask[where] = True
    return pc.replace_with_mask(cells, pa.array(mask), pa.array(some, pa.large_string()))


def _filled(cells: pa.Array, column: pd.Series, quoted: bool = False) -> pa.Array:
    """The cells, quoted if wanted, and null where the column has nothing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    whole = _bracketed(cells, '"', '"') if quoted else cells
    missing = column.isna().to_numpy()
    return pc.if_else(pa.array(missing), _text("null"), whole) if missing.any() else whole


def _bracketed(cells: pa.Array, before: str, after: str) -> pa.Array:
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(_text(before), cells, _text(after), _text(""))


def _text(text: str) -> pa.Scalar:
    import pyarrow as pa

    return pa.scalar(text, pa.large_string())
