"""The carrier's bills of the borrower's number: connected calls only, in three shapes that China Mobile's pages have had."""

from __future__ import annotations

import csv
import datetime as dt
import io
import zipfile

from story.people import PEOPLE
from story.plan import AT_HOME, Event, moment
from story.planned_calls import DIVERTED

MASKED = "courier7"
"""Whose number the bill shows with stars."""

TWICE = "04-08 12:15:20"
"""The call that the bill holds twice, as the carrier's own files sometimes do."""

HEAD = (
    "起始时间",
    "通信地点",
    "通信方式",
    "对方号码",
    "通话时长",
    "通信类型",
    "套餐优惠",
    "实收通信费",
    "是否“新通话”",
)
HEAD_CSV = ("起始时间", "通信地点", "通信方式", "对方号码", "通信时长", "通信类型", "套餐优惠", "实收通信费(元)")

CONSTANT_PROPERTIES = {
    "docProps/app.xml": b'<?xml version="1.0" encoding="UTF-8"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/core.xml": b'<?xml version="1.0" encoding="UTF-8"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
}
"""Written instead of the workbook's own properties, which name the hour and the program's version."""


def bill(events: list[Event], month: int) -> list[tuple[dt.datetime, str, str, str, int, str]]:
    """Rows of one month: start, place, way, number, seconds, type.

    A bill counts from the moment of answering, so it starts later than the phone by the ringing and up to two seconds, and
    its length differs by a second or two.
    """
    rows = []
    for event in events:
        if event.kind == "call" and event.outcome == "answered" and event.sim == 1 and event.at.month == month:
            second = event.at.minute * 60 + event.at.second
            at = event.at + dt.timedelta(seconds=event.ring + second % 3)
            away = any(first <= event.at < last for first, last in AT_HOME)
            way, toll = (
                ("被叫", "国内被叫") if event.direction == "in" else ("主叫", "国内异地主叫" if away else "本地主叫")
            )
            row = (
                at,
                "韶关" if away else "深圳",
                way,
                bill_number(event.who),
                max(1, event.talk + (0, 1, 0, -1, 2)[second % 5]),
                toll,
            )
            rows += [row, row] if event.at == moment(TWICE) else [row]
    day, time, caller, taker, talk = DIVERTED.split()
    at = moment(f"{day} {time}")
    if at.month == month:
        rows += [
            (at, "深圳", "有条件呼叫转移被叫", bill_number(caller), int(talk), ""),
            (at, "深圳", "有条件呼叫转移主叫", bill_number(taker), int(talk), ""),
        ]
    return sorted(rows, key=lambda row: row[0])


def bill_number(who: str) -> str:
    """A number as the bill spells it: 0086, the area code without its 0, service numbers behind the area code of
    Shenzhen, ``未知`` where the caller withheld it."""
    number = PEOPLE[who].number
    if who == MASKED:
        return f"{number[:3]}****{number[-4:]}"
    if number.startswith("100"):
        return number
    if not number:
        return "未知"
    if number.startswith("95"):
        return "0086755" + number
    return "0086" + number.removeprefix("0")


def clock(seconds: int) -> str:
    """507 → ``00:08:27``."""
    return f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"


def words(seconds: int) -> str:
    """507 → ``8分27秒``, 47 → ``47秒``."""
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return (f"{hours}小时" if hours else "") + (f"{minutes}分" if hours or minutes else "") + f"{seconds % 60}秒"


def sheet(events: list[Event], month: int, length: object) -> list[tuple[str, ...]]:
    """One month as 10086 lays it out: five rows of preamble, heading, calls without a year, total."""
    rows, last = bill(events, month), (dt.date(2026, month + 1, 1) - dt.timedelta(days=1)).day
    preamble = (
        ("（详单信息仅供用户参考，不作其他凭证）",),
        (f"从2026-{month:02d}-01到2026-{month:02d}-{last} 类型：通话详单 总条数：{len(rows)}",),
        ("本地通话费：0.00元 市话费：0.00元 其他业务费：0.00元",),
        ("长途通话费：0.00元 国内长途：0.00元 港澳台长途：0.00元 国际长途：0.00元",),
        ("漫游通话费：0.00元 国内漫游：0.00元 港澳台漫游：0.00元 国际漫游：0.00元",),
    )
    write = clock if length == "clock" else words
    calls = [
        (f"{at:%m-%d %H:%M:%S}", place, way, number, write(talk), toll, "套餐内", "0.00", "否")
        for at, place, way, number, talk, toll in rows
    ]
    return [*preamble, HEAD, *calls, ("合计", "", "", "", write(sum(row[4] for row in rows)), "", "", "0.00", "")]


def april_xlsx(events: list[Event]) -> bytes:
    """The bill of April as a workbook."""
    import openpyxl

    book = openpyxl.Workbook()
    page = book.active
    page.title = "通话详单"
    for row in sheet(events, 4, "clock"):
        page.append(row)
    made, again = io.BytesIO(), io.BytesIO()
    book.save(made)
    # Packed again with a constant date and without compression, whose bytes differ between versions of the library.
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(again, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, (2026, 6, 1, 9, 0, 0))
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            new.writestr(entry, CONSTANT_PROPERTIES.get(name, old.read(name)))
    return again.getvalue()


def spring_xls(events: list[Event]) -> bytes:
    """The bills of March, April and May as an old workbook, a sheet a month."""
    import xlwt

    book = xlwt.Workbook(encoding="utf-8")
    for month in (3, 4, 5):
        page = book.add_sheet(f"2026{month:02d}")
        for y, row in enumerate(sheet(events, month, "words")):
            for x, value in enumerate(row):
                page.write(y, x, value)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def may_csv(events: list[Event]) -> bytes:
    """The bill of May as a GBK table with full dates."""
    rows = bill(events, 5)
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(HEAD_CSV)
    lines.writerows(
        (f"{at:%Y-%m-%d %H:%M:%S}", place, way, number, words(talk), toll, "套餐内", "0.00")
        for at, place, way, number, talk, toll in rows
    )
    lines.writerow(("合计", "", "", "", words(sum(row[4] for row in rows)), "", "", "0.00"))
    return text.getvalue().encode("gbk")
