"""Pixels as a PNG with a palette: a third of the size of full colour, and quick to make.

A page has few colours; the rest are the soft edges of letters and lines. Colours that agree in the leading bits of red, green and
blue become their average, so that a plain area keeps its colour exactly, and paper stays white.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np

WHITE = 0xFFFFFFFF
"""A pixel of the paper, opaque."""

AT_ONCE = 1 << 18
"""Pixels that are looked at together: a megabyte, which stays in the processor's cache (half the time of all at once)."""

SQUEEZE = 4
"""How hard the PNG is packed, of 9; 6 takes half as long again for a twentieth less."""


def png(pixels: np.ndarray, dots: int) -> bytes:
    """A PNG file.

    Parameters
    ----------
    pixels : (down, across, 4) uint8 array
        Red, green, blue and alpha; all opaque.
    dots : int
        Dots to an inch, which the file states.
    """
    import numpy as np
    from PIL import Image

    down, across = pixels.shape[:2]
    whole = np.ascontiguousarray(pixels).view("<u4").ravel()  # alpha, blue, green, red from the highest byte down
    for bits in (4, 3, 2):
        kinds, counts, sums = _sorted_by_kind(whole, bits)
        used = np.flatnonzero(counts)
        if len(used) < 256:
            break
    palette = np.full((len(used) + 1, 3), 255, dtype=np.uint8)
    palette[1:] = np.rint(sums[:, used] / counts[used]).T
    place = np.zeros(len(counts), dtype=np.uint8)
    place[used] = np.arange(1, len(used) + 1)
    few = np.zeros(len(whole), dtype=np.uint8)
    for first, inked, kind in kinds:
        few[first : first + AT_ONCE][inked] = place[kind]
    picture = Image.frombuffer("P", (across, down), few, "raw", "P", 0, 1)
    picture.putpalette(palette.tobytes())
    out = io.BytesIO()
    picture.save(out, "png", dpi=(dots, dots), compress_level=SQUEEZE)
    return out.getvalue()


def _sorted_by_kind(
    whole: np.ndarray, bits: int
) -> tuple[list[tuple[int, np.ndarray, np.ndarray]], np.ndarray, np.ndarray]:
    """Which pixels are not paper and their kind, the leading `bits` of each colour: stretch by stretch; pixels of each kind, and
    the sums of their red, green and blue.
    """
    import numpy as np

    size, low = 1 << 3 * bits, (1 << bits) - 1
    kinds, counts, sums = [], np.zeros(size, dtype=np.int64), np.zeros((3, size))
    for first in range(0, len(whole), AT_ONCE):
        part = whole[first : first + AT_ONCE]
        inked = np.flatnonzero(part != WHITE)
        ink = part[inked]
        kind = ink >> 8 - bits & low | ink >> 16 - 2 * bits & low << bits | ink >> 24 - 3 * bits & low << 2 * bits
        kind = kind.astype(np.intp)
        counts += np.bincount(kind, minlength=size)
        for colour in range(3):
            sums[colour] += np.bincount(kind, weights=ink >> 8 * colour & 255, minlength=size)
        kinds.append((first, inked, kind))
    return kinds, counts, sums
