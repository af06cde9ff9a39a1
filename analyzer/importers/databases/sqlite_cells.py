"""Cells of a database → Arrow columns. SQLite lets any cell of a column hold any kind of value."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

    Cells = tuple[pa.Array, dict[int, str]]

REPLACED = "\ufffd"
_NUMBER = re.compile(rb"\s*[+-]?(?:\d{1,18}(?:\.\d*)?|\.\d+)\s*")
_LIMIT = 2**63
EXACT = 2**53
"""Whole numbers up to here are kept exactly by floating point."""


def read(values: Sequence[Any], kind: str) -> Cells:
    """A column of cells, NULL as null, and the odd ones by their place.

    Parameters
    ----------
    values : sequence
        None, int, float, or bytes for text and blobs.
    kind : {"text", "blob", "whole", "rounded"}
        As in `analyzer.importers.sqlite_tables`.

    Examples
    --------
    >>> column, odd = read([b"17", 3, None, b"soon"], "whole")
    >>> column.to_pylist(), odd
    ([17, 3, None, None], {3: 'soon'})
    >>> read(["好".encode(), 13900000001.0, None], "text")[0].to_pylist()
    ['好', '13900000001', None]
    """
    if kind == "text":
        return _texts(values)
    if kind == "blob":
        return _bytes(values), {}
    return _numbers(values, round if kind == "rounded" else math.floor)


def type_of(kind: str) -> pa.DataType:
    """The Arrow type of columns of a kind."""
    import pyarrow as pa

    return {"text": pa.large_string(), "blob": pa.large_binary()}.get(kind, pa.int64())


def _bytes(values: Sequence[Any]) -> pa.Array:
    import pyarrow as pa

    try:
        return pa.array(values, pa.large_binary())
    except (pa.ArrowInvalid, pa.ArrowTypeError):  # numbers among them
        if set(map(type, values)) <= {int, type(None)}:
            return pa.array(values, pa.int64()).cast(pa.large_string()).cast(pa.large_binary())
        return pa.array([_spelled(value) for value in values], pa.large_binary())


def _texts(values: Sequence[Any]) -> Cells:
    import pyarrow as pa

    raw = _bytes(values)
    held = raw.buffers()[2]
    try:
        text = raw.cast(pa.large_string())
    except pa.ArrowInvalid:
        return _mended(raw)
    return _mended(raw) if held and b"\0" in held.to_pybytes() else (text, {})


def _spelled(value: Any) -> bytes | None:
    if value is None or isinstance(value, bytes):
        return value
    whole = isinstance(value, float) and value.is_integer() and abs(value) < EXACT  # a number that lost its text
    return str(int(value) if whole else value).encode()


def _mended(raw: pa.Array) -> Cells:
    """Texts with broken characters and NULs shown as U+FFFD; NULs at the end, as C programs leave them, are dropped."""
    import pyarrow as pa

    texts, odd = [], {}
    for i, cell in enumerate(raw.to_pylist()):
        if cell is not None:
            cell = cell.rstrip(b"\0")
            text = cell.decode("utf-8", "replace").replace("\0", REPLACED)
            if text.encode() != cell:
                odd[i] = text
            texts.append(text)
        else:
            texts.append(None)
    return pa.array(texts, pa.large_string()), odd


def _numbers(values: Sequence[Any], whole: Callable[[float], int]) -> Cells:
    import pyarrow as pa

    if set(map(type, values)) <= {int, type(None)}:
        return pa.array(values, pa.int64()), {}
    found = [_number(value, whole) for value in values]
    odd = {
        i: (_spelled(value) or b"").decode("utf-8", "replace")
        for i, (value, number) in enumerate(zip(values, found, strict=True))
        if number is None and value is not None
    }
    return pa.array(found, pa.int64()), odd


def _number(value: Any, whole: Callable[[float], int]) -> int | None:
    if isinstance(value, bytes):
        if not _NUMBER.fullmatch(value):
            return None
        value = float(value) if b"." in value else int(value)
    if isinstance(value, float):
        value = whole(value) if math.isfinite(value) else None
    return value if value is not None and -_LIMIT <= value < _LIMIT else None
