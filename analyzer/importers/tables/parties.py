"""Whose number is whose: the other party of each row, and the own number, from one column or from a pair of them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.importers.tables import outcomes
from analyzer.importers.values.columns import cleaned, cleaned_words, dictionary, encode, matching, select, text_array
from analyzer.importers.values.durations import NOTHING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

N_ = str

NO_OWNER = N_("own number not found among callers and called: name it with --owner")
NEITHER = N_("neither number of the row is the own one")
NO_NUMBER = NOTHING - {"(unknown)"}
TOTAL = r"(?i)^\s*(?:合\s?计|总\s?计|小计|共计|累计|本页合计|费用合计|(?:sub-?|grand )?total\s*:?\s*$)"
"""What stands in the number column of a row of totals."""
OWN_SHARE = 0.9
"""Share of the rows in which a number must stand, calling or called, to be the own one."""


@dataclass
class Pair:
    """What a column of callers and a column of called numbers say.

    Attributes
    ----------
    numbers : Arrow text column
        The other party's number of each row.
    owner : str
        The own number as it stands, empty when it could not be told.
    strangers : list of (int, str)
        Rows in which neither number is the own one and nothing else tells the direction, with both numbers.
    """

    numbers: Any
    owner: str
    strangers: list[tuple[int, str]]


def of_pair(caller: Any, callee: Any, said: outcomes.Said, owners: tuple[str, ...]) -> Pair:
    """Tell the other party of each row, and add the direction to what is `said`.

    Where every row says its direction, that decides, unless the person has named the own number: a caller may well stand in
    more rows than any one own number.
    """
    import numpy as np

    n = len(caller)
    both, words = encode(_together(caller, callee))
    calling, called = both[:n], both[n:]
    mine = own_number(words, calling, called, owners)
    if n and (said.direction != outcomes.NONE).all() and not {subscriber(o) for o in owners} & _ends(words, mine):
        out = said.direction == outcomes.OUT
        own = {subscriber(words[code]): words[code] for code in set(np.where(out, calling, called).tolist())}
        return Pair(
            select(cleaned(text_array(words), NO_NUMBER), np.where(out, called, calling)),
            next(iter(own.values())).strip() if len(own) == 1 else "",
            [],
        )
    out = mine[calling]
    known = out | mine[called]
    way = np.where(out, outcomes.OUT, np.where(known, outcomes.IN, outcomes.NONE)).astype(np.int8)
    said.direction = np.where(way == outcomes.NONE, said.direction, way).astype(np.int8)
    told = np.where(said.direction == outcomes.NONE, said.implied, said.direction)
    peers = np.where(known, np.where(out, called, calling), np.where(told == outcomes.OUT, called, calling))
    lost = np.flatnonzero(~known & (told == outcomes.NONE)) if mine.any() else []
    return Pair(
        select(cleaned(text_array(words), NO_NUMBER), peers),
        words[int(np.flatnonzero(mine)[0])].strip() if known.any() else "",
        [(int(i), f"{words[calling[i]]} → {words[called[i]]}") for i in lost],
    )


def _ends(words: list[str], chosen: NDArray[np.bool_]) -> set[str]:
    return {subscriber(word) for word, one in zip(words, chosen, strict=True) if one}


def of_single(column: Any, heading: str) -> tuple[Any, NDArray[np.bool_] | None]:
    """Numbers as they stand, without blanks around them, coded, and which rows are totals (None: none).

    Empty is the cell that says that nothing was written, or repeats its heading, as in bills whose owner blotted the
    numbers out.
    """
    import pyarrow as pa
    import pyarrow.compute as pc

    encoded = dictionary(column)
    words, empty = encoded.dictionary, {*NO_NUMBER, heading.strip().lower()}
    # nothing but digits stands in most cells: only the others are looked at, and all once one of them says something else
    odd = words if heading.strip().isdecimal() else words.filter(pc.invert(pc.ascii_is_decimal(words)))
    if cleaned_words(odd, empty) is odd and not pc.any(pc.match_substring_regex(odd, TOTAL)).as_py():
        return encoded, None
    return pa.DictionaryArray.from_arrays(encoded.indices, cleaned_words(words, empty)), matching(encoded, TOTAL)


def _together(first: Any, second: Any) -> Any:
    import pyarrow as pa

    chunks = [*getattr(first, "chunks", [first]), *getattr(second, "chunks", [second])]
    return pa.chunked_array(chunks, first.type)  # without rows there is no chunk to tell the type


def own_number(
    words: list[str], calling: NDArray[Any], called: NDArray[Any], owners: tuple[str, ...]
) -> NDArray[np.bool_]:
    """Which of the distinct numbers are the own one: those the person named, else the one that stands in nearly every
    row; none where two numbers do, or no number does.
    """
    import numpy as np

    ends = [subscriber(word) for word in words]
    named = {subscriber(owner) for owner in owners if subscriber(owner)}
    mine = np.array([end in named for end in ends], bool)
    if mine.any() or not len(calling):
        return mine
    groups = {end: i for i, end in enumerate(dict.fromkeys(ends))}
    group = np.array([groups[end] for end in ends])
    rows = np.bincount(
        np.concatenate([group[calling], group[called][group[calling] != group[called]]]), minlength=len(groups)
    )
    first, *others = np.sort(rows)[::-1].tolist()
    end = list(groups)[int(rows.argmax())]
    if not end or first < OWN_SHARE * len(calling) or (others and others[0] == first):
        return mine
    return np.array([e == end for e in ends], bool)


def subscriber(number: str) -> str:
    """The last eleven digits, which leave the Chinese country code out, or the word where there are none: enough to find
    the own number among others.

    Examples
    --------
    >>> subscriber("+86 138-0013-8000") == subscriber("008613800138000") == "13800138000"
    True
    """
    digits = re.sub(r"\D", "", number.removesuffix(".0"))
    return digits[-11:] or number.strip().lower()
