"""Rows that a person copied off a carrier's bill page, without its headings: known by the order of what stands in them.

The pages of the provinces differ, and two carriers share one order, so that no carrier is named. They list connected calls
only, in Beijing time. The orders are those that a crawler of 10086.cn and 189.cn read in 2017 and 2018.
"""

from __future__ import annotations

import re

from analyzer.importers.sheets.sheet import Sheet
from analyzer.importers.tables.bare import NUMBER, Bare, first_of, length, moment
from analyzer.importers.tables.headings import Columns
from analyzer.importers.tables.meanings import meaning_of
from analyzer.importers.tables.table import TableImporter, heading_in

N_ = str

TIME, PLACE, WAY, PEER, LENGTH = "起始时间", "通话地点", "呼叫类型", "对方号码", "通话时长"
"""What the pages call these columns."""
INDEX = re.compile(r"\d{1,6}")
NAMED = re.compile(r"[^:]*[^\W\d_][^:]*")
"""A place: a word, no time."""
PHONE = re.compile(r"[+\d][\d*\-]{2,30}")
MONTH = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])")


def way(cell: str) -> bool:
    """Whether a cell says who called."""
    said = meaning_of(cell)
    return said is not None and bool(said.direction)


RULES = {
    TIME: moment,
    PLACE: NAMED,
    WAY: way,
    PEER: NUMBER,
    LENGTH: length,
    "主叫号码": PHONE,
    "被叫号码": PHONE,
    "序号": INDEX,
}
FIELDS = {
    TIME: "moment",
    WAY: "meaning",
    PEER: "number",
    LENGTH: "duration",
    "主叫号码": "caller",
    "被叫号码": "callee",
}


def page(*columns: str, further: int = 4) -> Bare:
    """A page with these columns and up to so many further ones; ``…`` is a column that is not looked at."""
    return Bare(
        (*columns, *(f"…{i}" for i in range(1, further + 1))),
        {FIELDS[name]: (i,) for i, name in enumerate(columns) if name in FIELDS},
        {i: RULES[name] for i, name in enumerate(columns) if name in RULES},
        len(columns),
        kind="call",
    )


PAGES = first_of(
    page("序号", TIME, PLACE, WAY, PEER, LENGTH),  # 189.cn 陕西, 黑龙江, 广西; 10086.cn 上海, 广西
    page(TIME, PLACE, WAY, PEER, LENGTH),  # 10086.cn 河南, 湖北, 江西, 山西, 黑龙江, 山东
    page(TIME, PLACE, WAY, "…", PEER, LENGTH),  # 10086.cn 北京
    page("序号", TIME, LENGTH, WAY, PLACE, PEER),  # 189.cn 福建
    page(TIME, PEER, LENGTH, WAY),  # 189.cn 湖北
    page("…", PEER, WAY, TIME, LENGTH),  # 189.cn 河北
    page(PEER, WAY, TIME, PLACE, LENGTH),  # 189.cn 浙江
    page("…", TIME, WAY, PEER, LENGTH),  # 189.cn 湖南
    page("主叫号码", "被叫号码", TIME, "…", LENGTH, WAY),  # 189.cn 河南
)


def without_heading(sheet: Sheet) -> tuple[Columns, str] | None:
    """Columns of such rows; None where a heading stands above them, or the sheet is that of a month of a downloaded bill."""
    if MONTH.fullmatch(sheet.name) or heading_in(sheet):
        return None
    return PAGES(sheet)


BILL_PAGES = TableImporter(
    name="bill_pages",
    title=N_("rows of a carrier's bill page, without headings"),
    maker=N_("China Mobile, China Telecom: pages of the provinces"),
    match=without_heading,
    owner_in_name=True,
    zone="Asia/Shanghai",
    lists_missed=False,
    how=N_(
        "rows copied off the page of the detailed bill (详单) into a table; the bill that the carrier offers as a file, with "
        "its headings, is better evidence"
    ),
    reference="orders of columns on the provinces' pages of 10086.cn and 189.cn in 2017 and 2018, by the crawler in Svolcano/python_exercise",
).importer()
