"""The entries of a ``calls`` or ``smses`` document, gathered into columns while it streams, and made into a `Reading`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any
from xml.parsers.expat import XMLParserType

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, Reading
from analyzer.importers import xml_repair
from analyzer.importers.sms_backup_mms import EMPTY, Mms
from analyzer.problems import ProblemLog

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa

    from analyzer.exports import Export

    Handler = Callable[[str, list[Any]], None]

LATEST_MS = 4_102_444_800_000
"""2100-01-01, milliseconds since 1970: no phone has a later time."""


class Entries:
    """Gathers the children of the root element.

    Parameters
    ----------
    tag : str
        Name of the elements that are entries.
    attributes : sequence of str
        Attributes to gather, `type` and `date` first.
    mms : bool
        Whether ``mms`` elements are entries too; they deliver the same attributes.
    """

    def __init__(self, tag: str, attributes: Sequence[str], mms: bool = False) -> None:
        self.tag, self.attributes, self.takes_mms = tag, tuple(attributes), mms
        self._seen: dict[str, None] = {}
        self._flat: list[str | None] = []
        self._strange: list[tuple[int, str]] = []
        self._remarks: list[tuple[int, str, str, str]] = []

    def parse(self, export: Export, forced_encoding: str) -> xml_repair.Parsed:
        """Gather the entries of an export."""
        return xml_repair.parse(export, self._connect, forced_encoding)

    def columns(self) -> list[pa.Array]:
        """The attributes as text columns, one place per entry; absent is null."""
        import pyarrow as pa

        width = len(self.attributes)
        return [pa.array(self._flat[i::width], pa.large_string()) for i in range(width)]

    def remark(self, code: str, where: np.ndarray, column: str, raw: pa.Array) -> None:
        """Note a remark for the entries where a mask is true."""
        for i in where.nonzero()[0].tolist():
            self._remarks.append((i, code, column, raw[i].as_py()))

    def reading(
        self,
        parsed: xml_repair.Parsed,
        date: pa.Array,
        columns: dict[str, np.ndarray | pa.Array],
        skipped: dict[str, np.ndarray],
        understood: Sequence[tuple[str, str]],
    ) -> Reading:
        """Put the columns together, leave out what is skipped or lost, and keep the ledger.

        Parameters
        ----------
        parsed : Parsed
        date : Arrow array
            Milliseconds since 1970 as text.
        columns : dict
            The columns of the rows, besides `at` and `row`: codes for kind, direction and outcome, seconds with -1 for
            unknown, texts.
        skipped : dict
            Reason → mask of the entries that are no events.
        understood : pairs of str
            Attribute → what it was taken for.
        """
        import numpy as np
        import pandas as pd
        import pyarrow as pa

        n = len(date)
        at = instants(date)
        keep = np.ones(n, dtype=bool)
        keep[[i for i, _ in self._strange]] = False
        why = {}
        for reason, mask in skipped.items():
            keep &= ~mask
            why[reason] = int(mask.sum())
        undated = keep & (at < 0)
        keep &= ~undated

        if parsed.replaced:
            for name, column in columns.items():
                if isinstance(column, pa.Array):
                    self.remark("P203", _holds(column, "\ufffd"), name, column)
        problems = ProblemLog()
        noted = [(i, "P105", name, "") for i, name in self._strange]
        noted += [(i, "P101", "date", date[i].as_py()) for i in undated.nonzero()[0].tolist()]
        noted += [remark for remark in self._remarks if keep[remark[0]]]
        for i, code, column, raw in sorted(noted, key=lambda entry: entry[:2]):
            problems.add(code, i + 1, column, raw)
        if parsed.broken:
            problems.add("P106", n + 1, note=parsed.broken)

        chosen = keep.nonzero()[0]
        words = {"kind": KINDS, "direction": DIRECTIONS, "outcome": OUTCOMES}
        table: dict[str, object] = {}
        for name, column in columns.items():
            if name in words:
                table[name] = pd.Categorical.from_codes(column[chosen], words[name])
            elif name.endswith("_s"):
                table[name] = pd.arrays.IntegerArray(column[chosen], column[chosen] < 0)
            else:
                table[name] = pd.Series(column.take(pa.array(chosen)), dtype="str")
        table["at"] = pd.DatetimeIndex(at[chosen].astype("datetime64[s]")).tz_localize("UTC")
        table["row"] = pd.Series(pa.array(chosen + 1).cast(pa.large_string()), dtype="str")
        return Reading(
            rows=pd.DataFrame(table),
            rows_read=n + bool(parsed.broken),
            problems=problems,
            skipped=sum(why.values()),
            skipped_why={reason: count for reason, count in why.items() if count},
            encoding=parsed.encoding,
            understood=tuple(pair for pair in understood if pair[0] in self._seen),
            unmapped=tuple(name for name in self._seen if name not in self.attributes),
        )

    def _connect(self, parser: XMLParserType) -> None:
        """Set the handlers: for the root, for every child of it, and, as long as a child is open, for what is in it.

        Attributes come as a list of names and values in turn. The places of the wanted ones are looked up only when the
        names change, which they hardly ever do: that is quicker than a dictionary for every entry.
        """
        tag, gather = self.tag, self._flat.extend
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
                self._seen |= dict.fromkeys(layout)
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
                    self._gather_strange(name)

        parser.StartElementHandler, parser.EndElementHandler = start, end

    def _gather_strange(self, name: str) -> None:
        self._strange.append((len(self._flat) // len(self.attributes), name))
        self._flat.extend([None] * len(self.attributes))

    def _gather_mms(self, message: Mms) -> None:
        values, several = message.values()
        self._seen |= dict.fromkeys(values)
        if several:
            self._remarks.append((len(self._flat) // len(self.attributes), "P204", "address", several))
        self._flat.extend(map(values.get, self.attributes))


def _pairs(attrs: list[Any]) -> Iterator[tuple[str, str]]:
    return zip(attrs[::2], attrs[1::2], strict=True)


def instants(date: pa.Array) -> np.ndarray:
    """Milliseconds since 1970, as text, to whole seconds; -1 where they are none (not digits, 0, after 2100).

    Examples
    --------
    >>> import pyarrow as pa
    >>> instants(pa.array(["1700000000999", "yesterday", None, "0"])).tolist()
    [1700000000, -1, -1, -1]
    """
    import numpy as np

    value = _whole(date, 15)
    return np.where((value > 0) & (value < LATEST_MS), value // 1000, -1)


def seconds(text: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """Whole seconds, -1 where there are none, and a mask of the texts that are neither empty nor understood."""
    value = _whole(text, 9)
    return value, (value < 0) & ~among(text, EMPTY)


def codes(text: pa.Array) -> tuple[list[str], np.ndarray]:
    """Distinct texts of a column (null is empty) and the place of each entry's text among them."""
    import pyarrow.compute as pc

    encoded = pc.fill_null(text, "").dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy(zero_copy_only=False)


def among(text: pa.Array, words: Sequence[str]) -> np.ndarray:
    """Mask of the entries that hold one of `words`; null counts as empty."""
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.is_in(pc.fill_null(text, ""), pa.array(words, pa.large_string())).to_numpy(zero_copy_only=False)


def instead(text: pa.Array, words: Sequence[str], other: pa.Array | str) -> pa.Array:
    """The column with `other` where it is null or holds one of `words`."""
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pc.fill_null(text, "")
    return pc.if_else(pc.is_in(text, pa.array(["", *words], pa.large_string())), other, text)


def _whole(text: pa.Array, digits: int) -> np.ndarray:
    import pyarrow as pa
    import pyarrow.compute as pc

    text = pc.utf8_trim_whitespace(text)
    fits = pc.fill_null(pc.and_(pc.ascii_is_decimal(text), pc.less_equal(pc.binary_length(text), digits)), False)
    number = pc.if_else(fits, text, pa.scalar(None, pa.large_string())).cast(pa.int64())
    return pc.fill_null(number, -1).to_numpy(zero_copy_only=False)


def _holds(text: pa.Array, what: str) -> np.ndarray:
    import pyarrow.compute as pc

    return pc.fill_null(pc.match_substring(text, what), False).to_numpy(zero_copy_only=False)
