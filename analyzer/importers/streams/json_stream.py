"""JSON exports, read entry by entry, so that memory stays near the size of the longest entry.

A file that breaks off, as when the phone was full, delivers what stands before the break. Limits: one entry at most
`LONGEST` characters; lists within lists no deeper than Python's own limit, about a thousand, where phones write six.
"""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

from analyzer.encodings import wide_encoding
from analyzer.exports import BOMS, Export
from analyzer.importers.streams.entries import Parsed
from analyzer.problems import ExportError

LONGEST = 1 << 28
"""Characters of one entry, its attachments included."""
KEPT = 1 << 20
"""Characters read before those that were dealt with are dropped."""

DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str, parse_constant=str)
"""Numbers stay as they are written: what is to become one is looked at later, in whole columns."""

BLANK = " \t\r\n\ufeff"
SPACE = re.compile(f"[{BLANK}]*")
KEY = re.compile(r'"(\w{1,40})"\s*:')
TORN = 16
"""Characters before the end of what was read so far within which a mistake may be nothing but the end."""

REPLACED = "\ufffd"


NO_OBJECT = "entry"
"""What a problem names where an entry is no object."""


Many = Callable[[str, list[dict[str, Any]]], None]


class Broken(ValueError):
    """Where and how the JSON breaks off."""


def encoding_of(export: Export) -> str:
    """The encoding that the person named, or that the first bytes show; JSON is UTF-8 otherwise."""
    if export.forced_encoding:
        return export.forced_encoding
    head = export.head
    for bom, name in BOMS:
        if head.startswith(bom):
            return name
    return wide_encoding(head) or "utf-8"


def head_of(export: Export) -> str:
    """The beginning of an export that may be JSON, empty for any other. Never raises."""
    if "json head" not in export.memo:
        text = ""
        if export.kind in ("json", "text"):
            try:
                text = export.head.decode(encoding_of(export), "replace").lstrip("\ufeff \t\r\n")
            except (LookupError, ValueError):
                text = ""
        export.memo["json head"] = text if text.startswith(("{", "[")) else ""
    return export.memo["json head"]


def keys_of(export: Export) -> frozenset[str]:
    """The keys that stand in the head of a JSON export, whatever the depth; none for any other export. Never raises.

    A key inside a text cannot pass for one, because its quotes are escaped there.
    """
    if "json keys" not in export.memo:
        export.memo["json keys"] = frozenset(KEY.findall(head_of(export)))
    return export.memo["json keys"]


class Source:
    """The text of a JSON export, in pieces.

    Parameters
    ----------
    pieces : iterable of bytes
    encoding : str

    Attributes
    ----------
    replaced : bool
        Whether a byte had to be replaced by U+FFFD.
    """

    def __init__(self, pieces: Iterable[bytes], encoding: str = "utf-8") -> None:
        self.encoding, self.replaced = encoding, False
        self._pieces = iter(pieces)

    @classmethod
    def of(cls, export: Export) -> Source:
        """The text of an export that is nothing but JSON."""
        return cls(export.chunks(), encoding_of(export))

    def __iter__(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder(self.encoding)("replace")
        written = 0
        for piece in self._pieces:
            text = decoder.decode(piece)
            if REPLACED in text:
                written += piece.count(REPLACED.encode()) - text.count(REPLACED)
                self.replaced |= written < 0
            yield text
        yield decoder.decode(b"", final=True)


class Stream:
    """The entries of a JSON document.

    Parameters
    ----------
    pieces : iterable of str
        The text, in pieces.
    lists : collection of str
        Names of lists that hold entries, where these do not lie in one list that is the whole document.
    many : callable, optional
        Is given entries that are objects a list of them at a time, with the name of the list that they stand in, where they
        can be had so; the others come one by one.

    Examples
    --------
    >>> list(Stream(['{"count": 2, "mess', 'ages": [{"a": 1}, {"a": 2}]}'], {"messages"}))
    [('messages', {'a': '1'}), ('messages', {'a': '2'}), (None, {'count': '2'})]
    """

    def __init__(self, pieces: Iterable[str], lists: Collection[str] = (), many: Many | None = None) -> None:
        self.many = many
        self.lists = frozenset(lists)
        self._opens = re.compile(r'\{\s*"(' + "|".join(map(re.escape, self.lists)) + r')"\s*:\s*\[') if lists else None
        self._pieces = iter(pieces)
        self._text, self._at, self._line, self._ended = "", 0, 1, False

    def __iter__(self) -> Iterator[tuple[str | None, Any]]:
        """Pairs (name of the list, entry). What stands beside the lists comes last, without a name.

        Raises
        ------
        Broken
            Where the JSON breaks off; everything before was delivered.
        RecursionError
            Where it is nested too deeply.
        """
        while mark := self._peek():
            if mark == "[":
                yield from self._list("")
            elif mark == "{":
                yield from self._object()
            else:
                raise self._broken("neither a list nor an object")

    def _list(self, name: str) -> Iterator[tuple[str | None, Any]]:
        self._at += 1
        while (mark := self._peek()) != "]":
            if mark == "{" and self.many and (entries := self._several()):
                self.many(name, entries)
            elif mark == "{" and self._opens and self._opens_list():
                yield from self._object()
            else:
                yield name, self._value()
            self._comma("]")
        self._at += 1

    def _object(self) -> Iterator[tuple[str | None, Any]]:
        """Lists of entries in an object; an object without any is itself an entry."""
        self._at += 1
        beside: dict[str, Any] = {}
        held = False
        while (mark := self._peek()) != "}":
            if mark != '"':
                raise self._broken("a name is missing")
            name = self._value()
            if self._peek() != ":":
                raise self._broken("Expecting ':' delimiter")
            self._at += 1
            if name in self.lists and self._peek() == "[":
                held = True
                yield from self._list(name)
            else:
                beside[name] = self._value()
            self._comma("}")
        self._at += 1
        if beside or not held:
            yield (None if held else ""), beside

    def _comma(self, end: str) -> None:
        mark = self._peek()
        if mark == ",":
            self._at += 1
            if self._peek() == end:
                raise self._broken("an entry is missing")
        elif mark != end:
            raise self._broken("Expecting ',' delimiter")

    def _opens_list(self) -> bool:
        """Whether the object that begins here begins with a list of entries."""
        while len(self._text) - self._at < 200 and self._more():
            pass
        return bool(self._opens and self._opens.match(self._text, self._at))

    def _peek(self) -> str:
        """The next character that is no white space, empty at the end."""
        mark = self._text[self._at : self._at + 1]
        if mark and mark not in BLANK:
            return mark
        while True:
            found = SPACE.match(self._text, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more():
                return ""

    def _value(self) -> Any:
        if not self._peek():
            raise self._broken("Expecting value")
        while True:
            try:
                value, end = DECODER.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                torn = error.msg.startswith("Unterminated") or error.pos >= len(self._text) - TORN
                if torn and len(self._text) - self._at > LONGEST:
                    raise self._broken("an entry is longer than any phone writes") from None
                if torn and self._more():
                    continue
                raise self._broken(error.msg, error.pos) from None
            if self._text[end - 1] not in '"]}' and end >= len(self._text) - TORN and self._more():
                continue  # a number may go on in the next piece
            self._at = end
            return value

    def _several(self) -> list[dict[str, Any]]:
        """The entries that begin here and end in what was read so far, but for the last; none where that is not certain.

        Up to where an object may end, the text is read as a list: where it ended within a text or an entry, it would be none.
        """
        end = self._text.rfind("},", self._at) + 1
        if end <= self._at or (self._opens and self._opens.search(self._text, self._at, end)):
            return []
        try:
            entries = DECODER.decode(f"[{self._text[self._at : end]}]")
        except ValueError:
            return []
        if {*map(type, entries)} != {dict}:
            return []
        self._at = end
        return entries

    def _more(self) -> bool:
        """Read on, as much again as is held, so that an entry of many pieces is not looked at once for each."""
        if self._ended:
            return False
        if self._at >= KEPT:
            self._line += self._text.count("\n", 0, self._at)
            self._text, self._at = self._text[self._at :], 0
        wanted = max(len(self._text) - self._at, 1)
        pieces = [self._text]
        for piece in self._pieces:
            pieces.append(piece)
            wanted -= len(piece)
            if wanted <= 0:
                break
        else:
            self._ended = True
        self._text = "".join(pieces)
        return not self._ended or len(pieces) > 1

    def _broken(self, why: str, place: int | None = None) -> Broken:
        line = self._line + self._text.count("\n", 0, self._at if place is None else place)
        return Broken(f"line {line}: {why.removesuffix(' starting at')}")


def feed(
    export: Export, take: Callable[[str | None, Any], None], lists: Collection[str] = (), many: Many | None = None
) -> Parsed:
    """Give every entry of a JSON export to `take`, or many at once to `many`, with the name of the list that it stands in
    (see `Stream`).

    Raises
    ------
    ExportError
        Where it is nested too deeply.
    """
    source, broken = Source.of(export), ""
    try:
        for name, entry in Stream(source, lists, many):
            take(name, entry)
    except Broken as error:
        broken = str(error)
    except RecursionError:
        raise too_deep(export) from None
    return Parsed(source.encoding, source.replaced, broken)


def too_deep(export: Export) -> ExportError:
    """The refusal of an export that is nested without end."""
    return ExportError(
        "{path} holds lists within lists deeper than any phone writes: export again from the app", path=export.path
    )
