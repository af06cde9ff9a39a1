"""How each number stands after the rules were applied: reported, or set aside and why. One step for all numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from analyzer import phone
from analyzer.rule import FORCES
from analyzer.wording import FLAGS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analyzer.rule import Rule

N_ = str

KNOWN_CONTACT_OUT = 3
"""Outgoing events from which on a named contact is taken for somebody the owner deals with. Our own choice."""

ASIDE = (
    "",
    N_("a public service line"),
    N_("in the address book, the owner calls or writes to it too, and only the wording of messages speaks against it"),
    N_("in the address book, and the owner calls or writes to it too"),
    N_("the owner calls or writes to it about as often as it calls"),
)
"""Reasons for which a number is not reported although a finding names it (English source sentences), the first one empty."""


def standing(
    numbers: pd.DataFrame,
    fired: pd.DataFrame,
    campaigns: pd.DataFrame,
    rules: Mapping[str, Rule],
    collector: pd.Series,
    campaign: pd.Series,
    spelled: Callable[[str], str] = str,
) -> pd.DataFrame:
    """Numbers that findings name or the case file calls a collector's, strongest first.

    Believability beats volume: who the owner keeps in the address book and also calls or writes to is a contact, and
    public lines are never reported. What the case file says a collector's is always reported.

    Parameters
    ----------
    numbers : DataFrame
        The numbers table.
    fired : DataFrame
        Findings that fired.
    campaigns : DataFrame
        The campaigns table: a finding about one is about each of its numbers.
    rules : mapping
        Rules by id.
    collector, campaign : Series
        Per row of `numbers` the collector that the case file says it belongs to, and the campaign that it was found to belong
        to; empty for none.
    spelled : callable
        The number that an entry of the table's column stands for.

    Returns
    -------
    DataFrame
        Rows of `numbers` with ``findings`` (how many name it), ``rules`` (their ids, space-separated), ``campaign``, ``stated``
        (whether the case file says so) and ``reason`` (of `ASIDE`); by the strongest force among the findings, then by their
        number, inbound events, and number.
    """
    import numpy as np
    import pandas as pd

    said = _said_of_numbers(fired, campaigns)
    place = _rows(numbers, said)
    said, place = said[place >= 0], place[place >= 0]
    size = len(numbers)
    findings = np.bincount(place, weights=said["times"], minlength=size).astype(np.int64)
    rank = {name: i for i, name in enumerate(FORCES)}
    force = np.full(size, len(FORCES))
    strength, names = _coded(said["force"])
    np.minimum.at(force, place, np.array([rank[name] for name in names], dtype=np.int64)[strength])
    stated = (collector != "").to_numpy()
    inbound = (numbers["calls_in"] + numbers["messages_in"]).to_numpy()
    chosen = np.flatnonzero((findings > 0) | (stated & (inbound > 0)))
    text = numbers["number"].to_numpy(dtype=object)[chosen].astype(str)
    chosen = chosen[np.lexsort((text, -inbound[chosen], -findings[chosen], force[chosen]))]
    table = numbers.iloc[chosen].reset_index(drop=True)
    table["findings"] = findings[chosen]
    table["rules"] = _lists(place, said["rule"], size).iloc[chosen].array
    table["campaign"] = collector.where(collector != "", campaign).iloc[chosen].astype("str").array
    table["stated"] = stated[chosen]
    table["reason"] = (
        np.array(ASIDE, dtype=object)[_why(table, rules, spelled)] if len(table) else pd.Series([], dtype="object")
    )
    return table


def _said_of_numbers(fired: pd.DataFrame, campaigns: pd.DataFrame) -> pd.DataFrame:
    """Findings by the number that they are about: its own, one row each, and those of its campaign, one row per rule with how
    many ``times`` it fired, since a campaign of many numbers has many findings.
    """
    import pandas as pd

    columns = ["owner", "number", "campaign", "rule", "force", "times"]
    fired = fired[columns[:-1]].assign(times=1)
    own = fired[(fired["number"] != "").to_numpy(dtype=bool)]
    joint = fired[fired["campaign"].isin(campaigns["campaign"]).to_numpy(dtype=bool)]
    if joint.empty:
        return own
    joint = joint.groupby(["owner", "campaign", "rule", "force"], sort=False, as_index=False)["times"].sum()
    members = campaigns.assign(number=campaigns["numbers"].str.split(" "))[["campaign", "number"]]
    members = members.explode("number").astype("str")
    return pd.concat([own, joint.merge(members, on="campaign")[columns]], ignore_index=True)


def _rows(numbers: pd.DataFrame, said: pd.DataFrame) -> np.ndarray:
    """Row of `numbers` with the same owner and number, -1 for none."""
    import numpy as np
    import pandas as pd

    whole = len(numbers)
    owner, _ = _coded(pd.concat([numbers["owner"], said["owner"]]))
    number, known = _coded(pd.concat([numbers["number"], said["number"]]))
    key = owner * max(len(known), 1) + number
    order = np.argsort(key[:whole], kind="stable")
    if not whole:
        return np.full(len(said), -1)
    at = order[np.minimum(np.searchsorted(key[:whole], key[whole:], sorter=order), whole - 1)]
    return np.where(key[at] == key[whole:], at, -1)


def _coded(texts: pd.Series) -> tuple[np.ndarray, list[str]]:
    """Code of each text, and the texts by code."""
    import numpy as np
    import pyarrow as pa

    made = pa.array(texts.astype("str"), from_pandas=True)
    coded = (made.combine_chunks() if isinstance(made, pa.ChunkedArray) else made).dictionary_encode()
    return coded.indices.to_numpy(zero_copy_only=False).astype(np.int64), coded.dictionary.to_pylist()


def _lists(place: np.ndarray, rule: pd.Series, size: int) -> pd.Series:
    """The rules of each row, each once, in the order in which they stand."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    code, names = _coded(rule)
    _, first = np.unique(place * max(len(names), 1) + code, return_index=True)
    first = np.sort(first)
    first = first[np.argsort(place[first], kind="stable")]
    words = pa.array(names, pa.large_string()).take(pa.array(code[first], pa.int64()))
    ends = np.append(0, np.cumsum(np.bincount(place[first], minlength=size)))
    lists = pa.LargeListArray.from_arrays(pa.array(ends, pa.int64()), words)
    return pd.Series(pc.binary_join(lists, pa.scalar(" ", pa.large_string())), dtype="str")


def _why(table: pd.DataFrame, rules: Mapping[str, Rule], spelled: Callable[[str], str]) -> np.ndarray:
    """Place in `ASIDE` of why each number is set aside, 0 where it is not."""
    import numpy as np

    out = (table["calls_out"] + table["messages_out"]).to_numpy()
    inbound = (table["calls_in"] + table["messages_in"]).to_numpy()
    named = (table["name"] != "").to_numpy()
    public = np.array([phone.is_public_line(spelled(one)) for one in table["number"].tolist()], dtype=bool)
    listed, lists = _coded(table["rules"])
    said = [all(rules[one].counts in FLAGS for one in several.split()) for several in lists]
    words_only = np.array(said, dtype=bool)[listed]
    often = out >= KNOWN_CONTACT_OUT
    conditions = [public, named & (out > 0) & words_only, named & often, often & (out * 2 >= inbound)]
    return np.where(table["stated"], 0, np.select(conditions, [1, 2, 3, 4], 0))
