"""What the case file says about the events, row by row: collectors, whose line it is, who was told to stop and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from analyzer import clock, phone
from analyzer.numbers import group_by_number
from analyzer.settings import LINE_ROLES, Refusal, Settings
from analyzer.wording import FLAGS, KINDS

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

OWN = "own"
"""Role of a line that the case file does not give to a workplace or a relative."""

ROLES = (OWN, *LINE_ROLES)
"""Whose line an event came in on, by its code in `Stated.role`."""


@dataclass(frozen=True)
class Told:
    """One refusal, on the events table.

    Attributes
    ----------
    since : int
        UTC second from which on an event is later than the refusal: the second after it, or the midnight after its day
        where the case file names only the day.
    day : int
        Local day of the refusal, counted from 1970-01-01.
    covers : bool array
        Rows whose number (and line) the refusal concerns, whenever they happened.
    on_line : bool
        It was said on a line that the case file gives to somebody else, and holds for that line alone.
    """

    since: int
    day: int
    covers: np.ndarray
    on_line: bool = False


@dataclass(frozen=True)
class Words:
    """What the messages say, on the events table.

    Attributes
    ----------
    kind : int array
        Per row its place in `analyzer.wording.KINDS`, -1 for calls.
    flags : int array
        Per row its flags, one bit each in the order of `analyzer.wording.FLAGS`.
    """

    kind: np.ndarray
    flags: np.ndarray

    @classmethod
    def of(cls, events: pd.DataFrame, messages: pd.DataFrame) -> Words:
        """The messages table laid on the events that it was made of (one row per message, in their order)."""
        import numpy as np

        rows = np.flatnonzero((events["kind"] != "call").to_numpy())
        kind, flags = np.full(len(events), -1, dtype=np.int64), np.zeros(len(events), dtype=np.int64)
        kind[rows] = _coded(messages["message_kind"], KINDS.index)
        flags[rows] = _coded(messages["flags"], lambda text: sum(1 << FLAGS.index(flag) for flag in text.split()))
        return cls(kind, flags)

    def is_kind(self, kinds: Sequence[str]) -> np.ndarray:
        """Rows whose message is one of these kinds."""
        import numpy as np

        wanted = np.zeros(len(KINDS) + 1, dtype=bool)  # the last one is that of calls, -1
        wanted[[KINDS.index(word) for word in kinds]] = True
        return wanted[self.kind]

    def has_flag(self, flags: Sequence[str]) -> np.ndarray:
        """Rows whose message has one of these flags."""
        return (self.flags & sum(1 << FLAGS.index(word) for word in flags)) > 0


def _coded(column: pd.Series, code: Callable[[str], int]) -> np.ndarray:
    """A number for each text; different texts are looked at once."""
    import numpy as np
    import pyarrow as pa

    texts = pa.array(column, from_pandas=True)
    coded = (texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts).dictionary_encode()
    numbers = np.array([code(text) for text in coded.dictionary.to_pylist()], dtype=np.int64)
    return numbers[coded.indices.to_numpy(zero_copy_only=False)]


COMMERCIAL = ("advertising", "loan_marketing", "illicit_marketing")
"""Kinds of message that advertise something."""

NO_DEBT = ("personal", "code", "notice", *COMMERCIAL)
"""Kinds of message that no rule on the collection of debts counts, unless the case file says that the sender collects."""

NO_ADVERTISING = ("personal", "code", "notice", "debt_reminder", "debt_pressure")
"""Kinds of message that no rule on advertising counts."""

DEBT_FLAGS = ("third_party_disclosure", "non_debtor", "no_identity")
"""Flags that only a text about a debt has."""


class Stated:
    """The case file, and what the messages say, on an events table.

    Parameters
    ----------
    events : DataFrame
        The events table.
    settings : Settings
    files : mapping
        Name of the export's file by source id, for lines that name no number.
    words : Words, optional
        What the messages say; None where nobody has sorted them.

    Attributes
    ----------
    collector : int array
        Per category of ``events["number"]``: which collector of the case file it belongs to, -1 for none.
    names : list of str
        The collectors' names.
    """

    def __init__(
        self,
        events: pd.DataFrame,
        settings: Settings,
        files: Mapping[str, str] | None = None,
        words: Words | None = None,
    ) -> None:
        self.events = events
        self.settings = settings
        self.files = files or {}
        self.words = words
        self.collector, self.names = collectors_of(events, settings)
        self._excluded: dict[str, np.ndarray] = {}

    @cached_property
    def number(self) -> np.ndarray:
        """Per row: code of its number."""
        return self.events["number"].cat.codes.to_numpy()

    @cached_property
    def advertising(self) -> np.ndarray | None:
        """Rows whose message is advertising; None where nobody has sorted the messages."""
        return None if self.words is None else self.words.is_kind(COMMERCIAL)

    @cached_property
    def speaks_of_debt(self) -> np.ndarray:
        """Per category of ``events["number"]``: whether a message that it sent is about a debt."""
        import numpy as np

        result = np.zeros(len(self.events["number"].cat.categories), dtype=bool)
        if self.words is not None:
            about = self.words.is_kind(("debt_reminder", "debt_pressure")) | self.words.has_flag(DEBT_FLAGS)
            result[self.number[about & (self.events["direction"] == "in").to_numpy()]] = True
        return result

    def excluded(self, subject: str) -> np.ndarray | None:
        """Rows whose message is plainly of another kind than a rule of this subject counts; None where there are none."""
        kinds = {"debt": NO_DEBT, "marketing": NO_ADVERTISING}.get(subject)
        if self.words is None or not kinds:
            return None
        if subject not in self._excluded:
            self._excluded[subject] = self.words.is_kind(kinds)
        return self._excluded[subject]

    @cached_property
    def role(self) -> np.ndarray:
        """Per row: code of the role of its line, in `ROLES`.

        A line is known by its own number (owner of the event) or by its export.
        """
        import numpy as np

        role = np.zeros(len(self.events), dtype=np.int8)
        for line in self.settings.case.lines:
            role[self._on(line.export)] = ROLES.index(line.role)
        return role

    def on_line(self, export: str) -> np.ndarray:
        """Rows of the line that the case file gives this export."""
        return self._on(export)

    def _on(self, export: str) -> np.ndarray:
        """Rows of a line of the case file."""
        import numpy as np

        chosen = np.zeros(len(self.events), dtype=bool)
        for line in self.settings.case.lines:
            if line.export != export:
                continue
            chosen |= _is_one(self.events["source"], {source for source, name in self.files.items() if name == export})
            if line.number:
                chosen |= _is_one(self.events["owner"], identified([line.number], self.settings))
        return chosen

    @cached_property
    def mobile(self) -> np.ndarray:
        """Per category of ``events["number"]``: whether it is the mobile number of a collector."""
        import numpy as np

        whose = np.flatnonzero(self.collector >= 0)
        result = np.zeros(len(self.collector), dtype=bool)
        if len(whose):
            names = self.events["number"].cat.categories[whose].tolist()
            result[whose] = (phone.identify(names, region=self.settings.region)["number_kind"] == "mobile").to_numpy()
        return result

    @cached_property
    def refusals(self) -> tuple[Told, ...]:
        """The refusals of the case file, earliest first."""
        told = [self.told(refusal) for refusal in self.settings.case.refusals]
        return tuple(sorted(told, key=lambda one: one.since))

    def told(self, refusal: Refusal) -> Told:
        """One refusal on the events table."""
        import numpy as np

        at, zone = refusal.at, self.settings.zone
        if at.tzinfo is None:
            wall = np.array([int(at.replace(tzinfo=dt.UTC).timestamp())], dtype=np.int64)
            second = int(clock.instants(wall, zone)[0][0])
        else:
            second = int(at.timestamp())
        day = int(clock.wall(np.array([second], dtype=np.int64), zone)[0] // clock.DAY)
        since = second + 1
        if refusal.day_only:
            since = int(clock.instants(np.array([(day + 1) * clock.DAY], dtype=np.int64), zone)[0][0])
        covers = self._concerned(refusal.to, since)
        if refusal.line:
            covers = covers & self._on(refusal.line)
        return Told(since, day, covers, bool(refusal.line))

    def _concerned(self, to: str, since: int) -> np.ndarray:
        """Rows of the callers who were told: one collector, one number, or all who had called or written by then."""
        import numpy as np

        if to in self.names:
            return (self.collector == self.names.index(to))[self.number]
        if to:
            categories = self.events["number"].cat.categories
            return categories.isin(list(identified([to], self.settings)))[self.number]
        groups, owners, _numbers = group_by_number(self.events)
        before = (self.events["at"].astype("int64").to_numpy() < since) & (self.events["direction"] == "in").to_numpy()
        known = np.zeros(len(owners), dtype=bool)
        known[groups[before]] = True
        return known[groups] | (self.collector >= 0)[self.number]


def _is_one(column: pd.Series, wanted: set[str]) -> np.ndarray:
    return column.cat.categories.isin(list(wanted))[column.cat.codes.to_numpy()]


def collectors_of(events: pd.DataFrame, settings: Settings) -> tuple[np.ndarray, list[str]]:
    """Which collector of the case file each number category belongs to (-1: none), and the collectors' names.

    A number belongs to a collector that lists it, or whose signature stands as 【signature】 in a message that it sent.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    numbers = events["number"].cat.categories
    belongs = np.full(len(numbers), -1, dtype=np.int64)
    names = [entry.name for entry in settings.case.collectors]
    for i, entry in enumerate(settings.case.collectors):
        for signature in entry.signatures:
            holds = pc.match_substring(pa.array(events["body"], from_pandas=True), f"【{signature}】")
            held = holds.to_numpy(zero_copy_only=False).astype(bool) & (events["direction"] == "in").to_numpy()
            belongs[np.unique(events["number"].cat.codes.to_numpy()[held])] = i
    for i, entry in enumerate(settings.case.collectors):
        belongs[numbers.isin(list(identified(entry.numbers, settings)))] = i
    return belongs, names


def identified(numbers: Sequence[str], settings: Settings) -> set[str]:
    """Numbers of the case file as the events table writes them."""
    return set(_identified(tuple(numbers), settings.region, settings.home_area))


@lru_cache(maxsize=256)
def _identified(numbers: tuple[str, ...], region: str, home_area: str) -> tuple[str, ...]:
    return tuple(phone.identify(list(numbers), region=region, home_area=home_area)["number"].tolist())
