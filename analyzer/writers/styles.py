"""How cells of a workbook look: a list of styles, and the part of the workbook that holds it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from analyzer.document import Column

FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}
"""Fonts that Windows and the Mac versions of Excel and WPS have; others put their own in place."""

INK, QUIET, LINK, MARKED = "1F2933", "5B6770", "1F5FA8", "7D2140"
HEAD_PAPER, QUOTE_PAPER, RULE = "E4EAF0", "F6F4EC", "C9D1D9"

FORMATS = {"count": "#,##0", "seconds": "#,##0", "number": "0.##", "time": "yyyy-mm-dd hh:mm:ss", "day": "yyyy-mm-dd"}
TEXT = "@"

KNOWN_FORMATS = {"General": 0, "#,##0": 3, TEXT: 49}
"""Numbers of the formats that every workbook has (ECMA-376 part 1, 18.8.30 numFmt)."""

OWN_FORMATS = 164
"""Number of the first format that a workbook may add."""

QUOTED, WRAPPED, INDENTED = ' quotePrefix="1"', ' wrapText="1"', ' indent="1"'

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


class Look(NamedTuple):
    """One style; `quoted` keeps a text a text even when somebody edits the cell."""

    size: float = 10
    bold: bool = False
    colour: str = INK
    underlined: bool = False
    paper: str = ""
    wrap: bool = True
    form: str = "General"
    ruled: bool = False
    quoted: bool = False
    right: bool = False


ROLES = {
    "title": Look(size=14, bold=True, wrap=False),
    "lead": Look(size=11, bold=True),
    "plain": Look(),
    "value": Look(form=TEXT),
    "note": Look(size=9, colour=QUIET),
    "quote": Look(paper=QUOTE_PAPER, quoted=True),
    "label": Look(colour=QUIET),
    "caption": Look(size=11, bold=True),
    "detail": Look(size=12, bold=True, paper=HEAD_PAPER),
    "head": Look(bold=True, paper=HEAD_PAPER, ruled=True),
    "head_number": Look(bold=True, paper=HEAD_PAPER, ruled=True, right=True),
    "link": Look(colour=LINK, underlined=True, form=TEXT, ruled=True),
    "text": Look(form=TEXT, ruled=True),
    "quoted": Look(ruled=True, quoted=True),
} | {
    kind: Look(wrap=False, form=form, ruled=True, right=kind in {"count", "seconds", "number"})
    for kind, form in FORMATS.items()
}
"""Words outside of tables, headings, texts in tables, and each kind of column that is no text."""


@dataclass
class Styles:
    """The styles of a workbook, and their numbers.

    Parameters
    ----------
    lang : {"zh", "en"}
        Decides the font.
    """

    lang: str
    numbers: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        looks = list(dict.fromkeys(ROLES.values()))
        self.numbers = {
            role: looks.index(look) + 1 for role, look in ROLES.items()
        }  # 0 is what a cell without style has

    @property
    def font(self) -> str:
        """Name of the font."""
        return FONTS.get(self.lang, FONTS["en"])

    def role(self, role: str) -> int:
        """Style of words outside of tables, and of a link."""
        return self.numbers[role]

    def cell(self, column: Column) -> int:
        """Style of a column's numbers, days and times."""
        return self.numbers[column.kind if column.kind in FORMATS else "text"]

    def words(self, column: Column) -> int:
        """Style of a column's texts."""
        return self.numbers["quoted" if column.kind == "quote" else "text"]

    def xml(self) -> str:
        """The part ``xl/styles.xml``."""
        return _xml(self.font)


@cache
def _xml(font: str) -> str:
    looks = list(dict.fromkeys(ROLES.values()))
    fonts, fills, own = (
        list(dict.fromkeys(map(of, looks)))
        for of in (_font, lambda look: look.paper, lambda look: look.form if look.form not in KNOWN_FORMATS else "")
    )
    papers, forms = [paper for paper in fills if paper], [form for form in own if form]
    formats = KNOWN_FORMATS | {form: OWN_FORMATS + i for i, form in enumerate(forms)}
    cells = [
        f'<xf numFmtId="{formats[look.form]}" fontId="{fonts.index(_font(look)) + 1}"'
        f' fillId="{papers.index(look.paper) + 2 if look.paper else 0}" borderId="{int(look.ruled)}" xfId="0"'
        f'{QUOTED * look.quoted} applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{"right" if look.right else "left"}" vertical="top"'
        f'{WRAPPED * look.wrap}{INDENTED * look.right}/></xf>'
        for look in looks
    ]  # fmt: skip
    plain = f'<font><sz val="10"/><name val="{font}"/><family val="2"/></font>'
    solid = [
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{paper}"/></patternFill></fill>' for paper in papers
    ]
    empty = ['<fill><patternFill patternType="none"/></fill>', '<fill><patternFill patternType="gray125"/></fill>']
    bare = "<border><left/><right/><top/><bottom/><diagonal/></border>"
    ruled = f'<border><left/><right/><top/><bottom style="thin"><color rgb="FF{RULE}"/></bottom><diagonal/></border>'
    return "".join(
        (
            f'<styleSheet xmlns="{MAIN}">',
            _list("numFmts", [f'<numFmt numFmtId="{formats[form]}" formatCode="{form}"/>' for form in forms]),
            _list("fonts", [plain, *(one.format(font=font) for one in fonts)]),
            _list("fills", [*empty, *solid]),
            _list("borders", [bare, ruled]),
            _list("cellStyleXfs", ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>']),
            _list("cellXfs", ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>', *cells]),
            _list("cellStyles", ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']),
            "</styleSheet>",
        )
    )


def _font(look: Look) -> str:
    bold, underlined = "<b/>" * look.bold, "<u/>" * look.underlined
    return f'<font>{bold}{underlined}<sz val="{look.size:g}"/><color rgb="FF{look.colour}"/><name val="{{font}}"/><family val="2"/></font>'


def _list(tag: str, parts: list[str]) -> str:
    return f'<{tag} count="{len(parts)}">{"".join(parts)}</{tag}>'
