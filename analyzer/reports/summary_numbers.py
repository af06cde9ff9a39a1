"""The report's chapters of counts: which limits appear to be exceeded, the reported numbers, the charts and the days behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Detail, Figure, Section, Table, Text
from analyzer.phone import carrier_name
from analyzer.reports.summary_unusual import remark
from analyzer.reports.words import FORCES, NUMBER_KINDS, as_people_write, in_words, local, sentences
from analyzer.rule import BINDING

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

FREQUENT = 10
"""Numbers listed when nothing is reported."""


def inbound(case: Case) -> pd.DataFrame:
    """Inbound events of the reported numbers."""
    return case.once("inbound", lambda: _inbound(case))


def _inbound(case: Case) -> pd.DataFrame:
    events = case.evidence[case.evidence["direction"] == "in"].astype({"owner": "str", "number": "str"})
    return events.merge(case.reported[["owner", "number"]], on=["owner", "number"])


def findings(case: Case) -> pd.DataFrame:
    """Findings that the report tells: all that fired, but for those of numbers that were set aside."""
    return case.once("findings told", lambda: _findings(case))


def _findings(case: Case) -> pd.DataFrame:
    aside = set(zip(case.set_aside["owner"], case.set_aside["number"], strict=True))
    told = [pair not in aside for pair in zip(case.fired["owner"], case.fired["number"], strict=True)]
    return case.fired[told]


def exceeded(case: Case) -> list[dict[str, Any]]:
    """One entry per rule that appears to be exceeded, strongest kind of text first, then by how many numbers."""
    _ = case.text
    order = {force: i for i, force in enumerate(FORCES)}
    found = []
    for rule_id, rows in findings(case).groupby("rule", sort=False):
        rule = case.rule[str(rule_id)]
        numbers = set(rows["number"]) - {""}
        found.append(
            {
                "rule": rule.id, "title": rule.title[case.lang], "force": _(FORCES[rule.force][0]), "limit": rule.limit,
                "most": int(rows["observed"].max()), "numbers": len(numbers) or None, "since": rows["window_start"].min(),
                "order": order[rule.force], "binds": rule.force in BINDING,
            }
        )  # fmt: skip
    return sorted(found, key=lambda one: (one["order"], -(one["numbers"] or 0)))


def bound(case: Case) -> pd.Series:
    """Which of `findings` stand on a limit of a text, not on a mark of a platform or of this program."""
    return findings(case)["force"].isin(BINDING)


def above_a_limit(case: Case) -> int:
    """How many reported numbers have a finding on a limit of a text."""
    fired = findings(case)
    return fired.loc[bound(case) & fired["number"].isin(case.reported["number"]), "number"].nunique()


def limits(case: Case) -> list[Section]:
    """The table of `exceeded`."""
    import pandas as pd

    _ = case.text
    fired = findings(case)
    if fired.empty:
        return []
    table = pd.DataFrame(exceeded(case)).astype({"numbers": "Int64"})
    blocks: list[Any] = []
    for binds, said, heads in (
        (True, _("These limits appear to be exceeded:"), (_("Limit on"), _("Stands in"), _("Allowed"))),
        (False, _("No law, standard or convention sets these marks; to exceed one breaks nothing, it shows where a closer look may be worth while:"), (_("Pattern"), _("Who sets the mark"), _("Mark"))),
    ):  # fmt: skip
        rows = table[table["binds"] == binds].reset_index(drop=True)
        if rows.empty:
            continue
        columns = (
            Column("title", heads[0], width=22, links_to="rule", key_in="rule"),
            Column("force", heads[1], width=13),
            Column("limit", heads[2], "count"),
            Column("most", _("Most found"), "count"),
            Column("numbers", _("Numbers"), "count"),
            Column("since", _("Since"), "day"),
        )
        blocks += [Text(said), Table("limits" if binds else "marks", columns, rows)]
    forces = [
        _("{name}: {meaning}").format(name=_(FORCES[force][0]), meaning=_(FORCES[force][2]))
        for force in FORCES
        if force in set(fired["force"])
    ]
    return [
        Section(
            "limits", _("Limits"),
            (
                *blocks,
                Text(_("; ").join(forces) + _("."), "note"),
            ),
        )
    ]  # fmt: skip


def numbers(case: Case) -> Section:
    """The reported numbers with their counts; without any, those that called most."""
    _ = case.text
    reported = not case.reported.empty
    if reported:
        table = case.reported
    else:
        contacts = case.numbers["calls_in"] + case.numbers["messages_in"]
        table = case.numbers[contacts > 0].head(FREQUENT)
        table = table.assign(rank=range(1, len(table) + 1))
    zone = case.settings.zone
    rows = table.assign(
        number=as_people_write(table["number"], _, case.lang),
        owner=as_people_write(table["owner"], _, case.lang),
        unanswered=table["missed_in"] + table["rejected_in"] + table["blocked_in"],
        night=table["night_calls_in"] + table["night_messages_in"],
        first=local(table["first_at"], zone),
        last=local(table["last_at"], zone),
    )
    columns = [
        Column("rank", _("No."), "count", 4),
        Column("number", _("Number"), width=14, links_to="number", key_in="rank"),
        *([Column("name", _("Name in the phone"), width=10)] if (rows["name"] != "").any() else []),
        *([Column("owner", _("Called phone"), width=13)] if rows["owner"].nunique() > 1 else []),
        *(
            [Column("campaign", _("Caller"), width=9, links_to="caller", key_in="campaign")]
            if reported and (rows["campaign"] != "").any()
            else []
        ),
        Column("calls_in", _("Calls"), "count"),
        Column("answered_in", _("answered"), "count"),
        Column("unanswered", _("not answered"), "count"),
        Column("messages_in", _("Messages"), "count"),
        Column("days_active", _("Days"), "count"),
        Column("calls_in_max_day", _("Most in a day"), "count"),
        Column("night", _("At night"), "count"),
        Column("first", _("First"), "day"),
        Column("last", _("Last"), "day"),
        *([Column("findings", _("Findings"), "count")] if reported else []),
    ]
    if reported:
        words = _(
            "Every number that a finding names or that belongs to a caller of whom one speaks. Findings are those of the number and of the caller with whom it is counted, marks that no text sets among them; how many there are says how often, not how grave."
        )
        if table.duplicated("number").any():
            rows_of = _("A number that called several phones has a row for each: {numbers} numbers, {rows} rows.")
            said = rows_of.format(numbers=f"{table['number'].nunique():,}", rows=f"{len(table):,}")
            words = sentences([words, said], case.lang)
    elif len(rows):
        words = _("Nothing is reported here. These numbers called or wrote most; that alone says nothing against them.")
    else:
        words = _("No number called or wrote.")
    return Section(
        "numbers", _("Numbers"), (Text(words), Table("numbers", tuple(columns), rows, row_key="rank"), *remark(case))
    )


def assigned(case: Case, table: pd.DataFrame) -> pd.Series:
    """Kind of each number, with the region and carrier to which its range was assigned."""
    _ = case.text
    parts = [
        in_words(table["number_kind"], NUMBER_KINDS, _),
        table["region"].astype("str"),
        _carriers(table["carrier"], case.lang),
    ]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + part.where(part == "", " · " + part)
    return joined


def _carriers(tokens: pd.Series, lang: str) -> pd.Series:
    return (
        tokens.astype("str")
        .map({token: carrier_name(token, lang) if token else "" for token in tokens.unique()})
        .astype("str")
    )


def charts(case: Case) -> list[Section]:
    """Charts of the whole case, and the counts behind the daily ones."""
    import pandas as pd

    _ = case.text
    figures: list[Figure] = [figure for figure in case.figures.values() if not figure.subject]
    if not figures and case.reported.empty:
        return []
    blocks: list[Any] = list(figures)
    if not case.reported.empty:
        events = inbound(case)
        by_day = pd.DataFrame(
            {
                "calls": events["kind"] == "call",
                "answered": (events["kind"] == "call") & (events["outcome"] == "answered"),
                "messages": events["kind"] != "call",
            }
        ).groupby(events["at_local"].dt.strftime("%Y-%m-%d")).sum()  # fmt: skip
        rows = by_day.reset_index(names="day")
        columns = (
            Column("day", _("Day"), "day"),
            Column("calls", _("Calls"), "count"),
            Column("answered", _("answered"), "count"),
            Column("messages", _("Messages"), "count"),
        )
        table = Table("days", columns, rows, caption=_("Days on which a reported number called or wrote"))
        blocks.append(Detail("days", _("Day by day, in figures"), (table,), aside=_("{n} days").format(n=len(rows))))
    return [Section("charts", _("Charts"), tuple(blocks))]
