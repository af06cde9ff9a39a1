"""When: first and last, most in a sliding window or on one local day, at night, on days off. Windows are half-open, ``[t, t + W)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer import days_off
from analyzer.numbers import EventView, indicator

if TYPE_CHECKING:
    from numpy import ndarray

MINUTE, HOUR, DAY = 60, 3600, 86_400


def _edge(view: EventView, last: bool) -> ndarray:
    """First or last instant of each group (every group holds at least one event)."""
    import numpy as np

    step = view.group[1:] != view.group[:-1]
    edge = np.append(step, True) if last else np.append(True, step)
    return view.t[edge[: len(view.t)]].astype("datetime64[s]")


@indicator("instant")
def first_at(view: EventView) -> ndarray:
    """Instant of the first event in either direction, UTC."""
    return _edge(view, last=False)


@indicator("instant")
def last_at(view: EventView) -> ndarray:
    """Instant of the last event in either direction, UTC."""
    return _edge(view, last=True)


@indicator("events")
def calls_in_max_5min(view: EventView) -> ndarray:
    """Most inbound call attempts within any 300 seconds.

    Calls at 0 s, 100 s, 299 s and 300 s: 3 (the window that opens at 0 s ends before 300 s; the next holds 100, 299, 300).
    """
    return view.window_max(view.calls_in, 5 * MINUTE)


@indicator("events")
def calls_in_max_1h(view: EventView) -> ndarray:
    """Most inbound call attempts within any 3,600 seconds.

    Calls at 0 s, 1800 s, 3599 s, 3600 s: 3.
    """
    return view.window_max(view.calls_in, HOUR)


@indicator("events")
def calls_in_max_24h(view: EventView) -> ndarray:
    """Most inbound call attempts within any 86,400 seconds, wherever they begin.

    Five calls from 20:00 and five until 10:00 the next morning: 10, though no local day holds more than 5.
    """
    return view.window_max(view.calls_in, DAY)


@indicator("events")
def calls_in_max_7d(view: EventView) -> ndarray:
    """Most inbound call attempts within any 604,800 seconds.

    One call a day at noon for 8 days: 7 (the eighth falls exactly on the end of the first window).
    """
    return view.window_max(view.calls_in, 7 * DAY)


@indicator("events")
def calls_in_max_day(view: EventView) -> ndarray:
    """Most inbound call attempts on one local calendar day.

    Five calls from 20:00 and five until 10:00 the next morning: 5.
    """
    return view.day_max(view.calls_in)


@indicator("events")
def messages_in_max_24h(view: EventView) -> ndarray:
    """Most inbound messages within any 86,400 seconds."""
    return view.window_max(view.messages_in, DAY)


@indicator("events")
def messages_in_max_day(view: EventView) -> ndarray:
    """Most inbound messages on one local calendar day."""
    return view.day_max(view.messages_in)


@indicator("events")
def night_calls_in(view: EventView) -> ndarray:
    """Inbound call attempts at local night, ``t >= 22:00 or t < 08:00``.

    Calls at 21:59:59, 22:00:00, 07:59:59 and 08:00:00: 2.
    """
    return view.count(view.calls_in & view.night)


@indicator("events")
def night_messages_in(view: EventView) -> ndarray:
    """Inbound messages at local night, ``t >= 22:00 or t < 08:00``."""
    return view.count(view.messages_in & view.night)


@indicator("share")
def night_share_in(view: EventView) -> ndarray:
    """Share of inbound calls and messages that came at local night.

    Notes
    -----
    Inbound events at ``t >= 22:00 or t < 08:00``, by all inbound events. Missing without inbound events.

    Examples
    --------
    Calls at 23:00, 12:00 and 13:00, a message at 07:00: 2 of 4, 0.5.
    """
    return view.share(view.night, view.inbound)


@indicator("share")
def weekend_share_in(view: EventView) -> ndarray:
    """Share of inbound calls and messages that came on a Saturday or Sunday, as the calendar has them.

    Notes
    -----
    Inbound events whose local day is a Saturday or Sunday, by all inbound events; public holidays and make-up workdays
    change nothing here. Two days in seven are 0.285714. Missing without inbound events.

    Examples
    --------
    Calls on a Friday, a Saturday and twice on a Sunday: 3 of 4, 0.75.
    """
    return view.share(days_off.weekday(view.day) >= 5, view.inbound)


@indicator("share")
def holiday_share_in(view: EventView) -> ndarray:
    """Share of inbound calls and messages that came on a public holiday of mainland China.

    Notes
    -----
    Inbound events on a local day that the State Council's notice for that year gives off, weekend days inside the holiday
    included, by all inbound events. Missing without inbound events; outside the time zones of mainland China; and where an
    inbound event falls into a year whose notice the installed calendar does not hold.

    Examples
    --------
    Calls on 2024-02-09 (New Year's Eve, no holiday in 2024), 2024-02-10 and 2024-02-17 (first and last day of the Spring
    Festival): 2 of 3, 0.666667.

    References
    ----------
    Yearly notices of the State Council's General Office on the arrangement of public holidays, as listed by the package
    chinesecalendar (MIT licence).
    """
    return _share_from(view, days_off.HOLIDAY)


@indicator("share")
def day_off_share_in(view: EventView) -> ndarray:
    """Share of inbound calls and messages that came on a day off in mainland China: a weekend or a public holiday.

    Notes
    -----
    Inbound events on a public holiday (see `holiday_share_in`), or on a Saturday or Sunday that is not a make-up workday,
    by all inbound events. Missing as `holiday_share_in`.

    Examples
    --------
    Calls on Sunday 2024-02-04 (worked in exchange for the Spring Festival), Saturday 2024-02-10 (holiday), Monday 2024-02-12
    (holiday) and Sunday 2024-02-25: 3 of 4, 0.75.

    References
    ----------
    As `holiday_share_in`.
    """
    return _share_from(view, days_off.WEEKEND)


def _kind_of_day(view: EventView) -> ndarray:
    return days_off.kind_of_day(view.day)


def _share_from(view: EventView, least: int) -> ndarray:
    """Share of inbound events on days of kind `least` or above, missing where the kind of one of them is unknown."""
    import numpy as np

    if view.zone not in days_off.MAINLAND:
        return np.full(view.size, np.nan)
    kind = view.shared(_kind_of_day)
    share = view.share(kind >= least, view.inbound)
    share[view.count(view.inbound & (kind == days_off.UNKNOWN)) > 0] = np.nan
    return share
