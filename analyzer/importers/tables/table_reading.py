"""A table export on its way to a `Reading`: sheet by sheet, with the row ledger and what was understood."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analyzer.events import KINDS, RAW_COLUMNS, Reading
from analyzer.importers.sheets.sheet import Body, Misfit, Sheet
from analyzer.importers.tables.draft import Draft
from analyzer.importers.tables.headings import Columns
from analyzer.importers.tables.leftovers import no_entry, without_time
from analyzer.importers.tables.meanings import Meaning, key_of, meaning_of
from analyzer.importers.values import times
from analyzer.importers.values.columns import encode, series, text_array, translated
from analyzer.importers.values.moments import ORDERS, UNSETTLED
from analyzer.problems import ProblemLog

if TYPE_CHECKING:
    import pandas as pd

    from analyzer.exports import Export
    from analyzer.importers.tables.table import TableImporter
    from analyzer.settings import Settings

ABSOLUTE_UNITS = ("utc", "gmt", "z", "utc+0", "gmt+0")
"""What a heading of times says in brackets when they are instants."""


STATED = {UNSETTLED[order]: ORDERS[order] for order in ORDERS}
"""What to say of the order of day and month where the maker of the export is known to write it so."""


class TableReading:
    """A reading under construction, sheet by sheet."""

    def __init__(self, plan: TableImporter, export: Export, settings: Settings) -> None:
        self.plan, self.export, self.settings = plan, export, settings
        self.log, self.skipped = ProblemLog(), Counter[str]()
        self.frames: list[pd.DataFrame] = []
        self.understood: dict[tuple[str, str], None] = {}
        self.unused: dict[str, None] = {}
        self.absolute: list[bool] = []
        self.to_second = True
        self.owner = ""
        self.lists_missed = plan.lists_missed

    def add(self, sheet: Sheet, columns: Columns, kind: str, stated: Mapping[str, Meaning] | None = None) -> None:
        """Read one sheet; `stated` is what the person says of values of its type columns."""
        stated = stated or {}
        columns = with_stated(columns, sheet, stated) if stated else columns
        body = sheet.below(columns.row, len(columns.headings))
        above = "\n".join(" ".join(row) for row in sheet.head[: max(columns.row, 0)])
        if self.plan.owner_in_name:
            self.owner = self.owner or own_number_in(above) or own_number_in(self.export.path.stem)
        period = next(filter(None, map(times.period_in, (above, sheet.name, self.export.path.stem))), None)
        column, groups = self._moments(columns, body)
        unit = columns.units.get(columns.first("moment") or 0, "") if "moment" in columns.at else ""
        absolute = unit in ABSOLUTE_UNITS and not self.plan.zone
        zone = "UTC" if absolute else self.plan.zone or self.settings.zone
        month_first = self.settings.region == "US" if self.plan.month_first is None else self.plan.month_first
        found = times.parse(column, zone, period, month_first)
        places = set() if groups is None else groups
        self._misfits(sheet, columns, body.misfits, places)
        if found.ok.all():
            draft = Draft(sheet, columns, body.columns, body.places, found, self.log, body.damaged, stated)
        else:
            draft = self._kept(sheet, columns, body, found, places)
            draft.stated = stated
        if columns.fees and not _tells_missed(columns, draft):
            self.lists_missed = False
        draft.owner = self.owner
        owners = tuple(filter(None, (self.settings.owner, *self.settings.case.owner.numbers)))
        draft.build(KINDS.index(kind) if kind else None, self.lists_missed, owners)
        if self.plan.after:
            draft.frame = as_text(draft.frame, "number_raw")
            self.plan.after(draft)
        self._take(draft)
        self.absolute.append(absolute or found.absolute)
        self.to_second = self.to_second and (found.to_second or not len(draft.frame))
        for note in found.notes:
            if self.plan.month_first is not None:
                note = STATED.get(note, note)
            self.understood[draft.heading("moment") or draft.heading("date") or draft.heading("clock"), note] = None

    def _moments(self, columns: Columns, body: Body) -> tuple[Any, set[int] | None]:
        """The column of times: as it stands, or date and time of day put together; with the rows that state a date only."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if (moment := columns.first("moment")) is not None:
            return body.columns[moment], None
        clock = body.columns[columns.first("clock") or 0]
        blank = pa.scalar(" ", clock.type)
        if (date := columns.first("date")) is not None:
            days = translated(body.columns[date], lambda word: re.sub(r"[ T]00:00(:00)?$", "", word.strip()))
            return pc.binary_join_element_wise(days.cast(clock.type), clock, blank), None
        days, places = _group_dates(body)
        return pc.binary_join_element_wise(text_array(days).cast(clock.type), clock, blank), places

    def _misfits(self, sheet: Sheet, columns: Columns, misfits: Sequence[Misfit], groups: set[int]) -> None:
        for misfit in misfits:
            cells = [cell.strip() for cell in misfit.cells]
            if reason := no_entry(cells, columns.headings, misfit.place in groups):
                self.skipped[reason] += 1
            elif any(cells):
                self.log.add(_flaw(misfit, columns), sheet.place(misfit.place), "", misfit.raw)

    def _kept(self, sheet: Sheet, columns: Columns, body: Body, found: times.Times, groups: set[int]) -> Draft:
        import pyarrow as pa

        keep = without_time(sheet, columns, body, found, self.log, self.skipped, groups)
        mask = pa.array(keep)
        cells = [column.filter(mask) for column in body.columns]
        kept = times.Times(
            found.at[keep], found.ok[keep], found.yearless[keep], found.doubtful[keep], found.absolute, found.to_second
        )
        return Draft(sheet, columns, cells, body.places[keep], kept, self.log, body.damaged)

    def _take(self, draft: Draft) -> None:
        for reason, mask in draft.dropped.items():
            self.skipped[reason] += int(mask.sum())
        self.frames.append(as_text(draft.frame, "number_raw")[~draft.gone()] if draft.dropped else draft.frame)
        self.owner = self.owner or draft.owner
        self.understood.update(dict.fromkeys([*draft.columns.understood, *draft.notes]))
        self.unused.update(dict.fromkeys(draft.columns.unused))

    def finished(self) -> Reading:
        """The reading of all sheets."""
        rows = self.frames[0] if len(self.frames) == 1 else _joined(self.frames)
        rows = rows.reset_index(drop=True)
        basis = "carrier" if self.plan.zone else "absolute" if self.absolute and all(self.absolute) else "assumed-local"
        skipped = sum(self.skipped.values())
        return Reading(
            rows[[name for name in RAW_COLUMNS if name in rows]],
            rows_read=len(rows) + skipped + self.log.lost,
            problems=self.log,
            skipped=skipped,
            skipped_why=dict(self.skipped),
            encoding=self.export.encoding if self.export.kind in ("text", "html", "xml") else "",
            owner=self.owner,
            zone_basis=basis,
            understood=tuple(self.understood),
            unmapped=tuple(self.unused),
            lists_missed=self.lists_missed,
            to_second=self.to_second,
        )


def as_text(frame: pd.DataFrame, name: str) -> pd.DataFrame:
    """The frame with a coded column spelled out, so that rows can be taken out of it, put below it, or changed."""
    import pyarrow as pa

    if frame[name].dtype != "category":
        return frame
    words = pa.array(frame[name].cat.categories, pa.large_string())
    return frame.assign(**{name: series(words.take(pa.array(frame[name].cat.codes))).set_axis(frame.index)})


def _joined(frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Frames of several sheets below one another; a column that one sheet lacks is empty there."""
    import pandas as pd

    if not frames:
        empty = {name: pd.Series(dtype="str" if kind == "category" else kind) for name, kind in RAW_COLUMNS.items()}
        frame = pd.DataFrame({name: empty[name] for name in list(RAW_COLUMNS)[:6]})
        return frame.astype(dict.fromkeys(("kind", "direction", "outcome"), "category"))
    names = [name for name in RAW_COLUMNS if any(name in frame for frame in frames)]
    filled = []
    for frame in frames:
        missing = {
            name: pd.array([pd.NA] * len(frame), dtype="Int64")
            if RAW_COLUMNS[name] == "Int64"
            else series(text_array([""] * len(frame)))
            for name in names
            if name not in frame
        }
        filled.append(as_text(frame, "number_raw").reset_index(drop=True).assign(**missing)[names])
    return pd.concat(filled, ignore_index=True)


def _flaw(misfit: Misfit, columns: Columns) -> str:
    """Which problem a row that does not fit its heading has."""
    if misfit.cut:
        return "P106"
    if "\ufffd" in misfit.raw:  # half a character took the separator behind it along
        return "P107"
    number, moment = columns.first("number"), columns.first("moment")
    if number is not None and moment is not None and moment < len(misfit.cells) <= number:
        return "P104" if times.look_of(misfit.cells[moment]) == "moment" else "P102"
    return "P102"


def _tells_missed(columns: Columns, draft: Draft) -> bool:
    words = [word for i in columns.at.get("meaning", ()) for word in encode(draft.cells[i])[1]]
    told = [draft.stated.get(key_of(word)) or meaning_of(word) for word in words]
    return "missed" in columns.at or any(said is not None and said.outcome == "missed" for said in told)


def _group_dates(body: Body) -> tuple[list[str], set[int]]:
    """For tables whose rows have a time of day only: the date that each row stands under, and the rows that state one."""
    import numpy as np

    stated: dict[int, str] = {}
    for misfit in body.misfits:
        filled = [cell.strip() for cell in misfit.cells if cell.strip()]
        if len(filled) == 1 and times.look_of(filled[0]) == "date":
            stated[misfit.place] = filled[0]
    columns = [column.to_pylist() for column in body.columns]
    for place, cells in zip(body.places.tolist(), zip(*columns, strict=True), strict=True):
        filled = [cell.strip() for cell in cells if cell.strip()]
        if len(filled) == 1 and times.look_of(filled[0]) == "date":
            stated[place] = filled[0]
    order = sorted(stated)
    if not order:
        return [""] * len(body.places), set()
    under = np.searchsorted(order, body.places, side="right") - 1
    return [stated[order[i]] if i >= 0 else "" for i in under.tolist()], set(stated)


def with_stated(columns: Columns, sheet: Sheet, stated: Mapping[str, Meaning]) -> Columns:
    """The columns, and those of which a value is one that the person explained among the type columns."""
    taken = {i for found in columns.at.values() for i in found}
    explained = tuple(
        i
        for i in range(len(columns.headings))
        if i not in taken and any(i < len(row) and key_of(row[i]) in stated for row in sheet.head[columns.row + 1 :])
    )
    if not explained:
        return columns
    return replace(columns, at={**columns.at, "meaning": (*columns.at.get("meaning", ()), *explained)})


def own_number_in(text: str) -> str:
    """A Chinese mobile number that stands alone in a preamble or file name.

    Examples
    --------
    >>> own_number_in("手机号码：13800138000 查询时段"), own_number_in("2020-03-01")
    ('13800138000', '')
    """
    found = re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", text)
    return found[0] if found else ""
