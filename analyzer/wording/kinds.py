"""The kind of a message, by a small linear model over hashed character n-grams.

The weights (``kinds.npz``, made by ``python -m training`` from the invented messages under ``training/``) are whole numbers from -127
to 127, one row per kind. A text's score for a kind is the sum of the weights of its distinct n-grams divided by the root of their
number; the scores become probabilities by a softmax with a temperature that was set on messages not used for fitting. Below the
bar of its kind a message is ``unsure``; the bars of harmful kinds are higher. Arrays of the file (plain, ``allow_pickle=False``):

===========  ==================================================================================================
``weights``  int8, kinds x buckets
``scale``    float64 per kind: what one step of its weights is worth
``bias``     float64 per kind
``bar``      float64 per kind: the least probability at which the kind is named
``meta``     bytes of a JSON object: SHA-256 of the messages and of the script, temperature, measured figures
===========  ==================================================================================================
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.wording import HARMFUL, KINDS
from analyzer.wording.grams import BUCKETS, distinct, pieces
from analyzer.wording.plain import plain_codes

if TYPE_CHECKING:
    import numpy as np

FILE = Path(__file__).parent / "kinds.npz"
UNSURE = KINDS.index("unsure")
HARMFUL_CODES = tuple(KINDS.index(kind) for kind in HARMFUL)

LEAST_GRAMS = 12
"""A text with fewer distinct n-grams (about five characters) says too little to be called harmful."""


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


@dataclass(frozen=True)
class Model:
    """What the file holds; `pairs` are the weights of two kinds in one number each, so that one sum adds both."""

    pairs: tuple[np.ndarray, ...]
    scale: np.ndarray
    bias: np.ndarray
    bar: np.ndarray
    meta: dict[str, Any]

    def scores(self, texts: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
        """Score of each text for each kind, and its number of distinct n-grams."""
        import numpy as np

        kinds = len(self.scale)
        total, size = np.empty((len(texts), 2 * len(self.pairs))), np.empty(len(texts), np.int64)
        for begin, end in pieces(texts):
            start, bucket = distinct(plain_codes(texts[begin:end]))
            number = np.diff(start, append=len(bucket))
            size[begin:end] = number
            for at, pair in enumerate(self.pairs):
                both = np.add.reduceat(pair[bucket], start)
                total[begin:end, 2 * at] = (both & 0xFFFFFFFF) - 128.0 * number
                total[begin:end, 2 * at + 1] = (both >> 32) - 128.0 * number
        return total[:, :kinds] * self.scale / np.sqrt(size)[:, None] + self.bias, size


def loaded(path: Path | str = FILE) -> Model:
    """A model from its file."""
    import numpy as np

    with np.load(path, allow_pickle=False) as file:
        weights = file["weights"]
        if weights.dtype != np.int8 or weights.shape != (len(KINDS) - 1, BUCKETS):
            raise ValueError("weights of another shape")
        lifted = weights.astype(np.int64) + 128
        pairs = tuple(
            lifted[at] | (lifted[at + 1] << 32 if at + 1 < len(lifted) else 0) for at in range(0, len(lifted), 2)
        )
        meta = json.loads(file["meta"].tobytes().decode())
        return Model(pairs, file["scale"], file["bias"], file["bar"], meta)


@cache
def model() -> Model:
    """The model that ships."""
    return loaded()


def probabilities(scores: np.ndarray, temperature: float) -> np.ndarray:
    """Softmax of scores."""
    import numpy as np

    scaled = scores / temperature
    raised = np.exp(scaled - scaled.max(axis=1, keepdims=True))
    return raised / raised.sum(axis=1, keepdims=True)


def decided(p: np.ndarray, size: np.ndarray, bar: np.ndarray) -> Kinds:
    """The likeliest kind where it clears its bar, otherwise ``unsure``."""
    import numpy as np

    best = p.argmax(axis=1)
    top = p[np.arange(len(p)), best]
    unsure = (top < bar[best]) | (np.isin(best, HARMFUL_CODES) & (size < LEAST_GRAMS))
    return Kinds(np.where(unsure, UNSURE, best).astype(np.int8), top)


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
    with_it = model()
    scores, size = with_it.scores(texts)
    return decided(probabilities(scores, with_it.meta["temperature"]), size, with_it.bar)
