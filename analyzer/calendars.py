"""Public holidays and business days, as day numbers counted from 1970-01-01.

The dates come from the package ``holidays`` (MIT licence), which is imported only when a rule asks for a calendar.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

EPOCH = dt.date(1970, 1, 1)

LONGEST = 400
"""Years that are looked up at most; a phone with a wrong clock may date a call to 1970 or 2098."""


@cache
def _of_year(calendar: str, categories: tuple[str, ...], observed: bool, year: int) -> tuple[int, ...]:
    from holidays.utils import country_holidays

    country, _, area = calendar.partition("-")
    days = country_holidays(country, subdiv=area or None, years=year, observed=observed, categories=categories or None)
    return tuple(sorted((day - EPOCH).days for day in days if day.year == year))


def holiday_days(
    calendar: str, first: int, last: int, *, categories: Sequence[str] = (), observed: bool = False
) -> np.ndarray:
    """Public holidays of a country or a part of one.

    Parameters
    ----------
    calendar : str
        ISO 3166 code: ``FR``, ``CA-ON``.
    first, last : int
        First and last day, counted from 1970-01-01.
    categories : sequence of str
        Kinds of holidays as the package names them; empty means its public holidays.
    observed : bool
        Whether days on which a holiday is made up for count too. Off by default: a day that is no holiday by its own
        date is not held against a caller.

    Returns
    -------
    array of int
        Day numbers, sorted.

    Examples
    --------
    >>> first = (dt.date(2026, 7, 1) - EPOCH).days
    >>> [str(EPOCH + dt.timedelta(days=int(day))) for day in holiday_days("FR", first, first + 30)]
    ['2026-07-14']
    """
    import numpy as np

    begin, end = (EPOCH + dt.timedelta(days=int(day)) for day in (first, last))
    years = range(begin.year, min(end.year, begin.year + LONGEST) + 1)
    days = [day for year in years for day in _of_year(calendar, tuple(categories), observed, year)]
    found = np.array(days, dtype=np.int64)
    return found[(found >= first) & (found <= last)]


def after_business_days(day: int, count: int, calendar: str = "") -> int:
    """The day after the `count`-th business day that follows a day: Monday to Friday, no public holiday (observed ones too).

    Examples
    --------
    >>> friday = (dt.date(2026, 3, 6) - EPOCH).days
    >>> str(EPOCH + dt.timedelta(days=after_business_days(friday, 2)))
    '2026-03-11'
    """
    free = set(holiday_days(calendar, day, day + 7 * count + 60, observed=True).tolist()) if calendar else set()
    while count:
        day += 1
        weekday = (day + 3) % 7  # 1970-01-01 was a Thursday
        count -= weekday < 5 and day not in free
    return day + 1


def known(calendar: str) -> bool:
    """Whether the package has that calendar."""
    from holidays.utils import list_supported_countries

    country, _, area = calendar.partition("-")
    listed = list_supported_countries(include_aliases=True)
    return country in listed and (not area or area in listed[country])
