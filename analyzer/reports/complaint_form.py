"""Texts to paste into a form: the same words as the letter, cut into blocks that fit; and messages as SMS to report them.

A block never loses a character: put one after the other, the blocks are the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from analyzer.document import Detail, Facts, Section, Steps, Text
from analyzer.reports import complaint_sms
from analyzer.reports.complaint_tables import BLANK

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.case import Case

N_ = str

BLOCK = 500
"""Characters of a block where the form's own limit is not known. Our own choice."""

PASTED = ("annex", "respondent", "relation", "requests", "provisions", "facts", "story", "before_due", "third", "quotes", "cited", "steps")  # fmt: skip
"""Parts of a letter that a form has a field for, in the order in which they are pasted."""

END = re.compile(r"(?<=[。！？；;\n])|(?<=[.!?]) ")


def sections(
    case: Case, channel: Any, taken: pd.DataFrame, parts: Mapping[str, Callable[..., list[Any]]]
) -> list[Section]:
    """The texts to paste, the SMS to report messages with, and what to check with the channel; on the sheet only."""
    return [
        *_blocks(case, channel, taken, parts),
        *complaint_sms.sections(case, channel, taken),
        *_unknown(case, channel),
    ]


def _blocks(
    case: Case, channel: Any, taken: pd.DataFrame, parts: Mapping[str, Callable[..., list[Any]]]
) -> list[Section]:
    _ = case.text
    if channel.texts:
        pasted = [(_(paste.label), paste.parts) for paste in channel.texts]
    else:
        pasted = [("", tuple(name for name in PASTED if name in channel.parts))]
    most = channel.block or BLOCK
    found: list[Any] = []
    for place, (label, names) in enumerate(pasted):
        text = "\n".join(line for name in names for line in lines(parts[name](case, channel, taken), case))
        if text:
            found += [*([Text(label, "lead")] if label else []), *_details(case, text, most, place)]
    if not found:
        return []
    if channel.block:
        note = _("A field of the form takes {n} characters: one block for each field or message.").format(n=f"{most:,}")
    else:
        note = _("The form's own limit is not known. Each block has at most {n} characters, which is our own choice: paste as many as the field takes.").format(n=f"{most:,}")  # fmt: skip
    return [Section(_("To paste"), _("Texts to paste into a form"), (Text(note, "note"), *found), paper="sheet")]


def _details(case: Case, text: str, most: int, place: int) -> list[Detail]:
    """One text, cut into blocks; `place` tells the blocks of several texts apart."""
    _, made, key = case.text, packed(text, most), f"block-{place}" if place else "block"
    title = _("Block {i} of {n} ({size} characters)")
    return [
        Detail(f"{key}-{i}", title.format(i=i, n=len(made), size=len(block)), (Text(block, "quote"),))
        for i, block in enumerate(made, 1)
    ]


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


def _unknown(case: Case, channel: Any) -> list[Section]:
    """What could not be established about the channel."""
    _ = case.text
    if not channel.unknown:
        return []
    blank = _("{blank} (check with the channel)").format(blank=BLANK)
    pairs = tuple((_(what), blank) for what in channel.unknown)
    return [Section(_("To check"), _("Not established: check with the channel"), (Facts(pairs),), paper="sheet")]
