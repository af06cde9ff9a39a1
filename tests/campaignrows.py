"""Events tables for tests of campaigns: invented callers and messages, in few words."""

import dataclasses

import pandas as pd
from tables import events_of, row

from analyzer.campaigns import campaigns
from analyzer.indicators import INDICATORS
from analyzer.numbers import summarize
from analyzer.settings import CaseFile, Collector, Settings

OWNER = "13800000000"


def at(minute: int, day: int = 1) -> str:
    """A time of March 2026: the minute counts from midnight."""
    return f"2026-03-{day:02} {minute // 60:02}:{minute % 60:02}:00"


def calls(number: str, count: int, start: int = 600, step: int = 37, day: int = 1, **more) -> list[dict]:
    """So many inbound calls on as many days, each at another minute."""
    return [row(at((start + i * step) % 1200 + 100, day + i % 25), number, **more) for i in range(count)]


def text(number: str, body: str, day: int = 3, minute: int = 600, **more) -> dict:
    return row(at(minute, day), number, "sms", body=body, **more)


def settings_of(lang: str = "en", **case) -> Settings:
    return dataclasses.replace(Settings(lang=lang), owner=OWNER, case=CaseFile(**case))


def found(rows: list[dict], kinds: dict[str, str] | str | None = None, settings: Settings | None = None, table=None):
    """`campaigns` of rows; `kinds` is one kind for all messages, or kinds by a piece of the text, or None: not sorted."""
    settings = settings or settings_of()
    events = events_of(rows, settings) if table is None else table
    numbers = summarize(events, INDICATORS[:4], region=settings.region)
    messages = None
    if kinds is not None:
        some = events[events["kind"] != "call"]
        word = [
            kinds if isinstance(kinds, str) else next((k for piece, k in kinds.items() if piece in body), "personal")
            for body in some["body"]
        ]
        messages = pd.DataFrame({"event_id": some["event_id"].to_numpy(), "message_kind": word})
    return campaigns(events, messages, numbers, settings)


def groups(result) -> list[set[str]]:
    """The numbers of each campaign, as a person dials them."""
    return [{number.removeprefix("+86") for number in numbers.split()} for numbers in result.table["numbers"]]


__all__ = ["OWNER", "Collector", "at", "calls", "found", "groups", "row", "settings_of", "text"]
