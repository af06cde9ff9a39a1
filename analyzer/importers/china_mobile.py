"""Detailed bills of China Mobile (中国移动 详单): calls and messages, as the web shop and the halls hand them out.

Bills list connected calls only, in Beijing time. Dates often lack their year; it stands in the preamble, the sheet's
name or the file's. A call that was forwarded stands twice, once as it came in and once as it went on.
"""

from __future__ import annotations

import re
from collections import Counter

from analyzer.events import DIRECTIONS, OUTCOMES
from analyzer.importers.sheets.sheet import Sheet
from analyzer.importers.tables.draft import Draft
from analyzer.importers.tables.headings import Columns
from analyzer.importers.tables.meanings import meaning_of
from analyzer.importers.tables.table import Layout, TableImporter
from analyzer.importers.values import durations, times

N_ = str

SECOND_LEG = N_("second half of a forwarded call")

VOICE = {"起始时间": "start", "通信地点": "place", "通信方式": "type", "对方号码": "number", "实收通信费": "fee"}
"""Columns of the voice bill; 通信类型 (local, long distance, roaming) repeats part of 通信方式 and is not needed."""

PAGES = (
    Layout(
        ("startTime", "commPlac", "commMode", "anotherNm", "commTime"),
        {"startTime": "start", "commMode": "type", "anotherNm": "number", "commTime": "duration", "commFee": "fee"},
        only=True,
        kind="call",
    ),
    Layout(
        ("startTime", "commPlac", "commMode", "anotherNm", "infoType"),
        {"startTime": "start", "commMode": "type", "anotherNm": "number", "infoType": "kind", "commFee": "fee"},
        only=True,
    ),
    Layout(  # 广东
        ("time", "period", "contnum", "place", "becall"),
        {"time": "start", "period": "duration", "contnum": "number", "becall": "type", "chargefee": "fee"},
        only=True,
        kind="call",
    ),
    Layout(  # 江苏
        ("startTime", "callDuration", "otherParty", "visitArear"),
        {
            "startTime": "start", "callDuration": "duration", "otherParty": "number", "statusType": "type", "callType": "type",
            "realCfee": "fee", "realLfee": "fee",
        },
        only=True,
        kind="call",
    ),
    Layout(  # 四川
        ("otherParty", "startDate", "trafficWay", "callClass", "duration"),
        {"otherParty": "number", "startDate": "start", "trafficWay": "type", "callClass": "type", "duration": "duration"},
        only=True,
        kind="call",
    ),
    Layout(  # 云南
        ("otherParty", "callType", "visitAreaCode", "startTime", "callTime"),
        {"otherParty": "number", "callType": "type", "startTime": "start", "callTime": "duration"},
        only=True,
        kind="call",
    ),
)  # fmt: skip
"""Fields of the pages of 10086.cn, as crawlers stored them in 2017 and 2018: all provinces, then single ones."""

LAYOUTS = (
    Layout(
        ("起始时间", "通信地点", "通信方式", "对方号码", "通话时长"),
        {**VOICE, "通话时长": "duration"},
        only=True,
        kind="call",
    ),
    Layout(
        ("起始时间", "通信地点", "通信方式", "对方号码", "通信时长"),
        {**VOICE, "通信时长": "duration"},
        only=True,
        kind="call",
    ),
    Layout(
        ("起始时间", "通信地点", "对方号码", "通信方式", "信息类型"),
        {**VOICE, "信息类型": "kind", "通信费": "fee"},
        only=True,
    ),
    Layout(
        ("对方号码", "起始时间", "通话类型", "通话时长", "话单位置", "漫游类型"),
        {"对方号码": "number", "起始时间": "start", "通话类型": "type", "通话时长": "duration", "总话费": "fee"},
        only=True,
        kind="call",
    ),
    *PAGES,
)

BARE = ("起始时间", "通信地点", "通信方式", "对方号码", "通话时长", "通信类型", "套餐优惠", "实收通信费")
"""Order of columns in sheets that lost their heading."""
BARE_AT = {"moment": (0,), "number": (3,), "duration": (4,), "meaning": (2,)}


def without_heading(sheet: Sheet) -> tuple[Columns, str] | None:
    """Columns of a sheet without heading: the order of the voice bill, told by the look of its cells.

    A workbook sheet only, named by its month (``201801``); most rows must hold a time, 主叫 or 被叫, and a length.
    """
    if not re.fullmatch(r"20\d{2}(?:0[1-9]|1[0-2])", sheet.name):
        return None
    rows = [row for row in sheet.head if len(row) >= len(BARE) - 1]
    fits = sum(
        times.look_of(row[0]) == "moment"
        and (said := meaning_of(row[2])) is not None
        and bool(said.direction)
        and durations.seconds_of(row[4])[0] is not None
        for row in rows
    )
    if not rows or fits * 2 <= len(sheet.head):
        return None
    return Columns(-1, BARE, BARE_AT, fees=(7,)), "call"


def join_forwarded(draft: Draft) -> None:
    """Keep one event of each forwarded call: the half that came in, whose number is the caller's."""
    import numpy as np

    rows = draft.frame
    diverted = (rows["outcome"].cat.codes == OUTCOMES.index("diverted")) & ~draft.gone()
    if not diverted.any():
        return
    arrived = rows["direction"].cat.codes == DIRECTIONS.index("in")
    left = Counter(rows.loc[diverted & arrived, "at"])
    second = np.zeros(len(rows), bool)
    for i, at in rows.loc[diverted & ~arrived, "at"].items():
        if left[at] > 0:
            left[at] -= 1
            second[i] = True
    draft.drop(second, SECOND_LEG)


CHINA_MOBILE = TableImporter(
    name="china_mobile",
    title=N_("China Mobile detailed bill"),
    maker=N_("China Mobile"),
    layouts=LAYOUTS,
    match=without_heading,
    after=join_forwarded,
    owner_in_name=True,
    zone="Asia/Shanghai",
    lists_missed=False,
    how=N_("10086 app or 10086.cn: 详单查询 (detailed bill), each month, download as Excel"),
    reference="headings of bills downloaded from 10086.cn in 2015, 2018 and 2020; fields of its pages in Svolcano/python_exercise",
).importer()
