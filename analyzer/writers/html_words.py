"""A page in two languages: which words of a document belong together, and how a page holds the second ones.

The page stands in its first language. Words that read otherwise in the second one are listed beside it, each once; an element
names its place in that list (``data-t`` for its text, ``data-ta`` for attributes), and the page's script exchanges them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Document, Mark, Marked, Table
from analyzer.locales import Translate, translator

if TYPE_CHECKING:
    from markupsafe import Markup

SAME = frozenset(
    {"key", "name", "kind", "width", "links_to", "key_in", "row_key", "role", "tone", "open", "half", "filters", "of"}
)
"""Fields that must be equal in two documents that are one document in two languages."""


@dataclass
class Words:
    """The words of a page's second language.

    Attributes
    ----------
    first, second : callable
        The catalogues of the two languages; the same one where the page has one language only.
    listed : dict
        Words of the second language and their place.
    """

    first: Translate
    second: Translate
    listed: dict[str, int] = field(default_factory=dict)

    def text(self, one: str, other: str) -> Markup | str:
        """The attribute of an element whose text is `one` in the first language and `other` in the second."""
        from markupsafe import Markup

        if one is other or one == other:
            return ""
        return Markup(f' data-t="{self.place(other)}"')  # noqa: S704 - a whole number

    def attributes(self, **pairs: tuple[str, str]) -> Markup:
        """Attributes with words, as they stand in the first language, and what names those of the second."""
        from markupsafe import Markup

        written = Markup("").join(
            Markup(' {}="{}"').format(name.replace("_", "-"), one) for name, (one, _) in pairs.items()
        )
        foreign = [
            f"{name.replace('_', '-')}:{self.place(other)}" for name, (one, other) in pairs.items() if one != other
        ]
        return written + Markup(f' data-ta="{" ".join(foreign)}"') if foreign else written  # noqa: S704 - our own names

    def place(self, words: str) -> int:
        """The place of words in the list of the second language."""
        return self.listed.setdefault(words, len(self.listed))

    def say(self, sentence: str, **values: str) -> tuple[str, str]:
        """A sentence of the page itself in both languages."""
        one, other = self.first(sentence), self.second(sentence)
        return (one.format(**values), other.format(**values)) if values else (one, other)


def words_of(document: Document, other: Document | None) -> Words:
    """An empty list of words for a page."""
    return Words(translator(document.lang), translator((other or document).lang))


def alike(one: Any, other: Any) -> bool:
    """Whether two documents are one document in two languages: the same blocks, keys, columns and rows.

    Parameters
    ----------
    one, other : Document, or any part of one
    """
    if type(one) is not type(other):
        return False
    if isinstance(one, Marked):
        return one.text == other.text and _marks(one) == _marks(other)
    if isinstance(one, Table):
        return _same(one, other) and len(one.rows) == len(other.rows) and alike(one.columns, other.columns)
    if isinstance(one, Document):
        return alike(one.sections, other.sections)
    if isinstance(one, Column | Mark):
        return _same(one, other)
    if isinstance(one, tuple):
        return len(one) == len(other) and all(alike(a, b) for a, b in zip(one, other, strict=True))
    if is_dataclass(one):
        return _same(one, other) and all(
            alike(getattr(one, each.name), getattr(other, each.name))
            for each in fields(one)
            if each.name in ("blocks", "pairs", "items", "links")
        )
    return isinstance(one, str)


def _same(one: Any, other: Any) -> bool:
    return all(getattr(one, each.name) == getattr(other, each.name) for each in fields(one) if each.name in SAME)


def _marks(marked: Marked) -> list[tuple[int, int, int]]:
    """Where marks stand, and which of them are for the same."""
    legend = marked.legend()
    return [(mark.start, mark.end, legend.index(mark.words) if mark.words in legend else -1) for mark in marked.marks]


def differing(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether a column of words reads otherwise in the second language."""
    return one is not other and any(a != b for a, b in zip(one, other, strict=True))
