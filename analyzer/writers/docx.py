"""Writes a document as DOCX: a letter that a person can still edit before signing it.

Fonts are named that Windows, macOS, WPS and LibreOffice have or know a substitute for; headings are styles, long tables
repeat their heading, charts carry words. Nothing in the file names a machine, a program user or the moment of the run.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from analyzer.document import Detail, Facts, Figure, Marked, Steps, Table, Text
from analyzer.locales import translator
from analyzer.writers import docx_xml as xml
from analyzer.writers.fitting import fitted, left_out
from analyzer.writers.measure import png_size
from analyzer.writers.office import HEAD, OFFICE, TYPE, Archive, relations
from analyzer.writers.papertables import SPLITS, UPRIGHT, breadth, texts, widths
from analyzer.writers.signs import spelled

if TYPE_CHECKING:
    from analyzer.document import Document, Section
    from analyzer.locales import Translate

STYLES = {"plain": "Normal", "lead": "Lead", "note": "Note", "quote": "Quote"}
"""Role of a text → style of its paragraph."""

LONG_LABEL = 26
"""Characters of a label that fit before its value."""

PARTS = 5
"""Parts beside the words: styles, settings, numbering, fonts, footer; pictures are counted after them."""

FOOTER = f"rId{PARTS}"
"""How the pages refer to their foot, the last of these parts."""

SETTINGS = f'<w:settings {xml.NAMES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'


def docx(document: Document) -> bytes:
    """The document as DOCX.

    Parameters
    ----------
    document : Document
        Where ``most_bytes`` is set, charts and then rows are left out until the file is smaller, and the paper says so.

    Returns
    -------
    bytes
        The same for the same document.
    """
    return fitted(document, _docx)


def _docx(document: Document) -> bytes:
    _ = translator(document.lang)
    body = _Body(document, FOOTER, _)
    words = body.xml()
    parts = {
        "styles": _own("styles.xml"),
        "settings": HEAD + SETTINGS,
        "numbering": HEAD + xml.numbering(body.lists),
        "fontTable": _own("fonts.xml"),
        "footer": f"{HEAD}<w:ftr {xml.NAMES}>{_foot(document, _)}</w:ftr>",
    }
    kinds = {f"word/{name}.xml": f"{TYPE}.wordprocessingml.{name}+xml" for name in parts}
    archive = Archive("word/document.xml", {"word/document.xml": f"{TYPE}.wordprocessingml.document.main+xml", **kinds})
    targets = [(f"{OFFICE}/relationships/{name}", f"{name}.xml") for name in parts]
    targets += [(f"{OFFICE}/relationships/image", f"media/image{i}.png") for i in range(1, len(body.images) + 1)]
    archive.add("word/_rels/document.xml.rels", relations(targets))
    archive.add(
        "word/document.xml",
        f"{HEAD}<w:document {xml.NAMES} {xml.DRAWING}><w:body>{words}</w:body></w:document>",
    )
    for name, part in parts.items():
        archive.add(f"word/{name}.xml", part)
    for i, png in enumerate(body.images, 1):
        archive.add(f"word/media/image{i}.png", png)
    day, lang = document.made_on or dt.date(1980, 1, 1), {"zh": "zh-CN"}.get(document.lang, document.lang)
    archive.about(spelled(document.title)[:255], lang, day, "call-sms-analyzer")
    return archive.data()


class _Body:
    """Writes the blocks of a document as WordprocessingML and counts lists and pictures."""

    def __init__(self, document: Document, footer: str, _: Translate) -> None:
        self.document, self.footer, self._ = document, footer, _
        self.lists = self.pictures = 0
        self.images: dict[bytes, int] = {}
        self.room = 0

    def xml(self) -> str:
        """Title, sections, foot lines and the page properties of each run of pages."""
        document = self.document
        found = [xml.paragraph(xml.run(document.title), "Title")]
        lying = False
        for place, section in enumerate(document.sections):
            across = _lies(section)
            if place and (across or lying):
                found.append(xml.paragraph("", "Normal", xml.THIN + xml.page(document.page, lying, self.footer)))
            apart = bool(place) and not (across or lying)  # every annex begins on a page of its own
            lying = across
            self.room = xml.room(document.page, across)
            title = xml.bookmarked(xml.run(section.title), place)
            found.append(xml.paragraph(title, "Heading1", "<w:pageBreakBefore/>" if apart else ""))
            found += [
                self.introduced(block) if stays else self.block(block, 2)
                for block, stays in zip(section.blocks, introducing(section.blocks), strict=True)
            ]
        found += [xml.paragraph(xml.run(line), "Note") for line in (document.subtitle, document.footer) if line]
        return "".join([*found, xml.page(document.page, lying, self.footer)])

    def introduced(self, block: Text) -> str:
        """A text that does not stay behind at the end of a page when what it introduces stands on the next one."""
        return xml.paragraph(xml.run(block.text), STYLES[block.role], "<w:keepNext/>")

    def block(self, block: Text | Marked | Facts | Steps | Table | Figure | Detail, level: int) -> str:
        """One block; blocks inside a detail stand under a heading of the next level."""
        match block:
            case Text():
                return xml.paragraph(xml.run(block.text), STYLES[block.role])
            case Marked():
                words = [xml.paragraph(xml.run(f"〔…〕 {words}"), "Note") for words in block.legend()]
                return xml.paragraph(xml.run(block), "Quote") + "".join(words)
            case Facts():
                return "".join(_fact(label, value) for label, value in block.pairs)
            case Steps():
                self.lists += 1
                number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.lists}"/></w:numPr>'
                return "".join(xml.paragraph(xml.run(item), "ListNumber", number) for item in block.items)
            case Table():
                return self.table(block)
            case Figure():
                return self.figure(block)
            case Detail():
                title = " · ".join(part for part in (block.title, block.tag, block.aside) if part)
                inner = "".join(self.block(each, level + 1) for each in block.blocks)
                return xml.paragraph(xml.run(title), f"Heading{min(level, 3)}") + inner

    def table(self, table: Table) -> str:
        """Caption, rows, and what was left out of them."""
        found = [xml.paragraph(xml.run(table.caption), "Normal", "<w:keepNext/>")] if table.caption else []
        if table.rows.empty:
            found += [xml.paragraph(xml.run(table.empty))] if table.empty else []
        else:
            columns = texts(table, spelled)
            right = [column.kind in {"count", "number", "seconds"} for column in table.columns]
            heads = [column.label for column in table.columns]
            shown = [[self.pages(name) for name in cells] if column.kind == "pages" else cells for column, cells in zip(table.columns, columns, strict=True)]  # fmt: skip
            rows = list(zip(*shown, strict=True))
            found.append(xml.table(heads, rows, widths(table, columns), right, self.room, SPLITS))
        if rest := left_out(table, self._):
            found.append(xml.paragraph(xml.run(rest), "Note"))
        return "".join(found)

    def pages(self, name: str) -> str:
        """Where a section begins, which only the program that shows the file knows; empty for no section."""
        places = {section.key: i for i, section in enumerate(self.document.sections)}
        if not name or name not in places:
            return self._("left out of this file") if name else ""
        before, _page, after = self._("from page {page}").partition("{page}")
        return xml.Runs(xml.run(before) + xml.field(f"PAGEREF s{places[name]}", "__", dirty=True) + xml.run(after))

    def figure(self, figure: Figure) -> str:
        """The chart as wide as the page, or as high as it allows, and its title."""
        relation = f"rId{PARTS + self.images.setdefault(figure.png, len(self.images) + 1)}"
        self.pictures += 1
        wide, high = png_size(figure.png)
        across = self.room
        down = across * high // wide
        most = xml.SHEETS[self.document.page][1] * 7 // 10
        if down > most:
            across, down = across * most // down, most
        drawn = xml.picture(relation, self.pictures, figure.title, figure.alt, across, down)
        return drawn + xml.paragraph(xml.run(figure.title), "Caption")


def introducing(blocks: Sequence[Any]) -> list[bool]:
    """Which blocks are texts that introduce the facts, table or steps that follow them."""
    after = (*blocks[1:], None)
    return [
        isinstance(one, Text) and one.role in ("plain", "note") and isinstance(two, (Facts, Table, Steps))
        for one, two in zip(blocks, after, strict=True)
    ]


def _fact(label: str, value: str) -> str:
    """A label and its value behind it, or under it where the label is long."""
    if breadth(label) > LONG_LABEL:
        return xml.paragraph(xml.run(label, "Label"), "Fact", "<w:keepNext/>") + xml.paragraph(
            "<w:r><w:tab/></w:r>" + xml.run(value), "Fact"
        )
    return xml.paragraph(xml.run(label, "Label") + "<w:r><w:tab/></w:r>" + xml.run(value), "Fact")


def _lies(section: Section) -> bool:
    return any(
        isinstance(block, Table) and not block.rows.empty and sum(widths(block, texts(block, spelled))) > UPRIGHT
        for block in section.blocks
    )


def _foot(document: Document, _: Translate) -> str:
    """Title, then page x of y."""
    head, _page, rest = _("Page {page} of {pages}").partition("{page}")
    middle, _pages, tail = rest.partition("{pages}")
    parts = (
        xml.run(f"{document.title}    {head}"),
        xml.field("PAGE"),
        xml.run(middle),
        xml.field("NUMPAGES"),
        xml.run(tail),
    )
    return xml.paragraph("".join(parts), "Footer")


def _own(name: str) -> bytes:
    return HEAD.encode() + (files("analyzer.writers") / "letter" / name).read_bytes()
