"""What the rules' windows mean: one function per ``window.type``, vectorised over all groups at once.

Each takes the view, the mask of events that count, and the rule, and returns `Matches`: every window in which the count
exceeds the limit, with the events that were counted. Windows that overlap and exceed are one match; the window named is the
one with the highest count, of equals the first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from analyzer import clock
from analyzer.numbers import EventView
from analyzer.rule import Matches, Rule, in_force

if TYPE_CHECKING:
    from numpy import ndarray


def hours(view: EventView, mask: ndarray, rule: Rule) -> Matches:
    """Events between two times of the local day; a span across midnight belongs to the evening on which it begins.

    ``window = {from = "22:00", to = "08:00", to_included = false}``. A match is one night of one group.
    """
    import numpy as np

    start, end = seconds_of(rule.window["from"]), seconds_of(rule.window["to"])
    places = np.flatnonzero(mask & clock.in_hours(view.second, start, end, rule.window.get("to_included", False)))
    evening = view.day[places] - (view.second[places] <= end) * (start > end)
    length = (end - start) % clock.DAY
    first, count = _runs(view.group[places], evening)
    opened = evening[first] * clock.DAY + start
    return _matches(view, places, first, count, opened, opened + length, rule.limit)


def local_day(view: EventView, mask: ndarray, rule: Rule) -> Matches:
    """Events on one local calendar day."""
    import numpy as np

    places = np.flatnonzero(mask)
    first, count = _runs(view.group[places], view.day[places])
    opened = view.day[places[first]] * clock.DAY
    return _matches(view, places, first, count, opened, opened + clock.DAY, rule.limit)


def consecutive_days(view: EventView, mask: ndarray, rule: Rule) -> Matches:
    """Events within a run of local calendar days, sliding day by day. ``window = {days = 7}``."""
    import numpy as np

    days = int(rule.window["days"])
    places = np.flatnonzero(mask)
    group, day = view.group[places], view.day[places]
    count = clock.window_counts(group, day, days)
    first = np.flatnonzero(np.append(True, (group[1:] != group[:-1]) | (day[1:] != day[:-1]))[: len(places)])
    first = _highest(first, group[first], day[first], count[first], days, rule.limit)
    opened = day[first] * clock.DAY
    return _matches(view, places, first, count[first], opened, opened + days * clock.DAY, rule.limit)


def sliding(view: EventView, mask: ndarray, rule: Rule) -> Matches:
    """Events within a window of exact seconds, ``[t, t + seconds)``. ``window = {seconds = 300}``."""
    import numpy as np

    width = int(rule.window["seconds"])
    places = np.flatnonzero(mask)
    group, t = view.group[places], view.t[places]
    count = clock.window_counts(group, t, width)
    first = _highest(np.arange(len(places)), group, t, count, width, rule.limit)
    return _matches(view, places, first, count[first], t[first], t[first] + width, rule.limit, local=False)


def after_conversation(view: EventView, mask: ndarray, rule: Rule) -> Matches:
    """Calls after a conversation, from that moment to the end of the n-th local day, its own day being the first.

    ``window = {days = 7}``. A conversation is an answered call in either direction that lasted a second or more, or whose
    length the export does not say. A call belongs to the last conversation before it. The first event of a match is the
    conversation; `observed` counts the calls after it.
    """
    import numpy as np

    days = int(rule.window["days"])
    talked = view.call & view.outcome("answered") & (view.duration != 0) & (view.inbound | view.outbound)
    talked &= in_force(view, rule)
    index = np.arange(len(view.t))
    last = np.maximum.accumulate(np.where(talked, index, -1)) if len(index) else index
    before = np.append(-1, last[:-1])[: len(index)]  # the last conversation before each event, of any group
    places = np.flatnonzero(mask & (before >= 0))
    source = before[places]
    ok = (
        (view.group[source] == view.group[places])
        & (view.t[source] < view.t[places])
        & (view.day[places] - view.day[source] < days)
    )
    places, source = places[ok], source[ok]
    if len(places) == 0:
        return Matches.none()
    first, count = _runs(view.group[places], source)
    starts = source[first]
    joined = np.insert(places, first, starts)
    end = clock.instants((view.day[starts] + days) * clock.DAY, view.zone)[0]
    return Matches(joined, count + 1, view.group[starts], count, view.t[starts], end)


CONDITIONS: Mapping[str, Callable[[EventView, ndarray, Rule], Matches]] = {
    "hours": hours,
    "local_day": local_day,
    "consecutive_days": consecutive_days,
    "sliding": sliding,
    "after_conversation": after_conversation,
}


def seconds_of(time: str) -> int:
    """Seconds of the day of ``HH:MM`` or ``HH:MM:SS``.

    Examples
    --------
    >>> seconds_of("22:00")
    79200
    """
    parts = [int(part) for part in time.split(":")]
    return sum(part * unit for part, unit in zip(parts, (3600, 60, 1), strict=False))


def _runs(group: ndarray, value: ndarray) -> tuple[ndarray, ndarray]:
    """Start and length of each run of equal (group, value)."""
    import numpy as np

    if len(group) == 0:
        empty = np.zeros(0, dtype=np.int64)
        return empty, empty
    first = np.flatnonzero(np.append(True, (group[1:] != group[:-1]) | (value[1:] != value[:-1])))
    return first, np.diff(np.append(first, len(group)))


def _highest(index: ndarray, group: ndarray, t: ndarray, count: ndarray, width: int, limit: int) -> ndarray:
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


def _matches(
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
    import numpy as np

    over = count > limit
    first, count, opened, closed = first[over], count[over], opened[over], closed[over]
    if len(first) == 0:
        return Matches.none()
    within = np.arange(int(count.sum())) - np.repeat(np.cumsum(count) - count, count)
    chosen = places[np.repeat(first, count) + within]
    if local:
        opened, closed = clock.instants(opened, view.zone)[0], clock.instants(closed, view.zone)[0]
    return Matches(chosen, count, view.group[places[first]], count, opened, closed)
