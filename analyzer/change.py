"""Before and after: how many calls a day came before a moment and after it, and what that ratio can mean."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer.intervals import count_limits, share_limits

if TYPE_CHECKING:
    import numpy as np

LEVEL = 0.95
"""Confidence of the interval."""


SPAN = 800
"""Most days that are compared and drawn. A phone with a wrong clock dates calls to 1970 or 2098; the stretch of this length that
holds the most inbound events counts then, and whoever shows it says what is left out."""

EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Change:
    """Calls before and after a day.

    Attributes
    ----------
    before, after : int
        Calls on the days before the moment's day, and on the days after it; its own day belongs to neither.
    days_before, days_after : int
        Length of the two spans, quiet days included.
    ratio : float or None
        Calls a day after, divided by calls a day before; None where that cannot be said.
    low, high : float or None
        Exact interval of the ratio; `high` is None when it has no upper end.
    """

    before: int
    after: int
    days_before: int
    days_after: int
    ratio: float | None
    low: float | None
    high: float | None

    @property
    def per_day(self) -> tuple[float | None, float | None]:
        """Calls a day before and after, None for an empty span."""
        return (
            self.before / self.days_before if self.days_before else None,
            self.after / self.days_after if self.days_after else None,
        )


def stretch(days: np.ndarray, inbound: np.ndarray) -> tuple[dt.date, dt.date]:
    """First and last day that are compared and drawn: all of them, or the `SPAN` with most inbound events (the later of equals).

    Parameters
    ----------
    days : int array
        Local day of each event, counted from 1970-01-01.
    inbound : bool array
        Which of them came in.
    """
    import numpy as np

    first, last = (int(days.min()), int(days.max())) if len(days) else (0, 0)
    if last - first >= SPAN:
        days = np.sort(days[inbound] if inbound.any() else days)
        within = np.searchsorted(days, days + SPAN) - np.arange(len(days))
        start = int(np.flatnonzero(within == within.max())[-1])
        first, last = int(days[start]), int(days[start + within[start] - 1])
    return EPOCH + dt.timedelta(first), EPOCH + dt.timedelta(last)


def within(days: Sequence[dt.date], moment: dt.date, span: tuple[dt.date, dt.date]) -> Change | None:
    """Calls a day before and after a day, by the days of the calls that lie in a span (see `stretch`); None where none does.

    The comparison begins with the first of these calls and ends with the span.
    """
    inside = [day for day in days if span[0] <= day <= span[1]]
    return change(inside, moment, min(inside), span[1]) if inside else None


def change(days: Sequence[dt.date], moment: dt.date, first: dt.date, last: dt.date) -> Change:
    """Compare the calls before a day with those after it.

    Parameters
    ----------
    days : sequence of date
        Local day of each call.
    moment : date
        The day in question (of a request to stop, of a complaint); left out of both spans.
    first, last : date
        The span that is compared, both days included: from the first of these calls to the end of the records.

    Returns
    -------
    Change
        With the exact interval of the ratio of two Poisson rates, given their sum (Przyborowski and Wilenski 1940), by the
        binomial limits of Clopper and Pearson 1934. It takes calls for independent of each other; calls that come in
        bursts are not, so the true interval is wider.

    Examples
    --------
    >>> import datetime as dt
    >>> calls = [dt.date(2026, 4, d) for d in (1, 1, 2, 3, 3, 8)]
    >>> got = change(calls, dt.date(2026, 4, 4), dt.date(2026, 4, 1), dt.date(2026, 4, 10))
    >>> got.before, got.days_before, got.after, got.days_after, round(got.ratio, 3)
    (5, 3, 1, 6, 0.1)
    """
    before = sum(first <= day < moment for day in days)
    after = sum(moment < day <= last for day in days)
    days_before = max((min(moment, last) - first).days, 0)
    days_after = max((last - max(moment, first)).days, 0)
    return compared(before, after, days_before, days_after)


def compared(before: int, after: int, days_before: int, days_after: int) -> Change:
    """The same of counts: calls before and after, and the lengths of the two spans in days."""
    if not days_before or not days_after or not before + after:
        return Change(before, after, days_before, days_after, None, None, None)
    low, high = share_limits(after, before, LEVEL)
    scale = days_before / days_after
    return Change(
        before,
        after,
        days_before,
        days_after,
        after / before * scale if before else None,
        low / (1 - low) * scale,
        high / (1 - high) * scale if high < 1 else None,
    )


def rate(calls: int, days: int) -> tuple[float, float]:
    """Exact interval of calls a day, were they independent of each other: the limits of Garwood 1936 for a Poisson mean.

    Examples
    --------
    >>> [round(limit, 2) for limit in rate(10, 5)], [round(limit, 2) for limit in rate(0, 1)]
    ([0.96, 3.68], [0.0, 3.69])
    """
    low, high = count_limits(calls, LEVEL)
    return low / days, high / days
