"""A rule's window, whose lines and whose events it looks at, and an example on each side of its limit, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from analyzer.rule import COUNT_WORDS, Rule
from analyzer.rules.counting import seconds_of

if TYPE_CHECKING:
    from analyzer.locales import Translate

N_ = str

PER_WORDS: Mapping[str, str] = {
    "number": N_("each number"),
    "collector": N_("each collector of the case file"),
    "owner": N_("all numbers together"),
}
"""Whose events are counted together, in words."""

ON_WORDS: Mapping[str, str] = {
    "own": N_("the owner's own line"),
    "workplace": N_("a workplace's line"),
    "relative": N_("a relative's line"),
}
"""Whose lines a rule looks at, in words."""

SUBJECT_WORDS: Mapping[str, str] = {
    "debt": N_("debt collection"),
    "marketing": N_("advertising"),
    "any": N_("any calls and messages"),
}
"""What a rule is about, in words."""

CONFIDENCE_WORDS: Mapping[str, str] = {
    "S1": N_("the text itself was seen, or a page that quotes it"),
    "S2": N_("reported by a serious secondary source"),
    "own": N_("our own choice, no text stands behind it"),
}
"""How a text was seen, in words."""


def window_words(rule: Rule, _: Translate) -> str:
    """The window in one phrase.

    Examples
    --------
    >>> from analyzer.rules import pack
    >>> window_words(pack("us")[0], str)
    'any 7 consecutive local days'
    """
    return WINDOWS[rule.window["type"]](rule.window, _)


def counted_words(rule: Rule, _: Translate) -> str:
    """What is counted, per whom, on whose lines."""
    whose = _(", or ").join(_(PER_WORDS[per]) for per in rule.per)
    words = _("{counted}, {whose}").format(counted=_(COUNT_WORDS[rule.counts]), whose=whose)
    if rule.on:
        words = _("{words}; on {lines}").format(
            words=words, lines=_(", or ").join(_(ON_WORDS[role]) for role in rule.on)
        )
    return words


def example(rule: Rule, lang: str, _: Translate) -> str:
    """What fires and what stays quiet, at the very limit."""
    kind, window = rule.window["type"], rule.window
    wording = rule.wording[lang].format(observed=rule.limit + 1, limit=rule.limit)
    fires = _('Fires at {n}: "{wording}".').format(n=rule.limit + 1, wording=wording)
    edges = ""
    if kind == "hours":
        after = _at(seconds_of(window["to"]) + bool(window.get("to_included")))
        edges = _("{start} counts, {end} does not.").format(start=_at(seconds_of(window["from"])), end=after)
    elif kind == "outside_hours" and window["weekdays"]:
        start, _dash, end = window["weekdays"][-1].partition("-")
        edges = _("On a Tuesday {end} counts, {start} does not.").format(
            start=_at(seconds_of(start)), end=_at(seconds_of(end))
        )
    elif rule.limit:
        edges = _("{n} stay quiet.").format(n=rule.limit)
    return ("" if lang == "zh" else " ").join(part for part in (fires, edges) if part)


def _at(second: int) -> str:
    return f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}"


def _hours(window: Mapping[str, Any], _: Translate) -> str:
    return _("local time from {start} to {end}").format(start=window["from"], end=window["to"])


def _outside(window: Mapping[str, Any], _: Translate) -> str:
    def spans(key: str) -> str:
        return _(", ").join(window[key]) if window[key] else _("never")

    parts = [
        _("Monday to Friday {hours}").format(hours=spans("weekdays")),
        _("Saturday {hours}").format(hours=spans("saturday")),
        _("Sunday {hours}").format(hours=spans("sunday")),
    ]
    if "calendar" in window:
        parts.append(
            _("public holidays ({calendar}) {hours}").format(
                calendar=window["calendar"], hours=spans("holidays") if "holidays" in window else _("never")
            )
        )
    return _("one local day, outside these hours: {parts}").format(parts=_("; ").join(parts))


def _week(window: Mapping[str, Any], _: Translate) -> str:
    return _("one calendar week, Monday to Sunday") if window["starts"] == "monday" else _(
        "one calendar week, Sunday to Saturday"
    )  # fmt: skip


def _days(window: Mapping[str, Any], _: Translate) -> str:
    words = _("any {days} consecutive local days").format(days=window["days"])
    return _("{words}, the first event of all left out").format(words=words) if window.get("after_first") else words


def _sliding(window: Mapping[str, Any], _: Translate) -> str:
    seconds = window["seconds"]
    if seconds % 3600 == 0:
        span = _("{n} hours").format(n=seconds // 3600)
    elif seconds % 60 == 0:
        span = _("{n} minutes").format(n=seconds // 60)
    else:
        span = _("{n} seconds").format(n=seconds)
    words = _("any {span}, to the second").format(span=span)
    if window.get("senders"):
        words = _("{words}, from at least {n} numbers").format(words=words, n=window["senders"])
    return words


def _numbers(window: Mapping[str, Any], _: Translate) -> str:
    words = _("any {days} consecutive local days").format(days=window["days"])
    kind = {
        "block": _("different numbers that differ in their last four digits only"),
        "mobile": _("different mobile numbers"),
    }
    return _("{words}; counted are {kind}").format(words=words, kind=kind[window["which"]])


def _refusal(window: Mapping[str, Any], _: Translate) -> str:
    if window.get("business_days"):
        return _("from the end of {n} business days after a refusal of the case file").format(n=window["business_days"])
    if window.get("days"):
        return _("{n} days after a refusal of the case file").format(n=window["days"])
    if window.get("said_on"):
        return _("everything after a refusal of the case file that was said on that line")
    return _("everything after a refusal of the case file")


WINDOWS: Mapping[str, Callable[[Mapping[str, Any], Any], str]] = {
    "hours": _hours,
    "outside_hours": _outside,
    "local_day": lambda window, _: _("one local calendar day"),
    "calendar_week": _week,
    "calendar_month": lambda window, _: _("one calendar month"),
    "consecutive_days": _days,
    "sliding": _sliding,
    "distinct_numbers": _numbers,
    "after_conversation": lambda window, _: _(
        "from a conversation to the end of day {days}, its own day being day 1"
    ).format(days=window["days"]),
    "after_refusal": _refusal,
    "while_reachable": lambda window, _: _("one local day on which the owner's own line spoke with the same collector"),
    "without_words": lambda window, _: _("one local day; advertising without any of: {words}").format(
        words=_(", ").join(window["words"])
    ),
    "whole_record": lambda window, _: _("all days of the records"),
}
"""The window of each type, in words."""
