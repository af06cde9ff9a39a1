"""The papers of a caseload: one page, the ranking as a workbook, and a hand-over sheet for each carrier."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from analyzer.document import Column, Document, Facts, Section, Steps, Table, Text
from analyzer.locales import translator
from analyzer.phone import CARRIERS, carrier_name
from analyzer.reports.callers import BASES
from analyzer.reports.words import FORCES, NUMBER_KINDS, as_people_write, in_words, local, named

if TYPE_CHECKING:
    import pandas as pd

N_ = str

ON_PAGE = 500
"""Rows of a table that the page holds."""

IN_BOOK = 20_000
"""Rows of a ranking that a workbook holds."""

NUMBERS_SHOWN = 12
"""Numbers of one caller that a cell names."""

OTHERS = "others"
"""Hand-over sheet of numbers without a known carrier."""


@dataclass(frozen=True)
class Whole:
    """Everything known of a caseload, for its papers.

    Attributes
    ----------
    lang, zone : str
    made_on : date
    version : str
    cases : DataFrame
        One row per case (the columns of the data set ``cases``).
    numbers, callers, rows : DataFrame
        As `analyzer.caseload.across.Across` has them.
    unread : DataFrame
        ``case`` and ``note``: why a case could not be read, or why a file of it was left out.
    rules : DataFrame
        Per rule that fired: ``rule``, ``cases``, ``findings``, ``force``, ``title``.
    counts : dict
        The sums of ``caseload.json``.
    named : bool
        Whether cases go by their names.
    left : tuple of str
        What lay beside the cases and was left out, in sentences.
    """

    lang: str
    zone: str
    made_on: dt.date
    version: str
    cases: pd.DataFrame
    numbers: pd.DataFrame
    callers: pd.DataFrame
    rows: pd.DataFrame
    unread: pd.DataFrame
    rules: pd.DataFrame
    counts: dict[str, int | str]
    named: bool
    left: tuple[str, ...] = ()

    @cached_property
    def text(self) -> Callable[[str], str]:
        """Puts an English source sentence into the reader's language."""
        return translator(self.lang)

    @cached_property
    def sheets(self) -> dict[str, Document]:
        """The hand-over sheets."""
        return handover(self)

    def n(self, name: str) -> str:
        """One of the sums, as it stands in a sentence."""
        return f"{self.counts[name]:,}"


def page(whole: Whole) -> Document:
    """The page ``caseload.html``."""
    _ = whole.text
    sections = [_overview(whole), _numbers(whole, ON_PAGE), _callers(whole, ON_PAGE), _sheets(whole), _rules(whole)]
    sections += [_unread(whole, ON_PAGE), _cases(whole, ON_PAGE), _troubles(whole), _method(whole)]
    return _document(
        whole, "caseload", _("Calls and messages of {n} cases").format(n=whole.n("cases")), [s for s in sections if s]
    )


def ranking(whole: Whole) -> Document:
    """The workbook ``ranking.xlsx``."""
    _ = whole.text
    sections = [_numbers(whole, IN_BOOK), _callers(whole, IN_BOOK), _unread(whole, IN_BOOK), _cases(whole, IN_BOOK)]
    sections = [*(one for one in sections if one), _method(whole)]
    return _document(whole, "ranking", _("Numbers and callers of {n} cases").format(n=whole.n("cases")), sections)


def handover(whole: Whole) -> dict[str, Document]:
    """A workbook for each carrier to which ranked numbers were issued, and one for the others."""
    _ = whole.text
    papers = {}
    carrier = whole.numbers["carrier"].where(whole.numbers["carrier"].isin(CARRIERS), OTHERS)
    for name in (*CARRIERS, OTHERS):
        mine = whole.numbers[carrier == name]
        if mine.empty:
            continue
        who = carrier_name(name, whole.lang) if name != OTHERS else _("numbers without a known carrier")
        rows = whole.rows[whole.rows["number"].isin(mine["number"])].merge(mine[["number", "rank"]], on="number")
        rows = rows.sort_values(["rank", "first_at", "case"], kind="stable")
        lead = _("{n} numbers, each named by a finding in at least one of {cases} cases, whose records show calls or messages from them. Please check to whom they were issued, whether their use was registered, and take the steps that your rules foresee.").format(
            n=f"{len(mine):,}", cases=whole.n("cases")
        )  # fmt: skip
        caution = _("A number shown to the called person can be forged, and since 2019 a person may take a mobile number along to another carrier: the carrier named is the one to which the range was issued.")  # fmt: skip
        sections = [
            Section(
                "numbers",
                _("Numbers"),
                (Text(lead, "lead"), Text(caution, "note"), _number_table(whole, mine, IN_BOOK, "")),
            ),
            Section("cases", _("By case"), (_row_table(whole, rows),)),
            _rules(whole, {rule for listed in rows["rules"].unique() for rule in listed.split()}),
            _method(whole),
        ]
        papers[name] = _document(whole, f"handover-{name}", _("Hand-over sheet: {who}").format(who=who), sections)
    return papers


def _document(whole: Whole, name: str, title: str, sections: list[Section]) -> Document:
    _ = whole.text
    first, last = (str(whole.counts[at])[:10] for at in ("first_at", "last_at"))
    parts = [_("records from {first} to {last}").format(first=first, last=last)] if first else []
    parts.append(_("all times in {zone}").format(zone=whole.zone))
    return Document(
        name=name, title=title, lang=whole.lang, sections=tuple(sections), subtitle=" · ".join(parts), made_on=whole.made_on,
        footer=_("Made on {day} by call-sms-analyzer {version}, on this computer; nothing was sent anywhere. This page is no legal advice.").format(
            day=whole.made_on.isoformat(), version=whole.version
        ),
    )  # fmt: skip


def _overview(whole: Whole) -> Section:
    _ = whole.text
    lead = _("{several} of {numbers} reported numbers called or wrote to more than one person; {callers} callers with several numbers did.").format(
        several=whole.n("numbers_of_several"), numbers=whole.n("numbers"), callers=whole.n("callers_of_several")
    )  # fmt: skip
    big = (
        (_("cases"), whole.n("cases")),
        (_("people"), whole.n("people")),
        (_("calls and messages"), whole.n("events")),
        (_("findings"), whole.n("findings")),
        (_("reported numbers"), whole.n("numbers")),
        (_("of these, of several people"), whole.n("numbers_of_several")),
    )
    blocks: list[Text | Facts | Steps] = [Text(lead, "lead"), Facts(big, "big")]
    if whole.counts["failed"]:
        blocks.append(
            Text(
                _(
                    "{n} cases could not be read; the reasons stand below. They are in none of the other figures."
                ).format(n=whole.n("failed"))
            )
        )
    if whole.counts["left_out"]:
        blocks.append(
            Text(
                _("Left out beside the cases, since they are no folder and no ordinary file: {n}.").format(
                    n=whole.n("left_out")
                )
            )
        )
    if not whole.named:
        blocks.append(
            Text(
                _(
                    "Cases and people stand here by pseudonyms; private/cases.csv says which case is which and does not belong in other hands."
                ),
                "note",
            )
        )
    return Section("overview", _("In brief"), tuple(blocks))


def _numbers(whole: Whole, most: int) -> Section:
    _ = whole.text
    words = _("Numbers that a finding names in at least one case, with every case that they called or wrote to. Those who reach most people come first.")  # fmt: skip
    return Section("numbers", _("Numbers"), (Text(words), _number_table(whole, whole.numbers, most, "across/numbers")))


def _number_table(whole: Whole, numbers: pd.DataFrame, most: int, full: str) -> Table:
    _ = whole.text
    shown = numbers.head(most)
    rows = shown.assign(
        shown=as_people_write(shown["number"], _, whole.lang),
        kind=in_words(shown["number_kind"], NUMBER_KINDS, _),
        carrier=[carrier_name(one, whole.lang) if one else "" for one in shown["carrier"]],
        first_at=local(shown["first_at"], whole.zone),
        last_at=local(shown["last_at"], whole.zone),
    )
    columns = (
        Column("rank", _("No."), "count", 5),
        Column("shown", _("Number"), width=16),
        Column("carrier", _("Carrier"), width=12),
        Column("people", _("People"), "count", 8),
        Column("cases", _("Cases"), "count", 8),
        Column("reported_in", _("Reported in"), "count", 8),
        Column("findings", _("Findings"), "count", 8),
        Column("calls_in", _("Calls"), "count", 8),
        Column("messages_in", _("Messages"), "count", 8),
        Column("days", _("Days"), "count", 8),
        Column("calls_in_max_day", _("Most calls on a day"), "count", 10),
        Column("night", _("At night"), "count", 8),
        Column("first_at", _("Since"), "day", 11),
        Column("last_at", _("Until"), "day", 11),
        Column("kind", _("Kind"), width=14),
        Column("region", _("Place"), width=10),
        Column("caller", _("Caller"), width=8, links_to="callers"),
    )
    return Table(
        "numbers", columns, rows, row_key="shown", filters=("kind", "carrier"),
        empty=_("No number appears to exceed a limit that could be judged."),
        full=full, of=len(numbers) if len(numbers) > len(rows) else 0,
    )  # fmt: skip


def _row_table(whole: Whole, rows: pd.DataFrame) -> Table:
    """What each case shows of each number."""
    _ = whole.text
    shown = rows.head(IN_BOOK)
    shown = shown.assign(
        shown=as_people_write(shown["number"], _, whole.lang),
        night=shown["night_calls_in"] + shown["night_messages_in"],
        first_at=local(shown["first_at"], whole.zone),
        last_at=local(shown["last_at"], whole.zone),
    )
    columns = (
        Column("rank", _("No."), "count", 5),
        Column("shown", _("Number"), width=16),
        Column("case", _("Case"), width=12),
        Column("calls_in", _("Calls"), "count", 8),
        Column("messages_in", _("Messages"), "count", 8),
        Column("days_active", _("Days"), "count", 8),
        Column("calls_in_max_day", _("Most calls on a day"), "count", 10),
        Column("night", _("At night"), "count", 8),
        Column("findings", _("Findings"), "count", 8),
        Column("rules", _("Rules"), width=48),
        Column("first_at", _("First"), "time", 17),
        Column("last_at", _("Last"), "time", 17),
    )
    return Table("rows", columns, shown, full="data/numbers", of=len(rows) if len(rows) > len(shown) else 0)


def _callers(whole: Whole, most: int) -> Section:
    _ = whole.text
    shown = whole.callers.head(most)
    rows = shown.assign(
        several=[len(one.split()) for one in shown["numbers"]],
        named=[_few(one.split(), whole) for one in shown["numbers"]],
        reasons=[_(", ").join(_(BASES[word][0]) for word in one.split() if word in BASES) for one in shown["basis"]],
        first_at=local(shown["first_at"], whole.zone),
        last_at=local(shown["last_at"], whole.zone),
    )
    columns = (
        Column("caller", _("Caller"), width=8),
        Column("people", _("People"), "count", 8),
        Column("cases", _("Cases"), "count", 8),
        Column("several", _("Numbers"), "count", 8),
        Column("events", _("Calls and messages"), "count", 10),
        Column("days", _("Days"), "count", 8),
        Column("findings", _("Findings"), "count", 8),
        Column("first_at", _("Since"), "day", 11),
        Column("last_at", _("Until"), "day", 11),
        Column("reasons", _("Taken for one caller because of"), width=24),
        Column("named", _("Its numbers"), width=30),
    )
    words = _("Several numbers that behave as one caller in a case; two such callers of different cases that share a number are taken for one.")  # fmt: skip
    full = "across/callers"
    return Section(
        "callers",
        _("Callers with several numbers"),
        (
            Text(words),
            Table("callers", columns, rows, row_key="caller", empty=_("No such caller was found."), full=full,
                  of=len(whole.callers) if len(whole.callers) > len(rows) else 0),
        ),
    )  # fmt: skip


def _few(numbers: list[str], whole: Whole) -> str:
    _ = whole.text
    shown = [named(one, _, whole.lang).replace("\xa0", " ") for one in numbers[:NUMBERS_SHOWN]]
    more = len(numbers) - NUMBERS_SHOWN
    return _(", ").join(shown) + (_(" and {n} more").format(n=f"{more:,}") if more > 0 else "")


def _sheets(whole: Whole) -> Section | None:
    """Which hand-over sheets there are."""
    _ = whole.text
    papers = whole.sheets
    if not papers:
        return None
    items = tuple(paper.title for paper in papers.values())
    return Section(
        "handover", _("Hand-over sheets"),
        (Text(_("One workbook for each carrier: its numbers, and what each case shows of them.")), Steps(items, tuple(f"handover/{name}.xlsx" for name in papers))),
    )  # fmt: skip


def _rules(whole: Whole, chosen: Collection[str] | None = None) -> Section:
    """What the rules limit, and in how many cases of all each fired; only the chosen ones, where some are."""
    _ = whole.text
    known = whole.rules if chosen is None else whole.rules[whole.rules["rule"].isin(chosen)]
    rows = known.assign(
        force=[_(FORCES[one][0]) if one in FORCES else "" for one in known["force"]],
        title=[title or rule for title, rule in zip(known["title"], known["rule"], strict=True)],
    )
    columns = (
        Column("rule", _("Rule"), width=18),
        Column("title", _("What it limits"), width=40),
        Column("force", _("Force"), width=20),
        Column("cases", _("Cases"), "count", 8),
        Column("findings", _("Findings"), "count", 8),
    )
    return Section("rules", _("Limits that appear to be exceeded"), (Table("rules", columns, rows, row_key="rule", empty=_("None.")),))  # fmt: skip


STATES = {"read": N_("read"), "failed": N_("not readable")}


def _cases(whole: Whole, most: int) -> Section:
    """Coverage and problems of each case."""
    _ = whole.text
    order = whole.cases.sort_values(["state", "problems", "case"], ascending=[True, False, True], kind="stable")
    shown = order.head(most)
    rows = shown.assign(
        state=[_(STATES[one]) for one in shown["state"]],
        first_at=local(shown["first_at"], whole.zone),
        last_at=local(shown["last_at"], whole.zone),
    )
    columns = (
        Column("case", _("Case"), width=12),
        Column("state", _("State"), width=10),
        Column("sources", _("Exports"), "count", 8),
        Column("rows_read", _("Rows read"), "count", 8),
        Column("events", _("Calls and messages"), "count", 10),
        Column("problems", _("Rows not readable"), "count", 10),
        Column("first_at", _("First"), "day", 11),
        Column("last_at", _("Last"), "day", 11),
        Column("days", _("Days with an event"), "count", 8),
        Column("gap_days", _("Longest gap, days"), "count", 8),
        Column("numbers", _("Numbers"), "count", 8),
        Column("reported", _("Reported"), "count", 8),
        Column("findings", _("Findings"), "count", 8),
    )
    words = _("Cases that could not be read come first, then those with most rows that could not be used.")
    table = Table("cases", columns, rows, row_key="case", filters=("state",), full="data/cases",
                  of=len(order) if len(order) > len(rows) else 0)  # fmt: skip
    return Section("cases", _("Coverage and problems by case"), (Text(words), table))


def _unread(whole: Whole, most: int) -> Section | None:
    """Cases that could not be read, and files that were left out of those that could."""
    _ = whole.text
    if whole.unread.empty:
        return None
    words = _("Whoever brought these should be asked for another export; files that are no records of calls or messages need nothing.")  # fmt: skip
    columns = (Column("case", _("Case"), width=16), Column("note", _("Why"), width=100))
    rows = whole.unread.head(most)
    table = Table("unread", columns, rows, full="data/problems", of=len(whole.unread) if len(whole.unread) > most else 0)  # fmt: skip
    return Section("unread", _("Cases and files that could not be read"), (Text(words), table))


def _troubles(whole: Whole) -> Section | None:
    _ = whole.text
    if not whole.left:
        return None
    return Section("left", _("Left out"), tuple(Text(sentence) for sentence in whole.left[:ON_PAGE]))


def _method(whole: Whole) -> Section:
    _ = whole.text
    told = [
        _("Each case is counted by itself, by the same functions as a single one; nothing that happens in one case changes a count in another."),
        _("People: owners of the phones and lines. The same own number in several cases is one person; an owner whose number no export states counts once in each case."),
        _("Days: local days with a call or message from the number, each person's days by themselves, added up."),
        _("A number counts as reported in a case when a finding names it and it is neither a contact of the owner nor a public line there. Cases in which it is not reported still count among the people whom it reached."),
        _("Callers without a number (withheld, masked) are in no ranking: nobody knows whether they are the same."),
        _("A finding says what records show; it is no judgement about a caller. Limits, assumptions and sources of each rule: analyze rules ID."),
    ]  # fmt: skip
    return Section("method", _("Method"), tuple(Text(sentence) for sentence in told))
