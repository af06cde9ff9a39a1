"""The events of several cases as one table, each as its own run would have it: numbers identified, doubles removed, the ledger kept.

Cases of one export are built as one export whose owners are kept apart; those of several exports are built one by one, since
exports of a case must be matched with each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer import building, clock, ledger, phone
from analyzer.caseload.alone import left_out
from analyzer.caseload.cases import Found
from analyzer.caseload.tables import COVERAGE_COLUMNS, as_days, gaps
from analyzer.columns import encode, iso, nullable, text, text_column, whole_seconds, word_codes
from analyzer.coverage import CAPS, coverage
from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, RAW_COLUMNS, SOURCE_COLUMNS, TEXT_COLUMNS, Importer, Reading
from analyzer.problems import PROBLEM_COLUMNS, shorten
from analyzer.settings import CaseFile, Owner, Settings

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analyzer.exports import Export
    from analyzer.gathering import Gathered

OWNER = "\0"
"""Stands between the place of a case and its owner's number, in the categories of owners."""


@dataclass(frozen=True)
class Apart:
    """A case whose exports were read.

    Attributes
    ----------
    case : Found
    readings : list of (Export, Importer, Reading)
    found : Gathered
    own : tuple of str
        The owner's numbers, as the case file has them.
    """

    case: Found
    readings: list[tuple[Export, Importer, Reading]]
    found: Gathered
    own: tuple[str, ...] = ()

    @property
    def sources(self) -> list[str]:
        """Beginnings of the ids of its sources."""
        return [export.sha256[:8] for export, _, _ in self.readings]


@dataclass(frozen=True)
class Stacked:
    """Several cases, in their order.

    Attributes
    ----------
    events : DataFrame
        Case after case, each in order of time. Owners are categories of their case.
    case : int array
        Case of each event.
    of_owner, owners : int array, list of str
        Per category of owners its case, and its number.
    sources, problems : DataFrame
        With ``case`` (its place) before their columns; sources with what they cover.
    bills : list of str
        Sources that list connected calls only.
    """

    events: pd.DataFrame
    case: np.ndarray
    of_owner: np.ndarray
    owners: list[str]
    sources: pd.DataFrame
    problems: pd.DataFrame
    bills: list[str]


def stack(cases: Sequence[Apart], settings: Settings, names: bool) -> Stacked:
    """Build the events of several cases. No two of them may have sources that begin alike."""
    import numpy as np
    import pandas as pd

    sizes = [[len(reading.rows) for _, _, reading in one.readings] for one in cases]
    kinds: dict[Any, list[int]] = {}
    for place, one in enumerate(cases):
        kinds.setdefault(_kind(one) if len(one.readings) == 1 else place, []).append(place)
    parts = [
        _as_one(cases, places, [sizes[place][0] for place in places], settings, names)
        if len(cases[places[0]].readings) == 1 and "owner" not in cases[places[0]].readings[0][2].rows
        else _by_itself(cases[places[0]], places[0], settings, names)
        for places in kinds.values()
    ]
    case = np.concatenate([part.case for part in parts])
    pairs = sorted({(int(c), name) for part in parts for c, name in zip(part.of_owner, part.owners, strict=True)})
    events = _joined([part.events for part in parts], [f"{c:06d}{OWNER}{name}" for c, name in pairs])
    if len(parts) > 1 or (case[1:] < case[:-1]).any():
        order = np.argsort(case, kind="stable")
        events, case = events.take(order).reset_index(drop=True), case[order]

    def table(frames: list[pd.DataFrame]) -> pd.DataFrame:
        whole = pd.concat(frames, ignore_index=True) if len(frames) > 1 else frames[0]
        return whole.sort_values("case", kind="stable", ignore_index=True)

    bills = [
        source
        for one in cases
        for (_, _, reading), source in zip(
            one.readings, ledger.source_ids([export.sha256 for export, _, _ in one.readings]), strict=True
        )
        if not reading.lists_missed
    ]
    return Stacked(
        events, case, np.array([c for c, _ in pairs], dtype=np.int64), [name for _, name in pairs],
        table([part.sources for part in parts]), table([part.problems for part in parts]), bills,
    )  # fmt: skip


def _kind(one: Apart) -> tuple[bool, bool] | str:
    """What must be alike for exports to be built as one."""
    reading = one.readings[0][2]
    return one.case.case if "owner" in reading.rows else (reading.to_second, reading.zone_basis == "carrier")


def _joined(frames: list[pd.DataFrame], labels: list[str]) -> pd.DataFrame:
    """Events tables below one another, their categories united, those of owners in the order of `labels`."""
    import pandas as pd
    from pandas.api.types import union_categoricals

    made = {}
    for name in frames[0].columns:
        columns = [frame[name] for frame in frames]
        if isinstance(columns[0].dtype, pd.CategoricalDtype):
            whole = columns[0].array if len(columns) == 1 else union_categoricals(columns)
            made[name] = whole.set_categories(labels) if name == "owner" else whole
        else:
            made[name] = columns[0].array if len(columns) == 1 else pd.concat(columns, ignore_index=True).array
    return pd.DataFrame(made)


def _by_itself(one: Apart, place: int, settings: Settings, names: bool) -> Stacked:
    """One case as its own run builds it."""
    import numpy as np
    import pandas as pd

    settings = replace(settings, case=CaseFile(owner=Owner(numbers=one.own)))
    built = building.build(one.readings, settings)
    events = built.events
    owners = events["owner"].cat.categories.tolist()
    labels = [f"{place:06d}{OWNER}{name}" for name in owners]
    events = events.assign(owner=events["owner"].cat.rename_categories(labels))
    bills = [note["source"] for note in built.readings if not note["lists_missed"]]
    sources = built.sources.merge(coverage(built.events, built.sources, bills), on="source", how="left")
    problems = pd.concat([built.problems, left_out(one.found.skipped, one.case, settings, names)], ignore_index=True)
    for table in (sources, problems):
        table.insert(0, "case", place)
    return Stacked(
        events, np.full(len(events), place), np.full(len(owners), place), owners, sources, problems, bills
    )  # fmt: skip


@dataclass(frozen=True)
class _All:
    """What stands in the place of an export when the entries of several are built as one."""

    sha256: str = "0" * 64
    size: int = 0
    path: Path = Path("several")
    name: str = "several"
    inner: str = ""
    container: None = None


def _as_one(cases: Sequence[Apart], places: list[int], sizes: list[int], settings: Settings, names: bool) -> Stacked:
    """Cases of one export each: their entries below one another, built once."""
    import numpy as np
    import pandas as pd

    alike = [cases[place] for place in places]
    readings = [one.readings[0][2] for one in alike]
    owners = _owners(alike, settings)
    frames: Any = [dict(reading.rows.items()) for reading in readings]  # columns are taken out of them one by one
    columns = {
        name: text_column(frames, sizes, name) for name in ("number_raw", "row", *TEXT_COLUMNS)
        if any(name in frame for frame in frames)
    }  # fmt: skip
    starts = np.append(0, np.cumsum(sizes))
    of = np.repeat(np.arange(len(places)), sizes)
    at = np.concatenate([frame["at"].astype("int64").to_numpy() for frame in frames])
    tags = [_letters(i) for i in range(len(places))]
    rows = {
        "number_raw": text(columns["number_raw"]),
        **{
            name: pd.Categorical.from_codes(word_codes(frames, sizes, name, words), words)
            for name, words in (("kind", KINDS), ("direction", DIRECTIONS), ("outcome", OUTCOMES))
        },
        "at": pd.DatetimeIndex(at.astype("datetime64[s]")).tz_localize("UTC"),
        "row": text(columns["row"]),
        **{
            name: nullable(whole_seconds(frames, sizes, name))
            for name in ("duration_s", "ring_s")
            if any(name in frame for frame in frames)
        },
        **{name: text(columns[name]) for name in TEXT_COLUMNS if name in columns},
        "owner": pd.Categorical.from_codes(of, tags).astype("str"),
    }
    whole = Reading(
        pd.DataFrame(rows)[[name for name in RAW_COLUMNS if name in rows]], len(of),
        to_second=readings[0].to_second, zone_basis=readings[0].zone_basis,
    )  # fmt: skip
    export: Any = _All()
    built = building.build([(export, alike[0].readings[0][1], whole)], settings)
    events = built.events
    seq = events["event_id"].str.slice(9).astype("int64").to_numpy()
    mine = of[seq - 1]
    ids = [one.sources[0] for one in alike]
    labels = [f"{place:06d}{OWNER}{owner}" for place, owner in zip(places, owners, strict=True)]
    events = events.assign(
        event_id=building.event_ids(ids, mine, seq - starts[mine]),
        owner=pd.Categorical.from_codes(mine, labels),
        source=pd.Categorical.from_codes(mine, ids),
    )
    outside = np.bincount(of[~_within(at, settings)], minlength=len(places))
    sources = _ledger(alike, places, ids, np.asarray(sizes) - outside, outside, events, mine, settings)
    problems = _problems(alike, places, ids, columns, of, built.problems, settings, names)
    some = [i for i, size in enumerate(sizes) if size]  # who has no entry is no owner
    return Stacked(
        events, np.asarray(places)[mine], np.asarray(places)[some], [owners[i] for i in some], sources, problems, []
    )  # fmt: skip


def _letters(place: int) -> str:
    """A name of letters alone, which no numbering plan knows: it keeps owners apart while their events are built."""
    made = ""
    for _ in range(6):
        place, letter = divmod(place, 26)
        made = chr(ord("a") + letter) + made
    return f"zz{made}"


def _owners(alike: Sequence[Apart], settings: Settings) -> list[str]:
    """Number of each export's owner: the one that the export states, else the one that the person does."""
    raw = [one.readings[0][2].owner or settings.owner or next(iter(one.own), "") for one in alike]
    spellings = sorted(set(raw) - {""})
    known = phone.identify(spellings, region=settings.region, home_area=settings.home_area)["number"]
    number = {"": "", **dict(zip(spellings, known, strict=True))}
    return [number[one] for one in raw]


def _within(at: np.ndarray, settings: Settings) -> np.ndarray:
    """Which entries lie within the days that are looked at."""
    import numpy as np

    kept = np.ones(len(at), dtype=bool)
    if settings.since is None and settings.until is None:
        return kept
    day = clock.wall(at, settings.zone) // clock.DAY
    first = dt.date(1970, 1, 1).toordinal()
    if settings.since is not None:
        kept &= day >= settings.since.toordinal() - first
    if settings.until is not None:
        kept &= day <= settings.until.toordinal() - first
    return kept


def _ledger(
    alike: Sequence[Apart], places: list[int], ids: list[str], rows: np.ndarray, outside: np.ndarray, events: pd.DataFrame,
    mine: np.ndarray, settings: Settings,
) -> pd.DataFrame:  # fmt: skip
    """The row ledger, one source for each case, with what it covers."""
    import numpy as np
    import pandas as pd

    size = len(alike)
    at = events["at"].astype("int64").to_numpy()
    first, last = np.full(size, np.iinfo(np.int64).max), np.full(size, np.iinfo(np.int64).min)
    np.minimum.at(first, mine, at)
    np.maximum.at(last, mine, at)
    kept = np.bincount(mine, minlength=size)
    calls_only = np.bincount(mine[(events["kind"] != "call").to_numpy()], minlength=size) == 0
    day = clock.wall(at, settings.zone) // clock.DAY
    days, longest, end = gaps(mine, day, size)
    early, late = np.full(size, np.iinfo(np.int64).max), np.full(size, -1)
    np.minimum.at(early, mine, day)
    np.maximum.at(late, mine, day)
    early[kept == 0] = -1
    made = []
    for i, one in enumerate(alike):
        export, importer, reading = one.readings[0]
        told = reading.lists_missed and reading.rows_read in CAPS and calls_only[i]
        made.append({
            "case": places[i], "source": ids[i], "path": f"source/{ledger.stored_names([export])[0]}", "sha256": export.sha256,
            "bytes": export.size, "importer": importer.name, "encoding": reading.encoding, "rows_read": reading.rows_read,
            "duplicates": int(rows[i] - kept[i]), "corroborating": 0, "skipped": reading.skipped + int(outside[i]),
            "problems": reading.problems.lost, "cap": reading.rows_read if told else 0,
            "first_at": _iso(first[i]) if kept[i] else "", "last_at": _iso(last[i]) if kept[i] else "",
        })  # fmt: skip
    table = pd.DataFrame(made)
    table["events"] = kept
    table["days"], table["gap_days"], table["confirmed"], table["unanswered"] = days, longest, 0, 0
    for name, values in (("first_day", early), ("last_day", late), ("gap_end", end)):
        table[name] = pd.Series(as_days(values), dtype="object")
    return table[["case", *SOURCE_COLUMNS, *COVERAGE_COLUMNS]]


def _iso(second: int) -> str:
    return iso(dt.datetime.fromtimestamp(int(second), dt.UTC))


def _problems(
    alike: Sequence[Apart], places: list[int], ids: list[str], columns: dict[str, Any], of: np.ndarray, odd: pd.DataFrame,
    settings: Settings, names: bool,
) -> pd.DataFrame:  # fmt: skip
    """The problems of each case: those of its export, numbers that no plan explains, files that were left out."""
    import pandas as pd

    strange = _strange(columns, of, odd, settings)
    rows: list[tuple[Any, ...]] = []
    for i, one in enumerate(alike):
        for code, row, column, raw, note in one.readings[0][2].problems.entries:
            rows.append((places[i], code, ids[i], row, column, raw, note))
        for row, raw in strange.get(i, ()):
            rows.append((places[i], "P205", ids[i], row, "number_raw", shorten(raw), ""))
        if one.found.skipped:
            left = left_out(one.found.skipped, one.case, settings, names)
            rows += [(places[i], *each) for each in left.itertuples(index=False, name=None)]
    table = pd.DataFrame(rows, columns=["case", *PROBLEM_COLUMNS])
    return table.astype({"case": "int64", **dict.fromkeys(PROBLEM_COLUMNS, "str")})


def _strange(
    columns: dict[str, Any], of: np.ndarray, odd: pd.DataFrame, settings: Settings
) -> dict[int, list[tuple[str, str]]]:
    """Per case the first row of each spelling that no numbering plan explains, and the spelling.

    `odd` names the first of each in all cases together, which tells which spellings to look for.
    """
    import numpy as np

    raws = set(odd.loc[odd["code"] == "P205", "raw"])
    if not raws:
        return {}
    spelling, spellings = encode(columns["number_raw"])
    asked = [i for i, one in enumerate(spellings) if shorten(one) in raws]
    known = phone.identify([spellings[i] for i in asked], region=settings.region, home_area=settings.home_area)
    wanted = np.zeros(len(spellings), dtype=bool)
    wanted[[i for i, kind in zip(asked, known["number_kind"], strict=True) if kind == "unknown"]] = True
    where = np.flatnonzero(wanted[spelling])
    _, first = np.unique(of[where] * len(spellings) + spelling[where], return_index=True)
    found: dict[int, list[tuple[str, str]]] = {}
    for place in np.sort(where[first]).tolist():
        found.setdefault(int(of[place]), []).append((columns["row"][place].as_py(), spellings[spelling[place]]))
    return found
