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

    groups, owner_codes, number_codes = group_by_number(events)
    view = EventView(events, groups, len(owner_codes))
    owners, numbers = events["owner"].cat.categories, events["number"].cat.categories
    known = phone.identify(numbers.tolist(), region=region, lang=lang)
    columns: dict[str, object] = {
        "owner": owners.to_numpy(dtype=object)[owner_codes],
        "number": numbers.to_numpy(dtype=object)[number_codes],
        **{name: known[name].to_numpy(dtype=object)[number_codes] for name in ("number_kind", "region", "carrier")},
        "name": _latest_name(view),
        **{measure.name: as_column(measure.compute(view)) for measure in indicators},
    }
    table = pd.DataFrame(columns)
    for name in IDENTITY_COLUMNS:
        table[name] = table[name].astype("str")
    inbound = view.count(view.inbound)
    order = (
        np.lexsort((table["number"].to_numpy(dtype=object).astype(str), -inbound, owner_codes)) if len(table) else []
    )
    return table.iloc[order].reset_index(drop=True)


def as_column(values: np.ndarray) -> np.ndarray | pd.api.extensions.ExtensionArray:
    """Values as a column of a table: floats rounded to `DECIMALS`, NaN as missing; others as they are."""
    import numpy as np
    import pandas as pd

    if values.dtype.kind != "f":
        return values
    missing = np.isnan(values)
    # adding nothing turns a rounded -0.0 into 0.0
    return pd.arrays.FloatingArray(np.where(missing, 0.0, np.round(values, DECIMALS)) + 0.0, missing)


def _latest_name(view: EventView) -> np.ndarray:
    """What the phone last called each number, empty if it never had a name."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    names = pa.array(view.events["name"], from_pandas=True)
    names = names.combine_chunks() if isinstance(names, pa.ChunkedArray) else names
    named = pc.greater(pc.binary_length(names), 0).to_numpy(zero_copy_only=False).astype(bool)[view.position]
    result = np.full(view.size, "", dtype=object)
    places = np.flatnonzero(named)
    if len(places):
        group = view.group[places]
        last = np.flatnonzero(np.append(group[1:] != group[:-1], True))
        chosen = view.position[places[last]]
        result[group[last]] = names.take(pa.array(chosen)).to_numpy(zero_copy_only=False)
    return result
