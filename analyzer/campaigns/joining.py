"""Bases → campaigns: which numbers are joined, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.campaigns.ground import Ground
from analyzer.campaigns.shares import FULL, HINT, Shares, shares
from analyzer.campaigns.timing import Pairs
from analyzer.stated import identified
from analyzer.templates import components

if TYPE_CHECKING:
    import numpy as np

    from analyzer.settings import Settings

CERTAINTIES = ("high", "medium", "low")


@dataclass(frozen=True)
class Joined:
    """Campaigns as codes, strongest first.

    Attributes
    ----------
    of_number : int array
        Campaign of each number, -1 for none.
    certainty : int array
        Place in `CERTAINTIES`, per campaign.
    case : int array
        Its case, by which they stand.
    """

    of_number: np.ndarray
    certainty: np.ndarray
    case: np.ndarray


def join(ground: Ground, block: Shares, texts: Sequence[Shares], pairs: Pairs, settings: Settings) -> Joined:
    """Join numbers.

    Two numbers are joined by one full basis, or by two bases of different families. A campaign is of high certainty when such
    double links of which one is full hold all its numbers together, of medium certainty otherwise; numbers that are in no
    campaign and share but a hint make one of low certainty.
    """
    import numpy as np

    allowed = _Rules.of(ground, settings)
    two, sure = _double(ground, block, texts, pairs)
    single = [share.edges(ground) for share in (block, *texts)]
    full = [(edge.one[edge.weight == FULL], edge.other[edge.weight == FULL]) for edge in single]
    full.append((pairs.one[pairs.weight == FULL], pairs.other[pairs.weight == FULL]))
    edges = [two[sure], *(np.column_stack(pair) for pair in full), two[~sure]]
    label = allowed.united(np.concatenate(edges))
    firmly = allowed.united(two[sure])

    free = np.bincount(label, minlength=ground.size)[label] == 1
    left = np.where(free, 0, -1)
    hints = [edge for edge in (share.edges(ground, left) for share in (block, *texts)) if len(edge.one)]
    hints = [np.column_stack((e.one, e.other))[e.weight >= HINT] for e in hints]
    weak = allowed.united(np.concatenate([np.zeros((0, 2), dtype=np.int64), *hints]))
    codes = np.unique(np.where(free, weak + ground.size, label), return_inverse=True)[1]
    return _by_strength(ground, codes, free, firmly)


def _by_strength(ground: Ground, codes: np.ndarray, free: np.ndarray, firmly: np.ndarray) -> Joined:
    """Grades of the components and their order; components of one number are no campaigns."""
    import numpy as np

    size = np.bincount(codes)
    pieces = np.bincount(codes[np.unique(firmly, return_index=True)[1]], minlength=len(size))
    alone = np.zeros(len(size), dtype=bool)
    alone[codes[free]] = True
    grade = np.where(alone, 2, np.where(pieces == 1, 0, 1))  # held together by double links: one piece
    inbound = np.bincount(codes, weights=ground.inbound, minlength=len(size))
    least = np.full(len(size), ground.size)
    np.minimum.at(least, codes, ground.rank)
    many = np.flatnonzero(size > 1)
    case = np.zeros(len(size), dtype=np.int64)
    case[codes] = ground.case
    order = many[np.lexsort((least[many], -inbound[many], grade[many], case[many]))]
    name = np.full(len(size), -1, dtype=np.int64)
    name[order] = np.arange(len(order))
    return Joined(name[codes], grade[order], case[order])


def _double(ground: Ground, block: Shares, texts: Sequence[Shares], pairs: Pairs) -> tuple[np.ndarray, np.ndarray]:
    """Pairs that two families connect, and whether one of the two is full."""
    import numpy as np

    in_block = np.full(ground.size, -1, dtype=np.int64)
    in_block[block.number] = block.key
    full_block = np.zeros(ground.size, dtype=bool)
    full_block[block.number] = block.weight == FULL
    found, sure = [np.zeros((0, 2), dtype=np.int64)], [np.zeros(0, dtype=bool)]
    for share in texts:
        use = np.flatnonzero(in_block[share.number] >= 0)
        wide = max(len(block.texts), 1)
        joint, key = np.unique(share.key[use] * wide + in_block[share.number[use]], return_inverse=True)
        none = np.full(len(joint), "", dtype=object)
        both = shares(ground, share.basis, key, share.number[use], share.weight[use], share.row[use], none).edges(
            ground
        )
        found.append(np.column_stack((both.one, both.other)))
        sure.append((both.weight == FULL) | full_block[both.one])

    if len(pairs.one):
        full = pairs.weight == FULL
        same = (in_block[pairs.one] >= 0) & (in_block[pairs.one] == in_block[pairs.other])
        found.append(np.column_stack((pairs.one, pairs.other))[same])
        sure.append((full | full_block[pairs.one])[same])
        for share in texts:
            alike, strong = _sharing(share, pairs.one, pairs.other, ground.size)
            found.append(np.column_stack((pairs.one, pairs.other))[alike])
            sure.append((full | strong)[alike])
    return np.concatenate(found), np.concatenate(sure)


def _sharing(share: Shares, one: np.ndarray, other: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """Per pair: whether the two share a key, and whether one with full weight on both sides."""
    import numpy as np

    order = np.argsort(share.number, kind="stable")
    number, key, weight = share.number[order], share.key[order], share.weight[order]
    begin, end = np.searchsorted(number, one), np.searchsorted(number, one, side="right")
    pair = np.repeat(np.arange(len(one)), end - begin)
    place = np.arange(len(pair)) - np.repeat(np.cumsum(end - begin) - (end - begin), end - begin) + begin[pair]
    whole = share.key * size + share.number
    sorter = np.argsort(whole)
    wanted = key[place] * size + other[pair]
    at = np.minimum(np.searchsorted(whole[sorter], wanted), max(len(whole) - 1, 0))
    hit = whole[sorter][at] == wanted if len(whole) else np.zeros(0, dtype=bool)
    alike, strong = np.zeros(len(one), dtype=bool), np.zeros(len(one), dtype=bool)
    alike[pair[hit]] = True
    both = hit & (weight[place] == FULL) if len(whole) else hit
    both[both] = share.weight[sorter][at[both]] == FULL
    strong[pair[both]] = True
    return alike, strong


@dataclass(frozen=True)
class _Rules:
    """What the person has said about who is not the same: per rule, numbers with different values stay apart."""

    ground: Ground
    values: list[dict[int, int]]

    @classmethod
    def of(cls, ground: Ground, settings: Settings) -> _Rules:
        """The ``[[apart]]`` entries, and the collectors that the case file names: two of them are two."""
        import numpy as np

        categories = ground.events["number"].cat.categories
        values = []
        for entry in settings.case.apart:
            numbers = sorted(identified(entry, settings))
            codes = categories.get_indexer(numbers).tolist()
            values.append({code: i for i, code in enumerate(codes) if code >= 0})
        listed = np.flatnonzero(ground.collector >= 0).tolist()
        values.append({code: int(ground.collector[code]) for code in listed})
        return cls(ground, [value for value in values if len(set(value.values())) > 1])

    def united(self, edges: np.ndarray) -> np.ndarray:
        """Component of each number; where a rule forbids one, its links are followed one by one and those that would break
        the rule are left out: the strongest first, as they stand in `edges`.
        """
        import numpy as np

        size = self.ground.size
        label = components(size, edges[:, 0], edges[:, 1])
        broken: set[int] = set()
        for value in self.values:
            seen: dict[int, int] = {}
            for code, what in value.items():
                if seen.setdefault(int(label[code]), what) != what:
                    broken.add(int(label[code]))
        if not broken:
            return label
        root = list(range(size))
        held: dict[int, dict[int, int]] = {}
        for i, value in enumerate(self.values):
            for code, what in value.items():
                held.setdefault(code, {})[i] = what

        def top(code: int) -> int:
            while root[code] != code:
                root[code] = root[root[code]]
                code = root[code]
            return code

        fine = ~np.isin(label[edges[:, 0]], list(broken))
        for a, b in edges[~fine].tolist():
            a, b = top(a), top(b)
            mine, theirs = held.get(a, {}), held.get(b, {})
            if a == b or any(theirs.get(i, what) != what for i, what in mine.items()):
                continue
            root[b] = a
            if theirs:
                held[a] = {**mine, **theirs}
        more = np.array([(code, top(code)) for code in range(size) if root[code] != code], dtype=np.int64).reshape(
            -1, 2
        )
        kept = np.concatenate([edges[fine], more])
        return components(size, kept[:, 0], kept[:, 1])
