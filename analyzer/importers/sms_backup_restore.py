"""The XML files of the Android app SMS Backup & Restore: ``calls-….xml`` and ``sms-….xml``.

Silence, TextSecure and Signal wrote the same ``smses`` document as their plaintext export. Codes are those of Android's
call log and message tables, which the app writes as they stand; the vendor describes the attributes under "Fields in XML
backup files".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Importer, Reading
from analyzer.importers import xml_repair
from analyzer.importers.sms_backup_entries import Entries, among, codes, instead, seconds
from analyzer.importers.sms_backup_mms import EMPTY

if TYPE_CHECKING:
    import numpy as np

    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

CALL = ("type", "date", "number", "contact_name", "subscription_id", "duration", "presentation")
MESSAGE = ("type", "date", "address", "contact_name", "sub_id", "body")
"""Attributes that are read."""

CALL_TYPES = {
    "1": ("in", "answered"), "2": ("out", "unknown"), "3": ("in", "missed"), "4": ("in", "voicemail"),
    "5": ("in", "rejected"), "6": ("in", "blocked"), "7": ("in", "answered"),
}  # fmt: skip
"""``type`` of a call (Android CallLog.Calls.TYPE) → direction, outcome. An outgoing call was answered when it has talk time."""

ELSEWHERE = "7"
"""Answered on another device of the owner: a duration of 0 says nothing there."""

RANG = ("missed", "rejected", "blocked")
"""Outcomes without talk: OPPO, Honor, Samsung and Huawei phones put the seconds of ringing into their ``duration``."""

WITHHELD = {"2": "-2", "3": "-1", "4": "-3", "5": "-1"}
"""``presentation`` of a call without number (CallLog.Calls.NUMBER_PRESENTATION: 2 restricted, 3 unknown, 4 payphone, 5
unavailable) → the number that older Androids wrote for it: -1 unknown, -2 private, -3 payphone."""

MESSAGE_TYPES = {
    "1": ("in", ""), "2": ("out", ""), "3": ("out", N_("draft")), "4": ("out", N_("not sent")),
    "5": ("out", N_("failed to send")), "6": ("out", N_("not sent")),
    "mms 1": ("in", ""), "mms 2": ("out", ""), "mms 3": ("out", N_("draft")), "mms 4": ("out", N_("not sent")),
    "mms 5": ("out", N_("failed to send")), "mms notice": ("in", N_("announcement of a message that was not fetched")),
    "mms report": ("in", N_("delivery or read report")),
}  # fmt: skip
"""``type`` of a message (Android Telephony.TextBasedSmsColumns.TYPE: 1 received, 2 sent, 3 draft, 4 outbox, 5 failed, 6
queued) or kind of an MMS → direction, and why it is no event (empty: it is one)."""

NO_NAME = (*EMPTY, "(Unknown)")
NO_LINE = (*EMPTY, "-1")

UNDERSTOOD_CALLS = (
    ("number", N_("number")),
    ("date", N_("time, an instant to the millisecond")),
    ("type", N_("direction and outcome")),
    ("duration", N_("talk time; time of ringing where a call was not answered")),
    ("presentation", N_("withheld number")),
    ("subscription_id", N_("line (SIM)")),
    ("contact_name", N_("name")),
)

UNDERSTOOD_MESSAGES = (
    ("address", N_("number")),
    ("date", N_("time, an instant to the millisecond")),
    ("type", N_("direction")),
    ("body", N_("text of the message")),
    ("sub_id", N_("line (SIM)")),
    ("contact_name", N_("name")),
)


def _read_calls(export: Export, settings: Settings) -> Reading:
    import numpy as np
    import pyarrow as pa

    entries = Entries("call", CALL)
    parsed = entries.parse(export, settings.encoding)
    type_, date, number, name, line, duration, presentation = entries.columns()
    types, code = codes(type_)
    direction = _words(types, CALL_TYPES, 0, "unknown", DIRECTIONS)[code]
    outcome = _words(types, CALL_TYPES, 1, "unknown", OUTCOMES)[code]
    length, odd = seconds(duration)
    outcome[(direction == DIRECTIONS.index("out")) & (length > 0)] = OUTCOMES.index("answered")
    rang = np.isin(outcome, [OUTCOMES.index(word) for word in RANG]) & (length > 0)
    unsaid = np.array([word == ELSEWHERE for word in types], dtype=bool)[code] & (length == 0)
    shown, place = codes(presentation)
    hidden = pa.array([WITHHELD.get(word, "-1") for word in shown], pa.large_string()).take(pa.array(place))

    entries.remark("P201", odd, "duration", duration)
    entries.remark("P202", ~among(type_, list(CALL_TYPES)), "type", type_)
    columns = {
        "number_raw": instead(number, EMPTY, hidden),
        "kind": np.full(len(code), KINDS.index("call"), dtype=np.int8),
        "direction": direction,
        "outcome": outcome,
        "duration_s": np.where(rang, 0, np.where(unsaid, -1, length)),
        "ring_s": np.where(rang, length, -1),
        "name": instead(name, NO_NAME, ""),
        "line": instead(line, NO_LINE, ""),
    }
    return entries.reading(parsed, date, columns, {}, UNDERSTOOD_CALLS)


def _read_messages(export: Export, settings: Settings) -> Reading:
    import numpy as np

    entries = Entries("sms", MESSAGE, mms=True)
    parsed = entries.parse(export, settings.encoding)
    type_, date, number, name, line, body = entries.columns()
    types, code = codes(type_)
    skipped: dict[str, np.ndarray] = {}
    for i, word in enumerate(types):
        if why := MESSAGE_TYPES.get(word, ("", ""))[1]:
            skipped[why] = skipped.get(why, False) | (code == i)
    kind = np.array([KINDS.index("mms" if word.startswith("mms") else "sms") for word in types], dtype=np.int8)

    entries.remark("P202", ~among(type_, list(MESSAGE_TYPES)), "type", type_)
    columns = {
        "number_raw": instead(number, EMPTY, "-1"),
        "kind": kind[code],
        "direction": _words(types, MESSAGE_TYPES, 0, "unknown", DIRECTIONS)[code],
        "outcome": np.full(len(code), OUTCOMES.index(""), dtype=np.int8),
        "body": instead(body, EMPTY, ""),
        "name": instead(name, NO_NAME, ""),
        "line": instead(line, NO_LINE, ""),
    }
    return entries.reading(parsed, date, columns, skipped, UNDERSTOOD_MESSAGES)


def _words(
    types: Sequence[str], meaning: dict[str, tuple[str, str]], part: int, default: str, words: Sequence[str]
) -> np.ndarray:
    """For each distinct type the place among `words` of what it means."""
    import numpy as np

    found = [meaning[word][part] if word in meaning else default for word in types]
    return np.array([words.index(word) for word in found], dtype=np.int8)


CALLS = Importer(
    name="sms_backup_restore_calls",
    title=N_("call log saved by SMS Backup & Restore (XML)"),
    maker="SMS Backup & Restore (Android)",
    recognises=lambda export: xml_repair.root_of(export) == "calls",
    read=_read_calls,
    how=N_(
        "in the app SMS Backup & Restore choose Back up, tick phone calls, and copy the file calls-….xml to the computer"
    ),
    reference="SyncTech, Fields in XML backup files; Android CallLog.Calls",
)
"""``calls-….xml``: every entry of the phone's call log, missed and rejected calls included."""

MESSAGES = Importer(
    name="sms_backup_restore_messages",
    title=N_("messages saved by SMS Backup & Restore, Silence or Signal (XML)"),
    maker="SMS Backup & Restore, Silence, Signal (Android)",
    recognises=lambda export: xml_repair.root_of(export) == "smses",
    read=_read_messages,
    how=N_(
        "in the app SMS Backup & Restore choose Back up, tick messages, and copy the file sms-….xml to the computer"
    ),
    reference="SyncTech, Fields in XML backup files; Android Telephony.Sms and Telephony.Mms",
)
"""``sms-….xml``: SMS and MMS, received and sent."""
