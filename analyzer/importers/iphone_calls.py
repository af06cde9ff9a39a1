"""Call histories of iPhones and Macs: ``CallHistory.storedata``, and ``call_history.db`` of iOS 7 and before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Importer, Reading
from analyzer.importers.databases.event_parts import Part
from analyzer.importers.databases.event_values import APPLE, first_text, repeated, seconds_of
from analyzer.importers.databases.sqlite_files import Database, tables
from analyzer.importers.databases.sqlite_reading import read_database
from analyzer.importers.databases.sqlite_tables import ROUNDED, TEXT, WHOLE, Table, read

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

NEW, OLD = "zcallrecord", "call"
NEEDED = {NEW: ("zdate", "zaddress", "zoriginated"), OLD: ("address", "date", "duration", "flags")}
NEW_COLUMNS = {
    "zdate": WHOLE, "zduration": ROUNDED, "zaddress": TEXT, "zoriginated": WHOLE, "zanswered": WHOLE, "zcalltype": WHOLE,
    "zservice_provider": TEXT, "zname": TEXT, "zjunkidentificationcategory": TEXT,
}  # fmt: skip
OLD_COLUMNS = {"address": TEXT, "date": WHOLE, "duration": ROUNDED, "flags": WHOLE, "name": TEXT}

PHONE_APP, FACETIME_APP, FACETIME = "com.apple.Telephony", "com.apple.FaceTime", "FaceTime"
"""``ZSERVICE_PROVIDER`` of calls over the phone network and over FaceTime; other apps give their own identifier."""
FACETIME_TYPES = (8, 16)
"""``ZCALLTYPE`` of FaceTime calls with and without picture; 1 is a phone call, 0 one of another app."""
OUTGOING = 1
"""Bit of ``flags`` that is set for calls the owner made."""

UNDERSTOOD = {
    "zaddress": N_("number"),
    "zdate": N_("time, an instant to the second"),
    "zoriginated": N_("direction"),
    "zanswered": N_("whether an incoming call was answered; missed and declined ones look alike"),
    "zduration": N_("talk time"),
    "zcalltype": N_("whether the call came by phone, FaceTime or an app"),
    "zservice_provider": N_("app of calls that did not come by phone, kept as the line"),
    "zname": N_("name"),
    "zjunkidentificationcategory": N_("mark that the phone or app gave the number"),
    "address": N_("number"),
    "date": N_("time, an instant to the second"),
    "flags": N_("direction; missed and declined calls look alike"),
    "duration": N_("talk time"),
    "name": N_("name"),
}


def _new(table: Table) -> Part:
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    app = table.text("zservice_provider")
    facetime = np.isin(table.number("zcalltype"), FACETIME_TYPES) | pc.equal(app, FACETIME_APP).to_numpy()
    line = pc.if_else(pa.array(facetime), FACETIME, first_text(app, empty=(PHONE_APP,)))
    number = first_text(table.text("zaddress"), line, otherwise="-1")  # a nameless caller of an app withheld no number
    made = table.number("zoriginated")
    part = _part(table, "zdate", seconds_of(table.number("zdate"), since=APPLE), made, table.number("zanswered") == 1)
    part.columns |= {
        "number_raw": number,
        "name": table.text("zname"),
        "line": line,
        "label": table.text("zjunkidentificationcategory"),
    }
    part.remark("P201", table.odd("zduration"), table.called("zduration"))
    return part


def _old(table: Table) -> Part:
    flags = table.number("flags")
    part = _part(table, "date", seconds_of(table.number("date")), flags & OUTGOING, flags < 0)
    part.columns |= {"number_raw": first_text(table.text("address"), otherwise="-1"), "name": table.text("name")}
    part.remark("P201", table.odd("duration"), "duration")
    return part


def _part(table: Table, date: str, at: Any, made: NDArray[np.int64], answered: NDArray[np.bool_]) -> Part:
    """Calls by whether the owner made them, or, of incoming ones, answered them; talk time tells the rest."""
    import numpy as np

    n, length = len(table), table.number("zduration" if date == "zdate" else "duration")
    length = np.maximum(length, -1)
    incoming = made == 0
    talked = (length > 0) | (incoming & answered)
    silent = np.where(incoming, OUTCOMES.index("missed"), OUTCOMES.index("unknown"))
    way = np.where(incoming, DIRECTIONS.index("in"), DIRECTIONS.index("out"))
    part = Part(
        place=f"{table.name}:",
        rowid=table.rowid,
        at=at,
        date=(table.called(date), table.cell(date)),
        columns={
            "kind": repeated("call", KINDS, n),
            "direction": np.where(made < 0, DIRECTIONS.index("unknown"), way).astype(np.int8),
            "outcome": np.where(talked, OUTCOMES.index("answered"), silent).astype(np.int8),
            "duration_s": length,
        },
    )
    part.describe(table, UNDERSTOOD)
    return part


def _parts(database: Database) -> list[Part]:
    found = []
    if database.tables.have(NEW, *NEEDED[NEW]):
        found.append(_new(read(database, NEW, NEW_COLUMNS)))
    if database.tables.have(OLD, *NEEDED[OLD]):
        found.append(_old(read(database, OLD, OLD_COLUMNS)))
    return found


def _read(export: Export, settings: Settings) -> Reading:
    return read_database(export, _parts)


CALLS = Importer(
    name="iphone_calls",
    title=N_("call history of an iPhone or a Mac (CallHistory.storedata, call_history.db)"),
    maker="Apple iPhone, Mac",
    recognises=lambda export: any(tables(export).have(name, *needed) for name, needed in NEEDED.items()),
    read=_read,
    how=N_(
        "make a backup of the iPhone on a computer, with a password, and have a backup program such as iMazing take "
        "CallHistory.storedata out of it"
    ),
    reference="iLEAPP callHistory; a database of iOS 17",
)
"""A table ``ZCALLRECORD``, or ``call``."""
