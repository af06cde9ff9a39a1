"""Which numbers differ most from the owner's other numbers: a weak note, made only where it is asked for, never a finding.

A forest of random cuts (isolation forest) says who stands apart, and robust z values say in what. Neither knows what is normal
or wrong: a mother who writes every day stands apart too. So nothing here enters a finding, a ranking or a complaint;
``docs/unusual.md`` has what was measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

N_ = str

LEAST = 40
"""Numbers with an inbound call or message that an owner must have before any is compared. Our own choice."""

MARKED = 10
"""One in so many of the compared numbers is marked at most. Our own choice."""

APART = 3.0
"""Robust z from which on a number differs in an indicator. Iglewicz and Hoaglin (1993) advise 3.5 for single outliers; ours
only chooses words."""

NAMED = 3
"""Indicators that are named at most."""

TREES, SEED = 200, 0

FAMILIES: dict[str, tuple[str, ...]] = {
    "volume": ("calls_in", "calls_in_per_day", "calls_in_max_day"),
    "messages": ("messages_in", "messages_in_max_day"),
    "night": ("night_share_in", "night_calls_in"),
    "rhythm": ("calls_in_max_1h", "redial_under_5min_share", "bursts_in"),
    "answers": ("unanswered_run_max", "ring_once_share"),
    "span": ("days_active", "longest_daily_streak"),
    "week": ("weekend_share_in",),
    "talk": ("call_duration_median_s", "long_talks"),
    "own side": ("out_share",),
}
"""Indicators that are compared; those of one family say much the same, so that only one of each is named."""

WORDS: dict[str, str] = {
    "calls_in": N_("calls"),
    "calls_in_per_day": N_("calls a day"),
    "calls_in_max_day": N_("most calls in a day"),
    "messages_in": N_("messages"),
    "messages_in_max_day": N_("most messages in a day"),
    "night_share_in": N_("night share"),
    "night_calls_in": N_("calls at night"),
    "calls_in_max_1h": N_("most calls in an hour"),
    "redial_under_5min_share": N_("share of calls within five minutes of the one before"),
    "bursts_in": N_("runs of calls"),
    "unanswered_run_max": N_("unanswered calls in a row"),
    "ring_once_share": N_("share of calls that rang once"),
    "days_active": N_("active days"),
    "longest_daily_streak": N_("days in a row"),
    "weekend_share_in": N_("weekend share"),
    "call_duration_median_s": N_("length of talks"),
    "long_talks": N_("long talks"),
    "out_share": N_("share of the owner's own calls and messages"),
}
"""The compared indicators in words."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One indicator in which a number stands apart.

    Attributes
    ----------
    indicator : str
        Column of the numbers table.
    value : float
        The number's.
    middle : float
        Median of the owner's compared numbers.
    z : float
        Robust z, with its sign (see `robust_z`).
    """

    indicator: str
    value: float
    middle: float
    z: float

    @property
    def words(self) -> str:
        """The indicator as an English source sentence."""
        return WORDS[self.indicator]


def compared(numbers: pd.DataFrame) -> pd.Series:
    """Whether each row of the numbers table is compared: something came from it, and one caller stands behind it."""
    return (numbers["calls_in"] + numbers["messages_in"] > 0) & ~numbers["number_kind"].isin(
        ["withheld", "masked", "unknown"]
    )


def unusual(numbers: pd.DataFrame, settings: Settings) -> pd.Series:
    """Which numbers differ most from the owner's other numbers.

    Parameters
    ----------
    numbers : DataFrame
        The numbers table.
    settings : Settings
        Nothing is compared, and scikit-learn not loaded, unless ``settings.unusual``.

    Returns
    -------
    Series of Int64
        Named ``unusual``, with the index of `numbers`: 1 for the number that differs most among its owner's, 2 for the next …;
        missing for all others. At most one in `MARKED` of the compared numbers has a rank, only where it stands apart
        in an indicator (`differences`), and none where an owner has fewer than `LEAST`.

    Notes
    -----
    Isolation forest (Liu, Ting and Zhou, ICDM 2008), `TREES` trees, fixed seed, over the robust z of the indicators in
    `FAMILIES`. Scores are rounded to nine places, equal ones ordered by number, so that every machine and every order of
    rows gives the same ranks with one version of scikit-learn.

    Examples
    --------
    >>> unusual(case.numbers, Settings(unusual=True)).dropna()  # doctest: +SKIP
    """
    import numpy as np
    import pandas as pd

    ranks = np.zeros(len(numbers), dtype=np.int64)
    for rows in _owners(numbers) if settings.unusual else ():
        z = robust_z(_values(numbers, rows))
        order = np.argsort(-_apartness(z), kind="stable")[: len(rows) // MARKED]
        order = order[np.abs(z[order]).max(axis=1) >= APART]
        ranks[rows[order]] = np.arange(1, len(order) + 1)
    return pd.Series(pd.arrays.IntegerArray(ranks, ranks == 0), index=numbers.index, name="unusual")


def apartness(numbers: pd.DataFrame) -> pd.Series:
    """How far apart the forest puts each compared number, between 0 and 1, missing for the others: what `unusual` ranks by."""
    import numpy as np
    import pandas as pd

    found = np.full(len(numbers), np.nan)
    for rows in _owners(numbers):
        found[rows] = _apartness(robust_z(_values(numbers, rows)))
    return pd.Series(found, index=numbers.index, name="apartness")


def _apartness(z: np.ndarray) -> np.ndarray:
    """How soon random cuts part each row from the rest (Liu, Ting and Zhou 2008, equation 2): near 1 at once, near 0.5 as usual."""
    import numpy as np
    from sklearn.ensemble import IsolationForest

    forest = IsolationForest(n_estimators=TREES, random_state=SEED).fit(z)
    return np.round(-forest.score_samples(z), 9)


def differences(
    numbers: pd.DataFrame, wanted: pd.Series | None = None
) -> dict[tuple[str, str], tuple[Difference, ...]]:
    """In what compared numbers stand apart, by (owner, number).

    Parameters
    ----------
    numbers : DataFrame
        The numbers table: all of it, since it says what is usual.
    wanted : Series of bool, optional
        Rows that are asked about; all when left out.

    Returns
    -------
    dict
        At most `NAMED` indicators of each number, the largest robust z first, one of each family, only from `APART` on. Owners
        with fewer than `LEAST` compared numbers are left out.
    """
    import numpy as np

    found = {}
    of = {name: family for family, names in FAMILIES.items() for name in names}
    families = [of[name] for name in WORDS]
    for rows in _owners(numbers):
        values = _values(numbers, rows)
        z, middle = robust_z(values), np.nanmedian(_something(values), axis=0)
        far = np.argsort(-np.abs(z), axis=1, kind="stable")
        asked = np.ones(len(rows), dtype=bool) if wanted is None else wanted.to_numpy(dtype=bool)[rows]
        keys = numbers.iloc[rows[asked]][["owner", "number"]].astype("str").itertuples(index=False, name=None)
        for i, key in zip(np.flatnonzero(asked), keys, strict=True):
            chosen: dict[str, Difference] = {}
            for place in far[i]:
                if abs(z[i, place]) < APART or len(chosen) == NAMED:
                    break
                one = Difference(list(WORDS)[place], float(values[i, place]), float(middle[place]), float(z[i, place]))
                chosen.setdefault(families[place], one)
            found[key] = tuple(chosen.values())
    return found


def too_few(numbers: pd.DataFrame) -> dict[str, int]:
    """Owners with fewer than `LEAST` compared numbers, and how many each has: of them nothing is said."""
    counts = numbers[compared(numbers)].groupby("owner", sort=True).size()
    have = {str(owner): int(counts.get(owner, 0)) for owner in sorted(numbers["owner"].astype("str").unique())}
    return {owner: n for owner, n in have.items() if n < LEAST}


def robust_z(values: np.ndarray) -> np.ndarray:
    """How far each value lies from its column's median, in units of the column's usual deviation; 0 for missing values.

    Parameters
    ----------
    values : float array, one column per indicator
        Counts, seconds and shares, NaN for missing.

    Returns
    -------
    float array
        Of square roots (which make counts comparable at both ends, Bartlett 1936): 0.6745 times the distance to the median
        over the median absolute deviation (Iglewicz and Hoaglin 1993); where more than half of a column is equal, over the
        mean absolute deviation times 1.2533 instead; 0 where all is equal. Rounded to three places and held within ±20: no
        machine's last bit decides anything.

    Examples
    --------
    >>> import numpy as np
    >>> robust_z(np.array([[1.0], [4.0], [9.0], [16.0], [100.0]]))[:, 0].tolist()
    [-1.349, -0.674, 0.0, 0.674, 4.721]
    """
    import numpy as np

    root = np.sqrt(values)
    away = root - np.nanmedian(_something(root), axis=0)
    absolute = _something(np.abs(away))
    usual, mean = np.nanmedian(absolute, axis=0) / 0.6745, np.nanmean(absolute, axis=0) * 1.2533
    scale = np.where(usual > 0, usual, mean)
    z = np.divide(away, scale, out=np.zeros_like(away), where=scale > 0)
    return np.round(np.clip(np.nan_to_num(z, nan=0.0), -20, 20), 3) + 0.0


def _something(values: np.ndarray) -> np.ndarray:
    """The values, with zeros in columns in which all are missing: those have no median."""
    import numpy as np

    return np.where(np.isnan(values).all(axis=0), 0.0, values)


def _owners(numbers: pd.DataFrame) -> list[np.ndarray]:
    """Places of the compared rows, in order of number, of each owner that has enough of them."""
    import numpy as np

    chosen, owners = compared(numbers).to_numpy(), numbers["owner"].astype("str").to_numpy(dtype=object)
    order = np.argsort(numbers["number"].astype("str").to_numpy(dtype=object), kind="stable")
    groups = [order[(chosen & (owners == owner))[order]] for owner in sorted(set(owners.tolist()))]
    return [rows for rows in groups if len(rows) >= LEAST]


def _values(numbers: pd.DataFrame, rows: np.ndarray) -> np.ndarray:
    """The compared indicators of some rows, NaN for missing."""
    import numpy as np

    columns = [numbers[name].iloc[rows].to_numpy(dtype=np.float64, na_value=np.nan) for name in WORDS]
    return np.stack(columns, axis=1)
