"""What several numbers have in common: a block, a signature, a text, a link."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.campaigns.ground import Ground

if TYPE_CHECKING:
    import numpy as np

FULL, HINT, SUPPORT = 2, 1, 0
"""Weights: joins numbers by itself · joins them with low certainty · only beside a basis of another family."""

NUMBER, TEXT, TIME = "number", "text", "time"
"""Families of bases. Two bases of one family are not independent: the signature and the link stand in the same text."""

BASES = {"number_block": NUMBER, "signature": TEXT, "template": TEXT, "link": TEXT, "timing": TIME}
"""Every basis with its family, in the order in which tables name them."""


@dataclass(frozen=True)
class Shares:
    """Numbers by what they share, one row per key and number, in order of key; keys of a single number are left out.

    Attributes
    ----------
    basis : str
    key : int array
        Codes, 0..len(texts)-1.
    number : int array
    weight : int array
        `FULL`, `HINT` or `SUPPORT`.
    row : int array
        The earliest event of the number that shows it.
    texts : object array
        What is shared, per key, as the reasons name it.
    """

    basis: str
    key: np.ndarray
    number: np.ndarray
    weight: np.ndarray
    row: np.ndarray
    texts: np.ndarray

    def edges(self, ground: Ground, within: np.ndarray | None = None) -> Edges:
        """Each number with one that has the same key: the one with the most weight, of equals the first by its text.

        Parameters
        ----------
        ground : Ground
        within : int array, optional
            Per number a group, -1 for none: only numbers of one group are connected, each group by itself.
        """
        import numpy as np

        group = np.zeros(len(self.number), dtype=np.int64) if within is None else within[self.number]
        order = np.lexsort((ground.rank[self.number], -self.weight, group, self.key))
        order = order[group[order] >= 0]
        key, group = self.key[order], group[order]
        begins = np.append(True, (key[1:] != key[:-1]) | (group[1:] != group[:-1]))[: len(order)]
        first = order[np.flatnonzero(begins)][np.cumsum(begins) - 1]
        one, other = first[~begins], order[~begins]
        weight = np.minimum(self.weight[one], self.weight[other])
        return Edges(self.number[one], self.number[other], weight, one, other)


@dataclass(frozen=True)
class Edges:
    """Pairs of numbers with the weight of what they share, and their rows in the `Shares`."""

    one: np.ndarray
    other: np.ndarray
    weight: np.ndarray
    row_one: np.ndarray
    row_other: np.ndarray


def shares(
    ground: Ground, basis: str, key: np.ndarray, number: np.ndarray, weight: np.ndarray, row: np.ndarray, texts: np.ndarray
) -> Shares:  # fmt: skip
    """`Shares` of single sightings: each number's greatest weight with the earliest event that has it, per key."""
    import numpy as np

    order = np.lexsort((row, ground.at[row], -weight, number, key))
    key, number, weight, row = key[order], number[order], weight[order], row[order]
    first = np.append(True, (key[1:] != key[:-1]) | (number[1:] != number[:-1]))[: len(key)]
    key, number, weight, row = key[first], number[first], weight[first], row[first]
    several = np.bincount(key, minlength=len(texts))[key] > 1
    used, key = np.unique(key[several], return_inverse=True)
    return Shares(basis, key, number[several], weight[several], row[several], texts[used])
