"""The parts of an Excel workbook around its rows (ECMA-376 parts 1 and 2), written as they stand in the file.

A library makes objects of every style, sheet and picture and looks at them again one by one; that cost more than the rows of an
ordinary workbook, and its import as much again.
"""

from __future__ import annotations

import datetime as dt
import zipfile
from collections.abc import Iterable, Sequence
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from analyzer.document import Figure
from analyzer.writers.styles import MAIN

ZIP_DATE = (1980, 1, 1, 0, 0, 0)

SQUEEZE = 4
"""How hard the parts are packed, of 9: 6 takes twice as long for a twentieth less. Pictures are packed already."""

AT_ONCE = 1 << 16
"""Characters that are packed together."""

EMU = 9525
"""Units of drawings in a pixel (914,400 an inch, 96 pixels an inch)."""

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
TYPE = "application/vnd.openxmlformats-officedocument"
RELATIONS = "application/vnd.openxmlformats-package.relationships+xml"

HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


class Archive:
    """A workbook's file: parts one after the other, all of one date, each written as a whole or piece by piece."""

    def __init__(self, file: IO[bytes]) -> None:
        self.zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=SQUEEZE)

    def add(self, name: str, parts: str | bytes | Iterable[str | bytes]) -> None:
        """Write a part."""
        member = zipfile.ZipInfo(name, ZIP_DATE)
        member.external_attr = 0o644 << 16
        member.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
        with self.zip.open(member, "w") as file:
            held, size = [], 0
            for part in (parts,) if isinstance(parts, (str, bytes)) else parts:
                held.append(part.encode() if isinstance(part, str) else part)
                size += len(held[-1])
                if size >= AT_ONCE:
                    file.write(b"".join(held))
                    held, size = [], 0
            file.write(b"".join(held))

    def close(self) -> None:
        """Finish the file."""
        self.zip.close()


def contents(archive: Archive, sheets: int, drawings: int) -> None:
    """The list of the kinds of parts, which stands first, where programs look that only want to know what a file is."""
    parts = {
        "xl/workbook.xml": f"{TYPE}.spreadsheetml.sheet.main+xml",
        "xl/styles.xml": f"{TYPE}.spreadsheetml.styles+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": f"{TYPE}.extended-properties+xml",
        **{f"xl/worksheets/sheet{i}.xml": f"{TYPE}.spreadsheetml.worksheet+xml" for i in range(1, sheets + 1)},
        **{f"xl/drawings/drawing{i}.xml": f"{TYPE}.drawing+xml" for i in range(1, drawings + 1)},
    }
    listed = "".join(f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items())
    endings = (("rels", RELATIONS), ("xml", "application/xml"), ("png", "image/png"))
    defaults = "".join(f'<Default Extension="{ending}" ContentType="{kind}"/>' for ending, kind in endings)
    archive.add("[Content_Types].xml", f'{HEAD}<Types xmlns="{PACKAGE}/content-types">{defaults}{listed}</Types>')


def frame(archive: Archive, names: Sequence[str], defined: Sequence[str], styles: str) -> None:
    """The workbook itself: its sheets by name, its names (of filters and headings), its styles."""
    sheets = "".join(f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(names, 1))
    listed = f"<definedNames>{''.join(defined)}</definedNames>" if defined else ""
    archive.add("_rels/.rels", _relations([(f"{OFFICE}/relationships/officeDocument", "xl/workbook.xml"), (f"{PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"), (f"{OFFICE}/relationships/extended-properties", "docProps/app.xml")]))  # fmt: skip
    archive.add(
        "xl/workbook.xml",
        f'{HEAD}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}/relationships"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets>{listed}</workbook>",
    )
    parts = [(f"{OFFICE}/relationships/worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(names) + 1)]
    archive.add("xl/_rels/workbook.xml.rels", _relations([*parts, (f"{OFFICE}/relationships/styles", "styles.xml")]))
    archive.add("xl/styles.xml", HEAD + styles)


def properties(archive: Archive, title: str, lang: str, day: dt.date) -> None:
    """What the workbook says of itself; the only date inside is `day`."""
    moment = f'xsi:type="dcterms:W3CDTF">{day.isoformat()}T00:00:00Z'
    archive.add(
        "docProps/core.xml",
        f'{HEAD}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:creator>analyzer</dc:creator><dc:title>{escape(title)}</dc:title><dc:language>{escape(lang)}</dc:language>"
        f"<dcterms:created {moment}</dcterms:created><dcterms:modified {moment}</dcterms:modified></cp:coreProperties>",
    )
    archive.add(
        "docProps/app.xml",
        f'{HEAD}<Properties xmlns="{OFFICE}/extended-properties"><Application>analyzer</Application></Properties>',
    )


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
    archive.add(f"xl/drawings/_rels/drawing{drawing}.xml.rels", _relations(media))
    archive.add(
        f"xl/worksheets/_rels/sheet{sheet}.xml.rels",
        _relations([(f"{OFFICE}/relationships/drawing", f"../drawings/drawing{drawing}.xml")]),
    )


def _relations(parts: Iterable[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{i}" Type="{kind}" Target="{target}"/>' for i, (kind, target) in enumerate(parts, 1)
    )
    return f'{HEAD}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'
