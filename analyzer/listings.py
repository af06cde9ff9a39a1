"""``analyze formats``, ``analyze rules [ID]`` and ``analyze channels [ID]``: the registries, as text a person can read."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from analyzer.locales import translator
from analyzer.problems import UsageError
from analyzer.rule import ASSUMPTIONS, FACTS, FORCE_WORDS, Rule


def formats(arguments: Sequence[str], lang: str) -> int:
    """The exports that are understood, and how a person gets each."""
    from analyzer.importers import IMPORTERS

    _ = translator(lang)
    _words(arguments, 0)
    for importer in IMPORTERS:
        print(f"{importer.name}\n  {_(importer.title)} — {_(importer.maker)}\n  {_(importer.how)}\n")
    return 0


def rules(arguments: Sequence[str], lang: str) -> int:
    """The rules and citations with their force, pack by pack; one in full when its id is named."""
    from analyzer.rules import RULE_PACKS, areas, cited, pack

    _ = translator(lang)
    wanted = _words(arguments, 1)
    if wanted:
        return _one_text(wanted[0], lang)
    for name in RULE_PACKS:
        parts = areas(name)
        print(
            f"--rules {name}" if name != "heuristic" else _("always applied"),
            _("(areas: {areas})").format(areas=", ".join(parts)) if parts else "",
        )
        for text in (*pack(name), *cited(name)):
            mark = "" if isinstance(text, Rule) else _(" (citation only, nothing is counted)")
            area = f" [{text.area.lower()}]" if text.area else ""
            print(f"  {text.id:<22} {_(FORCE_WORDS[text.force])}: {text.title[lang]}{area}{mark}")
    print()
    print(_("Rules of an area apply only where it is named: --rules us,us-ma. Your own: --rules cn,mine.toml (an entry with the id of another takes its place)."))  # fmt: skip
    return 0


def _one_text(wanted: str, lang: str) -> int:
    from analyzer.rules import RULE_PACKS, cited, pack, words

    _ = translator(lang)
    for text in (text for name in RULE_PACKS for text in (*pack(name), *cited(name))):
        if text.id != wanted.upper():
            continue
        print(f"{text.id}  {text.title[lang]}")
        lines = [
            (_("force"), _(FORCE_WORDS[text.force])),
            (_("source"), f"{text.citation(lang)} ({_(words.CONFIDENCE_WORDS[text.confidence])})"),
            *([(_("applied with"), f"--rules {text.area.lower()}")] if text.area else []),
        ]
        if isinstance(text, Rule):
            lines += [
                (_("about"), _(words.SUBJECT_WORDS[text.subject])),
                (_("counts"), words.counted_words(text, _)),
                (_("window"), words.window_words(text, _)),
                (_("fires"), words.example(text, lang, _)),
                (_("innocent explanations"), _("; ").join(text.innocent[lang])),
                (_("assumes"), _("; ").join(_(ASSUMPTIONS[token][1]) for token in text.assumes)),
            ]
        else:
            lines.append((_("supported by"), _("; ").join(_(FACTS.get(word, word)) for word in text.supported_by)))
            lines.append((_("applies only where"), text.only_if.get(lang, "")))
        for label, told in (*lines, (_("remark"), text.note[lang])):
            if told:
                print(f"  {label}: {told}")
        return 0
    raise UsageError("there is no rule {id!r}: analyze rules lists them", id=wanted)


def channels(arguments: Sequence[str], lang: str) -> int:
    """The complaint channels in their order of use; one in full when its id is named; how each stands when exports are."""
    from analyzer.listed_channels import channels as listing

    rest, region = _with(arguments, "--region")
    rest, case = _with(rest, "--case")
    words = _words(rest, len(rest))
    return listing(words, case, lang, region)


def _with(arguments: Sequence[str], option: str) -> tuple[list[str], str]:
    """The words without an option, and what the option names."""
    rest, value, skip = [], "", False
    for i, word in enumerate(arguments):
        if skip:
            skip = False
        elif word == option:
            value, skip = (arguments[i + 1] if i + 1 < len(arguments) else ""), True
            if not value and option == "--case":
                raise UsageError("--case needs the name of a case file: --case case.toml")
            if not value:
                raise UsageError("--region {region!r} is not a country code of two letters like CN or US", region=value)
        elif word.startswith(f"{option}="):
            value = word.partition("=")[2]
        else:
            rest.append(word)
    return rest, value


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
    """Write a commented case file; out of the exports that are named come suggestions, as comments too."""
    from pathlib import Path

    from analyzer import starter

    _ = translator(lang)
    words = _words(arguments, len(arguments))
    exports = [word for word in words if Path(word).exists() and not word.lower().endswith(".toml")]
    others = [word for word in words if word not in exports]
    if exports and (wrong := [word for word in others if not word.lower().endswith(".toml")]):
        raise UsageError(
            "{path} does not exist: name exports, and for the file to write one that ends in .toml", path=wrong[0]
        )
    if len(others) > 1:
        raise UsageError("{words!r} is too much here (analyze --help lists the options)", words=" ".join(others[1:]))
    path = Path(next(iter(others), "case.toml"))
    found = starter.write(path, lang, exports)
    print(_("{path} is written: fill in what you know, then run analyze EXPORT --case {path}").format(path=path))
    if exports:
        print(_("At its end stand {n} senders of messages about a debt, as comments: take the # away from those that are collectors.").format(n=found))  # fmt: skip
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
