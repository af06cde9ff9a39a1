"""Texts with people taken out of them: which places are replaced by which marks, and where a place of the old text is in the new."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from analyzer.masking import patterns as p
from analyzer.masking.marks import Marks


@dataclass(frozen=True)
class Masked:
    """A text after masking.

    Attributes
    ----------
    text : str
    edits : tuple of (start, end, mark)
        Places of the old text and what stands there now, in order.
    """

    text: str
    edits: tuple[tuple[int, int, str], ...] = ()

    def place(self, at: int, end: bool = False) -> int:
        """Where a place of the old text is in the new one; inside what was replaced: its start, or with `end` its end.

        Examples
        --------
        >>> Masked("call *****0001 now", ((5, 16, "*****0001"),)).place(17)
        15
        """
        shift = 0
        for start, stop, mark in self.edits:
            if at <= start:
                break
            if at < stop:
                return start + shift + (len(mark) if end else 0)
            shift += len(mark) - (stop - start)
        return at + shift


@dataclass
class Masker:
    """Takes people out of texts.

    Parameters
    ----------
    marks : Marks
    spelt : mapping
        Digits of a known number, as people dial it → the canonical number.
    names : mapping
        Names that are known → their mark.
    secrets : mapping
        Other texts that are known to be private → their mark.
    protected : collection of str
        Texts that stay whatever a pattern takes them for: names of collectors, signatures.
    """

    marks: Marks
    spelt: Mapping[str, str]
    names: Mapping[str, str]
    secrets: Mapping[str, str] = field(default_factory=dict)
    protected: Collection[str] = ()

    def __post_init__(self) -> None:
        known = {**self.names, **self.secrets}
        self._known = _alternatives(known)
        self._marks = {word.casefold(): mark for word, mark in known.items()}
        self._protected = _alternatives(self.protected)
        self._kept = [digits for digits, number in self.spelt.items() if number in self.marks.kept]

    def mask(self, text: str, codes: bool = False) -> Masked:
        """A text without what tells who somebody is; `codes`: it is a message of codes."""
        if not text:
            return Masked(text)
        taken: list[tuple[int, int, str]] = []
        spared = [found.span() for found in self._protected.finditer(text)] if self._protected else []

        def free(start: int, end: int) -> bool:
            return start < end and not any(a < end and start < b for a, b, *_ in (*taken, *spared))

        def take(start: int, end: int, mark: str) -> None:
            if free(start, end):
                taken.append((start, end, mark))

        if self._known:
            for found in self._known.finditer(text):
                take(*found.span(), self._marks[found[0].casefold()])
        for start, end, mark in self._found(text, codes):
            take(start, end, mark)
        numbers = [found.span() for found in p.SPARED.finditer(text)]
        for start, end, mark in self._numbers(text, numbers):
            take(start, end, mark)
        return _applied(text, sorted(taken))

    def _found(self, text: str, codes: bool) -> Iterable[tuple[int, int, str]]:
        """What the patterns find, the surer ones first."""
        of = self.marks.of
        for found in p.EMAIL.finditer(text):
            yield *found.span(), of("email", found[0].casefold())
        for found in p.LINK.finditer(text):
            name = "value" if found["value"] else "bare"
            if len(found[name]) > 1:
                yield *found.span(name), found[name][0] + of("link", found[0])
        for found in p.IDENTITY.finditer(text):
            yield *found.span(), of("identity", found[0].replace(" ", "").upper())
        for found in p.PLATE.finditer(text):
            yield *found.span(), of("plate", re.sub(r"[·•. \-]", "", found[0]))
        for pattern in p.CODES:
            for found in pattern.finditer(text):
                if self._whose("".join(filter(str.isdigit, found["value"]))) is None:
                    yield *found.span("value"), of("code", found["value"])
        for found in p.TAIL.finditer(text):
            yield *found.span("value"), of("tail", found["value"])
        if codes:
            for found in p.BARE_CODE.finditer(text):
                if self._whose(found[0]) is None:
                    yield *found.span(), of("code", found[0])
        for pattern in p.ADDRESS:
            for found in pattern.finditer(text):
                yield *found.span(), of("address", found[0])
        for pattern in p.NAMES:
            for found in pattern.finditer(text):
                name = "value" if "value" in pattern.groupindex else 0
                yield *found.span(name), self.names.get(found[name]) or of("person", found[name])

    def _numbers(self, text: str, spared: list[tuple[int, int]]) -> Iterable[tuple[int, int, str]]:
        for found in p.HIDDEN.finditer(text):
            if found[0] not in self.marks.kept:
                yield *found.span(), self.marks.of("serial", found[0])
        for found in p.DIGITS.finditer(text):
            for start, end in _without(found.span(), spared):
                digits = "".join(filter(str.isdigit, text[start:end]))
                mark = self._of_digits(digits) if digits else None
                if mark is not None:
                    while not (text[start].isdigit() or text[start] in "+("):
                        start += 1
                    while not text[end - 1].isdigit():
                        end -= 1
                    yield start, end, mark
        for found in p.SPOKEN.finditer(text):
            mark = self._of_digits(found[0].translate(p.SPOKEN_DIGITS))
            if mark is not None:
                yield *found.span(), mark
        for found in p.SERIAL.finditer(text):
            if found[0] not in self.marks.kept:
                yield *found.span(), self.marks.of("serial", found[0])

    def _whose(self, digits: str) -> str | None:
        """The canonical number that digits are a spelling of."""
        return self.spelt.get(digits)

    def _of_digits(self, digits: str) -> str | None:
        """The mark for a run of digits; None where it stays."""
        known = self._whose(digits)
        if known is not None:
            return None if known in self.marks.kept else self.marks.number(known)
        if len(digits) < p.LEAST or any(one.startswith(digits) for one in self._kept):
            return None
        if len(digits) >= 14:
            return self.marks.of("card", digits)
        return self.marks.number(digits)


def _without(span: tuple[int, int], spared: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """What is left of a span without the places that are spared."""
    left = [span]
    for a, b in spared:
        left = [
            part for start, end in left for part in ((start, min(end, a)), (max(start, b), end)) if part[0] < part[1]
        ]
    return left


def _applied(text: str, edits: list[tuple[int, int, str]]) -> Masked:
    if not edits:
        return Masked(text)
    parts, last = [], 0
    for start, end, mark in edits:
        parts += [text[last:start], mark]
        last = end
    return Masked("".join([*parts, text[last:]]), tuple(edits))


def _alternatives(words: Iterable[str]) -> re.Pattern[str] | None:
    """One pattern for many texts, the longest first; Latin words only whole, in any case."""
    listed = sorted({word for word in words if word}, key=lambda word: (-len(word), word))
    if not listed:
        return None
    return re.compile("|".join(_whole(word) for word in listed), re.IGNORECASE)


def _whole(word: str) -> str:
    edge = r"[A-Za-z0-9_]"
    before = rf"(?<!{edge})" if re.match(edge, word[0]) else ""
    after = rf"(?!{edge})" if re.match(edge, word[-1]) else ""
    return f"{before}{re.escape(word)}{after}"
