"""Documents as plain text to paste into forms and messages.

No writer may change what a message says, so quoted text stands on lines of its own, without indent or quotation marks.
Lines end in LF; `clean` says which characters a file cannot carry and what stands in their place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.document import Detail, Facts, Figure, Marked, Steps, Table, Text
from analyzer.locales import translator

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.document import Column, Document, Section
    from analyzer.locales import Translate

UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
"""Characters that neither XML 1.0 nor a terminal can carry: control characters but tab and line feed, lone surrogates,
non-characters. They are no part of what a person reads; ``data/events.csv`` and the export itself still hold them."""

DAY, MOMENT = "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"


def text(document: Document) -> str:
    """The document as plain text.

    Parameters
    ----------
    document : Document

    Returns
    -------
    str
        Ends in a line feed. Figures are named by title and file, never drawn.

    Examples
    --------
    >>> from analyzer.document import Document, Section, Text
    >>> print(text(Document("note", "Title", "en", (Section("a", "Part", (Text("as is", "quote"),)),))))
    Title
    <BLANKLINE>
    == Part ==
    <BLANKLINE>
    as is
    <BLANKLINE>
    """
    _ = translator(document.lang)
    parts = [clean(document.title)]
    if document.subtitle:
        parts.append(clean(document.subtitle))
    for section in document.sections:
        parts.extend(_section(section, document.lang, _))
    if document.footer:
        parts.append(clean(document.footer))
    return "\n\n".join(part for part in parts if part) + "\n"


def clean(value: object) -> str:
    r"""`value` as text that every format can carry: line breaks are LF, unfit characters the replacement sign.

    Examples
    --------
    >>> clean("a\r\nb\x00")
    'a\nb�'
    """
    words = str(value)
    if words.isprintable():  # neither a line break nor anything unfit
        return words
    return UNFIT.sub("�", words.replace("\r\n", "\n").replace("\r", "\n"))


def _section(section: Section, lang: str, _: Translate) -> Iterator[str]:
    yield f"== {clean(section.title)} =="
    for block in section.blocks:
        yield from _block(block, lang, _)


def _block(block: Text | Marked | Facts | Steps | Table | Figure | Detail, lang: str, _: Translate) -> Iterator[str]:
    colon = "：" if lang == "zh" else ": "
    match block:
        case Text():
            yield clean(block.text)
        case Marked():
            yield "\n".join([clean(block), *(f"〔…〕{colon}{clean(words)}" for words in block.legend())])
        case Facts():
            yield "\n".join(f"{clean(label)}{colon}{clean(value)}" for label, value in block.pairs)
        case Steps():
            yield "\n".join(f"{i}. {clean(item)}" for i, item in enumerate(block.items, 1))
        case Table():
            yield from _table(block)
        case Figure():
            yield _("Chart: {title} (charts/{name}.png)").format(title=clean(block.title), name=block.name)
        case Detail():
            yield "-- " + " · ".join(clean(part) for part in (block.title, block.tag, block.aside) if part) + " --"
            for inner in block.blocks:
                yield from _block(inner, lang, _)


def _table(table: Table) -> Iterator[str]:
    """A heading line and a line per row; a quoted column follows its row on lines of its own."""
    if table.caption:
        yield clean(table.caption)
    if table.rows.empty:
        if table.empty:
            yield clean(table.empty)
        return
    short = [column for column in table.columns if column.kind != "quote"]
    quoted = [column for column in table.columns if column.kind == "quote"]
    head = " | ".join(clean(column.label) for column in short)
    cells = [_in_lines(table.rows[column.name], column) for column in short]
    lines = [" | ".join(row).rstrip() for row in zip(*cells, strict=True)]
    if not quoted:
        yield "\n".join([head, *lines])
        return
    yield head
    words = [[clean(value) for value in table.rows[column.name].tolist()] for column in quoted]
    for line, *bodies in zip(lines, *words, strict=True):
        yield "\n".join([line, *(body for body in bodies if body)])


def _in_lines(values: pd.Series, column: Column) -> list[str]:
    """The cells of a column in words, each on one line; each distinct value is looked at once, as most columns say few things."""
    if column.kind in {"time", "day"} and values.dtype.kind == "M":
        import numpy as np

        wall = values.dt.tz_localize(None) if getattr(values.dtype, "tz", None) is not None else values
        told = np.datetime_as_string(wall.to_numpy("datetime64[s]"), unit="D" if column.kind == "day" else "s").tolist()
        return ["" if words == "NaT" else words.replace("T", " ") for words in told]
    known: dict[object, str] = {}
    cells = []
    for value in values.tolist():  # iterating a column of Arrow texts makes each of them an object of its own first
        if type(value) not in (str, int):
            cells.append(shown(value, column).replace("\n", " "))
            continue
        if value not in known:
            known[value] = shown(value, column).replace("\n", " ")
        cells.append(known[value])
    return cells


def shown(value: object, column: Column) -> str:
    """One cell in words: missing is empty, times and days as ISO 8601 without zone (the column's label names it)."""
    if value is None or (not isinstance(value, str) and str(value) in {"nan", "NaT", "<NA>"}):
        return ""
    if column.kind in {"time", "day"} and hasattr(value, "strftime"):
        moment: pd.Timestamp = value  # type: ignore[assignment]
        return moment.strftime(DAY if column.kind == "day" else MOMENT)
    if column.kind in {"count", "seconds"} and isinstance(value, float):
        return str(int(value))
    return clean(value)
