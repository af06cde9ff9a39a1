"""Fonts and lettering: what can be shown, how wide it is, and that a line drawn from kept outlines is the line matplotlib would set."""

import io
import re

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.path import Path
from matplotlib.textpath import text_to_path
from PIL import Image

from analyzer import fonts
from analyzer.lettering import _outlines, as_svg, lettering, letterings
from analyzer.writers.png import png


def words(*texts, across=6.0, down=1.0):
    """A figure with these lines one under the other."""
    figure = Figure(figsize=(across, down), dpi=200, facecolor="white")
    for number, text in enumerate(texts):
        lettering(figure).write(0.1, 0.1 + 0.2 * number, text, 9, "#1a1a1a")
    return figure


def drawn(figure):
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return np.asarray(canvas.buffer_rgba())


# --- a line


@pytest.mark.parametrize(
    "text",
    [
        "限额每日三次：CN-GBT-VOICE-INTER · 国家标准（推荐性），全国。",
        "To Yale, AV. Wartezeit (P.T.O.) LTd – Ty/Wa—r",
        "é ñ 張 ☆",
    ],
)
def test_a_line_is_the_line_that_matplotlib_sets(text):
    """Same outlines at the same places, kerning included. (Without digits and …: beside Latin letters the font has others, which
    would make one date look different from the next.)"""
    fonts.register()
    face = FontProperties(family=[fonts.SANS])
    theirs, codes = text_to_path.get_text_path(face, text)
    (line,) = lettering(words(text)).lines
    ours = _outlines([line], 72 / 9, 0, 0)  # one inch of nine points: units of the type size
    assert ours.codes.tolist() == list(codes)
    shown = ours.codes != Path.CLOSEPOLY
    theirs = np.asarray(theirs) / text_to_path.FONT_SCALE
    off = (ours.vertices - (line.x * 8, -line.down * 8) - theirs)[shown]
    assert np.abs(off).max() < 0.0015  # theirs are rounded to 64ths of a hundredth, letter by letter


def test_latin_letters_are_kerned_and_digits_and_chinese_are_not():
    apart = {
        pair: fonts.line(pair)[2] - sum(fonts.glyph(char).advance for char in pair)
        for pair in ("To", "Te", "11", "限额", "4-")
    }
    assert apart["To"] < -0.03 and apart["Te"] < -0.03
    assert apart["11"] == apart["限额"] == apart["4-"] == 0


def test_lines_are_placed_left_right_and_in_the_middle():
    figure = words()
    for ha in ("left", "center", "right"):
        lettering(figure).write(3.0, 0.1, "2026-04-13", 9, "black", ha=ha)
    left, center, right = (line.x for line in lettering(figure).lines)
    assert left == 3.0
    assert center == pytest.approx(3.0 - fonts.width("2026-04-13", 9) / 2)
    assert right == pytest.approx(3.0 - fonts.width("2026-04-13", 9))


def test_what_must_be_shaped_as_a_whole_is():
    assert all(map(fonts.stands_in_a_row, ("138 张三 Müller", "Нотариус ☎", "e\u0301".replace("e\u0301", "é"))))
    assert not any(map(fonts.stands_in_a_row, ("العربية", "138 שלום", "e\u0301")))
    joined, apart = "لا", "ل ا"
    svg = as_svg(letterings(words(joined, "138 张三")))
    assert svg.count("<use") == len("138张三") and svg.count("<path d=") == 1
    assert (drawn(words(joined)) != drawn(words(apart))).any()


def test_letters_in_a_vector_picture_stand_once_and_every_reference_finds_one():
    svg = as_svg(letterings(words("2026-03-03 来电来电", "to be or not to be")))
    names = re.findall(r'<path id="(u[0-9a-f]+)" d="m[^"]+z"/>', svg)
    assert len(names) == len(set(names)) == len(set("2026-03-03来电tobeornottobe"))
    assert set(re.findall(r'xlink:href="#(\w+)"', svg)) == set(names)
    assert svg.count("<use") == len("2026-03-03来电来电tobeornottobe")


def test_lettering_of_inner_figures_stands_where_they_do():
    figure = Figure(figsize=(4, 3), dpi=200)
    grid = figure.add_gridspec(2, 1, height_ratios=[1, 2])
    lettering(figure.add_subfigure(grid[1])).write(0.5, 0.25, "1", 72, "#000000")
    (found,) = letterings(figure)
    left, top = found.corner()
    assert (left, top) == pytest.approx((0, 1))
    assert re.search(r'scale\(0.072\)">\n<g transform="translate\(500 (\d+)\)', as_svg([found])).group(1) == str(
        round((1 + 0.25 + 0.88) * 1000)
    )


# --- the picture's colours


def coloured(*areas):
    pixels = np.full((60, 40, 4), 255, dtype=np.uint8)
    for number, colour in enumerate(areas):
        pixels[number * 4 : number * 4 + 4, :20, :3] = colour
    return pixels


def read(file):
    return np.asarray(Image.open(io.BytesIO(file)).convert("RGB"))


def test_plain_colours_and_paper_stay_exact():
    flat = [(0, 158, 115), (230, 159, 0), (168, 0, 0), (26, 26, 26), (85, 85, 85), (235, 235, 235)]
    pixels = coloured(*flat)
    assert (read(png(pixels, 200)) == pixels[:, :, :3]).all()


def test_however_many_colours_the_palette_holds_them_nearly():
    rng = np.random.default_rng(3)
    pixels = np.full((80, 100, 4), 255, dtype=np.uint8)
    pixels[:40, :, :3] = rng.integers(0, 255, (40, 100, 3))
    off = np.abs(read(png(pixels, 200)).astype(int) - pixels[:, :, :3])
    assert off[40:].max() == 0
    assert off.max() < 64


# --- what can be shown


def test_plain_leaves_what_the_fonts_show_and_marks_the_rest_once():
    assert fonts.plain("张三丰 龘 臺灣 Müller 0571-8888") == "张三丰 龘 臺灣 Müller 0571-8888"
    assert fonts.plain("客服👨\u200d👩\u200d👧\u200d👦📞☎️ 1") == "客服·☎ 1"
    assert fonts.plain("a\u202eb\x00c\nd\te") == "abc d e"
    assert fonts.plain("") == fonts.plain(None) == fonts.plain(float("nan")) == ""
    assert fonts.plain("가나다") == "·"


def test_plain_text_needs_no_last_resort_glyph():
    """Every character that `plain` lets through has a glyph in one of the two files."""
    import matplotlib.ft2font

    loaded = [matplotlib.ft2font.FT2Font(str(path)) for path in (fonts.sans(), fonts.fallback())]
    everything = "".join(chr(code) for code in range(0x20, 0x30000) if not 0xD800 <= code < 0xE000)
    for char in set(fonts.plain(everything)) - {" "}:
        assert any(font.get_char_index(ord(char)) for font in loaded), hex(ord(char))


def test_lines_are_broken_to_fit_and_lose_nothing():
    text = "依据国家标准 GB/T 45251-2025（推荐性），每日不超过 3 次；this many words and 这么多字，都要放得下。" * 3
    lines = fonts.wrap(text, 3.0, 8)
    assert all(fonts.width(line, 8) <= 3.0 + fonts.width("，", 8) for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert not any(line[0] in "，。；：、）" for line in lines)
    assert fonts.width(fonts.shorten("很长的名字" * 20, 1.0, 9), 9) <= 1.0


def test_a_name_written_from_the_right_does_not_turn_a_number_around():
    assert fonts.left_to_right("138 العربية") == "\u200e138 العربية"
    assert fonts.left_to_right("138 张三") == "138 张三"
