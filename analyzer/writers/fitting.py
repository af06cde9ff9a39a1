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

FEWER_ROWS = (200, 100, 50, 20, 0)
"""Rows of each table that are tried one after another once no chart is left."""


def fitted(document: Document, write: Callable[[Document], bytes]) -> bytes:
    """The file of a document, smaller than ``document.most_bytes`` where that is set.

    First charts go (all but the first `FEW`, then all), then rows of tables from their end. The paper says at its foot
    what was left out and where it stands. The last try is returned as it is, should even that be too large.
    """
    data = write(document)
    if not document.most_bytes:
        return data
    for smaller in _smaller(document):
        if len(data) < document.most_bytes:
            break
        data = write(smaller)
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


def figures(blocks: Any) -> Iterator[Figure]:
    """The charts among blocks."""
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Detail):
            yield from figures(block.blocks)


def _smaller(document: Document) -> Iterator[Document]:
    _ = translator(document.lang)
    charts = [figure.name for section in document.sections for figure in figures(section.blocks)]
    if len(charts) > FEW:
        yield _without(document, set(charts[FEW:]), None, _)
    if charts:
        yield _without(document, set(charts), None, _)
    for most in FEWER_ROWS:
        yield _without(document, set(charts), most, _)


def _without(document: Document, gone: set[str], most: int | None, _: Translate) -> Document:
    def kept(blocks: Any) -> tuple[Any, ...]:
        found = []
        for block in blocks:
            if isinstance(block, Figure) and block.name in gone:
                continue
            if isinstance(block, Table) and most is not None:
                block = first_rows(block, most)
            elif isinstance(block, Detail):
                block = dataclasses.replace(block, blocks=kept(block.blocks))
            found.append(block)
        return tuple(found)

    said = []
    if gone:
        said.append(_("Charts left out: {n}; they lie in the folder charts/.").format(n=len(gone)))
    if most is not None:
        said.append(_("Each list shows at most {n} rows; all rows stand in complaint.xlsx.").format(n=most))
    size = _("So that this file stays under {size}:").format(size=_size(document.most_bytes))
    space = "" if document.lang == "zh" else " "
    sections = [dataclasses.replace(section, blocks=kept(section.blocks)) for section in document.sections]
    return dataclasses.replace(
        document,
        sections=tuple(section for section in sections if section.blocks),
        footer="\n".join(part for part in (space.join([size, *said]), document.footer) if part),
    )


def _size(count: int) -> str:
    """Bytes in words.

    Examples
    --------
    >>> _size(2_000_000), _size(500_000)
    ('2 MB', '500 kB')
    """
    return f"{count / 1e6:g} MB" if count >= 1e6 else f"{count / 1e3:g} kB"
