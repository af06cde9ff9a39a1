"""The report's chapter of messages: how many of which kind, which appear to threaten or insult, quoted with the places marked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Detail, Section, Table, Text
from analyzer.messages import CONDUCT, FLAG_WORDS, KIND_WORDS
from analyzer.reports.message_words import (
    GRAVE,
    kinds_in_words,
    marked,
    messages,
    places,
    received,
    said_by,
    weighed,
)
from analyzer.reports.words import named
from analyzer.wording import FLAGS, KINDS

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

QUOTED = 40
"""Messages that the page quotes, the most telling ones; all stand in the workbook."""

OPEN = 6
"""Quoted messages that are open at the start."""

OF_A_NUMBER = 5
"""Messages quoted beside the findings of one number."""

REPEATED = 3
"""Times that a text must have come to be listed as repeated; from two numbers, twice is enough."""

LISTED = 12
"""Repeated texts that are listed."""

BEGINNING = 60
"""Characters of a repeated text that the list shows."""


def sections(case: Case) -> list[Section]:
    """The chapter; nothing where no message was received."""
    rows = messages(case)
    rows = rows[rows["direction"] == "in"]
    if rows.empty:
        return []
    _ = case.text
    mine = received(case)
    blocks: list[Any] = [
        Text(_brief(case, mine)),
        *_not_quoted(case, rows),
        *_quoted(case, mine),
        *_counts(case, rows, mine),
        *_repeated(case, mine),
    ]
    return [Section("wording", _("Messages"), (*blocks, *_limits(case, mine)))]


def line(case: Case) -> str:
    """One sentence for the top of the report, empty where no message of a reported number is flagged."""
    _ = case.text
    found = received(case)
    found = found[found["conduct"] != ""]
    if found.empty:
        return ""
    flags = set(" ".join(found["conduct"].unique()).split())
    words = [_(FLAG_WORDS[flag]) for flag in GRAVE if flag in flags]
    told = _("{words} and more") if len(words) > 3 else "{words}"
    return _("Messages marked by word rules: {n}, from {numbers} numbers ({words}). See Messages.").format(
        n=f"{len(found):,}",
        numbers=found["number"].nunique(),
        words=told.format(words=_("; ").join(words[:3])),
    )


def of_number(case: Case, owner: str, number: str) -> list[Any]:
    """Blocks for the details of one number: its marked messages, the most telling first."""
    _ = case.text
    groups = case.once("weighed by number", lambda: dict(list(weighed(case).groupby(["owner", "number"], sort=False))))
    if (owner, number) not in groups:
        return []
    mine = groups[owner, number]
    shown = mine.head(OF_A_NUMBER)
    blocks: list[Any] = []
    for row in shown.to_dict("records"):
        word = KIND_WORDS.get(row["message_kind"])
        kind = _(word) if word else row["message_kind"]
        blocks.append(Text(f"{row['at_local']:%Y-%m-%d %H:%M:%S} · {kind} · {row['event_id']}", "note"))
        blocks.append(marked(str(row["body"]), row["spans"], _))
    if len(mine) > len(shown):
        blocks.append(Text(_left(case, len(shown), len(mine)), "note"))
    return [Detail(f"marked-{mine['rank'].iloc[0]}", _("Messages marked by word rules"), tuple(blocks), aside=f"{len(mine):,}")]  # fmt: skip


def _brief(case: Case, mine: pd.DataFrame) -> str:
    _ = case.text
    found = mine[mine["conduct"] != ""]
    if mine.empty:
        return _("No reported number sent a message.")
    if found.empty:
        return _(
            "Reported numbers sent {n} messages. The word rules marked none of them as a threat, an insult or the like; that is no proof that there was none."
        ).format(n=f"{len(mine):,}")
    return _(
        "Reported numbers sent {n} messages. Word rules marked {marked} of them, from {numbers} numbers; they are quoted below with the places in the text."
    ).format(n=f"{len(mine):,}", marked=f"{len(found):,}", numbers=found["number"].nunique())


def _not_quoted(case: Case, rows: pd.DataFrame) -> list[Text]:
    """How many marked messages are not quoted, because their numbers were set aside or not reported."""
    _ = case.text
    left = int((rows["conduct"] != "").sum()) - len(weighed(case))
    words = _("Word rules also marked {n} messages of numbers that are not reported (contacts, numbers to leave alone); they are not quoted.")  # fmt: skip
    return [Text(words.format(n=f"{left:,}"), "note")] if left else []


def _counts(case: Case, rows: pd.DataFrame, mine: pd.DataFrame) -> list[Any]:
    """How many messages of each kind and with each flag."""
    import pandas as pd

    _ = case.text
    every, own = rows["message_kind"].value_counts(), mine["message_kind"].value_counts()
    kinds = pd.DataFrame(
        [(_(KIND_WORDS[kind]), int(own.get(kind, 0)), int(every[kind])) for kind in KINDS if kind in every.index],
        columns=["kind", "own", "every"],
    )
    columns = (
        Column("kind", _("Kind of message"), width=22),
        Column("own", _("from reported numbers"), "count"),
        Column("every", _("received in all"), "count"),
    )
    blocks: list[Any] = [Table("kinds", columns, kinds, _("Messages received, by kind"))]
    told, cells = [], mine["flags"].unique().tolist()
    for flag in (*GRAVE, *(flag for flag in FLAGS if flag not in CONDUCT)):
        has = mine[mine["flags"].isin([cell for cell in cells if flag in cell.split()])]
        if len(has):
            told.append((_(FLAG_WORDS[flag]), len(has), has["number"].nunique(), has["at_local"].min(), has["at_local"].max()))  # fmt: skip
    if told:
        columns = (
            Column("flag", _("What the wording does"), width=30),
            Column("n", _("Messages"), "count"),
            Column("numbers", _("Numbers"), "count"),
            Column("first", _("First"), "day"),
            Column("last", _("Last"), "day"),
        )
        table = pd.DataFrame(told, columns=["flag", "n", "numbers", "first", "last"])
        blocks.append(Table("flags", columns, table, _("Messages of reported numbers, by what word rules found")))
    return blocks


def _quoted(case: Case, mine: pd.DataFrame) -> list[Any]:
    """The marked messages, each text once, the most telling first."""
    _ = case.text
    found = mine[mine["conduct"] != ""]
    if found.empty:
        return []
    texts = weighed(case).drop_duplicates("body")
    times, numbers = found["body"].value_counts(), found.groupby("body", sort=False)["number"].nunique()
    shown = texts.head(QUOTED)
    blocks: list[Any] = [Text(_("Quoted word for word, in the order of the marks, not of time:"))]
    for i, row in enumerate(shown.assign(kind=kinds_in_words(shown, _), by=said_by(shown, _)).to_dict("records")):
        again = (int(times[row["body"]]), int(numbers[row["body"]]))
        blocks.append(_message(case, row, again, i < OPEN))
    if len(shown) < len(texts):
        blocks.append(Text(_left(case, len(shown), len(texts)), "note"))
    return blocks


def _left(case: Case, shown: int, whole: int) -> str:
    _ = case.text
    return _("{shown} of {total} are quoted here; evidence.xlsx, sheet Messages, has them all.").format(
        shown=f"{shown:,}", total=f"{whole:,}"
    )


def _message(case: Case, row: dict[str, Any], again: tuple[int, int], is_open: bool) -> Detail:
    _ = case.text
    rules = dict.fromkeys(rule for flag, _start, _end, rule in places(row["spans"]) if flag in CONDUCT)
    told = [
        _("{kind} ({by})").format(kind=row["kind"], by=row["by"]) if row["by"] else row["kind"],
        *([_("signed 【{name}】").format(name=named(row["signature"], _))] if row["signature"] else []),
        *([_("the same text {n} times, from {numbers} numbers").format(n=again[0], numbers=again[1])] if again[0] > 1 else []),
        *([_("struck in the case file: {flags}").format(flags=_flag_words(row["struck"], case))] if row["struck"] else []),
        *([_("word rules: {ids}").format(ids=_(", ").join(rules))] if rules else []),
        row["event_id"],
    ]  # fmt: skip
    gravest = next(flag for flag in GRAVE if flag in row["conduct"].split())
    return Detail(
        f"message-{row['event_id']}",
        f"{row['at_local']:%Y-%m-%d %H:%M:%S} · {named(row['number'], _, case.lang)}",
        (marked(str(row["body"]), row["spans"], _), Text(" · ".join(told), "note")),
        aside=_(FLAG_WORDS[gravest]),
        open=is_open,
        shows=("record", "event_id", row["event_id"]),
    )


def _flag_words(cell: str, case: Case) -> str:
    _ = case.text
    return _("; ").join(_(FLAG_WORDS[flag]) for flag in cell.split())


def _repeated(case: Case, mine: pd.DataFrame) -> list[Any]:
    """Texts that came again and again, word for word or nearly so."""
    import pandas as pd

    _ = case.text
    rows = mine[(mine["template"] != "") & ~mine["message_kind"].isin(["code", "personal"])]
    if rows.empty:
        return []
    groups = rows.groupby("template", sort=False)
    table = pd.DataFrame({
        "times": groups.size(), "numbers": groups["number"].nunique(), "first": groups["at_local"].min(), "last": groups["at_local"].max(),
        "body": groups["body"].first(), "message_kind": groups["message_kind"].first(),
    })  # fmt: skip
    table = table[(table["times"] >= REPEATED) | (table["numbers"] > 1)]
    if table.empty:
        return []
    table = table.sort_values(["numbers", "times"], ascending=False, kind="stable")
    whole, table = len(table), table.head(LISTED)
    beginning = [body if len(body) <= BEGINNING else body[:BEGINNING] + "…" for body in table["body"].astype("str")]
    table = table.assign(beginning=beginning, kind=kinds_in_words(table, _)).reset_index()
    columns = (
        Column("template", _("Text"), width=6),
        Column("beginning", _("It begins"), "quote", 40),
        Column("kind", _("Kind"), width=12),
        Column("times", _("How often"), "count"),
        Column("numbers", _("Numbers"), "count"),
        Column("first", _("First"), "day"),
        Column("last", _("Last"), "day"),
    )
    words = _(
        "Texts of reported numbers that came at least {n} times, or from several numbers; texts that differ in names, sums and dates only are taken for one."
    ).format(n=REPEATED)
    blocks: list[Any] = [Detail("templates", _("The same text again"), (Text(words), Table("templates", columns, table)), aside=f"{whole:,}")]  # fmt: skip
    return blocks


def _limits(case: Case, mine: pd.DataFrame) -> list[Any]:
    """What kinds and flags are, what they are not, and how to correct them."""
    _ = case.text
    told = [
        _("What is marked was found by word rules in the text alone; what was meant is for the reader to judge. The kind of a message is the opinion of a small statistical model, which only sorts; it neither makes nor removes a mark. Both can be wrong, in both directions."),
        _("Marked are the words, not the sender: who wrote a message, and whether what it says is true, the records do not show."),
    ]  # fmt: skip
    blocks: list[Any] = [Text(" ".join(told) if case.lang != "zh" else "".join(told), "note")]
    found = mine[mine["conduct"] != ""]
    row = (found if len(found) else mine).head(1)
    if len(row):
        event, flag = row["event_id"].iloc[0], (row["conduct"].iloc[0].split() or ["insult"])[0]
        lines = [
            "[[correction]]",
            f'events = ["{event}"]',
            f'kind = "personal"      # {" ".join(KINDS)}',
            f'strike = ["{flag}"]    # {" ".join(FLAGS)}',
            'why = ""',
        ]
        words = _("Where a message was sorted or marked wrongly, write into case.toml which one (its id), its kind, and what to strike, and run the analysis again; the report then shows both:")  # fmt: skip
        blocks.append(Detail("correct", _("How to correct it"), (Text(words), Text("\n".join(lines), "quote"))))
    return blocks
