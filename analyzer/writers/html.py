"""Writes a document as one page of HTML that needs nothing but itself: no network, no other file, no one else's script.

Everything that came out of an export is text to this page: the templates escape it, the script paints it as text
content, and a content security policy admits this page's own script and style (by their hashes), pictures that stand in
the page, and nothing else. Charts are pictures because a strict policy forbids the style attributes of an inlined SVG.
"""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from analyzer.document import Detail, Facts, Figure, Marked, Steps, Table, Text
from analyzer.locales import translator
from analyzer.writers import html_tables
from analyzer.writers.html_words import Words, alike, words_of

if TYPE_CHECKING:
    from jinja2 import Environment

    from analyzer.document import Document

N_ = str

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}
LANGUAGE_NAMES = {"zh": "中文", "en": "English"}
"""Each language in its own words, as a reader looks for it."""

STAYS = {
    "zh": (
        N_("The words inside the charts, the workbook and the papers are in Chinese, the language of this run. With --lang en they come in English."),
        N_("The words inside this picture are in Chinese, the language of the run; below stands in English what it shows."),
    ),
    "en": (
        N_("The words inside the charts, the workbook and the papers are in English, the language of this run. With --lang zh they come in Chinese."),
        N_("The words inside this picture are in English, the language of the run; below stands in Chinese what it shows."),
    ),
}  # fmt: skip
"""What a page says when it is read in the other language than the one of the run: at its end, and at a picture."""

SPELT = {ord(sign): quote(sign) for sign in '%#"<>&'}
"""Signs that would end an address, or the attribute in which it stands."""

KINDS = {
    Text: "text",
    Marked: "marked",
    Facts: "facts",
    Steps: "steps",
    Table: "table",
    Figure: "figure",
    Detail: "detail",
}
"""Block of a document → macro of the template."""


def html(document: Document, other: Document | None = None) -> bytes:
    """The page as UTF-8 bytes.

    Parameters
    ----------
    document : Document
        Any report; tables with `filters` become searchable, every table can be sorted, `Detail` blocks open on a click.
    other : Document, optional
        The same report in a second language, to which the reader can switch. Where it is not the same block by block (see
        `html_words.alike`) the page has one language.

    Returns
    -------
    bytes
        The same bytes for the same document. Without scripts the page shows its first language, and the first
        `html_tables.SERVER_ROWS` rows of each table.
    """
    from markupsafe import Markup

    twin = other if other is not None and other.lang != document.lang and alike(document, other) else document
    words = words_of(document, twin)
    targets = html_tables.anchors(document)
    tables = [pair for pair in html_tables.every_pair(document, twin) if isinstance(pair[0], Table)]
    style = _part("page.css") + html_tables.column_styles(tables)
    script = _part("page.js")
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; base-uri 'none'; form-action 'none'"
    template = _environment().get_template("page.html")
    page = template.render(
        document=document, twin=twin, lang=LANGUAGE_TAGS.get(document.lang, document.lang), policy=policy,
        style=Markup(style),  # noqa: S704 - our own files and escaped labels
        script=Markup(script),  # noqa: S704
        words=words, _=words.say, languages=[(LANGUAGE_TAGS[one.lang], LANGUAGE_NAMES[one.lang]) for one in (document, twin)] if twin is not document else [],
        stays=[words.second(sentence) for sentence in STAYS[document.lang]] if twin is not document else [],
        said=lambda: Markup(html_tables.safe_json(_said(document, twin, words))),  # noqa: S704 - asked for last, when all words are listed
        view=lambda table, twin: html_tables.view(table, twin, targets, words),
    )  # fmt: skip
    return html_tables.plain(page).encode("utf-8")


def _said(document: Document, twin: Document, words: Words) -> dict[str, Any]:
    """What the script says, in each language, and the words of the second."""
    languages = [document.lang] if twin is document else [document.lang, twin.lang]
    return {
        "languages": [{"tag": LANGUAGE_TAGS.get(lang, lang), **_sentences(lang)} for lang in languages],
        "second": list(map(html_tables.plain, words.listed)),
        "paper": html_tables.SERVER_ROWS,
    }


def _sentences(lang: str) -> dict[str, str]:
    """The sentences that the script says."""
    _ = translator(lang)
    return {
        "status": _("{shown} of {total} rows shown"),
        "found": _("{found} rows found, {shown} shown"),
        "only": _("Only the rows of: {title}"),
        "sort": _("sort by this column"),
        "open": _("Open all"),
        "close": _("Close all"),
        "up": _("Sorted by {column}, ascending"),
        "down": _("Sorted by {column}, descending"),
    }


@cache
def _part(name: str) -> str:
    return (files("analyzer.writers") / "html" / name).read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    """Jinja2 with everything escaped and every missing name an error."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_part), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["pairs"] = lambda ones, others: list(zip(ones, others, strict=True))
    environment.filters.update(
        macro=_macro,
        anchor=html_tables.anchor,
        picture=_picture,
        path=_path,
        headline=lambda detail: f"{detail.title} · {detail.aside}" if detail.aside else detail.title,
        count=lambda number: f"{number:,}",
        numbered=_numbered,
    )
    return environment


def _macro(block: Any) -> str:
    return KINDS[type(block)]


def _numbered(block: Marked) -> list[tuple[str, str, str]]:
    """Pieces of a marked text: (words, what they are marked for, the legend's numbers of the marks that end here)."""
    number = {words: str(i) for i, words in enumerate(block.legend(), 1)}
    return [(words, "; ".join(covers), ",".join(number[one] for one in ends)) for words, covers, ends in block.pieces()]


def _picture(svg: bytes) -> str:
    """A picture as an address of its own; less than half of its signs need spelling out, unlike in base64."""
    text = re.sub(rb"\s+", b" ", svg).decode("utf-8")
    return "data:image/svg+xml," + text.translate(SPELT)


def _path(link: str) -> str:
    """A file of the output as a link; anything that would lead elsewhere is an error of the report, not of the export."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]", link) or ".." in link.split("/"):
        raise ValueError(f"not a path inside the output: {link!r}")
    return quote(link)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
