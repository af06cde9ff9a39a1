"""Owners by pseudonym: the case, and its first, second … owner. Nothing leads back from it to a number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

OWNED = ("numbers", "findings", "events")
"""Tables with a column ``owner``."""


def hidden_owners(
    tables: dict[str, pd.DataFrame], names: bool
) -> tuple[dict[str, pd.DataFrame], tuple[tuple[str, str, str], ...]]:
    """The tables with owners by pseudonym (``K0001-1``), and which pseudonym stands for which number.

    With `names` the tables stay as they are.
    """
    import pandas as pd

    named = [tables[name][["case", "owner"]].drop_duplicates().astype("str") for name in ("numbers", "findings")]
    known = pd.concat(named).drop_duplicates().sort_values(["case", "owner"], kind="stable")
    place = known.groupby("case", sort=False).cumcount() + 1
    label = (known["case"].astype("str") + "-" + place.astype("str")).astype("str")
    listed = tuple(zip(known["case"], label, known["owner"], strict=True))
    if names:
        return tables, listed
    keys = pd.Index(known["case"].astype("str") + "\0" + known["owner"].astype("str"))
    labels = label.to_numpy(dtype=object)
    of = {(case, owner): shown for case, shown, owner in listed}
    made = dict(tables)
    for name in OWNED:
        if name in made:
            made[name] = made[name].assign(owner=_labelled(made[name], keys, labels))
    campaigns = made["campaigns"]
    shown = [
        " ".join(of.get((case, owner), "") for owner in owners.split(" "))
        for case, owners in zip(campaigns["case"], campaigns["owners"], strict=True)
    ]
    made["campaigns"] = campaigns.assign(owners=pd.Series(shown, index=campaigns.index, dtype="str"))
    return made, listed


def _labelled(table: pd.DataFrame, keys: pd.Index, labels: np.ndarray) -> Any:
    """The pseudonym of each row's owner."""
    import pandas as pd

    if not len(table):
        return pd.Series([], dtype="str")
    case, cases = pd.factorize(table["case"].astype("str"))
    owner, owners = pd.factorize(table["owner"].astype("str"))
    pair, pairs = pd.factorize(case * len(owners) + owner)
    words = [f"{cases[one // len(owners)]}\0{owners[one % len(owners)]}" for one in pairs.tolist()]
    place = keys.get_indexer(pd.Index(words, dtype=keys.dtype))
    return pd.Series(labels[place][pair], index=table.index, dtype="str")
