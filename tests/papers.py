"""Cases and helpers for the tests of papers: several carriers, a withheld number, hostile messages. All of it invented."""

import dataclasses
import datetime as dt
import struct
import zlib

from casefactory import case_of
from tables import row

from analyzer import rules
from analyzer.document import Column, Detail, Facts, Figure, Steps, Table, Text
from analyzer.rules import RULE_PACKS
from analyzer.settings import CaseFile, Collector, Complaint, Owner, Refusal

OWN = "13800000000"
MOBILE, UNICOM, TELECOM, PORT = "13911110001", "18611110002", "18911110003", "106900000001"

HOSTILE = (
    '=HYPERLINK("http://example.invalid","a")',
    "@SUM(1+1)",
    "+1-1",
    "-2+3",
    "\ttab first",
    "|pipe & <b>markup</b> \"quotes\" 'apostrophe' _x0041_ ]]>",
    "two\nlines, and = on the third\n=1+1",
    "emoji 😀 龘 and \u202e reversed",
)
"""Bodies that spreadsheets, XML or terminals could misread."""


def busy_case(lang="zh", carrier="", case=None, bodies=HOSTILE, numbers=(MOBILE, UNICOM, TELECOM)):
    """Each number calls ten times on each of three days, some of it at night; a gateway sends the bodies at night."""
    rows = []
    for i, number in enumerate(numbers):
        for day in (1, 2, 3):
            rows += [
                row(
                    f"2026-03-0{day} {9 + k}:0{i}:00",
                    number,
                    outcome="missed" if k % 3 else "answered",
                    duration=None if k % 3 else 5 + k,
                )
                for k in range(10)
            ]
            rows.append(row(f"2026-03-0{day} 23:1{i}:00", number))
    rows += [row(f"2026-03-02 22:{10 + k}:00", PORT, "sms", body=body) for k, body in enumerate(bodies)]
    made = case_of(rows, lang=lang, said={})
    file = case or CaseFile(owner=Owner(numbers=(OWN,), carrier=carrier))
    return dataclasses.replace(made, settings=dataclasses.replace(made.settings, case=file))


def told_case(lang="zh"):
    """The same with a case file that names a collector, a refusal and a complaint."""
    return busy_case(
        lang,
        case=CaseFile(
            owner=Owner(numbers=(OWN,), name="某人", carrier="中国移动"),
            collectors=(Collector("某公司", numbers=(UNICOM,)),),
            refusals=(Refusal(dt.datetime.fromisoformat("2026-03-02T12:00:00"), "某公司", "电话"),),
            complaints=(Complaint("10086", dt.date(2026, 3, 3), "A-1"),),
        ),
    )


def flat(blocks):
    """Blocks with those inside of details."""
    for block in blocks:
        yield block
        if isinstance(block, Detail):
            yield from flat(block.blocks)


def blocks(document):
    """All blocks of a document."""
    return [block for section in document.sections for block in flat(section.blocks)]


def tables(document):
    """Tables by key."""
    return {block.key: block for block in blocks(document) if isinstance(block, Table)}


OFFICIAL = sorted(
    {
        said
        for pack in RULE_PACKS
        for text in (*rules.cited(pack), *rules.pack(pack))
        for told in (text.source, text.clause, text.title, text.note, getattr(text, "only_if", {}))
        for said in told.values()
        if said
    },
    key=lambda said: (-len(said), said),
)
"""What laws and standards are called and what they say, as the packs tell it: the texts' words, not ours. Longest first."""


def ours(words):
    """Words without the names and contents of official texts in them: what is left is the program's own."""
    for text in OFFICIAL:
        if text in words:
            words = words.replace(text, "")
    return words


def own_words(document):
    """Everything a paper says itself: all but quotations, and the names and contents of official texts."""
    yield from (ours(str(words)) for words in _words(document))


def _words(document):
    yield from (document.title, document.subtitle, document.footer)
    for section in document.sections:
        yield section.title
    for block in blocks(document):
        match block:
            case Text():
                yield from () if block.role == "quote" else (block.text,)
            case Facts():
                yield from (word for pair in block.pairs for word in pair)
            case Steps():
                yield from block.items
            case Figure():
                yield from (block.title, block.alt)
            case Detail():
                yield from (block.title, block.tag, block.aside)
            case Table():
                yield from (block.caption, block.empty)
                for column in block.columns:
                    yield column.label
                    if shown(column):
                        yield from block.rows[column.name].astype(str)


def shown(column: Column) -> bool:
    """Whether a column holds the paper's own words."""
    return column.kind == "text" and column.name not in {"citation", "text", "number_raw", "name", "label", "raw"}


def png(width=40, height=20):
    """A small grey picture."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height))))
        + chunk(b"IEND", b"")
    )
