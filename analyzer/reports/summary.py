"""The report a person opens first: the story in plain words, then what it rests on. A case becomes a `Document`.

The first sections answer: who rings and how often, in what kind of text the limits stand that appear to be exceeded, what to
do next, and which limits they are. Everything after them lets a reader check the first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.document import Document, Section, Steps
from analyzer.reports import (
    cited,
    summary_brief,
    summary_callers,
    summary_findings,
    summary_lines,
    summary_messages,
    summary_numbers,
    summary_record,
    summary_since,
    summary_sources,
)
from analyzer.reports.words import listed, named

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
        summary_brief.section(case),
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
