"""Detailed bills of China Unicom (中国联通 详单): calls and messages, as 10010.com hands them out, or as a page delivered them.

Bills list connected calls only, in Beijing time. Workbooks are named by their month (``2016年01月语音通信``); some have a sheet
about the customer and summary rows above the heading. Where the owner of a bill took 通话地点 out, or blotted the numbers
out with ``***``, the rest is read. The names of JSON fields are those by which crawlers of 10010.com read its pages.
"""

from __future__ import annotations

from analyzer.importers.tables.table import Layout, TableImporter

N_ = str

VOICE = {
    "业务类型": "kind", "通话起始时间": "start", "通话时长": "duration", "呼叫类型": "type", "对方号码": "number", "通话地点": "place",
    "通话费": "fee", "其他费": "fee", "小计": "fee",
}  # fmt: skip
"""Columns of the voice bill; 通话类型 (within the province, long distance) is not needed."""

FIELDS = {
    "calldate": "start", "calltime": "start", "calllonghour": "duration", "othernum": "number", "calltypeName": "type",
    "homeareaName": "place", "totalfee": "fee",
}  # fmt: skip

HUBEI = {
    "calldateformat": "start", "calltimeformat": "start", "calllonghour": "duration", "othernumber": "number",
    "calltypename": "type", "eparchyname": "place",
}  # fmt: skip

LAYOUTS = (
    Layout(
        ("业务类型", "通话起始时间", "通话时长", "呼叫类型", "对方号码", "通话类型", "通话费"),
        VOICE,
        only=True,
        kind="call",
    ),
    Layout(("calldate", "calltime", "calllonghour", "othernum", "calltypeName"), FIELDS, only=True, kind="call"),
    Layout(
        ("calldateformat", "calltimeformat", "calllonghour", "othernumber", "calltypename"),
        HUBEI,
        only=True,
        kind="call",
    ),
    Layout(
        ("smsdate", "smstime", "businesstype", "othernum"),
        {"smsdate": "start", "smstime": "start", "businesstype": "type", "othernum": "number", "amount": "fee"},
        only=True,
        kind="sms",
    ),
)

CHINA_UNICOM = TableImporter(
    name="china_unicom",
    title=N_("China Unicom detailed bill"),
    maker=N_("China Unicom"),
    layouts=LAYOUTS,
    owner_in_name=True,
    zone="Asia/Shanghai",
    lists_missed=False,
    how=N_("10010.com or the China Unicom app: 详单查询 (detailed bill), each month, save as Excel"),
    reference="headings of bills downloaded from 10010.com in 2015, 2016 and 2017; fields of its pages in Svolcano/python_exercise",
).importer()
