"""Importers of tables, declared: which headings a kind of export has, and what is special about it.

A new kind of bill or app export is one `TableImporter` in a file of its own; reading, totals, problems and the row ledger
are the same for all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from analyzer.events import Importer, Reading
from analyzer.importers.sheets.sheet import Sheet, forget, sheets
from analyzer.importers.tables.deciding import columns as columns_of
from analyzer.importers.tables.draft import Draft
from analyzer.importers.tables.headings import LETTER, LONGEST, LOOK, Columns, Heading, find, heading_of, split
from analyzer.importers.tables.meanings import stated
from analyzer.importers.tables.table_reading import TableReading
from analyzer.importers.values.times import look_of
from analyzer.problems import AnalyzerError, ExportError

if TYPE_CHECKING:
    from analyzer.exports import Export
    from analyzer.settings import Settings

N_ = str

OTHER_SHEET = N_("row of a sheet that lists no calls or messages")
MOST_WORDS, LONGEST_WORD = 12, 24
"""Distinct values of a column that may say what each entry is, and characters of one."""
MESSAGE_HINT = re.compile(r"短信|简讯|簡訊|sms|message", re.IGNORECASE)


@dataclass(frozen=True)
class Layout:
    """The headings by which one table is known.

    Attributes
    ----------
    required : tuple of str
        Headings that must all stand in one row; compared as `analyzer.importers.headings.split` does.
    fields : dict
        Heading → field of ``headings.toml``, where the listed words would not do.
    only : bool
        True when columns outside `fields` have no meaning, whatever they are called.
    kind : str
        Kind of all rows, empty to decide it row by row.
    """

    required: tuple[str, ...]
    fields: Mapping[str, str] = field(default_factory=dict)
    only: bool = False
    kind: str = ""

    def columns(self, sheet: Sheet) -> Columns | None:
        """What the columns of a sheet are, None when it is another table."""
        for i, words in enumerate(_words(sheet)):
            if self.wanted <= words:
                return columns_of(sheet.head, i, self.headings(sheet.head[i]))
        return None

    @cached_property
    def wanted(self) -> frozenset[str]:
        """The required headings in the form in which they are compared."""
        return frozenset(split(heading)[0] for heading in self.required)

    def headings(self, row: Sequence[str]) -> tuple[Heading, ...]:
        """The headings of a row under this layout."""
        stated = {split(heading)[0]: name for heading, name in self.fields.items()}
        found = []
        for cell in row:
            known = heading_of(cell)
            name = stated.get(split(cell)[0], "ignored" if self.only else known.field)
            found.append(Heading(known.text, name, True, known.unit))
        while found and not found[-1].text:
            found.pop()
        return tuple(found)


def _words(sheet: Sheet) -> list[set[str]]:
    """What stands in each of the first rows of a sheet, in the form in which headings are compared; found out once."""
    if "words" not in sheet.memo:
        sheet.memo["words"] = [
            {split(cell)[0] for cell in row if len(cell) <= LONGEST and LETTER.search(cell)}
            for row in sheet.head[:LOOK]
        ]
    return sheet.memo["words"]


def heading_in(sheet: Sheet) -> tuple[int, tuple[Heading, ...]] | None:
    """The heading among the first rows of a sheet (see `analyzer.importers.tables.headings.find`); found out once."""
    if "heading" not in sheet.memo:
        sheet.memo["heading"] = find(sheet.head)
    return sheet.memo["heading"]


Match = Callable[[Sheet], "tuple[Columns, str] | None"]


@dataclass(frozen=True)
class TableImporter:
    """A kind of table export. `importer` makes an `analyzer.events.Importer` of it.

    Attributes
    ----------
    name, title, maker, how, reference, fallback :
        As in `analyzer.events.Importer`.
    layouts : tuple of Layout
        Tables by which it is recognised.
    match : callable, optional
        ``Sheet -> (Columns, kind) or None`` for tables that no `Layout` describes: without a heading, or of any heading.
    after : callable, optional
        Called with each `Draft` once its events are built; may change ``draft.frame``, and drop rows.
    owner_in_name : bool
        Whether an own number is sought above the heading and in the file's name.
    zone : str
        IANA zone that holds whatever the settings say; empty for theirs.
    lists_missed : bool
        False for bills, which list connected calls only.
    month_first : bool, optional
        How its maker writes 02/03/2026; None where that depends on the region.
    parts : callable
        ``Export -> sheets`` for files that hold their tables in another way than one below a heading.

    Examples
    --------
    >>> bill = TableImporter(
    ...     name="some-bill", title="bill of Some Telecom", maker="Some Telecom", how="ask for it", reference="its heading",
    ...     layouts=(Layout(("Number dialled", "When", "How long"), {"Number dialled": "callee", "When": "start", "How long": "duration"}),),
    ... ).importer()
    >>> bill.name
    'some-bill'
    """

    name: str
    title: str
    maker: str
    how: str
    reference: str
    layouts: tuple[Layout, ...] = ()
    match: Match | None = None
    after: Callable[[Draft], None] | None = None
    owner_in_name: bool = False
    zone: str = ""
    lists_missed: bool = True
    fallback: bool = False
    month_first: bool | None = None
    parts: Callable[[Export], Sequence[Sheet]] = sheets

    def importer(self) -> Importer:
        """The importer that stands on the shelf."""
        return Importer(
            self.name, self.title, self.maker, self.recognises, self.read, self.how, self.reference, self.fallback
        )

    def columns(self, sheet: Sheet) -> tuple[Columns, str] | None:
        """What the columns of a sheet are, and the kind of its rows if that is known; None for a sheet of another sort."""
        if self.name not in sheet.memo:
            sheet.memo[self.name] = self._columns(sheet)
        return sheet.memo[self.name]

    def _columns(self, sheet: Sheet) -> tuple[Columns, str] | None:
        for layout in self.layouts:
            if found := layout.columns(sheet):
                return found, layout.kind
        return self.match(sheet) if self.match else None

    def recognises(self, export: Export) -> bool:
        """Whether a sheet of the export is such a table. Never raises: what cannot be opened is no such table."""
        try:
            return any(self.columns(sheet) is not None for sheet in self.parts(export))
        except AnalyzerError:
            return False

    def read(self, export: Export, settings: Settings) -> Reading:
        """Read every sheet that is such a table; the rows of the others are counted as skipped."""
        reading = TableReading(self, export, settings)
        extra, values = dict(settings.columns), stated(settings.values)
        for sheet in self.parts(export):
            found = self.columns(sheet)
            mine = any_table(sheet, extra) if extra and (found is None or self.fallback) else None
            found = mine or found
            if found is None:
                if sheet.filled:
                    reading.skipped[OTHER_SHEET] += sheet.filled
            else:
                reading.add(sheet, *found, values if mine or not extra else None)
        forget(export)
        return reading.finished()


def any_table(sheet: Sheet, extra: Mapping[str, str] | None = None) -> tuple[Columns, str] | None:
    """Columns of any table whose headings are known words; also its kind, where heading or sheet speak of messages only."""
    found = find(sheet.head, extra) if extra else heading_in(sheet)
    columns = columns_of(sheet.head, *found) if found else None
    if columns is None or found is None:
        return None
    above = " ".join(cell for row in sheet.head[: found[0]] for cell in row)
    times_of_messages = [columns.headings[i] for name in ("moment", "date") for i in columns.at.get(name, ())]
    hints = [sheet.name, above, *times_of_messages]
    silent = not columns.at.keys() & {"duration", "body"}
    return columns, "sms" if silent and any(map(MESSAGE_HINT.search, hints)) else ""


def no_table(export: Export) -> ExportError:
    """Why none of the export's sheets is a table of calls or messages, with the headings that were seen."""
    rows = [row for sheet in sheets(export) for row in sheet.head[:LOOK]]
    texts = [[cell.strip() for cell in row if cell.strip() and re.search(r"[^\W\d_]", cell)] for row in rows]
    seen = max(texts, key=len, default=[])
    return ExportError(
        "{path}: no number and time columns were found (seen: {seen}): check that this is the list of calls or messages, "
        "with its heading row",
        path=export.path,
        seen=", ".join(cell[:30] for cell in seen[:12]) or "-",
        headings=tuple(seen),
        values=tuple(words_below(rows, seen)),
    )


def words_below(rows: Sequence[Sequence[str]], seen: Sequence[str]) -> Iterator[str]:
    """Values of the columns below a row of headings that may say what each entry is: few and short, and no numbers or times.

    Examples
    --------
    >>> rows = [["Wer", "Was"], ["13911110001", "missed"], ["13911110002", "in"], ["13911110003", "in"]]
    >>> list(words_below(rows, ["Wer", "Was"]))
    ['missed', 'in']
    """
    place = next((i for i, row in enumerate(rows) if set(seen) <= {cell.strip() for cell in row}), None)
    if place is None or not seen:
        return
    found: dict[str, None] = {}
    for i, heading in enumerate(rows[place]):
        words = [row[i].strip() for row in rows[place + 1 :] if i < len(row) and row[i].strip()]
        distinct = dict.fromkeys(words)
        short = all(len(word) <= LONGEST_WORD and sum(map(str.isdigit, word)) < 3 for word in distinct)
        if heading.strip() and len(distinct) <= MOST_WORDS and short and not any(map(look_of, distinct)):
            found |= distinct
    yield from found
