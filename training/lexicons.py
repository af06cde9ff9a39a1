"""Checks ``analyzer/wording/<language>.toml`` and writes the compiled ``.json`` beside it. See `analyzer.wording.lexicon`."""

from __future__ import annotations

import json
import re
import re._constants as sre  # type: ignore[import-not-found]
import re._parser as sre_parser  # type: ignore[import-not-found]
import tomllib
from functools import cache
from pathlib import Path

from analyzer.wording import FLAGS
from analyzer.wording.grams import longest_bucket
from analyzer.wording.lexicon import FOLDER, LANGUAGES, ORIGINAL, Lexicon, from_json
from analyzer.wording.plain import plain_texts
from training.sieves import sieve

KEYS = {"id", "flag", "pattern", "needs", "unless", "first", "source", "note", "fires", "quiet", "given"}
MOST_WORDS, LONGEST_REPEAT, MOST_WAYS = 1_500, 40, 70_000


NEVER = "(?!)"


@cache
def _in_plain_form(char: str) -> str:
    return plain_texts([char])[0]


_bucket = cache(longest_bucket)


class LexiconError(Exception):
    """A mistake in a lexicon, with the entry's id."""


def filled(pattern: str, words: dict[str, str]) -> str:
    """The pattern with its named groups of words put in."""
    try:
        return re.sub(r"\{([a-z_]+)\}", lambda name: words[name[1]], pattern)
    except KeyError as error:
        raise LexiconError(f"no group of words is called {error}") from None


def _level(code: int) -> str:
    """A character as the n-grams see it."""
    return "0" if 48 <= code <= 57 else chr(code)


def exact(node) -> set[str] | None:
    """All texts that a parsed pattern can match, every digit as 0, where they are few; otherwise None."""
    result = {""}
    for kind, value in node:
        part: set[str] | None = None
        if kind is sre.LITERAL:
            part = {_level(value)}
        elif kind is sre.IN and all(k is sre.LITERAL for k, _ in value):
            part = {_level(v) for _, v in value}
        elif kind is sre.IN and all(k in (sre.LITERAL, sre.RANGE) for k, v in value):
            spread = {_level(c) for k, v in value for c in (range(v[0], v[1] + 1) if k is sre.RANGE else (v,))}
            part = spread if len(spread) <= 12 else None
        elif kind is sre.SUBPATTERN:
            part = exact(value[3])
        elif kind is sre.BRANCH:
            parts = [exact(branch) for branch in value[1]]
            part = set().union(*parts) if None not in parts else None  # type: ignore[arg-type]
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT) and value[1] <= 12:
            inner = exact(value[2])
            if inner is not None and (value[1] <= 2 or len(inner) == 1):
                part = {""} if value[0] == 0 else set()
                for times in range(max(value[0], 1), value[1] + 1):
                    repeated = {""}
                    for _ in range(times):
                        repeated = {a + b for a in repeated for b in inner}
                    part |= repeated
        elif kind in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            part = {""}
        if part is None or len(part) * len(result) > MOST_WORDS:
            return None
        result = {a + b for a in result for b in part}
    return result


def clauses(node) -> list[frozenset[str]]:
    """Sets of texts of which every match holds at least one each."""
    found: list[frozenset[str]] = []
    current = {""}

    def flush() -> None:
        nonlocal current
        if "" not in current:
            found.append(frozenset(current))
        current = {""}

    for item in node:
        part = exact([item])
        if part is not None and len(part) * len(current) <= MOST_WORDS and max(map(len, part)) <= 40:
            current = {a + b for a in current for b in part}
            continue
        flush()
        if part is not None:
            current = part
            flush()
            continue
        kind, value = item
        if kind is sre.SUBPATTERN:
            found += clauses(value[3])
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT) and value[0] >= 1:
            found += clauses(value[2])
        elif kind is sre.BRANCH:
            best = [max(clauses(branch), key=_worth, default=None) for branch in value[1]]
            if None not in best:
                found.append(frozenset().union(*best))  # type: ignore[arg-type]
    flush()
    return found


def _worth(clause: frozenset[str]) -> tuple[int, int]:
    return min(map(len, clause)), -len(clause)


def _check(node, inside: int = 1, plain: bool = True) -> int:
    """Refuse what could take long; the number of ways in which a place can be tried."""
    ways = 1
    for kind, value in node:
        if kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            least, most, inner = value
            if most is sre.MAXREPEAT or most > LONGEST_REPEAT:
                raise LexiconError(f"repeats must be bounded by {LONGEST_REPEAT}")
            if inside > 2 and most - least > 1 and most > 2:
                raise LexiconError("a long repeat stands within another")
            ways *= (most - least + 1) * _check(inner, max(inside, most), plain)
        elif kind is sre.SUBPATTERN:
            ways *= _check(value[3], inside, plain)
        elif kind is sre.BRANCH:
            ways *= max(_check(branch, inside, plain) for branch in value[1])
        elif kind in (sre.ASSERT, sre.ASSERT_NOT):
            ways *= _check(value[1], inside, plain)
        elif kind is sre.GROUPREF:
            raise LexiconError("a pattern may not refer back")
        elif plain and kind is sre.LITERAL and _in_plain_form(chr(value)) != chr(value) and chr(value) != " ":
            raise LexiconError(
                f"{chr(value)!r} never stands in a plain text: it becomes {_in_plain_form(chr(value))!r}"
            )
    return ways


@cache
def parsed(pattern: str, plain: bool = True, part: bool = False):
    """The pattern, checked."""
    try:
        tree = sre_parser.parse(pattern)
    except re.error as error:
        raise LexiconError(f"not a regular expression: {error}: {pattern[:80]}") from None
    if _check(tree, plain=plain) > MOST_WAYS:
        raise LexiconError("too many ways to try one place: shorten the gaps")
    if tree.getwidth()[0] == 0 and not part:
        raise LexiconError("the pattern matches nothing at all")
    return tree


def beginnings(node) -> tuple[set[int] | None, bool]:
    """Characters with which a match of a parsed pattern can begin (None: any), and whether it can be empty."""
    found: set[int] = set()
    for kind, value in node:
        begin: set[int] | None = None
        empty = False
        if kind is sre.LITERAL:
            begin = {value}
        elif kind is sre.IN and all(k is sre.LITERAL or (k is sre.RANGE and v[1] - v[0] < 100) for k, v in value):
            begin = {c for k, v in value for c in (range(v[0], v[1] + 1) if k is sre.RANGE else (v,))}
        elif kind is sre.SUBPATTERN:
            begin, empty = beginnings(value[3])
        elif kind is sre.BRANCH:
            parts = [beginnings(branch) for branch in value[1]]
            begin = None if any(b is None for b, _ in parts) else set().union(*(b for b, _ in parts))  # type: ignore[misc]
            empty = any(e for _, e in parts)
        elif kind in (sre.MAX_REPEAT, sre.MIN_REPEAT):
            begin, empty = beginnings(value[2])
            empty = empty or value[0] == 0
        elif kind in (sre.AT, sre.ASSERT, sre.ASSERT_NOT):
            continue
        if begin is None:
            return None, False
        found |= begin
        if not empty:
            return found, False
    return found, True


def quick(pattern: str) -> str:
    """The same pattern, which first looks whether a character can begin a match: trying 200 words at each place is slow."""
    tree = sre_parser.parse(pattern)
    begin, empty = beginnings(tree)
    if begin is None or empty or len(begin) < 4:
        return pattern
    chars = "".join(re.escape(chr(c)) for c in sorted(begin))
    return f"(?=[{chars}])(?:{pattern})"


def _condition(item, words: dict[str, str]) -> list:
    """Pattern and distance; where they are not 1 and "both", the number of texts and the side."""
    if isinstance(item, str):
        return [quick(filled(item, words)), -1]
    if set(item) == {"asis"}:
        return [filled(item["asis"], words), ORIGINAL]
    sides = {"within", "before", "after"} & set(item)
    if "pattern" not in item or len(sides) > 1 or set(item) - {"pattern", "least", *sides}:
        raise LexiconError("a condition is a text or {pattern, within | before | after, least} or {asis}")
    side = next(iter(sides), "within")
    rest = [int(item.get("least", 1)), "both" if side == "within" else side]
    return [quick(filled(item["pattern"], words)), int(item.get(side, -1)), *(rest if rest != [1, "both"] else [])]


def built(language: str, source: str | None = None) -> dict:
    """The compiled form of a lexicon."""
    text = source if source is not None else (FOLDER / f"{language}.toml").read_text(encoding="utf-8")
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"{language}.toml: {error}") from None
    words: dict[str, str] = {}
    for name, group in data.get("words", {}).items():
        words[name] = "(?:" + "|".join(filled(word, words) for word in group) + ")"
        parsed(words[name], part=True)
    entries, groups, seen = [], {}, set()
    conditions: dict[str, int] = {}

    def numbered(items: list[list]) -> list[int]:
        return [conditions.setdefault(json.dumps(item, ensure_ascii=False), len(conditions)) for item in items]

    for raw in data.get("entry", []):
        name = raw.get("id", "?")
        try:
            if set(raw) - KEYS or not {"id", "flag", "pattern", "source", "fires", "quiet"} <= set(raw):
                raise LexiconError(f"keys are {sorted(KEYS)}; id, flag, pattern, source, fires, quiet are required")
            if set(raw.get("given", ())) - set(FLAGS):
                raise LexiconError("`given` names no flag")
            if name in seen or raw["flag"] not in FLAGS or not raw["fires"] or not raw["quiet"]:
                raise LexiconError("id twice, no such flag, or no example")
            seen.add(name)
            pattern = filled(raw["pattern"], words)
            needs = [_condition(item, words) for item in raw.get("needs", [])]
            unless = [_condition(item, words) for item in raw.get("unless", [])]
            found = clauses(parsed(pattern))
            for need, within, *_ in needs:
                found += clauses(parsed(need)) if within != ORIGINAL else []
            for block, within, *_ in [*unless, *needs]:
                parsed(block, plain=within != ORIGINAL)
        except LexiconError as error:
            raise LexiconError(f"{language}.toml, {name}: {error}") from None
        clue = []
        for clause in sorted(set(found), key=sorted):
            held = sorted({_bucket(word) for word in _short(clause)})
            clue.append(groups.setdefault(tuple(held), len(groups)))
        entries.append({"id": name, "flag": raw["flag"], "pattern": quick(pattern), "sieve": sieve(pattern), "needs": numbered(needs), "unless": numbered(unless), "first": raw.get("first", False), "clues": clue, **({"given": raw["given"]} if raw.get("given") else {})})  # fmt: skip
    debt = words.get("debt", words.get("owed", NEVER))
    return {
        "entries": entries,
        "debt": quick(debt),
        "conditions": [_with_sieve(json.loads(item)) for item in conditions],
        "clues": list(groups),
    }


def _with_sieve(condition: list) -> list:
    """A condition anywhere in the plain text gets a sieve too; see `analyzer.wording.lexicon.Condition`."""
    pattern, within, *rest = condition
    if within != -1:
        return condition
    return [pattern, within, *(rest or [1, "both"]), sieve(pattern)]


def _short(clause: frozenset[str]) -> set[str]:
    """Words of a clause without those that hold another of them."""
    kept: set[str] = set()
    for word in sorted(clause, key=len):
        if not any(word[i:j] in kept for i in range(len(word)) for j in range(i + 1, len(word) + 1)):
            kept.add(word)
    return kept


def as_json(data: dict) -> str:
    """One entry a line."""
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in data["entries"])
    conditions = ",\n".join(json.dumps(condition, ensure_ascii=False) for condition in data["conditions"])
    return f'{{"entries":[\n{lines}\n],\n"conditions":[\n{conditions}\n],\n"debt":{json.dumps(data["debt"], ensure_ascii=False)},\n"clues":{json.dumps(data["clues"], separators=(",", ":"))}}}\n'


def lexicon_of(language: str, source: str | None = None) -> Lexicon:
    """A lexicon straight from its TOML file."""
    return from_json(as_json(built(language, source)))


def examples(language: str) -> list[tuple[str, str, bool]]:
    """Id of an entry, a text, and whether the entry must flag it."""
    data = tomllib.loads((FOLDER / f"{language}.toml").read_text(encoding="utf-8"))
    return [
        (raw["id"], text, wanted)
        for raw in data.get("entry", [])
        for wanted, texts in ((True, raw["fires"]), (False, raw["quiet"]))
        for text in texts
    ]


def failures(language: str) -> list[str]:
    """Examples on which an entry does not do what it says."""
    from analyzer.wording.flags import flags

    cases = examples(language)
    table = flags([text for _, text, _ in cases], lexicon_of(language))
    fired = set(zip(table["text"], table["rule"], strict=True))
    return [
        f"{name} {'does not flag' if wanted else 'flags'}: {text}"
        for number, (name, text, wanted) in enumerate(cases)
        if ((number, name) in fired) != wanted
    ]


def write() -> list[str]:
    """Write the compiled lexicons; what is wrong with them."""
    wrong = []
    for language in LANGUAGES:
        try:
            text = as_json(built(language))
        except LexiconError as error:
            wrong.append(str(error))
            continue
        path = Path(FOLDER / f"{language}.json")
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")
        wrong += failures(language)
    return wrong
