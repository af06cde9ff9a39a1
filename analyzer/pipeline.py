"""The verbs, composed: read · summarize · detect · analyze · compose · write. With `composing`, its
second half, the only files that import every shelf.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer import archives, building, gathering
from analyzer import campaigns as campaigns_room
from analyzer import findings as findings_room
from analyzer import messages as messages_room
from analyzer import numbers as numbers_room
from analyzer.case import Case
from analyzer.composing import (
    PARTS,
    PICTURED,
    TABLES,
    Progress,
    compose,
    draw,
    mask,
    quiet,
    report_in,
    write,
)
from analyzer.exports import Export
from analyzer.indicators import INDICATORS
from analyzer.problems import ExportError, UsageError
from analyzer.rules import citations as citations_of
from analyzer.rules import rules as rules_of
from analyzer.settings import Settings
from analyzer.unusual import unusual
from analyzer.version import VERSION

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.events import Importer, Reading

__all__ = [
    "PARTS", "PICTURED", "TABLES", "VERSION", "Progress", "Read", "analyze", "campaigns", "classify", "compose", "detect", "draw",
    "make_case", "mask", "quiet", "read", "report_in", "summarize", "today", "write",
]  # fmt: skip


@dataclass(frozen=True)
class Read:
    """What `read` returns: the tables that come straight out of exports, and the exports."""

    exports: tuple[Export, ...]
    built: building.Built
    found: gathering.Gathered

    @property
    def skipped(self) -> list[gathering.Skipped]:
        """Files of folders and archives that were left out, each with its reason."""
        return self.found.skipped

    @property
    def events(self) -> pd.DataFrame:
        """The events table."""
        return self.built.events

    @property
    def sources(self) -> pd.DataFrame:
        """The row ledger."""
        return self.built.sources

    @property
    def problems(self) -> pd.DataFrame:
        """The problems table."""
        return self.built.problems


def read(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    settings: Settings | None = None,
    progress: Progress = quiet,
) -> Read:
    """Read exports into one events table.

    Parameters
    ----------
    paths : path or sequence of paths
    settings : Settings, optional
    progress : callable, optional

    Returns
    -------
    Read
        With ``events``, ``sources`` and ``problems``.

    Raises
    ------
    ExportError
        When an export cannot be read at all.

    Examples
    --------
    >>> read("sample_data/export.csv").events  # doctest: +SKIP
    """
    settings = settings or Settings()
    readings, found = read_apart(paths, settings, progress)
    return Read(tuple(export for export, _, _ in readings), building.build(readings, settings), found)


def read_apart(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]], settings: Settings, progress: Progress = quiet
) -> tuple[list[tuple[Export, Importer, Reading]], gathering.Gathered]:
    """Read exports, each by itself: what `building.build` makes one events table of.

    Raises
    ------
    ExportError
        When an export cannot be read at all.
    """
    listed = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    found = gathering.gather(listed, settings.encoding)
    readings: list[tuple[Export, Importer, Reading]] = []
    queue = [(export, place in found.named) for place, export in enumerate(found.exports)]
    done = 0
    for export, must in queue:
        progress("reading", done, sum(one.size for one, _ in queue))
        done += export.size
        try:
            if export.kind in archives.ARCHIVES and not _claimed(export):
                queue += [(member, False) for member in archives.unpack(export, found)]
                continue
            readings.append(_one(export, settings))
        except ExportError as error:
            if must:
                raise
            found.leave_out(export.name, error)
    if not readings:
        raise ExportError(
            "none of the {n} files at {path} is an export that can be read: analyze formats lists those that can",
            n=len(queue),
            path=", ".join(map(str, listed)),
        )
    return readings, found


def _claimed(export: Export) -> bool:
    """Whether an importer takes an archive as it is."""
    from analyzer.importers import IMPORTERS

    return any(importer.recognises(export) for importer in IMPORTERS)


def _one(export: Export, settings: Settings) -> tuple[Export, Importer, Reading]:
    from analyzer.importers import recognise

    importer = recognise(export, settings)
    return export, importer, importer.read(export, settings)


def summarize(events: pd.DataFrame, settings: Settings | None = None) -> pd.DataFrame:
    """The numbers table of an events table (see `analyzer.numbers.summarize`)."""
    settings = settings or Settings()
    return numbers_room.summarize(events, INDICATORS, region=settings.region, lang=settings.lang)


def classify(events: pd.DataFrame, settings: Settings | None = None) -> pd.DataFrame:
    """The messages table of an events table (see `analyzer.messages.classify`)."""
    return messages_room.classify(events, settings or Settings())


def campaigns(
    events: pd.DataFrame, messages: pd.DataFrame, numbers: pd.DataFrame, settings: Settings | None = None
) -> campaigns_room.Campaigns:
    """Numbers that behave as one caller (see `analyzer.campaigns.campaigns`)."""
    return campaigns_room.campaigns(events, messages, numbers, settings or Settings())


def detect(
    events: pd.DataFrame,
    settings: Settings | None = None,
    connected_only: Sequence[str] = (),
    files: Mapping[str, str] | None = None,
    messages: pd.DataFrame | None = None,
    together: campaigns_room.Campaigns | None = None,
) -> pd.DataFrame:
    """The findings table of an events table (see `analyzer.findings.detect`)."""
    settings = settings or Settings()
    applied = rules_of(settings.rules, settings.rule_files)
    return findings_room.detect(
        events, applied, settings, connected_only=connected_only, files=files, messages=messages, campaigns=together
    )


def analyze(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    settings: Settings | None = None,
    progress: Progress = quiet,
) -> Case:
    """Read exports, summarize them and apply the rules.

    Parameters
    ----------
    paths : path or sequence of paths
    settings : Settings, optional

    Returns
    -------
    Case

    Examples
    --------
    >>> case = analyze("sample_data/export.csv")  # doctest: +SKIP
    >>> case.reported[["number", "calls_in", "findings"]]  # doctest: +SKIP
    """
    return make_case(read(paths, settings, progress), settings, progress)


def make_case(what: Read, settings: Settings | None = None, progress: Progress = quiet) -> Case:
    """A case out of what `read` returned."""
    settings = settings or Settings()
    bills = [note["source"] for note in what.built.readings if not note["lists_missed"]]
    rows = len(what.events)
    progress("counting", 0, rows)
    numbers = summarize(what.events, settings)
    if settings.unusual:
        numbers = numbers.assign(unusual=unusual(numbers, settings))
    progress("reading messages", 0, rows)
    messages = classify(what.events, settings)
    progress("looking for one caller behind several numbers", 0, rows)
    together = campaigns(what.events, messages, numbers, settings)
    progress("applying rules", 0, rows)
    files = {note["source"]: Path(note["path"]).name for note in what.built.readings}
    findings = detect(what.events, settings, bills, files, messages, together)
    return Case(
        settings=settings, events=what.events, numbers=numbers, messages=messages, campaigns=together.table,
        links=together.links, findings=findings, problems=what.problems, sources=what.sources,
        rules=rules_of(settings.rules, settings.rule_files), version=VERSION, made_on=today(), readings=what.built.readings,
        citations=citations_of(settings.rules), reasons=together.reasons,
    )  # fmt: skip


def today() -> dt.date:
    """The date of the run: that of ``SOURCE_DATE_EPOCH`` (seconds since 1970, UTC) where it is set."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch:
        return dt.datetime.now().astimezone().date()
    try:
        return dt.datetime.fromtimestamp(int(epoch), dt.UTC).date()
    except (ValueError, OverflowError, OSError):
        raise UsageError(
            "SOURCE_DATE_EPOCH is {value!r}: it must be whole seconds since 1970, or not be set", value=epoch
        ) from None
