"""What of a case decides where a person can go: kinds of creditor, threats in messages, whose line was called."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case
    from analyzer.settings import Collector

N_ = str

NO_COLLECTOR = N_("the case file names no [[collector]] with reported numbers: who calls, and for whom?")
UNKNOWN_TYPE = N_("the case file does not say of which kind the creditor is: creditor_type of the [[collector]]")
OTHER_TYPE = N_("the creditors that the case file names are supervised elsewhere")

THREATS = ("violence_threat", "reputation_threat", "insult", "impersonation", "third_party_disclosure")
"""Flags of messages with which one can go to the police: threats, insults, the name of an authority, data told to others."""

BURSTS = ("H-CALL-BOMB-HOUR", "H-CALL-BOMB-DAY", "H-SMS-BOMB")
"""Rules whose findings are listed for the police as well."""


def collectors(case: Case, types: Sequence[str] = (), creditor: str = "") -> list[Collector]:
    """The collectors of the case file with reported numbers, of some kinds of creditor, or of one creditor."""
    named = set(case.reported.loc[case.reported["stated"], "campaign"])
    return [
        one
        for one in case.settings.case.collectors
        if one.name in named
        and (not types or one.creditor_type in types)
        and (not creditor or creditor_of(one) == creditor)
    ]


def creditor_of(collector: Collector) -> str:
    """For whom it collects; where the case file does not say, the collector itself."""
    return collector.creditor or collector.name


def collected(types: Sequence[str] = ()) -> Callable[[Case], pd.DataFrame]:
    """Rows of ``case.reported`` that the case file gives to a collector, of some kinds of creditor."""

    def takes(case: Case) -> pd.DataFrame:
        names = [one.name for one in collectors(case, types)]
        rows = case.reported
        return rows[rows["stated"] & rows["campaign"].isin(names)].assign(role="reported").reset_index(drop=True)

    return takes


def by_type(types: Sequence[str], also_unknown: bool = False) -> Callable[[Case], tuple[str, str]]:
    """Whether the case file names a creditor of one of these kinds."""

    def when(case: Case) -> tuple[str, str]:
        known = collectors(case)
        if not known:
            return "missing", NO_COLLECTOR
        if collectors(case, (*types, *(("unknown",) if also_unknown else ()))):
            return "now", ""
        if collectors(case, ("unknown",)):
            return "missing", UNKNOWN_TYPE
        return "no", OTHER_TYPE

    return when


def everything(case: Case) -> pd.DataFrame:
    """Every row of ``case.reported`` from which something was received."""
    rows = case.reported
    return rows[rows["calls_in"] + rows["messages_in"] > 0].assign(role="reported").reset_index(drop=True)


def threatening(case: Case) -> pd.DataFrame:
    """Rows of ``case.reported`` whose messages word rules marked as threats or insults, or whose calls came in masses."""
    rows = everything(case)
    events = _marked(case, THREATS)
    keys = set(zip(events["owner"].astype(str), events["number"].astype(str), strict=True))
    bursts = [bool(set(rules.split()) & set(BURSTS)) for rules in rows["rules"]]
    worded = [pair in keys for pair in zip(rows["owner"].astype(str), rows["number"].astype(str), strict=True)]
    chosen = [one or other for one, other in zip(bursts, worded, strict=True)]
    return rows[chosen].reset_index(drop=True)


def violent(case: Case) -> bool:
    """Whether word rules marked a threat of violence in a message of a reported number."""
    events = _marked(case, ("violence_threat",))
    return bool(events["number"].isin(case.reported["number"]).any())


def _marked(case: Case, flags: Sequence[str]) -> pd.DataFrame:
    """Events received with messages that have one of these flags."""
    cells = case.messages["flags"].astype(str)
    known = [cell for cell in cells.unique() if set(cell.split()) & set(flags)]
    marked = case.messages.loc[cells.isin(known), "event_id"]
    return case.events[(case.events["direction"] == "in") & case.events["event_id"].isin(marked)]
