"""The numbers table: one row per owner and number, one column per indicator, exact and vectorised over all numbers at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer import phone
from analyzer.view import EventView

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

IDENTITY_COLUMNS = ("owner", "number", "number_kind", "region", "carrier", "name")
"""Columns of ``data/numbers.csv`` that say who a row is about; the indicators follow."""

DECIMALS = 6
"""Places after the point that the table keeps. `Indicator.compute` does not round; six places are far more than records
of whole seconds bear out, and far fewer than those in which two machines might differ."""

UNITS = (
    "events",
    "days",
    "seconds",
    "instant",
    "runs",
    "share",
    "ratio",
    "events per day",
    "events per week, per week",
)
"""Units of indicators. A share lies between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One measured value per number.

    Attributes
    ----------
    name : str
        Column in ``data/numbers.csv``.
    unit : str
        One of `UNITS`.
    compute : callable
        ``EventView -> array`` of one value per group: int for counts; float where a value can be missing (NaN: a share of
        nothing, a gap after one event); ``datetime64[s]`` in UTC for instants (NaT: missing).
    """

    name: str
    unit: str
    compute: Callable[[EventView], np.ndarray]


def indicator(unit: str) -> Callable[[Callable[[EventView], np.ndarray]], Indicator]:
    """Decorator: makes an `Indicator` of a function, named as the function."""

    def wrap(function: Callable[[EventView], np.ndarray]) -> Indicator:
        return Indicator(function.__name__, unit, function)

    return wrap


def group_by_number(events: pd.DataFrame) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Groups by owner and number: code of each event, and per group the codes of its owner and number."""
    import numpy as np

    owner = events["owner"].cat.codes.to_numpy().astype(np.int64)
    number = events["number"].cat.codes.to_numpy().astype(np.int64)
    width = max(len(events["number"].cat.categories), 1)
    joint = owner * width + number
    present = np.bincount(joint, minlength=1) > 0 if len(joint) else np.zeros(0, dtype=bool)
    codes = np.cumsum(present) - 1
    pairs = np.flatnonzero(present)
    return codes[joint] if len(joint) else joint, pairs // width, pairs % width


def summarize(
    events: pd.DataFrame, indicators: Sequence[Indicator], *, region: str = "CN", lang: str = "zh"
) -> pd.DataFrame:
    """The numbers table.

    Parameters
    ----------
    events : DataFrame
        The events table.
    indicators : sequence of Indicator
        Columns to measure, in order.
    region, lang
        As in `analyzer.phone.identify`.

    Returns
    -------
    DataFrame
        `IDENTITY_COLUMNS` and one column per indicator; most inbound events first, then by number. Counts are ``int64``;
        values that can be missing are ``Float64``, rounded to `DECIMALS`, with ``pd.NA`` for missing (empty in CSV).
    """
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    groups, owner_codes, number_codes = group_by_number(events)
    view = EventView(events, groups, len(owner_codes))
    inbound, last, *measured = _measured(view, (_inbound, _last_named, *(one.compute for one in indicators)))
    owners, numbers = (pa.array(events[name].cat.categories, pa.large_string()) for name in ("owner", "number"))
    known = phone.identify(numbers.to_pylist(), region=region, lang=lang)
    order = np.lexsort((alphabetical(numbers)[number_codes], -inbound, owner_codes))
    texts = {
        "owner": owners.take(pa.array(owner_codes[order])),
        "number": numbers.take(pa.array(number_codes[order])),
        **{
            name: pa.array(known[name], pa.large_string()).take(pa.array(number_codes[order]))
            for name in ("number_kind", "region", "carrier")
        },
        "name": _names(events, last[order]),
    }
    columns: dict[str, object] = {name: pd.Series(cells, dtype="str") for name, cells in texts.items()}
    columns |= {one.name: as_column(values[order]) for one, values in zip(indicators, measured, strict=True)}
    return pd.DataFrame(columns)


def alphabetical(texts: pa.Array) -> np.ndarray:
    """Rank of each of different texts in order of their characters.

    Examples
    --------
    >>> import pyarrow as pa
    >>> alphabetical(pa.array(["b", "a", "c"])).tolist()
    [1, 0, 2]
    """
    import numpy as np
    import pyarrow.compute as pc

    rank = np.empty(len(texts), dtype=np.int64)
    rank[pc.array_sort_indices(texts).to_numpy()] = np.arange(len(texts))
    return rank


def as_column(values: np.ndarray) -> np.ndarray | pd.api.extensions.ExtensionArray:
    """Values as a column of a table: floats rounded to `DECIMALS`, NaN as missing; others as they are."""
    import numpy as np
    import pandas as pd

    if values.dtype.kind != "f":
        return values
    missing = np.isnan(values)
    # adding nothing turns a rounded -0.0 into 0.0
    return pd.arrays.FloatingArray(np.where(missing, 0.0, np.round(values, DECIMALS)) + 0.0, missing)


def _measured(view: EventView, measures: Sequence[Callable[[EventView], np.ndarray]]) -> list[np.ndarray]:
    """One value per group of each measure, worked out part by part of the view."""
    import numpy as np

    parts = [[measure(part) for measure in measures] for _, part in view.parts()]
    return parts[0] if len(parts) == 1 else [np.concatenate(column) for column in zip(*parts, strict=True)]


def _inbound(view: EventView) -> np.ndarray:
    return view.count(view.inbound)


def _last_named(view: EventView) -> np.ndarray:
    """Row of the last event at which the phone had a name for each number, -1 if it never had one."""
    import numpy as np

    last = np.full(view.size, -1)
    places = np.flatnonzero(view.column("name", _filled))
    last[view.group[places]] = view.position[places]  # in order of time: the last one stays
    return last


def _filled(cells: pd.Series) -> np.ndarray:
    """Which cells of a column of texts hold something."""
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = pa.array(cells, from_pandas=True)
    return pc.greater(pc.binary_length(texts), 0).to_numpy(zero_copy_only=False).astype(bool)


def _names(events: pd.DataFrame, rows: np.ndarray) -> pa.Array:
    """What the phone called the numbers of some events, empty where the row is -1."""
    import pyarrow as pa
    import pyarrow.compute as pc

    names = pa.array(events["name"], from_pandas=True)
    names = names.combine_chunks() if isinstance(names, pa.ChunkedArray) else names
    return pc.fill_null(names.take(pa.array(rows, mask=rows < 0)).cast(pa.large_string()), "")
