"""The part of a complaint on what was done before: refusals, earlier complaints with what came after, days for an answer."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from analyzer.document import Facts, Steps, Text
from analyzer.filed import called
from analyzer.reports import summary_since
from analyzer.reports.complaint_tables import BLANK
from analyzer.reports.words import counted, named

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case
    from analyzer.filed import Filed


def steps(case: Case, channel: Any, taken: pd.DataFrame) -> list[Any]:
    """What the person has done already, and when the answer is due."""
    _, file = case.text, case.settings.case
    done = [
        _("{at}: told {whom} to stop; {how}")
        .format(
            at=entry.at.strftime("%Y-%m-%d %H:%M"),
            whom=named(entry.to, _) if entry.to else _("every caller"),
            how=entry.how,
        )
        .strip()
        .rstrip(";；")
        for entry in (() if _in_story(channel) else sorted(file.refusals, key=lambda entry: entry.at.isoformat()))
    ]
    done += [_complained(case, one) for one in sorted(case.filed, key=lambda one: one.complaint.date)]
    blocks: list[Any] = [Text(_("What I have done so far"), "lead"), Steps(tuple(done)) if done else Text(BLANK)]
    if pairs := _deadline(case, channel):
        blocks.append(Facts(tuple(pairs)))
    return blocks


def _in_story(channel: Any) -> bool:
    """Whether requests to stop are told in order of time already."""
    return "story" in channel.parts or any("story" in paste.parts for paste in channel.texts)


def _complained(case: Case, one: Filed) -> str:
    """An earlier complaint: when, its reference, what came of it, and how much came on the days after; no rate, which would look like a cause."""
    _, entry = case.text, one.complaint
    parts = [
        _("{day}: complaint to {channel}, reference {reference}").format(
            day=entry.date.isoformat(), channel=called(entry.channel, case.lang), reference=entry.reference or BLANK
        )
    ]
    if entry.about:
        parts.append(_("about {whom}").format(whom=summary_since.about(case, one)))
    if entry.answered:
        parts.append(_("answered on {day}").format(day=entry.answered.isoformat()))
    elif one.state == "overdue" and one.due:
        parts.append(_("no answer noted by {day}, when the days for one ended").format(day=one.due.isoformat()))
    if entry.result:
        parts.append(_("result: {result}").format(result=entry.result))
    if case.days and case.days[1] > entry.date:
        calls = int((case.events["kind"].iloc[one.later] == "call").sum())
        words = _("on the days after it, up to {last}, the records hold {events} of those it was about")
        parts.append(words.format(last=case.days[1], events=counted(calls, len(one.later) - calls, _)))
    return _("; ").join(parts)


def _deadline(case: Case, channel: Any) -> list[tuple[str, str]]:
    """When this complaint was handed in before, and when the days for an answer ended; nothing where this is the first time."""
    _ = case.text
    filed = [one for one in case.filed if _to(one, channel)]
    n = channel.reply_days
    if not n or not filed:
        return []
    label = (_("{n} working days end on") if channel.working else _("{n} days end on")).format(n=n)
    last = max(filed, key=lambda one: one.complaint.date)
    due = last.due or (None if channel.working else last.complaint.date + dt.timedelta(days=n))
    return [
        (_("Last handed in on"), last.complaint.date.isoformat()),
        (_("Work-order number"), last.complaint.reference or BLANK),
        (label, due.isoformat() if due else BLANK),
    ]


def _to(one: Filed, channel: Any) -> bool:
    """Whether a complaint went to this channel; one that names a creditor went to that creditor."""
    name = one.complaint.channel.strip()
    return channel.is_called(name) or (
        bool(channel.creditor) and name.casefold() == channel.creditor.casefold() and channel.id.startswith("lender")
    )
