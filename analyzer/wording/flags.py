"""Conduct flags by rules: which texts hold which wording, and where in the text as it stood.

A text first has to hold the pieces without which an entry cannot match, which is read off its n-grams for all texts and entries
at once; then a wider form of the entry's pattern is run over all that are left, in linear time. Only where that is found too is the entry itself tried. The model of kinds neither makes nor removes a flag.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.wording import FLAGS
from analyzer.wording.grams import grams, pieces
from analyzer.wording.lexicon import Entry, Lexicon, clue_words, lexicon
from analyzer.wording.plain import SEPARATOR, as_text, plain_codes, spans

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    import pyarrow as pa

FLAG_COLUMNS = ("text", "flag", "rule", "start", "end")

TEXTS_AT_A_TIME, CHARACTERS_AT_A_TIME = 60_000, 4_000_000
"""Plain texts that wait until the entries are tried on them; trying an entry on many at once is much cheaper than on a few."""

WORTH_A_SIEVE = 400
"""So many texts that a condition is asked of make its sieve cheaper than its pattern."""


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
    search = Search(texts, entries)
    for begin, end in pieces(texts):
        codes = plain_codes(texts[begin:end])
        search.take(codes, *grams(codes, longer=True))
    return search.table()


class Search:
    """The search for flags in texts whose plain forms come piece by piece (`analyzer.wording.grams.pieces`), in their order.

    Parameters
    ----------
    texts : sequence of str
        All texts, as they stood.
    entries : Lexicon, optional
        Instead of those that ship.
    """

    def __init__(self, texts: Sequence[str], entries: Lexicon | None = None) -> None:
        self._texts = texts
        self._entries = entries or lexicon()
        self._clues = clue_words(self._entries)
        self._found: list[tuple[int, int, str, int, int]] = []
        self._done = 0
        self._wait()

    def _wait(self) -> None:
        self._plain: list[str] = []
        self._size = 0
        self._candidates: list[list[int]] = [[] for _ in self._entries.entries]

    def take(self, codes: np.ndarray, text: np.ndarray, bucket: np.ndarray) -> None:
        """The plain form of the next texts, and their n-grams as `grams` gives them with ``longer``."""
        import numpy as np

        plain: list[str] = as_text(codes[1:-1]).split(chr(SEPARATOR))
        held = self._clues.held(text, bucket, len(plain))
        for entry, waiting in zip(self._entries.entries, self._candidates, strict=True):
            which = held[list(entry.clues)].all(axis=0)
            waiting += (np.flatnonzero(which) + len(self._plain)).tolist()
        self._plain += plain
        self._size += len(codes)
        if len(self._plain) >= TEXTS_AT_A_TIME or self._size >= CHARACTERS_AT_A_TIME:
            self._try()

    def table(self) -> pd.DataFrame:
        """What was found, as `flags` returns it."""
        import pandas as pd

        self._try()
        return frame(self._texts, self._found) if self._found else pd.DataFrame(_columns([], [], [], [], []))

    def _try(self) -> None:
        """Try the entries on the texts that wait."""
        import pyarrow as pa

        column = pa.array(self._plain, pa.large_string())
        entries = self._entries.entries
        left = [_sieved(entry.sieve, which, column) for entry, which in zip(entries, self._candidates, strict=True)]
        known = _absent(entries, left, column)
        have: dict[str, set[int]] = {}
        for number in sorted(range(len(entries)), key=lambda number: bool(entries[number].given)):
            entry, which = entries[number], left[number]
            flag = FLAGS.index(entry.flag)
            if entry.given:
                given = set().union(*(have.get(name, ()) for name in entry.given))
                which = [text for text in which if text in given]
            for text in which:
                places = entry.places(
                    self._plain[text], original=self._texts[self._done + text], known=known.setdefault(text, {})
                )
                self._found += [(self._done + text, flag, entry.id, start, end) for start, end in places]
                if places and not entry.given:
                    have.setdefault(entry.flag, set()).add(text)
        self._done += len(self._plain)
        self._wait()


def _sieved(sieve: str, which: list[int], column: pa.LargeStringArray) -> list[int]:
    """Those texts of `which` in which the sieve is found."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not sieve or not which:
        return which
    some = pa.array(which, pa.int32())
    return some.filter(pc.match_substring_regex(column.take(some), sieve)).to_pylist()


def _absent(
    entries: Sequence[Entry], left: Sequence[list[int]], column: pa.LargeStringArray
) -> dict[int, dict[int, bool]]:
    """For each text the conditions (by identity) that do not hold anywhere in it, as far as sieves tell; of those that many ask for."""
    asked: dict[int, tuple[str, set[int]]] = {}
    for entry, which in zip(entries, left, strict=True):
        for condition in () if entry.given else (*entry.needs, *entry.unless):
            if condition.sieve:
                asked.setdefault(id(condition), (condition.sieve, set()))[1].update(which)
    known: dict[int, dict[int, bool]] = {}
    for name, (sieve, texts) in asked.items():
        if len(texts) >= WORTH_A_SIEVE:
            for text in texts.difference(_sieved(sieve, sorted(texts), column)):
                known.setdefault(text, {})[name] = False
    return known


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
