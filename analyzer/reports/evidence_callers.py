"""Sheets of ``evidence.xlsx`` on callers: their numbers, every link with its rows, and the lines that they reached."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.document import Column, Section, Table, Text
from analyzer.reports import summary_lines
from analyzer.reports.callers import BASES, CERTAINTY, Caller, callers
from analyzer.reports.evidence_rows import shown_numbers
from analyzer.reports.summary_callers import linked

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

IDS_SHOWN = 60
"""Ids of rows that a cell names; ``data/links.csv`` has all."""


def sections(case: Case) -> list[Section]:
    """The sheets that have something to say."""
    found = callers(case)
    return [
        *([_callers(case, found)] if found else []),
        *([_links(case)] if not case.links.empty else []),
        *([_lines(case)] if not case.reach.table.empty else []),
    ]


def _callers(case: Case, found: list[Caller]) -> Section:
    """One row per caller and number."""
    import pandas as pd

    _ = case.text
    rows = pd.concat([_rows(case, caller) for caller in found], ignore_index=True)
    rows["number"] = shown_numbers(case, rows["number"])
    rows["follows"] = shown_numbers(case, rows["follows"])
    columns = (
        Column("caller", _("Caller"), width=16),
        Column("certainty", _("How sure"), width=16),
        Column("why", _("Kind of reason"), width=22),
        Column("all_numbers", _("Numbers together"), "count", 9),
        Column("all_calls", _("Calls together"), "count", 9),
        Column("all_messages", _("Messages together"), "count", 9),
        Column("number", _("Number"), width=15, links_to="numbers"),
        Column("rank", _("No."), "count", 6),
        Column("first", _("First"), "time", 18),
        Column("last", _("Last"), "time", 18),
        Column("calls", _("Calls"), "count", 7),
        Column("messages", _("Messages"), "count", 7),
        Column("days", _("Days"), "count", 6),
        Column("most", _("Most calls in a day"), "count", 7),
        Column("follows", _("Appeared after"), width=15),
        Column("gap", _("days later"), "count", 7),
    )
    note = _(
        "Incoming calls and messages only. The reasons stand on the sheet Links; what the case file states is the person's own word. To recount, filter the sheet Evidence by the numbers."
    )
    return Section(
        "Callers", _("Callers behind several numbers"), (Text(note, "note"), Table("callers", columns, rows))
    )


def _rows(case: Case, caller: Caller) -> pd.DataFrame:
    _ = case.text
    return caller.numbers.assign(
        caller=caller.name,
        certainty=_(CERTAINTY[caller.certainty][0]),
        why=_(", ").join(_(BASES[basis][0]) for basis in caller.basis),
        all_numbers=len(caller.numbers),
        all_calls=caller.calls,
        all_messages=caller.messages,
        gap=caller.numbers["gap"].astype("Int64"),
    )


def _links(case: Case) -> Section:
    """One row per link between two numbers of a campaign, with the rows that show it."""
    _ = case.text
    rows = linked(case, case.links)
    certainty = case.campaigns.set_index("campaign")["certainty"]
    rows = rows.assign(
        number=shown_numbers(case, rows["number"]),
        other=shown_numbers(case, rows["other"]),
        sure=[_(CERTAINTY[str(certainty[name])][0]) for name in rows["campaign"]],
        shows=rows["event_ids"].str.count(" ") + (rows["event_ids"] != ""),
        ids=[_named(ids) for ids in rows["event_ids"]],
    )
    columns = (
        Column("campaign", _("Caller"), width=7),
        Column("sure", _("How sure"), width=16),
        Column("number", _("Number"), width=15),
        Column("other", _("with"), width=15),
        Column("kind", _("Kind of reason"), width=16),
        Column("reason", _("Reason"), width=50),
        Column("shows", _("Rows"), "count", 6),
        Column("proofs", _("First row"), width=20, links_to="evidence", key_in="first_id"),
        Column("ids", _("Ids of the rows that show it"), width=36),
    )
    note = _(
        "Each link alone is a reason, not a proof; the calls of numbers that only may belong together are never counted together. Ids are those of the sheet Evidence."
    )
    return Section(
        "Links", _("Why numbers are taken for one caller"), (Text(note, "note"), Table("links", columns, rows))
    )


def _named(ids: str) -> str:
    several = ids.split()
    more = len(several) - IDS_SHOWN
    return " ".join(several[:IDS_SHOWN]) + (f" +{more}" if more > 0 else "")


def _lines(case: Case) -> Section:
    """One row per caller and line."""
    _ = case.text
    rows = summary_lines.rows(case)
    note = _(
        "Callers who reached two lines or more, and reported ones who reached a line of others. Incoming calls and messages; to recount, filter data/events.csv by number and owner."
    )
    table = Table("lines", summary_lines.columns(case, page=False), rows)
    return Section("Lines", _("Which caller reached which line"), (Text(note, "note"), table))
