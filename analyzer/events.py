"""The events table: one row per call or message, whatever export it came from.

An `Importer` turns one export into a `Reading` (raw rows whose times, kinds and outcomes are already in our words); `build`
turns readings into the events table: it identifies numbers, removes what is the same event twice, corroborates one source
by another, and keeps the row ledger.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from analyzer import clock, matching, phone
from analyzer.problems import ProblemLog
from analyzer.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    from analyzer.exports import Export

EVENT_COLUMNS = (
    "event_id", "owner", "number", "number_raw", "kind", "direction", "outcome", "at", "at_local", "duration_s", "ring_s",
    "body", "name", "line", "label", "source", "row", "also_in",
)  # fmt: skip
"""Columns of ``data/events.csv``; their meaning stands in `docs/tables.md`."""

SOURCE_COLUMNS = (
    "source", "path", "sha256", "bytes", "importer", "encoding", "rows_read", "events", "duplicates", "corroborating", "skipped",
    "problems", "first_at", "last_at",
)  # fmt: skip
"""Columns of ``data/sources.csv``: the row ledger ``rows_read = events + duplicates + corroborating + skipped + problems``."""

KINDS = ("call", "sms", "mms")
DIRECTIONS = ("in", "out", "unknown")
OUTCOMES = ("answered", "missed", "rejected", "blocked", "voicemail", "diverted", "failed", "unknown", "")

N_ = str

TEXT_COLUMNS = ("body", "name", "line", "label")

RAW_COLUMNS = {
    "number_raw": "str", "kind": "category", "direction": "category", "outcome": "category", "at": "datetime64[s, UTC]",
    "row": "str", "duration_s": "Int64", "ring_s": "Int64", "body": "str", "name": "str", "line": "str", "label": "str", "owner": "str",
}  # fmt: skip
"""Columns of `Reading.rows` and their types. The first six are obligatory, an importer leaves out the others when its
export has nothing for them. `kind`, `direction` and `outcome` hold only the words of `KINDS`, `DIRECTIONS`, `OUTCOMES`
(messages: outcome empty). `row` names the place in the export: a line, ``Sheet1!17``, an element's number."""


@dataclass
class Reading:
    """What an importer delivers of one export.

    Attributes
    ----------
    rows : DataFrame
        Columns of `RAW_COLUMNS`, in the order of the export; index 0..n-1.
    rows_read : int
        Entries the export holds: ``len(rows) + skipped + problems.lost`` always.
    skipped : int
        Entries that are no events by their nature: totals, drafts, group rows, other people's notes.
    skipped_why : dict
        The same by reason, English source sentences (they are translated where shown) to counts.
    problems : ProblemLog
        Rows that could not be used, and remarks.
    encoding : str
        Text encoding, empty for formats that have none of their own.
    owner : str
        Own number as the export states it, empty when it does not.
    zone_basis : {"absolute", "assumed-local", "carrier"}
        Whether times were instants, wall times in a zone the settings supplied, or a Chinese carrier's Beijing time.
    understood : tuple of (str, str)
        Pairs (column or part of the export, what it was taken for), shown to the person.
    unmapped : tuple of str
        Columns that were not used.
    lists_missed : bool
        False for exports that hold connected calls only (carrier bills): rules on unanswered calls cannot be judged.
    to_second : bool
        False when times are given to the minute only; then equal rows of one export are not taken for duplicates.
    """

    rows: pd.DataFrame
    rows_read: int
    problems: ProblemLog = field(default_factory=ProblemLog)
    skipped: int = 0
    skipped_why: dict[str, int] = field(default_factory=dict)
    encoding: str = ""
    owner: str = ""
    zone_basis: str = "absolute"
    understood: tuple[tuple[str, str], ...] = ()
    unmapped: tuple[str, ...] = ()
    lists_missed: bool = True
    to_second: bool = True


@dataclass(frozen=True)
class Importer:
    """Code that reads one kind of export.

    Attributes
    ----------
    name : str
        Stable name, as it stands in ``data/sources.csv``.
    title : str
        What people call the export (English source sentence).
    maker : str
        App, phone or carrier that makes it.
    recognises : callable
        ``Export -> bool``: by content, never by name. Must not raise on any input.
    read : callable
        ``(Export, Settings) -> Reading``.
    how : str
        How a person gets this export (English source sentence).
    reference : str
        Where the knowledge of the format comes from.
    fallback : bool
        Asked only when no other importer recognises the export (the generic table).
    """

    name: str
    title: str
    maker: str
    recognises: Callable[[Export], bool]
    read: Callable[[Export, Settings], Reading]
    how: str
    reference: str
    fallback: bool = False


@dataclass(frozen=True)
class Built:
    """What `build` returns: the events, the row ledger, the problems, and per source what was understood."""

    events: pd.DataFrame
    sources: pd.DataFrame
    problems: pd.DataFrame
    readings: tuple[dict[str, Any], ...]


def build(readings: Sequence[tuple[Export, Importer, Reading]], settings: Settings) -> Built:
    """Turn readings into the events table.

    Numbers are identified once per distinct spelling; events outside ``settings.since``/``until`` are counted as skipped;
    the same event found twice is kept once: in one export (``duplicates``), in overlapping exports of a phone
    (``duplicates``, the other source named in ``also_in``), or in a phone's log and a carrier's bill
    (``corroborating``, likewise).

    Parameters
    ----------
    readings : sequence of (Export, Importer, Reading)
        In the order in which the person named the exports.
    settings : Settings

    Returns
    -------
    Built
        `events` in order of time, with `EVENT_COLUMNS`. Text columns never hold missing values: empty means unknown.
        ``at`` is UTC, ``at_local`` the same instants in ``settings.zone``; both to the second.
    """
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    ids = source_ids([export.sha256 for export, _, _ in readings])
    names = _stored_names([export.path.name for export, _, _ in readings])
    sizes = [len(reading.rows) for _, _, reading in readings]
    frames = [reading.rows for _, _, reading in readings]
    source = np.repeat(np.arange(len(readings), dtype=np.int32), sizes)
    seq = np.concatenate([np.arange(1, size + 1) for size in sizes]) if sizes else np.zeros(0, dtype=np.int64)
    n = len(source)

    spelling, spellings = _encode(_column(frames, sizes, "number_raw"))
    known = phone.identify(spellings, region=settings.region, home_area=settings.home_area, lang=settings.lang)
    number_of_spelling, numbers = pd.factorize(known["number"].to_numpy(dtype=object))
    number = number_of_spelling[spelling]

    owner, owners = _owners(readings, frames, sizes, settings)
    kind = _codes(frames, sizes, "kind", KINDS)
    direction = _codes(frames, sizes, "direction", DIRECTIONS)
    outcome = _codes(frames, sizes, "outcome", OUTCOMES)
    at = (
        np.concatenate([frame["at"].astype("int64").to_numpy() for frame in frames])
        if frames
        else np.zeros(0, dtype=np.int64)
    )
    duration = _whole(frames, sizes, "duration_s")
    body = _column(frames, sizes, "body")

    kept = np.ones(n, dtype=bool)
    day = clock.wall(at, settings.zone) // clock.DAY
    for limit, outside in ((settings.since, np.less), (settings.until, np.greater)):
        if limit is not None:
            kept &= ~outside(day, _day_number(limit))
    skipped = np.bincount(source[~kept], minlength=len(readings))

    order = np.lexsort((seq, source, at))
    order = order[kept[order]]
    facts = {
        "owner": owner,
        "number": number,
        "kind": kind,
        "direction": direction,
        "outcome": outcome,
        "at": at,
        "duration": duration,
        "source": source,
    }
    keep, fate, also = matching.match(
        {name: column[order] for name, column in facts.items()},
        body.take(pa.array(order)),
        to_second=[reading.to_second for _, _, reading in readings],
        carrier=[reading.zone_basis == "carrier" for _, _, reading in readings],
        any_direction=DIRECTIONS.index("unknown"),
    )
    duplicates = np.bincount(source[order][fate == 1], minlength=len(readings))
    corroborating = np.bincount(source[order][fate == 2], minlength=len(readings))

    chosen = order[keep]
    take = pa.array(chosen)
    utc = pd.DatetimeIndex(at[chosen].astype("datetime64[s]")).tz_localize("UTC")
    events = pd.DataFrame(
        {
            "event_id": _event_ids(ids, source[chosen], seq[chosen]),
            "owner": pd.Categorical.from_codes(owner[chosen], owners),
            "number": pd.Categorical.from_codes(number[chosen], numbers),
            "number_raw": _text(pa.array(spellings, pa.large_string()).take(pa.array(spelling[chosen]))),
            "kind": pd.Categorical.from_codes(kind[chosen], KINDS),
            "direction": pd.Categorical.from_codes(direction[chosen], DIRECTIONS),
            "outcome": pd.Categorical.from_codes(outcome[chosen], OUTCOMES),
            "at": utc,
            "at_local": utc.tz_convert(settings.zone),
            "duration_s": _nullable(duration[chosen]),
            "ring_s": _nullable(_whole(frames, sizes, "ring_s")[chosen]),
            **{
                name: _text((body if name == "body" else _column(frames, sizes, name)).take(take))
                for name in TEXT_COLUMNS
            },
            "source": pd.Categorical.from_codes(source[chosen], ids),
            "row": _text(_column(frames, sizes, "row").take(take)),
            "also_in": _also_in(len(chosen), also, ids),
        }
    )[list(EVENT_COLUMNS)]

    counted = np.bincount(source[chosen], minlength=len(readings))
    ledger, notes = [], []
    for i, (export, importer, reading) in enumerate(readings):
        mine = utc[source[chosen] == i]
        ledger.append(
            {
                "source": ids[i],
                "path": f"source/{names[i]}",
                "sha256": export.sha256,
                "bytes": export.size,
                "importer": importer.name,
                "encoding": reading.encoding,
                "rows_read": reading.rows_read,
                "events": int(counted[i]),
                "duplicates": int(duplicates[i]),
                "corroborating": int(corroborating[i]),
                "skipped": reading.skipped + int(skipped[i]),
                "problems": reading.problems.lost,
                "first_at": _iso(mine[0]) if len(mine) else "",
                "last_at": _iso(mine[-1]) if len(mine) else "",
            }
        )
        why = dict(reading.skipped_why)
        if skipped[i]:
            why[N_("outside --since and --until")] = int(skipped[i])
        notes.append(
            {
                "source": ids[i],
                "path": str(export.path),
                "stored": names[i],
                "title": importer.title,
                "encoding": reading.encoding,
                "zone_basis": reading.zone_basis,
                "understood": reading.understood,
                "unmapped": reading.unmapped,
                "skipped_why": why,
                "lists_missed": reading.lists_missed,
                "owner": reading.owner,
            }
        )
    problems = [reading.problems.frame(ids[i]) for i, (_, _, reading) in enumerate(readings)]
    problems.append(_odd_numbers(known, spelling, spellings, source, _column(frames, sizes, "row"), ids))
    return Built(
        events,
        pd.DataFrame(ledger, columns=list(SOURCE_COLUMNS)),
        pd.concat(problems, ignore_index=True),
        tuple(notes),
    )


def source_ids(hashes: Sequence[str]) -> list[str]:
    """Ids of sources: the first eight hex digits of the export's SHA-256; the same export again gets a suffix.

    Examples
    --------
    >>> source_ids(["0123456789abcdef", "0123456789abcdef"])
    ['01234567', '01234567.2']
    """
    seen: dict[str, int] = {}
    ids = []
    for digest in hashes:
        short = digest[:8]
        seen[short] = seen.get(short, 0) + 1
        ids.append(short if seen[short] == 1 else f"{short}.{seen[short]}")
    return ids


def _stored_names(names: Sequence[str]) -> list[str]:
    """File names under ``source/``: the export's own; a second one of that name gets a number before its suffix."""
    taken: set[str] = set()
    stored = []
    for name in names:
        stem, dot, suffix = name.rpartition(".")
        candidate, i = name, 2
        while candidate.casefold() in taken:
            candidate = f"{stem}-{i}{dot}{suffix}" if stem else f"{name}-{i}"
            i += 1
        taken.add(candidate.casefold())
        stored.append(candidate)
    return stored


def _column(frames: Sequence[pd.DataFrame], sizes: Sequence[int], name: str) -> pa.Array:
    """One text column of all readings as Arrow strings; absent or missing becomes empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    parts: list[pa.Array] = []
    for frame, size in zip(frames, sizes, strict=True):
        if name not in frame:
            parts.append(pa.repeat(pa.scalar("", pa.large_string()), size))
            continue
        column = pa.array(frame[name], from_pandas=True)
        for part in column.chunks if isinstance(column, pa.ChunkedArray) else [column]:
            plain = part.cast(pa.large_string())
            parts.append(pc.fill_null(plain, "") if plain.null_count else plain)
    return pa.concat_arrays(parts) if len(parts) != 1 else parts[0] if parts else pa.array([], pa.large_string())


def _encode(column: pa.Array) -> tuple[np.ndarray, list[str]]:
    """Codes and distinct values of a text column."""
    encoded = column.dictionary_encode()
    return encoded.indices.to_numpy(zero_copy_only=False), encoded.dictionary.to_pylist()


def _codes(frames: Sequence[pd.DataFrame], sizes: Sequence[int], name: str, words: Sequence[str]) -> np.ndarray:
    """Codes into `words` of a column that holds only those; the importer's own categories may stand in any order."""
    import numpy as np
    import pandas as pd

    default = {"outcome": "", "direction": "unknown", "kind": "call"}[name]
    parts = [np.zeros(0, dtype=np.int8)]
    for frame, size in zip(frames, sizes, strict=True):
        if name not in frame:
            parts.append(np.full(size, words.index(default), dtype=np.int8))
            continue
        column = pd.Categorical(frame[name])
        lookup = np.array(
            [words.index(str(word)) for word in column.categories] + [words.index(default)], dtype=np.int8
        )
        parts.append(lookup[column.codes])
    return np.concatenate(parts)


def _whole(frames: Sequence[pd.DataFrame], sizes: Sequence[int], name: str) -> np.ndarray:
    """A column of seconds as int64, missing as -1."""
    import numpy as np

    parts = [np.zeros(0, dtype=np.int64)]
    for frame, size in zip(frames, sizes, strict=True):
        parts.append(
            frame[name].to_numpy(dtype=np.int64, na_value=-1) if name in frame else np.full(size, -1, dtype=np.int64)
        )
    return np.concatenate(parts)


def _nullable(seconds: np.ndarray) -> pd.api.extensions.ExtensionArray:
    """Seconds with -1 as missing, as pandas ``Int64``."""
    import pandas as pd

    return pd.arrays.IntegerArray(seconds, seconds < 0)


def _text(column: pa.Array) -> pd.Series:
    """An Arrow text column as pandas ``str``."""
    import pandas as pd

    return pd.Series(column, dtype="str")


def _event_ids(ids: Sequence[str], source: np.ndarray, seq: np.ndarray) -> pd.Series:
    """Ids that name the source and the entry in it: the same export gives the same ids on every machine."""
    import pyarrow as pa
    import pyarrow.compute as pc

    prefix = pa.DictionaryArray.from_arrays(pa.array(source), pa.array(ids, pa.large_string())).cast(pa.large_string())
    number = pc.utf8_lpad(pa.array(seq).cast(pa.large_string()), 6, "0")
    return _text(pc.binary_join_element_wise(prefix, number, pa.scalar("-", pa.large_string())))


def _owners(
    readings: Sequence[tuple[Export, Importer, Reading]],
    frames: Sequence[pd.DataFrame],
    sizes: Sequence[int],
    settings: Settings,
) -> tuple[np.ndarray, list[str]]:
    """Whose phone each row came from: stated in the row, by the export, by a line of the case file, by the person.

    An export that does not say takes the one owner that all others and the settings name, if it is one; else stays empty.
    """
    import numpy as np

    stated = settings.owner or (settings.case.owner.numbers[0] if settings.case.owner.numbers else "")
    by_line = {line.export: line.number for line in settings.case.lines if line.number}
    raw: list[str] = []
    for export, _, reading in readings:
        raw.append(by_line.get(export.path.name, "") or reading.owner)
    from_rows = [
        _encode(_column([frame], [size], "owner")) if "owner" in frame else None
        for frame, size in zip(frames, sizes, strict=True)
    ]
    spellings = sorted({stated, *raw, *(name for pair in from_rows if pair for name in pair[1])} - {""})
    table = phone.identify(spellings, region=settings.region, home_area=settings.home_area)
    number = {"": "", **dict(zip(spellings, table["number"].tolist(), strict=True))}
    named = {number[text] for text in raw if text} | {number[t] for pair in from_rows if pair for t in pair[1]}
    default = number[stated] or (named.pop() if len(named) == 1 else "")
    owners = sorted({default, *number.values()})
    parts = [np.zeros(0, dtype=np.int32)]
    for i, size in enumerate(sizes):
        mine = number[raw[i]] or default
        pair = from_rows[i]
        if pair is None:
            parts.append(np.full(size, owners.index(mine), dtype=np.int32))
        else:
            lookup = np.array([owners.index(number[text] or mine) for text in pair[1]], dtype=np.int32)
            parts.append(lookup[pair[0]])
    codes = np.concatenate(parts)
    used, compact = np.unique(codes, return_inverse=True)
    return compact.astype(np.int32), [owners[i] for i in used.tolist()]


def _also_in(n: int, also: dict[int, list[int]], ids: Sequence[str]) -> pd.Series:
    import pandas as pd
    import pyarrow as pa

    if not also:
        return _text(pa.repeat(pa.scalar("", pa.large_string()), n))
    column = [""] * n
    for place, others in also.items():
        column[place] = " ".join(ids[i] for i in sorted(others))
    return pd.Series(column, dtype="str")


def _odd_numbers(
    known: pd.DataFrame,
    spelling: np.ndarray,
    spellings: Sequence[str],
    source: np.ndarray,
    row: pa.Array,
    ids: Sequence[str],
) -> pd.DataFrame:
    """A remark for the first row of each spelling that no numbering plan explains."""
    import numpy as np

    log: dict[int, ProblemLog] = {}
    odd = np.flatnonzero((known["number_kind"] == "unknown").to_numpy())
    if len(odd):
        where = np.flatnonzero(np.isin(spelling, odd))
        _, first = np.unique(spelling[where], return_index=True)
        for i in np.sort(where[first]).tolist():
            log.setdefault(int(source[i]), ProblemLog()).add(
                "P205", row[i].as_py(), "number_raw", spellings[spelling[i]]
            )
    import pandas as pd

    frames = [log[i].frame(ids[i]) for i in sorted(log)]
    return pd.concat(frames, ignore_index=True) if frames else ProblemLog().frame("")


def _day_number(day: Any) -> int:
    return day.toordinal() - 719_163  # ordinal of 1970-01-01


def _iso(moment: Any) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
