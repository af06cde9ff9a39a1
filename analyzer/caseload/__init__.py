"""A caseload: many cases, each counted by itself, and the small tables joined across owners — who calls how many people."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.caseload.cases import Found, find, fingerprint
from analyzer.partition import Lost, run, split
from analyzer.settings import Settings

if TYPE_CHECKING:
    from analyzer.problems import AnalyzerError

PART_BYTES = 16 << 20
"""Bytes of exports from which a part is full: some 200,000 calls. What a worker holds in memory grows with it."""

PART_CASES = 200
"""Cases that a part may hold."""

Progress = Callable[[int, int, int, int], None]
"""Told cases done, cases in all, how many of them were done before this run, and events read in this run."""


@dataclass(frozen=True)
class Caseload:
    """What a run came to.

    Attributes
    ----------
    folder : Path
    facts : dict
        What ``caseload.json`` holds.
    left : list of (str, AnalyzerError)
        What lay beside the cases and was left out.
    resumed : int
        Cases that an earlier, interrupted run had finished.
    """

    folder: Path
    facts: dict[str, Any]
    left: list[tuple[str, AnalyzerError]]
    resumed: int


def _quiet(done: int, whole: int, before: int, events: int) -> None:
    pass


def caseload(
    paths: str | os.PathLike[str] | Sequence[str | os.PathLike[str]],
    target: str | os.PathLike[str],
    settings: Settings | None = None,
    *,
    own: Callable[[Path], Settings] | None = None,
    names: bool = False,
    events: bool = False,
    processes: int = 1,
    scheduler: str = "",
    force: bool = False,
    progress: Progress = _quiet,
    part_bytes: int = PART_BYTES,
    part_cases: int = PART_CASES,
) -> Caseload:
    """Analyse many cases and join what they have in common.

    Parameters
    ----------
    paths : path or sequence of paths
        Folders of which each sub-folder and each file is a case.
    target : path
        Folder to write. It appears complete or not at all; an interrupted run goes on where it stopped.
    settings : Settings, optional
        Of every case without a case file.
    own : callable, optional
        Settings of a case by the path of its ``case.toml``; by default `settings` with that case file.
    names : bool
        Whether tables name cases and owners; else pseudonyms stand for them.
    events : bool
        Whether the events of all cases are written too.
    processes : int
        Worker processes on this machine.
    scheduler : str
        Address of a Dask scheduler that does the work instead.
    force : bool
        Replace what stands at `target`.
    progress : callable, optional
    part_bytes, part_cases : int
        Size of the parts in which cases are handed to workers. Changes nothing in the results.

    Returns
    -------
    Caseload

    Raises
    ------
    UsageError
        For folders that hold no case, a target that is something else, or a scheduler that does not answer.

    Examples
    --------
    >>> caseload("complaints-2026", "complaints-2026-tables")  # doctest: +SKIP
    """
    settings = settings or Settings()
    listed = [paths] if isinstance(paths, (str, os.PathLike)) else list(paths)
    cases, left = find(listed, own or _own(settings), names=names)

    from analyzer.caseload.finish import facts_of, finish
    from analyzer.caseload.store import Store
    from analyzer.caseload.work import Job, work

    job = Job(settings, names, events)
    parts = split([one.size for one in cases], part_bytes, part_cases)
    state = fingerprint(cases, settings, job.version, names=names, events=events, parts=[part.stop for part in parts])
    store, finished = Store.open(Path(target), state, len(parts), force)
    if finished:
        return Caseload(store.target, facts_of(store.target), left, len(cases))
    known = store.finished()
    before = done = sum(note["cases"] for note in known.values())
    seen = 0
    waiting = [(i, [cases[k] for k in part]) for i, part in enumerate(parts) if i not in known]
    progress(done, len(cases), before, seen)
    for place, result in run(partial(work, job), waiting, processes=processes, scheduler=scheduler):
        if isinstance(result, Lost):
            result = _one_by_one(job, [cases[k] for k in parts[place]], processes, scheduler)
        store.keep(place, result)
        done, seen = done + result.cases, seen + result.events
        progress(done, len(cases), before, seen)
    facts = finish(store, cases, left, settings, names=names, fingerprint=state)
    store.finish(force)
    return Caseload(store.target, facts, left, before)


def _one_by_one(job: Any, cases: list[Found], processes: int, scheduler: str) -> Any:
    """A part whose process ended twice: each case in a process of its own, so that only those to blame are lost."""
    from analyzer.caseload.work import lost, merged, work

    if len(cases) == 1:
        return lost(job, cases[0])
    waiting = [(i, [one]) for i, one in enumerate(cases)]
    found = dict(run(partial(work, job), waiting, processes=max(processes, 2), scheduler=scheduler))
    return merged([lost(job, cases[i]) if isinstance(one, Lost) else one for i, one in sorted(found.items())])


def _own(settings: Settings) -> Callable[[Path], Settings]:
    """The settings with the case file of a case."""
    from dataclasses import replace

    from analyzer.case_file import read_case_file
    from analyzer.settings import zone_of

    def read(path: Path) -> Settings:
        case = read_case_file(path)
        region = case.region or settings.region
        zone = zone_of(region, case.zone) if case.zone or case.region else settings.zone
        return replace(
            settings, case=case, region=region, zone=zone, zone_stated=bool(case.zone) or settings.zone_stated
        )

    return read
