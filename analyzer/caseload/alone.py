"""One case by itself: the pipeline's own verbs, and its tables with the case before them."""

from __future__ import annotations

from functools import cache
from pathlib import PurePath
from typing import TYPE_CHECKING

from analyzer import clock, pipeline
from analyzer.caseload.cases import Found
from analyzer.caseload.tables import CALLER_COLUMNS, COLUMNS, COVERAGE_COLUMNS, STANDING_COLUMNS, as_days, gaps
from analyzer.locales import translator
from analyzer.problems import PROBLEM_COLUMNS, AnalyzerError
from analyzer.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analyzer.caseload.work import Job
    from analyzer.gathering import Skipped


def alone(job: Job, case: Found) -> dict[str, pd.DataFrame]:
    """Read one case and count it."""
    settings = case.settings or job.settings
    try:
        if case.error is not None:
            raise case.error
        what = pipeline.read(case.path, settings)
        return rows_of(case, what, settings, job.names)
    except AnalyzerError as error:
        return failed(job, case, error)


def rows_of(case: Found, what: pipeline.Read, settings: Settings, names: bool) -> dict[str, pd.DataFrame]:
    """The tables of one case that was read."""
    import pandas as pd

    known = pipeline.make_case(what, settings)
    numbers = known.numbers.merge(_standing(known), on=["owner", "number"], how="left")
    numbers["findings"] = numbers["findings"].fillna(0).astype("int64")
    for name in STANDING_COLUMNS[1:]:
        numbers[name] = numbers[name].astype("str").fillna("")
    problems = pd.concat([known.problems, left_out(what.skipped, case, settings, names)], ignore_index=True)
    sources = known.sources.merge(known.coverage, on="source", how="left")
    tables = {
        "numbers": numbers, "findings": known.findings, "campaigns": known.campaigns, "links": known.links,
        "messages": known.messages, "problems": problems, "sources": sources, "events": known.events,
    }  # fmt: skip
    made = {name: _headed(table, case.case) for name, table in tables.items()}
    made["campaigns"] = caller_rows(made, settings.zone)
    made["cases"] = case_rows(pd.Index([case.case]), made, settings)
    return made


def _standing(known: pipeline.Case) -> pd.DataFrame:
    import pandas as pd

    columns = ["owner", "number", *STANDING_COLUMNS[:3]]
    parts = [known.reported[columns].assign(standing="reported"), known.set_aside[columns].assign(standing="aside")]
    return pd.concat([part for part in parts if len(part)] or parts[:1], ignore_index=True)


def left_out(skipped: list[Skipped], case: Found, settings: Settings, names: bool) -> pd.DataFrame:
    """Files of a case that were not read, as problems."""
    import pandas as pd

    rows = [
        ("P302", "", file.name if names else "", "", "", told(file.reason, case, settings, names)) for file in skipped
    ]
    return pd.DataFrame(rows, columns=list(PROBLEM_COLUMNS), dtype="str")


def told(error: AnalyzerError, case: Found, settings: Settings, names: bool) -> str:
    """The sentence of an error; unless names are asked for, the case stands in it for the file, of whose name its kind is left."""
    values = dict(error.values)
    if names and "path" in values:
        values["path"] = str(values["path"]).replace(
            case.path, case.name
        )  # where the cases lie is nothing of the result
    if not names and "path" in values:
        kind = PurePath(str(values["path"])).suffix
        plain = kind[1:].isascii() and kind[1:].isalnum() and len(kind) <= 6
        values["path"] = f"{case.case} ({kind})" if plain else case.case
    if not names and "seen" in values:
        values["seen"] = "…"  # words of the file: where it has no heading, they are somebody's rows
    return translator(settings.lang)(error.sentence).format(**values)


def caller_rows(tables: dict[str, pd.DataFrame], zone: str) -> pd.DataFrame:
    """The campaigns with their findings and days, each case by itself."""
    import numpy as np
    import pandas as pd

    campaigns, findings, events = tables["campaigns"], tables["findings"], tables["events"]
    size = len(campaigns)
    listed = campaigns["numbers"].str.split(" ").explode()
    place = listed.index.to_numpy(dtype=np.int64)
    cases = pd.Index(campaigns["case"].astype("object").unique())
    case = codes_in(campaigns["case"], cases)

    def caller(table: pd.DataFrame, name: str, of_row: np.ndarray, words: pd.Series) -> np.ndarray:
        """Row of the campaign that each row of `table` belongs to by its case and by one column, -1 for none."""
        known = pd.Index(words.astype("object").unique())
        wide = max(len(known), 1)
        keys = case[of_row] * wide + codes_in(words, known)
        order = np.argsort(keys, kind="stable")
        theirs, word = codes_in(table["case"], cases), codes_in(table[name], known)
        if not len(keys):
            return np.full(len(table), -1)
        wanted = theirs * wide + word
        at = order[np.minimum(np.searchsorted(keys, wanted, sorter=order), len(keys) - 1)]
        return np.where((theirs >= 0) & (word >= 0) & (keys[at] == wanted), of_row[at], -1)

    fired = findings[(findings["status"] != "not-evaluable").to_numpy(dtype=bool)]
    about = caller(fired, "number", place, listed)
    about = np.where(about >= 0, about, caller(fired, "campaign", np.arange(size), campaigns["campaign"]))
    coming = events[["case", "number", "owner", "at"]][(events["direction"] == "in").to_numpy(dtype=bool)]
    of = caller(coming, "number", place, listed)
    day = clock.wall(coming["at"].astype("datetime64[s, UTC]").astype("int64").to_numpy(), zone) // clock.DAY
    owner = coming["owner"].cat.codes.to_numpy().astype(np.int64)
    mine = np.flatnonzero(of >= 0)
    days = np.zeros(size, dtype=np.int64)
    if len(mine):
        first, owners = int(day.min()), len(coming["owner"].cat.categories)
        wide = int(day.max()) - first + 1
        once = np.unique((of[mine] * owners + owner[mine]) * wide + (day[mine] - first))
        days = np.bincount(once // wide // owners, minlength=size)
    return campaigns.assign(findings=np.bincount(about[about >= 0], minlength=size), days=days)


def codes_in(column: pd.Series, known: pd.Index) -> np.ndarray:
    """Place of each value among the known ones, -1 for others."""
    import numpy as np
    import pandas as pd

    if isinstance(column.dtype, pd.CategoricalDtype):
        return np.append(known.get_indexer(column.cat.categories.astype("object")), -1)[column.cat.codes.to_numpy()]
    code, words = pd.factorize(column.astype("object"))
    return np.append(known.get_indexer(pd.Index(words, dtype="object")), -1)[code]


def _headed(table: pd.DataFrame, case: str) -> pd.DataFrame:
    table = table.reset_index(drop=True)
    table.insert(0, "case", case)
    return table


def case_rows(cases: pd.Index, tables: dict[str, pd.DataFrame], settings: Settings) -> pd.DataFrame:
    """One row for each case that was read."""
    import numpy as np
    import pandas as pd

    size, known = len(cases), cases.astype("object")

    def codes(name: str) -> np.ndarray:
        return codes_in(tables[name]["case"], known)

    def count(name: str, mask: np.ndarray | None = None) -> np.ndarray:
        of = codes(name)
        return np.bincount(of if mask is None else of[mask], minlength=size)

    sources, of_source = tables["sources"], codes("sources")

    def total(name: str) -> np.ndarray:
        return np.bincount(of_source, weights=sources[name].to_numpy(dtype=float), minlength=size).astype(np.int64)

    events, of = tables["events"], codes("events")
    at = events["at"].astype("datetime64[s, UTC]").astype("int64").to_numpy()
    first, last = np.full(size, np.iinfo(np.int64).max), np.full(size, np.iinfo(np.int64).min)
    np.minimum.at(first, of, at)
    np.maximum.at(last, of, at)
    some = np.bincount(of, minlength=size) > 0
    days, longest, end = gaps(of, clock.wall(at, settings.zone) // clock.DAY, size)
    call = (events["kind"] == "call").to_numpy()
    owners = tables["numbers"][["case", "owner"]].drop_duplicates()
    standing, fired = tables["numbers"]["standing"], tables["findings"]["status"]
    row = {
        "case": cases.to_numpy(dtype=object), "state": "read", "note": "", "zone": settings.zone,
        "sources": count("sources"),
        **{name: total(name) for name in ("rows_read", "events", "duplicates", "corroborating", "skipped", "problems")},
        "owners": np.bincount(codes_in(owners["case"], known), minlength=size),
        "calls": count("events", call), "messages": count("events", ~call),
        "first_at": _instants(first, some), "last_at": _instants(last, some),
        "days": days, "gap_days": longest, "gap_end": as_days(end),
        "numbers": count("numbers"), "reported": count("numbers", (standing == "reported").to_numpy()),
        "findings": count("findings", (fired != "not-evaluable").to_numpy()), "campaigns": count("campaigns"),
    }  # fmt: skip
    return pd.DataFrame(row, columns=list(COLUMNS["cases"]))


def _instants(seconds: np.ndarray, known: np.ndarray) -> pd.DatetimeIndex:
    import numpy as np
    import pandas as pd

    return pd.DatetimeIndex(
        np.where(known, seconds, 0).astype("datetime64[s]"), tz="UTC"
    ).where(known)  # fmt: skip


def failed(job: Job, case: Found, error: AnalyzerError) -> dict[str, pd.DataFrame]:
    """The tables of a case that could not be read: one sentence among the problems."""
    import pandas as pd

    from analyzer.campaigns import CAMPAIGN_COLUMNS, LINK_COLUMNS
    from analyzer.events import EVENT_COLUMNS, SOURCE_COLUMNS
    from analyzer.findings import FINDING_COLUMNS
    from analyzer.messages import MESSAGE_COLUMNS

    settings = case.settings or job.settings
    said = told(error, case, settings, job.names)
    columns = {
        "findings": FINDING_COLUMNS, "campaigns": (*CAMPAIGN_COLUMNS, *CALLER_COLUMNS), "links": LINK_COLUMNS, "messages": MESSAGE_COLUMNS,
        "sources": (*SOURCE_COLUMNS, *COVERAGE_COLUMNS), "events": EVENT_COLUMNS,
    }  # fmt: skip
    made = {name: pd.DataFrame(columns=["case", *names], dtype="str") for name, names in columns.items()}
    made["numbers"] = _no_numbers(settings)
    made["problems"] = pd.DataFrame(
        [(case.case, "P301", "", "", "", "", said)], columns=["case", *PROBLEM_COLUMNS], dtype="str"
    )
    zero = dict.fromkeys(COLUMNS["cases"], 0)
    nothing = pd.DatetimeIndex([pd.NaT], tz="UTC").as_unit("s")
    row = {**zero, "case": [case.case], "state": "failed", "note": said, "zone": settings.zone, "gap_end": [None]}
    made["cases"] = pd.DataFrame({**row, "first_at": nothing, "last_at": nothing}, columns=list(COLUMNS["cases"]))
    return made


@cache
def _no_numbers(settings: Settings) -> pd.DataFrame:
    """The numbers table of a case without events: its columns with their types."""
    from analyzer import building

    none = pipeline.summarize(building.build([], settings).events, settings)
    none = none.assign(findings=0, rules="", campaign="", standing="").astype(
        {"findings": "int64", **dict.fromkeys(STANDING_COLUMNS[1:], "str")}
    )
    return _headed(none, "").astype({"case": "str"})
