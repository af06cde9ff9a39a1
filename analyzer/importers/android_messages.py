"""Messages as Android keeps them: ``mmssms.db`` with its tables of SMS and MMS, and Huawei's backups of them.

The columns are those of Android's Telephony.Sms and Telephony.Mms and what makers add to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Importer, Reading
from analyzer.importers.databases.event_parts import Part, gathered
from analyzer.importers.databases.event_values import codes, first_text, repeated, seconds_of
from analyzer.importers.databases.sqlite_files import Database, tables
from analyzer.importers.databases.sqlite_reading import read_database
from analyzer.importers.databases.sqlite_tables import TEXT, WHOLE, Table, read_in_pieces
from analyzer.importers.phones import android_mms_tables
from analyzer.importers.phones.android import MESSAGE_TYPES
from analyzer.importers.phones.android_mms import SELF
from analyzer.importers.phones.android_tables import (
    CALL_TABLES,
    DELETED,
    MMS_TABLES,
    NULL,
    SHARED,
    SMS_TABLES,
    deleted,
    line,
    present,
)
from analyzer.importers.phones.android_tables import UNDERSTOOD as UNDERSTOOD_TOO

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

COLUMNS = {"address": TEXT, "date": WHOLE, "type": WHOLE, "body": TEXT, **SHARED}

TYPES = {
    **{int(type_): meaning for type_, meaning in MESSAGE_TYPES.items() if type_.isdigit()},
    7: ("in", ""), 8: ("out", N_("not sent")), 19: ("in", N_("broadcast to everybody in the radio cell")),
}  # fmt: skip
"""``type`` → direction, and why it is no event (empty: it is one). 1 to 6: Android Telephony.TextBasedSmsColumns. LG: 7
blocked, 8 to be sent later, 19 broadcast."""

REASONS = tuple(dict.fromkeys(why for _, why in TYPES.values() if why))
NO_NUMBER = (*NULL, SELF)

UNDERSTOOD = {
    "address": N_("number"),
    "date": N_("time, an instant to the millisecond"),
    "type": N_("direction"),
    "body": N_("text of the message"),
    **UNDERSTOOD_TOO,
}


def parts(database: Database) -> list[Part]:
    """The messages of a database: its SMS, then its MMS."""
    found = [
        gathered(map(_part, read_in_pieces(database, name, COLUMNS))) for name in present(database.tables, SMS_TABLES)
    ]
    return [*found, *android_mms_tables.parts(database)]


def _part(table: Table) -> Part:
    import numpy as np

    n, types = len(table), table.number("type")
    part = Part(
        place=f"{table.name}:",
        rowid=table.rowid,
        at=seconds_of(table.number("date"), per_second=1000),
        date=("date", table.cell("date")),
        columns={
            "number_raw": first_text(table.text("address"), empty=NO_NUMBER, otherwise="-1"),
            "kind": repeated("sms", KINDS, n),
            "direction": codes(TYPES, 0, DIRECTIONS, "unknown", types),
            "outcome": repeated("", OUTCOMES, n),
            "body": table.text("body"),
            "line": line(table),
        },
        skipped={why: np.isin(types, [t for t, said in TYPES.items() if said[1] == why]) for why in REASONS}
        | {DELETED: deleted(table)},
    )
    part.strange_types(types, ~np.isin(types, list(TYPES)), "type")
    part.describe(table, UNDERSTOOD)
    return part


def _recognises(export: Export) -> bool:
    found = tables(export)
    return bool(present(found, SMS_TABLES | MMS_TABLES)) and not present(found, CALL_TABLES)


def _read(export: Export, settings: Settings) -> Reading:
    return read_database(export, parts)


MESSAGES = Importer(
    name="android_messages",
    title=N_("message database of an Android phone (mmssms.db)"),
    maker="Android, Xiaomi, Huawei, LG",
    recognises=_recognises,
    read=_read,
    how=N_(
        "have somebody who knows the phone well copy mmssms.db out of its backup; without that, use the app SMS Backup & Restore"
    ),
    reference="Android Telephony.Sms and Telephony.Mms; ALEAPP smsmms",
)
"""A table ``sms`` or ``sms_tb``, or the tables of MMS."""
