"""What kind of caller a number is in a complaint: stated by the person, shown by the records, or left to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.reports.message_words import messages as messages_of
from analyzer.reports.once import once

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

BOX = "☐"

ONCE = "H-RING-ONCE"
"""The rule that decides what kind of call it was, where it covers more than half of a number's calls."""


def classes(case: Case, channel: Any, taken: pd.DataFrame) -> list[str]:
    """The kind of call of each number: what the case file or the records decide, else boxes to tick."""
    _ = case.text
    boxes = " ".join(f"{BOX}{_(word)}" for word in channel.classes)
    debt, once = _("debt collection (as far as I know)"), _("rings once (missed within 3 seconds)")
    rang = case.fired[case.fired["rule"] == ONCE].groupby(["owner", "number"])["event_ids"].agg(" ".join)
    rung = {key: len(set(ids.split())) for key, ids in rang.items()}
    worded = _by_wording(case, taken)
    return [
        debt
        if row["stated"]
        else once
        if rung.get((row["owner"], row["number"]), 0) * 2 > row["calls_in"]
        else worded.get((row["owner"], row["number"]), boxes)
        for row in taken.to_dict("records")
    ]


CLASS_OF = {
    "debt_reminder": N_("debt collection"), "debt_pressure": N_("debt collection"), "advertising": N_("advertising"),
    "loan_marketing": N_("advertising"), "illicit_marketing": N_("advertising"), "fraud": N_("suspected fraud"),
}  # fmt: skip
"""Kinds of message → the class of caller that carriers and 12321 are said to know; other kinds say nothing of the caller."""


@once
def _by_wording(case: Case, taken: pd.DataFrame) -> dict[tuple[str, str], str]:
    """Per number the class that most of its telling messages have, where more than half of them have one."""
    _ = case.text
    rows = messages_of(case)
    rows = rows[(rows["direction"] == "in") & rows["message_kind"].isin(list(CLASS_OF))]
    rows = rows.merge(taken[["owner", "number"]], on=["owner", "number"])
    found = {}
    for key, words in rows["message_kind"].map(CLASS_OF).groupby([rows["owner"], rows["number"]], sort=False):
        counts = words.value_counts(sort=False)
        word, n = max(counts.items(), key=lambda pair: pair[1])
        if int(n) * 2 > len(words):
            found[key] = _("{word} (by the wording of {n} of its messages; please check)").format(
                word=_(str(word)), n=n
            )
    return found
