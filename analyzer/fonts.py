"""The fonts that pictures and letters are set in, chosen by path, and what of a text they can show.

Names come out of exports and hold anything: emoji, control characters, whole paragraphs. A character that no font has
would come out as an empty box, which on a complaint looks like a forgery; it is replaced before anything is drawn.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

GAP = "·"
"""Stands for one or more characters that cannot be shown."""

POINTS_PER_INCH = 72


def sans() -> Path:
    """Noto Sans SC (OFL), of the pinned font package: charts, headings, tables."""
    from pylopdf_fonts_zh_cn import sans_path

    return sans_path()


def serif() -> Path:
    """Noto Serif SC (OFL), of the pinned font package: the body of letters."""
    from pylopdf_fonts_zh_cn import serif_path

    return serif_path()


def fallback() -> Path:
    """DejaVu Sans as it comes with matplotlib: scripts and signs that Noto Sans SC lacks."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


def plain(text: object) -> str:
    r"""`text` on one line, with nothing in it that the fonts cannot show.

    Control characters, text direction marks and joiners go, white space becomes one space, runs of what no font has
    become one `GAP`. A missing value is an empty text.

    Examples
    --------
    >>> plain("小李\n👨\u200d👩\u200d👧 客服")
    '小李 · 客服'
    """
    if not isinstance(text, str):
        return ""
    shown: list[str] = []
    for char in unicodedata.normalize("NFC", text):
        code = ord(char)
        if char.isspace():
            if shown and shown[-1] != " ":
                shown.append(" ")
        elif unicodedata.category(char) in ("Cc", "Cf", "Cs") or 0xFE00 <= code <= 0xFE0F or 0x1F3FB <= code <= 0x1F3FF:
            continue  # no shape of their own: controls, direction marks, variation selectors, skin tones
        elif code in _sans_glyphs() or code in _fallback_glyphs():
            shown.append(char)
        elif not shown or shown[-1] != GAP:
            shown.append(GAP)
    return "".join(shown).strip()


def left_to_right(text: str) -> str:
    """`text` so marked that an Arabic or Hebrew name in it does not turn the line around.

    Without the mark a line that begins with a phone number and goes on with such a name is set from the right: the number
    stands behind the name, its groups of digits in reverse order.
    """
    turns = any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)
    return "\u200e" + text if turns else text


def needs_fallback(text: str) -> bool:
    """Whether Noto Sans SC alone cannot show `text`."""
    return not all(ord(char) in _sans_glyphs() for char in text)


def width(text: str, points: float) -> float:
    """Inches that one line of `text` takes at a type size of `points`."""
    return sum(map(_advance, text)) * points / POINTS_PER_INCH


def shorten(text: str, inches: float, points: float) -> str:
    """`text` as far as it fits, with an ellipsis where it was cut.

    Examples
    --------
    >>> shorten("a short name", 10, 9)
    'a short name'
    """
    if width(text, points) <= inches:
        return text
    room = inches - width("…", points)
    kept = 0
    for char in text:
        room -= width(char, points)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


def wrap(text: str, inches: float, points: float) -> list[str]:
    """Lines of `text` that fit into `inches`: broken at spaces, and between any two Chinese characters."""
    lines, line = [], ""
    for word in _words(text):
        if line and width(line + word.rstrip(), points) > inches:
            lines.append(line.rstrip())
            line = ""
        line += word
    return [*lines, line.rstrip()] if line.strip() else lines


def _words(text: str) -> list[str]:
    """Pieces between which a line may break; closing punctuation stays with what it closes."""
    words = [""]
    for char in text:
        wide = unicodedata.east_asian_width(char) in "WF"
        if (
            words[-1]
            and (words[-1][-1] == " " or wide or _is_wide(words[-1][-1]))
            and char not in "，。；：、）！？】》」 "
        ):
            words.append("")
        words[-1] += char
    return words


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF" and char not in "（【《「"


@cache
def _sans_glyphs() -> frozenset[int]:
    return _glyphs(sans())


@cache
def _fallback_glyphs() -> frozenset[int]:
    return _glyphs(fallback())


def _glyphs(path: Path) -> frozenset[int]:
    from matplotlib.font_manager import get_font

    return frozenset(get_font(str(path)).get_charmap())


@cache
def _advance(char: str) -> float:
    """Width of a character in units of the type size."""
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import LoadFlags

    font = get_font(str(sans() if ord(char) in _sans_glyphs() else fallback()))
    font.set_size(100, POINTS_PER_INCH)
    return font.load_char(ord(char), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536 / 100
