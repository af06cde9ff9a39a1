"""When: first and last, most in a sliding window or on one local day, at night. Windows are half-open, ``[t, t + W)``."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
    return view.window_max(view.call & view.inbound, 5 * MINUTE)


@indicator("events")
def calls_in_max_1h(view: EventView) -> ndarray:
    """Most inbound call attempts within any 3,600 seconds.

    Calls at 0 s, 1800 s, 3599 s, 3600 s: 3.
    """
    return view.window_max(view.call & view.inbound, HOUR)


@indicator("events")
def calls_in_max_24h(view: EventView) -> ndarray:
    """Most inbound call attempts within any 86,400 seconds, wherever they begin.

    Five calls from 20:00 and five until 10:00 the next morning: 10, though no local day holds more than 5.
    """
    return view.window_max(view.call & view.inbound, DAY)


@indicator("events")
def calls_in_max_7d(view: EventView) -> ndarray:
    """Most inbound call attempts within any 604,800 seconds.

    One call a day at noon for 8 days: 7 (the eighth falls exactly on the end of the first window).
    """
    return view.window_max(view.call & view.inbound, 7 * DAY)


@indicator("events")
def calls_in_max_day(view: EventView) -> ndarray:
    """Most inbound call attempts on one local calendar day.

    Five calls from 20:00 and five until 10:00 the next morning: 5.
    """
    return view.day_max(view.call & view.inbound)


@indicator("events")
def messages_in_max_24h(view: EventView) -> ndarray:
    """Most inbound messages within any 86,400 seconds."""
    return view.window_max(view.message & view.inbound, DAY)


@indicator("events")
def messages_in_max_day(view: EventView) -> ndarray:
    """Most inbound messages on one local calendar day."""
    return view.day_max(view.message & view.inbound)


@indicator("events")
def night_calls_in(view: EventView) -> ndarray:
    """Inbound call attempts at local night, ``t >= 22:00 or t < 08:00``.

    Calls at 21:59:59, 22:00:00, 07:59:59 and 08:00:00: 2.
    """
    return view.count(view.call & view.inbound & view.night)


@indicator("events")
def night_messages_in(view: EventView) -> ndarray:
    """Inbound messages at local night, ``t >= 22:00 or t < 08:00``."""
    return view.count(view.message & view.inbound & view.night)
