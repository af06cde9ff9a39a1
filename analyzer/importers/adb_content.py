"""What ``adb shell content query`` prints of a phone's call log and SMS, saved to a file.

``Row: 0 _id=1, number=10086, date=1772331300000, …``: every row names its columns, in the same order in all rows. A text may
hold anything, the separators and even the words of another row among it; so a row is read by the order of columns that most
rows show, from the left up to its text and from the right down to it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from analyzer.events import Importer, Reading
from analyzer.importers.phones import android
from analyzer.importers.streams.entries import Entries, Parsed

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

ROW = re.compile(r"^Row: (\d{1,9}) (?=[A-Za-z_]\w*=)", re.MULTILINE)
START = re.compile(r"\s*(?:={2,}.{0,200}={2,}\s*)?Row: 0 (?=[A-Za-z_]\w*=)")
"""How the text begins: with its first row, or with a heading that a script has put above it."""
NAME = re.compile(r"(?:^|, )([A-Za-z_]\w{0,39})=")
FREE = ("body", "transcription", "subject", "name")
"""Columns that hold what people wrote, those that may hold most first."""
LOOK = 500
"""Rows by which the order of columns is told."""

CALL = {
    "number": "number", "date": "date", "type": "type", "duration": "duration", "ring": android.RINGING,
    "presentation": "presentation", "line": ("subscription_id", "simid"), "name": "name", "label": android.LABELS,
    "deleted": android.DELETED_MARKS,
}  # fmt: skip
MESSAGE = {
    "number": "address", "date": "date", "type": "type", "body": "body", "line": "sub_id", "deleted": android.DELETED_MARKS,
}  # fmt: skip


def _columns(export: Export) -> set[str]:
    """Columns of the first rows, none for what is no such text. Never raises."""
    if export.kind != "text":
        return set()
    head = export.head[:8192].removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").replace(b"\0", b"")
    text = head.decode("utf-8", "ignore").removeprefix("\ufeff")
    found = START.match(text)
    return set(NAME.findall(text[found.end() :])) if found else set()


def _is_calls(export: Export) -> bool:
    columns = _columns(export)
    return {"number", "date", "type"} <= columns and not {"body", "address", "msg_box"} & columns


def _is_messages(export: Export) -> bool:
    return {"address", "date", "type", "body"} <= _columns(export)


def _read_calls(export: Export, settings: Settings) -> Reading:
    entries = Entries(CALL, android.CALL_WORDS)
    return android.calls(entries, _feed(export, entries), android.EMPTY)


def _read_messages(export: Export, settings: Settings) -> Reading:
    entries = Entries(MESSAGE, android.MESSAGE_WORDS)
    return android.messages(entries, _feed(export, entries), android.EMPTY)


def _feed(export: Export, entries: Entries) -> Parsed:
    rows = list(_rows(re.sub(r"\r+\n", "\n", export.utf8().decode())))
    layout = _layout([row for _, row in rows[:LOOK]])
    broken = ""
    for i, (number, row) in enumerate(rows, 1):
        if values := _values(row, layout):
            entries.add_named(values, f"Row {number}")
        elif i < len(rows):
            entries.add_strange("Row", f"Row {number}")
        else:
            broken = f"Row {number} lacks columns"
    return Parsed(export.encoding, export.damaged, broken)


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Rows with their numbers, which count up from one to the next; what only looks like the beginning of one is text.

    A beginning whose number leaves some out is one only where those never come: somebody may have filtered the rows.
    """
    starts = [(int(found[1]), found.start(), found.end()) for found in ROW.finditer(text)]
    last = {number: place for number, place, _ in starts}
    before, begun = -1, -1
    for number, place, end in starts:
        if number > before and not (number > before + 1 and last.get(before + 1, -1) > place):
            if begun >= 0:
                yield before, text[begun:place].removesuffix("\n")
            before, begun = number, end
    if begun >= 0:
        yield before, text[begun:].rstrip("\n")


def _layout(rows: Sequence[str]) -> tuple[str, ...]:
    """The order of columns that most rows show; of several the shortest, since texts only ever add to it."""
    seen = Counter(tuple(NAME.findall(row)) for row in rows)
    most = max(seen.values(), default=0)
    orders = [order for order, count in seen.items() if count == most]
    return tuple(dict.fromkeys(min(orders, key=len, default=())))


def _values(row: str, layout: Sequence[str]) -> dict[str, str]:
    """The columns of one row; none where it does not fit the layout."""
    free = next((name for name in FREE if name in layout), layout[-1] if layout else "")
    middle = layout.index(free) if free else 0
    values: dict[str, str] = {}
    at = 0
    for i, name in enumerate(layout[: middle + 1]):
        mark = f", {name}=" if i else f"{name}="
        if not row.startswith(mark, at):
            return {}
        at += len(mark)
        if i < middle:
            end = row.find(f", {layout[i + 1]}=", at)
            if end < 0:
                return {}
            values[name], at = row[at:end], end
    end = len(row)
    for name in reversed(layout[middle + 1 :]):
        mark = f", {name}="
        start = row.rfind(mark, at, end)
        if start < 0:
            return {}
        values[name], end = row[start + len(mark) : end], start
    values[free] = row[at:end]
    return values


CALLS = Importer(
    name="adb_calls",
    title=N_("call log printed by adb (content query)"),
    maker="Android",
    recognises=_is_calls,
    read=_read_calls,
    how=N_(
        "with the phone on USB and USB debugging on, run: adb shell content query --uri content://call_log/calls > calls.txt"
    ),
    reference="Android, Content.java of the content command; CallLog.Calls",
)
"""Rows of ``content://call_log/calls``."""

MESSAGES = Importer(
    name="adb_messages",
    title=N_("SMS printed by adb (content query)"),
    maker="Android",
    recognises=_is_messages,
    read=_read_messages,
    how=N_("with the phone on USB and USB debugging on, run: adb shell content query --uri content://sms > sms.txt"),
    reference="Android, Content.java of the content command; Telephony.Sms",
)
"""Rows of ``content://sms``."""
