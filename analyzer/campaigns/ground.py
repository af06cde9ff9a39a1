"""What every basis looks at: who may be joined at all, and the events as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer import phone
from analyzer.stated import collectors_of, identified

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analyzer.settings import Settings

ANONYMOUS = ("withheld", "masked", "unknown")
"""Kinds of number behind which anybody may stand."""

CONTACT_SHARE = 4
"""A number without a name is a contact when the owner's own calls and messages, times this, reach those that came from it:
answering a caller now and then makes nobody a contact. Our own choice."""

UNANSWERED = ("missed", "rejected", "blocked")
"""Outcomes after which the caller has not been spoken to."""


@dataclass(frozen=True)
class Ground:
    """Events and numbers as arrays; `number` codes are the categories of ``events["number"]``.

    Attributes
    ----------
    events : DataFrame
    names : object array
        The numbers.
    rank : int array
        Place of each number in the order of their texts: ties are settled by it, never by the order of rows.
    kind : object array
        Kind of each number, as in the numbers table.
    eligible : bool array
        Whether a number may be joined with others at all.
    contact : bool array
        Numbers that the owner calls or writes to, called first, or allows.
    called : bool array
        Numbers that the owner has called, were it once, those of named collectors left out.
    named : bool array
        Numbers that stand in somebody's address book.
    inbound : int array
        Calls and messages that came from each number.
    collector : int array
        Which collector of the case file each number belongs to, -1 for none; `collectors` are their names.
    number, owner, at : int arrays
        Per event.
    coming, call, unanswered : bool arrays
        Per event: inbound from a number that may be joined; a call; one that was not answered.
    """

    events: pd.DataFrame
    names: np.ndarray
    rank: np.ndarray
    kind: np.ndarray
    eligible: np.ndarray
    contact: np.ndarray
    called: np.ndarray
    named: np.ndarray
    inbound: np.ndarray
    collector: np.ndarray
    collectors: list[str]
    number: np.ndarray
    owner: np.ndarray
    at: np.ndarray
    coming: np.ndarray
    call: np.ndarray
    unanswered: np.ndarray

    @property
    def size(self) -> int:
        """How many numbers there are."""
        return len(self.names)


def ground_of(events: pd.DataFrame, numbers: pd.DataFrame, settings: Settings) -> Ground:
    """The ground of an events table and the numbers table made of it."""
    import numpy as np

    categories = events["number"].cat.categories
    names, size = categories.to_numpy(dtype=object), len(categories)
    number = events["number"].cat.codes.to_numpy().astype(np.int64)
    coming, going = _is(events["direction"], "in"), _is(events["direction"], "out")
    inbound, outgoing = np.bincount(number[coming], minlength=size), np.bincount(number[going], minlength=size)
    rank = np.empty(size, dtype=np.int64)
    rank[np.argsort(names.astype(str), kind="stable")] = np.arange(size)

    place = categories.get_indexer(numbers["number"])
    there = place >= 0
    kind = np.full(size, "unknown", dtype=object)
    kind[place[there]] = numbers["number_kind"].to_numpy(dtype=object)[there]
    named = np.zeros(size, dtype=bool)
    named[place[there & (numbers["name"].fillna("") != "").to_numpy(dtype=bool)]] = True

    collector, collectors = collectors_of(events, settings)
    case = settings.case
    at = events["at"].astype("datetime64[s, UTC]").astype("int64").to_numpy()
    phoned = _is(events["kind"], "call")
    called = (np.bincount(number[going & phoned], minlength=size) > 0) & (collector < 0)
    began = _earliest(number, at, going, size) < _earliest(number, at, coming, size)
    contact = (outgoing > 0) & (named | began | (outgoing * CONTACT_SHARE >= inbound)) & (collector < 0)
    contact |= categories.isin(list(identified(case.allow, settings)))
    own = [*events["owner"].cat.categories, *identified(case.owner.numbers, settings)]
    alone = identified([one[0] for one in case.apart if len(one) == 1], settings)
    eligible = (inbound > 0) & ~contact & ~categories.isin(own) & ~categories.isin(list(alone))
    for anonymous in ANONYMOUS:
        eligible &= kind != anonymous
    codes = np.flatnonzero(eligible & ((kind == "short") | (kind == "service") | (kind == "toll_free")))
    eligible[codes] = [not phone.is_public_line(name) for name in names[codes]]

    outcome = events["outcome"].cat
    bad = np.append(outcome.categories.isin(UNANSWERED), False)
    return Ground(
        events=events, names=names, rank=rank, kind=kind, eligible=eligible, contact=contact, called=called, named=named, inbound=inbound,
        collector=collector, collectors=collectors, number=number,
        owner=events["owner"].cat.codes.to_numpy().astype(np.int64),
        at=at,
        coming=coming & eligible[number], call=phoned, unanswered=bad[outcome.codes.to_numpy()],
    )  # fmt: skip


def _earliest(number: np.ndarray, at: np.ndarray, mask: np.ndarray, size: int) -> np.ndarray:
    """Moment of each number's earliest event under the mask, the end of time where there is none."""
    import numpy as np

    first = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(first, number[mask], at[mask])
    return first


def _is(column: Any, word: str) -> np.ndarray:
    """Rows of a categorical column that hold a word."""
    import numpy as np

    return np.append(column.cat.categories == word, False)[column.cat.codes.to_numpy()]


def first_rows(ground: Ground) -> np.ndarray:
    """Each number's earliest inbound event."""
    import numpy as np

    rows = np.flatnonzero(ground.coming)
    order = rows[np.lexsort((rows, ground.at[rows]))][::-1]
    first = np.full(ground.size, -1, dtype=np.int64)
    first[ground.number[order]] = order
    return first
