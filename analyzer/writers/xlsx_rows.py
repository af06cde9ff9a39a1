"""Rows of tables as the XML of a sheet, a column at a time: each distinct value is looked at once, Arrow joins the cells."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

from analyzer.document import Marked
from analyzer.writers import measure
from analyzer.writers.styles import MARKED, Styles
from analyzer.writers.text import clean

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    from analyzer.document import Column
    from analyzer.locales import Translate
    from analyzer.writers.sheets import Rows, Sheet

CELL_LIMIT = 32_767
"""Characters a cell holds, counted as UTF-16 units (Microsoft: Excel specifications and limits)."""

LINK_LIMIT = 65_530
"""Links a sheet holds (the same page). Rows further down keep their ids, without link."""

AT_ONCE = 4096
"""Rows that are made into XML together: what is held of a table in memory while it is written."""

EXCEL_DAY_0 = "1899-12-30"
"""Day 0 of Excel's calendar for every day from 1 March 1900 on (ECMA-376 part 1, 18.17.4.1)."""

BETWEEN = "\x1f"
"""Stands between texts that are looked at together; never in one that a cell can carry."""

ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
"""Text that Excel would read as an escaped character (ECMA-376 part 1, 22.9.2.19 ST_Xstring)."""

Targets = dict[str, tuple[str, int]]
"""Key of a row that cells lead to → its sheet and row."""


@dataclass
class Writer:
    """Makes rows of one sheet.

    Attributes
    ----------
    links : list of str
        The links of the rows made so far, as they stand below the rows.
    """

    sheet: Sheet
    styles: Styles
    targets: dict[str, Targets]
    translate: Translate
    links: list[str] = field(default_factory=list)

    def pieces(self, row: int, part: Rows) -> Iterator[bytes]:
        """The rows of a part of a table, the first of them being row `row` of the sheet."""
        columns = part.table.columns
        links: list[list[str]] = [[] for _ in columns]
        for start in range(part.start, part.stop, AT_ONCE):
            frame = part.table.rows.iloc[start : min(start + AT_ONCE, part.stop)]
            yield self._joined(frame, columns, row + start - part.start, links)
        self.links.extend(link for mine in links for link in mine)

    def _joined(self, frame: pd.DataFrame, columns: tuple[Column, ...], row: int, links: list[list[str]]) -> bytes:
        import numpy as np
        import pyarrow as pa
        import pyarrow.compute as pc

        tall = np.ones(len(frame), dtype=np.int64)
        places = pa.array(np.arange(row, row + len(frame))).cast(pa.large_string())
        cells: list[Any] = []
        for i, column in enumerate(columns):
            rest, lines = self._column(frame, column, letter(i), row, links[i])
            np.maximum(tall, lines, out=tall)
            cells += [f'"><c r="{letter(i)}' if i == 0 else f'<c r="{letter(i)}', places, rest]
        kinds, which = np.unique(tall, return_inverse=True)
        high = pa.array([f"{self.sheet.points(int(lines)):g}" for lines in kinds], pa.large_string()).take(
            pa.array(which)
        )
        row_xml = ['<row r="', places, '" ht="', high, *(cells or ['">']), "</row>"]
        parts = [pa.scalar(part, pa.large_string()) if isinstance(part, str) else part for part in row_xml]
        joined = pc.binary_join_element_wise(*parts, pa.scalar("", pa.large_string()))
        return b"".join(_bytes(piece) for piece in _chunks(joined))

    def _column(self, frame: pd.DataFrame, column: Column, name: str, row: int, links: list[str]) -> tuple[pa.Array, np.ndarray]:  # fmt: skip
        """What follows the row's number in each cell of a column, and how many lines each takes.

        A value that is not what its kind promises is written as text, never dropped.
        """
        import numpy as np
        import pyarrow as pa

        values = frame[column.name]
        targets = self.targets.get(column.links_to, {})
        keys = frame[column.key_in] if column.key_in and targets else None
        codes, firsts = _distinct(values, keys)
        some = values.iloc[firsts]
        style, words = self.styles.cell(column), self.styles.words(column)
        numbers = numbers_of(some, column.kind)
        lines, leads = np.ones(len(firsts), dtype=np.int64), {}
        if None not in numbers:
            rests = [f'" s="{style}"><v>{number}</v></c>' for number in numbers]
            return pa.array(rests, pa.large_string()).take(pa.array(codes)), lines[codes]
        plain = some.tolist()
        if not targets and column.kind in {"text", "quote"} and (quick := _plain_texts(plain)):
            for i, text in enumerate(plain):
                if len(text) * 2 > column.width and not (
                    text.isascii() and len(text) * measure.LETTERS <= column.width
                ):
                    lines[i] = measure.lines(text, column.width)
            begin, end = f'" s="{words}" t="inlineStr"><is><t xml:space="preserve">', "</t></is></c>"
            empty = f'" s="{words}"/>'
            rests = [f"{begin}{text}{end}" if text else empty for text in quick]
            return pa.array(rests, pa.large_string()).take(pa.array(codes)), lines[codes]
        rests = []
        told_keys = keys.iloc[firsts].tolist() if keys is not None else plain
        for i, (value, number) in enumerate(zip(plain, numbers, strict=True)):
            if number is not None:
                rests.append(f'" s="{style}"><v>{number}</v></c>')
                continue
            told = value.text if isinstance(value, Marked) else value
            shown = "" if _missing(told) else fit(told, self.translate)
            to = next((targets[one] for one in str(told_keys[i]).split() if one in targets), None) if targets and shown else None  # fmt: skip
            if isinstance(value, Marked) and value.marks and len(shown) * 2 <= CELL_LIMIT:
                rests.append(marked_xml("", words, value, self.styles.font, self.translate)[6:])
            else:
                rests.append(text_xml("", self.styles.link if to else words, shown)[6:])
            if len(shown) * 2 > column.width or "\n" in shown:
                lines[i] = measure.lines(shown, column.width)
            if to:
                leads[i] = quoteattr(place_of(*to))
        if leads and len(links) < LINK_LIMIT:
            links.extend(
                f'<hyperlink ref="{name}{row + n}" location={leads[code]}/>'
                for n, code in enumerate(codes.tolist())
                if code in leads
            )
        return pa.array(rests, pa.large_string()).take(pa.array(codes)), lines[codes]


def _plain_texts(values: list[Any]) -> list[str]:
    """Texts escaped for XML, looked at together, if all are texts on one line of which a cell can carry every character; else none."""
    if not all(type(value) is str for value in values):
        return []
    whole = BETWEEN.join(values)
    if whole.count(BETWEEN) != len(values) - 1 or "_x" in whole or max(map(len, values)) * 2 > CELL_LIMIT:
        return []
    if not whole.replace(BETWEEN, "").isprintable():
        return []
    return escape(whole).split(BETWEEN)


def _distinct(values: pd.Series, keys: pd.Series | None) -> tuple[np.ndarray, np.ndarray]:
    """Which of the distinct values (with their keys) each row has, and the first row of each. Objects of which pandas does not
    know that they are alike are all taken for distinct.
    """
    import numpy as np
    import pandas as pd

    if values.dtype == object or (keys is not None and keys.dtype == object):
        known: dict[str, int] = {}
        same = [
            known.setdefault(value, i) if type(value) is str and keys is None else i
            for i, value in enumerate(values.tolist())
        ]
        codes = np.asarray(same, dtype=np.int64)
    else:
        codes = pd.factorize(values, use_na_sentinel=False)[0]
        if keys is not None:
            more, kinds = pd.factorize(keys, use_na_sentinel=False)
            codes = codes.astype(np.int64) * len(kinds) + more
    _, firsts, codes = np.unique(codes, return_index=True, return_inverse=True)
    return codes, firsts


def _chunks(array: Any) -> list[Any]:
    return array.chunks if hasattr(array, "chunks") else [array]


def _bytes(array: pa.Array) -> bytes:
    """All texts of an array, one after the other."""
    import numpy as np

    if not len(array):
        return b""
    ends = np.frombuffer(array.buffers()[1], dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    return array.buffers()[2][int(ends[0]) : int(ends[-1])].to_pybytes()


def fit(value: object, _: Translate) -> str:
    """Text as a cell can carry it, not yet escaped for XML.

    Examples
    --------
    >>> fit("=1+1", str)
    '=1+1'
    >>> fit("_x0041_", str)
    '_x005F_x0041_'
    """
    words = clean(value)
    if len(words) * 2 > CELL_LIMIT and (units := len(words.encode("utf-16-le")) // 2) > CELL_LIMIT:
        mark = _("… [cut here: {count} characters in all; data/events.csv holds the whole text]").format(count=units)
        room = (CELL_LIMIT - len(mark)) * 2
        words = words.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + mark
    return ESCAPED.sub("_x005F_", words) if "_x" in words else words


def text_xml(place: str, style: int, words: str) -> str:
    r"""A text cell; the only way in which words get into a sheet.

    Examples
    --------
    >>> text_xml("A1", 0, "=cmd|'/c calc'!A1")
    '<c r="A1" s="0" t="inlineStr"><is><t xml:space="preserve">=cmd|\'/c calc\'!A1</t></is></c>'
    """
    if not words:
        return f'<c r="{place}" s="{style}"/>'
    return f'<c r="{place}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{escape(words)}</t></is></c>'


def marked_xml(place: str, style: int, marked: Marked, font: str, _: Translate) -> str:
    """A text cell whose marked places are bold and underlined; the words are those of the text, no sign is added."""
    look = f'<rPr><b/><u/><sz val="10"/><color rgb="FF{MARKED}"/><rFont val={quoteattr(font)}/></rPr>'
    runs = "".join(
        f'<r>{look if covers else ""}<t xml:space="preserve">{escape(fit(words, _))}</t></r>'
        for words, covers, _ends in marked.pieces()
    )
    return f'<c r="{place}" s="{style}" t="inlineStr"><is>{runs}</is></c>'


def numbers_of(values: pd.Series, kind: str) -> list[str | None]:
    """Cell values of a column of numbers, days or times as they stand in the file; None where a cell must be text."""
    import pandas as pd

    if kind in {"text", "quote"}:
        return [None] * len(values)
    if kind in {"time", "day"}:
        if not pd.api.types.is_datetime64_any_dtype(values.dtype):
            return [None] * len(values)
        wall = values.dt.tz_localize(None) if getattr(values.dtype, "tz", None) is not None else values
        days = (wall - pd.Timestamp(EXCEL_DAY_0)) / pd.Timedelta(days=1)
        days = (days // 1 if kind == "day" else days).where(
            days >= 61
        )  # Excel counts a 29 February 1900 that never was
        return [None if day != day else repr(day) for day in days.astype(float).tolist()]
    whole = kind in {"count", "seconds"}
    if not hasattr(values.dtype, "na_value") and values.dtype.kind in "iu":  # nothing is missing
        return list(map(repr, values.tolist() if whole else map(float, values.tolist())))
    found = pd.to_numeric(values, errors="coerce").astype("Float64")
    return [
        None if value is pd.NA else repr(int(value)) if whole and value == int(value) else repr(float(value))
        for value in found
    ]


def _missing(value: object) -> bool:
    return value is None or (not isinstance(value, str) and str(value) in {"nan", "NaT", "<NA>"})


def place_of(sheet: str, row: int) -> str:
    """A place in the workbook as links name it."""
    return f"'{sheet}'!A{row}"


@cache
def letter(column: int) -> str:
    """The letters of a column, which is counted from 0.

    Examples
    --------
    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    return (letter(column // 26 - 1) if column >= 26 else "") + chr(65 + column % 26)


def area(row: int, first: int, last_row: int, last: int) -> str:
    """Cells as a range.

    Examples
    --------
    >>> area(3, 0, 9, 2)
    'A3:C9'
    """
    return f"{letter(first)}{row}:{letter(last)}{last_row}"
