"""An export as sheets of text cells, whatever kind of table file it is; nothing here knows calls or messages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analyzer.problems import ExportError

if TYPE_CHECKING:
    import numpy as np

    from analyzer.exports import Export

PAGE = 1_000_000
"""Places of a PDF's rows: page times this, plus the row of the page."""
HEAD_ROWS = 240
"""Filled rows of a sheet that `Sheet.head` shows; headings and the look of the columns are decided by them."""


@dataclass(frozen=True)
class Misfit:
    """A row with another number of cells than the heading.

    Attributes
    ----------
    place : int
        Line or row of the sheet, from 1.
    cells : tuple of str
        Its cells as far as they could be told apart.
    raw : str
        The row as it stands.
    cut : bool
        True for the last row of a file that ends within it.
    """

    place: int
    cells: tuple[str, ...]
    raw: str
    cut: bool = False


@dataclass(frozen=True)
class Body:
    """What stands below a heading.

    Attributes
    ----------
    columns : list of Arrow text columns
        All of one length; no missing values, an empty cell is an empty text.
    places : array of int64
        Line or row of the sheet where each record starts, from 1.
    misfits : list of Misfit
        Rows that did not fit the heading, in order.
    damaged : bool
        True when broken characters of the file were replaced by U+FFFD.
    """

    columns: list[Any]
    places: np.ndarray
    misfits: list[Misfit] = field(default_factory=list)
    damaged: bool = False


@dataclass(frozen=True)
class Sheet:
    """One table of text cells.

    Attributes
    ----------
    name : str
        Name of the sheet; empty for a text file, which has only one.
    head : list of list of str
        Its first `HEAD_ROWS` filled rows.
    places : list of int
        Where each of them stands, from 1.
    below : callable
        ``(index of the heading in head, or -1; number of columns) -> Body``.
    filled : int
        Filled rows; 0 for a text file, where counting them would mean reading it.
    memo : dict
        What was found out about the sheet, so that it is found out once.
    paged : bool
        Whether places are pages times `PAGE` plus rows of the page.
    """

    name: str
    head: Sequence[Sequence[str]]
    places: Sequence[int]
    below: Callable[[int, int], Body]
    filled: int = 0
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    paged: bool = False

    def place(self, place: int) -> str:
        """How a row of this sheet is named: ``17``, or ``Sheet1!17``, in a PDF ``p2!17`` for the second page.

        Examples
        --------
        >>> Sheet("Sheet1", [], [], lambda index, width: None).place(17)
        'Sheet1!17'
        """
        if self.paged:
            return f"p{place // PAGE}!{place % PAGE}"
        return f"{self.name}!{place}" if self.name else str(place)


def sheets(export: Export) -> tuple[Sheet, ...]:
    """The sheets of an export, remembered until `forget`; none for kinds of files that hold no table.

    Raises
    ------
    ExportError
        For a workbook under a password, a damaged one, or one that would fill the memory.

    Examples
    --------
    >>> sheets(Export.open("bill.csv"))[0].head[0]  # doctest: +SKIP
    ['号码', '类型', '时间', '时长']
    """
    known = export.memo.get("sheets")
    if known is None:
        try:
            known = _sheets(export)
        except ExportError as error:
            known = error
        export.memo["sheets"] = known
    if isinstance(known, ExportError):
        raise known
    return known


def forget(export: Export) -> None:
    """Let go of the sheets' cells, and of the text they were read from."""
    export.memo.pop("sheets", None)
    export.forget()


def _sheets(export: Export) -> tuple[Sheet, ...]:
    if export.kind == "text":
        from analyzer.importers.sheets.delimited import text_sheet

        return (text_sheet(export),)
    if export.kind in ("xlsx", "xls", "locked"):
        from analyzer.importers.sheets.workbooks import workbook_sheets

        return workbook_sheets(export)
    if export.kind in ("html", "xml"):
        from analyzer.importers.sheets.markup import markup_sheets

        return markup_sheets(export)
    if export.kind == "pdf":
        from analyzer.importers.sheets.pdfs import pdf_sheets

        return pdf_sheets(export)
    return ()


def grid(
    name: str, rows: Sequence[Sequence[str]], places: Sequence[int], damaged: bool = False, paged: bool = False
) -> Sheet:
    """A sheet of rows that are in memory already; shorter rows are filled up with empty cells.

    Examples
    --------
    >>> grid("S", [["number", "time"], ["10086", "2026-03-01 09:00:00"]], [1, 2]).below(0, 2).places.tolist()
    [2]
    """

    def below(index: int, width: int) -> Body:
        import numpy as np

        from analyzer.importers.values.columns import text_array

        fitting, misfits = [], []
        for place, cells in zip(places[index + 1 :], rows[index + 1 :], strict=True):
            if any(cells[width:]):
                misfits.append(Misfit(place, tuple(cells), "\t".join(cells)))
            else:
                fitting.append((place, (*cells[:width], *[""] * (width - len(cells)))))
        columns = list(zip(*(cells for _, cells in fitting), strict=True)) or [()] * width
        return Body(
            [text_array(column) for column in columns],
            np.array([place for place, _ in fitting], dtype=np.int64),
            misfits,
            damaged,
        )

    return Sheet(name, rows[:HEAD_ROWS], places[:HEAD_ROWS], below, len(rows), paged=paged)


def columns_grid(name: str, columns: Sequence[Any], places: np.ndarray) -> Sheet:
    """A sheet of Arrow text columns of one length: the same as `grid`, without an object for each row.

    Examples
    --------
    >>> import numpy as np, pyarrow as pa
    >>> number, time = (pa.array(cells, pa.large_string()) for cells in (["number", "10086"], ["time", "2026-03-01"]))
    >>> sheet = columns_grid("S", [number, time], np.array([1, 2]))
    >>> sheet.head[0], sheet.below(0, 2).places.tolist()
    (['number', 'time'], [2])
    """
    head = [list(row) for row in zip(*(column[:HEAD_ROWS].to_pylist() for column in columns), strict=True)]

    def below(index: int, width: int) -> Body:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        rest = [column[index + 1 :] for column in columns]
        where = places[index + 1 :]
        odd = np.zeros(len(where), bool)
        for column in rest[width:]:
            odd |= pc.binary_length(column).to_numpy() > 0
        misfits = []
        for i in np.flatnonzero(odd).tolist():
            cells = tuple(column[i].as_py() for column in rest)
            misfits.append(Misfit(int(where[i]), cells, "\t".join(cells)))
        if len(misfits):
            fits = pa.array(~odd)
            rest, where = [column.filter(fits) for column in rest], where[~odd]
        rest += [pa.repeat(pa.scalar("", pa.large_string()), len(where))] * (width - len(rest))
        return Body(rest[:width], where, misfits)

    return Sheet(name, head, places[:HEAD_ROWS].tolist(), below, len(places))
