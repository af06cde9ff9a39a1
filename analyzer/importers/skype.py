"""Skype's own export: ``messages.json``, out of the archive that it made available for download.

An object with the owner's id and a list of conversations, each with its messages, the latest first. Ids begin with a number
that tells the network: ``4:`` a telephone number, ``8:`` a person on Skype, ``28:`` a robot, ``19:`` a group. A call is an entry when
it starts, and another one when it has ended or was missed; the two name the same call, or stand next to each other.
"""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Importer, Reading
from analyzer.importers.streams import json_stream
from analyzer.importers.streams.entries import Entries
from analyzer.importers.streams.json_stream import NO_OBJECT, head_of, keys_of
from analyzer.importers.values import durations, times

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

FIELDS = {
    "date": "originalarrivaltime", "sender": "from", "number": "conversationid", "body": "content", "type": "messagetype",
    "name": "displayName", "call": "call", "duration": "duration", "start": "start",
}  # fmt: skip
WORDS = {
    "date": N_("time"), "sender": N_("number that called or sent"), "number": N_("number of the other party"),
    "body": N_("text of the message"), "type": N_("direction, outcome or kind"),
}  # fmt: skip

TEXTS = ("Text", "RichText")
CALL = "Event/Call"
GROUP = N_("message or call of a group")
NOTE = N_("note of the app, not a message")
FIRST_HALF = N_("start of a call whose end stands in an entry of its own")

PARTS = re.compile(r"<partlist\b[^<>]*>", re.IGNORECASE)
TYPE = re.compile(r"""\btype=["'](\w{1,20})["']""")
CALL_ID = re.compile(r"""\bcallId=["']([\w:.-]{1,80})["']""")
LENGTH = re.compile(r"<duration>\s*(\d{1,7})(?:\.\d*)?\s*</duration>")
ENDED, MISSED, STARTED = "ended", "missed", "started"


def _recognises(export: Export) -> bool:
    return head_of(export).startswith("{") and {"conversations", "MessageList"} <= keys_of(export)


class _Conversation:
    """The messages of one conversation, its calls put together."""

    def __init__(self, entries: Entries) -> None:
        self.entries = entries
        self.halves: set[int] = set()

    def add(self, conversation: dict[str, Any], place: str) -> None:
        listed = conversation.get("MessageList")
        messages = listed if isinstance(listed, list) else []
        started: dict[str, tuple[str, int]] = {}
        for i in range(len(messages) - 1, -1, -1):  # the latest stands first
            self._add(messages[i], f"{place}.{i + 1}", conversation, started)

    def _add(self, entry: Any, place: str, conversation: dict[str, Any], started: dict[str, tuple[str, int]]) -> None:
        if not isinstance(entry, dict):
            self.entries.add_strange(NO_OBJECT, place)
            return
        named = {"conversationid": conversation.get("id"), **entry, "displayName": conversation.get("displayName")}
        text = entry.get("content")
        if entry.get("messagetype") == CALL and isinstance(text, str):
            opening = PARTS.search(text)
            head = opening[0] if opening else ""
            type_, id_ = TYPE.search(head), CALL_ID.search(head)
            said = type_[1].lower() if type_ else ENDED if "<ended" in text else STARTED
            key = id_[1] if id_ else ""
            length = [int(one) for one in LENGTH.findall(text)]
            named |= {"call": said, "duration": str(max(length)) if length else None}
            if said == STARTED:
                started[key] = str(entry.get("originalarrivaltime") or ""), len(self.entries)
            elif key in started:
                named["start"], half = started.pop(key)
                self.halves.add(half)
        self.entries.add_named(named, place)


def _read(export: Export, settings: Settings) -> Reading:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    entries = Entries(FIELDS, WORDS)
    conversations = _Conversation(entries)
    count = 0

    def take(name: str | None, entry: Any) -> None:
        nonlocal count
        if name is None:
            return
        count += 1
        if isinstance(entry, dict):
            conversations.add(entry, str(count))
        else:
            entries.add_strange(NO_OBJECT, str(count))

    parsed = json_stream.feed(export, take, {"conversations"})
    found = re.search(r'"userId"\s*:\s*"([^"\\]{1,120})"', head_of(export))
    owner = found[1] if found else ""

    def column(name: str) -> pa.Array:
        return pc.fill_null(entries.column(name), "")

    type_, said, other, sender = (column(name) for name in ("type", "call", "number", "sender"))
    call = np.array(pc.equal(type_, CALL).to_pylist(), bool)
    when, began = times.parse(column("date"), settings.zone), times.parse(column("start"), settings.zone)
    length = durations.parse(column("duration")).seconds
    ended, missed = (np.array(pc.equal(said, word).to_pylist(), bool) for word in (ENDED, MISSED))
    at = np.where(began.ok, began.at, np.where(ended & (length > 0), when.at - length, when.at))
    mine = np.array(pc.equal(sender, owner).to_pylist(), bool) if owner else np.zeros(len(entries), bool)
    known = np.array(pc.not_equal(sender, "").to_pylist(), bool) & bool(owner)
    way = np.where(known, np.where(mine, DIRECTIONS.index("out"), DIRECTIONS.index("in")), DIRECTIONS.index("unknown"))
    talked = call & ended & (length > 0)
    outcome = np.full(len(entries), OUTCOMES.index(""), np.int8)
    outcome[call] = OUTCOMES.index("unknown")
    outcome[talked] = OUTCOMES.index("answered")
    outcome[call & missed] = np.where(mine, OUTCOMES.index("failed"), OUTCOMES.index("missed"))[call & missed]
    half = np.zeros(len(entries), bool)
    half[sorted(conversations.halves)] = True
    texts = np.array(pc.is_in(type_, value_set=pa.array(TEXTS, type_.type)).to_pylist(), bool)
    group = np.array(pc.starts_with(other, "19:").to_pylist(), bool)
    strange = np.array(pc.equal(type_, "").to_pylist(), bool)
    columns = {
        "number_raw": pa.array([_person(one) for one in other.to_pylist()], pa.large_string()),
        "kind": np.where(call, KINDS.index("call"), KINDS.index("sms")).astype(np.int8),
        "direction": way.astype(np.int8),
        "outcome": outcome,
        "duration_s": np.where(call & missed, 0, np.where(call, length, -1)),
        "body": pa.array(
            ["" if is_call else _plain(one) for one, is_call in zip(column("body").to_pylist(), call, strict=True)],
            pa.large_string(),
        ),
        "name": column("name"),
    }
    skipped = {GROUP: group, FIRST_HALF: half, NOTE: ~call & ~texts & ~strange}
    return entries.reading(parsed, np.where(when.ok, at, -1), columns, skipped, to_second=True)


def _person(id_: str) -> str:
    """The number, or the name on Skype, in an id.

    Examples
    --------
    >>> _person("4:+8613911110001"), _person("8:live:example"), _person("")
    ('+8613911110001', 'live:example', '-1')
    """
    return re.sub(r"^\d{1,2}:", "", id_) or "-1"


def _plain(text: str) -> str:
    """A text without the marks of its lettering.

    Examples
    --------
    >>> _plain('<b raw_pre="*">now</b> &amp; here')
    'now & here'
    """
    return html.unescape(re.sub(r"</?[A-Za-z][^<>]*>", "", text)) if "<" in text or "&" in text else text


SKYPE = Importer(
    name="skype",
    title=N_("calls and messages exported from Skype (messages.json)"),
    maker="Skype",
    recognises=_recognises,
    read=_read,
    how=N_(
        "the export of conversations that Microsoft offers on its account pages: download the archive, unpack it, and name "
        "the file messages.json in it"
    ),
    reference="fields of the export as programs that read it declare them; calls as Skype wrote them into conversations",
)
"""``messages.json``."""
