"""The report's chapter of callers: numbers that appear to be one caller, why, what was counted for all of them together, what
speaks against it, and how to take them apart.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Detail, Section, Steps, Table, Text
from analyzer.reports.callers import BASES, CERTAINTY, Caller, against, apart_lines, by_rule, callers, single_most
from analyzer.reports.words import as_people_write, counted, in_words, listed, named, sentences

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

CALLERS_SHOWN = 20
"""Callers that the page tells in full; the workbook has all."""

NUMBERS_SHOWN = 60
"""Numbers of one caller, and links, that the page shows."""


def sections(case: Case) -> list[Section]:
    """The chapter, or nothing where no numbers belong together."""
    _ = case.text
    found = callers(case)
    if not found:
        return []
    told = [caller for caller in found if caller.counted]
    blocks: list[Any] = [
        Text(
            _(
                "Whoever calls from several numbers stays below a limit with each of them. Here stand numbers that the case file gives to one caller, and numbers that appear to be one caller, with every reason. The reasons are drawn from the records; who stands behind a number, no record shows."
            )
        )
    ]
    blocks += [_caller(case, caller, open_=i < 2) for i, caller in enumerate(told[:CALLERS_SHOWN])]
    if len(told) > CALLERS_SHOWN:
        blocks.append(
            Text(
                _(
                    "The page tells {n} of {total} callers; all stand in evidence.xlsx, sheets Callers and Links."
                ).format(n=CALLERS_SHOWN, total=len(told)),
                "note",
            )
        )
    maybe = [caller for caller in found if not caller.counted]
    if maybe:
        blocks += _maybe(case, maybe[:NUMBERS_SHOWN])
    return [Section("callers", _("Callers"), tuple(blocks))]


def in_brief(case: Case) -> list[str]:
    """Sentences for the first page: campaigns that were found and are counted together."""
    _, known = case.text, set(case.collector_of)
    return [
        _("{n} numbers appear to be one caller ({why}); together they came to {events}: see Callers.").format(
            n=len(caller.numbers),
            why=listed([_(BASES[basis][0]) for basis in caller.basis], _),
            events=counted(caller.calls, caller.messages, _),
        )
        for caller in callers(case)
        if caller.counted and not caller.stated and not set(caller.numbers["number"]) <= known
    ]


def _caller(case: Case, caller: Caller, open_: bool) -> Detail:
    _ = case.text
    n = len(caller.numbers)
    words, tone = CERTAINTY[caller.certainty]
    first, last = caller.numbers["first"].min().date(), caller.numbers["last"].max().date()
    blocks: list[Any] = [Text(sentences(_together(case, caller), case.lang))]
    if caller.basis:
        why = listed([_(BASES[basis][0]) for basis in caller.basis], _)
        blocks.append(Text(_("Taken together because of: {why}.").format(why=why)))
    blocks.append(_numbers(case, caller))
    rules = by_rule(case, caller)
    if len(rules):
        blocks.append(_rules(case, caller.name, rules))
    if len(caller.links):
        blocks.append(_links(case, caller.links, f"links-{caller.name}"))
    doubts = against(case, caller)
    if doubts:
        blocks += [Text(_("What speaks against it, or might explain it otherwise:")), Steps(tuple(doubts))]
    if not caller.stated:
        blocks += [
            Text(
                _(
                    "If you know that these numbers are not one caller, put these lines into case.toml (leave in the list those that do not belong together) and run the analysis again:"
                )
            ),
            Text(apart_lines(caller.numbers["number"].tolist()), "quote"),
        ]
    title = _("{name}: 1 number") if n == 1 else _("{name}: {n} numbers")
    return Detail(
        f"caller-{caller.name}",
        title.format(name=named(caller.name, _), n=n),
        tuple(blocks),
        tag=_(words),
        tone=tone,
        aside=_("{events}; {first} to {last}").format(
            events=counted(caller.calls, caller.messages, _), first=first, last=last
        ),
        open=open_,
    )


def _together(case: Case, caller: Caller) -> list[str]:
    """What all numbers came to, beside the strongest of them."""
    _ = case.text
    n = len(caller.numbers)
    if n == 1:
        return [_("The case file gives this number to {name}.").format(name=named(caller.name, _))]
    number, most = single_most(caller)
    told = [
        _("Counted for the {n} numbers together: {events}; strongest single number: {most} ({number}).").format(
            n=n,
            events=counted(caller.calls, caller.messages, _),
            most=f"{most:,}",
            number=named(number, _, case.lang),
        )
    ]
    day, calls = caller.most_day
    if calls:
        told.append(
            _("Most calls on one day: {calls} together ({day}), {single} of a single number.").format(
                calls=f"{calls:,}", day=day, single=f"{int(caller.numbers['most'].max()):,}"
            )
        )
    return told


def _numbers(case: Case, caller: Caller) -> Table:
    """Since when each number appears."""
    _ = case.text
    rows = caller.numbers.head(NUMBERS_SHOWN)
    follows = [_follows(case, before, gap) for before, gap in zip(rows["follows"], rows["gap"], strict=True)]
    rows = rows.assign(number=as_people_write(rows["number"], _, case.lang), follows=follows)
    columns = (
        Column("number", _("Number"), width=15, links_to="number", key_in="rank"),
        Column("first", _("First"), "time", 18),
        Column("last", _("Last"), "time", 18),
        Column("calls", _("Calls"), "count"),
        Column("messages", _("Messages"), "count"),
        Column("days", _("Days"), "count"),
        Column("most", _("Most calls in a day"), "count"),
        *([Column("follows", _("Appeared"), width=22)] if any(follows) else []),
    )
    full = _("All numbers stand in evidence.xlsx, sheet Callers.") if len(rows) < len(caller.numbers) else ""
    return Table(
        f"numbers-{caller.name}", columns, rows, _("Its numbers, in the order in which they appeared"), full=full
    )


def _follows(case: Case, before: str, gap: int) -> str:
    """When a number appeared, by the last event of the one before it."""
    _ = case.text
    if not before:
        return ""
    if gap == 0:
        words = _("on the day on which {number} was last seen")
    else:
        words = _("the day after {number} was last seen") if gap == 1 else _("{gap} days after {number} was last seen")
    return words.format(gap=gap, number=named(before, _, case.lang))


def _rules(case: Case, name: str, rules: pd.DataFrame) -> Table:
    _ = case.text
    columns = (
        Column("title", _("Limit or mark on"), width=24, links_to="rule", key_in="rule"),
        Column("limit", _("Limit or mark"), "count"),
        Column("together", _("Most, all numbers together"), "count"),
        Column("times_together", _("Times that only all together exceed it"), "count"),
        Column("single", _("Most of a single number"), "count"),
        Column("times_single", _("Times of single numbers"), "count"),
    )
    caption = _("Limits and marks per caller above which counts lie, of all numbers together and of single ones")
    return Table(f"by-rule-{name}", columns, rules, caption)


def _links(case: Case, links: pd.DataFrame, key: str) -> Table:
    """Every link with its reason, leading to the first row that shows it."""
    _ = case.text
    whole = len(links)
    rows = linked(case, links.head(NUMBERS_SHOWN))
    rows = rows.assign(
        number=as_people_write(rows["number"], _, case.lang), other=as_people_write(rows["other"], _, case.lang)
    )
    columns = (
        Column("number", _("Number"), width=15),
        Column("other", _("with"), width=15),
        Column("kind", _("Kind of reason"), width=13),
        Column("reason", _("Reason"), width=40),
        Column("proofs", _("Rows"), width=18, links_to="record", key_in="first_id"),
    )
    full = _("All links stand in evidence.xlsx, sheet Links.") if len(rows) < whole else ""
    return Table(key, columns, rows, _("Why: every link between two of the numbers"), full=full)


def linked(case: Case, links: pd.DataFrame) -> pd.DataFrame:
    """Links with ``kind`` (the basis in words), ``first_id`` and ``proofs`` (first row and how many more)."""
    _ = case.text
    first, more = links["event_ids"].str.split(" ").str[0].fillna(""), links["event_ids"].str.count(" ")
    return links.assign(
        kind=in_words(links["basis"], {basis: words[0] for basis, words in BASES.items()}, _),
        first_id=first,
        proofs=first.where(more == 0, first + " +" + more.astype("str")),
    )


def _maybe(case: Case, maybe: list[Caller]) -> list[Any]:
    """Numbers that may belong together: nothing is counted for them together."""
    import pandas as pd

    _ = case.text
    rows = pd.DataFrame(
        {
            "name": [caller.name for caller in maybe],
            "numbers": [listed([named(n, _, case.lang) for n in caller.numbers["number"]], _) for caller in maybe],
            "calls": [caller.calls for caller in maybe],
            "messages": [caller.messages for caller in maybe],
            "why": [_("; ").join(dict.fromkeys(caller.links["reason"])) for caller in maybe],
        }
    )
    columns = (
        Column("name", _("Name"), width=6),
        Column("numbers", _("Numbers"), width=30),
        Column("calls", _("Calls"), "count"),
        Column("messages", _("Messages"), "count"),
        Column("why", _("Reason"), width=36),
    )
    return [
        Text(_("These numbers may belong together; the reasons are weak, and nothing is counted for them together:")),
        Table("maybe", columns, rows),
    ]
