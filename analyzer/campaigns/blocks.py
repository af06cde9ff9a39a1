"""Basis: numbers that were issued together."""

from __future__ import annotations

from analyzer.campaigns.ground import Ground, first_rows
from analyzer.campaigns.shares import FULL, HINT, SUPPORT, Shares, shares

KEPT = {
    "mobile": r"^(\+861\d{7})\d{3}$",
    "landline": r"^(\+86[2-9]\d{5,6}|\+8610\d{4})\d{4}$",
    "service": r"^(9[56]\d{3,})\d{3}$|^(9[56]\d{3})\d{1,2}$",
    "toll_free": r"^([48]00\d{4})\d{3}$",
}
"""What stays of a number of each kind to name its block: 8 of 11 digits of a mobile; area and exchange of a landline; 95, 96, 400
and 800 numbers without the last digits of their extension. Ports (106…) have none: gateways give neighbouring ones to strangers."""

BLOCKS = 1e7
"""Blocks of a thousand mobile numbers among which chance may spread strangers, taken low: callers come from near places first.
Eleven digits from 13 to 19 make up to 7·10⁷ of them (E.164 plan of mainland China)."""

BY_CHANCE = 0.05
"""Blocks that fill by chance in a whole file at most, for a block to say anything by itself."""

KNOWN_SHARE = 3
"""A block says nothing when the owner has called two of its numbers or more, and one in so many of them. Our own choice."""

ENOUGH = 10
"""Inbound events of all numbers of a block from which it joins them by itself. Our own choice."""


def block_shares(ground: Ground) -> Shares:
    """Numbers of the same block.

    Three mobiles or more that came ten times or more carry a campaign by themselves, two mobiles or fewer events hint at
    one; landlines, 95, 96 and 400 numbers only support another basis. A block in which a contact of the owner lies, or which
    the owner calls here and there, says nothing, one with a number out of the address book only supports: firms and families get adjacent numbers too.
    """
    import numpy as np
    import pandas as pd

    who, keys, mobiles = [], [], np.zeros(int(ground.case.max()) + 1 if ground.size else 1, dtype=np.int64)
    for kind, pattern in KEPT.items():
        codes = np.flatnonzero((ground.kind == kind) & (ground.eligible | ground.contact))
        if len(codes) > 1:
            parts = pd.Series(ground.names[codes], dtype="str").str.extract(pattern)
            kept = parts[0].fillna(parts[1]) if parts.shape[1] > 1 else parts[0]
            found = kept.notna().to_numpy()
            # extensions of other lengths are other blocks
            lengths = pd.Series(ground.names[codes], dtype="str").str.len().astype("str")
            who.append(codes[found])
            keys.append((kept + "/" + lengths).to_numpy(dtype=object)[found])
            if kind == "mobile":
                mobiles = np.bincount(ground.case[codes[ground.eligible[codes]]], minlength=len(mobiles))
    number = np.concatenate([np.zeros(0, dtype=np.int64), *who])
    texts, text = np.unique(np.concatenate([np.zeros(0, dtype=object), *keys]).astype(str), return_inverse=True)
    key, case, used = ground.apart(text, number)
    texts = texts[used]
    many, back = np.unique(mobiles[case], return_inverse=True)
    fewest = np.array([least(one) for one in many.tolist()], dtype=np.int64).reshape(-1, 2)[back]
    size = len(texts)
    members = np.bincount(key, minlength=size)
    known = np.bincount(key[ground.called[number]], minlength=size)
    tainted = np.bincount(key[ground.contact[number]], minlength=size) > 0
    tainted |= (known >= 2) & (known * KNOWN_SHARE >= members)
    named = np.bincount(key[ground.named[number]], minlength=size) > 0
    events = np.bincount(key, weights=ground.inbound[number], minlength=size)
    mobile = np.char.startswith(texts, "+861") & (np.char.str_len(texts) == 14) if size else np.zeros(0, dtype=bool)
    weight = np.where(mobile & (members >= fewest[:, 0]) & ~named, HINT, SUPPORT)
    weight[(weight == HINT) & (members >= fewest[:, 1]) & (events >= ENOUGH)] = FULL
    usable = ~tainted[key] & (members[key] > 1)
    key, number = key[usable], number[usable]
    named_texts = np.array([text.partition("/")[0] for text in texts], dtype=object)
    return shares(ground, "number_block", key, number, weight[key], first_rows(ground)[number], named_texts)


def least(mobiles: int) -> tuple[int, int]:
    """Numbers a block must hold to hint at a campaign, and to carry one, so that chance explains it seldom enough.

    Of n numbers spread over B blocks about ``n^m / (m! B^(m-1))`` sets of m meet in one: the least m for which that is
    below `BY_CHANCE`, at least 2 and 3.

    Examples
    --------
    >>> least(40), least(50_000)
    ((2, 3), (4, 4))
    """
    m, expected = 1, float(mobiles)
    while expected >= BY_CHANCE or m < 2:
        m += 1
        expected *= mobiles / (m * BLOCKS)
    return m, max(m, 3)
