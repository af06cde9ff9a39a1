"""The rows of one table as columns, however damaged the database is.

A plain scan in the order of the row numbers, thousands of rows at a time. Where SQLite stops at a damaged page, the rows
behind it are fetched from the other end; a row with a cell too large for the bulk is fetched alone. Row numbers that do
not rise, and more text than the file has bytes, tell a database made to be endless.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice, pairwise
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from analyzer.importers.databases import sqlite_cells
from analyzer.importers.databases.sqlite_files import CELL, LARGEST_CELL, Database, grant, quoted

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Cells = tuple[pa.ChunkedArray, dict[int, str]]

ROWS = 4096
"""Rows fetched at a time."""
PIECES = 16
"""Of these, how many make a table of `read_in_pieces`."""
FIRST, LAST = -(2**63), 2**63 - 1
"""Range of row numbers."""
GROWTH, SLACK = 4, 1 << 26
"""Bytes of cells that may come out of the database for each byte of the file (UTF-16 grows in UTF-8), and besides."""

TEXT, BLOB, WHOLE, ROUNDED = "text", "blob", "whole", "rounded"
"""What a column is read as: text, bytes, a number whose fraction is dropped (times), a number rounded (lengths)."""


@dataclass(frozen=True)
class Table:
    """Rows of a table.

    Attributes
    ----------
    name : str
        As it stands in the database.
    rowid : array of int64
        Row numbers, rising.
    broken : str
        Why not all rows could be read (SQLite's words), empty where they were.
    too_large : tuple of int
        Numbers of the rows that were left out because of a giant cell.
    stands : mapping
        All columns of the table, lower case → as they stand.
    """

    name: str
    rowid: NDArray[np.int64]
    broken: str
    too_large: tuple[int, ...]
    stands: Mapping[str, str]
    columns: Mapping[str, Cells]

    def __len__(self) -> int:
        return len(self.rowid)

    def __contains__(self, name: str) -> bool:
        return name in self.columns

    def text(self, name: str) -> pa.ChunkedArray:
        """A text column; empty where the cell is NULL, or everywhere where the table has no such column."""
        import pyarrow as pa

        if name not in self.columns:
            return pa.chunked_array([pa.repeat(pa.scalar("", pa.large_string()), len(self))])
        return self.columns[name][0].fill_null("")

    def number(self, name: str, none: int = -1) -> NDArray[np.int64]:
        """A column of whole numbers; `none` where the cell is NULL or no number, or the table has no such column."""
        import numpy as np

        if name not in self.columns:
            return np.full(len(self), none, np.int64)
        return self.columns[name][0].fill_null(none).to_numpy()

    def odd(self, name: str) -> dict[int, str]:
        """Place → cell, where a number was wanted and none stands, or a text holds broken characters (U+FFFD)."""
        return self.columns[name][1] if name in self.columns else {}

    def cell(self, name: str) -> Callable[[int], str]:
        """What gives a cell of a column as it stood, by its place; it keeps that column alone from being forgotten."""
        column, odd = self.columns.get(name, (None, {}))

        def raw(i: int) -> str:
            value = odd.get(i, None if column is None else column[i].as_py())
            return "" if value is None else str(value)

        return raw

    def called(self, name: str) -> str:
        """A column's name as it stands in the database."""
        return self.stands.get(name, name)

    def damaged_texts(self) -> Iterator[tuple[str, dict[int, str]]]:
        """The text columns with broken characters, and their places."""
        import pyarrow as pa

        for name, (column, odd) in self.columns.items():
            if odd and pa.types.is_large_string(column.type):
                yield self.called(name), odd


def read(database: Database, table: str, columns: Mapping[str, str]) -> Table:
    """Read some columns of a table.

    Parameters
    ----------
    database : Database
    table : str
        Name in lower case; must be among ``database.tables``.
    columns : mapping
        Column (in lower case) → `TEXT`, `BLOB`, `WHOLE` or `ROUNDED`; those that the table lacks are passed over.

    Raises
    ------
    sqlite3.Error
        Where not even a first row can be asked for.
    """
    scan = _Scan(database, table, columns)
    scan.run()
    return scan.table()


def read_in_pieces(database: Database, table: str, columns: Mapping[str, str]) -> Iterator[Table]:
    """The same as tables of `PIECES` times `ROWS` rows at most, in order, each forgotten here once it is delivered: where
    rows can be understood without the others, what they become never stands beside all of what they were.

    There is at least one; the last says what could not be read.
    """
    scan = _Scan(database, table, columns)
    scan.run()
    broken, too_large = scan.broken, scan.too_large
    pieces, scan.broken, scan.too_large = scan.pieces, "", []
    while len(pieces) > PIECES:
        scan.pieces, pieces = pieces[:PIECES], pieces[PIECES:]
        yield scan.table()
    scan.pieces, scan.broken, scan.too_large = pieces, broken, too_large
    yield scan.table()


class _Endless(sqlite3.DatabaseError):
    """Rows that no honest table has."""


@dataclass(frozen=True)
class _Piece:
    rowid: NDArray[np.int64]
    cells: list[tuple[pa.Array, dict[int, str]]]


class _Scan:
    def __init__(self, database: Database, table: str, columns: Mapping[str, str]) -> None:
        self.have, self.real = database.tables.columns[table], database.tables.names[table]
        self.kinds = {name: kind for name, kind in columns.items() if name in self.have}
        self.pieces: list[_Piece] = []
        self.next, self.broken, self.too_large = FIRST, "", []
        self.left = database.size * GROWTH + SLACK
        self.connection = database.connection
        number = next((alias for alias in ("rowid", "_rowid_", "oid") if alias not in self.have), None)
        if number is None:
            raise sqlite3.DatabaseError("table without row numbers")
        chosen = ", ".join([number, *(quoted(self.have[name]) for name in self.kinds)])
        source = f"FROM {quoted(self.real)} NOT INDEXED WHERE {number} >= ? ORDER BY {number}"
        self.rows, self.place = f"SELECT {chosen} {source}", f"SELECT {number} {source} LIMIT 1"
        grant(self.connection, [self.real])

    def run(self) -> None:
        """Read from the first row to the last; at damage, from the last back to it."""
        while self.next <= LAST:
            try:
                for rows in self._fetch(self.rows, CELL):
                    self._forwards(rows)
                return
            except sqlite3.DataError:
                pass
            except sqlite3.DatabaseError as error:
                self.broken = str(error)
                if (
                    not isinstance(error, _Endless)
                    and getattr(error, "sqlite_errorcode", 0) != sqlite3.SQLITE_INTERRUPT
                ):
                    self._from_the_end()
                return
            try:
                self._one_large()
            except sqlite3.DatabaseError as error:
                self.broken = str(error)
                return

    def table(self) -> Table:
        """What was read."""
        import numpy as np
        import pyarrow as pa

        sizes = [len(piece.rowid) for piece in self.pieces]
        starts = np.cumsum([0, *sizes]).tolist()
        columns = {}
        for i, (column, kind) in enumerate(self.kinds.items()):
            cells = [piece.cells[i] for piece in self.pieces]
            odd = {start + at: raw for start, (_, odd) in zip(starts, cells, strict=False) for at, raw in odd.items()}
            columns[column] = pa.chunked_array([c for c, _ in cells], sqlite_cells.type_of(kind)), odd
        rowid = np.concatenate([np.zeros(0, np.int64), *(piece.rowid for piece in self.pieces)])
        return Table(self.real, rowid, self.broken, tuple(self.too_large), self.have, columns)

    def _fetch(self, query: str, limit: int) -> Iterator[list[Any]]:
        """Rows from `next` on in pieces; those before an error are delivered, too."""
        self.connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, limit)
        cursor = self.connection.execute(query, (self.next,))
        while True:
            rows: list[Any] = []
            try:
                rows.extend(islice(cursor, ROWS))
            except sqlite3.DatabaseError:
                if rows:
                    yield rows
                raise
            if not rows:
                return
            yield rows

    def _forwards(self, rows: list[Any]) -> None:
        import numpy as np

        number = np.fromiter(map(itemgetter(0), rows), np.int64, len(rows))
        rising = np.append(number[0] >= self.next, number[1:] > number[:-1])
        honest = len(rows) if rising.all() else int(rising.argmin())
        if honest:
            self.pieces.append(self._piece(rows[:honest]))
            self.next = int(number[honest - 1]) + 1
        if honest < len(rows):
            raise _Endless("rows repeat themselves")

    def _one_large(self) -> None:
        """Read the next row, which has a cell too large for the bulk, or leave it out."""
        try:
            if rows := next(self._fetch(f"{self.rows} LIMIT 1", LARGEST_CELL), []):
                self._forwards(rows)
                return
        except sqlite3.DataError:
            if found := next(self._fetch(self.place, LARGEST_CELL), []):
                self.too_large.append(found[0][0])
                self.next = found[0][0] + 1
                return
        self.next = LAST + 1

    def _from_the_end(self) -> None:
        """Read backwards to the damage."""
        found: list[_Piece] = []
        high = LAST
        try:
            for rows in self._fetch(f"{self.rows} DESC", CELL):
                rows.reverse()
                if rows[-1][0] > high or any(a[0] >= b[0] for a, b in pairwise(rows)):
                    break
                found.append(self._piece(rows))
                high = rows[0][0] - 1
        except sqlite3.DatabaseError:
            pass
        self.pieces += reversed(found)

    def _piece(self, rows: list[Any]) -> _Piece:
        import numpy as np

        columns = (
            list(map(itemgetter(i), rows)) for i in range(1, len(self.kinds) + 1)
        )  # a third of the cost of zip(*rows)
        cells = [sqlite_cells.read(column, kind) for column, kind in zip(columns, self.kinds.values(), strict=True)]
        self.left -= sum(array.nbytes for array, _ in cells)
        if self.left < 0:
            raise _Endless("more text than the file has bytes")
        return _Piece(np.fromiter(map(itemgetter(0), rows), np.int64, len(rows)), cells)
