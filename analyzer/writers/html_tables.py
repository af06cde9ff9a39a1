"""Tables as a page shows them: cells in words, links between rows, the rows as data for searching and sorting."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Detail, Table

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from analyzer.document import Document
    from analyzer.writers.html_words import Words

SERVER_ROWS = 2_000
"""Rows of one table that stand in the page itself, readable without scripts."""

LIVE_ROWS = 20_000
"""Rows of a searchable table that the page carries as data; about 3 MB of calls without texts."""

LONG = 280
"""Characters from which a cell gets its own scroll area."""

MOST_WIDTH = 20
"""Characters beyond which a column asks for no more room; its text wraps."""

CONTROLS = {code: 0x2400 + code for code in range(0x20) if code not in (9, 10)} | {13: "", 0x7F: 0x2421}
"""Control characters that HTML forbids are shown as their pictures; the export itself stays as it is."""

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class TableView:
    """A table ready for the template.

    Attributes
    ----------
    anchor : str
        Id of the table's element.
    layout : str
        Class shared by tables with the same columns; `column_styles` writes its rules.
    columns : list of (Column, Column)
        In the first and in the second language.
    body : Markup
        The rows.
    total, shown : int
        Rows of the table, and how many of them stand in the page without scripts.
    unreached : int
        Rows that not even the search reaches.
    choices : list of (int, Column, Column, list of (str, str))
        Column position, column and values of each filter, in both languages.
    data : Markup or None
        The rows as JSON, for searchable tables.
    """

    anchor: str
    layout: str
    columns: list[tuple[Column, Column]]
    body: Markup
    total: int
    shown: int
    unreached: int
    choices: list[tuple[int, Column, Column, list[tuple[str, str]]]]
    data: Markup | None


def plain(text: str) -> str:
    """Text that may stand in HTML: control characters as pictures, halves of surrogate pairs as the replacement sign.

    Examples
    --------
    >>> plain("a" + chr(0) + "b")
    'a␀b'
    """
    if not _FORBIDDEN.search(text):
        return text
    return re.sub("[\ud800-\udfff]", "\ufffd", text.translate(CONTROLS))


def anchor(*parts: str) -> str:
    """An id for the page out of any text, the same text always giving the same id.

    Examples
    --------
    >>> anchor("numbers", "+86 10")
    'numbers-_2b_86_20_10'
    """
    return "-".join(re.sub(r"[^A-Za-z0-9.-]", lambda found: f"_{ord(found[0]):x}_", part) for part in parts)


def in_words(values: pd.Series, kind: str) -> list[str]:
    """One column as the page shows it; missing values are empty.

    Parameters
    ----------
    values : Series
    kind : str
        As in `Column`: counts get thousands separators, seconds become ``h:mm:ss``, times lose their offset (the page
        names the zone once).
    """
    from pandas import NA

    if kind in ("time", "day") and hasattr(values, "dt"):
        return _moments(values, kind)
    form = FORMS.get(kind, str)
    return [
        plain(item) if type(item) is str else "" if item is None or item is NA or item != item else plain(form(item))
        for item in values.tolist()
    ]


def _moments(values: pd.Series, kind: str) -> list[str]:
    """Local times without their offset, or days."""
    import numpy as np

    local = values.dt.tz_localize(None).to_numpy("datetime64[s]")
    told = np.datetime_as_string(local, unit="s" if kind == "time" else "D").tolist()
    return [one.replace("T", " ") if one[0].isdigit() else "" for one in told]


def _count(value: Any) -> str:
    return value if isinstance(value, str) else f"{int(value):,}"


def _number(value: Any) -> str:
    return value if isinstance(value, str) else f"{value:,.4g}" if value != int(value) else f"{int(value):,}"


def _seconds(value: Any) -> str:
    if isinstance(value, str):
        return value
    minutes, seconds = divmod(int(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


FORMS = {"count": _count, "number": _number, "seconds": _seconds}
"""Kind of a column → how its values are written."""


def every_block(blocks: Iterable[Any]) -> Iterator[Any]:
    """The blocks and what stands inside them, in order."""
    for block in blocks:
        yield block
        if isinstance(block, Detail):
            yield from every_block(block.blocks)


def every_pair(document: Document, twin: Document) -> list[tuple[Any, Any]]:
    """All blocks of a document, each beside the same block in the other language."""
    ones, others = (
        [block for section in one.sections for block in every_block(section.blocks)] for one in (document, twin)
    )
    return list(zip(ones, others, strict=True))


def anchors(document: Document) -> frozenset[str]:
    """Everything that a link can lead to."""
    found: set[str] = set()
    for section in document.sections:
        for block in every_block(section.blocks):
            if isinstance(block, Detail):
                found.add(anchor(block.key))
            elif isinstance(block, Table) and block.row_key:
                reach = LIVE_ROWS if block.filters else SERVER_ROWS
                found |= {anchor(block.key, key) for key in block.rows[block.row_key].head(reach).astype(str)}
    return frozenset(found)


def view(table: Table, twin: Table, targets: frozenset[str], words: Words) -> TableView:
    """Prepare a table for the template.

    Parameters
    ----------
    table, twin : Table
        The same table in the page's first and second language; the same object where there is one language.
    targets : frozenset of str
        Ids that links may lead to (see `anchors`); a cell whose target is missing stays plain text.
    words : Words
        Gets what reads otherwise in the second language.
    """
    from markupsafe import Markup

    most = LIVE_ROWS if table.filters else SERVER_ROWS
    reach, other = table.rows.head(most), twin.rows.head(most)
    columns = [in_words(reach[column.name], column.kind) for column in table.columns]
    others = [
        in_words(other[column.name], column.kind) if table is not twin and column.kind in ("text", "quote") else ones
        for column, ones in zip(table.columns, columns, strict=True)
    ]
    keys = [plain(str(key)) for key in reach[table.row_key]] if table.row_key else []
    shown = min(len(reach), SERVER_ROWS)
    cells = [
        _cells(ones[:shown], ones[:shown] if table.filters else second[:shown], column, reach, targets, words)
        for ones, second, column in zip(columns, others, table.columns, strict=True)
    ]
    rows = [f'<tr id="{anchor(table.key, key)}">' for key in keys[:shown]] or ["<tr>"] * shown
    names = [column.name for column in table.columns]
    choices = []
    for name in table.filters:
        place = names.index(name)
        pairs = dict(zip(columns[place], others[place], strict=True))
        often = Counter(columns[place])
        order = sorted(filter(None, pairs), key=lambda value: (-often[value], value))
        choices.append((place, table.columns[place], twin.columns[place], [(value, pairs[value]) for value in order]))
    data = None
    if table.filters:
        facts = {
            "kinds": [column.kind for column in table.columns],
            "links": [column.links_to for column in table.columns],
            "columns": [_packed(ones, second) for ones, second in zip(columns, others, strict=True)],
            "key": table.key,
            "keys": names.index(table.row_key) if table.row_key in names else keys,
        }
        data = Markup(safe_json(facts))  # noqa: S704 - escaped by safe_json
    return TableView(
        anchor=anchor("t", table.key), layout=layout(table, twin), columns=list(zip(table.columns, twin.columns, strict=True)),
        body=Markup("\n".join(map("".join, zip(rows, *cells, strict=True)))),  # noqa: S704 - every cell is escaped
        total=len(table.rows), shown=shown, unreached=len(table.rows) - len(reach), choices=choices, data=data,
    )  # fmt: skip


def _cells(
    ones: list[str], others: list[str], column: Column, rows: pd.DataFrame, targets: frozenset[str], words: Words
) -> list[str]:
    """Cells of one column: links where the column leads somewhere, a scroll area where the text is long."""
    from markupsafe import escape

    inner: Iterable[str] = map(escape, ones)
    if column.key_in:
        goals = (anchor(column.links_to, str(key)) for key in rows[column.key_in])
        inner = [
            f'<a href="#{goal}">{word}</a>' if goal in targets and word else word
            for goal, word in zip(goals, inner, strict=False)
        ]
    elif column.links_to:
        inner = [_links(word, column.links_to, targets) for word in ones]
    elif column.kind in ("text", "quote"):
        inner = [
            f'<div class="long" tabindex="0">{word}</div>' if len(word) > LONG else word for word in map(escape, ones)
        ]
    if ones is others or ones == others:
        return [f"<td>{cell}</td>" for cell in inner]
    return [f"<td{words.text(a, b)}>{cell}</td>" for a, b, cell in zip(ones, others, inner, strict=True)]


def _links(cell: str, to: str, targets: frozenset[str]) -> str:
    """Each space-separated entry as a link, where it leads somewhere; several stay together in one element."""
    from markupsafe import escape

    found = [(escape(entry), anchor(to, entry)) for entry in cell.split()]
    parts = [f'<a href="#{target}">{entry}</a>' if target in targets else str(entry) for entry, target in found]
    return f"<span>{' '.join(parts)}</span>" if len(parts) > 1 else "".join(parts)


def _packed(ones: list[str], others: list[str]) -> dict[str, Any]:
    """A column as its distinct values and their places where that is shorter, else as it is; `o` are the other language's."""
    pairs = ones if ones is others or ones == others else list(zip(ones, others, strict=True))
    distinct: dict[Any, int] = {}
    places = [distinct.setdefault(pair, len(distinct)) for pair in pairs]
    short = len(distinct) * 2 <= len(places)
    kept = list(distinct) if short else pairs
    packed: dict[str, Any] = {"i": places} if short else {}
    if pairs is ones:
        return {"d" if short else "v": kept, **packed}
    return {"d" if short else "v": [a for a, _ in kept], "o": [b for _, b in kept], **packed}


def safe_json(value: Any) -> str:
    r"""JSON that can stand inside a script element whatever it holds.

    Examples
    --------
    >>> print(safe_json("</script>&"))
    "\u003c/script\u003e\u0026"
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return text


def layout(table: Table, twin: Table) -> str:
    """Name of the style shared by all tables with these headings and kinds."""
    import hashlib

    told = json.dumps([(column.label, column.kind, column.width) for column in (*table.columns, *twin.columns)])
    return "l" + hashlib.sha256(told.encode()).hexdigest()[:8]


def column_styles(tables: Iterable[tuple[Table, Table]]) -> str:
    """Rules for each layout: alignment by kind, least width, and the heading that a cell carries on a narrow screen."""
    wide, narrow = {}, {}
    for table, twin in tables:
        name = layout(table, twin)
        if name in wide:
            continue
        wide[name], narrow[name] = [], []
        for place, (column, other) in enumerate(zip(table.columns, twin.columns, strict=True), 1):
            cell = f".{name} td:nth-child({place})"
            rules = f"min-width:{min(column.width, MOST_WIDTH) * 0.6 + 1.3:.4g}em"
            if column.kind in ("count", "number", "seconds"):
                rules = "text-align:end;white-space:nowrap"
                wide[name].append(f".{name} th:nth-child({place}){{text-align:end}}")
            elif column.kind in ("time", "day"):
                rules = "white-space:nowrap"
            wide[name].append(f"{cell}{{{rules}}}")
            narrow[name].append(f"{cell}::before{{content:{_css_text(column.label)}}}")
            if other.label != column.label:
                narrow[name].append(f".second {cell}::before{{content:{_css_text(other.label)}}}")
    body = [rule for rules in wide.values() for rule in rules]
    small = [rule for rules in narrow.values() for rule in rules]
    return "\n".join([*body, "@media screen and (max-width:760px){", *small, "}", ""])


def _css_text(text: str) -> str:
    return '"' + re.sub(r'["\\<>&\x00-\x1f\x7f]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'
