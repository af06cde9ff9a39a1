"""A drawing: shapes, marks and words placed in inches, before anything is known of pixels and files.

Charts fill one, writers paint it. It holds a handful of objects however many events a chart shows: all boxes or strokes of one
look are one object.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer import fonts

if TYPE_CHECKING:
    import numpy as np

ASCENT, MIDDLE = 0.88, 0.35
"""Baseline below the upper edge of a line, and below its middle, in units of the type size (Noto Sans SC)."""


@dataclass(frozen=True, slots=True)
class Ink:
    """How a shape looks.

    Attributes
    ----------
    fill, edge : str
        Colours as ``#rrggbb``; empty for none. Hatching has the colour of the edge.
    width : float
        Of the edge, in points; 0 for none.
    hatch : str
        Signs for lines across the shape, as matplotlib reads them: slash, backslash, ``| - + x o O . *``, denser where repeated.
    dashes : tuple of float
        Lengths of dashes and gaps in points; empty for a whole line.
    """

    fill: str = ""
    edge: str = ""
    width: float = 0.0
    hatch: str = ""
    dashes: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """A sign for a single event: one of matplotlib's markers (``o ^ X s v D P p d x``), its height in points, its look."""

    sign: str
    size: float
    ink: Ink


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Polygons (`closed`) or lines of as many corners each: `corners` is an array (which, corner, x and y) in inches."""

    corners: np.ndarray
    closed: bool
    ink: Ink
    layer: float


@dataclass(frozen=True, slots=True, eq=False)
class Marks:
    """The same sign in many places: `places` is an array (which, x and y) in inches."""

    places: np.ndarray
    mark: Mark
    layer: float


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `x`, `down`: inches to where its baseline begins; `points`: type size."""

    x: float
    down: float
    text: str
    points: float
    color: str


class Drawing:
    """A sheet of paper. All places are in inches from its left and upper edge; words lie on top of everything.

    Parameters
    ----------
    wide, tall : float
        Inches.

    Attributes
    ----------
    items : list of Shapes and Marks
        Those of a lower layer lie below; of one layer, the later ones on top.
    lines : list of Line
    """

    def __init__(self, wide: float, tall: float) -> None:
        self.wide, self.tall = wide, tall
        self.items: list[Shapes | Marks] = []
        self.lines: list[Line] = []
        self._top = 0.0

    def below(self, inches: float) -> Drawing:
        """The same sheet, measured from so many inches further down."""
        rest = Drawing(self.wide, self.tall - inches)
        rest.items, rest.lines, rest._top = self.items, self.lines, self._top + inches
        return rest

    def shapes(self, corners: np.ndarray, ink: Ink, layer: float, closed: bool = True) -> None:
        """Add polygons or lines."""
        if len(corners):
            self.items.append(Shapes(self._moved(corners), closed, ink, layer))

    def marks(self, places: np.ndarray, mark: Mark, layer: float) -> None:
        """Add signs."""
        if len(places):
            self.items.append(Marks(self._moved(places), mark, layer))

    def _moved(self, points: np.ndarray) -> np.ndarray:
        import numpy as np

        return points + np.array([0.0, self._top])

    def write(
        self, x: float, top: float, text: str, points: float, color: str, ha: str = "left", va: str = "top"
    ) -> None:
        """Add one line of text. `ha`: left, center, right. `va`: top, center, bottom (of letters without descent)."""
        size = points / fonts.POINTS_PER_INCH
        across = {"left": 0.0, "center": 0.5, "right": 1.0}[ha] * (fonts.width(text, points) if ha != "left" else 0)
        baseline = top + {"top": ASCENT, "center": MIDDLE, "bottom": 0.0}[va] * size
        self.lines.append(Line(x - across, self._top + baseline, text, points, color))
