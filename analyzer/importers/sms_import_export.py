"""The files of the Android app SMS Import / Export (SMS I/E): messages, calls, blocked numbers.

Everything is text there, under the names of the columns of Android's tables; a column that was empty on the phone is left
out. Messages are a JSON list before version 2 of the app, and since then lines of JSON in an archive, beside a folder with
the attachments, which are not looked at. An SMS has milliseconds, an MMS has seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.events import Importer, Reading
from analyzer.importers.phones import android
from analyzer.importers.phones.android_mms import Mms
from analyzer.importers.streams import json_lines, json_stream
from analyzer.importers.streams.entries import Entries, Parsed, milliseconds
from analyzer.importers.streams.json_lines import first_member
from analyzer.importers.streams.json_stream import NO_OBJECT, head_of, keys_of

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

MESSAGES_MEMBER, BLOCKED_MEMBER = "messages.ndjson", "blocked_numbers.ndjson"
"""Names that the app gives the lines of JSON in its archives; they come first there."""

CALL = {
    "number": "number", "date": "date", "type": "type", "duration": "duration", "ring": android.RINGING,
    "presentation": "presentation", "line": ("subscription_id", "simid"), "name": ("display_name", "name"), "label": android.LABELS,
    "deleted": android.DELETED_MARKS,
}  # fmt: skip
MESSAGE = {
    "number": "address", "date": "date", "type": "type", "body": "body", "line": "sub_id",
    "name": ("__display_name", "display_name"), "deleted": android.DELETED_MARKS,
}  # fmt: skip
"""Columns → names in the export; the app's own begin with two underscores since version 2."""

BLOCKED = N_("number on the phone's list of blocked numbers: no call and no message")


def _is_messages(export: Export) -> bool:
    keys = keys_of(export)
    columns = "thread_id" in keys and "messages" not in keys and ({"address", "type"} <= keys or "msg_box" in keys)
    return first_member(export) == MESSAGES_MEMBER or (columns and _is_text(export, "date"))


def _is_calls(export: Export) -> bool:
    keys = keys_of(export)
    columns = {"number", "date", "duration", "type"} <= keys and "thread_id" not in keys
    return columns and head_of(export).startswith("[") and _is_text(export, "date")


def _is_blocked(export: Export) -> bool:
    keys = keys_of(export)
    lines = head_of(export).startswith("{") and "original_number" in keys and bool({"_id", "e164_number"} & keys)
    return first_member(export) == BLOCKED_MEMBER or lines


def _is_text(export: Export, key: str) -> bool:
    """Whether the numbers under a key are written as text, as this app alone does."""
    return f'"{key}":"' in head_of(export).replace(" ", "")


def _read_calls(export: Export, settings: Settings) -> Reading:
    entries = Entries(CALL, android.CALL_WORDS)
    return android.calls(entries, json_stream.feed(export, lambda _list, entry: _take(entries, entry)))


def _read_messages(export: Export, settings: Settings) -> Reading:
    entries = Entries(MESSAGE, android.MESSAGE_WORDS)
    return android.messages(entries, _feed(export, entries, MESSAGES_MEMBER))


def _read_blocked(export: Export, settings: Settings) -> Reading:
    import numpy as np

    entries = Entries({"number": "original_number", "date": "date"}, {"number": N_("number")})
    parsed = _feed(export, entries, BLOCKED_MEMBER)
    n = len(entries)
    none = np.zeros(n, np.int8)
    columns = {
        "number_raw": entries.column("number"),
        "kind": none,
        "direction": none,
        "outcome": none,
    }
    numbers = tuple(dict.fromkeys(number for number in entries.column("number").to_pylist() if number))
    return entries.reading(parsed, np.full(n, -1, np.int64), columns, {BLOCKED: np.ones(n, bool)}, blocked=numbers)


def _feed(export: Export, entries: Entries, member: str) -> Parsed:
    """Gather the entries of an export, whatever it is: a list, lines, lines in an archive."""
    if head_of(export).startswith("["):
        return json_stream.feed(export, lambda _list, entry: _take(entries, entry))

    def take(place: str, entry: Any, wrong: str) -> None:
        if wrong:
            entries.add_strange(NO_OBJECT, place, wrong)
        else:
            _take(entries, entry, place)

    return json_lines.feed(export, take, member)


def _take(entries: Entries, entry: Any, place: str = "") -> None:
    if not isinstance(entry, dict):
        entries.add_strange(NO_OBJECT, place)
    elif "msg_box" in entry or "m_type" in entry:
        _take_mms(entries, entry, place)
    else:
        entries.add_named(entry, place)


def _take_mms(entries: Entries, entry: dict[str, Any], place: str) -> None:
    """An MMS as an SMS: the number out of its addresses, the text out of its parts, milliseconds."""
    mine = {name.removeprefix("__"): value for name, value in entry.items()}
    lists = [mine.get("addresses"), mine.get("recipient_addresses"), [mine.get("sender_address")]]
    addresses = [one for some in lists if isinstance(some, list) for one in some if isinstance(one, dict)]
    values, several = Mms.of(entry, mine.get("parts"), addresses).values()
    number = values["address"]
    names = [one.get("__display_name") or one.get("display_name") for one in addresses if one.get("address") == number]
    if several:
        entries.remark_here("P204", "address", several)
    date = milliseconds(entry.get("date"))
    entries.add_named(
        {
            **{name: values[name] for name in ("address", "type", "body", "sub_id")},
            "date": date,
            "__display_name" if "__parts" in entry else "display_name": next(filter(None, names), None),
        },
        place,
    )


CALLS = Importer(
    name="sms_import_export_calls",
    title=N_("call log saved by SMS Import / Export (JSON)"),
    maker="SMS Import / Export (Android)",
    recognises=_is_calls,
    read=_read_calls,
    how=N_(
        "in the app SMS Import / Export tap Export call log, without encryption, and copy the file calls-….json to the computer"
    ),
    reference="SMS Import / Export, README and source (tmo1/sms-ie); Android CallLog.Calls",
)
"""``calls-….json``: the columns of the phone's call log."""

MESSAGES = Importer(
    name="sms_import_export_messages",
    title=N_("messages saved by SMS Import / Export (ZIP, or JSON by old versions)"),
    maker="SMS Import / Export (Android)",
    recognises=_is_messages,
    read=_read_messages,
    how=N_(
        "in the app SMS Import / Export tap Export messages, without encryption, and copy the file messages-….zip to the computer"
    ),
    reference="SMS Import / Export, README and source (tmo1/sms-ie); Android Telephony.Sms and Telephony.Mms",
)
"""``messages-….zip``, its ``messages.ndjson`` by itself, and ``messages-….json`` of version 1."""

BLOCKED_NUMBERS = Importer(
    name="sms_import_export_blocked",
    title=N_("list of blocked numbers saved by SMS Import / Export (ZIP)"),
    maker="SMS Import / Export (Android)",
    recognises=_is_blocked,
    read=_read_blocked,
    how=N_(
        "in the app SMS Import / Export tap Export blocked numbers: a list without calls or messages, kept beside the other "
        "exports as it is"
    ),
    reference="SMS Import / Export, source (tmo1/sms-ie); Android BlockedNumberContract",
)
"""``blocked_numbers-….zip``: says whom the person had blocked, not when; no event comes out of it."""
