"""Entries of the case file brought into the form that `analyzer.settings` keeps; a misspelt one is refused, never lost."""

from __future__ import annotations

import datetime as dt
from typing import Any

from analyzer.problems import UsageError


def apart(entries: Any, path: str) -> tuple[tuple[str, ...], ...]:
    """The numbers of each ``[[apart]]``, as typed; one that names no number, or none as text, would be lost."""
    made = []
    for entry in entries if isinstance(entries, list) else [entries] if entries else []:
        refuse_unknown(entry, {"numbers"}, path, "apart")
        numbers = entry.get("numbers", ())
        numbers = [numbers] if isinstance(numbers, str) else numbers
        if not isinstance(numbers, list) or not numbers or not all(isinstance(one, str) and one for one in numbers):
            raise UsageError(
                '{path}: an [[apart]] needs numbers = ["13900000003", "13900000004"], in quotes', path=path
            )
        made.append(tuple(numbers))
    return tuple(made)


def collector(entry: Any, path: str) -> Any:
    """A collector's entry: what is owed is words in quotes, the day on which it was due is a day."""
    if not isinstance(entry, dict):
        return entry
    for key in ("creditor", "creditor_address", "contract", "product", "amount"):
        if not isinstance(entry.get(key, ""), str):
            raise UsageError('{path}: {key} of a [[collector]] is text in quotes: {key} = "…"', path=path, key=key)
    due = entry.get("due")
    if isinstance(due, dt.datetime):
        return {**entry, "due": due.date()}
    if due is not None and not isinstance(due, dt.date):
        raise UsageError("{path}: due of a [[collector]] is a day without quotes: due = 2026-05-06", path=path)
    return entry


def refusal(entry: Any, path: str) -> Any:
    """A refusal's entry with its moment; a bare date is marked as one."""
    if not isinstance(entry, dict):
        return entry
    at = entry.get("at")
    return {**entry, "at": _moment(at, path), "day_only": not isinstance(at, dt.datetime)}


def filed(entry: Any, path: str, collectors: list[dict[str, Any]]) -> Any:
    """A complaint's entry: days are days, and what it is about is a number or a collector of this file."""
    if not isinstance(entry, dict):
        return entry
    for key in ("date", "answered"):
        day = entry.get(key)
        if isinstance(day, dt.datetime):
            entry = {**entry, key: day.date()}
        elif day is not None and not isinstance(day, dt.date):
            raise UsageError(
                "{path}: {key} of a [[complaint]] is a day without quotes: {key} = 2026-05-06", path=path, key=key
            )
    if entry.get("answered") and entry.get("date") and entry["answered"] < entry["date"]:
        raise UsageError(
            "{path}: a [[complaint]] was answered before it was handed in: mend one of the days", path=path
        )
    about = entry.get("about", ())
    about = (about,) if isinstance(about, str) else about
    names = {str(one.get("name", "")) for one in collectors}
    for one in about if isinstance(about, list | tuple) else (about,):
        if not isinstance(one, str) or not (one in names or any(letter.isdigit() for letter in one)):
            raise UsageError(
                "{path}: about = {about!r} of a [[complaint]] is neither a number in quotes nor the name of a [[collector]]",
                path=path, about=one,
            )  # fmt: skip
    return {**entry, "about": tuple(about)}


def refuse_unknown(data: Any, known: set[str], path: str, where: str) -> None:
    """Raise for an entry that is not known."""
    if not isinstance(data, dict):
        raise UsageError("{path}: [{where}] must be a table with entries", path=path, where=where)
    for key in data:
        if key not in known:
            raise UsageError(
                "{path}: unknown entry {key!r} in [{where}]: known are {known}",
                path=path,
                key=key,
                where=where or "case",
                known=", ".join(sorted(known)),
            )


def _moment(value: Any, path: str) -> dt.datetime:
    if isinstance(value, dt.datetime):
        return value
    if isinstance(value, dt.date):
        return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - local wall time, the zone is the owner's
    raise UsageError(
        "{path}: a [[refusal]] needs at = 2026-03-01 or at = 2026-03-01T18:30:00, without quotes", path=path
    )
