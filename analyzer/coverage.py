"""What each export covers: its span, its silences, whether it was cut off, and what it says about the other exports."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from analyzer.phone import could_be

if TYPE_CHECKING:
    import pandas as pd

COVERAGE_COLUMNS = (
    "source", "first_day", "last_day", "days", "gap_days", "gap_end", "cap", "confirmed", "unanswered",
)  # fmt: skip

CAPS = (500, 1000)
"""Calls that a phone's call log keeps at most: Android about 500 (some makers 1,000), iPhone about 1,000 in view. An
export that holds exactly so many probably lacks older ones."""


def partly_hidden(numbers: pd.DataFrame, region: str) -> dict[str, tuple[str, ...]]:
    """Which numbers of the case each number that an export shows in part only could be (see `analyzer.phone.could_be`).

    Parameters
    ----------
    numbers : DataFrame
        The numbers table.
    region : str
        Country in which numbers without a country code are read.
    """
    kind = numbers["number_kind"].astype("str")
    masked = numbers["number"].astype("str")[kind == "masked"].tolist()
    if not masked:
        return {}
    from phonenumbers import country_code_for_region

    known = numbers["number"].astype("str")[~kind.isin(["masked", "withheld", "sender_name", "unknown"])]
    return could_be(masked, known, str(country_code_for_region(region)))


def coverage(events: pd.DataFrame, sources: pd.DataFrame, connected_only: Collection[str]) -> pd.DataFrame:
    """What each export covers.

    Parameters
    ----------
    events, sources : DataFrame
        The tables of those names.
    connected_only : collection of str
        Sources that list connected calls only (carriers' bills).

    Returns
    -------
    DataFrame
        One row per source. ``first_day``, ``last_day``: local days of its first and last event, counting events that another
        source holds too; ``days``: local days with an event; ``gap_days``: longest run of days without any, ending before
        ``gap_end``; ``cap``: the size of call log that it exactly fills, 0 for none; ``confirmed``: for a bill the calls of other
        exports that it confirms; ``unanswered``: for a bill the unanswered calls of other exports within its span, which it
        cannot show. Days are dates, missing for a source without an event.
    """
    import pandas as pd

    day = events["at_local"].dt.tz_localize(None).dt.normalize()
    home = events["source"].astype("str")
    calls = (events["kind"] == "call").to_numpy()
    lost = events["outcome"].isin(["missed", "rejected", "blocked", "voicemail"]).to_numpy()
    rows = []
    for source, read in zip(sources["source"], sources["rows_read"], strict=True):
        own = (home == source).to_numpy()
        shared = (events["also_in"].str.split(" ").map(lambda ids, s=source: s in ids)).to_numpy(dtype=bool)
        days = day[own | shared].drop_duplicates().sort_values()
        row = {"source": source, "first_day": None, "last_day": None, "days": len(days), "gap_days": 0, "gap_end": None}
        row |= {"cap": 0, "confirmed": 0, "unanswered": 0}
        if len(days):
            silent = days.diff().dt.days.fillna(1).astype(int) - 1
            longest = int(silent.max())
            row |= {"first_day": days.iloc[0].date(), "last_day": days.iloc[-1].date(), "gap_days": longest}
            if longest:
                row["gap_end"] = days.loc[silent.idxmax()].date()
        if source in connected_only:
            row["confirmed"] = int((shared & calls).sum())
            if len(days):
                within = (day >= days.iloc[0]).to_numpy() & (day <= days.iloc[-1]).to_numpy()
                row["unanswered"] = int((within & calls & lost & ~own).sum())
        elif read in CAPS and calls[own | shared].all():
            row["cap"] = int(read)
        rows.append(row)
    return pd.DataFrame(rows, columns=list(COVERAGE_COLUMNS))
