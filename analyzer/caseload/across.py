"""Across owners: which numbers and callers reach how many people. Small tables, joined after every case is counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer import phone
from analyzer.campaigns import COUNTED
from analyzer.templates import components

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

NUMBER_COLUMNS = (
    "rank", "number", "number_kind", "region", "carrier", "people", "cases", "reported_in", "findings", "rules", "calls_in",
    "messages_in", "days", "calls_in_max_day", "night", "caller", "first_at", "last_at",
)  # fmt: skip
"""Columns of ``across/numbers``: most people first."""

CALLER_COLUMNS = (
    "rank", "caller", "numbers", "people", "cases", "findings", "events", "days", "basis", "certainty", "first_at", "last_at",
)  # fmt: skip
"""Columns of ``across/callers``: most people first."""

READ = (
    "case", "owner", "number", "number_kind", "region", "carrier", "findings", "rules", "campaign", "standing", "calls_in",
    "messages_in", "days_active", "calls_in_max_day", "night_calls_in", "night_messages_in", "first_at", "last_at",
)  # fmt: skip


@dataclass(frozen=True)
class Across:
    """The joined tables.

    Attributes
    ----------
    numbers : DataFrame
        `NUMBER_COLUMNS`: every number that is reported in a case, with all cases that it reached. Hidden callers are no number.
    callers : DataFrame
        `CALLER_COLUMNS`: campaigns of several cases that share a number are one caller.
    rows : DataFrame
        One row per such number and owner: the columns of the numbers table that hand-over sheets show.
    people : int
        Owners in all; one without a number counts in its case only.
    """

    numbers: pd.DataFrame
    callers: pd.DataFrame
    rows: pd.DataFrame
    people: int


def across(data: Path, owners: Iterable[tuple[str, str, str]], names: bool) -> Across:
    """Join the numbers and the campaigns of all cases.

    Parameters
    ----------
    data : Path
        The folder of the data sets.
    owners : iterable of (str, str, str)
        Case, owner as the tables name it, number.
    names : bool
        Whether the tables name owners by their numbers.
    """
    person, people = _people(owners, names)
    rows = _rows(data / "numbers", person)
    callers, of = _callers(data / "campaigns", rows, person)
    return Across(_numbers(rows, of), callers, rows, people)


def _people(owners: Iterable[tuple[str, str, str]], names: bool) -> tuple[dict[tuple[str, str], int], int]:
    """The person behind each case's owner: the same number is the same person."""
    ids: dict[str, int] = {}
    person = {}
    for case, label, number in owners:
        person[case, number if names else label] = ids.setdefault(number or f"\0{label}", len(ids))
    return person, len(ids)


def table(folder: Path, columns: Iterable[str], chosen: Any = None) -> pa.Table:
    """Columns of a data set, its parts in order."""
    import pyarrow.dataset as ds

    parts = sorted(str(path) for path in folder.glob("*.parquet"))
    return ds.dataset(parts, format="parquet").to_table(columns=list(columns), filter=chosen)


def _rows(folder: Path, person: dict[tuple[str, str], int]) -> pd.DataFrame:
    """Every row of the numbers table of a number that is reported somewhere and came in there."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    reported: Any = pc.unique(table(folder, ["number"], pc.field("standing") == "reported")["number"])
    hidden = pc.or_(pc.is_in(reported, pa.array(phone.BUCKETS, reported.type)), pc.match_substring(reported, "*"))
    known = reported.filter(pc.invert(hidden))
    chosen = pc.field("number").isin(known) & (pc.field("calls_in") + pc.field("messages_in") > 0)
    rows = table(folder, READ, chosen).to_pandas().reset_index(drop=True)
    pairs = zip(rows["case"], rows["owner"], strict=True)
    rows["person"] = pd.Series([person[pair] for pair in pairs], index=rows.index, dtype="int64")
    return rows


def _numbers(rows: pd.DataFrame, caller: pd.Series) -> pd.DataFrame:
    rows = rows.assign(
        caller=caller,
        night=rows["night_calls_in"] + rows["night_messages_in"],
        reported=(rows["standing"] == "reported").astype("int64"),
    )
    found = (
        rows.groupby("number", sort=True)
        .agg(
            number_kind=("number_kind", "first"),
            region=("region", "first"),
            carrier=("carrier", "first"),
            people=("person", "nunique"),
            cases=("case", "nunique"),
            reported_in=("reported", "sum"),
            findings=("findings", "sum"),
            rules=("rules", "first"),
            calls_in=("calls_in", "sum"),
            messages_in=("messages_in", "sum"),
            days=("days_active", "sum"),
            calls_in_max_day=("calls_in_max_day", "max"),
            night=("night", "sum"),
            caller=("caller", "max"),  # the empty text comes before any name
            first_at=("first_at", "min"),
            last_at=("last_at", "max"),
        )
        .reset_index()
    )
    several = rows[rows["number"].duplicated(keep=False)].groupby("number", sort=False)["rules"].agg(_union)
    of_several = found["number"].map(several)
    found["rules"] = of_several.where(of_several.notna(), found["rules"]).astype("str")
    return _ranked(found, found["calls_in"] + found["messages_in"], "number", NUMBER_COLUMNS)


def _union(lists: pd.Series) -> str:
    return " ".join(sorted({one for listed in lists for one in listed.split()}))


def _ranked(found: pd.DataFrame, events: pd.Series, key: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """Most people first, of equals most findings, then events, then by name."""
    order = (
        found.assign(inbound=events)
        .sort_values(["people", "findings", "inbound", key], ascending=[False, False, False, True], kind="stable")
        .drop(columns="inbound")
        .reset_index(drop=True)
    )
    order["rank"] = range(1, len(order) + 1)
    return order[list(columns)]


def _callers(folder: Path, rows: pd.DataFrame, person: dict[tuple[str, str], int]) -> tuple[pd.DataFrame, pd.Series]:
    """Callers across cases, and the caller of each of `rows`, empty for none.

    Campaigns whose certainty counts and on which or on whose numbers there is a finding; two that share a number are one.
    """
    import numpy as np
    import pandas as pd

    columns = (
        "case",
        "campaign",
        "numbers",
        "basis",
        "events",
        "findings",
        "days",
        "certainty",
        "owners",
        "first_at",
        "last_at",
    )
    listed = table(folder, columns).to_pandas()
    listed = listed[listed["certainty"].isin(COUNTED) & (listed["findings"] > 0)].reset_index(drop=True)
    whose = listed["numbers"].str.split(" ").explode()
    code, numbers = pd.factorize(whose)
    size = len(listed)
    group = components(size + len(numbers), whose.index.to_numpy(dtype=np.int64), code + size)[:size] if size else []
    listed = listed.assign(group=np.asarray(group, dtype=np.int64))
    people = listed.assign(owner=listed["owners"].str.split(" ")).explode("owner")
    pairs = zip(people["case"], people["owner"].fillna(""), strict=True)
    people["person"] = pd.Series([person.get(pair, -1) for pair in pairs], index=people.index, dtype="int64")
    made = (
        listed.groupby("group", sort=True)
        .agg(
            numbers=("numbers", _union),
            cases=("case", "nunique"),
            findings=("findings", "sum"),
            events=("events", "sum"),
            days=("days", "sum"),
            basis=("basis", _union),
            certainty=("certainty", "min"),  # high comes before medium
            first_at=("first_at", "min"),
            last_at=("last_at", "max"),
        )
        .reset_index()
    )
    made["people"] = made["group"].map(people.groupby("group")["person"].nunique())
    made["caller"] = ""
    ranked = _ranked(made, made["events"], "numbers", ("group", *CALLER_COLUMNS))
    wide = max(len(str(len(ranked))), 3)
    ranked["caller"] = [f"G{i:0{wide}}" for i in range(1, len(ranked) + 1)]
    ranked["caller"] = ranked["caller"].astype("str")
    name = dict(zip(ranked["group"], ranked["caller"], strict=True))
    keys = zip(listed["case"], listed["campaign"], strict=True)
    of = {key: name[group] for key, group in zip(keys, listed["group"], strict=True)}
    pairs = zip(rows["case"], rows["campaign"], strict=True)
    return ranked[list(CALLER_COLUMNS)], pd.Series([of.get(pair, "") for pair in pairs], index=rows.index, dtype="str")
