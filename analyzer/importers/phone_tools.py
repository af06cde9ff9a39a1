"""Calls that tools copied off a phone: iExplorer (iPhone), iMazing 2 (iPhone, no heading row), LogExport (Symbian).

Their columns are those of the documentation of time cockpit, which reads the same files.
"""

from __future__ import annotations

import re

from analyzer.importers.tables.bare import NUMBER, Bare
from analyzer.importers.tables.meanings import meaning_of
from analyzer.importers.tables.table import Layout, TableImporter

N_ = str


def call_type(cell: str) -> bool:
    """Whether a cell says which way a call went, or what became of it."""
    said = meaning_of(cell)
    return said is not None and bool(said.direction or said.implies)


IEXPLORER = TableImporter(
    name="iexplorer",
    title=N_("iPhone calls saved by iExplorer"),
    maker="iExplorer",
    layouts=(
        Layout(
            ("Contact", "Number", "Date", "Duration", "Call Type", "Unformatted Number", "Number Geo Description"),
            {
                "Contact": "name",
                "Unformatted Number": "number",
                "Date": "start",
                "Duration": "duration",
                "Call Type": "type",
                "Number Geo Description": "place",
            },
            only=True,
            kind="call",
        ),
    ),
    how=N_("iExplorer: choose the phone, Data, Call History, Export as CSV"),
    reference="heading of iExplorer's CSV in the documentation of time cockpit",
).importer()

IMAZING_2 = TableImporter(
    name="imazing_2",
    title=N_("iPhone calls saved by iMazing 2 (without heading row)"),
    maker="iMazing",
    match=Bare(
        ("type", "date", "duration", "number", "name"),
        {"moment": (1,), "duration": (2,), "number": (3,), "name": (4,), "meaning": (0,)},
        {
            0: call_type,
            1: re.compile(r"\d{1,2}/\d{1,2}/\d{2}(?:\d{2})? \d{1,2}:\d{2}(?::\d{2})?"),
            2: re.compile(r"(?:\d{1,3}:\d{2}:\d{2})?"),
            3: NUMBER,
        },
        4,
        kind="call",
    ),
    month_first=False,
    how=N_("iMazing 2: choose the phone, Call History, Export to CSV"),
    reference="a row of iMazing 2's CSV in the documentation of time cockpit",
).importer()

LOG_EXPORT = TableImporter(
    name="log_export",
    title=N_("log of a Symbian phone saved by LogExport"),
    maker="LogExport",
    layouts=(
        Layout(
            (
                "Date",
                "Time",
                "Type",
                "RemoteParty",
                "Direction",
                "DurationType",
                "Duration",
                "Status",
                "Subject",
                "Number",
            ),
            {
                "Date": "start",
                "Time": "start",
                "Type": "kind",
                "RemoteParty": "name",
                "Direction": "type",
                "Duration": "duration",
                "Subject": "body",
                "Number": "number",
            },
            only=True,
        ),
    ),
    month_first=True,
    how=N_("LogExport on the phone: export the log as CSV, and copy the file to the computer"),
    reference="heading of LogExport's CSV in the documentation of time cockpit",
).importer()
