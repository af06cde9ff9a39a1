"""How messages were sorted and marked, for the sheet Method: the model and the lexicons with their hashes, and their limits."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from analyzer.messages import CONDUCT, FLAG_WORDS, KIND_WORDS
from analyzer.reports.message_words import BY_NAMES
from analyzer.wording import KINDS

if TYPE_CHECKING:
    from analyzer.case import Case

N_ = str


def method_of_messages(case: Case) -> tuple[tuple[str, str], ...]:
    """Labelled sentences.

    Parameters
    ----------
    case : Case
        With at least one message.
    """
    from analyzer.wording.kinds import FILE

    _ = case.text
    bar, meta = _shipped(FILE)
    bars = [f"{_(KIND_WORDS[kind])} {least:.2f}" for kind, least in zip(KINDS, bar, strict=False)]
    by = case.messages["kind_by"].value_counts()
    told = [f"{_(words)} {int(by.get(name, 0)):,}" for name, words in BY_NAMES.items() if by.get(name, 0)]
    pairs = [
        (
            _("Kinds"),
            _("A linear model over pieces of one to three characters, trained on invented messages, names the likeliest kind; below the bar of that kind a message is not sorted. The model only sorts: it neither makes nor removes a mark."),
        ),
        (_("Model"), _("{file}, SHA-256 {hash}").format(file=FILE.name, hash=_hash(FILE))),
        *_trained(meta, case),
        (_("Least probability"), _(", ").join(bars)),
        (_("Who said the kind"), _(", ").join(told)),
        (
            _("Marks"),
            _("Word rules look for wording in the text alone, in a plain form (full-width, traditional and disguised letters brought together). A rule that finds a debt's wording may lift a message that was not sorted, or a reminder, to pressure; the table then says word rule."),
        ),
        *((_("Word rules, {lang}").format(lang=lang), told) for lang, told in _lexicons(case)),
        (_("Marks of conduct"), _("; ").join(_(FLAG_WORDS[flag]) for flag in CONDUCT)),
        (
            _("Same text"),
            _("Texts that differ in digits, links and single words only bear the same name T1, T2 …"),
        ),
        (
            _("Limits of the sorting"),
            _("Word rules know neither tone, history nor who wrote. They miss wording that they do not know, pictures and speech, and can mark a quotation or a joke. A mark is no verdict; the sheet Messages shows the place, the case file can correct it, and both stay visible."),
        ),
    ]  # fmt: skip
    corrections = case.settings.case.corrections
    pairs += [
        (
            _("Corrected in the case file"),
            " · ".join(
                part
                for part in (
                    _(", ").join(entry.events),
                    _(KIND_WORDS[entry.kind]) if entry.kind else "",
                    _("struck: {flags}").format(flags=_("; ").join(_(FLAG_WORDS[flag]) for flag in entry.strike))
                    if entry.strike
                    else "",
                    entry.why,
                )
                if part
            ),
        )
        for entry in corrections
    ]
    return tuple(pairs)


@cache
def _shipped(path: Path) -> tuple[list[float], dict[str, Any]]:
    """The bars of the model's file and what its metadata says."""
    import json

    import numpy as np

    with np.load(path, allow_pickle=False) as file:
        return file["bar"].tolist(), json.loads(file["meta"].tobytes().decode())


def _trained(meta: dict[str, Any], case: Case) -> list[tuple[str, str]]:
    """What the model's own metadata says it was made of: every entry that is a plain value."""
    plain = [f"{key}: {value}" for key, value in sorted(meta.items()) if isinstance(value, str | int | float)]
    _ = case.text
    return [(_("The model says of itself"), "\n".join(plain))] if plain else []


def _lexicons(case: Case) -> list[tuple[str, str]]:
    """Per language how many word rules there are, and the hash of their file."""
    from analyzer.wording.lexicon import FOLDER, LANGUAGES

    _ = case.text
    found = []
    for lang in LANGUAGES:
        file = FOLDER / f"{lang}.toml"
        if file.is_file():
            n = file.read_text(encoding="utf-8").count("[[entry]]")
            found.append((lang, _("{n} entries; {file}, SHA-256 {hash}").format(n=n, file=file.name, hash=_hash(file))))
    return found


@cache
def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
