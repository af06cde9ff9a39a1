"""The workbook ``evidence.xlsx``: every figure of the report with the rows to recount it by hand. A case becomes a `Document`.

Whoever doubts a figure filters the sheet Evidence by number and kind and reads the count in the status bar; whoever doubts a
finding follows its link to its first row and filters by its id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Document, Facts, Section, Steps, Table, Text
from analyzer.reports import evidence_callers, evidence_method, evidence_rows
from analyzer.reports.words import FORCES, NUMBER_KINDS, in_words, local, named
from analyzer.rule import BINDING

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

STATUSES = {
    "exceeded": N_("appears to exceed"),
    "met-with-assumption": N_("appears to exceed, if what is assumed holds"),
    "not-evaluable": N_("cannot be judged from these records"),
}
"""Status of a finding → what it says, and no more."""

SHEETS = (
    "Summary",
    "Numbers",
    "Callers",
    "Links",
    "Lines",
    "Findings",
    "Evidence",
    "Messages",
    "Sources",
    "Problems",
    "Method",
)
"""Keys of the sections, which are the names of the sheets in every language. Callers and Links stand there when numbers belong
together, Lines when a caller reached several lines."""


def evidence(case: Case) -> Document:
    """The document behind ``evidence.xlsx``.

    Parameters
    ----------
    case : Case

    Returns
    -------
    Document
        Sections `SHEETS`, in this order. Findings lead to their first row of evidence, evidence to findings and sources,
        numbers to their first finding.
    """
    _ = case.text
    sections = (
        _summary(case),
        _numbers(case),
        *evidence_callers.sections(case),
        _findings(case),
        evidence_rows.evidence(case),
        evidence_rows.messages(case),
        evidence_rows.sources(case),
        evidence_rows.problems(case),
        evidence_method.method(case),
    )
    owners = [named(owner, _) for owner in dict.fromkeys(case.events["owner"].astype("str")) if owner]
    return Document(
        name="evidence",
        title=_("Evidence: calls and messages, row by row"),
        lang=case.lang,
        sections=sections,
        subtitle=_("Own number: {owners}").format(owners=_(", ").join(owners)) if owners else "",
        footer=_("call-sms-analyzer {version}, {day}").format(version=case.version, day=case.made_on.isoformat()),
        made_on=case.made_on,
    )


def _summary(case: Case) -> Section:
    """Totals, how to recount them, and the charts of the whole case."""
    _ = case.text
    inbound = case.events[case.events["direction"] == "in"]
    calls = int((inbound["kind"] == "call").sum())
    status = case.findings.loc[~aside(case), "status"]
    binds = case.findings.loc[status.index, "force"].isin(BINDING)
    zone = case.settings.zone
    unreadable, remarks = int(case.sources["problems"].sum()), len(case.problems)
    facts = [
        (
            _("Period"),
            _("{first} to {last}").format(first=case.days[0], last=case.days[1]) if case.days else _("no event"),
        ),
        (
            _("Time zone"),
            zone
            if case.settings.zone_stated
            else _("{zone}, taken from the region {region}").format(zone=zone, region=case.settings.region),
        ),
        (_("Exports"), _("{n}, see the sheet Sources").format(n=len(case.sources))),
        (_("Calls and messages, in both directions"), f"{len(case.events):,}"),
        (_("Incoming calls"), f"{calls:,}"),
        (_("Messages received"), f"{len(inbound) - calls:,}"),
        (_("Numbers that called or wrote"), f"{inbound['number'].nunique():,}"),
        (_("Numbers reported"), _reported(case)),
        (_("Numbers set aside although a count exceeds a limit"), f"{len(case.set_aside):,}"),
        (_("Findings that appear to exceed a limit"), f"{int((status[binds] == 'exceeded').sum()):,}"),
        (_("the same, if what is assumed holds"), f"{int((status[binds] == 'met-with-assumption').sum()):,}"),
        (_("Findings above a mark that no text sets"), f"{int((status[~binds] != 'not-evaluable').sum()):,}"),
        (
            _("Rules that could not be judged"),
            f"{case.findings.loc[case.findings['status'] == 'not-evaluable', 'rule'].nunique():,}",
        ),
        (
            _("Rows that could not be read"),
            _("{n}; entries on the sheet Problems: {all}").format(n=f"{unreadable:,}", all=f"{remarks:,}"),
        ),
    ]
    steps = (
        _(
            "To recount a figure of the sheet Numbers, filter the sheet Evidence by the number, then by what it was and by its outcome. The status bar below says how many rows are left."
        ),
        _(
            "To recount a finding, follow its link to its first row on the sheet Evidence, or filter the column Findings there by its id. The rows that are left are those that prove it."
        ),
        _(
            "To see where a row came from, follow its export to the sheet Sources and open the file in the folder source/ at the row named."
        ),
        _(
            "The workbook holds no formula and no link to the outside. Everything out of an export is text, word for word."
        ),
    )
    figures = tuple(figure for figure in case.figures.values() if not figure.subject)
    others = sum(1 for figure in case.figures.values() if figure.subject)
    blocks: list[Any] = [
        Text(_("This workbook counts and quotes. It does not say that anybody broke the law."), "lead"),
        Facts(tuple(facts)),
        Text(_("How to recount")),
        Steps(steps),
        Text(_("The workbook names every number in the exports, also those of people who have nothing to do with the matter. Look through it before handing it on; the papers in complaints/ name reported numbers only."), "note"),
        *figures,
    ]  # fmt: skip
    if others:
        blocks.append(Text(_("Charts of single numbers: {n}, in the folder charts/.").format(n=others), "note"))
    return Section("Summary", _("Summary"), tuple(blocks))


def _reported(case: Case) -> str:
    """How many numbers are reported, and how many rows they have where those are more."""
    _, n = case.text, case.reported["number"].nunique()
    if n == len(case.reported):
        return f"{n:,}"
    words = _("{n}; {rows} rows on the sheet Numbers, one for each number and phone called")
    return words.format(n=f"{n:,}", rows=f"{len(case.reported):,}")


def _numbers(case: Case) -> Section:
    """Every number: reported ones first and ranked, then those set aside, then all others."""
    from analyzer.phone import carrier_name

    _ = case.text
    keys, zone = ["owner", "number"], case.settings.zone
    rows = case.numbers.merge(case.reported[[*keys, "rank"]], on=keys, how="left").merge(
        case.set_aside[[*keys, "reason"]], on=keys, how="left"
    )
    rows = rows.merge(_findings_by_number(case), on=keys, how="left")
    rows["order"] = rows["rank"].fillna(len(rows) + 1) + rows["reason"].isna() * rows["rank"].isna()
    rows = rows.sort_values("order", kind="stable", ignore_index=True)
    what = in_words(rows["number_kind"], NUMBER_KINDS, _)
    carriers = rows["carrier"].map({token: carrier_name(token, case.lang) for token in rows["carrier"].unique()})
    for part in (rows["region"].astype("str"), carriers.astype("str")):
        what = what + part.where(part == "", " · " + part)
    rows = rows.assign(
        what=what,
        number=evidence_rows.shown_numbers(case, rows["number"]),
        finding_ids=rows["finding_ids"].fillna(""),
        first_finding=_first(rows["finding_ids"].fillna("")),
        reason=[_(reason) if isinstance(reason, str) else "" for reason in rows["reason"]],
        first=local(rows["first_at"], zone),
        last=local(rows["last_at"], zone),
    )
    columns = (
        Column("rank", _("No."), "count", 6),
        Column("number", _("Number"), width=15),
        *([Column("owner", _("Called phone"), width=15)] if rows["owner"].nunique() > 1 else []),
        *([Column("name", _("Name in the phone"), width=10)] if (rows["name"] != "").any() else []),
        Column("what", _("Kind, region, carrier of the number range"), width=20),
        Column("first", _("First"), "day", 11),
        Column("last", _("Last"), "day", 11),
        Column("calls_in", _("Calls"), "count", 6),
        Column("answered_in", _("answered"), "count", 7),
        Column("missed_in", _("missed"), "count", 7),
        Column("rejected_in", _("rejected"), "count", 7),
        Column("blocked_in", _("blocked"), "count", 7),
        Column("messages_in", _("Messages"), "count", 7),
        Column("days_active", _("Days"), "count", 6),
        Column("calls_in_max_1h", _("Most calls in an hour"), "count", 7),
        Column("calls_in_max_day", _("Most calls in a day"), "count", 7),
        Column("calls_in_max_7d", _("Most calls in 7 days"), "count", 7),
        Column("night_calls_in", _("Calls at night"), "count", 7),
        Column("night_messages_in", _("Messages at night"), "count", 7),
        Column("talk_in_s", _("Talk, seconds"), "seconds", 8),
        Column("calls_out", _("Calls to it"), "count", 7),
        Column("first_finding", _("Findings"), width=11, links_to="findings", key_in="finding_ids"),
        Column("reason", _("Set aside because"), width=20),
    )
    note = _(
        "Incoming calls count whatever their outcome; the carrier is that of the number range, the subscriber may have moved to another. Every number without a figure in the first column is not reported."
    )
    return Section(
        "Numbers",
        _("Numbers, reported ones first"),
        (Text(note, "note"), Table("numbers", columns, rows, row_key="number", empty=_("No number called or wrote."))),
    )


def aside(case: Case) -> pd.Series:
    """Which findings are about a number that was set aside."""
    import pandas as pd

    keys = ["owner", "number"]
    return pd.Series(
        pd.MultiIndex.from_frame(case.findings[keys]).isin(pd.MultiIndex.from_frame(case.set_aside[keys])),
        index=case.findings.index,
    )


def _first(ids: pd.Series) -> pd.Series:
    """The first of the ids in a cell, and how many more there are."""
    more, first = ids.str.count(" "), ids.str.split(" ").str[0].fillna("")
    return first.where(more == 0, first + " +" + more.astype("str"))


def _findings_by_number(case: Case) -> pd.DataFrame:
    """Ids of the findings that name each number, space-separated."""
    named_one = case.fired[case.fired["number"] != ""]
    return (
        named_one.groupby(["owner", "number"], sort=False)["finding_id"]
        .agg(" ".join)
        .rename("finding_ids")
        .reset_index()
    )


def _findings(case: Case) -> Section:
    """All findings, strongest kind of text first, those that could not be judged last."""
    _, lang = case.text, case.lang
    order = {force: i for i, force in enumerate(FORCES)}
    last = (case.findings["status"] == "not-evaluable") * 2 + aside(case)
    rows = case.findings.assign(last=last, strength=case.findings["force"].map(order))
    rows = rows.sort_values(["last", "strength", "finding_id"], kind="stable", ignore_index=True)
    judged, set_aside = rows["status"] != "not-evaluable", rows["last"] == 1
    wording = {rule.id: rule.wording[lang] for rule in case.rules}
    whose = rows["number"].where(rows["number"] != "", rows["campaign"])
    rows = rows.assign(
        title=rows["rule"].map({rule.id: rule.title[lang] for rule in case.rules}).fillna(rows["rule"]),
        whose=evidence_rows.shown_numbers(case, whose).where(~judged | (whose != ""), _("all numbers together")),
        found=[
            wording.get(rule, "").replace("{observed}", str(observed)).replace("{limit}", str(limit)) if fired else ""
            for rule, observed, limit, fired in zip(rows["rule"], rows["observed"], rows["limit"], judged, strict=True)
        ],
        stands=in_words(rows["force"], {force: words[0] for force, words in FORCES.items()}, _),
        says=in_words(rows["status"], STATUSES, _).mask(set_aside, _("set aside, see the sheet Numbers")),
        rests=in_words(rows["assumptions"].where(judged, ""), evidence_method.assumption_codes(case), _).where(
            judged, evidence_method.reasons(case, rows["assumptions"])
        ),
        proofs=_first(rows["event_ids"]),
    )
    columns = (
        Column("finding_id", _("Finding"), width=9),
        *([Column("owner", _("Called phone"), width=15)] if case.events["owner"].nunique() > 1 else []),
        Column("whose", _("Number"), width=15),
        Column("rule", _("Rule"), width=22, links_to="rules"),
        Column("title", _("Limit or mark on"), width=22),
        Column("found", _("What was found"), width=24),
        Column("observed", _("Count"), "count", 8),
        Column("limit", _("Limit or mark"), "count", 8),
        Column("window_start", _("From"), "time", 18),
        Column("window_end", _("until before"), "time", 18),
        Column("says", _("What that says"), width=15),
        Column("stands", _("Stands in"), width=15),
        Column("citation", _("Source, clause, in force from"), width=28),
        Column("rests", _("Assumptions (sheet Method), or why it cannot be judged"), width=20),
        Column("proofs", _("Rows"), width=20, links_to="evidence", key_in="event_ids"),
    )
    note = _(
        "The last column leads to the first row of evidence and says how many more there are. Limit or mark is the number up to which the text says nothing, or from which on a platform or this program points it out; every count above it stands here. Findings on numbers that were set aside stand towards the end; their rows are in data/events.csv."
    )
    table = Table("findings", columns, rows, row_key="finding_id", empty=_("No rule was applied."))
    return Section("Findings", _("Findings, strongest kind of text first"), (Text(note, "note"), table))
