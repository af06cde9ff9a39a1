"""Rules applied to events: `detect` and the findings table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analyzer import phone, spelled
from analyzer.campaigns import COUNTED
from analyzer.evaluable import reasons
from analyzer.grouped import spread
from analyzer.numbers import EventView, alphabetical, group_by_number
from analyzer.rule import ACROSS, ASSUMPTIONS, COUNTS, Matches, Rule, in_force
from analyzer.settings import Settings
from analyzer.stated import ROLES, Stated, Words, identified

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

    from analyzer.campaigns import Campaigns

FINDING_COLUMNS = (
    "finding_id", "rule", "owner", "number", "campaign", "status", "observed", "limit", "window_start", "window_end",
    "event_ids", "force", "severity", "certainty", "assumptions", "citation",
)  # fmt: skip
"""Columns of ``data/findings.csv``."""

STATUSES = ("exceeded", "met-with-assumption", "not-evaluable")

ABOUT = {"debt": "debt-assumed", "marketing": "marketing-assumed"}
"""What is taken for granted about a caller that the case file does not name, by the subject of a rule."""


def detect(
    events: pd.DataFrame,
    rules: Sequence[Rule],
    settings: Settings,
    *,
    connected_only: Sequence[str] = (),
    files: Mapping[str, str] | None = None,
    messages: pd.DataFrame | None = None,
    campaigns: Campaigns | None = None,
) -> pd.DataFrame:
    """Apply rules to events.

    Parameters
    ----------
    events : DataFrame
        The events table.
    rules : sequence of Rule
    settings : Settings
        Its case file names collectors, lines of others, refusals and the numbers to leave alone.
    connected_only : sequence of str
        Ids of sources that list connected calls only (carriers' bills).
    files : mapping
        Name of the export's file by source id: how a ``[[line]]`` of the case file finds its events.
    messages : DataFrame, optional
        The messages table (see `analyzer.messages.classify`); None when nobody has sorted the messages. Rules on debts
        then leave out messages that are plainly of another kind, rules on advertising likewise.
    campaigns : Campaigns, optional
        Numbers that behave as one caller (see `analyzer.campaigns`). Limits per collector are counted on each of them too,
        where its certainty is high or medium; what one of its numbers shows alone is not said again for all of them.

    Returns
    -------
    DataFrame
        `FINDING_COLUMNS`, by rule, then number, then time. A rule that cannot be judged for an owner is one row with
        status ``not-evaluable`` and the reason among its assumptions.
    """
    stated = Stated(events, settings, files, None if messages is None else Words.of(events, messages))
    together = _together(campaigns)
    groupings = _groupings(events, settings, stated, together)
    found = [_Found.nothing()]
    for per, grouping in groupings.items():
        asked = [(order, rule) for order, rule in enumerate(rules) if per in _counted_per(rule)]
        across = [one for one in asked if one[1].window.get("type") in ACROSS]
        found += [_Found.of(rule, order, grouping, stated, grouping.view, 0) for order, rule in across]
        alone = [one for one in asked if one not in across]
        for first, part in grouping.view.parts() if alone else ():
            found += [_Found.of(rule, order, grouping, stated, part, first) for order, rule in alone]
    unjudged = [
        (order, owner, reason)
        for order, why in enumerate(reasons(rules, events, stated, connected_only, bool(together[1])))
        for owner, reason in enumerate(why)
        if reason
    ]
    names = [entry.name for entry in settings.case.collectors] + together[1]
    return _table(found, unjudged, events, rules, settings, names)


def _counted_per(rule: Rule) -> tuple[str, ...]:
    """The groupings that a rule is counted on: where a collector is meant, numbers that behave as one caller too."""
    return (*rule.per, "campaign") if "collector" in rule.per else tuple(rule.per)


def _together(campaigns: Campaigns | None) -> tuple[np.ndarray | None, list[str]]:
    """Per category of the numbers which campaign it is counted with (-1: none), and the names of those campaigns."""
    import numpy as np

    if campaigns is None or campaigns.table.empty:
        return None, []
    counted = campaigns.table["certainty"].isin(COUNTED).to_numpy()
    code = np.append(np.where(counted, np.cumsum(counted) - 1, -1), -1)
    return code[campaigns.of_number], campaigns.table["campaign"][counted].tolist()


@dataclass(frozen=True)
class _Grouping:
    """Whose events are counted together: the view, and what its groups are called."""

    view: EventView
    owner: np.ndarray
    number: np.ndarray
    campaign: np.ndarray
    known: np.ndarray
    """Per group: code of owner, of number (-1: none), of collector or campaign (-1: none), and whether it is known to collect
    debts."""
    speaks: np.ndarray
    """Per group: whether one of its messages is about a debt."""
    assumed: bool = False
    """Whether several numbers are taken to be one caller."""


def _groupings(
    events: pd.DataFrame, settings: Settings, stated: Stated, together: tuple[np.ndarray | None, list[str]]
) -> dict[str, _Grouping]:
    """The groupings that the rules may ask for; "collector" only where the case file names some, "campaign" only where
    numbers were found that behave as one caller.
    """
    import numpy as np

    numbers, owners = events["number"].cat.categories, events["owner"].cat.categories
    number_codes = events["number"].cat.codes.to_numpy().astype(np.int64)
    owner_codes = events["owner"].cat.codes.to_numpy().astype(np.int64)
    collector, names = stated.collector, stated.names
    allowed = numbers.isin(list(identified(settings.case.allow, settings)))
    left = allowed[number_codes]

    def view(groups: np.ndarray, size: int) -> EventView:
        flags = stated.words.flags if stated.words is not None else None
        return EventView(events, np.where(left, -1, groups) if left.any() else groups, size, flags)

    groups, owner, number = group_by_number(events)
    nobody = np.full(len(owners), -1)
    made = {
        "number": _Grouping(
            view(groups, len(owner)), owner, number, np.full(len(owner), -1), collector[number] >= 0,
            stated.speaks_of_debt[number],
        ),
        "owner": _Grouping(view(owner_codes, len(owners)), np.arange(len(owners)), nobody, nobody, nobody >= 0, nobody >= 0),
    }  # fmt: skip
    if names:
        tagged = collector[number_codes]
        size = len(owners) * len(names)
        joint = np.where(tagged >= 0, owner_codes * len(names) + tagged, -1)
        every = np.arange(size)
        made["collector"] = _Grouping(
            view(joint, size), every // len(names), np.full(size, -1), every % len(names), np.ones(size, dtype=bool),
            np.zeros(size, dtype=bool),
        )  # fmt: skip
    of_number, campaigns = together
    if of_number is not None and campaigns:
        size, tagged = len(owners) * len(campaigns), of_number[number_codes]
        joint = np.where(tagged >= 0, owner_codes * len(campaigns) + tagged, -1)
        every = np.arange(size)
        speaks = np.zeros(len(campaigns), dtype=bool)
        speaks[of_number[stated.speaks_of_debt & (of_number >= 0)]] = True
        known = np.zeros(len(campaigns), dtype=bool)
        known[of_number[(collector >= 0) & (of_number >= 0)]] = True
        which = every % len(campaigns)
        made["campaign"] = _Grouping(
            view(joint, size),
            every // len(campaigns),
            np.full(size, -1),
            which + len(names),
            known[which],
            speaks[which],
            True,
        )
    return made


@dataclass(frozen=True)
class _Found:
    """The findings of one rule, column by column; codes for owner, number and collector."""

    order: np.ndarray
    owner: np.ndarray
    number: np.ndarray
    campaign: np.ndarray
    known: np.ndarray
    speaks: np.ndarray
    assumed: np.ndarray
    observed: np.ndarray
    start: np.ndarray
    end: np.ndarray
    lengths: np.ndarray
    rows: np.ndarray
    """Rows of the events table that prove the findings, finding after finding (`lengths` each)."""

    @classmethod
    def of(cls, rule: Rule, order: int, grouping: _Grouping, stated: Stated, view: EventView, first: int) -> _Found:
        """Apply one rule to one part of a grouping, whose groups are those from `first` on.

        Rules on advertising leave the numbers of named collectors out: what is known to be about a debt is none.
        """
        import numpy as np

        known = grouping.known[first : first + view.size]
        mask = view.shared(COUNTS[rule.counts])
        if rule.kind != "both":
            mask = mask & (view.call if rule.kind == "call" else view.message)
        if rule.on:
            mask = mask & np.isin(stated.role[view.position], [ROLES.index(role) for role in rule.on])
        if rule.subject == "marketing":
            mask = mask & ~known[view.group]
        other = stated.excluded(rule.subject)
        if other is not None:
            mask = mask & (~other[view.position] | known[view.group])
        assert rule.condition is not None
        matches = rule.condition(view, mask & in_force(view, rule), rule, stated)
        if grouping.assumed:
            matches = _of_several(matches, stated.number[view.position[matches.places]])
        group = matches.group + first
        return cls(
            np.full(len(group), order), grouping.owner[group], grouping.number[group], grouping.campaign[group],
            grouping.known[group], grouping.speaks[group], np.full(len(group), grouping.assumed), matches.observed, matches.start, matches.end, matches.lengths, view.position[matches.places],
        )  # fmt: skip

    @classmethod
    def nothing(cls) -> _Found:
        """No finding."""
        import numpy as np

        none = np.zeros(0, dtype=np.int64)
        no = none.astype(bool)
        return cls(none, none, none, none, no, no, no, none, none, none, none, none)


def _of_several(matches: Matches, number: np.ndarray) -> Matches:
    """The matches whose events come from more than one number."""
    import numpy as np

    if len(matches.group) == 0:
        return matches
    starts = np.cumsum(matches.lengths) - matches.lengths
    several = np.minimum.reduceat(number, starts) != np.maximum.reduceat(number, starts)
    kept = (getattr(matches, name)[several] for name in ("lengths", "group", "observed", "start", "end"))
    return Matches(matches.places[np.repeat(several, matches.lengths)], *kept)


def _table(
    found: Sequence[_Found], unjudged: Sequence[tuple[int, int, str]], events: pd.DataFrame, rules: Sequence[Rule],
    settings: Settings, campaigns: Sequence[str],
) -> pd.DataFrame:  # fmt: skip
    """The findings table; one sort, no step per finding."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    def joined(name: str) -> np.ndarray:
        return np.concatenate([getattr(part, name) for part in found])

    order, owner, number, campaign = (joined(name) for name in ("order", "owner", "number", "campaign"))
    numbers, owners = (pa.array(events[name].cat.categories, pa.large_string()) for name in ("number", "owner"))
    rank = np.append(alphabetical(numbers), -1)  # the code -1, no number, comes first
    start = joined("start")
    at = np.lexsort((start, rank[number], campaign, owner, order))
    late = np.array([entry[0] for entry in unjudged], dtype=np.int64)
    whole = np.concatenate([order[at], late])
    place = np.argsort(whole, kind="stable")
    n = len(order)

    hidden = pc.or_(pc.is_in(numbers, value_set=pa.array(phone.BUCKETS)), pc.match_substring(numbers, "*"))
    hidden = np.append(hidden.to_numpy(zero_copy_only=False), False).astype(bool)
    limited = np.array([rule.limit > 0 for rule in rules])
    about = [ABOUT.get(rule.subject, "") for rule in rules]
    open_subject = np.array([bool(token) for token in about])
    about_debt = np.array([rule.subject == "debt" for rule in rules])
    several = hidden[number] & limited[order] if n else np.zeros(0, dtype=bool)
    opened = open_subject[order] & ~joined("known") if n else np.zeros(0, dtype=bool)
    said = open_subject[order] & ~joined("known") & joined("speaks") & about_debt[order] if n else opened
    always = [[*rule.assumes, *([] if settings.zone_stated else ["zone-assumed"])] for rule in rules]
    kinds = [
        " ".join([*subject, *(["campaign-assumed"] if joint else []), *tokens, *(["several-callers"] if many else [])])
        for token, tokens in zip(about, always, strict=True) for subject in ([], [token], ["debt-by-message"])
        for joint in (False, True) for many in (False, True)
    ]  # fmt: skip
    decides = np.array([any(ASSUMPTIONS[token][0] for token in kind.split()) for kind in kinds], dtype=bool)
    subject = np.where(said, 2, opened.astype(np.int64)) if n else order
    kind = (order * 12 + subject * 4 + joined("assumed") * 2 + several)[at] if n else order

    def words(values: Sequence[str] | pa.Array, codes: np.ndarray, rest: Sequence[str]) -> pd.Series:
        """Texts by code (-1: empty), then those of the rules that could not be judged, in the order of the table."""
        known = pa.concat_arrays([pa.array(part, pa.large_string()) for part in (values, ["", *rest])])
        which = np.append(np.where(codes < 0, len(values), codes), len(values) + 1 + np.arange(len(rest)))
        return pd.Series(known.take(pa.array(which[place])), dtype="str")

    judged = decides[kind] if n else np.zeros(0, dtype=bool)
    of_rule = {name: [getattr(rule, name) for rule in rules] for name in ("id", "force", "severity")}
    cited = [rule.citation(settings.lang) for rule in rules]
    blank = [""] * len(unjudged)
    limits = np.array([rule.limit for rule in rules], dtype=np.int64)
    codes = order[at]
    table = {
        "finding_id": _ids(len(whole)),
        "rule": words(of_rule["id"], codes, [of_rule["id"][i] for i in late]),
        "owner": words(owners, owner[at], [owners[entry[1]].as_py() for entry in unjudged]),
        "number": words(numbers, number[at], blank),
        "campaign": words(campaigns, campaign[at], blank),
        "status": words(STATUSES, judged.astype(np.int64), ["not-evaluable"] * len(unjudged)),
        "observed": _counts(joined("observed")[at], len(unjudged), place),
        "limit": pd.Series(limits[whole[place]] if len(whole) else limits[:0], dtype="Int64"),
        "window_start": _moments(start[at], len(unjudged), place, settings.zone),
        "window_end": _moments(joined("end")[at], len(unjudged), place, settings.zone),
        "event_ids": _named(joined("rows"), joined("lengths"), at, place, len(unjudged), events),
        "force": words(of_rule["force"], codes, [of_rule["force"][i] for i in late]),
        "severity": words(of_rule["severity"], codes, [of_rule["severity"][i] for i in late]),
        "certainty": words(("counted", "assumed"), judged.astype(np.int64), blank),
        "assumptions": words(kinds, kind, [entry[2] for entry in unjudged]),
        "citation": words(cited, codes, [cited[i] for i in late]),
    }
    return pd.DataFrame(table)[list(FINDING_COLUMNS)]


def _ids(n: int) -> pd.Series:
    """F0001, F0002 and so on."""
    import numpy as np
    import pandas as pd

    return pd.Series(spelled.numbered(["F"], np.zeros(n, np.int64), np.arange(1, n + 1), 4), dtype="str")


def _counts(values: np.ndarray, missing: int, place: np.ndarray) -> pd.Series:
    import numpy as np
    import pandas as pd

    whole = np.append(values, np.zeros(missing, dtype=np.int64))[place].astype(np.int64)
    return pd.Series(pd.arrays.IntegerArray(whole, (np.arange(len(place)) >= len(values))[place]))


def _moments(seconds: np.ndarray, missing: int, place: np.ndarray, zone: str) -> pd.Series:
    import numpy as np
    import pandas as pd

    whole = np.append(seconds.astype("datetime64[s]"), np.full(missing, np.datetime64("NaT", "s")))[place]
    return pd.Series(pd.DatetimeIndex(whole).tz_localize("UTC").tz_convert(zone))


def _named(rows: np.ndarray, lengths: np.ndarray, at: np.ndarray, place: np.ndarray, missing: int, events: pd.DataFrame) -> pd.Series:  # fmt: skip
    """Ids of the events that prove each finding, space-separated."""
    import numpy as np
    import pandas as pd
    import pyarrow as pa
    import pyarrow.compute as pc

    ids = pa.array(events["event_id"], from_pandas=True)
    ids = ids.combine_chunks() if isinstance(ids, pa.ChunkedArray) else ids
    known = np.append(np.arange(len(lengths))[at], np.full(missing, len(lengths)))[place]  # which finding stands where
    begin, size = np.append(np.cumsum(lengths) - lengths, 0)[known], np.append(lengths, 0)[known]
    named = ids.take(pa.array(rows[spread(begin, size)])).cast(pa.large_string())
    offsets = pa.array(np.append(0, np.cumsum(size)), pa.int64())
    texts = pc.binary_join(pa.LargeListArray.from_arrays(offsets, named), pa.scalar(" ", pa.large_string()))
    return pd.Series(texts, dtype="str")
