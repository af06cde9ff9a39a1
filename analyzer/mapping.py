"""``--map FILE``: what the columns of a table mean, said by the person where the program does not know the headings."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from pathlib import Path

from analyzer.problems import UsageError

MEANINGS = {
    "number": "number", "caller": "caller", "callee": "callee", "own": "own", "time": "start", "duration": "duration", "ring": "ring",
    "type": "type", "text": "body", "name": "name", "mark": "label", "sim": "line", "ignore": "ignored",
}  # fmt: skip
"""Words that a map may use → fields of ``importers/headings.toml``."""

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


def read_map(path: Path) -> tuple[tuple[str, str], ...]:
    """Pairs (heading, field) of a map file.

    Raises
    ------
    UsageError
        One sentence naming the file, the entry and what to write instead.
    """
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise UsageError(
            "the map {path} cannot be read ({why}): check the name", path=path, why=error.strerror or error
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError("the map {path} is not valid TOML ({why}): mend that line", path=path, why=error) from None
    columns = data.get("columns")
    if not isinstance(columns, dict) or set(data) - {"columns"}:
        raise UsageError('the map {path} needs one table [columns] with lines like "Heading" = "number"', path=path)
    for heading, word in columns.items():
        if word not in MEANINGS:
            raise UsageError(
                "the map {path}: {word!r} of {heading!r} is not one of {known}",
                path=path, word=word, heading=heading, known=", ".join(MEANINGS),
            )  # fmt: skip
    words = set(columns.values())
    if "time" not in words or not words & {"number", "caller", "callee"}:
        raise UsageError("the map {path} names no number or no time: both are needed", path=path)
    return tuple((heading, MEANINGS[word]) for heading, word in columns.items())


def template(headings: Sequence[str]) -> str:
    """A map to fill in, with the headings that were seen.

    Examples
    --------
    >>> template(["Nr"]).splitlines()[-1]
    '"Nr" = "ignore"'
    """
    return TEMPLATE + "".join(
        f'{json.dumps(heading, ensure_ascii=False)} = "ignore"\n' for heading in dict.fromkeys(headings)
    )


def offer(headings: Sequence[str], folder: Path) -> Path | None:
    """Write ``map.toml`` into the folder where the person works, unless one lies there or it cannot be written."""
    target = folder / "map.toml"
    try:
        with target.open("x", encoding="utf-8", newline="\n") as file:
            file.write(template(headings))
    except OSError:
        return None
    return target
