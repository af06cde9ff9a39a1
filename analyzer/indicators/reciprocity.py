"""How far it is mutual: what the owner calls and writes back, how long both talk, and calls that follow a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.numbers import EventView, indicator

if TYPE_CHECKING:
    from numpy import ndarray

DAY = 86_400

LONG = 120
"""Seconds of talk from which on a call is a long one; our own choice."""


@indicator("share")
def out_share(view: EventView) -> ndarray:
    """Share of the owner's own calls and messages in all events with the number.

    Notes
    -----
    Outgoing calls and messages by incoming and outgoing ones. Missing where the export gives the direction of none.

    Examples
    --------
    Three calls in, one message out: 0.25.

    References
    ----------
    What bandicoot 0.6.0 calls the balance of a contact (`balance_of_contacts`).
    """
    return view.share(view.outbound, view.directed)


@indicator("seconds")
def talk_out_s(view: EventView) -> ndarray:
    """Seconds talked in answered calls that the owner made; calls whose length the export does not say add nothing.

    Notes
    -----
    Sum of the talk times of answered outgoing calls.

    Examples
    --------
    Outgoing calls of 30 s and 45 s, one that was not answered: 75.
    """
    return view.total(view.call & view.outbound & view.outcome("answered"), view.duration)


@indicator("events")
def long_talks(view: EventView) -> ndarray:
    """Calls in either direction in which both talked for two minutes or longer.

    Notes
    -----
    Answered calls with a talk time of at least 120 seconds. The bound is this program's own.

    Examples
    --------
    Answered calls of 119 s and 120 s in, 600 s out: 2.
    """
    return view.count(view.call & view.directed & view.outcome("answered") & (view.duration >= LONG))


@indicator("events")
def replies_out(view: EventView) -> ndarray:
    """The owner's calls and messages to the number less than 24 hours after a call or message from it.

    Notes
    -----
    Outgoing events with an inbound event of the number before them, later than it and by less than 86,400 seconds. Whether
    they answer it the records do not show.

    Examples
    --------
    The number calls at noon; the owner writes at 12:30 and calls at 11:59:59 the next day and at noon: 2.
    """
    return view.soon_after(view.outbound, view.inbound, DAY)


@indicator("events")
def calls_in_after_answered(view: EventView) -> ndarray:
    """Inbound calls less than seven days after an answered call with the number.

    Notes
    -----
    Inbound call attempts with an answered call of either direction before them, later than it and by less than 604,800
    seconds. Answered means: one second of talk or more, or a length that the export does not say.

    Examples
    --------
    An answered call of 60 s on Monday at noon, calls on Tuesday, on Wednesday and at noon of the next Monday: 2.
    """
    talked = view.call & view.directed & view.outcome("answered") & (view.duration != 0)
    return view.soon_after(view.calls_in, talked, 7 * DAY)
