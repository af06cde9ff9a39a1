"""An export as a file: what kind of bytes it holds, its hash, its text encoding. Nothing here knows calls or messages."""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from analyzer.problems import ExportError

HEAD = 1 << 16
"""Bytes looked at to tell what an export is."""

OLE, ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

HEADING_WORDS = (
    "号码 电话 时间 日期 类型 时长 通话 短信 内容 呼叫 主叫 被叫 对方 姓名 联系人 方式 地点 费用 起始 开始 未接 来电 去电 发送 接收 合计 "
    "號碼 電話 時間 類型 時長 通話 簡訊 內容 對方 聯絡人 聯繫人 費用 開始 來電 撥出 接聽 傳送 未接來電"
).split()
"""Words that headings of call lists hold, simplified and traditional: they settle which Chinese encoding a file has."""

ENCODINGS = ("gb18030", "big5")
"""Tried, in this order of preference, where a text is not valid UTF-8."""


@dataclass(frozen=True)
class Export:
    """One file that a person got out of a phone, an app or a carrier.

    Attributes
    ----------
    path : Path
        Where it lies.
    forced_encoding : str
        Encoding named by the person, empty to find out.

    Examples
    --------
    >>> Export.open("calls.csv").kind  # doctest: +SKIP
    'text'
    """

    path: Path
    size: int
    forced_encoding: str = ""

    @classmethod
    def open(cls, path: str | os.PathLike[str], encoding: str = "") -> Export:
        """Check that `path` is a regular, readable, non-empty file.

        Raises
        ------
        ExportError
            One sentence: what, where, what to do.
        """
        path = Path(path)
        try:
            info = path.stat()
            if stat.S_ISDIR(info.st_mode):
                raise ExportError("{path} is a folder: name the export files in it", path=path)
            if not stat.S_ISREG(info.st_mode):
                raise ExportError("{path} is not an ordinary file: copy the export to a file first", path=path)
            with path.open("rb"):
                pass
        except FileNotFoundError:
            raise ExportError("there is no file {path}: check the name and the folder", path=path) from None
        except (OSError, ValueError) as error:
            raise ExportError(
                "{path} cannot be read ({why}): check that you may open it",
                path=path,
                why=getattr(error, "strerror", None) or error,
            ) from None
        if info.st_size == 0:
            raise ExportError("{path} is empty: export again from the phone or the carrier", path=path)
        if encoding:
            try:
                codecs.lookup(encoding)
            except LookupError:
                raise ExportError(
                    "there is no encoding {encoding!r}: use utf-8, gb18030, big5 or utf-16", encoding=encoding
                ) from None
        return cls(path, info.st_size, encoding)

    def chunks(self, size: int = 1 << 20) -> Iterator[bytes]:
        """The file's bytes in pieces, no further than its size when it was opened (a growing file is read once)."""
        left = self.size
        with self.path.open("rb") as file:
            while left > 0 and (piece := file.read(min(size, left))):
                left -= len(piece)
                yield piece

    def read(self) -> bytes:
        """All bytes."""
        return b"".join(self.chunks(self.size))

    @cached_property
    def sha256(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        digest = hashlib.sha256()
        for piece in self.chunks():
            digest.update(piece)
        return digest.hexdigest()

    @cached_property
    def head(self) -> bytes:
        """The first `HEAD` bytes."""
        with self.path.open("rb") as file:
            return file.read(min(HEAD, self.size))

    @cached_property
    def kind(self) -> str:
        """What the bytes are: xlsx, zip, xls, locked, pdf, sqlite, xml, html, json, text or binary.

        Decided by content alone; the name plays no part. ``locked`` is a workbook under a password.
        """
        head = self.head
        if head.startswith(ZIP):
            return "xlsx" if b"[Content_Types].xml" in head or b"xl/" in head else "zip"
        if head.startswith(OLE):
            wanted = "EncryptedPackage".encode("utf-16-le")
            return "locked" if any(wanted in piece for piece in self.chunks(1 << 24)) else "xls"
        if head.startswith(b"%PDF"):
            return "pdf"
        if head.startswith(b"SQLite format 3\0"):
            return "sqlite"
        text = head
        for bom, name in BOMS:
            if head.startswith(bom):
                text = (
                    head[len(bom) :]
                    if name == "utf-8-sig"
                    else head[: len(head) // 2 * 2].decode(name, "replace").encode()
                )
        start = text.lstrip()[:512].lower()
        if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
            return "html"
        if start.startswith((b"<?xml", b"<!--", b"<calls", b"<smses", b"<!doctype", b"<")):
            return "xml"
        if start.startswith((b"{", b"[")) and not start.startswith((b"[{\r", b"[section")):
            return "json"
        if b"\0" in text[:4096]:
            return "binary"
        return "text"

    @cached_property
    def encoding(self) -> str:
        """Name of the text encoding: a byte-order mark, else strict UTF-8, else GB18030 or Big5 by heading words.

        UTF-8 comes before GB18030 because UTF-8 Chinese can pass as GB18030 (mojibake) while GBK bytes practically
        never pass strict UTF-8. Between the Chinese encodings the one wins under which more heading words are read.

        Raises
        ------
        ExportError
            Where the text fits none of them, or not the encoding forced by the person.
        """
        if self.forced_encoding:
            if not self._decodes(self.forced_encoding):
                raise ExportError(
                    "{path} is not {encoding} text: leave --encoding away, or name another",
                    path=self.path,
                    encoding=self.forced_encoding,
                )
            return self.forced_encoding
        for bom, name in BOMS:
            if self.head.startswith(bom):
                return name
        if self._decodes("utf-8"):
            return "utf-8"
        fitting = [name for name in ENCODINGS if self._decodes(name)]
        if not fitting:
            raise ExportError(
                "{path}: its text fits neither UTF-8 nor GB18030 nor Big5: name its encoding with --encoding",
                path=self.path,
            )
        return max(fitting, key=lambda name: (heading_score(self.head, name), -ENCODINGS.index(name)))

    def _decodes(self, encoding: str) -> bool:
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        try:
            for piece in self.chunks():
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except (UnicodeDecodeError, LookupError):
            return False
        return True

    @cached_property
    def text_head(self) -> str:
        """The first `HEAD` bytes as text."""
        return self.head.decode(self.encoding, "ignore")


def heading_score(data: bytes, encoding: str) -> int:
    """How many distinct heading words `data` shows when read as `encoding`.

    Examples
    --------
    >>> heading_score("对方号码,通话时长".encode("gb18030"), "gb18030") > heading_score("对方号码,通话时长".encode("gb18030"), "big5")
    True
    """
    text = data.decode(encoding, "ignore")
    return sum(word in text for word in HEADING_WORDS)
