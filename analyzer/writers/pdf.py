"""Writes a document as a PDF to sign and hand in: tagged, archivable, the same bytes for the same document.

Typst sets it from one template of this package. What the document says goes in as data and is never read as markup; no
package, font or file of the machine or the network is looked at but the pinned fonts. The file declares PDF/A-2a and
PDF/UA-1, and Typst refuses to write one that breaks what it can check of them.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer import fonts
from analyzer.document import Detail, Facts, Figure, Marked, Steps, Table, Text
from analyzer.locales import translator
from analyzer.writers import typesetter
from analyzer.writers.fitting import every_figure, fitted, left_out
from analyzer.writers.papertables import ACROSS, SPLITS, UPRIGHT, breadth, texts, widths
from analyzer.writers.signs import pieces, spelled, unbroken

if TYPE_CHECKING:
    from analyzer.document import Document, Section
    from analyzer.locales import Translate

STANDARDS = ["a-2a", "ua-1"]
"""PDF/A-2a (ISO 19005-2, level A) and PDF/UA-1 (ISO 14289-1)."""

TEMPLATE = Path(__file__).parent / "letter" / "letter.typ"

PAGES = {"A4": "a4", "Letter": "us-letter"}

LANGUAGES = {"zh": ("zh", "CN"), "en": ("en", "US")}


WIDEST_LABEL = 15
"""Ems that a label takes before its value; a longer one is set on several lines."""

FEW = 4
"""Items of a list that stay together with the facts behind it, and facts that are not parted by the end of a page."""

SHORT = 40
"""Characters of a value up to which it counts as short: a blank, a name, a day."""

PHRASE = 40
"""Characters of a label from which on it is a phrase of its own (the name of a law, say) and stands further from the next."""


@cache
def available() -> bool:
    """Whether this machine can write PDF: Typst has no build for every platform (none for Windows on ARM); letters need our fonts."""
    try:
        import typst  # noqa: F401
    except ImportError:
        return False
    return fonts.complete()


def pdf(document: Document) -> bytes:
    """The document as a PDF.

    Parameters
    ----------
    document : Document
        Where ``most_bytes`` is set, charts and then rows are left out until the file is smaller, and the paper says so.

    Returns
    -------
    bytes
        The same for the same document.

    Raises
    ------
    ModuleNotFoundError
        Where Typst is not installed (see `available`).
    RuntimeError
        Where Typst refuses the document, or its process was ended.
    """
    return fitted(document, _pdf)


def _pdf(document: Document) -> bytes:
    # The day of the paper stands for the moment at which it was made: a clock would give other bytes every time.
    made_on = document.made_on or dt.date(1980, 1, 1)
    moment = dt.datetime(made_on.year, made_on.month, made_on.day, tzinfo=dt.UTC)
    folders = [str(path.parent) for path in (fonts.sans(), fonts.serif(), fonts.fallback())]
    order = {
        "template": str(TEMPLATE),
        "root": str(TEMPLATE.parent),
        "fonts": list(
            dict.fromkeys(folders)
        ),  # ours and nothing else: a text that needs another is spelled out (see `signs`)
        "inputs": {
            "paper": json.dumps(_paper(document), ensure_ascii=False),
            "pictures": json.dumps(_pictures(document), ensure_ascii=False),
        },
        "standards": STANDARDS,
        "timestamp": int(moment.timestamp()),
    }
    return _set(order)


def _set(order: dict[str, Any]) -> bytes:
    """The PDF of an order, set in a process of its own where one can be started (see `typesetter`)."""
    if getattr(sys, "frozen", False) or not sys.executable:  # no Python that could be started
        return typesetter.typeset(order)
    command = [sys.executable, "-P", typesetter.__file__]  # -P: the folder of the script has a file of ours called html
    try:
        done = subprocess.run(command, input=json.dumps(order).encode(), capture_output=True, check=False)  # noqa: S603 - our own script
    except OSError:
        return typesetter.typeset(order)
    if done.returncode:
        raise RuntimeError(done.stderr.decode("utf-8", "replace").strip() or f"ended with {done.returncode}")
    return done.stdout


def _paper(document: Document) -> dict[str, Any]:
    _ = translator(document.lang)
    lang, region = LANGUAGES.get(document.lang, ("en", "US"))
    head, _page, rest = _("Page {page} of {pages}").partition("{page}")
    middle, _pages, tail = rest.partition("{pages}")
    places = {section.key: i for i, section in enumerate(document.sections)}
    return {
        "title": _said(document.title),
        "short": _said(document.title),
        "lang": lang,
        "region": region,
        "page": PAGES[document.page],
        "number": [head, middle, tail],
        "sections": [
            _section(section, i in (1, len(document.sections) - 1) and i > 0, _, places)
            for i, section in enumerate(document.sections)
        ],
        "foot": [_words(line) for line in (document.subtitle, document.footer) if line],
    }


def _section(section: Section, apart: bool, _: Translate, places: dict[str, int]) -> dict[str, Any]:
    blocks = [told for block in section.blocks for told in _block(block, _, places)]
    for told, after in pairwise(blocks):  # what introduces a list does not stay behind at the end of a page
        told["stays"] = told["kind"] in ("plain", "note") and after["kind"] in ("facts", "table", "steps")
        if told["kind"] == "steps" and after["kind"] == "facts":  # what is stated, and the line on which it is signed
            told["stays"] = len(told["items"]) <= FEW
    labels = [told for told in blocks if told["kind"] == "facts" and not told["wide"] and not told["numbered"]]
    for told in labels:  # values stand below each other through a section
        told["width"] = max(each["width"] for each in labels)
    return {
        "title": _words(section.title),
        "blocks": blocks,
        "wide": any(told["kind"] == "table" and sum(told["widths"]) > UPRIGHT for told in blocks),
        "apart": apart,  # behind the letter, and for the list of exhibits, a new page begins; the annexes between follow one another
    }


def _block(
    block: Text | Marked | Facts | Steps | Table | Figure | Detail, _: Translate, places: dict[str, int]
) -> list[dict[str, Any]]:
    match block:
        case Text():
            return [{"kind": block.role, "said": _words(block.text)}]
        case Marked():
            legend = [{"kind": "note", "said": _words(f"〔…〕 {words}")} for words in block.legend()]
            return [{"kind": "quote", "said": _words(block)}, *legend]
        case Facts():
            widest = max((breadth(label) for label, _value in block.pairs), default=0)
            rows = [
                {"label": _words(label), "value": _words(value), "breaks": len(value) > SPLITS}
                for label, value in block.pairs
            ]
            width = min(max(widest * 0.5 + 0.5, 5), WIDEST_LABEL)
            return [
                {
                    "kind": "facts",
                    "rows": rows,
                    "width": width,
                    "wide": widest > PHRASE,
                    "whole": len(rows) <= FEW and all(len(value) <= SHORT for _label, value in block.pairs),
                    "numbered": block.role == "numbered",
                }
            ]
        case Steps():
            return [{"kind": "steps", "items": [_words(item) for item in block.items]}]
        case Table():
            return _table(block, _, places)
        case Figure():
            return [{"kind": "figure", "name": block.name, "title": _words(block.title), "alt": _said(block.alt), "width": _breadth(block)}]  # fmt: skip
        case Detail():
            title = " · ".join(part for part in (block.title, block.tag, block.aside) if part)
            return [{"kind": "detail", "title": _words(title), "blocks": [told for inner in block.blocks for told in _block(inner, _, places)]}]  # fmt: skip


def _table(table: Table, _: Translate, places: dict[str, int]) -> list[dict[str, Any]]:
    if table.rows.empty:
        said = [{"kind": "plain", "said": _words(table.empty)}] if table.empty else []
    else:
        columns = texts(table, _said)
        wide = widths(table, columns)
        rows = [
            {
                "cells": [_cell(cell, column.kind, places, _) for cell, column in zip(row, table.columns, strict=True)],
                "breaks": max(map(len, row)) > SPLITS,
            }
            for row in zip(*columns, strict=True)
        ]
        said = [
            {
                "kind": "table",
                "caption": _words(table.caption),
                "heads": [_words(column.label) for column in table.columns],
                "widths": wide,
                "right": [column.kind in {"count", "number", "seconds"} for column in table.columns],
                "size": 7 if sum(wide) > ACROSS else 7.5,
                "rows": rows,
            }
        ]
    if rest := left_out(table, _):
        said.append({"kind": "note", "said": _words(rest)})
    return said


def _cell(text: str, kind: str, places: dict[str, int], _: Translate) -> Any:
    """A cell; of a section's name the place of that section, whose pages Typst looks up."""
    if kind != "pages" or not text:
        return _cut(text)
    return {"section": places[text]} if text in places else _cut(_("left out of this file"))


def _pictures(document: Document) -> dict[str, str]:
    """The charts by name, as vectors."""
    return {figure.name: figure.svg.decode("utf-8") for figure in every_figure(document)}


SIZE = re.compile(rb'viewBox="[\d.+-]+ [\d.+-]+ ([\d.]+) ([\d.]+)"')

TALLEST = 1.3
"""Height of a chart, in widths of the page between its margins, from which on it is set smaller: it and its title have to fit on a page."""


def _breadth(figure: Figure) -> float:
    """How wide a chart is set, in hundredths of the page between its margins."""
    size = SIZE.search(figure.svg[:2000])
    if size is None or not float(size[1]):
        return 100
    return round(100 * min(1, TALLEST * float(size[1]) / float(size[2])), 2) if float(size[2]) else 100


def _said(value: object) -> str:
    return unbroken(spelled(value, fonts.has))


def _words(value: object) -> str | list[str]:
    """A text, or its pieces where it holds a run too long for a line."""
    return _cut(_said(value))


def _cut(text: str) -> str | list[str]:
    cut = pieces(text)
    return cut if len(cut) > 1 else cut[0]
