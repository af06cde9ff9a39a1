"""The XML files of the Android app SMS Backup & Restore: ``calls-….xml`` and ``sms-….xml``.

Silence, TextSecure and Signal wrote the same ``smses`` document as their plaintext export. Codes are those of Android's
call log and message tables, which the app writes as they stand; the vendor describes the attributes under "Fields in XML
backup files".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.events import Importer, Reading
from analyzer.importers.phones import android
from analyzer.importers.streams import xml_repair
from analyzer.importers.streams.xml_entries import XmlEntries

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

CALL = {
    "number": "number", "date": "date", "type": "type", "duration": "duration", "presentation": "presentation",
    "line": "subscription_id", "name": "contact_name",
}  # fmt: skip
MESSAGE = {
    "number": "address", "date": "date", "type": "type", "body": "body", "line": "sub_id", "name": "contact_name",
}  # fmt: skip
"""Columns → attributes that are read."""


def _read_calls(export: Export, settings: Settings) -> Reading:
    entries = XmlEntries("call", CALL, android.CALL_WORDS)
    return android.calls(entries, entries.parse(export, settings.encoding), android.EMPTY)


def _read_messages(export: Export, settings: Settings) -> Reading:
    entries = XmlEntries("sms", MESSAGE, android.MESSAGE_WORDS, mms=True)
    return android.messages(entries, entries.parse(export, settings.encoding), android.EMPTY)


CALLS = Importer(
    name="sms_backup_restore_calls",
    title=N_("call log saved by SMS Backup & Restore (XML)"),
    maker="SMS Backup & Restore (Android)",
    recognises=lambda export: xml_repair.root_of(export) == "calls",
    read=_read_calls,
    how=N_(
        "in the app SMS Backup & Restore choose Back up, tick phone calls, and copy the file calls-….xml to the computer"
    ),
    reference="SyncTech, Fields in XML backup files; Android CallLog.Calls",
)
"""``calls-….xml``: every entry of the phone's call log, missed and rejected calls included."""

MESSAGES = Importer(
    name="sms_backup_restore_messages",
    title=N_("messages saved by SMS Backup & Restore, Silence or Signal (XML)"),
    maker="SMS Backup & Restore, Silence, Signal (Android)",
    recognises=lambda export: xml_repair.root_of(export) == "smses",
    read=_read_messages,
    how=N_(
        "in the app SMS Backup & Restore choose Back up, tick messages, and copy the file sms-….xml to the computer"
    ),
    reference="SyncTech, Fields in XML backup files; Android Telephony.Sms and Telephony.Mms",
)
"""``sms-….xml``: SMS and MMS, received and sent."""
