"""Rules applied to events: `detect` and the findings table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from analyzer import phone
from analyzer.numbers import EventView, group_by_number
from analyzer.rule import ASSUMPTIONS, COUNTS, Matches, Rule
from analyzer.settings import Settings

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

FINDING_COLUMNS = (
    "finding_id", "rule", "owner", "number", "campaign", "status", "observed", "limit", "window_start", "window_end",
    "event_ids", "force", "severity", "certainty", "assumptions", "citation",
)  # fmt: skip
"""Columns of ``data/findings.csv``."""

STATUSES = ("exceeded", "met-with-assumption", "not-evaluable")


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
            whose = owners.to_numpy(dtype=object)[owner]
            rows = _rows(rule, order, matches, view, ids, whose, number, campaign, known, settings)
            found.append(_hidden(rows, hidden) if per == "number" and rule.limit else rows)
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


def _hidden(rows: pd.DataFrame, hidden: set[str]) -> pd.DataFrame:
    """The same findings; those on a withheld or masked number, which may hide several callers, say so."""
    mine = rows["number"].isin(hidden)
    rows.loc[mine, "assumptions"] = (rows.loc[mine, "assumptions"] + " several-callers").str.strip()
    rows.loc[mine, ["status", "certainty"]] = ["met-with-assumption", "assumed"]
    return rows


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
