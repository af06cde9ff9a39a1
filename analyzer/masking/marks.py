"""Stable marks in the place of people, numbers and secrets: the same value has the same mark in every file of a copy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from itertools import count

N_ = str

STARS = "*****"
"""What a number's mark begins with. Five stars and four digits or more: no network and no bill writes a number so, it has
nothing of the number in it, and `analyzer.phone.identify` leaves it as it is."""

WORDS = {
    "person": N_("contact{n}"),
    "owner": N_("owner"),
    "file": N_("export-{n}"),
    "code": N_("[code]"),
    "tail": N_("[last digits]"),
    "identity": N_("[identity-number-{n}]"),
    "card": N_("[card-or-account-{n}]"),
    "serial": N_("[serial-number-{n}]"),
    "email": N_("[e-mail-{n}]"),
    "link": N_("[rest-of-link-{n}]"),
    "plate": N_("[plate-{n}]"),
    "address": N_("[address-{n}]"),
}
"""Marks by what they stand for (English source words)."""


class Marks:
    """Gives out marks and remembers them.

    Parameters
    ----------
    kept : collection of str
        Canonical numbers that stay as they are.
    text : callable
        Puts the English words of marks into the reader's language.

    Examples
    --------
    >>> marks = Marks({"+8617000000001"}, str)
    >>> marks.number("+8613800000001"), marks.number("+8617000000001"), marks.number("+8613800000001")
    ('*****0001', '+8617000000001', '*****0001')
    >>> marks.of("person", "Li"), marks.of("person", "Wang"), marks.of("person", "Li")
    ('contact1', 'contact2', 'contact1')
    """

    def __init__(self, kept: Collection[str], text: Callable[[str], str]) -> None:
        self.kept = frozenset(kept)
        self.words = {kind: text(words) for kind, words in WORDS.items()}
        self._next = {kind: count(1) for kind in (*WORDS, "number")}
        self._given: dict[tuple[str, str], str] = {}

    def number(self, number: str) -> str:
        """The mark of a canonical number; itself where it stays, and where there is none."""
        if not number or number in self.kept:
            return number
        known = self._given.get(("number", number))
        if known is None:
            known = self._given["number", number] = f"{STARS}{next(self._next['number']):04}"
        return known

    def numbers(self, listed: Iterable[str]) -> list[str]:
        """The marks of several."""
        return [self.number(one) for one in listed]

    def of(self, kind: str, value: str) -> str:
        """The mark of anything else; empty for nothing."""
        if not value:
            return ""
        known = self._given.get((kind, value))
        if known is None:
            words = self.words[kind]
            known = self._given[kind, value] = words.format(n=next(self._next[kind])) if "{n}" in words else words
        return known
