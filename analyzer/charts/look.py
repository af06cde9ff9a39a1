"""The look that all charts share: type sizes, colours, hatching, markers, and writing words into a figure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

N_ = str

WIDTH = 8.0
"""Inches; printed across an A4 page the smallest type is then still 5.2 points."""

LEFT, RIGHT, EDGE = 0.55, 0.62, 0.12
"""Inches left free beside a panel, for its scale and for the labels of lines, and beside text."""

HEADING, TEXT, SMALL = 9.5, 8.5, 7.5
"""Type sizes in points."""

LINE = 0.145
"""Inches from one line of small print to the next."""

INK, FAINT, GRID = "#1a1a1a", "#555555", "#dddddd"

ABOVE = "#a80000"
"""Colour of what lies above a limit; nothing else has it."""

OTHERS = "#c9c9c9"
"""Colour of numbers that are not reported."""

NIGHT = {"facecolor": "#ebebeb", "edgecolor": "#cccccc", "hatch": "//", "linewidth": 0}


@dataclass(frozen=True, slots=True)
class Look:
    """How one class of events is drawn; hatching and marker tell it apart in a grey copy."""

    label: str
    colour: str
    hatch: str
    marker: str


LOOKS = {
    "answered": Look(N_("answered"), "#009e73", "", "o"),
    "missed": Look(N_("missed"), "#e69f00", "////", "^"),
    "rejected": Look(N_("rejected"), "#d55e00", "xxxx", "X"),
    "blocked": Look(N_("blocked"), "#7a4a88", "----", "s"),
    "voicemail": Look(N_("to voicemail"), "#56b4e9", "\\\\\\\\", "v"),
    "diverted": Look(N_("diverted"), "#f0e442", "oo", "D"),
    "failed": Look(N_("failed"), "#8c8c8c", "++++", "P"),
    "unknown": Look(N_("outcome not stated"), "#e3e3e3", "", "p"),
    "message": Look(N_("message"), "#0072b2", "||||", "d"),
}
"""Outcomes of calls, in the order in which they are stacked, and messages. Colours after Okabe and Ito, *Color Universal
Design* (2008), which stay apart for the common kinds of colour blindness; purple darkened, two greys added."""


def size_of(figure: FigureBase) -> tuple[float, float]:
    """Width and height in inches."""
    box, dpi = figure.bbox, figure.get_figure(root=True).dpi  # type: ignore[union-attr]
    return box.width / dpi, box.height / dpi


def write(
    figure: FigureBase,
    x: float,
    top: float,
    text: str,
    points: float = TEXT,
    color: str = INK,
    ha: str = "left",
    va: str = "top",
) -> None:
    """Put one line of text: `x` and `top` are inches from the figure's upper left corner."""
    from analyzer.lettering import lettering

    lettering(figure).write(x, top, text, points, color, ha, va)


def swatch(colour: str, hatch: str) -> dict[str, Any]:
    """A legend's box."""
    return {"facecolor": colour, "edgecolor": INK, "linewidth": 0.3, "hatch": hatch}
