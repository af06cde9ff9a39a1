"""Conditions on the time of the day: a night, and hours per weekday with public holidays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer import calendars, clock
from analyzer.numbers import EventView
from analyzer.rule import Matches, Rule
from analyzer.rules.counting import matches, runs, seconds_of
from analyzer.stated import Stated

if TYPE_CHECKING:
    from numpy import ndarray


def hours(view: EventView, mask: ndarray, rule: Rule, stated: Stated) -> Matches:
    """Events between two times of the local day; a span across midnight belongs to the evening on which it begins.

    ``window = {from = "22:00", to = "08:00", to_included = false}``. A match is one night of one group.
    """
    import numpy as np

    start, end = seconds_of(rule.window["from"]), seconds_of(rule.window["to"])
    places = np.flatnonzero(mask & clock.in_hours(view.second, start, end, rule.window.get("to_included", False)))
    evening = view.day[places] - (view.second[places] <= end) * (start > end)
    length = (end - start) % clock.DAY
    first, count = runs(view.group[places], evening)
    opened = evening[first] * clock.DAY + start
    return matches(view, places, first, count, opened, opened + length, rule.limit)


def outside_hours(view: EventView, mask: ndarray, rule: Rule, stated: Stated) -> Matches:
    """Events outside the hours of their weekday, or on a public holiday outside the hours of holidays.

    ``window = {weekdays = ["10:00-13:00", "14:00-20:00"], saturday = [], sunday = [], holidays = [], calendar = "FR"}``.
    Hours are half-open: 20:00:00 is outside. Without ``calendar`` a holiday is a day like any other; ``categories`` names
    kinds of holidays besides the public ones. A match is one local day of one group.
    """
    import numpy as np

    places = np.flatnonzero(mask)
    day, second = view.day[places], view.second[places]
    weekday = (day + 3) % 7  # 1970-01-01 was a Thursday; Monday is 0
    spans = {
        **dict.fromkeys(range(5), rule.window["weekdays"]),
        5: rule.window["saturday"],
        6: rule.window["sunday"],
        7: rule.window.get("holidays", []),
    }
    if (calendar := rule.window.get("calendar")) and len(places):
        categories = tuple(rule.window.get("categories", ()))
        free = calendars.holiday_days(calendar, int(day.min()), int(day.max()), categories=categories)
        weekday = np.where(np.isin(day, free), 7, weekday)
    allowed = np.zeros(len(places), dtype=bool)
    for which, allowed_spans in spans.items():
        for start, end in _seconds(allowed_spans):
            allowed |= (weekday == which) & clock.in_hours(second, start, end)
    places, day = places[~allowed], day[~allowed]
    first, count = runs(view.group[places], day)
    opened = day[first] * clock.DAY
    return matches(view, places, first, count, opened, opened + clock.DAY, rule.limit)


def _seconds(spans: Sequence[str]) -> list[tuple[int, int]]:
    return [(seconds_of(start), seconds_of(end)) for start, _, end in (span.partition("-") for span in spans)]
