"""Call logs as Android keeps them: ``calllog.db``, ``contacts2.db``, Samsung's ``logs.db``, Huawei's backups.

The columns are those of Android's CallLog.Calls and what makers add to them. Which maker's phone it was is not asked: a
column that is there is read, whoever added it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Importer, Reading
from analyzer.importers import android_messages
from analyzer.importers.databases.event_parts import Part, gathered
from analyzer.importers.databases.event_values import PHONE, codes, first_text, only, repeated, seconds_of
from analyzer.importers.databases.sqlite_files import Database, tables
from analyzer.importers.databases.sqlite_reading import read_database
from analyzer.importers.databases.sqlite_tables import ROUNDED, TEXT, WHOLE, Table, read_in_pieces
from analyzer.importers.phones.android import CALL_TYPES, ELSEWHERE, RANG, WITHHELD
from analyzer.importers.phones.android_tables import CALL_TABLES, DELETED, NULL, SHARED, deleted, line, present
from analyzer.importers.phones.android_tables import UNDERSTOOD as UNDERSTOOD_TOO

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

COLUMNS = {
    "number": TEXT, "date": WHOLE, "type": WHOLE, "duration": ROUNDED, "presentation": WHOLE, "name": TEXT,
    "cloud_antispam_type_tag": TEXT, "mark_content": TEXT, "mark_type": TEXT, "record_duration": ROUNDED,
    "ring_time": ROUNDED, "firewalltype": WHOLE, "logtype": WHOLE, "my_number": TEXT, "phone_account_address": TEXT,
    **SHARED,
}  # fmt: skip
"""Columns that are read."""

TYPES = {
    **{int(type_): meaning for type_, meaning in CALL_TYPES.items()},
    8: ("in", "answered"), 9: ("out", "unknown"), 10: ("in", "missed"),
    1000: ("in", "answered"), 1001: ("out", "unknown"), 1002: ("in", "missed"),
    1003: ("in", "answered"), 1004: ("out", "unknown"), 1005: ("in", "missed"),
    1100: ("out", "unknown"), 1150: ("out", "unknown"), 1200: ("in", "answered"), 1250: ("in", "missed"),
    1300: ("in", "rejected"), 1400: ("in", "answered"), 1450: ("in", "rejected"), 1600: ("out", "unknown"),
}  # fmt: skip
"""``type`` → direction, outcome. 1 to 7: Android CallLog.Calls.TYPE. 8 to 10: calls over LTE in Qualcomm's Telecom
(TelephonyUtil.INCOMING_IMS_TYPE, …); 1000 to 1005: over LTE and Wi-Fi in its later version (CallLog.Calls); 1100 to 1600:
roaming, calls shared with another device, conferences in Samsung's (CallLog.Calls.SEM_…_TYPE)."""

ANSWERED_ELSEWHERE = (int(ELSEWHERE), 1400)

NOT_CALLS = (200, 250, 300, 350, 400, 600, 700, 1100, 1200, 1250, 1300, 1500, 1600, 1650, 1700, 1750)
"""``logtype`` of entries that are messages, mails, posts and warnings (Samsung CallLog.Calls.SEM_LOG_TYPE_…)."""

COPY = N_("copy of a message in the log of calls")
REFUSED = 1
"""``firewalltype`` of a call that the filter of a Xiaomi phone refused (ExtraContacts.Calls.INCOMING_REJECTED_TYPE)."""

UNDERSTOOD = {
    "number": N_("number"),
    "date": N_("time, an instant to the millisecond"),
    "type": N_("direction and outcome"),
    "duration": N_("talk time; time of ringing where a call was not answered"),
    "record_duration": N_("ringing time"),
    "ring_time": N_("ringing time"),
    "ring_times": N_("how many times it rang, not for how long: not used"),
    "presentation": N_("withheld number"),
    "firewalltype": N_("calls that the phone's own filter refused"),
    "cloud_antispam_type_tag": N_("mark that the phone or app gave the number"),
    "mark_content": N_("mark that the phone or app gave the number"),
    "mark_type": N_("kind of that mark, where it has no text"),
    "name": N_("name"),
    "my_number": N_("own number"),
    "phone_account_address": N_("own number"),
    "logtype": N_("whether the entry is a call"),
    **UNDERSTOOD_TOO,
}
"""Column → what it was taken for. ``ring_times`` of Huawei and Honor counts rings: their phone app shows it as such."""


def parts(database: Database) -> list[Part]:
    """The calls of a database."""
    return [
        gathered(map(_part, read_in_pieces(database, name, COLUMNS))) for name in present(database.tables, CALL_TABLES)
    ]


def _part(table: Table) -> Part:
    import numpy as np

    n, types, length = len(table), table.number("type"), table.number("duration")
    direction = codes(TYPES, 0, DIRECTIONS, "unknown", types)
    outcome = codes(TYPES, 1, OUTCOMES, "unknown", types)
    outcome[(direction == DIRECTIONS.index("out")) & (length > 0)] = OUTCOMES.index("answered")
    unanswered = np.isin(outcome, [OUTCOMES.index(word) for word in RANG])
    outcome[unanswered & (table.number("firewalltype") == REFUSED)] = OUTCOMES.index("blocked")
    elsewhere = np.isin(types, ANSWERED_ELSEWHERE) & (length == 0)
    ring = table.number("record_duration")
    ring = np.where(ring > 0, ring, table.number("ring_time"))
    ring = np.where(unanswered, np.where(ring > 0, ring, np.where(length > 0, length, -1)), -1)
    talk = np.where(unanswered & (length > 0), 0, np.where(elsewhere, -1, length))
    owner = only(first_text(table.text("my_number"), table.text("phone_account_address")), PHONE)

    part = Part(
        place=f"{table.name}:",
        rowid=table.rowid,
        at=seconds_of(table.number("date"), per_second=1000),
        date=("date", table.cell("date")),
        columns={
            "number_raw": first_text(table.text("number"), _withheld(table)),
            "kind": repeated("call", KINDS, n),
            "direction": direction,
            "outcome": outcome,
            "duration_s": talk,
            "ring_s": ring,
            "name": first_text(table.text("name"), empty=NULL),
            "line": line(table),
            "label": first_text(
                table.text("cloud_antispam_type_tag"),
                table.text("mark_content"),
                only(table.text("mark_type"), "[^0-9]"),
                empty=NULL,
            ),
            "owner": owner,
        },
        skipped={
            COPY: np.isin(table.number("logtype"), NOT_CALLS),
            DELETED: deleted(table),
        },
    )
    part.remark("P201", table.odd("duration"), "duration")
    part.remark("P201", {i: str(length[i]) for i in np.flatnonzero(length < -1).tolist()}, "duration")
    part.strange_types(types, ~np.isin(types, list(TYPES)), "type")
    part.describe(table, UNDERSTOOD)
    return part


def _withheld(table: Table) -> Any:
    """For each row what older Androids wrote for its kind of withheld number."""
    import numpy as np
    import pyarrow as pa

    words = [WITHHELD.get(str(i), "-1") for i in range(7)]
    shown = table.number("presentation")
    return pa.array(words, pa.large_string()).take(pa.array(np.where((shown >= 0) & (shown < 7), shown, 0)))


def _read(export: Export, settings: Settings) -> Reading:
    return read_database(export, lambda database: [*parts(database), *android_messages.parts(database)])


CALLS = Importer(
    name="android_calls",
    title=N_("call log database of an Android phone (calllog.db, contacts2.db, logs.db)"),
    maker="Android, Xiaomi, Huawei, Honor, vivo, OPPO, Samsung",
    recognises=lambda export: bool(present(tables(export), CALL_TABLES)),
    read=_read,
    how=N_(
        "have somebody who knows the phone well copy calllog.db (older phones: contacts2.db) out of its backup; without that, "
        "use the app SMS Backup & Restore"
    ),
    reference="Android CallLog.Calls; ALEAPP calllog; field list of Chinese makers in CallLogGeneration",
)
"""A table ``calls``, ``logs`` or ``calls_tb``; messages in the same database are read along."""
