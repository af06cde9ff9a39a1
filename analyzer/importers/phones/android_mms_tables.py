"""MMS in Android's three tables: ``pdu`` (the message), ``addr`` (who), ``part`` (its texts and pictures)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES
from analyzer.importers.databases.event_parts import Part
from analyzer.importers.databases.event_values import codes, first_text, places_of, repeated, seconds_of
from analyzer.importers.databases.sqlite_files import Database
from analyzer.importers.databases.sqlite_tables import TEXT, WHOLE, Table, read
from analyzer.importers.phones.android import MESSAGE_TYPES
from analyzer.importers.phones.android_mms import SELF
from analyzer.importers.phones.android_tables import DELETED, MMS_TABLES, NULL, SHARED, deleted, line, present
from analyzer.importers.phones.android_tables import UNDERSTOOD as UNDERSTOOD_TOO

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

    Places = NDArray[np.int64]

N_ = str

BESIDE = {"pdu": ("addr", "part"), "pdu_tb": ("addr_tb", "part_tb")}
"""The tables of addresses and parts that belong to one of messages."""
NEEDED = (("msg_id", "address", "type"), ("mid", "ct", "text"))
"""Columns that they are told by."""

PDU = {"_id": WHOLE, "date": WHOLE, "msg_box": WHOLE, "m_type": WHOLE, "sub": TEXT, **SHARED}
ADDR = {"msg_id": WHOLE, "address": TEXT, "type": WHOLE}
PART = {"mid": WHOLE, "seq": WHOLE, "ct": TEXT, "text": TEXT}

FROM, TO = 137, 151
"""``addr.type`` (Android PduHeaders.FROM and TO)."""
LAYOUT = -1
"""``part.seq`` of the part that says how the others are laid out."""

BOXES = {box: MESSAGE_TYPES[f"mms {box}"] for box in range(1, 6)}
"""``msg_box`` → direction, and why it is no event."""
NOTICE, REPORT = MESSAGE_TYPES["mms notice"][1], MESSAGE_TYPES["mms report"][1]
NOTICES, REPORTS = (130,), (134, 135, 136)
"""``m_type`` (Android PduHeaders.MESSAGE_TYPE) of what is no message: word of one that waits at the carrier; delivery,
reading."""
SENT, FETCHED = 128, 132
"""``m_type`` of a message sent and of one fetched: they tell the direction where the box does not."""

REASONS = tuple(dict.fromkeys(why for _, why in BOXES.values() if why))

UNDERSTOOD = {
    "date": N_("time, an instant to the second"),
    "msg_box": N_("direction"),
    "m_type": N_("kind of entry"),
    "sub": N_("subject, in place of a text"),
    **UNDERSTOOD_TOO,
}
UNDERSTOOD_ADDR = {"msg_id": N_("which message"), "address": N_("number"), "type": N_("sender or recipient")}
UNDERSTOOD_PART = {
    "mid": N_("which message"), "seq": N_("order"), "ct": N_("kind of entry"), "text": N_("text of the message"),
}  # fmt: skip


def parts(database: Database) -> list[Part]:
    """The MMS of a database."""
    return [_part(database, name) for name in present(database.tables, MMS_TABLES)]


@dataclass(frozen=True)
class _Addresses:
    """Of each message the first address of a type (empty: none), and all of them where they are several."""

    first: pa.Array
    several: dict[int, str]


def _part(database: Database, name: str) -> Part:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    pdu = read(database, name, PDU)
    addr, texts = (
        read(database, beside, columns) if database.tables.have(beside, *needed) else None
        for beside, needed, columns in zip(BESIDE[name], NEEDED, (ADDR, PART), strict=True)
    )
    ids = pdu.number("_id") if "_id" in pdu else pdu.rowid
    box, kind = pdu.number("msg_box"), pdu.number("m_type")
    box = np.where(np.isin(box, list(BOXES)), box, np.where(kind == SENT, 2, np.where(kind == FETCHED, 1, -1)))
    incoming = (box == 1) | np.isin(kind, NOTICES + REPORTS)
    senders, recipients = _addresses(addr, ids, FROM), _addresses(addr, ids, TO)
    number = pc.if_else(pa.array(incoming), senders.first, recipients.first)
    part = Part(
        place=f"{pdu.name}:",
        rowid=pdu.rowid,
        at=seconds_of(pdu.number("date")),
        date=("date", pdu.cell("date")),
        columns={
            "number_raw": first_text(number, otherwise="-1"),
            "kind": repeated("mms", KINDS, len(pdu)),
            "direction": codes(BOXES, 0, DIRECTIONS, "unknown", np.where(incoming, 1, box)),
            "outcome": repeated("", OUTCOMES, len(pdu)),
            "body": first_text(_bodies(texts, ids), subjects(pdu.text("sub"))),
            "line": line(pdu),
        },
        skipped={
            NOTICE: np.isin(kind, NOTICES),
            REPORT: np.isin(kind, REPORTS),
            **{why: np.isin(box, [b for b, said in BOXES.items() if said[1] == why]) for why in REASONS},
            DELETED: deleted(pdu),
        },
    )
    part.remark("P204", {i: raw for i, raw in recipients.several.items() if not incoming[i]}, "address")
    part.strange_types(pdu.number("msg_box"), box < 0, "msg_box")
    part.describe(pdu, UNDERSTOOD, f"{pdu.name}.")
    for table, column, meanings in ((addr, "msg_id", UNDERSTOOD_ADDR), (texts, "mid", UNDERSTOOD_PART)):
        if table is not None:
            part.describe(table, meanings, f"{table.name}.", places_of(table.number(column), ids))
    return part


def _addresses(addr: Table | None, ids: Places, type_: int) -> _Addresses:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if addr is None:
        return _Addresses(pa.repeat(pa.scalar("", pa.large_string()), len(ids)), {})
    address = addr.text("address")
    void = pc.is_in(address, value_set=pa.array(["", SELF, *NULL], pa.large_string())).to_numpy()
    owner = places_of(addr.number("msg_id"), ids)
    rows = np.flatnonzero((addr.number("type") == type_) & ~void & (owner >= 0))
    message, first, count = np.unique(owner[rows], return_index=True, return_counts=True)
    chosen = np.full(len(ids), -1, np.int64)
    chosen[message] = rows[first]
    several = {
        int(m): "~".join(address.take(pa.array(rows[owner[rows] == m])).to_pylist())
        for m in message[count > 1].tolist()
    }
    return _Addresses(_taken(address, chosen), several)


def _bodies(parts: Table | None, ids: Places) -> pa.Array:
    """The plain texts of each message, one under the other."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    if parts is None:
        return pa.repeat(pa.scalar("", pa.large_string()), len(ids))
    text = parts.text("text")
    void = pc.is_in(text, value_set=pa.array(["", *NULL], pa.large_string())).to_numpy()
    plain = pc.starts_with(parts.text("ct"), "text/plain").to_numpy()
    owner = places_of(parts.number("mid"), ids)
    rows = np.flatnonzero(plain & ~void & (owner >= 0) & (parts.number("seq", none=0) != LAYOUT))
    rows = rows[np.argsort(owner[rows], kind="stable")]
    ends = np.searchsorted(owner[rows], np.arange(len(ids) + 1))
    lists = pa.LargeListArray.from_arrays(pa.array(ends), _flat(text.take(pa.array(rows))))
    return pc.binary_join(lists, pa.scalar("\n", pa.large_string()))


def _flat(column: Any) -> pa.Array:
    import pyarrow as pa

    chunks = getattr(column, "chunks", [column])
    return pa.concat_arrays(chunks) if chunks else pa.array([], pa.large_string())


def _taken(column: Any, places: Places) -> pa.Array:
    """The texts at places, empty where the place is -1."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return _flat(pc.fill_null(column.take(pa.array(places, mask=places < 0)), ""))


def subjects(column: Any) -> Any:
    r"""Subjects as they were written: Android keeps their UTF-8 bytes as if each were a Latin-1 character (PduPersister).

    Examples
    --------
    >>> import pyarrow as pa
    >>> subjects(pa.array(["å\x82¬æ\x94¶", "Re: bill", "催收", "null"], pa.large_string())).to_pylist()
    ['催收', 'Re: bill', '催收', '']
    """
    from analyzer.importers.values.columns import translated

    return translated(column, subject_of)


def subject_of(text: str) -> str:
    """One subject as it was written."""
    if text in NULL:
        return ""
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
