"""Texts that list each entry as lines ``label: value``, made into a table with the labels as its heading."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from analyzer.importers.sheets.delimited import lines_of
from analyzer.importers.sheets.sheet import Sheet, grid, sheets

if TYPE_CHECKING:
    from analyzer.exports import Export

LINE = re.compile(r"\s*([^\s:：,;|\t][^:：,;|\t]{0,19}?)\s*[:：]\s*(.*?)\s*")


def labelled(required: Sequence[str]) -> Callable[[Export], Sequence[Sheet]]:
    """How the sheets of an export are found that may be such a text: the usual ones, if its beginning lacks a label.

    Examples
    --------
    >>> labelled(("number", "time"))(Export.open("copied page.txt"))[0].head[0]  # doctest: +SKIP
    ['number', 'time']
    """

    def parts(export: Export) -> Sequence[Sheet]:
        if export.kind != "text" or not all(label in export.text_head for label in required):
            return sheets(export)
        key = f"labelled {required[0]}"
        if key not in export.memo:
            export.memo[key] = entries(lines_of(export.utf8().decode()), required, export.damaged)
        sheet = export.memo[key]
        return sheets(export) if sheet is None else (sheet,)

    return parts


def entries(lines: Sequence[str], required: Sequence[str], damaged: bool = False) -> Sheet | None:
    """The entries as a sheet, None where not one has all of the `required` labels.

    An entry begins where a label comes again; each is named by its first line. Lines that are no ``label: value`` end an entry.

    Examples
    --------
    >>> entries(["no: 1", "at: 9", "no: 2", "at: 10"], ("no", "at")).head
    [['no', 'at'], ['1', '9'], ['2', '10']]
    """
    found: list[tuple[int, dict[str, str]]] = []
    current: dict[str, str] = {}
    for place, line in enumerate(lines, 1):
        said = LINE.fullmatch(line.rstrip("\r\n"))
        if said is None:
            if line.strip():
                current = {}
            continue
        label, value = said.groups()
        if not current or label in current:
            current = {}
            found.append((place, current))
        current[label] = value
    whole = [(place, entry) for place, entry in found if any(label in entry for label in required)]
    if not any(all(label in entry for label in required) for _, entry in whole):
        return None
    labels = list(dict.fromkeys(label for _, entry in whole for label in entry))
    rows = [labels, *([entry.get(label, "") for label in labels] for _, entry in whole)]
    return grid("", rows, [max(whole[0][0] - 1, 0), *(place for place, _ in whole)], damaged)
