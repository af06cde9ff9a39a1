"""The owners table: one row per owner, how the owner's events spread over numbers. Worked out on demand; no run writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.events import DIRECTIONS
from analyzer.grouped import Values, ratio
from analyzer.numbers import as_column, group_by_number

if TYPE_CHECKING:
    import pandas as pd


def owner_summary(events: pd.DataFrame) -> pd.DataFrame:
    """How each owner's calls and messages spread over numbers.

    Parameters
    ----------
    events : DataFrame
        The events table.

    Returns
    -------
    DataFrame
        One row per owner, in order of owners, with the columns

        - ``owner``
        - ``events``: calls and messages whose direction is known;
        - ``number_of_contacts``: numbers with at least one of them; callers without a number are one;
        - ``entropy_of_contacts``: ``-sum(p * ln(p))`` over the numbers, p being a number's part of the events. 0 where one number
          holds all, ln(n) where n numbers hold the same; missing without events;
        - ``interactions_per_contact_mean``, ``interactions_per_contact_median``: events per number; missing without events.

    References
    ----------
    `number_of_contacts`, `entropy_of_contacts` and `interactions_per_contact` of bandicoot 0.6.0 over calls and texts
    (https://bandicoot.mit.edu). Its `percent_pareto_interactions` is left out: the published code divides numbers by events.

    Examples
    --------
    Two events with one number and one each with two others: 4 events, 3 contacts, entropy 1.039721 (1.5 ln 2), mean 1.333333,
    median 1.

    >>> owner_summary(analyzer.read("export.csv").events)  # doctest: +SKIP
    """
    import numpy as np
    import pandas as pd

    groups, owner_codes, _ = group_by_number(events)
    words = list(events["direction"].cat.categories)
    known = [words.index(word) for word in DIRECTIONS[:2] if word in words]
    directed = np.isin(events["direction"].cat.codes.to_numpy(), known)
    each = np.bincount(groups[directed], minlength=len(owner_codes))
    owners = events["owner"].cat.categories
    present = np.flatnonzero(np.bincount(owner_codes, minlength=len(owners)))
    have = each > 0
    contacts = Values(owner_codes[have], each[have], len(owners))
    total = np.bincount(contacts.group, weights=contacts.values, minlength=len(owners)).astype(np.int64)
    part = contacts.values / total[contacts.group]
    entropy = -np.bincount(contacts.group, weights=part * np.log(part), minlength=len(owners))
    return pd.DataFrame(
        {
            "owner": pd.Series(owners.to_numpy(dtype=object)[present], dtype="str"),
            "events": total[present],
            "number_of_contacts": contacts.count[present],
            "entropy_of_contacts": as_column(np.where(total > 0, entropy, np.nan)[present]),
            "interactions_per_contact_mean": as_column(ratio(total, contacts.count)[present]),
            "interactions_per_contact_median": as_column(contacts.median[present]),
        }
    )
