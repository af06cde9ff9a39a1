"""Rule packs: one TOML file per jurisdiction. To add a pack: a file, a line here; to add a rule: an entry in its file."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any

from analyzer.problems import UsageError
from analyzer.rule import ASSUMPTIONS, COUNTS, FORCES, GROUPINGS, Rule
from analyzer.rules.conditions import CONDITIONS

RULE_PACKS = ("cn", "us", "heuristic")
"""Names of the packs, in the order of reports."""

ALWAYS = "heuristic"
"""The pack that is applied whatever jurisdiction was named."""


@cache
def pack(name: str) -> tuple[Rule, ...]:
    """The rules of one pack.

    Examples
    --------
    >>> [rule.id for rule in pack("us")]
    ['US-REGF-7IN7', 'US-REGF-7AFTER', 'US-REGF-HOURS']
    """
    text = resources.files("analyzer.rules").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return tuple(_rule(entry, name) for entry in tomllib.loads(text)["rule"])


def rules(jurisdictions: Sequence[str]) -> tuple[Rule, ...]:
    """The rules of the named jurisdictions and the heuristics, in the order of `RULE_PACKS`.

    Raises
    ------
    UsageError
        For a jurisdiction without a pack.
    """
    for name in jurisdictions:
        if name not in RULE_PACKS:
            raise UsageError(
                "there are no rules for {name!r}: known are {known}", name=name, known=", ".join(RULE_PACKS)
            )
    return tuple(rule for name in RULE_PACKS if name in jurisdictions or name == ALWAYS for rule in pack(name))


def _rule(entry: dict[str, Any], name: str) -> Rule:
    """A rule out of a pack's entry; a wrong word in a pack is a mistake of ours and fails at once."""
    values = dict(entry)
    values.setdefault("clause", {"zh": "", "en": ""})
    for key in ("in_force_from", "in_force_to"):
        if key in values and not isinstance(values[key], dt.date):
            raise ValueError(f"{entry['id']}: {key} must be a date")
    values["per"], values["assumes"] = tuple(values["per"]), tuple(values.get("assumes", ()))
    values["innocent"] = {lang: tuple(texts) for lang, texts in values["innocent"].items()}
    rule = Rule(jurisdiction=name, condition=CONDITIONS[values["window"]["type"]], **values)
    for word, allowed in (
        (rule.force, FORCES),
        (rule.counts, COUNTS),
        *((p, GROUPINGS) for p in rule.per),
        *((a, ASSUMPTIONS) for a in rule.assumes),
    ):
        if word not in allowed:
            raise ValueError(f"{rule.id}: unknown word {word!r}")
    return rule
