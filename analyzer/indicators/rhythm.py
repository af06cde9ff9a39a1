"""In what rhythm a number calls: redialling, ringing once, calls in a chain, runs of calls that nobody answered, burstiness.

Bounds in seconds that no source states are this program's own and are said to be so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.grouped import Values, ratio, runs
from analyzer.numbers import EventView, indicator
from analyzer.rule import unanswered

if TYPE_CHECKING:
    from numpy import ndarray

REDIAL = 300
"""Seconds below which the next call is a redial and goes on a chain; our own choice."""

ONCE = 3
"""Seconds of ringing or talk up to which a call counts as rung once; our own choice, the one of the rules' `ring_once`."""

CHAIN = 3
"""Calls from which on a chain is a burst; our own choice."""


def call_gaps(view: EventView) -> Values:
    """Seconds between each inbound call attempt and the next one of its number."""
    return view.gaps(view.calls_in)


def event_gaps(view: EventView) -> Values:
    """Seconds between each event and the next one with the same number, in either direction."""
    return view.gaps(view.directed)


@indicator("seconds")
def redial_interval_median_s(view: EventView) -> ndarray:
    """Median time from one inbound call of the number to its next.

    Notes
    -----
    Over the gaps between the beginnings of inbound call attempts that follow one another; of an even number of gaps the mean
    of the middle two. Missing with fewer than two calls.

    Examples
    --------
    Calls at 10:00:00, 10:01:00 and 10:06:00: gaps of 60 and 300 s, 180.
    """
    return view.shared(call_gaps).median


@indicator("share")
def redial_under_5min_share(view: EventView) -> ndarray:
    """Share of the number's inbound calls after the first that came within five minutes of the one before.

    Notes
    -----
    Gaps between successive inbound call attempts shorter than 300 seconds, by all such gaps. Missing with fewer than two
    calls.

    Examples
    --------
    Calls at 10:00:00, 10:04:59 and 10:09:59: gaps of 299 and 300 s, 0.5.
    """
    gaps = view.shared(call_gaps)
    return ratio(view.tally(gaps.group[gaps.values < REDIAL]), gaps.count)


def _once(view: EventView) -> tuple[ndarray, ndarray]:
    """Which inbound calls rang once, and of which the export tells whether they did."""
    missed = view.calls_in & view.outcome("missed") & (view.ring >= 0)
    answered = view.calls_in & view.outcome("answered") & (view.duration >= 0)
    return (missed & (view.ring <= ONCE)) | (answered & (view.duration <= ONCE)), missed | answered


@indicator("events")
def ring_once_in(view: EventView) -> ndarray:
    """Inbound calls that ended almost at once: missed after at most 3 seconds of ringing, or over after at most 3 of talk.

    Notes
    -----
    Missed calls whose ring time the export gives and is 0 to 3 seconds, and answered calls whose talk time it gives and is
    0 to 3 seconds. Calls that the person declined or the phone blocked do not count: the caller did not end them. A lower
    bound, since most exports do not give ring times. The bound of 3 seconds is this program's own.

    Examples
    --------
    Missed after 2 s, missed after 20 s, missed with no ring time given, answered for 3 s, declined after 1 s: 2.
    """
    return view.count(view.shared(_once)[0])


@indicator("share")
def ring_once_share(view: EventView) -> ndarray:
    """Share of inbound calls that ended almost at once, of those of which the export tells.

    Notes
    -----
    `ring_once_in` by the missed calls with a ring time and the answered calls with a talk time. Missing where there are none.

    Examples
    --------
    Missed after 2 s, missed after 20 s, missed with no ring time given, answered for 3 s, declined after 1 s: 2 of 3,
    0.666667.
    """
    return view.share(*view.shared(_once))


@indicator("events")
def unanswered_run_max(view: EventView) -> ndarray:
    """Most inbound calls in a row that nobody answered.

    Notes
    -----
    Longest run of inbound calls, one after the other, each of them missed, rejected, blocked or sent to voicemail. Any other
    inbound call ends the run; messages and outgoing calls do not. Of calls in the same second those that end a run stand
    first.

    Examples
    --------
    Missed, missed, answered, missed, rejected, blocked: 3.
    """
    import numpy as np

    lost = unanswered(view)
    places = np.flatnonzero(view.calls_in)
    places = view.tied(places, lost[places])
    places_lost = np.flatnonzero(lost[places])
    joined = np.diff(places_lost, prepend=-2) == 1
    return view.longest_run(view.group[places[places_lost]], joined)


@indicator("runs")
def bursts_in(view: EventView) -> ndarray:
    """Bursts of calls: chains of three or more inbound calls, each less than five minutes after the one before.

    Notes
    -----
    Inbound call attempts are joined to the one before where less than 300 seconds lie between their beginnings; chains of
    at least 3 are counted. Both bounds are this program's own.

    Examples
    --------
    Calls at 10:00, 10:04, 10:08, 10:12, at 12:00, 12:01, and at 15:00, 15:01, 15:02: 2.
    """
    import numpy as np

    group, t = view.of(view.calls_in, view.group, view.t)
    first, length = runs(group, np.diff(t, prepend=0) < REDIAL)
    return view.tally(group[first[length >= CHAIN]])


@indicator("ratio")
def burstiness(view: EventView) -> ndarray:
    """How bunched the events with the number are: -1 as regular as a clock, near 0 as by chance, towards 1 in bursts.

    Notes
    -----
    ``(s - m) / (s + m)``, where m is the mean and s the standard deviation (divided by n) of the gaps between successive
    calls and messages in either direction. Missing with fewer than three events, or where all fall into one second.

    Examples
    --------
    One call an hour: -1. Gaps of 1, 1, 1 and 97 s: m 25, s 41.569, 0.248902.

    References
    ----------
    K.-I. Goh and A.-L. Barabási, Burstiness and memory in complex systems, EPL 81 (2008) 48002, equation 1.
    """
    import numpy as np

    gaps = view.shared(event_gaps)
    return ratio(gaps.std - gaps.mean, np.where(gaps.count >= 2, gaps.std + gaps.mean, 0))
