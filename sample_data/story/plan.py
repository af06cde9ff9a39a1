"""Puts the story together: the planned calls and messages, and everyday life drawn at random around them.

The random numbers come from ``random.Random(SEED).random()`` alone, the one method whose sequence Python promises to keep.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace

from story import messages, planned_calls
from story.people import COLLECTOR, COMPLAINED, DUE, PEOPLE, REFUSED, ZONE, Person

SEED = 20260601
FIRST, LAST = dt.date(2026, 3, 1), dt.date(2026, 5, 31)
AT_HOME = (
    (dt.datetime(2026, 4, 5, 12, tzinfo=ZONE), dt.datetime(2026, 4, 6, 18, tzinfo=ZONE)),
    (dt.datetime(2026, 5, 1, 17, tzinfo=ZONE), dt.datetime(2026, 5, 5, 16, tzinfo=ZONE)),
)
"""When she was with her parents, which the bill's place column shows."""
HOLIDAYS = {dt.date(2026, 4, day) for day in (4, 5, 6)} | {dt.date(2026, 5, day) for day in (1, 2, 3, 4, 5)}


@dataclass(frozen=True)
class Event:
    """One call or message. `at` is when it rang, was dialled, came or went; `ring` and `talk` are seconds; `sim` is 1 or 2."""

    at: dt.datetime
    who: str
    kind: str
    direction: str
    outcome: str = ""
    ring: int = 0
    talk: int = 0
    body: str = ""
    sim: int = 1

    @property
    def person(self) -> Person:
        """Whom the event is with."""
        return PEOPLE[self.who]

    @property
    def end(self) -> dt.datetime:
        """When the line is free again."""
        return self.at + dt.timedelta(seconds=self.ring + self.talk + 2)


class Diary:
    """A phone's events, of which no two calls overlap and no two events share a second."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def add(self, event: Event) -> None:
        """Enter `event` at its time, or shortly after where the line is engaged."""
        while any(
            event.at == other.at
            or (event.kind == other.kind == "call" and event.at < other.end and other.at < event.end)
            for other in self.events
        ):
            event = replace(event, at=event.at + dt.timedelta(seconds=37))
        self.events.append(event)


class Dice:
    """Whole numbers and choices made from `random.Random.random`."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def between(self, low: int, high: int) -> int:
        """A whole number from `low` to `high`, both included."""
        return low + int(self._random() * (high - low + 1))

    def one(self, choices: tuple[tuple[str, float], ...]) -> str:
        """One of the names, by weight."""
        left = self._random() * sum(weight for _, weight in choices)
        for name, weight in choices:
            left -= weight
            if left < 0:
                return name
        return choices[-1][0]

    def chance(self, p: float) -> bool:
        """True with probability `p`."""
        return self._random() < p

    def at(self, day: dt.date, first_hour: float, last_hour: float) -> dt.datetime:
        """A second of the day between two hours."""
        return dt.datetime.combine(day, dt.time(), ZONE) + dt.timedelta(
            seconds=self.between(int(first_hour * 3600), int(last_hour * 3600) - 1)
        )


def moment(text: str) -> dt.datetime:
    """``04-22 06:52:14`` as a time of 2026 in Beijing."""
    return dt.datetime.strptime(f"2026-{text} +0800", "%Y-%m-%d %H:%M:%S %z").astimezone(ZONE)


def planned(text: str) -> Iterator[Event]:
    """The calls of a table in `planned_calls`."""
    for line in text.strip().splitlines():
        day, time, who, arrow, outcome, ring, talk = line.split()
        yield Event(
            moment(f"{day} {time}"),
            who,
            "call",
            "in" if arrow == "<" else "out",
            outcome,
            int(ring),
            int(talk),
            sim=2 if who.startswith("homes") else 1,
        )


def written(text: str) -> Iterator[Event]:
    """The messages of a table in `messages`."""
    for line in text.strip().splitlines():
        day, time, who, arrow, body = line.split(" ", 4)
        at = moment(f"{day} {time}")
        days = (at.date() - DUE).days
        body = body.replace("{n}", str(days)).replace("{owed}", f"{1136.80 + 1.95 * days:.2f}").replace("{br}", "\n")
        kind = "mms" if body.startswith("[mms]") else "sms"
        yield Event(
            at,
            who,
            kind,
            "in" if arrow == "<" else "out",
            body=body.removeprefix("[mms]"),
            sim=2 if who in {"homesport", "video"} else 1,
        )


def phone() -> list[Event]:
    """Everything that happened on the borrower's phone, in order of time."""
    diary, dice = Diary(), Dice(SEED)
    for table in (planned_calls.COLLECTOR_CALLS, planned_calls.EVERYDAY_CALLS):
        for event in planned(table):
            diary.add(event)
    for table in (messages.LENDER_AND_COLLECTOR, messages.PERSONAL, messages.SERVICES):
        for event in written(table):
            diary.add(event)
    day = FIRST
    while day <= LAST:
        for event in (*collector_day(day, dice), *family_day(day, dice), *friends_day(day, dice)):
            diary.add(event)
        day += dt.timedelta(days=1)
    return sorted(diary.events, key=lambda event: event.at)


def collector_day(day: dt.date, dice: Dice) -> Iterator[Event]:
    """The collector's further calls of one day: none before the loan is due, most after the refusal, few after the complaint."""
    refused, special = REFUSED.date(), day in {dt.date(2026, 4, 22), dt.date(2026, 4, 28), dt.date(2026, 4, 29)}
    if day <= DUE or day in {refused, dt.date(2026, 5, 14)}:
        return
    if day < dt.date(2026, 4, 1):
        count = dice.between(0, 2)
    elif day < refused:
        count = dice.between(2, 5)
    elif day < COMPLAINED:
        count = dice.between(1, 2) if special else dice.between(4, 8)
    else:
        count = dice.between(1, 3) if day < dt.date(2026, 5, 11) else dice.between(0, 1)
    lead = f"c{1 + day.toordinal() * 3 % 8}"
    while count > 0:
        who = dice.one(callers(day, lead))
        at = dice.at(day, 8.2, 20.9)
        redials = 3 if refused < day < COMPLAINED and count >= 3 and who != "cl" and dice.chance(0.35) else 1
        for _ in range(redials):
            yield attempt(at, who, day, dice, redial=redials > 1)
            at += dt.timedelta(seconds=dice.between(48, 85))
        count -= redials


def callers(day: dt.date, lead: str) -> tuple[tuple[str, float], ...]:
    """Which of the collector's numbers ring on a day, by weight: one leads, the others take turns."""
    if day >= COMPLAINED:
        later = (("cl", 2), ("c7", 1.5), ("c3", 1), ("c95", 1))
        return later if day < dt.date(2026, 5, 8) else (("cnew", 5), *later)
    if day < dt.date(2026, 4, 1):
        return (("cl", 4), ("c95", 3), (lead, 2))
    after = f"c{int(lead[1]) % 8 + 1}"
    quiet = day in {dt.date(2026, 4, 21), dt.date(2026, 4, 22), dt.date(2026, 4, 23)}
    weights = {lead: 4.0, after: 2.0, "cl": 1.2, "c95": 0.8}
    weights["c3"] = weights.get("c3", 0.0) + 2.0
    return tuple((who, weight) for who, weight in weights.items() if not (quiet and who == "c3"))


def attempt(at: dt.datetime, who: str, day: dt.date, dice: Dice, redial: bool) -> Event:
    """One call of the collector. From 18 April on the phone blocks two of the numbers."""
    if who in {"c1", "c4"} and day >= dt.date(2026, 4, 18):
        return Event(at, who, "call", "in", "blocked")
    answered = 0.0 if redial else 0.28 if day < dt.date(2026, 4, 9) else 0.07
    outcome = dice.one((("answered", answered), ("missed", 0.68), ("rejected", 0.24)))
    if outcome == "answered":
        return Event(at, who, "call", "in", outcome, dice.between(4, 14), dice.between(3, 46))
    ring = (
        dice.between(2, 7)
        if outcome == "rejected"
        else dice.between(1, 2)
        if dice.chance(0.2)
        else dice.between(11, 34)
    )
    return Event(at, who, "call", "in", outcome, ring)


def family_day(day: dt.date, dice: Dice) -> Iterator[Event]:
    """Mother in the evenings, the partner around noon and after work."""
    planned_days = {dt.date(2026, 4, 4), dt.date(2026, 5, 1), dt.date(2026, 5, 10)}
    if day not in planned_days | HOLIDAYS and day.weekday() in {1, 3, 5, 6} and dice.chance(0.75):
        at = dice.at(day, 19.4, 20.9)
        if dice.chance(0.6):
            if dice.chance(0.2):
                yield Event(at, "ma", "call", "in", "missed", dice.between(18, 35))
                yield Event(
                    at + dt.timedelta(minutes=dice.between(9, 40)),
                    "ma",
                    "call",
                    "out",
                    "answered",
                    dice.between(4, 11),
                    dice.between(300, 1500),
                )
            else:
                yield Event(at, "ma", "call", "in", "answered", dice.between(5, 12), dice.between(240, 1700))
        else:
            yield Event(at, "ma", "call", "out", "answered", dice.between(4, 12), dice.between(300, 1800))
    if day in HOLIDAYS and day not in planned_days and dice.chance(0.6):
        yield Event(dice.at(day, 9.5, 11.5), "ma", "call", "in", "answered", dice.between(5, 11), dice.between(20, 240))
    if day.weekday() < 5 and day not in HOLIDAYS:
        if dice.chance(0.45):
            yield short_call(dice.at(day, 12.0, 13.3), "ang", dice)
        if dice.chance(0.55):
            yield short_call(dice.at(day, 17.8, 19.6), "ang", dice)


def friends_day(day: dt.date, dice: Dice) -> Iterator[Event]:
    """Friends and the colleague, now and then."""
    if dice.chance(0.16):
        yield short_call(dice.at(day, 19.0, 21.5), dice.one((("si", 1), ("man", 1))), dice, longest=1400)
    if day.weekday() < 5 and day not in HOLIDAYS and dice.chance(0.18):
        yield short_call(dice.at(day, 9.3, 17.8), "lei", dice)


def short_call(at: dt.datetime, who: str, dice: Dice, longest: int = 220) -> Event:
    """A call with somebody known, either way, mostly answered."""
    direction = dice.one((("in", 0.55), ("out", 0.45)))
    ring = dice.between(4, 15)
    if dice.chance(0.84):
        return Event(at, who, "call", direction, "answered", ring, dice.between(15, longest))
    return Event(at, who, "call", direction, "missed" if direction == "in" else "failed", dice.between(15, 32))


def workplace() -> list[Event]:
    """Calls of the phone on the HR desk, in order of time; those with the borrower are the same calls as on her phone."""
    diary, dice = Diary(), Dice(SEED + 1)
    for event in planned(planned_calls.WORKPLACE_CALLS):
        diary.add(event)
    day = FIRST
    while day <= LAST:
        if day.weekday() < 5 and day not in HOLIDAYS:
            for _ in range(dice.between(0, 2)):
                who = dice.one(
                    (
                        ("payroll", 2),
                        ("gate", 1),
                        ("insurance", 1),
                        ("agency", 2),
                        (f"applicant{dice.between(1, 12)}", 5),
                    )
                )
                diary.add(short_call(dice.at(day, 9.0, 17.6), who, dice))
        day += dt.timedelta(days=1)
    return sorted(diary.events, key=lambda event: event.at)


def is_collector(event: Event) -> bool:
    """Whether the story says that the event comes from, or goes to, the lender or its collector."""
    return event.who in COLLECTOR
