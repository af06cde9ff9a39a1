"""Detailed bills of China Telecom (中国电信 详单), whose provinces differ most.

Declared are the layouts whose headings are known: 重庆, 天津 (caller and called in two columns, a total in the last row), the
pages of 上海, 江苏, 四川 and 山东 by the names of their fields, and the text of 云南's page, a line for each field. Other
provinces' lists are read by the words of their headings, as any table. Bills list connected calls only, in Beijing time.
The source of all of them is the code of a crawler of 189.cn; no bill of China Telecom itself was seen.
"""

from __future__ import annotations

from analyzer.importers.sheets.labelled import labelled
from analyzer.importers.tables.table import Layout, TableImporter

N_ = str

YUNNAN = ("主叫号码", "被叫号码", "通话开始时间", "通话时长")

LAYOUTS = (
    Layout(
        ("对方号码", "呼叫类型", "起始时间", "通话时长", "通话类型", "使用地点", "费用"),
        {
            "对方号码": "number", "呼叫类型": "type", "起始时间": "start", "通话时长": "duration", "使用地点": "place", "费用": "fee",
        },
        only=True,
        kind="call",
    ),
    Layout(
        ("主叫号码", "被叫号码", "呼叫类型", "起始时间", "费用"),
        {"主叫号码": "caller", "被叫号码": "callee", "呼叫类型": "type", "起始时间": "start", "费用": "fee"},
        kind="call",
    ),
    Layout(
        (*YUNNAN, "呼叫类型"),
        {
            "主叫号码": "caller", "被叫号码": "callee", "呼叫类型": "type", "通话开始时间": "start", "通话时长": "duration",
            "主叫位置": "place", "被叫位置": "place", "基本/漫游费": "fee",
        },
        only=True,
        kind="call",
    ),
    Layout(
        ("beginTime", "callType", "longDistanceType", "targetParty", "callDuriation"),
        {"beginTime": "start", "callType": "type", "targetParty": "number", "callDuriation": "duration"},
        only=True,
        kind="call",
    ),
    Layout(
        ("startDateNew", "startTimeNew", "ticketTypeNew", "durationType", "nbr"),
        {
            "startDateNew": "start", "startTimeNew": "start", "ticketTypeNew": "type", "durationType": "duration", "nbr": "number",
        },
        only=True,
        kind="call",
    ),
    Layout(
        ("START_TIME", "CALL_TYPE", "BILLING_AREA", "OTHERPHONE", "TIMELONG"),
        {"START_TIME": "start", "CALL_TYPE": "type", "OTHERPHONE": "number", "TIMELONG": "duration", "BILLING_AREA": "place"},
        only=True,
        kind="call",
    ),
    Layout(
        ("startTime", "callType", "calledNbr", "callingNbr", "eventType", "duration"),
        {
            "startTime": "start", "callType": "type", "calledNbr": "callee", "callingNbr": "caller", "duration": "duration",
            "position": "place",
        },
        only=True,
        kind="call",
    ),
)  # fmt: skip

CHINA_TELECOM = TableImporter(
    name="china_telecom",
    title=N_("China Telecom detailed bill"),
    maker=N_("China Telecom"),
    layouts=LAYOUTS,
    parts=labelled(YUNNAN),
    owner_in_name=True,
    zone="Asia/Shanghai",
    lists_missed=False,
    how=N_("189.cn or the China Telecom app: 详单查询 (detailed bill), each month, save as Excel"),
    reference="layouts of the provinces' pages on 189.cn in 2017 and 2018, by the crawler in Svolcano/python_exercise",
).importer()
