"""Columns of several readings as Arrow and NumPy arrays, and back as pandas columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa


def text_column(frames: Sequence[pd.DataFrame], sizes: Sequence[int], name: str) -> pa.Array:
    """One text column of all readings as Arrow strings; absent or missing becomes empty. It is taken out of the frames."""
    import pyarrow as pa
    import pyarrow.compute as pc

    parts: list[pa.Array] = []
    for frame, size in zip(frames, sizes, strict=True):
        if name not in frame:
            parts.append(pa.repeat(pa.scalar("", pa.large_string()), size))
            continue
        column = pa.array(frame.pop(name), from_pandas=True)
        for part in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
            plain = part.cast(pa.large_string())
            parts.append(pc.fill_null(plain, "") if plain.null_count else plain)
    if len(parts) == 1:
        return parts[0]
    return pa.concat_arrays(parts) if parts else pa.array([], pa.large_string())  # a column without rows has no chunk


def coded_column(frames: Sequence[pd.DataFrame], sizes: Sequence[int], name: str) -> tuple[np.ndarray, pa.Array]:
    """Codes and distinct values of a text column of all readings; those of a single reading that has them already are
    taken as they are. It is taken out of the frames.
    """
    import pandas as pd
    import pyarrow as pa

    if len(frames) == 1 and name in frames[0] and isinstance(frames[0][name].dtype, pd.CategoricalDtype):
        column = frames[0].pop(name).array
        return column.codes, pa.array(column.categories, pa.large_string())  # type: ignore[union-attr]
    encoded = text_column(frames, sizes, name).dictionary_encode()
    return encoded.indices.to_numpy(zero_copy_only=False), encoded.dictionary


def chosen_texts(frames: Sequence[pd.DataFrame], sizes: Sequence[int], name: str, rows: pa.Array) -> pa.Array | None:
    """The rows of a text column of all readings, None where no reading has it. It is taken out of the frames."""
    if not any(name in frame for frame in frames):
        return None
    return text_column(frames, sizes, name).take(rows)


def words(codes: np.ndarray, values: pa.Array | Sequence[str]) -> pd.Categorical:
    """Codes into distinct values as a pandas category; that values are distinct is not looked at again."""
    import pandas as pd

    kind = _kind_of(values) if isinstance(values, tuple) else _kind(values)
    return pd.Categorical.from_codes(codes, dtype=kind, validate=False)


def _kind(values: pa.Array | Sequence[str]) -> pd.CategoricalDtype:
    import pandas as pd
    import pyarrow as pa

    array: Any = values if isinstance(values, pa.Array) else pa.array(values, pa.large_string())
    made = getattr(pd.CategoricalDtype, "_from_fastpath", pd.CategoricalDtype)  # spares a table of all values
    return made(pd.Index(pd.array(array.cast(pa.large_string()), dtype="str"), copy=False), False)


_kind_of = lru_cache(16)(_kind)


def encode(column: pa.Array) -> tuple[np.ndarray, list[str]]:
    """Codes and distinct values of a text column."""
    encoded = column.dictionary_encode()
    return encoded.indices.to_numpy(zero_copy_only=False), encoded.dictionary.to_pylist()


def word_codes(frames: Sequence[pd.DataFrame], sizes: Sequence[int], name: str, words: Sequence[str]) -> np.ndarray:
    """Codes into `words` of a column that holds only those; the importer's own categories may stand in any order. It is
    taken out of the frames.
    """
    import numpy as np
    import pandas as pd

    default = {"outcome": "", "direction": "unknown", "kind": "call"}[name]
    parts = [np.zeros(0, dtype=np.int8)]
    for frame, size in zip(frames, sizes, strict=True):
        if name not in frame:
            parts.append(np.full(size, words.index(default), dtype=np.int8))
            continue
        column = frame.pop(name)
        column = column.array if isinstance(column.dtype, pd.CategoricalDtype) else pd.Categorical(column)
        lookup = np.array(
            [words.index(str(word)) for word in column.categories] + [words.index(default)], dtype=np.int8
        )
        parts.append(lookup[column.codes])
    return np.concatenate(parts)


def whole_seconds(frames: Sequence[pd.DataFrame], sizes: Sequence[int], name: str) -> np.ndarray:
    """A column of seconds as int64, missing as -1. It is taken out of the frames."""
    import numpy as np

    parts = [np.zeros(0, dtype=np.int64)]
    for frame, size in zip(frames, sizes, strict=True):
        parts.append(
            frame.pop(name).to_numpy(dtype=np.int64, na_value=-1)
            if name in frame
            else np.full(size, -1, dtype=np.int64)
        )
    return np.concatenate(parts)


def nullable(seconds: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Seconds with -1 as missing, as pandas ``Int64``."""
    import pandas as pd

    return pd.arrays.IntegerArray(seconds, seconds < 0)


def text(column: pa.Array) -> pd.Series:
    """An Arrow text column as pandas ``str``."""
    import pandas as pd
    import pyarrow as pa

    return pd.Series(column.cast(pa.large_string()), dtype="str")


def iso(moment: Any) -> str:
    """An instant as ISO 8601 in UTC."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
