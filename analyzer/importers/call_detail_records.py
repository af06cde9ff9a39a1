"""Tables of other countries and of research: BT's bills, records that Indian carriers hand to the police, bandicoot's CSV."""

from __future__ import annotations

import re

from analyzer.importers.tables.bare import NUMBER, Bare, length, moment, one_of
from analyzer.importers.tables.table import Layout, TableImporter

N_ = str

BT = TableImporter(
    name="bt",
    title=N_("itemised calls of a BT bill"),
    maker="BT",
    layouts=(
        Layout(
            ("Charge Code", "Installation No", "Line No", "Date", "Time", "Called No", "Duration", "Cost"),
            {
                "Line No": "own",
                "Date": "start",
                "Time": "start",
                "Called No": "callee",
                "Duration": "duration",
                "Cost": "fee",
            },
            only=True,
            kind="call",
        ),
    ),
    zone="Europe/London",
    lists_missed=False,
    month_first=False,
    how=N_("BT business account: Billing, itemised calls, download as CSV (it lists the calls you made)"),
    reference="headings of BT's call data in a description by Daisy",
).importer()

INDIAN_RECORDS = TableImporter(
    name="indian_call_records",
    title=N_("call records of an Indian carrier for the police (Jio, Airtel)"),
    maker="Jio, Airtel",
    layouts=(
        Layout(
            ("Target No", "Call Type", "B Party No", "Call Date", "Call Initiation Time", "Call Duration"),
            {
                "Target No": "own",
                "Call Type": "type",
                "B Party No": "number",
                "Call Date": "start",
                "Call Initiation Time": "start",
                "Call Duration": "duration",
            },
            only=True,
        ),
    ),
    zone="Asia/Kolkata",
    lists_missed=False,
    month_first=False,
    how=N_("the police or the court obtain it from the carrier; ask them for the table as CSV or Excel"),
    reference="list of fields in a converter of such records; no file was seen",
).importer()

BANDICOOT = TableImporter(
    name="bandicoot",
    title=N_("records in the format of bandicoot"),
    maker="bandicoot",
    layouts=(
        Layout(
            ("interaction", "direction", "correspondent_id", "datetime", "call_duration"),
            {
                "interaction": "kind",
                "direction": "type",
                "correspondent_id": "number",
                "datetime": "start",
                "call_duration": "duration",
            },
            only=True,
        ),
    ),
    match=Bare(
        (
            "call_record_type",
            "basic_service",
            "user_msisdn",
            "call_partner_identity",
            "datetime",
            "call_duration",
            "longitude",
            "latitude",
        ),
        {"moment": (4,), "duration": (5,), "own": (2,), "number": (3,), "meaning": (0, 1)},
        {
            0: one_of("1", "2"),
            1: one_of("11", "12", "21", "22"),
            2: NUMBER,
            3: NUMBER,
            4: moment,
            5: lambda cell: not cell.strip() or length(cell),
            6: re.compile(r"(?:-?\d+(?:\.\d+)?)?"),
            7: re.compile(r"(?:-?\d+(?:\.\d+)?)?"),
        },
        8,
        codes={0: "orange_record", 1: "orange_service"},
    ),
    how=N_("save the records in the CSV format that bandicoot reads, its own or that of Orange"),
    reference="bandicoot's io.py and its description of the two formats",
).importer()
