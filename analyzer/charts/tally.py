"""Counts that charts draw: the events of a case as arrays, made once for all charts of it."""

from __future__ import annotations

import datetime as dt
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property, wraps
from typing import TYPE_CHECKING, Any, TypeVar

from analyzer.charts.look import LOOKS
from analyzer.numbers import EventView, group_by_number
from analyzer.rule import COUNTS

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import pandas as pd

    from analyzer.case import Case

T = TypeVar("T")

OUTCOMES = tuple(name for name in LOOKS if name != "message")

EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class Tally:
    """The events of a case, grouped by owner and number, and the days that charts show.

    Attributes
    ----------
    view : EventView
        The events in order of group and time; all arrays here are in that order.
    first, days : date, int
        First local day drawn and number of days drawn.
    day : int array
        Local day of each event, counted from `first`; not drawn where negative or ``>= days``.
    reported : bool array
        Events of a reported number.
    places : dict
        Owner and number of the rows of ``case.reported`` to their group.
    """

    view: EventView
    first: dt.date
    days: int
    day: np.ndarray
    reported: np.ndarray
    places: dict[tuple[str, str], int]
    _counted: dict[str, np.ndarray] = field(default_factory=dict, repr=False)

    @property
    def last(self) -> dt.date:
        """Last local day drawn."""
        return self.first + dt.timedelta(self.days - 1)

    def date(self, day: int) -> str:
        """A day drawn, in ISO 8601."""
        return (self.first + dt.timedelta(day)).isoformat()

    @cached_property
    def drawn(self) -> np.ndarray:
        """Events on the days that are drawn."""
        return (self.day >= 0) & (self.day < self.days)

    @cached_property
    def calls(self) -> np.ndarray:
        """Inbound calls."""
        return self.view.inbound & self.view.call

    @cached_property
    def messages(self) -> np.ndarray:
        """Inbound messages."""
        return self.view.inbound & self.view.message

    @cached_property
    def outcome(self) -> np.ndarray:
        """Place of each event's outcome in `OUTCOMES`; a call without one counts as unknown, messages have -1."""
        import numpy as np

        place = np.full(len(self.day), OUTCOMES.index("unknown"), dtype=np.int8)
        for number, name in enumerate(OUTCOMES):
            place[self.view.outcome(name)] = number
        place[self.view.message] = -1
        return place

    @cached_property
    def whose(self) -> np.ndarray:
        """Inbound events of reported numbers where there are any, else all inbound events."""
        accused = self.view.inbound & self.reported
        return accused if accused.any() else self.view.inbound

    def counted(self, what: str) -> np.ndarray:
        """Events that a rule counts which says so (see `analyzer.rule.COUNTS`)."""
        if what not in self._counted:
            self._counted[what] = COUNTS[what](self.view)
        return self._counted[what]

    def of(self, subject: Mapping[str, Any]) -> np.ndarray:
        """Events of the owner and number that a row of ``case.reported`` names."""
        return self.view.group == self.places.get((subject["owner"], subject["number"]), -2)

    def per_day(self, chosen: np.ndarray) -> np.ndarray:
        """How many of the chosen events fall on each day drawn."""
        import numpy as np

        return np.bincount(self.day[chosen & self.drawn], minlength=self.days)

    def by_outcome(self, chosen: np.ndarray) -> dict[str, np.ndarray]:
        """Chosen calls per day, for each outcome that occurs among them."""
        import numpy as np

        shown = chosen & self.drawn
        cells = self.outcome[shown] * np.int64(self.days) + self.day[shown]
        counts = np.bincount(cells, minlength=len(OUTCOMES) * self.days).reshape(-1, self.days)
        return {name: days for name, days in zip(OUTCOMES, counts, strict=True) if days.any()}


def once(make: Callable[[Case, Any], T]) -> Callable[..., T]:
    """Keep what `make` returns for a case and subject until others are asked for: all parts of a picture ask for the same.

    A case that is no longer used is let go; what `make` returns must not hold on to it.
    """
    kept: list[Any] = []

    @wraps(make)
    def ask(case: Case, subject: Any = None) -> T:
        if not kept or kept[0]() is not case or kept[1] is not subject:
            made = make(case, subject)
            kept[:] = [weakref.ref(case, lambda _gone: kept.clear()), subject, made]
        return kept[2]

    return ask


@once
def tally(case: Case, _subject: None = None) -> Tally:
    """The arrays of a case; kept until another case asks."""
    import numpy as np

    groups, owner_codes, number_codes = group_by_number(case.events)
    view = EventView(case.events, groups, len(owner_codes))
    places = _places(case, owner_codes, number_codes)
    first, last = case.stretch
    named = zip(case.reported["owner"], case.reported["number"], places.tolist(), strict=True)
    return Tally(
        view=view,
        first=first,
        days=(last - first).days + 1,
        day=view.day - (first - EPOCH).days,
        reported=np.isin(view.group, places),
        places={(owner, number): place for owner, number, place in named},
    )


def omitted(case: Case) -> str:
    """A sentence on the events that lie outside the days drawn; empty where all are drawn."""
    counts = tally(case)
    left_out = int((~counts.drawn).sum())
    if not left_out:
        return ""
    _ = case.text
    words = _(
        "Drawn: {first} to {last} (days: {days}); events before or after, not drawn: {events} (see data/events.csv)."
    )
    return words.format(days=counts.days, first=counts.first, last=counts.last, events=left_out)


def _places(case: Case, owner_codes: np.ndarray, number_codes: np.ndarray) -> np.ndarray:
    """The group of each reported number, -1 for one without events."""
    import numpy as np

    def codes(column: pd.Series, wanted: pd.Series) -> np.ndarray:
        return column.cat.categories.get_indexer(list(wanted)).astype(np.int64)

    width = max(len(case.events["number"].cat.categories), 1)
    joint = owner_codes * width + number_codes
    owner, number = (codes(case.events[name], case.reported[name]) for name in ("owner", "number"))
    wanted = np.where((owner < 0) | (number < 0), -1, owner * width + number)
    if len(joint) == 0:
        return np.full(len(wanted), -1)
    at = np.minimum(np.searchsorted(joint, wanted), len(joint) - 1)
    return np.where(joint[at] == wanted, at, -1)
