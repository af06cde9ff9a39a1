"""Numbers of which some digits are hidden (138****1234), and the known numbers that they could be."""

from __future__ import annotations

import re
from collections.abc import Iterable

LEAST = 6
"""Digits that must be shown: those of a mobile number's range and four more leave 10,000 numbers, fewer say too little."""
FOREMOST = 3
"""Digits at the front or the end by which known numbers are sorted before they are compared."""


def could_be(masked: Iterable[str], known: Iterable[str], code: str = "86") -> dict[str, tuple[str, ...]]:
    """For each number that is hidden in part the known numbers whose shown digits are the same.

    It is a possibility and no more: the hidden digits may differ.

    Parameters
    ----------
    masked : iterable of str
        As `analyzer.phone.identify` writes them: a star for each hidden digit.
    known : iterable of str
        Numbers in full, international (+8613812341234) or short (95588).
    code : str
        Country code of the numbers that are written without one.

    Returns
    -------
    dict
        Only those that could be a known number, in the order of `masked`; the numbers sorted.

    Examples
    --------
    >>> could_be(["138****1234", "***"], ["+8613800001234", "+8613800005678", "+8613900001234"])
    {'138****1234': ('+8613800001234',)}
    """
    full = sorted(set(known))
    inland = [number.removeprefix(f"+{code}").removeprefix("+") for number in full]
    front: dict[tuple[int, str], list[int]] = {}
    back: dict[tuple[int, str], list[int]] = {}
    for i, digits in enumerate(inland):
        front.setdefault((len(digits), digits[:FOREMOST]), []).append(i)
        back.setdefault((len(digits), digits[-FOREMOST:]), []).append(i)
    found = {}
    for pattern in dict.fromkeys(masked):
        text = pattern.removeprefix(f"+{code}").removeprefix("+")
        if sum(map(str.isdigit, text)) < LEAST:
            continue
        head, tail = text[:FOREMOST], text[-FOREMOST:]
        near = front if "*" not in head else back
        key = head if near is front else tail
        wanted = re.compile(re.escape(text).replace(r"\*", "[0-9]"))
        fits = tuple(full[i] for i in near.get((len(text), key), ()) if wanted.fullmatch(inland[i]))
        if fits:
            found[pattern] = fits
    return found
