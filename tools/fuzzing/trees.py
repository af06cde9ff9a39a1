"""Mutators of JSON: types, numbers out of range, depth, double keys."""

from __future__ import annotations

import json
import re
from typing import Any

from fuzzing.texts import Dice, decoded, encoded, lines, odd, some_bytes

JUNK: tuple[Any, ...] = (
    None, True, False, 0, -1, 1, 3, 10**18, -(10**18), 10**40, 1.5, 1e308, -0.0, [], {}, [[]], {"": {}}, [1, "a", None], {"a": [{}]}, "", float("nan"), float("inf"),
)  # fmt: skip


def tree(data: bytes, dice: Dice, pool: list[bytes]) -> bytes:
    """Types, numbers out of range, depth, double keys of JSON: one value, or one on each line."""
    text, name = decoded(data)
    text = text.removeprefix("\ufeff")
    try:
        documents, joined = [json.loads(text)], "\n"
    except (ValueError, RecursionError):
        try:
            documents = [json.loads(line) for line in text.splitlines() if line.strip()]
            joined = "\n"
        except (ValueError, RecursionError):
            return lines(data, dice, pool)
    if not documents:
        return some_bytes(data, dice, pool)
    for _ in range(dice.choice((1, 1, 2, 3, 6))):
        place = dice.randrange(len(documents))
        documents[place] = _changed(documents[place], dice)
    out = joined.join(
        json.dumps(
            one, ensure_ascii=dice.random() < 0.3, indent=dice.choice((None, None, 1)) if len(documents) == 1 else None
        )
        for one in documents
    )
    if dice.random() < 0.15:
        deed = dice.randrange(5)
        place = dice.randrange(len(out) + 1)
        if deed == 0:
            keys = re.findall(r'"[^"\\]*": ', out) or ['"a": ']
            out = out.replace(
                dice.choice(keys), dice.choice(keys) + json.dumps(dice.choice(JUNK)) + ", " + dice.choice(keys), 1
            )
        elif deed == 1:
            out = (
                out[:place]
                + dice.choice(
                    (
                        "[" * 2000,
                        '{"a":' * 2000,
                        "\\ud83d",
                        "\\u0000",
                        "//x\n",
                        "NaN",
                        "-",
                        "1e999",
                        "'",
                        ",",
                        ",,",
                        "\\",
                        "}",
                        "]",
                    )
                )
                + out[place:]
            )
        elif deed == 2:
            out = out[:place]
        elif deed == 3:
            out = out + dice.choice(("]", "}", "\n{}", "\nnull", "x", "\0", "\n" + out))
        else:
            out = dice.choice(("[" * 900, '{"a":' * 300, " " * 70_000, "﻿", "while(1);", "var x = ")) + out
    return encoded(out, name, dice)


def _changed(node: Any, dice: Dice) -> Any:
    """The node with one place below it changed."""
    places: list[tuple[Any, Any]] = []
    queue = [node]
    while queue:
        here = queue.pop()
        keys = here if isinstance(here, dict) else range(len(here)) if isinstance(here, list) else ()
        for key in keys:
            places.append((here, key))
            queue.append(here[key])
    if not places:
        return dice.choice((node, [node], {"a": node}, *JUNK))
    here, key = dice.choice(places)
    deed, old = dice.randrange(9), here[key]
    if deed <= 3:
        new = odd(dice, old if isinstance(old, str) else "")
        here[key] = int(new) if re.fullmatch(r"-?\d{1,400}", new, re.ASCII) and dice.random() < 0.5 else new
    elif deed == 4:
        here[key] = dice.choice(JUNK)
    elif deed == 5 and isinstance(here, dict):
        here[odd(dice, key)] = here.pop(key)
    elif deed == 6:
        del here[key]
    elif deed == 7:
        for _ in range(dice.choice((1, 3, 200))):
            old = [old] if dice.random() < 0.5 else {"a": old}
        here[key] = old
    elif isinstance(here, list):
        here.extend([old] * dice.choice((1, 2, 40)))
    else:
        here[key] = dice.choice((str(old), [old, old], dice.choice(places)[1]))
    return node
