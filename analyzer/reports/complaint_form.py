"""Texts to paste into a form: the same words as the letter, cut into blocks that fit; and messages as SMS to report them.

A block never loses a character: put one after the other, the blocks are the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analyzer.document import Detail, Facts, Section, Steps, Text
from analyzer.reports.complaint_tables import BLANK, dialled
from analyzer.reports.message_words import by_weight
from analyzer.reports.message_words import messages as messages_of

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

BLOCK = 500
"""Characters of a block where the form's own limit is not known. Our own choice."""

PASTED = ("annex", "respondent", "relation", "requests", "provisions", "facts", "story", "before_due", "third", "quotes", "cited", "steps")  # fmt: skip
"""Parts of a letter that a form has a field for, in the order in which they are pasted."""

SMS = 100
"""Messages that are written as SMS reports, the most telling first."""

END = re.compile(r"(?<=[。！？；;\n])|(?<=[.!?]) ")


def sections(
    case: Case, channel: Any, taken: pd.DataFrame, parts: Mapping[str, Callable[..., list[Any]]]
) -> list[Section]:
    """The texts to paste, the SMS to report messages with, and what to check with the channel; on the sheet only."""
    return [*_blocks(case, channel, taken, parts), *_sms(case, channel, taken), *_unknown(case, channel)]


def _blocks(
    case: Case, channel: Any, taken: pd.DataFrame, parts: Mapping[str, Callable[..., list[Any]]]
) -> list[Section]:
    _ = case.text
    wanted = [name for name in PASTED if name in channel.parts]
    text = "\n".join(line for name in wanted for line in lines(parts[name](case, channel, taken), case))
    if not text:
        return []
    most = channel.block or BLOCK
    if channel.block:
        note = _("A field of the form takes {n} characters: one block for each field or message.").format(n=f"{most:,}")
    else:
        note = _("The form's own limit is not known. Each block has at most {n} characters, which is our own choice: paste as many as the field takes.").format(n=f"{most:,}")  # fmt: skip
    made = packed(text, most)
    details = [
        Detail(f"block-{i}", _("Block {i} of {n} ({size} characters)").format(i=i, n=len(made), size=len(block)), (Text(block, "quote"),))
        for i, block in enumerate(made, 1)
    ]  # fmt: skip
    return [Section(_("To paste"), _("Texts to paste into a form"), (Text(note, "note"), *details), paper="sheet")]


def lines(blocks: list[Any], case: Case) -> list[str]:
    """Blocks of a letter as lines of plain text."""
    _ = case.text
    told = []
    for block in blocks:
        match block:
            case Text(role="lead"):
                told.append(_("[{heading}]").format(heading=block.text))
            case Text(role="quote"):
                told.append(_("“{text}”").format(text=block.text))
            case Text():
                told.append(block.text)
            case Facts():
                told += [_("{label}: {value}").format(label=label, value=value) for label, value in block.pairs]
            case Steps():
                told += [f"{i}. {item}" for i, item in enumerate(block.items, 1)]
    return told


def packed(text: str, most: int) -> list[str]:
    r"""A text in blocks of at most `most` characters, cut after lines, else after sentences, else where it must be.

    Examples
    --------
    >>> packed("One. Two.\nThree.", 10)
    ['One. Two.\n', 'Three.']
    """
    pieces = text.splitlines(keepends=True)
    small: list[str] = []
    for piece in pieces:
        small += [piece] if len(piece) <= most else _sentences(piece, most)
    made = [""]
    for piece in small:
        if made[-1] and len(made[-1]) + len(piece) > most:
            made.append("")
        made[-1] += piece
    return [block for block in made if block]


def _sentences(line: str, most: int) -> list[str]:
    cuts = [0, *(found.end() for found in END.finditer(line)), len(line)]
    parts = [line[a:b] for a, b in pairwise(cuts) if a < b]
    return [part[i : i + most] for part in parts for i in range(0, len(part), most)]


def _sms(case: Case, channel: Any, taken: pd.DataFrame) -> list[Section]:
    """Messages in the form in which the carrier takes reports of them; only from its own customers' lines."""
    _ = case.text
    own = taken[taken["role"].str.contains("own")] if channel.sms else taken.head(0)
    rows = messages_of(case)
    rows = rows[rows["direction"] == "in"].merge(own[["owner", "number", "rank"]], on=["owner", "number"])
    rows = rows[rows["body"].astype(str) != ""]
    if rows.empty:
        return []
    rows = by_weight(rows)
    details = []
    for i, row in enumerate(rows.head(SMS).to_dict("records"), 1):
        number = dialled(str(row["number"]), case.lang)
        blocks: list[Any] = []
        for way in channel.sms:
            said = _("SMS to {to}:").format(to=way.to)
            if way.confidence == "S3":
                said = _("{fact} (reported by web guides, verify before use)").format(fact=said)
            blocks += [Text(said, "note"), Text(way.form.format(number=number, text=row["body"]), "quote")]
        title = _("{i}. {at}, from {number}").format(i=i, at=f"{row['at_local']:%Y-%m-%d %H:%M}", number=number)
        details.append(Detail(f"sms-{i}", title, tuple(blocks)))
    notes = [Text(_("One SMS for each message, its text unaltered; long ones go out in several parts. Send them from the phone that received them."), "note")]  # fmt: skip
    if len(rows) > SMS:
        notes.append(Text(_("The most telling {n} of {all}; the list Messages has all.").format(n=SMS, all=f"{len(rows):,}"), "note"))  # fmt: skip
    return [Section(_("By SMS"), _("Messages as SMS reports"), (*notes, *details), paper="sheet")]


def _unknown(case: Case, channel: Any) -> list[Section]:
    """What could not be established about the channel."""
    _ = case.text
    if not channel.unknown:
        return []
    blank = _("{blank} (check with the channel)").format(blank=BLANK)
    pairs = tuple((_(what), blank) for what in channel.unknown)
    return [Section(_("To check"), _("Not established: check with the channel"), (Facts(pairs),), paper="sheet")]
