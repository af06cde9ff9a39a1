"""Where a conduct flag decides the kind: a message that does what only pressing for a debt does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.wording import FLAGS, KINDS
from analyzer.wording.lexicon import debt_words
from analyzer.wording.plain import plain_texts

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

FROM = ("unsure", "debt_reminder")
"""Kinds that may be lifted; the model's other choices stand."""

TO = "debt_pressure"

ALONE = ("third_party_disclosure", "non_debtor")
"""Flags whose entries ask for a debt word themselves."""

BESIDE = ("violence_threat", "reputation_threat", "insult", "impersonation", "false_legal_claim", "personal_account")
"""Flags that lift a payment reminder, which is about a debt already."""


PRESSING = tuple(word for word in BESIDE if word != "insult")
"""Flags that lift a message of which the model says nothing where it also holds a word for a debt. An insult does not: friends quarrel
about money too."""


def lift(code: np.ndarray, found: pd.DataFrame, texts: Sequence[str] | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Kinds after the flags were seen.

    Parameters
    ----------
    code : int array
        Per text its place in `KINDS`, as the model chose.
    found : DataFrame
        As `analyzer.wording.flags.flags` returns it for the same texts.
    texts : sequence of str, optional
        The texts, to look for words for a debt where the model says nothing; without them only flags of `ALONE` lift those.

    Returns
    -------
    tuple of array
        The codes, and which of them a flag changed.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> lift(np.array([KINDS.index("unsure")]), pd.DataFrame({"text": [0], "flag": ["non_debtor"]}))[1]
    array([ True])
    """
    import numpy as np

    text = found["text"].to_numpy(dtype=np.int64)
    flag = np.array([FLAGS.index(word) for word in found["flag"]], dtype=np.int64)

    def has(words: tuple[str, ...]) -> np.ndarray:
        marked = np.zeros(len(code), dtype=bool)
        marked[text[np.isin(flag, [FLAGS.index(word) for word in words])]] = True
        return marked

    unsure, reminder = (code == KINDS.index(word) for word in FROM)
    lifted = (unsure & has(ALONE)) | (reminder & has(ALONE + BESIDE))
    maybe = np.flatnonzero(unsure & ~lifted & has(PRESSING))
    if texts is not None and len(maybe):
        lifted[maybe] = holds_debt([texts[at] for at in maybe.tolist()])
    return np.where(lifted, KINDS.index(TO), code), lifted


def holds_debt(texts: Sequence[str]) -> list[bool]:
    """Which texts hold a word for a debt, by the lexicons."""
    words = debt_words()
    return [any(word.search(text) for word in words) for text in plain_texts(texts)]
