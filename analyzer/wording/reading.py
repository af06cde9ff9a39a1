"""Kinds and conduct flags of the same texts: their plain form and n-grams are made once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.wording.flags import Search
from analyzer.wording.grams import grams, pieces
from analyzer.wording.kinds import Kinds, decisions, features_of, kinds, model
from analyzer.wording.plain import plain_codes

if TYPE_CHECKING:
    import pandas as pd


def read(texts: Sequence[str]) -> tuple[Kinds, pd.DataFrame]:
    """What `kinds.kinds` and `flags.flags` say of distinct texts.

    Parameters
    ----------
    texts : sequence of str
        Distinct texts, as they stood.

    Returns
    -------
    tuple of Kinds, DataFrame
    """
    import numpy as np

    search, with_it = Search(texts), model()
    scores, sizes = [], []
    for begin, end in pieces(texts):
        codes = plain_codes(texts[begin:end])
        text, bucket = grams(codes, longer=True)
        score, size = with_it.weighed(*features_of(text, bucket, end - begin, with_it.words))
        scores.append(score)
        sizes.append(size)
        search.take(codes, text, bucket)
    if not scores:
        return kinds(texts), search.table()
    return decisions(np.concatenate(scores), np.concatenate(sizes)), search.table()
