"""Which caller reached which line of the family and the firm: a table of counts, shaded by how many."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer import fonts
from analyzer.charts.chart import Part, Subject, named, sentences, small_print, strips_of
from analyzer.charts.look import EDGE, FAINT, GRID, INK, SMALL, TEXT, WIDTH, write
from analyzer.charts.panel import Panel
from analyzer.charts.top_numbers import masked

if TYPE_CHECKING:
    import pandas as pd
    from matplotlib.figure import FigureBase

    from analyzer.case import Case

N_ = str

ROWS, LINES = 20, 6
"""Callers and lines that are drawn: those that reached most lines, the lines reached by most callers."""

ROW, HEAD = 0.36, 0.52
"""Inches of a row, and of the headings above the columns."""

SHADES = ("#ffffff", "#e8f1f8", "#c6dcec", "#93c0de")
"""Nothing, some, a quarter of the highest count, half of it. The count stands in the cell."""

ROLES = {"own": N_("own line"), "workplace": N_("workplace"), "relative": N_("relative")}


def _cells(case: Case) -> tuple[list[str], pd.DataFrame, pd.DataFrame]:
    """Callers and lines that are drawn, and the rows of the table."""
    table, lines = case.reach.table, case.reach.lines
    callers = list(dict.fromkeys(table["caller"]))
    used = table.groupby("line")["caller"].size().to_dict()
    shown = lines[lines["line"].isin(list(used))]
    if len(shown) > LINES:
        rank = shown["line"].map(used).rank(method="first", ascending=False)
        shown = shown[rank <= LINES]
    return callers, shown.reset_index(drop=True), table


def _caller(case: Case, name: str) -> str:
    """A caller in words; a number that nobody reports is other people's business."""
    if name not in set(case.numbers["number"]):
        n = [*case.collector_of.values(), *case.campaign_of.values()].count(name)
        return case.text("{name} ({n} numbers)").format(name=fonts.plain(name), n=n)
    shown = named(case, name)
    return shown if name in set(case.reported["number"]) else masked(shown)


def _parts(case: Case, subject: Subject) -> list[Part]:
    import numpy as np

    _ = case.text
    callers, lines, table = _cells(case)
    drawn = callers[:ROWS]
    counts = table["calls"] + table["messages"]
    cell = dict(zip(zip(table["caller"], table["line"], strict=True), table.index, strict=True))
    room = min(max(fonts.width(_caller(case, one), TEXT) for one in drawn), 2.2)
    left = EDGE + room + 0.12
    wide = (WIDTH - left - EDGE) / len(lines)
    most = max(int(counts[cell[pair]]) for pair in cell if pair[0] in drawn)

    def draw(figure: FigureBase, top: float) -> None:
        panel = Panel(figure, top + HEAD, ROW * len(drawn), (0, len(lines)), (len(drawn), 0), left, EDGE)
        for column, line in enumerate(lines.to_dict("records")):
            middle = left + wide * (column + 0.5)
            number = named(case, line["owner"]) if line["owner"] else ""
            told = fonts.plain(line["name"]) or ("" if number or line["role"] == "own" else fonts.plain(line["line"]))
            role = ROLES[line["role"]]
            for place, (text, size) in enumerate(((_(role), TEXT), (told, SMALL), (number, SMALL))):
                shown = fonts.shorten(text, wide - 0.1, size)
                write(figure, middle, top + 0.02 + 0.15 * place, shown, size, INK, ha="center")
        shade = np.zeros((len(drawn), len(lines)), dtype=int)
        for row, who in enumerate(drawn):
            write(
                figure, EDGE, top + HEAD + ROW * (row + 0.5), fonts.shorten(_caller(case, who), room, TEXT), va="center"
            )
            for column, line in enumerate(lines["line"]):
                index = cell.get((who, line))
                if index is None:
                    continue
                n = int(counts[index])
                shade[row, column] = 1 + (n * 4 >= most) + (n * 2 >= most)
                words = [_("calls {n}").format(n=table.at[index, "calls"])] if table.at[index, "calls"] else []
                words += (
                    [_("messages {n}").format(n=table.at[index, "messages"])] if table.at[index, "messages"] else []
                )
                at = top + HEAD + ROW * (row + 0.5)
                text = fonts.shorten(_(", ").join(words), wide - 0.08, SMALL)
                write(figure, left + wide * (column + 0.5), at - 0.075, text, SMALL, INK, ha="center", va="center")
                since = f"{case.reach.table.at[index, 'first_at'].tz_convert(case.settings.zone):%Y-%m-%d}"
                write(figure, left + wide * (column + 0.5), at + 0.075, since, SMALL, FAINT, ha="center", va="center")
        for value, colour in enumerate(SHADES):
            rows, columns = np.nonzero(shade == value)
            panel.boxes(columns, rows, 1.0, 1.0, zorder=0, facecolor=colour, edgecolor=GRID, linewidth=0.6)

    return [
        Part(HEAD + ROW * len(drawn) + 0.06, draw),
        small_print(_("In each cell what came in, and the day of the first."), *_left_out(case)),
    ]


def _left_out(case: Case) -> list[str]:
    _ = case.text
    callers, lines, _table = _cells(case)
    notes = []
    if len(callers) > ROWS:
        notes.append(_("Not drawn: {n} further callers.").format(n=len(callers) - ROWS))
    hidden = len(set(case.reach.table["line"])) - len(lines)
    if hidden:
        notes.append(_("Not drawn: {n} further lines.").format(n=hidden))
    if any(_caller(case, one) != named(case, one) for one in callers[:ROWS] if one in set(case.numbers["number"])):
        notes.append(_("Numbers that are not reported are shortened and without name."))
    return notes


def _alt(case: Case, subject: Subject) -> str:
    _ = case.text
    callers, lines, table = _cells(case)
    names = {}
    for line in lines.to_dict("records"):
        role, number = ROLES[line["role"]], named(case, line["owner"]) if line["owner"] else ""
        names[line["line"]] = " ".join(part for part in (_(role), fonts.plain(line["name"]), number) if part)
    said = []
    for row in table[table["caller"].isin(callers[:ROWS]) & table["line"].isin(list(names))].to_dict("records"):
        words = _("{caller}, {line}: calls {calls}, messages {messages}.")
        said.append(
            words.format(caller=_caller(case, row["caller"]), line=names[row["line"]], calls=row["calls"], messages=row["messages"])
        )  # fmt: skip
    return sentences(case, [*said, *_left_out(case)])


LINES_CHART = strips_of(
    name="lines",
    per="case",
    title=N_("Who else is called: callers and the lines they reached"),
    alt=_alt,
    applies=lambda case: not case.reach.table.empty,
    strips=_parts,
)
