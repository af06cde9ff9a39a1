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

if TYPE_CHECKING:
    from jinja2 import Environment

    from analyzer.document import Document

LANGUAGE_TAGS = {"zh": "zh-CN", "en": "en"}

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


def html(document: Document) -> bytes:
    """The page as UTF-8 bytes.

    Parameters
    ----------
    document : Document
        Any report; tables with `filters` become searchable, every table can be sorted, `Detail` blocks open on a click.

    Returns
    -------
    bytes
        The same bytes for the same document. Without scripts the page shows the first `html_tables.SERVER_ROWS` rows of each table.
    """
    from markupsafe import Markup

    environment = _environment(document.lang)
    targets = html_tables.anchors(document)
    tables = [
        block
        for section in document.sections
        for block in html_tables.every_block(section.blocks)
        if isinstance(block, Table)
    ]
    style = _part("page.css") + html_tables.column_styles(tables)
    script = _part("page.js")
    policy = f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; img-src data:; base-uri 'none'; form-action 'none'"
    page = environment.get_template("page.html").render(
        document=document,
        lang=LANGUAGE_TAGS.get(document.lang, document.lang),
        policy=policy,
        style=Markup(style),  # noqa: S704 - our own files and escaped labels
        script=Markup(script),  # noqa: S704
        words=Markup(html_tables.safe_json(_words(document.lang))),  # noqa: S704
        view=lambda table: html_tables.view(table, targets),
    )
    return html_tables.plain(page).encode("utf-8")


def _words(lang: str) -> dict[str, str]:
    """The sentences that the script says."""
    _ = translator(lang)
    return {
        "status": _("{shown} of {total} rows shown"),
        "found": _("{found} rows found, {shown} shown"),
        "only": _("Only the rows of: {title}"),
        "sort": _("sort by this column"),
        "open": _("Open all"),
        "close": _("Close all"),
    }


@cache
def _part(name: str) -> str:
    return (files("analyzer.writers") / "html" / name).read_text(encoding="utf-8")


@cache
def _environment(lang: str) -> Environment:
    """Jinja2 with everything escaped and every missing name an error."""
    from jinja2 import Environment, FunctionLoader, StrictUndefined

    environment = Environment(
        loader=FunctionLoader(_part), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["_"] = translator(lang)
    environment.filters.update(
        macro=_macro,
        anchor=html_tables.anchor,
        picture=_picture,
        path=_path,
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
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")


def _path(link: str) -> str:
    """A file of the output as a link; anything that would lead elsewhere is an error of the report, not of the export."""
    if re.match(r"[A-Za-z][A-Za-z0-9+.-]*:|[/\\]", link) or ".." in link.split("/"):
        raise ValueError(f"not a path inside the output: {link!r}")
    return quote(link)


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")
