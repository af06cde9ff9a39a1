"""A look at the sector tables of a compound file (the container of old .xls workbooks) before a reader walks them.

Each sector names the next one of its stream. In a damaged or hostile file such a chain may bite its own tail, and calamine
then fills the memory until the process is ended (measured with 0.9.1: a file of 5 KB asked for more than 8 GB).
Layout: [MS-CFB], compound file binary file format, sections 2.2 to 2.5.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HEADER = 512
RESERVED = 0xFFFFFFFA
"""Numbers from here on name no sector: end of a chain, free, and the tables themselves."""


def runs_in_circles(data: bytes) -> bool:
    """Whether a chain of sectors comes back to itself.

    Examples
    --------
    >>> runs_in_circles(b"too short to hold a chain")
    False
    """
    import numpy as np

    if len(data) < HEADER:
        return False
    (shift,) = struct.unpack_from("<H", data, 30)
    if not 7 <= shift <= 16:
        return False  # the reader refuses it
    mini_start, _, table_start, _ = struct.unpack_from("<4I", data, 60)
    size = 1 << shift

    def sector(number: int) -> NDArray[np.uint32]:
        start = (number + 1) * size
        piece = data[start : start + size]
        return np.frombuffer(piece[: len(piece) // 4 * 4], "<u4")

    tables = np.frombuffer(data, "<u4", 109, 76).tolist()
    seen: set[int] = set()
    while table_start < RESERVED and (table_start + 1) * size < len(data):
        if table_start in seen:
            return True
        seen.add(table_start)
        *more, table_start = sector(table_start).tolist() or [RESERVED]
        tables += more
    named = [number for number in tables if number < RESERVED and (number + 1) * size < len(data)]
    if len(named) * size > len(data):
        return True  # the same sectors again and again
    following = np.concatenate([sector(number) for number in named] or [np.zeros(0, np.uint32)])
    if _circular(following):
        return True
    mini = []
    while mini_start < RESERVED and mini_start < len(following):
        mini.append(sector(mini_start))
        mini_start = int(following[mini_start])
    return bool(mini) and _circular(np.concatenate(mini))


def _circular(following: NDArray[np.uint32]) -> bool:
    """Whether somebody who goes on from number to number never leaves the table: leaps of twice the length each time."""
    import numpy as np

    n = len(following)
    place = np.append(np.minimum(following, n).astype(np.int64), n)
    for _ in range(n.bit_length()):
        place = place[place]
    return bool((place != n).any())
