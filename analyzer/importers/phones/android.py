"""What the codes of Android's call log and message tables mean, and how entries with such codes become events.

Backup apps write these columns as they stand in the phone's database, under their own names or others. Sources: Android
CallLog.Calls, Telephony.TextBasedSmsColumns, Telephony.BaseMmsColumns and the PduHeaders of Android's MMS code.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Reading
from analyzer.importers.streams.entries import Entries, Parsed
from analyzer.importers.streams.entry_columns import among, codes, instants, instead, seconds

if TYPE_CHECKING:
    import numpy as np

N_ = str

CALL_TYPES = {
    "1": ("in", "answered"), "2": ("out", "unknown"), "3": ("in", "missed"), "4": ("in", "voicemail"),
    "5": ("in", "rejected"), "6": ("in", "blocked"), "7": ("in", "answered"),
}  # fmt: skip
"""``type`` of a call (CallLog.Calls.TYPE) → direction, outcome. An outgoing call was answered when it has talk time."""

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
"""``type`` of a message (TextBasedSmsColumns.TYPE: 1 received, 2 sent, 3 draft, 4 outbox, 5 failed, 6 queued) or kind of an
MMS (its ``msg_box`` behind the word, see `android_mms.Mms.values`) → direction, and why it is no event (empty: it is one)."""

LABELS = ("mark_content", "cloud_antispam_type_tag")
"""Columns of the call log in which phones of Huawei and Xiaomi keep the mark that their services gave the number."""

RINGING = ("ring_time", "record_duration")
"""Columns in which phones of OPPO (with OnePlus, realme) and vivo keep the seconds that an unanswered call rang."""

DELETED_MARKS = ("mark_deleted", "deleted")
"""Columns in which phones of Xiaomi and others mark what the person deleted and their cloud has not been told of yet."""
DELETED = N_("deleted on the phone, the entry only not cleared away yet")

EMPTY = ("null", "NULL")
"""What apps write for an empty column, besides nothing at all."""

NO_NAME = ("", *EMPTY, "(Unknown)")
NO_LINE = ("", *EMPTY, "-1")

CALL_WORDS = {
    "number": N_("number"),
    "date": N_("time, an instant to the millisecond"),
    "type": N_("direction and outcome"),
    "duration": N_("talk time; time of ringing where a call was not answered"),
    "ring": N_("ringing time"),
    "presentation": N_("withheld number"),
    "line": N_("line (SIM)"),
    "name": N_("name"),
    "label": N_("mark that the phone or app gave the number"),
    "deleted": N_("entries deleted on the phone"),
}
"""Columns of a call that `calls` understands, and what they are taken for."""

MESSAGE_WORDS = {
    "number": N_("number"),
    "date": N_("time, an instant to the millisecond"),
    "type": N_("direction"),
    "body": N_("text of the message"),
    "line": N_("line (SIM)"),
    "name": N_("name"),
    "deleted": N_("entries deleted on the phone"),
}
"""Columns of a message that `messages` understands, and what they are taken for."""


def calls(
    entries: Entries,
    parsed: Parsed,
    empty: Sequence[str] = (),
    skipped: Mapping[str, np.ndarray] | None = None,
    **facts: Any,
) -> Reading:
    """Make calls of entries whose columns are those of `CALL_WORDS`.

    Parameters
    ----------
    entries : Entries
        ``date`` in milliseconds since 1970, ``type`` as in `CALL_TYPES`, ``duration`` and ``ring`` in seconds.
    parsed : Parsed
    empty : sequence of str
        What stands for an empty column in this export, besides nothing at all.
    skipped : mapping, optional
        Reason → mask of further entries that are no calls.
    **facts
        Further attributes of the `Reading`.
    """
    import numpy as np
    import pyarrow as pa

    type_ = entries.column("type")
    types, code = codes(type_)
    direction = _words(types, CALL_TYPES, 0, "unknown", DIRECTIONS)[code]
    outcome = _words(types, CALL_TYPES, 1, "unknown", OUTCOMES)[code]
    length, odd = seconds(entries.column("duration"), empty)
    outcome[(direction == DIRECTIONS.index("out")) & (length > 0)] = OUTCOMES.index("answered")
    unanswered = np.isin(outcome, [OUTCOMES.index(word) for word in RANG])
    rang = unanswered & (length > 0)
    unsaid = np.array([word == ELSEWHERE for word in types], dtype=bool)[code] & (length == 0)
    ring, odd_ring = seconds(entries.column("ring"), empty)
    ring = np.where(unanswered & (ring > 0), ring, np.where(rang, length, -1))
    shown, place = codes(entries.column("presentation"))
    hidden = pa.array([WITHHELD.get(word, "-1") for word in shown], pa.large_string()).take(pa.array(place))

    entries.remark("P201", odd, "duration")
    entries.remark("P201", odd_ring, "ring")
    known = among(type_, list(CALL_TYPES))
    for mask in (skipped or {}).values():
        known |= mask
    entries.remark("P202", ~known, "type")
    columns = {
        "number_raw": instead(entries.column("number"), empty, hidden),
        "kind": np.full(len(code), KINDS.index("call"), dtype=np.int8),
        "direction": direction,
        "outcome": outcome,
        "duration_s": np.where(rang, 0, np.where(unsaid, -1, length)),
        "ring_s": ring,
        "name": instead(entries.column("name"), [*empty, *NO_NAME], ""),
        "line": instead(entries.column("line"), [*empty, *NO_LINE], ""),
    }
    if "label" in entries.fields:
        columns["label"] = instead(entries.column("label"), empty, "")
    skipped = {DELETED: _deleted(entries), **(skipped or {})}
    return entries.reading(parsed, instants(entries.column("date")), columns, skipped, **facts)


def messages(
    entries: Entries, parsed: Parsed, empty: Sequence[str] = (), at: np.ndarray | None = None, **facts: Any
) -> Reading:
    """Make messages of entries whose columns are those of `MESSAGE_WORDS`.

    Parameters
    ----------
    entries : Entries
        ``date`` in milliseconds since 1970, ``type`` as in `MESSAGE_TYPES`.
    parsed : Parsed
    empty : sequence of str
        What stands for an empty column in this export, besides nothing at all.
    at : array of int64, optional
        Seconds since 1970, -1 where not understood, for exports whose ``date`` is written in another way.
    **facts
        Further attributes of the `Reading`.
    """
    import numpy as np

    type_ = entries.column("type")
    types, code = codes(type_)
    skipped: dict[str, np.ndarray] = {DELETED: _deleted(entries)}
    for i, word in enumerate(types):
        if why := MESSAGE_TYPES.get(word, ("", ""))[1]:
            skipped[why] = skipped.get(why, False) | (code == i)
    kind = np.array([KINDS.index("mms" if word.startswith("mms") else "sms") for word in types], dtype=np.int8)

    entries.remark("P202", ~among(type_, list(MESSAGE_TYPES)), "type")
    columns = {
        "number_raw": instead(entries.column("number"), empty, "-1"),
        "kind": kind[code],
        "direction": _words(types, MESSAGE_TYPES, 0, "unknown", DIRECTIONS)[code],
        "outcome": np.full(len(code), OUTCOMES.index(""), dtype=np.int8),
        "body": instead(entries.column("body"), empty, ""),
        "name": instead(entries.column("name"), [*empty, *NO_NAME], ""),
        "line": instead(entries.column("line"), [*empty, *NO_LINE], ""),
    }
    return entries.reading(parsed, instants(entries.column("date")) if at is None else at, columns, skipped, **facts)


def _deleted(entries: Entries) -> np.ndarray:
    return seconds(entries.column("deleted"), EMPTY)[0] > 0


def _words(
    types: Sequence[str], meaning: Mapping[str, tuple[str, str]], part: int, default: str, words: Sequence[str]
) -> np.ndarray:
    """For each distinct type the place among `words` of what it means."""
    import numpy as np

    found = [meaning[word][part] if word in meaning else default for word in types]
    return np.array([words.index(word) for word in found], dtype=np.int8)
