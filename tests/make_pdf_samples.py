"""Writes the sample exports of ``tests/samples`` that are PDF bills. Everybody and everything in them is invented.

    python -m tests.make_pdf_samples

Two kinds of type stand in real bills: a font that the reader is expected to have (STSong-Light), and one of which the glyphs
in use are embedded. A PDF that exists is left alone: delete it to have it written anew.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from fontTools import subset
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont as Font
from fontTools.ttLib import newTable
from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from analyzer.fonts import sans
from tests.make_carrier_samples import UNICOM, rows
from tests.make_table_samples import FOLDER, M1

SIZE, PITCH, LEFT = 8, 16, 30
Table = Sequence[Sequence[str]]


def embedded(text: str) -> str:
    """Register a TrueType font with the glyphs of `text`, made out of the outlines of Noto Sans SC; its name."""
    font = Font(str(sans()))
    options = subset.Options(layout_features=[], hinting=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text=text + " 0123456789-:.")
    subsetter.subset(font)
    shapes, widths = font.getGlyphSet(), font["hmtx"].metrics
    glyphs = {}
    for name in font.getGlyphOrder():
        pen = TTGlyphPen(None)
        shapes[name].draw(Cu2QuPen(pen, 1.0, reverse_direction=True))
        glyphs[name] = pen.glyph()
    for tag in ("CFF ", "VORG", "GSUB", "GPOS", "GDEF", "BASE"):
        if tag in font:
            del font[tag]
    font["loca"] = newTable("loca")
    font["glyf"] = glyf = newTable("glyf")
    glyf.glyphs, glyf.glyphOrder = glyphs, font.getGlyphOrder()
    font["hmtx"].metrics = {name: (width, getattr(glyphs[name], "xMin", 0) or 0) for name, (width, _) in widths.items()}
    maxp = font["maxp"]
    maxp.tableVersion = 0x00010000
    for name in (
        *("maxZones", "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements"),
        *("maxSizeOfInstructions", "maxComponentElements", "maxPoints", "maxContours", "maxCompositePoints"),
        *("maxCompositeContours", "maxComponentDepth"),
    ):
        setattr(maxp, name, 1 if name == "maxZones" else 0)
    font["post"].formatType = 3.0
    font.sfntVersion = "\0\1\0\0"
    file = io.BytesIO()
    font.save(file)
    file.seek(0)
    pdfmetrics.registerFont(TTFont("Embedded", file))
    return "Embedded"


def canvas(path: Path, **options: object) -> Canvas:
    """An empty document that is the same on every machine and day."""
    return Canvas(str(path), pagesize=A4, invariant=1, **options)


def ruled(sheet: Canvas, font: str, top: float, widths: Sequence[int], table: Table) -> float:
    """Draw a table with lines around its cells, words broken where they say so; where it ends."""
    for row in table:
        parts = [cell.split("\n") for cell in row]
        height = PITCH + (max(map(len, parts)) - 1) * 10
        x = LEFT
        for lines, width in zip(parts, widths, strict=True):
            sheet.rect(x, top - height, width, height)
            sheet.setFont(font, SIZE)
            for i, line in enumerate(lines):
                sheet.drawString(x + 2, top - 11 - 10 * i, line)
            x += width
        top -= height
    return top


def lines(sheet: Canvas, font: str, top: float, places: Sequence[int], table: Table) -> float:
    """Draw a table without lines, each column at its place; where it ends."""
    sheet.setFont(font, SIZE)
    for row in table:
        for x, cell in zip(places, row, strict=True):
            sheet.drawString(x, top, cell)
        top -= PITCH
    return top


def china_mobile(folder: Path) -> None:
    """Two pages with lines, a font that is not embedded, cells that are broken, the heading on both pages."""
    path = folder / "bill.pdf"
    if path.exists():
        return
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    sheet, widths = canvas(path), (60, 40, 60, 75, 50, 60, 60, 60, 60)
    for page, body in enumerate(
        (
            rows("03-08\n09:12:33|上海|被叫|0086170\n50000901|00:00:38|国内被叫||0.00|是".replace("\n", "\0"), "|"),
            rows("03-09 10:12:33|上海|主叫|10086|1分2秒|本地主叫\0本地||0.00|否", "|")
            + rows("03-10 23:59:59|上海|有条件呼叫\0转移被叫|17050000902|0秒|||0.00|否", "|")
            + rows("合计|||||||0.00|", "|"),
        )
    ):
        sheet.setFont("STSong-Light", SIZE)
        if not page:
            sheet.drawString(LEFT, 800, "中国移动通信客户详单")
            sheet.drawString(LEFT, 785, "手机号码：13900000001  从2026-03-01到2026-03-31 类型：通话详单 总条数：3")
        ruled(sheet, "STSong-Light", 760, widths, [M1, *[[cell.replace("\0", "\n") for cell in row] for row in body]])
        sheet.setFont("STSong-Light", SIZE)
        sheet.drawString(280, 30, f"第{page + 1}页 共2页")
        sheet.showPage()
    sheet.save()


def china_unicom(folder: Path) -> None:
    """Two pages without lines, with an embedded font; the second page has no heading."""
    path = folder / "bill.pdf"
    if path.exists():
        return
    pages = [
        rows(
            "1,语音电话,2026-03-20 16:42:07,18秒,被叫,17050000901,0663,省内通话,0.00,0.00,0.00\n"
            "2,语音电话,2026-03-21 10:31:19,2分06秒,主叫,17050000902,010,省际长途,0.15,0.00,0.15"
        ),
        rows("3,语音电话,2026-03-22 10:31:19,6秒,被叫,17050000901,010,国内通话,0.00,0.00,0.00"),
    ]
    places = (30, 55, 100, 185, 230, 275, 340, 385, 435, 475, 515)
    title = "中国联通通话详单 手机号码：18600000001 查询月份：2026年03月"
    font = embedded(
        title + "".join(UNICOM) + "".join(cell for page in pages for row in page for cell in row) + "（转接）"
    )
    sheet = canvas(path)
    sheet.setFont(font, SIZE)
    sheet.drawString(LEFT, 800, title)
    end = lines(sheet, font, 770, places, [UNICOM, *pages[0]])
    lines(sheet, font, end + 6, places[7:8], [["（漫游）"]])
    sheet.showPage()
    lines(sheet, font, 800, places, pages[1])
    sheet.showPage()
    sheet.save()


def china_telecom(folder: Path) -> None:
    """Calls, and below them a list that is none."""
    path = folder / "bill.pdf"
    if path.exists():
        return
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    sheet = canvas(path)
    head = "对方号码,呼叫类型,起始时间,通话时长（秒）,通话类型,使用地点,费用（元）\n"
    calls = rows(head + "17050000901,被叫,2026-03-01 09:00:00,12,本地,重庆,0.00\n合计,,,12,,,0.00")
    end = ruled(sheet, "STSong-Light", 800, (70, 50, 100, 70, 50, 50, 60), calls)
    ruled(sheet, "STSong-Light", end - 30, (120, 120, 80), rows("套餐名称,使用周期,金额\n某套餐,2026-03,58.00"))
    sheet.showPage()
    sheet.save()


def table(folder: Path) -> None:
    """A bill of nobody in particular."""
    path = folder / "bill.pdf"
    if path.exists():
        return
    sheet = canvas(path)
    content = rows(
        "Date|Time|Number|Destination|Minutes|Cost\n02/03/2026|9:47 AM|202-555-0143|Incoming|2|0.00\n"
        "02/13/2026|11:59 PM|202-555-0144|San Jose, CA|1|0.10\nTotal||||3|0.10",
        "|",
    )
    lines(sheet, "Helvetica", 780, (40, 110, 180, 280, 380, 450), content)
    sheet.showPage()
    sheet.save()


def unrecognised(folder: Path) -> None:
    """A scan, and a bill under a password."""
    scan = folder / "scan.pdf"
    if not scan.exists():
        sheet = canvas(scan)
        sheet.rect(100, 100, 300, 500, fill=1)
        sheet.showPage()
        sheet.save()
    locked = folder / "password.pdf"
    if not locked.exists():
        sheet = canvas(locked, encrypt=StandardEncryption("secret", strength=128))
        sheet.drawString(100, 700, "Number Date Duration")
        sheet.showPage()
        sheet.save()


WRITERS = (china_mobile, china_unicom, china_telecom, table, unrecognised)

if __name__ == "__main__":
    for write in WRITERS:
        write(FOLDER / write.__name__)
