"""The exports of the two phones: the main table, the SMS Backup & Restore pair, the workplace's call list."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from xml.sax.saxutils import quoteattr

from story.people import OWNER, WITHHELD, WORKPLACE, full_number
from story.plan import Event
from story.planned_calls import SPELLINGS, UNREADABLE_TIME

MADE = "20260601090000"
"""When the backup was made, as it stands in the files' names."""

TYPES = {("in", "answered"): "已接来电", ("in", "missed"): "未接来电", ("in", "rejected"): "已拒接", ("in", "blocked"): "已拦截",
         ("out", "answered"): "去电", ("out", "failed"): "去电", ("in", ""): "收到", ("out", ""): "发出"}  # fmt: skip
KINDS = {"call": "语音电话", "sms": "短信", "mms": "彩信"}
CODES = {
    ("in", "answered"): 1,
    ("out", "answered"): 2,
    ("out", "failed"): 2,
    ("in", "missed"): 3,
    ("in", "rejected"): 5,
    ("in", "blocked"): 6,
}
"""Android's CallLog.Calls types, as SMS Backup & Restore writes them."""

PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
"""A picture of one pixel."""

SMIL = '<smil><head><layout><root-layout/><region id="Text"/></layout></head><body><par><img src="image000000.png"/><text src="text000001.txt"/></par></body></smil>'


def table(events: list[Event]) -> bytes:
    """``export.csv``: calls and messages in one table, newest first, UTF-8 with byte-order mark."""
    turn: Counter[str] = Counter()
    rows = []
    for event in events:
        call, spellings = event.kind == "call", SPELLINGS.get(event.who, (event.person.number or "私人号码",))
        number = spellings[turn[event.who] % len(spellings)]
        turn[event.who] += 1
        time = f"{event.at:%Y-%m-%d %H:%M:%S}"
        rows.append((
            KINDS[event.kind], TYPES[event.direction, event.outcome], number, event.person.name, UNREADABLE_TIME.get(time[5:], time),
            str(event.talk) if call else "", str(event.ring) if call and event.direction == "in" else "", event.body, f"卡{event.sim}",
        ))  # fmt: skip
    head = ("业务类型", "类型", "号码", "姓名", "时间", "时长(秒)", "响铃时长(秒)", "内容", "SIM卡")
    return csv_bytes([head, *reversed(rows)])


def workplace_table(events: list[Event], phone: list[Event]) -> bytes:
    """``workplace_phone.csv``: the HR desk's calls as iMazing writes them, with its calls to the borrower."""
    rows = [
        (event.at, event.direction, event.outcome, event.talk, event.person.number, event.person.name)
        for event in events
    ]
    rows += [(event.at - dt.timedelta(seconds=1), "out" if event.direction == "in" else "in", event.outcome, event.talk, OWNER, "林晓雨")
             for event in phone if event.who == "hr" and event.kind == "call"]  # fmt: skip
    lines = [("Call type", "Date", "Duration", "Number", "Contact", "Location", "Service")]
    for at, direction, outcome, talk, number, name in sorted(rows, reverse=True):
        kind = "Outgoing" if direction == "out" else "Incoming" if outcome == "answered" else "Missed"
        lines.append(
            (
                kind,
                f"{at:%Y-%m-%d %H:%M:%S}",
                str(dt.timedelta(seconds=talk)).zfill(8),
                full_number(number),
                name,
                "China",
                f"Phone: +86{WORKPLACE}",
            )
        )
    return csv_bytes(lines)


def csv_bytes(rows: list[tuple[str, ...]]) -> bytes:
    """Rows as CSV, the way a spreadsheet likes it: byte-order mark, CRLF."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("utf-8-sig")


def calls_xml(events: list[Event]) -> bytes:
    """``calls-….xml`` of SMS Backup & Restore."""
    lines = []
    for event in events:
        if event.kind == "call":
            hidden = event.person.number == WITHHELD
            lines.append(element("call", {
                "number": "" if hidden else xml_number(event), "duration": event.talk, "date": millis(event), "type": CODES[event.direction, event.outcome],
                "presentation": 2 if hidden else 1, "subscription_id": event.sim, "post_dial_digits": "",
                "subscription_component_name": "com.android.phone/com.android.services.telephony.TelephonyConnectionService",
                "readable_date": readable(event.at), "contact_name": event.person.name or "(Unknown)",
            }, close=True))  # fmt: skip
    return document("calls", "0f6f1c52-5a33-4c1e-9b5d-6d1f1f0a4127", lines)


def sms_xml(events: list[Event]) -> bytes:
    """``sms-….xml`` of SMS Backup & Restore, with a picture message and an emoji as two surrogate references."""
    lines = []
    for event in events:
        received = event.direction == "in"
        if event.kind == "sms":
            lines.append(element("sms", {
                "protocol": 0, "address": xml_number(event), "date": millis(event), "type": 1 if received else 2, "subject": "null", "body": event.body,
                "toa": "null", "sc_toa": "null", "service_center": "null", "read": 1, "status": -1, "locked": 0,
                "date_sent": millis(event) - 2000 - millis(event) % 1000 if received else 0, "sub_id": event.sim,
                "readable_date": readable(event.at), "contact_name": event.person.name or "(Unknown)",
            }, close=True))  # fmt: skip
        elif event.kind == "mms":
            lines.extend(picture_message(event))
    return document("smses", "7be09c3d-8a84-4f0e-8f0a-20c1d5b94127", lines)


def picture_message(event: Event) -> list[str]:
    """One received MMS: its layout part, its picture, its text, its addresses."""
    parts = (
        {"seq": -1, "ct": "application/smil", "name": "null", "chset": "null", "cl": "smil.xml", "text": SMIL},
        {
            "seq": 0,
            "ct": "image/png",
            "name": "image000000.png",
            "chset": "null",
            "cl": "image000000.png",
            "text": "null",
            "data": PICTURE,
        },
        {"seq": 0, "ct": "text/plain", "name": "null", "chset": 106, "cl": "text000001.txt", "text": event.body},
    )
    return [
        element("mms", {
            "date": millis(event), "msg_box": 1, "address": xml_number(event), "m_type": 132, "sub": "null", "ct_t": "application/vnd.wap.multipart.related",
            "read": 1, "date_sent": millis(event) // 1000 - 4, "sub_id": event.sim, "text_only": 0, "rr": 129, "d_rpt": 129, "m_id": "null", "v": 18, "pri": 129,
            "readable_date": readable(event.at), "contact_name": event.person.name,
        }),
        "    <parts>", *(f"      {element('part', part, close=True).strip()}" for part in parts), "    </parts>", "    <addrs>",
        f"      {element('addr', {'address': xml_number(event), 'type': 137, 'charset': 106}, close=True).strip()}",
        f"      {element('addr', {'address': '+86' + OWNER, 'type': 151, 'charset': 106}, close=True).strip()}",
        "    </addrs>", "  </mms>",
    ]  # fmt: skip


def xml_number(event: Event) -> str:
    """The number as the phone's database keeps it: saved contacts with the country code, others as they came."""
    return full_number(event.person.number) if event.who in {"ma", "ang"} else event.person.number


def millis(event: Event) -> int:
    """Milliseconds since 1970; the part below the second is made from the time itself."""
    return int(event.at.timestamp()) * 1000 + (event.at.second * 37 + event.at.minute * 11) % 1000


def readable(at: dt.datetime) -> str:
    """The date as a phone set to Chinese shows it."""
    return f"{at.year}年{at.month}月{at.day}日 {at:%H:%M:%S}"


def element(name: str, attributes: dict[str, object], close: bool = False) -> str:
    """One element; line breaks become references, characters above U+FFFF two surrogate references."""
    text = " ".join(f"{key}={attribute(str(value))}" for key, value in attributes.items())
    return f"  <{name} {text}{' />' if close else '>'}"


def attribute(value: str) -> str:
    """An attribute's value in quotes."""
    quoted = quoteattr(value, {"\n": "&#10;"}).replace("&amp;#10;", "&#10;")
    units = ((char, (ord(char) - 0x10000)) for char in quoted)
    return "".join(
        char if above < 0 else f"&#{0xD800 + (above >> 10)};&#{0xDC00 + (above & 0x3FF)};" for char, above in units
    )


def document(root: str, backup_set: str, lines: list[str]) -> bytes:
    """The whole file."""
    count = sum(line.startswith(("  <call ", "  <sms ", "  <mms ")) for line in lines)
    head = [
        "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>", "<!--File Created By SMS Backup & Restore v10.20.002 on 2026/06/01 09:00:00-->",
        f'<{root} count="{count}" backup_set="{backup_set}" backup_date="1780275600000" type="full">',
    ]  # fmt: skip
    return "\n".join([*head, *lines, f"</{root}>", ""]).encode()
