"""Headings of a table → what each column is: by the words of ``headings.toml``, and by how the cells below look."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from analyzer.importers import times
from analyzer.importers.meanings import coded, key_of, share_understood, vocabulary, yes_or_no

N_ = str

LOOK = 40
"""Filled rows among which the heading is sought."""
LONGEST = 40
"""Characters above which a cell is no heading."""
UNDERSTOOD = 0.5
"""Share of a column's filled cells that must be understood for it to count as a type column."""

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


@cache
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


@cache
def heading_of(text: str) -> Heading:
    """What one heading names.

    Examples
    --------
    >>> heading_of("通话时长（秒）").field, heading_of("对方号码归属").field, heading_of("Call start time").field
    ('duration', 'place', 'start')
    """
    text = text.strip()
    key, unit = split(text) if len(text) <= LONGEST else ("", "")
    if not key:
        return Heading(text, "", False, "")
    if "归属" in key or "歸屬" in key:
        return Heading(text, "place", True, unit)
    if name := _words().get(key):
        return Heading(text, name, True, unit)
    for start in range(1, len(key) - 1):
        rest = key[start:]
        if (len(rest) >= 4 or not rest.isascii()) and (name := _words().get(rest)):
            return Heading(text, name, False, unit)
    return Heading(text, "", False, unit)


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
        headings = tuple(map(heading_of, row))
        while headings and not headings[-1].text:
            headings = headings[:-1]
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


def columns(rows: Sequence[Sequence[str]], row: int, headings: Sequence[Heading]) -> Columns | None:
    """Decide by the cells below the heading what each column is; None when no number or no time is left.

    Examples
    --------
    >>> rows = [["号码", "通话时间", "类型"], ["10086", "2026-03-01 09:00:00", "被叫"]]
    >>> dict(columns(rows, *find(rows)).at)
    {'number': (0,), 'moment': (1,), 'meaning': (2,)}
    """
    below = rows[row + 1 :]
    return _Deciding(
        headings, [[line[i] if i < len(line) else "" for line in below] for i in range(len(headings))]
    ).decide(row)


class _Deciding:
    """The headings of one table and samples of its cells, while it is decided what the columns are."""

    def __init__(self, headings: Sequence[Heading], samples: list[list[str]]) -> None:
        self.headings, self.samples = headings, samples
        self.at: dict[str, tuple[int, ...]] = {}
        self.codes: dict[int, str] = {}

    def named(self, *names: str) -> list[int]:
        """Columns with one of the fields, those by a listed word first."""
        found = [i for i, heading in enumerate(self.headings) if heading.field in names]
        return sorted(found, key=lambda i: (not self.headings[i].exact, i))

    def look(self, i: int) -> str:
        """How most filled cells of a column look, see `times.look_of`."""
        looks = Counter(times.look_of(cell) for cell in self.samples[i] if cell.strip())
        return looks.most_common(1)[0][0] if looks else ""

    def decide(self, row: int) -> Columns | None:
        if not self.time():
            return None
        self.meaning()
        if not self.number():
            return None
        taken = {i for found in self.at.values() for i in found}
        for name in ("own", "ring", "body", "name", "label", "line"):
            if found := [i for i in self.named(name) if i not in taken]:
                self.at[name] = (found[0],)
        order = {name: self.at[name] for name in TAKEN_FOR if name in self.at}
        units = {i: heading.unit for i, heading in enumerate(self.headings) if heading.unit}
        fees = tuple(self.named("fee"))
        return Columns(row, tuple(h.text for h in self.headings), order, units, fees, self.codes)

    def time(self) -> bool:
        starts, either = self.named("start"), self.named("start_or_duration")
        looks = {i: self.look(i) for i in starts + either}
        moments = [i for i in starts + either if looks[i] == "moment"]
        dates = [i for i in starts + either if looks[i] == "date"]
        lengths = self.named("duration")
        clocks = [i for i in starts if looks[i] == "clock"]
        clocks += [i for i in either if looks[i] == "clock" and (lengths or not clocks)]
        if moments:
            self.at["moment"] = (moments[0],)
        elif dates and clocks:
            self.at["date"], self.at["clock"] = (dates[0],), (clocks[0],)
        elif clocks and (clocks[0] in starts):
            self.at["clock"] = (clocks[0],)
        elif starts:
            self.at["moment"] = (starts[0],)
        else:
            return False
        taken = {i for found in self.at.values() for i in found}
        if lengths := lengths or [i for i in either if i not in taken]:
            self.at["duration"] = (lengths[0],)
        return True

    def meaning(self) -> None:
        found = []
        android = "moment" in self.at and self._counts_milliseconds(self.at["moment"][0])
        for i in self.named("type", "kind"):
            filled = [cell.strip() for cell in self.samples[i] if cell.strip()]
            key = split(self.headings[i].text)[0]
            table = key if coded(key) else ("android" if android else "")
            if filled and table and all(cell.removesuffix(".0").isdigit() for cell in filled):
                self.codes[i] = table
                found.append(i)
            elif share_understood(filled) >= UNDERSTOOD:
                found.append(i)
        for name in FLAGS:
            flags = [i for i in self.named(name) if yes_or_no(self.samples[i])]
            if flags:
                self.at[name] = (flags[0],)
        if not found and not self.at.keys() & set(FLAGS):
            places = [i for i in self.named("place") if any(key_of(cell) == "incoming" for cell in self.samples[i])]
            if places:
                self.at["inbound_place"] = (places[0],)
            else:  # not one value is understood: the person shall hear which
                found = [i for i in self.named("type") if any(map(str.strip, self.samples[i]))][:1]
        if found:
            self.at["meaning"] = tuple(sorted(found))

    def _counts_milliseconds(self, i: int) -> bool:
        filled = [cell.strip() for cell in self.samples[i] if cell.strip()]
        return bool(filled) and all(cell.isdigit() and len(cell) == 13 for cell in filled)

    def number(self) -> bool:
        numbers, callers, callees = self.named("number"), self.named("caller"), self.named("callee")
        directed = self.at.keys() & {"meaning", "incoming", "outgoing", "inbound_place"}
        if callers and callees and not (numbers and directed):
            self.at["caller"], self.at["callee"] = (callers[0],), (callees[0],)
        elif numbers:
            shares = [self._digits(i) for i in numbers]
            self.at["number"] = (numbers[shares.index(max(shares))],)
        elif callers:
            self.at["caller"] = (callers[0],)
        elif callees:
            self.at["callee"] = (callees[0],)
        return bool(self.at.keys() & {"number", "caller", "callee"})

    def _digits(self, i: int) -> int:
        """How many cells hold something like a number; in tenths, so that a few odd cells do not matter."""
        filled = [cell for cell in self.samples[i] if cell.strip()]
        like = sum(sum(map(str.isdigit, cell)) >= 3 for cell in filled)
        return round(10 * like / len(filled)) if filled else 0
