"""Calls and messages that iMazing saves from an iPhone as CSV or Excel. Columns come and go between versions; names stay."""

from __future__ import annotations

from analyzer.importers.tables.draft import Draft
from analyzer.importers.tables.table import Layout, TableImporter
from analyzer.importers.values.columns import encode

N_ = str

CALLS = {"Duration": "duration", "Contact": "name", "Location": "place"}

MESSAGES = {
    "Message Date": "start", "Type": "type", "Sender ID": "number", "Sender Name": "name", "Text": "body", "Service": "kind",
    "Chat Session": "session",
}  # fmt: skip


def complete_numbers(draft: Draft) -> None:
    """Give sent messages, whose Sender ID is empty, the number of their conversation.

    That is the only other sender of the same Chat Session, else the session's own title: a number, or a name.
    """
    import pandas as pd

    column = draft.column("session")
    if column is None:
        return
    rows = draft.frame
    codes, titles = encode(column)
    numbers = rows["number_raw"]
    senders = pd.DataFrame({"session": codes, "number": numbers})[numbers != ""].drop_duplicates()
    only = senders.drop_duplicates("session", keep=False).set_index("session")["number"].to_dict()
    instead = pd.Series([only.get(code) or title.strip() for code, title in enumerate(titles)], dtype="str")
    rows["number_raw"] = numbers.where(numbers != "", instead.take(codes).set_axis(rows.index))
    if "name" in rows:
        out = rows["direction"].astype("str") == "out"
        rows["name"] = rows["name"].where(~out, "").astype("str")  # the sender's own name


IMAZING = TableImporter(
    name="imazing",
    title=N_("iPhone calls or messages saved by iMazing"),
    maker="iMazing",
    layouts=(
        Layout(
            ("Call type", "Date", "Duration", "Number", "Contact", "Location", "Service"),
            {**CALLS, "Call type": "type", "Date": "start", "Number": "number"},
            only=True,
            kind="call",
        ),
        Layout(
            ("Call Direction", "Call Timestamp", "Duration", "Phone Number", "Contact", "Location", "Service"),
            {**CALLS, "Call Direction": "type", "Call Timestamp": "start", "Phone Number": "number"},
            only=True,
            kind="call",
        ),
        Layout(("Chat Session", "Message Date", "Type", "Sender ID", "Text"), MESSAGES, only=True),
    ),
    after=complete_numbers,
    how=N_("iMazing: choose the phone, Phone or Messages, Export to CSV"),
    reference="headings of iMazing's CSV exports of calls and messages",
).importer()
