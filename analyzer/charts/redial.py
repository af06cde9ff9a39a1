"""How soon a number calls again: the time from each call to the next one of the same number, on a logarithmic scale."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer import fonts
from analyzer.campaigns.ground import ANONYMOUS
from analyzer.charts.chart import HEADROOM, Part, Subject, heading, key, named, sentences, small_print, strips_of
from analyzer.charts.look import EDGE, GRID, INK, SMALL, TEXT, WIDTH, swatch, write
from analyzer.charts.panel import Panel
from analyzer.charts.tally import omitted, once, tally

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import FigureBase

    from analyzer.case import Case

N_ = str

REDIAL = 300
"""Seconds below which the next call is a redial, as in ``redial_under_5min_share``; our own choice."""

LEAST = 3
"""Redials from which on there is a picture: one or two are no pattern."""

ROWS = 10
"""Numbers that get a row; those with most redials."""

ROW = 0.22
"""Inches from one row to the next."""

TALL = 1.9

SOON, LATER = ("#c44e00", "////"), ("#9fb8cc", "")
"""Colour and hatching of redials and of other gaps."""

MARKS = (
    (1, N_("1 s")), (10, N_("10 s")), (60, N_("1 min")), (REDIAL, N_("5 min")), (1800, N_("30 min")),
    (7200, N_("2 h")), (28800, N_("8 h")), (86_400, N_("1 day")), (7 * 86_400, N_("7 days")), (30 * 86_400, N_("30 days")),
    (180 * 86_400, N_("180 days")), (730 * 86_400, N_("730 days")),
)  # fmt: skip
"""Times that the scale names: each at least half a finger's width from the next."""


@dataclass(frozen=True)
class Gaps:
    """Seconds from each call to the next of its number, and whose they are.

    Attributes
    ----------
    values : int array
    group : int array
        Group of each value in the view of `tally`.
    low, high : int
        First and last class: class k holds gaps of ``300 * 2**k`` up to below ``300 * 2**(k + 1)`` seconds; shorter ones than
        the first class, gaps of no second among them, are counted in it.
    counts : int array
        How many gaps each class holds.
    """

    values: np.ndarray
    group: np.ndarray
    low: int
    high: int
    counts: np.ndarray

    @property
    def soon(self) -> int:
        """How many are redials."""
        return int((self.values < REDIAL).sum())

    @property
    def median(self) -> float:
        """The middle gap in seconds; of an even number the mean of the middle two."""
        import numpy as np

        return float(np.median(self.values))


@once
def gaps_of(case: Case, _subject: None = None) -> Gaps:
    """Gaps between the calls of each reported number; behind a withheld or masked one several callers may stand."""
    import numpy as np

    counts, rows = tally(case), case.reported
    hidden = rows[rows["number_kind"].isin(ANONYMOUS)]
    several = [counts.places[who] for who in zip(hidden["owner"], hidden["number"], strict=True)]
    chosen = counts.reported & counts.calls & counts.drawn & ~np.isin(counts.view.group, several)
    found = counts.view.gaps(chosen)
    place = np.floor(np.log2(np.maximum(found.values, 1) / REDIAL)).astype(np.int64)
    place = np.maximum(place, -8)
    low, high = (min(int(place.min()), -3), max(int(place.max()), 2)) if len(place) else (-3, 2)
    return Gaps(found.values, found.group, low, high, np.bincount(place - low, minlength=high - low + 1))


def in_time(case: Case, seconds: float) -> str:
    """A length of time in the largest unit of which it holds two, with one decimal where that says more.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> case = SimpleNamespace(text=str)
    >>> in_time(case, 45), in_time(case, 330), in_time(case, 86_400 * 3)
    ('45 s', '5.5 min', '3 days')
    """
    _ = case.text
    for unit, words in ((86_400, _("{n} days")), (3600, _("{n} h")), (60, _("{n} min"))):
        if seconds >= 2 * unit:
            return words.format(n=f"{seconds / unit:.1f}".removesuffix(".0"))
    return _("{n} s").format(n=f"{seconds:.1f}".removesuffix(".0"))


def _summary(case: Case, gaps: Gaps) -> str:
    _ = case.text
    words = _(
        "{soon} of {all} times the next call of the same number came within five minutes ({share} %); middle value {median}."
    )
    n = len(gaps.values)
    return words.format(soon=gaps.soon, all=n, share=f"{100 * gaps.soon / n:.0f}", median=in_time(case, gaps.median))


def _marks(gaps: Gaps) -> list[tuple[float, str]]:
    """Times within the scale, in classes, with what is written there."""
    import math

    placed = [(math.log2(seconds / REDIAL), words) for seconds, words in MARKS]
    return [(at, words) for at, words in placed if gaps.low - 0.01 <= at <= gaps.high + 1.01]


def _histogram(case: Case, gaps: Gaps, left: float) -> Part:
    import numpy as np

    _ = case.text

    def draw(figure: FigureBase, top: float) -> None:
        highest = int(gaps.counts.max())
        panel = Panel(figure, top + HEADROOM, TALL, (gaps.low, gaps.high + 1), (0, highest), left)
        panel.counts(highest)
        at = np.flatnonzero(gaps.counts) + gaps.low
        for chosen, look in ((at < 0, SOON), (at >= 0, LATER)):
            x = at[chosen]
            panel.boxes(x + 0.06, np.zeros(len(x)), 0.88, gaps.counts[x - gaps.low], **swatch(*look))
        digits = [f"{gaps.counts[x - gaps.low]:,}" for x in at.tolist()]
        roomy = max(fonts.width(text, 6.5) for text in digits) < panel.wide / len(gaps.counts) - 0.02
        for x, text in zip(at.tolist(), digits, strict=True) if roomy else ():
            n = int(gaps.counts[x - gaps.low])
            panel.label(text, x + 0.5, n, 6.5, dy=0.025, ha="center", va="bottom")
        _times(case, panel, gaps)

    return Part(HEADROOM + TALL + 0.26, draw)


def _times(case: Case, panel: Panel, gaps: Gaps) -> None:
    """The scale of times under a panel, five minutes marked across it."""
    marks = _marks(gaps)
    panel.verticals([at for at, _words in marks])
    for at, words in marks:
        panel.label(case.text(words), at, panel.y[0], dy=-0.055, ha="center")
    panel.lines([(0, panel.y[0], 0, panel.y[1])], INK, 1.1, zorder=6, dashed=True)
    panel.frame()


def _numbers(gaps: Gaps) -> list[tuple[int, int, int]]:
    """Group, redials and gaps of each number with a redial: most redials first."""
    import numpy as np

    soon = np.bincount(gaps.group[gaps.values < REDIAL], minlength=int(gaps.group.max()) + 1)
    every = np.bincount(gaps.group, minlength=len(soon))
    rows = [(int(group), int(soon[group]), int(every[group])) for group in np.flatnonzero(soon)]
    return sorted(rows, key=lambda row: (-row[1], -row[2], row[0]))


def _names(case: Case) -> dict[int, str]:
    """A number in words by its group; its owner too, where there are several."""
    places = tally(case).places
    several = len({owner for owner, _number in places}) > 1
    return {
        place: named(case, number) + (f" → {named(case, owner)}" if several else "")
        for (owner, number), place in places.items()
    }


def _dots(case: Case, gaps: Gaps, rows: list[tuple[int, int, int]], left: float, room: float) -> Part:
    """A row of dots per number, on the same scale."""
    import numpy as np

    _, names = case.text, _names(case)
    tall = ROW * len(rows)

    def draw(figure: FigureBase, top: float) -> None:
        panel = Panel(
            figure, top + 0.05, tall, (gaps.low, gaps.high + 1), (len(rows) - 0.5, -0.5), left,
        )  # fmt: skip
        panel.lines([(panel.x[0], row, panel.x[1], row) for row in range(len(rows))], GRID, 0.5, zorder=1)
        for row, (group, soon, every) in enumerate(rows):
            values = gaps.values[gaps.group == group]
            x = np.clip(np.log2(np.maximum(values, 1) / REDIAL), gaps.low, None)
            for chosen, (colour, _hatch) in ((values < REDIAL, SOON), (values >= REDIAL, LATER)):
                if chosen.any():
                    panel.points(
                        x[chosen], np.full(int(chosen.sum()), row), marker="o", markersize=3.4, color=colour,
                        markeredgecolor=INK, markeredgewidth=0.25, rasterized=len(gaps.values) > 3000,
                    )  # fmt: skip
            name = fonts.shorten(names[group], room, TEXT)
            write(figure, EDGE, top + 0.05 + ROW * (row + 0.5), name, TEXT, INK, va="center")
            panel.label(f"{soon:,} / {every:,}", panel.x[1], row, SMALL, dx=0.07, va="center")
        _times(case, panel, gaps)

    return Part(0.05 + tall + 0.26, draw)


def _parts(case: Case, subject: Subject) -> list[Part]:
    _, gaps = case.text, gaps_of(case)
    rows = _numbers(gaps)
    shown, names = rows[:ROWS], _names(case)
    room = min(max(fonts.width(names[group], TEXT) for group, _s, _n in shown), WIDTH / 3)
    left = EDGE + room + 0.12
    strips = [
        heading(_("Time from each call to the next call of the same number")),
        key([
            (_("redial: within five minutes"), swatch(*SOON)),
            (_("later"), swatch(*LATER)),
        ]),
        _histogram(case, gaps, left),
    ]  # fmt: skip
    if len(shown) > 1:
        strips += [
            heading(_("The same for single numbers; on the right redials / all")),
            _dots(case, gaps, shown, left, room),
        ]
    how = _("Every bar spans twice the time of the bar before it; the dashed line stands at five minutes.")
    return [*strips, small_print(_summary(case, gaps), how, _left_out(case, rows), omitted(case))]


def _left_out(case: Case, rows: list[tuple[int, int, int]]) -> str:
    if len(rows) <= ROWS:
        return ""
    _ = case.text
    return _("Not drawn: {n} further numbers with redials (see data/numbers.csv).").format(n=len(rows) - ROWS)


def _alt(case: Case, subject: Subject) -> str:
    _, gaps, names = case.text, gaps_of(case), _names(case)
    rows = _numbers(gaps)
    said = [_("Bars: time from each call to the next call of the same number."), _summary(case, gaps)]
    words = _("{number}: {soon} of {all} within five minutes.")
    said += [words.format(number=names[group], soon=soon, all=every) for group, soon, every in rows[:ROWS]]
    return sentences(case, [*said, _left_out(case, rows), omitted(case)])


def _applies(case: Case) -> bool:
    return gaps_of(case).soon >= LEAST


REDIAL_CHART = strips_of(
    name="redial",
    per="case",
    title=N_("How soon a number calls again"),
    alt=_alt,
    applies=_applies,
    strips=_parts,
)
