"""Rule packs: one TOML file per country. To add a pack: a file, a line here; to add a rule: an entry in its file.

Rules and citations of a part of a country carry its name as ``area`` (``US-MA``) and are taken only where that is named:
``--rules us,us-ma``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from analyzer.problems import UsageError
from analyzer.rule import Citation, Rule
from analyzer.rules import packs
from analyzer.settings import RuleFile

Text = TypeVar("Text", Rule, Citation)

RULE_PACKS = ("cn", "hk", "us", "ca", "uk", "fr", "au", "jp", "kr", "in", "heuristic")
"""Names of the packs, in the order of reports."""

ALWAYS = "heuristic"
"""The pack that is applied whatever jurisdiction was named."""


def pack(name: str) -> tuple[Rule, ...]:
    """The rules of one pack, those of its areas among them.

    Examples
    --------
    >>> [rule.id for rule in pack("us")][:3]
    ['US-REGF-7IN7', 'US-REGF-7AFTER', 'US-REGF-HOURS']
    """
    return packs.pack(name)[0]


def cited(name: str) -> tuple[Citation, ...]:
    """The citations of one pack, those of its areas among them."""
    return packs.pack(name)[1]


def areas(name: str) -> tuple[str, ...]:
    """Names of the areas that a pack has rules for.

    Examples
    --------
    >>> areas("ca")
    ('ca-on', 'ca-qc')
    """
    return tuple(sorted({text.area.lower() for text in (*pack(name), *cited(name)) if text.area}))


def names() -> tuple[str, ...]:
    """Everything that can be named: packs, each followed by its areas."""
    return tuple(name for one in RULE_PACKS for name in (*((one,) if _whole(one) else ()), *areas(one)))


def rules(jurisdictions: Sequence[str], files: Sequence[RuleFile] = ()) -> tuple[Rule, ...]:
    """The rules of the named jurisdictions and the heuristics, in the order of `RULE_PACKS`.

    Parameters
    ----------
    jurisdictions : sequence of str
        Names of packs (``us``) and of areas (``us-ma``).
    files : sequence of RuleFile
        Rules of the person's own: one with the id of another takes its place, the others follow.

    Raises
    ------
    UsageError
        For a jurisdiction without a pack, an area without rules, or a country that has rules for areas only.
    """
    _check(jurisdictions)
    chosen = {rule.id: rule for name in _asked(jurisdictions) for rule in pack(name) if _wanted(rule, jurisdictions)}
    for file in files:
        chosen.update({rule.id: rule for rule in packs.own_rules(file)})
    return tuple(chosen.values())


def citations(jurisdictions: Sequence[str]) -> tuple[Citation, ...]:
    """The citations of the named jurisdictions, in the order of `RULE_PACKS`."""
    _check(jurisdictions)
    return tuple(text for name in _asked(jurisdictions) for text in cited(name) if _wanted(text, jurisdictions))


def _asked(jurisdictions: Sequence[str]) -> tuple[str, ...]:
    """The packs that named jurisdictions need; the others are not even opened."""
    countries = {name.partition("-")[0] for name in jurisdictions}
    return tuple(name for name in RULE_PACKS if name == ALWAYS or name in countries)


def _wanted(text: Rule | Citation, jurisdictions: Sequence[str]) -> bool:
    return text.jurisdiction == ALWAYS or (text.area.lower() or text.jurisdiction) in jurisdictions


def _whole(name: str) -> bool:
    """Whether a pack has anything that holds in the whole country."""
    return any(not text.area for text in (*pack(name), *cited(name)))


def _check(jurisdictions: Sequence[str]) -> None:
    for name in jurisdictions:
        country = name.partition("-")[0]
        if country not in RULE_PACKS or (name != country and name not in areas(country)):
            raise UsageError("there are no rules for {name!r}: known are {known}", name=name, known=", ".join(names()))
        if name == country and not _whole(name):
            raise UsageError(
                "the rules for {name!r} are those of its parts: name one of {known}",
                name=name, known=", ".join(areas(name)),
            )  # fmt: skip
