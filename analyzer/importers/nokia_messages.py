"""SMS that Nokia PC Suite and Nokia Suite, and 豌豆荚 after their model, saved as CSV: a table without heading.

``sms,deliver,<sender>,,,2012.11.05 16:41,,<text>``: kind, folder (``deliver``, ``submit``, or marks such as
``READ,RECEIVED`` and ``SENT``), sender, recipient, an empty column, local time to the minute, a column that only some
writers fill (it is not read), text. Commas or semicolons, with or without quotes; texts hold commas and line ends as they
are, so that no reader of ordinary CSV gets them right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from analyzer.events import Importer, Reading
from analyzer.importers.phones import android
from analyzer.importers.streams.entries import Entries, Parsed
from analyzer.importers.values import times

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

FOLDERS = {"deliver": "1", "received": "1", "inbox": "1", "submit": "2", "sent": "2"}
"""Words of the second column → Android's type of a message."""

CELL = r'(?:"((?:[^"\n]|"")*)"|([^,;"\n]*))'
START = re.compile(
    r'^\ufeff?"?sms"?([,;])"?(?:deliver|submit|(?:\w{1,12},)?(?:received|sent|inbox))"?\1', re.IGNORECASE
)
RECORD = re.compile(
    rf'"?sms"?([,;]){CELL}\1{CELL}\1{CELL}\1[^,;\n]*\1{CELL}\1[^,;\n]*\1(.*)', re.IGNORECASE | re.DOTALL
)

MESSAGE = {"number": "3, 4", "date": "6", "type": "2", "body": "8"}
"""Columns → their places, counted from 1."""
WORDS = {**android.MESSAGE_WORDS, "date": N_("time")}


def _recognises(export: Export) -> bool:
    if export.kind != "text":
        return False
    head = export.head[:512]
    text = (
        head.decode("utf-16", "ignore")
        if head.startswith((b"\xff\xfe", b"\xfe\xff"))
        else head.replace(b"\0", b"").decode("utf-8", "ignore")
    )
    return bool(START.match(text.lstrip("\ufeff \r\n")))


def _read(export: Export, settings: Settings) -> Reading:
    import numpy as np
    import pyarrow.compute as pc

    entries = Entries(MESSAGE, WORDS)
    entries.see(MESSAGE.values())
    for line, record in _records(export.utf8().decode()):
        found = RECORD.fullmatch(record)
        if found is None:
            entries.add_strange("sms", str(line))
            continue
        folder, sender, recipient, when = (
            found[i].replace('""', '"') if found[i] is not None else found[i + 1] for i in (2, 4, 6, 8)
        )
        words = [FOLDERS[word] for word in re.split(r"\W+", folder.lower()) if word in FOLDERS]
        entries.add(
            [sender.strip() or recipient.strip(), when.strip(), words[0] if words else folder, _text(found[10])],
            str(line),
        )
    when = times.parse(pc.fill_null(entries.column("date"), ""), settings.zone)
    entries.remark("P206", when.doubtful, "date")
    return android.messages(
        entries,
        Parsed(export.encoding, export.damaged),
        at=np.where(when.ok, when.at, -1),
        zone_basis="absolute" if when.absolute else "assumed-local",
        to_second=when.to_second,
    )


def _records(text: str) -> Iterator[tuple[int, str]]:
    """Records with the number of their first line; a line that does not begin like one belongs to the text before it."""
    first, held = 0, list[str]()
    for number, line in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = line.removesuffix("\r")
        if START.match(line):
            if held:
                yield first, "\n".join(held)
            first, held = number, [line]
        elif held:
            held.append(line)
        elif line.strip():
            yield number, line
    if held:
        yield first, "\n".join(held).rstrip("\n")


def _text(cell: str) -> str:
    """The last cell without its quotes."""
    cell = cell.rstrip("\n")
    if len(cell) > 1 and cell.startswith('"') and cell.endswith('"'):
        return cell[1:-1].replace('""', '"')
    return cell


NOKIA_MESSAGES = Importer(
    name="nokia_messages",
    title=N_("messages saved by Nokia PC Suite, Nokia Suite or 豌豆荚 (CSV without heading)"),
    maker="Nokia, 豌豆荚",
    recognises=_recognises,
    read=_read,
    how=N_("in Nokia Suite on the computer mark the messages, choose File, then Export, and keep the .csv file"),
    reference="readers of such files (athg2sms, wince-sms tools, a 豌豆荚 converter); no description by the makers",
)
"""A list of SMS without heading."""
