"""The character tricks by which senders slip past filters, applied to our own texts: to fit with them and to measure their effect."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from functools import cache

HAN = re.compile(r"[\u4e00-\u9fff]")
SOUNDS = {
    "贷": "代袋戴带岱", "微": "薇威徽威", "信": "芯心新伈", "催": "崔摧", "收": "手shou", "诉": "素速", "院": "苑yuan", "欠": "芡qian", "款": "kuan欵",
    "债": "zhai责", "还": "huan環", "钱": "qian前", "加": "伽佳jia", "群": "裙", "赌": "du睹", "博": "搏bo", "下": "丅", "注": "炷", "开": "kai", "票": "漂piao",
    "额": "娥e", "度": "渡du", "卡": "咔ka", "办": "ban扮", "理": "里li", "银": "yin垠", "行": "hang", "逾": "鱼yu", "期": "其qi", "通": "tong", "知": "zhi",
    "法": "fa砝", "警": "jing", "家": "jia", "人": "亻ren", "单": "dan", "位": "wei", "账": "zhang帐", "户": "hu沪", "打": "da", "死": "si",
    "您": "nin", "你": "ni伱妳", "联": "lian", "系": "xi", "电": "dian", "话": "hua", "今": "jin", "日": "ri曰", "立": "li", "即": "ji", "处": "chu",
}  # fmt: skip
"""Characters written for another of the same sound, or its syllable."""

LEET = {"a": "@4", "e": "3", "i": "1!", "o": "0", "s": "$5", "t": "7"}
CYRILLIC = dict(zip("aceopxyi", "асеорхуі", strict=True))
WIDE = {chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F)}
CIRCLED = {str(n): chr(0x245F + n) for n in range(1, 10)} | {"0": "⓪"}


@cache
def _traditional() -> dict[str, str]:
    """Simplified → traditional, read backwards from the table of the plain form (the character that stands first in Unicode)."""
    from analyzer.wording.plain import _tables

    into = _tables()[0]
    back: dict[str, str] = {}
    for code in range(0x4E00, 0x9FFF):
        new = int(into[code])
        if new != code and 0x4E00 <= new < 0xA000:
            back.setdefault(chr(new), chr(code))
    return back


def inserted(text: str, draw: random.Random) -> str:
    """Signs between some Chinese characters."""
    sign = draw.choice("*_. ·^~-●/")
    return re.sub(r"(?<=[\u4e00-\u9fff])(?=[\u4e00-\u9fff])", lambda _: sign if draw.random() < 0.3 else "", text)


def sounds(text: str, draw: random.Random) -> str:
    """Other characters of the same sound, or pinyin."""

    def swap(found: re.Match[str]) -> str:
        char = found[0]
        if draw.random() > 0.5:
            return char
        options = re.findall(r"[a-z]+|.", SOUNDS[char])
        return draw.choice(options)

    return re.sub("[" + "".join(SOUNDS) + "]", swap, text)


def traditional(text: str, draw: random.Random) -> str:
    """The whole line in traditional characters."""
    return "".join(_traditional().get(c, c) for c in text)


def wide(text: str, draw: random.Random) -> str:
    """Full-width letters, circled digits."""
    table = {**WIDE, **CIRCLED} if draw.random() < 0.5 else WIDE
    return "".join(table.get(c, c) if c.isalnum() and c.isascii() else c for c in text)


def leet(text: str, draw: random.Random) -> str:
    """Digits and signs for letters inside words."""
    return re.sub(
        r"(?<=[a-z])[aeiost](?=[a-z])", lambda m: draw.choice(LEET[m[0]]) if draw.random() < 0.25 else m[0], text
    )


def spelled(text: str, draw: random.Random) -> str:
    """Some longer words letter by letter."""
    sign = draw.choice(".-_*")
    return re.sub(r"\b[a-z]{4,9}\b", lambda m: sign.join(m[0]) if draw.random() < 0.12 else m[0], text)


def foreign(text: str, draw: random.Random) -> str:
    """Cyrillic letters in some words."""
    return re.sub(r"[a-z]{4,}", lambda m: "".join(CYRILLIC.get(c, c) if draw.random() < 0.4 else c for c in m[0]) if draw.random() < 0.3 else m[0], text)  # fmt: skip


def misspelt(text: str, draw: random.Random) -> str:
    """Doubled and dropped letters."""
    return re.sub(r"(?<=[a-z])[a-z](?=[a-z])", lambda m: m[0] if draw.random() > 0.06 else draw.choice(["", m[0] * 2]), text)  # fmt: skip


def hidden(text: str, draw: random.Random) -> str:
    """Marks of no width between characters."""
    return "".join(c + ("\u200b" if draw.random() < 0.2 else "") for c in text)


TRICKS: dict[str, tuple[Callable[[str, random.Random], str], ...]] = {
    "zh": (inserted, sounds, traditional, wide, hidden),
    "en": (leet, spelled, foreign, misspelt, wide, hidden),
}


def tricked(text: str, language: str, seed: int = 0) -> str:
    """The text with one or two of the tricks of its language; the same for the same text and seed."""
    draw = random.Random(f"{seed}\n{text}")
    for trick in draw.sample(TRICKS[language], draw.choice((1, 2))):
        text = trick(text, draw)
    return text
