"""Call records as crawlers of carriers' pages store them (运营商报告), and as police and analysis tools write them (话单).

The heading tells which it is. ``call_time`` is the time of the call in one schema (epoch seconds) and its length in
another. ``comm_direction``: 11 out, 12 in, 13 forwarded, 21 and 22 short message out and in, 31 and 32 multimedia message.
All of it comes out of carriers' bills, which list connected calls only.
"""

from __future__ import annotations

from analyzer.importers.tables.table import Layout, TableImporter

N_ = str

LAYOUTS = (
    Layout(
        ("call_tel", "call_time", "call_method", "call_duration"),
        {
            "call_tel": "number", "call_time": "start", "call_method": "type", "call_duration": "duration", "call_from": "place",
            "call_cost": "fee", "tel": "own", "tags_label": "label",
        },
        only=True,
        kind="call",
    ),
    Layout(
        ("sms_tel", "sms_time", "sms_method"),
        {
            "sms_tel": "number", "sms_time": "start", "sms_method": "type", "sms_type": "kind", "sms_loc": "place", "sms_fee": "fee",
            "tel": "own", "tags_label": "label",
        },
        only=True,
    ),
    Layout(
        ("call_start_time", "call_time", "call_other_number"),
        {"call_start_time": "start", "call_time": "duration", "call_other_number": "number"},
        kind="call",
    ),
    Layout(("msg_start_time", "msg_other_num"), {"msg_start_time": "start", "msg_other_num": "number"}, kind="sms"),
    Layout(
        ("owner_num", "peer_num", "started_at", "duration", "comm_direction"),
        {
            "owner_num": "own", "peer_num": "number", "started_at": "start", "duration": "duration", "bill_type": "kind",
            "comm_direction": "type",
        },
        only=True,
    ),
    Layout(
        ("通联类型", "本端号码", "对端号码", "通话开始/短信发送时间", "通话时长"),
        {"通联类型": "type", "本端号码": "own", "对端号码": "number", "通话开始/短信发送时间": "start", "通话时长": "duration"},
        only=True,
    ),
)  # fmt: skip

CALL_RECORDS = TableImporter(
    name="call_records",
    title=N_("call records out of an analysis tool or of a crawler of carriers' pages"),
    maker=N_("lenders' data services, police and analysis tools"),
    layouts=LAYOUTS,
    lists_missed=False,
    how=N_("ask whoever holds the records (a lender, a lawyer, the police) for the table, as CSV or Excel"),
    reference="phonebill.md in Svolcano/python_exercise; field lists of call record tools",
).importer()
