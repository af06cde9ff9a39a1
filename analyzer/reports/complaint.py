"""The papers in ``complaints/``: what a channel asks for, filled from the records, the rest left blank. A case becomes a `Document`.

They ask to verify and to act on what the verification shows. They state counts and quote messages; they call nobody
anything, and they promise nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from analyzer.document import Document, Facts, Section, Steps, Text
from analyzer.reports import (
    cited,
    complaint_12321,
    complaint_entries,
    complaint_form,
    complaint_party,
    complaint_steps,
    complaint_story,
    complaint_tables,
)
from analyzer.reports.complaint_tables import BLANK
from analyzer.reports.once import once
from analyzer.reports.words import counted

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str


def complaint(case: Case, channel: Any) -> Document:
    """The paper for one channel.

    Parameters
    ----------
    case : Case
    channel : analyzer.channels.Channel
        ``channel.applies(case)`` should hold; without reported numbers the paper has empty tables.

    Returns
    -------
    Document
        A letter with its tables; for 12321 and other forms one report per number; for a site of public complaints only text to
        paste. The last section is for the person and is no part of what is handed in.
    """
    _ = case.text
    taken = channel.takes(case)
    taken = taken.assign(rank=range(1, len(taken) + 1))
    papers = {"carrier": _letter, "letter": _letter, "12321": complaint_12321.reports}
    paper = papers[channel.kind](case, channel, taken) if channel.kind in papers else []
    pasted = [*complaint_entries.sections(case, channel, taken), *complaint_form.sections(case, channel, taken, PARTS)]
    return Document(
        name="complaint",
        title=_(channel.heading).format(addressee=channel.addressee[case.lang]),
        lang=case.lang,
        sections=(*paper, *_texts(case, channel, taken), *pasted, _advice(case, channel)),
        footer=_("Drawn up on {day} with call-sms-analyzer {version} from exported records.").format(
            day=case.made_on.isoformat(), version=case.version
        ),
        made_on=case.made_on,
    )


def _letter(case: Case, channel: Any, taken: pd.DataFrame) -> list[Section]:
    """The letter, and the tables it refers to."""
    _ = case.text
    blocks = [block for part in channel.parts for block in PARTS[part](case, channel, taken)]
    return [
        Section(_("Letter"), _(HEADINGS[channel.sort]), tuple(blocks)),
        *complaint_story.annexes(case, channel, taken),
        *complaint_tables.sections(case, channel, taken),
    ]


HEADINGS = {
    "complaint": N_("Complaint about calls and messages"),
    "report": N_("Report of calls and messages"),
    "appeal": N_("Appeal about how my carrier dealt with calls and messages"),
    "police": N_("Report to the police: calls and messages received"),
    "evidence": N_("Calls and messages: figures, texts, evidence"),
}
"""What a letter is, by `Channel.sort`."""


def _addressee(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    _ = case.text
    return [Facts(((_("To"), channel.addressee[case.lang]), (_("Date"), BLANK)))]


def _requests(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """What is asked for: to verify, to block, to suspend, to answer. Never that something must happen."""
    _ = case.text
    if channel.requests:
        return [Text(_("What I ask for"), "lead"), Steps(tuple(_(words) for words in channel.requests))]
    roles = set(" ".join(taken["role"]).split())
    asked = [_("Please check the calls and messages listed below against your own records.")]
    if "own" in roles:
        asked.append(
            _(
                "Please block further calls and messages of these numbers to my line, as far as your check bears out what is listed."
            )
        )
        if taken["number_kind"].isin(["withheld", "masked"]).any():
            asked.append(
                _(
                    "Some calls did not show a full number. Please find them by their time in your records and include them in the check."
                )
            )
    if "range" in roles:
        asked.append(
            _(
                "Some of these numbers belong to your own ranges. Please check whether their use keeps to the contract with the subscriber, and suspend their calls and messages where your check shows that it does not."
            )
        )
    asked.append(_("Please tell me the work-order number now and the result of your check in writing."))
    return [Text(_("What I ask for"), "lead"), Steps(tuple(asked))]


def _facts(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """Totals in plain words; the tables that follow have the single numbers."""
    _ = case.text
    inbound = complaint_tables.inbound(case, taken)
    if inbound.empty:
        return []
    calls = int((inbound["kind"] == "call").sum())
    answered = int(((inbound["kind"] == "call") & (inbound["outcome"] == "answered")).sum())
    days = inbound["at_local"].dt.date.value_counts().sort_index(kind="stable")
    night = counted(int(taken["night_calls_in"].sum()), int(taken["night_messages_in"].sum()), _)
    pairs = [
        (_("How many numbers"), _how_many(case, channel, taken)),
        (_("Period"), _("{first} to {last}").format(first=days.index[0], last=days.index[-1])),
        (_("Received in all"), counted(calls, len(inbound) - calls, _)),
        (_("Calls that were answered"), counted(answered, 0, _)),
        (
            _("Days with a call or message"),
            (_("{n} day") if len(days) == 1 else _("{n} days")).format(n=f"{len(days):,}"),
        ),
        (_("Day with most"), _("{day}: {events}").format(day=days.idxmax(), events=_on(inbound, days.idxmax(), _))),
        (_("At night, 22:00 to 08:00"), night),
        *complaint_story.after_refusals(case, taken),
        (_("All times in"), case.settings.zone),
    ]
    told: list[Any] = [Text(_("What happened"), "lead"), Facts(tuple(pairs))]
    if channel.signed:
        told.append(
            Text(
                _(
                    "The figures are counted from the records named in the lists below. Where a list says that a count appears to exceed a limit, it names the limit and what kind of text it stands in."
                )
            )
        )
    return told


def _how_many(case: Case, channel: Any, taken: pd.DataFrame) -> str:
    """How many numbers, and how many rows the list of them has where those are more: a row for each phone that a number called."""
    _, n, phones = case.text, taken["number"].nunique(), taken["owner"].nunique()
    told = (_("{n} number") if n == 1 else _("{n} numbers")).format(n=f"{n:,}")
    if len(taken) == n:
        return told
    if not channel.signed:  # text to paste has no list beside it
        return _("{numbers}, to {phones} phones").format(numbers=told, phones=phones)
    words = _(
        "{numbers}, to {phones} phones; the list of numbers has {rows} rows, one for each number and phone called"
    )
    return words.format(numbers=told, phones=phones, rows=f"{len(taken):,}")


def _on(inbound: pd.DataFrame, day: Any, _: Any) -> str:
    """Calls and messages of one day."""
    rows = inbound[inbound["at_local"].dt.date == day]
    calls = int((rows["kind"] == "call").sum())
    return counted(calls, len(rows) - calls, _)


def _cited(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """Texts without a number on which the records bear."""
    return cited.in_papers(case, taken, channel.omits)


def _texts(case: Case, channel: Any, taken: pd.DataFrame) -> list[Section]:
    """The same on a sheet of its own where the paper is a form."""
    _ = case.text
    listed = cited.in_papers(case, taken) if channel.kind == "12321" else []
    if not listed:
        return []
    note = Text(_("The form has no field for this; use it only where somebody asks."), "note")
    return [Section(_("Texts"), _("Texts that may bear on it"), (note, *listed[1:]))]


def _attachments(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    _ = case.text
    return [Text(_("Attachments"), "lead"), Steps(tuple(_(words) for words in channel.attachments))]


def _truth(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    _ = case.text
    return [
        Text(_("Statement of the person who signs"), "lead"),
        Text(_("Tick only what is so, delete what does not apply; nothing is ticked beforehand."), "note"),
        Steps(tuple(_(words).format(blank=BLANK) for words in TRUTH)),
        Facts(((_("Signature"), BLANK), (_("Place, date"), BLANK))),
    ]


TRUTH = (
    N_("□ The exports that the lists are drawn from are of my own phone or line.  □ Of these, other people's (whose, and how I came by them): {blank}"),
    N_("□ I have not changed the exports since I got them.  □ What was changed: {blank}"),
    N_("□ What I state beyond the records is true to the best of my knowledge.  □ Except: {blank}"),
)  # fmt: skip
"""What a person may state of a letter; each is a choice of whoever signs."""


PARTS: dict[str, Callable[[Case, Any, pd.DataFrame], list[Any]]] = {
    "addressee": _addressee, "complainant": complaint_party.complainant, "respondent": complaint_party.respondent,
    "relation": complaint_party.relation, "requests": _requests, "facts": _facts, "story": complaint_story.story,
    "before_due": complaint_story.before_due, "third": complaint_story.third, "quotes": complaint_story.quotes,
    "last": complaint_story.last, "provisions": complaint_story.provisions, "cited": _cited,
    "articles": complaint_story.articles, "annex": complaint_story.annex, "steps": complaint_steps.steps,
    "attachments": _attachments, "truth": _truth,
}  # fmt: skip
PARTS = {name: once(part) for name, part in PARTS.items()}  # the letter and the texts to paste ask for the same ones
"""Parts of a letter, by the names that channels use."""


def _lacking(case: Case, channel: Any) -> list[str]:
    """What of the case file would fill blanks of this paper, in one sentence."""
    _, missing = case.text, channel.lacks(case.settings.case)
    if not missing:
        return []
    return [_("Blanks that the case file can fill: {keys}. Write them into case.toml and run again, or fill them in by hand.").format(keys=_(", ").join(missing))]  # fmt: skip


def _attached(channel: Any, _: Any) -> list[str]:
    """Which file is the one attachment, where a portal takes only so much."""
    if not channel.most_bytes:
        return []
    words = _("The file to attach is letter.pdf in this folder; it is kept under {n} MB.")
    return [words.format(n=f"{channel.most_bytes / 1_000_000:g}")]


def _note(channel: Any, _: Any) -> list[str]:
    """What to write down when it was handed in, where the days for an answer are known."""
    if not channel.reply_days:
        return []
    days = (_("{n} working days end on") if channel.working else _("{n} days end on")).format(n=channel.reply_days)
    return [_("To note when it is handed in: day {blank}, receipt number {blank}, {days} {blank}").format(blank=BLANK, days=days)]  # fmt: skip


def taken_carriers(case: Case, channel: Any) -> bool:
    """Whether the paper's list says which carrier a range was issued to."""
    return case.settings.region == "CN" or bool((channel.takes(case)["carrier"] != "").any())


ENGLISH = ("US", "GB", "IN", "AU")
"""Regions whose channels read English."""


def _language(case: Case, channel: Any) -> list[str]:
    """The paper in the channel's language, where a person reads another one."""
    if case.lang == "en" or not set(ENGLISH) & {case.settings.region} or "CN" in channel.regions:
        return []
    _ = case.text
    return [_("The channel reads English: run again with --lang en for a paper in English.")]


def _advice(case: Case, channel: Any) -> Section:
    """What the person should know before handing in; no part of the complaint."""
    _ = case.text
    told = [words for fact in (*channel.before, *channel.ways, *channel.limits) if (words := fact.said(_))]
    items = [
        _(
            "Fill in every ________, tick the kind of call, read everything once more, and take out what you do not want to say."
        )
        if channel.classes
        else _("Fill in every ________, read everything once more, and take out what you do not want to say."),
        *told,
        *_lacking(case, channel),
        *_attached(channel, _),
        *_note(channel, _),
        *(
            [
                _(
                    "The carrier shown is that of the number range. Numbers can be ported, so the one that serves a number now can be another."
                )
            ]
            if taken_carriers(case, channel)
            else []
        ),
        *_language(case, channel),
        _(
            "Whether the channel acts, and how, is for it to decide after its own check. Several people's reports of one number weigh more than one person's."
        ),
        _(
            "Keep the receipt, and write its date and number under [[complaint]] in case.toml: the next report counts what came after it."
        ),
    ]
    if not any(case.events["owner"].astype("str")) and case.settings.region == "CN":
        items.insert(
            1,
            _(
                "Your own number stands in no export. Name it with --owner or in case.toml: then your own carrier gets a paper with every reported number."
            ),
        )
    left = len(set(case.reported["number"]) - set(channel.takes(case)["number"]))
    if left:
        items.append(
            _(
                "Reported numbers that are not in this paper: {n}. It takes only those that concern this channel and can be named in full."
            ).format(n=left)
        )
    return Section(_("For you"), _("For you, not for handing in"), (Steps(tuple(items)),), paper="sheet")
