"""The letter of a complaint: what is printed, signed and handed in, out of the paper that a channel's sheet is made of.

The letter itself comes first and ends with the signature. Its lists follow as annexes, then charts, then the list of
exhibits: which export each figure was drawn from, with its SHA-256. Advice for the person is no part of it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Detail, Document, Facts, Figure, Section, Table, Text
from analyzer.reports.complaint_tables import BLANK, dialled, with_ranks
from analyzer.reports.words import is_page_of

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

LETTER_PAGES = ("US", "CA", "MX", "PH", "CL", "CO")
"""Regions where paper is of the North American size Letter; elsewhere it is A4 (ISO 216)."""

ROWS = 300
"""Calls and messages together that a letter lists; more only make it thick, and the sheet beside it has them all."""

SLACK = 60
"""Rows more that are listed all the same: who has 301 calls shall not read that one of them was left out."""

MESSAGES = 100
"""Of these, how many messages have their place even beside more calls: what was said weighs more than one call more."""

NUMBERS = 500
"""Numbers that it lists: whom the letter is about belongs on paper."""

OTHER_ROWS = 200
"""Rows of any other list."""

BESIDE = N_("complaint.xlsx and complaint.txt beside this letter")

CHARTS = ("daily", "hours", "top-numbers", "redial", "since", "corroboration")
"""Charts of the numbers of a letter that it shows, in this order, as far as they apply to the case."""

SEVERAL = {"top-numbers": 3}
"""Numbers from which on such a chart says more than the list does."""

PAGES_OF_NUMBERS = 3
"""Charts of single numbers that it shows besides, strongest first."""


SHOWS = {
    "Numbers": N_("to show: from which numbers how many calls and messages came"),
    "Callers": N_("to show: why these numbers appear to belong together"),
    "Findings": N_("to show: which counts appear to exceed which limit, on which days, and what that rests on"),
    "Patterns": N_("to show: where a closer look may be worth while; no text forbids it"),
    "Calls": N_("to show: day, time, outcome and length of each call"),
    "Messages": N_("to show: wording, day and time of each message"),
    "Own": N_("to show: what went out to these numbers"),
    "Before due": N_("to show: each contact before the first due date that I state"),
    "Charts": N_("to show: how the listed calls and messages are spread over numbers, days and hours"),
}
"""What each annex is to show, by the key of its section."""


def letter(case: Case, paper: Document, taken: pd.DataFrame, most_bytes: int = 0, drawn: Mapping[str, Figure] | None = None) -> Document:  # fmt: skip
    """The letter that belongs to a channel's paper.

    Parameters
    ----------
    case : Case
    paper : Document
        What `analyzer.reports.complaint.complaint` wrote for the channel.
    taken : DataFrame
        Rows of ``case.reported`` that go to the channel.
    most_bytes : int
        Size that the channel's portal takes, 0 where no limit is known.
    drawn : mapping, optional
        Charts of these numbers alone, by name. Without it those of the case are shown where the letter names every reported number.
    """
    _ = case.text
    first, *lists = [section for section in paper.sections if section.paper != "sheet"] or [Section("Letter", "", ())]
    first, *lists = [
        _shortened(case, lists, section) for section in (first, *lists)
    ]  # a form's reports stand in the first one
    charts = _charts(case, taken, drawn)
    annexes = [*lists, *([Section("Charts", _("Charts"), charts)] if charts else [])]
    numbered = [
        dataclasses.replace(section, title=_("Annex {n}: {title}").format(n=i, title=section.title))
        for i, section in enumerate(annexes, 1)
    ]
    last = Section("Exhibits", _("Annex {n}: {title}").format(n=len(annexes) + 1, title=_("Exhibits")), _exhibits(case, numbered, taken))  # fmt: skip
    return dataclasses.replace(
        paper,
        name="letter",
        sections=(first, *numbered, last),
        page=sheet(case),
        most_bytes=most_bytes,
    )


def sheet(case: Case) -> str:
    """The paper size of the case's region.

    Examples
    --------
    >>> from types import SimpleNamespace
    >>> sheet(SimpleNamespace(settings=SimpleNamespace(region="US")))
    'Letter'
    """
    return "Letter" if case.settings.region in LETTER_PAGES else "A4"


def _shortened(case: Case, lists: list[Section], section: Section) -> Section:
    """Lists cut to what one reads on paper; each says how many rows it had."""
    size = {block.key: len(block.rows) for each in lists for block in each.blocks if isinstance(block, Table)}
    calls, messages = size.get("calls", 0), size.get("messages", 0)
    room = calls + messages if calls + messages <= ROWS + SLACK else ROWS
    for_messages = min(messages, max(MESSAGES, room - calls))
    most = {"calls": room - for_messages, "messages": for_messages, "numbers": NUMBERS}
    reports = [block for block in section.blocks if isinstance(block, Detail)]
    calls_each = _each([len(block.rows) for one in reports for block in one.blocks if isinstance(block, Table)], ROWS)
    messages_each = _each([len(_messages(case, one.blocks)) for one in reports], MESSAGES)

    def cut(block: Any) -> Any:
        if isinstance(block, Table):
            return _first(case, block, most.get(block.key, OTHER_ROWS))
        if isinstance(block, Detail):
            kept = _first_messages(case, block.blocks, messages_each)
            return dataclasses.replace(
                block, blocks=tuple(_first(case, one, calls_each) if isinstance(one, Table) else one for one in kept)
            )
        return block

    return dataclasses.replace(section, blocks=tuple(cut(block) for block in section.blocks))


def _each(sizes: list[int], most: int) -> int:
    """How many rows each of several lists has room for, so that together they have about `most`; at least one.

    Examples
    --------
    >>> _each([1, 2, 500, 700], 300), _each([1, 2, 300], 300), _each([9] * 50, 10)
    (148, 300, 1)
    """
    if sum(sizes) <= most + SLACK:
        return max(sizes, default=0)
    left, room = len(sizes), most
    for size in sorted(sizes):
        if size * left > room:
            return max(room // left, 1)
        left, room = left - 1, room - size
    return max(sizes)


def _messages(case: Case, blocks: Sequence[Any]) -> list[int]:
    """Where the messages of a report begin: each with its time and its id."""
    name = case.text("Id")
    return [
        i
        for i, block in enumerate(blocks)
        if isinstance(block, Facts) and [label for label, _ in block.pairs[1:]] == [name]
    ]


def _first_messages(case: Case, blocks: Sequence[Any], most: int) -> Sequence[Any]:
    """The blocks of a report with its first messages, which are the most telling ones; they come last in it."""
    begins = _messages(case, blocks)
    if len(begins) <= most:
        return blocks
    _ = case.text
    said = _("{n} of {all} messages are shown here. All of them: {where}").format(
        n=most, all=f"{len(begins):,}", where=_(BESIDE)
    )
    return (*blocks[: begins[most]], Text(said, "note"))


def _first(case: Case, table: Table, most: int) -> Table:
    if len(table.rows) <= most:
        return table
    _ = case.text
    return dataclasses.replace(table, rows=table.rows.head(most), of=len(table.rows), full=table.full or _(BESIDE))


def _charts(case: Case, taken: pd.DataFrame, drawn: Mapping[str, Figure] | None) -> tuple[Any, ...]:
    """Charts that show nothing but what this channel is told: of these numbers together, then of the strongest ones."""
    _ = case.text
    if drawn is None:
        drawn = case.figures if len(taken) == len(case.reported) else {}
    many = taken["number"].nunique()
    named = [drawn[name] for name in CHARTS if name in drawn and many >= SEVERAL.get(name, 1)]
    ranks = dict(
        zip(zip(case.reported["owner"], case.reported["number"], strict=True), case.reported["rank"], strict=True)
    )
    pages = [
        figure
        for key in zip(taken["owner"], taken["number"], strict=True)
        for figure in case.figures.values()
        if figure.subject and is_page_of(figure.name, ranks[key])
    ]
    return tuple(
        dataclasses.replace(figure, title=_("Chart {n}: {title}").format(n=i, title=figure.title))
        for i, figure in enumerate((*named, *pages[:PAGES_OF_NUMBERS]), 1)
    )


def _exhibits(case: Case, annexes: list[Section], taken: pd.DataFrame) -> tuple[Any, ...]:
    """What is handed in with the letter, and the exports that its rows stand in; others are none of the reader's business."""
    import pandas as pd

    _ = case.text
    listed = with_ranks(case.evidence, taken)
    named = {*listed["source"].astype("str"), *" ".join(listed["also_in"].astype("str").unique()).split()}
    sources = case.sources[case.sources["source"].astype("str").isin(named)]
    shows = {name: _(words) for key, words in SHOWS.items() for name in (key, _(key))}
    parts = listed["source"].astype("str") + " " + listed["also_in"].astype("str")
    held = {source: int(parts.str.contains(source, regex=False).sum()) for source in sources["source"].astype("str")}
    phones = {source: _(", ").join(dialled(one, case.lang) for one in listed.loc[parts.str.contains(source, regex=False), "owner"].unique() if one) for source in held}  # fmt: skip
    original = "\n".join((_("□ kept on the phone"), _("□ kept by: {blank}").format(blank=BLANK)))
    rows = [
        {"no": str(i), "name": section.title, "pages": section.key, "shows": shows.get(section.key, _("to show: the figures in it")), "sha256": "", "original": ""}
        for i, section in enumerate(annexes, 1)
    ]  # fmt: skip
    rows += [
        {
            "no": f"{len(annexes) + i}",
            "name": case.files.get(source, str(source)),
            "pages": "",
            "shows": _(
                "export (electronic data), source {source}; to show: {n} of the listed calls and messages of {phones} stand in it"
            ).format(source=source, n=f"{held[str(source)]:,}", phones=phones[str(source)] or BLANK),
            "sha256": str(digest),
            "original": original,
        }
        for i, (source, digest) in enumerate(zip(sources["source"], sources["sha256"], strict=True), 1)
    ]
    rows.append(
        {
            "no": str(len(rows) + 1),
            "name": _("screenshots of the call list and messages: {blank}").format(blank=BLANK),
            "pages": "",
            "shows": _("to show: the phone itself holds the same calls and messages"),
            "sha256": "",
            "original": original,
        }
    )
    columns = (
        Column("no", _("No."), width=4),
        Column("name", _("Exhibit"), width=22),
        Column("pages", _("Pages"), "pages", 7),
        Column("shows", _("What it is, what it is to show"), width=23),
        Column("sha256", "SHA-256", width=34),
        Column("original", _("Original"), width=18),
    )
    note = _(
        "A hash shows that a file was not changed after the hash was taken; it does not show that what the file says is true. Every listed call and message names its export and its row there."
    )
    return (Text(note, "note"), Table("exhibits", columns, pd.DataFrame(rows, columns=[c.name for c in columns])))
