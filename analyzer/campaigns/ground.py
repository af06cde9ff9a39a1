"""What every basis looks at: who may be joined at all, and the events as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer import phone
from analyzer.campaigns.several import Numbers, Several
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
    """Events and numbers as arrays; `number` codes are the categories of ``events["number"]``, those of several cases apart.

    Attributes
    ----------
    events : DataFrame
    numbers : Numbers
        What the codes stand for.
    case : int array
        Case of each number, by which the codes stand.
    owners : object array
        Number of each owner, per category of ``events["owner"]``.
    names : object array
        The numbers.
    rank : int array
        Place of each number in the order of their texts, case by case: ties are settled by it, never by the order of rows.
    kind : object array
        Kind of each number, as in the numbers table.
    eligible : bool array
        Whether a number may be joined with others at all.
    stated : set of (int, str)
        Of several cases: case and number of what their case files say is the owner's.
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
    numbers: Numbers
    case: np.ndarray
    owners: np.ndarray
    names: np.ndarray
    rank: np.ndarray
    kind: np.ndarray
    eligible: np.ndarray
    stated: frozenset[tuple[int, str]]
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

    def apart(self, code: np.ndarray, number: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Codes of what was seen at numbers, told apart by case.

        Parameters
        ----------
        code, number : int arrays
            What was seen (0 or more), and at which number.

        Returns
        -------
        made, case, what : int arrays
            The codes anew; and per new code its case, and the code that it had before.
        """
        import numpy as np

        wide = int(code.max()) + 1 if len(code) else 1
        pairs, made = np.unique(self.case[number] * wide + code, return_inverse=True)
        return made, pairs // wide, pairs % wide


def ground_of(
    events: pd.DataFrame, numbers: pd.DataFrame, settings: Settings, several: Several | None = None
) -> Ground:
    """The ground of an events table and the numbers table made of it."""
    import numpy as np

    categories = events["number"].cat.categories
    told = Numbers.of(events, several)
    names, size = categories.to_numpy(dtype=object)[told.category], len(told.category)
    number = told.code
    coming, going = _is(events["direction"], "in"), _is(events["direction"], "out")
    inbound, outgoing = np.bincount(number[coming], minlength=size), np.bincount(number[going], minlength=size)
    rank = np.empty(size, dtype=np.int64)
    order = np.argsort(names.astype(str), kind="stable")
    rank[order[np.argsort(told.case[order], kind="stable")]] = np.arange(size)

    owners = events["owner"].cat.categories.to_numpy(dtype=object)
    of_owner = np.zeros(len(owners), dtype=np.int64)
    whose = np.zeros(len(numbers), dtype=np.int64)
    if several is not None:
        of_owner = several.of_owner
        whose = of_owner[events["owner"].cat.categories.get_indexer(numbers["owner"])]
        owners = np.array(several.owners, dtype=object)
    place = told.find(whose, categories.get_indexer(numbers["number"]))
    there = place >= 0
    kind = np.full(size, "unknown", dtype=object)
    kind[place[there]] = numbers["number_kind"].to_numpy(dtype=object)[there]
    named = np.zeros(size, dtype=bool)
    named[place[there & (numbers["name"].fillna("") != "").to_numpy(dtype=bool)]] = True

    collector, collectors = collectors_of(events, settings)
    collector = collector[told.category]
    case = settings.case
    at = events["at"].astype("datetime64[s, UTC]").astype("int64").to_numpy()
    phoned = _is(events["kind"], "call")
    called = (np.bincount(number[going & phoned], minlength=size) > 0) & (collector < 0)
    began = _earliest(number, at, going, size) < _earliest(number, at, coming, size)
    contact = (outgoing > 0) & (named | began | (outgoing * CONTACT_SHARE >= inbound)) & (collector < 0)
    contact |= categories.isin(list(identified(case.allow, settings)))[told.category]
    alone = identified([one[0] for one in case.apart if len(one) == 1], settings)
    barred = categories.isin([*identified(case.owner.numbers, settings), *alone])[told.category]
    stated = several.own if several is not None else frozenset()
    own = np.append(
        told.find(of_owner, categories.get_indexer(owners)),
        told.find(
            np.array([one for one, _ in stated], dtype=np.int64), categories.get_indexer([name for _, name in stated])
        ),
    )
    barred[own[own >= 0]] = True
    eligible = (inbound > 0) & ~contact & ~barred
    for anonymous in ANONYMOUS:
        eligible &= kind != anonymous
    codes = np.flatnonzero(eligible & ((kind == "short") | (kind == "service") | (kind == "toll_free")))
    eligible[codes] = [not phone.is_public_line(name) for name in names[codes]]

    outcome = events["outcome"].cat
    bad = np.append(outcome.categories.isin(UNANSWERED), False)
    return Ground(
        events=events, numbers=told, case=told.case, owners=owners, names=names, rank=rank, kind=kind, eligible=eligible, stated=stated, contact=contact, called=called, named=named, inbound=inbound,
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
