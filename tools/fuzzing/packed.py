"""Mutators of archives, workbooks, PDF and deflated texts; `mutated` chooses the one that fits the bytes."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib

from fuzzing import values
from fuzzing.databases import database
from fuzzing.texts import Dice, lines, markup, some_bytes
from fuzzing.trees import tree

MOST = 2_000_000
"""Bytes that an input may grow to."""
OLE = b"\xd0\xcf\x11\xe0"


def archive(data: bytes, dice: Dice, pool: list[bytes]) -> bytes:
    """Members changed by their own kind, renamed, doubled, with a wrong checksum or nested; else bytes."""
    chance = dice.random()
    if chance < 0.2:
        return some_bytes(data, dice, pool)
    if chance < 0.25:
        return _zip([("inner.zip", data)], dice)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as old:
            members = [(info.filename, old.read(info)) for info in old.infolist()]
    except Exception:
        return some_bytes(data, dice, pool)
    if not members:
        return some_bytes(data, dice, pool)
    for _ in range(dice.choice((1, 1, 1, 2, 3))):
        if not members:
            break
        i, deed = dice.randrange(len(members)), dice.randrange(14)
        name, inside = members[i]
        if deed <= 8:
            inside = mutated(inside, dice, [piece for _, piece in members])
        elif deed == 9:
            name = dice.choice(
                (
                    "../../evil.csv",
                    "/etc/x.csv",
                    "a" * 300,
                    "号码.csv",
                    "",
                    "x/",
                    "C:\\x.csv",
                    "\0.csv",
                    ".hidden",
                    "messages.ndjson",
                    "xl/workbook.xml",
                    "a\nb",
                    "{path}.csv",
                    name.upper(),
                )
            )
        elif deed == 10:
            members.append((name, inside))
            continue
        elif deed == 11:
            del members[i]
            continue
        elif deed == 12:
            members.append((dice.choice(("extra.csv", "data/x.bin", "calls.xml", "n.zip")), dice.choice(pool)))
            continue
        else:
            dice.shuffle(members)
            continue
        members[i] = name, inside
    made = bytearray(_zip(members, dice))
    if dice.random() < 0.08 and len(made) > 30:
        place = dice.choice([found.start() for found in re.finditer(b"PK", made)] or [0])
        offset = place + dice.randrange(4, 30)
        if offset < len(made):
            made[offset] ^= 1 << dice.randrange(8)
    return bytes(made)


def _zip(members: list[tuple[str, bytes]], dice: Dice) -> bytes:
    out = io.BytesIO()
    import warnings

    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(
            out, "w", dice.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED, zipfile.ZIP_BZIP2))
        ) as new,
    ):
        warnings.simplefilter("ignore")
        for name, inside in members:
            new.writestr(zipfile.ZipInfo(name or "x", (2026, 1, 1, 0, 0, 0)), inside, new.compression)
    return out.getvalue()


def biff(data: bytes, dice: Dice, pool: list[bytes]) -> bytes:
    """Records of an old workbook: their kind, length and contents; else bytes anywhere."""
    start = next((i for i in range(512, len(data), 512) if data[i : i + 2] == b"\x09\x08"), -1)
    if start < 0 or dice.random() < 0.3:
        return some_bytes(data, dice, pool)
    broken, records, at = bytearray(data), [], start
    while at + 4 <= len(data) and len(records) < 5000:
        kind, length = struct.unpack_from("<HH", data, at)
        if not kind:
            break
        records.append((at, kind, length))
        at += 4 + length
    for _ in range(dice.choice((1, 1, 2, 4))):
        at, _, length = dice.choice(records)
        deed = dice.randrange(6)
        if deed == 0:
            struct.pack_into("<H", broken, at, dice.choice(records)[1])
        elif deed == 1:
            struct.pack_into("<H", broken, at + 2, dice.choice((0, 1, length + 1, max(length - 1, 0), 8224, 65535)))
        else:
            for _ in range(dice.choice((1, 2, 6))):
                place = at + 4 + dice.randrange(max(length, 1))
                if place < len(broken):
                    broken[place] = dice.choice((0, 1, 0x7F, 0x80, 0xFF, dice.randrange(256)))
    return bytes(broken)


STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)


def pdf(data: bytes, dice: Dice, pool: list[bytes]) -> bytes:
    """Contents of a deflated stream; numbers and names of objects; else bytes."""
    found = list(STREAM.finditer(data))
    if not found or dice.random() < 0.3:
        return some_bytes(data, dice, pool)
    if dice.random() < 0.4:
        numbers = list(re.finditer(rb"\d+", data[: found[0].start()] + data[found[-1].end() :])) or [None]
        one = dice.choice(numbers)
        if one is None:
            return some_bytes(data, dice, pool)
        rest = data[: found[0].start()] + data[found[-1].end() :]
        place = one.start() if one.start() < found[0].start() else one.start() + found[-1].end() - found[0].start()
        assert rest
        return (
            data[:place]
            + dice.choice((b"0", b"-1", b"99999999", b"1", b"3", b"2.5", b"null", b"[", b"<<", b"1e9"))
            + data[place + len(one[0]) :]
        )
    one = dice.choice(found)
    try:
        inside = zlib.decompress(one[1])
        packed = zlib.compress
    except zlib.error:
        inside, packed = one[1], bytes
    inside = dice.choice((some_bytes, lines))(inside, dice, pool)
    made = packed(inside)
    data = data[: one.start(1)] + made + data[one.end(1) :]
    before = list(re.finditer(rb"/Length (\d+)", data[: one.start(1)]))
    if before and dice.random() < 0.8:
        last = before[-1]
        data = data[: last.start(1)] + str(len(made)).encode() + data[last.end(1) :]
    return data


def deflated(data: bytes, dice: Dice, pool: list[bytes]) -> bytes:
    """The JSON in a deflated file; else bytes."""
    try:
        inside = zlib.decompress(data)
    except zlib.error:
        return some_bytes(data, dice, pool)
    if dice.random() < 0.2:
        return some_bytes(data, dice, pool)
    made = zlib.compress(tree(inside, dice, [inside]))
    return made + dice.choice((b"", b"", b"x", made))


def mutated(data: bytes, dice: Dice, pool: list[bytes]) -> bytes:
    """A change that fits what the bytes are; every now and then one that knows nothing of them."""
    pool = pool or [data]
    if not data:
        return dice.choice(values.ALL).encode("utf-8", "surrogatepass")
    if dice.random() < 0.12 or len(data) > MOST:
        return some_bytes(data, dice, pool)
    start = data[:400].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t")
    if data.startswith(b"SQLite format 3"):
        return database(data, dice, pool)
    if data.startswith(b"PK\x03\x04"):
        return archive(data, dice, pool)
    if data.startswith(OLE):
        return biff(data, dice, pool)
    if data.startswith(b"%PDF"):
        return pdf(data, dice, pool)
    if data[:1] == b"\x78":
        return deflated(data, dice, pool)
    if start[:1] in (b"{", b"["):
        return dice.choice((tree, tree, tree, lines, some_bytes))(data, dice, pool)
    if start[:1] == b"<":
        return dice.choice((markup, markup, markup, lines, some_bytes))(data, dice, pool)
    return dice.choice((lines, lines, lines, some_bytes))(data, dice, pool)
