"""When in the day: incoming events per local day and hour, with the night shaded, and their sum for each hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.charts.chart import Part, Subject, footroom, heading, key, sentences, small_print, strips_of
from analyzer.charts.look import NIGHT, SMALL, WIDTH
from analyzer.charts.panel import NARROW, Panel, span
from analyzer.charts.tally import Tally, omitted, tally

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import FigureBase

    from analyzer.case import Case

N_ = str

SHADES = ("#b7d4ea", "#7fb5d9", "#4a90c4", "#1f63a0", "#08306b")
"""Fewer to more events: one hue, darker with every step, so that a grey copy keeps the order."""

STEPS = ((1, 2, 3, 4, 5), (1, 2, 4, 7, 11), (1, 3, 6, 11, 21), (1, 6, 21, 51, 101), (1, 21, 101, 501, 2001))
"""Least count of each shade, by how large the counts grow."""

SIDE = 1.35
"""Inches of the panel of sums."""

TALL = 3.3


def _chosen(counts: Tally) -> np.ndarray:
    return counts.whose & counts.drawn


def _steps(most: int) -> tuple[int, ...]:
    return next((steps for steps in STEPS if most < 2 * steps[-1] or (steps is STEPS[0] and most <= 5)), STEPS[-1])


def _grid(counts: Tally) -> np.ndarray:
    """Events per day and hour."""
    import numpy as np

    chosen = _chosen(counts)
    return np.bincount(
        counts.day[chosen] * 24 + counts.view.second[chosen] // 3600, minlength=counts.days * 24
    ).reshape(counts.days, 24)


def _parts(case: Case, subject: Subject) -> list[Part]:
    import numpy as np

    _, counts = case.text, tally(case)
    grid = _grid(counts)
    steps = _steps(int(grid.max()))
    if counts.reported.any():
        title = _("Incoming calls and messages of the reported numbers, per day and hour")
    else:
        title = _("Incoming calls and messages of all numbers, per day and hour")
    ends = [*(step - 1 for step in steps[1:]), 0]
    names = [
        str(low) if low == high else f"{low}–{high}" if high else f"≥ {low}"
        for low, high in zip(steps, ends, strict=True)
    ]
    entries = [
        (name, {"facecolor": shade, "linewidth": 0})
        for name, shade, low in zip(names, SHADES, steps, strict=True)
        if low <= grid.max()
    ]

    def draw(figure: FigureBase, top: float) -> None:
        panel = Panel(figure, top + 0.08, TALL, span(counts.days), (0, 24), right=SIDE + 0.25)
        panel.hours()
        gap = 0.08 if counts.days <= NARROW else 0.0
        shade = np.digitize(grid, steps)
        for place, colour in enumerate(SHADES, 1):
            day, hour, length = _runs(shade == place) if gap == 0 else (*np.nonzero(shade == place), 1)
            panel.boxes(day - 0.5 + gap / 2, hour + 0.04, length - gap, 0.92, facecolor=colour, linewidth=0)
        panel.days(counts.first, counts.days, "years")
        panel.frame()

        sums = grid.sum(axis=0)
        at = np.flatnonzero(sums)
        side = Panel(figure, top + 0.08, TALL, (0, sums.max() * 1.5), (0, 24), left=WIDTH - SIDE - 0.12, right=0.12)
        side.hours(labels=False)
        side.boxes(np.zeros(len(at)), at + 0.12, sums[at], 0.76, facecolor="#4a90c4", linewidth=0)
        for hour in at:
            side.label(str(sums[hour]), sums[hour], hour + 0.5, 6.5, dx=0.04, va="center")
        side.frame(left=False)
        side.label(_("sum per hour"), 0, 0, SMALL, dy=-0.175)

    return [
        heading(title),
        key([*entries, (_("night, 22:00–08:00"), NIGHT)]),
        Part(0.08 + TALL + footroom("years"), draw),
        small_print(_night(case, grid), omitted(case)),
    ]


def _runs(cells: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First day, hour and length of each run of days within an hour."""
    import numpy as np

    edges = np.diff(np.pad(cells.T, ((0, 0), (1, 1))).astype(np.int8), axis=1)
    hour, first = np.nonzero(edges == 1)
    return first, hour, np.nonzero(edges == -1)[1] - first


def _night(case: Case, grid: np.ndarray) -> str:
    chosen = _chosen(tally(case))
    _ = case.text
    words = _("At night (22:00 to before 08:00, local time of the person called): {night} of {all} events.")
    return words.format(night=(chosen & tally(case).view.night).sum(), all=grid.sum())


def _alt(case: Case, subject: Subject) -> str:
    _, counts = case.text, tally(case)
    grid = _grid(counts)
    sums = grid.sum(axis=0)
    hour = int(sums.argmax())
    who = _("the reported numbers") if counts.reported.any() else _("all numbers")
    said = [
        _("Map of days ({first} to {last}) and hours: {events} incoming calls and messages of {who}.").format(
            first=counts.first, last=counts.last, events=grid.sum(), who=who
        ),
        _night(case, grid),
        _("Most fall between {low}:00 and {high}:00: {count}.").format(low=hour, high=hour + 1, count=sums[hour]),
        _("Most in one hour of one day: {count}.").format(count=grid.max()),
        omitted(case),
    ]
    return sentences(case, said)


HOURS = strips_of(
    name="hours",
    per="case",
    title=N_("Incoming calls and messages by hour of the day"),
    alt=_alt,
    applies=lambda case: bool(_chosen(tally(case)).any()),
    strips=_parts,
)
