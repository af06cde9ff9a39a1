"""Databases that Chinese backup programs for the computer make of a phone: ``callinfo.db`` and its ``sms.db``.

Table ``Calls`` (``number, name, time, talkTime, callType``) with times like ``2017-01-01 12:00:00`` and lengths like
``1分23秒``; table ``SMS`` (``phoneNumber, name, time, shortType, body``). Codes are those of Android.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Importer, Reading
from analyzer.importers.databases.event_parts import Part
from analyzer.importers.databases.event_values import codes, first_text, repeated
from analyzer.importers.databases.sqlite_files import tables
from analyzer.importers.databases.sqlite_reading import read_database
from analyzer.importers.databases.sqlite_tables import TEXT, WHOLE, Table, read
from analyzer.importers.phones.android import CALL_TYPES, MESSAGE_TYPES, RANG
from analyzer.importers.values import durations, times

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.importers.databases.sqlite_files import Database
    from analyzer.settings import Settings

N_ = str

CALLS, MESSAGES = "calls", "sms"
NEEDED = {CALLS: ("number", "time", "calltype"), MESSAGES: ("phonenumber", "time", "shorttype", "body")}
CALL = {"number": TEXT, "name": TEXT, "time": TEXT, "talktime": TEXT, "calltype": WHOLE}
MESSAGE = {"phonenumber": TEXT, "name": TEXT, "time": TEXT, "shorttype": WHOLE, "body": TEXT, "ismms": WHOLE}

CALL_CODES = {int(type_): meaning for type_, meaning in CALL_TYPES.items()}
MESSAGE_CODES = {int(type_): meaning for type_, meaning in MESSAGE_TYPES.items() if type_.isdigit()}
REASONS = tuple(dict.fromkeys(why for _, why in MESSAGE_CODES.values() if why))

UNDERSTOOD_CALLS = {
    "number": N_("number"),
    "time": N_("local time"),
    "calltype": N_("direction and outcome, as in Android's call log"),
    "talktime": N_("talk time; time of ringing where a call was not answered"),
    "name": N_("name"),
}
UNDERSTOOD_MESSAGES = {
    "phonenumber": N_("number"),
    "time": N_("local time"),
    "shorttype": N_("direction, as in Android's message table"),
    "body": N_("text of the message"),
    "name": N_("name"),
    "ismms": N_("kind of entry"),
}


def _calls(table: Table, zone: str) -> Part:
    import numpy as np

    types, lengths = table.number("calltype"), durations.parse(_flat(table.text("talktime")))
    direction = codes(CALL_CODES, 0, DIRECTIONS, "unknown", types)
    outcome = codes(CALL_CODES, 1, OUTCOMES, "unknown", types)
    length = lengths.seconds
    outcome[(direction == DIRECTIONS.index("out")) & (length > 0)] = OUTCOMES.index("answered")
    rang = np.isin(outcome, [OUTCOMES.index(word) for word in RANG]) & (length > 0)
    part = _part(table, zone, "number")
    part.columns |= {
        "kind": repeated("call", KINDS, len(table)),
        "direction": direction,
        "outcome": outcome,
        "duration_s": np.where(rang, 0, length),
        "ring_s": np.where(rang, length, -1),
    }
    part.remark(
        "P201", {i: table.cell("talktime")(i) for i in np.flatnonzero(lengths.odd).tolist()}, table.called("talktime")
    )
    part.strange_types(types, ~np.isin(types, list(CALL_CODES)), table.called("calltype"))
    part.describe(table, UNDERSTOOD_CALLS)
    return part


def _messages(table: Table, zone: str) -> Part:
    import numpy as np

    types = table.number("shorttype")
    part = _part(table, zone, "phonenumber")
    part.columns |= {
        "kind": np.where(table.number("ismms") == 1, KINDS.index("mms"), KINDS.index("sms")).astype(np.int8),
        "direction": codes(MESSAGE_CODES, 0, DIRECTIONS, "unknown", types),
        "outcome": repeated("", OUTCOMES, len(table)),
        "body": table.text("body"),
    }
    part.skipped = {why: np.isin(types, [t for t, said in MESSAGE_CODES.items() if said[1] == why]) for why in REASONS}
    part.strange_types(types, ~np.isin(types, list(MESSAGE_CODES)), table.called("shorttype"))
    part.describe(table, UNDERSTOOD_MESSAGES)
    return part


def _part(table: Table, zone: str, number: str) -> Part:
    """What both tables have."""
    import numpy as np

    when = times.parse(_flat(table.text("time")), zone)
    part = Part(
        place=f"{table.name}:",
        rowid=table.rowid,
        at=np.where(when.ok, when.at, -1),
        date=("time", table.cell("time")),
        columns={"number_raw": first_text(table.text(number), otherwise="-1"), "name": table.text("name")},
    )
    part.remark("P206", {i: table.cell("time")(i) for i in np.flatnonzero(when.doubtful).tolist()}, "time")
    return part


def _flat(column: Any) -> Any:
    """A text column in one piece."""
    import pyarrow as pa

    return pa.concat_arrays(column.chunks) if column.num_chunks else pa.array([], pa.large_string())


def _parts(database: Database, zone: str) -> list[Part]:
    found = []
    if database.tables.have(CALLS, *NEEDED[CALLS]):
        found.append(_calls(read(database, CALLS, CALL), zone))
    if database.tables.have(MESSAGES, *NEEDED[MESSAGES]):
        found.append(_messages(read(database, MESSAGES, MESSAGE), zone))
    return found


def _read(export: Export, settings: Settings) -> Reading:
    return read_database(export, lambda database: _parts(database, settings.zone), "assumed-local")


PC_BACKUP = Importer(
    name="pc_backup",
    title=N_("database of a Chinese backup program for the computer (callinfo.db)"),
    maker=N_("backup programs for the computer"),
    recognises=lambda export: any(tables(export).have(name, *needed) for name, needed in NEEDED.items()),
    read=_read,
    how=N_("take callinfo.db, and sms.db beside it, out of the folder in which the program keeps its backups"),
    reference="sources of a forensic tool (field lists; no maker's documentation)",
)
"""A table ``Calls`` with ``talkTime``, or a table ``SMS`` with ``phoneNumber``."""
