"""The parts of an Excel workbook around its rows (ECMA-376 part 1), written as they stand in the file.

A library makes objects of every style, sheet and picture and looks at them again one by one; that cost more than the rows of an
ordinary workbook, and its import as much again.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import quoteattr

from analyzer.document import Figure
from analyzer.writers.office import HEAD, OFFICE, TYPE, Archive, relations
from analyzer.writers.styles import MAIN

EMU = 9525
"""Units of drawings in a pixel (914,400 an inch, 96 pixels an inch)."""

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def opened(sheets: int, drawings: int) -> Archive:
    """The file of a workbook with so many sheets, so many of them with pictures."""
    kinds = {
        "xl/workbook.xml": f"{TYPE}.spreadsheetml.sheet.main+xml",
        "xl/styles.xml": f"{TYPE}.spreadsheetml.styles+xml",
        **{f"xl/worksheets/sheet{i}.xml": f"{TYPE}.spreadsheetml.worksheet+xml" for i in range(1, sheets + 1)},
        **{f"xl/drawings/drawing{i}.xml": f"{TYPE}.drawing+xml" for i in range(1, drawings + 1)},
    }
    return Archive("xl/workbook.xml", kinds)


def frame(archive: Archive, names: Sequence[str], defined: Sequence[str], styles: str) -> None:
    """The workbook itself: its sheets by name, its names (of filters and headings), its styles."""
    sheets = "".join(f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(names, 1))
    listed = f"<definedNames>{''.join(defined)}</definedNames>" if defined else ""
    archive.add(
        "xl/workbook.xml",
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets>{listed}</workbook>",
    )
    parts = [(f"{OFFICE}/relationships/worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(names) + 1)]
    archive.add("xl/_rels/workbook.xml.rels", relations([*parts, (f"{OFFICE}/relationships/styles", "styles.xml")]))
    archive.add("xl/styles.xml", HEAD + styles)


def pictures(archive: Archive, sheet: int, drawing: int, first: int, placed: Sequence[tuple[int, int, int, Figure, str]]) -> None:  # fmt: skip
    """The pictures of a sheet.

    Parameters
    ----------
    archive : Archive
    sheet, drawing, first : int
        Numbers of the sheet, of its drawing, and of its first picture in the workbook.
    placed : sequence of (row, width, height, figure, words)
        Row from 1, pixels; the words are what a person hears who cannot see it.
    """
    anchors, media = [], []
    for i, (row, width, height, figure, words) in enumerate(placed, 1):
        anchors.append(
            f"<xdr:oneCellAnchor><xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row - 1}</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
            f'<xdr:ext cx="{width * EMU}" cy="{height * EMU}"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{i}" name="Image {i}" descr={quoteattr(words)}/>'
            '<xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr>'
            f'<xdr:blipFill><a:blip r:embed="rId{i}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
            f'<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{width * EMU}" cy="{height * EMU}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr>'
            "</xdr:pic><xdr:clientData/></xdr:oneCellAnchor>"
        )
        name = f"image{first + i - 1}.png"
        media.append((f"{OFFICE}/relationships/image", f"../media/{name}"))
        archive.add(f"xl/media/{name}", figure.png)
    archive.add(
        f"xl/drawings/drawing{drawing}.xml",
        f'{HEAD}<xdr:wsDr xmlns:xdr="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main" xmlns:r="{OFFICE}/relationships">'
        f"{''.join(anchors)}</xdr:wsDr>",
    )
    archive.add(f"xl/drawings/_rels/drawing{drawing}.xml.rels", relations(media))
    archive.add(
        f"xl/worksheets/_rels/sheet{sheet}.xml.rels",
        relations([(f"{OFFICE}/relationships/drawing", f"../drawings/drawing{drawing}.xml")]),
    )
