"""Excel workbooks as sheets of text cells, through calamine, once it is certain that opening them is safe."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from analyzer.importers.sheets.compound_files import runs_in_circles
from analyzer.importers.sheets.sheet import Sheet, columns_grid
from analyzer.importers.values.columns import text_array
from analyzer.problems import ExportError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

    from analyzer.exports import Export

LIMIT_BYTES = 1 << 30
"""Unpacked size up to which a workbook is opened."""
LIMIT_RATIO = 200
"""Unpacked to packed size of one member up to which it is believed; a bomb of ratio 409 cost 637 MB (measured)."""
SMALL_MEMBER = 1 << 23
"""Members below this unpacked size may have any ratio: they cannot fill a memory."""
LIMIT_CELLS = 60_000_000
"""Height times width of a sheet: calamine lays out the whole rectangle, 24 bytes a cell, and ends the process when that
does not fit; two cells in opposite corners of a sheet ask for 400 GB (measured with calamine 0.9.1)."""
PIECE = 1 << 20
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", "/")
"""Endings of members that hold no cells."""
REHEARSAL_S = 120
"""Seconds within which an old workbook must open."""

CELL = re.compile(rb"""[\s"']r\s*=\s*["']([A-Za-z]{0,12})(\d{0,20})""")
FRONT, QUOTES = (9, 10, 13, 32, 34, 39), (34, 39)
"""Bytes before the name of an attribute, and around its value."""
REFERENCE = 16
"""Bytes of a cell's name that are looked at; the last cell of a workbook is XFD1048576."""
FURTHEST = 10**9
"""Rows or columns above which the number no longer matters."""

EPOCH = dt.datetime(1899, 12, 31)  # noqa: DTZ001 - the zero of Excel's day count, no instant


def workbook_sheets(export: Export) -> tuple[Sheet, ...]:
    """All worksheets with at least one filled row; chart and dialog sheets left out.

    Raises
    ------
    ExportError
        For a password, damage, or a workbook that would fill the memory.
    """
    import numpy as np
    import python_calamine as calamine

    if export.kind == "locked":
        raise _locked(export)
    if export.kind == "xlsx":
        _check_zip(export)
    elif runs_in_circles(export.read()):
        raise _damaged(export, "its parts follow one another in a circle")
    elif not _survived(export):
        raise _damaged(export, "opening it ends the reader")
    try:
        with _silent(), calamine.CalamineWorkbook.from_path(export.path) as book:
            names = [info.name for info in book.sheets_metadata if info.typ == calamine.SheetTypeEnum.WorkSheet]
            found = [(name, *_filled(book.get_sheet_by_name(name))) for name in names]
    except calamine.PasswordError:
        raise _locked(export) from None
    except (calamine.CalamineError, OSError, ValueError, OverflowError) as error:
        why = str(error).splitlines()[0][:200] if str(error) else type(error).__name__
        raise _damaged(export, why) from None
    except BaseException as error:  # what the reader's own language calls a panic is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise _damaged(export, "the reader gave up") from None
    sheets = []
    while found:
        name, rows, places = found.pop(0)
        if rows:
            columns = [_column(cells) for cells in zip(*rows, strict=True)]
            sheets.append(columns_grid(name, columns, np.array(places, dtype=np.int64)))
    return tuple(sheets)


def _filled(sheet: CalamineSheet) -> tuple[list[list[Any]], list[int]]:
    """The rows of a sheet in which a cell is filled, from its first column on, and their numbers."""
    left = [""] * (sheet.start[1] if sheet.start else 0)
    rows: list[list[Any]] = []
    places: list[int] = []
    for place, row in enumerate(sheet.iter_rows(), 1):
        if row.count("") < len(row):
            rows.append(left + row if left else row)
            places.append(place)
    return rows, places


def _column(cells: Sequence[Any]) -> Any:
    """The cells of a column as texts. Each distinct number is written once; 1, 1.0 and true are equal but not written alike."""
    types = set(map(type, cells))
    if types <= {str}:
        return text_array(cells)
    if types <= {str, float}:
        words = {cell: text_of(cell) for cell in set(cells)}
        return text_array([words[cell] for cell in cells])
    return text_array([cell if type(cell) is str else text_of(cell) for cell in cells])


@contextmanager
def _silent() -> Iterator[None]:
    """Nothing written on the error stream: what calamine's own language calls a panic goes there by itself, with its inner
    places, before it becomes an exception.
    """
    try:
        kept, null = os.dup(2), os.open(os.devnull, os.O_WRONLY)
    except OSError:  # there is no error stream
        yield
        return
    try:
        os.dup2(null, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
        os.close(null)


REHEARSAL = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))
except (ImportError, ValueError, OSError):
    pass
import python_calamine
try:
    with python_calamine.CalamineWorkbook.from_path(sys.argv[1]) as book:
        for name in book.sheet_names:
            for row in book.get_sheet_by_name(name).iter_rows():
                pass
except BaseException:
    pass
"""
"""Opens a workbook in a process of its own, in 512 MB: a full year's bill takes a fifth of it, and a few bytes that name a far
cell ask for 1.1 GB. What it raises is raised again, and told, where it is read in earnest."""


def _survived(export: Export) -> bool:
    """Whether a process that opens an old workbook lives: a damaged one can ask calamine for more memory than there is,
    and such an end cannot be caught. About 50 ms; modern workbooks are looked through in `_check_zip` instead.
    """
    if not sys.executable:
        return True
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and code, the path is an argument
            [sys.executable, "-I", "-c", REHEARSAL, str(export.path)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=REHEARSAL_S,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False
    except OSError:
        return True
    return done.returncode == 0


def _locked(export: Export) -> ExportError:
    return ExportError(
        "{path} is protected by a password: open it in Excel or WPS, save it without the password, and name that file",
        path=export.path,
    )


def _damaged(export: Export, why: str) -> ExportError:
    return ExportError(
        "{path} is a damaged or foreign workbook ({why}): open it in Excel or WPS and save it again as .xlsx or CSV",
        path=export.path,
        why=why,
    )


def text_of(value: object) -> str:
    """A cell's value as text, without adding to it or taking away.

    Examples
    --------
    >>> text_of(13800138000.0), text_of(dt.timedelta(seconds=98)), text_of(dt.date(2026, 3, 1)), text_of(True)
    ('13800138000', '00:01:38', '2026-03-01', 'true')
    """
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        if value.year < 1905:  # a length of time that was given a date's looks
            return _clock(round((value - EPOCH).total_seconds()))
        value += dt.timedelta(microseconds=500_000)
        return value.replace(microsecond=0).isoformat(" ")
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, dt.time):
        seconds = round(value.hour * 3600 + value.minute * 60 + value.second + value.microsecond / 1e6)
        return _clock(min(seconds, 86_399))
    if isinstance(value, dt.timedelta):
        return _clock(round(value.total_seconds()))
    return str(value)


def _clock(seconds: int) -> str:
    sign, seconds = "-" if seconds < 0 else "", abs(seconds)
    return f"{sign}{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def _check_zip(export: Export) -> None:
    """Refuse what could harm before calamine opens it: bombs, and sheets whose cells lie too far apart."""
    try:
        with zipfile.ZipFile(export.path) as archive:
            members = archive.infolist()
            if sum(member.file_size for member in members) > LIMIT_BYTES or any(
                member.file_size > SMALL_MEMBER and member.file_size > LIMIT_RATIO * max(member.compress_size, 1)
                for member in members
            ):
                raise ExportError(
                    "{path} unpacks to far more than its size, as files made to fill a memory do: save it as CSV",
                    path=export.path,
                )
            for member in members:
                name = member.filename
                if ".." in name.replace("\\", "/").split("/"):
                    raise _damaged(export, "a part with a path that leads out of it")
                if name.endswith("workbook.bin"):
                    raise ExportError("{path} is a binary workbook (.xlsb): save it as .xlsx or CSV", path=export.path)
                if not name.endswith(PICTURES):  # a workbook may call its sheets what it likes
                    _check_member(archive, member, export)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise _damaged(export, str(error)[:200] or type(error).__name__) from None


def _check_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo, export: Export) -> None:
    """Unpack a member once in pieces, so that its stated size is proved, and look how far a sheet's cells reach."""
    height = width = 0
    rest = b""
    with archive.open(member) as file:
        while piece := file.read(PIECE):
            tall, wide = _reach(rest + piece)
            height, width = max(height, tall), max(width, wide)
            rest = piece[-64:]
    if height * width > LIMIT_CELLS:
        raise ExportError(
            "{path} has cells so far apart that its sheet would fill the memory: delete what stands outside the table, or save it as CSV",
            path=export.path,
        )


def _reach(piece: bytes) -> tuple[int, int]:
    """The lowest row and the furthest column that cells of a piece of XML name, 0 where they name none.

    Examples
    --------
    >>> _reach(b'<row r="7"><c r="B7" s="1"/><c r = "AA8"/>')
    (8, 27)
    """
    import numpy as np

    raw = np.frombuffer(piece, np.uint8)
    equals = np.flatnonzero(raw[2:-1] == ord("=")) + 2
    before, behind = raw[equals - 1], raw[equals + 1]
    if (before <= 32).any() or (behind <= 32).any():  # blanks around the sign, as no program writes them, or a text
        names = {(letters, digits) for letters, digits in CELL.findall(piece)}
        return (
            max((int(digits or 1) for _, digits in names), default=0),
            max((_column_number(letters) for letters, _ in names), default=0),
        )
    at = equals[(before == ord("r")) & np.isin(raw[equals - 2], FRONT) & np.isin(behind, QUOTES)] + 2
    if not len(at):
        return 0, 0
    padded = np.append(raw, np.zeros(REFERENCE, np.uint8))
    wide, tall = np.zeros(len(at), np.int64), np.zeros(len(at), np.int64)
    letters, going = np.ones(len(at), bool), np.ones(len(at), bool)
    for place in range(REFERENCE):
        byte = padded[at + place]
        letter, digit = (
            (byte | 32) - np.uint8(ord("a")),
            byte - np.uint8(ord("0")),
        )  # whatever is below them wraps around
        letters &= letter < 26
        going &= letters | (digit < 10)
        if not going.any():
            break
        wide = np.where(letters, np.minimum(wide * 26 + letter + 1, FURTHEST), wide)
        tall = np.where(going & ~letters, np.minimum(tall * 10 + digit, FURTHEST), tall)
    return max(int(tall.max()), 1), int(wide.max())


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
