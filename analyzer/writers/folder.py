"""The output folder: written beside its final place and moved there in one step, so that it is complete or not there."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from analyzer.problems import UsageError

MANIFEST = "manifest.sha256"

SEALED = "sealed.sha256"
"""In a masked copy: the hash of the manifest of the folder that it was made of. Its own manifest holds the hash of this file."""


@contextmanager
def output_folder(target: Path, force: bool = False) -> Iterator[Folder]:
    """A `Folder` to write into that becomes `target` when the block ends well, and vanishes when it does not.

    Raises
    ------
    UsageError
        Where `target` exists (without `force`), or cannot be written.
    """
    if target.exists() and not force:
        raise UsageError(
            "{path} exists already: choose another folder with -o, or replace it with --force", path=target
        )
    if target.exists() and (not target.is_dir() or not _ours(target)):
        raise UsageError("{path} is not a folder that this program wrote: choose another one with -o", path=target)
    parent = target.parent
    try:
        parent.mkdir(parents=True, exist_ok=True)
        draft = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=parent))
    except OSError as error:
        raise UsageError(
            "{path} cannot be written ({why}): choose a folder of your own with -o",
            path=target,
            why=error.strerror or error,
        ) from None
    try:
        folder = Folder(draft)
        yield folder
        folder.finish()
        draft.chmod(0o755)
        if target.exists():
            old = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=parent))
            target.replace(old / "old")
            draft.replace(target)
            shutil.rmtree(old, ignore_errors=True)
        else:
            draft.replace(target)
    except OSError as error:
        raise UsageError(
            "{path} could not be written ({why}): nothing was left behind, make room or choose another folder with -o",
            path=target,
            why=error.strerror or error,
        ) from None
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _ours(target: Path) -> bool:
    """Whether a folder is empty or holds our manifest: `--force` replaces nothing else."""
    return (target / MANIFEST).is_file() or not any(target.iterdir())


class Folder:
    """Writes files under one root and remembers their hashes for the manifest."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.hashes: dict[str, str] = {}

    def add(self, name: str, data: bytes) -> None:
        """Write one file; `name` is relative, with forward slashes."""
        path = self._place(name)
        path.write_bytes(data)
        self.hashes[name] = hashlib.sha256(data).hexdigest()

    def add_all(self, files: Mapping[str, bytes]) -> None:
        """Write several files."""
        for name, data in files.items():
            self.add(name, data)

    def add_stream(self, name: str, chunks: Iterable[bytes | memoryview]) -> str:
        """Write one file piece by piece; returns its SHA-256."""
        digest = hashlib.sha256()
        with self._place(name).open("wb") as file:
            for piece in chunks:
                digest.update(piece)
                file.write(piece)
        self.hashes[name] = digest.hexdigest()
        return self.hashes[name]

    def _place(self, name: str) -> Path:
        pure = PurePosixPath(name)
        if pure.is_absolute() or ".." in pure.parts:
            raise ValueError(f"{name!r} would leave the output folder")
        path = self.root.joinpath(
            *(os.fsdecode(part.encode()) for part in pure.parts)
        )  # a terminal without UTF-8 has names too
        path.parent.mkdir(parents=True, exist_ok=True)
        return path

    def finish(self) -> None:
        """Write the manifest, in the form that ``sha256sum -c`` checks."""
        lines = [f"{self.hashes[name]}  {name}\n" for name in sorted(self.hashes)]
        (self.root / MANIFEST).write_text("".join(lines), encoding="utf-8", newline="\n")
