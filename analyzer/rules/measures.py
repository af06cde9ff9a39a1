"""Which measures each ``window.type`` takes: what a rule's ``window`` may and must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from analyzer import calendars
from analyzer.rules.counting import seconds_of
from analyzer.rules.spans import WEEK_STARTS

N_ = str

CLOCK = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?"


def _whole(most: int) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most


def _is_time(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(CLOCK, value) is not None


def _is_spans(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(span, str) and re.fullmatch(rf"{CLOCK}-({CLOCK}|24:00)", span) and not _empty(*span.split("-"))
        for span in value
    )


def _empty(start: str, end: str) -> bool:
    """Whether nothing lies between two times: they are the same second, however they are spelled."""
    return seconds_of(start) == seconds_of(end)


def _is_words(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(word, str) and word for word in value)


def _is_calendar(value: Any) -> bool:
    return isinstance(value, str) and calendars.known(value)


DAYS, SECONDS = _whole(366), _whole(366 * 86_400)

EXPECTED: Mapping[Callable[[Any], bool], str] = {
    DAYS: N_("{path}, line {line}, {key}: {measure} must be a whole number from 1 to 366"),
    SECONDS: N_("{path}, line {line}, {key}: {measure} must be a whole number of seconds, from 1"),
    _is_time: N_("{path}, line {line}, {key}: {measure} must be a time like 22:00 or 22:00:01"),
    _is_spans: N_(
        "{path}, line {line}, {key}: {measure} must be a list of spans like 08:00-20:00, each with another end than beginning; an empty list for never"
    ),
    _is_words: N_("{path}, line {line}, {key}: {measure} must be a list of words"),
    _is_calendar: N_("{path}, line {line}, {key}: {measure} must be a calendar like FR or CA-ON"),
}
"""What each check asks for."""

MEASURES: Mapping[str, tuple[Mapping[str, Any], Mapping[str, Any]]] = {
    "hours": ({"from": _is_time, "to": _is_time}, {"to_included": (True, False)}),
    "outside_hours": (
        {"weekdays": _is_spans, "saturday": _is_spans, "sunday": _is_spans},
        {"holidays": _is_spans, "calendar": _is_calendar, "categories": _is_words},
    ),
    "local_day": ({}, {}),
    "calendar_week": ({"starts": tuple(WEEK_STARTS)}, {}),
    "calendar_month": ({}, {}),
    "consecutive_days": ({"days": DAYS}, {"after_first": (True, False)}),
    "sliding": ({"seconds": SECONDS}, {"senders": DAYS}),
    "distinct_numbers": ({"days": DAYS, "which": ("block", "mobile")}, {}),
    "after_conversation": ({"days": DAYS}, {}),
    "after_refusal": ({}, {"days": DAYS, "business_days": DAYS, "calendar": _is_calendar, "said_on": ("line",)}),
    "while_reachable": ({}, {}),
    "without_words": ({"words": _is_words}, {}),
    "whole_record": ({}, {}),
}
"""Per ``window.type`` the measures it must and those it may have; each a check, or the values allowed."""


def wrong_measure(window: Mapping[str, Any]) -> dict[str, Any] | None:
    """The first measure of a window that is missing, unknown or wrong, and the sentence about it; None when all are right.

    Examples
    --------
    >>> wrong_measure({"type": "sliding", "seconds": 0})["measure"]
    'seconds'
    """
    must, may = MEASURES[window["type"]]
    for measure in [*(key for key in must if key not in window), *window]:
        if measure == "type":
            continue
        check, value = {**must, **may}.get(measure), window.get(measure)
        told = {"measure": measure, "type": window["type"]}
        if check is None:
            known = ", ".join([*must, *may]) or "-"
            sentence = N_("{path}, line {line}, {key}: {type} does not take {measure}; it takes: {known}")
            return {**told, "sentence": sentence, "known": known}
        if isinstance(check, tuple):
            if not any(value is allowed or (isinstance(value, str) and value == allowed) for allowed in check):
                known = ", ".join(map(str, check)).lower()
                sentence = N_("{path}, line {line}, {key}: {measure} must be one of {known}")
                return {**told, "sentence": sentence, "known": known}
        elif not check(value):
            return {**told, "sentence": EXPECTED[check]}
    if window["type"] == "hours" and _empty(window["from"], window["to"]):
        sentence = N_("{path}, line {line}, {key}: from and to are the same time, so nothing would be counted; for the whole day use type local_day")  # fmt: skip
        return {"measure": "to", "type": "hours", "sentence": sentence}
    return None
