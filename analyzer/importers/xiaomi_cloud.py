"""Pages of Xiaomi's cloud (i.mi.com) as its web page fetches them: calls, the list of conversations, one conversation.

Each is an object with ``data`` and in it ``entries``; pages may also stand in a list, or one to a line. A call has the
words ``incoming``, ``outgoing`` and ``missed`` for its type; a message has the folder 0 (received) or 1 (sent). The list of
conversations holds the newest message of each only, under ``entry``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analyzer.events import Importer, Reading
from analyzer.importers.phones import android
from analyzer.importers.streams import json_lines, json_stream
from analyzer.importers.streams.entries import Entries, Parsed
from analyzer.importers.streams.json_stream import NO_OBJECT, head_of, keys_of

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

CALL = {"number": "number", "date": "date", "type": "type", "duration": "duration", "name": "name"}
MESSAGE = {"number": ("address", "recipients"), "date": "localTime", "type": "folder", "body": ("body", "snippet")}
"""Columns → names in the pages."""

CALL_TYPES = {"incoming": "1", "outgoing": "2", "missed": "3"}
FOLDERS = {"0": "1", "1": "2"}
"""What a page says → ``type`` as Android has it."""
NO_CALL = "newContact"
CONTACT = N_("a contact that was added: no call and no message")
NEWEST = N_("text of the message; the list of conversations holds only the newest one of each")


def _pages(export: Export) -> bool:
    return {"data", "entries"} <= keys_of(export) and head_of(export).startswith(("{", "["))


def _is_calls(export: Export) -> bool:
    keys = keys_of(export)
    return _pages(export) and {"number", "date", "type", "duration"} <= keys and "localTime" not in keys


def _is_messages(export: Export) -> bool:
    return _pages(export) and {"localTime", "folder"} <= keys_of(export)


def _read_calls(export: Export, settings: Settings) -> Reading:
    import numpy as np

    entries = Entries(CALL, android.CALL_WORDS)
    contacts: list[bool] = []

    def take(entry: dict[str, Any]) -> None:
        kind, length = str(entry.get("type")), str(entry.get("duration", ""))
        contacts.append(kind == NO_CALL)
        known = {
            "type": CALL_TYPES.get(kind, entry.get("type")),
            "duration": None if length.startswith("-") else length,
        }
        entries.add_named({**entry, **known})

    parsed = _feed(export, entries, take, lambda: contacts.append(False))
    return android.calls(entries, parsed, skipped={CONTACT: np.array(contacts, bool)})


def _read_messages(export: Export, settings: Settings) -> Reading:
    entries = Entries(MESSAGE, android.MESSAGE_WORDS)

    def take(entry: dict[str, Any]) -> None:
        folder = entry.get("folder")
        entries.add_named({**entry, "folder": FOLDERS.get(str(folder), folder)})

    reading = android.messages(entries, _feed(export, entries, take, lambda: None))
    return replace(
        reading, understood=tuple((name, NEWEST if name == "snippet" else said) for name, said in reading.understood)
    )


def _feed(export: Export, entries: Entries, take: Any, strange: Any) -> Parsed:
    """Give every entry of every page to `take`; what is no entry is taken in as such, and `strange` told."""

    def page(_list: str | None, found: Any) -> None:
        for entry in _entries(found):
            if isinstance(entry, dict):
                take(entry)
            else:
                strange()
                entries.add_strange(NO_OBJECT)

    def line(_place: str, found: Any, wrong: str) -> None:
        if wrong:
            strange()
            entries.add_strange(NO_OBJECT, why=wrong)
        else:
            page(None, found)

    several = "}\n{" in head_of(export).replace("\r", "").replace("} ", "}")
    return json_lines.feed(export, line, "") if several else json_stream.feed(export, page)


def _entries(found: Any) -> Iterator[Any]:
    """The entries of a page, or the one entry that something is."""
    if isinstance(found, dict) and isinstance(found.get("data"), dict):
        found = found["data"]
    if isinstance(found, dict) and isinstance(found.get("entries"), list):
        for one in found["entries"]:
            inner = one.get("entry") if isinstance(one, dict) else None
            yield inner if isinstance(inner, dict) else one
    elif not isinstance(found, dict) or found.keys() & {"number", "localTime", "entry"}:
        yield found


CALLS = Importer(
    name="xiaomi_cloud_calls",
    title=N_("calls in Xiaomi's cloud (pages of i.mi.com, JSON)"),
    maker="Xiaomi",
    recognises=_is_calls,
    read=_read_calls,
    how=N_(
        "log in at i.mi.com, open the calls, open the browser's developer tools (F12), tab Network, scroll to the end of the "
        "list, and save each answer named full as a .json file; without that, use the app SMS Backup & Restore"
    ),
    reference="a program that fetches and reads these pages (CAF, XiaoMiHelper); no page was seen",
)
"""``entries`` with number, type, duration in seconds, date in milliseconds."""

MESSAGES = Importer(
    name="xiaomi_cloud_messages",
    title=N_("messages in Xiaomi's cloud (pages of i.mi.com, JSON)"),
    maker="Xiaomi",
    recognises=_is_messages,
    read=_read_messages,
    how=N_(
        "log in at i.mi.com, open the messages, open the browser's developer tools (F12), tab Network, open each conversation "
        "and save the answer named pagination as a .json file; the answer named thread holds only the newest message of each"
    ),
    reference="programs that fetch and read these pages (CAF, XiaoMiHelper; a tool named micloud); no page was seen",
)
"""``entries`` with address, folder, body, localTime in milliseconds; or ``entry`` with recipients and snippet."""
