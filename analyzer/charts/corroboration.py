"""Do the exports bear each other out: incoming calls per day, by how many exports show them and which could have.

A bill lists connected calls only: that it lacks a missed call says nothing. An export says something only about the line it
belongs to and about the time that it covers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer import fonts
from analyzer.charts.chart import (
    HEADROOM,
    Layer,
    Part,
    Subject,
    bars,
    colon,
    footroom,
    heading,
    key,
    key_of_layers,
    sentences,
    small_print,
    strips_of,
)
from analyzer.charts.look import EDGE, GRID, LOOKS, OTHERS, SMALL, WIDTH, swatch, write
from analyzer.charts.panel import Panel, span
from analyzer.charts.tally import omitted, once, tally

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import FigureBase

    from analyzer.case import Case

N_ = str

ROWS = 12
"""Exports that get a row; those with most incoming calls."""

ROW = 0.22
"""Inches from one row to the next."""

CLASSES = (
    ("both", N_("shown by two exports or more"), "#009e73", ""),
    ("unanswered", N_("not connected, or outcome not stated: a bill need not show it"), LOOKS["missed"].colour, "////"),
    ("log", N_("connected, in the phone's export only"), "#d55e00", "xxxx"),
    ("bill", N_("on the bill only"), "#0072b2", "||||"),
    ("one", N_("in one of several exports of phones only"), "#7a4a88", "----"),
    ("alone", N_("no other export of that line covers that time"), OTHERS, ""),
)
"""What exports say of a call, in the order in which bars are stacked."""

KINDS = {False: N_("export of a phone"), True: N_("bill")}
LOOK = {False: ("#4a90c4", ""), True: ("#b08fbd", "////")}
"""What a bill and another export are called, and how the days that they cover are drawn."""


@dataclass(frozen=True)
class Source:
    """One export: its file, whether it is a bill, its days (first and last, from the first day drawn), calls that it shows."""

    name: str
    bill: bool
    first: int
    last: int
    calls: int


@dataclass(frozen=True)
class Corroborated:
    """Incoming calls per day and class of `CLASSES` that occurs, and the exports."""

    per_day: dict[str, np.ndarray]
    sources: list[Source]

    def count(self, name: str) -> int:
        """Calls of one class."""
        return int(self.per_day[name].sum()) if name in self.per_day else 0


@once
def corroborated(case: Case, _subject: None = None) -> Corroborated | None:
    """What the exports of a case say of each incoming call (of reported numbers where there are any).

    None where no call lies in a time that a second export of the same line covers.
    """
    import numpy as np

    ids = case.sources["source"].tolist()
    if len(ids) < 2:
        return None
    counts, view = tally(case), tally(case).view
    shows, owner = (each[view.position] for each in _shows(case, ids))
    known = np.flatnonzero(counts.drawn & view.call)
    first, last = _covered(view.t[known], shows[known], owner[known], len(case.events["owner"].cat.categories))
    here = np.flatnonzero(counts.whose & counts.calls & counts.drawn)
    days = _covered(counts.day[known], shows[known], owner[known], len(first))
    shows, owner, day, t = shows[here], owner[here], counts.day[here], view.t[here][:, None]
    connected = counts.counted("connected")[here]
    bills = {note["source"] for note in case.readings if not note["lists_missed"]}
    is_bill = np.array([source in bills for source in ids])
    covers = (first[owner] <= t) & (t <= last[owner]) & ~shows  # exports of the same line that could show it
    by_bill, by_log = (covers & is_bill).any(axis=1), (covers & ~is_bill).any(axis=1)
    on_bill = (shows & is_bill).any(axis=1)
    several = shows.sum(axis=1) > 1
    place = np.select(
        [several, ~on_bill & by_log, ~on_bill & by_bill & ~connected, ~on_bill & by_bill, on_bill & by_log],
        [0, 4, 1, 2, 3],
        default=5,
    )
    if not (place != 5).any():
        return None
    per_day = {
        name: np.bincount(day[place == code], minlength=counts.days)
        for code, (name, *_look) in enumerate(CLASSES)
        if (place == code).any()
    }
    files = case.files
    sources = []
    for code, source in enumerate(ids):
        if shows[:, code].any():
            low, high = int(days[0][:, code].min()), int(days[1][:, code].max())
            sources.append(
                Source(str(files.get(source, source)), bool(is_bill[code]), low, high, int(shows[:, code].sum()))
            )
    return Corroborated(per_day, sorted(sources, key=lambda one: (-one.calls, one.name)))


def _shows(case: Case, ids: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """Per event which exports show it, and the code of its owner."""
    import numpy as np
    import pandas as pd

    place = {source: code for code, source in enumerate(ids)}
    home = case.events["source"].astype("str").map(place).to_numpy()
    shows = np.zeros((len(case.events), len(ids)), dtype=bool)
    shows[np.arange(len(home)), home] = True
    codes, texts = pd.factorize(case.events["also_in"].astype("str"))
    also = np.zeros((len(texts), len(ids)), dtype=bool)
    for row, text in enumerate(texts):
        also[row, [place[source] for source in text.split() if source in place]] = True
    return shows | also[codes], case.events["owner"].cat.codes.to_numpy().astype(np.int64)


def _covered(at: np.ndarray, shows: np.ndarray, owner: np.ndarray, owners: int) -> tuple[np.ndarray, np.ndarray]:
    """First and last call of each owner (rows) in each export (columns); the first is later than the last where there is none."""
    import numpy as np

    row, column = np.nonzero(shows)
    first = np.full((owners, shows.shape[1]), np.iinfo(np.int64).max)
    last = np.full((owners, shows.shape[1]), np.iinfo(np.int64).min)
    np.minimum.at(first, (owner[row], column), at[row])
    np.maximum.at(last, (owner[row], column), at[row])
    return first, last


def _rows(case: Case, found: Corroborated) -> Part:
    """A row per export: the days from its first call to its last."""
    import numpy as np

    counts = tally(case)
    shown = found.sources[:ROWS]
    texts = [fonts.plain(one.name) for one in shown]
    room = min(max(fonts.width(text, SMALL) for text in texts) * 1.03, WIDTH / 3)  # shortening knows no kerning
    left = EDGE + room + 0.12
    tall = ROW * len(shown)

    def draw(figure: FigureBase, top: float) -> None:
        panel = Panel(figure, top + HEADROOM, tall, span(counts.days), (len(shown) - 0.5, -0.5), left)
        panel.lines([(panel.x[0], row, panel.x[1], row) for row in range(len(shown))], GRID, 0.5, zorder=1)
        for bill, look in LOOK.items():
            at = np.array([row for row, one in enumerate(shown) if one.bill is bill], dtype=np.int64)
            low = np.array([max(shown[row].first, 0) for row in at]) - 0.5
            high = np.array([min(shown[row].last, counts.days - 1) for row in at]) + 0.5
            panel.boxes(low, at - 0.28, high - low, 0.56, **swatch(*look))
        for row, (one, text) in enumerate(zip(shown, texts, strict=True)):
            middle = top + HEADROOM + ROW * (row + 0.5)
            write(figure, EDGE, middle, fonts.shorten(text, room, SMALL), SMALL, va="center")
            panel.label(f"{one.calls:,}", panel.x[1], row, SMALL, dx=0.07, va="center")
        panel.days(counts.first, counts.days, "years")
        panel.frame()

    return Part(HEADROOM + tall + footroom("years"), draw)


def _layers(case: Case, found: Corroborated) -> list[Layer]:
    return [
        Layer(label, found.per_day[name], colour, hatch)
        for (name, _label, colour, hatch), label in zip(
            (one for one in CLASSES if one[0] in found.per_day), _summary(case, found), strict=True
        )
    ]


def _summary(case: Case, found: Corroborated) -> list[str]:
    """How many calls of each class, in words."""
    _ = case.text
    return [
        f"{_(label)}{colon(case)}{found.count(name)}"
        for name, label, _colour, _hatch in CLASSES
        if name in found.per_day
    ]


def _how(case: Case) -> str:
    _ = case.text
    return _(
        "An export counts for the line it belongs to, from its first call to its last. Why a call stands in one of two exports only, the records do not say: it may have been deleted, diverted, or noted at another time."
    )


def _parts(case: Case, subject: Subject) -> list[Part]:
    _, counts, found = case.text, tally(case), corroborated(case)
    assert found is not None
    layers = _layers(case, found)
    title = (
        _("Incoming calls of the reported numbers per day, by the exports that show them")
        if counts.reported.any()
        else _("Incoming calls per day, by the exports that show them")
    )
    more, kinds = len(found.sources) - ROWS, {one.bill for one in found.sources[:ROWS]}
    return [
        heading(title),
        key_of_layers(layers),
        bars(layers, counts.first, 2.0, "days"),
        heading(_("Days that each export covers; on the right the calls of these that it shows")),
        key([(case.text(KINDS[bill]), swatch(*look)) for bill, look in LOOK.items() if bill in kinds]),
        _rows(case, found),
        small_print(_how(case), _("Not drawn: {n} further exports.").format(n=more) if more > 0 else "", omitted(case)),
    ]


def _alt(case: Case, subject: Subject) -> str:
    _, counts, found = case.text, tally(case), corroborated(case)
    assert found is not None
    words = _("Bars per day from {first} to {last}: incoming calls by the exports that show them.")
    said = [words.format(first=counts.first, last=counts.last), *(text + _(".") for text in _summary(case, found))]
    words = _("{file} ({kind}): shows {n} of these calls.")
    said += [words.format(file=fonts.plain(one.name), kind=_(KINDS[one.bill]), n=one.calls) for one in found.sources[:ROWS]]  # fmt: skip
    return sentences(case, [*said, _how(case), omitted(case)])


CORROBORATION = strips_of(
    name="corroboration",
    per="case",
    title=N_("What one export shows and another confirms"),
    alt=_alt,
    applies=lambda case: corroborated(case) is not None,
    strips=_parts,
)
