"""An export as a file: what kind of bytes it holds, its hash, its text encoding. Nothing here knows calls or messages."""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from analyzer.encodings import (
    REPLACED,
    cut_character,
    damage,
    heading_score,
    is_utf8,
    stands_alone,
    wide_encoding,
)
from analyzer.problems import ExportError

HEAD = 1 << 16
"""Bytes looked at to tell what an export is."""
PIECE = 1 << 19
"""Bytes of a text that are looked at in one go: few enough to stay in the processor's cache while they are hashed and checked."""
HELD = 1 << 25
"""Bytes up to which a text is kept from the look at its encoding until it is read; a larger one is read from the disk again."""
HELD_DECODED = 1 << 27
"""The same for a text that is not UTF-8, since decoding it once more costs more than all else."""

OLE, ZIP, GZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"\x1f\x8b\x08"
BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))

ENCODINGS = ("gb18030", "big5")
"""Tried, in this order of preference, where a text is not valid UTF-8."""

DAMAGE = 0.1
"""Share of its non-ASCII characters that may be broken before a text counts as being in another encoding altogether:
apps and carriers that cut a field after so many bytes leave half a character behind."""


def readable(name: str) -> str:
    r"""A file's name as text that can be written down: names out of old Chinese archives are GB18030, not UTF-8.

    Examples
    --------
    >>> readable("calls.csv"), readable(b"\xd5\xcb\xb5\xa5.csv".decode("utf-8", "surrogateescape"))
    ('calls.csv', '账单.csv')
    """
    if name.isascii():
        return name
    try:
        raw = name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # halves of pairs, which Windows lets stand in names
        return name.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", "replace")


@dataclass(frozen=True)
class Export:
    """One file that a person got out of a phone, an app or a carrier.

    Attributes
    ----------
    path : Path
        Where it lies.
    forced_encoding : str
        Encoding named by the person, empty to find out.
    container : Export, optional
        The archive that this export was unpacked from.
    inner : str
        Its path in that archive.
    memo : dict
        What readers remember between recognising the export and reading it, so that it is parsed once.

    Examples
    --------
    >>> Export.open("calls.csv").kind  # doctest: +SKIP
    'text'
    """

    path: Path
    size: int
    forced_encoding: str = ""
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)
    container: Export | None = None
    inner: str = ""

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
                b"\0\0\0\0".decode(encoding)  # empty bytes would pass under any name; hex and the like are refused here
            except (LookupError, ValueError):
                raise ExportError(
                    "there is no encoding {encoding!r}: use utf-8, gb18030, big5 or utf-16", encoding=encoding
                ) from None
        return cls(path, info.st_size, encoding)

    @property
    def name(self) -> str:
        """The file's name; a member of an archive is named with its archive."""
        return f"{self.container.name}/{self.inner}" if self.container else readable(self.path.name)

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
        if self.kind == "text":
            return self._look.sha256
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
        """What the bytes are: xlsx, zip, tar, gzip, xls, locked, pdf, sqlite, xml, html, json, text or binary.

        Decided by content alone; the name plays no part. ``locked`` is a workbook under a password.
        """
        head = self.head
        if head.startswith(ZIP):
            return "xlsx" if b"[Content_Types].xml" in head or b"xl/" in head else "zip"
        if head[257:263] in (b"ustar\0", b"ustar "):
            return "tar"
        if head.startswith(GZIP):
            return "gzip"
        if head.startswith(OLE):
            return "locked" if self._has_ole_entry("EncryptedPackage") else "xls"
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
        if wide := wide_encoding(head):
            text = head[: len(head) // 2 * 2].decode(wide, "replace").encode()
        start = text.lstrip()[:512].lower()
        if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta")):
            return "html"
        if start.startswith((b"<?xml", b"<!--", b"<calls", b"<smses", b"<!doctype", b"<")):
            return "xml"
        if start.startswith((b"{", b"[")) and not start.startswith((b"[{\r", b"[section")):
            return "json"
        sample = text[:4096]  # a few NUL bytes are damage in a text, many are another kind of file
        return "binary" if sample.count(0) > len(sample) // 50 else "text"

    def _has_ole_entry(self, name: str) -> bool:
        """Whether a compound file's directory, whose entries begin at multiples of 128 bytes, lists `name`."""
        wanted, data = name.encode("utf-16-le"), self.read()
        at = data.find(wanted)
        while at >= 0 and at % 128:
            at = data.find(wanted, at + 1)
        return at >= 0

    @cached_property
    def encoding(self) -> str:
        """Name of the text encoding: a byte-order mark, else strict UTF-8, else the likeliest of `ENCODINGS`.

        UTF-8 comes before GB18030 because UTF-8 Chinese can pass as GB18030 (mojibake) while GBK bytes practically
        never pass strict UTF-8. Between the Chinese encodings the one wins under which more heading words are read;
        Western European text (cp1252) is told by accented letters that stand alone among ASCII. A text that fits none
        strictly is taken for the one that breaks least, if no more than `DAMAGE` of it breaks (see `damaged`).

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
        if wide := wide_encoding(self.head):
            return wide
        if self._look.utf8:
            return "utf-8"
        if damage(self.head, "utf-8") <= DAMAGE and damage(self.read(), "utf-8") <= DAMAGE:
            return "utf-8"  # before the others: UTF-8 with one bad byte can pass as GB18030
        scores = {name: heading_score(self.head, name) for name in ENCODINGS}
        if not any(scores.values()) and stands_alone(self.head) and self._decodes("cp1252"):
            return "cp1252"
        for name in sorted(ENCODINGS, key=lambda name: -scores[name]):
            if self._decodes(name):
                return name
        data = self.read()
        broken = {name: damage(data, name) for name in ENCODINGS}
        name = min(broken, key=lambda name: (-scores[name], broken[name]))
        if broken[name] > DAMAGE:
            raise ExportError(
                "{path}: its text fits neither UTF-8 nor GB18030 nor Big5: name its encoding with --encoding",
                path=self.path,
            )
        return name

    def _decodes(self, encoding: str) -> bool:
        """Whether the whole text is valid in an encoding; found out once."""
        known = self.memo.setdefault("decodes", {})
        if encoding not in known:
            known[encoding] = self._try(encoding)
        return known[encoding]

    def _try(self, encoding: str) -> bool:
        kept: list[bytes] | None = None
        if encoding in (*ENCODINGS, "cp1252") and self.kind == "text" and self.size <= HELD_DECODED:
            kept = []
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        try:
            for piece in self.chunks(PIECE):
                text = decoder.decode(piece)
                if kept is not None:
                    kept.append(text.encode())
            decoder.decode(b"", final=True)
        except (UnicodeError, LookupError):
            return False
        if kept is not None:
            self.memo["decoded"] = encoding, kept
        return True

    @cached_property
    def _look(self) -> Look:
        valid, zeros, rest, held, digest = True, False, b"", [], hashlib.sha256()
        hold = self.kind == "text" and self.size <= HELD
        for piece in self.chunks(PIECE):
            if hold:
                held.append(piece)
            digest.update(piece)
            zeros = zeros or b"\0" in piece
            if valid:  # the character that two pieces share is looked at by itself, so that no piece is copied
                begin = 0
                while rest and begin < len(piece) and cut_character(rest):
                    rest, begin = rest + piece[begin : begin + 1], begin + 1
                if cut_character(rest):
                    continue
                cut = max(len(piece) - cut_character(piece), begin)
                valid = is_utf8(rest) and is_utf8(piece, begin, cut)
                rest = piece[cut:]
        if hold:
            self.memo["held"] = held
        return Look(valid and not rest, zeros, digest.hexdigest())

    @cached_property
    def damaged(self) -> bool:
        """Whether the text holds bytes that its encoding does not know, or NUL; readers show them as U+FFFD and say so."""
        fits = self._look.utf8 if self.encoding.startswith("utf-8") else self._decodes(self.encoding)
        return not fits or (self._look.zeros and not self.encoding.startswith("utf-16"))

    def pieces(self) -> Iterator[bytes]:
        """The whole text as UTF-8, as `utf8` gives it, in pieces that may end within a character."""
        first = True
        for piece in self._utf8_pieces():
            if first and piece:
                piece, first = piece.removeprefix(codecs.BOM_UTF8), False
            yield piece.replace(b"\0", REPLACED.encode()) if b"\0" in piece else piece

    def _utf8_pieces(self) -> Iterator[bytes]:
        held = self.memo.get("held")
        encoding, decoded = self.memo.get("decoded", ("", []))
        if self.encoding.startswith("utf-8") and self._look.utf8:
            yield from held or self.chunks(PIECE)
        elif encoding == self.encoding:
            if self.size <= HELD:
                yield from decoded
                return
            del self.memo["decoded"]
            decoded.reverse()
            while decoded:
                yield decoded.pop()  # let go of as they are used up
        else:
            decoder = codecs.getincrementaldecoder(self.encoding)("replace")
            for piece in held or self.chunks(PIECE):
                yield decoder.decode(piece).encode("utf-8", "replace")
            yield decoder.decode(b"", final=True).encode("utf-8", "replace")

    def forget(self) -> None:
        """Let go of what was kept of the text."""
        self.memo.pop("held", None)
        self.memo.pop("decoded", None)

    def utf8(self) -> bytes:
        """The whole text as UTF-8 without byte-order mark; broken characters and NUL bytes as U+FFFD.

        Examples
        --------
        >>> Export.open("bill.csv").utf8().decode().splitlines()[0]  # doctest: +SKIP
        '对方号码,起始时间,通话类型,通话时长(秒)'
        """
        data = b"".join(self.pieces())
        self.forget()
        return data

    @cached_property
    def text_head(self) -> str:
        """The first `HEAD` bytes as text."""
        return self.head.decode(self.encoding, "ignore")


@dataclass(frozen=True)
class Look:
    """What one reading of all bytes shows: whether they are valid UTF-8, whether NUL is among them, and their SHA-256."""

    utf8: bool
    zeros: bool
    sha256: str
