"""Tables as a page shows them: cells in words, links between rows, the rows as data for searching and sorting."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from analyzer.document import Column, Detail, Table

if TYPE_CHECKING:
    import pandas as pd
    from markupsafe import Markup

    from analyzer.document import Document

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
    rows : list of (str, list)
        Id of each row (may be empty) and its cells.
    total, hidden : int
        Rows of the table, and how many of them do not stand in the page without scripts.
    unreached : int
        Rows that not even the search reaches.
    choices : list of (int, str, list of str)
        Column position, label and values of each filter.
    data : Markup or None
        The rows as JSON, for searchable tables.
    """

    anchor: str
    layout: str
    table: Table
    columns: tuple[Column, ...]
    rows: list[tuple[str, list[str | Markup]]]
    total: int
    hidden: int
    unreached: int
    choices: list[tuple[int, str, list[str]]]
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
    if kind in ("time", "day") and hasattr(values, "dt"):
        shown = values.dt.strftime("%Y-%m-%d %H:%M:%S" if kind == "time" else "%Y-%m-%d")
        return shown.fillna("").tolist()
    missing = values.isna().tolist()
    items = values.astype(object).tolist()
    form = {"count": _count, "number": _number, "seconds": _seconds}.get(kind, str)
    return ["" if gone else plain(form(item)) for item, gone in zip(items, missing, strict=True)]


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


def every_block(blocks: Iterable[Any]) -> Iterator[Any]:
    """The blocks and what stands inside them, in order."""
    for block in blocks:
        yield block
        if isinstance(block, Detail):
            yield from every_block(block.blocks)


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


def view(table: Table, targets: frozenset[str]) -> TableView:
    """Prepare a table for the template.

    Parameters
    ----------
    table : Table
    targets : frozenset of str
        Ids that links may lead to (see `anchors`); a cell whose target is missing stays plain text.
    """
    from markupsafe import Markup

    reach = table.rows.head(LIVE_ROWS if table.filters else SERVER_ROWS)
    columns = [in_words(reach[column.name], column.kind) for column in table.columns]
    keys = [plain(str(key)) for key in reach[table.row_key]] if table.row_key else []
    first = reach.head(SERVER_ROWS)
    cells = [
        _cells(words[:SERVER_ROWS], column, first, targets)
        for words, column in zip(columns, table.columns, strict=True)
    ]
    ids = [anchor(table.key, key) for key in keys[:SERVER_ROWS]] or [""] * min(len(reach), SERVER_ROWS)
    rows = list(zip(ids, map(list, zip(*cells, strict=True)), strict=True)) if len(reach) else []
    names = [column.name for column in table.columns]
    choices = []
    for name in table.filters:
        place = names.index(name)
        by_count = reach[name].map(str).value_counts(sort=False)
        order = sorted(by_count.index, key=lambda value: (-by_count[value], value))
        choices.append((place, table.columns[place].label, [value for value in map(plain, order) if value]))
    data = None
    if table.filters:
        facts = {
            "kinds": [column.kind for column in table.columns],
            "links": [column.links_to for column in table.columns],
            "columns": [_packed(column) for column in columns],
            "key": table.key,
            "keys": keys,
        }
        data = Markup(safe_json(facts))  # noqa: S704 - escaped by safe_json
    return TableView(
        anchor=anchor("t", table.key), layout=layout(table.columns), table=table, columns=table.columns, rows=rows, total=len(table.rows),
        hidden=len(table.rows) - len(rows), unreached=len(table.rows) - len(reach), choices=choices, data=data,
    )  # fmt: skip


def _cells(words: Sequence[str], column: Column, rows: pd.DataFrame, targets: frozenset[str]) -> list[str | Markup]:
    """Cells of one column: links where the column leads somewhere, a scroll area where the text is long."""
    from markupsafe import Markup

    if column.key_in:
        to = [anchor(column.links_to, str(key)) for key in rows[column.key_in]]
        return [
            Markup('<a href="#{}">{}</a>').format(goal, word) if goal in targets else word
            for goal, word in zip(to, words, strict=True)
        ]
    if column.links_to:
        return [_links(word, column.links_to, targets) for word in words]
    if column.kind in ("text", "quote"):
        return [
            Markup('<div class="long" tabindex="0">{}</div>').format(word) if len(word) > LONG else word
            for word in words
        ]
    return list(words)


def _links(cell: str, to: str, targets: frozenset[str]) -> str | Markup:
    """Each space-separated entry as a link, where it leads somewhere; several stay together in one element."""
    from markupsafe import Markup

    found = [(entry, anchor(to, entry)) for entry in cell.split()]
    parts = [
        Markup('<a href="#{}">{}</a>').format(target, entry) if target in targets else Markup.escape(entry)
        for entry, target in found
    ]
    return Markup("<span>{}</span>").format(Markup(" ").join(parts)) if len(parts) > 1 else Markup("").join(parts)


def _packed(words: list[str]) -> dict[str, Any]:
    """A column as its distinct values and their places where that is shorter, else as it is."""
    distinct = {word: i for i, word in enumerate(dict.fromkeys(words))}
    if len(distinct) * 2 > len(words):
        return {"v": words}
    return {"d": list(distinct), "i": [distinct[word] for word in words]}


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


def layout(columns: Sequence[Column]) -> str:
    """Name of the style shared by all tables with these headings and kinds."""
    import hashlib

    told = json.dumps([(column.label, column.kind, column.width) for column in columns])
    return "l" + hashlib.sha256(told.encode()).hexdigest()[:8]


def column_styles(tables: Iterable[Table]) -> str:
    """Rules for each layout: alignment by kind, least width, and the heading that a cell carries on a narrow screen."""
    wide, narrow = {}, {}
    for table in tables:
        name = layout(table.columns)
        if name in wide:
            continue
        wide[name], narrow[name] = [], []
        for place, column in enumerate(table.columns, 1):
            cell = f".{name} td:nth-child({place})"
            rules = f"min-width:{min(column.width, MOST_WIDTH) * 0.6 + 1.3:.4g}em"
            if column.kind in ("count", "number", "seconds"):
                rules = "text-align:end;white-space:nowrap"
                wide[name].append(f".{name} th:nth-child({place}){{text-align:end}}")
            elif column.kind in ("time", "day"):
                rules = "white-space:nowrap"
            wide[name].append(f"{cell}{{{rules}}}")
            narrow[name].append(f"{cell}::before{{content:{_css_text(column.label)}}}")
    body = [rule for rules in wide.values() for rule in rules]
    small = [rule for rules in narrow.values() for rule in rules]
    return "\n".join([*body, "@media screen and (max-width:760px){", *small, "}", ""])


def _css_text(text: str) -> str:
    return '"' + re.sub(r'["\\<>&\x00-\x1f\x7f]', lambda found: f"\\{ord(found[0]):x} ", text) + '"'
