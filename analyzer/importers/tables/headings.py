"""Headings of a table, by the words of ``headings.toml``; what the columns are in the end is decided in `deciding`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache

from analyzer.importers.tables.meanings import key_of, vocabulary

N_ = str

LOOK = 40
"""Filled rows among which the heading is sought; also filled cells of a column by which its look is told."""
LONGEST = 40
"""Characters above which a cell is no heading."""
TAKEN_FOR = {
    "number": N_("number of the other party"),
    "caller": N_("number that called or sent"),
    "callee": N_("number that was called or written to"),
    "own": N_("own number"),
    "moment": N_("time"),
    "date": N_("date"),
    "clock": N_("time of day"),
    "duration": N_("talk time"),
    "ring": N_("ringing time"),
    "meaning": N_("direction, outcome or kind"),
    "body": N_("text of the message"),
    "name": N_("name"),
    "label": N_("mark that the phone or app gave the number"),
    "line": N_("SIM card or line"),
    "session": N_("conversation"),
    "incoming": N_("yes or no: incoming"),
    "outgoing": N_("yes or no: outgoing"),
    "missed": N_("yes or no: missed"),
    "answered": N_("yes or no: answered"),
    "inbound_place": N_("place, which says Incoming for calls that came in"),
}
"""What a column can be taken for, in words for the person."""

FLAGS = ("incoming", "outgoing", "missed", "answered")


@dataclass(frozen=True)
class Heading:
    """One heading: its text, the field it names (empty when unknown), whether by a listed word, and its unit."""

    text: str
    field: str
    exact: bool
    unit: str


@dataclass(frozen=True)
class Columns:
    """What the columns of one table are.

    Attributes
    ----------
    row : int
        Index of the heading in `Sheet.head`; -1 for a table without one.
    headings : tuple of str
        Texts of the headings, up to the last filled one.
    at : dict
        Field (a key of `TAKEN_FOR`) → positions of its columns, usually one.
    units : dict
        Position → unit in brackets behind the heading.
    fees : tuple of int
        Columns with amounts of money, by which a bill is known.
    codes : dict
        Position → table of codes in ``headings.toml`` that its numbers belong to.
    """

    row: int
    headings: tuple[str, ...]
    at: Mapping[str, tuple[int, ...]]
    units: Mapping[int, str] = field(default_factory=dict)
    fees: tuple[int, ...] = ()
    codes: Mapping[int, str] = field(default_factory=dict)

    def first(self, name: str) -> int | None:
        """Position of the (first) column of a field, None when there is none."""
        found = self.at.get(name, ())
        return found[0] if found else None

    @property
    def understood(self) -> tuple[tuple[str, str], ...]:
        """Pairs (heading, what it was taken for), in order of columns."""
        pairs = [(position, TAKEN_FOR[name]) for name, found in self.at.items() for position in found]
        return tuple((self.headings[position], words) for position, words in sorted(pairs))

    @property
    def unused(self) -> tuple[str, ...]:
        """Headings of columns that were not used."""
        used = {position for found in self.at.values() for position in found}
        return tuple(text for i, text in enumerate(self.headings) if i not in used and text)


@cache
def _words() -> dict[str, str]:
    return {key_of(word): name for name, words in vocabulary()["fields"].items() for word in words}


LETTER = re.compile(r"[A-Za-z]|[^\x00-\x7f]")
"""Every word that a heading may be has one, if it is but ℡; most cells below it, numbers and times, have none."""

KNOWN = 1 << 14
"""Cells whose reading is kept: enough for the words of many exports, and no more however many are read."""


@lru_cache(KNOWN)
def split(text: str) -> tuple[str, str]:
    """A heading in the form in which it is compared, and the unit in brackets behind it.

    Examples
    --------
    >>> split("通话时长（秒）"), split("Date/Time Start (UTC)")
    (('通话时长', '秒'), ('datetimestart', 'utc'))
    """
    plain = unicodedata.normalize("NFKC", text).strip().lower()
    bracket = re.fullmatch(r"(.+?)\s*[(\[【]([^()\[\]【】]*)[)\]】]", plain, re.DOTALL)
    if bracket and key_of(bracket[1]):
        return key_of(bracket[1]), bracket[2].strip()
    return key_of(plain), ""


@lru_cache(KNOWN)
def heading_of(text: str) -> Heading:
    """What one heading names.

    Examples
    --------
    >>> heading_of("通话时长（秒）").field, heading_of("对方号码归属").field, heading_of("Call start time").field
    ('duration', 'place', 'start')
    """
    text = text.strip()
    key, unit = split(text) if len(text) <= LONGEST and LETTER.search(text) else ("", "")
    if not key:
        return Heading(text, "", False, "")
    if "归属" in key or "歸屬" in key:
        return Heading(text, "place", True, unit)
    if name := _words().get(key):
        return Heading(text, name, True, unit)
    for rest in _endings(text, key):
        if name := _words().get(rest):
            return Heading(text, name, False, unit)
    return Heading(text, "", False, unit)


def _endings(text: str, key: str) -> Iterator[str]:
    """What a heading ends with, the longest first: from any Chinese character on, or from the start of a word."""
    parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", text)
    starts = {len(key_of("".join(parts[i:]))) for i in range(1, len(parts))}
    for start in range(1, len(key) - 1):
        rest = key[start:]
        if not rest[0].isascii() or (len(rest) >= 4 and len(rest) in starts):
            yield rest


def find(
    rows: Sequence[Sequence[str]], extra: Mapping[str, str] | None = None
) -> tuple[int, tuple[Heading, ...]] | None:
    """The heading among the first rows: the one with most known words, a number and a time among them.

    Parameters
    ----------
    rows : rows of cells
    extra : dict, optional
        Heading → field, as the person says it; comes before the listed words.

    Examples
    --------
    >>> row, headings = find([["通话详单"], ["对方号码", "起始时间", "通话时长"]])
    >>> row, [heading.field for heading in headings]
    (1, ['number', 'start', 'duration'])
    """
    stated = {split(text)[0]: name for text, name in (extra or {}).items()}
    best: tuple[int, int, tuple[Heading, ...]] | None = None
    for i, row in enumerate(rows[:LOOK]):
        width = next((n for n in range(len(row), 0, -1) if row[n - 1].strip()), 0)
        headings = tuple(map(heading_of, row[:width]))
        if stated:
            headings = tuple(
                Heading(h.text, stated[split(h.text)[0]], True, h.unit) if split(h.text)[0] in stated else h
                for h in headings
            )
        fields = {heading.field for heading in headings}
        if not fields & {"number", "caller", "callee"} or not fields & {"start", "start_or_duration"}:
            continue
        hits = sum(bool(heading.field) for heading in headings)
        if best is None or hits > best[0]:
            best = hits, i, headings
    return best and (best[1], best[2])
