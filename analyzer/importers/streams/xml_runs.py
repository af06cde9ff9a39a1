"""Stretches of XML in which one plain element follows another, read as columns without a parser.

A backup of messages is hundreds of thousands of elements ``<sms protocol="0" address="…" … />`` with the same attributes
in the same order. Where the bytes prove that a stretch holds nothing else, the places of its quotes say where every value
begins and ends, and Arrow takes the wanted values out: at a third of what a parser costs that makes an object of each
attribute. What does not prove itself (MMS, other attributes, single quotes, damage) is left to the parser.

The proof, element by element: as many double quotes as the attributes need; between the values exactly the bytes that
stand there in all of them; no ``<`` up to the next element, and only white space behind its end; no line end, tab or other
control character in a value; every ``&`` begins one of XML's own references or that of a character by its number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

LEAST = 16
"""Elements of a stretch that are worth the effort."""
LARGEST = 1 << 30
"""Bytes of a piece up to which places in it are kept in 32 bits."""

REFERENCE = re.compile(r"&(?:(lt|gt|amp|quot|apos)|#([0-9]{1,7}));")
RAW_REFERENCE = re.compile(REFERENCE.pattern.encode())
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
ENDS = (b'" />', b'"/>')


class Run(NamedTuple):
    """A stretch of plain elements: where it lies in the piece, how many, its line ends, their wanted values (Arrow texts)."""

    start: int
    end: int
    count: int
    line_ends: int
    columns: list[Any]


def runs(piece: bytes, tag: str, names: Sequence[str], wanted: Sequence[str]) -> list[Run]:
    """The stretches of a piece that hold nothing but elements of one name with exactly these attributes.

    Parameters
    ----------
    piece : bytes
        UTF-8 as `analyzer.importers.xml_repair.repair` leaves it; begins and ends between two tags.
    tag : str
        Name of the elements.
    names : sequence of str
        Their attributes, in order.
    wanted : sequence of str
        Attributes whose values are delivered; None stands for one that the elements do not have.

    Examples
    --------
    >>> piece = b'<a n="1" t="x&amp;y"/>' * 20 + b"<b/>"
    >>> found = runs(piece, "a", ["n", "t"], ["t", "z"])
    >>> [(run.start, run.end, run.count) for run in found], found[0].columns[0][0].as_py(), found[0].columns[1]
    ([(0, 440, 20)], 'x&y', None)
    """
    import numpy as np

    if not names or len(piece) > LARGEST:
        return []
    raw = np.frombuffer(piece, np.uint8)
    references = int(np.count_nonzero(raw == ord("&")))
    opens = np.flatnonzero(raw == ord("<")).astype(np.int32)
    if len(opens) < LEAST or references != len(RAW_REFERENCE.findall(piece)):
        return []
    plain = _plain(
        piece, raw, opens, [f'<{tag} {names[0]}="'.encode(), *(f'" {name}="'.encode() for name in names[1:])]
    )
    if plain is None:
        return []
    rows, quotes, stops = plain
    places = [names.index(name) if name in names else -1 for name in wanted]
    result = []
    for stretch in np.split(np.arange(len(rows)), np.flatnonzero(np.diff(rows) > 1) + 1):
        if len(stretch) >= LEAST:
            low, high = int(stretch[0]), int(stretch[-1]) + 1
            cells = quotes[low:high]
            columns = [None if i < 0 else _values(piece, cells[:, 2 * i : 2 * i + 2], bool(references)) for i in places]
            start, end = int(opens[rows[low]]), int(stops[high - 1])
            ends = int(np.count_nonzero(raw[start:end] == ord("\n")))
            result.append(Run(start, end, high - low, ends, columns))
    return result


def _plain(
    piece: bytes, raw: NDArray[np.uint8], opens: NDArray[np.int32], fixed: Sequence[bytes]
) -> tuple[NDArray[np.int64], NDArray[np.int32], NDArray[np.int32]] | None:
    """Which of the tags that open are plain elements, the places of their quotes, and where each ends (at the next tag).

    `fixed` is what stands before each value.
    """
    import numpy as np

    count = 2 * len(fixed)
    quotes = np.flatnonzero(raw == ord('"')).astype(np.int32)
    stops = np.append(opens[1:], np.int32(len(piece)))
    first = np.searchsorted(quotes, opens)
    rows = np.flatnonzero(np.append(first[1:], len(quotes)) - first == count)
    if len(rows) < LEAST:
        return None
    at = quotes[first[rows][:, None] + np.arange(count)]
    begins = np.column_stack([opens[rows], at[:, 1:-1:2]])
    good = (at[:, 0::2] + 1 - begins == [len(part) for part in fixed]).all(axis=1)
    if not good.any():
        return None
    example = int(good.argmax())
    last = int(at[example, -1])
    tail = piece[last : stops[rows[example]]]
    end = next((end for end in ENDS if tail.startswith(end)), b"")
    if not end or tail[len(end) :].strip(b" \r\n"):
        return None
    left = stops[rows] - at[:, -1]
    good &= (left == len(tail)) | (left == len(end))
    good &= ~_broken_by_controls(raw, opens[rows], at[:, -1])
    rows, at, begins = rows[good], at[good], begins[good]
    keep = np.ones(len(rows), bool)
    for i, part in enumerate(fixed):
        keep &= _stands(raw, begins[:, i], part)
    for i in range(len(tail)):
        keep &= (
            raw[np.minimum(at[:, -1] + i, len(raw) - 1)] == tail[i]
            if i < len(end)
            else _same_or_over(raw, at[:, -1] + i, stops[rows], tail[i])
        )
    return (rows[keep], at[keep], stops[rows[keep]]) if keep.sum() >= LEAST else None


def _stands(raw: NDArray[np.uint8], at: NDArray[np.int32], part: bytes) -> NDArray[np.bool_]:
    """At which places some bytes stand, eight compared at a time; eight bytes at least lie behind each place."""
    import numpy as np

    words = np.ndarray((max(len(raw) - 7, 0),), np.uint64, raw, strides=(1,))
    same = np.ones(len(at), bool)
    for i in range(0, len(part), 8):
        begin = min(i, max(len(part) - 8, 0))
        piece = part[begin : begin + 8]
        mask = np.frombuffer((b"\xff" * len(piece)).ljust(8, b"\0"), np.uint64)[0]
        same &= words[at + begin] & mask == np.frombuffer(piece.ljust(8, b"\0"), np.uint64)[0]
    return same


def _same_or_over(
    raw: NDArray[np.uint8], at: NDArray[np.int32], stops: NDArray[np.int32], byte: int
) -> NDArray[np.bool_]:
    """Whether a byte stands at each place, or the element ends before it."""
    import numpy as np

    return (at >= stops) | (raw[np.minimum(at, len(raw) - 1)] == byte)


def _broken_by_controls(
    raw: NDArray[np.uint8], begins: NDArray[np.int32], ends: NDArray[np.int32]
) -> NDArray[np.bool_]:
    """Which elements hold a line end, a tab or another control character before their last quote."""
    import numpy as np

    low = np.flatnonzero(raw < 32)
    owner = np.searchsorted(begins, low, side="right") - 1
    inside = (owner >= 0) & (low < ends[owner])
    broken = np.zeros(len(begins), bool)
    broken[owner[inside]] = True
    return broken


def _values(piece: bytes, quotes: NDArray[np.int32], references: bool) -> pa.Array:
    """What stands between pairs of quotes, as text, references resolved."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    cuts = (quotes + np.array([1, 0], np.int32)).ravel()
    parts = pa.Array.from_buffers(pa.string(), len(cuts) - 1, [None, pa.py_buffer(cuts), pa.py_buffer(piece)])
    column = parts.take(pa.array(np.arange(0, len(cuts), 2))).cast(pa.large_string())
    if references and pc.any(marked := pc.match_substring(column, "&")).as_py():
        mended = [REFERENCE.sub(_character, text) for text in column.filter(marked).to_pylist()]
        column = pc.replace_with_mask(column, marked, pa.array(mended, pa.large_string()))
    return column


def _character(reference: re.Match[str]) -> str:
    return NAMED[reference[1]] if reference[1] else chr(int(reference[2]))
