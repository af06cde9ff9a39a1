"""Callers of several numbers: one row per number, a mark per call, so that one sees numbers take turns and replace each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer import fonts
from analyzer.campaigns import COUNTED
from analyzer.charts.chart import (
    HEADROOM,
    Part,
    Subject,
    footroom,
    heading,
    key,
    named,
    sentences,
    small_print,
    strips_of,
)
from analyzer.charts.look import EDGE, GRID, INK, LOOKS, SMALL, TEXT, WIDTH, write
from analyzer.charts.panel import Panel, span
from analyzer.charts.tally import Tally, omitted, once, tally

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.figure import FigureBase

    from analyzer.case import Case

N_ = str

CALLERS = 8
"""Callers that are drawn, strongest first."""

ROWS = 12
"""Numbers of one caller that get a row; those that appeared first."""

ROW = 0.21
"""Inches from one row to the next."""

SVG_POINTS = 3000
"""Above this many marks of a caller they are a picture inside the vector picture."""

RIGHT = 0.72
"""Inches right of a panel, for the count of each row."""


@dataclass(frozen=True)
class Shown:
    """One caller: its name, whether the case file states it, and per number its events."""

    name: str
    stated: bool
    numbers: list[str]
    rows: list[np.ndarray]
    """Per number the places of its inbound events in the view of `tally`, in order of time."""

    @property
    def drawn(self) -> int:
        """How many numbers get a row."""
        return min(len(self.numbers), ROWS)


@once
def _callers(case: Case, _subject: None = None) -> list[Shown]:
    """Callers with several numbers that called or wrote: those of the case file, then campaigns that are counted together.

    A campaign all of whose numbers the case file gives to one caller shows nothing more than that caller does.
    """
    import numpy as np

    counts = tally(case)
    number = case.events["number"].cat.codes.to_numpy()[counts.view.position]
    known = {name: code for code, name in enumerate(case.events["number"].cat.categories)}
    members: dict[str, list[str]] = {}
    for one, name in case.collector_of.items():
        members.setdefault(name, []).append(one)
    together = [(name, True, listed) for name, listed in members.items()]
    together += [
        (row["campaign"], False, row["numbers"].split())
        for row in case.campaigns.to_dict("records")
        if row["certainty"] in COUNTED
        and not any(set(row["numbers"].split()) <= set(listed) for listed in members.values())
    ]
    found = []
    for name, stated, listed in together:
        codes = np.array([known[one] for one in listed if one in known], dtype=np.int64)
        at = np.flatnonzero(counts.view.inbound & counts.drawn & np.isin(number, codes))
        at = at[np.argsort(counts.view.t[at], kind="stable")]
        used, first = np.unique(number[at], return_index=True)
        order = used[np.argsort(first, kind="stable")]
        if len(order) > 1:
            names = [case.events["number"].cat.categories[code] for code in order]
            found.append(Shown(name, stated, names, [at[number[at] == code] for code in order]))
    return found


def _title(case: Case, shown: Shown) -> str:
    _ = case.text
    words = (
        _("{name} (case file): {n} numbers") if shown.stated else _("{name}: {n} numbers that appear to be one caller")
    )
    return words.format(name=fonts.plain(shown.name), n=len(shown.numbers))


def _panel(case: Case, shown: Shown, counts: Tally, last: bool, room: float) -> Part:
    import numpy as np

    _ = case.text
    n = shown.drawn
    tall = ROW * n
    labels = [fonts.shorten(named(case, number), room, TEXT) for number in shown.numbers[:n]]
    left = EDGE + room + 0.1

    def draw(figure: FigureBase, top: float) -> None:
        panel = Panel(figure, top + HEADROOM, tall, span(counts.days), (n - 0.5, -0.5), left, RIGHT)
        panel.lines([(panel.x[0], row, panel.x[1], row) for row in range(n)], GRID, 0.5, zorder=1)
        places = np.concatenate(shown.rows[:n])
        row_of = np.repeat(np.arange(n), [len(at) for at in shown.rows[:n]])
        x = counts.day[places] + counts.view.second[places] / 86_400 - 0.5
        message, answered = counts.view.message[places], counts.view.outcome("answered")[places]
        for chosen, look in (
            (message, LOOKS["message"]), (~message & ~answered, LOOKS["missed"]), (~message & answered, LOOKS["answered"]),
        ):  # fmt: skip
            if chosen.any():
                panel.points(
                    x[chosen], row_of[chosen], marker=look.marker, markersize=3.2, color=look.colour,
                    markeredgecolor=INK, markeredgewidth=0.2, rasterized=len(places) > SVG_POINTS,
                )  # fmt: skip
        for row, at in enumerate(shown.rows[:n]):
            write(figure, EDGE, top + HEADROOM + ROW * (row + 0.5), labels[row], TEXT, INK, va="center")
            panel.label(f"{len(at):,}", panel.x[1], row, SMALL, dx=0.08, va="center")
        panel.days(counts.first, counts.days, "years" if last else "grid")
        panel.frame()

    return Part(HEADROOM + tall + footroom("years" if last else "grid"), draw)


def _parts(case: Case, subject: Subject) -> list[Part]:
    _, counts = case.text, tally(case)
    found = _callers(case)
    shown = found[:CALLERS]
    widest = max((fonts.width(named(case, n), TEXT) for one in shown for n in one.numbers[: one.drawn]), default=1.0)
    room = min(widest, (WIDTH - RIGHT) / 4)
    marks = [
        (_("answered call"), LOOKS["answered"]),
        (_("call not answered, or outcome not stated"), LOOKS["missed"]),
        (_("message"), LOOKS["message"]),
    ]
    legend = [
        (label, {"marker": look.marker, "color": look.colour, "markersize": 5, "markeredgecolor": INK, "markeredgewidth": 0.3})
        for label, look in marks
    ]  # fmt: skip
    strips = [key(legend, markers=True)]
    for place, one in enumerate(shown):
        strips += [heading(_title(case, one)), _panel(case, one, counts, place == len(shown) - 1, room)]
    return [*strips, small_print(_("Right of each row: its calls and messages."), *_left_out(case), omitted(case))]


def _left_out(case: Case) -> list[str]:
    """What is not drawn."""
    _ = case.text
    found = _callers(case)
    notes = [
        _("Not drawn: {n} further numbers of {name}.").format(n=len(one.numbers) - ROWS, name=fonts.plain(one.name))
        for one in found[:CALLERS]
        if len(one.numbers) > ROWS
    ]
    if len(found) > CALLERS:
        notes.append(_("Not drawn: {n} further callers.").format(n=len(found) - CALLERS))
    return notes


def _alt(case: Case, subject: Subject) -> str:
    _, counts = case.text, tally(case)
    said = []
    for one in _callers(case)[:CALLERS]:
        said.append(_title(case, one) + _("."))
        for number, at in zip(one.numbers[: one.drawn], one.rows, strict=False):
            calls = int(counts.view.call[at].sum())
            said.append(
                _("{number}: {first} to {last}, calls {calls}, messages {messages}.").format(
                    number=named(case, number),
                    first=counts.date(int(counts.day[at[0]])),
                    last=counts.date(int(counts.day[at[-1]])),
                    calls=calls,
                    messages=len(at) - calls,
                )
            )
    return sentences(case, [*said, *_left_out(case), omitted(case)])


CALLERS_CHART = strips_of(
    name="callers",
    per="case",
    title=N_("Callers with several numbers: which number called when"),
    alt=_alt,
    applies=lambda case: bool(_callers(case)),
    strips=_parts,
)
