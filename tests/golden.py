"""Golden pairs: for every sample export the events, problems and ledger that reading it gives, kept beside it.

    python -m tests.golden              name every difference; exit 1 if there is any
    python -m tests.golden generate     write the expected files anew (then look at them with ``git diff``)

Both take folder names to restrict them: ``python -m tests.golden generate carrier_bill``.

A sample is any file ``tests/samples/<importer's name>/<file>``; beside it lie ``<file>.events.csv``, ``<file>.problems.csv``
and ``<file>.ledger.json``. Settings that a sample needs stand in ``<file>.settings.json``, fields of `Settings`. The samples
of the folder ``unrecognised`` must be refused with an `ExportError`, and have nothing beside them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analyzer import building
from analyzer.events import Importer, Reading
from analyzer.exports import Export
from analyzer.importers import IMPORTERS, recognise
from analyzer.problems import ExportError
from analyzer.settings import Settings

FOLDER = Path(__file__).resolve().parent / "samples"
REFUSED = "unrecognised"
EXPECTED = (".events.csv", ".problems.csv", ".ledger.json")
OPTIONS = ".settings.json"
LEDGER = "importer encoding rows_read events duplicates corroborating skipped problems first_at last_at".split()  # noqa: SIM905
NOTES = "zone_basis lists_missed owner skipped_why understood unmapped".split()  # noqa: SIM905


@dataclass(frozen=True)
class Sample:
    """One sample export."""

    path: Path

    @property
    def folder(self) -> str:
        """The name of the importer that must read it, or `REFUSED`."""
        return self.path.parent.name

    @property
    def settings(self) -> Settings:
        """The settings it is read with."""
        options = self.path.with_name(self.path.name + OPTIONS)
        return Settings(**json.loads(options.read_text(encoding="utf-8"))) if options.exists() else Settings()

    def beside(self, suffix: str) -> Path:
        """The expected file with this suffix."""
        return self.path.with_name(self.path.name + suffix)

    def __str__(self) -> str:
        return f"{self.folder}/{self.path.name}"


def samples(folders: Sequence[str] = (), root: Path = FOLDER) -> list[Sample]:
    """All samples, or those of some folders."""
    found = sorted(path for path in root.glob("*/*") if path.is_file() and not path.name.endswith((*EXPECTED, OPTIONS)))
    return [Sample(path) for path in found if not folders or path.parent.name in folders]


def read(path: Path, settings: Settings) -> tuple[Export, Importer, Reading]:
    """An export as the importer that recognises it reads it."""
    export = Export.open(path, settings.encoding)
    importer = recognise(export)
    return export, importer, importer.read(export, settings)


def outcome(sample: Sample) -> dict[str, str]:
    """What reading the sample gives: the text of each expected file by its suffix.

    Raises
    ------
    ExportError
        Where it is refused.
    """
    built = building.build([read(sample.path, sample.settings)], sample.settings)
    table = built.events.copy()
    table["at"] = table["at"].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
    table["at_local"] = [moment.isoformat() for moment in table["at_local"]]
    ledger = {name: built.sources.loc[0, name] for name in LEDGER} | {name: built.readings[0][name] for name in NOTES}
    ledger["understood"] = [f"{part}: {meaning}" for part, meaning in built.readings[0]["understood"]]
    return dict(zip(EXPECTED, (_csv(table), _csv(built.problems), _json(ledger)), strict=True))


def differences(folders: Sequence[str] = (), root: Path = FOLDER) -> Iterator[str]:
    """A line for every breach: both a sample that reads otherwise and an expectation without sample are one."""
    for sample in samples(folders, root):
        yield from differences_of(sample)
    yield from orphans(folders, root)
    if not folders:
        with_sample = {sample.folder for sample in samples(root=root)}
        yield from (f"importer {one.name} has no sample" for one in IMPORTERS if one.name not in with_sample)


def differences_of(sample: Sample) -> Iterator[str]:
    """The breaches of one sample."""
    try:
        got = outcome(sample)
    except ExportError as error:
        if sample.folder != REFUSED:
            yield f"{sample} is refused: {error}"
        return
    importer = json.loads(got[".ledger.json"])["importer"]
    if importer != sample.folder:
        yield f"{sample} is read by {importer}"
        return
    for suffix, text in got.items():
        path = sample.beside(suffix)
        if not path.exists():
            yield f"{sample}{suffix} is missing"
        elif (expected := path.read_bytes().decode("utf-8")) != text:
            yield f"{sample}{suffix}: {_first_difference(expected, text)}"


def orphans(folders: Sequence[str] = (), root: Path = FOLDER) -> Iterator[str]:
    """Expected files without sample, and folders that no importer has as its name."""
    known = {sample.path for sample in samples(folders, root)}
    for path in sorted(root.glob("*/*")):
        for suffix in (*EXPECTED, OPTIONS):
            mine = path.name.endswith(suffix) and (not folders or path.parent.name in folders)
            if mine and path.with_name(path.name.removesuffix(suffix)) not in known:
                yield f"{path.parent.name}/{path.name} has no sample"
    names = {importer.name for importer in IMPORTERS} | {REFUSED}
    yield from (
        f"no importer is called {path.name}"
        for path in sorted(root.iterdir())
        if path.is_dir() and path.name not in names
    )


def generate(folders: Sequence[str] = (), root: Path = FOLDER, say: Callable[[str], object] = print) -> None:
    """Write the expected files of all samples, or of some folders; what is refused, or read by another, is named."""
    for sample in samples(folders, root):
        try:
            got = outcome(sample)
        except ExportError as error:
            say(f"{sample}: {error}")
            continue
        importer = json.loads(got[".ledger.json"])["importer"]
        if importer != sample.folder:
            say(f"{sample} is read by {importer}: not written")
            continue
        for suffix, text in got.items():
            sample.beside(suffix).write_bytes(text.encode("utf-8"))


def _csv(table: pd.DataFrame) -> str:
    return table.astype(object).where(table.notna(), "").to_csv(index=False, lineterminator="\n")


def _json(facts: dict[str, object]) -> str:
    return json.dumps(facts, ensure_ascii=False, indent=1, default=lambda value: value.item()) + "\n"


def _first_difference(expected: str, got: str) -> str:
    old, new = expected.split("\n"), got.split("\n")
    for i, (a, b) in enumerate(zip(old, new, strict=False), 1):
        if a != b:
            return f"line {i} expected {a!r}, got {b!r}"
    return f"expected {len(old)} lines, got {len(new)}"


def main(arguments: Sequence[str]) -> int:
    """The command."""
    if arguments[:1] == ["generate"]:
        generate(arguments[1:])
        return 0
    lines = list(differences(arguments))
    print("\n".join(lines) or "every sample reads as expected")
    return bool(lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
