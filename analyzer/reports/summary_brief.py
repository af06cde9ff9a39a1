"""The report's first screen: who rings, how often, which limits appear to be exceeded, since when, what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Facts, Section, Text
from analyzer.reports import summary_callers, summary_messages, summary_numbers
from analyzer.reports.words import FORCES, counted, listed, named, sentences

if TYPE_CHECKING:
    from analyzer.case import Case

LIMITS_NAMED = 3
"""Limits that the first screen names; the others are counted."""

SIGNATURE = r"【([^【】\n]{1,30})】"
"""The sender's name that Chinese business messages carry (message gateways demand it)."""


def section(case: Case) -> Section:
    """What happened, in a few lines and a few figures."""
    _ = case.text
    title = _("In brief")
    if case.days is None:
        words = _(
            "The exports hold no call and no message that could be read. The sections below say what was found in them and what to try."
        )
        return Section("overview", title, (Text(words, "lead"),), half=True)
    if summary_numbers.findings(case).empty:
        return Section("overview", title, tuple(_calm(case)), half=True)
    if case.reported.empty:
        blocks = [
            Text(_("No single number exceeds a limit here, but all numbers together do: see below."), "lead"),
            Facts((_limits(case), _since(case)), "brief"),
        ]
    else:
        blocks = _reported(case)
    return Section("overview", title, (*blocks, Text(_stands(case), "note")), half=True)


def _reported(case: Case) -> list[Any]:
    """The five answers, then the figures."""
    _ = case.text
    inbound = summary_numbers.inbound(case)
    days = inbound["at_local"].dt.strftime("%Y-%m-%d").value_counts().sort_index(kind="stable")
    calls = int((inbound["kind"] == "call").sum())
    night = int(case.reported["night_calls_in"].sum() + case.reported["night_messages_in"].sum())
    marked = case.reported.loc[case.reported["findings"] > 0, "number"].nunique()
    above = summary_numbers.above_a_limit(case)
    if above == 0 and not summary_numbers.bound(case).any():
        lead = _("In these records no limit of a text appears to be exceeded; {n} numbers lie above marks of platforms or of this program.").format(n=marked)  # fmt: skip
    elif above == 0:
        lead = _("In these records the calls of a named caller appear to exceed a limit, all its numbers together.")
    elif above == 1:
        lead = _("In these records the calls or messages of one number appear to exceed a limit.")
    else:
        lead = _("In these records the calls or messages of {n} numbers appear to exceed a limit.").format(n=above)
    often = _("{events} from {first} to {last}, on {n} days; most on one day: {most} ({day})").format(
        events=counted(calls, len(inbound) - calls, _),
        first=days.index[0],
        last=days.index[-1],
        n=len(days),
        most=f"{int(days.max()):,}",
        day=days.idxmax(),
    )
    many = case.reported["number"].nunique()
    together = _together(case)
    more = together[1:]
    if 0 < marked < many:
        more.append(_("Reported with them: {n} more that the case file gives to a caller.").format(n=many - marked))
    told = [
        (_("Who"), sentences([_busiest(case), *together[:1]], case.lang)),
        (_("How often"), often),
        _limits(case),
        _since(case),
        (
            _("What next"),
            _(
                "Check the numbers, keep the phone as it is, ask the carrier for its own list, then hand in the complaints."
            ),
        ),
    ]
    figures = [
        (_("numbers"), f"{many:,}"),
        (_("calls from them"), f"{calls:,}"),
        (_("messages from them"), f"{len(inbound) - calls:,}"),
        (_("days with contact"), f"{len(days):,}"),
        (_("on the day with most, {day}").format(day=days.idxmax()), f"{int(days.max()):,}"),
        (_("at night, 22:00 to 08:00"), f"{night:,}"),
    ]
    more += [said] if (said := summary_messages.line(case)) else []
    return [
        Text(lead, "lead"),
        Facts(tuple(told), "brief"),
        Facts(tuple(figures), "big"),
        *([Text(sentences(more, case.lang))] if more else []),
    ]


def _limits(case: Case) -> tuple[str, str]:
    """The limits of the strongest texts, each with the highest count."""
    _ = case.text
    every = summary_numbers.exceeded(case)
    found = [one for one in every if one["binds"]] or every
    told = [
        _("{title}: {most}, allowed {limit}").format(
            title=one["title"], most=f"{one['most']:,}", limit=f"{one['limit']:,}"
        )
        for one in found[:LIMITS_NAMED]
    ]
    if len(found) > LIMITS_NAMED:
        told.append(_("and {n} more, see Limits").format(n=len(found) - LIMITS_NAMED))
    if len(every) > len(found):
        told.append(_("marks that no text sets: {n}").format(n=len(every) - len(found)))
    return _("Which limits"), "\n".join(told)


def _since(case: Case) -> tuple[str, str]:
    _ = case.text
    fired = summary_numbers.findings(case)
    first, last = fired["window_start"].min(), fired["window_start"].max()
    return _("Since when"), _("first finding {first}, latest {last}").format(first=first.date(), last=last.date())


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
        told.append(words.format(n=rows["number"].nunique(), name=named(str(name), _), events=total))
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


def _stands(case: Case) -> str:
    """In what kind of text the limits stand, and what a count above one does not say."""
    _ = case.text
    fired = summary_numbers.findings(case)
    forces = fired.drop_duplicates("rule")["force"].value_counts()
    stands = [
        _("{name} ({n})").format(name=_(FORCES[force][0]), n=forces[force]) for force in FORCES if force in forces
    ]
    told = [_("The limits and marks stand in: {forces}.").format(forces=_(", ").join(stands))]
    if fired["assumptions"].str.contains("debt-assumed", regex=False).any():
        told.append(
            _(
                "Rules on debt collection apply only to calls about a debt; what a call was about, the records do not show."
            )
        )
    told.append(
        _(
            "A count above a limit is no verdict: beside each finding stands what kind of text the limit comes from and what must hold for it to apply."
        )
    )
    return sentences(told, case.lang)


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
