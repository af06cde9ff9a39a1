"""Basis: numbers that take turns, and numbers that replace each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer import clock
from analyzer.campaigns.ground import Ground
from analyzer.campaigns.shares import FULL, SUPPORT

if TYPE_CHECKING:
    import numpy as np

TURN = 120
"""Seconds within which a call follows another number's unanswered one. Our own choice."""

AGAIN = 5
"""Turns from which a pair is looked at, spread over at least a day. Our own choice."""

NEAR = 1800
"""Seconds before and after a call in which the other number's calls tell how often one follows by chance."""

CHANCE = 1e-6
"""Probability that chance gives any pair of the file so many turns, below which they join two numbers."""

WAKING = 10 / 24
"""Share of the day over which callers are taken to spread their calls, in the coarser of the two estimates."""

REPLACED = 10
"""Calls that both numbers must have made for one to be said to replace the other. Our own choice."""

COINCIDENCE = 0.05
"""Replacements that chance gives a whole file at most, for one to support another basis."""


@dataclass(frozen=True)
class Pairs:
    """Pairs of numbers that timing connects.

    Attributes
    ----------
    one, other : int arrays
        In the order of their texts; in a replacement, the one that ended first.
    weight : int array
        `FULL` for turns, `SUPPORT` for replacements.
    count : int array
        Turns, 0 for replacements.
    by_chance : float array
        Turns expected by chance; for replacements, how many as close the whole file would have.
    p : float array
        Probability of so many turns in any pair of the file, 1 for replacements.
    gap : int array
        Seconds between the last call of the one and the first of the other, -1 for turns.
    rows : list of int arrays
        Events that show each.
    """

    one: np.ndarray
    other: np.ndarray
    weight: np.ndarray
    count: np.ndarray
    by_chance: np.ndarray
    p: np.ndarray
    gap: np.ndarray
    rows: list[Any]


def timing_pairs(ground: Ground) -> Pairs:
    """Numbers that take turns at an owner, and numbers that replace each other there.

    A turn: two inbound calls that follow one another at the owner's phone within `TURN` seconds, from two numbers, the first
    of them unanswered. Were the two strangers, turns would come by a Poisson law with the mean ``λ`` = unanswered calls of the one
    times calls of the other per second times `TURN`, summed both ways. Calls per second are estimated twice: over the days that the
    numbers have in common, and within `NEAR` seconds of each call, which follows busy hours; the larger λ holds.
    The probability is multiplied by the number of pairs of callers that the owner has (Bonferroni).
    """
    import numpy as np

    rows = np.flatnonzero(ground.coming & ground.call)
    rows = rows[np.lexsort((rows, ground.rank[ground.number[rows]], ground.at[rows], ground.owner[rows]))]
    parts = [_turns(ground, rows), _replacements(ground, rows)]

    def joined(name: str) -> np.ndarray:
        return np.concatenate([getattr(part, name) for part in parts])

    arrays = [joined(name) for name in ("one", "other", "weight", "count", "by_chance", "p", "gap")]
    return Pairs(*arrays, rows=[row for part in parts for row in part.rows])


def _turns(ground: Ground, rows: np.ndarray) -> Pairs:
    import numpy as np

    at, owner, number = ground.at[rows], ground.owner[rows], ground.number[rows]
    turn = (owner[1:] == owner[:-1]) & (number[1:] != number[:-1]) & (at[1:] - at[:-1] <= TURN)
    first = np.flatnonzero(turn & ground.unanswered[rows[:-1]])
    a, b = number[first], number[first + 1]
    swap = ground.rank[a] > ground.rank[b]
    a, b = np.where(swap, b, a), np.where(swap, a, b)
    size = max(ground.size, 1)
    if ground.size > 2_000_000 or not len(first):
        return _none()
    code = (owner[first] * size + a) * size + b
    order = np.argsort(code, kind="stable")
    found, begin, count = np.unique(code[order], return_index=True, return_counts=True)
    first = first[order]
    spread = at[first[begin + count - 1] + 1] - at[first[begin]]
    often = np.flatnonzero((count >= AGAIN) & (spread >= clock.DAY))
    if not len(often):
        return _none()
    found, begin, count = found[often], begin[often], count[often]
    who, a, b = found // size // size, found // size % size, found % size
    calls = _Calls.of(ground, rows, size)
    callers = np.bincount(np.unique(owner * size + number) // size)
    tests = (callers * (callers - 1) / 2)[who]

    mean = calls.overall(who, a, b)
    p = np.minimum(poisson_tail(count, mean) * tests, 1.0)
    keep = np.flatnonzero(p < CHANCE)
    near = calls.nearby(who[keep], a[keep], b[keep])
    mean = np.maximum(mean[keep], near)
    p = np.minimum(poisson_tail(count[keep], mean) * tests[keep], 1.0)
    sure = np.flatnonzero(p < CHANCE)
    keep, mean, p = keep[sure], mean[sure], p[sure]
    shown = [
        rows[np.unique(np.concatenate([first[i : i + n], first[i : i + n] + 1]))]
        for i, n in zip(begin[keep].tolist(), count[keep].tolist(), strict=True)
    ]
    none = np.full(len(keep), -1)
    return Pairs(a[keep], b[keep], np.full(len(keep), FULL), count[keep], mean, p, none, shown)


@dataclass(frozen=True)
class _Calls:
    """Calls in order of owner, number and time, with where those of each owner and number stand."""

    at: np.ndarray
    code: np.ndarray
    begin: np.ndarray
    end: np.ndarray
    missed: np.ndarray
    place: np.ndarray
    at_missed: np.ndarray
    size: int

    @classmethod
    def of(cls, ground: Ground, rows: np.ndarray, size: int) -> _Calls:
        import numpy as np

        joint = ground.owner[rows] * size + ground.number[rows]
        order = np.argsort(joint, kind="stable")  # rows stand in order of time for each owner
        code, begin = np.unique(joint[order], return_index=True)
        at = ground.at[rows[order]]
        missed = np.append(0, np.cumsum(ground.unanswered[rows[order]]))
        place = np.flatnonzero(ground.unanswered[rows[order]])
        return cls(at, code, begin, np.append(begin[1:], len(at)), missed, place, at[place], size)

    def overall(self, who: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Turns expected from how often both call in the days that they have in common."""
        import numpy as np

        i, j = np.searchsorted(self.code, who * self.size + a), np.searchsorted(self.code, who * self.size + b)
        start = np.maximum(self.at[self.begin[i]], self.at[self.begin[j]])
        stop = np.minimum(self.at[self.end[i] - 1], self.at[self.end[j] - 1])
        seconds = np.maximum(stop - start, clock.DAY) * WAKING
        calls_i, calls_j = self.end[i] - self.begin[i], self.end[j] - self.begin[j]
        missed_i = self.missed[self.end[i]] - self.missed[self.begin[i]]
        missed_j = self.missed[self.end[j]] - self.missed[self.begin[j]]
        return (missed_i * calls_j + missed_j * calls_i) * TURN / seconds

    def nearby(self, who: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
        """Turns expected from how often the other calls within `NEAR` seconds of each unanswered call."""
        import numpy as np

        i, j = np.searchsorted(self.code, who * self.size + a), np.searchsorted(self.code, who * self.size + b)
        mean = np.zeros(len(who))
        for one, other in ((i, j), (j, i)):
            for k in range(len(who)):
                theirs = self.at[self.begin[other[k]] : self.end[other[k]]]
                low, high = self.missed[self.begin[one[k]]], self.missed[self.end[one[k]]]
                mine = self.at_missed[low:high]
                around = np.searchsorted(theirs, mine + NEAR, side="right") - np.searchsorted(theirs, mine - NEAR)
                mean[k] += around.sum() * TURN / (2 * NEAR)
        return mean


def _replacements(ground: Ground, rows: np.ndarray) -> Pairs:
    """Numbers whose first call comes within a day of the last call of another, neither at the edge of the record."""
    import numpy as np

    size = max(ground.size, 1)
    joint = ground.owner[rows] * size + ground.number[rows]
    order = np.argsort(joint, kind="stable")
    code, begin, calls = np.unique(joint[order], return_index=True, return_counts=True)
    many = calls >= REPLACED
    code, begin, calls = code[many], begin[many], calls[many]
    if len(code) < 2:
        return _none()
    at = ground.at[rows]
    first, last = order[begin], order[begin + calls - 1]
    who, number = code // size, code % size
    edges, owners = _edges(ground), int(who.max()) + 1
    spans = (edges[1] - edges[0])[who]
    callers = np.bincount(who, minlength=owners)[who]
    # the next number to begin after each one's last call
    starts = np.lexsort((ground.rank[number], at[first], who))
    wide = 1 << 40
    key = who[starts] * wide + (at[first[starts]] - edges[0].min())
    follows = np.searchsorted(key, who * wide + (at[last] - edges[0].min()), side="right")
    ok = np.flatnonzero(follows < len(key))
    nxt = starts[follows[ok]]
    ok, nxt = ok[who[nxt] == who[ok]], nxt[who[nxt] == who[ok]]
    gap = at[first[nxt]] - at[last[ok]]
    expected = callers[ok] * (callers[ok] - 1) * gap / np.maximum(spans[ok], 1)
    inside = (edges[1][who[ok]] - at[last[ok]] >= clock.DAY) & (at[first[nxt]] - edges[0][who[ok]] >= clock.DAY)
    use = np.flatnonzero((gap <= clock.DAY) & (expected < COINCIDENCE) & inside)
    ok, nxt, gap, expected = ok[use], nxt[use], gap[use], expected[use]
    shown = [rows[[last[i], first[k]]] for i, k in zip(ok.tolist(), nxt.tolist(), strict=True)]
    zero = np.zeros(len(ok), dtype=np.int64)
    return Pairs(number[ok], number[nxt], zero + SUPPORT, zero, expected, zero + 1.0, gap, shown)


def _edges(ground: Ground) -> tuple[np.ndarray, np.ndarray]:
    """First and last moment of each owner's record."""
    import numpy as np

    size = int(ground.owner.max()) + 1
    first, last = np.full(size, np.iinfo(np.int64).max), np.full(size, np.iinfo(np.int64).min)
    np.minimum.at(first, ground.owner, ground.at)
    np.maximum.at(last, ground.owner, ground.at)
    return first, last


def poisson_tail(count: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """Upper bound of the probability of `count` or more where `mean` are expected: 1 up to the mean, above it the Chernoff
    bound ``exp(count - mean) (mean / count)^count`` (Mitzenmacher and Upfal, Probability and Computing, theorem 5.4).

    Examples
    --------
    >>> import numpy as np
    >>> poisson_tail(np.array([3, 6]), np.array([4.0, 1.0])).round(6).tolist()
    [1.0, 0.0]
    """
    import numpy as np

    mean = np.maximum(mean, 1e-12)
    bound = np.exp(np.minimum(count - mean + count * np.log(mean / count), 0.0))
    return np.where(count > mean, bound, 1.0)


def _none() -> Pairs:
    import numpy as np

    zero = np.zeros(0, dtype=np.int64)
    return Pairs(zero, zero, zero, zero, zero.astype(float), zero.astype(float), zero, [])
