"""Characters on paper: what a letter cannot show, or what would show other text in another order, is named by its code.

A message body may hold emoji, marks that turn the reading direction around, and characters of no width. On a paper that
is signed nothing may be hidden and nothing may look like an empty box, so such characters stand as ``〔U+202E〕``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from analyzer.writers.text import clean

HIDDEN = ("Cf", "Co", "Cn", "Zl", "Zp")
"""Unicode's categories of what has no look of its own: marks that turn the reading direction, joiners, private use."""

LONGEST = 24
"""Characters without a place to break a line, after which one is made: a link or a hash has to fit into a table's cell."""

PIECE = 16
"""Characters between two such places; a SHA-256 then stands on lines of 16, 32 or 48."""


FINE: dict[Callable[[str], bool], set[str]] = {}
"""Characters that were found to stay as they are, by what was asked about them: a letter says the same few hundred again and again."""


def _all(_char: str) -> bool:
    return True


def spelled(value: object, has: Callable[[str], bool] = _all) -> str:
    r"""`value` as text for paper.

    Parameters
    ----------
    value : object
        Shown as `str` gives it, lines ending in LF.
    has : callable
        Whether the paper's fonts have a character; runs of those they lack are named together.

    Examples
    --------
    >>> spelled("pay\u202enow")
    'pay〔U+202E〕now'
    >>> spelled("ok 😀", str.isascii)
    'ok 〔U+1F600〕'
    """
    text = clean(value)
    fine = FINE.setdefault(has, set())
    if text.isascii() or fine.issuperset(text):
        return text
    parts: list[str] = []
    named: list[str] = []
    for char in text:
        if unicodedata.category(char) in HIDDEN or not (char in "\n\t" or "\ufe00" <= char <= "\ufe0f" or has(char)):
            named.append(f"U+{ord(char):04X}")
            continue
        if named:
            parts.append("〔" + " ".join(named) + "〕")
            named.clear()
        parts.append(char)
        fine.add(char)
    if named:
        parts.append("〔" + " ".join(named) + "〕")
    return "".join(parts)


GROUPED = re.compile(r"(?<![\w-])\+?\d{1,4}(?: \d{2,})+(?:-\d+)*(?!\w)")
"""A telephone number written in groups: its spaces are no places to break a line."""


def unbroken(text: str) -> str:
    r"""`text` with the groups of telephone numbers held together by spaces at which no line ends.

    Examples
    --------
    >>> unbroken("from +1 212-555-0123 on 2026-03-01 10:05")
    'from +1\xa0212-555-0123 on 2026-03-01 10:05'
    """
    return GROUPED.sub(lambda found: found[0].replace(" ", "\xa0"), text)


def pieces(text: str) -> list[str]:
    """`text` cut where a line may break: only inside runs that have no place of their own for that.

    Examples
    --------
    >>> pieces("short words")
    ['short words']
    >>> pieces("0123456789abcdef0123456789abcdef")
    ['0123456789abcdef', '0123456789abcdef']
    """
    found, run, begun = [], 0, 0
    for place, char in enumerate(text):
        if char.isspace() or unicodedata.east_asian_width(char) in "WF":
            run = 0
            continue
        run += 1
        if run == LONGEST:  # the run is long: break it where its first piece ends, and every piece from there
            begun = _cut(text, found, begun, place - LONGEST + 1 + PIECE)
        elif run > LONGEST and (run - 1) % PIECE == 0:
            begun = _cut(text, found, begun, place)
    found.append(text[begun:])
    return found


def _cut(text: str, found: list[str], begun: int, place: int) -> int:
    while unicodedata.combining(text[place]) and place + 1 < len(text):  # an accent stays on its letter
        place += 1
    if place > begun:
        found.append(text[begun:place])
    return max(place, begun)
