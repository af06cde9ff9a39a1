"""Callers behind several numbers, as reports tell them: who was stated, who was found, what was counted for all together."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analyzer.campaigns import COUNTED
from analyzer.reports.words import listed, named

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

CERTAINTY: Mapping[str, tuple[str, str]] = {
    "high": (N_("very likely one caller"), "strong"),
    "medium": (N_("likely one caller"), "middle"),
    "low": (N_("may belong together"), "weak"),
    "stated": (N_("stated in the case file"), "plain"),
}
"""Certainty of a campaign in words, and how its mark looks; `stated` is the person's own word."""

BASES: Mapping[str, tuple[str, str]] = {
    "number_block": (
        N_("numbers of one block"),
        N_("Neighbouring numbers: a block may have been issued to several customers, and firms and families hold neighbouring numbers too."),
    ),
    "signature": (
        N_("same signature"),
        N_("A signature: whoever sends a message types it, and several agencies of one lender may use the same."),
    ),
    "template": (
        N_("same wording"),
        N_("The same wording: texts are copied, several firms may send the same one."),
    ),
    "link": (
        N_("same link or call-back number"),
        N_("A link or call-back number: it shows where an answer is wanted, not who sent the message."),
    ),
    "timing": (
        N_("calls that take turns"),
        N_("Timing: strangers can call in turn too; the link says how seldom that happens by chance."),
    ),
}  # fmt: skip
"""What connects numbers, and what else might explain it."""

HANDOVER_DAYS = 7
"""Days within which a number that appears after another's last event is said to follow it. Our own choice."""


@dataclass(frozen=True)
class Caller:
    """Several numbers that are told together.

    Attributes
    ----------
    name : str
        The collector's name in the case file, or the campaign's.
    certainty : str
        Key of `CERTAINTY`.
    basis : tuple of str
        Keys of `BASES`; empty for a stated one.
    numbers : DataFrame
        One row per number in the order in which they appeared: ``number``, ``rank`` (of a reported one, missing else), ``first``,
        ``last`` (local), ``calls``, ``messages``, ``days``, ``most`` (calls on its busiest local day), ``follows`` (the number
        whose last event came within `HANDOVER_DAYS` before its first, empty for none) and ``gap`` (local calendar days from the one to the other).
    calls, messages : int
        Inbound, of all numbers together.
    most_day : (date, int)
        Local day with most inbound calls of all numbers together.
    links : DataFrame
        Rows of ``case.links``.
    """

    name: str
    certainty: str
    basis: tuple[str, ...]
    numbers: pd.DataFrame
    calls: int
    messages: int
    most_day: tuple[object, int]
    links: pd.DataFrame

    @property
    def stated(self) -> bool:
        """Whether the case file names it."""
        return self.certainty == "stated"

    @property
    def counted(self) -> bool:
        """Whether limits are counted for all its numbers together."""
        return self.stated or self.certainty in COUNTED


def callers(case: Case) -> list[Caller]:
    """Collectors that the case file names and that called, then the campaigns that were found, strongest first."""
    found: list[Caller] = case.once("callers", lambda: _callers(case))
    reasons = case.links  # in the reader's language
    return [
        replace(one, links=reasons[reasons["campaign"] == one.name]) if len(one.links) and not one.stated else one
        for one in found
    ]


def _callers(case: Case) -> list[Caller]:
    members: list[tuple[str, str, tuple[str, ...], list[str]]] = []
    by_name: dict[str, list[str]] = {}
    for number, name in case.collector_of.items():
        by_name.setdefault(name, []).append(number)
    stated = [entry.name for entry in case.settings.case.collectors if entry.name in by_name]
    members += [(name, "stated", (), by_name[name]) for name in dict.fromkeys(stated)]
    members += [
        (row["campaign"], row["certainty"], tuple(row["basis"].split()), row["numbers"].split())
        for row in case.campaigns.to_dict("records")
    ]
    events = case.events[(case.events["direction"] == "in")]
    return [made for one in members if (made := _caller(case, events, *one)) is not None]


def _caller(
    case: Case, events: pd.DataFrame, name: str, certainty: str, basis: tuple[str, ...], numbers: list[str]
) -> Caller | None:
    rows = events[events["number"].isin(numbers)]
    if rows.empty:
        return None
    call = rows["kind"] == "call"
    day = rows["at_local"].dt.date
    plain = rows["number"].astype("str")
    table = rows.groupby(plain, sort=False)["at_local"].agg(first="min", last="max")
    table["calls"] = call.groupby(plain).sum()
    table["messages"] = (~call).groupby(plain).sum()
    table["days"] = day.groupby(plain).nunique()
    busy = rows[call].groupby([plain[call], day[call]]).size()
    table["most"] = busy.groupby(level=0).max().reindex(table.index).fillna(0).astype("int64")
    table = table.reset_index(names="number").sort_values(["first", "number"], kind="stable", ignore_index=True)
    rank = case.reported.drop_duplicates("number").set_index("number")["rank"]
    table.insert(1, "rank", table["number"].map(rank).astype("Int64"))
    table["follows"], table["gap"] = _handed_over(table)
    together = day[call].value_counts().sort_index(kind="stable")
    most = (together.idxmax(), int(together.max())) if len(together) else (None, 0)
    links = case.links[case.links["campaign"] == name] if certainty != "stated" else case.links.head(0)
    return Caller(name, certainty, basis, table, int(call.sum()), int((~call).sum()), most, links)


def _handed_over(table: pd.DataFrame) -> tuple[list[str], list[int | None]]:
    """Per number the one whose last event came shortly before its first, and how many days before."""
    ended = sorted(zip(table["last"], table["number"], strict=True))
    moments = [moment for moment, _number in ended]
    follows: list[str] = []
    gaps: list[int | None] = []
    for first in table["first"]:
        place = bisect_left(moments, first) - 1
        gap = (first.date() - moments[place].date()).days if place >= 0 else None
        near = gap is not None and gap <= HANDOVER_DAYS
        follows.append(ended[place][1] if near else "")
        gaps.append(gap if near else None)
    return follows, gaps


def single_most(caller: Caller) -> tuple[str, int]:
    """The number with most inbound events, and how many."""
    total = caller.numbers["calls"] + caller.numbers["messages"]
    return str(caller.numbers["number"].iloc[int(total.argmax())]), int(total.max())


def by_rule(case: Case, caller: Caller) -> pd.DataFrame:
    """Per rule that counts callers what was found for all numbers together and for the strongest of them alone.

    Columns ``rule``, ``title``, ``limit``, ``together`` (highest count of all numbers; where only single ones exceed the limit the
    highest of those, a lower bound), ``times_together`` (windows that exceed it only with several numbers), ``single``,
    ``times_single`` (the same of single numbers); in the order of the rules.
    """
    import pandas as pd

    fired = case.fired
    joint = fired[(fired["number"] == "") & (fired["campaign"] == caller.name)]
    alone = fired[fired["number"].isin(caller.numbers["number"])]
    most, times = (
        [found.groupby("rule", sort=False)["observed"].agg(how).to_dict() for found in (joint, alone)]
        for how in ("max", "size")
    )
    rows = []
    for rule in case.rules:
        if "collector" in rule.per and (rule.id in most[0] or rule.id in most[1]):
            together = max(int(counts[rule.id]) for counts in most if rule.id in counts)
            n, m = (counts.get(rule.id, 0) for counts in times)
            rows.append((rule.id, rule.title[case.lang], rule.limit, together, n, most[1].get(rule.id), m))
    names = ["rule", "title", "limit", "together", "times_together", "single", "times_single"]
    return pd.DataFrame(rows, columns=names).astype({"together": "Int64", "single": "Int64"})


def against(case: Case, caller: Caller) -> list[str]:
    """What speaks against taking the numbers for one caller, in sentences."""
    _ = case.text
    told = [_(BASES[basis][1]) for basis in caller.basis]
    rows = case.numbers[case.numbers["number"].isin(caller.numbers["number"])]

    def numbers(chosen: pd.Series) -> str:
        return listed([named(number, _, case.lang) for number in dict.fromkeys(rows.loc[chosen, "number"])], _)

    if not caller.stated and len(caller.basis) == 1:
        told.append(_("Only one kind of reason connects these numbers."))
    if (rows["name"] != "").any():
        told.append(_("The phone keeps under a name: {numbers}.").format(numbers=numbers(rows["name"] != "")))
    called = rows["calls_out"] + rows["messages_out"] > 0
    if called.any():
        told.append(_("The owner called or wrote to {numbers}.").format(numbers=numbers(called)))
    carriers = {carrier for carrier in rows["carrier"] if carrier}
    if len(carriers) > 1:
        told.append(_("The number ranges were issued by {n} different carriers.").format(n=len(carriers)))
    return told


def apart_lines(numbers: list[str]) -> str:
    """The lines of ``case.toml`` that keep these numbers apart.

    Examples
    --------
    >>> print(apart_lines(["+8613900000003", "+8613900000004"]))
    [[apart]]
    numbers = ["+8613900000003", "+8613900000004"]
    """
    quoted = ", ".join('"' + number.replace("\\", "\\\\").replace('"', '\\"') + '"' for number in numbers)
    return f"[[apart]]\nnumbers = [{quoted}]"
