"""Fonts, lettering, painting: a line drawn from kept outlines is the line matplotlib would set; shapes stand where they should."""

import io
import re

import matplotlib
import numpy as np
import pytest
from matplotlib import font_manager
from matplotlib.path import Path
from matplotlib.textpath import TextPath
from PIL import Image

from analyzer import fonts
from analyzer.drawing import Drawing, Ink, Mark
from analyzer.writers import painting
from analyzer.writers.lettering import as_svg, outlines
from analyzer.writers.png import png


def words(*texts, tall=1.0):
    """A drawing with these lines one under the other."""
    drawing = Drawing(6.0, tall)
    for number, text in enumerate(texts):
        drawing.write(0.1, 0.1 + 0.2 * number, text, 9, "#1a1a1a")
    return drawing


def drawn(drawing):
    return painting.pixels(drawing, 200)[:, :, :3]


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
    fonts.shaped("e\u0301")  # tells matplotlib our fonts
    theirs = TextPath((0, 0), text, size=1, prop=font_manager.FontProperties(family=[fonts.SANS]))
    ((_, vertices, codes),) = outlines(words(text).lines, 8000)  # a type size of 1000 dots
    (line,) = words(text).lines
    ours = (vertices - (line.x * 8000, line.down * 8000)) / (1000, -1000)
    assert codes.tolist() == theirs.codes.tolist()
    shown = codes != Path.CLOSEPOLY
    assert (
        np.abs(ours - theirs.vertices)[shown].max() < 0.0015
    )  # theirs are rounded to 64ths of a hundredth, letter by letter


def test_latin_letters_are_kerned_and_digits_and_chinese_are_not():
    apart = {
        pair: fonts.line(pair)[2] - sum(fonts.glyph(char).advance for char in pair)
        for pair in ("To", "Te", "11", "限额", "4-")
    }
    assert apart["To"] < -0.03 and apart["Te"] < -0.03
    assert apart["11"] == apart["限额"] == apart["4-"] == 0


def test_lines_are_placed_left_right_and_in_the_middle():
    drawing = Drawing(6, 1)
    for ha in ("left", "center", "right"):
        drawing.below(0.5).write(3.0, 0.1, "2026-04-13", 9, "#000000", ha=ha)
    left, center, right = (line.x for line in drawing.lines)
    assert left == 3.0
    assert center == pytest.approx(3.0 - fonts.width("2026-04-13", 9) / 2)
    assert right == pytest.approx(3.0 - fonts.width("2026-04-13", 9))
    assert {round(line.down, 6) for line in drawing.lines} == {0.5 + 0.1 + 0.88 * 9 / 72}


def test_what_must_be_shaped_as_a_whole_is():
    assert all(map(fonts.stands_in_a_row, ("138 张三 Müller", "Нотариус ☎", "e\u0301".replace("e\u0301", "é"))))
    assert not any(map(fonts.stands_in_a_row, ("العربية", "138 שלום", "e\u0301")))
    joined, apart = "لا", "ل ا"
    svg = as_svg(words(joined, "138 张三").lines)
    assert svg.count("<use") == len("138张三") and svg.count("<path d=") == 1
    assert (drawn(words(joined)) != drawn(words(apart))).any()


def test_letters_in_a_vector_picture_stand_once_and_every_reference_finds_one():
    svg = as_svg(words("2026-03-03 来电来电", "to be or not to be").lines)
    names = re.findall(r'<path id="(u[0-9a-f]+)" d="m[^"]+z"/>', svg)
    assert len(names) == len(set(names)) == len(set("2026-03-03来电tobeornottobe"))
    assert set(re.findall(r'xlink:href="#(\w+)"', svg)) == set(names)
    assert svg.count("<use") == len("2026-03-03来电来电tobeornottobe")


def test_fonts_are_our_files_whatever_the_machine_has_and_the_person_set(monkeypatch):
    before = drawn(words("العربية 138", "张三"))
    assert (
        fonts.sans().parent.name == "pylopdf_fonts_zh_cn" and fonts.sans().suffix == ".otf" and fonts.serif().exists()
    )
    other = font_manager.FontEntry(fname=str(fonts.fallback()), name="Noto Sans SC")
    monkeypatch.setattr(font_manager.fontManager, "ttflist", [other])
    fonts.shaped.cache_clear()
    with matplotlib.rc_context({"font.family": "serif", "text.hinting": "force_autohint", "text.usetex": True}):
        assert (drawn(words("العربية 138", "张三")) == before).all()


# --- shapes


def square(x, y, side):
    return np.array([[[x, y], [x + side, y], [x + side, y + side], [x, y + side]]])


def test_shapes_stand_at_their_inches_in_their_order():
    drawing = Drawing(2, 1)
    drawing.below(0.25).shapes(square(0.5, 0.25, 0.25), Ink("#a80000"), 2)
    drawing.shapes(square(0.625, 0.5, 0.25), Ink("#009e73"), 1)  # under the first
    area = drawn(drawing)
    assert area.shape == (200, 400, 3)
    red, green = (area == (0xA8, 0, 0)).all(axis=2), (area == (0, 0x9E, 0x73)).all(axis=2)
    assert red.sum() == 50 * 50 and red[100:150, 100:150].all()
    assert green.sum() == 25 * 50 and green[100:150, 150:175].all()
    svg = painting.svg(drawing, "A & B", "<none>").decode()
    assert "<title>A &amp; B</title>\n<desc>&lt;none&gt;</desc>" in svg
    assert re.findall(r'<path d="([^"]+)" fill="(#\w+)"/>', svg) == [
        ("m4500 3600l1800 0l0 1800l-1800 0z", "#009e73"),
        ("m3600 3600l1800 0l0 1800l-1800 0z", "#a80000"),
    ]


def test_edges_are_as_wide_in_pixels_as_in_points():
    drawing = Drawing(1, 1)
    drawing.shapes(np.array([[[0.0, 0.5], [1.0, 0.5]]]), Ink("", "#000000", 3.6), 1, closed=False)
    assert (drawn(drawing)[:, 100, 0] < 128).sum() == 10  # 3.6 points at 200 dots to an inch
    assert 'stroke="#000000" stroke-width="360"' in painting.svg(drawing, "", "").decode()


@pytest.mark.parametrize("sign", "o^XsvDPpdx")
def test_marks_are_centred_on_their_place(sign):
    drawing = Drawing(1, 1)
    drawing.marks(np.array([[0.5, 0.5]]), Mark(sign, 20, Ink("" if sign == "x" else "#a80000", "#000000", 0.5)), 1)
    inked = (drawn(drawing) < 200).any(axis=2)
    rows, columns = np.flatnonzero(inked.any(axis=1)), np.flatnonzero(inked.any(axis=0))
    assert np.mean(columns[[0, -1]]) == pytest.approx(99.5, abs=1.5)
    assert np.mean(rows[[0, -1]]) == pytest.approx(99.5, abs=4)
    svg = painting.svg(drawing, "", "").decode()
    assert re.search(r'<use xlink:href="#(m[\w-]+)" x="3600" y="3600"/>', svg).group(1) in re.findall(
        r'id="([\w-]+)"', svg
    )


def test_a_crowd_of_marks_does_not_swell_the_vector_picture():
    rng = np.random.default_rng(1)
    drawing = Drawing(8, 3)
    drawing.marks(rng.uniform(0, 2, (200_000, 2)), Mark("o", 3, Ink("#a80000")), 1)
    assert len(painting.svg(drawing, "", "")) < 1_200_000


def test_a_hatched_look_is_one_pattern_named_after_it():
    drawing = Drawing(1, 1)
    for x in (0.0, 0.5):
        drawing.shapes(square(x, 0.0, 0.4), Ink("#e69f00", "#1a1a1a", 0.3, "//"), 1)
    svg = painting.svg(drawing, "", "").decode()
    assert svg.count("<pattern") == 1 and svg.count('fill="url(#he69f001a1a1a2f2f)"') == 2
    area = drawn(drawing)
    assert 0.02 < (area[5:75, 5:75].max(axis=2) < 100).mean() < 0.3, "dark lines upon the colour"


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
