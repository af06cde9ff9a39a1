"""What each column of a table is: its heading proposes, the look of the cells below decides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from analyzer.importers.tables.headings import FLAGS, LOOK, TAKEN_FOR, Columns, Heading, split
from analyzer.importers.tables.meanings import coded, meaning_of, says_incoming, share_understood, yes_or_no
from analyzer.importers.values import times

UNDERSTOOD = 0.5
"""Share of a column's filled cells that must be understood for it to count as a type column."""


def columns(rows: Sequence[Sequence[str]], row: int, headings: Sequence[Heading]) -> Columns | None:
    """Decide by the cells below the heading what each column is; None when no number or no time is left.

    Examples
    --------
    >>> from analyzer.importers.tables.headings import find
    >>> rows = [["号码", "通话时间", "类型"], ["10086", "2026-03-01 09:00:00", "被叫"]]
    >>> dict(columns(rows, *find(rows)).at)
    {'number': (0,), 'moment': (1,), 'meaning': (2,)}
    """
    below = [line for line in rows[row + 1 :] if sum(map(bool, map(str.strip, line))) > 1]
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
        filled = [cell for cell in self.samples[i] if cell.strip()]
        looks = Counter(map(times.look_of, filled[:LOOK]))
        return looks.most_common(1)[0][0] if looks else ""

    def decide(self, row: int) -> Columns | None:
        if not self.time():
            return None
        self.meaning()
        if not self.number():
            return None
        taken = {i for found in self.at.values() for i in found}
        for name in ("own", "ring", "body", "name", "label", "line", "session"):
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
        messages = "duration" not in self.at and bool(self.named("body"))
        android = "moment" in self.at and self._counts_milliseconds(self.at["moment"][0])
        for i in self.named("type", "kind"):
            filled = [cell.strip() for cell in self.samples[i] if cell.strip()]
            key = split(self.headings[i].text)[0]
            table = key if coded(key) else ("android_message" if messages else "android_call") if android else ""
            if filled and table and all(cell.removesuffix(".0").isdigit() for cell in filled):
                self.codes[i] = table
                found.append(i)
            elif share_understood(filled) >= UNDERSTOOD:
                found.append(i)
        for name in FLAGS:
            flags = [i for i in self.named(name) if yes_or_no(self.samples[i])]
            if flags:
                self.at[name] = (flags[0],)
        told = [meaning_of(cell) for i in found for cell in self.samples[i]]
        directed = self.codes or any(m and (m.direction or m.implies) for m in told)
        if not directed and not self.at.keys() & set(FLAGS):
            places = [i for i in self.named("place") if any(map(says_incoming, self.samples[i]))]
            if places:
                self.at["inbound_place"] = (places[0],)
            elif not found and not (
                self.named("caller") and self.named("callee")
            ):  # not one value is understood: the person shall hear which
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
