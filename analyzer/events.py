"""The events table and what fills it: one row per call or message, whatever export it came from.

An `Importer` turns one export into a `Reading`: raw rows whose times, kinds and outcomes are already in our words.
`analyzer.building.build` turns readings into the events table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analyzer.problems import ProblemLog
from analyzer.settings import Settings

if TYPE_CHECKING:
    import pandas as pd

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

TEXT_COLUMNS = ("body", "name", "line", "label")

RAW_COLUMNS = {
    "number_raw": "str", "kind": "category", "direction": "category", "outcome": "category", "at": "datetime64[s, UTC]",
    "row": "str", "duration_s": "Int64", "ring_s": "Int64", "body": "str", "name": "str", "line": "str", "label": "str", "owner": "str",
}  # fmt: skip
"""Columns of `Reading.rows` and their types. The first six are obligatory, an importer leaves out the others when its
export has nothing for them. `kind`, `direction` and `outcome` hold only the words of `KINDS`, `DIRECTIONS`, `OUTCOMES`
(messages: outcome empty). `number_raw` may be a category too, its categories the spellings that occur, in order of their first
appearance. `row` names the place in the export: a line, ``Sheet1!17``, an element's number."""


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
    blocked : tuple of str
        Numbers, as they stand, that the owner had the phone block, from exports that list these; no events come of them.
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
    blocked: tuple[str, ...] = ()


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
