"""Which numbers: the most active ones, calls and messages apart, reported ones marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer import fonts
from analyzer.charts.chart import Part, Subject, key, named, sentences, small_print, strips_of
from analyzer.charts.look import EDGE, FAINT, INK, LOOKS, SMALL, TEXT, swatch, write
from analyzer.charts.panel import Panel

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import FigureBase

    from analyzer.case import Case

N_ = str

ROWS = 20
"""Numbers that get a bar of their own."""

ROW = 0.27
"""Inches from one bar to the next."""

CALL = ("#d55e00", "")
MESSAGE = (LOOKS["message"].colour, LOOKS["message"].hatch)
CALL_OTHER, MESSAGE_OTHER = ("#a9a9a9", ""), ("#d9d9d9", "||||")


def _numbers(case: Case) -> pd.DataFrame:
    """Numbers with incoming events, most first, with `total` and `mine` (whether reported)."""
    import pandas as pd

    rows = case.numbers[["owner", "number", "number_kind", "name", "calls_in", "messages_in"]]
    rows = rows[rows["calls_in"] + rows["messages_in"] > 0]
    keys = ["owner", "number"]
    mine = pd.MultiIndex.from_frame(rows[keys]).isin(pd.MultiIndex.from_frame(case.reported[keys]))
    rows = rows.assign(total=rows["calls_in"] + rows["messages_in"], mine=mine)
    return rows.sort_values(
        ["total", "calls_in", "number", "owner"], ascending=[False, False, True, True], kind="stable"
    )


def _shown(case: Case, row: pd.Series, several_owners: bool, all_in_full: bool) -> str:
    """Number and name of a row. Numbers that nobody reports are other people's business: shortened, without name."""
    number = named(case, row["number"])
    if not row["mine"] and not all_in_full:
        return masked(number)
    parts = [number, fonts.plain(row["name"]) if row["name"] != row["number"] else ""]
    if several_owners:
        parts.append("→ " + named(case, row["owner"]))
    return " ".join(part for part in parts if part)


def masked(number: str) -> str:
    """A number of seven or more digits without the four before its last four (three before three, where it is short).

    Examples
    --------
    >>> masked("139 0000 1234"), masked("10086")
    ('139 **** 1234', '10086')
    """
    places = [place for place, char in enumerate(number) if char.isdigit()]
    size = 4 if len(places) >= 9 else 3 if len(places) >= 7 else 0
    hidden = set(places[-2 * size : -size]) if size else set()
    return "".join("*" if place in hidden else char for place, char in enumerate(number))


def _parts(case: Case, subject: Subject) -> list[Part]:
    import numpy as np

    _ = case.text
    rows = _numbers(case)
    top, rest = rows.head(ROWS), rows.iloc[ROWS:]
    anyone = bool(rows["mine"].any())
    several = rows["owner"].nunique() > 1
    names = [_shown(case, row, several, not anyone) for _index, row in top.iterrows()]
    room = min(max((fonts.width(name, TEXT) for name in names), default=1.0), 2.9)
    names = [fonts.shorten(name, room, TEXT) for name in names]
    values = [
        _("calls {calls}, messages {messages}").format(calls=c, messages=m)
        for c, m in zip(top["calls_in"], top["messages_in"], strict=True)
    ]
    left, right = EDGE + 0.18 + room + 0.1, max(fonts.width(value, SMALL) for value in values) + 0.2
    mine, calls, messages, total = (top[name].to_numpy() for name in ("mine", "calls_in", "messages_in", "total"))

    def draw(figure: FigureBase, at: float) -> None:
        panel = Panel(figure, at, ROW * len(top), (0, int(total.max())), (len(top) - 0.5, -0.5), left, right)
        y = np.arange(len(top)) - 0.36
        strong = mine | (not anyone)
        for whose, base, long, (colour, hatch) in (
            (strong, 0 * calls, calls, CALL),
            (strong, calls, messages, MESSAGE),
            (~strong, 0 * calls, calls, CALL_OTHER),
            (~strong, calls, messages, MESSAGE_OTHER),
        ):
            bar = np.flatnonzero(whose & (long > 0))
            panel.boxes(base[bar], y[bar], long[bar], 0.72, **swatch(colour, hatch))
        panel.lines([(0, -0.5, 0, len(top) - 0.5)], FAINT, 0.6)
        for row, (name, value) in enumerate(zip(names, values, strict=True)):
            ink, middle = INK if mine[row] or not anyone else FAINT, at + ROW * (row + 0.5)
            write(figure, EDGE + 0.18, middle, name, TEXT, ink, va="center")
            panel.label(value, total[row], row, SMALL, dx=0.06, color=ink, va="center")
            if mine[row] and anyone:
                write(figure, EDGE + 0.05, middle, "●", SMALL, CALL[0], ha="center", va="center")

    entries = [(_("● reported: calls") if anyone else _("calls"), CALL), (_("messages"), MESSAGE)]
    if anyone and not mine.all():
        entries += [(_("not reported: calls"), CALL_OTHER), (_("messages"), MESSAGE_OTHER)]
    notes = []
    if len(rest):
        words = _(
            "Not drawn: {rows} further rows (a number and the phone called) with calls {calls}, messages {messages} together; all are in data/numbers.csv."
        )
        notes.append(words.format(rows=len(rest), calls=rest["calls_in"].sum(), messages=rest["messages_in"].sum()))
    if anyone and not top["mine"].all():
        notes.append(_("Numbers that are not reported are shortened and without name."))
    return [
        key([(label, swatch(*look)) for label, look in entries]),
        Part(ROW * len(top) + 0.08, draw),
        small_print(*notes),
    ]


def _alt(case: Case, subject: Subject) -> str:
    _, rows = case.text, _numbers(case)
    several, anyone = rows["owner"].nunique() > 1, bool(rows["mine"].any())
    said = [
        _(
            "Bars of the {shown} most active of {rows} rows, one for each number and phone called: {numbers} numbers, of which {reported} are reported."
        ).format(
            shown=min(len(rows), ROWS),
            rows=len(rows),
            numbers=rows["number"].nunique(),
            reported=rows.loc[rows["mine"], "number"].nunique(),
        )
    ]
    for _index, row in rows.head(ROWS).iterrows():
        words = (
            _("{number} (reported): calls {calls}, messages {messages}.")
            if row["mine"]
            else _("{number}: calls {calls}, messages {messages}.")
        )
        said.append(
            words.format(
                number=_shown(case, row, several, not anyone), calls=row["calls_in"], messages=row["messages_in"]
            )
        )
    if len(rest := rows.iloc[ROWS:]):
        words = _(
            "Not drawn: {rows} further rows (a number and the phone called) with calls {calls}, messages {messages} together; all are in data/numbers.csv."
        )
        said.append(words.format(rows=len(rest), calls=rest["calls_in"].sum(), messages=rest["messages_in"].sum()))
    return sentences(case, said)


TOP_NUMBERS = strips_of(
    name="top-numbers",
    per="case",
    title=N_("Numbers with the most incoming calls and messages"),
    alt=_alt,
    applies=lambda case: bool((case.numbers["calls_in"] + case.numbers["messages_in"]).gt(0).any()),
    strips=_parts,
)
