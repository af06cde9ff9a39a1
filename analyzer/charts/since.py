"""Before and after: calls per day around each request to stop and each complaint that the case file names."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer import fonts
from analyzer.change import Change, rate, within
from analyzer.charts.chart import (
    Part,
    Subject,
    colon,
    footroom,
    heading,
    key,
    listed,
    named,
    sentences,
    small_print,
    strips_of,
)
from analyzer.charts.look import EDGE, HEADING, INK, RIGHT, SMALL, WIDTH, swatch, write
from analyzer.charts.panel import Axis, Panel, bar_look, bar_width, span
from analyzer.charts.tally import Tally, omitted, once, tally
from analyzer.filed import called
from analyzer.stated import Stated, identified

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import FigureBase

    from analyzer.case import Case

N_ = str

MOMENTS = 6
"""Requests and complaints that are drawn, the earliest; the others are counted."""

TALL, ABOVE_PANEL = 1.0, 0.2
"""Inches of a panel, and above it for what stands on either side of the moment."""

GAP = 0.08
"""Inches between the moment's line and the words on either side of it."""

CALLS = ("#8fb3cf", "")
OWN_DAY = ("#ffffff", "////")
BAND = {"facecolor": "#f6d9b8", "edgecolor": "#d98c2b", "linewidth": 0.5}
"""Calls of the days compared; of the moment's own day, which belongs to neither side; mean with its interval."""


@dataclass(frozen=True)
class Moment:
    """A request to stop or a complaint, and the calls of those whom it concerns.

    Attributes
    ----------
    day : date
    told : str
        What the case file says, in words.
    per_day : int array
        Incoming calls on each day drawn.
    change : Change
        Calls a day before and after, over the days drawn.
    start : int
        First day of the comparison, counted from the first day drawn: that of the first of these calls.
    """

    day: dt.date
    told: str
    per_day: np.ndarray
    change: Change
    start: int


@once
def moments(case: Case, _subject: None = None) -> list[Moment]:
    """Requests and complaints with calls on days before or after them, and days on both sides, by day."""
    import numpy as np

    said = case.settings.case
    if not (said.refusals or said.complaints) or case.events.empty:
        return []
    _, counts, found = case.text, tally(case), []
    stated = Stated(case.events, case.settings, case.files)
    for refusal in said.refusals:
        whom = _who(case, refusal.to)
        words = _("told {whom} to stop").format(whom=whom) if whom else _("told every caller to stop")
        found.append(_moment(counts, refusal.at.date(), words, stated.told(refusal).covers))
    for one in case.filed:
        chosen = np.zeros(len(case.events), dtype=bool)
        chosen[one.rows] = True
        words = _("complaint to {channel}").format(channel=fonts.plain(called(one.complaint.channel, case.lang)))
        if about := [_who(case, who) for who in one.complaint.about]:
            words = _("{told}, about {whom}").format(told=words, whom=listed(case, about))
        found.append(_moment(counts, one.complaint.date, words, chosen))
    return sorted((one for one in found if one is not None), key=lambda one: one.day)


def _who(case: Case, entry: str) -> str:
    """A collector's name, or a number as people write it."""
    if not entry or entry in {one.name for one in case.settings.case.collectors}:
        return fonts.plain(entry)
    return named(case, next(iter(identified([entry], case.settings))) or entry)


def _moment(counts: Tally, day: dt.date, told: str, concerned: np.ndarray) -> Moment | None:
    """`concerned`: rows of the events table. None where the days drawn do not cover both sides, or hold no call."""
    import numpy as np

    per_day = counts.per_day(counts.calls & concerned[counts.view.position])
    shown = np.flatnonzero(per_day)
    days = [counts.first + dt.timedelta(one) for one in np.repeat(shown, per_day[shown]).tolist()]
    got = within(days, day, (counts.first, counts.last))
    if got is None or not (got.days_before and got.days_after and got.before + got.after):
        return None
    return Moment(day, told, per_day, got, int(shown[0]))


def _each(case: Case) -> list[tuple[Moment, str, str]]:
    """Moments with the words for either side."""
    _ = case.text
    words = _("{n:.1f} a day in {days} days ({low:.1f} to {high:.1f})")
    said = []
    for one in moments(case)[:MOMENTS]:
        got = one.change
        sides = []
        for calls, days in ((got.before, got.days_before), (got.after, got.days_after)):
            low, high = rate(calls, days)
            sides.append(words.format(n=calls / days, days=days, low=low, high=high))
        said.append((one, _("before: {rate}").format(rate=sides[0]), _("after: {rate}").format(rate=sides[1])))
    return said


def _ratio(case: Case, got: Change) -> str:
    _ = case.text
    if got.ratio is None or got.low is None:
        return _("{before} calls before, {after} after.").format(before=got.before, after=got.after)
    if got.high is None:
        words = _("Calls a day, after divided by before: {ratio:.2f} (95 % interval: from {low:.2f} on).")
        return words.format(ratio=got.ratio, low=got.low)
    words = _("Calls a day, after divided by before: {ratio:.2f} (95 % interval {low:.2f} to {high:.2f}).")
    return words.format(ratio=got.ratio, low=got.low, high=got.high)


def _panel(case: Case, counts: Tally, one: Moment, before: str, after: str, axis: Axis) -> Part:
    import numpy as np

    at = (one.day - counts.first).days
    highest = max(int(one.per_day.max()), 1)

    def draw(figure: FigureBase, top: float) -> None:
        panel = Panel(figure, top + ABOVE_PANEL, TALL, span(counts.days), (0, highest))
        panel.counts(highest)
        wide = bar_width(counts.days)
        shown = np.flatnonzero(one.per_day)
        for chosen, look in ((shown != at, CALLS), (shown == at, OWN_DAY)):
            x = shown[chosen]
            panel.boxes(x - wide / 2, np.zeros(len(x)), wide, one.per_day[x], facecolor=look[0], **bar_look(counts.days, look[1]))  # fmt: skip
        got = one.change
        for calls, days, first, last in (
            (got.before, got.days_before, one.start - 0.5, at - 0.5),
            (got.after, got.days_after, max(at, one.start) + 0.5, counts.days - 0.5),
        ):
            low, high = (min(limit, highest) for limit in rate(calls, days))
            panel.boxes(np.array([first]), np.array([low]), last - first, max(high - low, 1e-9), zorder=3.4, alpha=0.55, **BAND)  # fmt: skip
            panel.lines([(first, calls / days, last, calls / days)], "#a85b00", 1.3, zorder=3.6)
        panel.lines([(at, 0, at, highest)], INK, 1.1, zorder=6, dashed=True)
        panel.days(counts.first, counts.days, axis)
        panel.frame()
        _sides(figure, panel, top, at, before, after)

    return Part(ABOVE_PANEL + TALL + footroom(axis), draw)


def _sides(figure: FigureBase, panel: Panel, top: float, at: int, before: str, after: str) -> None:
    """What came before to the left of the moment and what came after to its right, where there is room for them."""
    across = panel.left + (at - panel.x[0]) / (panel.x[1] - panel.x[0]) * panel.wide
    left, right = fonts.width(before, SMALL), fonts.width(after, SMALL)
    across = min(max(across, panel.left + left + GAP), panel.left + panel.wide + RIGHT - EDGE - right - GAP)
    write(figure, across - GAP, top + 0.03, before, SMALL, ha="right")
    write(figure, across + GAP, top + 0.03, after, SMALL)


def _parts(case: Case, subject: Subject) -> list[Part]:
    _, counts = case.text, tally(case)
    each = _each(case)
    strips = [
        key([
            (_("incoming calls of those it concerns"), swatch(*CALLS)),
            (_("on the day itself (counted on neither side)"), swatch(*OWN_DAY)),
            (_("calls a day: mean and its 95 % interval"), BAND),
        ])
    ]  # fmt: skip
    for place, (one, before, after) in enumerate(each):
        axis: Axis = "years" if place == len(each) - 1 else "days" if place == 0 else "grid"
        title = f"{one.day.isoformat()}{colon(case)}{one.told}"
        strips.append(heading(fonts.shorten(title, WIDTH - 2 * EDGE, HEADING), _ratio(case, one.change)))
        strips.append(_panel(case, counts, one, before, after, axis))
    return [*strips, small_print(_caution(case), _left_out(case), omitted(case))]


def _caution(case: Case) -> str:
    _ = case.text
    return _(
        "Intervals take calls for independent of each other; calls come in bursts, so the true ones are wider. That something changed afterwards does not show why."
    )


def _left_out(case: Case) -> str:
    more = len(moments(case)) - MOMENTS
    _ = case.text
    return _("Not drawn: {n} further requests and complaints.").format(n=more) if more > 0 else ""


def _alt(case: Case, subject: Subject) -> str:
    _ = case.text
    said = []
    for one, before, after in _each(case):
        words = _("{day}, {told}: incoming calls {before}; {after}.")
        said += [words.format(day=one.day.isoformat(), told=one.told, before=before, after=after), _ratio(case, one.change)]  # fmt: skip
    return sentences(case, [*said, _caution(case), _left_out(case), omitted(case)])


SINCE = strips_of(
    name="since",
    per="case",
    title=N_("Calls before and after a request to stop or a complaint"),
    alt=_alt,
    applies=lambda case: bool(moments(case)),
    strips=_parts,
)
