"""Writes a document as DOCX: a letter that a person can still edit before signing it.

Fonts are named that Windows, macOS, WPS and LibreOffice have or know a substitute for; headings are styles, long tables
repeat their heading, charts carry words. Nothing in the file names a machine, a program user or the moment of the run.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from analyzer.document import Detail, Facts, Figure, Marked, Steps, Table, Text
from analyzer.locales import translator
from analyzer.writers import docx_xml as xml
from analyzer.writers.fitting import fitted, left_out
from analyzer.writers.papertables import SPLITS, UPRIGHT, breadth, texts, widths
from analyzer.writers.signs import spelled

if TYPE_CHECKING:
    from analyzer.document import Document, Section
    from analyzer.locales import Translate

STYLES = {"plain": "Normal", "lead": "Lead", "note": "Note", "quote": "Quote"}
"""Role of a text → style of its paragraph."""

FEW = 4
"""Items of a list that stay together with the facts behind it, and facts that are not parted by the end of a page."""

SHORT = 40
"""Characters of a value up to which it counts as short: a blank, a name, a day."""

LETTER = 100
"""Twentieths of a point that a character of a label takes, one with another."""

DEEPER = 420
"""Twentieths of a point by which a value stands further in than a long label above it."""

TABS = (1500, 4300)
"""Twentieths of a point at which values begin, at least and at most; a longer label stands on a line of its own."""

UNNEEDED = ("stylesWithEffects", "customXml", "thumbnail")
"""Parts of the library's own template that say nothing, or something untrue, about a letter."""

ZIP_TIME = (1980, 1, 1, 0, 0, 0)

APP = '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>call-sms-analyzer</Application></Properties>'

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
    import docx as library
    from docx.oxml import parse_xml

    file = library.Document()
    part: Any = file.part
    _bare(file)
    footer = file.sections[0].footer
    footer.is_linked_to_previous = False
    foot = footer._element  # the library has no call for fields
    for child in list(foot):
        foot.remove(child)
    _ = translator(document.lang)
    foot.append(parse_xml(f"<w:wrap {xml.NAMES}>{_foot(document, _)}</w:wrap>")[0])
    relation = next(iter(file.element.body.sectPr.footerReference_lst)).rId
    body = _Body(document, part, relation, _)
    made = parse_xml(f"<w:body {xml.NAMES} {xml.DRAWING}>{body.xml()}</w:body>")
    old = file.element.body
    old.getparent().replace(old, made)
    part.numbering_part._element = parse_xml(xml.numbering(body.lists))
    _named(file, document)
    out = io.BytesIO()
    file.save(out)
    return _timeless(out.getvalue())


class _Body:
    """Writes the blocks of a document as WordprocessingML and counts lists and pictures."""

    def __init__(self, document: Document, part: Any, footer: str, _: Translate) -> None:
        self.document, self.part, self.footer, self._ = document, part, footer, _
        self.lists = self.pictures = 0
        self.tables: dict[int, tuple[list[list[str]], list[int]]] = {}
        self.room = 0
        self.tab = TABS[0]

    def xml(self) -> str:
        """Title, sections, foot lines and the page properties of each run of pages."""
        document = self.document
        found = [xml.paragraph(xml.run(document.title), "Title")]
        lying = False
        for place, section in enumerate(document.sections):
            across = self.lies(section)
            turned = bool(place) and across != lying
            if turned:
                found.append(xml.paragraph("", "Normal", xml.THIN + xml.page(document.page, lying, self.footer)))
            # behind the letter, and for the list of exhibits, a new page begins; the annexes between follow one another
            apart = place > 0 and place in (1, len(document.sections) - 1) and not turned
            lying = across
            self.tab = _tab(section)
            self.room = xml.room(document.page, across)
            title = xml.bookmarked(xml.run(section.title), place)
            found.append(xml.paragraph(title, "Heading1", "<w:pageBreakBefore/>" if apart else ""))
            found += [
                self.block(block, 2, stays)
                for block, stays in zip(section.blocks, introducing(section.blocks), strict=True)
            ]
        found += [xml.paragraph(xml.run(line), "Note") for line in (document.subtitle, document.footer) if line]
        return "".join([*found, xml.page(document.page, lying, self.footer)])

    def block(
        self, block: Text | Marked | Facts | Steps | Table | Figure | Detail, level: int, stays: bool = False
    ) -> str:
        """One block; blocks inside a detail stand under a heading of the next level. What `stays` is not parted from what follows."""
        keep = "<w:keepNext/>" if stays else ""
        match block:
            case Text():
                return xml.paragraph(xml.run(block.text), STYLES[block.role], keep)
            case Marked():
                words = [xml.paragraph(xml.run(f"〔…〕 {words}"), "Note") for words in block.legend()]
                return xml.paragraph(xml.run(block), "Quote") + "".join(words)
            case Facts():
                tab = _needs(block) if block.role == "numbered" else self.tab
                whole = len(block.pairs) <= FEW and all(
                    len(value) <= SHORT for _label, value in block.pairs
                )  # a signature and its day are not parted
                return "".join(
                    _fact(label, value, tab, whole and i < len(block.pairs))
                    for i, (label, value) in enumerate(block.pairs, 1)
                )
            case Steps():
                self.lists += 1
                number = f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{self.lists}"/></w:numPr>'
                return "".join(xml.paragraph(xml.run(item), "ListNumber", keep + number) for item in block.items)
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
            columns, wide = self.laid(table)
            right = [column.kind in {"count", "number", "seconds"} for column in table.columns]
            heads = [column.label for column in table.columns]
            shown = [[self.pages(name) for name in cells] if column.kind == "pages" else cells for column, cells in zip(table.columns, columns, strict=True)]  # fmt: skip
            rows = list(zip(*shown, strict=True))
            found.append(xml.table(heads, rows, wide, right, self.room, SPLITS))
        if rest := left_out(table, self._):
            found.append(xml.paragraph(xml.run(rest), "Note"))
        return "".join(found)

    def laid(self, table: Table) -> tuple[list[list[str]], list[int]]:
        """The cells of a table and how wide its columns are, worked out once."""
        if id(table) not in self.tables:
            columns = texts(table, spelled)
            self.tables[id(table)] = columns, widths(table, columns)
        return self.tables[id(table)]

    def lies(self, section: Section) -> bool:
        """Whether the pages of a section lie across, as its widest table asks for it."""
        own = [block for block in section.blocks if isinstance(block, Table) and not block.rows.empty]
        return any(sum(self.laid(table)[1]) > UPRIGHT for table in own)

    def pages(self, name: str) -> str:
        """Where a section begins, which only the program that shows the file knows; empty for no section."""
        places = {section.key: i for i, section in enumerate(self.document.sections)}
        if not name or name not in places:
            return self._("left out of this file") if name else ""
        before, _page, after = self._("from page {page}").partition("{page}")
        return xml.Runs(xml.run(before) + xml.field(f"PAGEREF s{places[name]}", "__", dirty=True) + xml.run(after))

    def figure(self, figure: Figure) -> str:
        """The chart as wide as the page, or as high as it allows, and its title."""
        relation, image = self.part.get_or_add_image(io.BytesIO(figure.png))
        self.pictures += 1
        across = self.room
        down = across * image.px_height // image.px_width
        most = xml.SHEETS[self.document.page][1] * 7 // 10
        if down > most:
            across, down = across * most // down, most
        drawn = xml.picture(relation, self.pictures, figure.title, figure.alt, across, down)
        return drawn + xml.paragraph(xml.run(figure.title), "Caption")


def introducing(blocks: Sequence[Any]) -> list[bool]:
    """Which blocks stay with the one that follows: texts that introduce facts, a table or steps, and a short list above facts."""
    after = (*blocks[1:], None)
    return [
        (isinstance(one, Text) and one.role in ("plain", "note") and isinstance(two, (Facts, Table, Steps)))
        or (isinstance(one, Steps) and len(one.items) <= FEW and isinstance(two, Facts))
        for one, two in zip(blocks, after, strict=True)
    ]


def _tab(section: Section) -> int:
    """Where values begin, so that they stand below each other through a section."""
    found = [_needs(block) for block in section.blocks if isinstance(block, Facts)]
    return max(found, default=TABS[0])


def _needs(block: Facts) -> int:
    """Where the values of one list begin."""
    labels = [_wide(breadth(label)) for label, _value in block.pairs]
    return max(TABS[0], max((wide for wide in labels if wide <= TABS[1]), default=0))


def _wide(characters: int) -> int:
    return characters * LETTER + 200


def _fact(label: str, value: str, tab: int, stays: bool) -> str:
    """A label and its value behind it, or under it where the label is long."""
    keep = "<w:keepNext/>" if stays else ""
    if _wide(breadth(label)) > tab:
        above = xml.paragraph(xml.run(label, "Label"), "Fact", "<w:keepNext/>")
        return above + xml.paragraph(xml.run(value), "Fact", f'{keep}<w:ind w:left="{DEEPER}"/>')
    place = f'<w:tabs><w:tab w:val="left" w:pos="{tab}"/></w:tabs><w:ind w:left="{tab}" w:hanging="{tab}"/>'
    return xml.paragraph(xml.run(label, "Label") + "<w:r><w:tab/></w:r>" + xml.run(value), "Fact", keep + place)


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


def _bare(file: Any) -> None:
    """The library's template with our styles, fonts and settings, and without what we do not need of it."""
    from docx.oxml import parse_xml

    part, package = file.part, file.part.package
    for holder in (part, package):
        for key, relation in list(holder.rels.items()):
            if any(word in str(relation.target_ref) for word in UNNEEDED):
                del holder.rels[key]
    part._styles_part._element = parse_xml(_own("styles.xml"))
    part._settings_part._element = parse_xml(SETTINGS)
    for other in package.iter_parts():
        if other.partname == "/word/fontTable.xml":
            other._blob = _own("fonts.xml")
        elif other.partname == "/docProps/app.xml":
            other._blob = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + APP.encode()


def _own(name: str) -> bytes:
    return (files("analyzer.writers") / "letter" / name).read_bytes()


def _named(file: Any, document: Document) -> None:
    """Properties of the file: its title and day; no person, no machine."""
    said = file.core_properties
    day = document.made_on or dt.date(1980, 1, 1)
    said.title = spelled(document.title)[:255]
    said.author = said.last_modified_by = said.comments = said.keywords = said.subject = said.category = ""
    said.language = {"zh": "zh-CN"}.get(document.lang, document.lang)
    said.created = said.modified = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - the format's times are UTC
    said.revision = 1


def _timeless(data: bytes) -> bytes:
    """The same archive with one fixed time on every member: a zip writes the moment at which it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            member = zipfile.ZipInfo(name, ZIP_TIME)
            member.compress_type = zipfile.ZIP_DEFLATED
            member.create_system = 0
            member.external_attr = 0
            new.writestr(member, old.read(name))
    return out.getvalue()
