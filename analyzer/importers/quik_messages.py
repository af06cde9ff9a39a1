"""Backups of the Android messengers QKSMS and QUIK: ``backup-….json``.

An object with the number of messages and their list, ``type`` as Android has it. An MMS stands in it like an SMS, without
its text, so that the two cannot be told apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from analyzer.events import Importer, Reading
from analyzer.importers.phones import android
from analyzer.importers.streams import json_stream
from analyzer.importers.streams.entries import Entries
from analyzer.importers.streams.json_stream import NO_OBJECT, head_of, keys_of

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

MESSAGE = {"number": "address", "date": "date", "type": "type", "body": "body", "line": "subId"}
LIST = "messages"


def _recognises(export: Export) -> bool:
    """An object, a list of messages in it, and either the count before it or its messages' own keys."""
    keys = keys_of(export)
    own = "messageCount" in keys or {"address", "body", "date", "dateSent", "subId"} <= keys
    return own and head_of(export).startswith("{") and bool(re.search(rf'"{LIST}"\s*:\s*\[', head_of(export)))


def _read(export: Export, settings: Settings) -> Reading:
    entries = Entries(MESSAGE, android.MESSAGE_WORDS)

    def take(name: str | None, entry: Any) -> None:
        if name == LIST and isinstance(entry, dict):
            entries.add_named(entry)
        elif name is not None:
            entries.add_strange(NO_OBJECT)

    def take_all(_: str, alike: list[dict[str, Any]]) -> None:
        entries.add_all(alike)

    return android.messages(entries, json_stream.feed(export, take, {LIST}, take_all))


QUIK = Importer(
    name="quik_messages",
    title=N_("messages saved by QKSMS or QUIK (JSON)"),
    maker="QKSMS, QUIK SMS (Android)",
    recognises=_recognises,
    read=_read,
    how=N_(
        "in the app QUIK (or QKSMS) choose Backup and restore, then Back up now, and copy the file backup-….json from the "
        "folder that the app names to the computer"
    ),
    reference="QKSMS, BackupRepositoryImpl.kt (moezbhatti/qksms); Android Telephony.Sms",
)
"""``backup-….json``."""
