"""The call history of the Truecaller app on Android: the table ``history`` of its database ``tc.db``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Importer, Reading
from analyzer.importers.databases.event_parts import Part
from analyzer.importers.databases.event_values import codes, first_text, repeated, seconds_of
from analyzer.importers.databases.sqlite_files import tables
from analyzer.importers.databases.sqlite_reading import read_database
from analyzer.importers.databases.sqlite_tables import ROUNDED, TEXT, WHOLE, Table, read
from analyzer.importers.phones.android import CALL_TYPES

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

TABLE, NEEDED = "history", ("timestamp", "type", "normalized_number", "raw_number")
COLUMNS = {
    "timestamp": WHOLE, "duration": ROUNDED, "type": WHOLE, "normalized_number": TEXT, "raw_number": TEXT,
    "cached_name": TEXT, "subscription_id": TEXT,
}  # fmt: skip

TYPES = {int(type_): CALL_TYPES[type_] for type_ in ("1", "2", "3")}
"""``type`` → direction, outcome: the only values seen, and those that Android's call log has for them."""

UNDERSTOOD = {
    "timestamp": N_("time, an instant to the millisecond"),
    "duration": N_("talk time; the app does not document the unit: taken for seconds"),
    "ringing_duration": N_("the app does not document the unit: not used"),
    "type": N_("direction and outcome, as in Android's call log"),
    "raw_number": N_("number"),
    "normalized_number": N_("number, where none is given as it was dialled"),
    "cached_name": N_("name"),
    "subscription_id": N_("line (SIM)"),
}


def _part(table: Table) -> Part:
    import numpy as np

    types, length = table.number("type"), table.number("duration")
    direction = codes(TYPES, 0, DIRECTIONS, "unknown", types)
    outcome = codes(TYPES, 1, OUTCOMES, "unknown", types)
    outcome[(direction == DIRECTIONS.index("out")) & (length > 0)] = OUTCOMES.index("answered")
    missed = outcome == OUTCOMES.index("missed")
    part = Part(
        place=f"{table.name}:",
        rowid=table.rowid,
        at=seconds_of(table.number("timestamp"), per_second=1000),
        date=("timestamp", table.cell("timestamp")),
        columns={
            "number_raw": first_text(table.text("raw_number"), table.text("normalized_number"), otherwise="-1"),
            "kind": repeated("call", KINDS, len(table)),
            "direction": direction,
            "outcome": outcome,
            "duration_s": np.where(missed & (length > 0), 0, length),
            "name": table.text("cached_name"),
            "line": first_text(table.text("subscription_id"), empty=("-1",)),
        },
    )
    part.remark("P201", table.odd("duration"), "duration")
    part.strange_types(types, ~np.isin(types, list(TYPES)), "type")
    part.describe(table, UNDERSTOOD)
    return part


def _read(export: Export, settings: Settings) -> Reading:
    return read_database(export, lambda database: [_part(read(database, TABLE, COLUMNS))])


TRUECALLER = Importer(
    name="truecaller",
    title=N_("call history database of Truecaller on Android (tc.db)"),
    maker="Truecaller",
    recognises=lambda export: tables(export).have(TABLE, *NEEDED),
    read=_read,
    how=N_(
        "the app saves no list: have somebody who knows the phone well copy tc.db out of its backup, or use the phone's own call log"
    ),
    reference="ALEAPP truecaller (a field list; the meaning of the numbers is not documented)",
)
"""A table ``history`` with numbers and milliseconds."""
