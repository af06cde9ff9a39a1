"""The XML files of the Android app Super Backup & Restore: ``calllogs_….xml`` and ``sms_….xml``.

Elements ``log`` in ``alllogs`` and ``sms`` in ``allsms``. Codes and times are Android's; ``time`` repeats the date in the phone's
own words. The app leaves quotation marks and angle brackets in texts as they are, so that its files are no XML until they
are mended: a text reaches to the attribute behind it.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.events import Importer, Reading
from analyzer.importers.phones import android
from analyzer.importers.streams import xml_repair
from analyzer.importers.streams.xml_entries import XmlEntries

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

CALL = {"number": "number", "date": "date", "type": "type", "duration": "dur", "name": "name"}
MESSAGE = {"number": "address", "date": "date", "type": "type", "body": "body", "name": "name"}

START = b"<sms "
BODY = re.compile(rb'\sbody="')
END = re.compile(rb'"\s{1,9}read="[^"<>]{0,9}"\s{1,9}service_center="')
"""What stands before a text and behind it; of several ends in one element the last counts."""
MARKS = ((b'"', b"&quot;"), (b"<", b"&lt;"), (b">", b"&gt;"), (b"\r\n", b"&#10;"), (b"\n", b"&#10;"), (b"\t", b"&#9;"))
"""Marks in a text that a parser would take for its end or for a blank."""
HELD = 1 << 22
"""Bytes of one message beyond which it is let through as it stands."""


def escaped(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same document with the texts of its messages escaped.

    Examples
    --------
    >>> text = b'<sms address="1" body="say "hi" <3" read="1" service_center="" name="" />'
    >>> b"".join(escaped(iter([text[:30], text[30:]])))
    b'<sms address="1" body="say &quot;hi&quot; &lt;3" read="1" service_center="" name="" />'
    """
    rest = b""
    for piece in pieces:
        rest += piece
        *whole, rest = _messages(rest)
        if whole:
            yield b"".join(map(_escaped, whole))
        if len(rest) > HELD:
            yield rest
            rest = b""
    yield _escaped(rest)


def _messages(text: bytes) -> list[bytes]:
    """The text, cut before each message."""
    cuts = [0, *(found.start() for found in re.finditer(START, text) if found.start()), len(text)]
    return [text[start:end] for start, end in itertools.pairwise(cuts)] or [b""]


def _escaped(message: bytes) -> bytes:
    start = BODY.search(message)
    ends = [found.start() for found in END.finditer(message, start.end())] if start else []
    if not start or not ends:
        return message
    body = message[start.end() : ends[-1]]
    for mark, reference in MARKS:
        body = body.replace(mark, reference)
    return message[: start.end()] + body + message[ends[-1] :]


def _read_calls(export: Export, settings: Settings) -> Reading:
    entries = XmlEntries("log", CALL, android.CALL_WORDS)
    return android.calls(entries, entries.parse(export, settings.encoding), android.EMPTY)


def _read_messages(export: Export, settings: Settings) -> Reading:
    entries = XmlEntries("sms", MESSAGE, android.MESSAGE_WORDS)
    return android.messages(entries, entries.parse(export, settings.encoding, escaped), android.EMPTY)


CALLS = Importer(
    name="super_backup_calls",
    title=N_("call log saved by Super Backup & Restore (XML)"),
    maker="Super Backup & Restore (Android)",
    recognises=lambda export: xml_repair.root_of(export) == "alllogs",
    read=_read_calls,
    how=N_(
        "in the app Super Backup & Restore choose Call logs, then Backup, and copy the file calllogs_….xml to the computer"
    ),
    reference="a file described by novoid/Memacs (phonecalls_superbackup); Android CallLog.Calls",
)
"""``calllogs_….xml``."""

MESSAGES = Importer(
    name="super_backup_messages",
    title=N_("messages saved by Super Backup & Restore (XML)"),
    maker="Super Backup & Restore (Android)",
    recognises=lambda export: xml_repair.root_of(export) == "allsms",
    read=_read_messages,
    how=N_("in the app Super Backup & Restore choose SMS, then Backup, and copy the file sms_….xml to the computer"),
    reference="programs that read and write such files; Android Telephony.Sms",
)
"""``sms_….xml``: SMS only."""
