"""The report's chapter on who else is called: which caller reached which line of the family and the firm."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Section, Steps, Table, Text
from analyzer.reports.words import counted, listed, named

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case
    from analyzer.locales import Translate

N_ = str

ROLES: Mapping[str, str] = {
    "own": N_("own line"),
    "workplace": N_("workplace"),
    "relative": N_("relative"),
}
"""Whose line it is, in words."""

TOLD = 8
"""Callers whose order of lines is told in sentences."""

ROWS_SHOWN = 200
"""Rows of the table on the page; the workbook has all."""


def sections(case: Case) -> list[Section]:
    """The chapter, or nothing where the records are of one line or nobody reached two."""
    _ = case.text
    table = rows(case)
    if table.empty:
        return []
    blocks: list[Any] = [
        Text(
            _(
                "The exports are of several lines: the owner's own and those that the case file gives to a workplace or a relative. Here stand callers who reached two lines or more, and reported ones who reached a line of others. What was said there, and why they called there, the records do not show."
            )
        ),
        Table("lines", columns(case, page=True), table.head(ROWS_SHOWN), full=_("All rows stand in evidence.xlsx, sheet Lines.") if len(table) > ROWS_SHOWN else ""),
    ]  # fmt: skip
    told = in_order(case)
    if told:
        blocks += [Text(_("In which order:")), Steps(tuple(told))]
    return [Section("lines", _("Who else is called"), tuple(blocks))]


def names(case: Case) -> dict[str, str]:
    """Lines by what a reader calls them."""
    _ = case.text
    return {row["line"]: line_name(row, _, case.lang) for row in case.reach.lines.to_dict("records")}


def line_name(row: Mapping[str, str], _: Translate, lang: str) -> str:
    """What a reader calls a line: whose it is, its name in the case file, its number."""
    number = named(row["owner"], _, lang) if row["owner"] else ""
    role = ROLES[row["role"]]
    parts = [_(role), named(row["name"], _) if row["name"] else "", number]
    if not row["name"] and not number and row["role"] != "own":
        parts.append(named(row["line"], _))
    return " ".join(part for part in parts if part)


def rows(case: Case) -> pd.DataFrame:
    """`analyzer.reach.Reach.table` in words: ``who``, ``whose`` and local times beside its columns."""
    from analyzer.reports.words import local

    _ = case.text
    table = case.reach.table
    if table.empty:
        return table
    known = names(case)
    calls = set(case.numbers["number"])
    return table.assign(
        who=[_who(case, one, one in calls).replace("\xa0", " ") for one in table["caller"]],
        whose=[known[line].replace("\xa0", " ") for line in table["line"]],
        first=local(table["first_at"], case.settings.zone),
        last=local(table["last_at"], case.settings.zone),
        refused=table["after_refusal"],
    )


def _who(case: Case, caller: str, number: bool) -> str:
    """A caller as a reader knows it: its number, or its name and how many numbers it has."""
    _ = case.text
    if number:
        return named(caller, _, case.lang)
    n = [*case.collector_of.values(), *case.campaign_of.values()].count(caller)
    return _("{name} ({n} numbers)").format(name=named(caller, _), n=n)


def columns(case: Case, page: bool) -> tuple[Column, ...]:
    """Columns of the table, for the page or for the workbook."""
    _ = case.text
    target = "record" if page else "evidence"
    return (
        Column("who", _("Caller"), width=18, links_to="caller" if page else "", key_in="caller" if page else ""),
        Column("whose", _("Line"), width=24),
        Column("place", _("Reached as no."), "count"),
        Column("calls", _("Calls"), "count"),
        Column("messages", _("Messages"), "count"),
        Column("days", _("Days"), "count"),
        Column("first", _("First"), "day" if page else "time", 11 if page else 18),
        Column("last", _("Last"), "day" if page else "time", 11 if page else 18),
        *([Column("refused", _("After a request to stop"), "count")] if case.settings.case.refusals else []),
        Column("first_event", _("First row"), width=16, links_to=target),
    )


def in_order(case: Case) -> list[str]:
    """Per caller which line was reached first and which after a request to stop."""
    _ = case.text
    table = rows(case)
    told = []
    for _caller, found in list(table.groupby("caller", sort=False))[:TOLD]:
        start = found.iloc[0]
        parts = [
            _("{who}: first {line} ({day})").format(who=start["who"], line=start["whose"], day=start["first"].date())
        ]
        for row in found.iloc[1:].to_dict("records"):
            days = (row["first"].date() - start["first"].date()).days
            parts.append(
                _("then {line} ({day}, {days} days later)").format(
                    line=row["whose"], day=row["first"].date(), days=days
                )
                if row["place"] > 1
                else _("in the same second {line}").format(line=row["whose"])
            )
        after = [
            _("{events} to {line}").format(events=_later_calls(case, row), line=row["whose"])
            for row in found.to_dict("records")
            if row["after_refusal"]
        ]
        if after:
            parts.append(_("after a request to stop: {listed}").format(listed=listed(after, _)))
        told.append(_("; ").join(parts) + _("."))
    return told


def _later_calls(case: Case, row: Mapping[str, Any]) -> str:
    """Events after a request to stop; where the kinds are mixed they are counted together."""
    _, n = case.text, int(row["after_refusal"])
    if not row["messages"]:
        return counted(n, 0, _)
    if not row["calls"]:
        return counted(0, n, _)
    return _("{n} calls and messages").format(n=f"{n:,}")
