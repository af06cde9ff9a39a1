"""``analyze formats``, ``analyze rules [ID]`` and ``analyze channels``: the registries, as text a person can read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analyzer.locales import translator
from analyzer.problems import UsageError
from analyzer.rule import ASSUMPTIONS, COUNT_WORDS, FORCE_WORDS


def formats(arguments: Sequence[str], lang: str) -> int:
    """The exports that are understood, and how a person gets each."""
    from analyzer.importers import IMPORTERS

    _ = translator(lang)
    _words(arguments, 0)
    for importer in IMPORTERS:
        print(f"{importer.name}\n  {_(importer.title)} — {_(importer.maker)}\n  {_(importer.how)}\n")
    return 0


def rules(arguments: Sequence[str], lang: str) -> int:
    """The rules with their force; one rule in full when its id is named."""
    from analyzer.rules import RULE_PACKS, pack

    _ = translator(lang)
    wanted = _words(arguments, 1)
    every = [rule for name in RULE_PACKS for rule in pack(name)]
    if not wanted:
        for rule in every:
            print(f"{rule.id:<22} {rule.force:<20} {rule.title[lang]}")
        return 0
    for rule in every:
        if rule.id == wanted[0].upper():
            print(f"{rule.id}  {rule.title[lang]}")
            lines = (
                (_("force"), _(FORCE_WORDS[rule.force])),
                (_("source"), f"{rule.citation(lang)} ({rule.confidence})"),
                (_("counts"), _(COUNT_WORDS[rule.counts])),
                (_("fires"), rule.wording[lang].format(observed=rule.limit + 1, limit=rule.limit)),
                (_("remark"), rule.note[lang]),
                (_("innocent explanations"), "; ".join(rule.innocent[lang])),
                (_("assumes"), "; ".join(_(ASSUMPTIONS[token][1]) for token in rule.assumes)),
            )
            for label, words in lines:
                print(f"  {label}: {words}")
            return 0
    raise UsageError("there is no rule {id!r}: analyze rules lists them", id=wanted[0])


def channels(arguments: Sequence[str], lang: str) -> int:
    """The complaint channels for which papers are written."""
    from analyzer.channels import CHANNELS

    _words(arguments, 0)
    for channel in CHANNELS:
        print(f"{channel.id:<16} {channel.title[lang]} — {channel.addressee[lang]}")
    return 0


def verify(arguments: Sequence[str], lang: str) -> int:
    """Check hashes and recount an output folder; 0 when all is as it was written, 1 when not."""
    from pathlib import Path

    from analyzer import verify as room

    _ = translator(lang)
    wanted = _words(arguments, 1)
    if not wanted:
        raise UsageError("name the folder that analyze wrote, for example: analyze verify export-analysis")
    differences, remarks = room.verify(Path(wanted[0]), _)
    print(
        "\n".join(
            [
                *remarks,
                *differences,
                _("{n} differences").format(n=len(differences))
                if differences
                else _("everything is as it was written"),
            ]
        )
    )
    return int(bool(differences))


def init(arguments: Sequence[str], lang: str) -> int:
    """Write a commented case file."""
    from pathlib import Path

    from analyzer import starter

    _ = translator(lang)
    path = Path(next(iter(_words(arguments, 1)), "case.toml"))
    starter.write(path, lang)
    print(_("{path} is written: fill in what you know, then run analyze EXPORT --case {path}").format(path=path))
    return 0


LISTINGS: dict[str, Callable[[Sequence[str], str], int]] = {
    "formats": formats,
    "rules": rules,
    "channels": channels,
    "verify": verify,
    "init": init,
}


def _words(arguments: Sequence[str], most: int) -> list[str]:
    """The arguments without ``--lang``."""
    words, skip = [], False
    for argument in arguments:
        if skip or argument.startswith("--lang"):
            skip = argument == "--lang"
            continue
        words.append(argument)
    if len(words) > most:
        raise UsageError("{words!r} is too much here (analyze --help lists the options)", words=" ".join(words[most:]))
    return words
