"""The pieces of WordprocessingML (ECMA-376, part 1) that a letter is made of, as text. Everything said is escaped here.

Tables are long, so they are written as text and parsed once: a library's call per cell takes ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from analyzer.writers.signs import spelled, unbroken

NAMES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'

DRAWING = 'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'

EMU = 635
"""English Metric Units in a twentieth of a point."""

SHEETS = {"A4": (11906, 16838), "Letter": (12240, 15840)}
"""Width and height in twentieths of a point: 210 x 297 mm, 8.5 x 11 in."""

MARGIN = 1191
"""Twentieths of a point left free at the sides: 2.1 cm."""


THIN = '<w:spacing w:before="0" w:after="0" w:line="120" w:lineRule="exact"/>'
"""Spacing of a paragraph that the format asks for and nobody should see: behind a table, and where pages turn."""


JOINED = re.compile(r"(?<![\w-])(?:\+?[\d\xa0]*\d{2,}(?:-\d+)+|[0-9a-f]{8}-\d{6})(?!\w)")
"""Telephone numbers, days and ids of events with hyphens, at which programs would end a line."""

PAUSED = re.compile(r"(?<=[、，；])(?=[+\d])")
"""Where a line may end in a row of numbers; some programs see no such place between a Chinese comma and a digit."""

BREAK, HYPHEN = "\u200b", "\ue000"
"""The sign that lets a line end; and what stands for a hyphen that does not until the markup is written (`spelled` shows either one of
an export by its code, so that none comes in from there)."""


class Runs(str):
    """Runs that are written already."""


def run(said: object, style: str = "", cell: bool = False) -> str:
    """A run of text; its line breaks and tabs become the format's own. `Runs` stay as they are.

    Numbers are not broken across lines. In a `cell`, whose column has room for them, hyphens stay plain, so that a search finds them.
    """
    if isinstance(said, Runs):
        return said
    words = PAUSED.sub(BREAK, unbroken(spelled(said)))
    if not cell:
        words = JOINED.sub(lambda found: found[0].replace("-", HYPHEN), words)
    text = escape(words).replace(HYPHEN, '</w:t><w:noBreakHyphen/><w:t xml:space="preserve">')
    text = text.replace("\n", '</w:t><w:br/><w:t xml:space="preserve">')
    text = text.replace("\t", '</w:t><w:tab/><w:t xml:space="preserve">')
    look = f'<w:rPr><w:rStyle w:val="{style}"/></w:rPr>' if style else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, style: str = "Normal", more: str = "") -> str:
    """A paragraph of runs; `more` holds further properties, in the order of the format."""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{content}</w:p>'


def table(
    heads: Sequence[str],
    rows: Sequence[Sequence[str]],
    widths: Sequence[int],
    right: Sequence[bool],
    room: int,
    splits: int,
) -> str:
    """A table as wide as `room` (twentieths of a point) whose heading stands on every page and whose short rows stay whole."""
    whole = sum(widths)
    each = [room * width // whole for width in widths]
    end = '<w:jc w:val="right"/>'

    def cells(texts: Sequence[str], heading: bool = False) -> str:
        return "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{size}" w:type="dxa"/></w:tcPr>'
            f"{paragraph(run(text, cell=True), 'Cell', ('<w:keepNext/>' if heading else '') + (end if ends else ''))}</w:tc>"
            for text, size, ends in zip(texts, each, right, strict=True)
        )

    lines = [f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells(heads, True)}</w:tr>"]
    for row in rows:
        whole_row = "" if max(map(len, row), default=0) > splits else "<w:trPr><w:cantSplit/></w:trPr>"
        lines.append(f"<w:tr>{whole_row}{cells(row)}</w:tr>")
    grid = "".join(f'<w:gridCol w:w="{size}"/>' for size in each)
    look = '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/>'
    return (
        f'<w:tbl><w:tblPr><w:tblStyle w:val="Rows"/><w:tblW w:w="{sum(each)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{look}</w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{''.join(lines)}</w:tbl>" + paragraph("", "Normal", THIN)
    )


def picture(relation: str, number: int, title: str, alt: str, across: int, down: int) -> str:
    """A paragraph with a picture of `across` x `down` twentieths of a point, and the words for those who cannot see it."""
    name, words = quoteattr(spelled(title)), quoteattr(spelled(alt))
    size = f'cx="{across * EMU}" cy="{down * EMU}"'
    return paragraph(
        f'<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent {size}/><wp:docPr id="{number}" name={name} descr={words}/>'
        f'<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}" name={name} descr={words}/><pic:cNvPicPr/></pic:nvPicPr>'
        f'<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>',
        "Caption",
        "<w:keepNext/>",
    )


def page(sheet: str, across: bool, footer: str) -> str:
    """The properties of a run of pages, upright or lying across; `footer` is the relation of their foot."""
    width, height = SHEETS[sheet]
    if across:
        width, height = height, width
    turned = ' w:orient="landscape"' if across else ""
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{footer}"/><w:type w:val="nextPage"/><w:pgSz w:w="{width}" w:h="{height}"{turned}/>'
        f'<w:pgMar w:top="1134" w:right="{MARGIN}" w:bottom="1134" w:left="{MARGIN}" w:header="600" w:footer="600" w:gutter="0"/></w:sectPr>'
    )


def room(sheet: str, across: bool) -> int:
    """Twentieths of a point between the margins."""
    return SHEETS[sheet][1 if across else 0] - 2 * MARGIN


def field(code: str, until: str = "1", dirty: bool = False) -> str:
    """A field that the program which shows the file fills in, like the number of the page; `until` then it shows that text."""
    mark = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    begin = '<w:r><w:fldChar w:fldCharType="begin" w:dirty="true"/></w:r>' if dirty else mark.format("begin")
    return (
        begin
        + f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        + mark.format("separate")
        + f"<w:r><w:t>{until}</w:t></w:r>"
        + mark.format("end")
    )


def bookmarked(content: str, number: int) -> str:
    """Runs that a field can refer to as ``s`` and the number."""
    return f'<w:bookmarkStart w:id="{number}" w:name="s{number}"/>{content}<w:bookmarkEnd w:id="{number}"/>'


def numbering(lists: int) -> str:
    """Numbered lists, each of which begins at 1."""
    level = '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="420" w:hanging="420"/></w:pPr></w:lvl>'
    kinds = f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>{level}</w:abstractNum>'
    each = "".join(
        f'<w:num w:numId="{i}"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
        for i in range(1, lists + 1)
    )
    return f"<w:numbering {NAMES}>{kinds}{each}</w:numbering>"
