"""Which rows of the exports are the same event: repeats in one export, overlapping exports, a phone log and a carrier bill."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

    Texts = Callable[[np.ndarray], pa.Array]

CARRIER_TOLERANCE_S = 120
"""Seconds by which a carrier's start of a call may differ from the phone's: a phone notes when it began to ring, a bill when
the call was set up or answered, and the two clocks differ. Our own choice; a ringing phone gives up after about a minute."""

CARRIER_TALK_TOLERANCE_S = 5
"""Seconds by which the two talk times of the same call may differ. Our own choice."""

MINUTE_TOLERANCE_S = 59
"""Seconds by which an export that gives minutes only may differ from one that gives seconds."""


def match(
    facts: dict[str, np.ndarray],
    order: np.ndarray,
    texts: Texts,
    *,
    to_second: Sequence[bool],
    carrier: Sequence[bool],
    any_direction: int,
) -> tuple[np.ndarray, np.ndarray, dict[int, list[int]]]:
    """Decide which rows are the same event.

    Parameters
    ----------
    facts : dict of arrays
        Codes and seconds of the rows.
        Entries: owner, number, kind, direction, outcome, at, duration (-1 unknown), source; `kind` 0 is a call.
    order : array of int
        The rows in order of time; a place is a position in it.
    texts : callable
        Array of places → Arrow array of the message texts that stand there, empty for none; asked only about rows that
        may be the same.
    to_second, carrier : sequences of bool
        Per source: whether its times are to the second, whether it is a carrier's bill.
    any_direction : int
        The direction code that means unknown and agrees with every other.

    Returns
    -------
    keep : array of int
        Places of the rows that become events.
    fate : array of int8
        0 kept, 1 duplicate, 2 corroborating, per place.
    also : dict
        Index into `keep` → codes of the other sources that hold the same event.
    """
    import numpy as np

    n = len(order)
    fate = np.zeros(n, dtype=np.int8)
    partner = np.full(n, -1, dtype=np.int64)
    exact, bill = np.array(to_second, dtype=bool), np.array(carrier, dtype=bool)

    _same_export(facts, order, texts, exact, fate, partner)
    if len(exact) > 1:
        ranking = sorted(range(len(exact)), key=lambda i: (bool(bill[i]), i))
        in_order = {name: column[order] for name, column in facts.items()}
        _other_exports(in_order, texts, exact, bill, any_direction, ranking, fate, partner)

    keep = np.flatnonzero(fate == 0)
    also: dict[int, list[int]] = {}
    source = facts["source"]
    for lost in np.flatnonzero(partner >= 0).tolist():
        home, other = int(partner[lost]), int(source[order[lost]])
        while partner[home] >= 0:  # which was lost to a further export itself
            home = int(partner[home])
        if other != int(source[order[home]]):
            others = also.setdefault(int(np.searchsorted(keep, home)), [])
            if other not in others:
                others.append(other)
    return keep, fate, also


def _same_export(
    facts: dict[str, np.ndarray],
    order: np.ndarray,
    texts: Texts,
    exact: np.ndarray,
    fate: np.ndarray,
    partner: np.ndarray,
) -> None:
    """Mark rows of one export that repeat an earlier row in everything it says (only where times are to the second)."""
    import numpy as np

    # Only seconds that hold more than one row, and of these only those that hold one number twice, are looked at closely.
    at = facts["at"][order]
    same = at[1:] == at[:-1]
    close = np.flatnonzero(np.append(same, False) | np.append(False, same)) if len(same) else np.zeros(0, np.int64)
    close = close[exact[facts["source"][order[close]]]]
    rows = order[close]
    key = close[np.lexsort((facts["number"][rows], facts["source"][rows], at[close]))]
    same = np.ones(max(len(key) - 1, 0), dtype=bool)
    for name in ("at", "source", "number"):
        column = facts[name][order[key]]
        same &= column[1:] == column[:-1]
    suspects = np.sort(key[np.append(same, False) | np.append(False, same)]) if len(key) else key
    bodies = texts(suspects).to_pylist()
    seen: dict[tuple, int] = {}
    names = ("source", "owner", "number", "kind", "direction", "outcome", "at", "duration")
    told = zip(*(facts[name][order[suspects]].tolist() for name in names), bodies, strict=True)
    for place, row in zip(suspects.tolist(), told, strict=True):
        first = seen.setdefault(row, place)
        if first != place:
            fate[place] = 1
            partner[place] = first


def _other_exports(
    facts: dict[str, np.ndarray], texts: Texts, exact: np.ndarray, bill: np.ndarray, any_direction: int,
    ranking: Sequence[int], fate: np.ndarray, partner: np.ndarray,
) -> None:  # fmt: skip
    """Match each further export against the events kept so far, nearest in time first, one to one.

    Two rows are the same event when owner, number, kind and direction agree (an unknown direction agrees with any), message texts agree where both
    have one, and the times agree: to the second between phones, within `MINUTE_TOLERANCE_S` where one gives minutes only,
    within `CARRIER_TOLERANCE_S` between a phone and a carrier, whose talk times must then agree too.
    """
    import numpy as np
    import pandas as pd

    frame = pd.DataFrame(
        {name: facts[name] for name in ("owner", "number", "kind", "direction", "at", "duration", "source")}
    )
    frame["place"] = np.arange(len(frame))
    frame["message"] = frame["kind"] > 0
    live = frame[fate == 0]
    kept = live[live["source"] == ranking[0]]
    for source in ranking[1:]:
        fresh = live[live["source"] == source]
        matched: list[int] = []
        while len(fresh) and len(kept):
            pairs = _nearest(fresh, kept, texts, exact, bill, any_direction)
            if pairs.empty:
                break
            for lost, home, far in zip(
                pairs["place"].tolist(), pairs["home"].tolist(), pairs["carriers"].tolist(), strict=True
            ):
                fate[lost] = 2 if far else 1
                partner[lost] = home
            matched += pairs["home"].tolist()
            fresh = fresh[~fresh["place"].isin(pairs["place"])]
            kept = kept[~kept["place"].isin(pairs["home"])]
        kept = pd.concat([kept, frame[frame["place"].isin(matched)], fresh]).sort_values("place")


def _nearest(
    fresh: pd.DataFrame, kept: pd.DataFrame, texts: Texts, exact: np.ndarray, bill: np.ndarray, any_direction: int
) -> pd.DataFrame:  # fmt: skip
    """The pairs of one round: each fresh row with its nearest kept row that is the same event, each kept row once."""
    import numpy as np
    import pandas as pd

    left = fresh.sort_values("at", kind="stable")
    right = kept.sort_values("at", kind="stable").rename(
        columns={
            "place": "home",
            "at": "home_at",
            "duration": "home_duration",
            "source": "home_source",
            "direction": "home_direction",
            "kind": "home_kind",
        }
    )
    right["at"] = right["home_at"]
    pairs = pd.merge_asof(
        left, right, on="at", by=["owner", "number", "message"], direction="nearest", tolerance=CARRIER_TOLERANCE_S
    )
    pairs = pairs.dropna(subset=["home"])
    if pairs.empty:
        return pairs
    pairs[["home", "home_source"]] = pairs[["home", "home_source"]].astype("int64")
    one, two = pairs["source"].to_numpy(), pairs["home_source"].to_numpy()
    far = bill[one] != bill[two]
    slack = np.where(far, CARRIER_TOLERANCE_S, np.where(exact[one] & exact[two], 0, MINUTE_TOLERANCE_S))
    gap = (pairs["at"] - pairs["home_at"]).abs().to_numpy()
    way, home_way = pairs["direction"].to_numpy(), pairs["home_direction"].to_numpy()
    agrees = (gap <= slack) & ((way == home_way) | (way == any_direction) | (home_way == any_direction))
    talk, home_talk = pairs["duration"].to_numpy(), pairs["home_duration"].to_numpy()
    stated = (talk >= 0) & (home_talk >= 0)
    agrees &= ~far | ~stated | (np.abs(talk - home_talk) <= CARRIER_TALK_TOLERANCE_S)
    mine, home = (texts(pairs[name].to_numpy()).to_numpy(zero_copy_only=False) for name in ("place", "home"))
    agrees &= (mine == home) | (mine == "") | (home == "")
    pairs = pairs.assign(gap=gap, carriers=far)[agrees]
    return pairs.sort_values(["gap", "place"], kind="stable").drop_duplicates("home")
