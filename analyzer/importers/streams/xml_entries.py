"""The entries of an XML document of calls or messages, gathered into columns while it streams."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import XMLParserType

from analyzer.importers.phones.android_mms import Mms
from analyzer.importers.streams import xml_repair
from analyzer.importers.streams.entries import Entries, Parsed
from analyzer.importers.streams.xml_runs import runs

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

    def _connect(self, parser: XMLParserType) -> xml_repair.Feed:
        """Set the handlers: for the root, for every child of it, and, as long as a child is open, for what is in it.

        Attributes come as a list of names and values in turn. The places of the wanted ones are looked up only when the
        names change, which they hardly ever do: that is quicker than a dictionary for every entry. Once the names are
        known, stretches of plain entries are read without the parser (`analyzer.importers.xml_runs`).
        """
        tag, gather = self.tag, self.flat.extend
        layout: list[str] = []
        pick = itemgetter(-1)
        feed = _Feed(self, parser)

        def root(name: str, _attrs: list[Any]) -> None:
            feed.root = name
            parser.StartElementHandler, parser.EndElementHandler = entry, feed.ended

        def entry(name: str, attrs: list[Any]) -> None:
            nonlocal layout, pick
            if name != tag:
                self._descend(parser, entry, feed, name, dict(_pairs(attrs)))
                return
            if attrs[::2] != layout:
                layout = feed.layout = attrs[::2]
                pick = itemgetter(*(2 * layout.index(word) + 1 if word in layout else -1 for word in self.attributes))
                self.see(layout)
            attrs.append(None)  # what an absent attribute picks
            gather(pick(attrs))

        parser.ordered_attributes = True
        parser.StartElementHandler = root
        parser.ProcessingInstructionHandler = feed.instruction
        return feed

    def _descend(self, parser: XMLParserType, resume: Handler, feed: _Feed, name: str, attrs: dict[str, str]) -> None:
        """Follow a child that is no plain entry to its end, then go on with `resume`."""
        message = Mms(attrs) if name == "mms" and self.takes_mms else None
        depth = 0
        feed.deep = True

        def start(name: str, attrs: list[Any]) -> None:
            nonlocal depth
            depth += 1
            if message:
                message.inside(name, dict(_pairs(attrs)))

        def end(_name: str) -> None:
            nonlocal depth
            depth -= 1
            if depth < 0:
                parser.StartElementHandler, parser.EndElementHandler = resume, feed.ended
                feed.deep = False
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


class _Feed:
    """Gives an XML document to a parser, except for stretches of plain entries, which it reads itself.

    Such a stretch counts only where a child of the root may stand. The parser says so: it is given a processing
    instruction of ours first, and calls back unless it is within a comment or the like; then it is given as many line
    ends as the stretch has, so that it counts lines right.
    """

    def __init__(self, entries: XmlEntries, parser: XMLParserType) -> None:
        self.entries, self.parser = entries, parser
        self.layout: list[str] = []
        self.root, self.deep, self.over = "", False, False
        self.called = False

    def __call__(self, piece: bytes) -> None:
        """Take in the next piece."""
        done, entries = 0, self.entries
        usable = self.layout and not self.over
        for run in runs(piece, entries.tag, self.layout, entries.attributes) if usable else ():
            self._parse(piece[done : run.start])
            done = run.start
            if self._may_stand_here():
                entries.add_columns(run.columns, run.count)
                self.parser.Parse(b"\n" * run.line_ends, False)
                done = run.end
        self._parse(piece[done:])
        entries.settle()

    def _parse(self, piece: bytes) -> None:
        self.parser.Parse(piece, False)
        if piece.rfind(b"<?") > piece.rfind(b"?>"):  # our own instruction would end theirs
            self.over = True

    def _may_stand_here(self) -> bool:
        if self.over or self.deep:
            return False
        self.called = False
        self.parser.Parse(b"<?entries?>", False)
        return self.called

    def instruction(self, target: str, _data: str) -> None:
        """Note that the parser saw an instruction."""
        self.called |= target == "entries"

    def ended(self, name: str) -> None:
        """Note the end of the root: what stands behind it is no entry."""
        self.over |= name == self.root


def _pairs(attrs: list[Any]) -> Iterator[tuple[str, str]]:
    return zip(attrs[::2], attrs[1::2], strict=True)
