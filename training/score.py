"""How well the lexicons find the conduct flags: ``python -m training flags [--lang zh] [--set corpus|heldout] [--flag F] [--author a] [--figures]``."""

from __future__ import annotations

from collections import Counter

from analyzer.wording import FLAGS
from analyzer.wording.flags import flags
from training.corpus import Message, messages


def found(rows: list[Message]) -> list[dict[str, list[str]]]:
    """For each message, its flags with the entries that gave them."""
    table = flags([row.filled() for row in rows])
    result: list[dict[str, list[str]]] = [{} for _ in rows]
    for text, flag, rule in zip(table["text"], table["flag"], table["rule"], strict=True):
        result[text].setdefault(flag, []).append(rule)
    return result


def figures(rows: list[Message], got: list[dict[str, list[str]]]) -> dict[str, dict[str, int]]:
    """Per flag: right, wrongly given, missed, messages named as its hard negatives, and those wrongly flagged."""
    result = {}
    for flag in FLAGS:
        right = sum(flag in row.flags and flag in have for row, have in zip(rows, got, strict=True))
        result[flag] = {
            "right": right,
            "wrong": sum(flag in have for have in got) - right,
            "missed": sum(flag in row.flags for row in rows) - right,
            "hard": sum(flag in row.hard for row in rows),
            "hard_wrong": sum(flag in row.hard and flag in have for row, have in zip(rows, got, strict=True)),
        }
    return result


def ratio(part: int, whole: int) -> str:
    """A share with three digits, or a dash."""
    return f"{part / whole:.3f}" if whole else "–"


def table(figure: dict[str, dict[str, int]]) -> list[str]:
    """The figures as lines of a Markdown table."""
    lines = [
        "| flag | labelled | precision | recall | wrong | missed | hard negatives | of them flagged |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for flag, f in figure.items():
        lines.append(
            f"| {flag} | {f['right'] + f['missed']} | {ratio(f['right'], f['right'] + f['wrong'])} | {ratio(f['right'], f['right'] + f['missed'])} "
            f"| {f['wrong']} | {f['missed']} | {f['hard']} | {f['hard_wrong']} |"
        )
    return lines


def report(
    language: str = "", which: str = "corpus", only: str = "", author: str = "", no_texts: bool = False
) -> list[str]:
    """What the tool prints. Texts are shown of the corpus only: the held-out messages stay unseen, and with `no_texts` all do."""
    rows = [row for row in messages(which, language) if not author or row.author.endswith(f"/{author}")]
    got = found(rows)
    lines = [f"{len(rows)} messages of {which} {language}".rstrip(), *table(figures(rows, got))]
    any_hard = [(row, have) for row, have in zip(rows, got, strict=True) if row.hard]
    false = sum(bool(set(have) - row.flags) for row, have in any_hard)
    lines.append(f"hard negatives with a false flag: {false} of {len(any_hard)} ({ratio(false, len(any_hard))})")
    private = [have for row, have in zip(rows, got, strict=True) if row.kind == "personal" and not row.flags]
    lines.append(f"private messages with a false flag: {sum(map(bool, private))} of {len(private)}")
    if which != "corpus":
        return lines
    rules = Counter()
    wrong_rules = Counter()
    for row, have in zip(rows, got, strict=True):
        for flag, names in have.items():
            for name in set(names):
                (rules if flag in row.flags else wrong_rules)[name] += 1
    lines.append("\nentry: right, wrong")
    lines += [f"  {name}: {rules[name]}, {wrong_rules[name]}" for name in sorted({*rules, *wrong_rules})]
    if no_texts:
        return lines
    for flag in FLAGS:
        if only and flag != only:
            continue
        lines.append(f"\n{flag}: wrong")
        lines += [f"  {row.author}:{row.line} {row.kind} {'hard ' if flag in row.hard else ''}{have[flag]} {row.filled()}" for row, have in zip(rows, got, strict=True) if flag in have and flag not in row.flags]  # fmt: skip
        lines.append(f"{flag}: missed")
        lines += [f"  {row.author}:{row.line} {row.kind} {row.filled()}" for row, have in zip(rows, got, strict=True) if flag in row.flags and flag not in have]  # fmt: skip
    return lines
