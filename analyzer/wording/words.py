"""Which texts hold which words, for all words and texts at once, by the n-grams that each word is made of.

A text that holds a word holds all its n-grams; the other way round it nearly always does too. So this gives candidates, and
features for a model, but no places.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from analyzer.wording.grams import BUCKETS

if TYPE_CHECKING:
    import numpy as np


class Words:
    """Groups of words.

    Parameters
    ----------
    bucket : array of int
        The buckets of the n-grams of each word (`grams.word_buckets`), one word after the other.
    size : array of int
        How many each word has.
    words : array of int
        How many words each group has, one group after the other.
    """

    def __init__(self, bucket: np.ndarray, size: np.ndarray, words: np.ndarray) -> None:
        import numpy as np

        starts = np.cumsum(size) - size
        group = np.repeat(np.arange(len(words)), words)
        alone = size == 1
        self.groups = len(words)
        pair = np.unique(bucket[starts[alone]] * max(self.groups, 1) + group[alone])
        self._given = pair % max(self.groups, 1)
        """Groups that a bucket gives by itself, bucket after bucket."""
        self._given_from = np.searchsorted(pair, np.arange(BUCKETS) * max(self.groups, 1))
        self._many = np.diff(self._given_from, append=len(pair))
        self._gives = self._many > 0
        longer = bucket[np.repeat(~alone, size)]
        wanted = np.unique(longer)
        self._wanted = len(wanted)
        self._row = np.full(BUCKETS, -1, np.int32)
        self._row[wanted] = np.arange(len(wanted))
        self._rows = self._row[longer]
        self._ends = np.cumsum(size[~alone])
        self._starts = self._ends - size[~alone]
        self._group = group[~alone]

    @classmethod
    def of(cls, groups: Sequence[Sequence[Iterable[int]]]) -> Words:
        """From nested sequences: groups of words of buckets."""
        import numpy as np

        words = [tuple(word) for group in groups for word in group]
        return cls(
            np.fromiter(chain.from_iterable(words), np.int64),
            np.array([len(word) for word in words], np.int64),
            np.array([len(group) for group in groups], np.int64),
        )

    def held(self, text: np.ndarray, bucket: np.ndarray, number: int) -> np.ndarray:
        """Groups by texts: True where the text holds a word of the group.

        Parameters
        ----------
        text, bucket : arrays
            As `grams.grams` gives them.
        number : int
            How many texts there are.
        """
        import numpy as np

        found = np.zeros((self.groups, number), bool)
        hit = np.flatnonzero(self._gives[bucket])
        giving = bucket[hit]
        many = self._many[giving]
        first = np.repeat(self._given_from[giving] - np.cumsum(many) + many, many)
        found[self._given[first + np.arange(len(first))], np.repeat(text[hit], many)] = True
        if not self._wanted or not number:
            return found
        row = self._row[bucket]
        hit = np.flatnonzero(row >= 0)
        held = np.zeros((self._wanted, number), bool)
        held[row[hit], text[hit]] = True
        anywhere = np.zeros(self._wanted, bool)
        anywhere[row[hit]] = True
        possible = np.flatnonzero(np.logical_and.reduceat(anywhere[self._rows], self._starts))
        places = zip(
            self._group[possible].tolist(), self._starts[possible].tolist(), self._ends[possible].tolist(), strict=True
        )
        for group, start, end in places:
            whole = held[self._rows[start]]
            for at in range(start + 1, end):
                whole = whole & held[self._rows[at]]
            found[group] |= whole
        return found
