"""Why numbers are taken for one caller: numbers, what they share, and lines from each number to what it shares with others.

What is shared is drawn as a box that says so, not as a line from each number to each: eight numbers of one block are eight
lines into one box instead of twenty-eight across each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer import fonts
from analyzer.campaigns import COUNTED
from analyzer.charts.chart import Part, Subject, heading, listed, named, sentences, small_print, strips_of
from analyzer.charts.look import EDGE, INK, LINE, SMALL, TEXT, WIDTH, write
from analyzer.charts.panel import Panel
from analyzer.charts.tally import once

if TYPE_CHECKING:
    from matplotlib.figure import FigureBase

    from analyzer.case import Case

N_ = str

NUMBERS = 60
"""Numbers that are drawn, of the strongest campaigns; the others are counted."""

BOXES = 12
"""Boxes of one campaign that are drawn."""

ONE_SIDE = 5
"""Numbers up to which all stand left of the boxes."""

ROW, GAP, PAD = 0.22, 0.1, 0.06
"""Inches from one number to the next, between boxes, and around the words of a box."""

MIDDLE = 2.75
"""Inches across a box."""

BASES = {
    "number_block": (N_("number block"), "#e8d5b5", ""),
    "signature": (N_("signature of messages"), "#cfe3cf", ""),
    "template": (N_("wording of messages"), "#cfdcee", ""),
    "link": (N_("telephone or link in messages"), "#e3cfe3", ""),
    "timing": (N_("they take turns or replace each other"), "#f3cfc4", ""),
}
"""What connects numbers, in the order of `analyzer.campaigns.shares.BASES`, with the colour of its boxes."""

STROKES = {
    "number_block": "#a8710f", "signature": "#2c7a2c", "template": "#2b5f9e", "link": "#82398a", "timing": "#b23a1e",
}  # fmt: skip
"""Colours of the lines."""


@dataclass(frozen=True)
class Box:
    """What some numbers of a campaign share, by their place in it, and the reason in words."""

    basis: str
    reason: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Shown:
    """One campaign: its name, certainty, numbers that are drawn, how many it has, and its boxes."""

    name: str
    certainty: str
    numbers: list[str]
    size: int
    boxes: list[Box]
    more: int
    """Boxes that are not drawn."""


@once
def campaigns_of(case: Case, _subject: None = None) -> list[Shown]:
    """Campaigns whose calls are counted together, strongest first, as far as they are drawn."""
    shown, room = [], NUMBERS
    links = {name: case.links[case.links["campaign"] == name] for name in case.links["campaign"].unique()}
    for row in case.campaigns[case.campaigns["certainty"].isin(COUNTED)].to_dict("records"):
        numbers = row["numbers"].split()
        if room < 2 or row["campaign"] not in links:
            break
        place = {number: i for i, number in enumerate(numbers[:room])}
        found: dict[tuple[str, str, str], set[int]] = {}
        for link in links[row["campaign"]].itertuples():
            if link.number in place and link.other in place:
                # numbers that share one thing are linked to the first of them: its links with one reason are one box
                hub = "" if link.basis == "number_block" else link.number
                found.setdefault((link.basis, link.reason, hub), set()).update((place[link.number], place[link.other]))
        boxes = [Box(basis, reason, tuple(sorted(members))) for (basis, reason, _hub), members in found.items()]
        kept = _kept(boxes)
        shown.append(Shown(row["campaign"], row["certainty"], list(place), len(numbers), kept, len(boxes) - len(kept)))
        room -= len(place)
    return shown


def _kept(boxes: list[Box]) -> list[Box]:
    """The boxes that are drawn: those that tell most of numbers of which none tells yet, then the largest; as they stand."""
    order, rest, told = list(BASES), list(boxes), set()
    kept: list[Box] = []
    while rest and len(kept) < BOXES:
        best = min(rest, key=lambda box: (-len(set(box.numbers) - told), -len(box.numbers), order.index(box.basis), box.reason))  # fmt: skip
        rest.remove(best)
        told |= set(best.numbers)
        kept.append(best)
    return sorted(kept, key=lambda box: (sum(box.numbers) / len(box.numbers), order.index(box.basis), box.reason))


def _title(case: Case, one: Shown) -> str:
    _ = case.text
    sure = {"high": _("certainty high"), "medium": _("certainty medium")}[one.certainty]
    words = _("{name}: {n} numbers that appear to be one caller ({certainty})")
    return words.format(name=one.name, n=one.size, certainty=sure)


def _panel(case: Case, one: Shown, room: float) -> Part:
    _ = case.text
    n = len(one.numbers)
    left = n if n <= ONE_SIDE else (n + 1) // 2
    sides = [range(left), range(left, n)]
    wide = WIDTH - 2 * EDGE - (room + 0.9) * (1 if n <= ONE_SIDE else 2)
    wide = min(wide, 2 * MIDDLE)
    start = EDGE + room + 0.9
    texts = [
        (case.text(BASES[box.basis][0]), fonts.wrap(_reason(case, box), wide - 2 * PAD, SMALL)) for box in one.boxes
    ]
    heights = [2 * PAD + LINE * (1 + len(lines)) for _head, lines in texts]
    boxes_tall = sum(heights) + GAP * max(len(heights) - 1, 0)
    tall = max(ROW * left, boxes_tall)

    def draw(figure: FigureBase, top: float) -> None:
        import numpy as np

        top += 0.05
        panel = Panel(figure, top, tall, (0, WIDTH), (tall, 0), 0, 0)
        at = {}
        for side, numbers in enumerate(sides):
            pitch = tall / max(len(numbers), 1)
            for row, place in enumerate(numbers):
                at[place] = (EDGE + room + 0.1 if side == 0 else WIDTH - EDGE - room - 0.1, pitch * (row + 0.5))
        y = (tall - boxes_tall) / 2
        for box, (head, lines), height in zip(one.boxes, texts, heights, strict=True):
            _name, fill, hatch = BASES[box.basis]
            ends = [(*at[place], start if place < left else start + wide, y + height / 2) for place in box.numbers]
            panel.lines(ends, STROKES[box.basis], 0.8, zorder=2)
            panel.boxes(
                np.array([start]), np.array([y]), wide, height, zorder=3, facecolor=fill, hatch=hatch,
                edgecolor=STROKES[box.basis], linewidth=0.8,
            )  # fmt: skip
            write(figure, start + PAD, top + y + PAD, head, SMALL, STROKES[box.basis])
            for i, line in enumerate(lines):
                write(figure, start + PAD, top + y + PAD + LINE * (i + 1), line, SMALL, INK)
            y += height + GAP
        points = np.array([at[place] for place in range(n)])
        panel.points(points[:, 0], points[:, 1], marker="o", markersize=5, color="white", markeredgecolor=INK, markeredgewidth=0.9)  # fmt: skip
        for place, number in enumerate(one.numbers):
            x, down = at[place]
            text = fonts.shorten(named(case, number), room, TEXT)
            if place < left:
                write(figure, x - 0.1, top + down, text, TEXT, INK, ha="right", va="center")
            else:
                write(figure, x + 0.1, top + down, text, TEXT, INK, va="center")

    return Part(tall + 0.16, draw)


def _reason(case: Case, box: Box) -> str:
    """The reason, which speaks of two numbers."""
    reason = fonts.plain(box.reason)
    _ = case.text
    return _("pair by pair: {reason}").format(reason=reason) if len(box.numbers) > 2 else reason


def _parts(case: Case, subject: Subject) -> list[Part]:
    shown = campaigns_of(case)
    room = min(max(fonts.width(named(case, number), TEXT) for one in shown for number in one.numbers), 1.6)
    strips = []
    for one in shown:
        strips += [heading(_title(case, one)), _panel(case, one, room)]
    return [*strips, small_print(_how(case), *_left_out(case))]


def _how(case: Case) -> str:
    _ = case.text
    return _(
        "A line leads from each number to what it has in common with others. Link by link, with the events that show it: data/links.csv. This says how numbers behave, not who holds them."
    )


def _left_out(case: Case) -> list[str]:
    _, shown = case.text, campaigns_of(case)
    notes = []
    hidden = int(case.campaigns["certainty"].isin(COUNTED).sum()) - len(shown)
    numbers = sum(one.size - len(one.numbers) for one in shown)
    if numbers:
        notes.append(_("Not drawn: {n} further numbers of {name}.").format(n=numbers, name=shown[-1].name))
    if more := sum(one.more for one in shown):
        notes.append(_("Not drawn: {n} further things that numbers share.").format(n=more))
    if hidden:
        notes.append(_("Not drawn: {n} further callers.").format(n=hidden))
    return notes


def _alt(case: Case, subject: Subject) -> str:
    _ = case.text
    said = []
    for one in campaigns_of(case):
        said.append(_title(case, one) + _("."))
        for box in one.boxes:
            words = _("{basis}: {reason} ({numbers}).")
            numbers = listed(case, (named(case, one.numbers[place]) for place in box.numbers))
            said.append(words.format(basis=_(BASES[box.basis][0]), reason=_reason(case, box), numbers=numbers))
    return sentences(case, [*said, _how(case), *_left_out(case)])


CAMPAIGN_MAP = strips_of(
    name="campaigns",
    per="case",
    title=N_("Why several numbers are taken for one caller"),
    alt=_alt,
    applies=lambda case: bool(campaigns_of(case)),
    strips=_parts,
)
