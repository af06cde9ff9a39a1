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
    import numpy as np
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
    said = _Said.of(events, connected_only)
    records = {kind: _records(kind, said) for kind in {rule.kind for rule in rules}}
    theirs = _lines(events, stated) if any(rule.window.get("said_on") for rule in rules) else set()
    return [
        [
            "" if rule.window.get("said_on") and owner not in theirs else _reason(rule, record, stated, campaigns)
            for owner, record in enumerate(records[rule.kind])
        ]
        for rule in rules
    ]


def _lines(events: pd.DataFrame, stated: Stated) -> set[int]:
    """Owners (codes) with a line of a workplace or a relative; all of them where the case file names no such line."""
    owner = events["owner"].cat.codes
    named = owner[stated.role != ROLES.index(OWN)]
    return set((named if len(named) else owner).unique().tolist())


@dataclass(frozen=True)
class _Said:
    """The inbound events of all owners, as far as `_Record` asks for them; one value per event."""

    owners: int
    zone: str
    owner: np.ndarray
    at: np.ndarray
    call: np.ndarray
    bill: np.ndarray
    no_outcome: np.ndarray
    no_ring: np.ndarray

    @classmethod
    def of(cls, events: pd.DataFrame, connected_only: Sequence[str]) -> _Said:
        """What the events table says."""
        import numpy as np

        codes = {
            name: events[name].cat.codes.to_numpy() for name in ("owner", "kind", "direction", "source", "outcome")
        }
        words = {name: events[name].cat.categories for name in codes}
        into = words["direction"].isin(["in"])[codes["direction"]]
        picked = np.flatnonzero(into)
        unsaid = words["outcome"].isin(["unknown", ""])
        return cls(
            len(words["owner"]), str(events["at_local"].dt.tz), codes["owner"][picked], events["at"].astype("int64").to_numpy()[picked],
            words["kind"].isin(["call"])[codes["kind"][picked]], words["source"].isin(list(connected_only))[codes["source"][picked]],
            unsaid[codes["outcome"][picked]], events["ring_s"].isna().to_numpy()[picked],
        )  # fmt: skip


def _records(kind: str, said: _Said) -> list[_Record | None]:
    """Per owner what the records say; None without an inbound event of that kind."""
    import numpy as np

    chosen = {"call": said.call, "message": ~said.call}.get(kind, np.ones(len(said.call), dtype=bool))
    found: list[_Record | None] = []
    for code in range(said.owners):
        mine = chosen & (said.owner == code)
        if not mine.any():
            found.append(None)
            continue
        at = said.at[mine]
        first, last = clock.civil(clock.wall(np.array([at.min(), at.max()]), said.zone) // clock.DAY)
        facts = (not (mine & ~column).any() for column in (said.call, said.bill, said.no_outcome, said.no_ring))
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
    if rule.window.get("said_on") == "line" and not any(told.on_line for told in stated.refusals):
        return "no-refusal-there"
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
