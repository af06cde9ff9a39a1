"""The blocks a report is made of. Reports compose documents out of them, writers turn documents into files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph. `role`: plain, lead (the first thing to read), note (small print), quote (words out of an export)."""

    text: str
    role: str = "plain"


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text, and what it is marked for.

    Attributes
    ----------
    start, end : int
        Characters of the text, counted from 0; the end is not included.
    words : str
        In the reader's language.
    """

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Marked:
    """Words out of an export in which places are marked. No writer changes the words; it shows beside them what is marked.

    Marks may overlap, stand in any order and reach beyond the text: what lies outside is cut off.

    Examples
    --------
    >>> print(Marked("pay or we come tonight", (Mark(7, 99, "a threat"),)))
    pay or 〔we come tonight〕
    """

    text: str
    marks: tuple[Mark, ...] = ()

    def legend(self) -> tuple[str, ...]:
        """What is marked in this text, each once, in the order in which the places begin."""
        return tuple(
            dict.fromkeys(mark.words for mark in sorted(self._within(), key=lambda mark: (mark.start, mark.end)))
        )

    def pieces(self) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """The text cut where marks begin and end: (words, what covers them, what of it ends with them)."""
        marks, size = self._within(), len(self.text)
        cuts = sorted({0, size, *(mark.start for mark in marks), *(mark.end for mark in marks)})
        order = self.legend()
        found = []
        for start, end in pairwise(cuts):
            over = [mark for mark in marks if mark.start <= start and mark.end >= end]
            covers, ends = {mark.words for mark in over}, {mark.words for mark in over if mark.end == end}
            found.append(
                (self.text[start:end], tuple(w for w in order if w in covers), tuple(w for w in order if w in ends))
            )
        return found

    def _within(self) -> list[Mark]:
        """The marks that lie in the text, none of them between the two signs of one line break."""
        found = []
        for mark in self.marks:
            start, end = (self._whole(min(max(place, 0), len(self.text))) for place in (mark.start, mark.end))
            if start < end:
                found.append(Mark(start, end, mark.words))
        return found

    def _whole(self, place: int) -> int:
        return place + 1 if self.text[place - 1 : place + 1] == "\r\n" and place else place

    def __str__(self) -> str:
        """The text with brackets around what is marked."""
        told, inside = [], False
        for words, covers, _ends in self.pieces():
            if bool(covers) != inside:
                told.append("〔" if covers else "〕")
                inside = bool(covers)
            told.append(words)
        return "".join(told) + ("〕" if inside else "")


@dataclass(frozen=True, slots=True)
class Facts:
    """Labelled values, one under the other. `role`: list, big (few values that are to be seen first), or numbered (labels that are short and alike)."""

    pairs: tuple[tuple[str, str], ...]
    role: str = "list"


@dataclass(frozen=True, slots=True)
class Steps:
    """A numbered list of things to do or to ask for.

    `links`, where given, names for each item the file or folder of the output it is about (relative path, may be empty).
    """

    items: tuple[str, ...]
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a `Table`.

    Attributes
    ----------
    name : str
        Column of the table's rows.
    label : str
        Heading in the reader's language.
    kind : {"text", "quote", "count", "number", "time", "day", "seconds", "pages"}
        How the value is shown. Everything that came out of an export, and every id and phone number, is text; ``quote`` is
        text that must stay word for word (a message's body): it wraps in a workbook and stands on lines of its own in plain
        text. A quoted value may be a `Marked` text. ``pages`` is the name of a `Section` of the same document; paper shows its pages.
    width : int
        Characters it wants.
    links_to : str
        Key of the table whose row of the same key the cell leads to (a space-separated list leads to its first entry).
    key_in : str
        Column that holds that key, where the cell itself shows something else.
    """

    name: str
    label: str
    kind: str = "text"
    width: int = 14
    links_to: str = ""
    key_in: str = ""


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
    filters : tuple of str
        Columns by whose values a reader may choose rows; a page makes a table that has any searchable.
    full : str
        Where all rows stand, said when a writer shows only the first of them.
    of : int
        How many rows there are in all, where `rows` holds only the first of them; else 0.
    """

    key: str
    columns: tuple[Column, ...]
    rows: pd.DataFrame
    caption: str = ""
    row_key: str = ""
    empty: str = ""
    filters: tuple[str, ...] = ()
    full: str = ""
    of: int = 0


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
class Detail:
    """Blocks behind a line that opens on a click (on a page), or under a smaller heading (on paper).

    Attributes
    ----------
    key : str
        Name by which links find it: a column that links to ``findings`` leads from the cell ``F3`` to ``findings-F3``.
    title : str
        The line.
    tag, tone : str
        A short mark beside the line, and how it looks: strong, middle, weak or plain.
    aside : str
        A few words at the end of the line.
    open : bool
        Whether it is open at the start.
    shows : tuple of (str, str, str)
        Table key, column and value: the rows of that table that belong to it (a space-separated cell holds several values).
    """

    key: str
    title: str
    blocks: tuple[Text | Marked | Facts | Steps | Table | Figure | Detail, ...]
    tag: str = ""
    tone: str = "plain"
    aside: str = ""
    open: bool = False
    shows: tuple[str, str, str] | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a document: a sheet in a workbook, a chapter on a page. Two `half` ones in a row may stand side by side.

    `paper` says where a part of a complaint stands: empty on every paper, ``letter`` only on the one that is signed, ``sheet``
    only on the one to paste from (advice for the person, say).
    """

    key: str
    title: str
    blocks: tuple[Text | Marked | Facts | Steps | Table | Figure | Detail, ...]
    half: bool = False
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A report before it has a file format.

    `made_on` is the day that a file format may name as its own, `page` the sheet that paper is printed on (``A4`` or
    ``Letter``), `most_bytes` the size that a file of it must stay under (0 where there is no limit).
    """

    name: str
    title: str
    lang: str
    sections: tuple[Section, ...]
    subtitle: str = ""
    footer: str = ""
    made_on: dt.date | None = None
    page: str = "A4"
    most_bytes: int = 0
