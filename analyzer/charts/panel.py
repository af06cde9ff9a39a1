"""A panel: a rectangle of a figure with a scale of days, counts or hours, drawn with few artists however many events.

Everything is placed in inches, so that a chart of one day and one of four hundred have the same type sizes and margins.
Matplotlib is used to draw, not to lay out: its axes measure every label to find room, which takes longer than the drawing.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal

from analyzer import clock
from analyzer.charts.look import FAINT, GRID, INK, LEFT, NIGHT, RIGHT, SMALL, size_of, write

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.artist import Artist
    from matplotlib.figure import FigureBase

NARROW = 130
"""Days from which on bars stand without gaps, edges and hatching, which would be all that is seen of them."""

DIGITS = 31
"""Days up to which a bar has room for its count."""


Axis = Literal["grid", "days", "years"]
"""How a scale of days is shown: lines only, month and day below them, the year below these. Of panels that stand one under the
other the first and the last name the days."""


class Panel:
    """A rectangle with data coordinates.

    Parameters
    ----------
    figure : FigureBase
    top, tall : float
        Inches from the figure's upper edge, and height.
    x, y : (float, float)
        Values at the left and right, lower and upper edge.
    left, right : float
        Inches left free beside it.
    """

    def __init__(
        self,
        figure: FigureBase,
        top: float,
        tall: float,
        x: tuple[float, float],
        y: tuple[float, float],
        left: float = LEFT,
        right: float = RIGHT,
    ) -> None:
        from matplotlib.transforms import Affine2D

        self.figure, self.top, self.tall, self.left = figure, top, tall, left
        self.x, self.y = x, y
        self._strokes: list[tuple[float, float, float, float]] = []
        self._grid: list[tuple[float, float, float, float]] = []
        across, down = size_of(figure)
        self.wide = across - left - right
        inches = (
            Affine2D()
            .translate(-x[0], -y[0])
            .scale(self.wide / (x[1] - x[0]), tall / (y[1] - y[0]))
            .translate(left, down - top - tall)
        )
        self.transform = inches.scale(1 / across, 1 / down) + figure.transSubfigure  # type: ignore[attr-defined]

    def _add(self, artist: Artist, zorder: float) -> None:
        artist.set_transform(self.transform)
        artist.set_zorder(zorder)
        self.figure.add_artist(artist)

    def boxes(
        self,
        x: np.ndarray,
        y: np.ndarray,
        width: np.ndarray | float,
        height: np.ndarray | float,
        zorder: float = 2,
        **look: Any,
    ) -> None:
        """Rectangles with lower left corners (`x`, `y`), as one artist however many they are."""
        import numpy as np
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        if len(x) == 0:
            return
        x, y, width, height = np.broadcast_arrays(x, y, width, height)
        corners = np.empty((len(x), 5, 2))
        corners[:, :, 0] = x[:, None] + width[:, None] * np.array([0, 1, 1, 0, 0])
        corners[:, :, 1] = y[:, None] + height[:, None] * np.array([0, 0, 1, 1, 0])
        codes = np.tile(
            np.array([Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY], dtype=Path.code_type), len(x)
        )
        self._add(PathPatch(Path(corners.reshape(-1, 2), codes), **look), zorder)

    def lines(
        self,
        ends: Sequence[tuple[float, float, float, float]],
        color: str,
        width: float,
        zorder: float = 3,
        dashed: bool = False,
    ) -> None:
        """Straight lines, each from (x0, y0) to (x1, y1)."""
        from matplotlib.patches import PathPatch
        from matplotlib.path import Path

        points = [(x, y) for x0, y0, x1, y1 in ends for x, y in ((x0, y0), (x1, y1))]
        path = Path(points, [Path.MOVETO, Path.LINETO] * len(ends))
        self._add(
            PathPatch(
                path, facecolor="none", edgecolor=color, linewidth=width, linestyle=(0, (4, 2)) if dashed else "-"
            ),
            zorder,
        )

    def points(self, x: np.ndarray, y: np.ndarray, **look: Any) -> None:
        """Markers."""
        from matplotlib.lines import Line2D

        self._add(Line2D(x, y, linestyle="", **look), 4)

    def label(
        self, text: str, x: float, y: float, points: float = SMALL, dx: float = 0, dy: float = 0, **look: Any
    ) -> None:
        """A line of text beside a value; `dx`, `dy` inches to the right and upwards."""
        across = self.left + (x - self.x[0]) / (self.x[1] - self.x[0]) * self.wide + dx
        down = self.top + self.tall * (1 - (y - self.y[0]) / (self.y[1] - self.y[0])) - dy
        write(self.figure, across, down, text, points, **look)

    def _tick(self, x: Sequence[float], y: Sequence[float]) -> None:
        """Short strokes below the panel at `x` and left of it at `y`."""
        reach_x = 0.035 * (self.x[1] - self.x[0]) / self.wide
        reach_y = 0.035 * (self.y[1] - self.y[0]) / self.tall
        self._strokes += [(value, self.y[0], value, self.y[0] - reach_y) for value in x]
        self._strokes += [(self.x[0], value, self.x[0] - reach_x, value) for value in y]

    def frame(self, left: bool = True) -> None:
        """The lower edge and the left one, with the ticks and lines that scales have asked for; to be called last."""
        self._strokes.append((self.x[0], self.y[0], self.x[1], self.y[0]))
        if left:
            self._strokes.append((self.x[0], self.y[0], self.x[0], self.y[1]))
        self.lines(self._strokes, FAINT, 0.6)
        if self._grid:
            self.lines(self._grid, GRID, 0.5, zorder=1)

    def counts(self, top: int) -> None:
        """A scale of whole numbers from 0 to `top` up the left edge, with lines across."""
        step = next(s * 10**e for e in range(12) for s in (1, 2, 5) if top / (s * 10**e) <= max(self.tall / 0.24, 1))
        marks = list(range(0, top + 1, step))
        self._grid += [(self.x[0], mark, self.x[1], mark) for mark in marks]
        self._tick([], marks)
        for mark in marks:
            self.label(str(mark), self.x[0], mark, dx=-0.06, ha="right", va="center")

    def days(self, first: dt.date, days: int, axis: Axis) -> None:
        """Days along the lower edge, day 0 being `first`; the year stands under the first label of each year."""
        marks = day_marks(first, days)
        self._grid += [(mark, self.y[0], mark, self.y[1]) for mark in marks]
        self._tick(marks, [])
        named: set[int] = set()
        for mark in marks if axis != "grid" else ():
            day = first + dt.timedelta(mark)
            self.label(f"{day:%m-%d}", mark, self.y[0], dy=-0.055, ha="center")
            if axis == "years" and day.year not in named:
                self.label(f"{day.year:04}", mark, self.y[0], dy=-0.175, ha="center")
            named.add(day.year)

    def verticals(self, marks: Sequence[float]) -> None:
        """Lines up the panel, with strokes below it."""
        self._grid += [(mark, self.y[0], mark, self.y[1]) for mark in marks]
        self._tick(marks, [])

    def hours(self, labels: bool = True) -> None:
        """The night shaded and hatched, and hours of the day up the left edge from 0 to 24."""
        import numpy as np

        evening, morning = (second / 3600 for second in clock.NIGHT)
        low, high = np.array([0, evening]), np.array([morning, 24])
        self.boxes(np.full(2, self.x[0]), low, self.x[1] - self.x[0], high - low, zorder=0, **NIGHT)
        self.lines([(self.x[0], hour, self.x[1], hour) for hour in (morning, evening)], "#9a9a9a", 0.6, zorder=1)
        if labels:
            marks = (0, 4, 8, 12, 16, 20, 22, 24)
            self._tick([], marks)
            for mark in marks:
                self.label(f"{mark}:00", self.x[0], mark, dx=-0.06, ha="right", va="center")

    def totals(self, counts: np.ndarray, chosen: np.ndarray | None = None) -> None:
        """The count above each bar (of those chosen), where days are wide enough for digits."""
        if len(counts) <= DIGITS:
            for day in (counts if chosen is None else chosen).nonzero()[0].tolist():
                self.label(str(counts[day]), day, int(counts[day]), 6.5, dy=0.025, ha="center", va="bottom")


def span(days: int) -> tuple[float, float]:
    """Values at the left and right edge of a scale of days; a single day must not fill the page."""
    spare = max(0.0, (7 - days) / 2)
    return -0.5 - spare, days - 0.5 + spare


def day_marks(first: dt.date, days: int) -> list[int]:
    """Days that get a label: at most about sixteen, at even steps or on firsts of months.

    Examples
    --------
    >>> day_marks(dt.date(2026, 2, 2), 30)[:3]
    [0, 2, 4]
    >>> [str(dt.date(2026, 2, 2) + dt.timedelta(day)) for day in day_marks(dt.date(2026, 2, 2), 400)][:2]
    ['2026-03-01', '2026-04-01']
    """
    if days <= 112:
        return list(range(0, days, next(step for step in (1, 2, 3, 7) if days <= step * 16)))
    step = next(step for step in (1, 2, 3) if days <= step * 30.4 * 14)
    start, marks = first.year * 12 + first.month - 1, []
    for month in range(start, start + math.ceil(days / 28) + 1):
        offset = (dt.date(month // 12, month % 12 + 1, 1) - first).days
        if month % step == 0 and 0 <= offset < days:
            marks.append(offset)
    return marks


def bar_width(days: int) -> float:
    """Share of a day's width that its bar takes."""
    return 0.78 if days <= NARROW else 1.0


def bar_look(days: int, hatch: str) -> dict[str, Any]:
    """Edge and hatching of bars."""
    return {"edgecolor": INK, "linewidth": 0.3, "hatch": hatch} if days <= NARROW else {"linewidth": 0}
