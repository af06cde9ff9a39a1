"""Which tables of a database are Android's, and what their call log, SMS and MMS have in common."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analyzer.importers.databases.event_values import first_text
from analyzer.importers.databases.sqlite_files import Tables
from analyzer.importers.databases.sqlite_tables import TEXT, WHOLE, Table

N_ = str

CALL_TABLES = {
    "calls": ("number", "date", "type"),
    "logs": ("number", "date", "type", "logtype"),
    "calls_tb": ("number", "date", "type"),
}
"""Tables of calls (Android; Samsung's log of everything; Huawei's backup) and the columns they are told by."""

SMS_TABLES = {"sms": ("address", "date", "type", "body"), "sms_tb": ("address", "date", "type", "body")}
"""Tables of SMS (Android; Huawei's backup)."""

MMS_TABLES = {"pdu": ("date", "msg_box"), "pdu_tb": ("date", "msg_box")}
"""Tables of MMS, likewise."""

NULL = ("null", "NULL")
"""Texts that programs wrote where they meant an empty cell."""

LINES = ("subscription_id", "sub_id", "phone_id", "simid", "sim_id", "sim_slot")
"""Columns that name the SIM, the best first: an account, then a number that the phone gives it."""

MARKS = ("mark_deleted", "deleted")
"""Columns that say that the person deleted the entry."""

SHARED = {**dict.fromkeys(LINES, TEXT), **dict.fromkeys(MARKS, WHOLE)}
"""What to read them as."""

DELETED = N_("deleted on the phone, the entry only not cleared away yet")

UNDERSTOOD = {
    **dict.fromkeys(LINES, N_("line (SIM)")),
    **dict.fromkeys(MARKS, N_("entries deleted on the phone")),
}


def present(tables: Tables, kinds: dict[str, tuple[str, ...]]) -> Sequence[str]:
    """Those of the tables of a kind that a database has."""
    return [name for name, needed in kinds.items() if tables.have(name, *needed)]


def line(table: Table) -> Any:
    """The SIM of each row."""
    named = [table.text(name) for name in LINES if name in table]
    return first_text(*(named or [table.text("")]), empty=(*NULL, "-1"))


def deleted(table: Table) -> Any:
    """Which rows the person had deleted on the phone. Xiaomi's cloud keeps them until it has been told; a call that was
    deleted did take place, but what somebody threw away is not put before a complaint desk.
    """
    return (table.number(MARKS[0]) > 0) | (table.number(MARKS[1]) > 0)
