"""The report's chapter of what came after: after a request to stop, and after each complaint, with the next step of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.change import within
from analyzer.document import Column, Detail, Facts, Section, Table, Text
from analyzer.filed import called
from analyzer.reports.words import listed, named, sentences
from analyzer.stated import Stated

if TYPE_CHECKING:
    import datetime as dt

    import pandas as pd

    from analyzer.case import Case
    from analyzer.change import Change
    from analyzer.filed import Filed

N_ = str


def sections(case: Case) -> list[Section]:
    """The chapter, or nothing where the case file names no request to stop and no complaint."""
    import pandas as pd

    _ = case.text
    zone = case.settings.zone
    rows = [*_refusals(case), *_complaints(case)]
    if not rows:
        return []
    rows.sort(key=lambda row: row[0])
    table = pd.DataFrame(
        {
            "at": [row[0] for row in rows],
            "told": [row[1] for row in rows],
            "calls": [int((row[2]["kind"] == "call").sum()) for row in rows],
            "messages": [int((row[2]["kind"] != "call").sum()) for row in rows],
            "change": [row[3] for row in rows],
            "last": pd.Series(
                [row[2]["at_local"].max() if len(row[2]) else pd.NaT for row in rows], dtype=f"datetime64[s, {zone}]"
            ),
        }
    )
    columns = (
        Column("at", _("Counted from"), "time"),
        Column("told", _("What the case file says"), width=26),
        Column("calls", _("Calls since"), "count"),
        Column("messages", _("Messages since"), "count"),
        Column("change", _("Calls a day, before and after"), width=30),
        Column("last", _("Last one"), "time"),
    )
    words = _(
        "Calls and messages of the reported numbers, or of those that a complaint was about, after a request to stop or a complaint. A complaint counts from the next day on. That something came less often afterwards does not show why."
    )
    blocks: list[Any] = [Text(words), Table("since", columns, table)]
    blocks += [_complaint(case, i, one) for i, one in enumerate(case.filed, 1)]
    return [Section("since", _("Since then"), tuple(blocks))]


def _refusals(case: Case) -> list[tuple[Any, str, pd.DataFrame, str]]:
    """Each request to stop: from when it counts, what it was, the events after it, calls a day before and after."""
    import pandas as pd

    _ = case.text
    every_in = (case.events["direction"] == "in").to_numpy()
    second = case.events["at"].astype("int64").to_numpy()
    stated = Stated(case.events, case.settings, case.files)
    rows = []
    for refusal in case.settings.case.refusals:
        told_at = stated.told(refusal)
        at = pd.Timestamp(told_at.since, unit="s", tz="UTC").tz_convert(case.settings.zone)
        told = (
            _("told {whom} to stop").format(whom=named(refusal.to, _, case.lang))
            if refusal.to
            else _("told every caller to stop")
        )
        reached = case.events[every_in & told_at.covers]
        later = case.events[every_in & told_at.covers & (second >= told_at.since)]
        rows.append((at, told, later, _changed(case, reached, refusal.at.date())))
    return rows


def _complaints(case: Case) -> list[tuple[Any, str, pd.DataFrame, str]]:
    """The same for each complaint."""
    import pandas as pd

    _ = case.text
    rows = []
    for one in case.filed:
        at = pd.Timestamp(one.complaint.date).tz_localize(case.settings.zone) + pd.Timedelta(days=1)
        told = _("complained: {channel} {reference}").format(
            channel=called(one.complaint.channel, case.lang), reference=one.complaint.reference
        )
        told = told.strip()
        if one.complaint.about:
            told = _("{told} (about {whom})").format(told=told, whom=about(case, one))
        rows.append((at, told, case.events.iloc[one.later], in_words(case, one.change)))
    return rows


def about(case: Case, one: Filed) -> str:
    """Whom a complaint was about, as the case file says."""
    _ = case.text
    names = {entry.name for entry in case.settings.case.collectors}
    return listed([named(who, _, "" if who in names else case.lang) for who in one.complaint.about], _)


def _complaint(case: Case, place: int, one: Filed) -> Detail:
    _ = case.text
    title = _("{day}: complaint to {channel}").format(
        day=one.complaint.date.isoformat(), channel=called(one.complaint.channel, case.lang)
    )
    pairs = [
        (_("Handed in"), _("{day}, {n} days before this report").format(day=one.complaint.date, n=one.since)),
        *([(_("Reference"), one.complaint.reference)] if one.complaint.reference else []),
        *([(_("About"), about(case, one))] if one.complaint.about else []),
        *progress(case, one),
        (_("Calls a day, before and after"), in_words(case, one.change)),
        *next_step(case, one),
    ]
    return Detail(f"complaint-{place}", title, (Facts(tuple(pairs)),), aside=_(STATES[one.state]), open=True)


STATES = {
    "answered": N_("an answer is noted"),
    "overdue": N_("no answer is noted, and the days for one are over"),
    "waiting": N_("the days for an answer are not over"),
    "open": N_("no answer is noted"),
}
"""Where a complaint stands, in words."""


def progress(case: Case, one: Filed) -> list[tuple[str, str]]:
    """The answer, and the day on which the days for one end."""
    _, made = case.text, one.complaint
    pairs = []
    after = one.after
    if one.due and after:
        label = _("{n} working days end on") if after.working else _("{n} days end on")
        pairs.append((label.format(n=after.days), one.due.isoformat()))
    if made.answered:
        days = (made.answered - made.date).days
        said = _("{day}, {n} days after the complaint").format(day=made.answered.isoformat(), n=days)
        if one.due and made.answered > one.due:
            said = _("{said}, after those days").format(said=said)
        pairs.append((_("Answered on"), said))
    elif not made.result:
        pairs.append((_("Answer"), _(STATES[one.state])))
    if made.result:
        pairs.append((_("Result, in the person's words"), made.result))
    return pairs


def next_step(case: Case, one: Filed) -> list[tuple[str, str]]:
    """What the channel is known to do next, or what the person can; said with a warning where only guides on the web say it."""
    _, after = case.text, one.after
    if after is None:
        words = _(
            "Of this channel no period for an answer is confirmed: ask it, and note its answer under [[complaint]] in case.toml."
        )
        return [(_("Next"), words)]  # fmt: skip
    step = _(after.next)
    if after.confidence == "S3":
        step = _("{fact} (reported by web guides, verify before use)").format(fact=step)
    parts = [step]
    if one.state == "waiting" and one.due:
        parts = [_("Wait until {day}.").format(day=one.due.isoformat()), step]
    pairs = [(_("Next"), sentences(parts, case.lang))]
    if after.paper:
        pairs.append((_("Papers for it"), after.paper))
    return pairs


def _changed(case: Case, inbound: pd.DataFrame, moment: dt.date) -> str:
    """Calls a day before and after a moment, in plain words."""
    calls = inbound[inbound["kind"] == "call"]["at_local"].dt.date.tolist()
    return in_words(case, within(calls, moment, case.stretch))


def in_words(case: Case, got: Change | None) -> str:
    """A comparison of calls a day."""
    _ = case.text
    if got is None:
        return _("no calls to compare")
    before, after = got.per_day
    if before is None or after is None:
        return _("the records do not cover both sides of that day")
    words = _("{before:.1f} a day before (days: {days_before}), {after:.1f} a day after (days: {days_after})").format(
        before=before, after=after, days_before=got.days_before, days_after=got.days_after
    )
    if got.ratio is not None and got.low is not None and got.high is not None:
        words += _(
            "; after divided by before: {ratio:.2f} (95 % interval {low:.2f} to {high:.2f}, wider if calls come in bursts)"
        ).format(ratio=got.ratio, low=got.low, high=got.high)
    return words
