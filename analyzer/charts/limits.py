"""Limits per day that rules set, beside counts in the same unit.

A rule that allows so many calls a day from one number says nothing about all numbers together, and one on unanswered calls
nothing about answered ones. So each limit gets a panel of its own whose bars count exactly what the rule counts, per number,
by the same definition that the findings use.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.charts.chart import HEADROOM, Part, footroom, heading, listed, sentences
from analyzer.charts.look import ABOVE, INK, LOOKS, SMALL
from analyzer.charts.panel import Axis, Panel, bar_look, bar_width, span
from analyzer.charts.tally import Tally, once, tally
from analyzer.rule import ASSUMPTIONS, FORCE_WORDS

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import FigureBase

    from analyzer.case import Case
    from analyzer.rule import Rule

N_ = str

TALL = 0.75
"""Inches of a panel."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What a rule counts: headings of the panel for one number and for the highest of several, colour of its bars."""

    one: str
    most: str
    colour: str


MEASURES = {
    "connected": Measure(
        N_("Connected incoming calls per day"),
        N_("Connected incoming calls per day: the highest count of any one reported number"),
        LOOKS["answered"].colour,
    ),
    "unanswered": Measure(
        N_("Unanswered incoming calls per day"),
        N_("Unanswered incoming calls per day: the highest count of any one reported number"),
        LOOKS["missed"].colour,
    ),
    "attempted": Measure(
        N_("Incoming calls per day, answered or not"),
        N_("Incoming calls per day, answered or not: the highest count of any one reported number"),
        LOOKS["failed"].colour,
    ),
    "messages": Measure(
        N_("Incoming messages per day"),
        N_("Incoming messages per day: the highest count of any one reported number"),
        LOOKS["message"].colour,
    ),
}
"""What rules count (`Rule.counts`) that has a panel, in the order of panels on the page."""


@dataclass(frozen=True)
class Limit:
    """One limit per local day and the rules that set it over the same days."""

    counts: str
    limit: int
    since: dt.date
    until: dt.date
    rules: tuple[Rule, ...]


@dataclass(frozen=True)
class Compared:
    """One measure against its limits: counts per day, which of them lie above a limit, and that in words per limit."""

    heading: str
    colour: str
    limits: list[Limit]
    bars: np.ndarray
    above: np.ndarray
    notes: list[str]


@once
def limits(case: Case, _subject: None = None) -> list[Limit]:
    """Limits per number and local day that were in force on a day drawn, in the order of `MEASURES`, lowest first.

    Limits over several days, per hour, or for all callers together have no bar of the same unit here and are left out.
    """
    counts = tally(case)
    found: dict[tuple[str, int, dt.date, dt.date], list[Rule]] = {}
    for rule in case.rules:
        if rule.window["type"] != "local_day" or "number" not in rule.per or rule.counts not in MEASURES:
            continue
        since = max(rule.in_force_from or dt.date.min, counts.first)
        until = min(rule.in_force_to or dt.date.max, counts.last)
        if since <= until:
            found.setdefault((rule.counts, rule.limit, since, until), []).append(rule)
    order = list(MEASURES)
    return [
        Limit(*where, tuple(found[where]))
        for where in sorted(found, key=lambda where: (order.index(where[0]), *where[1:]))
    ]


@once
def compared(case: Case, subject: Mapping[str, Any] | None) -> list[Compared]:
    """Every measure that has a limit and occurs: of one number, or the highest of any one reported number on each day."""
    counts, found = tally(case), []
    whose = (counts.reported if subject is None else counts.of(subject)) & counts.drawn
    for name, measure in MEASURES.items():
        here = [limit for limit in limits(case) if limit.counts == name]
        chosen = counts.counted(name) & whose
        if here and chosen.any():
            title = case.text(measure.most if subject is None else measure.one)
            found.append(_compare(case, counts, here, chosen, title, measure.colour, subject is None))
    return found


def _compare(
    case: Case, counts: Tally, here: list[Limit], chosen: np.ndarray, title: str, colour: str, several: bool
) -> Compared:
    import numpy as np

    group, day, values = counts.view.days(chosen)
    day = day - (counts.view.day - counts.day)[0]
    bars, above, notes = np.zeros(counts.days, dtype=np.int64), np.zeros(counts.days, dtype=bool), []
    np.maximum.at(bars, day, values)
    for limit in here:
        first, last = (limit.since - counts.first).days, (limit.until - counts.first).days
        beyond = (values > limit.limit) & (day >= first) & (day <= last)
        above[day[beyond]] = True
        notes.append(_note(case, limit, len(np.unique(day[beyond])), len(np.unique(group[beyond])), several))
    return Compared(title, colour, here, bars, above, notes)


def _note(case: Case, limit: Limit, days: int, numbers: int, several: bool) -> str:
    _ = case.text
    rules = listed(case, (f"{rule.id} · {_(FORCE_WORDS[rule.force])}" for rule in limit.rules))
    words = _("Limit {limit} a day, counted per number: {rules}.").format(limit=limit.limit, rules=rules)
    count = _("Days above it: {days}; numbers above it: {numbers}.") if several else _("Days above it: {days}.")
    return sentences(case, (words, count.format(days=days, numbers=numbers)))


def parts(case: Case, subject: Mapping[str, Any] | None, last: Axis) -> list[Part]:
    """A heading and a panel for each measure that has a limit; days are named as `last` says under the last one only."""
    here = compared(case, subject)
    axes: list[Axis] = [*("grid" for _each in here[1:]), last]
    return [
        part
        for each, axis in zip(here, axes, strict=False)
        for part in (heading(each.heading, *each.notes), _panel(case, each, axis))
    ]


def in_words(case: Case, subject: Mapping[str, Any] | None) -> str:
    """The same for a person who cannot see it."""
    _ = case.text
    words = _("{panel}: at most {count} on one day.")
    return sentences(
        case,
        (
            text
            for each in compared(case, subject)
            for text in (words.format(panel=each.heading, count=each.bars.max()), *each.notes)
        ),
    )


def caution(case: Case, subject: Mapping[str, Any] | None) -> str:
    """How to read the panels of limits and what they take for granted; empty where there are none."""
    _ = case.text
    rules = [rule for each in compared(case, subject) for limit in each.limits for rule in limit.rules]
    if not rules:
        return ""
    how = _(
        "Dark red: above a limit; a bar that only reaches the line is within it. A line runs over the days on which its rule was in force."
    )
    if subject is not None:
        return how  # the assumptions stand under the findings
    found = case.fired[case.fired["rule"].isin([rule.id for rule in rules])]
    found = found[found["number"].isin(case.reported["number"])]
    tokens = " ".join(found["assumptions"].unique()).split() or [token for rule in rules for token in rule.assumes]
    return sentences(case, (how, assumed(case, dict.fromkeys(tokens))))


def assumed(case: Case, tokens: Iterable[str]) -> str:
    """A sentence with what findings or rules take for granted; empty for nothing."""
    _ = case.text
    words = ("；" if case.lang == "zh" else "; ").join(_(ASSUMPTIONS[token][1]) for token in tokens)
    return _("Assumptions: {assumptions}.").format(assumptions=words) if words else ""


def _panel(case: Case, each: Compared, axis: Axis) -> Part:
    import numpy as np

    _, counts, bars = case.text, tally(case), each.bars

    def draw(figure: FigureBase, top: float) -> None:
        highest = max(int(bars.max()), *(limit.limit for limit in each.limits))
        panel = Panel(figure, top + HEADROOM, TALL, span(counts.days), (0, highest))
        panel.counts(highest)
        wide = bar_width(counts.days)
        for chosen, colour, hatch in ((~each.above, each.colour, ""), (each.above, ABOVE, "xxxx")):
            at = np.flatnonzero(chosen & (bars > 0))
            panel.boxes(
                at - wide / 2, np.zeros(len(at)), wide, bars[at], facecolor=colour, **bar_look(counts.days, hatch)
            )
        panel.totals(bars, each.above)
        for limit in each.limits:
            first, last = (limit.since - counts.first).days - 0.5, (limit.until - counts.first).days + 0.5
            line = [(first, limit.limit, last, limit.limit)]
            panel.lines(line, "white", 1.9, zorder=5)
            panel.lines(line, INK, 1.1, zorder=6, dashed=True)
        panel.days(counts.first, counts.days, axis)
        panel.frame()
        at = -1.0
        for value in sorted({limit.limit for limit in each.limits}):  # labels of close lines are moved apart
            at = max(value, at + 0.13 * highest / TALL)
            panel.label(_("limit {limit}").format(limit=value), panel.x[1], at, SMALL, dx=0.05, va="center")

    return Part(HEADROOM + TALL + footroom(axis), draw)
