"""The cases of a caseload: what lies in the folders that were named, and how to tell that it is still the same."""

from __future__ import annotations

import hashlib
import json
import os
import stat
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from analyzer.gathering import IGNORED, MOST_FILES
from analyzer.problems import AnalyzerError, ExportError, UsageError
from analyzer.settings import Settings

CASE_FILE = "case.toml"


@dataclass(frozen=True, slots=True)
class Found:
    """One case before it is read.

    Attributes
    ----------
    case : str
        Its id in the tables: ``K0001``, numbered in the order of names, or with ``--names`` the name itself.
    name : str
        Name of its folder or file below the folder that was named.
    path : str
        Where it lies.
    size : int
        Bytes of its files.
    state : str
        Hash of names, sizes and times of change of its files, and of its case file.
    settings : Settings, optional
        Settings of its own, where it has a case file.
    error : AnalyzerError, optional
        Why it cannot be read at all.
    """

    case: str
    name: str
    path: str
    size: int
    state: str
    settings: Settings | None = None
    error: AnalyzerError | None = None


def find(
    paths: Sequence[str | os.PathLike[str]], own: Callable[[Path], Settings], *, names: bool = False
) -> tuple[list[Found], list[tuple[str, AnalyzerError]]]:
    """Every case below the named folders: each sub-folder and each file; links are not followed.

    Parameters
    ----------
    paths : sequence of path
        Folders of cases; a file among them is a case itself.
    own : callable
        Settings of a case that has a case file.
    names : bool
        Whether cases go by their names in the tables.

    Returns
    -------
    list of Found
        In the order of the folders, within each by name.
    list of (str, AnalyzerError)
        What was left out, and why.

    Raises
    ------
    UsageError
        For a folder that does not exist or holds no case.
    """
    found: list[Found] = []
    left: list[tuple[str, AnalyzerError]] = []
    taken: set[str] = set()
    for path in map(Path, paths):
        if not path.exists():
            raise UsageError("there is no folder {path}: name the folder that holds the cases", path=path)
        before = len(found)
        for entry in _entries(path, left):
            name = entry.name if entry.name not in taken else f"{path.name}/{entry.name}"
            while name in taken:
                name += "'"
            taken.add(name)
            found.append(_look(entry, name, own))
        if len(found) == before:
            raise UsageError(
                "{path} holds no case: each of its sub-folders and files is taken for one, and there is none", path=path
            )
    wide = max(len(str(len(found))), 4)
    return [replace(one, case=one.name if names else f"K{i:0{wide}}") for i, one in enumerate(found, 1)], left


def _entries(folder: Path, left: list[tuple[str, AnalyzerError]]) -> Iterator[Path]:
    """Folders and ordinary files directly in a folder, by name."""
    if not folder.is_dir():
        yield folder.absolute()
        return
    try:
        with os.scandir(folder) as entries:
            listed = sorted(entries, key=lambda entry: entry.name)
    except OSError as error:
        raise UsageError(
            "{path} cannot be read ({why}): check that you may open it", path=folder, why=error.strerror or error
        ) from None
    for entry in listed:
        if IGNORED.match(entry.name) or entry.name == CASE_FILE:
            continue
        if entry.is_symlink():
            left.append(
                (entry.name, ExportError("{path} is a link and is not followed: copy the case itself", path=entry.name))
            )
        elif not (entry.is_dir() or entry.is_file()):
            left.append(
                (
                    entry.name,
                    ExportError("{path} is not an ordinary file: copy the export to a file first", path=entry.name),
                )
            )
        elif entry.is_dir() and _output_of_ours(Path(entry.path)):
            left.append(
                (entry.name, ExportError("{path} is an output folder of this program: left out", path=entry.name))
            )
        else:
            yield Path(entry.path).absolute()


def _output_of_ours(folder: Path) -> bool:
    manifest = (folder / "manifest.sha256").is_file()
    return (manifest and ((folder / "case.json").is_file() or (folder / "caseload.json").is_file())) or (
        folder / "plan.json"
    ).is_file()


def _look(path: Path, name: str, own: Callable[[Path], Settings]) -> Found:
    """Size and state of one case; an error of its case file is the case's, not the caseload's."""
    digest, size, settings, error = hashlib.sha256(), 0, None, None
    for seen, (place, info) in enumerate(_files(path)):
        if seen > MOST_FILES:
            break
        size += info.st_size
        digest.update(f"{place}\0{info.st_size}\0{info.st_mtime_ns}\n".encode("utf-8", "surrogateescape"))
    case_file = path / CASE_FILE
    if path.is_dir() and case_file.is_file() and not case_file.is_symlink():
        try:
            settings = own(case_file)
            digest.update(settings.case.raw)
        except AnalyzerError as wrong:
            error = wrong
    return Found("", name, str(path), size, digest.hexdigest(), settings, error)


def _files(path: Path) -> Iterator[tuple[str, os.stat_result]]:
    """Ordinary files of a case, by name."""
    if not path.is_dir():
        yield "", path.stat()
        return
    for place, folders, files in os.walk(path, followlinks=False):
        folders[:] = sorted(name for name in folders if not IGNORED.match(name))
        for file in sorted(files):
            try:
                info = Path(place, file).lstat()
            except OSError:
                continue
            if stat.S_ISREG(info.st_mode):
                yield os.path.relpath(Path(place, file), path), info


def fingerprint(cases: Sequence[Found], settings: Settings, version: str, **more: object) -> str:
    """Hash of everything on which the tables depend: cases as they lie there, settings, version of the program."""
    digest = hashlib.sha256(version.encode())
    digest.update(repr(settings).encode())
    digest.update(settings.case.raw)
    for file in settings.rule_files:
        digest.update(file.raw)
    digest.update(json.dumps(more, sort_keys=True, default=str).encode())
    for one in cases:
        digest.update(f"{one.case}\0{one.path}\0{one.state}\n".encode("utf-8", "surrogateescape"))
    return digest.hexdigest()
