"""Messages of iPhones and Macs: ``sms.db`` and ``chat.db``, SMS and iMessages alike."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Importer, Reading
from analyzer.importers.databases.event_parts import Part
from analyzer.importers.databases.event_values import APPLE, PHONE, first_text, only, places_of, repeated, seconds_of
from analyzer.importers.databases.sqlite_files import Database, tables
from analyzer.importers.databases.sqlite_reading import read_database
from analyzer.importers.databases.sqlite_tables import BLOB, TEXT, WHOLE, Table, read
from analyzer.importers.phones import typed_stream
from analyzer.importers.values.columns import text_array

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

TABLE, NEEDED = "message", ("date", "is_from_me", "handle_id", "text")
HANDLE, HANDLE_NEEDED = "handle", ("id",)
JOIN, MEMBERS = "chat_message_join", "chat_handle_join"

COLUMNS = {
    "date": WHOLE, "is_from_me": WHOLE, "handle_id": WHOLE, "text": TEXT, "attributedbody": BLOB, "service": TEXT,
    "item_type": WHOLE, "associated_message_type": WHOLE, "destination_caller_id": TEXT, "error": WHOLE, "is_sent": WHOLE,
}  # fmt: skip

NANOSECONDS = 10**11
"""Values of ``date`` from here on are nanoseconds (iOS 11 and later), below it seconds: as seconds it is the year 5169."""
ATTACHMENT = "\ufffc"
"""Stands in a text for a picture."""

EVENT_OF_GROUP = N_("note of the app, not a message")
REACTION = N_("reaction to a message, not a message of its own")
FAILED = N_("failed to send")

UNDERSTOOD = {
    "date": N_("time, an instant to the second"),
    "is_from_me": N_("direction"),
    "handle_id": N_("which number or address"),
    "text": N_("text of the message"),
    "attributedbody": N_("text of the message, where the column text is empty"),
    "service": N_("SMS or iMessage, kept as the line"),
    "item_type": N_("notes about a group, which are no messages"),
    "associated_message_type": N_("reactions, which are no messages"),
    "destination_caller_id": N_("own number"),
    "error": N_("messages that could not be sent"),
    "is_sent": N_("messages that could not be sent"),
}
UNDERSTOOD_HANDLE = {"id": N_("number")}


def _part(database: Database) -> Part:
    import numpy as np
    import pyarrow.compute as pc

    table = read(database, TABLE, COLUMNS)
    n, date, mine = len(table), table.number("date"), table.number("is_from_me")
    at = np.where(date >= NANOSECONDS, date // 10**9, date)
    body, unread = _bodies(table)
    handles = read(database, HANDLE, {"id": TEXT})
    numbers, several, beside = _numbers(database, table, handles)
    owner = pc.replace_substring_regex(table.text("destination_caller_id"), "^tel:", "")
    part = Part(
        place=f"{table.name}:",
        rowid=table.rowid,
        at=seconds_of(at, since=APPLE),
        date=("date", table.cell("date")),
        columns={
            "number_raw": first_text(numbers, otherwise="-1"),
            "kind": repeated("sms", KINDS, n),
            "direction": np.where(mine == 1, DIRECTIONS.index("out"), DIRECTIONS.index("in")).astype(np.int8),
            "outcome": repeated("", OUTCOMES, n),
            "body": pc.replace_substring(body, ATTACHMENT, ""),
            "line": first_text(table.text("service"), empty=("SMS",)),
            "owner": only(owner, PHONE),
        },
        skipped={
            EVENT_OF_GROUP: table.number("item_type", none=0) != 0,
            REACTION: table.number("associated_message_type", none=0) != 0,
            FAILED: (mine == 1) & (table.number("error") > 0) & (table.number("is_sent") == 0),
        },
    )
    part.columns["direction"][mine < 0] = DIRECTIONS.index("unknown")
    part.remark("P204", several, "handle_id")
    part.remark("P203", dict.fromkeys(np.flatnonzero(unread).tolist(), ""), table.called("attributedbody"))
    part.describe(table, UNDERSTOOD)
    part.describe(handles, UNDERSTOOD_HANDLE, "handle.", owners=np.full(len(handles), -1))
    for other in beside:
        part.lose(other)
    return part


def _bodies(table: Table) -> tuple[Any, NDArray[np.bool_]]:
    """The text of each message, and of which ones it could not be read out of its ``attributedBody``."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    text = table.text("text")
    unread = np.zeros(len(table), bool)
    if "attributedbody" not in table:
        return text, unread
    silent = pc.equal(text, "").to_numpy()
    blobs = table.columns["attributedbody"][0].filter(pa.array(silent)).to_pylist()
    decoded = [typed_stream.text_of(blob) for blob in blobs]
    unread[silent] = [found is None and bool(blob) for found, blob in zip(decoded, blobs, strict=True)]
    return pc.replace_with_mask(_flat(text), pa.array(silent), text_array([found or "" for found in decoded])), unread


def _flat(column: Any) -> Any:
    import pyarrow as pa

    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.large_string())


def _numbers(database: Database, table: Table, handles: Table) -> tuple[Any, dict[int, str], list[Table]]:
    """The number or address at the other end of each message, all of them where a conversation has several, and the
    tables that were read for it.

    A message without a handle, as the owner's own ones in a group, goes to the members of its conversation; of one that
    came in nobody can tell which of several members sent it.
    """
    import numpy as np
    import pyarrow as pa

    place = places_of(table.number("handle_id"), handles.rowid)
    lost = np.flatnonzero(place < 0)
    several: dict[int, str] = {}
    beside: list[Table] = []
    joined = database.tables.have(JOIN, "chat_id", "message_id") and database.tables.have(
        MEMBERS, "chat_id", "handle_id"
    )
    if len(lost) and joined:
        beside = [read(database, JOIN, {"chat_id": WHOLE, "message_id": WHOLE})]
        beside.append(read(database, MEMBERS, {"chat_id": WHOLE, "handle_id": WHOLE}))
        chat, member = beside[1].number("chat_id"), places_of(beside[1].number("handle_id"), handles.rowid)
        chat, member = chat[member >= 0], member[member >= 0]
        held = places_of(table.rowid[lost], beside[0].number("message_id"))
        lost, held = lost[held >= 0], held[held >= 0]
        chats, first, count = np.unique(chat, return_index=True, return_counts=True)
        k = places_of(beside[0].number("chat_id")[held], chats)
        lost, k = lost[k >= 0], k[k >= 0]
        told = (count[k] == 1) | (table.number("is_from_me")[lost] == 1)
        place[lost[told]] = member[first[k[told]]]
        for i, of in zip(lost[told].tolist(), k[told].tolist(), strict=True):
            if count[of] > 1:
                several[i] = "~".join(handles.text("id").take(pa.array(member[chat == chats[of]])).to_pylist())
    return handles.text("id").take(pa.array(place, mask=place < 0)).fill_null(""), several, beside


def _recognises(export: Export) -> bool:
    found = tables(export)
    return found.have(TABLE, *NEEDED) and found.have(HANDLE, *HANDLE_NEEDED)


def _read(export: Export, settings: Settings) -> Reading:
    return read_database(export, lambda database: [_part(database)])


MESSAGES = Importer(
    name="iphone_messages",
    title=N_("message database of an iPhone or a Mac (sms.db, chat.db)"),
    maker="Apple iPhone, Mac",
    recognises=_recognises,
    read=_read,
    how=N_(
        "iPhone: make a backup on a computer and have a backup program such as iMazing take sms.db out of it; Mac: copy "
        "chat.db and chat.db-wal out of the folder Messages in the Library"
    ),
    reference="iLEAPP sms; the typedstream of attributedBody as seen in a database",
)
"""A table ``message`` beside a table ``handle``."""
