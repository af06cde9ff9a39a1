"""The report a person opens first: the story in plain words, then what it rests on. A case becomes a `Document`.

The first sections answer: who rings and how often, in what kind of text the limits stand that appear to be exceeded, what to
do next, and which limits they are. Everything after them lets a reader check the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Document, Facts, Section, Steps, Text
from analyzer.reports import (
    cited,
    summary_callers,
    summary_findings,
    summary_lines,
    summary_messages,
    summary_numbers,
    summary_record,
    summary_since,
    summary_sources,
)
from analyzer.reports.words import FORCES, counted, listed, named, sentences

if TYPE_CHECKING:
    from analyzer.case import Case

N_ = str

CHECK = N_(
    "Go through the list of numbers below. Write numbers that you know, or whose calls you agreed to, under [allow] in case.toml and run the analysis again."
)
ADD = N_(
    "Add what is missing: the carrier's list of your calls, the exports of a second phone, older backups. Run the analysis again with all of them at once."
)
STATE = N_(
    "Write into case.toml which numbers belong to one company, and when you told a caller to stop: some limits can be judged only then."
)
KEEP = N_(
    "Keep the phone and change nothing on it: delete no call and no message, also none that is painful. The phone is the original; this report is derived from it."
)
ASK = N_(
    "Ask your carrier for its own list of your calls, and soon: carriers keep it for a limited time only. A record from a third party weighs more than one's own."
)
COMPLAIN = N_(
    "Open the folder with the complaints: for each channel a letter and a sheet to copy from. Read them, fill in what is left open, sign, hand in, and keep the receipt."
)
RECOUNT = N_("Whoever wants to recount every figure finds each row in the workbook.")
POLICE_CN = N_("If you are threatened or fear for your safety, do not wait for a complaint: call the police, 110.")
POLICE = N_("If you are threatened or fear for your safety, do not wait for a complaint: call the police.")

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
        *summary_numbers.limits(case),
        summary_numbers.numbers(case),
        *summary_messages.sections(case),
        *summary_callers.sections(case),
        *summary_lines.sections(case),
        *summary_findings.sections(case),
        *cited.sections(case),
        *summary_numbers.charts(case),
        *summary_since.sections(case),
        *summary_record.sections(case),
        *summary_sources.sections(case),
    ]
    return Document(
        name="report",
        title=_("Calls and messages: what the records show"),
        lang=case.lang,
        sections=tuple(sections),
        subtitle=_subtitle(case),
        footer=_(
            "Made on {day} by call-sms-analyzer {version}, on this computer; nothing was sent anywhere. This page is no legal advice."
        ).format(day=case.made_on.isoformat(), version=case.version),
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
        words = _(
            "The exports hold no call and no message that could be read. The sections below say what was found in them and what to try."
        )
        return Section("overview", title, (Text(words, "lead"),), half=True)
    if summary_numbers.findings(case).empty:
        return Section("overview", title, tuple(_calm(case)), half=True)
    inbound = summary_numbers.inbound(case)
    days = inbound["at_local"].dt.date.value_counts().sort_index(kind="stable")
    calls = int((inbound["kind"] == "call").sum())
    night = int(case.reported["night_calls_in"].sum() + case.reported["night_messages_in"].sum())
    many = len(case.reported)
    above = int((case.reported["findings"] > 0).sum())
    blocks: list[Any] = []
    if many:
        words = [
            _("In these records the calls or messages of one number appear to exceed a limit.")
            if above == 1
            else _("In these records the calls or messages of {n} numbers appear to exceed a limit.").format(n=above)
        ]
        if above == 0:
            words = [
                _("In these records the calls of a named caller appear to exceed a limit, all its numbers together.")
            ]
        elif many > above:
            words.append(_("Reported with them: {n} more that the case file gives to a caller.").format(n=many - above))
        total = _("Between {first} and {last} they came to {events}.").format(
            first=days.index[0], last=days.index[-1], events=counted(calls, len(inbound) - calls, _)
        )
        blocks.append(Text(sentences([*words, total], case.lang), "lead"))
        blocks.append(Text(sentences([_busiest(case), *_together(case)], case.lang)))
        facts = [
            (_("numbers"), f"{many:,}"),
            (_("calls from them"), f"{calls:,}"),
            (_("messages from them"), f"{len(inbound) - calls:,}"),
            (_("days with contact"), f"{len(days):,}"),
            (_("on the worst day, {day}").format(day=days.idxmax()), f"{int(days.max()):,}"),
            (_("at night, 22:00 to 08:00"), f"{night:,}"),
        ]
        blocks.append(Facts(tuple(facts), "big"))
        if said := summary_messages.line(case):
            blocks.append(Text(said))
    else:
        blocks.append(Text(_("No single number exceeds a limit here, but all numbers together do: see below."), "lead"))
    blocks.append(Text(_since(case), "note"))
    return Section("overview", title, tuple(blocks), half=True)


def _busiest(case: Case) -> str:
    _ = case.text
    inbound = case.reported["calls_in"] + case.reported["messages_in"]
    top = case.reported.loc[inbound.idxmax()]
    return (
        _("Most of them came from {number}: {events}.").format(
            number=named(top["number"], _, case.lang), events=counted(int(top["calls_in"]), int(top["messages_in"]), _)
        )
        if len(case.reported) > 1
        else _("The number is {number}.").format(number=named(top["number"], _, case.lang))
    )


def _together(case: Case) -> list[str]:
    """Which numbers may belong together: what the case file states, what was found, what their messages are signed with."""
    _ = case.text
    told = []
    stated = case.reported[case.reported["stated"]]
    for name, rows in stated.groupby("campaign"):
        words = _("According to the case file {n} of these numbers belong to {name}; together they came to {events}.")
        total = counted(int(rows["calls_in"].sum()), int(rows["messages_in"].sum()), _)
        told.append(words.format(n=len(rows), name=named(str(name), _), events=total))
    told += summary_callers.in_brief(case)
    messages = summary_numbers.inbound(case)
    messages = messages[messages["kind"] != "call"]
    signed = messages.assign(signature=messages["body"].str.extract(SIGNATURE, expand=False)).dropna(
        subset=["signature"]
    )
    for name, rows in signed.drop_duplicates(["signature", "number"]).groupby("signature"):
        if len(rows) > 1:
            told.append(
                _("Messages from {numbers} are signed 【{name}】.").format(
                    numbers=listed([named(n, _, case.lang) for n in rows["number"]], _), name=named(str(name), _)
                )
            )
    if len(case.reported) > 1 and not told:
        told.append(_("Whether these numbers belong to one caller, the records do not show."))
    return told[:4]


def _since(case: Case) -> str:
    _ = case.text
    fired = summary_numbers.findings(case)
    first, last = fired["window_start"].min(), fired["window_start"].max()
    forces = fired.drop_duplicates("rule")["force"].value_counts()
    stands = [
        _("{name} ({n})").format(name=_(FORCES[force][0]), n=forces[force]) for force in FORCES if force in forces
    ]
    where = _("The limits stand in: {forces}.").format(forces=_(", ").join(stands))
    when = _(
        "Earliest finding {first}, latest {last}. A count above a limit is no verdict: beside each finding stands what kind of text the limit comes from and what must hold for it to apply."
    ).format(first=first.date(), last=last.date())
    if not fired["assumptions"].str.contains("debt-assumed", regex=False).any():
        return sentences([where, when], case.lang)
    debt = _(
        "Rules on debt collection apply only to calls about a debt; what a call was about, the records do not show."
    )
    return sentences([where, debt, when], case.lang)


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


def _next(case: Case) -> Section:
    """What to do now, in order."""
    _ = case.text
    if summary_numbers.findings(case).empty and case.reported.empty:
        steps = [(ADD, ""), (STATE, ""), (KEEP, ""), (ASK, "")]
    else:
        steps = [(CHECK, ""), (KEEP, ""), (ASK, ""), (COMPLAIN, "complaints/"), (RECOUNT, "evidence.xlsx")]
    steps.append((POLICE_CN if case.settings.region == "CN" else POLICE, ""))
    block = Steps(tuple(_(sentence) for sentence, _link in steps), tuple(link for _sentence, link in steps))
    return Section("next", _("What to do next"), (block,), half=True)
