"""Exports of the Android apps Fossify Phone and Simple Dialer: ``call_history….json``.

A list of calls; newer versions nest calls that follow one another under ``groupedCalls``. The app leaves out calls of
numbers that are blocked on the phone, and of several calls in the same second all but one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.events import Importer, Reading
from analyzer.importers.phones import android
from analyzer.importers.streams import json_stream
from analyzer.importers.streams.entries import Entries, milliseconds
from analyzer.importers.streams.json_stream import NO_OBJECT, head_of, keys_of

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

CALL = {
    "number": "phoneNumber", "date": "startTS", "type": "type", "duration": "duration", "line": "simID", "name": "name",
}  # fmt: skip
GROUPED = ("groupedCalls", "title")
"""Names of the list of calls that follow one another; apps made of this one write it under the second (Gson)."""


def _recognises(export: Export) -> bool:
    return {"phoneNumber", "startTS", "duration", "type"} <= keys_of(export) and head_of(export).startswith("[")


def _read(export: Export, settings: Settings) -> Reading:
    entries = Entries(CALL, android.CALL_WORDS)
    count = 0

    def take(_list: str | None, entry: Any) -> None:
        nonlocal count
        count += 1
        _take(entries, entry, str(count))

    return android.calls(entries, json_stream.feed(export, take))


def _take(entries: Entries, entry: Any, place: str) -> None:
    """A call and those grouped with it; the call itself may stand among these once more, which its id tells."""
    if not isinstance(entry, dict):
        entries.add_strange(NO_OBJECT, place)
        return
    _take_one(entries, entry, place)
    grouped = next((entry[name] for name in GROUPED if isinstance(entry.get(name), list)), ())
    for i, other in enumerate(grouped, 1):
        if not isinstance(other, dict):
            entries.add_strange(NO_OBJECT, f"{place}.{i}")
        elif other.get("id") is None or other["id"] != entry.get("id"):
            _take_one(entries, other, f"{place}.{i}")


def _take_one(entries: Entries, entry: dict[str, Any], place: str) -> None:
    """A call: the time in milliseconds, and no name where the app shows the number in its place."""
    named = {name: value for name, value in entry.items() if name not in GROUPED}
    named["startTS"] = milliseconds(entry.get("startTS"))
    if entry.get("isUnknownNumber") is True or entry.get("name") == entry.get("phoneNumber"):
        named["name"] = None
    entries.add_named(named, place)


FOSSIFY_CALLS = Importer(
    name="fossify_calls",
    title=N_("call history saved by Fossify Phone or Simple Dialer (JSON)"),
    maker="Fossify Phone, Simple Dialer (Android)",
    recognises=_recognises,
    read=_read,
    how=N_(
        "in the app Fossify Phone (or Simple Dialer) open Settings, choose Export call history, and copy the file "
        "call_history….json to the computer; calls of numbers that are blocked on the phone are not in it"
    ),
    reference="Fossify Phone, RecentCall.kt and RecentsHelper.kt (FossifyOrg/Phone); Android CallLog.Calls",
)
"""``call_history….json``, with times in milliseconds or, by old versions, in seconds."""
