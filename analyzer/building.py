"""From readings to the events table: numbers identified, doubles removed, sources corroborated."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer import clock, ledger, matching, phone, spelled
from analyzer.columns import (
    chosen_texts,
    coded_column,
    encode,
    iso,
    nullable,
    text,
    text_column,
    whole_seconds,
    word_codes,
    words,
)
from analyzer.events import DIRECTIONS, EVENT_COLUMNS, KINDS, OUTCOMES, TEXT_COLUMNS, Importer, Reading
from analyzer.exports import Export, readable
from analyzer.problems import ProblemLog
from analyzer.problems import table as problem_table
from analyzer.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa


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
        In the order in which the person named the exports. Their rows are used up: each column is let go once it is in
        the events table, so that a large export is not held twice.
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

    pa.default_memory_pool().release_unused()  # what reading needed besides
    ids = ledger.source_ids([export.sha256 for export, _, _ in readings])
    names = ledger.stored_names([export for export, _, _ in readings])
    sizes = [len(reading.rows) for _, _, reading in readings]
    frames: list[Any] = [dict(reading.rows.items()) for _, _, reading in readings]
    for _, _, reading in readings:
        reading.rows = reading.rows[[]]
    source = np.repeat(np.arange(len(readings), dtype=np.int32), sizes)
    before = np.cumsum([0, *sizes])
    n = len(source)

    spelling, spellings = coded_column(frames, sizes, "number_raw")
    known = phone.identify(spellings, region=settings.region, home_area=settings.home_area, places=False)
    numbers = pa.array(known["number"], pa.large_string()).dictionary_encode()
    number = numbers.indices.to_numpy(zero_copy_only=False)[spelling]

    owner, owners = _owners(readings, frames, sizes, settings)
    kind = word_codes(frames, sizes, "kind", KINDS)
    direction = word_codes(frames, sizes, "direction", DIRECTIONS)
    outcome = word_codes(frames, sizes, "outcome", OUTCOMES)
    at = (
        np.concatenate([frame.pop("at").astype("int64").to_numpy() for frame in frames])
        if frames
        else np.zeros(0, dtype=np.int64)
    )
    duration = whole_seconds(frames, sizes, "duration_s")
    body = text_column(frames, sizes, "body")

    kept = np.ones(n, dtype=bool)
    for limit, outside in ((settings.since, np.less), (settings.until, np.greater)):
        if limit is not None:
            kept &= ~outside(clock.wall(at, settings.zone) // clock.DAY, _day_number(limit))
    skipped = np.bincount(source[~kept], minlength=len(readings))

    order = np.argsort(at, kind="stable")  # rows stand by source, then as in the export, already
    if not kept.all():
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
        facts,
        order,
        lambda places, body=body, order=order: body.take(pa.array(order[places])),
        to_second=[reading.to_second for _, _, reading in readings],
        carrier=[reading.zone_basis == "carrier" for _, _, reading in readings],
        any_direction=DIRECTIONS.index("unknown"),
    )
    duplicates = np.bincount(source[order[fate == 1]], minlength=len(readings))
    corroborating = np.bincount(source[order[fate == 2]], minlength=len(readings))
    row = text_column(frames, sizes, "row")
    odd = _odd_numbers(known, spelling, spellings, source, row, ids)

    chosen = order[keep] if len(keep) < len(order) else order
    del order, keep, fate, kept
    take = pa.array(chosen)
    columns: dict[str, Any] = {"body": text(body.take(take))}
    del body
    columns["row"] = text(row.take(take))
    del row
    pa.default_memory_pool().release_unused()
    nothing = pa.repeat(pa.scalar("", pa.large_string()), len(chosen))  # shared by all columns that say nothing
    for name in TEXT_COLUMNS:
        if name not in columns:
            found = chosen_texts(frames, sizes, name, take)
            columns[name] = text(nothing if found is None else found)
    columns["duration_s"] = nullable(duration[chosen])
    columns["ring_s"] = nullable(whole_seconds(frames, sizes, "ring_s")[chosen])
    del duration
    for name, codes, values in (
        ("owner", owner, owners),
        ("number", number, numbers.dictionary),
        ("kind", kind, KINDS),
        ("direction", direction, DIRECTIONS),
        ("outcome", outcome, OUTCOMES),
    ):
        columns[name] = words(codes[chosen], values)
    columns["number_raw"] = text(spellings.take(pa.array(spelling[chosen])))
    source = source[chosen]
    columns["source"] = words(source, ids)
    columns["event_id"] = event_ids(ids, source, chosen - before[source] + 1)
    utc = pd.DatetimeIndex(at[chosen].astype("datetime64[s]")).tz_localize("UTC")
    columns["at"], columns["at_local"] = utc, utc.tz_convert(settings.zone)
    columns["also_in"] = _also_in(len(chosen), also, ids) if also else text(nothing)
    events = pd.DataFrame({name: columns[name] for name in EVENT_COLUMNS}, copy=False)

    first, last = np.zeros((2, len(readings)), dtype=np.int64)
    last[source] = np.arange(len(source))
    first[source[::-1]] = np.arange(len(source))[::-1]
    counted = np.bincount(source, minlength=len(readings))
    fates = [
        ledger.Fates(
            events=int(counted[i]),
            duplicates=int(duplicates[i]),
            corroborating=int(corroborating[i]),
            outside=int(skipped[i]),
            first_at=iso(utc[first[i]]) if counted[i] else "",
            last_at=iso(utc[last[i]]) if counted[i] else "",
        )
        for i in range(len(readings))
    ]
    logs = [(ids[i], reading.problems) for i, (_, _, reading) in enumerate(readings)]
    return Built(
        events,
        ledger.table(readings, ids, names, fates),
        problem_table([*logs, *odd]),
        ledger.notes(readings, ids, names, fates, settings),
    )


def event_ids(ids: Sequence[str], source: np.ndarray, seq: np.ndarray) -> pd.Series:
    """Ids that name the source and the entry in it: the same export gives the same ids on every machine."""
    return text(spelled.numbered([f"{one}-" for one in ids], source, seq, 6))


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
        raw.append(by_line.get(readable(export.path.name), "") or reading.owner)
    from_rows = [
        encode(text_column([frame], [size], "owner")) if "owner" in frame else None
        for frame, size in zip(frames, sizes, strict=True)
    ]
    spellings = sorted({stated, *raw, *(name for pair in from_rows if pair for name in pair[1])} - {""})
    number = {"": ""}
    if spellings:
        table = phone.identify(spellings, region=settings.region, home_area=settings.home_area, places=False)
        number |= dict(zip(spellings, table["number"].tolist(), strict=True))
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
    used = np.flatnonzero(np.bincount(codes, minlength=len(owners)))
    if len(used) == len(owners):
        return codes, owners
    compact = np.zeros(len(owners), dtype=np.int32)
    compact[used] = np.arange(len(used))
    return compact[codes], [owners[i] for i in used.tolist()]


def _also_in(n: int, also: dict[int, list[int]], ids: Sequence[str]) -> pd.Series:
    import pandas as pd

    column = [""] * n
    for place, others in also.items():
        column[place] = " ".join(ids[i] for i in sorted(others))
    return pd.Series(column, dtype="str")


def _odd_numbers(
    known: pd.DataFrame,
    spelling: np.ndarray,
    spellings: pa.Array,
    source: np.ndarray,
    row: pa.Array,
    ids: Sequence[str],
) -> list[tuple[str, ProblemLog]]:
    """A remark for the first row of each spelling that no numbering plan explains."""
    import numpy as np

    log: dict[int, ProblemLog] = {}
    odd = (known["number_kind"] == "unknown").to_numpy(dtype=bool)
    if odd.any():
        where = np.flatnonzero(odd[spelling])
        first = np.full(len(odd), -1, dtype=np.int64)
        first[spelling[where[::-1]]] = where[::-1]
        for i in np.sort(first[first >= 0]).tolist():
            log.setdefault(int(source[i]), ProblemLog()).add(
                "P205", row[i].as_py(), "number_raw", spellings[int(spelling[i])].as_py()
            )

    return [(ids[i], log[i]) for i in sorted(log)]


def _day_number(day: Any) -> int:
    return day.toordinal() - 719_163  # ordinal of 1970-01-01
