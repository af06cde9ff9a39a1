"""The fonts that pictures and letters are set in, chosen by path, what of a text they can show, and how wide it is.

Names come out of exports and hold anything: emoji, control characters, whole paragraphs. A character that no font has
would come out as an empty box, which on a complaint looks like a forgery; it is replaced before anything is drawn.

A character's outline is taken out of its font once and kept: loading one takes longer than drawing it, and a page of dates
and rule names draws the same few hundred again and again.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import numpy as np
    from matplotlib.ft2font import FT2Font

GAP = "·"
"""Stands for one or more characters that cannot be shown."""

SANS, FALLBACK = "Analyzer Sans", "Analyzer Fallback"
"""Names under which matplotlib is told our two font files; no font of the machine is called so."""

POINTS_PER_INCH = 72

EM = 1000
"""Units of a type size in which outlines and kerning are measured: those of Noto Sans SC."""

KERNED = re.compile(r"[A-Za-z.,:;'\"*/()–—-]{2,}")
"""Runs in which the distance of neighbours depends on both: in Noto Sans SC Latin letters and signs beside them, never digits,
spaces and Chinese characters. (Greek and Cyrillic, which a name may be written in, stand at their plain distances.)"""


@dataclass(frozen=True, slots=True, eq=False)
class Glyph:
    """The shape of a character.

    Attributes
    ----------
    char : str
    vertices : (n, 2) float array
        Outline in units of the type size, y upwards from the baseline.
    codes : (n,) uint8 array
        What each vertex is, as matplotlib's ``Path`` counts.
    advance : float
        Distance to the next character, in units of the type size.
    """

    char: str
    vertices: np.ndarray
    codes: np.ndarray
    advance: float


MACHINES = (
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc", "/System/Library/Fonts/PingFang.ttc", "/System/Library/Fonts/STHeiti Light.ttc",
    "C:/Windows/Fonts/msyh.ttc", "C:/Windows/Fonts/simsun.ttc",
)  # fmt: skip
"""Chinese fonts of Linux, macOS and Windows, for a machine that lost the pinned ones: pictures are drawn all the same, only not
to the same bytes as elsewhere."""


def sans() -> Path:
    """Noto Sans SC (OFL), of the pinned font package: charts, headings, tables. Without it what the machine has (`complete`)."""
    return _pinned("sans_path") or _of_the_machine()


def serif() -> Path:
    """Noto Serif SC (OFL), of the pinned font package: the body of letters. Without it what the machine has (`complete`)."""
    return _pinned("serif_path") or _of_the_machine()


def complete() -> bool:
    """Whether the pinned fonts are there, without which no PDF is set."""
    return _pinned("sans_path") is not None and _pinned("serif_path") is not None


@cache
def _pinned(which: str) -> Path | None:
    try:
        import pylopdf_fonts_zh_cn as package
    except ImportError:
        return None
    path = Path(getattr(package, which)())
    return path if path.is_file() else None


def _of_the_machine() -> Path:
    return next((path for path in map(Path, MACHINES) if path.is_file()), fallback())


def fallback() -> Path:
    """DejaVu Sans as it comes with matplotlib: scripts and signs that Noto Sans SC lacks."""
    import matplotlib

    return Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf"


def register() -> None:
    """Tell matplotlib our font files under names that only they have."""
    from matplotlib.font_manager import FontEntry, fontManager

    known = {entry.name for entry in fontManager.ttflist}
    for name, path in ((SANS, sans()), (FALLBACK, fallback())):
        if name not in known:
            fontManager.ttflist.append(FontEntry(fname=str(path), name=name))


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
        elif _in_sans(char) or _fallback_font().get_char_index(code):
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


def stands_in_a_row(text: str) -> bool:
    """Whether the characters of `text` keep their shape and order beside each other, as Chinese and Latin ones do.

    Arabic letters are joined, Hebrew ones run the other way, accents that combine move onto the letter before: such a text
    has to be shaped as a whole.
    """
    return text.isascii() or not any(map(_is_shaped, text))


@lru_cache(maxsize=4096)
def _is_shaped(char: str) -> bool:
    return (
        0x0590 <= ord(char) < 0x1E00
        or unicodedata.category(char)[0] == "M"
        or unicodedata.bidirectional(char) in ("R", "AL")
    )


@lru_cache(maxsize=8192)
def glyph(char: str) -> Glyph:
    """The shape of a character that stands for itself; that of `GAP` for one that neither font has."""
    from matplotlib.ft2font import LoadFlags

    font = _sans_font() if _in_sans(char) else _fallback_font()
    if not font.get_char_index(ord(char)):
        return glyph(GAP)
    loaded = font.load_char(ord(char), flags=LoadFlags.NO_SCALE | LoadFlags.NO_HINTING)
    vertices, codes = font.get_path()  # in 64ths of the font's units
    return Glyph(char, vertices * (64 / font.units_per_EM), codes, loaded.horiAdvance / font.units_per_EM)


@lru_cache(maxsize=4096)
def line(text: str) -> tuple[tuple[Glyph, ...], tuple[float, ...], float]:
    """The glyphs of a line, where each begins, and how wide the line is, in units of the type size."""
    for run in KERNED.findall(text):
        if any(run[i : i + 2] not in _kerning for i in range(len(run) - 1)):
            _measure(run)
    glyphs, starts, at, before = tuple(map(glyph, text)), [], 0.0, ""
    for shape in glyphs:
        at += _kerning.get(before + shape.char, 0.0)
        starts.append(at)
        at += shape.advance
        before = shape.char
    return glyphs, tuple(starts), at


_kerning: dict[str, float] = {}
"""How much closer the second of two characters stands, in units of the type size; a property of the font, so kept for good."""


def _measure(run: str) -> None:
    from matplotlib.ft2font import LoadFlags

    plain_shapes: Any = ("-liga", "-ccmp")  # any number of features; matplotlib's stub says one
    places = _sans_font().set_text(run, flags=LoadFlags.NO_HINTING, features=plain_shapes)[:, 0] / 64 / EM
    for i in range(len(run) - 1):
        known = len(places) == len(run)
        _kerning[run[i : i + 2]] = float(places[i + 1] - places[i]) - glyph(run[i]).advance if known else 0.0


def width(text: str, points: float) -> float:
    """Inches that one line of `text` takes at a type size of `points`."""
    return line(text)[2] * points / POINTS_PER_INCH


def shorten(text: str, inches: float, points: float) -> str:
    """`text` as far as it fits, with an ellipsis where it was cut.

    Examples
    --------
    >>> shorten("a short name", 10, 9)
    'a short name'
    """
    room = inches * POINTS_PER_INCH / points
    if sum(map(_advance, text)) <= room:
        return text
    room -= _advance("…")
    kept = 0
    for char in text:
        room -= _advance(char)
        if room < 0:
            break
        kept += 1
    return text[:kept].rstrip() + "…"


@lru_cache(maxsize=1024)
def wrap(text: str, inches: float, points: float) -> tuple[str, ...]:
    """Lines of `text` that fit into `inches`: broken at spaces, and between any two Chinese characters."""
    lines, begun, used, room = [], "", 0.0, inches * POINTS_PER_INCH / points
    for word in _words(text):
        if begun and used + sum(map(_advance, word.rstrip())) > room:
            lines.append(begun.rstrip())
            begun, used = "", 0.0
        begun += word
        used += sum(map(_advance, word))
    return (*lines, begun.rstrip()) if begun.strip() else tuple(lines)


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


def _advance(char: str) -> float:
    return glyph(char).advance


@lru_cache(maxsize=8192)
def _in_sans(char: str) -> bool:
    return _sans_font().get_char_index(ord(char)) != 0


@lru_cache(maxsize=8192)
def has(char: str) -> bool:
    """Whether letters can show a character: both their fonts have it, or the one for other scripts does."""
    code = ord(char)
    return bool(_fallback_font().get_char_index(code)) or (_in_sans(char) and bool(_serif_font().get_char_index(code)))


@cache
def _serif_font() -> FT2Font:
    return _opened(serif())


@cache
def _sans_font() -> FT2Font:
    return _opened(sans())


@cache
def _fallback_font() -> FT2Font:
    return _opened(fallback())


def _opened(path: Path) -> FT2Font:
    from matplotlib.ft2font import FT2Font

    font = FT2Font(str(path))
    font.set_size(EM, POINTS_PER_INCH)
    return font
