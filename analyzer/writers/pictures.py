"""Charts as files: the frame around a chart (title, span, zone, counts, source hashes) and its PNG and SVG bytes.

The same case gives the same bytes: fonts are chosen by path, nothing of the machine's or the person's matplotlib settings
takes effect, and no date, program version or random id is written.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zoneinfo
from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol

from analyzer import fonts
from analyzer.document import Figure
from analyzer.phone import display

if TYPE_CHECKING:
    from matplotlib.figure import Figure as Drawing

    from analyzer.case import Case

DPI = 200
"""Of the PNG; 8 inches give 1600 pixels, sharp on an A4 page."""

SOURCES_NAMED = 12
"""Source hashes that the frame lists before it refers to the table of sources."""

MARGIN, TITLE, TEXT, SMALL = 0.12, 13.0, 8.5, 7.0
"""Inches left free at the edge, and type sizes in points."""

KEPT_SETTINGS = {"backend", "backend_fallback", "interactive", "toolbar", "timezone", "date.epoch"}
"""Settings of matplotlib that are none of a picture's business."""


class Chart(Protocol):
    """What a picture needs of an entry of the shelf of charts, where each is explained."""

    @property
    def name(self) -> str:
        """Stem of its file."""
        ...

    @property
    def size(self) -> Callable[[Case, Any], tuple[float, float]]:
        """Width and height in inches without the frame."""
        ...

    @property
    def title(self) -> Callable[[Case, Any], str]:
        """Its title."""
        ...

    @property
    def alt(self) -> Callable[[Case, Any], str]:
        """What it shows, in words."""
        ...

    @property
    def draw(self) -> Callable[[Any, Case, Any], None]:
        """Draws it into a figure."""
        ...


def picture(chart: Chart, case: Case, subject: Any = None) -> Figure:
    """Draw a chart, with the frame that makes it fit to be attached on its own.

    Parameters
    ----------
    chart : Chart
        An entry of the shelf of charts that applies to the case.
    case : Case
    subject : row, optional
        For a chart per number, the row of ``case.reported``: a mapping, a Series or a named tuple.

    Returns
    -------
    Figure
        PNG (200 dpi) and SVG (text as outlines) of the same drawing; byte-identical for the same case.
    """
    import matplotlib
    import numpy as np
    from matplotlib.backends.backend_agg import FigureCanvasAgg

    from analyzer.writers.png import png

    row: Mapping[str, Any] | None = subject._asdict() if hasattr(subject, "_asdict") else subject
    fonts.register()
    with matplotlib.rc_context(_settings()):
        title = chart.title(case, row)
        alt = chart.alt(case, row)
        drawing = _framed(chart, case, row, title)
        canvas = FigureCanvasAgg(drawing)
        canvas.draw()
        dots = png(np.asarray(canvas.buffer_rgba()), DPI)
        svg = _svg(drawing, title, alt)
    subject = "" if row is None else _number(row) or str(row["number_kind"])
    return Figure(file_stem(chart, row), title, alt, dots, svg, subject)


def _svg(drawing: Drawing, title: str, alt: str) -> bytes:
    """Matplotlib's vector picture of all but the letters, and after it the letters, which stand on top of everything."""
    from matplotlib.backends.backend_svg import FigureCanvasSVG

    from analyzer.lettering import as_svg, letterings

    words = letterings(drawing)
    for each in words:
        each.set_visible(False)
    out = io.BytesIO()
    FigureCanvasSVG(drawing).print_svg(
        out, metadata={"Date": None, "Creator": None, "Title": title, "Description": alt}
    )
    body, end, rest = out.getvalue().rpartition(b"</svg>")
    return body + as_svg(words).encode() + end + rest


def file_stem(chart: Chart, subject: Mapping[str, Any] | None = None) -> str:
    """Name of the picture's file without ending: the chart's, or for a number its rank and what of it is safe in a file name.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> file_stem(SimpleNamespace(name="number"), {"rank": 1, "number": "+86 139****1234", "number_kind": "masked"})
    'number-01-86139xxxx1234'
    """
    if subject is None:
        return chart.name
    number = _number(subject).replace("*", "x")
    safe = (
        re.sub(r"[^0-9A-Za-z]", "", number)[:24] or re.sub(r"[^0-9A-Za-z]", "", str(subject["number_kind"])) or "number"
    )
    return f"{chart.name}-{int(subject['rank']):02}-{safe}"


def _number(subject: Mapping[str, Any] | None) -> str:
    return subject["number"] if subject is not None and isinstance(subject["number"], str) else ""


def _framed(chart: Chart, case: Case, subject: Mapping[str, Any] | None, title: str) -> Drawing:
    """Title and caption above, the chart between, source line below."""
    from matplotlib.figure import Figure as Drawing

    from analyzer.lettering import lettering

    across, down = chart.size(case, subject)
    heads = [line for text in _caption(case, subject) for line in fonts.wrap(text, across - 2 * MARGIN, TEXT)]
    feet = [line for text in _sources(case) for line in fonts.wrap(text, across - 2 * MARGIN, SMALL)]
    head, foot = 0.42 + 0.17 * len(heads) + 0.1, 0.1 + 0.135 * len(feet) + 0.06
    tall = round((head + down + foot) * DPI) / DPI  # whole pixels
    drawing = Drawing(figsize=(across, tall), dpi=DPI, facecolor="white")
    frame = lettering(drawing)
    frame.write(MARGIN, 0.1, title, TITLE, "#000000")
    for number, line in enumerate(heads):
        frame.write(MARGIN, 0.4 + 0.17 * number, line, TEXT, "#333333")
    for number, line in enumerate(reversed(feet)):
        frame.write(MARGIN, tall - 0.06 - 0.135 * number, line, SMALL, "#555555", va="bottom")
    grid = drawing.add_gridspec(3, 1, height_ratios=[head, tall - head - foot, foot])
    chart.draw(drawing.add_subfigure(grid[1], facecolor="none"), case, subject)
    return drawing


def _caption(case: Case, subject: Mapping[str, Any] | None) -> list[str]:
    """Span of days, zone with its offset, counts."""
    _ = case.text
    lines = []
    if case.days:
        first, last = case.days
        span = _("Records from {first} to {last} (days: {days}); local time {zone} ({offset})")
        words = span.format(
            first=first,
            last=last,
            days=(last - first).days + 1,
            zone=case.settings.zone,
            offset=offsets(case.settings.zone, first, last),
        )
        if not case.settings.zone_stated:
            words += _(", zone taken from the region {region}").format(region=case.settings.region)
        lines.append(words)
    if subject is None:
        rows = case.numbers
        reported = case.reported
        words = _(
            "All numbers ({numbers}): incoming calls {calls}, incoming messages {messages}. Reported numbers ({reported}): {reported_calls} and {reported_messages}"
        )
        if len(rows) == len(reported):
            words = _("Reported numbers ({reported}): incoming calls {calls}, incoming messages {messages}")
        lines.append(
            words.format(
                numbers=rows.loc[rows["calls_in"] + rows["messages_in"] > 0, "number"].nunique(),
                calls=rows["calls_in"].sum(),
                messages=rows["messages_in"].sum(),
                reported=reported["number"].nunique(),
                reported_calls=reported["calls_in"].sum(),
                reported_messages=reported["messages_in"].sum(),
            )
        )
    else:
        words = _(
            "Incoming calls {calls}, incoming messages {messages}; outgoing calls {calls_out}, outgoing messages {messages_out}"
        )
        lines.append(
            words.format(
                calls=subject["calls_in"],
                messages=subject["messages_in"],
                calls_out=subject["calls_out"],
                messages_out=subject["messages_out"],
            )
        )
        if owner := fonts.plain(display(subject["owner"], case.lang)):
            lines[-1] += _("; number called: {owner}").format(owner=owner)
    return lines


@cache
def offsets(zone: str, first: dt.date, last: dt.date) -> str:
    """The zone's offsets from UTC over these days, each named once.

    Examples
    --------
    >>> offsets("Asia/Shanghai", dt.date(2026, 3, 1), dt.date(2026, 3, 30))
    'UTC+08:00'
    """
    info, found = zoneinfo.ZoneInfo(zone), []
    step = min(max((last - first).days // 48, 1), 30)
    for day in [*range(0, (last - first).days + 1, step), (last - first).days]:
        moment = dt.datetime.combine(first + dt.timedelta(day), dt.time(12), info)
        words = f"UTC{moment:%z}"
        if words[:-2] + ":" + words[-2:] not in found:
            found.append(words[:-2] + ":" + words[-2:])
    return " / ".join(found)


def _sources(case: Case) -> list[str]:
    """First twelve digits of the hash of every export."""
    _ = case.text
    hashes = [str(value)[:12] for value in case.sources["sha256"]]
    words = _("Made by call-sms-analyzer {version} from exports with SHA-256 {hashes}").format(
        version=case.version, hashes=" ".join(hashes[:SOURCES_NAMED])
    )
    if len(hashes) > SOURCES_NAMED:
        words += _(" and {more} more (data/sources.csv)").format(more=len(hashes) - SOURCES_NAMED)
    return [words]


def _settings() -> Any:
    """Matplotlib's own defaults, whatever the machine's or the person's are, and ours."""
    import matplotlib

    return {
        **{name: value for name, value in matplotlib.rcParamsDefault.items() if name not in KEPT_SETTINGS},
        "font.family": [fonts.SANS, fonts.FALLBACK],
        "text.parse_math": False,  # a name may hold dollar signs
        "axes.unicode_minus": False,
        "axes.formatter.useoffset": False,
        "hatch.linewidth": 0.4,
        "text.hinting": "no_hinting",
        "svg.fonttype": "path",
        "svg.hashsalt": "call-sms-analyzer",
        "path.simplify": False,
    }
