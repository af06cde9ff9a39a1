"""From a database to a `Reading`: open it, let an importer take its tables, refuse what held nothing that could be read."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from analyzer.importers.databases.event_parts import Part, reading
from analyzer.importers.databases.sqlite_files import Database, opened

if TYPE_CHECKING:
    from analyzer.events import Reading
    from analyzer.exports import Export


def read_database(export: Export, parts: Callable[[Database], Sequence[Part]], zone_basis: str = "absolute") -> Reading:
    """Read what an importer makes of the tables of a database.

    Raises
    ------
    ExportError
        Where SQLite refuses the file, or not one row of a damaged one could be read.
    """
    with opened(export) as database:
        found = parts(database)
        broken = [note for part in found for _, code, _, _, note in part.lost if code == "P106"]
        if broken and not any(map(len, found)):
            raise sqlite3.DatabaseError(broken[0])
        return reading(found, zone_basis, database.notes)
