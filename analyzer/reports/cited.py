"""Texts that can only be cited, and what of the records bears on each: words and rows for page, workbook and papers.

Nothing here says that a text was broken. Whoever is competent judges that, by facts of which records show a part.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Detail, Facts, Section, Table, Text
from analyzer.facts import AGAIN
from analyzer.reports.words import CONFIDENCE, FORCES, counted
from analyzer.rule import FACTS

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case
    from analyzer.facts import Bearing, Fact
    from analyzer.rule import Citation

N_ = str

NONE = N_("no fact of these records bears on it")

MEANT_FOR = {"CN-CARD-68": ("bank", "unknown")}
"""Texts that bind some kinds of creditor only: papers about others do not cite them."""


def sections(case: Case) -> list[Section]:
    """The chapter of the report: every text that was in force, those with facts first."""
    _ = case.text
    if not case.bearings or case.reported.empty:
        return []
    shown = sorted(case.bearings, key=lambda one: (not one.specific, not one.any))
    facts, held = bearing_facts(case, shown)
    blocks: list[Any] = [
        Text(
            _(
                "Texts that name no number: no count decides whether one applies, and this report does not say so of any. First stands what the records of the reported numbers hold, each fact once; then the texts, and which facts bear on each. Whoever is competent judges. What else a text asks for, the records do not show."
            )
        ),
    ]
    if len(facts):
        columns = (Column("no", _("Fact"), "count", 5), *_columns(case))
        blocks.append(Table("cited-facts", columns, facts, _("What bears on the texts"), row_key="no"))
    blocks += [_text(case, bearing, numbers) for bearing, numbers in zip(shown, held, strict=True)]
    return [Section("cited", _("Texts that may be cited"), tuple(blocks))]


def _text(case: Case, bearing: Bearing, numbers: list[int]) -> Detail:
    _, lang = case.text, case.lang
    citation = bearing.citation
    name, tone, meaning = FORCES[citation.force]
    pairs = (
        (_("Source"), citation.citation(lang)),
        (_("Force"), _("{name}: {meaning}").format(name=_(name), meaning=_(meaning))),
        (_("How the text was seen"), _(CONFIDENCE.get(citation.confidence, citation.confidence))),
        (_("What it says, in other words"), citation.note[lang]),
        *([(_("Applies only where"), citation.only_if[lang])] if citation.only_if else []),
        (_("What bears on it"), _numbers(numbers, _)),
    )
    return Detail(
        f"cited-{citation.id}",
        citation.title[lang],
        (Facts(pairs),),
        tag=_(name),
        tone=tone,
        aside=_how_many(case, bearing),
    )


def _numbers(numbers: Sequence[int], _: Any) -> str:
    """Facts by their numbers."""
    if not numbers:
        return _(NONE)
    words = _("fact {numbers}") if len(numbers) == 1 else _("facts {numbers}")
    return words.format(numbers=_(", ").join(map(str, numbers)))


def _how_many(case: Case, bearing: Bearing) -> str:
    _ = case.text
    if not bearing.any:
        return _(NONE)
    n, m = len(bearing.facts), len(bearing.findings)
    parts = []
    if n:
        parts.append((_("{n} fact") if n == 1 else _("{n} facts")).format(n=n))
    if m:
        parts.append((_("{n} finding") if m == 1 else _("{n} findings")).format(n=m))
    return _(", ").join(parts)


def bearing_facts(case: Case, bearings: Sequence[Bearing]) -> tuple[pd.DataFrame, list[list[int]]]:
    """What bears on citations, each fact once, and for each citation which of them.

    Returns
    -------
    facts : DataFrame
        A row for each fact, and for the findings of each rule, that bear on any of these citations: ``no``, ``what``, ``events``, ``calls``,
        ``messages``, ``days``, ``first``, ``last``, ``more``, ``first_id``, ``proofs``, ``first_finding``, ``findings``.
    held : list of list of int
        Per citation the values of ``no`` that bear on it, in order; empty where nothing does.
    """
    import pandas as pd

    made: dict[Any, tuple[int, dict[str, Any]]] = {}
    held = []

    def number(key: Any, line: Callable[[], dict[str, Any]]) -> int:
        if key not in made:
            made[key] = (len(made) + 1, line())
        return made[key][0]

    for bearing in bearings:
        mine = [number((one.key, one.rows.tobytes()), partial(_fact, case, one)) for one in bearing.facts]
        for rule, found in bearing.findings.groupby("rule", sort=False):
            key = (rule, found["finding_id"].iloc[0], len(found))
            mine.append(number(key, partial(_found, case, str(rule), found)))
        held.append(sorted(mine))
    names = ["no", "what", "events", "calls", "messages", "days", "first", "last", "more", "first_id", "proofs", "first_finding", "findings"]  # fmt: skip
    table = pd.DataFrame([{"no": no, **line} for no, line in made.values()], columns=names)
    text = ["what", "more", "first_id", "proofs", "first_finding", "findings"]
    table[text] = table[text].astype("object").fillna("").astype("str")
    return table.astype(dict.fromkeys(("no", "events", "calls", "messages", "days"), "Int64")), held


def _head(case: Case, citation: Citation) -> dict[str, Any]:
    _, lang = case.text, case.lang
    clause = citation.clause[lang]
    return {
        "citation": citation.id, "title": citation.title[lang], "stands": _(FORCES[citation.force][0]), "since": citation.in_force_from,
        "text": _("{source}, {clause}").format(source=citation.source[lang], clause=clause) if clause else citation.source[lang],
        "seen": _(CONFIDENCE.get(citation.confidence, citation.confidence)), "only_if": citation.only_if.get(lang, ""),
    }  # fmt: skip


def _fact(case: Case, fact: Fact) -> dict[str, Any]:
    _ = case.text
    rows = hashlib.sha256(fact.rows.tobytes()).hexdigest()  # of one kind of fact there may be several, by time in force
    counts = case.once(f"counts of {fact.key} {rows}", lambda: _counts(case, fact.rows))
    return {**counts, "what": _(TOLD[fact.key] if fact.key in WORDED else FACTS[fact.key]), "more": _more(case, fact)}


def _found(case: Case, rule: str, found: pd.DataFrame) -> dict[str, Any]:
    """Findings of one rule: the events that they name, each once."""
    import numpy as np

    _ = case.text
    ids = found["finding_id"].tolist()
    rows = hashlib.sha256(" ".join(ids).encode()).hexdigest()

    def counted_once() -> dict[str, Any]:
        named = set(" ".join(found["event_ids"]).split())
        return _counts(case, np.flatnonzero(case.events["event_id"].isin(named).to_numpy()))

    return {
        **case.once(f"counts of {rule} {rows}", counted_once),
        "what": _("findings on: {title}").format(title=case.rule[rule].title[case.lang]),
        "first_finding": ids[0],
        "findings": ids[0] if len(ids) == 1 else f"{ids[0]} +{len(ids) - 1}",
    }


def _counts(case: Case, places: Any) -> dict[str, Any]:
    events = case.events[["event_id", "kind", "at_local"]].iloc[places]
    calls = int((events["kind"] == "call").sum())
    first, more = str(events["event_id"].iloc[0]), len(events) - 1
    return {
        "events": len(events), "calls": calls, "messages": len(events) - calls, "days": events["at_local"].dt.normalize().nunique(),
        "first": events["at_local"].iloc[0], "last": events["at_local"].iloc[-1], "first_id": first,
        "proofs": f"{first} +{more}" if more else first,
    }  # fmt: skip


def _more(case: Case, fact: Fact) -> str:
    """What a fact says beyond its counts."""
    _ = case.text
    if fact.key == "rhythm" and fact.value is not None:
        return _("contacts of one number within {minutes} minutes of each other; shortest interval {seconds} seconds").format(
            minutes=AGAIN // 60, seconds=f"{fact.value:.0f}"
        )  # fmt: skip
    if fact.key == "unanswered" and fact.value is not None:
        return _("{share} % of the calls whose outcome is stated").format(share=f"{fact.value * 100:.0f}")
    if fact.key == "numbers":
        return _("the first call or message of each")
    if fact.key == "advertising" and fact.value is not None:
        return _("of these without a way to opt out: {n}").format(n=f"{fact.value:.0f}")
    if fact.key in ("threats", "impersonation", "disclosure"):
        return _("found by rules on the wording; what was meant is for the reader to judge")
    return ""


def _columns(case: Case, target: str = "record") -> tuple[Column, ...]:
    _ = case.text
    return (
        Column("what", _("What the records hold"), width=26),
        Column("events", _("Rows"), "count", 7),
        Column("calls", _("Calls"), "count", 7),
        Column("messages", _("Messages"), "count", 7),
        Column("days", _("Days"), "count", 6),
        Column("first", _("First"), "day", 11),
        Column("last", _("Last"), "day", 11),
        Column("more", _("Remark"), width=22),
        Column("proofs", _("First row, and how many more"), width=20, links_to=target, key_in="first_id"),
        Column("findings", _("Findings"), width=11, links_to="findings", key_in="first_finding"),
    )


def tables(case: Case) -> list[Table]:
    """The tables of the workbook: what the records hold, each fact once; and every text that was in force, with the facts that bear on it."""
    import pandas as pd

    _ = case.text
    facts, held = bearing_facts(case, case.bearings)
    texts = pd.DataFrame(
        [{**_head(case, one.citation), "bears": _numbers(mine, _)} for one, mine in zip(case.bearings, held, strict=True)],
        columns=["citation", "title", "text", "stands", "since", "seen", "only_if", "bears"],
    )  # fmt: skip
    texts["since"] = pd.to_datetime(texts["since"])
    columns = (
        Column("citation", _("Text"), width=20),
        Column("title", _("What it is about"), width=32),
        Column("text", _("Source and clause"), width=36),
        Column("stands", _("Stands in"), width=14),
        Column("since", _("In force from"), "day", 11),
        Column("seen", _("How the text was seen"), width=18),
        Column("only_if", _("Applies only where"), width=36),
        Column("bears", _("What bears on it"), width=22),
    )
    caption = _(
        "Texts that can only be cited, and which facts bear on them; no count decides them, and no verdict is given"
    )
    return [
        Table("cited", columns, texts, caption, empty=_("The packs applied hold no such text.")),
        Table("cited-facts", (Column("no", _("Fact"), "count", 6), *_columns(case, "evidence")), facts,
              _("The facts that bear on these texts, each once"), empty=_(NONE)),
    ]  # fmt: skip


TOLD = {
    "contacts": N_("calls and messages received"),
    "refused": N_("after I had told them to stop"),
    "third-party": N_("on a line that I state to be that of my workplace or a relative"),
    "numbers": N_("different numbers"),
    "rhythm": N_("soon after another one of the same number"),
    "unanswered": N_("calls that were not answered"),
    "silent": N_("answered, and over within three seconds"),
    "threats": N_("messages in which word rules marked a threat or an insult"),
    "impersonation": N_("messages in which word rules marked the name of police, court or prosecutor"),
    "disclosure": N_("messages in which word rules marked that others are told of a debt, or that this is announced"),
    "advertising": N_("messages that were sorted as advertising"),
}
"""Facts in the words of a paper: its reader knows of no case file, and is told what was counted, not what it was."""

WORDED = ("threats", "impersonation", "disclosure", "advertising")
"""Facts that rules on the wording find: the report, too, says that they marked it, not that it was so."""


def in_papers(case: Case, taken: pd.DataFrame, omits: Sequence[str] = ()) -> list[Any]:
    """The short list of a paper: texts on which more bears than that somebody called often; empty where there is none.

    Only what the numbers of the paper (rows of ``case.reported``) show counts; citations that `omits` names are left out.
    """
    _, lang = case.text, case.lang
    mine = case.events["number"].isin(taken["number"]).to_numpy() & case.events["owner"].isin(taken["owner"]).to_numpy()
    pairs, numbers = [], dict[tuple[str, bytes], int]()  # each fact once, by what it is and its rows
    lines: list[tuple[str, str]] = []
    named = set(taken.loc[taken["stated"], "campaign"])
    types = {one.creditor_type for one in case.settings.case.collectors if one.name in named}
    for whole in case.bearings:
        if whole.citation.id in omits or (types and not types & set(MEANT_FOR.get(whole.citation.id, types))):
            continue
        found = whole.findings
        facts = [replace(fact, rows=fact.rows[mine[fact.rows]]) for fact in whole.facts]
        kept = found[found["number"].isin(taken["number"]) | found["campaign"].isin(set(taken["campaign"]) - {""})]
        bearing = replace(whole, facts=tuple(fact for fact in facts if len(fact.rows)), findings=kept)
        if not bearing.specific:
            continue
        for fact in bearing.facts:
            key = (fact.key, fact.rows.tobytes())
            if key not in numbers:
                numbers[key] = len(numbers) + 1
                lines.append((_("Fact {n}").format(n=numbers[key]), _in_a_paper(case, fact)))
        bears = sorted(numbers[fact.key, fact.rows.tobytes()] for fact in bearing.facts)
        said = [bearing.citation.title[lang], _numbers(bears, _) if bears else _how_many(case, bearing)]
        if bearing.citation.only_if:
            said.append(_("applies only where {condition}").format(condition=bearing.citation.only_if[lang]))
        pairs.append((cited(bearing.citation, _, lang), _("; ").join(said)))
    if not pairs:
        return []
    words = _("Texts without a number that I ask you to consider; whether one applies is for whoever is competent to judge. First what the records hold, each fact once, then the texts and which facts bear on them.")  # fmt: skip
    return [
        Text(_("Texts that may bear on it"), "lead"),
        Text(words),
        Facts(tuple(lines), "numbered"),
        Facts(tuple(pairs)),
    ]


def cited(text: Any, _: Any, lang: str) -> str:
    """Source and clause of a rule or citation, and since when it is in force, as a paper says it."""
    clause = text.clause[lang]
    said = _("{source}, {clause}").format(source=text.source[lang], clause=clause) if clause else text.source[lang]
    if text.in_force_from is None:
        return said
    return _("{text} (in force since {day})").format(text=said, day=text.in_force_from.isoformat())


def _in_a_paper(case: Case, fact: Fact) -> str:
    """A fact with its count, and the days between which it lies."""
    _ = case.text
    days = case.events["at_local"].iloc[fact.rows].dt.date
    words = _("{what}: {events}").format(what=_(TOLD.get(fact.key, FACTS[fact.key])), events=_numbered(case, fact))
    first, last = days.iloc[0], days.iloc[-1]
    if first == last:
        return _("{words}, on {day}").format(words=words, day=first)
    return _("{words}, {first} to {last}").format(words=words, first=first, last=last)


def _numbered(case: Case, fact: Fact) -> str:
    """A fact's count, in what it counts."""
    _ = case.text
    if fact.key == "numbers":
        return _("{n} numbers").format(n=f"{len(fact.rows):,}")
    calls = int((case.events["kind"].iloc[fact.rows] == "call").sum())
    told = counted(calls, len(fact.rows) - calls, _)
    if fact.key == "rhythm":
        return _("{events} within {minutes} minutes of another").format(events=told, minutes=AGAIN // 60)
    return told
