"""How long, how steadily, and whether it grows: streaks, silences, calls per day, the trend from week to week."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.grouped import ratio, runs
from analyzer.numbers import EventView, indicator

if TYPE_CHECKING:
    from numpy import ndarray

WEEK = 7
"""Days of a week, which here begins on any day."""


def _span(view: EventView) -> tuple[ndarray, ndarray, ndarray]:
    """First inbound event's place (-1 for none), first local day with inbound events, and days from it to the last one."""
    import numpy as np

    places = np.flatnonzero(view.inbound)
    group = view.group[places]
    place, start, length = (np.full(view.size, fill, dtype=np.int64) for fill in (-1, 0, 0))
    first, count = runs(group, np.ones(len(group), dtype=bool))
    have = group[first]
    place[have] = places[first]
    start[have] = view.day[places[first]]
    length[have] = view.day[places[first + count - 1]] - start[have] + 1
    return place, start, length


@indicator("instant")
def first_contact_at(view: EventView) -> ndarray:
    """Instant of the first inbound event, UTC.

    Notes
    -----
    Earlier than this the exports hold nothing that came from the number; `first_at` counts the owner's own calls too.
    Missing without inbound events.

    Examples
    --------
    The owner calls at 09:00, the number calls back at 10:00 and 11:00: 10:00.
    """
    import numpy as np

    place, _, _ = view.shared(_span)
    result = np.full(view.size, np.datetime64("NaT"), dtype="datetime64[s]")
    have = place >= 0
    result[have] = view.t[place[have]].astype("datetime64[s]")
    return result


@indicator("days")
def longest_daily_streak(view: EventView) -> ndarray:
    """Most local days in a row on each of which at least one inbound event came.

    Notes
    -----
    0 without inbound events, 1 for a single day.

    Examples
    --------
    Calls on 1, 2, 3, 5 and 6 March: 3.
    """
    import numpy as np

    group, day, _ = view.days(view.inbound)
    return view.longest_run(group, np.diff(day, prepend=0) == 1)


@indicator("seconds")
def longest_silence_s(view: EventView) -> ndarray:
    """Longest time between two inbound events that follow one another.

    Notes
    -----
    The largest gap between an inbound call or message and the next one. Missing with fewer than two.

    Examples
    --------
    Calls at 12:00 and 12:10, a message at 14:10: 7200.
    """
    import numpy as np

    gaps = view.gaps(view.inbound)
    return np.where(gaps.count > 0, view.largest(gaps), np.nan)


@indicator("events per day")
def calls_in_per_day(view: EventView) -> ndarray:
    """Inbound calls per local day, on the average of all days from the first inbound event to the last.

    Notes
    -----
    Inbound calls by the number of local days from the day of the first inbound call or message to that of the last, both
    included, days without calls too. Missing without inbound events.

    Examples
    --------
    Two calls on 1 March, one on the 4th: 3 calls in 4 days, 0.75.
    """
    _, _, length = view.shared(_span)
    return ratio(view.count(view.calls_in), length)


@indicator("events per week, per week")
def escalation_per_week(view: EventView) -> ndarray:
    """By how many inbound events a week the weekly count rises (or, negative, falls) from week to week.

    Notes
    -----
    Weeks of seven local days are counted off from the day of the first inbound event; a last week that the day of the last
    inbound event does not complete is left out. The value is the slope of the straight line through the weekly counts by
    least squares, ``sum((w - mean(w)) * count(w)) / sum((w - mean(w)) ** 2)`` over the weeks w = 0, 1, … Missing with fewer
    than two whole weeks.

    Examples
    --------
    1, 3 and 5 events in three weeks that follow one another: 2. The same number every week: 0.
    """
    import numpy as np

    _, start, length = view.shared(_span)
    weeks = length // WEEK
    group, day = view.of(view.inbound, view.group, view.day)
    week = (day - start[group]) // WEEK
    whole = week < weeks[group]
    group, week = group[whole], week[whole]
    events = view.tally(group)
    moment = np.bincount(group, weights=week, minlength=view.size)
    spread = weeks * (weeks**2 - 1)
    return ratio(6 * (2 * moment - (weeks - 1) * events), spread)


@indicator("ratio")
def escalation_ratio(view: EventView) -> ndarray:
    """How many times as many inbound events came in the last four weeks as in the first four.

    Notes
    -----
    Inbound events of the 28 local days that end with the last inbound event's, by those of the 28 that begin with the
    first one's. Missing where fewer than 56 days lie from first to last, because the two would overlap.

    Examples
    --------
    4 events from 1 to 28 January, none in February, 10 from 4 to 31 March: 2.5.
    """
    import numpy as np

    _, start, length = view.shared(_span)
    group, day = view.of(view.inbound, view.group, view.day)
    since = day - start[group]
    early = view.tally(group[since < 4 * WEEK])
    late = view.tally(group[since >= length[group] - 4 * WEEK])
    return ratio(late, np.where(length >= 8 * WEEK, early, 0))
