"""Usage lists of T-Mobile US and the wireless bills of AT&T. Verizon's lists are read by the words of their headings.

Bills list connected calls, by the minute, in the phone's local time, month before day. Both write Incoming where the place
called would stand: nothing else says which calls came in. AT&T's file is a pile of blocks, one for each line and kind of use,
each with the line's own number above its heading.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from analyzer.importers.sheets.delimited import delimiter_of, lines_of, records
from analyzer.importers.sheets.sheet import Sheet, grid, sheets
from analyzer.importers.tables.headings import Columns, split
from analyzer.importers.tables.table import Layout, TableImporter

if TYPE_CHECKING:
    from analyzer.exports import Export

N_ = str

CALLS = {
    "Date Time": "start",
    "Date": "start",
    "Time": "start",
    "Number": "number",
    "Minutes": "duration",
    "Destination": "place",
}
T_MOBILE_CALLS = (
    Layout(("Date Time", "Number", "Destination", "Minutes", "Type"), CALLS, only=True, kind="call"),
    Layout(("Date", "Time", "Destination", "Number", "Minutes", "Type"), CALLS, only=True, kind="call"),
)
T_MOBILE_MESSAGES = Layout(
    ("Date Time", "Number", "Destination", "Direction", "Type"),
    {"Date Time": "start", "Number": "number", "Direction": "type", "Type": "kind"},
    only=True,
)

OWN = "Wireless number"
VOICE = {
    "Date": "start", "Time": "start", "Number Called": "number", "Call To": "place", "Min": "duration", OWN: "own",
    "Airtime Charge": "fee", "Total Charge": "fee",
}  # fmt: skip
ATT = (
    Layout(("Item", "Day", "Date", "Time", "Number Called", "Call To", "Min"), VOICE, only=True, kind="call"),
    Layout(("Item", "Day", "Date", "Time", "Number Called", "Min"), VOICE, only=True, kind="call"),
    Layout(
        ("Item", "Day", "Date", "Time", "To/From", "In/Out"),
        {
            "Date": "start", "Time": "start", "To/From": "number", "Type": "kind", "In/Out": "type", OWN: "own",
            "Total Charge": "fee",
        },
        only=True,
        kind="sms",
    ),
)  # fmt: skip


def t_mobile_calls(sheet: Sheet) -> tuple[Columns, str] | None:
    """Columns of T-Mobile's calls; the place column says the direction even where not one call came in."""
    for layout in T_MOBILE_CALLS:
        if found := layout.columns(sheet):
            place = [split(text)[0] for text in found.headings].index("destination")
            return replace(found, at={**found.at, "inbound_place": (place,)}), "call"
    return None


def blocks(export: Export) -> Sequence[Sheet]:
    """The blocks of AT&T's file as sheets, each with the line's own number in a column of its own; other files as usual."""
    if export.kind != "text" or "Item" not in export.text_head or "Day" not in export.text_head:
        return sheets(export)
    if "att blocks" not in export.memo:
        lines = lines_of(export.utf8().decode())
        export.memo["att blocks"] = _blocks(lines, delimiter_of(lines[:400]), export.damaged)
    return export.memo["att blocks"] or sheets(export)


def _blocks(lines: list[str], delimiter: str, damaged: bool) -> tuple[Sheet, ...]:
    found: list[Sheet] = []
    rows: list[list[str]] = []
    places: list[int] = []
    own = ""

    def close() -> None:
        if rows:
            found.append(grid("", tuple(rows), tuple(places), damaged))
        rows.clear()
        places.clear()

    for first, _, cells, _ in records(lines, delimiter):
        filled = [cell.strip() for cell in cells if cell.strip()]
        if not filled:
            continue
        if filled[0].startswith("AT&T"):
            close()
        elif filled[0] == "Item":
            close()
            width = max(i for i, cell in enumerate(cells) if cell.strip()) + 1
            heading = [
                "Number Called" if i == 4 and cell.strip() == "Call To" else cell
                for i, cell in enumerate(cells[:width])
            ]
            rows.append([*heading, OWN])
            places.append(first)
        elif not rows and len(filled) == 2 and sum(map(str.isdigit, filled[1])) >= 7:
            own = filled[1]
        elif rows:
            width = len(rows[0]) - 1
            plain = [*cells[:width], *[""] * (width - len(cells))]
            beyond = [cell for cell in cells[width:] if cell.strip()]
            event = cells[0].strip().isdigit()
            rows.append([*plain, own if event else "", *beyond])
            places.append(first)
    close()
    return tuple(found)


T_MOBILE_US = TableImporter(
    name="t_mobile_us",
    title=N_("usage list of T-Mobile US"),
    maker="T-Mobile US",
    layouts=(T_MOBILE_MESSAGES,),
    match=t_mobile_calls,
    month_first=True,
    lists_missed=False,
    how=N_("my.t-mobile.com: Usage, choose the line, calls or messages, Download usage records"),
    reference="headings of usage files downloaded in 2022, and of older ones, as programs that read them state them",
).importer()

ATT_WIRELESS = TableImporter(
    name="att_wireless",
    title=N_("AT&T wireless bill"),
    maker="AT&T",
    layouts=ATT,
    parts=blocks,
    month_first=True,
    lists_missed=False,
    how=N_("att.com: View bill and usage, Download usage details as CSV"),
    reference="description of the 2013 layout by a program that reads it; no bill was seen",
).importer()
