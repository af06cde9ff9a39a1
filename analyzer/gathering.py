"""Folders and zip archives of exports: every file in them that could be an export, and those left out, each with its reason."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from analyzer.exports import Export
from analyzer.problems import AnalyzerError, ExportError

MOST_FILES = 10_000
"""Files looked at in one folder or archive; a folder with more is named, not read."""

MOST_BYTES = 1 << 30
"""Bytes that one archive may unpack to, all members together."""

HIGHEST_RATIO = 200
"""Times that a member may grow when unpacked: text shrinks 5 to 20 times, a bomb a thousand times."""

IGNORED = re.compile(r"^(\..*|Thumbs\.db|desktop\.ini|.*-(wal|shm|journal)|__MACOSX)$", re.IGNORECASE)
"""Files that systems put beside others; a database's own companions are read with it."""

N_ = str


@dataclass(frozen=True)
class Skipped:
    """A file that was left out, and why."""

    name: str
    reason: AnalyzerError


@dataclass
class Gathered:
    """What lies at the paths that a person named.

    Attributes
    ----------
    exports : list of Export
        Files to read, in the order of the paths, within a folder or archive by name.
    named : set of int
        Places in `exports` of files that the person named one by one: these must be readable.
    skipped : list of Skipped
    """

    exports: list[Export] = field(default_factory=list)
    named: set[int] = field(default_factory=set)
    skipped: list[Skipped] = field(default_factory=list)
    scratch: tempfile.TemporaryDirectory | None = None

    def leave_out(self, name: str, reason: AnalyzerError) -> None:
        """Note a file that is not read; its reason speaks of the file by the name that the person knows."""
        reason.values["path"] = name
        self.skipped.append(Skipped(name, reason))

    def room(self) -> Path:
        """A private folder for unpacked members, gone when the run ends."""
        if self.scratch is None:
            self.scratch = tempfile.TemporaryDirectory(prefix="analyzer-")
        return Path(tempfile.mkdtemp(dir=self.scratch.name))


def gather(paths: Sequence[str | os.PathLike[str]], encoding: str = "") -> Gathered:
    """Find the files to read at the given paths.

    A folder stands for every file in it and below, links not followed, output folders of this program left out. Zip
    archives are opened later, when no importer claims them as they are (see `unpack`).

    Raises
    ------
    ExportError
        For a path that cannot be read at all.
    """
    found = Gathered()
    for path in map(Path, paths):
        if not path.is_dir():
            found.named.add(len(found.exports))
            found.exports.append(Export.open(path, encoding))
            continue
        before = len(found.exports)
        for file in _files(path, found):
            try:
                found.exports.append(Export.open(file, encoding))
            except ExportError as error:
                found.leave_out(file.relative_to(path.parent).as_posix(), error)
        if len(found.exports) == before:
            raise ExportError(
                "{path} is a folder without a readable file: name the export files, or the folder they are in",
                path=path,
            )
    return found


def _files(folder: Path, found: Gathered) -> Iterator[Path]:
    """Regular files below a folder, by name."""
    seen = 0
    for place, folders, files in os.walk(folder, followlinks=False):
        here = Path(place)
        if "manifest.sha256" in files and "case.json" in files:
            folders.clear()
            name = here.relative_to(folder.parent).as_posix()
            found.leave_out(name, ExportError("{path} is an output folder of this program: left out", path=name))
            continue
        folders[:] = sorted(name for name in folders if not IGNORED.match(name))
        for name in sorted(files):
            file = here / name
            if IGNORED.match(name) or file.is_symlink() or name == "case.toml":
                continue
            seen += 1
            if seen > MOST_FILES:
                raise ExportError(
                    "{path} holds more than {n} files: name the folder or the files that hold the exports",
                    path=folder,
                    n=MOST_FILES,
                )
            yield file


def unpack(export: Export, found: Gathered) -> list[Export]:
    """The members of a zip archive as exports of their own.

    Members under a password, folders, companions of other files and what grows beyond `HIGHEST_RATIO` are left out, each with
    its reason. A member is written under its own file name into a private folder: no path out of an archive takes effect.

    Raises
    ------
    ExportError
        For an archive that is damaged or unpacks to more than `MOST_BYTES`.
    """
    members: list[Export] = []
    try:
        with zipfile.ZipFile(export.path) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
                raise ExportError(
                    "{path} unpacks to more than 1 GB or {n} files: unpack it yourself and name the exports",
                    path=export.path,
                    n=MOST_FILES,
                )
            for info in sorted(infos, key=lambda info: info.filename):
                pure = PurePosixPath(info.filename.replace("\\", "/"))
                if any(IGNORED.match(part) and part != ".." for part in pure.parts):
                    continue
                shown = f"{export.path.name}/{pure.as_posix()}"
                if info.flag_bits & 1:
                    found.leave_out(
                        shown, ExportError("{path} is under a password: unpack it and name the file", path=shown)
                    )
                elif info.file_size > HIGHEST_RATIO * max(info.compress_size, 1) and info.file_size > 1 << 20:
                    found.leave_out(
                        shown,
                        ExportError(
                            "{path} grows more than {n} times when unpacked, as no export does: left out",
                            path=shown,
                            n=HIGHEST_RATIO,
                        ),
                    )
                else:
                    members += _member(archive, info, pure.name, shown, export, found)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError) as error:
        raise ExportError(
            "{path} is a damaged archive ({why}): unpack it yourself and name the exports", path=export.path, why=error
        ) from None
    return members


def _member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, shown: str, export: Export, found: Gathered
) -> list[Export]:
    safe = re.sub(r"[\x00-\x1f<>:\"/\\|?*]", "_", name).strip(". ")[:120] or "member"
    target = found.room() / safe
    try:
        with archive.open(info) as inside, target.open("wb") as out:
            shutil.copyfileobj(inside, out)
        opened = Export.open(target, export.forced_encoding)
    except (ExportError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError) as error:
        reason = (
            error
            if isinstance(error, ExportError)
            else ExportError("{path} is damaged in its archive ({why}): left out", path=shown, why=error)
        )
        found.leave_out(shown, reason)
        return []
    inner = shown.removeprefix(f"{export.path.name}/")
    return [Export(opened.path, opened.size, opened.forced_encoding, container=export, inner=inner)]
