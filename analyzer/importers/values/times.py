"""Times as exports write them → UTC seconds. Each distinct spelling is read once, whole columns by Arrow where they can be.

Formats: ISO with and without zone; year, month, day with any separator or 年月日, 上午/下午; without a year (the period of
the bill gives it); day and month before the year in either order; English month names; epoch seconds to nanoseconds;
Excel's day count.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.importers.values.columns import encode, select
from analyzer.importers.values.moments import (
    CLOCK,
    DATE,
    FIRST_YEAR,
    LAST_YEAR,
    PATTERNS,
    SLACK,
    STEADY,
    Period,
    Spellings,
    second_of_year,
)  # fmt: skip

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


@dataclass
class Times:
    """A column of times.

    Attributes
    ----------
    at : array of int64
        Seconds since 1970-01-01 UTC; 0 where not understood.
    ok : array of bool
        Understood.
    yearless : array of bool
        Not understood only because no year is known.
    doubtful : array of bool
        Local times that occur twice or never, because clocks were changed.
    absolute : bool
        Every time that was understood was an instant, not a local time.
    to_second : bool
        False when no time has seconds.
    notes : tuple of str
        What had to be assumed (English source sentences).
    """

    at: NDArray[np.int64]
    ok: NDArray[np.bool_]
    yearless: NDArray[np.bool_]
    doubtful: NDArray[np.bool_]
    absolute: bool
    to_second: bool
    notes: tuple[str, ...] = ()


def look_of(text: str) -> str:
    """Whether a text looks like a ``moment``, a ``date``, a ``clock`` (time of day or length) or none of these (empty).

    Examples
    --------
    >>> look_of("2026年3月8日 下午2:05"), look_of("03-08"), look_of("09:12:33"), look_of("47秒")
    ('moment', 'date', 'clock', '')
    """
    text = _tidy(text)
    if any(re.match(pattern, text) for pattern in PATTERNS.values()):
        return "moment"
    if re.match(DATE, text):
        return "date"
    return "clock" if re.fullmatch(CLOCK, text) else ""


def _tidy(text: str) -> str:
    import unicodedata

    text = unicodedata.normalize("NFKC", text).strip("='\" \t\r\n")
    return re.sub(r"\s+", " ", text).replace(":-", ":0")


def parse(column: Any, zone: str, period: Period | None = None, month_first: bool = False) -> Times:
    """Read a column of times.

    Parameters
    ----------
    column : Arrow text column
    zone : str
        IANA zone of times that name none.
    period : (date, date), optional
        First and last day of the export, for dates without a year.
    month_first : bool
        How to read 02/03/2026 where nothing in the column settles it.

    Examples
    --------
    >>> from analyzer.importers.values.columns import text_array
    >>> parse(text_array(["2026-03-08 09:12:33", "昨天"]), "Asia/Shanghai").at.tolist()
    [1772932353, 0]
    """
    import numpy as np

    from analyzer import clock

    n = len(column)
    at, plain, seconds = _plain(column)
    absolute, yearless, doubtful = (np.zeros(n, bool) for _ in range(3))
    ok = plain
    if n and (at.min() < second_of_year(FIRST_YEAR) or at.max() >= second_of_year(LAST_YEAR + 1)):
        ok = plain & (at >= second_of_year(FIRST_YEAR)) & (at < second_of_year(LAST_YEAR + 1))
        at = np.where(ok, at, 0)
    notes: list[str] = []
    if not plain.all():
        rest = np.flatnonzero(~plain)
        codes, words = encode(select(column, rest) if len(rest) < n else column)
        reader = Spellings(words, codes, period, month_first)
        reader.read()
        at[rest], ok[rest] = reader.at[codes], reader.ok[codes]
        absolute[rest], yearless[rest] = reader.absolute[codes], reader.yearless[codes]
        seconds = seconds or bool(reader.seconds[codes].any())
        notes = reader.notes
    local = ok & ~absolute
    if local.all():
        at, doubtful = clock.instants(at, zone)
    elif local.any():
        at[local], doubtful[local] = clock.instants(at[local], zone)
        at[~ok] = 0
    if seconds and ok.sum() >= STEADY:
        seconds = bool((at[:STEADY] % 60).any() or (at % 60).any())
    return Times(at, ok, yearless, doubtful, bool(ok.any() and not local.any()), seconds or not ok.any(), tuple(notes))


def _plain(column: Any) -> tuple[NDArray[np.int64], NDArray[np.bool_], bool]:
    """Wall seconds of the rows that hold ``YYYY-MM-DD HH:MM[:SS]`` (or with slashes), which rows they are, and whether
    seconds are given. Arrow casts them in one go; if a single row of that length resists, none is taken.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    n = len(column)
    none = np.zeros(n, np.int64), np.zeros(n, bool), False
    lengths = pc.binary_length(column).to_numpy()
    if not n:
        return none
    even = lengths.min() == lengths.max()
    usual = int(lengths[0]) if even else max((19, 16), key=lambda length: int((lengths == length).sum()))
    mask = np.ones(n, bool) if even else lengths == usual
    if usual not in (16, 19) or not mask.any():
        return none
    chosen = column if even else column.filter(pa.array(mask))
    if "/" in chosen[0].as_py():
        chosen = pc.replace_substring(chosen, "/", "-")
    try:
        walls = chosen.cast(pa.timestamp("s")).to_numpy().view(np.int64)
        walls = walls if walls.flags.writeable else walls.copy()
    except pa.ArrowInvalid:
        return none
    if even:
        return walls, mask, usual == 19
    none[0][mask] = walls
    return none[0], mask, usual == 19


_DAY = r"(20\d{2})\s*[-/.年]?\s*(\d{1,2})\s*[-/.月]?\s*(\d{1,2})日?"
_SPAN = re.compile(rf"(?<!\d){_DAY}(?:\s+\d\d:\d\d(?::\d\d)?)?\s*(?:到|至|~|～|-+|—+|–|to)\s*{_DAY}(?!\d)")
_MONTH = re.compile(r"(?<!\d)(20\d{2})\s*(?:[-/.]|年)?\s*(0?[1-9]|1[0-2])月?(?![\d-])")


def period_in(text: str) -> Period | None:
    """The period that a text states: a span of days, or a month.

    Examples
    --------
    >>> period_in("从2019-12-01到2019-12-31 类型：通话详单")
    (datetime.date(2019, 12, 1), datetime.date(2019, 12, 31))
    >>> period_in("201802"), period_in("13820180299")
    ((datetime.date(2018, 2, 1), datetime.date(2018, 2, 28)), None)
    """
    try:
        if found := _SPAN.search(text):
            numbers = list(map(int, found.groups()))
            first, last = dt.date(*numbers[:3]), dt.date(*numbers[3:])
            return (first, last) if first <= last else None
        if found := _MONTH.search(text):
            first = dt.date(int(found[1]), int(found[2]), 1)
            return first, (first + SLACK).replace(day=1) - dt.timedelta(days=1)
    except ValueError:
        return None
    return None
