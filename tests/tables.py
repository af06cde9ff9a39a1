"""Small events tables for tests, written as rows of plain values, built through the real `building.build`."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from analyzer import clock
from analyzer.building import build
from analyzer.events import Importer, Reading
from analyzer.problems import ProblemLog
from analyzer.settings import Settings


@dataclass(frozen=True)
class FakeExport:
    """Stands for a file: a name, a hash, a size."""

    name: str
    sha256: str
    size: int = 1
    container: None = None

    @property
    def path(self):
        return Path(self.name)


FAKE_IMPORTER = Importer("fake", "fake", "tests", lambda e: False, lambda e, s: None, "", "")


def seconds(local: str, zone: str = "Asia/Shanghai") -> int:
    """UTC seconds of a local time like 2026-03-01 22:00:00."""
    import numpy as np

    wall = np.array([int(pd.Timestamp(local).timestamp())], dtype=np.int64)
    return int(clock.instants(wall, zone)[0][0])


def row(
    at, number="13911110001", kind="call", direction="in", outcome=None, duration=None, ring=None, body="", name="",
    owner="",
):  # fmt: skip
    """One event: local time text or UTC seconds; outcome defaults to missed for calls and empty for messages."""
    if outcome is None:
        outcome = "missed" if kind == "call" else ""
    return {
        "at": at,
        "number_raw": number,
        "kind": kind,
        "direction": direction,
        "outcome": outcome,
        "duration_s": duration,
        "ring_s": ring,
        "body": body,
        "name": name,
        **({"owner": owner} if owner else {}),
    }


def reading(rows, zone="Asia/Shanghai", **facts) -> Reading:
    """A `Reading` of such rows."""
    named = any("owner" in one for one in rows)
    columns = ["at", "number_raw", "kind", "direction", "outcome", "duration_s", "ring_s", "body", "name"]
    table = pd.DataFrame(rows, columns=columns + ["owner"] * named)
    if named:
        table["owner"] = table["owner"].fillna("").astype("str")
    at = [seconds(value, zone) if isinstance(value, str) else value for value in table["at"]]
    table["at"] = pd.to_datetime(pd.Series(at, dtype="int64"), unit="s", utc=True).astype("datetime64[s, UTC]")
    table["row"] = [str(i + 1) for i in range(len(table))]
    for column in ("duration_s", "ring_s"):
        table[column] = table[column].astype("Int64")
    for column in ("number_raw", "body", "name", "row"):
        table[column] = table[column].astype("str")
    for column in ("kind", "direction", "outcome"):
        table[column] = table[column].astype("category")
    return Reading(rows=table, rows_read=len(table), problems=ProblemLog(), **facts)


def build_events(*sources, settings: Settings | None = None, **facts):
    """`Built` of one or several lists of rows."""
    settings = settings or Settings()
    made = []
    for i, rows in enumerate(sources):
        digest = hashlib.sha256(f"{i} {rows!r}".encode()).hexdigest()
        made.append(
            (
                FakeExport(f"export{i}.csv", digest),
                FAKE_IMPORTER,
                rows if isinstance(rows, Reading) else reading(rows, settings.zone, **facts),
            )
        )
    return build(made, settings)


def events_of(rows, settings: Settings | None = None, **facts) -> pd.DataFrame:
    """The events table of one list of rows."""
    return build_events(rows, settings=settings, **facts).events
