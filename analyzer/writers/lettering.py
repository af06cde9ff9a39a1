"""Words of a drawing as outlines.

Matplotlib's own texts are measured several times and every letter is taken out of its font anew for each picture: nine tenths
of the time that a page of a thousand letters takes. Here a line is laid out once, and all lines of a colour are one path. In a
vector picture each shape stands once and is referred to by the lines that use it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from analyzer import fonts

if TYPE_CHECKING:
    import numpy as np

    from analyzer.drawing import Line

MOVE, LINE, CURVE3, CURVE4, CLOSE = 1, 2, 3, 4, 79
"""What a vertex of an outline is, as matplotlib's ``Path`` counts."""

COMMANDS = {MOVE: "m", LINE: "l", CURVE3: "q", CURVE4: "c"}
"""The same in SVG path data, relative to the point before."""


@lru_cache(maxsize=2048)
def shapes_of(text: str) -> tuple[tuple[fonts.Glyph, ...], tuple[float, ...]]:
    """The shapes of a line, and where each begins in units of the type size."""
    return fonts.line(text)[:2] if fonts.stands_in_a_row(text) else ((fonts.shaped(text),), (0.0,))


def outlines(lines: Iterable[Line], dots: float) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    """For each colour all letters as one path: vertices in dots from the upper left corner, and what each vertex is.

    Letters begin on half columns and whole rows of dots. Nobody sees the difference, and the picture takes a tenth less room, as
    the same letters come out the same.
    """
    import numpy as np

    for colour, same in by_colour(lines).items():
        shapes = [shape for line in same for shape in shapes_of(line.text)[0]]
        lengths = [len(shapes_of(line.text)[0]) for line in same]
        sizes = np.repeat([line.points / fonts.POINTS_PER_INCH * dots for line in same], lengths)
        origins = np.repeat([(line.x * dots, line.down * dots) for line in same], lengths, axis=0)
        origins[:, 0] += sizes * [start for line in same for start in shapes_of(line.text)[1]]
        origins = np.round(origins * (2, 1)) / (2, 1)
        counts = [len(shape.codes) for shape in shapes]
        vertices = np.concatenate([shape.vertices for shape in shapes]) * (1, -1)
        vertices *= np.repeat(sizes, counts)[:, None]
        vertices += np.repeat(origins, counts, axis=0)
        yield colour, vertices, np.concatenate([shape.codes for shape in shapes])


def by_colour(lines: Iterable[Line]) -> dict[str, list[Line]]:
    """The lines of each colour, but empty ones."""
    found: dict[str, list[Line]] = {}
    for line in lines:
        if line.text:
            found.setdefault(line.color, []).append(line)
    return found


def as_svg(lines: Iterable[Line]) -> str:
    """Lines for an SVG whose unit is the point: each shape once, and references to them.

    The names of shapes are those of their characters, so that a page which holds several pictures still has one shape to a name.
    """
    shapes: dict[str, str] = {}
    groups: dict[tuple[str, float], list[str]] = {}
    for line in lines:
        unit = fonts.POINTS_PER_INCH * fonts.EM / line.points  # of the group's units, to an inch
        named, used = _used(line.text)
        shapes.update(named)
        place = f"{round(line.x * unit)} {round(line.down * unit)}"
        groups.setdefault((line.color, line.points), []).append(f'<g transform="translate({place})">{used}</g>\n')
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
    for shape, start in zip(*shapes_of(text), strict=True):
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
    return path_data(shape.vertices * (fonts.EM, -fonts.EM), shape.codes.tolist())


def path_data(vertices: np.ndarray, codes: Sequence[int]) -> str:
    """An outline as SVG path data in whole units: relative steps, which are short.

    Examples
    --------
    >>> import numpy as np
    >>> path_data(np.array([[1, 1], [5, 1], [5, 4], [1, 1], [0, 0]]), [MOVE, LINE, LINE, LINE, CLOSE])
    'm1 1l4 0l0 3z'
    """
    import numpy as np

    points = np.rint(vertices).astype(int).tolist()
    words, here, start, i = [], [0, 0], [0, 0], 0
    while i < len(codes):
        code = codes[i]
        if code == CLOSE:
            words.append("z")
            here, i = start, i + 1
            continue
        taken = 1 if code <= LINE else code - 1
        steps = [f"{x - here[0]} {y - here[1]}" for x, y in points[i : i + taken]]
        here, i = points[i + taken - 1], i + taken
        if code == MOVE:
            start = here
        elif code == LINE and here == start and codes[i : i + 1] == [CLOSE]:
            continue  # closing draws this line
        words.append(COMMANDS[code] + " ".join(steps))
    return "".join(words).replace(" -", "-")
