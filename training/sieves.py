# pyright: reportAttributeAccessIssue=false
"""A wider form of a lexicon's pattern that linear-time engines (RE2) take: it matches every text that the pattern matches, and more.

What looks around is left out and long gaps have no end, so that few states are enough to run it over many texts at once.
"""

from __future__ import annotations

import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]

REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT)
MOST_COPIES = 3


def sieve(pattern: str) -> str:
    """The wider form of a pattern.

    Examples
    --------
    >>> sieve("(?<!不)欠[^。]{0,8}[款钱]{2}(?=你)")
    '欠[^。]*[款钱][款钱]'
    """
    return _wide(_trimmed(sre_parser.parse(pattern)))


def _trimmed(node) -> list:
    """Without what may be empty at either end: it decides nothing."""
    items = [item for item in node if item[0] not in (sre.AT, sre.ASSERT, sre.ASSERT_NOT)]
    while items and _may_be_empty(items[0]):
        items.pop(0)
    while items and _may_be_empty(items[-1]):
        items.pop()
    return items


def _may_be_empty(item) -> bool:
    return item[0] in REPEATS and item[1][0] == 0


def _wide(node) -> str:
    return "".join(_item(kind, value) for kind, value in node)


def _item(kind, value) -> str:
    if kind is sre.LITERAL:
        return re.escape(chr(value))
    if kind is sre.NOT_LITERAL:
        return f"[^{re.escape(chr(value))}]"
    if kind is sre.IN:
        return _set(value)
    if kind is sre.SUBPATTERN:
        return f"(?:{_wide(value[3])})"
    if kind is sre.BRANCH:
        return f"(?:{'|'.join(_wide(branch) for branch in value[1])})"
    if kind in REPEATS:
        least, most, inner = value
        once = _wide(inner)
        if len(inner) > 1 or inner[0][0] is sre.BRANCH:
            once = f"(?:{once})"
        if most == 1:
            return once + ("?" if least == 0 else "")
        if least == most <= MOST_COPIES:
            return once * least
        return once * min(least, MOST_COPIES) + f"{once}*"
    if kind in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
        return ""
    return "."


def _set(members) -> str:
    """A set of characters; any character where it speaks of a category, which engines understand differently."""
    shown = ""
    for kind, value in members:
        if kind is sre.NEGATE:
            shown += "^"
        elif kind is sre.LITERAL:
            shown += re.escape(chr(value))
        elif kind is sre.RANGE:
            shown += f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
        else:
            return "."
    return f"[{shown}]"
