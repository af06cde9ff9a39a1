"""Mutators of bytes and of texts: lines and fields, XML and HTML."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from typing import Any

from fuzzing import values

Dice = random.Random
Mutator = Callable[[bytes, Dice, "list[bytes]"], bytes]


def span(data: Any, dice: Dice, most: int = 64) -> tuple[int, int]:
    """A stretch of the data."""
    start = dice.randrange(len(data) + 1)
    return start, min(len(data), start + dice.choice((1, 1, 2, 4, 8, dice.randint(1, most))))


def some_bytes(data: bytes, dice: Dice, pool: list[bytes]) -> bytes:
    """Flip, cut, delete, repeat, insert, overwrite, splice."""
    broken = bytearray(data)
    for _ in range(dice.choice((1, 1, 1, 2, 4, 16))):
        if not broken:
            return bytes(broken)
        start, end = span(broken, dice)
        deed = dice.randrange(10)
        if deed <= 2:
            broken[dice.randrange(len(broken))] ^= 1 << dice.randrange(8)
        elif deed == 3:
            broken[dice.randrange(len(broken))] = dice.choice(
                (0, 0x0A, 0x0D, 0x22, 0x2C, 0x3C, 0x26, 0x7F, 0x80, 0xFF, dice.randrange(256))
            )
        elif deed == 4:
            del broken[start:end]
        elif deed == 5:
            broken[start:start] = broken[start:end] * dice.choice((1, 2, 50))
        elif deed == 6:
            broken[start:start] = dice.randbytes(dice.randint(1, 8))
        elif deed == 7:
            broken[start:end] = bytes([dice.choice((0, 0xFF, 0x20))]) * (end - start)
        elif deed == 8:
            broken[start:end] = dice.choice(
                (b"\0\0\0\0", b"\xff\xff\xff\x7f", b"\xff\xff", b"\0\x80", b"\x7f\xff\xff\xff", b"\x80\0\0\0")
            )
        elif dice.random() < 0.5:
            del broken[dice.randrange(len(broken)) :]
        else:
            other = dice.choice(pool)
            broken[start:] = other[dice.randrange(len(other) + 1) :]
    return bytes(broken)


def decoded(data: bytes) -> tuple[str, str]:
    """A text and its encoding; surrogates stand for what is not valid."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace"), "utf-16"
    for name in ("utf-8", "gb18030"):
        try:
            return data.decode(name), name
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", "surrogateescape"), "utf-8"


def encoded(text: str, name: str, dice: Dice) -> bytes:
    """The text as bytes, now and then in another encoding, or with a byte-order mark in an odd place."""
    if dice.random() < 0.06:
        name = dice.choice(values.ENCODINGS)
    try:
        data = text.encode(name, "surrogateescape")
    except (UnicodeError, LookupError):
        data = (
            text.encode(name, "replace")
            if name not in ("utf-8", "utf-8-sig")
            else text.encode("utf-8", "surrogatepass")
        )
    if dice.random() < 0.02:
        data = (
            dice.choice(
                (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf\xef\xbb\xbf", b"\0", b"\x1a", b"\r\n\r\n")
            )
            + data
        )
    return data


def odd(dice: Dice, old: str = "") -> str:
    """An odd value; now and then the old one, changed a little."""
    chance = dice.random()
    if chance < 0.01:
        return dice.choice(values.HUGE)
    if chance < 0.15 and old:
        place = dice.randrange(len(old))
        return old[:place] + dice.choice(values.ALL)[:20] + old[place + 1 :]
    if chance < 0.2:
        return chr(
            dice.choice(
                (
                    dice.randrange(0x20),
                    dice.randrange(0x3000),
                    dice.randrange(0xD800, 0xE000),
                    dice.randrange(0x10000, 0x110000),
                )
            )
        )
    if chance < 0.25 and old:
        return old * dice.choice((2, 3, 100))
    return dice.choice(dice.choice((values.NUMBERS, values.TIMES, values.LENGTHS, values.TEXTS, values.PEERS)))


def lines(data: bytes, dice: Dice, pool: list[bytes]) -> bytes:
    """Mix the lines and fields of a text with separators."""
    text, name = decoded(data)
    rows = text.splitlines(keepends=True) or [""]
    for _ in range(dice.choice((1, 1, 2, 3, 8))):
        i, deed = dice.randrange(len(rows)), dice.randrange(14)
        mark = next((m for m in dice.sample([",", "\t", ";", "|", ":", "=", " "], 7) if m in rows[i]), ",")
        ending = rows[i][len(rows[i].rstrip("\r\n")) :]
        cells = rows[i].rstrip("\r\n").split(mark)
        c = dice.randrange(len(cells))
        if deed <= 4:
            cells[c] = odd(dice, cells[c])
        elif deed == 5:
            dice.shuffle(cells)
        elif deed == 6:
            cells.insert(c, odd(dice))
        elif deed == 7 and len(cells) > 1:
            del cells[c]
        elif deed == 8:
            dice.shuffle(rows)
            continue
        elif deed == 9:
            rows[i:i] = [rows[i]] * dice.choice((1, 2, 30))
            continue
        elif deed == 10 and len(rows) > 1:
            del rows[i]
            continue
        elif deed == 11:
            other = decoded(dice.choice(pool))[0].splitlines(keepends=True) or [""]
            rows[i:i] = dice.sample(other, dice.randint(1, min(4, len(other))))
            continue
        elif deed == 12:
            ending = dice.choice(("", "\r", "\n\n", "\r\r\n", "\0\n", "\u2028"))
        else:
            mark = dice.choice((",", "\t", ";", "|", " ", ',"', '",'))
        rows[i] = mark.join(cells) + ending
    return encoded("".join(rows), name, dice)


LARGE = 60_000
"""Bytes beyond which texts are no longer looked at closely: the mutators themselves would take too long."""
ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
TAG = re.compile(r"<[^<>]*>")


def markup(data: bytes, dice: Dice, pool: list[bytes]) -> bytes:
    """Attributes, entities, nesting, order of elements."""
    if len(data) > LARGE:
        return some_bytes(data, dice, pool)
    text, name = decoded(data)
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        if len(text) > LARGE:
            break
        attributes, tags, deed = list(ATTRIBUTE.finditer(text)), list(TAG.finditer(text)), dice.randrange(12)
        if deed <= 4 and attributes:
            found = dice.choice(attributes)
            value = odd(dice, found[2][1:-1])
            if dice.random() < 0.8:
                value = value.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
            text = f'{text[: found.start()]}{found[1]}="{value}"{text[found.end() :]}'
        elif deed == 5 and attributes:
            found = dice.choice(attributes)
            text = text[: found.start()] + dice.choice(("", found[0] + " " + found[0])) + text[found.end() :]
        elif deed == 6 and tags:
            found = dice.choice(tags)
            text = (
                text[: found.start()]
                + dice.choice(
                    (
                        "",
                        found[0] * 2,
                        found[0] * 300,
                        (found[0] + "\n") * dice.randrange(16, 90),
                        found[0].upper(),
                        "</x>",
                        "<x>",
                        "<?x?>",
                        "<!-- ",
                    )
                )
                + text[found.end() :]
            )
        elif deed == 7 and len(tags) > 1:
            a, b = sorted(dice.sample(tags, 2), key=lambda found: found.start())
            piece = text[a.start() : b.end()]
            text = (
                text[: a.start()]
                + dice.choice((piece * 2, piece * 20, "", b[0] + a[0], f"{a[0]}{piece}{b[0]}"))
                + text[b.end() :]
            )
        elif deed == 8:
            place = dice.randrange(len(text) + 1)
            text = (
                text[:place]
                + dice.choice(
                    (
                        "&lol;",
                        "&#0;",
                        "&#xD83D;&#xDE00;",
                        "&#55357;",
                        "<![CDATA[x]]>",
                        "<!DOCTYPE a [<!ENTITY b 'c'>]>",
                        "\0",
                        "]]>",
                        "&",
                        "<",
                        ">",
                        '"',
                    )
                )
                + text[place:]
            )
        elif deed == 9 and tags:
            found = dice.choice(tags)
            text = text[: found.end()] + odd(dice) + text[found.end() :]
        elif deed == 10 and tags:
            other = decoded(dice.choice(pool))[0]
            place = dice.choice(tags).end()
            a, b = sorted(dice.randrange(len(other) + 1) for _ in "ab")
            text = text[:place] + other[a:b] + text[place:]
        else:
            text = text[: dice.randrange(len(text) + 1)]
    return encoded(text, name, dice)
