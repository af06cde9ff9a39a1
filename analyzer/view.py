"""`EventView`: events of whole groups in canonical order, with the masks, gaps and sums that indicators and rules ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from copy import copy
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from analyzer import clock
from analyzer.events import DIRECTIONS, KINDS, OUTCOMES
from analyzer.grouped import Values, group_max, ratio, runs, stable_order
from analyzer.wording import FLAGS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

T = TypeVar("T")

PART = 1 << 17
"""Events of a part of a view: a column of them takes a megabyte."""


def _seconds(cells: pd.Series) -> np.ndarray:
    """Whole seconds, -1 where there are none."""
    return cells.to_numpy(dtype="int64", na_value=-1)


class EventView:
    """Events of whole groups in canonical order (group, then time), with the masks that indicators and rules ask for.

    Parameters
    ----------
    events : DataFrame
        The events table.
    groups : array of int
        Group of each event, codes 0…`size`-1; -1 leaves an event out.
    size : int
        Number of groups.
    flags : array of int, optional
        Per row of the events table the flags of its message, one bit each in the order of `analyzer.wording.FLAGS`.

    Attributes
    ----------
    group, t, day, second : arrays
        Group code, UTC seconds, local day number (from 1970-01-01) and second of the local day, in canonical order.
    position : array
        Row of the events table that stands at each place.
    bounds : array
        Place at which each group begins, and at last the place after the end.

    Notes
    -----
    Events of one second stand in the order of the table. What depends on their order must ask `tied` for one that does not
    change with the order of an export's rows.
    """

    def __init__(self, events: pd.DataFrame, groups: np.ndarray, size: int, flags: np.ndarray | None = None) -> None:
        import numpy as np

        self.events = events
        self.size = size
        self.zone = str(events["at_local"].dt.tz)
        at = events["at"].astype("int64").to_numpy()
        if bool((at[1:] >= at[:-1]).all()):
            order = stable_order(groups, size)
        else:
            in_time = np.argsort(at, kind="stable")
            order = in_time[stable_order(groups[in_time], size)]
        inside = np.bincount(groups + 1, minlength=size + 1)
        self.position = order[inside[0] :]
        self.bounds = np.append(0, np.cumsum(inside[1:]))
        self._at = at
        self._flags = flags
        self._columns: dict[str, np.ndarray] = {}
        self._shared: dict[Any, Any] = {}

    def parts(self, events: int = 0) -> Iterator[tuple[int, EventView]]:
        """The same groups in views of about so many events each (`PART`, where none are said), one after the other, each with the code of its first group.

        What is worked out of a part stays within the processor's cache. No group is divided; what is asked of a group depends
        on nothing but its own events.
        """
        import numpy as np

        first, events = 0, events or PART
        while True:
            last = int(np.searchsorted(self.bounds, self.bounds[first] + events, side="right")) - 1
            last = min(max(last, first + 1), self.size)
            yield first, self._part(first, last)
            if last >= self.size:
                return
            first = last

    def _part(self, first: int, last: int) -> EventView:
        """The view of the groups from `first` to before `last`; columns of the events table are shared with it."""
        part = copy(self)
        part.__dict__ = {name: self.__dict__[name] for name in ("events", "zone", "_at", "_flags", "_columns")}
        part.size = last - first
        part.position = self.position[self.bounds[first] : self.bounds[last]]
        part.bounds = self.bounds[first : last + 1] - self.bounds[first]
        part._shared = {}
        return part

    @cached_property
    def group(self) -> np.ndarray:
        """Group of each event."""
        import numpy as np

        return np.repeat(np.arange(self.size), np.diff(self.bounds))

    @cached_property
    def t(self) -> np.ndarray:
        """UTC seconds."""
        return self._at[self.position]

    @cached_property
    def _wall(self) -> np.ndarray:
        return clock.wall(self.t, self.zone)

    @cached_property
    def day(self) -> np.ndarray:
        """Local day, counted from 1970-01-01."""
        return self._wall // clock.DAY

    @cached_property
    def second(self) -> np.ndarray:
        """Second of the local day."""
        return self._wall - self.day * clock.DAY

    def column(self, name: str, of: Callable[[pd.Series], np.ndarray]) -> np.ndarray:
        """What `of` makes of a column of the events table, at each place; made once for a view and its parts."""
        if name not in self._columns:
            self._columns[name] = of(self.events[name])
        return self._columns[name][self.position]

    def shared(self, compute: Callable[[EventView], T]) -> T:
        """What `compute` makes of this view, computed once however many indicators ask for it."""
        if compute not in self._shared:
            self._shared[compute] = compute(self)
        return self._shared[compute]

    def _is(self, column: str, words: Sequence[str], word: str) -> np.ndarray:
        categories = list(self.events[column].cat.categories)
        if column not in self._shared:
            self._shared[column] = self.column(column, lambda cells: cells.cat.codes.to_numpy())
        return self._shared[column] == (categories.index(word) if word in categories else -2)

    @cached_property
    def call(self) -> np.ndarray:
        """Which events are calls."""
        return self._is("kind", KINDS, "call")

    @cached_property
    def message(self) -> np.ndarray:
        """Which events are messages (SMS or MMS)."""
        return ~self.call

    @cached_property
    def inbound(self) -> np.ndarray:
        """Which events came in."""
        return self._is("direction", DIRECTIONS, "in")

    @cached_property
    def outbound(self) -> np.ndarray:
        """Which events went out."""
        return self._is("direction", DIRECTIONS, "out")

    @cached_property
    def calls_in(self) -> np.ndarray:
        """Which events are inbound calls, whatever their outcome."""
        return self.call & self.inbound

    @cached_property
    def messages_in(self) -> np.ndarray:
        """Which events are inbound messages."""
        return self.message & self.inbound

    @cached_property
    def directed(self) -> np.ndarray:
        """Which events came in or went out, leaving aside those whose direction the export does not say."""
        return self.inbound | self.outbound

    @cached_property
    def duration(self) -> np.ndarray:
        """Talk seconds, -1 where the export does not say."""
        return self.column("duration_s", _seconds)

    @cached_property
    def ring(self) -> np.ndarray:
        """Ring seconds, -1 where the export does not say."""
        return self.column("ring_s", _seconds)

    @cached_property
    def night(self) -> np.ndarray:
        """Which events fall into the local night (see `analyzer.clock.NIGHT`)."""
        return clock.in_hours(self.second, *clock.NIGHT)

    def outcome(self, word: str) -> np.ndarray:
        """Which events ended in `word` (one of `OUTCOMES`)."""
        return self._is("outcome", OUTCOMES, word)

    def flag(self, word: str) -> np.ndarray:
        """Which messages have a flag (one of `analyzer.wording.FLAGS`); none where nobody has looked at the messages."""
        import numpy as np

        if self._flags is None:
            return np.zeros(len(self.t), dtype=bool)
        if "flags" not in self._shared:
            self._shared["flags"] = self._flags[self.position]
        return (self._shared["flags"] & (1 << FLAGS.index(word))) > 0

    def count(self, mask: np.ndarray) -> np.ndarray:
        """Events of `mask` per group."""
        return self._sum(mask)

    def _sum(self, values: np.ndarray) -> np.ndarray:
        """Sum of one value per event, per group: the running sum at the end of each group less that at its beginning."""
        import numpy as np

        running = np.zeros(len(values) + 1, dtype=np.int64)
        np.cumsum(values, out=running[1:])
        return np.diff(running[self.bounds])

    def of(self, mask: np.ndarray, *columns: np.ndarray) -> tuple[np.ndarray, ...]:
        """The values of events of `mask` in each column."""
        import numpy as np

        places = np.flatnonzero(mask)  # found anew each time: fresh memory for what would be kept costs more
        return tuple(column.take(places) for column in columns)

    def tally(self, group: np.ndarray) -> np.ndarray:
        """How often each group's code stands in `group`."""
        import numpy as np

        return np.bincount(group, minlength=self.size)

    def share(self, part: np.ndarray, whole: np.ndarray) -> np.ndarray:
        """Events of both masks as a fraction of those of `whole`, per group; a share of nothing is missing."""
        return ratio(self.count(part & whole), self.count(whole))

    def total(self, mask: np.ndarray, values: np.ndarray) -> np.ndarray:
        """Sum of `values` over `mask` per group; negative values (unknown) count as nothing."""
        return self._sum(values * (mask & (values > 0)))

    def window_max(self, mask: np.ndarray, seconds: int) -> np.ndarray:
        """Largest number of events of `mask` in any half-open window of that many seconds, per group."""
        group, t = self.of(mask, self.group, self.t)
        return group_max(group, clock.window_counts(group, t, seconds), self.size)

    def day_max(self, mask: np.ndarray) -> np.ndarray:
        """Largest number of events of `mask` on one local day, per group."""
        group, _, counts = self.days(mask)
        return group_max(group, counts, self.size)

    def days(self, mask: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Local days with events of `mask`: their group, day number and count, in canonical order."""
        import numpy as np

        group, day = self.of(mask, self.group, self.day)
        first, count = runs(group, np.diff(day, prepend=0) == 0)
        return group[first], day[first], count

    def gaps(self, mask: np.ndarray) -> Values:
        """Seconds between each event of `mask` and the next one of its group; one value fewer than events."""
        import numpy as np

        group, t = self.of(mask, self.group, self.t)
        same = np.flatnonzero(group[1:] == group[:-1])
        return Values(group.take(same), np.diff(t).take(same), self.size)

    def soon_after(self, mask: np.ndarray, earlier: np.ndarray, seconds: int) -> np.ndarray:
        """Events of `mask` per group that follow an event of `earlier`, later than it and by less than that many seconds."""
        import numpy as np

        if not (mask.any() and earlier.any()):
            return np.zeros(self.size, dtype=np.int64)
        line = self.group * (int(self.t.max() - self.t.min()) + seconds) + (self.t - self.t.min())
        late, group = self.of(mask, line, self.group)
        (early,) = self.of(earlier, line)
        last = np.searchsorted(early, late, side="left") - 1
        return self.tally(group[(last >= 0) & (late - early[last] < seconds)])

    def tied(self, places: np.ndarray, rank: np.ndarray) -> np.ndarray:
        """The same places with those of one group and second in order of `rank` (given for each place)."""
        import numpy as np

        group, t = self.group.take(places), self.t.take(places)
        equal = (t[1:] == t[:-1]) & (group[1:] == group[:-1])
        if not (equal & (rank[1:] != rank[:-1])).any():
            return places
        among = np.flatnonzero(np.append(equal, False) | np.append(False, equal))
        result = places.copy()
        result[among] = places[among][np.lexsort((rank[among], t[among], group[among]))]
        return result

    def largest(self, values: Values) -> np.ndarray:
        """Largest value per group, 0 for groups without values."""
        return group_max(values.group, values.values, self.size)

    def longest_run(self, group: np.ndarray, joined: np.ndarray) -> np.ndarray:
        """Longest run per group: `joined` says of each element whether it goes on the run of the one before."""
        first, length = runs(group, joined)
        return group_max(group[first], length, self.size)
