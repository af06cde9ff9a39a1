"""How much: counts of calls, messages, days, and seconds talked. Every inbound attempt counts, whatever its outcome."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.numbers import EventView, indicator

if TYPE_CHECKING:
    from numpy import ndarray


@indicator("events")
def events(view: EventView) -> ndarray:
    """Events of any kind and direction.

    Two calls in, one message out: 3.
    """
    return view.count(view.call | view.message)


@indicator("events")
def calls_in(view: EventView) -> ndarray:
    """Inbound call attempts, whatever their outcome.

    One answered, two missed, one rejected: 4.
    """
    return view.count(view.calls_in)


@indicator("events")
def calls_out(view: EventView) -> ndarray:
    """Outgoing call attempts.

    One answered, one not: 2.
    """
    return view.count(view.call & view.outbound)


@indicator("events")
def answered_in(view: EventView) -> ndarray:
    """Inbound calls that were answered.

    One answered, two missed: 1.
    """
    return view.count(view.calls_in & view.outcome("answered"))


@indicator("events")
def missed_in(view: EventView) -> ndarray:
    """Inbound calls that rang and were not answered.

    One answered, two missed, one rejected: 2.
    """
    return view.count(view.calls_in & view.outcome("missed"))


@indicator("events")
def rejected_in(view: EventView) -> ndarray:
    """Inbound calls that the person declined.

    Two missed, one rejected: 1.
    """
    return view.count(view.calls_in & view.outcome("rejected"))


@indicator("events")
def blocked_in(view: EventView) -> ndarray:
    """Inbound calls that the phone refused by its block list.

    Three blocked, one missed: 3.
    """
    return view.count(view.calls_in & view.outcome("blocked"))


@indicator("events")
def messages_in(view: EventView) -> ndarray:
    """Inbound SMS and MMS.

    Two SMS and one MMS received, one SMS sent: 3.
    """
    return view.count(view.messages_in)


@indicator("events")
def messages_out(view: EventView) -> ndarray:
    """Sent SMS and MMS.

    Two received, one sent: 1.
    """
    return view.count(view.message & view.outbound)


@indicator("days")
def days_active(view: EventView) -> ndarray:
    """Local days with at least one inbound event.

    Calls at 23:59 and 00:01 the next day, local time: 2.
    """
    import numpy as np

    group, _, _ = view.days(view.inbound)
    return np.bincount(group, minlength=view.size)


@indicator("seconds")
def talk_in_s(view: EventView) -> ndarray:
    """Seconds talked in answered inbound calls; calls whose length the export does not say add nothing.

    Answered calls of 30 s and 45 s, one missed call that rang 20 s: 75.
    """
    return view.total(view.calls_in & view.outcome("answered"), view.duration)
