"""Facts that bear on texts without a number: which events show each, and which citations they bear on.

Some laws name no count: peace of private life, pestering, threats. No rule decides them and nothing here does either; what
the records hold that bears on them is listed with its events, and whoever is competent judges.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer import clock, phone
from analyzer.grouped import stable_order
from analyzer.numbers import EventView, group_by_number
from analyzer.rule import FACTS, Citation, unanswered
from analyzer.stated import COMMERCIAL, OWN, ROLES, Stated, Words

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analyzer.settings import Settings

AGAIN = 300
"""Seconds within which a contact that follows another of the same number is listed under `rhythm` (five minutes: what the
US Consumer Financial Protection Bureau's questions and answers on Regulation F call rapid succession)."""

SILENT = 3
"""Seconds up to which an answered call is listed as `silent` (as its words in `analyzer.rule.FACTS` say)."""

GENERAL = ("contacts", "numbers", "unanswered")
"""Facts that anybody who calls often leaves behind. Papers cite a text only where more than these bears on it."""

WORDING = ("threats", "impersonation")
"""Facts without which a text on threats is not cited in papers, unless a rule that bears on it has findings."""

FLAGGED: Mapping[str, tuple[str, ...]] = {
    "threats": ("violence_threat", "reputation_threat", "insult"),
    "impersonation": ("impersonation",),
    "disclosure": ("third_party_disclosure",),
}
"""Facts about wording → the flags of messages that show them (see `analyzer.wording.FLAGS`)."""

EPOCH = dt.date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Fact:
    """One fact of a case.

    Attributes
    ----------
    key : str
        Key of `analyzer.rule.FACTS`.
    rows : int array
        Rows of the events table that show it, in order of time.
    value : float or None
        ``rhythm``: shortest interval in seconds; ``unanswered``: share of the calls whose outcome is stated; ``advertising``:
        messages without a way to opt out.
    """

    key: str
    rows: np.ndarray
    value: float | None = None


@dataclass(frozen=True)
class Bearing:
    """What bears on one citation.

    Attributes
    ----------
    citation : Citation
    facts : tuple of Fact
        Of the days on which the text was in force, in the order of `analyzer.rule.FACTS`; those without an event are left out.
    findings : DataFrame
        Findings of the rules that bear on it, of windows that begin on such days.
    """

    citation: Citation
    facts: tuple[Fact, ...]
    findings: pd.DataFrame

    @property
    def specific(self) -> bool:
        """Whether more bears on it than what anybody who calls often leaves behind.

        A text on threats is borne on by words of that kind, or by a finding of one of its rules, not by calls at night alone.
        """
        keys = {fact.key for fact in self.facts}
        if not self.findings.empty:
            return True
        wording = "threats" in self.citation.supported_by
        return bool(keys & set(WORDING)) if wording else bool(keys - set(GENERAL))

    @property
    def any(self) -> bool:
        """Whether anything bears on it."""
        return bool(self.facts) or not self.findings.empty


def facts(events: pd.DataFrame, chosen: np.ndarray, settings: Settings, files: Mapping[str, str], messages: pd.DataFrame | None) -> list[Fact]:  # fmt: skip
    """The facts that some events show.

    Parameters
    ----------
    events : DataFrame
        The events table, in order of time.
    chosen : bool array
        Rows to look at, usually those of reported numbers; of these only what came in counts.
    settings : Settings
        Its case file names refusals and lines.
    files : mapping
        Name of the export's file by source id.
    messages : DataFrame, optional
        The messages table; without it nothing is said about wording.

    Returns
    -------
    list of Fact
        In the order of `analyzer.rule.FACTS`, those that no event shows left out.

    Examples
    --------
    Calls at 21:59:50 and 22:01:00 from one number: contacts 2, night 1, rhythm both (70 seconds apart).
    """
    return _Looked(events, chosen, settings, files, messages).facts()


class _Looked:
    """Events that came in, of those to look at: what each fact is shown by, worked out once for all spans of days."""

    def __init__(
        self, events: pd.DataFrame, chosen: np.ndarray, settings: Settings, files: Mapping[str, str], messages: pd.DataFrame | None
    ) -> None:  # fmt: skip
        import numpy as np

        words = None if messages is None else Words.of(events, messages)
        stated = Stated(events, settings, files, words)
        came = chosen & (events["direction"] == "in").to_numpy()
        view = EventView(events, np.where(came, 0, -1), 1)  # one group: all in order of time
        at = view.position

        def of(mask: np.ndarray | slice) -> np.ndarray:
            return np.sort(at[mask], kind="stable")

        self.number = stated.number
        self.numbers = len(stated.collector)
        self.rows = {
            "contacts": of(slice(None)),
            "night": of(view.night),
            "refused": of(_refused(stated, view)),
            "third-party": of(stated.role[at] != ROLES.index(OWN)),
            "unanswered": of(unanswered(view) & view.call),
            "silent": of(view.call & view.outcome("answered") & (view.duration >= 0) & (view.duration <= SILENT)),
            "caller-id": of(_impossible(events)[self.number[at]]),
        }
        self.known = of(view.call & ~view.outcome("unknown"))
        self.bare = at[:0]
        if words is not None:
            for key, flags in FLAGGED.items():
                self.rows[key] = of(words.has_flag(flags)[at])
            advertising = words.is_kind(COMMERCIAL)
            self.rows["advertising"] = of(advertising[at])
            self.bare = of((advertising & words.has_flag(("no_opt_out",)))[at])
        groups, owners, _ = group_by_number(events)
        order = stable_order(groups[at], len(owners))
        self.group, self.t, self.at = groups[at][order], view.t[order], at[order]

    def facts(self, within: np.ndarray | None = None) -> list[Fact]:
        """The facts that events show, of all or of some rows of the events table."""

        def some(rows: np.ndarray) -> np.ndarray:
            return rows if within is None else rows[within[rows]]

        found = {key: Fact(key, some(rows)) for key, rows in self.rows.items()}
        found["numbers"] = self._numbers(found["contacts"].rows)
        found["rhythm"] = self._rhythm(within)
        missed, known = found["unanswered"].rows, len(some(self.known))
        found["unanswered"] = Fact("unanswered", missed, len(missed) / known if known else None)
        if "advertising" in found:
            found["advertising"] = Fact("advertising", found["advertising"].rows, float(len(some(self.bare))))
        return [found[key] for key in FACTS if key in found and len(found[key].rows)]

    def _numbers(self, rows: np.ndarray) -> Fact:
        """The first event of each number; one number alone is no fact of its own."""
        import numpy as np

        first = np.full(self.numbers, -1, dtype=np.int64)
        first[self.number[rows[::-1]]] = rows[::-1]  # the last that is written is the first event
        first = np.sort(first[first >= 0])
        return Fact("numbers", first if len(first) > 1 else first[:0])

    def _rhythm(self, within: np.ndarray | None) -> Fact:
        """Events that follow another of the same number and owner within `AGAIN` seconds, with that other one."""
        import numpy as np

        group, t, at = self.group, self.t, self.at
        if within is not None:
            inside = np.flatnonzero(within[at])
            group, t, at = group[inside], t[inside], at[inside]
        gap = np.diff(t)
        near = np.flatnonzero((group[1:] == group[:-1]) & (gap <= AGAIN))
        rows = np.unique(at[np.concatenate([near, near + 1])])
        return Fact("rhythm", rows, float(gap[near].min()) if len(near) else None)


def _refused(stated: Stated, view: EventView) -> np.ndarray:
    """Events that are later than a refusal which concerns them."""
    import numpy as np

    late = np.zeros(len(view.t), dtype=bool)
    for told in stated.refusals:
        late |= told.covers[view.position] & (view.t >= told.since)
    return late


def _impossible(events: pd.DataFrame) -> np.ndarray:
    """Per category of ``events["number"]``: whether it has a form that no network shows for a genuine caller."""
    numbers = events["number"].cat.categories
    return (phone.identify(numbers.tolist())["remark"] == "spoof_sign").to_numpy(dtype=bool)


def bearings(
    citations: Sequence[Citation],
    findings: pd.DataFrame,
    events: pd.DataFrame,
    chosen: np.ndarray,
    settings: Settings,
    files: Mapping[str, str],
    messages: pd.DataFrame | None,
) -> list[Bearing]:
    """What bears on each citation that was in force on a day of the records, of the days on which it was.

    Parameters
    ----------
    citations : sequence of Citation
        Those of the packs that were applied.
    findings : DataFrame
        Findings that fired and are told.
    events, chosen, settings, files, messages
        As for `facts`.
    """
    if events.empty:
        return []
    day = clock.wall(events["at"].astype("datetime64[s, UTC]").astype("int64").to_numpy(), settings.zone) // clock.DAY
    day += EPOCH
    first, last = int(day.min()), int(day.max())
    began = findings["window_start"].dt.tz_localize(None).to_numpy("datetime64[D]").astype("int64") + EPOCH
    looked: _Looked | None = None
    known: dict[tuple[int, int], list[Fact]] = {}
    bearing: dict[tuple[int, int, frozenset[str]], pd.DataFrame] = {}
    rules = set(findings["rule"].unique())
    made = []
    for citation in citations:
        low = max(citation.in_force_from.toordinal() if citation.in_force_from else first, first)
        high = min(citation.in_force_to.toordinal() if citation.in_force_to else last, last)
        if low > high:
            continue
        if (low, high) not in known:
            looked = looked or _Looked(events, chosen, settings, files, messages)
            whole = low == first and high == last
            known[low, high] = looked.facts(None if whole else (day >= low) & (day <= high))
        held = tuple(fact for fact in known[low, high] if fact.key in citation.supported_by)
        key = (low, high, frozenset(rules.intersection(citation.supported_by)))
        if key not in bearing:
            mine = findings["rule"].isin(key[2]).to_numpy(dtype=bool) & (began >= low) & (began <= high)
            bearing[key] = findings[mine]
        made.append(Bearing(citation, held, bearing[key]))
    return made
