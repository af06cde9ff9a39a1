"""Databases out of phones, opened as what they are: files by strangers.

A database can hold views, triggers, generated columns and virtual tables, that is, code that runs when somebody looks at
it; pages that point in circles; cells that share one megabyte among thousands of rows. So only plain tables are looked
at, through a private copy, under an authoriser that grants reading them and nothing else, with bounds on cells and steps.
The page "Defense Against The Dark Arts" of SQLite's documentation names the settings.

What lies beside the database: entries that the phone had not merged yet stand in a file ``<name>-wal``; where it lies
there, it is read along (`notes` says so, with its hash, since the source's own hash is that of the main file). ``-shm``
is but an index of it, which SQLite makes anew. A ``-journal`` is left alone: rolling one back may delete other files.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.problems import ExportError

if TYPE_CHECKING:
    from analyzer.exports import Export

N_ = str

CELL = 1 << 16
"""Bytes of a cell that are read in bulk; larger ones are read one row at a time (see `analyzer.importers.sqlite_tables`)."""
LARGEST_CELL = 1 << 24
"""Bytes above which a cell is not read at all: a text message has 40 kB at most, a part of a picture message 1 MB."""
LARGEST_MENDED = 1 << 30
"""Bytes up to which a database that was cut off is filled up with zeros, to read what is left of it."""
MOST_TABLES = 1000
"""Tables that are looked at; phones' databases have a few dozen."""
STEPS = 100_000
"""Instructions of SQLite's machine between two looks at how many it has run."""
STEPS_PER_BYTE = 20
"""Instructions per byte of the file that reading may take; a plain scan takes fewer than five."""

WAL_READ = N_("entries that the phone had not merged into the database yet, read along")
WAL_MISSING = N_(
    "the database keeps its newest entries in a second file whose name ends in -wal; it was not beside it: copy both to have them"
)

_PLAIN = re.compile(rb"\s*CREATE\s+TABLE\b", re.I)
_NO_ROW_NUMBERS = re.compile(rb"\bWITHOUT\s+ROWID\b[^)]*$", re.I)
_WAL_MODE = 2
"""Bytes 18 and 19 of the header of a database in write-ahead mode ("Database File Format", 1.3.3)."""

_SETTINGS = (
    "PRAGMA trusted_schema=OFF",
    "PRAGMA cell_size_check=ON",
    "PRAGMA query_only=ON",
    "PRAGMA mmap_size=0",
    "PRAGMA temp_store=MEMORY",
)
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LARGEST_CELL,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
    sqlite3.SQLITE_LIMIT_TRIGGER_DEPTH: 1,
    sqlite3.SQLITE_LIMIT_FUNCTION_ARG: 8,
    sqlite3.SQLITE_LIMIT_WORKER_THREADS: 0,
}


@dataclass(frozen=True)
class Tables:
    """The plain tables of a database.

    Attributes
    ----------
    names : dict
        Name in lower case → name as it stands.
    columns : dict
        Name in lower case → columns (lower case → as they stand). Computed columns, and tables without row numbers, are
        left out.
    """

    names: dict[str, str]
    columns: dict[str, dict[str, str]]

    def have(self, table: str, *columns: str) -> bool:
        """Whether there is such a table with all of these columns (all in lower case)."""
        return table in self.columns and self.columns[table].keys() >= set(columns)


NOTHING = Tables({}, {})


@dataclass(frozen=True)
class Database:
    """An open database.

    Attributes
    ----------
    connection : sqlite3.Connection
        Text comes as bytes, so that broken UTF-8 costs one cell and not the table.
    tables : Tables
    size : int
        Bytes of the files read: no honest table holds more.
    notes : pairs of str
        What lay beside the database, for `Reading.understood`.
    """

    connection: sqlite3.Connection
    tables: Tables
    size: int
    notes: tuple[tuple[str, str], ...]


def tables(export: Export) -> Tables:
    """The plain tables of an export; none where it is no database, or one that SQLite refuses. Never raises.

    Remembered in ``export.memo``: every importer of databases asks for it.
    """
    if "sqlite tables" not in export.memo:
        found = NOTHING
        if export.kind == "sqlite":
            with suppress(sqlite3.Error, OSError, ValueError):
                if _wal_beside(export.path) or _whole_size(export) > export.size:
                    with _copied(export) as (uri, size):
                        found = _look(uri, size)
                else:
                    found = _look(_uri(export.path, immutable=True), export.size)
        export.memo["sqlite tables"] = found
    return export.memo["sqlite tables"]


@contextmanager
def opened(export: Export) -> Iterator[Database]:
    """A private copy of the database, open for reading its plain tables; gone afterwards.

    Raises
    ------
    ExportError
        Where SQLite refuses the file.
    """
    try:
        with _copied(export) as (uri, size), closing(_connect(uri, size)) as connection:
            yield Database(connection, _schema(connection), size, _notes(export))
    except sqlite3.Error as error:
        raise ExportError(
            "{path} is a damaged database ({why}): copy it from the phone again", path=export.path, why=error
        ) from None


def grant(connection: sqlite3.Connection, names: Iterable[str]) -> None:
    """From now on allow reading these tables and nothing else: no other table, function, pragma or statement."""
    readable = frozenset(names)

    def decide(action: int, first: str | None, _second: str | None, _database: str | None, inner: str | None) -> int:
        allowed = action == sqlite3.SQLITE_SELECT or (action == sqlite3.SQLITE_READ and first in readable)
        return sqlite3.SQLITE_OK if allowed and inner is None else sqlite3.SQLITE_DENY

    connection.set_authorizer(decide)


def quoted(name: str) -> str:
    """A name as SQL writes it."""
    return '"' + name.replace('"', '""') + '"'


def _look(uri: str, size: int) -> Tables:
    with closing(_connect(uri, size)) as connection:
        return _schema(connection)


def _uri(path: Path, immutable: bool) -> str:
    return f"{path.absolute().as_uri()}?mode=ro{'&immutable=1' if immutable else ''}"


def _wal_beside(path: Path) -> Path | None:
    beside = path.with_name(path.name + "-wal")
    with suppress(OSError, ValueError):
        info = beside.stat()
        if stat.S_ISREG(info.st_mode) and info.st_size:
            return beside
    return None


@contextmanager
def _copied(export: Export) -> Iterator[tuple[str, int]]:
    """A copy in a folder that nobody else may enter: its URI, and how many bytes were copied."""
    with tempfile.TemporaryDirectory(prefix="analyze-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / "copy.db"
        size = _copy(export.chunks(), copy)
        if size < _whole_size(export) <= LARGEST_MENDED:
            os.truncate(copy, _whole_size(export))
        beside = _wal_beside(export.path)
        if beside:
            with beside.open("rb") as file:
                size += _copy(iter(lambda: file.read(1 << 20), b""), copy.with_name(copy.name + "-wal"))
        yield _uri(copy, immutable=not beside), size


def _whole_size(export: Export) -> int:
    """Bytes that a database should have by its header: SQLite refuses one that was cut off, unless what is missing is
    there, if only as zeros.
    """
    page = int.from_bytes(export.head[16:18], "big")
    return (65536 if page == 1 else page) * int.from_bytes(export.head[28:32], "big")


def _copy(pieces: Iterable[bytes], target: Path) -> int:
    size = 0
    with target.open("wb") as file:
        for piece in pieces:
            size += file.write(piece)
    return size


def _notes(export: Export) -> tuple[tuple[str, str], ...]:
    if beside := _wal_beside(export.path):
        with beside.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        return ((f"-wal (SHA-256 {digest})", WAL_READ),)
    return (("-wal", WAL_MISSING),) if export.head[18:20] == bytes((_WAL_MODE, _WAL_MODE)) else ()


def _connect(uri: str, size: int) -> sqlite3.Connection:
    connection = sqlite3.connect(uri, uri=True, isolation_level=None)
    connection.text_factory = bytes
    for setting in _SETTINGS:
        connection.execute(setting)
    for limit, value in _LIMITS.items():
        connection.setlimit(limit, value)
    connection.set_progress_handler(_bounded(size), STEPS)
    return connection


def _bounded(size: int) -> Callable[[], int]:
    left = 500 + size * STEPS_PER_BYTE // STEPS

    def count() -> int:
        nonlocal left
        left -= 1
        return left < 0

    return count


def _schema(connection: sqlite3.Connection) -> Tables:
    names: dict[str, str] = {}
    columns: dict[str, dict[str, str]] = {}
    query = f"SELECT name, sql FROM sqlite_master WHERE type = 'table' AND rootpage > 0 LIMIT {MOST_TABLES}"  # noqa: S608
    for name, sql in connection.execute(query).fetchall():
        if not isinstance(name, bytes) or not isinstance(sql, bytes):
            continue
        if not _PLAIN.match(sql) or _NO_ROW_NUMBERS.search(sql):
            continue
        with suppress(UnicodeDecodeError, sqlite3.Error):
            text = name.decode()
            found: Any = connection.execute(f"PRAGMA table_xinfo({quoted(text)})").fetchall()
            names[text.lower()] = text
            columns[text.lower()] = {c.decode().lower(): c.decode() for _, c, *_, hidden in found if hidden == 0}
    return Tables(names, columns)
