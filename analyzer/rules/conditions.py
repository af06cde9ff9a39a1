"""What the rules' windows mean: one function per ``window.type``, vectorised over all groups at once.

Each takes the view, the mask of events that count, the rule, and what the case file states, and returns `Matches`: every
window in which the count exceeds the limit, with the events that were counted. Windows that overlap and exceed are one match;
the window named is the one with the highest count, of equals the first.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analyzer.rule import Matches
from analyzer.rules.anchors import after_conversation, after_refusal, while_reachable, without_words
from analyzer.rules.hours import hours, outside_hours
from analyzer.rules.spans import (
    calendar_month,
    calendar_week,
    consecutive_days,
    distinct_numbers,
    local_day,
    sliding,
    whole_record,
)

CONDITIONS: Mapping[str, Callable[..., Matches]] = {
    "hours": hours,
    "outside_hours": outside_hours,
    "local_day": local_day,
    "calendar_week": calendar_week,
    "calendar_month": calendar_month,
    "consecutive_days": consecutive_days,
    "sliding": sliding,
    "distinct_numbers": distinct_numbers,
    "after_conversation": after_conversation,
    "after_refusal": after_refusal,
    "while_reachable": while_reachable,
    "without_words": without_words,
    "whole_record": whole_record,
}
"""The conditions, by the ``window.type`` of a rule."""
