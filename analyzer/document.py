"""The blocks a report is made of. Reports compose documents out of them, writers turn documents into files."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `role`: plain, lead (the first thing to read), note (small print), quote (words out of an export)."""

    text: str
    role: str = "plain"


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values, one under the other."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered list of things to do or to ask for."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a `Table`.

    Attributes
    ----------
    name : str
        Column of the table's rows.
    label : str
        Heading in the reader's language.
    kind : {"text", "count", "number", "time", "day", "seconds"}
        How the value is shown. Everything that came out of an export, and every id and phone number, is text.
    width : int
        Characters it wants.
    links_to : str
        Key of the table whose row of the same key the cell leads to (a space-separated list leads to its first entry).
    """

    name: str
    label: str
    kind: str = "text"
    width: int = 14
    links_to: str = ""


@dataclass(frozen=True)
class Table:
    """Rows under headings.

    Attributes
    ----------
    key : str
        Name by which links find the table.
    rows : DataFrame
        Holds at least the columns named in `columns`.
    row_key : str
        Column whose value names a row, for links.
    empty : str
        What to say when there are no rows.
    """

    key: str
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    caption: str = ""
    row_key: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart that was drawn: file stem under ``charts/``, title, words for those who cannot see it, the two pictures."""

    name: str
    title: str
    alt: str
    png: bytes = field(repr=False)
    svg: bytes = field(repr=False)
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document: a sheet in a workbook, a chapter on a page."""

    key: str
    title: str
    blocks: tuple[Text | Facts | Steps | Table | Figure, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A report before it has a file format."""

    name: str
    title: str
    lang: str
    sections: tuple[Section, ...]
    subtitle: str = ""
    footer: str = ""
