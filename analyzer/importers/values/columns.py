"""Text columns as Arrow holds them: distinct words and codes, so that whatever is costly is done once per spelling."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, SupportsIndex

from analyzer.columns import words as category

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa


def text_array(cells: Sequence[str]) -> pa.Array:
    """Cells as an Arrow text column; a lone surrogate, which no encoding can hold, becomes U+FFFD."""
    import pyarrow as pa

    try:
        return pa.array(cells, pa.large_string())
    except UnicodeEncodeError:
        return pa.array([cell.encode("utf-8", "replace").decode() for cell in cells], pa.large_string())


def dictionary(column: Any) -> pa.DictionaryArray:
    """The column as codes into its distinct words."""
    import pyarrow as pa

    encoded = column.dictionary_encode()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = encoded.combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):  # what a column without chunks stays
        return pa.DictionaryArray.from_arrays(pa.array([], pa.int32()), pa.array([], column.type))
    return encoded


def encode(column: Any) -> tuple[np.ndarray, list[str]]:
    """Codes and distinct words of a text column, the words in order of first appearance.

    Examples
    --------
    >>> codes, words = encode(text_array(["a", "b", "a"]))
    >>> codes.tolist(), words
    ([0, 1, 0], ['a', 'b'])
    """
    encoded = dictionary(column)
    return encoded.indices.to_numpy(zero_copy_only=False), encoded.dictionary.to_pylist()


def cleaned(column: Any, empty: Collection[str], encoded: pa.DictionaryArray | None = None) -> Any:
    """The column without blanks around its words, and empty where a word (in lower case) stands for an empty cell.

    Examples
    --------
    >>> cleaned(text_array([" Li ", "NULL"]), {"null"}).to_pylist()
    ['Li', '']
    """
    coded: Any = dictionary(column) if encoded is None else encoded
    words = cleaned_words(coded.dictionary, empty)
    return column if words is coded.dictionary else words.take(coded.indices)


def cleaned_words(words: pa.Array, empty: Collection[str]) -> pa.Array:
    """What `cleaned` does to each distinct word; the array itself where it changes nothing."""
    import pyarrow as pa
    import pyarrow.compute as pc

    trimmed = pc.utf8_trim_whitespace(words)
    void = pc.is_in(pc.utf8_lower(trimmed), value_set=pa.array(sorted(empty), words.type))
    tidy = pc.if_else(void, "", trimmed)
    return words if tidy.equals(words) else tidy


def matching(encoded: pa.DictionaryArray, pattern: str) -> np.ndarray | None:
    """Which rows match a pattern (RE2), or None when none does; each distinct word is looked at once."""
    import pyarrow.compute as pc

    words = pc.match_substring_regex(encoded.dictionary, pattern)
    if not pc.any(words).as_py():
        return None
    return words.take(encoded.indices).to_numpy(zero_copy_only=False)


def translated(column: Any, change: Callable[[str], str]) -> Any:
    """The column with every distinct word put through `change`; the column itself where nothing changes."""
    import pyarrow as pa

    codes, words = encode(column)
    changed = [change(word) for word in words]
    return column if changed == words else text_array(changed).take(pa.array(codes))


def coded_series(column: pa.DictionaryArray) -> pd.Series:
    """A coded text column as a pandas category, its words in their order; each once, though `column` may hold one twice."""
    import pandas as pd

    codes, words = column.indices.to_numpy(zero_copy_only=False), column.dictionary
    once = words.dictionary_encode()
    if len(once.dictionary) < len(words):
        codes, words = once.indices.to_numpy(zero_copy_only=False)[codes], once.dictionary
    return pd.Series(category(codes, words))


def series(column: Any) -> pd.Series:
    """A text column as pandas ``str`` without copying its bytes."""
    import pandas as pd
    import pyarrow as pa

    return pd.Series(pd.array(column.cast(pa.large_string()), dtype="str"))


def select(column: Any, chosen: np.ndarray) -> Any:
    """The rows of a column at the given positions."""
    import pyarrow as pa

    return column.take(pa.array(chosen))


def cell(column: Any, i: SupportsIndex) -> str:
    """One cell as a Python text."""
    return column[int(i)].as_py()
