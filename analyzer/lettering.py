"""All words of a figure as one artist, drawn as outlines. Imports matplotlib: import it where something is drawn.

Matplotlib's own texts are measured several times and every letter is taken out of its font anew for each drawing: nine tenths
of the time that a page of a thousand letters takes. Here a line is laid out once, when it is written, and drawing all lines
of a colour is one path. In a vector picture each shape stands once and is referred to by the lines that use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.colors import to_hex, to_rgb
from matplotlib.path import Path
from matplotlib.transforms import IdentityTransform

from analyzer import fonts

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

ASCENT, MIDDLE = 0.88, 0.35
"""Baseline below the upper edge of a line, and below its middle, in units of the type size (Noto Sans SC)."""


PRINTED = 150
"""Dots to an inch from which letters begin on half columns and whole rows of dots. Nobody sees the difference, and the picture
takes a tenth less room, as the same letters come out the same."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. `x`, `down`: inches from the figure's left and upper edge to where its baseline begins."""

    x: float
    down: float
    text: str
    points: float
    color: str

    @property
    def shapes(self) -> tuple[tuple[fonts.Glyph, ...], tuple[float, ...]]:
        """Its shapes, and where each begins in units of the type size."""
        return _shapes(self.text)


@lru_cache(maxsize=2048)
def _shapes(text: str) -> tuple[tuple[fonts.Glyph, ...], tuple[float, ...]]:
    return fonts.line(text)[:2] if fonts.stands_in_a_row(text) else ((_shaped(text),), (0.0,))


class Lettering(Artist):
    """Texts by place, in inches from the figure's upper left corner."""

    def __init__(self, figure: FigureBase) -> None:
        super().__init__()
        self.figure_drawn = figure
        self.lines: list[Line] = []
        self.set_zorder(10)

    def write(
        self, x: float, top: float, text: str, points: float, color: str, ha: str = "left", va: str = "top"
    ) -> None:
        """Add one line. `ha`: left, center, right. `va`: top, center, bottom (of letters without descent)."""
        size = points / fonts.POINTS_PER_INCH
        across = {"left": 0.0, "center": 0.5, "right": 1.0}[ha] * (fonts.width(text, points) if ha != "left" else 0)
        baseline = top + {"top": ASCENT, "center": MIDDLE, "bottom": 0.0}[va] * size
        self.lines.append(Line(x - across, baseline, text, points, color))

    def draw(self, renderer: Any) -> None:
        """Draw every line; called by matplotlib."""
        if not self.get_visible():
            return
        box = self.figure_drawn.bbox  # type: ignore[attr-defined]
        inch = self.figure_drawn.get_figure(root=True).dpi  # type: ignore[union-attr]
        gc = renderer.new_gc()
        gc.set_linewidth(0)
        gc.set_snap(False)
        for color, lines in self.by_colour():
            path = _outlines(lines, inch, box.x0, box.y1)
            renderer.draw_path(gc, path, IdentityTransform(), (*to_rgb(color), 1.0))
        gc.restore()

    def by_colour(self) -> Iterator[tuple[str, list[Line]]]:
        """The lines of each colour; no text lies upon another."""
        for color, lines in groupby(sorted(self.lines, key=lambda line: line.color), lambda line: line.color):
            yield color, list(lines)

    def corner(self) -> tuple[float, float]:
        """Inches from the whole drawing's left and upper edge to this figure's."""
        box, root = self.figure_drawn.bbox, self.figure_drawn.get_figure(root=True)  # type: ignore[attr-defined]
        return box.x0 / root.dpi, (root.bbox.y1 - box.y1) / root.dpi  # type: ignore[union-attr]


def lettering(figure: FigureBase) -> Lettering:
    """The figure's lettering, made when it is first asked for."""
    for artist in figure.artists:
        if isinstance(artist, Lettering):
            return artist
    made = Lettering(figure)
    figure.add_artist(made)
    return made


def letterings(figure: FigureBase) -> list[Lettering]:
    """All lettering of a figure and of the figures in it."""
    own = [artist for artist in figure.artists if isinstance(artist, Lettering)]
    return own + [found for inner in figure.subfigs for found in letterings(inner)]


def _outlines(lines: list[Line], inch: float, left: float, up: float) -> Path:
    """All letters of some lines as one path, in units of the drawing, y upwards."""
    shapes = [shape for line in lines for shape in line.shapes[0]]
    lengths = [len(line.shapes[0]) for line in lines]
    sizes = np.repeat([line.points / fonts.POINTS_PER_INCH * inch for line in lines], lengths)
    origins = np.empty((len(shapes), 2))
    origins[:, 0] = np.repeat([left + line.x * inch for line in lines], lengths)
    origins[:, 0] += sizes * [start for line in lines for start in line.shapes[1]]
    origins[:, 1] = np.repeat([up - line.down * inch for line in lines], lengths)
    if inch >= PRINTED:
        origins = np.round(origins * (2, 1)) / (2, 1)
    counts = [len(shape.codes) for shape in shapes]
    vertices = np.concatenate([np.empty((0, 2)), *(shape.vertices for shape in shapes)])
    vertices *= np.repeat(sizes, counts)[:, None]
    vertices += np.repeat(origins, counts, axis=0)
    codes = np.concatenate([np.empty(0, dtype=Path.code_type), *(shape.codes for shape in shapes)])
    return Path._fast_from_codes_and_verts(vertices, codes)  # type: ignore[attr-defined]


@lru_cache(maxsize=256)
def _shaped(text: str) -> fonts.Glyph:
    """A line whose letters join, turn or combine, shaped as a whole by matplotlib."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    fonts.register()
    face = FontProperties(family=[fonts.SANS, fonts.FALLBACK])
    vertices, codes = text_to_path.get_text_path(face, fonts.left_to_right(text))
    scale = 1 / text_to_path.FONT_SCALE
    return fonts.Glyph(
        text, np.asarray(vertices, dtype=float).reshape(-1, 2) * scale, np.asarray(codes, dtype=Path.code_type), 0.0
    )


def as_svg(letterings: Iterable[Lettering]) -> str:
    """The same words for an SVG whose unit is the point: each shape once, and lines of references to them.

    The names of shapes are those of their characters, so that a page which holds several pictures still has one shape to a name.
    """
    shapes: dict[str, str] = {}
    groups: dict[tuple[str, float], list[str]] = {}
    for each in letterings:
        left, top = each.corner()
        for line in each.lines:
            unit = fonts.POINTS_PER_INCH * fonts.EM / line.points  # of the group's units, to an inch
            named, used = _used(line.text)
            shapes.update(named)
            place = f"{round((left + line.x) * unit)} {round((top + line.down) * unit)}"
            groups.setdefault((to_hex(line.color), line.points), []).append(
                f'<g transform="translate({place})">{used}</g>\n'
            )
    defined = "".join(f'<path id="{name}" d="{d}"/>\n' for name, d in shapes.items())
    drawn = "".join(
        f'<g fill="{color}" transform="scale({points / fonts.EM:.6g})">\n{"".join(lines)}</g>\n'
        for (color, points), lines in groups.items()
    )
    return f"<defs>\n{defined}</defs>\n{drawn}"


@lru_cache(maxsize=2048)
def _used(text: str) -> tuple[dict[str, str], str]:
    """The outlines that a line refers to, by name, and its references."""
    shapes, used = {}, []
    for shape, start in zip(*_shapes(text), strict=True):
        if len(shape.codes) == 0:
            continue
        if len(shape.char) > 1:  # shaped as a whole
            used.append(f'<path d="{_path(shape)}"/>')
            continue
        name = f"u{ord(shape.char):x}"
        shapes[name] = _path(shape)
        used.append(f'<use xlink:href="#{name}" x="{round(start * fonts.EM)}"/>')
    return shapes, "".join(used)


@lru_cache(maxsize=8192)
def _path(shape: fonts.Glyph) -> str:
    """An outline as SVG path data in whole units, y downwards: relative steps, which are short."""
    points = np.rint(shape.vertices * (fonts.EM, -fonts.EM)).astype(int).tolist()
    codes = shape.codes.tolist()
    words, here, start, i = [], (0, 0), (0, 0), 0
    while i < len(codes):
        code = codes[i]
        if code == Path.CLOSEPOLY:
            words.append("z")
            here, i = start, i + 1
            continue
        taken = {Path.CURVE3: 2, Path.CURVE4: 3}.get(code, 1)
        steps = [(x - here[0], y - here[1]) for x, y in points[i : i + taken]]
        here, i = tuple(points[i + taken - 1]), i + taken
        if code == Path.MOVETO:
            start = here
        if code == Path.LINETO and here == start and codes[i : i + 1] == [Path.CLOSEPOLY]:
            continue  # closing draws this line
        words.append({Path.MOVETO: "m", Path.LINETO: "l", Path.CURVE3: "q", Path.CURVE4: "c"}[code])
        words.append(" ".join(f"{x} {y}" for x, y in steps).replace(" -", "-"))
    return "".join(words)
