"""Conditions that count events, or callers, within a span of time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer import clock
from analyzer.grouped import spread
from analyzer.numbers import EventView
from analyzer.rule import Matches, Rule
from analyzer.rules.counting import covered, distinct, highest, matches, runs
from analyzer.stated import Stated

if TYPE_CHECKING:
    from numpy import ndarray

WEEK_STARTS = {"monday": 0, "sunday": 6}
"""Days on which a calendar week can begin, by their place after Monday."""

BLOCK = 4
"""Last digits by which the numbers of one block may differ: ten thousand numbers, as ranges are issued to carriers."""

BLOCK_LEFT = 7
"""Digits that must be left of them for the likeness to mean anything."""


def local_day(view: EventView, mask: ndarray, rule: Rule, stated: Stated) -> Matches:
    """Events on one local calendar day."""
    import numpy as np

    places = np.flatnonzero(mask)
    first, count = runs(view.group[places], view.day[places])
    opened = view.day[places[first]] * clock.DAY
    return matches(view, places, first, count, opened, opened + clock.DAY, rule.limit)


def calendar_week(view: EventView, mask: ndarray, rule: Rule, stated: Stated) -> Matches:
    """Events in one calendar week of local days. ``window = {starts = "monday"}``."""
    import numpy as np

    starts = WEEK_STARTS[rule.window["starts"]]
    places = np.flatnonzero(mask)
    week = (view.day[places] + 3 - starts) // 7  # 1970-01-01 was a Thursday
    first, count = runs(view.group[places], week)
    opened = (week[first] * 7 - 3 + starts) * clock.DAY
    return matches(view, places, first, count, opened, opened + 7 * clock.DAY, rule.limit)


def calendar_month(view: EventView, mask: ndarray, rule: Rule, stated: Stated) -> Matches:
    """Events in one calendar month of local days."""
    import numpy as np

    places = np.flatnonzero(mask)
    month = view.day[places].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    first, count = runs(view.group[places], month)

    def begins(months: ndarray) -> ndarray:
        return months.astype("datetime64[M]").astype("datetime64[s]").astype(np.int64)

    return matches(view, places, first, count, begins(month[first]), begins(month[first] + 1), rule.limit)


def whole_record(view: EventView, mask: ndarray, rule: Rule, stated: Stated) -> Matches:
    """Events on all days of the records; the window named runs from the day of the first to that of the last."""
    import numpy as np

    places = np.flatnonzero(mask)
    first, count = runs(view.group[places], np.zeros(len(places), dtype=np.int64))
    days = view.day[places]
    return matches(
        view, places, first, count, days[first] * clock.DAY, (days[first + count - 1] + 1) * clock.DAY, rule.limit
    )


def consecutive_days(view: EventView, mask: ndarray, rule: Rule, stated: Stated) -> Matches:
    """Events within a run of local calendar days, sliding day by day.

    ``window = {days = 7, after_first = true}``: the first event of the group is then left out, for rules that count what
    follows a first contact.
    """
    import numpy as np

    days = int(rule.window["days"])
    places = np.flatnonzero(mask)
    if rule.window.get("after_first") and len(places):
        places = places[np.append(False, view.group[places][1:] == view.group[places][:-1])]
    group, day = view.group[places], view.day[places]
    count = clock.window_counts(group, day, days, rule.limit)
    first = runs(group, day)[0]
    first = highest(first, group[first], day[first], count[first], days, rule.limit)
    opened = day[first] * clock.DAY
    return matches(view, places, first, count[first], opened, opened + days * clock.DAY, rule.limit)


def sliding(view: EventView, mask: ndarray, rule: Rule, stated: Stated) -> Matches:
    """Events within a window of exact seconds, ``[t, t + seconds)``.

    ``window = {seconds = 300, senders = 5}``: with ``senders`` only windows with at least so many different numbers count.
    """
    import numpy as np

    width = int(rule.window["seconds"])
    places = np.flatnonzero(mask)
    group, t = view.group[places], view.t[places]
    count = clock.window_counts(group, t, width, rule.limit)
    senders = int(rule.window.get("senders", 0))
    if senders and (over := np.flatnonzero(count > rule.limit)).size:
        # only what lies in a window that exceeds the limit is looked at for who sent it
        near = np.flatnonzero(covered(over, count[over], len(count)))
        places, group, t = places[near], group[near], t[near]
        count = clock.window_counts(group, t, width)
        number = stated.number[view.position[places]]
        count = np.where(distinct(group, number, count)[0] >= senders, count, 0)
    first = highest(np.arange(len(places)), group, t, count, width, rule.limit)
    return matches(view, places, first, count[first], t[first], t[first] + width, rule.limit, local=False)


def distinct_numbers(view: EventView, mask: ndarray, rule: Rule, stated: Stated) -> Matches:
    """Different numbers within a run of local calendar days, sliding day by day; `observed` counts numbers.

    ``window = {days = 7, which = "block"}``: numbers in international form that differ in their last four digits only
    are counted together. ``which = "mobile"``: mobile numbers of a collector. The events named are the first of each number
    in the window.
    """
    import numpy as np

    days = int(rule.window["days"])
    if rule.window["which"] == "block":
        part = _blocks(stated, rule.limit)
    else:
        part = np.where(stated.mobile, 0, -1)
    places = np.flatnonzero(mask)
    places = places[part[stated.number[view.position[places]]] >= 0]
    if len(places) == 0:
        return Matches.none()
    number = stated.number[view.position[places]]
    key = view.group[places] * (int(part.max()) + 1) + part[number]
    order = np.argsort(key, kind="stable")
    places, number, key = places[order], number[order], key[order]
    day = view.day[places]
    count = clock.window_counts(key, day, days)
    callers, before = distinct(key, number, count)
    first = runs(key, day)[0]
    first = highest(first, key[first], day[first], callers[first], days, rule.limit)
    if len(first) == 0:
        return Matches.none()
    inside, opened = spread(first, count[first]), np.repeat(first, count[first])
    chosen = places[inside[before[inside] < opened]]
    start = day[first] * clock.DAY
    bounds = (clock.instants(edge, view.zone)[0] for edge in (start, start + days * clock.DAY))
    return Matches(chosen, callers[first], view.group[places[first]], callers[first], *bounds)


def _blocks(stated: Stated, limit: int) -> ndarray:
    """Per category of the numbers: its block, -1 where the number has none or too few numbers share it to matter."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    numbers = pa.array(stated.events["number"].cat.categories, pa.large_string())
    spelt = pc.match_substring_regex(numbers, rf"^\+[0-9]{{{BLOCK + BLOCK_LEFT},}}$")
    has = spelt.to_numpy(zero_copy_only=False).astype(bool)
    part = np.full(len(numbers), -1, dtype=np.int64)
    if has.any():
        heads = pc.utf8_slice_codeunits(numbers.filter(pa.array(has)), 0, -BLOCK).dictionary_encode()
        block = heads.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        part[has] = np.where(np.bincount(block)[block] > limit, block, -1)
    return part
