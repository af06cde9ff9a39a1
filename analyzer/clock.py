"""UTC and local time, nights, and exact counts in sliding half-open windows. NumPy only; no pandas, no tables."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DAY = 86_400
"""Seconds of a civil day without a clock change."""

YEAR = 366 * DAY
"""Seconds by which spans are rounded before the clock changes in them are sought, so that one search serves many spans."""

NIGHT = (22 * 3600, 8 * 3600)
"""Night as seconds of the local day, half-open: ``t >= 22:00 or t < 08:00`` (GB/T 45251-2025, 5.3; the boundary second
is our choice, no source settles it: a call at 22:00:00 is night, one at 08:00:00 is not)."""


def offsets(t: NDArray[np.int64], zone: str) -> NDArray[np.int64]:
    """Seconds to add to UTC to get the wall time of `zone`, for each instant.

    The zone's transitions inside the span are found once, by bisection; events are then placed between them.

    Parameters
    ----------
    t : array of int64
        Seconds since 1970-01-01 UTC.
    zone : str
        IANA name.

    Examples
    --------
    >>> offsets(np.array([0], dtype=np.int64), "Asia/Shanghai").tolist()
    [28800]
    """
    if len(t) == 0:
        return np.zeros(0, dtype=np.int64)
    edges, values = _transitions(zone, int(t.min()) // YEAR, int(t.max()) // YEAR + 1)
    if len(values) == 1:
        return np.full(len(t), values[0], dtype=np.int64)
    return values[np.searchsorted(edges, t, side="right") - 1]


@lru_cache(maxsize=64)
def _transitions(zone: str, first: int, last: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Instants from the beginning of one `YEAR` to that of another from which another offset holds, found by bisection
    between monthly probes.
    """
    info = zoneinfo.ZoneInfo(zone)

    def offset(second: int) -> int:
        moment = dt.datetime.fromtimestamp(second, dt.UTC).astimezone(info)
        delta = moment.utcoffset()
        return int(delta.total_seconds()) if delta is not None else 0

    first, last = (
        max(first * YEAR, -62_135_510_400),
        min(last * YEAR, 253_402_210_800),
    )  # years 1 and 9999, less a day for the offset
    probes = [*range(first, last, 15 * DAY), last]
    edges, values = [first], [offset(first)]
    for low, high in pairwise(probes):
        if offset(high) == values[-1]:
            continue
        new = offset(high)
        while high - low > 1:
            middle = (low + high) // 2
            if offset(middle) == values[-1]:
                low = middle
            else:
                high = middle
        edges.append(high)
        values.append(new)
    return np.array(edges, dtype=np.int64), np.array(values, dtype=np.int64)


def wall(t: NDArray[np.int64], zone: str) -> NDArray[np.int64]:
    """Wall time of each instant, as seconds since 1970-01-01 00:00 on that wall."""
    return t + offsets(t, zone)


def instants(local: NDArray[np.int64], zone: str) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """UTC seconds of wall times, and which of them are doubtful.

    A wall time that occurs twice (clocks set back) is read as the earlier instant; one that never occurs (clocks set
    forward) is moved forward by the gap. Both are marked as doubtful.

    Examples
    --------
    >>> t, doubtful = instants(np.array([28800], dtype=np.int64), "Asia/Shanghai")
    >>> t.tolist(), doubtful.tolist()
    ([0], [False])
    """
    if len(local) == 0:
        return local.astype(np.int64), np.zeros(0, dtype=bool)
    edges, values = _transitions(zone, (int(local.min()) - 2 * DAY) // YEAR, (int(local.max()) + 2 * DAY) // YEAR + 1)
    if len(values) == 1:
        return local - values[0], np.zeros(len(local), dtype=bool)
    early = local - values.max()  # the earliest instant that could show this wall time
    late = local - values.min()
    doubtful = np.zeros(len(local), dtype=bool)
    result = local - values[np.searchsorted(edges, early, side="right") - 1]
    for edge, before, after in zip(edges[1:], values[:-1], values[1:], strict=True):
        wall_edge = edge + min(before, after)
        in_change = (local >= wall_edge) & (local < edge + max(before, after))
        doubtful |= in_change
        past = (local >= edge + max(before, after)) & (early <= edge + DAY) & (late >= edge)
        result = np.where(past, local - after, result)
        result = np.where(in_change, local - before, result)
    return result, doubtful


def in_hours(second_of_day: NDArray[np.int64], start: int, end: int, end_included: bool = False) -> NDArray[np.bool_]:
    """Which local times lie in ``[start, end)``, a span that may cross midnight.

    Parameters
    ----------
    second_of_day : array
        Seconds since local midnight.
    start, end : int
        Seconds since local midnight; ``start > end`` crosses midnight.
    end_included : bool
        Whether the second `end` itself belongs to the span (Regulation F: *after* 8 a.m. is allowed, 8:00:00 is not).

    Examples
    --------
    >>> in_hours(np.array([79199, 79200, 28799, 28800]), *NIGHT).tolist()
    [False, True, True, False]
    """
    before_end = second_of_day <= end if end_included else second_of_day < end
    if start > end:
        return (second_of_day >= start) | before_end
    return (second_of_day >= start) & before_end


def window_counts(key: NDArray[np.int64], t: NDArray[np.int64], width: int, beyond: int = 1) -> NDArray[np.int64]:
    """For each event, how many events of its key lie in the half-open window ``[t, t + width)`` that it opens.

    Parameters
    ----------
    key, t : arrays
        Codes ``>= 0`` and seconds, sorted by (key, t).
    width : int
        Seconds.
    beyond : int
        What the caller wants to know exactly: counts of more than so many. Others may be given as 1, which spares a search
        for each of them.

    Returns
    -------
    array of int64
        Counts; of events at the same second the first one carries the full count.

    Examples
    --------
    >>> window_counts(np.array([0, 0, 0, 1]), np.array([0, 10, 60, 0]), 60).tolist()
    [2, 2, 1, 1]
    """
    if len(key) == 0:
        return np.zeros(0, dtype=np.int64)
    start = t.min()
    line = key * (int(t.max() - start) + 1 + width) + (t - start)  # the gap of one width keeps keys apart
    counts = np.ones(len(line), dtype=np.int64)
    many = max(beyond, 1)
    full = np.flatnonzero(line[many:] - line[:-many] < width)  # the event so many places later is still in the window
    counts[full] = np.searchsorted(line, line[full] + width, side="left") - full
    return counts


def civil(days: NDArray[np.int64]) -> list[dt.date]:
    """Dates of day numbers counted from 1970-01-01."""
    return [dt.date(1970, 1, 1) + dt.timedelta(days=int(day)) for day in days]
