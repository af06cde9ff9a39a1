"""Papers under a size: a portal may take a file only below so many bytes, and what is left out for that is said on the paper."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from analyzer.document import Detail, Figure, Table
from analyzer.locales import translator

if TYPE_CHECKING:
    from analyzer.document import Document
    from analyzer.locales import Translate

FEW = 2
"""Charts that stay when not all of them can."""

ROOM = 0.85
"""Share of the limit that rows are cut to: a file grows a little less than its rows do."""


def fitted(document: Document, write: Callable[[Document], bytes]) -> bytes:
    """The file of a document, smaller than ``document.most_bytes`` where that is set.

    First charts go (all but the first `FEW`, then all), then rows of lists from their end, as few as the size asks for.
    The paper says at its foot what was left out and where it stands. Should even a paper without rows be too large, it is
    returned as it is.
    """
    data, limit = write(document), document.most_bytes
    if not limit or len(data) < limit:
        return data
    charts = list(every_figure(document))
    for gone in dict.fromkeys((len(charts[FEW:]), len(charts))):
        left = charts[len(charts) - gone :]
        if gone and len(data) - sum(len(chart.png) + len(chart.svg) for chart in left) < limit:
            data = write(_without(document, gone, None))
            if len(data) < limit:
                return data
    most = _longest(document)
    while most and len(data) >= limit:
        most = min(int(most * limit * ROOM / len(data)), most - 1)
        data = write(_without(document, len(charts), most))
    return data


def left_out(table: Table, _: Translate) -> str:
    """What is said under a table of which a paper shows the first rows only."""
    if not table.of or table.of <= len(table.rows):
        return ""
    where = table.full or _("complaint.xlsx, beside this letter")
    return _("{n} of {all} rows are shown here. All of them: {where}").format(
        n=f"{len(table.rows):,}", all=f"{table.of:,}", where=where
    )


def first_rows(table: Table, most: int) -> Table:
    """The table with its first rows only; it knows how many there were."""
    if len(table.rows) <= most:
        return table
    return dataclasses.replace(table, rows=table.rows.head(most), of=table.of or len(table.rows))


def every_figure(document: Document) -> Iterator[Figure]:
    """The charts of a document, in order."""

    def look(blocks: Any) -> Iterator[Figure]:
        for block in blocks:
            if isinstance(block, Figure):
                yield block
            elif isinstance(block, Detail):
                yield from look(block.blocks)

    for section in document.sections:
        yield from look(section.blocks)


def _longest(document: Document) -> int:
    """Rows of the longest list."""

    def look(blocks: Any) -> Iterator[int]:
        for block in blocks:
            if isinstance(block, Table):
                yield len(block.rows)
            elif isinstance(block, Detail):
                yield from look(block.blocks)

    return max((size for section in document.sections for size in look(section.blocks)), default=0)


def _without(document: Document, charts: int, most: int | None) -> Document:
    """The document without its last charts, with at most so many rows in each list, and with the words that say so."""
    _ = translator(document.lang)
    keep = len(list(every_figure(document))) - charts

    def kept(blocks: Any) -> tuple[Any, ...]:
        nonlocal keep
        found = []
        for block in blocks:
            if isinstance(block, Figure):
                keep -= 1
                if keep < 0:
                    continue
            elif isinstance(block, Table) and most is not None:
                block = first_rows(block, most)
            elif isinstance(block, Detail):
                block = dataclasses.replace(block, blocks=kept(block.blocks))
            found.append(block)
        return tuple(found)

    said = [_("So that this file stays under {size}:").format(size=_size(document.most_bytes))]
    if charts:
        said.append(_("Charts left out: {n}; they lie in the folder charts/.").format(n=charts))
    if most is not None:
        said.append(_("Each list shows at most {n} rows; all rows stand in complaint.xlsx.").format(n=most))
    sections = [dataclasses.replace(section, blocks=kept(section.blocks)) for section in document.sections]
    words = ("" if document.lang == "zh" else " ").join(said)
    return dataclasses.replace(
        document,
        sections=tuple(section for section in sections if section.blocks),
        footer="\n".join(part for part in (words, document.footer) if part),
    )


def _size(count: int) -> str:
    """Bytes in words.

    Examples
    --------
    >>> _size(2_000_000), _size(500_000)
    ('2 MB', '500 kB')
    """
    return f"{count / 1e6:g} MB" if count >= 1e6 else f"{count / 1e3:g} kB"
