"""SMS in the vMessage format: ``sms.vmsg`` of phone backups, ``.vmg`` files of Nokia and other phones of that time.

Two dialects. Backups (ColorOS, and the backup app that Qualcomm, ZTE, Meizu and Windows phones share) keep everything in
properties of the VBODY: ``X-BOX``, ``Date`` in local time, ``DateOrigin`` in milliseconds, the text as ``Subject`` in quoted
printable, whose name may run into ``ENCODING`` without a semicolon. The older one (IrMC, Nokia) says ``X-IRMC-BOX`` at the
top, ``X-NOK-DT`` in UTC, and has the text itself in the VBODY behind a ``Date`` line.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analyzer.events import Importer, Reading
from analyzer.importers.phones import android
from analyzer.importers.streams.entries import Entries, Parsed
from analyzer.importers.values import times

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

START = re.compile(r"\s*BEGIN:\s*VMSG\b", re.IGNORECASE)
BOXES = {
    "INBOX": "1", "DELIVER": "1", "SENT": "2", "SENDBOX": "2", "SENTBOX": "2", "SUBMIT": "2", "DRAFT": "3", "OUTBOX": "4",
    "FAILED": "5",
}  # fmt: skip
"""Box that a message lies in → Android's type of a message."""

WHEN = ("DateOrigin", "X-NOK-DT", "Date")
"""Properties that say when, those that name an instant first."""

TEXT = re.compile(r"(?:Subject|Text)(?:;[^:]*|ENCODING=[^:]*)?:", re.IGNORECASE)
ENCODED = re.compile(r"(?:Subject|Text)[^:]*ENCODING=[^:]*:", re.IGNORECASE)
PROPERTY = re.compile(r"(X-[A-Z-]+|BlockType|Date|DateOrigin|TEL|FN|N|VERSION)\s*((?:;[^:]*)?):(.*)", re.IGNORECASE)
SPELLED = {name.upper(): name for name in ("BlockType", "Date", "DateOrigin", "Subject")}

MESSAGE = {
    "number": "TEL", "date": WHEN, "type": ("X-BOX", "X-IRMC-BOX"), "body": ("Subject", "VBODY"), "line": "X-SIMID",
    "name": ("FN", "N"),
}  # fmt: skip
WORDS = {**android.MESSAGE_WORDS, "date": N_("time")}


@dataclass
class Message:
    """One message while it is read: its properties, its text, its numbers outside and inside the envelope."""

    found: dict[str, str] = field(default_factory=dict)
    text: str | None = None
    outer: list[str] = field(default_factory=list)
    inner: list[str] = field(default_factory=list)
    replaced: bool = False

    def type(self) -> str:
        """Android's type of the message; for an unknown box what stands there."""
        box = self.found.get("X-BOX") or self.found.get("X-IRMC-BOX") or self.found.get("X-MESSAGE-TYPE") or ""
        kind = BOXES.get(box.upper(), box)
        return f"mms {kind}" if self.found.get("X-TYPE", "").upper() == "MMS" else kind

    def numbers(self) -> list[str]:
        """The other parties: the sender stands outside the envelope, recipients inside."""
        first, second = (self.outer, self.inner) if self.type().endswith("1") else (self.inner, self.outer)
        return first or second

    def when(self) -> str:
        """The best of the times."""
        given = [self.found[name] for name in WHEN if self.found.get(name)]
        return next((text for text in given if any(map(str.isdecimal, text))), given[0] if given else "")


def _recognises(export: Export) -> bool:
    return export.kind == "text" and bool(START.match(_head(export)))


def _head(export: Export) -> str:
    """The first characters, in whatever encoding ASCII can be read in."""
    return (
        export.head[:512]
        .replace(b"\0", b"")
        .removeprefix(b"\xff\xfe")
        .removeprefix(b"\xfe\xff")
        .decode("utf-8-sig", "ignore")
    )


def _read(export: Export, settings: Settings) -> Reading:
    import numpy as np
    import pyarrow.compute as pc

    entries = Entries(MESSAGE, WORDS)
    text = export.utf8().decode()
    replaced, broken = export.damaged, ""
    for message in _messages(text):
        if message is None:
            broken = "no END:VMSG"
            break
        entries.see([*message.found, *(["TEL"] if message.outer or message.inner else [])])
        numbers = message.numbers()
        if len(numbers) > 1:
            entries.remark_here("P204", "TEL", "~".join(numbers))
        replaced |= message.replaced
        found = message.found
        entries.add(
            [
                numbers[0] if numbers else "",
                message.when(),
                message.type(),
                message.text or "",
                found.get("X-SIMID"),
                found.get("FN") or found.get("N"),
            ]
        )
    when = times.parse(pc.fill_null(entries.column("date"), ""), settings.zone)
    entries.remark("P206", when.doubtful, "date")
    return android.messages(
        entries,
        Parsed(export.encoding, replaced, broken),
        at=np.where(when.ok, when.at, -1),
        zone_basis="absolute" if when.absolute else "assumed-local",
        to_second=when.to_second,
    )


def _messages(text: str) -> Iterator[Message | None]:
    """The messages of a file, and None where the last one has no end."""
    message: Message | None = None
    depth = body = 0
    lines = (line.removesuffix("\r") for line in text.split("\n"))
    for line in lines:
        mark = line.strip().upper().replace(" ", "")
        if mark == "BEGIN:VMSG":
            message, depth, body = Message(), 0, 0
        elif message is None:
            continue
        elif mark == "END:VMSG":
            yield message
            message = None
        elif mark in ("BEGIN:VENV", "END:VENV"):
            depth += 1 if mark.startswith("B") else -1
        elif mark in ("BEGIN:VBODY", "END:VBODY"):
            body = 1 if mark.startswith("B") else 0
        elif body and "X-IRMC-BOX" in message.found and not ENCODED.match(line):
            _body_line(message, line, body)
            body += 1
        else:
            _property(message, line, lines, depth)
    if message is not None:
        yield None


def _body_line(message: Message, line: str, number: int) -> None:
    """A line of the body where this is the text itself: the date first, if it is there, then the text."""
    if number == 1 and line.upper().startswith("DATE:"):
        message.found["Date"] = line[5:].strip()
    else:
        message.found["VBODY"] = ""
        message.text = line if message.text is None else f"{message.text}\n{line}"


def _property(message: Message, line: str, lines: Iterator[str], depth: int) -> None:
    if TEXT.match(line):
        name, _, value = line.partition(":")
        message.text, bad = _decoded(name, value, lines)
        message.found["Subject"] = ""
        message.replaced |= bad
    elif found := PROPERTY.match(line.strip()):
        name, (value, bad) = SPELLED.get(found[1].upper(), found[1].upper()), _decoded(found[2], found[3], lines)
        value = value.strip()
        message.replaced |= bad
        if name == "TEL":
            (message.inner if depth else message.outer).extend([value] if value else [])
        elif value or name not in message.found:
            message.found[name] = " ".join(value.split(";")).strip() if name in ("N", "FN") else value


def _decoded(name: str, value: str, lines: Iterator[str]) -> tuple[str, bool]:
    """The value of a property, and whether a character had to be replaced: quoted printable goes on behind ``=``."""
    if "QUOTED-PRINTABLE" not in name.upper():
        return value, False
    parts = [value.rstrip()]
    while parts[-1].endswith("="):
        parts[-1] = parts[-1][:-1]
        parts.append(next(lines, "").rstrip())
    charset = re.search(r"CHARSET=([\w-]{1,20})", name, re.IGNORECASE)
    data = binascii.a2b_qp("".join(parts).encode("utf-8", "replace"))
    try:
        text = data.decode(charset[1] if charset else "utf-8", "replace")
    except (LookupError, ValueError):
        text = data.decode("utf-8", "replace")
    return text, "\ufffd" in text


VMESSAGE = Importer(
    name="vmessage",
    title=N_(
        "messages in vMessage format: backup of an OPPO, OnePlus, realme, ZTE or Meizu phone (.vmsg), Nokia (.vmg)"
    ),
    maker="OPPO, OnePlus, realme, ZTE, Meizu, Nokia",
    recognises=_recognises,
    read=_read,
    how=N_(
        "on the phone open Settings, then Back up and restore (or Clone Phone), make a local backup of messages without a "
        "password, and copy the file sms.vmsg from the Backup folder to the computer; from a Nokia phone copy the .vmg files"
    ),
    reference="IrMC vMessage 1.1; VMessageComposer.java of such backup apps; tmo1/sms-ie vmg-convert.py",
)
"""``sms.vmsg`` and ``.vmg``."""
