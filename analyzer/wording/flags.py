"""Conduct flags by rules: which texts hold which wording, and where in the text as it stood.

A text first has to hold the pieces without which an entry cannot match, which is read off its n-grams for all texts and entries
at once; only what is left is tried with the entry itself. The model of kinds neither makes nor removes a flag.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.wording import FLAGS
from analyzer.wording.grams import grams, pieces
from analyzer.wording.lexicon import Condition, Lexicon, clue_words, lexicon
from analyzer.wording.plain import SEPARATOR, as_text, plain_codes, spans

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

FLAG_COLUMNS = ("text", "flag", "rule", "start", "end")


def flags(texts: Sequence[str], entries: Lexicon | None = None) -> pd.DataFrame:
    """Find the wording that the lexicons describe.

    Parameters
    ----------
    texts : sequence of str
        Distinct texts, as they stood.
    entries : Lexicon, optional
        Instead of those that ship.

    Returns
    -------
    DataFrame
        One row per place: `text` (index into `texts`), `flag` (one of `FLAGS`), `rule` (id of the entry), `start` and `end`
        (characters of the original text, end excluded); sorted by text, order of `FLAGS`, start, rule.
    """
    import pandas as pd

    found: list[tuple[int, int, str, int, int]] = []
    for begin, end in pieces(texts):
        codes = plain_codes(texts[begin:end])
        found += [(begin + t, f, r, s, e) for t, f, r, s, e in _found(codes, texts[begin:end], entries or lexicon())]
    return frame(texts, found) if found else pd.DataFrame(_columns([], [], [], [], []))


def _found(codes: np.ndarray, texts: Sequence[str], entries: Lexicon) -> list[tuple[int, int, str, int, int]]:
    """Text, number of the flag, entry, begin and end in the plain form."""
    plain: list[str] = as_text(codes[1:-1]).split(chr(SEPARATOR))
    found = []
    have: dict[str, set[int]] = {}
    known: list[dict[Condition, bool]] = [{} for _ in plain]
    for number, which in sorted(
        _candidates(codes, len(plain), entries), key=lambda item: bool(entries.entries[item[0]].given)
    ):
        entry = entries.entries[number]
        flag = FLAGS.index(entry.flag)
        if entry.given:
            given = set().union(*(have.get(name, ()) for name in entry.given))
            which = [text for text in which if text in given]
        for text in which:
            places = entry.places(plain[text], original=texts[text], known=known[text])
            found += [(text, flag, entry.id, start, end) for start, end in places]
            if places and not entry.given:
                have.setdefault(entry.flag, set()).add(text)
    return found


def _candidates(codes: np.ndarray, number: int, entries: Lexicon) -> list[tuple[int, list[int]]]:
    """For each entry that has any, the texts that hold a piece of each of its groups."""
    import numpy as np

    held = clue_words(entries).held(*grams(codes), number)
    found = []
    for index, entry in enumerate(entries.entries):
        which = held[list(entry.clues)].all(axis=0)
        if which.any():
            found.append((index, np.flatnonzero(which).tolist()))
    return found


def _columns(text: list[int], flag: list[int], rule: list[str], start: list[int], end: list[int]) -> dict[str, object]:
    import numpy as np
    import pandas as pd

    return {
        "text": np.array(text, np.int64),
        "flag": pd.Categorical.from_codes(np.array(flag, np.int8), categories=list(FLAGS)),
        "rule": pd.array(rule, dtype="str"),
        "start": np.array(start, np.int64),
        "end": np.array(end, np.int64),
    }


def frame(texts: Sequence[str], found: list[tuple[int, int, str, int, int]]) -> pd.DataFrame:
    """The table of places found in plain forms, with the places in the original texts."""
    import pandas as pd

    text, flag, rule, start, end = (list(column) for column in zip(*found, strict=True))
    start, end = spans(texts, text, start, end)
    table = pd.DataFrame(_columns(text, flag, rule, start, end))
    return table.sort_values(["text", "flag", "start", "end", "rule"], ignore_index=True)
