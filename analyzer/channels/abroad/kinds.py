"""What of a case decides where a person outside mainland China can go: callers about a debt, others, silent calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analyzer.channels.needs import everything
from analyzer.facts import SILENT

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

DEBT_KINDS = ("debt_reminder", "debt_pressure")
"""Kinds of message that are about a debt."""

NO_DEBT = N_("neither the case file nor a message says that a reported number is about a debt: name who collects as [[collector]]")  # fmt: skip
ALL_DEBT = N_("every reported number is about a debt: there is another form for that")
NO_SILENT = N_("no answered call of 3 seconds or less came from a reported number")


def debts(case: Case) -> pd.DataFrame:
    """Rows of ``case.reported`` that the case file gives to a collector, or that sent a message about a debt."""
    rows = everything(case)
    return rows[_about_debt(case, rows)].reset_index(drop=True)


def others(case: Case) -> pd.DataFrame:
    """The other rows of ``case.reported``."""
    rows = everything(case)
    return rows[~_about_debt(case, rows)].reset_index(drop=True)


def when_debt(case: Case) -> tuple[str, str]:
    """Whether anything says that a caller collects a debt."""
    return ("missing", NO_DEBT) if debts(case).empty else ("now", "")


def when_other(case: Case) -> tuple[str, str]:
    """Whether a caller is left of whom nothing says that."""
    return ("no", ALL_DEBT) if others(case).empty and not debts(case).empty else ("now", "")


def silent(case: Case) -> pd.DataFrame:
    """Rows of ``case.reported`` with an answered call of at most `analyzer.facts.SILENT` seconds."""
    rows, events = everything(case), case.events
    length = events["duration_s"].fillna(SILENT + 1)
    short = (events["direction"] == "in") & (events["kind"] == "call") & (events["outcome"] == "answered") & (length <= SILENT)  # fmt: skip
    return rows[among(rows, events[short])].reset_index(drop=True)


def when_silent(case: Case) -> tuple[str, str]:
    """Whether there was one."""
    return ("no", NO_SILENT) if silent(case).empty else ("now", "")


def among(rows: pd.DataFrame, events: pd.DataFrame) -> pd.Series:
    """Which rows of numbers have one of these events."""
    import pandas as pd

    keys = set(zip(events["owner"].astype(str), events["number"].astype(str), strict=True))
    pairs = zip(rows["owner"].astype(str), rows["number"].astype(str), strict=True)
    return pd.Series([pair in keys for pair in pairs], index=rows.index, dtype=bool)


def _about_debt(case: Case, rows: pd.DataFrame) -> pd.Series:
    ids = case.messages.loc[case.messages["message_kind"].isin(DEBT_KINDS), "event_id"]
    wrote = case.events[(case.events["direction"] == "in") & case.events["event_id"].isin(ids)]
    return rows["stated"].astype(bool) | among(rows, wrote)
