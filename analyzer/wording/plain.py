"""The plain form of a text, in which words and n-grams are looked for, and the way back to the text as it stood.

Senders slip past filters with 催*收, c4sino, l.o.a.n, circled digits, traditional characters or letters of another alphabet. Here
every character becomes its compatibility form, small and simplified; what is invisible is dropped; signs and blanks between
Chinese characters go; look-alikes, digits and signs inside an English word become its letters; a web or mail address becomes
`LINK`; syllables in letters, characters taken apart and the commonest homophones become the word that is meant (`disguises`).
Other homophones and pinyin are words of their own and stand in the lexicons.

The characters come from a table (``characters.npz``, made by ``tools/make_characters.py`` from Unicode and OpenCC), so the form is
the same under every Python. All texts of a call are one array of code points, `SEPARATOR` between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from analyzer.wording.disguises import undisguised

if TYPE_CHECKING:
    import numpy as np

LINK = "↗"
"""Stands for a web or mail address."""

LONGEST = 5_000
"""Characters of a text that are looked at. A text message has at most a few hundred; what is longer is no message."""

SEPARATOR = 10
LIMIT = 0x30000
OTHER, HAN, LATIN, DIGIT, BLANK, STRONG, WEAK, ALIKE = range(8)
"""Classes of characters. Between two Chinese characters every sign and blank goes, between a Chinese one and a Latin letter strong
signs and blanks, between Latin letters strong signs only."""

INSERTED = 3
"""So many signs in a row between two characters count as inserted; more are a line that somebody drew."""

TOP_LEVELS = "com|cn|net|org|top|cc|vip|xyz|info|club|shop|site|online|link|app|me|co|io|uk|us|tv|biz|ly|gl|gov|edu|hk|tw|icu|work|live|pro|fun|ltd|store|tech|in|de|eu|au|ca|example|test"
ADDRESS = re.compile(
    r"(?:https?:/{1,2}|hxxps?:/{1,2}|www\.)[!-~]{1,2000}"
    r"|[a-z0-9][a-z0-9._+-]{0,40}@[a-z0-9-]{1,40}(?:\.[a-z0-9-]{1,20}){1,4}"
    rf"|(?<![a-z0-9.@-])[a-z0-9-]{{1,40}}(?:\.[a-z0-9-]{{1,30}}){{0,4}}\.(?:{TOP_LEVELS})(?![a-z0-9])(?:[:/?][!-~]{{0,2000}})?"
)
SPELLED = re.compile(
    r"(?<![a-z0-9])[a-z](?:([._*~-])[a-z0-9@$](?:\1[a-z0-9@$]){1,30}|( )[a-z0-9@$](?:\2[a-z0-9@$]){2,30})(?![a-z0-9])"
)
"""l.o.a.n and l o a n: three letters with the same sign between them, four with blanks."""

LETTER_FOR = dict(zip("0134578@$!", "oieastbasi", strict=True))
"""Digits and signs written for letters inside an English word."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A plain text with the way back.

    Attributes
    ----------
    text : str
    starts, ends : array of int
        For each of its characters, where in the original text what it stands for begins, and where it ends.
    """

    text: str
    starts: np.ndarray
    ends: np.ndarray

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The stretch of the original text for a stretch of the plain one (not empty)."""
        return int(self.starts[start]), int(self.ends[end - 1])


def plain(text: str) -> Plain:
    """Bring one text to its plain form and keep the places.

    Parameters
    ----------
    text : str
        As it stood; only the first `LONGEST` characters are looked at.

    Examples
    --------
    >>> found = plain("請儘快還款，否則催*收上門")
    >>> found.text
    '请尽快还款,否则催收上门'
    >>> found.span(8, 10)
    (8, 11)
    """
    codes, starts, ends = _plain([text], places=True)
    assert starts is not None and ends is not None
    return Plain(as_text(codes[1:-1]), starts[1:-1] - 1, ends[1:-1] - 1)


def plain_texts(texts: Sequence[str]) -> list[str]:
    """The plain forms of many texts, without places."""
    return as_text(plain_codes(texts)[1:-1]).split("\n") if len(texts) else []


def plain_codes(texts: Sequence[str]) -> np.ndarray:
    """The plain forms of many texts as code points (uint32), `SEPARATOR` before the first, between and after the last."""
    return _plain(texts, places=False)[0]


def spans(
    texts: Sequence[str], text: Sequence[int], start: Sequence[int], end: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Stretches of original texts for stretches (not empty) of their plain forms.

    Parameters
    ----------
    texts : sequence of str
    text, start, end : sequences of int
        Which text, and the stretch of its plain form.
    """
    import numpy as np

    chosen = sorted(set(text))
    begins, finishes = np.zeros(len(text), np.int64), np.zeros(len(text), np.int64)
    which, first, last = np.asarray(text), np.asarray(start), np.asarray(end)
    for begin in range(0, len(chosen), 2_000):
        some = chosen[begin : begin + 2_000]
        codes, starts, ends = _plain([texts[i] for i in some], places=True)
        assert starts is not None and ends is not None
        of_plain = np.flatnonzero(codes == SEPARATOR) + 1
        of_raw = np.cumsum([1, *(min(len(texts[i]), LONGEST) + 1 for i in some[:-1])])
        here = np.flatnonzero((which >= some[0]) & (which <= some[-1]))
        place = np.searchsorted(some, which[here])
        begins[here] = starts[of_plain[place] + first[here]] - of_raw[place]
        finishes[here] = ends[of_plain[place] + last[here] - 1] - of_raw[place]
    return begins.tolist(), finishes.tolist()


def as_text(codes: np.ndarray) -> str:
    """Code points as a text."""
    return codes.astype("<u4").tobytes().decode("utf-32-le")


@cache
def _tables() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """What each code point becomes, its class, the longer texts and where they begin, and the letter that looks like it."""
    import numpy as np

    with np.load(Path(__file__).parent / "characters.npz", allow_pickle=False) as file:
        into = np.arange(LIMIT, dtype=np.uint32)
        into[file["source"]] = file["target"]
        start = file["start"]
        kind = np.repeat(file["kind"], np.diff(start, append=LIMIT))
        alike = np.arange(LIMIT, dtype=np.uint32)
        alike[file["alike"]] = file["letter"]
        return into, kind, file["long_text"], file["long_start"].astype(np.int64), alike


def _joined(texts: Sequence[str]) -> np.ndarray:
    import numpy as np

    shown = [text[:LONGEST] for text in texts]
    whole = "\n" + "\n".join(shown) + "\n"
    codes = np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), "<u4").copy()
    breaks = codes == SEPARATOR
    if breaks.sum() != len(texts) + 1:
        own = np.zeros(len(codes), bool)
        own[np.cumsum([0, *(len(text) + 1 for text in shown)])] = True
        codes[breaks & ~own] = 32
    return codes


def _plain(texts: Sequence[str], places: bool) -> tuple[np.ndarray, np.ndarray | None, np.ndarray | None]:
    import numpy as np

    into, kinds, long_text, long_start, alike = _tables()
    raw = _joined(texts)
    breaks = raw == SEPARATOR
    codes = np.where(raw < LIMIT, into[np.minimum(raw, LIMIT - 1)], 0)
    codes[breaks] = SEPARATOR
    starts = ends = None
    if places:
        starts = np.arange(len(codes))
        ends = starts + 1
    if (codes >= LIMIT).any():
        number = np.where(codes >= LIMIT, codes.astype(np.int64) - LIMIT, 0)
        width = np.where(codes >= LIMIT, np.diff(long_start)[number], 1)
        origin = np.repeat(np.arange(len(codes)), width)
        inside = np.arange(len(origin)) - np.repeat(np.cumsum(width) - width, width)
        codes = np.where(codes[origin] >= LIMIT, long_text[np.minimum(long_start[number[origin]] + inside, len(long_text) - 1)], codes[origin])  # fmt: skip
        if starts is not None and ends is not None:
            starts, ends = starts[origin], ends[origin]

    def keep(which: np.ndarray) -> None:
        nonlocal codes, starts, ends
        if which.all():
            return
        codes = codes[which]
        if starts is not None and ends is not None:
            starts, ends = starts[which], ends[which]

    keep(codes != 0)
    _letters_of_other_alphabets(codes, kinds, alike)
    taken = _addresses(codes, ends)
    if taken is not None:
        keep(taken)
    _letters_in_disguise(codes, kinds[codes])
    keep(~_inserted(codes, kinds[codes]))
    spelled = _spelled(codes, kinds[codes])
    if spelled is not None:
        keep(spelled)
        _letters_in_disguise(codes, kinds[codes])
    kind = kinds[codes]
    meant = undisguised(codes, kind == HAN, (kind == LATIN) & (codes >= 97) & (codes <= 122), ends)
    if meant is not None:
        keep(meant)
    keep(~((codes == 32) & np.append(True, (codes[:-1] == 32) | (codes[:-1] == SEPARATOR))))
    keep(~((codes == 32) & np.append(codes[1:] == SEPARATOR, True)))
    return codes, starts, ends


def _runs(member: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the runs of True begin and end."""
    import numpy as np

    edges = np.flatnonzero(np.diff(member, prepend=False, append=False))
    return edges[::2], edges[1::2]


def _letters_of_other_alphabets(codes: np.ndarray, kinds: np.ndarray, alike: np.ndarray) -> None:
    """In words that mix Latin letters with look-alikes of other alphabets, make all of them Latin; in place."""
    import numpy as np

    kind = kinds[codes]
    if not (kind == ALIKE).any():
        return
    begins, ends = _runs((kind == LATIN) | (kind == ALIKE))
    latin = np.append(0, np.cumsum(kind == LATIN))
    number = latin[ends] - latin[begins]
    mixed = (number > 0) & (number < ends - begins)
    for begin, end in zip(begins[mixed].tolist(), ends[mixed].tolist(), strict=True):
        codes[begin:end] = alike[codes[begin:end]]


def _addresses(codes: np.ndarray, ends: np.ndarray | None) -> np.ndarray | None:
    """Put `LINK` in the place of each address (in place); what stays."""
    import numpy as np

    text = as_text(codes)
    stays = None
    for found in ADDRESS.finditer(text):
        if stays is None:
            stays = np.ones(len(codes), bool)
        begin, end = found.span()
        while end - begin > 1 and text[end - 1] in ".,;:!?'\")]>":
            end -= 1
        codes[begin] = ord(LINK)
        stays[begin + 1 : end] = False
        if ends is not None:
            ends[begin] = ends[end - 1]
    return stays


def _inserted(codes: np.ndarray, kind: np.ndarray) -> np.ndarray:
    """Signs and blanks put between letters."""
    import numpy as np

    between = kind == BLANK
    strong = (kind == STRONG) | between
    sign = strong | (kind == WEAK)
    begins, ends = _runs(sign)  # a separator stands at both ends, so that there are neighbours
    strongs = np.append(0, np.cumsum(strong))
    before, after = kind[begins - 1], kind[np.minimum(ends, len(kind) - 1)]
    length = ends - begins
    letters = ((before == HAN) | (before == LATIN)) & ((after == HAN) | (after == LATIN))
    blanks = np.append(0, np.cumsum(between))
    latin = (before == LATIN) & (after == LATIN) & (blanks[ends] > blanks[begins])
    gone = (before == HAN) & (after == HAN) | letters & ~latin & (strongs[ends] - strongs[begins] == length)
    gone &= length <= INSERTED
    steps = np.zeros(len(codes) + 1, np.int8)
    steps[begins[gone]] += 1
    steps[ends[gone]] -= 1
    return np.cumsum(steps[:-1], dtype=np.int8) > 0


def _letters_in_disguise(codes: np.ndarray, kind: np.ndarray) -> None:
    """Digits and signs inside an English word become letters: c4sino, p@y, ca$h; in place.

    At most two in a row, letters on both sides, and in the whole word twice as many letters as disguises, so that codes such as k1a2b3 stay.
    """
    import numpy as np

    table = np.zeros(128, np.uint32)
    table[[ord(c) for c in LETTER_FOR]] = [ord(c) for c in LETTER_FOR.values()]
    disguise = (codes < 128) & (table[np.minimum(codes, 127)] > 0)
    latin = kind == LATIN
    left = np.append(False, latin[:-1])
    if not (disguise & left).any():
        return
    begins, ends = _runs(disguise)
    inner = (ends - begins <= 2) & latin[begins - 1] & latin[np.minimum(ends, len(latin) - 1)]
    if not inner.any():
        return
    word_begins, word_ends = _runs(latin | (kind == DIGIT) | disguise)
    letters, disguises = np.append(0, np.cumsum(latin)), np.append(0, np.cumsum(disguise | (kind == DIGIT)))
    word = np.searchsorted(word_begins, begins, "right") - 1
    number = letters[word_ends[word]] - letters[word_begins[word]]
    inner &= number >= 2 * (disguises[word_ends[word]] - disguises[word_begins[word]])
    for begin, end in zip(begins[inner].tolist(), ends[inner].tolist(), strict=True):
        codes[begin:end] = table[codes[begin:end]]


def _spelled(codes: np.ndarray, kind: np.ndarray) -> np.ndarray | None:
    """What stays when the signs of words spelled letter by letter are taken out."""
    import numpy as np

    latin = kind == LATIN
    if len(codes) < 5 or not (latin[:-4] & (codes[1:-3] == codes[3:-1]) & latin[4:] & ~latin[1:-3]).any():
        return None
    stays = None
    for found in SPELLED.finditer(as_text(codes)):
        if stays is None:
            stays = np.ones(len(codes), bool)
        stays[found.start() + 1 : found.end() : 2] = False
    return stays
