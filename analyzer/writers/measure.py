"""How much room words and pictures take, estimated without a screen: workbooks must say how high a row is."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from analyzer.writers.text import clean

LETTERS = 0.88
"""Widths of proportional letters in units of a digit's width, on an average of words (digits and capitals are wider)."""

LINES = {"zh": 16.0, "en": 13.5}
"""Points of a line in the fonts of `analyzer.writers.styles`, at ten points."""


class Columns(dict[str, int]):
    """Columns that a character takes, looked up once."""

    def __missing__(self, char: str) -> int:
        """Look a character up."""
        self[char] = size = 2 if unicodedata.east_asian_width(char) in "WF" else 1
        return size


COLUMNS = Columns()


PARTS = re.compile(r"[^\s\u2e80-\uffef]+\s?|.")
"""What is not broken: a word with the space behind it, or one Chinese character."""


@lru_cache(maxsize=4096)
def lines(words: str, room: float) -> int:
    """Lines that `words` break into in a cell of `room` characters: at spaces, Chinese between any two characters.

    Examples
    --------
    >>> lines("calls in an hour", 8), lines("来电次数", 5)
    (2, 2)
    """
    total = 0
    for line in words.split("\n"):
        if len(line) * 2 <= room or (line.isascii() and len(line) * LETTERS <= room):
            total += 1
            continue
        used, count = 0.0, 1
        for part in PARTS.findall(line):
            size = display_width(part.rstrip()) * LETTERS
            if used and used + size > room:
                used, count = 0.0, count + 1
            count += int(size // (room + 0.01)) if size > room else 0
            used = (used + display_width(part) * LETTERS) if size <= room else size % room
        total += count
    return total


def display_width(words: str) -> int:
    """Columns that `words` take where a Chinese character takes two.

    Examples
    --------
    >>> display_width("ab来电")
    6
    """
    return len(words) if words.isascii() else sum(map(COLUMNS.__getitem__, words))


def one_line(words: object) -> str:
    """Words without line breaks or tabs."""
    return " ".join(clean(words).split())


def png_size(data: bytes) -> tuple[int, int]:
    """Width and height in pixels, from the picture's first chunk (PNG specification, 11.2.2 IHDR)."""
    return int.from_bytes(data[16:20], "big"), int.from_bytes(data[20:24], "big")
