"""The entries of an XML document of calls or messages, gathered into columns while it streams."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import XMLParserType

from analyzer.importers import xml_repair
from analyzer.importers.android_mms import Mms
from analyzer.importers.entries import Entries, Parsed

if TYPE_CHECKING:
    from analyzer.exports import Export

    Handler = Callable[[str, list[Any]], None]


class XmlEntries(Entries):
    """Gathers the children of the root element.

    Parameters
    ----------
    tag : str
        Name of the elements that are entries.
    fields : mapping
        Column → attribute to gather.
    words : mapping
        As in `Entries`.
    mms : bool
        Whether ``mms`` elements are entries too; they deliver the same attributes.
    """

    def __init__(self, tag: str, fields: Mapping[str, str], words: Mapping[str, str], mms: bool = False) -> None:
        super().__init__(fields, words, mended=True)
        self.tag, self.attributes, self.takes_mms = tag, tuple(fields.values()), mms

    def parse(self, export: Export, forced_encoding: str, mend: xml_repair.Mend | None = None) -> Parsed:
        """Gather the entries of an export."""
        return xml_repair.parse(export, self._connect, forced_encoding, mend)

    def _connect(self, parser: XMLParserType) -> None:
        """Set the handlers: for the root, for every child of it, and, as long as a child is open, for what is in it.

        Attributes come as a list of names and values in turn. The places of the wanted ones are looked up only when the
        names change, which they hardly ever do: that is quicker than a dictionary for every entry.
        """
        tag, gather = self.tag, self.flat.extend
        layout: list[str] = []
        pick = itemgetter(-1)

        def root(_name: str, _attrs: list[Any]) -> None:
            parser.StartElementHandler = entry

        def entry(name: str, attrs: list[Any]) -> None:
            nonlocal layout, pick
            if name != tag:
                self._descend(parser, entry, name, dict(_pairs(attrs)))
                return
            if attrs[::2] != layout:
                layout = attrs[::2]
                pick = itemgetter(*(2 * layout.index(word) + 1 if word in layout else -1 for word in self.attributes))
                self.see(layout)
            attrs.append(None)  # what an absent attribute picks
            gather(pick(attrs))

        parser.ordered_attributes = True
        parser.StartElementHandler = root

    def _descend(self, parser: XMLParserType, resume: Handler, name: str, attrs: dict[str, str]) -> None:
        """Follow a child that is no plain entry to its end, then go on with `resume`."""
        message = Mms(attrs) if name == "mms" and self.takes_mms else None
        depth = 0

        def start(name: str, attrs: list[Any]) -> None:
            nonlocal depth
            depth += 1
            if message:
                message.inside(name, dict(_pairs(attrs)))

        def end(_name: str) -> None:
            nonlocal depth
            depth -= 1
            if depth < 0:
                parser.StartElementHandler, parser.EndElementHandler = resume, None
                if message:
                    self._gather_mms(message)
                else:
                    self.add_strange(name)

        parser.StartElementHandler, parser.EndElementHandler = start, end

    def _gather_mms(self, message: Mms) -> None:
        values, several = message.values()
        self.see(values)
        if several:
            self.remark_here("P204", "address", several)
        self.add(map(values.get, self.attributes))


def _pairs(attrs: list[Any]) -> Iterator[tuple[str, str]]:
    return zip(attrs[::2], attrs[1::2], strict=True)
