"""``complaints/README.txt``: which papers lie in the folder, in which order they are used, and why there are no others."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from analyzer.document import Document, Section, Steps, Text
from analyzer.filed import last_day
from analyzer.reports.words import sentences

if TYPE_CHECKING:
    from analyzer.case import Case

N_ = str


def guide(case: Case, offers: Sequence[Any], closed: Sequence[Any] = ()) -> Document:
    """What to do with the papers.

    Parameters
    ----------
    case : Case
    offers : sequence of analyzer.channels.order.Offer
        How each channel stands with the case, in the order of use.
    closed : sequence of analyzer.channels.closed.Closed
        Channels of older advice that no longer stand.
    """
    _ = case.text
    now = [offer for offer in offers if offer.state == "now"]
    if now:
        blocks: tuple[Any, ...] = (
            Text(_("In this order; no step needs the ones before it to have ended, save where it says so.")),
            Steps(tuple(_step(case, offer) for offer in now)),
            Text(_("Read each paper, fill in what is left blank, take out numbers you know, sign, hand it in, and keep the receipt.")),
            Text(_("Write each date and number under [[complaint]] in case.toml and run again: the next folder counts what came after, and offers what can follow.")),
            Text(_("complaint.xlsx is the paper with its lists; complaint.txt is the same as text to paste.")),
            Text(_("letter.docx and letter.pdf are the letter to print, sign and hand in; its lists follow as annexes. complaints/declaration/ holds a statement on how the exports were obtained, to fill in and sign where somebody asks.")),
        )  # fmt: skip
    else:
        blocks = (
            Text(_("There is no paper to hand in: no number appears to exceed a limit that could be judged from these records.")),
            Text(_("The records are kept all the same: report.html and evidence.xlsx hold every call and message. If a caller is known to you as a collector, name it in a case file (analyze init) and run again.")),
        )  # fmt: skip
    if _endangered(case):
        blocks = (Text(_("A message appears to threaten violence. If you feel in danger, call the emergency number of your place at once; no paper is needed for that.")), *blocks)  # fmt: skip
    sections = [Section("guide", _("What to do with them") if now else _("None this time"), blocks)]
    if now:
        sections += others(case, offers, closed)
    return Document("guide", _("Papers for complaints"), case.lang, tuple(sections))


def _endangered(case: Case) -> bool:
    """Whether word rules marked a threat of violence, where no paper for the police says what to do."""
    if case.settings.region == "CN":
        return False
    marked = case.messages.loc[case.messages["flags"].str.contains("violence_threat", regex=False), "event_id"]
    rows = case.events[(case.events["direction"] == "in") & case.events["event_id"].isin(marked)]
    return bool(rows["number"].isin(case.reported["number"]).any())


def others(case: Case, offers: Sequence[Any], closed: Sequence[Any]) -> list[Section]:
    """What can follow later, what the case file must say first, what is not for this case, and what no longer stands."""
    _ = case.text
    found = []
    for state, heading in (
        ("wait", _("Not yet")),
        ("missing", _("When the case file says more")),
        ("no", _("Not for this case")),
    ):
        lines = tuple(_("{name}: {why}").format(name=offer.channel.title[case.lang], why=why(case, offer)) for offer in offers if offer.state == state)  # fmt: skip
        if lines:
            found.append(Section(state, heading, (Steps(lines),)))
    if closed:
        name = {offer.channel.id.partition("-")[0]: offer.channel for offer in offers}
        lines = tuple(
            _("{name}: {why}; instead: {others}").format(
                name=one.title[case.lang], why=_(one.why), others=_(", ").join(name[other].title[case.lang].partition("：" if case.lang == "zh" else ":")[0] for other in one.instead if other in name)
            )
            for one in closed
            if any(other in name for other in one.instead)
        )  # fmt: skip
        found += [Section("closed", _("Named in older advice"), (Steps(lines),))] if lines else []
    return found


def why(case: Case, offer: Any) -> str:
    """Why one cannot go there now."""
    return case.text(offer.why).format(**offer.values)


def _step(case: Case, offer: Any) -> str:
    """The folder, whose paper it is, how long an answer may take, and what the case file could still say."""
    _, channel = case.text, offer.channel
    told = [_("{folder}/ — {name}.").format(folder=channel.id, name=channel.title[case.lang])]
    if channel.reply_days:
        due = last_day(case.made_on, channel.reply_days, channel.working)
        days = (_("{n} working days") if channel.working else _("{n} days")).format(n=channel.reply_days)
        told.append(
            _("Days for an answer: {days}; handed in on {today}, until {due}.").format(
                days=days, today=case.made_on, due=due
            )
            if due
            else _("Days for an answer: {days}.").format(days=days)
        )
    if channel.a_day:
        told.append(
            _("At most {n} reports a person and day (reported by web guides, verify before use).").format(
                n=channel.a_day
            )
        )
    if offer.lacks:
        told.append(_("The case file could still say: {keys}.").format(keys=_(", ").join(offer.lacks)))
    return sentences(told, case.lang)
