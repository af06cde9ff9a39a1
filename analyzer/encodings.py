"""Which encoding bytes are in, as far as they show it; nothing here knows files."""

from __future__ import annotations

import codecs
import re

REPLACED = "\ufffd"
WIDE = ("utf-16-le", "utf-16-be")

HEADING_WORDS = (  # noqa: SIM905 - words read better in a row
    "号码 电话 时间 日期 类型 时长 通话 短信 内容 呼叫 主叫 被叫 对方 姓名 联系人 方式 地点 费用 起始 开始 未接 来电 去电 发送 接收 合计 "
    "號碼 電話 時間 類型 時長 通話 簡訊 內容 對方 聯絡人 聯繫人 費用 開始 來電 撥出 接聽 傳送 未接來電"
).split()
"""Words that headings of call lists hold, simplified and traditional: they settle which Chinese encoding a file has."""


def heading_score(data: bytes, encoding: str) -> int:
    """How many distinct heading words `data` shows when read as `encoding`.

    Examples
    --------
    >>> heading_score("对方号码,通话时长".encode("gb18030"), "gb18030") > heading_score("对方号码,通话时长".encode("gb18030"), "big5")
    True
    """
    text = data.decode(encoding, "ignore")
    return sum(word in text for word in HEADING_WORDS)


def wide_encoding(head: bytes) -> str:
    r"""UTF-16 without byte-order mark, told by the zero bytes that ASCII digits and separators leave on one side.

    Examples
    --------
    >>> wide_encoding("号码,时间\r\n".encode("utf-16-le") * 4)
    'utf-16-le'
    >>> wide_encoding(b"number,time")
    ''
    """
    sample = head[:4096]
    if len(sample) < 16 or sample.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ""
    first, second = sample[0::2].count(0), sample[1::2].count(0)
    if max(first, second) * 5 < len(sample) // 2 or min(first, second) * 20 > max(first, second):
        return ""
    name = WIDE[0] if second > first else WIDE[1]
    text = sample[: len(sample) // 2 * 2].decode(name, "ignore")
    return name if "\n" in text and sum(c.isprintable() or c in "\r\n\t" for c in text) * 10 > 9 * len(text) else ""


def stands_alone(data: bytes) -> bool:
    """Whether most bytes above ASCII stand by themselves, as the accented letters of Western European text do."""
    runs = re.findall(rb"[\x80-\xff]+", data)
    return sum(len(run) == 1 for run in runs) * 2 > len(runs)


def damage(data: bytes, encoding: str) -> float:
    """Share of the non-ASCII characters that are broken when `data` is read as `encoding`.

    Examples
    --------
    >>> damage("号码".encode()[:-1], "utf-8")
    0.5
    """
    text = data.decode(encoding, "replace")
    special = len(text) - len(text.encode("ascii", "ignore"))
    return text.count(REPLACED) / max(special, 1)


def is_utf8(data: bytes, begin: int = 0, end: int | None = None) -> bool:
    """Whether the bytes between two places are valid UTF-8; Arrow tells in a quarter of the time that decoding takes."""
    if data.isascii():
        return True
    import pyarrow as pa

    ends = pa.array([begin, len(data) if end is None else end], pa.int64()).buffers()[1]
    try:
        pa.Array.from_buffers(pa.large_binary(), 1, [None, ends, pa.py_buffer(data)]).cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


def cut_character(data: bytes) -> int:
    """Bytes at the end of `data` that begin a UTF-8 character and do not complete it.

    Examples
    --------
    >>> cut_character("号".encode()[:2]), cut_character("号".encode()), cut_character(b"a")
    (2, 0, 0)
    """
    for back in range(1, min(4, len(data) + 1)):
        byte = data[-back]
        if byte < 0x80:
            return 0
        if byte >= 0xC0:
            return back if back < (2 if byte < 0xE0 else 3 if byte < 0xF0 else 4) else 0
    return 0
