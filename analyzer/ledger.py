"""The row ledger: what became of every row of every source, and what was understood of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer import phone
from analyzer.events import SOURCE_COLUMNS, Importer, Reading
from analyzer.exports import Export, readable
from analyzer.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

N_ = str

Readings = Sequence[tuple[Export, Importer, Reading]]


@dataclass(frozen=True)
class Fates:
    """What became of the rows of one source that were understood.

    Attributes
    ----------
    events, duplicates, corroborating, outside : int
        Kept; the same event again in it or in another export of a phone; the same event in a phone's log and a bill; outside of
        ``settings.since`` and ``until``.
    first_at, last_at : str
        UTC of its first and last event, empty where it has none.
    """

    events: int
    duplicates: int
    corroborating: int
    outside: int
    first_at: str
    last_at: str


def table(readings: Readings, ids: Sequence[str], names: Sequence[str], fates: Sequence[Fates]) -> pd.DataFrame:
    """The sources table: ``rows_read = events + duplicates + corroborating + skipped + problems`` in each of its rows.

    Parameters
    ----------
    readings : sequence of (Export, Importer, Reading)
    ids, names : sequence of str
        Of the same sources (see `source_ids` and `stored_names`).
    fates : sequence of Fates

    Returns
    -------
    DataFrame
        With `SOURCE_COLUMNS`.
    """
    import pandas as pd

    rows = [
        {
            "source": ids[i],
            "path": f"source/{names[i]}",
            "sha256": export.sha256,
            "bytes": export.size,
            "importer": importer.name,
            "encoding": reading.encoding,
            "rows_read": reading.rows_read,
            "events": fate.events,
            "duplicates": fate.duplicates,
            "corroborating": fate.corroborating,
            "skipped": reading.skipped + fate.outside,
            "problems": reading.problems.lost,
            "first_at": fate.first_at,
            "last_at": fate.last_at,
        }
        for i, ((export, importer, reading), fate) in enumerate(zip(readings, fates, strict=True))
    ]
    return pd.DataFrame(rows, columns=list(SOURCE_COLUMNS))


def notes(
    readings: Readings, ids: Sequence[str], names: Sequence[str], fates: Sequence[Fates], settings: Settings
) -> tuple[dict[str, Any], ...]:
    """Per source what was understood of it, for the screen and the page of method."""
    found = []
    for i, ((export, importer, reading), fate) in enumerate(zip(readings, fates, strict=True)):
        why = dict(reading.skipped_why)
        if fate.outside:
            why[N_("outside --since and --until")] = fate.outside
        found.append(
            {
                "source": ids[i],
                "path": export.name,
                "stored": names[i],
                "title": importer.title,
                "encoding": reading.encoding,
                "zone_basis": reading.zone_basis,
                "understood": reading.understood,
                "unmapped": reading.unmapped,
                "skipped_why": why,
                "lists_missed": reading.lists_missed,
                "owner": reading.owner,
                "blocked": _blocked(reading, settings),
            }
        )
    return tuple(found)


def _blocked(reading: Reading, settings: Settings) -> tuple[str, ...]:
    """The numbers of a list of blocked numbers, in the form of the events table, each once."""
    if not reading.blocked:
        return ()
    known = phone.identify(list(dict.fromkeys(reading.blocked)), region=settings.region, home_area=settings.home_area)
    return tuple(sorted(set(known["number"]) - {""}))


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


def stored_names(exports: Sequence[Export]) -> list[str]:
    """Places under ``source/``: an export's own file name, a second one of that name with a number before its suffix; a
    member of an archive by the archive's place and its own name.
    """
    taken: set[str] = set()
    places: dict[int, str] = {}
    stored = []
    for export in exports:
        home = export.container or export
        if id(home) not in places:
            name = readable(home.path.name)
            stem, dot, suffix = name.rpartition(".")
            candidate, i = name, 2
            while candidate.casefold() in taken:
                candidate = f"{stem}-{i}{dot}{suffix}" if stem else f"{name}-{i}"
                i += 1
            taken.add(candidate.casefold())
            places[id(home)] = candidate
        stored.append(places[id(home)] + (f"/{export.inner}" if export.container else ""))
    return stored
