"""Indicators of the toolbox bandicoot under its names and with its exact meaning, for the records with one number.

Yves-Alexandre de Montjoye, Luc Rocher, Alex Pentland: bandicoot: a Python toolbox for mobile phone metadata, Journal of Machine
Learning Research 17 (2016) 175; https://bandicoot.mit.edu, version 0.6.0, `bandicoot.individual`, with ``groupby=None``. What
it calls a text is an SMS or MMS here; an event counts where its direction is known.

Three things differ and are ours on purpose. Where there is nothing to measure the value is missing (bandicoot gives 0 for some of
its percentages). Gaps are real seconds, also across a change of the clocks. And of events in the same second inbound messages
stand first, then outgoing ones, then calls (bandicoot: as the file has them).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer import clock
from analyzer.grouped import Values, ratio
from analyzer.indicators.rhythm import event_gaps
from analyzer.numbers import EventView, indicator

if TYPE_CHECKING:
    from numpy import ndarray

PAUSE = 3600
"""Seconds of silence that end a conversation by text."""

NIGHT = (19 * 3600, 7 * 3600)
"""bandicoot's night, 19:00:00 to 07:00:00, both seconds included."""


@indicator("days")
def active_days(view: EventView) -> ndarray:
    """Local days with at least one event in either direction.

    Notes
    -----
    `active_days` of bandicoot; `days_active` counts days with inbound events only.

    Examples
    --------
    A call in on 1 March, a message out on 2 March: 2.
    """
    group, _, _ = view.days(view.directed)
    return view.tally(group)


@indicator("seconds")
def interevent_time_mean_s(view: EventView) -> ndarray:
    """Mean time between one event with the number and the next, in either direction.

    Notes
    -----
    Mean of `interevent_time` of bandicoot over calls and texts. Missing with fewer than two events.

    Examples
    --------
    Events at 10:00, 10:01 and 10:06: gaps of 60 and 300 s, 180.
    """
    return view.shared(event_gaps).mean


@indicator("seconds")
def interevent_time_median_s(view: EventView) -> ndarray:
    """Median time between one event with the number and the next, in either direction.

    Notes
    -----
    Median of `interevent_time` of bandicoot over calls and texts. Missing with fewer than two events.

    Examples
    --------
    Events at 10:00, 10:01, 10:06 and 10:08: gaps of 60, 300 and 120 s, 120.
    """
    return view.shared(event_gaps).median


@indicator("seconds")
def interevent_time_std_s(view: EventView) -> ndarray:
    """Standard deviation of the times between one event with the number and the next, in either direction.

    Notes
    -----
    Standard deviation (divided by n) of `interevent_time` of bandicoot over calls and texts; 0 for a single gap. Missing with
    fewer than two events.

    Examples
    --------
    Events at 10:00, 10:01 and 10:06: gaps of 60 and 300 s, 120.
    """
    return view.shared(event_gaps).std


@indicator("share")
def percent_nocturnal(view: EventView) -> ndarray:
    """Share (0 to 1) of events in either direction from 19:00 to 07:00 local time, bandicoot's night.

    Notes
    -----
    `percent_nocturnal` of bandicoot over calls and texts, with its default night, both boundary seconds included. For the
    night that Chinese rules name see `night_share_in`.

    Examples
    --------
    Calls at 18:59:59, 19:00:00, 07:00:00 and 07:00:01: 2 of 4, 0.5.
    """
    return view.share(clock.in_hours(view.second, *NIGHT, end_included=True), view.directed)


@indicator("share")
def percent_initiated_interactions(view: EventView) -> ndarray:
    """Share (0 to 1) of calls with the number that the owner made.

    Notes
    -----
    `percent_initiated_interactions` of bandicoot: outgoing calls by all calls. Missing without calls (bandicoot: 0).

    Examples
    --------
    Three calls in, one out, five messages: 0.25.
    """
    return view.share(view.call & view.outbound, view.call & view.directed)


def _call_durations(view: EventView) -> Values:
    mask = view.call & view.directed & (view.duration >= 0)
    group, duration = view.of(mask, view.group, view.duration)
    return Values(group, duration, view.size)


@indicator("seconds")
def call_duration_mean_s(view: EventView) -> ndarray:
    """Mean talk time of calls in either direction, calls without talk included as 0 seconds.

    Notes
    -----
    Mean of `call_duration` of bandicoot, over the calls whose length the export gives (bandicoot drops the others as faulty).
    Missing where there are none.

    Examples
    --------
    Answered for 60 s, missed (0 s), answered for 30 s, one of unknown length: 30.
    """
    return view.shared(_call_durations).mean


@indicator("seconds")
def call_duration_median_s(view: EventView) -> ndarray:
    """Median talk time of calls in either direction, calls without talk included as 0 seconds.

    Notes
    -----
    Median of `call_duration` of bandicoot, over the calls whose length the export gives. Missing where there are none.

    Examples
    --------
    Answered for 60 s, missed (0 s), answered for 40 s and 30 s: 35.
    """
    return view.shared(_call_durations).median


class _Conversations:
    """Texts in order of number, time and tie rank, and which of them begin a conversation.

    A text begins one when it is the number's first event, follows a call, or comes an hour or more after the event before.
    """

    def __init__(self, view: EventView) -> None:
        import numpy as np

        places = np.flatnonzero(view.directed)
        text = view.message.take(places)
        places = view.tied(places, np.where(text, view.outbound.take(places), np.int8(2)))
        text = view.message.take(places)
        group, t = view.of(view.directed, view.group, view.t)  # those of one group and second may have changed places
        begins = np.ones(len(places), dtype=bool)
        begins[1:] = (group[1:] != group[:-1]) | ~text[:-1] | (t[1:] - t[:-1] >= PAUSE)
        texts = places[text]
        self.group, self.t, self.out, self.begins = group[text], t[text], view.outbound[texts], begins[text]
        self.first = np.flatnonzero(self.begins)
        self.out_in = np.add.reduceat(self.out.astype(np.int64), self.first) if len(self.first) else self.first


@indicator("share")
def percent_initiated_conversations(view: EventView) -> ndarray:
    """Share (0 to 1) of conversations by text with the number that the owner began.

    Notes
    -----
    `percent_initiated_conversations` of bandicoot. A conversation is a chain of texts, each less than 3,600 seconds after the
    one before, with no call between them; the owner began it where its first text is outgoing. Missing without texts
    (bandicoot: 0).

    Examples
    --------
    In 10:00, out 10:05; out 15:00; in 15:30, after a call at 15:10: 3 conversations, one of them begun by the owner, 0.333333.
    """
    talks = view.shared(_Conversations)
    group = talks.group[talks.first]
    return ratio(view.tally(group[talks.out[talks.first]]), view.tally(group))


@indicator("share")
def response_rate_text(view: EventView) -> ndarray:
    """Share of conversations by text begun by the number in which the owner wrote back.

    Notes
    -----
    `response_rate_text` of bandicoot. Of the conversations (see `percent_initiated_conversations`) whose first text is
    inbound, those with at least one outgoing text. Missing where the number began none.

    Examples
    --------
    In, out, in, out; in, in, out, in; in, in, in; out, out, in, out, hours between the four: 2 of 3, 0.666667.
    """
    talks = view.shared(_Conversations)
    received = ~talks.out[talks.first]
    group = talks.group[talks.first]
    return ratio(view.tally(group[received & (talks.out_in > 0)]), view.tally(group[received]))


def _delays(view: EventView) -> Values:
    talks = view.shared(_Conversations)
    delay = talks.t[1:] - talks.t[:-1]
    reply = talks.out[1:] & ~talks.out[:-1] & ~talks.begins[1:] & (delay > 0)
    return Values(talks.group[1:][reply], delay[reply], view.size)


@indicator("seconds")
def response_delay_text_mean_s(view: EventView) -> ndarray:
    """Mean time that the owner took to write back within a conversation by text.

    Notes
    -----
    Mean of `response_delay_text` of bandicoot: seconds from an inbound text to the outgoing one that follows it directly in
    the same conversation, where they are not in the same second. Missing without such a pair.

    Examples
    --------
    In 10:00, out 10:01, in 10:04, in 10:05, out 10:09: delays of 60 and 240 s, 150.
    """
    return view.shared(_delays).mean


@indicator("seconds")
def response_delay_text_median_s(view: EventView) -> ndarray:
    """Median time that the owner took to write back within a conversation by text.

    Notes
    -----
    Median of `response_delay_text` of bandicoot (see `response_delay_text_mean_s`).

    Examples
    --------
    In 10:00, out 10:01, in 10:04, in 10:05, out 10:09: delays of 60 and 240 s, 150.
    """
    return view.shared(_delays).median
