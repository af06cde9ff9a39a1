"""Conditions that begin at something: a conversation, a refusal, the same day's answer of the debtor, or a text's wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer import calendars, clock
from analyzer.numbers import EventView
from analyzer.rule import Matches, Rule, in_force
from analyzer.rules.counting import matches, runs
from analyzer.stated import OWN, ROLES, Stated

if TYPE_CHECKING:
    from numpy import ndarray


def conversations(view: EventView) -> ndarray:
    """Answered calls in either direction that lasted a second or more, or whose length the export does not say."""
    return view.call & view.outcome("answered") & (view.duration != 0) & (view.inbound | view.outbound)


def after_conversation(view: EventView, mask: ndarray, rule: Rule, stated: Stated) -> Matches:
    """Calls after a conversation, from that moment to the end of the n-th local day, its own day being the first.

    ``window = {days = 7}``. A call belongs to the last conversation before it. The first event of a match is the
    conversation; `observed` counts the calls after it.
    """
    import numpy as np

    days = int(rule.window["days"])
    talked = conversations(view) & in_force(view, rule)
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
    first, count = runs(view.group[places], source)
    starts = source[first]
    joined = np.insert(places, first, starts)
    end = clock.instants((view.day[starts] + days) * clock.DAY, view.zone)[0]
    return Matches(joined, count + 1, view.group[starts], count, view.t[starts], end)


def after_refusal(view: EventView, mask: ndarray, rule: Rule, stated: Stated) -> Matches:
    """Events later than a refusal of the case file that concerns them.

    ``window = {}`` looks at everything later; ``{days = 60}`` at what comes until the end of the sixtieth local day after
    the day of the refusal; ``{business_days = 10, calendar = "US"}`` at what comes after so many business days;
    ``{said_on = "line"}`` heeds only refusals that were said on a line of the case file, not those of the owner. An event
    belongs to the earliest refusal that reaches it. A match is what one group did after one refusal: it ends with the
    days, or with its last event.
    """
    import numpy as np

    which = np.full(len(view.t), -1, dtype=np.int64)
    starts, ends = [], []
    for order, told in enumerate(stated.refusals):
        opened, closed = told.since, None
        if grace := int(rule.window.get("business_days", 0)):
            day = calendars.after_business_days(told.day, grace, rule.window.get("calendar", ""))
            opened = _midnight(day, view.zone)
        if days := int(rule.window.get("days", 0)):
            closed = _midnight(told.day + days + 1, view.zone)
        heeded = told.on_line or rule.window.get("said_on") != "line"
        reached = heeded & mask & (which < 0) & told.covers[view.position] & (view.t >= opened)
        which[reached if closed is None else reached & (view.t < closed)] = order
        starts.append(opened)
        ends.append(-1 if closed is None else closed)
    places = np.flatnonzero(which >= 0)
    if len(places) == 0:
        return Matches.none()
    places = places[np.lexsort((which[places], view.group[places]))]  # stable: in order of time within each refusal
    first, count = runs(view.group[places], which[places])
    told_of = which[places[first]]
    last = view.t[places[first + count - 1]] + 1
    end = np.array(ends, dtype=np.int64)[told_of]
    start = np.array(starts, dtype=np.int64)[told_of]
    return matches(view, places, first, count, start, np.where(end < 0, last, end), rule.limit, local=False)


def _midnight(day: int, zone: str) -> int:
    import numpy as np

    return int(clock.instants(np.array([day * clock.DAY], dtype=np.int64), zone)[0][0])


def while_reachable(view: EventView, mask: ndarray, rule: Rule, stated: Stated) -> Matches:
    """Events on a local day on which a call between the same collector and the owner's own line was answered.

    For contacts with other people, which some texts allow only while the debtor cannot be reached. A match is one local
    day of one group; its first event is that answered call, `observed` counts the others.
    """
    import numpy as np

    collector = stated.collector[stated.number[view.position]]
    answered = conversations(view) & (stated.role[view.position] == ROLES.index(OWN)) & (collector >= 0)
    talks = np.flatnonzero(answered)
    places = np.flatnonzero(mask & (collector >= 0))
    if len(talks) == 0 or len(places) == 0:
        return Matches.none()
    least = int(view.day.min())
    width = int(view.day.max()) - least + 1

    def key(of: ndarray) -> ndarray:
        return collector[of] * width + (view.day[of] - least)

    talks = talks[np.lexsort((view.t[talks], key(talks)))]
    known, where = np.unique(key(talks), return_index=True)  # the first answered call of each collector and day
    at = np.searchsorted(known, key(places))
    ok = (at < len(known)) & (known[np.minimum(at, len(known) - 1)] == key(places))
    places, talk = places[ok], talks[where[at[ok]]]
    if len(places) == 0:
        return Matches.none()
    first, count = runs(view.group[places], view.day[places])
    keep = count > rule.limit
    first, count = first[keep], count[keep]
    inside = np.repeat(keep, runs(view.group[places], view.day[places])[1])
    places, talk = places[inside], talk[inside]
    first = np.cumsum(count) - count
    joined = np.insert(places, first, talk[first])
    opened = view.day[places[first]] * clock.DAY
    bounds = (clock.instants(edge, view.zone)[0] for edge in (opened, opened + clock.DAY))
    return Matches(joined, count + 1, view.group[places[first]], count, *bounds)


def without_words(view: EventView, mask: ndarray, rule: Rule, stated: Stated) -> Matches:
    """Advertising messages in whose text none of some words stands. ``window = {words = ["退订"]}``.

    Only where somebody has said which messages are advertising. A match is one local day of one group.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if stated.advertising is None:
        return Matches.none()
    places = np.flatnonzero(mask & view.message & stated.advertising[view.position])
    texts = pa.array(stated.events["body"].iloc[view.position[places]], from_pandas=True)
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    found = np.zeros(len(places), dtype=bool)
    for word in rule.window["words"]:
        found |= pc.match_substring(texts, word, ignore_case=True).to_numpy(zero_copy_only=False).astype(bool)
    places = places[~found]
    first, count = runs(view.group[places], view.day[places])
    opened = view.day[places[first]] * clock.DAY
    return matches(view, places, first, count, opened, opened + clock.DAY, rule.limit)
