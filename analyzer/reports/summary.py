"""The report a person opens first: the story in plain words, then what it rests on. A case becomes a `Document`.

The first sections answer, in this order: who rings and how often, which limits appear to be exceeded and what kind of text
each limit stands in, what to do next. Everything after them lets a reader check the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Detail, Document, Facts, Figure, Section, Steps, Table, Text
from analyzer.phone import carrier_name
from analyzer.reports import summary_findings, summary_record
from analyzer.reports.words import FORCES, NUMBER_KINDS, as_people_write, counted, in_words, listed, local, named

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

FREQUENT = 10
"""Numbers listed when nothing is reported."""

SIGNATURE = r"【([^【】\n]{1,30})】"
"""The sender's name that Chinese business messages carry (message gateways demand it)."""


def summary(case: Case) -> Document:
    """The report ``report.html``.

    Parameters
    ----------
    case : Case
        Its `figures` are shown where charts were drawn.

    Returns
    -------
    Document
        Sections ``overview``, ``next`` and ``limits``, then what they rest on; ``limits`` is missing when nothing was found.
    """
    _ = case.text
    sections = [
        _overview(case),
        _next(case),
        *_limits(case),
        _numbers(case),
        *summary_findings.sections(case),
        *_charts(case),
        *summary_record.sections(case),
    ]
    return Document(
        name="report",
        title=_("Calls and messages: what the records show"),
        lang=case.lang,
        sections=tuple(sections),
        subtitle=_subtitle(case),
        footer=_("Made on {day} by call-sms-analyzer {version}, on this computer; nothing was sent anywhere. This page is no legal advice.").format(
            day=case.made_on.isoformat(), version=case.version
        ),
        made_on=case.made_on,
    )


def _subtitle(case: Case) -> str:
    _ = case.text
    owners = [named(owner, _, case.lang) for owner in dict.fromkeys(case.events["owner"].astype("str")) if owner]
    parts = []
    if owners:
        parts.append(_("Own number: {owners}").format(owners=listed(owners, _, 3)))
    if case.days:
        parts.append(_("records from {first} to {last}").format(first=case.days[0], last=case.days[1]))
    parts.append(_("all times in {zone}").format(zone=case.settings.zone))
    return " · ".join(parts)


def _overview(case: Case) -> Section:
    """What happened, in a few sentences and a few figures."""
    _ = case.text
    title = _("In brief")
    if case.days is None:
        return Section("overview", title, (Text(_("The exports hold no call and no message that could be read. The sections below say what was found in them and what to try."), "lead"),), half=True)
    if case.fired.empty or (case.reported.empty and not _unnamed(case)):
        return Section("overview", title, tuple(_calm(case)), half=True)
    inbound = _inbound(case)
    days = inbound["at_local"].dt.date.value_counts().sort_index(kind="stable")
    calls = int((inbound["kind"] == "call").sum())
    night = int(case.reported["night_calls_in"].sum() + case.reported["night_messages_in"].sum())
    many = len(case.reported)
    blocks: list[Any] = []
    if many:
        words = (
            _("In these records the calls or messages of one number appear to exceed a limit.")
            if many == 1
            else _("In these records the calls or messages of {n} numbers appear to exceed a limit.").format(n=many)
        )
        total = _("Between {first} and {last} they came to {events}.").format(
            first=days.index[0], last=days.index[-1], events=counted(calls, len(inbound) - calls, _)
        )
        blocks.append(Text(_("{one} {two}").format(one=words, two=total), "lead"))
        blocks.append(Text(" ".join([_busiest(case), *_together(case)]) if case.lang == "en" else "".join([_busiest(case), *_together(case)])))
        facts = [
            (_("numbers"), f"{many:,}"),
            (_("calls from them"), f"{calls:,}"),
            (_("messages from them"), f"{len(inbound) - calls:,}"),
            (_("days with contact"), f"{len(days):,}"),
            (_("on the worst day, {day}").format(day=days.idxmax()), f"{int(days.max()):,}"),
            (_("at night, 22:00 to 08:00"), f"{night:,}"),
        ]
        blocks.append(Facts(tuple(facts), "big"))
    else:
        blocks.append(Text(_("No single number exceeds a limit here, but all numbers together do: see below."), "lead"))
    blocks.append(Text(_since(case), "note"))
    return Section("overview", title, tuple(blocks), half=True)


def _unnamed(case: Case) -> bool:
    """Whether a finding counts several numbers together."""
    return bool((case.fired["number"] == "").any())


def _inbound(case: Case) -> pd.DataFrame:
    """Inbound events of the reported numbers."""
    events = case.evidence[case.evidence["direction"] == "in"].astype({"owner": "str", "number": "str"})
    return events.merge(case.reported[["owner", "number"]], on=["owner", "number"])


def _busiest(case: Case) -> str:
    _ = case.text
    inbound = case.reported["calls_in"] + case.reported["messages_in"]
    top = case.reported.loc[inbound.idxmax()]
    return _("Most of them came from {number}: {events}.").format(
        number=named(top["number"], _, case.lang), events=counted(int(top["calls_in"]), int(top["messages_in"]), _)
    ) if len(case.reported) > 1 else _("The number is {number}.").format(number=named(top["number"], _, case.lang))


def _together(case: Case) -> list[str]:
    """Which numbers may belong together: only what the case file states and what their messages are signed with."""
    _ = case.text
    told = []
    stated = case.reported[case.reported["campaign"] != ""]
    for name, rows in stated.groupby("campaign"):
        told.append(_("According to the case file {numbers} belong to {name}.").format(numbers=listed([named(n, _, case.lang) for n in rows["number"]], _), name=named(str(name), _)))
    messages = _inbound(case)
    messages = messages[messages["kind"] != "call"]
    signed = messages.assign(signature=messages["body"].str.extract(SIGNATURE, expand=False)).dropna(subset=["signature"])
    for name, rows in signed.drop_duplicates(["signature", "number"]).groupby("signature"):
        if len(rows) > 1:
            told.append(_("Messages from {numbers} are signed 【{name}】.").format(numbers=listed([named(n, _, case.lang) for n in rows["number"]], _), name=named(str(name), _)))
    if len(case.reported) > 1 and not told:
        told.append(_("Whether these numbers belong to one caller, the records do not show."))
    return told[:4]


def _since(case: Case) -> str:
    _ = case.text
    fired = case.fired[~case.fired["number"].isin(case.set_aside["number"])]
    first, last = fired["window_start"].min(), fired["window_start"].max()
    forces = fired.drop_duplicates("rule")["force"].value_counts()
    stands = [_("{name} ({n})").format(name=_(FORCES[force][0]), n=forces[force]) for force in FORCES if force in forces]
    where = _("The limits stand in: {forces}.").format(forces=_(", ").join(stands))
    when = _("Earliest finding {first}, latest {last}. A count above a limit is no verdict: beside each finding stands what kind of text the limit comes from and what must hold for it to apply.").format(
        first=first.date(), last=last.date()
    )
    return _("{one} {two}").format(one=where, two=when)


def _calm(case: Case) -> list[Any]:
    """The overview when nothing is reported."""
    _ = case.text
    inbound = case.events[case.events["direction"] == "in"]
    calls = int((inbound["kind"] == "call").sum())
    return [
        Text(_("No number in these records exceeds a limit that this program can check."), "lead"),
        Text(
            _(
                "That does not mean that nothing happened. Phones keep only their latest calls, a limit per company is seen only "
                "when its numbers are known to belong together, and what is said in a call stands in no record. If the calls "
                "burden you, you may complain all the same; the counts below are yours to use."
            )
        ),
        Facts(
            (
                (_("numbers that called or wrote"), f"{inbound['number'].nunique():,}"),
                (_("incoming calls"), f"{calls:,}"),
                (_("messages received"), f"{len(inbound) - calls:,}"),
                (_("days with contact"), f"{inbound['at_local'].dt.date.nunique():,}"),
            ),
            "big",
        ),
    ]


def _limits(case: Case) -> list[Section]:
    """One row per rule that appears to be exceeded, strongest kind of text first."""
    import pandas as pd

    _ = case.text
    fired = case.fired[~case.fired["number"].isin(case.set_aside["number"])]
    if fired.empty:
        return []
    order = {force: i for i, force in enumerate(FORCES)}
    rows = []
    for rule_id, found in fired.groupby("rule", sort=False):
        rule = case.rule[str(rule_id)]
        rows.append(
            {
                "rule": rule.id, "title": rule.title[case.lang], "force": _(FORCES[rule.force][0]), "limit": rule.limit,
                "most": int(found["observed"].max()), "numbers": found.loc[found["number"] != "", "number"].nunique() or None,
                "since": found["window_start"].min(), "order": order[rule.force],
            }
        )
    table = pd.DataFrame(rows).astype({"numbers": "Int64"}).sort_values(["order", "numbers"], ascending=[True, False], kind="stable")
    columns = (
        Column("title", _("Limit on"), width=22, links_to="rule", key_in="rule"),
        Column("force", _("Stands in"), width=13),
        Column("limit", _("Allowed"), "count"),
        Column("most", _("Most found"), "count"),
        Column("numbers", _("Numbers"), "count"),
        Column("since", _("Since"), "day"),
    )
    forces = [_("{name}: {meaning}").format(name=_(FORCES[force][0]), meaning=_(FORCES[force][2])) for force in FORCES if force in set(fired["force"])]
    return [
        Section(
            "limits", _("Limits"),
            (
                Text(_("These limits appear to be exceeded:")),
                Table("limits", columns, table),
                Text(_("; ").join(forces) + _("."), "note"),
            ),
        )
    ]  # fmt: skip


def _next(case: Case) -> Section:
    """What to do now, in order."""
    _ = case.text
    steps: list[tuple[str, str]] = []
    if not case.fired.empty:
        steps.append((_("Go through the list of numbers below. Write numbers that you know, or whose calls you agreed to, under [allow] in case.toml and run the analysis again."), ""))
    else:
        steps.append((_("Add what is missing: the carrier's list of your calls, the exports of a second phone, older backups. Run the analysis again with all of them at once."), ""))
        steps.append((_("Write into case.toml which numbers belong to one company, and when you told a caller to stop: some limits can be judged only then."), ""))
    steps.append((_("Keep the phone and change nothing on it: delete no call and no message, also none that is painful. The phone is the original; this report is derived from it."), ""))
    steps.append((_("Ask your carrier for its own list of your calls, and soon: carriers keep it for a limited time only. A record from a third party weighs more than one's own."), ""))
    if not case.fired.empty:
        steps.append((_("Open the folder with the complaints: for each channel a letter and a sheet to copy from. Read them, fill in what is left open, sign, hand in, and keep the receipt."), "complaints/"))
        steps.append((_("Whoever wants to recount every figure finds each row in the workbook."), "evidence.xlsx"))
    if case.settings.region == "CN":
        steps.append((_("If you are threatened or fear for your safety, do not wait for a complaint: call the police, 110."), ""))
    else:
        steps.append((_("If you are threatened or fear for your safety, do not wait for a complaint: call the police."), ""))
    return Section("next", _("What to do next"), (Steps(tuple(s for s, _link in steps), tuple(link for _s, link in steps)),), half=True)


def _numbers(case: Case) -> Section:
    """The reported numbers with their counts; without any, those that called most."""
    _ = case.text
    reported = not case.reported.empty
    if reported:
        table = case.reported
    else:
        inbound = case.numbers["calls_in"] + case.numbers["messages_in"]
        table = case.numbers[inbound > 0].head(FREQUENT)
        table = table.assign(rank=range(1, len(table) + 1))
    zone = case.settings.zone
    rows = table.assign(
        number=as_people_write(table["number"], _, case.lang), owner=as_people_write(table["owner"], _, case.lang), what=_what(case, table), unanswered=table["missed_in"] + table["rejected_in"] + table["blocked_in"], night=table["night_calls_in"] + table["night_messages_in"],
        first=local(table["first_at"], zone), last=local(table["last_at"], zone),
    )  # fmt: skip
    columns = [
        Column("rank", _("No."), "count", 4),
        Column("number", _("Number"), width=17, links_to="number", key_in="rank"),
        *([Column("name", _("Name in the phone"), width=10)] if (rows["name"] != "").any() else []),
        *([Column("owner", _("Called phone"), width=13)] if rows["owner"].nunique() > 1 else []),
        Column("what", _("Kind, region, carrier of the number range"), width=12),
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
    words = (
        _("Every number that at least one finding names. The count of findings says how often, not how grave.")
        if reported
        else _("Nothing is reported here. These numbers called or wrote most; that alone says nothing against them.")
    )
    note = _("The carrier is that of the number range; after number portability the subscriber may be with another one.")
    return Section("numbers", _("Numbers"), (Text(words), Table("numbers", tuple(columns), rows, empty=_("No number called or wrote."), row_key="rank"), Text(note, "note")))


def _what(case: Case, table: pd.DataFrame) -> pd.Series:
    """Kind, region and carrier in one cell."""
    _ = case.text
    parts = [in_words(table["number_kind"], NUMBER_KINDS, _), table["region"].astype("str"), _carriers(table["carrier"], case.lang)]
    joined = parts[0]
    for part in parts[1:]:
        joined = joined + part.where(part == "", " · " + part)
    return joined


def _carriers(tokens: pd.Series, lang: str) -> pd.Series:
    return tokens.astype("str").map({token: carrier_name(token, lang) if token else "" for token in tokens.unique()}).astype("str")


def _charts(case: Case) -> list[Section]:
    """Charts of the whole case, and the counts behind the daily ones."""
    import pandas as pd

    _ = case.text
    figures: list[Figure] = [figure for figure in case.figures.values() if not figure.subject]
    if not figures and case.reported.empty:
        return []
    blocks: list[Any] = list(figures)
    if not case.reported.empty:
        inbound = _inbound(case)
        by_day = pd.DataFrame(
            {
                "calls": inbound["kind"] == "call",
                "answered": (inbound["kind"] == "call") & (inbound["outcome"] == "answered"),
                "messages": inbound["kind"] != "call",
            }
        ).groupby(inbound["at_local"].dt.strftime("%Y-%m-%d")).sum()  # fmt: skip
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
