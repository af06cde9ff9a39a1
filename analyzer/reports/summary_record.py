"""The report's chapters of record: messages word for word, what speaks against the findings, what could not be judged, every
row of evidence, the sources with their row ledger, the problems, and the method.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Section, Table, Text
from analyzer.reports.message_words import flags_in_words, kinds_in_words
from analyzer.reports.summary_findings import record
from analyzer.reports.words import FORCES, as_people_write, sentences
from analyzer.rule import ASSUMPTIONS

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

RECORD_ROWS = 20_000
"""Rows of evidence that the page carries; all stand in the workbook."""

LONG_TALK_S = 120
"""A talk of two minutes and more is shown among what speaks against the findings: a caller who is talked to for long is
rarely a stranger. Our own choice."""


def sections(case: Case) -> list[Section]:
    """The chapters, those without content left out."""
    found = [
        _messages(case),
        _against(case),
        _unjudged(case),
        _record(case),
    ]
    return [section for section in found if section]


def _messages(case: Case) -> Section | None:
    """Messages of the reported numbers, word for word."""
    _ = case.text
    rows = record(case)
    rows = rows[(rows["kind"] != "call") & (rows["direction"] == "in")]
    if rows.empty:
        return None
    rows = rows.merge(case.messages[["event_id", "message_kind", "flags"]], on="event_id", how="left", sort=False)
    rows = rows.fillna({"message_kind": "", "flags": ""})
    codes = rows["message_kind"] == "code"
    told = [_("Word for word as the export holds them. Nothing was shortened or corrected.")]
    if codes.any():
        told.append(
            _("Verification codes are left out here: {n}. They stand in evidence.xlsx.").format(n=int(codes.sum()))
        )
        rows = rows[~codes]
    rows = rows.assign(sort=kinds_in_words(rows, _), does=flags_in_words(rows["flags"], _))
    columns = (
        Column("at_local", _("Time"), "time", 19),
        Column("number", _("Number"), width=15),
        Column("body", _("Text of the message"), "quote", 60),
        Column("sort", _("Kind"), width=10),
        *([Column("does", _("What the wording does"), width=16)] if (rows["does"] != "").any() else []),
        Column("event_id", _("Id"), width=16, links_to="record"),
    )
    table = Table("messages", columns, rows, filters=("number", "sort"), full=_("All messages stand in evidence.xlsx."))
    return Section("messages", _("Messages, word for word"), (Text(sentences(told, case.lang)), table))


def _against(case: Case) -> Section | None:
    """What speaks against the findings: numbers set aside, and signs that a reported number is no stranger."""
    _ = case.text
    if case.reported.empty and case.set_aside.empty:
        return None
    blocks: list[Any] = [
        Text(
            _(
                "A report is believed when it also shows what speaks against it. Look at these rows before you complain about a number."
            )
        )
    ]
    reported = case.reported
    table = case.once("dealings", lambda: _dealings(case))
    table = table.assign(number=as_people_write(table["number"], _, case.lang))
    columns = (
        Column("rank", _("No."), "count", 4),
        Column("number", _("Number"), width=15, links_to="number", key_in="rank"),
        *([Column("name", _("Name in the phone"), width=10)] if (table["name"] != "").any() else []),
        Column("own_calls", _("Calls to it"), "count"),
        Column("own_messages", _("Messages to it"), "count"),
        Column("answered_in", _("Its calls that were answered"), "count"),
        Column("talks", _("Talks of two minutes and more"), "count"),
        Column("longest", _("Longest talk"), "seconds"),
    )
    if not reported.empty:
        blocks.append(
            Text(_("Reported numbers that the owner called or wrote to, talked with for long, or keeps under a name:"))
        )
        blocks.append(
            Table(
                "context",
                columns,
                table,
                empty=_("None: the owner never called or wrote to a reported number, and no talk lasted two minutes."),
            )
        )
    if not case.set_aside.empty:
        aside = case.set_aside.assign(
            number=as_people_write(case.set_aside["number"], _, case.lang),
            why=[_(reason) if reason else "" for reason in case.set_aside["reason"]],
        )
        blocks.append(Text(_("Numbers whose counts exceed a limit, but which are not reported:")))
        columns = (
            Column("number", _("Number"), width=15),
            Column("name", _("Name in the phone"), width=10),
            Column("why", _("Why not"), width=24),
            Column("calls_in", _("Calls"), "count"),
            Column("messages_in", _("Messages"), "count"),
            Column("calls_out", _("Calls to it"), "count"),
            Column("findings", _("Findings"), "count"),
        )
        blocks.append(Table("aside", columns, aside))
    return Section("against", _("What speaks against it"), tuple(blocks))


def _dealings(case: Case) -> pd.DataFrame:
    """Reported numbers that the owner dealt with: own calls and messages to them, long talks, a name in the phone."""
    own = case.evidence[case.evidence["direction"] == "out"]
    talks = case.evidence[(case.evidence["kind"] == "call") & (case.evidence["duration_s"].fillna(0) >= LONG_TALK_S)]
    keys = ["owner", "number"]

    def tally(rows: pd.DataFrame, name: str) -> pd.DataFrame:
        return rows.astype({"owner": "str", "number": "str"}).groupby(keys).size().rename(name).reset_index()

    table = case.reported.merge(tally(own[own["kind"] == "call"], "own_calls"), "left", keys).merge(
        tally(own[own["kind"] != "call"], "own_messages"), "left", keys
    )
    table = table.merge(tally(talks, "talks"), "left", keys)
    longest = (
        talks.astype({"owner": "str", "number": "str"})
        .groupby(keys)["duration_s"]
        .max()
        .rename("longest")
        .reset_index()
    )
    table = table.merge(longest, "left", keys).fillna({"own_calls": 0, "own_messages": 0, "talks": 0})
    return table[(table["own_calls"] + table["own_messages"] + table["talks"] > 0) | (table["name"] != "")]


def _unjudged(case: Case) -> Section | None:
    """Rules that these records cannot decide, with the reason."""
    _ = case.text
    rows = case.findings[case.findings["status"] == "not-evaluable"]
    if rows.empty:
        return None
    several = case.events["owner"].nunique() > 1
    table = rows.assign(
        owner=as_people_write(rows["owner"], _, case.lang),
        title=[case.rule[rule].title[case.lang] for rule in rows["rule"]],
        why=[
            _("; ").join(_(ASSUMPTIONS[token][1]) if token in ASSUMPTIONS else token for token in tokens.split())
            for tokens in rows["assumptions"]
        ],
        stands=[_(FORCES[force][0]) for force in rows["force"]],
    )
    columns = (
        Column("title", _("Limit or mark on"), width=24, links_to="rule", key_in="rule"),
        Column("stands", _("Stands in"), width=13),
        *([Column("owner", _("Called phone"), width=13)] if several else []),
        Column("why", _("Why it could not be judged"), width=36),
    )
    return Section(
        "unjudged",
        _("Not judged"),
        (
            Text(
                _(
                    "These rules were neither kept nor broken as far as the records tell: they lack what the rule asks for."
                )
            ),
            Table("unjudged", columns, table),
        ),
    )


def _record(case: Case) -> Section | None:
    """Every row of evidence, searchable."""
    _ = case.text
    rows = record(case)
    if rows.empty:
        return None
    words = _(
        "Every row that a finding rests on, and every other call or message with a reported number. The id names the export and the entry in it."
    )
    if len(rows) > RECORD_ROWS:
        proof = rows["findings"] != ""
        total = len(rows)
        chosen = rows[proof].head(RECORD_ROWS)
        rows = rows.loc[chosen.index.union(rows[~proof].head(RECORD_ROWS - len(chosen)).index)]
        words = sentences(
            [
                words,
                _(
                    "This page holds {n} of {total} such rows: those that a finding rests on, then the earliest. All of them stand in evidence.xlsx."
                ).format(n=f"{len(rows):,}", total=f"{total:,}"),
            ],
            case.lang,
        )
    columns = (
        Column("at_local", _("Time"), "time", 19),
        *([Column("owner", _("Called phone"), width=13)] if rows["owner"].nunique() > 1 else []),
        Column("number", _("Number"), width=15),
        Column("what", _("What"), width=8),
        Column("how", _("Outcome"), width=8),
        Column("duration_s", _("Talk time"), "seconds", 8),
        *([Column("body", _("Text of the message"), "quote", 40)] if (rows["body"] != "").any() else []),
        Column("row", _("Row in the export"), width=6),
        Column("event_id", _("Id"), width=16),
        Column("findings", _("Findings"), width=11, links_to="findings"),
    )
    table = Table(
        "record", columns, rows, _("Calls and messages with reported numbers, in both directions, in order of time"), "event_id",
        filters=("number", "what", "how"), full=_("All rows stand in evidence.xlsx, and every call and message of all numbers in data/events.csv."),
    )  # fmt: skip
    return Section("timeline", _("Record"), (Text(words), table))
