"""Rows of a table that have no time: totals, repeated headings, dates of groups, lines of text, and real problems."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from analyzer.importers.sheets.sheet import Body, Sheet
from analyzer.importers.tables.headings import Columns
from analyzer.importers.tables.meanings import key_of
from analyzer.importers.values.columns import cell as cell_of
from analyzer.problems import ProblemLog

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analyzer.importers.values.times import Times

N_ = str

TOTAL = N_("total")

TOTALS = re.compile(
    r"^(?:合计|总计|小计|共计|累计|本页合计|费用合计|通话时长合计|totals?|subtotals?|grandtotals?|sum)(?![a-z])"
)
"""How the first words of a row of totals begin, in the form of `analyzer.importers.meanings.key_of`."""


def without_time(
    sheet: Sheet, columns: Columns, body: Body, times: Times, log: ProblemLog, skipped: Counter[str], groups: set[int]
) -> NDArray[np.bool_]:
    """Settle the rows whose time was not understood; returns which rows are events.

    Totals, repeated headings and lines of text are counted as skipped, blank rows are nothing, the rest are problems.
    `groups` are the places of rows that state the date of those below.
    """
    import numpy as np

    keep = times.ok.copy()
    where = columns.first("moment")
    where = columns.first("clock") if where is None else where
    for i in np.flatnonzero(~keep):
        cells = [cell_of(column, i).strip() for column in body.columns]
        place = int(body.places[i])
        if reason := no_entry(cells, columns.headings, place in groups):
            skipped[reason] += 1
        elif any(cells):
            code = "P103" if times.yearless[i] else "P101"
            log.add(code, sheet.place(place), columns.headings[where or 0], cells[where or 0])
    return keep


def no_entry(cells: list[str], headings: tuple[str, ...], states_date: bool = False) -> str:
    """Why a row without a time is no entry of the table (English source sentence), empty when it is one.

    Examples
    --------
    >>> no_entry(["合计", "", "12.50"], ("号码", "时间", "费用"))
    'total'
    >>> no_entry(["10086", "soon", "0.10"], ("号码", "时间", "费用"))
    ''
    """
    filled = [cell for cell in cells if cell]
    if states_date:
        return N_("date of the rows below it")
    if any(TOTALS.match(key_of(cell)) for cell in filled):
        return TOTAL
    same = sum(cell == heading and cell != "" for cell, heading in zip(cells, headings, strict=False))
    if same >= 2 and same * 2 > len(filled):
        return N_("heading repeated")
    if len(filled) == 1 and len(headings) > 2 and not filled[0][:1].isdigit() and re.search(r"[^\W\d_]", filled[0]):
        return N_("line of text")
    return ""
