"""``analyze verify DIR``: are the files the ones that were written, and do the exports still give the same tables?"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

from analyzer.case_file import read_case_file
from analyzer.problems import UsageError
from analyzer.settings import CaseFile, RuleFile, Settings

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.locales import Translate

TABLES = ("events", "numbers", "messages", "campaigns", "links", "findings", "problems", "sources")

MASKED = "-masked"
"""How the name of a masked copy ends."""

SHOWN = 5
"""Differing cells named per table; the rest are counted."""


def verify(folder: Path, _: Translate) -> tuple[list[str], list[str]]:
    """Check a folder that this program wrote.

    Hashes are compared with the manifest; then the exports in ``source/`` are read again with the settings of ``case.json``
    and every cell of the tables is compared with what this run counts.

    Parameters
    ----------
    folder : Path
    _ : callable
        Puts sentences into the reader's language.

    Returns
    -------
    differences, remarks : lists of str
        What is not as it was written, and what could or could not be checked.

    Raises
    ------
    UsageError
        Where the folder is not one of ours.
    """
    manifest, facts = folder / "manifest.sha256", folder / "case.json"
    if not manifest.is_file():
        raise UsageError("{path} holds no manifest.sha256: name the folder that analyze wrote", path=folder)
    differences = list(_hashes(folder, manifest, _))
    remarks = [_("{n} files were compared with their hashes").format(n=len(_listed(manifest)))]
    try:
        case = json.loads(facts.read_text(encoding="utf-8"))
        places = list(dict.fromkeys(PurePosixPath(s["path"]).parts[1] for s in case["sources"]))
    except (OSError, ValueError, KeyError, IndexError, TypeError):
        return [*differences, _("case.json cannot be read: nothing was recounted")], remarks
    if "masked" in case:
        return [*differences, *_sealed(folder, case, _)], [*remarks, *_link(folder, case, _)]
    exports = [folder / "source" / place for place in places]
    if not all(export.is_file() for export in exports):
        return differences, [*remarks, _("source/ does not hold every export: nothing was recounted")]
    differences += _recount(folder, exports, _settings(folder, case), case, _)
    remarks.append(_("{n} exports were read again and every cell was compared").format(n=len(exports)))
    return differences, remarks


def _listed(manifest: Path) -> dict[str, str]:
    """Hash by file name."""
    lines = (line.partition("  ") for line in manifest.read_text(encoding="utf-8").splitlines() if line.strip())
    return {name.lstrip("*"): digest for digest, _, name in lines}


def _hashes(folder: Path, manifest: Path, _: Translate) -> Iterator[str]:
    listed = _listed(manifest)
    for name, digest in listed.items():
        path = folder / name
        if ".." in PurePosixPath(name).parts or PurePosixPath(name).is_absolute() or not path.is_file():
            yield _("{name} is missing").format(name=name)
        elif hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield _("{name} is not the file that was written").format(name=name)
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} - {manifest.name}
    for name in sorted(there - set(listed)):
        yield _("{name} was added later").format(name=name)


def _beside(folder: Path) -> Path | None:
    """The sealed folder that a masked copy lies beside, where it does."""
    name = folder.resolve().name
    path = folder.resolve().parent / name.removesuffix(MASKED)
    return path if name.endswith(MASKED) and (path / "manifest.sha256").is_file() else None


def _link(folder: Path, case: dict[str, Any], _: Translate) -> Iterator[str]:
    """To which sealed folder a masked copy belongs, and whether that could be looked at."""
    digest = case["masked"]["sealed_manifest_sha256"]
    yield _("a masked copy: it belongs to the folder whose manifest.sha256 has the SHA-256 {digest}").format(
        digest=digest
    )
    if _beside(folder) is None:
        yield _("the sealed folder does not lie beside it: nothing was recounted")
    else:
        yield _("compared with the sealed folder {path}").format(path=_beside(folder))


def _sealed(folder: Path, case: dict[str, Any], _: Translate) -> Iterator[str]:
    """Where a masked copy and the sealed folder beside it do not fit together: the hash, or a count."""
    sealed = _beside(folder)
    if sealed is None:
        return
    if (
        hashlib.sha256((sealed / "manifest.sha256").read_bytes()).hexdigest()
        != case["masked"]["sealed_manifest_sha256"]
    ):
        yield _("{path} is not the folder that this copy belongs to").format(path=sealed)
        return
    try:
        theirs = json.loads((sealed / "case.json").read_text(encoding="utf-8"))["counts"]
    except (OSError, ValueError, KeyError, TypeError):
        yield _("case.json cannot be read: nothing was recounted")
        return
    for name, n in case["counts"].items():
        if theirs.get(name) != n:
            yield _("counts.{name}: the copy says {ours}, the sealed folder {theirs}").format(
                name=name, ours=n, theirs=theirs.get(name)
            )


def _settings(folder: Path, case: dict[str, Any]) -> Settings:
    """The settings of the run, as ``case.json`` and the kept case file state them."""
    told = case["settings"]
    kept = folder / "case.toml"
    day = {name: dt.date.fromisoformat(told[name]) if told[name] else None for name in ("since", "until")}
    return Settings(
        owner=told["owner"],
        region=told["region"],
        zone=told["zone"],
        zone_stated=told["zone_stated"],
        home_area=told["home_area"],
        rules=tuple(told["rules"]),
        rule_files=tuple(
            RuleFile(path.name.partition("-")[2], path.read_bytes())
            for path in sorted((folder / "rules").glob("*.toml"))
        ),
        lang=told["lang"],
        encoding=told["encoding"],
        columns=tuple((heading, field) for heading, field in told["columns"]),
        values=tuple((value, meaning) for value, meaning in told.get("values", ())),
        case=read_case_file(kept) if kept.is_file() else CaseFile(),
        unusual=bool(told.get("unusual", False)),
        since=day["since"],
        until=day["until"],
    )


def _recount(
    folder: Path, exports: list[Path], settings: Settings, case: dict[str, Any], _: Translate
) -> Iterator[str]:
    from analyzer import pipeline
    from analyzer.writers.tables import csv

    if case["version"] != pipeline.VERSION:
        yield _("written by version {theirs}, recounted by version {ours}: differences may come from that").format(
            theirs=case["version"], ours=pipeline.VERSION
        )
    fresh = pipeline.make_case(pipeline.read(exports, settings), settings)
    for name in TABLES:
        path = folder / "data" / f"{name}.csv"
        if path.is_file():
            ours = csv(getattr(fresh, name))
            if path.read_bytes() != ours:
                yield from _cells(name, path, ours, _)


def _cells(name: str, path: Path, ours: bytes, _: Translate) -> Iterator[str]:
    """The cells in which a table and its recount differ."""
    import io

    import pandas as pd

    try:
        theirs = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    except (ValueError, OSError):
        yield _("data/{table}.csv cannot be read").format(table=name)
        return
    fresh = pd.read_csv(io.BytesIO(ours), dtype="str", keep_default_na=False, encoding="utf-8-sig")
    if list(theirs.columns) != list(fresh.columns) or len(theirs) != len(fresh):
        yield _("data/{table}.csv holds {theirs} rows, the recount {ours}").format(
            table=name, theirs=len(theirs), ours=len(fresh)
        )
        return
    found = list(_differing(theirs, fresh))
    for row, column in found[:SHOWN]:
        yield _("data/{table}.csv, line {line}, {column}: says {theirs!r}, the recount {ours!r}").format(
            table=name, line=row + 2, column=column, theirs=theirs.at[row, column], ours=fresh.at[row, column]
        )
    if len(found) > SHOWN:
        yield _("data/{table}.csv differs in {n} more cells").format(table=name, n=len(found) - SHOWN)


def _differing(theirs: pd.DataFrame, ours: pd.DataFrame) -> Iterator[tuple[int, str]]:
    for column in theirs.columns:
        for row in theirs.index[(theirs[column] != ours[column])]:
            yield row, column
