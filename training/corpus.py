"""Reads the invented messages, fills their slots, and groups what is nearly the same text."""

from __future__ import annotations

import csv
import hashlib
import random
import re
import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from analyzer.wording import FLAGS, KINDS
from analyzer.wording.plain import plain_texts

ROOT = Path(__file__).parent
SETS = ("corpus", "heldout")
SLOTS = {"name", "lender", "firm", "bank", "shop", "city", "amount", "days", "date", "time", "phone", "link", "code"}
SLOTS |= {"card", "case"}
SLOT = re.compile(r"\{([a-z]+)\}")


@dataclass(frozen=True)
class Message:
    """One line of a corpus file; `author` is ``language/file``, `line` its place there."""

    kind: str
    flags: frozenset[str]
    hard: frozenset[str]
    text: str
    language: str
    author: str
    line: int
    values: dict[str, list[str]] = field(repr=False, compare=False, hash=False, default_factory=dict)

    def filled(self, seed: int = 0) -> str:
        """The text with invented values in its slots; the same values for the same text and seed."""
        if "{" not in self.text:
            return self.text
        draw = random.Random(f"{seed}\n{self.text}")
        return SLOT.sub(lambda slot: draw.choice(self.values.get(slot[1], [slot[0]])), self.text)


def files(which: str) -> list[Path]:
    """The files of a set, in a fixed order."""
    return sorted((ROOT / which).glob("*/*.csv"))


def messages(which: str = "corpus", language: str = "") -> list[Message]:
    """All messages of a set; repeats of the same text are dropped, the first stays."""
    slots = tomllib.loads((ROOT / "slots.toml").read_text(encoding="utf-8"))
    found, seen = [], set()
    for path in files(which):
        spoken = path.parent.name
        if language and spoken != language:
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                kind, text = (row["kind"] or "").strip(), row["text"] or ""
                flags, hard = frozenset((row["flags"] or "").split()), frozenset((row["hard"] or "").split())
                if kind not in KINDS[:-1] or (flags | hard) - set(FLAGS) or not text.strip():
                    continue  # `mistakes` names them
                if text not in seen:
                    seen.add(text)
                    found.append(
                        Message(kind, flags, hard, text, spoken, f"{spoken}/{path.stem}", number, slots[spoken])
                    )
    return found


def mistakes(which: str = "corpus") -> list[str]:
    """Lines that cannot be used."""
    wrong = []
    for path in files(which):
        with path.open(encoding="utf-8", newline="") as file:
            for number, row in enumerate(csv.DictReader(file), 2):
                unknown = {*(row["flags"] or "").split(), *(row["hard"] or "").split()} - set(FLAGS)
                slots = set(SLOT.findall(row["text"] or "")) - SLOTS
                if row["kind"] not in KINDS[:-1] or unknown or slots or not (row["text"] or "").strip():
                    wrong.append(f"{path.parent.name}/{path.name}:{number}: {row['kind']} {sorted(unknown | slots)}")
    return wrong


def digest(which: str = "corpus") -> str:
    """SHA-256 over the files of a set and the values of slots."""
    whole = hashlib.sha256()
    for path in [*files(which), ROOT / "slots.toml"]:
        whole.update(path.parent.name.encode() + path.name.encode() + path.read_bytes())
    return whole.hexdigest()


def clusters(texts: list[str]) -> list[int]:
    """Number of the group of nearly equal texts: half of the character 3-grams shared, digits and slots left out.

    Plain Python over a few thousand texts; complete linkage is not needed, chains are one group (which makes a split stricter).
    """
    skeletons = [re.sub(r"[\W\d_]+", "", SLOT.sub("", text)) for text in plain_texts([SLOT.sub("", t) for t in texts])]
    grams = [{s[i : i + 3] for i in range(max(1, len(s) - 2))} for s in skeletons]
    group = list(range(len(texts)))

    def root(i: int) -> int:
        while group[i] != i:
            group[i] = group[group[i]]
            i = group[i]
        return i

    holders: dict[str, list[int]] = {}
    for i, own in enumerate(grams):
        shared: dict[int, int] = {}
        for gram in own:
            for j in holders.get(gram, ()):
                shared[j] = shared.get(j, 0) + 1
        for j, common in shared.items():
            if common / (len(own) + len(grams[j]) - common) >= 0.5:
                group[root(i)] = root(j)
        for gram in own:
            holders.setdefault(gram, []).append(i)
    return [root(i) for i in range(len(texts))]
