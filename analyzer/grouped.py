"""Arithmetic over groups: arrays of values that stand in order of the groups they belong to. NumPy only; no tables."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np


def stable_order(groups: np.ndarray, size: int) -> np.ndarray:
    """Stable order by group code; two passes over 16 bits each are several times cheaper than one sort of wide integers."""
    import numpy as np

    shifted = groups + 1
    if size < 1 << 16:
        return np.argsort(shifted.astype(np.uint16), kind="stable")
    low = np.argsort((shifted & 0xFFFF).astype(np.uint16), kind="stable")
    return low[np.argsort((shifted[low] >> 16).astype(np.uint16), kind="stable")]


def group_max(group: np.ndarray, values: np.ndarray, size: int) -> np.ndarray:
    """Largest value of each group, 0 for groups without values.

    Examples
    --------
    >>> import numpy as np
    >>> group_max(np.array([0, 0, 2]), np.array([4, 7, 1]), 3).tolist()
    [7, 0, 1]
    """
    import numpy as np

    result = np.zeros(size, dtype=np.int64)
    if len(group):
        first = np.flatnonzero(np.append(True, group[1:] != group[:-1]))
        result[group[first]] = np.maximum.reduceat(values, first)
    return result


def runs(group: np.ndarray, joined: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """First element and length of each run; an element begins one unless `joined` to its neighbour of the same group.

    Examples
    --------
    >>> import numpy as np
    >>> first, length = runs(np.array([0, 0, 0, 1]), np.array([False, True, False, True]))
    >>> first.tolist(), length.tolist()
    ([0, 2, 3], [2, 1, 1])
    """
    import numpy as np

    begins = ~joined
    begins[:1] = True
    begins[1:] |= group[1:] != group[:-1]
    first = np.flatnonzero(begins)
    return first, np.diff(np.append(first, len(group)))


def spread(first: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The places ``first[k], first[k] + 1, …`` of every window k, window after window."""
    import numpy as np

    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    return np.repeat(first, count) + within


def ratio(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
    """`part` by `whole`, NaN (missing) where `whole` is 0.

    Examples
    --------
    >>> import numpy as np
    >>> ratio(np.array([1, 0]), np.array([2, 0])).tolist()
    [0.5, nan]
    """
    import numpy as np

    return np.divide(part, whole, out=np.full(len(whole), np.nan), where=whole != 0)


@dataclass(frozen=True)
class Values:
    """Whole numbers, each belonging to a group, with what statistics say about each group; NaN for groups without values.

    Attributes
    ----------
    group, values : arrays of int
        In order of groups.
    size : int
        Number of groups.

    Examples
    --------
    >>> import numpy as np
    >>> some = Values(np.array([0, 0, 0, 2]), np.array([60, 10, 20, 7]), 3)
    >>> some.mean.tolist(), some.median.tolist()
    ([30.0, nan, 7.0], [20.0, nan, 7.0])
    """

    group: np.ndarray
    values: np.ndarray
    size: int

    @cached_property
    def count(self) -> np.ndarray:
        """How many values each group has."""
        import numpy as np

        return np.bincount(self.group, minlength=self.size)

    @cached_property
    def mean(self) -> np.ndarray:
        """Arithmetic mean."""
        import numpy as np

        return ratio(np.bincount(self.group, weights=self.values, minlength=self.size), self.count)

    @cached_property
    def std(self) -> np.ndarray:
        """Standard deviation of the whole population (divided by n, not n - 1); 0 for one value."""
        import numpy as np

        squares = (self.values - self.mean[self.group]) ** 2
        return np.sqrt(ratio(np.bincount(self.group, weights=squares, minlength=self.size), self.count))

    @cached_property
    def median(self) -> np.ndarray:
        """Middle value, of an even number of values the mean of the middle two."""
        import numpy as np

        result = np.full(self.size, np.nan)
        if len(self.values) == 0:
            return result
        low = self.values.min()
        width = int(self.values.max() - low) + 1
        # one sort by group and value; stable, because it is the quicker one for what is already in order of groups
        line = np.sort(self.group * width + (self.values - low), kind="stable")
        have = np.flatnonzero(self.count)
        count = self.count[have]
        start = np.cumsum(count) - count
        middle = line[start + (count - 1) // 2] + line[start + count // 2]
        result[have] = (middle - 2 * have * width) / 2 + low
        return result
