"""Rules applied to events: `Rule`, `detect` and the findings table."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer import phone
from analyzer.numbers import EventView, group_by_number
from analyzer.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

N_ = str

FINDING_COLUMNS = (
    "finding_id", "rule", "owner", "number", "campaign", "status", "observed", "limit", "window_start", "window_end",
    "event_ids", "force", "severity", "certainty", "assumptions", "citation",
)  # fmt: skip
"""Columns of ``data/findings.csv``."""

STATUSES = ("exceeded", "met-with-assumption", "not-evaluable")

FORCES = (
    "law",
    "presumption",
    "regulator-guidance",
    "national-standard",
    "self-regulation",
    "platform-policy",
    "heuristic",
)
"""Force of a rule, strongest first: what kind of text it stands in. The report prints it beside every finding."""


FORCE_WORDS: Mapping[str, str] = {
    "law": N_("law"),
    "presumption": N_("presumption of law"),
    "regulator-guidance": N_("guidance of a regulator"),
    "national-standard": N_("national standard (recommended)"),
    "self-regulation": N_("self-regulation of the industry"),
    "platform-policy": N_("platform policy, for comparison"),
    "heuristic": N_("heuristic of this program"),
}
"""The forces in words."""

COUNTS: Mapping[str, Callable[[EventView], np.ndarray]] = {
    "any": lambda view: view.inbound,
    "messages": lambda view: view.inbound & view.message,
    "attempted": lambda view: view.inbound & view.call,
    "connected": lambda view: view.inbound & view.call & view.outcome("answered") & (view.duration != 0),
    "unanswered": lambda view: view.inbound & view.call & unanswered(view),
    "short": lambda view: (
        view.inbound
        & view.call
        & (unanswered(view) | (view.outcome("answered") & (view.duration >= 0) & (view.duration < 5)))
    ),
    "ring_once": lambda view: view.inbound & view.call & view.outcome("missed") & (view.ring >= 0) & (view.ring <= 3),
}
"""What a rule can count, always inbound: `attempted` every call whatever its outcome; `connected` answered with talk (or
answered, its length unknown); `unanswered` missed, rejected, blocked or sent to voicemail; `short` unanswered or under 5 s;
`ring_once` missed after at most 3 s of ringing."""

COUNT_WORDS: Mapping[str, str] = {
    "any": N_("inbound calls and messages"),
    "messages": N_("inbound messages"),
    "attempted": N_("inbound calls, answered or not"),
    "connected": N_("inbound calls that were connected"),
    "unanswered": N_("inbound calls that nobody answered"),
    "short": N_("inbound calls unanswered or shorter than 5 seconds"),
    "ring_once": N_("missed calls that rang for 3 seconds or less"),
}
"""What rules count, in words."""

GROUPINGS = ("number", "collector", "owner")
"""Whose events are counted together: one number's, one named collector's (case file), or everybody's to one owner."""

ASSUMPTIONS: Mapping[str, tuple[bool, str]] = {
    "debt-assumed": (True, N_("taken to be debt collection; the records alone do not show what a call is about")),
    "connected-as-conversation": (
        True,
        N_("each connected call is taken for a conversation or a notification; the records do not tell them apart"),
    ),
    "one-debt": (True, N_("taken to be about one debt; with several debts the limit is that many times higher")),
    "no-agreement": (False, N_("no other agreement between the parties is known")),
    "no-consent": (False, N_("no consent to these calls is known")),
    "member-institution": (True, N_("the lender is taken to be a member of the association")),
    "received-as-sent": (True, N_("messages are judged by the time of receipt, the text means the time of sending")),
    "lower-bound": (
        False,
        N_("counted per number or named collector: a lower bound where the limit is per institution"),
    ),
    "other-platform": (True, N_("the caller is compared with customers of a platform it may not use")),
    "several-callers": (True, N_("calls without a full number are counted together; they may come from several callers")),
    "zone-assumed": (False, N_("the time zone was taken from the region, nobody stated it")),
    "not-in-force": (True, N_("the rule was not in force on any day of these records")),
    "connected-calls-only": (True, N_("the exports list connected calls only, so unanswered calls cannot be counted")),
    "no-outcome": (True, N_("the exports do not say how calls ended")),
    "no-ring-time": (True, N_("the exports do not say how long calls rang")),
    "no-calls": (True, N_("the exports hold no inbound calls")),
    "no-events": (True, N_("the exports hold no inbound calls or messages")),
}
"""Tokens of the column `assumptions`: whether the finding depends on it (its status is then met-with-assumption), and its
words. The last ones are the reasons of a rule that could not be judged."""


def unanswered(view: EventView) -> np.ndarray:
    """Which calls nobody answered: missed, rejected, blocked, or sent to voicemail."""
    return view.outcome("missed") | view.outcome("rejected") | view.outcome("blocked") | view.outcome("voicemail")


@dataclass(frozen=True)
class Matches:
    """Windows in which a rule's count exceeds its limit.

    Attributes
    ----------
    places : array
        Places in the view of the events that prove each match, match after match.
    lengths, group, observed : arrays
        Per match: how many places it has, its group, the count.
    start, end : arrays
        Per match: the half-open window in UTC seconds.
    """

    places: np.ndarray
    lengths: np.ndarray
    group: np.ndarray
    observed: np.ndarray
    start: np.ndarray
    end: np.ndarray

    @classmethod
    def none(cls) -> Matches:
        """No match."""
        import numpy as np

        return cls(*(np.zeros(0, dtype=np.int64) for _ in range(6)))


@dataclass(frozen=True)
class Rule:
    """One rule, as its pack states it. The fields are those of the TOML files in ``analyzer/rules/``.

    Attributes
    ----------
    id : str
        As in the sources page, e.g. ``CN-GBT-NIGHT``.
    jurisdiction : str
        Pack: ``cn``, ``us``, ``heuristic``.
    subject : {"debt", "marketing", "any"}
        What calls it is about. The records alone cannot show that a call is about a debt.
    kind : {"call", "message", "both"}
        Events it looks at.
    counts : str
        Which of them it counts, a key of `COUNTS`.
    per : tuple of {"number", "collector", "owner"}
        Whose events are counted together; with several each is tested.
    window : Mapping
        ``type`` names the condition (see `analyzer.rules.conditions`), the other entries are its measures.
    limit : int
        The rule fires at ``limit + 1``.
    force : str
        One of `FORCES`.
    source, clause : str
        The text and the place in it.
    in_force_from, in_force_to : date or None
        First and last local day on which it applied.
    severity : {"low", "medium", "high"}
        How serious, by the rule's own kind; how sure stands in the finding's status and certainty.
    assumes : tuple of str
        Keys of `ASSUMPTIONS` that every finding of this rule rests on.
    condition : callable
        ``(EventView, mask, Rule) -> Matches``, the meaning of ``window["type"]``.
    confidence : str
        S1 primary text seen, S2 serious secondary source, own (our heuristic); nothing weaker is shipped.
    title, wording, innocent, note : Mapping
        ``zh`` and ``en`` texts: name, sentence with ``{observed}`` and ``{limit}``, innocent explanations, remark.
    """

    id: str
    jurisdiction: str
    subject: str
    kind: str
    counts: str
    per: tuple[str, ...]
    window: Mapping[str, Any]
    limit: int
    force: str
    severity: str
    source: Mapping[str, str]
    clause: Mapping[str, str]
    confidence: str
    title: Mapping[str, str]
    wording: Mapping[str, str]
    innocent: Mapping[str, tuple[str, ...]]
    note: Mapping[str, str]
    in_force_from: dt.date | None = None
    in_force_to: dt.date | None = None
    assumes: tuple[str, ...] = ()
    condition: Callable[..., Any] | None = None

    def citation(self, lang: str) -> str:
        """Source, clause and date on one line."""
        since = self.in_force_from.isoformat() if self.in_force_from else ""
        parts = [self.source[lang], self.clause[lang], since]
        return ("，" if lang == "zh" else ", ").join(part for part in parts if part)


def detect(
    events: pd.DataFrame, rules: Sequence[Rule], settings: Settings, *, connected_only: Sequence[str] = ()
) -> pd.DataFrame:
    """Apply rules to events.

    Parameters
    ----------
    events : DataFrame
        The events table.
    rules : sequence of Rule
    settings : Settings
        Its case file names collectors and the numbers to leave alone.
    connected_only : sequence of str
        Ids of sources that list connected calls only (carriers' bills).

    Returns
    -------
    DataFrame
        `FINDING_COLUMNS`, by rule, then number, then time. A rule that cannot be judged for an owner is one row with
        status ``not-evaluable`` and the reason among its assumptions.
    """
    import numpy as np
    import pandas as pd

    number_groups, owner_of_group, number_of_group = group_by_number(events)
    owners, numbers = events["owner"].cat.categories, events["number"].cat.categories
    collector, names = collectors_of(events, settings)
    allowed = _identified(settings.case.allow, settings)
    allowed_codes = (
        np.isin(numbers.to_numpy(dtype=object), list(allowed)) if allowed else np.zeros(len(numbers), dtype=bool)
    )
    owner_codes = events["owner"].cat.codes.to_numpy().astype(np.int64)
    left = allowed_codes[events["number"].cat.codes.to_numpy()] if len(events) else np.zeros(0, dtype=bool)
    tagged = collector[events["number"].cat.codes.to_numpy()] if len(events) else np.zeros(0, dtype=np.int64)

    def grouped(per: str) -> EventView:
        if per == "number":
            groups, size = number_groups, len(owner_of_group)
        elif per == "collector":
            groups, size = (
                np.where(tagged >= 0, owner_codes * max(len(names), 1) + tagged, -1),
                len(owners) * max(len(names), 1),
            )
        else:
            groups, size = owner_codes, len(owners)
        return EventView(events, np.where(left, -1, groups), size)

    hidden = {number for number in numbers if number in phone.BUCKETS or "*" in number}
    views: dict[str, EventView] = {}
    ids = events["event_id"].to_numpy(dtype=object)
    found: list[pd.DataFrame] = []
    for order, rule in enumerate(rules):
        for per in rule.per:
            if per == "collector" and not names:
                continue
            view = views.get(per) or views.setdefault(per, grouped(per))
            matches = _apply(rule, view)
            if len(matches.lengths) == 0:
                continue
            number = (
                numbers.to_numpy(dtype=object)[number_of_group[matches.group]]
                if per == "number"
                else np.full(len(matches.group), "", dtype=object)
            )
            owner = {
                "number": lambda g: owner_of_group[g],
                "collector": lambda g: g // len(names),
                "owner": lambda g: g,
            }[per](matches.group)
            campaign = (
                np.array(names, dtype=object)[matches.group % len(names)]
                if per == "collector"
                else np.full(len(matches.group), "", dtype=object)
            )
            known = (
                collector[number_of_group[matches.group]] >= 0
                if per == "number"
                else np.full(len(matches.group), per == "collector")
            )
            found.append(
                _rows(
                    rule,
                    order,
                    matches,
                    view,
                    ids,
                    owners.to_numpy(dtype=object)[owner],
                    number,
                    campaign,
                    known,
                    settings,
                )
            )
    found += [
        _unjudged(rule, order, owner, reason)
        for order, rule in enumerate(rules)
        for owner, reason in _reasons(rule, events, owners, connected_only)
    ]
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=[*FINDING_COLUMNS, "order"])
    table = table.sort_values(
        ["order", "owner", "campaign", "number", "window_start"], kind="stable", ignore_index=True
    )
    table["finding_id"] = [f"F{i:04d}" for i in range(1, len(table) + 1)]
    for column in ("window_start", "window_end"):
        table[column] = pd.to_datetime(table[column], utc=True).dt.as_unit("s").dt.tz_convert(settings.zone)
    for column in ("observed", "limit"):
        table[column] = table[column].astype("Int64")
    text = [c for c in FINDING_COLUMNS if c not in ("observed", "limit", "window_start", "window_end")]
    table[text] = table[text].astype("str")
    return table[list(FINDING_COLUMNS)]


def collectors_of(events: pd.DataFrame, settings: Settings) -> tuple[np.ndarray, list[str]]:
    """Which collector of the case file each number category belongs to (-1: none), and the collectors' names.

    A number belongs to a collector that lists it, or whose signature stands as 【signature】 in a message that it sent.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    numbers = events["number"].cat.categories
    place = {number: i for i, number in enumerate(numbers)}
    belongs = np.full(len(numbers), -1, dtype=np.int64)
    names = [entry.name for entry in settings.case.collectors]
    for i, entry in enumerate(settings.case.collectors):
        for signature in entry.signatures:
            holds = pc.match_substring(pa.array(events["body"], from_pandas=True), f"【{signature}】")
            held = holds.to_numpy(zero_copy_only=False).astype(bool) & (events["direction"] == "in").to_numpy()
            belongs[np.unique(events["number"].cat.codes.to_numpy()[held])] = i
    for i, entry in enumerate(settings.case.collectors):
        for number in _identified(entry.numbers, settings):
            if number in place:
                belongs[place[number]] = i
    return belongs, names


def _identified(numbers: Sequence[str], settings: Settings) -> set[str]:
    """Numbers of the case file as the events table writes them."""
    table = phone.identify(list(numbers), region=settings.region, home_area=settings.home_area)
    return set(table["number"].tolist())


def _apply(rule: Rule, view: EventView) -> Matches:
    import numpy as np

    mask = COUNTS[rule.counts](view)
    if rule.kind != "both":
        mask = mask & (view.call if rule.kind == "call" else view.message)
    if rule.in_force_from:
        mask = mask & (view.day >= np.int64(rule.in_force_from.toordinal() - 719_163))
    if rule.in_force_to:
        mask = mask & (view.day <= np.int64(rule.in_force_to.toordinal() - 719_163))
    assert rule.condition is not None
    return rule.condition(view, mask, rule)


def _rows(
    rule: Rule, order: int, matches: Matches, view: EventView, ids: np.ndarray, owner: np.ndarray, number: np.ndarray,
    campaign: np.ndarray, known: np.ndarray, settings: Settings,
) -> pd.DataFrame:  # fmt: skip
    """The findings of one rule."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    named = pa.array(ids[view.position[matches.places]], pa.large_string())
    offsets = pa.array(np.append(0, np.cumsum(matches.lengths)), pa.int64())
    always = [*rule.assumes, *([] if settings.zone_stated else ["zone-assumed"])]
    plain = " ".join(always)
    assumed = " ".join((["debt-assumed"] if rule.subject == "debt" else []) + always)
    decides = any(ASSUMPTIONS[token][0] for token in always)
    open_debt = (rule.subject == "debt") & ~known
    return pd.DataFrame(
        {
            "rule": rule.id, "owner": owner, "number": number, "campaign": campaign,
            "status": np.where(open_debt | decides, "met-with-assumption", "exceeded"),
            "observed": matches.observed, "limit": rule.limit,
            "window_start": matches.start.astype("datetime64[s]"), "window_end": matches.end.astype("datetime64[s]"),
            "event_ids": pc.binary_join(pa.LargeListArray.from_arrays(offsets, named), pa.scalar(" ", pa.large_string())).to_numpy(zero_copy_only=False),
            "force": rule.force, "severity": rule.severity, "certainty": np.where(open_debt | decides, "assumed", "counted"),
            "assumptions": np.where(open_debt, assumed, plain), "citation": rule.citation(settings.lang), "order": order,
        }
    )  # fmt: skip


def _reasons(
    rule: Rule, events: pd.DataFrame, owners: pd.Index, connected_only: Sequence[str]
) -> list[tuple[str, str]]:
    """Owners for whom the records cannot decide a rule, with the reason."""
    reasons = []
    for owner in owners:
        mine = events[(events["owner"] == owner) & (events["direction"] == "in")]
        if rule.kind == "call":
            mine = mine[mine["kind"] == "call"]
        if mine.empty:
            reasons.append((owner, "no-calls" if rule.kind == "call" else "no-events"))
            continue
        last, first = mine["at_local"].iloc[-1].date(), mine["at_local"].iloc[0].date()
        if (rule.in_force_from and last < rule.in_force_from) or (rule.in_force_to and first > rule.in_force_to):
            reasons.append((owner, "not-in-force"))
        elif rule.counts in ("unanswered", "short", "ring_once") and mine["source"].isin(list(connected_only)).all():
            reasons.append((owner, "connected-calls-only"))
        elif (
            rule.counts in ("unanswered", "short", "connected", "ring_once")
            and mine["outcome"].isin(["unknown", ""]).all()
        ):
            reasons.append((owner, "no-outcome"))
        elif rule.counts == "ring_once" and mine["ring_s"].isna().all():
            reasons.append((owner, "no-ring-time"))
    return reasons


def _unjudged(rule: Rule, order: int, owner: str, reason: str) -> pd.DataFrame:
    import pandas as pd

    row = dict.fromkeys(FINDING_COLUMNS, "")
    row |= {
        "rule": rule.id,
        "owner": owner,
        "status": "not-evaluable",
        "force": rule.force,
        "severity": rule.severity,
        "assumptions": reason,
    }
    return pd.DataFrame(
        [{**row, "observed": None, "limit": rule.limit, "window_start": pd.NaT, "window_end": pd.NaT, "order": order}]
    )
