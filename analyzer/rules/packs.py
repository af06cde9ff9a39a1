"""Rules and citations out of TOML: the packs of this folder, and files of a person's own."""

from __future__ import annotations

import datetime as dt
import re
import string
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from analyzer.problems import UsageError
from analyzer.rule import ASSUMPTIONS, COUNTS, FACTS, FORCES, GROUPINGS, Citation, Rule
from analyzer.rules.conditions import CONDITIONS
from analyzer.rules.measures import wrong_measure
from analyzer.settings import RuleFile
from analyzer.stated import ROLES

N_ = str

OWN = "own"
"""Jurisdiction of rules out of a file of the person's own."""

LONGEST_ID = 40

SUBJECTS = ("debt", "marketing", "any")
KINDS = ("call", "message", "both")
SEVERITIES = ("low", "medium", "high")
CONFIDENCES = ("S1", "S2", "own")

GIVEN = ("condition", "jurisdiction")
"""Fields that an entry does not state."""

TEXTS = ("title", "wording", "note", "source", "clause", "only_if")
"""Fields with a text per language; a plain text stands for both."""

EXPECTED: Mapping[str, type] = {"window": dict, "limit": int, "in_force_from": dt.date, "in_force_to": dt.date}
"""Types of fields that are no texts and no lists."""


class Mistake(ValueError):
    """What is wrong with an entry: a key, a sentence with {path}, {line} and {key}, and the values to put into it."""

    def __init__(self, key: str, sentence: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.sentence, self.values = key, sentence, values

    def at(self, path: str, line: object) -> UsageError:
        """The mistake as an error that says where it stands."""
        return UsageError(self.sentence, **self.values, path=path, line=line, key=self.key)


@cache
def pack(name: str) -> tuple[tuple[Rule, ...], tuple[Citation, ...]]:
    """The rules and citations of one pack of this folder. A wrong word in it is a mistake of ours and fails at once."""
    data = tomllib.loads(resources.files("analyzer.rules").joinpath(f"{name}.toml").read_text(encoding="utf-8"))
    rules = tuple(_checked(_rule, entry, name) for entry in data.get("rule", ()))
    return rules, tuple(_checked(_citation, entry, name) for entry in data.get("citation", ()))


def _checked(make: Callable[..., Any], entry: dict[str, Any], name: str) -> Any:
    try:
        return make(entry, name)
    except Mistake as mistake:
        raise ValueError(str(mistake.at(f"{name}.toml", entry.get("id")))) from None


def open_rule_file(path: Path) -> RuleFile:
    """A file of rules of the person's own, read and checked.

    Raises
    ------
    UsageError
        One sentence that names the file, the line and the key.
    """
    try:
        file = RuleFile(path.name, path.read_bytes())
    except OSError as error:
        raise UsageError(
            "the rules {path} cannot be read ({why}): check the name", path=path, why=error.strerror or error
        ) from None
    own_rules(file)
    return file


@cache
def own_rules(file: RuleFile) -> tuple[Rule, ...]:
    """The rules of a file of the person's own.

    What an entry leaves out is taken as widely as possible: any subject, calls and messages, per number, a heuristic of low
    severity. Whoever names a force other than that must name the source and the clause too.
    """
    try:
        text = file.raw.decode("utf-8-sig")
        data = tomllib.loads(text)
    except UnicodeDecodeError:
        raise UsageError("the rules {path} are not UTF-8 text: save them again as UTF-8", path=file.name) from None
    except tomllib.TOMLDecodeError as error:
        raise UsageError(
            "the rules {path} are not valid TOML ({why}): mend that line", path=file.name, why=error
        ) from None
    entries = data.get("rule")
    for key in data:
        if key != "rule" or not isinstance(entries, list):
            raise _usage(
                file.name,
                text,
                -1,
                Mistake(
                    key, N_("{path}, line {line}, {key}: unknown; a file of rules holds entries under [[rule]] only")
                ),
            )
    made: dict[str, Rule] = {}
    for place, entry in enumerate(entries or ()):
        try:
            rule = _rule(_completed(entry, file.name), OWN)
            if rule.id in made:
                raise Mistake("id", N_("{path}, line {line}, {key}: {id!r} stands twice in this file"), id=rule.id)
        except Mistake as mistake:
            raise _usage(file.name, text, place, mistake) from None
        made[rule.id] = rule
    if not made:
        raise UsageError("the rules {path} hold no [[rule]]: analyze rules ID shows what one says", path=file.name)
    return tuple(made.values())


def _completed(entry: Any, name: str) -> dict[str, Any]:
    """An entry of a person's own with what it may leave out."""
    if not isinstance(entry, dict):
        raise Mistake("rule", N_("{path}, line {line}, {key}: must be a table with entries, under [[rule]]"))
    cited = {"heuristic": (), "platform-policy": ("source",)}.get(
        str(entry.get("force", "heuristic")), ("source", "clause")
    )
    for key in ("id", "title", "window", "limit", "counts", *cited):
        if key not in entry:
            raise Mistake(key, N_("{path}, line {line}, {key}: is missing"))
    usual = {
        "subject": "any", "kind": "both", "per": ["number"], "force": "heuristic", "severity": "low", "confidence": "own",
        "note": "", "innocent": [], "source": {"zh": f"自拟规则（{name}）", "en": f"a rule of the person's own ({name})"},
        "wording": {"zh": "共 {observed} 次，界限为 {limit} 次", "en": "{observed} counted; the limit is {limit}"},
    }  # fmt: skip
    return {**usual, **entry}


def _usage(name: str, text: str, place: int, mistake: Mistake) -> UsageError:
    """The mistake as one sentence, with the line on which its key stands (or else its entry begins)."""
    lines = text.splitlines()
    starts = [i for i, line in enumerate(lines) if re.match(r"\s*\[\[\s*rule\s*\]\]", line)]
    begin = starts[place] if 0 <= place < len(starts) else 0
    end = starts[place + 1] if 0 <= place < len(starts) - 1 else len(lines)
    spelt = re.compile(rf"""\s*\[*\s*(rule\.)?["']?{re.escape(mistake.key)}["']?\s*[.=\]]""")
    at = next((i for i in range(begin, end) if spelt.match(lines[i])), begin)
    return mistake.at(name, at + 1)


def _rule(entry: Mapping[str, Any], name: str) -> Rule:
    values = _values(entry, Rule)
    window = values["window"]
    if not isinstance(window.get("type"), str) or window["type"] not in CONDITIONS:
        raise _unknown("window", window.get("type"), CONDITIONS)
    if wrong := wrong_measure(window):
        raise Mistake("window", wrong.pop("sentence"), **wrong)
    if isinstance(values["limit"], bool) or values["limit"] < 0:
        raise Mistake("limit", N_("{path}, line {line}, {key}: must be a whole number from 0"))
    for text in values["wording"].values():
        if not {field for _, field, _, _ in _fields(text) if field is not None} <= {"observed", "limit"}:
            raise Mistake("wording", N_("{path}, line {line}, {key}: may name {{observed}} and {{limit}} only"))
    if not re.fullmatch(r"[A-Za-z0-9]+([-.][A-Za-z0-9]+)*", values["id"]) or len(values["id"]) > LONGEST_ID:
        raise Mistake("id", N_("{path}, line {line}, {key}: may hold letters, digits and hyphens only, 40 at most"))
    if not values["per"]:
        raise Mistake("per", N_("{path}, line {line}, {key}: is missing"))
    first, last = values.get("in_force_from"), values.get("in_force_to")
    if first and last and last < first:
        raise Mistake("in_force_to", N_("{path}, line {line}, {key}: is before in_force_from: the rule would never be in force"))  # fmt: skip
    allowed = {
        "force": FORCES, "counts": COUNTS, "subject": SUBJECTS, "kind": KINDS, "severity": SEVERITIES,
        "confidence": CONFIDENCES, "per": GROUPINGS, "assumes": ASSUMPTIONS, "on": ROLES,
    }  # fmt: skip
    _check_words(values, allowed)
    return Rule(jurisdiction=name, condition=CONDITIONS[window["type"]], **values)


def _citation(entry: Mapping[str, Any], name: str) -> Citation:
    values = _values(entry, Citation)
    _check_words(values, {"force": FORCES, "confidence": CONFIDENCES})
    for word in values["supported_by"]:
        if word not in FACTS and not re.fullmatch(r"[A-Z0-9]+(-[A-Z0-9]+)+", word):
            raise _unknown("supported_by", word, FACTS)
    return Citation(jurisdiction=name, **values)


def _values(entry: Mapping[str, Any], kind: type) -> dict[str, Any]:
    """The fields of an entry in their types; nothing unknown, nothing missing."""
    known = {field.name: field for field in fields(kind) if field.name not in GIVEN}
    values = dict(entry)
    for key, value in entry.items():
        if key not in known:
            raise _unknown(key, None, known)
        if key in TEXTS:
            values[key] = _text(key, value)
        elif key == "innocent":
            both = {"zh": value, "en": value} if isinstance(value, list) else value
            values[key] = {lang: _words(key, _one(key, both, lang)) for lang in ("zh", "en")}
        elif key in ("per", "assumes", "on", "supported_by"):
            values[key] = _words(key, value)
        elif not isinstance(value, EXPECTED.get(key, str)) or isinstance(value, dt.datetime):
            raise Mistake(key, N_("{path}, line {line}, {key}: is of another kind than expected"))
    values.setdefault("clause", {"zh": "", "en": ""})
    for key, field in known.items():
        if key not in values and field.default is MISSING and field.default_factory is MISSING:
            raise Mistake(key, N_("{path}, line {line}, {key}: is missing"))
    return values


def _text(key: str, value: Any) -> dict[str, str]:
    both = {"zh": value, "en": value} if isinstance(value, str) else value
    texts = {lang: _one(key, both, lang) for lang in ("zh", "en")}
    if not all(isinstance(text, str) for text in texts.values()):
        raise Mistake(key, N_("{path}, line {line}, {key}: is of another kind than expected"))
    return texts


def _one(key: str, both: Any, lang: str) -> Any:
    if not isinstance(both, dict) or lang not in both:
        raise Mistake(key, N_("{path}, line {line}, {key}: needs a text, or one each as {key}.zh and {key}.en"))
    return both[lang]


def _words(key: str, value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise Mistake(key, N_("{path}, line {line}, {key}: must be a list of texts"))
    return tuple(value)


def _check_words(values: Mapping[str, Any], allowed: Mapping[str, Any]) -> None:
    for key, known in allowed.items():
        given = values.get(key, ())
        for word in (given,) if isinstance(given, str) else given:
            if word not in known:
                raise _unknown(key, word, known)


def _unknown(key: str, word: object, known: Any) -> Mistake:
    listed = ", ".join(known)
    if word is None:
        return Mistake(key, N_("{path}, line {line}, {key}: unknown: known are {known}"), known=listed)
    return Mistake(
        key, N_("{path}, line {line}, {key}: {word!r} is unknown: known are {known}"), word=word, known=listed
    )


def _fields(text: str) -> list[tuple[Any, Any, Any, Any]]:
    try:
        return list(string.Formatter().parse(text))
    except ValueError:
        return [("", "?", "", "")]
