"""No label of a picture lies upon another or beyond the edge: measured from the outlines that are drawn, at every size of case."""

import numpy as np
import pytest
from busycase import SIZES, busy_case

from analyzer import fonts
from analyzer.charts import CHARTS
from analyzer.writers import pictures

SLACK = 0.008
"""Inches that two letters may come closer than their outlines say: less than two dots of the picture."""


def boxes(drawing):
    """Every line of text with its box in inches: left, right, upper and lower edge of the outlines that are drawn."""
    from analyzer.lettering import letterings

    found = []
    for each in letterings(drawing):
        left, top = each.corner()
        for line in each.lines:
            size = line.points / fonts.POINTS_PER_INCH
            shapes, starts = line.shapes
            inked = [(shape, start) for shape, start in zip(shapes, starts, strict=True) if len(shape.vertices)]
            if not inked:
                continue
            x = [left + line.x + size * (start + edge) for shape, start in inked for edge in (shape.vertices[:, 0].min(), shape.vertices[:, 0].max())]  # fmt: skip
            y = [top + line.down - size * edge for shape, _s in inked for edge in (shape.vertices[:, 1].min(), shape.vertices[:, 1].max())]  # fmt: skip
            found.append((line.text, min(x), max(x), min(y), max(y)))
    return found


def faults(drawing):
    """Pairs of lines that lie upon each other, and lines that leave the page."""
    found = boxes(drawing)
    across, down = drawing.get_size_inches()
    edges = np.array([one[1:] for one in found])
    out = [one[0] for one in found if one[1] < 0.02 or one[2] > across - 0.02 or one[3] < 0.02 or one[4] > down - 0.01]
    left, right, top, bottom = edges.T
    upon = (
        (left[:, None] + SLACK < right) & (left + SLACK < right[:, None])
        & (top[:, None] + SLACK < bottom) & (top + SLACK < bottom[:, None])
    )  # fmt: skip
    pairs = [(found[i][0], found[j][0]) for i, j in zip(*np.nonzero(np.triu(upon, 1)), strict=True)]
    return [f"beyond the edge: {text}" for text in out] + [f"{a!r} upon {b!r}" for a, b in pairs]


@pytest.mark.parametrize(
    ("lang", "days", "numbers"),
    [size if size in (("zh", 1, 2), ("en", 30, 60)) else pytest.param(*size, marks=pytest.mark.slow) for size in SIZES],
)
def test_no_label_lies_upon_another(lang, days, numbers, monkeypatch):
    case, drawings = busy_case(lang, days, numbers), {}
    real = pictures._framed

    def framed(chart, case, subject, title):
        drawings[chart.name, None if subject is None else subject["rank"]] = real(chart, case, subject, title)
        return drawings[chart.name, None if subject is None else subject["rank"]]

    monkeypatch.setattr(pictures, "_framed", framed)
    for chart in CHARTS:
        if chart.applies(case):
            for subject in [None] if chart.per == "case" else case.reported.head(3).itertuples():
                pictures.picture(chart, case, subject)
    drawn = {name for name, _rank in drawings}
    assert drawn == {chart.name for chart in CHARTS} - ({"since"} if days == 1 else set())
    wrong = {key: found for key, drawing in drawings.items() if (found := faults(drawing))}
    assert not wrong


def test_the_measure_sees_labels_that_touch():
    from matplotlib.figure import Figure

    from analyzer.charts.look import write

    page = Figure(figsize=(4, 1), dpi=200)
    write(page, 0.5, 0.2, "170 5000 0313")
    write(page, 1.0, 0.25, "2026-04-01")
    write(page, 3.6, 0.7, "beyond the edge")
    assert faults(page) == ["beyond the edge: beyond the edge", "'170 5000 0313' upon '2026-04-01'"]
