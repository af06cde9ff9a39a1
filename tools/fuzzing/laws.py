"""The laws of reading, as they are held against every input: what may be raised, what must balance, what it may cost."""

from __future__ import annotations

import importlib
import os
import re
import sys
import time
import traceback
import types
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

SECONDS = 5.0
TIMES = 10
MEGABYTES = 400
"""Memory that reading an input may take beyond sixty times its own size."""


class Breach(Exception):
    """A law that an input broke. `key` is the same for the same cause."""

    def __init__(self, key: str, what: str) -> None:
        super().__init__(what)
        self.key, self.what = key, what


class Guard:
    """Notes what is written, started or reached outside of the fuzzer's own folder."""

    def __init__(self, room: Path) -> None:
        self.room, self.armed, self.seen = str(room), False, list[str]()
        sys.addaudithook(self.hook)

    def hook(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self.armed:
            return
        if event == "open":
            path, mode, flags = arguments
            writes = (isinstance(mode, str) and set(mode) & set("wax+")) or (
                isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
            )
            if writes and isinstance(path, (str, bytes)) and not self.inside(path) and os.fsdecode(path) != os.devnull:
                self.seen.append(f"open {path!r} {mode}")
        elif event in (
            "os.mkdir",
            "os.rename",
            "os.remove",
            "os.rmdir",
            "os.symlink",
            "os.link",
            "os.chmod",
            "shutil.rmtree",
            "os.truncate",
        ):
            if isinstance(arguments[0], (str, bytes)) and not self.inside(arguments[0]) and not _at(arguments):
                self.seen.append(f"{event} {arguments[0]!r}")
        elif event in (
            "subprocess.Popen",
            "os.system",
            "os.exec",
            "os.posix_spawn",
            "socket.connect",
            "socket.getaddrinfo",
            "pickle.find_class",
        ):
            if event == "subprocess.Popen" and arguments[0] == sys.executable and arguments[1][1] == "-I":
                return  # old workbooks are opened by an interpreter of their own first
            self.seen.append(f"{event} {arguments!r}"[:200])

    def inside(self, path: str | bytes) -> bool:
        return os.path.realpath(os.fsdecode(path)).startswith(self.room)


def _at(arguments: tuple[Any, ...]) -> bool:
    """Whether a path is meant relative to an open folder, as `shutil.rmtree` does."""
    return (
        any(isinstance(one, int) and one >= 0 for one in arguments[1:])
        and not Path(os.fsdecode(arguments[0])).is_absolute()
    )


def peak(reset: bool = False) -> int:
    """Highest memory of this process in bytes since it was reset."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
        return 0
    found = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) * 1024 if found else 0


def now() -> int:
    """Memory of this process in bytes."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def key_of(error: BaseException) -> str:
    """Kind of an error and the deepest place of our own in which it arose."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/analyzer/" in frame.filename]
    where = f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else "?"
    return f"{type(error).__name__} in {where}"


PIECES = (
    ("analyzer.exports", "PIECE"),
    ("analyzer.importers.sheets.streamed_csv", "BLOCK"),
    ("analyzer.importers.sheets.quick_csv", "COUNTED"),
    ("analyzer.importers.streams.entries", "BATCH"),
    ("analyzer.importers.streams.json_stream", "KEPT"),
)
"""Sizes of what is read at a time: of a small file everything lies in the first piece, and what comes after it is never reached."""


@contextmanager
def in_pieces(size: int) -> Iterator[None]:
    """Exports are read in pieces of so many bytes, as large ones are in larger pieces."""
    modules = [(importlib.import_module(name), constant) for name, constant in PIECES]
    usual = [getattr(module, constant) for module, constant in modules]
    try:
        for module, constant in modules:
            setattr(module, constant, size)
        yield
    finally:
        for (module, constant), value in zip(modules, usual, strict=True):
            setattr(module, constant, value)


def read_both_ways(path: Path, importer: Any, settings: Any, guard: Guard, whole: bool = True) -> str:
    """Read a file by the importer itself, and, for the `whole`, build the tables and read it by the public verb
    in small pieces; returns ``read``, ``refused`` or ``other``.

    Raises
    ------
    Breach
        Where a law is broken.
    """
    import analyzer
    from analyzer import building
    from analyzer.exports import Export
    from analyzer.importers import IMPORTERS, recognise

    verdict, built = "refused", None
    try:
        with guarded(guard):
            try:
                export = Export.open(path, settings.encoding)
                for one in IMPORTERS:
                    if one.recognises(export) not in (True, False):
                        raise Breach(f"recognises of {one.name}", "recognises() says neither yes nor no")
                found = recognise(export, settings)
                reading = found.read(export, settings)
                check_reading(reading)
                if whole:
                    built = building.build([(export, found, reading)], settings)
                    check_built(built)
                verdict = "read" if found is importer else "other"
            except Breach:
                raise
            except analyzer.AnalyzerError as error:
                check_sentence(error)
            if not whole:
                return verdict
            try:
                with in_pieces(64 << zlib.crc32(path.read_bytes()) % 11):
                    public = analyzer.read(path, settings)
                check_built(public.built)
                for skipped in public.skipped:
                    check_sentence(skipped.reason)
                if built is not None and not same(built, public.built):
                    raise Breach("not the same twice", "the same input gave other events the second time")
            except Breach:
                raise
            except analyzer.AnalyzerError as error:
                check_sentence(error)
                if built is not None:
                    raise Breach("not the same twice", f"read once, then refused: {error}") from None
    except Breach:
        raise
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        raise Breach(key_of(error), "".join(traceback.format_exception(error)[-8:])) from error
    return verdict


@contextmanager
def guarded(guard: Guard) -> Iterator[None]:
    """Nothing written elsewhere, nothing said aside."""
    guard.seen.clear()
    said: list[warnings.WarningMessage]
    guard.armed = True
    try:
        with warnings.catch_warnings(record=True) as said:
            warnings.simplefilter("always")
            yield
    finally:
        guard.armed = False
    if guard.seen:
        raise Breach(f"written outside: {guard.seen[0].split()[0]}", "; ".join(guard.seen[:5]))
    if told := [one for one in said if not issubclass(one.category, ResourceWarning)]:
        raise Breach(f"warning {told[0].category.__name__} {Path(told[0].filename).name}", str(told[0].message))


def check_sentence(error: Any) -> None:
    """One clear sentence, in both languages."""
    from analyzer.locales import translator

    for lang in ("en", "zh"):
        text = error.in_words(translator(lang))
        if len(text) > 1500 or "Traceback" in text or "0x7f" in text or re.search(r"\w+Error\(", text):
            raise Breach(f"sentence: {error.sentence[:40]}", text[:2000])


def check_reading(reading: Any) -> None:
    """What an importer promises of its rows."""
    import pandas as pd

    from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, RAW_COLUMNS

    rows, obligatory = reading.rows, list(RAW_COLUMNS)[:6]
    law("ledger of the reading", reading.rows_read == len(rows) + reading.skipped + reading.problems.lost)
    law(
        "reasons of skipped rows",
        reading.skipped == sum(reading.skipped_why.values()) and min(reading.skipped_why.values(), default=1) > 0,
    )
    law("columns", set(obligatory) <= set(rows.columns) <= set(RAW_COLUMNS))
    kinds = {name: str(rows[name].dtype) for name in rows}
    if kinds["number_raw"] == "category":
        spellings = rows["number_raw"].cat.categories
        law(
            "spellings of numbers",
            str(spellings.dtype) == "str" and list(spellings) == list(dict.fromkeys(rows["number_raw"])),
        )
        kinds["number_raw"] = "str"
    law(
        f"types of columns {sorted(set(kinds.items()) - set(RAW_COLUMNS.items()))}",
        kinds == {name: RAW_COLUMNS[name] for name in kinds},
    )
    law("index", rows.index.equals(pd.RangeIndex(len(rows))))
    law("missing values", not rows[obligatory].isna().any().any())
    for name, words in (("kind", KINDS), ("direction", DIRECTIONS), ("outcome", OUTCOMES)):
        law(f"words of {name}", set(rows[name]) <= set(words))
    law("outcome of messages", not (rows["outcome"] != "")[rows["kind"] != "call"].any())
    for name in ("duration_s", "ring_s"):
        law(f"negative {name}", name not in rows or not (rows[name] < 0).any())
    for name in rows.columns:
        if RAW_COLUMNS[name] == "str":
            texts(name, rows[name])
    law("basis of times", reading.zone_basis in ("absolute", "assumed-local", "carrier"))
    law(
        "understood",
        all(isinstance(part, str) for pair in reading.understood for part in pair)
        and all(isinstance(name, str) for name in reading.unmapped),
    )
    for entry in reading.problems.entries:
        texts("problems", entry)
    texts("owner", [reading.owner])


def texts(name: str, column: Any) -> None:
    """Texts must be such that they can be written as UTF-8, without NUL."""
    for cell in set(column):
        law(f"not a text in {name}", isinstance(cell, str))
        try:
            cell.encode()
        except UnicodeEncodeError:
            raise Breach(f"half a character in {name}", repr(cell)[:200]) from None
        law(f"NUL in {name}", "\0" not in cell)


def check_built(built: Any) -> None:
    """What the tables promise."""
    sources = built.sources
    parts = sources[["events", "duplicates", "corroborating", "skipped", "problems"]].sum(axis=1)
    law("ledger of the sources", bool((sources["rows_read"] == parts).all() and (parts >= 0).all()))
    events = built.events
    law("empty times", not events[["at", "at_local", "event_id", "number", "kind"]].isna().any().any())
    law("double ids", events["event_id"].is_unique)
    law("order of times", events["at"].is_monotonic_increasing)
    from analyzer.writers.tables import csv

    for table in (events, sources, built.problems):
        csv(table).decode("utf-8-sig")


def same(one: Any, other: Any) -> bool:
    """Whether two builds gave the same."""
    return one.events.equals(other.events) and one.problems.equals(other.problems) and one.sources.equals(other.sources)


def law(name: str, kept: bool) -> None:
    """Break off where a law is not kept."""
    if not kept:
        raise Breach(f"law: {name}", name)


class Lines:
    """Which lines of our reading code run; a quarter of the runs are watched, since watching is slow."""

    def __init__(self, root: Path) -> None:
        self.root = str(root / "analyzer") + os.sep
        self.seen: set[tuple[str, int]] = set()
        self.wanted: dict[str, bool] = {}

    def wants(self, name: str) -> bool:
        if name not in self.wanted:
            inner = name.removeprefix(self.root)
            self.wanted[name] = name.startswith(self.root) and (
                inner.startswith("importers")
                or inner in ("exports.py", "gathering.py", "archives.py", "building.py", "ledger.py", "matching.py")
            )
        return self.wanted[name]

    def trace(self, frame: types.FrameType, event: str, _: Any) -> Any:
        if not self.wants(frame.f_code.co_filename):
            return None
        name, add = frame.f_code.co_filename.removeprefix(self.root), self.seen.add

        def local(frame: types.FrameType, event: str, _: Any) -> Any:
            if event == "line":
                add((name, frame.f_lineno))
            return local

        return local

    @contextmanager
    def watching(self) -> Iterator[set[tuple[str, int]]]:
        self.seen = set()
        sys.settrace(self.trace)
        try:
            yield self.seen
        finally:
            sys.settrace(None)


def clock() -> float:
    """Processor time of this process."""
    return time.process_time()
