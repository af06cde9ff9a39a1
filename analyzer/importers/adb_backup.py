"""Messages out of a backup made with ``adb backup``: the files ``…_sms_backup`` and ``…_mms_backup`` of the telephony provider.

Each is a packed (zlib) JSON list of at most a thousand messages; Android's TelephonyBackupAgent writes them. Everything
is text there, under the names of the columns of Android's tables; an SMS has milliseconds, an MMS has seconds.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from analyzer.events import Importer, Reading
from analyzer.importers.phones import android
from analyzer.importers.phones.android_mms import RECIPIENT, SENDER, Mms
from analyzer.importers.phones.android_mms_tables import subject_of
from analyzer.importers.streams.entries import Entries, Parsed, milliseconds
from analyzer.importers.streams.json_stream import Broken, Source, Stream, too_deep
from analyzer.problems import ExportError

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

MESSAGE = {"number": "address", "date": "date", "type": "type", "body": "body", "line": "self_phone"}
WORDS = {**android.MESSAGE_WORDS, "line": N_("own number, kept as the line")}

MMS_WORDS = {
    "mms_addresses": N_("sender or recipient"),
    "recipients": N_("the others in the conversation, where no sender is named"),
    "mms_body": N_("text of the message"),
    "sub": N_("subject, in place of a text"),
    "msg_box": N_("direction"),
    "m_type": N_("kind of entry"),
}
"""What else is read of an MMS."""

LARGEST = 1 << 26
"""Bytes that such a file may unpack to; a thousand messages have a few million."""
PIECE = 1 << 16
_FIRST = re.compile(rb'\s*\[\s*\{\s*"\w+"\s*:')
_KEYS = (b'"address"', b'"recipients"', b'"mms_addresses"', b'"msg_box"', b'"mms_body"')


def _recognises(export: Export) -> bool:
    """Whether the first bytes are those of packed data, and unpack to a list of messages."""
    head = export.head
    if len(head) < 8 or head[0] != 0x78 or int.from_bytes(head[:2], "big") % 31:  # RFC 1950
        return False
    try:
        start = zlib.decompressobj().decompress(head, PIECE)
    except zlib.error:
        return False
    return bool(_FIRST.match(start)) and any(key in start for key in _KEYS)


def _read(export: Export, settings: Settings) -> Reading:
    entries = Entries(MESSAGE, WORDS)
    owners: set[str] = set()
    beside: dict[str, None] = {}
    source, broken = Source(_unpacked(export)), ""
    try:
        for _list, entry in Stream(source):
            _take(entries, entry, owners, beside)
    except Broken as error:
        broken = str(error)
    except RecursionError:
        raise too_deep(export) from None
    parsed = Parsed("", source.replaced, broken)
    reading = android.messages(entries, parsed, owner=owners.pop() if len(owners) == 1 else "")
    reading.understood += tuple((name, MMS_WORDS[name]) for name in beside)
    return reading


def _unpacked(export: Export) -> Iterator[bytes]:
    """What is packed, as far as it can be unpacked; the list that then breaks off says the rest."""
    unpacker, size = zlib.decompressobj(), 0
    for packed in export.chunks(PIECE):
        while packed and not unpacker.eof:
            try:
                piece = unpacker.decompress(packed, PIECE)
            except zlib.error:
                return
            size += len(piece)
            if size > LARGEST:
                raise ExportError(
                    "{path} unpacks to more than {size} MB, as no backup of messages does: make the backup again",
                    path=export.path,
                    size=LARGEST >> 20,
                )
            yield piece
            packed = unpacker.unconsumed_tail


def _take(entries: Entries, entry: Any, owners: set[str], beside: dict[str, None]) -> None:
    if not isinstance(entry, dict):
        entries.add_strange(type(entry).__name__)
        return
    values = {name: value if isinstance(value, str) else None for name, value in entry.items()}
    if own := values.get("self_phone"):
        owners.add(own)
    if entry.keys() & {"msg_box", "m_type", "mms_body", "mms_addresses"}:
        found = _mms(entries, entry, {name: value for name, value in values.items() if value is not None})
        beside |= dict.fromkeys(name for name in MMS_WORDS if name in entry)
        values = {name: value for name, value in values.items() if name not in MMS_WORDS} | found
    entries.add_named(values)


def _mms(entries: Entries, entry: dict[str, Any], values: dict[str, str]) -> dict[str, str]:
    """What makes an SMS of an MMS: the other party, the text, milliseconds."""
    message = Mms(values | {"sub": subject_of(values.get("sub", ""))})
    message.texts = [values["mms_body"]] if values.get("mms_body") else []
    for address in _rows(entry.get("mms_addresses"), dict):
        message.inside("addr", {name: str(value) for name, value in address.items()})
    if not message.senders and not message.recipients:  # the others in the conversation
        others = _rows(entry.get("recipients"), str)
        kind = RECIPIENT if len(others) > 1 else SENDER
        for address in others:
            message.inside("addr", {"address": address, "type": kind})
        message.recipients = message.recipients or message.senders
    found, several = message.values()
    if several:
        entries.remark_here("P204", "mms_addresses", several)
    return {
        **{name: found[name] for name in ("address", "type", "body")},
        "date": milliseconds(values.get("date", "")),
    }


def _rows(value: Any, kind: type) -> list[Any]:
    return [row for row in value if isinstance(row, kind)] if isinstance(value, list) else []


ADB_BACKUP = Importer(
    name="adb_backup",
    title=N_("messages out of an adb backup (…_sms_backup, …_mms_backup)"),
    maker="Android (adb backup)",
    recognises=_recognises,
    read=_read,
    how=N_(
        "have somebody who knows adb make a backup of com.android.providers.telephony, unpack it, and take the files out of its "
        "folder d_f; the app SMS Backup & Restore is easier"
    ),
    reference="Android TelephonyBackupAgent; ALEAPP smsmmsBackup",
)
"""A packed list of messages."""
