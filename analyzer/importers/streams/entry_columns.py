"""Text columns of entries → times, lengths, codes; the way from what stands in an export to what `Entries.reading` takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

LATEST_MS = 4_102_444_800_000
"""2100-01-01, milliseconds since 1970: no phone has a later time."""


def instants(date: pa.Array) -> np.ndarray:
    """Milliseconds since 1970, as text, to whole seconds; -1 where they are none (not digits, 0, after 2100).

    Examples
    --------
    >>> import pyarrow as pa
    >>> instants(pa.array(["1700000000999", "yesterday", None, "0"])).tolist()
    [1700000000, -1, -1, -1]
    """
    import numpy as np

    value = _whole(date, 15)
    return np.where((value > 0) & (value < LATEST_MS), value // 1000, -1)


def seconds(text: pa.Array, empty: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Whole seconds, -1 where there are none, and a mask of the texts that are neither empty nor understood."""
    value = _whole(text, 9)
    return value, (value < 0) & ~among(text, ["", *empty])


def codes(text: pa.Array) -> tuple[list[str], np.ndarray]:
    """Distinct texts of a column (null is empty) and the place of each entry's text among them."""
    import pyarrow.compute as pc

    encoded = pc.fill_null(text, "").dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)


def among(text: pa.Array, words: Sequence[str]) -> np.ndarray:
    """Mask of the entries that hold one of `words`; null counts as empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.is_in(pc.fill_null(text, ""), pa.array(words, pa.large_string())).to_numpy(zero_copy_only=False)


def instead(text: pa.Array, words: Sequence[str], other: pa.Array | str) -> pa.Array:
    """The column with `other` where it is null, empty or one of `words`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pc.fill_null(text, "") if text.null_count else text
    void = pc.is_in(text, pa.array(["", *words], pa.large_string()))
    return pc.if_else(void, other, text) if pc.any(void).as_py() else text


def _whole(text: pa.Array, digits: int) -> np.ndarray:
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pc.utf8_trim_whitespace(text)
    fits = pc.fill_null(pc.and_(pc.ascii_is_decimal(text), pc.less_equal(pc.binary_length(text), digits)), False)
    number = pc.if_else(fits, text, pa.scalar(None, pa.large_string())).cast(pa.int64())
    return pc.fill_null(number, -1).to_numpy(zero_copy_only=False)
