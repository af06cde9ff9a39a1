"""The tables of a caseload: those of a case with one column before them, ``case``; and one row per case."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analyzer.campaigns import CAMPAIGN_COLUMNS, LINK_COLUMNS
from analyzer.events import EVENT_COLUMNS, SOURCE_COLUMNS
from analyzer.findings import FINDING_COLUMNS
from analyzer.messages import MESSAGE_COLUMNS
from analyzer.problems import PROBLEM_COLUMNS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

STANDING_COLUMNS = ("findings", "rules", "campaign", "standing")
"""What a caseload adds to a number: how many findings name it, their rules, the caller it belongs to, and whether it is
``reported``, set ``aside`` (a contact, a public line) or neither (empty)."""

CALLER_COLUMNS = ("findings", "days")
"""What a caseload adds to a campaign: findings about it or its numbers; local days on which they came, of each owner by itself."""

COVERAGE_COLUMNS = ("first_day", "last_day", "days", "gap_days", "gap_end", "cap", "confirmed", "unanswered")
"""What a caseload adds to a source (see `analyzer.coverage.coverage`)."""

CASE_COLUMNS = (
    "case", "state", "note", "zone", "sources", "rows_read", "events", "duplicates", "corroborating", "skipped", "problems",
    "owners", "calls", "messages", "first_at", "last_at", "days", "gap_days", "gap_end", "numbers", "reported", "findings",
    "campaigns",
)  # fmt: skip
"""Columns of ``cases``: what was read of each case and how much was found."""

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "findings": ("case", *FINDING_COLUMNS),
    "campaigns": ("case", *CAMPAIGN_COLUMNS, *CALLER_COLUMNS),
    "links": ("case", *LINK_COLUMNS),
    "messages": ("case", *MESSAGE_COLUMNS),
    "problems": ("case", *PROBLEM_COLUMNS),
    "sources": ("case", *SOURCE_COLUMNS, *COVERAGE_COLUMNS),
    "events": ("case", *(name for name in EVENT_COLUMNS if name != "at_local")),
    "cases": CASE_COLUMNS,
}
"""Columns of each table but ``numbers``, whose indicators stand in `analyzer.indicators.INDICATORS`."""

TABLES = ("cases", "numbers", "findings", "campaigns", "links", "messages", "sources", "problems")
"""The data sets that are always written; ``events`` only where it is asked for."""

WORDS_OF_PEOPLE = {"numbers": ("name",), "problems": ("raw",), "sources": ("path",), "events": ("name", "line")}
"""Columns that name people: address books, raw rows, names of files. Left empty unless names are asked for."""

INTEGERS = frozenset(
    {"rows_read", "events", "duplicates", "corroborating", "skipped", "problems", "bytes", "days", "gap_days", "cap", "confirmed",
     "unanswered", "sources", "owners", "calls", "messages", "numbers", "reported", "findings", "campaigns", "duration_s", "ring_s",
     "observed", "limit"}
)  # fmt: skip
MOMENTS = frozenset({"at", "first_at", "last_at", "window_start", "window_end"})
FLOATS = frozenset({"p"})
LISTS = frozenset({("campaigns", "numbers"), ("campaigns", "owners")})
DAYS = frozenset({"first_day", "last_day", "gap_end"})


def encoded(table: pd.DataFrame, name: str, names: bool) -> bytes:
    """A table as Parquet; the types of its columns depend on their names alone, so that parts fit together.

    Parameters
    ----------
    table : DataFrame
    name : str
        Its name.
    names : bool
        Whether the columns of `WORDS_OF_PEOPLE` are kept.
    """
    import pyarrow as pa

    left = () if names else WORDS_OF_PEOPLE.get(name, ())
    columns = list(COLUMNS.get(name, table.columns))
    made = [_blank(len(table)) if column in left else _column(table[column], column, name) for column in columns]
    return written(pa.table(dict(zip(columns, made, strict=True))))


def written(arrow: pa.Table) -> bytes:
    """An Arrow table as Parquet."""
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(arrow, out, compression="zstd", use_dictionary=_repeating(arrow))  # pyright: ignore[reportArgumentType]
    return out.getvalue()


def _repeating(table: pa.Table) -> list[str]:
    """Columns of text that repeats itself: a dictionary of them is worth its work."""
    once = {"event_id", "event_ids", "body", "raw", "spans", "reason"}
    return [field.name for field in table.schema if str(field.type) == "large_string" and field.name not in once]


def _blank(size: int) -> pa.Array:
    import pyarrow as pa

    return pa.repeat(pa.scalar("", pa.large_string()), size)


def _column(values: pd.Series, name: str, table: str) -> pa.Array | pa.ChunkedArray:
    import pandas as pd
    import pyarrow as pa

    if name in MOMENTS:
        return _moments(values)
    if name in DAYS:
        return pa.array(values.tolist(), pa.date32())
    if name in FLOATS:
        return (
            pa.array(values.tolist(), pa.float64(), from_pandas=True)
            if values.dtype.kind in "OU"
            else pa.array(values, pa.float64(), from_pandas=True)
        )
    if (table, name) in LISTS:
        return _text(values)
    if name in INTEGERS:
        return pa.array(values, pa.int64(), from_pandas=True)
    if isinstance(values.dtype, pd.CategoricalDtype):
        codes = pa.array(values.cat.codes.to_numpy())
        return pa.DictionaryArray.from_arrays(codes, pa.array(values.cat.categories, pa.large_string())).cast(
            pa.large_string()
        )
    if values.dtype.kind in "OU" or isinstance(values.dtype, pd.StringDtype):
        return _text(values)
    if values.dtype.kind == "M":
        return _moments(values)
    return pa.array(values, from_pandas=True)


def _text(values: pd.Series) -> pa.Array | pa.ChunkedArray:
    import pyarrow as pa

    return pa.array(values, from_pandas=True).cast(pa.large_string())


def _moments(values: pd.Series) -> pa.Array | pa.ChunkedArray:
    """Instants in UTC, to the second; texts in ISO 8601 (as the ledger has them) among them."""
    import pandas as pd
    import pyarrow as pa

    if values.dtype.kind != "M":
        values = pd.to_datetime(values.where(values != "", None), utc=True, format="ISO8601")
    elif getattr(values.dtype, "tz", None) is not None:
        values = values.dt.tz_convert("UTC")
    else:
        values = values.dt.tz_localize("UTC")
    return pa.array(values.astype("datetime64[s, UTC]"), pa.timestamp("s", "UTC"), from_pandas=True)


def joined(rows: Sequence[Mapping[str, pd.DataFrame]], name: str) -> pd.DataFrame:
    """The same table of several cases, one after the other."""
    import pandas as pd

    frames = [one[name] for one in rows if name in one]
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    return filled[0] if len(filled) == 1 else pd.concat(filled, ignore_index=True)


def by_case(table: pd.DataFrame, order: Sequence[str]) -> pd.DataFrame:
    """The rows case by case, in the order of the cases."""
    import numpy as np
    import pandas as pd

    place = pd.Index(order).get_indexer(pd.Index(table["case"].astype("str")))
    if not len(place) or (place[1:] >= place[:-1]).all():
        return table
    return table.take(np.argsort(place, kind="stable")).reset_index(drop=True)


def gaps(case: np.ndarray, day: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Per case: days with an event, the longest run of days without one, and the day on which that ended (-1: none).

    Parameters
    ----------
    case, day : int arrays
        Per event its case and its local day number.
    size : int
        How many cases there are.
    """
    import numpy as np

    days, longest, end = np.zeros(size, np.int64), np.zeros(size, np.int64), np.full(size, -1, np.int64)
    if not len(case):
        return days, longest, end
    wide = int(day.max()) - int(day.min()) + 1
    one = np.unique(case.astype(np.int64) * wide + (day - day.min()))
    of, when = one // wide, one % wide + int(day.min())
    np.add.at(days, of, 1)
    silent = np.where(of[1:] == of[:-1], when[1:] - when[:-1] - 1, 0)
    order = np.lexsort((np.arange(len(silent)), -silent))[::-1]
    longest[of[1:][order]] = silent[order]
    end[of[1:][order]] = when[1:][order]
    end[longest == 0] = -1
    return days, longest, end


def as_days(numbers: np.ndarray) -> list[Any]:
    """Day numbers as dates, -1 as None."""
    import datetime as dt

    first = dt.date(1970, 1, 1).toordinal()
    return [None if day < 0 else dt.date.fromordinal(first + day) for day in numbers.tolist()]
