"""No label of a picture lies upon another or beyond the edge: measured from the outlines that are drawn, at every size of case."""

import dataclasses
import datetime as dt

import numpy as np
import pytest
from casefactory import case_of
from tables import row

from analyzer import fonts
from analyzer.campaigns import CAMPAIGN_COLUMNS, LINK_COLUMNS
from analyzer.charts import CHARTS
from analyzer.settings import CaseFile, Complaint, Line, Owner, Refusal
from analyzer.writers import pictures

FIRST = dt.date(2026, 2, 2)
OWN, DESK = "13800000000", "13900000001"
SLACK = 0.008
"""Inches that two letters may come closer than their outlines say: less than two dots of the picture."""


def busy_case(lang, days, numbers):
    """Every chart has something to say: two exports, a workplace, requests and complaints, callers of several numbers."""
    rng = np.random.default_rng(days * 100 + numbers)
    rows = []
    for i in range(numbers):
        number = f"1391{i // 3:03}{i:04}" if i % 5 else f"10690000{i:04}"
        for _ in range(max(2, int(rng.integers(4, 60) / (1 + i / 6)))):
            day = FIRST + dt.timedelta(int(rng.integers(days)))
            second = int(rng.integers(7 * 3600, 23 * 3600))
            for k in range(int(rng.integers(1, 9))):  # redials
                at = second + k * int(rng.integers(20, 900))
                outcome = ("missed", "answered", "rejected", "blocked", "voicemail")[int(rng.integers(5))]
                clock = f"{day} {at // 3600 % 24:02}:{at // 60 % 60:02}:{at % 60:02}"
                owner = DESK if rng.random() < 0.1 else OWN
                rows.append(row(clock, number, outcome=outcome, duration=9 if outcome == "answered" else None, owner=owner, name="某某金融客户服务中心（总部）第三组" if i % 4 == 0 else ""))  # fmt: skip
            if i % 3 == 0:
                rows.append(row(f"{day} 10:00:{i:02}", number, "sms", body=f"【某平台】逾期 {i}", owner=OWN))
    rows.append(row(f"{FIRST} 12:00:00", rows[0]["number_raw"], owner=OWN))
    rows.append(row(f"{FIRST + dt.timedelta(days - 1)} 12:00:01", rows[0]["number_raw"], owner=OWN))
    long = (
        "合作催收机构（名称很长的一家资产管理有限公司）"
        if lang == "zh"
        else "a collector with a very long name indeed, and company"
    )
    days_told = sorted({0, days // 12, days // 3, days // 2, days - 2, days - 1})
    said = CaseFile(
        owner=Owner(numbers=(OWN,)),
        lines=(Line("export1.csv", "workplace", DESK, "人事部三楼东侧前台"),),
        refusals=tuple(Refusal(dt.datetime.combine(FIRST + dt.timedelta(d), dt.time(12)), to=long if d % 2 else "") for d in days_told),
        complaints=tuple(Complaint("10086", FIRST + dt.timedelta(d), about=("13910000001",)) for d in days_told),
    )  # fmt: skip
    case = case_of(rows, lang=lang, packs=("cn", "us"), sources=2, case=said)
    return joined(as_bill(case), numbers)


def as_bill(case):
    """The second export is a bill; every fifth call stands in both."""
    notes = [{**note, "lists_missed": i == 0} for i, note in enumerate(case.readings)]
    first, second = case.sources["source"].tolist()
    also = np.where(np.arange(len(case.events)) % 5 == 0, second, "")
    also = np.where(case.events["source"].astype("str") == first, also, "")
    return dataclasses.replace(case, readings=tuple(notes), events=case.events.assign(also_in=also))


def joined(case, numbers):
    """Callers of up to all numbers, with links of every kind."""
    names = [one for one in case.events["number"].cat.categories if one]
    groups = [names] if numbers <= 10 else [names[: len(names) // 2], names[len(names) // 2 :]]
    groups = [group for group in groups if len(group) > 1]
    long = "both are numbers of one block and their messages have the same wording, apart from figures, links and single words"
    links = [
        (f"C{c:02}", group[0], other, ("number_block", "signature", "template", "link", "timing")[i % 5], f"{i % 7}: {long}", "")
        for c, group in enumerate(groups, 1) for i, other in enumerate(group[1:])
    ]  # fmt: skip
    at = case.events["at"].iloc[0]
    table = [
        (f"C{c:02}", " ".join(group), "number_block", 9, "medium", "", at, at) for c, group in enumerate(groups, 1)
    ]
    import pandas as pd

    return dataclasses.replace(
        case,
        campaigns=pd.DataFrame(table, columns=list(CAMPAIGN_COLUMNS)),
        links=pd.DataFrame(links, columns=list(LINK_COLUMNS), dtype="str"),
    )


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


SIZES = [
    (lang, days, numbers)
    for lang in ("zh", "en") for days, numbers in ((1, 2), (1, 60), (30, 2), (30, 60), (400, 2), (400, 60))
]  # fmt: skip


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
