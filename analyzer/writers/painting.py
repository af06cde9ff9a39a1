"""A drawing as pixels and as SVG.

Pixels come from matplotlib's renderer, by direct calls: its figures and artists are measured and set up anew for every picture,
and importing them takes as long as drawing five pages. The SVG is written here, so that its bytes depend on no program's version:
whole hundredths of a point, each marker and letter once, hatching as patterns.
"""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING, Any

from analyzer.drawing import Drawing, Ink, Mark, Marks, Shapes
from analyzer.fonts import POINTS_PER_INCH
from analyzer.writers.lettering import CLOSE, LINE, MOVE, as_svg, outlines, path_data

if TYPE_CHECKING:
    import numpy as np

UNIT = 100
"""Units of the vector picture to a point."""

HATCH, HATCH_WIDTH, HATCH_DENSITY = 72.0, 0.4, 6
"""Points after which hatching repeats, points of its lines, and matplotlib's measure of how close they stand."""

CROWDED = 3000
"""Marks above which those that fall upon the same point are drawn once in a vector picture, which would grow without bound."""


def pixels(drawing: Drawing, dots: int) -> np.ndarray:
    """The drawing on white, so many dots to an inch: an array (down, across, 4) of red, green, blue and alpha."""
    import numpy as np
    from matplotlib.backends.backend_agg import RendererAgg
    from matplotlib.transforms import Affine2D

    across, down = round(drawing.wide * dots), round(drawing.tall * dots)
    renderer: Any = RendererAgg(across, down, dots)
    upright = Affine2D().scale(1, -1).translate(0, down)
    inches = Affine2D().scale(dots, -dots).translate(0, down)
    paper = Shapes(np.array([[[0, 0], [1, 0], [1, 1], [0, 1]]]) * (drawing.wide, drawing.tall), True, Ink("#ffffff"), 0)
    for item in [paper, *_stacked(drawing)]:
        if isinstance(item, Shapes):
            gc = _pen(renderer, item.ink)
            renderer.draw_path(gc, _path(*_outline(item)), inches, _rgba(item.ink.fill))
        else:
            _draw_marks(renderer, item, inches, dots)
    gc = renderer.new_gc()
    gc.set_linewidth(0)
    gc.set_snap(False)
    for colour, vertices, codes in outlines(drawing.lines, dots):
        renderer.draw_path(gc, _path(vertices, codes), upright, _rgba(colour))
    return np.asarray(renderer.buffer_rgba())


def _stacked(drawing: Drawing) -> list[Shapes | Marks]:
    return sorted(drawing.items, key=lambda item: item.layer)


def _outline(item: Shapes) -> tuple[np.ndarray, np.ndarray]:
    """All polygons or lines as one path."""
    import numpy as np

    count, corners = item.corners.shape[:2]
    codes = np.tile(np.array([MOVE] + [LINE] * (corners - 1) + [CLOSE] * item.closed, dtype=np.uint8), count)
    ends = np.concatenate([item.corners, item.corners[:, :1]], axis=1) if item.closed else item.corners
    return ends.reshape(-1, 2), codes


def _path(vertices: np.ndarray, codes: np.ndarray | None) -> Any:
    """A path of matplotlib's that no setting of a person's simplifies."""
    from matplotlib.path import Path

    path = Path(vertices, codes)  # type: ignore[arg-type]
    path.should_simplify = False
    return path


def _pen(renderer: Any, ink: Ink) -> Any:
    gc = renderer.new_gc()
    gc.set_linewidth(ink.width if ink.edge else 0)
    gc.set_joinstyle("miter")
    gc.set_capstyle("butt")
    if ink.edge:
        gc.set_foreground(ink.edge)
    if ink.dashes:
        gc.set_dashes(0, ink.dashes)
    if ink.hatch:
        gc.set_hatch(ink.hatch)
        gc.set_hatch_color(ink.edge)
        gc.set_hatch_linewidth(HATCH_WIDTH)
    return gc


def _rgba(colour: str) -> tuple[float, ...] | None:
    return (*(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)), 1.0) if colour else None


def _draw_marks(renderer: Any, item: Marks, inches: Any, dots: int) -> None:
    from matplotlib.markers import MarkerStyle

    style, gc = MarkerStyle(item.mark.sign), _pen(renderer, item.mark.ink)
    upright: Any = style.get_transform().frozen()
    size = item.mark.size * dots / POINTS_PER_INCH
    threshold = style.get_snap_threshold()
    gc.set_snap(threshold if threshold is None or isinstance(threshold, bool) else size >= threshold)
    gc.set_joinstyle(style.get_joinstyle())
    gc.set_capstyle(style.get_capstyle())
    renderer.draw_markers(
        gc, style.get_path(), upright.scale(size), _path(item.places, None), inches, _rgba(item.mark.ink.fill)
    )


def svg(drawing: Drawing, title: str, words: str) -> bytes:
    """The drawing as SVG, letters as outlines; `title` and `words` are for those who cannot see it."""
    across, down = (_short(inches * POINTS_PER_INCH) for inches in (drawing.wide, drawing.tall))
    defined: dict[str, str] = {}
    body = [_svg_shapes(item, defined) if isinstance(item, Shapes) else _svg_marks(item, defined) for item in _stacked(drawing)]  # fmt: skip
    parts = (
        '<?xml version="1.0" encoding="utf-8"?>\n'
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'width="{across}pt" height="{down}pt" viewBox="0 0 {across} {down}" role="img">\n',
        f"<title>{escape(title, quote=False)}</title>\n<desc>{escape(words, quote=False)}</desc>\n",
        f'<rect width="{across}" height="{down}" fill="#ffffff"/>\n',
        f'<g transform="scale({1 / UNIT})" fill="none">\n<defs>\n{"".join(defined.values())}</defs>\n{"".join(body)}</g>\n',
        as_svg(drawing.lines),
        "</svg>\n",
    )
    return "".join(parts).encode()


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _look(ink: Ink, fill: str) -> str:
    """Attributes of a shape."""
    said = f' fill="{fill}"' if fill else ""
    if ink.edge and ink.width:
        said += f' stroke="{ink.edge}" stroke-width="{_short(ink.width * UNIT)}"'
    if ink.dashes:
        said += f' stroke-dasharray="{" ".join(_short(length * UNIT) for length in ink.dashes)}"'
    return said


def _svg_shapes(item: Shapes, defined: dict[str, str]) -> str:
    vertices, codes = _outline(item)
    fill = item.ink.fill
    if item.ink.hatch:
        fill = _hatching(item.ink, defined)
    data = path_data(vertices * (POINTS_PER_INCH * UNIT), codes.tolist())
    return f'<path d="{data}"{_look(item.ink, fill)}/>\n'


def _hatching(ink: Ink, defined: dict[str, str]) -> str:
    """A reference to the pattern of a hatched look. Its name says what it looks like, as pictures may stand on one page."""
    name = f"h{ink.fill[1:]}{ink.edge[1:]}{ink.hatch.encode().hex()}"
    side = round(HATCH * UNIT)
    defined[name] = (
        f'<pattern id="{name}" patternUnits="userSpaceOnUse" width="{side}" height="{side}">'
        f'<rect width="{side}" height="{side}" fill="{ink.fill or "none"}"/><path d="{_hatch_data(ink.hatch)}" '
        f'fill="{ink.edge}" stroke="{ink.edge}" stroke-width="{_short(HATCH_WIDTH * UNIT)}"/></pattern>\n'
    )
    return f"url(#{name})"


@lru_cache(maxsize=64)
def _hatch_data(hatch: str) -> str:
    from matplotlib.path import Path

    lines: Any = Path.hatch(hatch, HATCH_DENSITY)
    return path_data((lines.vertices * (1, -1) + (0, 1)) * (HATCH * UNIT), lines.codes.tolist())


def _svg_marks(item: Marks, defined: dict[str, str]) -> str:
    import numpy as np

    mark, places = item.mark, np.rint(item.places * (POINTS_PER_INCH * UNIT))
    if len(places) > CROWDED:
        places = np.unique(np.round(places, -2), axis=0)
    name = f"m{ord(mark.sign):x}-{_short(mark.size).replace('.', '_')}"
    defined[name] = f'<path id="{name}" d="{_mark_data(mark)}"/>\n'
    used = "".join(f'<use xlink:href="#{name}" x="{x}" y="{y}"/>\n' for x, y in places.astype(int).tolist())
    return f"<g{_look(mark.ink, mark.ink.fill)}>\n{used}</g>\n"


@lru_cache(maxsize=64)
def _mark_data(mark: Mark) -> str:
    import numpy as np
    from matplotlib.markers import MarkerStyle

    style = MarkerStyle(mark.sign)
    upright: Any = style.get_transform().frozen()
    path = upright.scale(mark.size * UNIT, -mark.size * UNIT).transform_path(style.get_path())
    codes = [MOVE] + [LINE] * (len(path.vertices) - 1) if path.codes is None else path.codes.tolist()
    return path_data(np.asarray(path.vertices), codes)
