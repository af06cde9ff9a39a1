"""The kind of a message, by a small linear model over hashed character n-grams and groups of words.

The weights (``kinds.npz``, made by ``python -m training`` from the invented messages under ``training/``) are whole numbers from -127
to 127, one row per kind. A text's score for a kind is the sum of the weights of its distinct n-grams divided by the root of their
number, plus what the groups of words that it holds (``training/topics.toml``) and its length speak for. The scores become
probabilities by a softmax that was calibrated on messages not used for fitting. Below the bar of its kind a message is ``unsure``;
the bars of harmful kinds are higher. Arrays of the file (plain, ``allow_pickle=False``):

===============  ==================================================================================================
``weights``      int8, kinds x n-grams
``buckets``      uint8, one bit per bucket: whether it is one of these (a tenth of the bytes that a list of them takes)
``scale``        float64 per kind: what one step of its weights is worth
``groups``       float32, (groups of words + lengths) x kinds
``bias``         float64 per kind
``bar``          float64 per kind: the least probability at which the kind is named
``word_bucket``  the groups of words, as `words.Words` takes them, with ``word_size`` and ``group_words``
``meta``         bytes of a JSON object: SHA-256 of the messages and of the script, measured figures
===============  ==================================================================================================
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.wording import HARMFUL, KINDS
from analyzer.wording.grams import BUCKETS, distinct, grams, pieces
from analyzer.wording.plain import plain_codes
from analyzer.wording.words import Words

if TYPE_CHECKING:
    import numpy as np

FILE = Path(__file__).parent / "kinds.npz"
UNSURE = KINDS.index("unsure")
HARMFUL_CODES = tuple(KINDS.index(kind) for kind in HARMFUL)

LENGTHS = (15, 40, 80, 160, 300)
"""Numbers of distinct n-grams at which a text counts as longer; the length is a feature of the model."""

LEAST_GRAMS = 24
"""A text with fewer distinct n-grams (six Chinese characters, two or three English words) says too little to be called harmful."""


@dataclass(frozen=True, slots=True)
class Kinds:
    """Kind and probability of texts.

    Attributes
    ----------
    code : array of int8
        Positions in `KINDS`.
    p : array of float
        Calibrated probability of the likeliest kind, which is the one named unless the code is that of ``unsure``.
    """

    code: np.ndarray
    p: np.ndarray


def features(texts: Sequence[str], words: Words) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Piece by piece: where each text's buckets begin, the buckets, and which groups of words and which length it has (0 or 1)."""
    for begin, end in pieces(texts):
        yield features_of(*grams(plain_codes(texts[begin:end]), longer=True), end - begin, words)


def features_of(
    text: np.ndarray, bucket: np.ndarray, number: int, words: Words
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The same of one piece, from its n-grams as `grams` gives them with ``longer``."""
    import numpy as np

    start, buckets = distinct(text, bucket, number)
    length = np.digitize(np.diff(start, append=len(buckets)), LENGTHS)
    return start, buckets, np.hstack([words.held(text, bucket, number).T, np.eye(len(LENGTHS) + 1, dtype=bool)[length]])


@dataclass(frozen=True)
class Model:
    """What the file holds; `pairs` are the weights of two kinds in one number each, so that one sum adds both."""

    pairs: tuple[np.ndarray, ...]
    scale: np.ndarray
    groups: np.ndarray
    bias: np.ndarray
    bar: np.ndarray
    words: Words
    meta: dict[str, Any]

    def scores(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Score of each text for each kind, and its number of distinct n-grams."""
        import numpy as np

        scores, sizes = zip(*(self.weighed(*of_piece) for of_piece in features(texts, self.words)), strict=True)
        return np.concatenate(scores), np.concatenate(sizes)

    def weighed(self, start: np.ndarray, bucket: np.ndarray, held: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The same from what `features` says of a piece."""
        import numpy as np

        size = np.diff(start, append=len(bucket))
        total = np.empty((len(start), 2 * len(self.pairs)))
        for at, pair in enumerate(self.pairs):
            both = np.add.reduceat(pair[bucket], start)
            total[:, 2 * at] = (both & 0xFFFFFFFF) - 128.0 * size
            total[:, 2 * at + 1] = (both >> 32) - 128.0 * size
        summed = total[:, : len(self.scale)] * self.scale / np.sqrt(size)[:, None]
        return summed + held.astype(np.float32) @ self.groups + self.bias, size


def packed(weights: np.ndarray) -> tuple[np.ndarray, ...]:
    """Weights of two kinds in one 64-bit number, lifted by 128 so that none is negative."""
    import numpy as np

    lifted = weights.astype(np.int64) + 128
    return tuple(lifted[at] | (lifted[at + 1] << 32 if at + 1 < len(lifted) else 0) for at in range(0, len(lifted), 2))


def loaded(path: Path | str = FILE) -> Model:
    """A model from its file."""
    import numpy as np

    with np.load(path, allow_pickle=False) as file:
        kept, used = file["weights"], np.unpackbits(file["buckets"]).astype(bool)
        if kept.dtype != np.int8 or len(used) != BUCKETS or kept.shape != (len(KINDS) - 1, used.sum()):
            raise ValueError("weights of another shape")
        weights = np.zeros((len(kept), BUCKETS), np.int8)
        weights[:, used] = kept
        words = Words(file["word_bucket"].astype(np.int64), file["word_size"].astype(np.int64), file["group_words"])
        meta = json.loads(file["meta"].tobytes().decode())
        return Model(packed(weights), file["scale"], file["groups"], file["bias"], file["bar"], words, meta)


@cache
def model() -> Model:
    """The model that ships."""
    return loaded()


def probabilities(scores: np.ndarray) -> np.ndarray:
    """Softmax of scores."""
    import numpy as np

    raised = np.exp(scores - scores.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def decided(p: np.ndarray, size: np.ndarray, bar: np.ndarray, private_most: float) -> Kinds:
    """The likeliest kind where it clears its bar, otherwise ``unsure``.

    Parameters
    ----------
    p : array
        Texts by kinds.
    size : array of int
        Distinct n-grams of each text.
    bar : array of float
        Least probability of each kind.
    private_most : float
        A text that is personal with a higher probability than this is not called harmful.
    """
    import numpy as np

    best = p.argmax(axis=1)
    top = p[np.arange(len(p)), best]
    harmful = np.isin(best, HARMFUL_CODES)
    doubted = harmful & ((size < LEAST_GRAMS) | (p[:, KINDS.index("personal")] > private_most))
    return Kinds(np.where((top < bar[best]) | doubted, UNSURE, best).astype(np.int8), top)


def kinds(texts: Sequence[str]) -> Kinds:
    """Say of each text what kind of message it is.

    Parameters
    ----------
    texts : sequence of str
        Distinct texts, as they stood.

    Returns
    -------
    Kinds
        ``unsure`` where the probability stays below the bar of the kind.
    """
    import numpy as np

    if not len(texts):
        return Kinds(np.empty(0, np.int8), np.empty(0))
    return decisions(*model().scores(texts))


def decisions(scores: np.ndarray, size: np.ndarray) -> Kinds:
    """What the model that ships says of texts with these scores and sizes, as `Model.scores` gives them."""
    with_it = model()
    return decided(probabilities(scores), size, with_it.bar, with_it.meta["private_most"])
