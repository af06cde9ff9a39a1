"""Collects what the steps of identification found out, in any order, and puts it back into the order of the spellings."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute

if TYPE_CHECKING:
    import pandas as pd

NO_TEXTS = pa.array([], type=pa.string())
pc: Any = pyarrow.compute
"""Arrow makes these functions when it is imported; a type checker cannot see them."""

FIELDS = ("number", "number_kind", "region", "carrier", "remark")


class Home(NamedTuple):
    """Where the exports come from.

    Attributes
    ----------
    region : str
        Country in which numbers without country code are read.
    area : str
        Area code for Chinese landline numbers of 7 or 8 digits, without its 0; empty if unknown.
    lang : {"zh", "en"}
        Language of places.
    places : bool
        Whether places, carriers and remarks are wanted.
    """

    region: str
    area: str
    lang: str
    places: bool = True


class Rest(NamedTuple):
    """Spellings that are still to be identified.

    Attributes
    ----------
    at : ndarray
        Their positions in the answer.
    text : pyarrow.Array
        What is left of each: digits, with a leading + where there is a country code.
    """

    at: np.ndarray
    text: pa.Array

    def split(self, mask: np.ndarray) -> tuple[Rest, Rest]:
        """Those under the mask, and the others."""
        if not mask.any():
            return Rest(self.at[:0], NO_TEXTS), self
        if mask.all():
            return self, Rest(self.at[:0], NO_TEXTS)
        return Rest(self.at[mask], self.text.filter(mask)), Rest(self.at[~mask], self.text.filter(~mask))

    def matching(self, pattern: str) -> np.ndarray:
        """Mask of the texts in which the regular expression is found."""
        return matches(self.text, pattern)


def matches(text: pa.Array, pattern: str) -> np.ndarray:
    """Mask of the texts in which the regular expression is found."""
    return pc.match_substring_regex(text, pattern).to_numpy(zero_copy_only=False)


class Answers:
    """The table under construction: `settle` some spellings, at last take the `frame`."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.extended = np.zeros(size, dtype=bool)
        self._at: list[np.ndarray] = []
        self._parts: dict[str, list[pa.Array]] = {field: [] for field in FIELDS}

    def settle(
        self,
        at: np.ndarray,
        number: pa.Array | str,
        kind: pa.Array | str,
        region: pa.Array | str = "",
        carrier: pa.Array | str = "",
        remark: pa.Array | str = "",
    ) -> None:
        """Answer for the positions `at`; a single text holds for all of them."""
        if not len(at):
            return
        self._at.append(at)
        for field, value in zip(FIELDS, (number, kind, region, carrier, remark), strict=True):
            self._parts[field].append(pa.repeat(value, len(at)) if isinstance(value, str) else value)

    def frame(self, fields: Sequence[str] = FIELDS) -> pd.DataFrame:
        """The answers in the order of the spellings; every position must have been settled once."""
        import pandas as pd

        order = np.concatenate([np.empty(0, dtype=np.int64), *self._at])
        back = np.empty(self.size, dtype=np.int64)
        back[order] = np.arange(self.size)
        columns = {field: pa.concat_arrays([NO_TEXTS, *self._parts[field]]).take(pa.array(back)) for field in fields}
        if "remark" in fields and self.extended.any():
            longer = pc.utf8_trim(pc.binary_join_element_wise(columns["remark"], "extension", " "), " ")
            fresh = self.extended & ~matches(columns["remark"], "extension")
            columns["remark"] = pc.if_else(pa.array(fresh), longer, columns["remark"])
        return pd.DataFrame({field: pd.array(column, dtype="str") for field, column in columns.items()})
