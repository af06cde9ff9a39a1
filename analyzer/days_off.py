"""Days off in mainland China, make-up workdays included: the one door to the package ``chinesecalendar``.

The State Council announces each year's public holidays, and the weekend days on which people work in exchange (调休), in the
autumn before. The package (MIT licence) lists those notices from 2004 on. A year that the installed version does not list
is unknown, never ordinary.
"""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

UNKNOWN, WORKDAY, WEEKEND, HOLIDAY = range(4)
"""Kinds of days. `HOLIDAY`: a day that the State Council's notice gives off, also where it falls on a weekend. `WEEKEND`: any
other Saturday or Sunday that is not worked in exchange. `WORKDAY`: all others, make-up workdays among them. The order counts:
from `WEEKEND` on a day is off."""

MAINLAND = frozenset(
    {"Asia/Shanghai", "Asia/Chongqing", "Asia/Chungking", "Asia/Harbin", "Asia/Urumqi", "Asia/Kashgar", "PRC"}
)
"""Zones in which these notices apply (the IANA names of mainland China, old ones included). Hong Kong, Macao and Taipei
have holidays of their own."""

EPOCH = 719_163
"""Ordinal of 1970-01-01 in `datetime.date`."""


def weekday(days: np.ndarray) -> np.ndarray:
    """Day of the week of day numbers from 1970-01-01 (a Thursday); Monday is 0.

    Examples
    --------
    >>> import numpy as np
    >>> weekday(np.array([0, 2, 3, 4])).tolist()
    [3, 5, 6, 0]
    """
    return (days + 3) % 7


def kind_of_day(days: np.ndarray) -> np.ndarray:
    """Kind of each day in mainland China.

    Parameters
    ----------
    days : array of int
        Day numbers from 1970-01-01.

    Returns
    -------
    array of int8
        `UNKNOWN`, `WORKDAY`, `WEEKEND` or `HOLIDAY`.

    Examples
    --------
    Sunday 2024-02-04 was worked in exchange for the Spring Festival, which began on 10 February; Sunday the 25th was an
    ordinary one; nobody knows 1999.

    >>> import numpy as np
    >>> kind_of_day(np.array(["2024-02-04", "2024-02-10", "2024-02-25", "1999-10-01"], "datetime64[D]").astype(int)).tolist()
    [1, 3, 2, 0]
    """
    import numpy as np

    first, kinds = _calendar()
    place = days - first
    known = (place >= 0) & (place < len(kinds))
    return np.where(known, kinds[np.where(known, place, 0)], np.int8(UNKNOWN))


@cache
def _calendar() -> tuple[int, np.ndarray]:
    """First day number of the years that the package lists, and the kind of every day in them."""
    import numpy as np
    from chinese_calendar import holidays, workdays

    years = [day.year for day in holidays]
    first, last = dt.date(min(years), 1, 1).toordinal() - EPOCH, dt.date(max(years), 12, 31).toordinal() - EPOCH
    listed = np.arange(first, last + 1)
    kinds = np.where(weekday(listed) >= 5, WEEKEND, WORKDAY).astype(np.int8)
    for chosen, kind in ((workdays, WORKDAY), (holidays, HOLIDAY)):
        kinds[np.array([day.toordinal() for day in chosen], dtype=np.int64) - EPOCH - first] = kind
    return first, kinds
