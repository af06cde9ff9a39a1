"""Several cases in one events table: numbers of each are told apart, so that nothing of one case bears on another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd


@dataclass(frozen=True)
class Several:
    """Which case each owner belongs to.

    Attributes
    ----------
    of_owner : int array
        Case of each category of ``events["owner"]``.
    owners : sequence of str
        Number of each; a category may carry any text that is unlike those of other cases.
    own : set of (int, str)
        Cases and numbers that somebody says are the owner's in them.
    """

    of_owner: np.ndarray
    owners: Sequence[str]
    own: frozenset[tuple[int, str]] = frozenset()


@dataclass(frozen=True)
class Numbers:
    """Numbers as codes, those of several cases apart.

    Attributes
    ----------
    code : int array
        Per event.
    case, category : int arrays
        Per code its case, and its place among the categories of ``events["number"]``, by case first.
    """

    code: np.ndarray
    case: np.ndarray
    category: np.ndarray
    wide: int

    @classmethod
    def of(cls, events: pd.DataFrame, several: Several | None) -> Numbers:
        """The numbers of an events table; those of one case are its categories."""
        import numpy as np

        wide = len(events["number"].cat.categories)
        number = events["number"].cat.codes.to_numpy().astype(np.int64)
        if several is None:
            return cls(number, np.zeros(wide, dtype=np.int64), np.arange(wide), wide)
        case = several.of_owner[events["owner"].cat.codes.to_numpy()].astype(np.int64)
        there = np.bincount(case * wide + number, minlength=1) > 0 if len(number) else np.zeros(0, dtype=bool)
        pairs = np.flatnonzero(there)
        code = (np.cumsum(there) - 1)[case * wide + number] if len(number) else number
        return cls(code, pairs // max(wide, 1), pairs % max(wide, 1), wide)

    @cached_property
    def _keys(self) -> np.ndarray:
        return self.case * self.wide + self.category

    def find(self, case: np.ndarray, category: np.ndarray) -> np.ndarray:
        """Codes of numbers (categories, -1 for none) in cases; -1 where a case does not have it."""
        import numpy as np

        if not len(self._keys):
            return np.full(len(category), -1)
        wanted = case * self.wide + category
        place = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where((category >= 0) & (self._keys[place] == wanted), place, -1)
