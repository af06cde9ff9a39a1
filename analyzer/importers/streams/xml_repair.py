"""XML as phones write it, repaired while it streams, so that a strict parser can read it to the end.

Android apps write emoji as two references to halves (``&#55357;&#56832;``), references to characters that XML forbids
(``&#0;``), raw control bytes, and attachments of many megabytes inside one attribute; and a full phone cuts the file off.
The bytes pass through in pieces, memory stays flat, and what had to be replaced is told.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from xml.parsers import expat

from analyzer.encodings import is_utf8
from analyzer.exports import BOMS, Export
from analyzer.importers.streams.entries import Parsed
from analyzer.problems import ExportError

REPLACEMENT = "\ufffd".encode()

DECLARED = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5", "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be", "iso-8859-1": "latin-1", "windows-1252": "cp1252",
}  # fmt: skip
"""Encodings that the first line of an export may ask for, and the codec that reads them; anything else is UTF-8."""

OPENING = re.compile(
    r"(?:\s++|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^\[>]*+(?:\[.*?\]\s*+)?>)*+<([A-Za-z_][\w.-]*)[\s/>]", re.S
)
"""What may stand before the root element, and the root's name."""

SPACES = (9, 10, 13)
CONTROL = re.compile(b"[" + re.escape(bytes(code for code in range(32) if code not in SPACES)) + b"]")
NOT_CHARACTERS = "\ufffe".encode(), "\uffff".encode()
"""Valid UTF-8, forbidden in XML."""
NOT_CHARACTER = re.compile(b"|".join(NOT_CHARACTERS))
REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,32})|([0-9]{1,32}));")
REFERENCES = re.compile(rb"&#(?!(?:9|10|13);)(?:[xX][0-9a-fA-F]{1,32}|[0-9]{1,32});(?:" + REFERENCE.pattern + rb")*")

PART = rb"""<part(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*?\s+data\s*=\s*"""
ATTACHMENT = re.compile(rb"(" + PART + rb""")("[^"<]*"|'[^'<]*')""")
OPEN_ATTACHMENT = re.compile(rb"\s*(" + PART + rb"""(["']))[^"'<]*\Z""")
HELD = 1 << 22
"""Bytes without any ``>`` up to which the beginning of an attachment is looked for."""


def head_of(export: Export) -> str:
    """The export's head as text, empty where no encoding fits it. Never raises."""
    try:
        return export.head.decode(encoding_of(export), "replace").removeprefix("\ufeff")
    except (OSError, LookupError, ValueError):
        return ""


def root_of(export: Export) -> str:
    """Name of the root element, empty where there is none in the export's head. Never raises."""
    found = OPENING.match(head_of(export))
    return found[1] if found else ""


def encoding_of(export: Export, forced: str = "") -> str:
    """The encoding forced by the person, else that of the byte-order mark, of the first bytes, or of the first line."""
    if name := export.forced_encoding or forced:
        return name
    head = export.head
    for bom, name in BOMS:
        if head.startswith(bom):
            return name
    for start, name in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if head.startswith(start):
            return name
    declared = re.match(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([\w.:-]{1,40})""", head)
    return DECLARED.get(declared[1].decode("ascii", "replace").lower(), "utf-8") if declared else "utf-8"


Feed = Callable[[bytes], object]
"""What is given the document's pieces, each of which ends between two tags."""
Mend = Callable[[Iterator[bytes]], Iterator[bytes]]
"""Repairs of one app's own mistakes: pieces of UTF-8 in, pieces of UTF-8 out."""


def parse(
    export: Export, connect: Callable[[expat.XMLParserType], Feed | None], forced: str = "", mend: Mend | None = None
) -> Parsed:
    """Run the export through expat.

    Parameters
    ----------
    export : Export
    connect : callable
        Sets the handlers on the parser it is given. May return what is to be given the pieces instead of the parser, which
        hands on to it whatever it does not read itself.
    forced : str
        Encoding named by the person, empty to find out.
    mend : callable, optional
        Repairs the text before anything else looks at it.

    Returns
    -------
    Parsed
        Malformed or cut-off XML is no error: the handlers have seen everything before the break.

    Raises
    ------
    ExportError
        Where the document declares entities or any other document type of its own. No phone writes those, and a few
        bytes of them can swell to gigabytes.
    """

    def refuse(*declaration: object) -> None:
        raise ExportError(
            "{path} declares entities of its own, which no phone backup does: export again from the phone",
            path=export.path,
        )

    def doctype(_name: str, _system: str | None, _public: str | None, own: int) -> None:
        if own:
            refuse()

    encoding = encoding_of(export, forced)
    parser = expat.ParserCreate("UTF-8")
    parser.StartDoctypeDeclHandler = doctype
    parser.EntityDeclHandler = refuse
    feed = connect(parser) or (lambda piece: parser.Parse(piece, False))
    replaced, broken, transcoded = False, "", not _is_utf8(encoding)
    try:
        pieces = _utf8(export, encoding)
        for piece in _whole_tags(mend(pieces) if mend else pieces):
            mended, bad = repair(piece)
            replaced |= bad or (transcoded and REPLACEMENT in mended)
            feed(mended)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        broken = f"line {error.lineno}: {expat.ErrorString(error.code)}"
    return Parsed(encoding, replaced, broken)


def repair(piece: bytes) -> tuple[bytes, bool]:
    """Make a piece of UTF-8 acceptable to an XML parser.

    Two references to the halves of one character become that character; what XML does not allow becomes U+FFFD.

    Parameters
    ----------
    piece : bytes
        Must not begin or end inside a character or a reference; a piece that ends behind a ``>`` does not.

    Returns
    -------
    bytes
        The piece.
    bool
        True when something was replaced by U+FFFD.

    Examples
    --------
    >>> repair(b"<a b='&#55357;&#56832;&#x41;&#10;'/>")[0].decode()
    "<a b='😀&#65;&#10;'/>"
    >>> repair(b"<a b='&#0;'/>")[1]
    True
    """
    import numpy as np

    bad = False
    if not is_utf8(piece):
        piece, bad = piece.decode("utf-8", "replace").encode(), True
    if NOT_CHARACTERS[0] in piece or NOT_CHARACTERS[1] in piece:
        piece, bad = NOT_CHARACTER.sub(REPLACEMENT, piece), True
    raw = np.frombuffer(piece, np.uint8)
    if np.count_nonzero(raw < 32) != sum(np.count_nonzero(raw == space) for space in SPACES):
        piece, bad = CONTROL.sub(REPLACEMENT, piece), True

    def mend(run: re.Match[bytes]) -> bytes:
        nonlocal bad
        mended, replaced = _mend(run[0])
        bad |= replaced
        return mended

    return REFERENCES.sub(mend, piece), bad


def _mend(run: bytes) -> tuple[bytes, bool]:
    """A run of character references in which halves are joined and forbidden ones replaced; whether any was replaced."""
    out, high = [], 0
    for reference in REFERENCE.finditer(run):
        code = int(reference[1], 16) if reference[1] else int(reference[2])
        if high and 0xDC00 <= code <= 0xDFFF:
            out.append(chr(0x10000 + ((high - 0xD800) << 10) + code - 0xDC00).encode())
            high = 0
            continue
        if high:
            out.append(REPLACEMENT)
        high = code if 0xD800 <= code <= 0xDBFF else 0
        if not high:
            out.append(b"&#%d;" % code if _allowed(code) else REPLACEMENT)
    if high:
        out.append(REPLACEMENT)
    return b"".join(out), REPLACEMENT in out


def _allowed(code: int) -> bool:
    """Whether XML 1.0 has this character (production 2, Char)."""
    return code in (9, 10, 13) or 32 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or 0x10000 <= code <= 0x10FFFF


def _is_utf8(encoding: str) -> bool:
    return codecs.lookup(encoding).name in ("utf-8", "utf-8-sig")


def _utf8(export: Export, encoding: str) -> Iterator[bytes]:
    """The export as UTF-8 bytes without byte-order mark; what another encoding cannot read becomes U+FFFD."""
    chunks = export.chunks()
    if _is_utf8(encoding):
        yield next(chunks, b"").removeprefix(codecs.BOM_UTF8)
        yield from chunks
        return
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    yield decoder.decode(next(chunks, b"")).removeprefix("\ufeff").encode("utf-8", "replace")
    for chunk in chunks:
        yield decoder.decode(chunk).encode("utf-8", "replace")
    yield decoder.decode(b"", final=True).encode("utf-8", "replace")


def _whole_tags(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces that end behind a ``>``, so that no reference and no character is torn; attachments empty.

    The value of the ``data`` attribute of a ``part`` (an attachment in base64) is left out before anything looks at it,
    its line ends are kept so that line numbers stay true.
    """
    held: list[bytes] = []
    quote = b""
    for piece in pieces:
        if quote:
            end = piece.find(quote)
            held.append(b"\n" * piece.count(b"\n", 0, end if end >= 0 else len(piece)))
            if end < 0:
                continue
            piece, quote = piece[end:], b""
        end = piece.rfind(b">") + 1
        if end:
            held.append(piece[:end])
            whole = b"".join(held)
            yield ATTACHMENT.sub(_emptied, whole) if b"<part" in whole else whole
            held = []
        held.append(piece[end:])
        if sum(map(len, held)) <= HELD and (found := OPEN_ATTACHMENT.match(rest := b"".join(held))):
            held = [rest[: found.end(1)], b"\n" * rest.count(b"\n", found.end(1))]
            quote = found[2]
    yield b"".join(held)


def _emptied(attachment: re.Match[bytes]) -> bytes:
    quote = attachment[2][:1]
    return attachment[1] + quote + b"\n" * attachment[2].count(b"\n") + quote
