"""Exports of the Android apps Fossify Messages and Simple SMS Messenger: ``messages….json``.

A list of SMS and then MMS. The same values have two spellings: builds that write with kotlinx use the names of the
program's own properties, older ones (Gson) the names of the columns of Android's tables; still older ones wrapped the two
kinds in an object, ``[{"sms": […], "mms": […]}]``. An SMS has milliseconds, an MMS has seconds.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from analyzer.events import Importer, Reading
from analyzer.importers.phones import android
from analyzer.importers.phones.android_mms import Mms
from analyzer.importers.streams import json_stream
from analyzer.importers.streams.entries import Entries, milliseconds
from analyzer.importers.streams.json_stream import NO_OBJECT, head_of, keys_of

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

MESSAGE = {"number": "address", "date": "date", "type": "type", "body": "body", "line": ("subscriptionId", "sub_id")}
LISTS = ("sms", "mms")
WRAPPED = re.compile(r'\[\s*\{\s*"(?:sms|mms)"\s*:\s*(?:\[|null)')

COLUMNS = {
    "messageBox": "msg_box", "messageType": "m_type", "subject": "sub", "subscriptionId": "sub_id", "contentType": "ct",
    "sequenceOrder": "seq",
}  # fmt: skip
"""Names of properties of an MMS, or of its parts → columns of Android's tables, as `Mms` takes them."""


def _recognises(export: Export) -> bool:
    keys, head = keys_of(export), head_of(export)
    if not head.startswith("[") or "thread_id" in keys:
        return False
    if WRAPPED.match(head) or "backupType" in keys:
        return "address" in keys or "addresses" in keys or bool(WRAPPED.match(head))
    sms = {"sub_id", "address", "body", "date_sent", "service_center", "type"} <= keys
    mms = {"sub_id", "msg_box", "ct_t", "addresses", "parts"} <= keys
    return (sms or mms) and bool(re.search(r'"date"\s*:\s*\d', head))


def _read(export: Export, settings: Settings) -> Reading:
    entries = Entries(MESSAGE, android.MESSAGE_WORDS)

    def take(_list: str | None, entry: Any) -> None:
        if not isinstance(entry, dict):
            entries.add_strange(NO_OBJECT)
        elif "addresses" in entry or "parts" in entry:
            _take_mms(entries, entry)
        elif entry.keys() - LISTS or not entry:  # a wrapper of two lists that are null holds nothing
            entries.add_named(entry)

    return android.messages(entries, json_stream.feed(export, take, LISTS))


def _take_mms(entries: Entries, entry: dict[str, Any]) -> None:
    parts = entry.get("parts")
    rows = [_part(part) for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    values, several = Mms.of(_named(entry), rows, entry.get("addresses")).values()
    if several:
        entries.remark_here("P204", "address", several)
    entries.add_named(
        {
            **{name: values[name] for name in ("address", "type", "body")},
            "subscriptionId" if "subscriptionId" in entry else "sub_id": values["sub_id"],
            "date": milliseconds(entry.get("date")),
        }
    )


def _part(part: dict[str, Any]) -> dict[str, Any]:
    """A part under the names of columns; the text of one may stand under ``data``, where pictures have their bytes."""
    row = _named(part)
    kind = row.get("ct")
    if not row.get("text") and isinstance(kind, str) and kind.startswith("text/"):
        row["text"] = row.get("data")
    return row


def _named(entry: dict[str, Any]) -> dict[str, Any]:
    return {COLUMNS.get(name, name): value for name, value in entry.items()}


FOSSIFY_MESSAGES = Importer(
    name="fossify_messages",
    title=N_("messages saved by Fossify Messages or Simple SMS Messenger (JSON)"),
    maker="Fossify Messages, Simple SMS Messenger (Android)",
    recognises=_recognises,
    read=_read,
    how=N_(
        "in the app Fossify Messages (or Simple SMS Messenger) open Settings, choose Export messages, and copy the file "
        "messages….json to the computer"
    ),
    reference="Fossify Messages, source of its models (FossifyOrg/Messages); Android Telephony.Sms and Telephony.Mms",
)
"""``messages….json``, in both spellings."""
