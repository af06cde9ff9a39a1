"""What the conditions share: runs, chains of windows, distinct values in windows, and the matches made of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer import clock
from analyzer.grouped import spread, stable_order
from analyzer.numbers import EventView
from analyzer.rule import Matches

if TYPE_CHECKING:
    from numpy import ndarray


def seconds_of(time: str) -> int:
    """Seconds of the day of ``HH:MM`` or ``HH:MM:SS``.

    Examples
    --------
    >>> seconds_of("22:00")
    79200
    """
    parts = [int(part) for part in time.split(":")]
    return sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))


def runs(group: ndarray, value: ndarray) -> tuple[ndarray, ndarray]:
    """Start and length of each run of equal (group, value)."""
    import numpy as np

    if len(group) == 0:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    first = np.flatnonzero(np.append(True, (group[1:] != group[:-1]) | (value[1:] != value[:-1])))
    return first, np.diff(np.append(first, len(group)))


def highest(index: ndarray, group: ndarray, t: ndarray, count: ndarray, width: int, limit: int) -> ndarray:
    """Of windows opening at `index` that exceed the limit: per chain of overlapping ones the first with the highest count."""
    import numpy as np

    over = np.flatnonzero(count > limit)
    if len(over) == 0:
        return over
    new = np.append(True, (group[over][1:] != group[over][:-1]) | (t[over][1:] - t[over][:-1] >= width))
    chain = np.cumsum(new) - 1
    order = np.lexsort((over, -count[over], chain))
    best = order[np.append(True, chain[order][1:] != chain[order][:-1])]
    return index[over[best]]


def distinct(key: ndarray, value: ndarray, count: ndarray) -> tuple[ndarray, ndarray]:
    """Different values in each window ``[i, i + count[i])``, and the last place before each with the same key and value.

    Windows must not reach over a change of key, and must not end before the one that opens earlier. A place is then the
    first of its value in exactly those windows that open after the place before it and reach it: an interval of windows,
    so that one pass of sums over interval ends counts them all.

    Examples
    --------
    >>> import numpy as np
    >>> distinct(np.zeros(4, int), np.array([7, 8, 7, 7]), np.array([3, 3, 2, 1]))[0].tolist()
    [2, 2, 1, 1]
    """
    import numpy as np

    n = len(value)
    place = np.arange(n)
    before = np.full(n, -1, dtype=np.int64)
    order = stable_order(value, int(value.max()) + 1 if n else 0)
    part = np.cumsum(np.append(False, key[1:] != key[:-1]))[:n]  # equal keys stand together
    if n and part[-1]:
        order = order[stable_order(part[order], int(part[-1]) + 1)]
    same = (value[order][1:] == value[order][:-1]) & (key[order][1:] == key[order][:-1])
    before[order[1:][same]] = order[:-1][same]
    reach = np.searchsorted(place + count, place, side="right")  # first window that reaches each place
    opened = np.maximum(before + 1, reach)
    change = np.bincount(opened, minlength=n + 1) - np.bincount(place + 1, minlength=n + 1)
    return np.cumsum(change)[:n], before


def covered(first: ndarray, count: ndarray, size: int) -> ndarray:
    """Which of so many places lie in at least one of the windows ``[first, first + count)``.

    Examples
    --------
    >>> import numpy as np
    >>> covered(np.array([1, 2]), np.array([2, 2]), 5).tolist()
    [False, True, True, True, False]
    """
    import numpy as np

    change = np.bincount(first, minlength=size + 1) - np.bincount(first + count, minlength=size + 1)
    return np.cumsum(change)[:size] > 0


def matches(
    view: EventView,
    places: ndarray,
    first: ndarray,
    count: ndarray,
    opened: ndarray,
    closed: ndarray,
    limit: int,
    local: bool = True,
) -> Matches:
    """Matches of the windows that hold ``count`` consecutive places from ``first``, where the count exceeds the limit."""
    over = count > limit
    first, count, opened, closed = first[over], count[over], opened[over], closed[over]
    if len(first) == 0:
        return Matches.none()
    chosen = places[spread(first, count)]
    if local:
        opened, closed = clock.instants(opened, view.zone)[0], clock.instants(closed, view.zone)[0]
    return Matches(chosen, count, view.group[places[first]], count, opened, closed)
