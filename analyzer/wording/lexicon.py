"""The lexicons as the program reads them: entries that describe the wording of a conduct.

``zh.toml`` and ``en.toml`` are what people write; ``python -m training lexicon`` checks them and writes ``zh.json`` and ``en.json``
beside them, with named words put in and with the pieces of text that each entry cannot do without, so that a run parses no
TOML and tries a regular expression only where it can match. A test says that both say the same.

An entry of a TOML file::

    [words]                                  # names for groups of words, usable as {debt} in patterns and in later groups
    debt = ["欠款", "逾期", "借[了的]?钱"]    # each a regular expression; {debt} is any one of them

    [[entry]]
    id = "zh-relatives-told"                 # unique, stable: reports name it
    flag = "third_party_disclosure"          # one of analyzer.wording.FLAGS
    pattern = "{inform}.{0,8}{relation}"     # what is shown; a regular expression over the PLAIN form
    needs = ["{debt}", {pattern = "你", within = 10}]
    unless = ["{warning}", {pattern = "更新", within = 12}]
    first = true                             # optional: show the first place only
    given = ["insult", "violence_threat"]    # optional: only where an entry of one of these flags holds (not one with `given`)
    source = "GB/T 45251-2025, 5.3"          # the clause that the entry illustrates
    note = "..."
    fires = ["..."]                          # texts (as they stand on a phone) that the entry must flag, at least one
    quiet = ["..."]                          # look-alikes that it must not flag, at least one

The plain form (`analyzer.wording.plain`): small letters, simplified characters, half-width ``,!?:;()`` but ``。、【】《》“”`` as they
are, no blanks or signs between Chinese characters or between them and Latin letters, ``↗`` for any address. An entry holds where
`pattern` is found and every one of `needs` and none of `unless`: a plain string anywhere in the text, a table within so many
characters before or after the place (the place itself included; ``before`` or ``after`` instead of ``within`` look at one side
without the place; ``least = 2`` asks for two different texts), ``{asis = "..."}`` anywhere in the text as it stood (capital
letters tell names in English; the first 1,000 characters). An entry that speaks of something missing has the words that
call for it as `pattern` and what must not be there as `unless`.

Regular expressions are bounded: no ``*`` or ``+`` or ``{3,}``, at most ``{0,40}``, no long repeat within another.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from analyzer.wording.words import Words

LANGUAGES = ("zh", "en")
FOLDER = Path(__file__).parent
ORIGINAL, AS_IT_STOOD = -2, 1_000
"""`Condition.within` of a condition on the text as it stood, and how much of that text is looked at."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A pattern that must or must not be there.

    Attributes
    ----------
    pattern : str
    within : int
        So many characters around the place; -1 is anywhere.
    least : int
        So many different texts have to match.
    side : str
        "both", or "before" or "after" the place without the place itself.
    sieve : str
        Of a condition anywhere, a wider form of the pattern for linear-time engines.
    """

    pattern: str
    within: int = -1
    least: int = 1
    side: str = "both"
    sieve: str = ""

    def holds(self, text: str, start: int, end: int) -> bool:
        """Whether the pattern is found in a plain text, for a place from `start` to `end`."""
        if self.within >= 0:
            first = end if self.side == "after" else max(0, start - self.within)
            last = start if self.side == "before" else end + self.within
            text = text[first:last]
        if self.least == 1:
            return compiled(self.pattern).search(text) is not None
        found: set[str] = set()
        for match in compiled(self.pattern).finditer(text):
            found.add(match[0])
            if len(found) >= self.least:
                return True
        return False


@dataclass(frozen=True, slots=True)
class Entry:
    """One description of a conduct.

    Attributes
    ----------
    id, flag, pattern : str
    needs, unless : tuple of Condition
    first : bool
        Show the first place only.
    given : tuple of str
        Flags of which the text must have one by an entry without `given`.
    clues : tuple of int
        Groups of `Lexicon.clues` of which each must have a member in the text; otherwise the entry cannot hold.
    sieve : str
        A wider form of the pattern for linear-time engines: a text in which it is not found does not have the pattern.
    """

    id: str
    flag: str
    pattern: str
    needs: tuple[Condition, ...] = ()
    unless: tuple[Condition, ...] = ()
    first: bool = False
    clues: tuple[int, ...] = ()
    given: tuple[str, ...] = ()
    sieve: str = ""

    def places(
        self, text: str, at_most: int = 3, original: str = "", known: dict[int, bool] | None = None
    ) -> list[tuple[int, int]]:
        """Where the entry holds in a plain text: begin and end of each place.

        `known` keeps what is known of conditions anywhere in this text, for the next entry that asks; by their identity, as the
        conditions of a lexicon that say the same are one object.
        """
        known = {} if known is None else known

        def anywhere(one: Condition) -> bool:
            held = known.get(id(one))
            if held is None:
                held = one.holds(original[:AS_IT_STOOD] if one.within == ORIGINAL else text, 0, 0)
                known[id(one)] = held
            return held

        if not all(anywhere(need) for need in self.needs if need.within < 0):
            return []
        if any(anywhere(block) for block in self.unless if block.within < 0):
            return []
        near = [(need, True) for need in self.needs if need.within >= 0]
        near += [(block, False) for block in self.unless if block.within >= 0]
        found = []
        for match in compiled(self.pattern).finditer(text):
            start, end = match.span()
            if start == end or any(one.holds(text, start, end) != wanted for one, wanted in near):
                continue
            found.append((start, end))
            if self.first or len(found) == at_most:
                break
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Entries, the pattern of words for a debt, and the groups of pieces of text (each the bucket of an n-gram) by which
    candidates are found.
    """

    entries: tuple[Entry, ...]
    debt: str
    clues: tuple[tuple[int, ...], ...] = field(repr=False)


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """A pattern, compiled when it is first needed."""
    return re.compile(pattern)


def from_json(text: str) -> Lexicon:
    """The lexicon that a compiled file holds."""
    data: dict[str, Any] = json.loads(text)

    conditions = [Condition(*item) for item in data["conditions"]]

    def those(numbers: list[int]) -> tuple[Condition, ...]:
        return tuple(conditions[number] for number in numbers)

    entries = tuple(
        Entry(e["id"], e["flag"], e["pattern"], those(e["needs"]), those(e["unless"]), e["first"], tuple(e["clues"]), tuple(e.get("given", ())), e["sieve"])
        for e in data["entries"]
    )  # fmt: skip
    return Lexicon(entries, data.get("debt", "(?!)"), tuple(map(tuple, data["clues"])))


@cache
def parts() -> tuple[Lexicon, ...]:
    """The lexicon of each language."""
    return tuple(from_json((FOLDER / f"{language}.json").read_text(encoding="utf-8")) for language in LANGUAGES)


@cache
def lexicon() -> Lexicon:
    """All languages as one: what is written in Chinese may quote English, and the other way round."""
    entries: list[Entry] = []
    clues: list[tuple[int, ...]] = []
    for part in parts():
        offset = len(clues)
        clues += part.clues
        entries += [replace(e, clues=tuple(c + offset for c in e.clues)) for e in part.entries]
    return Lexicon(tuple(entries), "|".join(part.debt for part in parts()), tuple(clues))


def debt_words() -> list[re.Pattern[str]]:
    """Words for a debt, in each language: the group ``debt`` of its lexicon, or ``owed``."""
    return [compiled(part.debt) for part in parts()]


@lru_cache(maxsize=4)
def clue_words(entries: Lexicon) -> Words:
    """The groups of clues of a lexicon, made ready for looking them up."""
    from analyzer.wording.words import Words

    return Words.of([[(bucket,) for bucket in group] for group in entries.clues])
