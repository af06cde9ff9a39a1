"""What a chart is, and the strips that charts are made of: headings, legends, bars, small print."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer import fonts
from analyzer.charts.look import EDGE, FAINT, HEADING, LEFT, LINE, SMALL, WIDTH, size_of, swatch, write
from analyzer.charts.panel import Axis, Panel, bar_look, bar_width, span
from analyzer.phone import display

if TYPE_CHECKING:
    import datetime as dt

    import numpy as np
    from matplotlib.figure import FigureBase

    from analyzer.case import Case

Subject = Mapping[str, Any] | None
"""What a chart per number is about: a row of ``case.reported`` by column; None for charts per case."""


@dataclass(frozen=True)
class Chart:
    """One kind of picture.

    Attributes
    ----------
    name : str
        Stem of its file.
    per : {"case", "number"}
        One picture per case, or one per reported number; its subject is then that row of ``case.reported``.
    size : callable
        ``(case, subject) -> (width, height)`` in inches, without the common frame (title, source line).
    title, alt : callable
        ``(case, subject) -> str`` in the language of the case. `alt` states in words, with counts, what the picture shows.
    applies : callable
        ``case -> bool``: False when there is nothing to draw.
    draw : callable
        ``(figure, case, subject) -> None``.
    """

    name: str
    per: str
    size: Callable[[Case, Subject], tuple[float, float]]
    title: Callable[[Case, Subject], str]
    alt: Callable[[Case, Subject], str]
    applies: Callable[[Case], bool]
    draw: Callable[[FigureBase, Case, Subject], None]


@dataclass(frozen=True, slots=True)
class Part:
    """A strip of a chart: its height in inches, and what draws it, given the figure and the strip's upper edge."""

    height: float
    draw: Callable[[FigureBase, float], None]


@dataclass(frozen=True, slots=True)
class Layer:
    """Counts per day of one class of events, and how they are drawn."""

    label: str
    counts: np.ndarray
    colour: str
    hatch: str


def strips_of(name: str, per: str, title: str | Callable[[Case, Subject], str], alt: Callable[[Case, Subject], str], applies: Callable[[Case], bool],
              strips: Callable[[Case, Any], list[Part]]) -> Chart:  # fmt: skip
    """A chart made of strips one under the other; its height is theirs."""
    kept: list[
        tuple[Case, Subject, list[Part]]
    ] = []  # size and draw are asked one after the other for the same picture

    def parts(case: Case, subject: Subject) -> list[Part]:
        if not kept or kept[0][0] is not case or kept[0][1] is not subject:
            kept[:] = [(case, subject, strips(case, subject))]
        return kept[0][2]

    def size(case: Case, subject: Subject) -> tuple[float, float]:
        return WIDTH, round(sum(part.height for part in parts(case, subject)), 3)

    def draw(figure: FigureBase, case: Case, subject: Subject) -> None:
        top = 0.0
        for part in parts(case, subject):
            part.draw(figure, top)
            top += part.height
        kept.clear()

    words = title if callable(title) else lambda case, _subject: case.text(title)
    return Chart(name, per, size, words, alt, applies, draw)


def sentences(case: Case, parts: Iterable[str]) -> str:
    """Sentences as one text."""
    return ("" if case.lang == "zh" else " ").join(part for part in parts if part)


def listed(case: Case, parts: Iterable[str]) -> str:
    """Things in a row."""
    return ("、" if case.lang == "zh" else ", ").join(part for part in parts if part)


def colon(case: Case) -> str:
    """Between a label and its value."""
    return "：" if case.lang == "zh" else ": "


def named(case: Case, number: str) -> str:
    """A number as people write it."""
    _ = case.text
    return fonts.plain(display(number, case.lang)) or _("number withheld")


def heading(text: str, *notes: str) -> Part:
    """A panel's heading with small print under it."""
    lines = [line for note in notes if note for line in fonts.wrap(note, WIDTH - 2 * EDGE, SMALL)]

    def draw(figure: FigureBase, top: float) -> None:
        write(figure, EDGE, top, text, HEADING)
        for number, line in enumerate(lines):
            write(figure, EDGE, top + 0.19 + LINE * number, line, SMALL, FAINT)

    return Part(0.23 + LINE * len(lines), draw)


def small_print(*notes: str) -> Part:
    """Notes at the foot of a chart."""
    lines = [line for note in notes if note for line in fonts.wrap(note, WIDTH - 2 * EDGE, SMALL)]

    def draw(figure: FigureBase, top: float) -> None:
        for number, line in enumerate(lines):
            write(figure, EDGE, top + 0.04 + LINE * number, line, SMALL, FAINT)

    return Part(0.04 + LINE * len(lines) if lines else 0.0, draw)


def key(entries: list[tuple[str, dict[str, Any]]], markers: bool = False) -> Part:
    """A legend, in as many lines as it needs. `entries` are labels with the look of their box, or of their marker."""
    places, x, y = [], LEFT, 0.0
    for label, _ in entries:
        wide = 0.26 + fonts.width(label, SMALL) + 0.18
        if x > LEFT and x + wide > WIDTH - 0.1:
            x, y = LEFT, y + 0.17
        places.append((x, y))
        x += wide

    def draw(figure: FigureBase, top: float) -> None:
        from matplotlib.lines import Line2D
        from matplotlib.patches import Rectangle

        across, down = size_of(figure)
        inside = figure.transSubfigure  # type: ignore[attr-defined]
        for (label, look), (x, y) in zip(entries, places, strict=True):
            if markers:
                spot = Line2D(
                    [(x + 0.12) / across], [1 - (top + y + 0.065) / down], linestyle="", transform=inside, **look
                )
            else:
                spot = Rectangle(
                    (x / across, 1 - (top + y + 0.12) / down), 0.2 / across, 0.11 / down, transform=inside, **look
                )
            figure.add_artist(spot)
            write(figure, x + 0.26, top + y, label, SMALL)

    return Part(y + 0.23 if entries else 0.0, draw)


def key_of_layers(layers: list[Layer]) -> Part:
    """The legend of `bars`."""
    return key([(layer.label, swatch(layer.colour, layer.hatch)) for layer in layers])


def bars(layers: list[Layer], first: dt.date, inches: float, axis: Axis) -> Part:
    """Bars per day, one layer upon the other; totals above them where there is room."""
    import numpy as np

    def draw(figure: FigureBase, top: float) -> None:
        days = len(layers[0].counts)
        base, whole = np.zeros(days, dtype=np.int64), sum(layer.counts for layer in layers)
        highest = max(int(np.max(whole)), 1)
        panel = Panel(figure, top + HEADROOM, inches, span(days), (0, highest))
        panel.counts(highest)
        wide = bar_width(days)
        for layer in layers:
            at = np.flatnonzero(layer.counts)
            panel.boxes(
                at - wide / 2, base[at], wide, layer.counts[at], facecolor=layer.colour, **bar_look(days, layer.hatch)
            )
            base = base + layer.counts
        panel.totals(base)
        panel.days(first, days, axis)
        panel.frame()

    return Part(HEADROOM + inches + footroom(axis), draw)


HEADROOM = 0.13
"""Inches above a panel, for the count upon its highest bar."""


def footroom(axis: Axis) -> float:
    """Inches below a panel, for the labels of days."""
    return {"grid": 0.12, "days": 0.26, "years": 0.37}[axis]
