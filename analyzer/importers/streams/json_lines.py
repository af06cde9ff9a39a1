"""Lines of JSON, by themselves or in an archive of the app that writes them, read one by one."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from typing import IO, TYPE_CHECKING, Any

from analyzer.archives import HIGHEST_RATIO, MOST_BYTES
from analyzer.exports import ZIP
from analyzer.importers.streams.entries import Parsed
from analyzer.importers.streams.json_stream import DECODER, LONGEST, Broken, Source, too_deep
from analyzer.problems import ExportError

if TYPE_CHECKING:
    from analyzer.exports import Export

Take = Callable[[str, Any, str], None]
"""Told the place of a line, what stands in it, and why it could not be read (empty where it could)."""


def first_member(export: Export) -> str:
    """Name of the first file in an archive, as its own head says; empty for what is no archive."""
    head = export.head
    length = int.from_bytes(head[26:28], "little")
    return head[30 : 30 + length].decode("utf-8", "replace") if head.startswith(ZIP) else ""


def feed(export: Export, take: Take, member: str) -> Parsed:
    """Give every line of an export to `take`: of the archive's file `member`, or of the export itself if it is no archive.

    No other file of the archive is looked at, and nothing is written anywhere.

    Raises
    ------
    ExportError
        For an archive that is damaged, locked, or grows as no export does, and for JSON that is nested too deeply.
    """
    with ExitStack() as stack:
        if first_member(export):
            source, before = Source(_pieces(_opened(export, member, stack))), f"{member}!"
        else:
            source, before = Source.of(export), ""
        try:
            broken = _feed(source, take, before)
        except RecursionError:
            raise too_deep(export) from None
    return Parsed(source.encoding, source.replaced, broken)


def _feed(source: Source, take: Take, before: str) -> str:
    """Where the lines break off, empty if they do not: a wrong line is a cut only if none comes after it."""
    wrong: tuple[int, str] | None = None
    broken = ""
    try:
        for number, line in lines(source):
            if wrong:
                take(f"{before}{wrong[0]}", None, wrong[1])
                wrong = None
            try:
                entry = DECODER.decode(line)
            except json.JSONDecodeError as error:
                wrong = number, error.msg.removesuffix(" starting at")
            else:
                take(f"{before}{number}", entry, "")
    except Broken as error:
        broken = str(error)
    if wrong and broken:
        take(f"{before}{wrong[0]}", None, wrong[1])
    return broken or (f"line {wrong[0]}: {wrong[1]}" if wrong else "")


def lines(pieces: Iterable[str]) -> Iterator[tuple[int, str]]:
    """Lines with their numbers, whatever the pieces; without their ends, and without empty ones.

    Raises
    ------
    Broken
        Where a line is longer than `LONGEST`.
    """
    rest: list[str] = []
    size, number = 0, 0
    for piece in pieces:
        size += len(piece)
        if "\n" in piece:
            whole, piece = ("".join(rest) + piece).rsplit("\n", 1)
            for line in whole.split("\n"):
                number += 1
                if line := line.strip("\r\ufeff "):
                    yield number, line
            rest, size = [], len(piece)
        elif size > LONGEST:
            raise Broken(f"line {number + 1}: a line is longer than any phone writes")
        rest.append(piece)
    if line := "".join(rest).strip("\r\ufeff "):
        yield number + 1, line


def _opened(export: Export, member: str, stack: ExitStack) -> IO[bytes]:
    try:
        archive = stack.enter_context(zipfile.ZipFile(export.path))
        info = archive.getinfo(member)
        if info.flag_bits & 1:
            raise ExportError("{path} is under a password: unpack it and name the file", path=export.path)
        grown = info.file_size > HIGHEST_RATIO * max(info.compress_size, 1) and info.file_size > 1 << 20
        if grown or info.file_size > MOST_BYTES:
            raise ExportError(
                "{path} grows more than {n} times when unpacked, as no export does: left out",
                path=export.path,
                n=HIGHEST_RATIO,
            )
        return stack.enter_context(archive.open(info))
    except (zipfile.BadZipFile, KeyError, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise ExportError(
            "{path} is a damaged archive ({why}): unpack it yourself and name the exports", path=export.path, why=error
        ) from None


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    """What an archive holds, up to where it is damaged."""
    while True:
        try:
            piece = file.read(1 << 20)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as error:
            raise Broken(str(error)) from None
        if not piece:
            return
        yield piece
