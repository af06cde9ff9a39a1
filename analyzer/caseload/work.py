"""What one worker does: a part of the cases, from their files to the tables. The same on one machine and on many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer import pipeline
from analyzer.caseload.alone import alone, failed
from analyzer.caseload.cases import Found
from analyzer.caseload.owners import hidden_owners
from analyzer.caseload.tables import TABLES, by_case, encoded, joined
from analyzer.caseload.together import together
from analyzer.problems import ExportError, UsageError
from analyzer.settings import Settings

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Job:
    """What a worker is told besides the cases.

    Attributes
    ----------
    settings : Settings
        Of every case that has none of its own.
    names : bool
        Whether owners and cases go by their names.
    events : bool
        Whether the events are written too.
    version : str
        Version of the program that asks.
    """

    settings: Settings
    names: bool = False
    events: bool = False
    version: str = pipeline.VERSION


@dataclass(frozen=True)
class Done:
    """What comes back of a part.

    Attributes
    ----------
    tables : dict of bytes
        Parquet by the name of the table.
    owners : tuple of (str, str, str)
        Case, the owner as the tables name it, and the number (empty where it is not known): kept apart from the tables.
    cases, failed, events : int
        How many cases, how many of them could not be read, and events in all.
    """

    tables: dict[str, bytes]
    owners: tuple[tuple[str, str, str], ...]
    cases: int
    failed: int
    events: int


def work(job: Job, cases: Sequence[Found]) -> Done:
    """Analyse the cases of a part.

    A case that cannot be read becomes a row of the problems and one of the cases, and stops nothing.

    Raises
    ------
    UsageError
        Where this worker runs another version of the program than the one that asks.
    """
    if job.version != pipeline.VERSION:
        raise UsageError(
            "a worker runs version {theirs} of this program, and this is {ours}: install the same one everywhere",
            theirs=pipeline.VERSION, ours=job.version,
        )  # fmt: skip
    rows = analysed(job, cases)
    order = [case.case for case in cases]
    wanted = (*TABLES, *(("events",) if job.events else ()))
    tables = {name: by_case(joined(rows, name), order) for name in wanted}
    tables, owners = hidden_owners(tables, job.names)
    cases_table = tables["cases"]
    return Done(
        {name: encoded(table, name, job.names) for name, table in tables.items()},
        owners,
        len(cases),
        int((cases_table["state"] == "failed").sum()),
        int(cases_table["events"].sum()),
    )


def analysed(job: Job, cases: Sequence[Found]) -> list[dict[str, pd.DataFrame]]:
    """The tables of the cases in their order: those of equal settings counted together, the others one by one."""
    try:
        return together(job, cases)
    except Exception:  # one of them is to blame: which one is found out case by case
        return [_by_itself(job, case) for case in cases]


def _by_itself(job: Job, case: Found) -> dict[str, pd.DataFrame]:
    """One case; whatever goes wrong is its own affair."""
    try:
        return alone(job, case)
    except Exception as error:
        wrong = ExportError(
            "{path}: this program failed on it ({why}): report this, it is a mistake of the program",
            path=case.name, why=f"{type(error).__name__}: {error}"[:200],
        )  # fmt: skip
        return failed(job, case, wrong)


def lost(job: Job, case: Found) -> Done:
    """A case whose process ended twice."""
    wrong = ExportError(
        "{path}: the process that worked on it ended before it was done, twice: it may be too large for the memory of this machine",
        path=case.name,
    )
    rows = [failed(job, case, wrong)]
    tables = {name: joined(rows, name) for name in (*TABLES, *(("events",) if job.events else ()))}
    return Done({name: encoded(table, name, job.names) for name, table in tables.items()}, (), 1, 1, 0)


def merged(several: Sequence[Done]) -> Done:
    """What came back of several cases as that of one part."""
    import io

    import pyarrow as pa
    import pyarrow.parquet as pq

    from analyzer.caseload.tables import written

    tables = {
        name: written(pa.concat_tables([pq.read_table(io.BytesIO(one.tables[name])) for one in several]))
        for name in several[0].tables
    }
    owners = tuple(entry for one in several for entry in one.owners)
    return Done(tables, owners, *(sum(getattr(one, name) for one in several) for name in ("cases", "failed", "events")))
