"""Messages as reports show them: kinds and flags in words, with who said so, and the places in the text that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Mark, Marked
from analyzer.messages import CONDUCT, FLAG_WORDS, KIND_WORDS
from analyzer.reports.once import once
from analyzer.reports.words import in_words

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case
    from analyzer.locales import Translate

N_ = str

BY_WORDS = {
    "model": N_("model, p {p}"),
    "rule": N_("word rule"),
    "person": N_("you, in the case file"),
}
"""Who said the kind of a message, in words."""

BY_NAMES = {"model": N_("model"), "rule": N_("word rule"), "person": N_("case file")}
"""The same in short words, for tables."""

GRAVE = (
    "violence_threat",
    "reputation_threat",
    "third_party_disclosure",
    "impersonation",
    "false_legal_claim",
    "non_debtor",
    "personal_account",
    "insult",
)
"""The flags of `CONDUCT`, the one that a reader should see first in front."""

TELLING = ("debt_pressure", "fraud", "illicit_marketing", "loan_marketing", "advertising", "debt_reminder")
"""Kinds of message by how much they tell of a reported number; those that are not named come last."""


@once
def messages(case: Case) -> pd.DataFrame:
    """The messages with their events, in order of time.

    Returns
    -------
    DataFrame
        Columns of `case.events` and of `case.messages`, and ``conduct`` (the flags of conduct among ``flags``).
    """
    return case.once("messages", lambda: _messages(case))


def _messages(case: Case) -> pd.DataFrame:
    said = case.messages.assign(conduct=_conduct(case.messages["flags"]))
    events = case.events[case.events["kind"] != "call"].astype({"owner": "str", "number": "str"})
    return events.merge(said, on="event_id", how="inner", sort=False)


def _conduct(flags: pd.Series) -> pd.Series:
    """The flags of conduct in each cell of flags."""
    known = {cell: " ".join(flag for flag in str(cell).split() if flag in CONDUCT) for cell in flags.unique()}
    return flags.map(known).astype("str")


def received(case: Case) -> pd.DataFrame:
    """Messages that came from reported numbers, in order of time."""
    return case.once("received", lambda: _received(case))


def _received(case: Case) -> pd.DataFrame:
    rows = messages(case)
    return rows[rows["direction"] == "in"].merge(case.reported[["owner", "number", "rank"]], on=["owner", "number"])


def weighed(case: Case) -> pd.DataFrame:
    """Messages of reported numbers that have a flag of conduct, the most telling first (see `by_weight`)."""

    def make() -> pd.DataFrame:
        mine = received(case)
        return by_weight(mine[mine["conduct"] != ""])

    return case.once("weighed", make)


def kinds_in_words(rows: pd.DataFrame, _: Translate) -> pd.Series:
    """The kind of each message in words."""
    return in_words(rows["message_kind"], KIND_WORDS, _)


def said_by(rows: pd.DataFrame, _: Translate) -> list[str]:
    """Who said the kind of each message: the model with its probability, a word rule, the person; nobody without text."""
    words = {by: _(sentence) for by, sentence in BY_WORDS.items()}
    p = ["" if gone else _likely(value) for value, gone in zip(rows["p"], rows["p"].isna(), strict=True)]
    return [
        words[by].format(p=probability) if by in words else ""
        for by, probability in zip(rows["kind_by"], p, strict=True)
    ]


def _likely(p: float) -> str:
    """A probability to two places; none is so sure that it should read 1.00.

    Examples
    --------
    >>> _likely(0.93), _likely(0.998)
    ('= 0.93', '> 0.99')
    """
    return f"= {p:.2f}" if p < 0.995 else "> 0.99"


def flags_in_words(cells: pd.Series, _: Translate) -> pd.Series:
    """Cells of flags in words, one beside the other."""
    join = _("; ")
    known = {cell: join.join(_(FLAG_WORDS[flag]) for flag in str(cell).split()) for cell in cells.unique()}
    return cells.map(known).astype("str")


def marked(body: str, spans: str, _: Translate, only: tuple[str, ...] = CONDUCT) -> Marked:
    """A message with the places that its flags name; `only` these flags are marked.

    Examples
    --------
    >>> print(marked("pay or we come", "violence_threat:7-14:en-come insult:0-3:en-pay", str, ("violence_threat",)))
    pay or 〔we come〕
    """
    marks = []
    for flag, start, end, _rule in places(spans):
        if flag in only:
            marks.append(Mark(start, end, _(FLAG_WORDS[flag])))
    return Marked(body, tuple(marks))


def places(spans: str) -> list[tuple[str, int, int, str]]:
    """A cell of spans taken apart: flag, start, end, word rule."""
    found = []
    for span in spans.split():
        flag, place, rule = span.split(":", 2)
        start, _dash, end = place.partition("-")
        found.append((flag, int(start), int(end), rule))
    return found


def by_weight(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows, most telling first: those with flags of conduct (gravest flag, then how many), then by kind, then by time."""
    weight: dict[Any, tuple[int, int]] = {}
    for cell in rows["conduct"].unique():
        flags = str(cell).split()
        weight[cell] = (min((GRAVE.index(flag) for flag in flags), default=len(GRAVE)), -len(flags))
    kind = {word: i for i, word in enumerate(TELLING)}
    order = rows.assign(
        gravest=[weight[cell][0] for cell in rows["conduct"]],
        fewest=[weight[cell][1] for cell in rows["conduct"]],
        kind_rank=[len(TELLING) if cell else kind.get(word, len(TELLING)) for cell, word in zip(rows["conduct"], rows["message_kind"], strict=True)],
    )  # fmt: skip
    order = order.sort_values(["gravest", "fewest", "kind_rank"], kind="stable")
    return order.drop(columns=["gravest", "fewest", "kind_rank"])
