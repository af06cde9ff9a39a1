"""Values of columns in our words: times, codes, the first of several texts that says something."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Seconds = Numbers = NDArray[np.int64]

LATEST = 4_102_444_800
"""2100-01-01, seconds since 1970: no phone has a later time."""
APPLE = 978_307_200
"""2001-01-01 UTC, seconds since 1970: where Apple's databases begin to count."""
PHONE = r"^(?:tel:)?\+?[0-9]{5,15}$"
"""What an own number looks like in a column that may also hold accounts and e-mail addresses."""


def seconds_of(value: Seconds, per_second: int = 1, since: int = 0) -> Seconds:
    """Times as counts → whole seconds since 1970; -1 for 0, negative ones and those after 2100.

    Examples
    --------
    >>> import numpy as np
    >>> seconds_of(np.array([1_700_000_000_999, 0, -1]), per_second=1000).tolist()
    [1700000000, -1, -1]
    """
    import numpy as np

    at = value // per_second + since
    return np.where((value > 0) & (at < LATEST), at, -1)


def first_text(*columns: Any, empty: Sequence[str] = (), otherwise: str = "") -> Any:
    """For each row the first text that says something: not empty, and none of the words that stand for an empty cell.

    Examples
    --------
    >>> import pyarrow as pa
    >>> mark, name = pa.array(["", "null"], pa.large_string()), pa.array(["Li", ""], pa.large_string())
    >>> first_text(mark, name, empty=["null"], otherwise="-1").to_pylist()
    ['Li', '-1']
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    void = pa.array(["", *empty], pa.large_string())
    said = [
        pc.if_else(pc.is_in(column, value_set=void), pa.scalar(None, pa.large_string()), column) for column in columns
    ]
    return pc.fill_null(pc.coalesce(*said), otherwise)


def only(column: Any, pattern: str) -> Any:
    """The texts that match a pattern (RE2), empty where they do not."""
    import pyarrow.compute as pc

    return pc.if_else(pc.match_substring_regex(column, pattern), column, "")


def codes(
    meaning: Mapping[int, tuple[str, ...]], part: int, words: Sequence[str], default: str, types: Seconds
) -> NDArray[np.int8]:
    """For each row the code among `words` of what its type means, of a table from types to words.

    Examples
    --------
    >>> import numpy as np
    >>> codes({1: ("in",), 2: ("out",)}, 0, ("in", "out", "unknown"), "unknown", np.array([2, 1, -1, 77])).tolist()
    [1, 0, 2, 2]
    """
    import numpy as np

    top = max(meaning) + 2
    lookup = np.full(top, words.index(default), np.int8)
    for type_, said in meaning.items():
        lookup[type_] = words.index(said[part])
    return lookup[np.where((types >= 0) & (types < top), types, top - 1)]


def repeated(word: str, words: Sequence[str], n: int) -> NDArray[np.int8]:
    """A column of one and the same word."""
    import numpy as np

    return np.full(n, words.index(word), np.int8)


def places_of(wanted: Numbers, keys: Numbers) -> Numbers:
    """For each of `wanted` the first place among `keys`, -1 where it is not there.

    Examples
    --------
    >>> import numpy as np
    >>> places_of(np.array([7, 8, 9]), np.array([9, 7, 7])).tolist()
    [1, -1, 0]
    """
    import numpy as np

    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    distinct, first = np.unique(keys, return_index=True)
    at = np.minimum(np.searchsorted(distinct, wanted), len(distinct) - 1)
    return np.where(distinct[at] == wanted, first[at], -1)
