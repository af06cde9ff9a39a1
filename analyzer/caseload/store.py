"""Where a caseload grows: a folder beside its final place, part by part, so that an interrupted run goes on where it stopped.

A part is finished when its note stands in ``parts/``; the note is written last and moved into place in one step, so a part is
there whole or not at all. What is to be handed out grows in ``out/``, which takes its final name in one step when everything is done.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.problems import UsageError
from analyzer.writers.folder import MANIFEST

if TYPE_CHECKING:
    from analyzer.caseload.work import Done

PLAN, FACTS, PARTS, OUT, DATA = "plan.json", "caseload.json", "parts", "out", "data"


@dataclass(frozen=True)
class Store:
    """The folder of a run that is under way.

    Attributes
    ----------
    target : Path
        Its final place.
    root : Path
        Where it grows.
    """

    target: Path
    root: Path

    @classmethod
    def open(cls, target: Path, fingerprint: str, parts: int, force: bool) -> tuple[Store, bool]:
        """A store to go on with, and whether everything was finished before.

        Raises
        ------
        UsageError
            Where something else stands there, and `force` does not say to replace it.
        """
        target = target.absolute()
        store = cls(target, target.with_name(f"{target.name}.unfinished"))
        if target.exists():
            if not force and _read(target / FACTS).get("fingerprint") == fingerprint:
                store._sweep()
                return store, True
            if not force:
                raise UsageError(
                    "{path} exists already and is not a caseload of these cases and settings: choose another folder with -o, or replace it with --force",
                    path=target,
                )
            if not target.is_dir() or not ((target / MANIFEST).is_file() or not any(target.iterdir())):
                raise UsageError(
                    "{path} is not a folder that this program wrote: choose another one with -o", path=target
                )
        if store.root.exists():
            plan = _read(store.root / PLAN)
            if plan.get("fingerprint") == fingerprint and plan.get("parts") == parts and not force:
                return store, False
            if not force:
                raise UsageError(
                    "{path} holds the unfinished run of other cases or settings: finish that one, or drop it with --force",
                    path=store.root,
                )
            if not plan:
                raise UsageError(
                    "{path} is not a folder that this program wrote: move it away, or choose another one with -o",
                    path=store.root,
                )
            shutil.rmtree(store.root)
        try:
            (store.root / PARTS).mkdir(parents=True)
        except OSError as error:
            raise UsageError(
                "{path} cannot be written ({why}): choose a folder of your own with -o",
                path=target, why=error.strerror or error,
            ) from None  # fmt: skip
        store._put(PLAN, json.dumps({"fingerprint": fingerprint, "parts": parts}).encode())
        return store, False

    @property
    def out(self) -> Path:
        """Where the files to be handed out grow."""
        return self.root / OUT

    def put(self, name: str, data: bytes) -> None:
        """Write one file to be handed out; it is there whole or not at all."""
        self._put(f"{OUT}/{name}", data)

    def _put(self, name: str, data: bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(path.name + ".draft")
        try:
            with draft.open("wb") as file:
                file.write(data)
            draft.replace(path)
        except OSError as error:
            draft.unlink(missing_ok=True)
            raise UsageError(
                "{path} could not be written ({why}): make room and run the same command again, what is finished is kept",
                path=path, why=error.strerror or error,
            ) from None  # fmt: skip

    def keep(self, part: int, done: Done) -> None:
        """Write what came back of a part; its note last."""
        for name, data in done.tables.items():
            self.put(f"{DATA}/{name}/{part:06d}.parquet", data)
        note = {"cases": done.cases, "failed": done.failed, "events": done.events, "owners": done.owners}
        self._put(f"{PARTS}/{part:06d}.json", json.dumps(note, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def finished(self) -> dict[int, dict[str, Any]]:
        """The notes of the parts that are done, by their place."""
        return {int(path.stem): _read(path) for path in sorted((self.root / PARTS).glob("*.json"))}

    def owners(self) -> Iterator[tuple[str, str, str]]:
        """Case, pseudonym and number of every owner, in the order of the cases."""
        for note in self.finished().values():
            yield from (tuple(entry) for entry in note["owners"])

    def finish(self, force: bool) -> None:
        """Write the manifest, and move the folder to its final place."""
        for draft in self.out.rglob("*.draft"):
            draft.unlink()
        lines = []
        for path in self.out.rglob("*"):
            if path.is_file() and path.name != MANIFEST:
                with path.open("rb") as file:
                    digest = hashlib.file_digest(file, "sha256").hexdigest()
                lines.append(f"{digest}  {path.relative_to(self.out).as_posix()}\n")
        lines.sort(key=lambda line: line.partition("  ")[2])
        self.put(MANIFEST, "".join(lines).encode())
        try:
            if self.target.exists() and force:
                old = Path(tempfile.mkdtemp(prefix=f".{self.target.name}-", dir=self.target.parent))
                self.target.replace(old / "old")
                self.out.replace(self.target)
                shutil.rmtree(old, ignore_errors=True)
            else:
                self.out.replace(self.target)
        except OSError as error:
            raise UsageError(
                "{path} could not be written ({why}): make room and run the same command again, what is finished is kept",
                path=self.target, why=error.strerror or error,
            ) from None  # fmt: skip
        self._sweep()

    def _sweep(self) -> None:
        """Remove what a finished run needs no more."""
        if _read(self.root / PLAN):
            shutil.rmtree(self.root, ignore_errors=True)


def _read(path: Path) -> dict[str, Any]:
    """A note, empty where there is none or it is not ours."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
