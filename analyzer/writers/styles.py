"""How cells of a workbook look."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.document import Column

FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}
"""Fonts that Windows and the Mac versions of Excel and WPS have; others put their own in place."""

INK, QUIET, LINK, MARKED = "1F2933", "5B6770", "1F5FA8", "7D2140"
HEAD_PAPER, QUOTE_PAPER, RULE = "E4EAF0", "F6F4EC", "C9D1D9"

FORMATS = {"count": "#,##0", "seconds": "#,##0", "number": "0.##", "time": "yyyy-mm-dd hh:mm:ss", "day": "yyyy-mm-dd"}
TEXT = "@"


class Styles:
    """Numbers of the cell styles of a workbook.

    Parameters
    ----------
    ws : openpyxl worksheet
        Any sheet of the workbook.
    lang : {"zh", "en"}
        Decides the font.

    Attributes
    ----------
    link : int
        Style of a text that leads elsewhere in the workbook.
    """

    def __init__(self, ws: Any, lang: str) -> None:
        self.ws, self.font = ws, FONTS.get(lang, FONTS["en"])
        self.roles = {
            "title": self._make(size=14, bold=True, wrap=False),
            "lead": self._make(size=11, bold=True),
            "plain": self._make(),
            "value": self._make(form=TEXT),
            "note": self._make(size=9, colour=QUIET),
            "quote": self._make(paper=QUOTE_PAPER, quoted=True),
            "label": self._make(colour=QUIET),
            "caption": self._make(size=11, bold=True),
            "detail": self._make(size=12, bold=True, paper=HEAD_PAPER),
            "head": self._make(bold=True, paper=HEAD_PAPER, ruled=True),
            "head_number": self._make(bold=True, paper=HEAD_PAPER, ruled=True, right=True),
        }
        self.link = self._make(colour=LINK, underlined=True, form=TEXT, ruled=True)
        self._text = self._make(form=TEXT, ruled=True)
        self._quote = self._make(ruled=True, quoted=True)
        self._kinds = {
            kind: self._make(wrap=False, form=form, ruled=True, right=kind in {"count", "seconds", "number"})
            for kind, form in FORMATS.items()
        }

    def role(self, role: str) -> int:
        """Style of words outside of tables."""
        return self.roles[role]

    def cell(self, column: Column) -> int:
        """Style of a column's numbers, days and times."""
        return self._kinds.get(column.kind, self._text)

    def words(self, column: Column) -> int:
        """Style of a column's texts."""
        return self._quote if column.kind == "quote" else self._text

    def _make(
        self, size: float = 10, bold: bool = False, colour: str = INK, underlined: bool = False, paper: str = "",
        wrap: bool = True, form: str = "General", ruled: bool = False, quoted: bool = False, right: bool = False,
    ) -> int:  # fmt: skip
        """Register a style; `quoted` keeps a text a text even when somebody edits the cell."""
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

        cell = WriteOnlyCell(self.ws)
        cell.font = Font(name=self.font, size=size, bold=bold, color=colour, underline="single" if underlined else None)
        cell.alignment = Alignment(
            vertical="top", wrap_text=wrap, horizontal="right" if right else "left", indent=1 if right else 0
        )
        cell.number_format = form
        if paper:
            cell.fill = PatternFill("solid", fgColor=paper)
        if ruled:
            cell.border = Border(bottom=Side(style="thin", color=RULE))
        if quoted:
            cell.quotePrefix = True  # type: ignore[attr-defined]
        return cell.style_id
