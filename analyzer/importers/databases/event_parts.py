"""Columns read out of tables or lists of records → `Reading`: parts put together, what is lost or skipped left out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Reading
from analyzer.importers.values.columns import series
from analyzer.problems import ProblemLog

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analyzer.importers.databases.sqlite_tables import Table

    Seconds = NDArray[np.int64]
    Mask = NDArray[np.bool_]
    Pairs = tuple[tuple[str, str], ...]

N_ = str

WORDS = {"kind": KINDS, "direction": DIRECTIONS, "outcome": OUTCOMES}

MANY = N_("{n} rows")


@dataclass
class Part:
    """The rows of one table, or the records of one list, as columns.

    Attributes
    ----------
    place : str
        What stands before the row number in `Reading.rows` ``row``: ``calls:``.
    rowid : array of int64
    at : array of int64
        Seconds since 1970 UTC, -1 where there is no time.
    date : str, callable
        Name of the column of the time, and place → what stood there.
    columns : dict
        Columns of `analyzer.events.RAW_COLUMNS` besides ``at`` and ``row``: codes into `WORDS`, seconds with -1 for
        unknown, texts without nulls.
    skipped : dict
        Why rows are no events (English source sentence) → which. A row counts under its first reason.
    remarks : list of (place, code, column, raw, note)
    strange : dict
        Column and type that is not known → the first place where it stands, and how often it does.
    lost : list of (row, code, column, raw, note)
        Entries that could not even be read.
    understood, unmapped :
        As in `Reading`.
    """

    place: str
    rowid: Seconds
    at: Seconds
    date: tuple[str, Callable[[int], str]]
    columns: dict[str, Any]
    skipped: dict[str, Mask] = field(default_factory=dict)
    remarks: list[tuple[int, str, str, str, str]] = field(default_factory=list)
    strange: dict[tuple[str, str], tuple[int, int]] = field(default_factory=dict)
    lost: list[tuple[str, str, str, str, str]] = field(default_factory=list)
    understood: Pairs = ()
    unmapped: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.at)

    def remark(self, code: str, cells: Mapping[int, str], column: str) -> None:
        """Note a remark for some places, with what stands there."""
        self.remarks += [(place, code, column, raw, "") for place, raw in cells.items()]

    def strange_types(self, types: Seconds, unknown: Mask, column: str) -> None:
        """Note once for each type that is not known that it is not."""
        import numpy as np

        where = np.flatnonzero(unknown)
        if len(where):
            words, first, count = np.unique(types[where], return_index=True, return_counts=True)
            for word, i, n in zip(words.tolist(), where[first].tolist(), count.tolist(), strict=True):
                self.strange[column, "" if word == NO_TYPE else str(word)] = i, n

    def describe(
        self, table: Table, meanings: Mapping[str, str], prefix: str = "", owners: Seconds | None = None
    ) -> None:
        """Take over what of a table was understood, what not, and what could not be read.

        Parameters
        ----------
        table : Table
        meanings : mapping
            Column in lower case → what it was taken for (English source sentence).
        prefix : str
            What to put before their names where several tables are read.
        owners : array of int64, optional
            Of a table that only adds to this part: to which of its places each row belongs, -1 for none.
        """
        columns = table.stands
        known = [(columns[name], said) for name, said in meanings.items() if name in columns]
        self.understood += tuple((prefix + name, said) for name, said in known)
        rest = [stands for name, stands in columns.items() if name not in meanings and name not in ROW_NUMBERS]
        self.unmapped += tuple(prefix + name for name in rest)
        for name, cells in table.damaged_texts():
            mine = cells if owners is None else {int(owners[i]): raw for i, raw in cells.items() if owners[i] >= 0}
            self.remark("P203", mine, name)
        self.lose(table)

    def lose(self, table: Table) -> None:
        """Note what of a table could not be read."""
        for number in table.too_large:
            self.lost.append((f"{table.name}:{number}", "P105", "", "", TOO_LARGE))
        if table.broken:
            last = str(table.rowid[-1]) if len(table) else ""
            self.lost.append((f"{table.name}:{last}", "P106", "", "", table.broken))


ROW_NUMBERS = ("_id", "rowid", "z_pk")
"""Columns that are the row number under another name."""
NO_TYPE = -1
"""Type of a row that has none."""
TOO_LARGE = N_("a cell of this row is too large for a message")


def gathered(parts: Iterable[Part]) -> Part:
    """The rows of one table, out of parts that were read one after another.

    Examples
    --------
    >>> import numpy as np
    >>> one, two = (Part("t:", np.array([i]), np.array([i]), ("date", str), {"kind": np.array([0])}) for i in (3, 4))
    >>> two.remarks.append((0, "P201", "duration", "x", ""))
    >>> both = gathered([one, two])
    >>> both.rowid.tolist(), both.columns["kind"].tolist(), both.remarks[0][0]
    ([3, 4], [0, 0], 1)
    """
    import numpy as np
    import pyarrow as pa

    pieces: list[Part] = []
    undated: dict[int, str] = {}
    start = 0
    for part in parts:
        part.remarks = [(place + start, code, column, raw, note) for place, code, column, raw, note in part.remarks]
        part.strange = {word: (place + start, n) for word, (place, n) in part.strange.items()}
        undated |= {start + i: part.date[1](i) for i in np.flatnonzero(part.at < 0).tolist()}
        part.date = part.date[0], str  # lets go of the table
        pieces.append(part)
        start += len(part)
    columns = {}
    for name in list(pieces[0].columns):
        column = [part.columns.pop(name) for part in pieces]
        if isinstance(column[0], np.ndarray):
            columns[name] = np.concatenate(column)
        else:
            chunks = [chunk for one in column for chunk in getattr(one, "chunks", [one])]
            columns[name] = pa.chunked_array(chunks, pa.large_string())
    strange: dict[tuple[str, str], tuple[int, int]] = {}
    for part in pieces:
        for word, (place, n) in part.strange.items():
            first, before = strange.get(word, (place, 0))
            strange[word] = first, before + n
    return Part(
        pieces[0].place,
        np.concatenate([part.rowid for part in pieces]),
        np.concatenate([part.at for part in pieces]),
        (pieces[0].date[0], undated.__getitem__),
        columns,
        {why: np.concatenate([part.skipped[why] for part in pieces]) for why in pieces[0].skipped},
        [remark for part in pieces for remark in part.remarks],
        strange,
        [entry for part in pieces for entry in part.lost],
        pieces[0].understood,
        pieces[0].unmapped,
    )


def reading(
    parts: Sequence[Part], zone_basis: str = "absolute", notes: Iterable[tuple[str, str]] = (), owner: str = ""
) -> Reading:
    """Put parts together, in their order, and keep the ledger."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    problems = ProblemLog()
    why: dict[str, int] = {}
    chosen: list[Any] = []
    for part in parts:
        keep = _keep(part, why, problems)
        chosen.append(None if keep.all() else pa.array(np.flatnonzero(keep)))

    def joined(name: str, otherwise: Any) -> Any:
        pieces = []
        for part, places in zip(parts, chosen, strict=True):
            column = part.columns.pop(name, None)  # large exports are held once, not twice
            if isinstance(otherwise, str):
                column = pa.repeat(pa.scalar("", pa.large_string()), len(part)) if column is None else column
                column = column if places is None else column.take(places)
                pieces += getattr(column, "chunks", [column])
            else:
                column = np.full(len(part), otherwise, np.int64) if column is None else column
                pieces.append(column if places is None else column[places.to_numpy()])
        if isinstance(otherwise, str):
            return series(pa.chunked_array(pieces, pa.large_string()))
        return np.concatenate([np.zeros(0, np.int64), *pieces])

    table: dict[str, Any] = {}
    for name in dict.fromkeys(name for part in parts for name in part.columns):
        if name in WORDS:
            table[name] = pd.Categorical.from_codes(joined(name, -1).astype(np.int8), WORDS[name])
        elif name.endswith("_s"):
            seconds = joined(name, -1)
            table[name] = pd.arrays.IntegerArray(seconds, seconds < 0)
        else:
            table[name] = joined(name, "")
    for name in ("number_raw", *WORDS):
        table.setdefault(
            name, series(pa.array([], pa.large_string())) if name not in WORDS else pd.Categorical([], WORDS[name])
        )
    places = [_places(part) for part in parts]
    kept = [column if where is None else column.take(where) for column, where in zip(places, chosen, strict=True)]
    table["row"] = series(pa.chunked_array(kept, pa.large_string()))
    at = [part.at if where is None else part.at[where.to_numpy()] for part, where in zip(parts, chosen, strict=True)]
    seconds = np.concatenate([np.zeros(0, np.int64), *at])
    table["at"] = pd.DatetimeIndex(seconds.astype("datetime64[s]")).tz_localize("UTC")
    owner = owner or _only_owner(table)
    skipped = {reason: count for reason, count in why.items() if count}
    return Reading(
        rows=pd.DataFrame(table, copy=False),
        rows_read=sum(map(len, parts)) + sum(len(part.lost) for part in parts),
        problems=problems,
        skipped=sum(skipped.values()),
        skipped_why=skipped,
        owner=owner,
        zone_basis=zone_basis,
        understood=(*(pair for part in parts for pair in part.understood), *notes),
        unmapped=tuple(name for part in parts for name in part.unmapped),
    )


def _places(part: Part) -> Any:
    """The column ``row`` of all rows of a part."""
    import pyarrow as pa
    import pyarrow.compute as pc

    before, nothing = (pa.scalar(text, pa.large_string()) for text in (part.place, ""))
    return pc.binary_join_element_wise(before, pa.array(part.rowid).cast(pa.large_string()), nothing)


def _keep(part: Part, why: dict[str, int], problems: ProblemLog) -> Mask:
    """Which rows of a part become events; the others are counted, all problems noted in the order of the rows."""
    import numpy as np

    keep = np.ones(len(part), bool)
    for reason, mask in part.skipped.items():
        why[reason] = why.get(reason, 0) + int((mask & keep).sum())
        keep &= ~mask
    undated = keep & (part.at < 0)
    keep &= ~undated
    name, raw = part.date
    noted = [(i, "P101", name, raw(i), "") for i in np.flatnonzero(undated).tolist()]
    strange = part.strange.items()
    told = [(i, "P202", column, word, MANY.format(n=n) if n > 1 else "") for (column, word), (i, n) in strange]
    noted += [remark for remark in (*part.remarks, *told) if keep[remark[0]]]
    for i, code, column, text, note in sorted(noted, key=lambda entry: entry[:2]):
        problems.add(code, f"{part.place}{part.rowid[i]}", column, text, note)
    for row, code, column, text, note in part.lost:
        problems.add(code, row, column, text, note)
    return keep


def _only_owner(table: dict[str, Any]) -> str:
    """The one own number that rows name; then the column is not needed."""
    if "owner" not in table:
        return ""
    named = sorted(set(table["owner"].unique()) - {""})
    if len(named) > 1:
        return ""
    del table["owner"]
    return named[0] if named else ""
