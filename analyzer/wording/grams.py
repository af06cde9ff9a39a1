"""Hashed character n-grams of many texts at once: what the model of kinds weighs and what finds the lexicons' candidates.

The n-grams of one to three characters of the plain form, digits levelled to 0, the edge of a text counting as a character. The
hash is part of the model: a test pins it. Nothing here is a property of one machine or version (32-bit unsigned arithmetic).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from analyzer.wording.plain import SEPARATOR

if TYPE_CHECKING:
    import numpy as np

BITS = 16
BUCKETS = 1 << BITS
TEXTS_AT_A_TIME, CHARACTERS_AT_A_TIME = 8_192, 400_000
"""What is worked on at once; bounds the memory (about 60 MB)."""


def pieces(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """First and last + 1 of the texts that are worked on at once."""
    begin = size = 0
    for number, text in enumerate(texts):
        length = min(len(text), 5_000) + 1
        if number > begin and (size + length > CHARACTERS_AT_A_TIME or number - begin >= TEXTS_AT_A_TIME):
            yield begin, number
            begin, size = number, 0
        size += length
    if len(texts) > begin:
        yield begin, len(texts)


def level(codes: np.ndarray) -> np.ndarray:
    """Every digit as 0."""
    import numpy as np

    return np.where((codes >= 48) & (codes <= 57), np.uint32(48), codes).astype(np.uint32)


def grams(codes: np.ndarray, longer: bool = False) -> tuple[np.ndarray, np.ndarray]:
    """Number of the text and bucket of every n-gram, repeats included, shortest first.

    Parameters
    ----------
    codes : array of uint32
        As `plain_codes` gives them.
    longer : bool
        Four and five characters too where they are ASCII: a Chinese word has two characters, an English one about five.

    Returns
    -------
    text, bucket : arrays of uint32
    """
    import numpy as np

    codes = level(codes)
    edge = codes == SEPARATOR
    text = (np.cumsum(edge) - 1).astype(np.uint32)  # an edge belongs to the text after it
    last = len(codes) - 1  # the edge after the last text
    one = _mix(codes, None, 0x9E3779B1)
    two = _mix(one[:-1], codes[1:], 0x85EBCA77)
    three = _mix(two[:-1], codes[2:], 0xC2B2AE3D)
    inside = ~edge[1:-1]  # the middle of three
    texts = [text[:last], text[:last], text[:-2][inside]]
    buckets = [_bucket(one[:last]), _bucket(two[:last]), _bucket(three[inside])]
    if longer:
        ascii_from = np.flatnonzero((codes[:-3] < 128) & (codes[1:-2] < 128) & (codes[2:-1] < 128) & (codes[3:] < 128))
        ascii_from = ascii_from[~(edge[ascii_from + 1] | edge[ascii_from + 2])]
        four = _mix(three[ascii_from], codes[ascii_from + 3], 0x165667B1)
        more = np.flatnonzero(~edge[ascii_from + 3] & (codes[np.minimum(ascii_from + 4, last)] < 128))
        five = _mix(four[more], codes[ascii_from[more] + 4], 0xD3A2646C | 1)
        texts += [text[ascii_from], text[ascii_from[more]]]
        buckets += [_bucket(four), _bucket(five)]
    return np.concatenate(texts), np.concatenate(buckets)


def distinct(text: np.ndarray, bucket: np.ndarray, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Distinct buckets of each of so many texts: where each text begins in the second array, and the buckets, ascending within a text."""
    import numpy as np

    wide = np.uint32 if number <= 1 << (32 - BITS) else np.uint64
    key = np.sort(text.astype(wide) << wide(BITS) | bucket)
    key = key[np.append(True, key[1:] != key[:-1])]
    return np.searchsorted(key, np.arange(number, dtype=wide) << wide(BITS)), (key & wide(BUCKETS - 1)).astype(
        np.uint32
    )


def word_buckets(word: str) -> list[int]:
    """Buckets of which a text that holds `word` (in plain form) has all: its n-grams of the longest length."""
    import numpy as np

    codes = np.array([SEPARATOR, *map(ord, word), SEPARATOR], np.uint32)
    length = min(len(word), 3)
    _, bucket = grams(codes)
    size = len(word) + 2
    first = {1: 1, 2: (size - 1) + 1, 3: 2 * (size - 1) + 1}[length]
    return [int(b) for b in bucket[first : first + len(word) - length + 1]]


def longest_bucket(word: str) -> int:
    """One bucket that every text has that holds `word`: its last n-gram of the longest length, five where they are ASCII."""
    import numpy as np

    if len(word) < 5 or not word[-5:].isascii():
        return word_buckets(word)[-1]
    _, bucket = grams(np.array([SEPARATOR, *map(ord, word[-5:]), SEPARATOR], np.uint32), longer=True)
    return int(bucket[-2])  # of five are three: with the edge before it, the word, with the edge after it


def _mix(before: np.ndarray, code: np.ndarray | None, factor: int) -> np.ndarray:
    import numpy as np

    value = before * np.uint32(factor) if code is None else (before ^ code) * np.uint32(factor)
    value ^= value >> np.uint32(15)
    return value


def _bucket(value: np.ndarray) -> np.ndarray:
    import numpy as np

    return (value * np.uint32(0x27D4EB2F)) >> np.uint32(32 - BITS)
