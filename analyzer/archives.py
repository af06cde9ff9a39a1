"""Archives of exports: zip, tar, gzip and those within them, unpacked within bounds into a private folder."""

from __future__ import annotations

import gzip
import io
import re
import shutil
import tarfile
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import IO

from analyzer.exports import Export, readable
from analyzer.gathering import IGNORED, MOST_FILES, Gathered
from analyzer.problems import ExportError

MOST_BYTES = 1 << 30
"""Bytes that one archive may unpack to, all members together."""

HIGHEST_RATIO = 200
"""Times that a member may grow when unpacked: text shrinks 5 to 20 times, a bomb a thousand times."""

ARCHIVES = ("zip", "tar", "gzip")
"""Kinds of file that hold files."""

DEEPEST = 2
"""Archives within which a file is looked for: one, and one within that. A few bytes can hold themselves without end."""

DAMAGED = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    EOFError,
    NotImplementedError,
    ValueError,
    OverflowError,
    gzip.BadGzipFile,
)
"""What the standard library raises for archives that are not whole."""

PIECE = 1 << 20

WAL = "-wal"
"""Ending of the file in which a database keeps its newest entries."""


def unpack(export: Export, found: Gathered) -> list[Export]:
    """The members of an archive (zip, tar, gzip, or both of these) as exports of their own.

    Members under a password, folders, links, companions of other files and what grows beyond `HIGHEST_RATIO` are left out, each
    with its reason. The ``-wal`` of a database, in which its newest entries stand, is laid beside it. A member is written under its own file name into a private folder: no path out of an archive takes effect.
    An archive within an archive is opened, one within that is not.

    Raises
    ------
    ExportError
        For an archive that is damaged, too deep within others, or unpacks to more than `MOST_BYTES`.
    """
    if export.memo.get("depth", 0) >= DEEPEST:
        raise ExportError(
            "{path} is an archive within archives: unpack it yourself and name the files", path=export.name
        )
    try:
        if export.kind == "zip":
            with zipfile.ZipFile(export.path) as packed:
                return _unzip(packed, export, found)
        if export.kind == "gzip" and not _holds_tar(export):
            return _gunzip(export, found)
        with tarfile.open(export.path, "r:gz" if export.kind == "gzip" else "r:", errorlevel=1) as tape:
            return _untar(tape, export, found)
    except (*DAMAGED, OSError) as error:
        raise ExportError(
            "{path} is a damaged archive ({why}): unpack it yourself and name the exports", path=export.name, why=error
        ) from None


def _unzip(archive: zipfile.ZipFile, export: Export, found: Gathered) -> list[Export]:
    members: list[Export] = []
    infos = [info for info in archive.infolist() if info.filename and not info.is_dir()]
    _weigh(export, found, len(infos), sum(info.file_size for info in infos))
    beside = {info.filename: info for info in infos if info.filename.endswith(WAL) and _believed(info)}
    for info in sorted(infos, key=lambda info: info.filename):
        pure = _wanted(info.filename)
        if pure is None:
            continue
        shown = f"{export.name}/{pure.as_posix()}"
        if info.flag_bits & 1:
            found.leave_out(shown, ExportError("{path} is under a password: unpack it and name the file", path=shown))
        elif not _believed(info):
            found.leave_out(shown, _grows(shown))
        else:
            members += _member(lambda info=info: archive.open(info), pure.name, shown, export, found)
            if members and (wal := beside.get(info.filename + WAL)):
                _lay_beside(lambda wal=wal: archive.open(wal), members[-1])
    return members


def _believed(info: zipfile.ZipInfo) -> bool:
    """Whether a member grows no more than exports do when it is unpacked."""
    return info.file_size <= HIGHEST_RATIO * max(info.compress_size, 1) or info.file_size <= 1 << 20


def _lay_beside(opened: Callable[[], IO[bytes] | None], database: Export) -> None:
    """Unpack what a database keeps in a second file; a damaged one is left out, as if it were not there."""
    target = database.path.with_name(database.path.name + WAL)
    try:
        with target.open("wb") as out, opened() or io.BytesIO() as inside:
            shutil.copyfileobj(inside, out)
    except (*DAMAGED, OSError, RuntimeError):
        target.unlink(missing_ok=True)


def _untar(archive: tarfile.TarFile, export: Export, found: Gathered) -> list[Export]:
    """The regular files of a tar archive, in its own order: going back in one packed with gzip means unpacking it again."""
    members: list[Export] = []
    databases: dict[str, Export] = {}
    early: dict[str, Path] = {}
    for info in archive:
        _weigh(export, found, 1, info.size if info.isreg() else 0)
        if info.isreg() and info.name.endswith(WAL) and info.size <= HIGHEST_RATIO * max(export.size, 1):
            home = info.name.removesuffix(WAL)
            target = databases[home] if home in databases else Export(found.room() / "database", 0)
            _lay_beside(lambda info=info: archive.extractfile(info), target)
            early[home] = target.path.with_name(target.path.name + WAL)
            continue
        pure = _wanted(readable(info.name)) if info.isreg() else None
        if pure is None:
            continue
        shown = f"{export.name}/{pure.as_posix()}"
        if info.issparse() or info.size > HIGHEST_RATIO * max(export.size, 1):
            found.leave_out(shown, _grows(shown))
        elif taken := _member(lambda info=info: archive.extractfile(info), pure.name, shown, export, found):
            members += taken
            databases[info.name] = taken[0]
            if info.name in early and early[info.name].exists():
                early[info.name].replace(taken[0].path.with_name(taken[0].path.name + WAL))
    return members


def _holds_tar(export: Export) -> bool:
    with gzip.open(export.path) as inside:
        return inside.read(262)[257:] == b"ustar"


def _gunzip(export: Export, found: Gathered) -> list[Export]:
    """The one file that gzip packs, which has the archive's name without its ending."""
    most = min(HIGHEST_RATIO * export.size, MOST_BYTES)
    name = readable(export.path.name).removesuffix(".gz") if export.path.suffix == ".gz" else "member"
    with gzip.open(export.path) as inside:
        while piece := inside.read(min(PIECE, most + 1)):
            most -= len(piece)
            if most < 0:
                raise _grows(export.name)
            _weigh(export, found, 0, len(piece))
    _weigh(export, found, 1, 0)
    return _member(lambda: gzip.open(export.path), name, f"{export.name}/{name}", export, found)


def _grows(shown: str) -> ExportError:
    return ExportError(
        "{path} grows more than {n} times when unpacked, as no export does: left out", path=shown, n=HIGHEST_RATIO
    )


def _wanted(name: str) -> PurePosixPath | None:
    """A member's path, None for what systems put beside others."""
    pure = PurePosixPath(name.replace("\\", "/"))
    return None if any(IGNORED.match(part) and part != ".." for part in pure.parts) else pure


def _weigh(export: Export, found: Gathered, files: int, size: int) -> None:
    """Count what an archive and those in it unpack to; too much ends it."""
    home = export.container or export
    had, weight = found.unpacked.get(home.path, (0, 0))
    found.unpacked[home.path] = had + files, weight + size
    if had + files > MOST_FILES or weight + size > MOST_BYTES:
        raise ExportError(
            "{path} unpacks to more than 1 GB or {n} files: unpack it yourself and name the exports",
            path=export.name,
            n=MOST_FILES,
        )


def _member(
    opened: Callable[[], IO[bytes] | gzip.GzipFile | None], name: str, shown: str, export: Export, found: Gathered
) -> list[Export]:
    safe = re.sub(r"[\x00-\x1f<>:\"/\\|?*]", "_", name.encode("utf-8", "replace").decode()).strip(". ")
    target = found.room() / (cut_name(safe) or "member")
    try:
        with target.open("wb") as out, opened() or io.BytesIO() as inside:
            shutil.copyfileobj(inside, out)
        member = Export.open(target, export.forced_encoding)
    except (ExportError, *DAMAGED, RuntimeError) as error:
        reason = (
            error
            if isinstance(error, ExportError)
            else ExportError("{path} is damaged in its archive ({why}): left out", path=shown, why=error)
        )
        found.leave_out(shown, reason)
        return []
    home = export.container or export
    inner = shown.removeprefix(f"{home.name}/")
    memo = {"depth": export.memo.get("depth", 0) + 1}
    return [Export(member.path, member.size, member.forced_encoding, memo, container=home, inner=inner)]


def cut_name(name: str, most: int = 200) -> str:
    """A file name of at most so many bytes, its ending kept: what file systems allow.

    Examples
    --------
    >>> cut_name("号" * 100 + ".csv", 20)
    '号号号号号.csv'
    """
    stem, dot, suffix = name.rpartition(".")
    if len(name.encode()) <= most:
        return name
    if not stem or len(suffix) > 12:
        stem, dot, suffix = name, "", ""
    return stem.encode()[: most - len((dot + suffix).encode())].decode("utf-8", "ignore") + dot + suffix
