"""Entries of an export, gathered into columns while it is read and made into a `Reading`: what all importers of apps share."""

from __future__ import annotations

import itertools
import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Reading
from analyzer.problems import ProblemLog

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

REPLACED = "\ufffd"
CONTROLS = r"[\x00-\x08\x0b\x0c\x0e-\x1f]"
"""Characters that no phone shows and no XML file may hold."""
BATCH = 1 << 16
"""Values gathered one by one before they are put into columns: Arrow holds a text in a fifth of what Python takes for it."""


@dataclass(frozen=True)
class Parsed:
    """How the parsing of an export went.

    Attributes
    ----------
    encoding : str
        Encoding that was read.
    replaced : bool
        True when a character had to be replaced by U+FFFD.
    broken : str
        Empty when the document was whole, else where and how it breaks off.
    """

    encoding: str
    replaced: bool = False
    broken: str = ""


class Entries:
    """The entries of one export.

    Parameters
    ----------
    fields : mapping
        Column (``number``, ``date``, ``type``, …) → what the export calls it; several names where apps, or versions of one,
        differ, the best first. ``date`` must be among them.
    words : mapping
        Column → what it is taken for, in words for the person (English source sentences); a column without any is not told.
    mended : bool
        Whether broken characters have been replaced already.

    Examples
    --------
    >>> calls = Entries({"number": "phoneNumber", "date": "startTS"}, {"number": "number"})
    >>> calls.add(["10086", "1772331300000"])
    >>> calls.add_named({"startTS": "1772331300000", "photoUri": ""})
    >>> calls.column("number").to_pylist(), calls.column("duration").to_pylist()
    (['10086', None], [None, None])
    """

    def __init__(
        self, fields: Mapping[str, str | tuple[str, ...]], words: Mapping[str, str], mended: bool = False
    ) -> None:
        self.fields = {name: (one,) if isinstance(one, str) else one for name, one in fields.items()}
        self.words, self.mended = dict(words), mended
        self.flat: list[Any] = []
        self.seen: dict[str, None] = {}
        self.replaced = False
        self._layout: tuple[str, ...] = ()
        self._picked: list[str] = [names[0] for names in self.fields.values()]
        self._columns: dict[str, pa.Array] = {}
        self._pieces: list[list[pa.Array]] = [[] for _ in self.fields]
        self._held = 0
        self._places: dict[int, str] = {}
        self._strange: dict[int, tuple[str, str]] = {}
        self._remarks: list[tuple[int, str, str, str]] = []

    def __len__(self) -> int:
        return self._held + len(self.flat) // len(self.fields)

    def add(self, values: Iterable[Any], place: str = "") -> None:
        """Take in an entry: a value for each of `fields`, in their order, None where absent; its place if not its number."""
        if place:
            self._places[len(self)] = place
        self.flat.extend(values)
        if len(self.flat) >= BATCH:
            self.settle()

    def add_columns(self, columns: Sequence[pa.Array | None], count: int) -> None:
        """Take in entries by their columns, one for each of `fields`, in their order; None where all lack it."""
        import pyarrow as pa

        self.settle()
        for pieces, column in zip(self._pieces, columns, strict=True):
            pieces.append(pa.nulls(count, pa.large_string()) if column is None else column)
        self._held += count

    def settle(self) -> None:
        """Put what was gathered one by one into columns."""
        if not self.flat:
            return
        self._held = len(self)
        for i, pieces in enumerate(self._pieces):
            column, replaced = _texts(self.flat[i :: len(self.fields)], self.mended)
            pieces.append(column)
            self.replaced |= replaced
        self.flat.clear()

    def add_named(self, entry: Mapping[str, Any], place: str = "") -> None:
        """Take in an entry that names its values as the export does."""
        layout = tuple(entry)
        if layout != self._layout:  # they hardly ever change
            self._layout = layout
            self.see(layout)
            self._picked = [next((n for n in names if n in entry), names[0]) for names in self.fields.values()]
        self.add(map(entry.get, self._picked), place)

    def add_all(self, entries: Sequence[Mapping[str, Any]]) -> None:
        """Take in entries as `add_named` does, those with the same names at once."""
        for layout, group in itertools.groupby(entries, tuple):
            first, *alike = group
            self.add_named(first)
            if len(self._picked) > 1 and {*self._picked} <= {*layout}:
                self.flat.extend(itertools.chain.from_iterable(map(operator.itemgetter(*self._picked), alike)))
            else:
                for entry in alike:
                    self.add_named(entry)
        if len(self.flat) >= BATCH:
            self.settle()

    def see(self, names: Iterable[str]) -> None:
        """Note names that the export uses."""
        self.seen |= dict.fromkeys(map(whole, names))

    def called(self, column: str) -> str:
        """What the export calls a column."""
        names = self.fields.get(column, (column,))
        return next((name for name in names if name in self.seen), names[0])

    def add_strange(self, what: str, place: str = "", why: str = "") -> None:
        """Take in an entry that cannot be understood at all: what it is, and why."""
        self._strange[len(self)] = what, why
        self.add([None] * len(self.fields), place)

    def column(self, name: str) -> pa.Array:
        """A field as text, one place per entry; absent is null."""
        import pyarrow as pa

        if name not in self.fields:
            return pa.nulls(len(self), pa.large_string())
        if name not in self._columns:
            self.settle()
            pieces = self._pieces[list(self.fields).index(name)]
            self._columns[name] = pa.concat_arrays(pieces or [pa.nulls(0, pa.large_string())])
            pieces.clear()
        return self._columns[name]

    def remark_here(self, code: str, column: str, raw: str) -> None:
        """Note a remark for the entry that will be added next."""
        self._remarks.append((len(self), code, column, whole(raw)))

    def remark(self, code: str, where: np.ndarray, column: str) -> None:
        """Note a remark for the entries where a mask is true, with what stands in a column."""
        raw = self.column(column)
        for i in where.nonzero()[0].tolist():
            self._remarks.append((i, code, self.called(column), raw[i].as_py()))

    def reading(
        self,
        parsed: Parsed,
        at: np.ndarray,
        columns: Mapping[str, np.ndarray | pa.Array],
        skipped: Mapping[str, np.ndarray] | None = None,
        **facts: Any,
    ) -> Reading:
        """Put the columns together, leave out what is skipped or lost, and keep the ledger.

        Parameters
        ----------
        parsed : Parsed
        at : array of int64
            Seconds since 1970, -1 where the time was not understood.
        columns : mapping
            The columns of the rows, besides `at` and `row`: codes for kind, direction and outcome, seconds with -1 for
            unknown, texts.
        skipped : mapping
            Reason → mask of the entries that are no events.
        **facts
            Further attributes of the `Reading`: `zone_basis`, `owner`, `lists_missed`, `to_second`.
        """
        import numpy as np
        import pandas as pd
        import pyarrow as pa

        n = len(self)
        keep = np.ones(n, dtype=bool)
        keep[list(self._strange)] = False
        reasons = {}
        for reason, mask in (skipped or {}).items():
            mask = mask & keep
            keep &= ~mask
            reasons[reason] = int(mask.sum())
        undated = keep & (at < 0)
        keep &= ~undated

        if parsed.replaced or self.replaced:
            for name, column in columns.items():
                if isinstance(column, pa.Array):
                    for i in _holds(column, REPLACED).nonzero()[0].tolist():
                        self._remarks.append((i, "P203", name, column[i].as_py()))
        dates = self.column("date")
        noted = [(i, "P105", what, "", why) for i, (what, why) in self._strange.items()]
        noted += [(i, "P101", self.called("date"), dates[i].as_py(), "") for i in undated.nonzero()[0].tolist()]
        noted += [(*remark, "") for remark in self._remarks if keep[remark[0]]]
        problems = ProblemLog()
        for i, code, column, raw, note in sorted(noted, key=lambda entry: entry[:2]):
            problems.add(code, self._places.get(i, i + 1), column, raw, note)
        if parsed.broken:
            problems.add("P106", n + 1, note=parsed.broken)

        self._columns.clear()
        everything = bool(keep.all())  # then nothing need be copied
        chosen = np.arange(n) if everything else keep.nonzero()[0]
        take = pa.array(chosen)
        words = {"kind": KINDS, "direction": DIRECTIONS, "outcome": OUTCOMES}
        table: dict[str, object] = {}
        for name, column in columns.items():
            if name in words:
                table[name] = pd.Categorical.from_codes(column[chosen], words[name])
            elif name.endswith("_s"):
                table[name] = pd.arrays.IntegerArray(column[chosen], column[chosen] < 0)
            else:
                table[name] = pd.Series(column if everything else column.take(take), dtype="str")
        table["at"] = pd.DatetimeIndex(at[chosen].astype("datetime64[s]")).tz_localize("UTC")
        table["row"] = pd.Series(self._rows(n).take(take), dtype="str")
        used = {name for names in self.fields.values() for name in names}
        return Reading(
            rows=pd.DataFrame(table),
            rows_read=n + bool(parsed.broken),
            problems=problems,
            skipped=sum(reasons.values()),
            skipped_why={reason: count for reason, count in reasons.items() if count},
            encoding=parsed.encoding,
            understood=tuple(
                (name, self.words[one])
                for one, names in self.fields.items()
                for name in names
                if name in self.seen and one in self.words
            ),
            unmapped=tuple(name for name in self.seen if name not in used),
            **{**facts, "owner": re.sub(CONTROLS, REPLACED, facts.get("owner", ""))},
        )

    def _rows(self, n: int) -> pa.Array:
        import numpy as np
        import pyarrow as pa

        if self._places:
            return pa.array([self._places.get(i, str(i + 1)) for i in range(n)], pa.large_string())
        return pa.array(np.arange(1, n + 1)).cast(pa.large_string())


def milliseconds(date: Any) -> Any:
    """A time in whole seconds, told by its length, as milliseconds; anything else as it is.

    Ten digits of milliseconds would be a day in 1970, when there were no phones of this kind.

    Examples
    --------
    >>> milliseconds("1772331300"), milliseconds("1772331300000"), milliseconds("x")
    ('1772331300000', '1772331300000', 'x')
    """
    return date + "000" if isinstance(date, str) and 9 <= len(date) <= 11 and date.isdecimal() else date


def plain(value: Any) -> str | None:
    """A value of an entry as text: None stays, true and false as such, what is no single value as Python writes it."""
    if value is None or type(value) is str:
        return value
    return str(value).lower() if isinstance(value, bool) else str(value)


def whole(text: str) -> str:
    """The text with U+FFFD for halves of characters, which no file can hold.

    Examples
    --------
    >>> whole("a" + chr(0xD83D)), whole("a" + chr(0xD83D) + chr(0xDE00))
    ('a�', 'a😀')
    """
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _texts(values: Sequence[Any], clean: bool) -> tuple[pa.Array, bool]:
    """Values as a text column, and whether a character had to be replaced: halves of characters, control characters."""
    import pyarrow as pa
    import pyarrow.compute as pc

    bad = False
    try:
        column = pa.array(values, pa.large_string())
    except (UnicodeEncodeError, TypeError, pa.ArrowException):
        texts = [plain(value) for value in values]
        mended = [text and whole(text) for text in texts]
        bad = mended != texts
        column = pa.array(mended, pa.large_string())
    if not clean and _controlled(column):
        bad, column = True, pc.replace_substring_regex(column, CONTROLS, REPLACED)
    return column, bad


def _controlled(column: pa.Array) -> bool:
    """Whether one of `CONTROLS` stands in a column that was just made: each is a single byte."""
    import numpy as np

    data = column.buffers()[2]
    if data is None:
        return False
    control = np.zeros(256, bool)
    control[:32] = True
    control[[9, 10, 13]] = False
    return bool(control[np.frombuffer(data, np.uint8)].any())


def _holds(text: pa.Array, what: str) -> np.ndarray:
    import pyarrow.compute as pc

    return pc.fill_null(pc.match_substring(text, what), False).to_numpy(zero_copy_only=False)
