"""Folders of exports: every file in them that could be an export, and those left out, each with its reason."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from analyzer.exports import Export
from analyzer.problems import AnalyzerError, ExportError

MOST_FILES = 10_000
"""Files looked at in one folder or archive; a folder with more is named, not read."""

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
    unpacked : dict
        Archive that the person named → files and bytes that came out of it and of those in it.
    """

    exports: list[Export] = field(default_factory=list)
    named: set[int] = field(default_factory=set)
    skipped: list[Skipped] = field(default_factory=list)
    unpacked: dict[Path, tuple[int, int]] = field(default_factory=dict)
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

    A folder stands for every file in it and below, links not followed, output folders of this program left out.
    Archives are opened later, when no importer claims them as they are (see `analyzer.archives.unpack`).

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
