"""What a value of a type column says: direction, outcome, kind. The words stand in ``headings.toml``."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from analyzer.events import KINDS, OUTCOMES

N_ = str

SKIPPED = {
    "draft": N_("draft"),
    "unsent": N_("not sent"),
    "failed": N_("failed to send"),
    "note": N_("note of the app, not a message"),
    "data": N_("use of data or of a package, not a call or message"),
    "said": N_("left out, as your map says"),
}
"""Why a row with such a value is no event."""

TRUE = {"true", "yes", "y", "t", "1", "是", "x", "✓", "√"}
FALSE = {"false", "no", "n", "f", "0", "否", ""}
"""Words of yes-or-no columns."""

LONGEST = 24
"""Characters above which a cell is a text, not a type."""

_DROPPED = re.compile(r"""[\s_\-./:*"'“”‘’]+""")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What one value says; empty where it says nothing.

    Attributes
    ----------
    direction : str
        ``in`` or ``out``, said outright.
    implies : str
        The same, unless another column says otherwise.
    outcome : str
        A word of `analyzer.events.OUTCOMES`, or ``busy``: rejected when the call came in, failed when it went out.
    kind : str
        ``call``, ``sms``, ``mms``, or ``message`` for either of the last two.
    skip : str
        Key of `SKIPPED`: such a row is no event.
    """

    direction: str = ""
    implies: str = ""
    outcome: str = ""
    kind: str = ""
    skip: str = ""


@cache
def vocabulary() -> dict[str, Any]:
    """The parsed ``headings.toml``."""
    return tomllib.loads(Path(__file__).with_name("headings.toml").read_text(encoding="utf-8"))


def key_of(text: str) -> str:
    """The form in which headings and values are compared.

    Examples
    --------
    >>> key_of("  No_Answer "), key_of("主叫/被叫"), key_of("ＩＮ")
    ('noanswer', '主叫被叫', 'in')
    """
    return _DROPPED.sub("", unicodedata.normalize("NFKC", text).lower())


@cache
def _exact() -> dict[str, Meaning]:
    return {
        key_of(word): Meaning(**{name: value for name, value in entry.items() if name != "words"})
        for entry in vocabulary()["meaning"]
        for word in entry["words"]
    }


@cache
def _parts() -> tuple[tuple[tuple[str, ...], dict[str, Any]], ...]:
    return tuple((tuple(map(key_of, entry["words"])), entry) for entry in vocabulary()["part"])


KNOWN = 1 << 14
"""Cells whose reading is kept: enough for the words of many exports, and no more however many are read."""


@lru_cache(KNOWN)
def meaning_of(value: str) -> Meaning | None:
    """What a value says, None where that is unknown. Numbers are not asked here (see `coded`).

    Examples
    --------
    >>> meaning_of("无条件及不可及呼叫转移被叫")
    Meaning(direction='in', implies='', outcome='diverted', kind='', skip='')
    >>> meaning_of("国内长途") is None
    True
    """
    key = key_of(value)
    if not key or len(key) > LONGEST:
        return None
    if known := _exact().get(key):
        return known
    for words, entry in _parts():
        if any(word in key for word in words):
            direction = entry.get("direction", "")
            direction = next(
                (way for way in ("in", "out") if any(word in key for word in entry.get(way, ()))), direction
            )
            return Meaning(direction, entry.get("implies", ""), entry.get("outcome", ""), entry.get("kind", ""))
    return None


def stated(values: Iterable[tuple[str, str]]) -> dict[str, Meaning]:
    """Meanings that a person gave to values, by `key_of` the value; words as in `analyzer.mapping.VALUES`.

    A call that was missed, rejected, blocked or left a message came in, one that failed went out, unless said otherwise.

    Examples
    --------
    >>> stated([("Eingehend", "in"), ("E-V", "missed")])["ev"]
    Meaning(direction='', implies='in', outcome='missed', kind='', skip='')
    """
    found = {}
    for value, said in values:
        words = said.split()
        parts = {"direction": ("in", "out"), "outcome": OUTCOMES[:-1], "kind": KINDS}
        named = {part: word for part, known in parts.items() for word in words if word in known}
        if words:
            implied = {"failed": "out"} | dict.fromkeys(("missed", "rejected", "blocked", "voicemail"), "in")
            implies = "" if "direction" in named else implied.get(named.get("outcome", ""), "")
            found[key_of(value)] = Meaning(**named, implies=implies, skip="said" if "ignore" in words else "")
    return found


def says_incoming(place: str) -> bool:
    """Whether a place column says that the call came in, as North American bills do.

    Examples
    --------
    >>> says_incoming("INCOMING CL"), says_incoming("HILO, HI")
    (True, False)
    """
    return key_of(place).startswith("incomi")


def coded(table: str) -> dict[str, Meaning]:
    """Meanings of the numbers of one table of codes, by the number as text.

    Examples
    --------
    >>> coded("android_call")["5"].outcome
    'rejected'
    """
    return {code: Meaning(**entry) for code, entry in vocabulary()["codes"].get(table, {}).items()}


def share_understood(values: Iterable[str]) -> float:
    """How much of a column's filled cells is understood as types.

    Examples
    --------
    >>> share_understood(["被叫", "", "主叫", "本地"])
    0.6666666666666666
    """
    filled = [value for value in values if value.strip()]
    return sum(meaning_of(value) is not None for value in filled) / len(filled) if filled else 0.0


def yes_or_no(values: Iterable[str]) -> bool:
    """Whether a column holds nothing but yes and no, and at least one of them."""
    found = {value.strip().lower() for value in values}
    return bool(found - {""}) and found <= TRUE | FALSE
