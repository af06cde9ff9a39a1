"""Lengths of time as exports write them → whole seconds.

``83``, ``83.0``, ``47秒``, ``8分27秒``, ``1小时2分3秒``, ``02时03分04秒``, ``00:05:38``, ``1:43`` (minutes and seconds), ``PT2M27S``,
``1h 2m 3s``, ``1 Min``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from analyzer.importers.values.columns import encode

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NOTHING = {"", "-", "--", "---", "null", "none", "nan", "n/a", "na", "(unknown)", "\\n"}
"""Words (lower case) that stand for an empty cell."""

UNITS = {
    "秒": 1, "秒钟": 1, "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "分": 60, "分钟": 60, "m": 60, "min": 60,
    "mins": 60, "minute": 60, "minutes": 60, "时": 3600, "小时": 3600, "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600,
    "hours": 3600, "ms": Fraction(1, 1000), "毫秒": Fraction(1, 1000),
}  # fmt: skip
"""Unit words → seconds; also what a heading may name in brackets."""

LONGEST = 10_000_000
"""Seconds (116 days) above which a number is no length of a call."""

_NUMBER = re.compile(r"(\d+)(?:[.,](\d+))?")
_CLOCK = re.compile(r"(?:(\d+):)?(\d+):(\d{1,2})(?:[.,]\d+)?")
_PARTS = re.compile(r"(\d+)(?:[.,](\d+))?\s*([^\W\d_]+)\.?,?\s*(?:and\s+)?")
_ISO = re.compile(r"p(?:(\d+)d)?t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)(?:\.\d+)?s)?")


@dataclass
class Lengths:
    """A column of lengths.

    Attributes
    ----------
    seconds : array of int64
        Whole seconds, rounded; -1 where the cell is empty or was not understood.
    odd : array of bool
        Not empty, and not understood.
    to_second : bool
        False when every length is given in whole minutes (carriers round those up).
    """

    seconds: NDArray[np.int64]
    odd: NDArray[np.bool_]
    to_second: bool


KNOWN = 1 << 14
"""Spellings of lengths whose reading is kept: the same few thousand stand in every export."""


def parse(column: Any, unit: str = "") -> Lengths:
    """Read a column of lengths; `unit` is what the heading says plain numbers are, seconds where it says nothing.

    Examples
    --------
    >>> from analyzer.importers.values.columns import text_array
    >>> parse(text_array(["8分27秒", "1:43", "", "long"])).seconds.tolist()
    [507, 103, -1, -1]
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    scale = UNITS.get(unit, 1)
    if scale == 1:
        try:  # the usual case: nothing but digits
            plain = column.cast(pa.int64())
            span = pc.min_max(plain).as_py()
            if span["min"] is not None and span["min"] >= 0 and span["max"] <= LONGEST:
                return Lengths(plain.to_numpy().astype(np.int64, copy=False), np.zeros(len(plain), bool), True)
        except pa.ArrowInvalid:
            pass
    codes, words = encode(column)
    found = [seconds_of(word, scale) for word in words]
    found = [(None, False, False) if value and value > LONGEST else (value, *rest) for value, *rest in found]
    seconds = np.array([-1 if value is None else value for value, _, _ in found], np.int64)
    odd = np.array([value is None and not empty for value, empty, _ in found], bool)
    minutes = [whole for value, _, whole in found if value is not None]
    return Lengths(seconds[codes], odd[codes], not minutes or not all(minutes))


@lru_cache(KNOWN)
def seconds_of(text: str, scale: int | Fraction = 1) -> tuple[int | None, bool, bool]:
    """Seconds (None if none are told), whether the cell is empty, and whether it counts whole minutes.

    Examples
    --------
    >>> seconds_of("1小时2分3秒"), seconds_of("1 Min"), seconds_of("--")
    ((3723, False, False), (60, False, True), (None, True, False))
    """
    text = unicodedata.normalize("NFKC", text).strip("='\" \t\r\n").lower()
    if text in NOTHING:
        return None, True, False
    if len(text) > 40:
        return None, False, False
    if found := _NUMBER.fullmatch(text):
        value = _value(found[1], found[2])
        if scale == 1 and value < 1 and value and len(found[2] or "") > 3:
            return None, False, False  # the fraction of a day that Excel keeps, or something else: not seconds
        return round(value * scale), False, scale == 60 and value.denominator == 1
    if found := _CLOCK.fullmatch(text):
        hours, minutes, seconds = int(found[1] or 0), int(found[2]), int(found[3])
        if seconds > 59 or (found[1] and minutes > 59):
            return None, False, False
        return hours * 3600 + minutes * 60 + seconds, False, False
    if (found := _ISO.fullmatch(text)) and any(found.groups()):
        days, hours, minutes, seconds = (int(part or 0) for part in found.groups())
        return ((days * 24 + hours) * 60 + minutes) * 60 + seconds, False, False
    return _worded(text)


def _worded(text: str) -> tuple[int | None, bool, bool]:
    total, at, last, whole = Fraction(0), 0, Fraction(10**9), True
    while found := _PARTS.match(text, at):
        unit = Fraction(UNITS.get(found[3], 0))
        if not unit or unit >= last:  # an unknown word, or smaller units before larger ones
            return None, False, False
        total += _value(found[1], found[2]) * unit
        whole = whole and unit == 60
        last, at = unit, found.end()
    if at == 0 or at < len(text):
        return None, False, False
    return round(total), False, whole and len(_PARTS.findall(text)) == 1 and "." not in text and not _chinese(text)


def _chinese(text: str) -> bool:
    return any("一" <= character <= "鿿" for character in text)


def _value(whole: str, part: str | None) -> Fraction:
    return Fraction(int(whole)) + (Fraction(int(part), 10 ** len(part)) if part else 0)
