"""In which order a person goes to the channels, and how each stands with a case: now, not before another, or not at all."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analyzer.channels.carrier import own_carriers
from analyzer.channels.channel import Channel
from analyzer.channels.needs import collectors, creditor_of

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case
    from analyzer.filed import Filed

N_ = str

LONG = 30
"""Days after which a complaint counts as left without an answer where no confirmed period is known. Our own choice."""

FIRST = N_("first {channels}: no complaint to it stands in the case file")
WAITING = N_("first the answer to your complaint of {filed}, or the end of the days for one, {until}")
WAITING_LONG = N_("first the answer to your complaint of {filed}: note it in the case file as answered")


@dataclass(frozen=True)
class Offer:
    """How one channel stands with a case.

    Attributes
    ----------
    channel : Channel
        With a creditor of its own where each has a paper.
    state : str
        One of `analyzer.channels.channel.STATES`.
    why : str
        Why not now, as an English source sentence with the places that `values` fills; empty for now.
    values : mapping
    first : tuple of str
        Ids of the channels that come first, where the state is ``wait``.
    until : date or None
        Last day of waiting for the answer of the one that comes first.
    lacks : tuple of str
        What the case file does not say and the paper wants.
    """

    channel: Channel
    state: str
    why: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    until: dt.date | None = None
    lacks: tuple[str, ...] = ()


def in_order(channels: Sequence[Channel]) -> list[Channel]:
    """The channels, each after those that its `after` names (ids or kinds), else in the order in which they are listed.

    Raises
    ------
    ValueError
        Where they wait for each other.
    """
    left, found = list(channels), []
    while left:
        free = [
            one for one in left if not any(_is(other, name) for name in one.after for other in left if other is not one)
        ]
        if not free:
            raise ValueError("channels wait for each other: " + ", ".join(one.id for one in left))
        found.append(free[0])
        left.remove(free[0])
    return found


def _is(channel: Channel, name: str) -> bool:
    return name in (channel.id, channel.kind)


def offers(case: Case, channels: Sequence[Channel]) -> list[Offer]:
    """Every channel of the case's region in the order of use, urgent ones first; what stands elsewhere is left out."""
    ordered = in_order([one for one in channels if here(case, one)])
    ordered.sort(key=lambda one: not (one.urgent(case) and one.applies(case)))
    return [offer(case, one, channels) for channel in ordered for one in parties(case, channel)]


def here(case: Case, channel: Channel) -> bool:
    """Whether a channel is for people of the case's region, or for numbers that called into another (`Channel.beyond`)."""
    return not channel.regions or case.settings.region in channel.regions or channel.beyond(case)


def parties(case: Case, channel: Channel) -> list[Channel]:
    """The channel, or one for each creditor where each has a paper of its own and the case file names several."""
    if not channel.per_creditor or channel.stands(case)[0] != "now":
        return [channel]
    mine = set(channel.takes(case)["campaign"])
    names = list(dict.fromkeys(creditor_of(one) for one in collectors(case) if one.name in mine))
    if len(names) < 2:
        return [dataclasses.replace(channel, creditor=name) for name in names] or [channel]
    return [
        dataclasses.replace(
            channel,
            id=f"{channel.id}-{i}",
            names=(*channel.names, channel.id),
            title={
                lang: f"{title}: {name}" if lang == "en" else f"{title}：{name}"
                for lang, title in channel.title.items()
            },
            takes=_only(channel.takes, name),
            creditor=name,
        )
        for i, name in enumerate(names, 1)
    ]


def _only(takes: Callable[[Case], pd.DataFrame], creditor: str) -> Callable[[Case], pd.DataFrame]:
    def of_one(case: Case) -> pd.DataFrame:
        rows = takes(case)
        names = [one.name for one in collectors(case, creditor=creditor)]
        return rows[rows["campaign"].isin(names)].reset_index(drop=True)

    return of_one


def offer(case: Case, channel: Channel, channels: Sequence[Channel]) -> Offer:
    """How one channel stands with a case."""
    state, why = channel.stands(case)
    lacks = channel.lacks(case.settings.case)
    if state != "now":
        return Offer(channel, state, why, lacks=lacks if state == "missing" else ())
    for name in channel.only_after:
        done = preceding(case, name, channel.creditor)
        if not done:
            first = [one for one in channels if _is(one, name) and (one.kind != "carrier" or one.applies(case))]
            if name == "carrier" and (own := set(own_carriers(case).values()) - {""}):
                first = [one for one in channels if one.id in own]
            told = " / ".join(one.title[case.lang] for one in first)
            return Offer(channel, "wait", FIRST, {"channels": told}, tuple(one.id for one in first), None, lacks)
        if any(one.state in ("answered", "overdue") or (one.state == "open" and one.since > LONG) for one in done):
            continue
        last = min(done, key=lambda one: one.complaint.date)
        values = {"filed": last.complaint.date.isoformat(), "until": last.due.isoformat() if last.due else ""}
        return Offer(channel, "wait", WAITING if last.due else WAITING_LONG, values, (last.channel,), last.due, lacks)
    return Offer(channel, "now", lacks=lacks)


def preceding(case: Case, name: str, creditor: str = "") -> list[Filed]:
    """Complaints of the case file to what must come first: the own carrier, or the channel of that id.

    A complaint that names another creditor is none for this one.
    """
    if name == "carrier":
        own = set(own_carriers(case).values()) - {""}
        known = {"china_mobile", "china_unicom", "china_telecom", "china_broadnet"}
        return [one for one in case.filed if one.channel in (own or known)]
    others = {creditor_of(one).casefold() for one in case.settings.case.collectors} - {creditor.casefold()}
    return [
        one
        for one in case.filed
        if one.channel == name and not (creditor and one.complaint.channel.strip().casefold() in others)
    ]
