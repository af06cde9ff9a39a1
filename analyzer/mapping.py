"""``--map FILE``: what columns of a table and values in them mean, said by the person where the program does not know them.

A map is kept for later tables only where the person asks for it (``--remember``), in one file of the person's own
configuration folder that ``--forget`` removes.
"""

from __future__ import annotations

import json
import os
import sys
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.problems import AnalyzerError, UsageError

if TYPE_CHECKING:
    from analyzer.case import Case

MEANINGS = {
    "number": "number", "caller": "caller", "callee": "callee", "own": "own", "time": "start", "duration": "duration", "ring": "ring",
    "type": "type", "text": "body", "name": "name", "mark": "label", "sim": "line", "ignore": "ignored",
}  # fmt: skip
"""Words that a map may use → fields of ``importers/tables/headings.toml``."""

VALUES = {
    "direction": ("in", "out"),
    "outcome": ("answered", "missed", "rejected", "blocked", "voicemail", "diverted", "failed"),
    "kind": ("call", "sms", "mms"),
    "row": ("ignore",),
}
"""Words for values, by what they speak of; a value may have several of them, one of each sort."""

TEMPLATE = """\
# 列的含义：左边是表头，右边从下列词中选一个；不需要的列写 "ignore"。至少要有号码和时间。
# What the columns mean: left the heading, right one of the words below; "ignore" for columns that are not needed.
# A number and a time are needed at least.
#
#   number    对方号码 · the other party's number        own       本机号码 · own number
#   caller    主叫号码 · who called                      callee    被叫号码 · who was called
#   time      日期时间 · date and time                   duration  通话时长 · talk time
#   ring      响铃时长 · ringing time                    type      类型（来电、未接……） · kind, direction, outcome
#   text      短信内容 · text of the message             name      姓名 · name
#   mark      号码标记 · mark of the number              sim       卡槽 · SIM or line
#
# analyze EXPORT --map map.toml

[columns]
"""

TEMPLATE_OF_VALUES = """\
# 类型列中各个值的含义：左边是表中的值，右边从下列词中选；可以写两个（"in missed"），不需要说明的留空。
# What values of the type columns mean: left the value, right words from below, two where needed ("in missed"); leave
# empty what needs no explanation.
#
#   in         来电、收到 · came in            out        去电、发出 · went out
#   answered   已接通 · answered               missed     未接 · missed
#   rejected   拒接 · rejected                 blocked    被拦截 · blocked
#   voicemail  语音信箱 · voicemail            diverted   呼叫转移 · diverted
#   failed     未成功 · failed                 call       通话 · call
#   sms        短信 · text message             mms        彩信 · multimedia message
#   ignore     不是通话或短信 · no call and no message
#
# analyze EXPORT --map map.toml

[values]
"""

KEPT = "maps.toml"
"""File of the maps that were to be remembered."""


@dataclass(frozen=True)
class Map:
    """What a map says.

    Attributes
    ----------
    columns : tuple of (str, str)
        Pairs (heading, word of `MEANINGS`).
    values : tuple of (str, str)
        Pairs (value, words of `VALUES`).
    """

    columns: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    @property
    def fields(self) -> tuple[tuple[str, str], ...]:
        """Pairs (heading, field of ``headings.toml``), as `Settings.columns` holds them."""
        return tuple((heading, MEANINGS[word]) for heading, word in self.columns)


def read_map(path: Path) -> Map:
    """A map file: columns, values, or both.

    Raises
    ------
    UsageError
        One sentence naming the file, the entry and what to write instead.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        if isinstance(error, (tomllib.TOMLDecodeError, UnicodeDecodeError)):
            raise UsageError("the map {path} is not valid TOML ({why}): mend that line", path=path, why=error) from None
        raise UsageError(
            "the map {path} cannot be read ({why}): check the name",
            path=path,
            why=getattr(error, "strerror", None) or error,
        ) from None
    return map_of(data, path)


def map_of(data: dict[str, Any], path: Path) -> Map:
    """The map that parsed TOML holds; errors name the file."""
    columns, values = data.get("columns", {}), data.get("values", {})
    tables = isinstance(columns, dict) and isinstance(values, dict)
    if not tables or set(data) - {"columns", "values"} or not (columns or values):
        raise UsageError('the map {path} needs one table [columns] with lines like "Heading" = "number"', path=path)
    for heading, word in columns.items():
        if not isinstance(word, str) or word not in MEANINGS:
            raise UsageError(
                "the map {path}: {word!r} of {heading!r} is not one of {known}",
                path=path, word=word, heading=heading, known=", ".join(MEANINGS),
            )  # fmt: skip
    words = set(columns.values())
    if columns and ("time" not in words or not words & {"number", "caller", "callee"}):
        raise UsageError("the map {path} names no number or no time: both are needed", path=path)
    return Map(tuple(columns.items()), tuple(_values(values, path)))


def _values(values: dict[str, Any], path: Path) -> Iterable[tuple[str, str]]:
    """Pairs of ``[values]`` and of tables like ``[values.direction]``, which hold words of that sort only."""
    said: dict[str, list[Any]] = {}
    for name, one in values.items():
        sort = name if isinstance(one, dict) and name in VALUES else ""
        known = VALUES[sort] if sort else tuple(word for words in VALUES.values() for word in words)
        for value, words in one.items() if sort else [(name, one)]:
            mine = words.split() if isinstance(words, str) else [words]
            sorts = [next((s for s, own in VALUES.items() if word in own), "") for word in mine]
            if any(word not in known for word in mine) or len(set(sorts)) < len(sorts):
                raise UsageError(
                    "the map {path}: the value {value!r} means {word!r}: write one or two words from {known}",
                    path=path, value=value, word=words, known=", ".join(known),
                )  # fmt: skip
            said.setdefault(value, []).extend(mine)
    return [(value, " ".join(dict.fromkeys(words))) for value, words in said.items() if words]


def template(headings: Sequence[str], values: Sequence[str] = ()) -> str:
    """A map to fill in, with the headings and the values that were seen.

    Examples
    --------
    >>> template(["Nr"]).splitlines()[-1]
    '"Nr" = "ignore"'
    >>> template([], ["呼入"]).splitlines()[-1]
    '"呼入" = ""'
    """
    parts = []
    if headings:
        parts.append(TEMPLATE + "".join(f'{_quoted(one)} = "ignore"\n' for one in dict.fromkeys(headings)))
    if values:
        parts.append(TEMPLATE_OF_VALUES + "".join(f'{_quoted(one)} = ""\n' for one in dict.fromkeys(values)))
    return "\n".join(parts)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def offer(headings: Sequence[str], folder: Path, values: Sequence[str] = ()) -> Path | None:
    """Write ``map.toml`` into the folder where the person works, unless one lies there or it cannot be written."""
    target = folder / "map.toml"
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template(headings, values))
    except OSError:
        return None
    return target


def unexplained(case: Case) -> list[str]:
    """Values of type columns that were not understood, of tables to which a map can explain them."""
    from analyzer.importers import IMPORTERS
    from analyzer.importers.tables.table import TableImporter

    tables = {one.name for one in IMPORTERS if isinstance(getattr(one.read, "__self__", None), TableImporter)}
    sources = case.sources.loc[case.sources["importer"].isin(tables), "source"]
    found = case.problems[(case.problems["code"] == "P202") & case.problems["source"].isin(sources)]
    return list(dict.fromkeys(found["raw"]))


def folder_of_settings() -> Path:
    """The folder in which programs keep what a person wants them to remember, that of this one."""
    if base := os.environ.get("XDG_CONFIG_HOME"):
        return Path(base, "call-sms-analyzer")
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming", "call-sms-analyzer")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "call-sms-analyzer"
    return Path.home() / ".config" / "call-sms-analyzer"


def remembered() -> list[Map]:
    """The maps that were kept, the latest first; none where there is no such file.

    Raises
    ------
    UsageError
        Where the file was changed so that it cannot be read.
    """
    path = folder_of_settings() / KEPT
    if not path.exists():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("map", [])
        return [map_of(entry, path) for entry in entries][::-1]
    except (OSError, ValueError, AttributeError, TypeError, UsageError):
        raise UsageError("the maps kept in {path} cannot be read: analyze --forget removes them", path=path) from None


def remember(one: Map) -> Path:
    """Keep a map for tables with the same headings, in place of an earlier one for these; returns the file.

    Raises
    ------
    UsageError
        Where the map names no columns, or the file cannot be written.
    """
    path = folder_of_settings() / KEPT
    if not one.columns:
        raise UsageError("--remember keeps what columns mean, and the map says nothing of columns: leave it away")
    maps = [other for other in reversed(remembered()) if _headings(other) != _headings(one)] + [one]
    text = "# analyze --remember · analyze --forget\n"
    for entry in maps:
        text += "\n[[map]]\n[map.columns]\n" + "".join(f"{_quoted(a)} = {_quoted(b)}\n" for a, b in entry.columns)
        if entry.values:
            text += "[map.values]\n" + "".join(f"{_quoted(a)} = {_quoted(b)}\n" for a, b in entry.values)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError("{path} cannot be written ({why})", path=path, why=error.strerror or error) from None
    return path


def forget() -> tuple[Path, bool]:
    """Remove the maps that were kept: where they were, and whether there were any."""
    path = folder_of_settings() / KEPT
    try:
        path.unlink()
    except FileNotFoundError:
        return path, False
    except OSError as error:
        raise UsageError("{path} cannot be removed ({why})", path=path, why=error.strerror or error) from None
    return path, True


def fitting(errors: Iterable[AnalyzerError]) -> Map | None:
    """What was kept for the headings that refusals of tables name; None where nothing was.

    Only a map all of whose headings stand in the table is taken, so that one for another table never is.
    """
    kept: list[Map] | None = None
    columns: dict[str, str] = {}
    values: dict[str, str] = {}
    for error in errors:
        seen = error.values.get("headings")
        if not isinstance(seen, tuple) or not seen:
            continue
        kept = remembered() if kept is None else kept
        keys = _keys(seen)
        if found := next((one for one in kept if _headings(one) <= keys), None):
            columns |= found.columns
            values |= found.values
    return Map(tuple(columns.items()), tuple(values.items())) if columns else None


def _headings(one: Map) -> frozenset[str]:
    return _keys(heading for heading, _ in one.columns)


def _keys(headings: Iterable[str]) -> frozenset[str]:
    from analyzer.importers.tables.headings import split

    return frozenset(split(heading)[0] for heading in headings)
