"""Call detail records of telephone systems: Asterisk, 3CX, Avaya IP Office, without a heading row; and the report of 3CX.

Order and meaning of the columns are those of the makers' descriptions (Asterisk: README of cdr_csv; Avaya: SMDR fields in the
manual of IP Office; 3CX: CDR output fields in the order of its default template). Times are taken for those of the system's
zone. Talk time is what the caller and the called had, without ringing and waiting.
"""

from __future__ import annotations

import re

from analyzer.events import DIRECTIONS, OUTCOMES
from analyzer.importers.tables.bare import Bare, length, moment, moment_or_empty, one_of
from analyzer.importers.tables.draft import Draft
from analyzer.importers.tables.outcomes import IN, NO_DIRECTION, OUT, UNKNOWN
from analyzer.importers.tables.parties import NO_OWNER
from analyzer.importers.tables.table import Layout, TableImporter
from analyzer.importers.values import durations, times
from analyzer.importers.values.columns import series

N_ = str

HOW = N_("ask whoever looks after the telephone system for its call detail records of the period, as a CSV file")
DIGITS = re.compile(r"\d{1,9}")

ASTERISK_COLUMNS = (
    "accountcode", "src", "dst", "dcontext", "clid", "channel", "dstchannel", "lastapp", "lastdata", "start", "answer", "end",
    "duration", "billsec", "disposition", "amaflags", "uniqueid", "userfield",
)  # fmt: skip
AVAYA_COLUMNS = (
    "call start", "connected time", "ring time", "caller", "direction", "called number", "dialled number", "account",
    "is internal", "call id", "continuation", "party 1 device", "party 1 name", "party 2 device", "party 2 name", "hold time",
    "park time", *(f"further {i}" for i in range(1, 25)),
)  # fmt: skip
THREECX_COLUMNS = (
    "historyid", "callid", "duration", "time-start", "time-answered", "time-end", "reason-terminated", "from-no", "to-no",
    "from-dn", "to-dn", "dial-no", "reason-changed", "final-number", "final-dn", "bill-code", "bill-rate", "bill-cost",
    "bill-name", "chain", "from-type", "to-type", "final-type", "from-dispname", "to-dispname", "final-dispname",
    "missed-queue-calls",
)  # fmt: skip


def ringing(draft: Draft) -> None:
    """Asterisk: the call lasted from dialling to hanging up; what was not talk was ringing."""
    import numpy as np
    import pandas as pd

    whole = durations.parse(draft.cells[12]).seconds
    talk = durations.parse(draft.cells[13]).seconds
    rang = np.where((whole >= 0) & (talk >= 0), whole - talk, -1)
    draft.frame["ring_s"] = pd.arrays.IntegerArray(rang, rang < 0)


def answered(draft: Draft) -> None:
    """3CX: a call was answered if it has a time of that; it was talk from then to its end. Ext.100 is a telephone of the
    system, so a call to one came in, if none of them made it.
    """
    import numpy as np
    import pandas as pd
    import pyarrow.compute as pc

    if not len(draft.places):
        return
    start, answer, end = (times.parse(draft.cells[i], "UTC") for i in (3, 4, 5))
    talk = np.where(answer.ok & end.ok, end.at - answer.at, 0)
    rang = np.where(start.ok & answer.ok, answer.at - start.at, np.where(start.ok & end.ok, end.at - start.at, -1))
    outcome = np.where(answer.ok, OUTCOMES.index("answered"), OUTCOMES.index("missed")).astype(np.int8)
    talk, rang = np.maximum(talk, 0), np.maximum(rang, -1)
    draft.frame["duration_s"] = pd.arrays.IntegerArray(talk, np.zeros(len(talk), bool))
    draft.frame["ring_s"] = pd.arrays.IntegerArray(rang, rang < 0)
    draft.frame["outcome"] = pd.Categorical.from_codes(outcome, OUTCOMES)
    inner = [pc.starts_with(draft.cells[i], "Ext.").to_numpy(zero_copy_only=False) for i in (7, 8)]
    way = draft.frame["direction"].cat.codes.to_numpy(copy=True)
    told = (way == UNKNOWN) & (inner[0] ^ inner[1])
    way[told] = np.where(inner[1], IN, OUT)[told]
    draft.frame["direction"] = pd.Categorical.from_codes(way, DIRECTIONS)
    if told.all():
        draft.notes = [note for note in draft.notes if note[1] not in (NO_DIRECTION, NO_OWNER)]
    callee = series(draft.cells[8]).set_axis(draft.frame.index)
    draft.frame["number_raw"] = draft.frame["number_raw"].mask(told & (way == OUT), callee).astype("str")


def named_parties(draft: Draft) -> None:
    """3CX's report: ``Reception (100)`` is a telephone of the system and its extension, ``Name (13911110001)`` a caller. The
    party that is no extension is the other one, and tells the direction.
    """
    import numpy as np
    import pandas as pd

    if not len(draft.places):
        return
    caller, callee = (series(draft.cells[draft.columns.first(name) or 0]) for name in ("caller", "callee"))
    numbers = [
        one.str.replace(BRACKETS, r"\1", regex=True).str.strip().to_numpy(dtype=object) for one in (caller, callee)
    ]
    inner = [np.array([bool(EXTENSION.fullmatch(text)) for text in one], bool) for one in numbers]
    out, into = inner[0] & ~inner[1], inner[1] & ~inner[0]
    way = np.where(out, OUT, np.where(into, IN, UNKNOWN)).astype(np.int8)
    draft.frame["direction"] = pd.Categorical.from_codes(way, DIRECTIONS)
    draft.frame["number_raw"] = pd.Series(np.where(out, *numbers[::-1]), dtype="str", index=draft.frame.index)
    missed = draft.frame["outcome"] == "missed"
    unheard = (missed & out).to_numpy()  # nobody took a call that went out
    codes = draft.frame["outcome"].cat.codes.to_numpy(copy=True)
    codes[unheard] = OUTCOMES.index("failed")
    draft.frame["outcome"] = pd.Categorical.from_codes(codes, OUTCOMES)
    draft.owner = ""  # what stands in most rows is an extension
    if (out | into).all():
        draft.notes = [note for note in draft.notes if note[1] not in (NO_DIRECTION, NO_OWNER)]


BRACKETS = r"^.*\((\+?[\d*#]{2,20})\)\s*$"
EXTENSION = re.compile(r"(?:Ext\.?\s*)?\d{2,5}", re.IGNORECASE)
"""Numbers of telephones within a system."""

ASTERISK = TableImporter(
    name="asterisk",
    title=N_("call detail records of Asterisk (Master.csv)"),
    maker="Asterisk",
    match=Bare(
        ASTERISK_COLUMNS,
        {"moment": (9,), "duration": (13,), "caller": (1,), "callee": (2,), "meaning": (14,)},
        {
            9: moment,
            10: moment_or_empty,
            11: moment_or_empty,
            12: DIGITS,
            13: DIGITS,
            14: one_of("ANSWERED", "NO ANSWER", "BUSY", "FAILED", "CONGESTION"),
            15: one_of("DOCUMENTATION", "BILLING", "OMIT", "IGNORE", "DEFAULT", *"0123"),
        },
        16,
        kind="call",
        codes={14: "asterisk"},
    ),
    after=ringing,
    how=HOW,
    reference="fields of Asterisk's cdr_csv, as its README lists them",
).importer()

AVAYA = TableImporter(
    name="avaya",
    title=N_("call records of Avaya IP Office (SMDR)"),
    maker="Avaya",
    match=Bare(
        AVAYA_COLUMNS,
        {"moment": (0,), "duration": (1,), "ring": (2,), "caller": (3,), "callee": (5,), "meaning": (4,)},
        {
            0: re.compile(r"\d{4}/\d\d/\d\d \d\d:\d\d:\d\d"),
            1: re.compile(r"\d\d:\d\d:\d\d"),
            2: DIGITS,
            4: one_of("I", "O"),
            8: one_of("0", "1"),
            9: DIGITS,
            10: one_of("0", "1"),
        },
        11,
        kind="call",
    ),
    how=HOW,
    reference="SMDR fields in the manual of Avaya IP Office",
).importer()

THREECX = TableImporter(
    name="threecx",
    title=N_("call detail records of 3CX (cdr.log)"),
    maker="3CX",
    match=Bare(
        THREECX_COLUMNS,
        {"moment": (3,), "caller": (7,), "callee": (8,)},
        {
            2: lambda cell: not cell.strip() or length(cell),
            3: moment,
            4: moment_or_empty,
            5: moment_or_empty,
            6: re.compile(r"[A-Za-z][A-Za-z ]*"),
            8: re.compile(r".+"),
        },
        9,
        kind="call",
    ),
    after=answered,
    how=HOW,
    reference="CDR output fields of 3CX, in the order of its template; no file of it was seen",
).importer()

THREECX_REPORT = TableImporter(
    name="threecx_report",
    title=N_("call report of 3CX (CSV)"),
    maker="3CX",
    layouts=(
        Layout(
            ("Call Time", "Caller ID", "Destination", "Status", "Ringing", "Talking"),
            {
                "Call Time": "start",
                "Caller ID": "caller",
                "Destination": "callee",
                "Status": "type",
                "Ringing": "ring",
                "Talking": "duration",
            },
            only=True,
            kind="call",
        ),
    ),
    after=named_parties,
    how=N_("3CX Management Console: Reports, Call logs, the period, Export as CSV"),
    reference="headings of 3CX's call report as its users describe them; no file of it was seen",
).importer()
