"""Why a rule cannot be judged: what the records or the case file do not say. Such a rule is `not-evaluable`, never a pass."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer import clock
from analyzer.rule import Rule
from analyzer.stated import OWN, ROLES, Stated
from analyzer.wording import FLAGS

if TYPE_CHECKING:
    import pandas as pd

NEED_MISSED = ("unanswered", "short", "ring_once")
"""What cannot be counted where the exports list connected calls only."""

NEED_OUTCOME = (*NEED_MISSED, "connected")
"""What cannot be counted where the exports do not say how calls ended."""


@dataclass(frozen=True)
class _Record:
    """What the inbound events of one owner (all of them, calls only, or messages only) say and do not say."""

    first: dt.date
    last: dt.date
    calls_only: bool
    bills: bool
    no_outcome: bool
    no_ring: bool


def reasons(
    rules: Sequence[Rule],
    events: pd.DataFrame,
    stated: Stated,
    connected_only: Sequence[str],
    campaigns: bool = False,
) -> list[list[str]]:
    """Why rules cannot be judged.

    Parameters
    ----------
    rules : sequence of Rule
    events : DataFrame
    stated : Stated
        What the case file says about the events.
    connected_only : sequence of str
        Ids of sources that list connected calls only.
    campaigns : bool
        Whether numbers were found that behave as one caller, on whom rules per collector can be judged too.

    Returns
    -------
    list of list of str
        Per rule and category of ``events["owner"]`` a key of `analyzer.rule.ASSUMPTIONS`, empty where it can be judged.
    """
    records = {kind: _records(kind, events, connected_only) for kind in {rule.kind for rule in rules}}
    return [[_reason(rule, record, stated, campaigns) for record in records[rule.kind]] for rule in rules]


def _records(kind: str, events: pd.DataFrame, connected_only: Sequence[str]) -> list[_Record | None]:
    """Per owner what the records say; None without an inbound event of that kind."""
    import numpy as np

    owner = events["owner"].cat.codes.to_numpy()
    call = (events["kind"] == "call").to_numpy()
    chosen = (events["direction"] == "in").to_numpy() & (True if kind == "both" else call == (kind == "call"))
    at = events["at"].astype("int64").to_numpy()
    zone = str(events["at_local"].dt.tz)
    bills = events["source"].cat.categories.isin(list(connected_only))[events["source"].cat.codes.to_numpy()]
    outcomes = events["outcome"].cat
    unsaid = outcomes.categories.isin(["unknown", ""])[outcomes.codes.to_numpy()]
    no_ring = events["ring_s"].isna().to_numpy()
    found: list[_Record | None] = []
    for code in range(len(events["owner"].cat.categories)):
        mine = np.flatnonzero(chosen & (owner == code))
        if len(mine) == 0:
            found.append(None)
            continue
        first, last = clock.civil(clock.wall(np.array([at[mine].min(), at[mine].max()]), zone) // clock.DAY)
        facts = (bool(column[mine].all()) for column in (call, bills, unsaid, no_ring))
        found.append(_Record(first, last, *facts))
    return found


def _reason(rule: Rule, record: _Record | None, stated: Stated, campaigns: bool) -> str:
    if record is None:
        return {"call": "no-calls", "message": "no-messages"}.get(rule.kind, "no-events")
    if rule.in_force_from and record.last < rule.in_force_from:
        return "not-in-force"
    if rule.in_force_to and record.first > rule.in_force_to:
        return "not-in-force"
    return _unnamed(rule, stated, campaigns) or _unsaid(rule, record)


def _unnamed(rule: Rule, stated: Stated, campaigns: bool) -> str:
    """What the case file would have to name."""
    import numpy as np

    if rule.on and OWN not in rule.on and not np.isin(stated.role, [ROLES.index(role) for role in rule.on]).any():
        return "no-line"
    if rule.per == ("collector",) and not stated.names and not campaigns:
        return "no-collector"
    if rule.window["type"] == "after_refusal" and not stated.refusals:
        return "no-refusal"
    if stated.words is None and (rule.window["type"] == "without_words" or rule.counts in FLAGS):
        return "no-message-kinds"
    return ""


def _unsaid(rule: Rule, record: _Record) -> str:
    """What the records leave open."""
    if rule.counts in NEED_MISSED and record.bills:
        return "connected-calls-only"
    if record.no_outcome and (rule.counts in NEED_OUTCOME or (rule.counts == "contacts" and record.calls_only)):
        return "no-outcome"
    return "no-ring-time" if rule.counts == "ring_once" and record.no_ring else ""
