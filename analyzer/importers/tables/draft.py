"""One sheet of calls or messages on its way to events: times, numbers, and what each row is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, SupportsIndex

from analyzer import spelled
from analyzer.events import DIRECTIONS, KINDS, OUTCOMES
from analyzer.importers.sheets.sheet import Sheet
from analyzer.importers.tables import outcomes, parties
from analyzer.importers.tables.headings import FLAGS, Columns
from analyzer.importers.tables.leftovers import TOTAL
from analyzer.importers.tables.meanings import SKIPPED, Meaning, key_of
from analyzer.importers.values import columns as text
from analyzer.importers.values import durations
from analyzer.importers.values.durations import NOTHING
from analyzer.problems import ProblemLog

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from analyzer.importers.values.times import Times

N_ = str

NO_NAME = NOTHING | {"未知联系人", "未知", "unknown"}
FAR = 10 * 366 * 86_400
"""Seconds from the middle of an export beyond which a time is remarked upon."""


@dataclass
class Draft:
    """The rows of one sheet that have a time, as they become events.

    Attributes
    ----------
    sheet, columns :
        Where the rows stand and what their columns are.
    cells : list of Arrow text columns
        All columns of the sheet, those rows only.
    places : array of int64
        Line or row of each.
    times : Times
        When they were; every one understood.
    stated : dict
        What the person says of values of type columns, by their keys (`analyzer.importers.meanings.stated`).
    frame : DataFrame
        Columns of `analyzer.events.RAW_COLUMNS`, once `build` has run; hooks change it in place, and are given numbers as
        texts, which `build` leaves as categories.
    dropped : dict
        Why rows are no events (English source sentence) → which; a row stands under its first reason only.
    """

    sheet: Sheet
    columns: Columns
    cells: list[Any]
    places: NDArray[np.int64]
    times: Times
    log: ProblemLog
    damaged: bool
    stated: Mapping[str, Meaning] = field(default_factory=dict)
    frame: pd.DataFrame = field(init=False)
    dropped: dict[str, NDArray[np.bool_]] = field(default_factory=dict)
    notes: list[tuple[str, str]] = field(default_factory=list)
    owner: str = ""

    def column(self, name: str) -> Any:
        """The cells of the first column of a field, None when there is none."""
        position = self.columns.first(name)
        return None if position is None else self.cells[position]

    def heading(self, name: str) -> str:
        """The heading of the first column of a field."""
        position = self.columns.first(name)
        return "" if position is None else self.columns.headings[position]

    def gone(self) -> NDArray[np.bool_]:
        """Which rows are no events."""
        import numpy as np

        gone = np.zeros(len(self.places), bool)
        for mask in self.dropped.values():
            gone |= mask
        return gone

    def drop(self, mask: NDArray[np.bool_], reason: str) -> None:
        """Take rows out of the events, for a reason (English source sentence)."""
        mask = mask & ~self.gone()
        if mask.any():
            self.dropped[reason] = self.dropped[reason] | mask if reason in self.dropped else mask

    def build(self, default_kind: int | None, lists_missed: bool, owners: tuple[str, ...]) -> None:
        """Fill `frame` and `dropped`."""
        import numpy as np
        import pandas as pd
        import pyarrow as pa
        import pyarrow.compute as pc

        n = len(self.places)
        lengths = self._lengths("duration")
        said = self._said(n)
        numbers = self._numbers(said, owners)
        body = self.column("body")
        null = None if body is None else _null_words(body)
        has_text = None if null is None else (pc.binary_length(body).to_numpy() > 0) & ~null
        kind = outcomes.kinds(said, default_kind, has_text, None if lengths is None else lengths.seconds)
        direction = np.where(said.direction == outcomes.NONE, said.implied, said.direction)
        direction = np.where(direction == outcomes.NONE, outcomes.UNKNOWN, direction).astype(np.int8)
        seconds = np.full(n, -1, np.int64) if lengths is None else lengths.seconds
        outcome, seconds, assumed = outcomes.outcomes(said, kind, direction, seconds, lists_missed)
        for key, mask in said.skip.items():
            self.drop(mask, SKIPPED[key])
        if (said.outcome == OUTCOMES.index("failed")).any():
            unsent = (kind != outcomes.CALL) & (said.outcome == OUTCOMES.index("failed")) & (direction != outcomes.IN)
            self.drop(unsent, SKIPPED["failed"])
        type_heading = self.heading("meaning") or self.heading("duration")
        self.notes += [(type_heading, note) for note, _ in assumed]
        if n and (direction == outcomes.UNKNOWN).all():
            self.notes.append((type_heading or self.heading("number") or self.heading("caller"), outcomes.NO_DIRECTION))

        utc = pd.DatetimeIndex(self.times.at.view("datetime64[s]"), copy=False).tz_localize("UTC")
        table = {
            "number_raw": text.coded_series(numbers) if pa.types.is_dictionary(numbers.type) else text.series(numbers),
            "kind": text.category(kind, KINDS),
            "direction": text.category(direction, DIRECTIONS),
            "outcome": text.category(outcome, OUTCOMES),
            "at": utc,
            "row": text.series(self._rows()),
        }
        if lengths is not None:
            table["duration_s"] = pd.arrays.IntegerArray(seconds, seconds < 0)
        ring = self._lengths("ring")
        if ring is not None:
            rang = np.where(kind == outcomes.CALL, ring.seconds, -1)
            table["ring_s"] = pd.arrays.IntegerArray(rang, rang < 0)
        if body is not None and null is not None:
            table["body"] = text.series(_emptied(body, null & (kind == outcomes.CALL)))
        for name in ("name", "line", "label"):
            if (column := self._tidy(name, NO_NAME)) is not None:
                table[name] = text.series(column)
        own = self._tidy("own", NOTHING)
        if own is not None and n:
            distinct = [word for word in text.encode(own)[1] if word]
            if len(distinct) == 1 and self.owner in ("", distinct[0]):
                self.owner = self.owner or distinct[0]
            elif distinct:
                table["owner"] = text.series(own)
        self.frame = pd.DataFrame(table, copy=False)
        self._remarks(said, direction, outcome)

    def _rows(self) -> Any:
        import pyarrow as pa
        import pyarrow.compute as pc

        if self.sheet.paged:
            return text.text_array([self.sheet.place(place) for place in self.places.tolist()])
        numbers = spelled.digits(self.places)
        if not self.sheet.name:
            return numbers
        return pc.binary_join_element_wise(
            pa.scalar(self.sheet.name, pa.large_string()), numbers, pa.scalar("!", pa.large_string())
        )

    def _tidy(self, name: str, empty: set[str] | frozenset[str] = frozenset()) -> Any:
        """A text column without blanks around its words, empty where they stand for an empty cell; None where all are."""
        column = self.column(name)
        if column is None:
            return None
        encoded = text.dictionary(column)
        return None if encoded.dictionary.to_pylist() == [""] else text.cleaned(column, empty, encoded)

    def _lengths(self, name: str) -> durations.Lengths | None:
        column = self.column(name)
        if column is None:
            return None
        position = self.columns.first(name) or 0
        unit = self.columns.units.get(position, "")
        if unit not in durations.UNITS:
            key = key_of(self.columns.headings[position])
            unit = "min" if key in ("min", "mins", "minutes", "分钟数") else "ms" if key.endswith("ms") else ""
        lengths = durations.parse(column, unit)
        if not lengths.to_second:
            self.notes.append((self.heading(name), N_("whole minutes, as carriers round them up")))
        for i in lengths.odd.nonzero()[0]:
            self._remark("P201", i, self.heading(name), text.cell(column, i))
        return lengths

    def _said(self, n: int) -> outcomes.Said:
        said = outcomes.Said.nothing(n)
        for position in self.columns.at.get("meaning", ()):
            said.add_types(position, self.cells[position], self.columns.codes.get(position, ""), self.stated)
        for name in FLAGS:
            if (column := self.column(name)) is not None:
                said.add_flag(name, column)
        if (column := self.column("inbound_place")) is not None:
            said.add_place(column)
        return said

    def _numbers(self, said: outcomes.Said, owners: tuple[str, ...]) -> Any:
        """The other party's number of each row; a pair of columns also says the direction, and the own number."""
        single, caller, callee = map(self.column, ("number", "caller", "callee"))
        if single is None and caller is not None and callee is not None:
            pair = parties.of_pair(caller, callee, said, owners)
            self.owner = self.owner or pair.owner
            if not pair.owner and len(self.places) and (said.direction == outcomes.NONE).any():
                self.notes.append((self.heading("caller"), parties.NO_OWNER))
            for i, raw in pair.strangers:
                self._remark("P205", i, self.heading("caller"), raw, parties.NEITHER)
            return pair.numbers
        name = next(name for name in ("number", "caller", "callee") if self.column(name) is not None)
        if name != "number":
            said.imply(outcomes.IN if name == "caller" else outcomes.OUT)
        numbers, total = parties.of_single(self.column(name), self.heading(name))
        if total is not None:
            self.drop(total, TOTAL)
        return numbers

    def _remark(self, code: str, i: SupportsIndex, column: str, raw: str, note: str = "") -> None:
        self.log.add(code, self.sheet.place(int(self.places[i])), column, raw, note)

    def _remarks(self, said: outcomes.Said, direction: NDArray[Any], outcome: NDArray[Any]) -> None:
        """P202 once for each distinct value, P203, P206 and P207 for each row."""
        import numpy as np
        import pyarrow.compute as pc

        vague = (direction == outcomes.UNKNOWN) | (outcome == OUTCOMES.index("unknown"))
        for position, codes, words in said.strange:
            for code, word in enumerate(words):
                if word and len(found := np.flatnonzero((codes == code) & vague)):
                    note = f"× {len(found)}" if len(found) > 1 else ""
                    self._remark("P202", found[0], self.columns.headings[position], word, note)
        if self.damaged:
            for name in ("number", "caller", "callee", "body", "name"):
                if (column := self.column(name)) is not None:
                    for i in pc.match_substring(column, "\ufffd").to_numpy(zero_copy_only=False).nonzero()[0]:
                        self._remark("P203", i, self.heading(name), text.cell(column, i))
        when = self.column("moment") or self.column("clock")
        name = self.heading("moment") or self.heading("clock")
        for i in self.times.doubtful.nonzero()[0]:
            self._remark("P206", i, name, text.cell(when, i))
        at = self.times.at
        if len(at) and at.max() - at.min() > FAR:
            for i in np.flatnonzero(np.abs(at - int(np.median(at))) > FAR):
                self._remark("P207", i, name, text.cell(when, i))


def _null_words(column: Any) -> NDArray[np.bool_]:
    """Which texts are a word that stands for an empty cell; looked for among texts of their lengths only."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    lengths = pc.binary_length(column).to_numpy()
    found = np.zeros(len(lengths), bool)
    candidates = np.flatnonzero((lengths == 1) | (lengths == 4) | (lengths == 6))
    if len(candidates):
        words = text.text_array([" ", "null", "NULL", "(null)"]).cast(column.type)
        found[candidates] = pc.is_in(column.take(pa.array(candidates)), value_set=words).to_numpy(zero_copy_only=False)
    return found


def _emptied(column: Any, mask: NDArray[np.bool_]) -> Any:
    """The column with the masked cells empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.if_else(pa.array(mask), "", column) if mask.any() else column
