"""All words of a figure as one artist. Imports matplotlib: import it where something is drawn.

Matplotlib's own text objects measure themselves several times for every drawing; a page of two hundred short labels spends
most of its time on that. Here the place of a text is worked out beforehand, and drawing it is one call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from matplotlib import rcParams
from matplotlib.artist import Artist
from matplotlib.font_manager import FontProperties

from analyzer import fonts

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

ASCENT, MIDDLE = 0.88, 0.35
"""Baseline below the upper edge of a line, and below its middle, in units of the type size (Noto Sans SC)."""


class Lettering(Artist):
    """Texts by place, in inches from the figure's upper left corner."""

    def __init__(self, figure: FigureBase) -> None:
        super().__init__()
        self.figure_drawn = figure
        self.items: list[tuple[float, float, str, float, str]] = []
        self.set_zorder(10)

    def write(self, x: float, top: float, text: str, points: float, color: str, ha: str, va: str) -> None:
        """Add one line. `ha`: left, center, right. `va`: top, center, bottom (of letters without descent)."""
        size = points / fonts.POINTS_PER_INCH
        across = {"left": 0.0, "center": 0.5, "right": 1.0}[ha] * (fonts.width(text, points) if ha != "left" else 0)
        baseline = top + {"top": ASCENT, "center": MIDDLE, "bottom": 0.0}[va] * size
        self.items.append((x - across, baseline, fonts.left_to_right(text), points, color))

    def draw(self, renderer: Any) -> None:
        """Draw every line; called by matplotlib."""
        box = self.figure_drawn.bbox  # type: ignore[attr-defined]
        inch = self.figure_drawn.get_figure(root=True).dpi  # type: ignore[union-attr]
        _, height = renderer.get_canvas_width_height()
        family = rcParams["font.family"]
        faces: dict[tuple[int, float], FontProperties] = {}
        gc = renderer.new_gc()
        for x, down, text, points, color in self.items:
            gc.set_foreground(color)
            across, up = box.x0 + x * inch, box.y1 - down * inch
            # looking through two fonts takes twice as long
            names = family if fonts.needs_fallback(text) else family[:1]
            face = faces.setdefault((len(names), points), FontProperties(family=names, size=points))
            renderer.draw_text(gc, across, height - up if renderer.flipy() else up, text, face, 0)
        gc.restore()


def lettering(figure: FigureBase) -> Lettering:
    """The figure's lettering, made when it is first asked for."""
    for artist in figure.artists:
        if isinstance(artist, Lettering):
            return artist
    made = Lettering(figure)
    figure.add_artist(made)
    return made
