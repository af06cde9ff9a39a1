"""Who else is called: which callers reached which lines, the owner's own, a workplace's, a relative's.

A caller who rings several lines of one family and firm is seen only when their exports lie side by side. The table counts;
what a caller wanted on another's line, it does not say.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer import clock, phone
from analyzer.campaigns import COUNTED
from analyzer.campaigns.ground import ANONYMOUS
from analyzer.settings import Settings
from analyzer.spelled import distinct
from analyzer.stated import OWN, ROLES, Stated, Told, collectors_of, identified

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

REACH_COLUMNS = (
    "caller", "line", "role", "calls", "messages", "days", "first_at", "last_at", "place", "after_refusal",
    "first_event", "last_event",
)  # fmt: skip
"""Columns of `Reach.table`."""

LINE_COLUMNS = ("line", "role", "owner", "name")
"""Columns of `Reach.lines`."""


LONGEST_PUBLIC = 12
"""Characters of the longest public line as tables write it (+86 and nine digits)."""


@dataclass(frozen=True)
class Reach:
    """What `reach` found.

    Attributes
    ----------
    lines : DataFrame
        `LINE_COLUMNS`, one row per line: own lines first, then the case file's in its order. ``line`` names it (own number,
        the number that the case file gives, else its export), ``owner`` is its number where known, ``name`` the case file's.
    table : DataFrame
        `REACH_COLUMNS`, one row per caller and line on which something of that caller came in, callers by lines reached, then
        inbound events, then name; each caller's lines in the order in which they were first reached (``place`` 1, 2 …; lines
        first reached in the same second share a place). ``days``: local days with an event; ``after_refusal``: events that are
        later than a refusal of the case file which concerns them; ``first_event``, ``last_event``: ids, ``first_at``, ``last_at``: UTC.
    """

    lines: pd.DataFrame
    table: pd.DataFrame


def callers(
    events: pd.DataFrame, numbers: pd.DataFrame, settings: Settings, campaigns: pd.DataFrame, left: Collection[str]
) -> tuple[np.ndarray, list[str]]:
    """Who stands behind each number, as far as stated or found: a collector, else a campaign, else the number itself.

    Parameters
    ----------
    events, numbers, campaigns : DataFrame
        The tables of those names; of campaigns only those whose calls are counted together.
    settings : Settings
    left : collection of str
        Numbers to leave out.

    Returns
    -------
    int array, list of str
        Per category of ``events["number"]`` a place in the list, -1 for numbers that are left out: those of `left`, hidden
        callers, public lines, the owner's own and those of ``[allow]``.
    """
    import numpy as np

    names = events["number"].cat.categories
    collector, collectors = collectors_of(events, settings)
    hidden = set(numbers.loc[numbers["number_kind"].isin(ANONYMOUS), "number"])
    own = [*events["owner"].cat.categories, *identified([*settings.case.allow, *settings.case.owner.numbers], settings)]
    out = names.isin([*hidden, *left, *own])
    short = np.flatnonzero(names.str.len() <= LONGEST_PUBLIC)
    out[short] |= np.array([phone.is_public_line(name) for name in names[short]], dtype=bool)
    counted = campaigns[campaigns["certainty"].isin(COUNTED)]
    caller = np.arange(len(names)) + len(collectors) + len(counted)
    for place, members in enumerate(counted["numbers"].str.split(" ")):
        caller[names.isin(members)] = len(collectors) + place
    caller = np.where(collector >= 0, collector, np.where(out, -1, caller))
    return caller, [*collectors, *counted["campaign"], *names]


def one_line(events: pd.DataFrame, settings: Settings) -> bool:
    """Whether there is one line at most: then nobody reached several, and it is not asked who stands behind numbers."""
    return not settings.case.lines and len(events["owner"].cat.categories) < 2


def reach(
    events: pd.DataFrame,
    settings: Settings,
    files: Mapping[str, str],
    caller: np.ndarray | None = None,
    names: Sequence[str] = (),
    known: Collection[str] | None = None,
) -> Reach:
    """Count what came from each caller on each line.

    Parameters
    ----------
    events : DataFrame
        The events table, in order of time.
    settings : Settings
    files : mapping
        Name of the export's file by source id.
    caller : int array
        Per category of ``events["number"]`` the place in `names` of the caller that it belongs to, -1 to leave it out.
    names : sequence of str
        The callers; without any the table is empty.
    known : collection of str, optional
        Callers that are told of even when they reached a line of others only; None: all.

    Returns
    -------
    Reach
        Only callers who reached two lines or more, or a line of others; nothing at all where there is only one line.
    """
    import numpy as np
    import pandas as pd

    stated = Stated(events, settings, files)
    line, lines = _lines(events, stated, settings)
    empty = pd.DataFrame({name: [] for name in REACH_COLUMNS})
    if len(lines) < 2 or not names or caller is None:
        return Reach(lines, empty)
    whose = caller[events["number"].cat.codes.to_numpy()]
    rows = np.flatnonzero((events["direction"] == "in").to_numpy() & (whose >= 0))
    cell = whose[rows] * len(lines) + line[rows]
    shown, inverse = np.unique(cell, return_inverse=True)
    of, on = shown // len(lines), shown % len(lines)

    at = events["at"].astype("datetime64[s, UTC]").astype("int64").to_numpy()
    order = np.lexsort((at[rows], inverse))
    begin = np.searchsorted(inverse[order], np.arange(len(shown) + 1))
    first, last = rows[order[begin[:-1]]], rows[order[begin[1:] - 1]]
    calls = np.bincount(inverse[(events["kind"] == "call").to_numpy()[rows]], minlength=len(shown))
    total = np.diff(begin)
    later = np.zeros(len(events), dtype=bool)
    for told in stated.refusals:
        later |= _later(told, at)
    after = np.bincount(inverse[later[rows]], minlength=len(shown))
    day = clock.wall(at[rows], settings.zone) // clock.DAY
    days = np.bincount(np.unique(np.stack([inverse, day]), axis=1)[0], minlength=len(shown))

    others = (lines["role"] != OWN).to_numpy()
    several = np.bincount(of, minlength=len(names))
    beyond = np.bincount(of[others[on]], minlength=len(names)) > 0
    if known is not None:
        beyond &= pd.Index(names).isin(list(known))
    kept = (several > 1)[of] | beyond[of]
    everything = np.bincount(of, weights=total, minlength=len(names)).astype(np.int64)
    rank = np.empty(len(names), dtype=np.int64)
    rank[np.argsort(np.array(names, dtype=object).astype(str), kind="stable")] = np.arange(len(names))
    of, on, kept = of[kept], on[kept], np.flatnonzero(kept)
    place = _places(of, at[first[kept]])
    order = np.lexsort((on, place, rank[of], -everything[of], -several[of]))
    kept, of, on, place = kept[order], of[order], on[order], place[order]
    ids = events["event_id"].astype("str").to_numpy(dtype=object)
    utc = events["at"].reset_index(drop=True)
    table = {
        "caller": pd.Series([names[i] for i in of], dtype="str"),
        "line": pd.Series(lines["line"].to_numpy(dtype=object)[on], dtype="str"),
        "role": pd.Series(lines["role"].to_numpy(dtype=object)[on], dtype="str"),
        "calls": calls[kept], "messages": total[kept] - calls[kept], "days": days[kept],
        "first_at": utc.take(first[kept]).array, "last_at": utc.take(last[kept]).array,
        "place": place, "after_refusal": after[kept],
        "first_event": pd.Series(ids[first[kept]], dtype="str"), "last_event": pd.Series(ids[last[kept]], dtype="str"),
    }  # fmt: skip
    return Reach(lines, pd.DataFrame(table)[list(REACH_COLUMNS)])


def _places(group: np.ndarray, t: np.ndarray) -> np.ndarray:
    """1, 2 … within each group by time; equal times share a place.

    Examples
    --------
    >>> import numpy as np
    >>> _places(np.array([0, 0, 0, 1]), np.array([5, 3, 5, 9])).tolist()
    [2, 1, 2, 1]
    """
    import numpy as np

    order = np.lexsort((t, group))
    group, t = group[order], t[order]
    new = np.append(True, group[1:] != group[:-1])[: len(order)]
    step = new | np.append(True, t[1:] != t[:-1])[: len(order)]
    at = np.arange(len(order))
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.maximum.accumulate(np.where(step, at, 0)) - np.maximum.accumulate(np.where(new, at, 0)) + 1
    return place


def _later(told: Told, at: np.ndarray) -> np.ndarray:
    """Rows that are later than a refusal which concerns them."""
    return told.covers & (at >= told.since)


def _lines(events: pd.DataFrame, stated: Stated, settings: Settings) -> tuple[np.ndarray, pd.DataFrame]:
    """Per row the code of its line, and the lines: a number has one line however many exports show it."""
    import numpy as np
    import pandas as pd

    owners = events["owner"].cat.codes.to_numpy().astype(np.int64)
    code = owners.copy()
    made = [(owner, OWN, owner, "") for owner in events["owner"].cat.categories]
    size = len(made)
    known: dict[tuple[str, str], int] = {}
    for entry in settings.case.lines:
        number = next(iter(identified([entry.number], settings)), "") if entry.number else ""
        key = (entry.role, number or entry.export)
        if key not in known:
            known[key] = size + len(known)
            made.append((number or entry.export, entry.role, number, entry.name))
        code[stated.on_line(entry.export)] = known[key]
    used, code = distinct(code)
    assert all(made[i][1] in ROLES for i in used.tolist())
    lines = pd.DataFrame([made[i] for i in used.tolist()], columns=list(LINE_COLUMNS), dtype="str")
    return code, lines
