"""Pages of Google Voice out of Google Takeout (``Takeout/Voice/Calls/….html``): one call, or one thread of messages.

Times carry their offset, the visible ones are not read. In a thread the owner's messages come from ``Me``; in a group they
go to all who take part. The labels below a page say what a call was, and whether Google took it for spam.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Importer, Reading
from analyzer.importers.google_voice_page import Item, Page
from analyzer.importers.phones import android
from analyzer.importers.streams import xml_repair
from analyzer.importers.streams.entries import Entries, Parsed
from analyzer.importers.streams.entry_columns import instead
from analyzer.importers.values import durations, times

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

CALL = re.compile(r'class="haudio"')
CALL_TOO = re.compile(r'class="(?:album|contributor vcard|published)"')
THREAD = re.compile(r'class="hChatLog\b')

LABELS = {
    "received": ("in", "answered"), "placed": ("out", "unknown"), "missed": ("in", "missed"), "voicemail": ("in", "voicemail"),
    "recorded": ("unknown", "answered"),
}  # fmt: skip
"""Label of a call, or first word of the page's title → direction, outcome. A placed call was answered if it has a length."""
SPAM = "spam"

FIELDS = {
    "number": "tel", "date": ("published", "dt"), "type": "tag", "duration": "duration", "body": ("q", "full-text"),
    "name": "fn", "label": "spam",
}  # fmt: skip
"""Columns → classes of the elements that hold them."""
WORDS = {
    "number": N_("number"), "date": N_("time"), "type": N_("direction and outcome"), "duration": N_("talk time"),
    "body": N_("text of the message"), "name": N_("name"), "label": N_("mark that the phone or app gave the number"),
}  # fmt: skip


def _recognises(export: Export) -> bool:
    if export.kind not in ("html", "xml") or xml_repair.root_of(export).lower() != "html":
        return False
    head = xml_repair.head_of(export)
    return bool(THREAD.search(head)) or bool(CALL.search(head) and CALL_TOO.search(head))


def _read(export: Export, settings: Settings) -> Reading:
    page = Page(export.utf8().decode())
    label = "Spam" if SPAM in page.labels else ""
    entries = Entries(FIELDS, WORDS)
    entries.see(["tel", "fn", "tag", *(["spam"] if label else []), *(["dt", "q"] if page.messages else [])])
    if page.call:
        _take_call(entries, page, page.call, label)
    for message in page.messages:
        _take_message(entries, page, message, label)
    return _reading(entries, Parsed(export.encoding, export.damaged, page.broken), settings, _owner(page))


def _take_call(entries: Entries, page: Page, call: Item, label: str) -> None:
    words = [word for word in page.labels if word in LABELS] or [page.title.split(" ")[0].lower()]
    parts = {"published": call.when, "duration": call.length, "full-text": call.text}
    entries.see([name for name, text in parts.items() if text])
    entries.add([call.tel or "-1", call.when, words[0], call.length, call.text, call.name, label])


def _take_message(entries: Entries, page: Page, message: Item, label: str) -> None:
    """A message: from its sender, or to everybody else who takes part in the thread."""
    kind = "mms " if message.attached else "sms "
    if not message.mine:
        entries.add([message.tel or "-1", message.when, f"{kind}in", None, message.text, message.name, label])
        return
    others = page.participants or list(dict.fromkeys((m.tel, m.name) for m in page.messages if not m.mine))
    if not others:
        named = re.sub(r"^Me to\s+", "", page.title).strip()
        others = [(named, "")] if re.fullmatch(r"[+\d][\d ()-]{2,}", named) else [("", named)]
    if len(others) > 1:
        entries.remark_here("P204", "tel", "~".join(tel for tel, _ in others))
    tel, name = others[0]
    entries.add([tel or "-1", message.when, f"{kind}out", None, message.text, name, label])


def _owner(page: Page) -> str:
    """The owner's number, where all messages that are the owner's agree on it."""
    mine = {message.tel for message in page.messages if message.mine and message.tel}
    return mine.pop() if len(mine) == 1 else ""


def _reading(entries: Entries, parsed: Parsed, settings: Settings, owner: str) -> Reading:
    import numpy as np
    import pyarrow.compute as pc

    said = pc.fill_null(entries.column("type"), "").to_pylist()
    when = times.parse(pc.fill_null(entries.column("date"), ""), settings.zone)
    length = durations.parse(pc.fill_null(entries.column("duration"), ""))
    kinds, ways, ends = [], [], []
    for word, seconds in zip(said, length.seconds.tolist(), strict=True):
        if " " in word:  # as `_take_message` puts it
            (kind, way), end = word.split(" "), ""
        else:
            kind, (way, end) = "call", LABELS.get(word, ("unknown", "unknown"))
            end = "answered" if way == "out" and seconds > 0 else end
        kinds.append(KINDS.index(kind))
        ways.append(DIRECTIONS.index(way))
        ends.append(OUTCOMES.index(end))
    entries.remark("P201", length.odd, "duration")
    entries.remark("P206", when.doubtful, "date")
    entries.remark("P202", np.array([" " not in word and word not in LABELS for word in said], bool), "type")
    columns = {
        "number_raw": instead(entries.column("number"), (), "-1"),
        "kind": np.array(kinds, np.int8),
        "direction": np.array(ways, np.int8),
        "outcome": np.array(ends, np.int8),
        "duration_s": length.seconds,
        "body": instead(entries.column("body"), (), ""),
        "name": instead(entries.column("name"), android.NO_NAME, ""),
        "label": instead(entries.column("label"), (), ""),
    }
    basis = "absolute" if when.absolute or not len(said) else "assumed-local"
    at = np.where(when.ok, when.at, -1)
    return entries.reading(parsed, at, columns, zone_basis=basis, owner=owner)


GOOGLE_VOICE = Importer(
    name="google_voice",
    title=N_("call or messages of Google Voice (a page out of Google Takeout)"),
    maker="Google Voice",
    recognises=_recognises,
    read=_read,
    how=N_(
        "at takeout.google.com choose Voice only, download and unpack the archive, and name the folder Takeout/Voice/Calls: "
        "every page in it is one call or one thread of messages"
    ),
    reference="pages described by their readers (wjcarpenter/gvoice-sms-takeout-xml, lbeder/google-voice-takeout-merger)",
)
"""``….html`` in ``Takeout/Voice/Calls``."""
