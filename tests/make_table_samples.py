"""Writes the sample exports of ``tests/samples`` that are tables. Everybody and everything in them is invented.

    python -m tests.make_table_samples

Their expected reading is written by ``python -m tests.golden generate`` and then looked at by a person. Workbooks hold the
time they were written at, so a sample that exists is left alone: delete it to have it written anew.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import openpyxl
import xlwt

FOLDER = Path(__file__).resolve().parent / "samples"
Rows = Sequence[Sequence[object]]

M1 = ["起始时间", "通信地点", "通信方式", "对方号码", "通话时长", "通信类型", "套餐优惠", "实收通信费", "是否“新通话”"]
PREAMBLE = [
    ["（详单信息仅供用户参考，不作其他凭证）"],
    ["从2025-12-16到2026-01-15 类型：通话详单 总条数：9"],
    ["本地通话费:0.00元 市话费:0.00元 其他业务费:0.00元"],
    ["长途通话费:0.00元 国内长途:0.00元 港澳台长途: 0.00元 国际长途: 0.00元"],
    ["漫游通话费:0.00元"],
]
NEW_YEAR = [
    ["12-31 23:59:58", "上海", "被叫", "008617050000901", "00:00:38", "国内被叫", "", "0.00", "是"],
    ["01-01 00:00:05", "上海", "被叫", "008617050000901", "00:00:11", "国内被叫", "", "0.00", "是"],
    ["01-02 09:12:33", "上海", "主叫", "00862195588", "00:05:38", "本地主叫本地", "", "0.00", "否"],
    ["01-02 09:12:33", "上海", "主叫", "00862195588", "00:05:38", "本地主叫本地", "", "0.00", "否"],
    ["01-03 10:00:00", "上海", "有条件呼叫转移主叫", "13900000909", "0秒", "", "", "0.00", "否"],
    ["01-03 10:00:00", "上海", "有条件呼叫转移被叫", "008617050000902", "0秒", "", "", "0.00", "否"],
    ["01-04 11:00:00", "上海", "有条件呼叫转移主叫", "13900000909", "41秒", "", "", "0.00", "否"],
    ["01-05 12:30:00", "上海", "可视被叫", "0086663662090", "1小时2分3秒", "国内被叫", "", "0.00", "是"],
    ["06-05 12:30:00", "上海", "被叫", "0086663662090", "3秒", "国内被叫", "", "0.00", "是"],
    ["合计", "", "", "", "", "", "", "0.00", ""],
]


def china_mobile(folder: Path) -> None:
    """Bills of China Mobile: the workbook of the web shop, two that users kept, and the CSV heads."""
    xls(folder / "13900000001_通话详单.xls", {"通话详单": [*PREAMBLE, M1, *NEW_YEAR]})
    serial = 43105.4127  # 2018-01-05 09:54:17
    xlsx(
        folder / "two months without heading.xlsx",
        {
            "201801": [
                [serial, "河北石家庄", "主叫", 2171234.0, "26秒", "本地主叫本地", "套餐", 0.0],
                [serial + 0.25, "河北石家庄", "有条件呼叫转移主叫", 13900000909.0, "41秒", "", "", 0.0],
                [serial + 0.5, "河北石家庄", "被叫", 3178690000.0, "1分钟58秒", "国内被叫", "", 0.0],
            ],
            "201802": [[serial + 31, "河北石家庄", "被叫", 17050000901.0, "83.0", "国内被叫", "", 0.0]],
            "说明": [["三月起换号"]],
        },
    )
    xlsx(
        folder / "history.xlsx",
        {
            "语音业务历史详单_1": [
                [
                    "对方号码",
                    "起始时间",
                    "通话类型",
                    "通话时长（秒）",
                    "总话费",
                    "长途类型",
                    "话单位置",
                    "漫游类型",
                    "网络",
                ],
                [
                    "对方号码",
                    "2015-01-05 14:05:31",
                    "主叫",
                    "76",
                    "0.00",
                    "国内长途(不含港澳台)",
                    "天津市",
                    "非漫游",
                    "GSM网络",
                ],
                ["17050000901", "2015-01-06 08:00:00", "被叫", 12.0, "0.00", "本地", "天津市", "非漫游", "GSM网络"],
            ],
            "套餐及固定费详单_1": [
                ["扣费时间", "使用周期", "套餐及固定费名称", "费用（元）"],
                ["201612", "2016-12-01 - 2016-12-31", "套餐", "58.00"],
            ],
        },
    )
    voice = "起始时间,通信地点,通信方式,对方号码,通信时长,通信类型,套餐优惠,实收通信费(元)\r\n"
    text(
        folder / "voice.csv",
        voice
        + "2026/03/08 09:12:33,上海,被叫,008617050000901,1小时2分3秒,国内被叫,,0.00\r\n"
        + "2026/03/08 22:00:00,上海,无条件及不可及呼叫转移被叫,17050000902,00:01:02,,,0.00\r\n"
        + "2026/03/09 07:59:59,上海,主叫,-,3秒,本地,,0.00\r\n"
        + "总计,,,,,,,0.00\r\n",
        "gb18030",
    )
    text(
        folder / "messages.csv",
        "起始时间,通信地点,对方号码,通信方式,信息类型,业务名称,套餐优惠,通信费(元)\r\n"
        "2026-03-08 09:12:33,内地,1069000009010,接收,短信,点对点短信,,0.00\r\n"
        "2026-03-08 09:13:00,内地,17050000901,发送,短信（长）,点对点短信,,0.10\r\n"
        "2026-03-09 10:00:00,内地,17050000901,接收,彩信,点对点彩信,,0.00\r\n",
        "gb18030",
    )
    text(
        folder / "no year.csv",
        voice
        + "03-08 09:12:33,上海,被叫,17050000901,38秒,国内被叫,,0.00\r\n02-30 09:12:33,上海,被叫,1,38秒,,,0.00\r\n",
        "gb18030",
    )
    cells = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in [["2026年01月 通话详单"], M1, *NEW_YEAR[:3]]
    )
    text(
        folder / "saved page.xls",
        f'<html><head><meta charset="gbk"></head><body><table>{cells}</table></body></html>',
        "gb18030",
    )


def imazing(folder: Path) -> None:
    """What iMazing saves of calls, in its current and in another heading, and of messages."""
    text(
        folder / "calls.csv",
        "Call type,Date,Duration,Number,Contact,Location,Service\n"
        'Outgoing,2026-01-01 12:00:00,00:01:00,+8613900000901,"Li, Ming",China,Phone: +8613900000001\n'
        "Incoming,2026-01-01 12:05:00,00:00:11,+8617050000901,,China,Phone: +8613900000001\n"
        "Missed,2026-01-01 22:10:00,00:00:00,+8617050000901,,China,Phone: +8613900000001\n"
        "Canceled,2026-01-01 22:11:00,,+8617050000901,,China,Phone: +8613900000001\n",
        "utf-8-sig",
    )
    text(
        folder / "calls by direction.csv",
        "Call Direction,Call Timestamp,Duration,Phone Number,Contact,Location,Service\n"
        "Incoming,2026-01-01T12:05:00Z,00:00:11,+8617050000901,,China,Phone\n"
        "Outgoing,2026-01-01T12:06:00Z,00:00:00,+8617050000901,,China,Phone\n",
        "utf-8-sig",
    )
    heading = (
        "Chat Session,Message Date,Delivered Date,Read Date,Edited Date,Service,Type,Sender ID,Sender Name,Status,"
        "Replying to,Subject,Text,Reactions,Attachment,Attachment type\n"
    )
    text(
        folder / "messages.csv",
        heading
        + "催收李,2026-01-02 09:00:00,,,,SMS,Incoming,+8617050000901,催收李,Read,,,"
        + '"您好，\n请今日还款，否则""上门"""\n,,,\n'.replace("\n,,,\n", ",,,\n")
        + "催收李,2026-01-02 09:01:00,,,,SMS,Outgoing,,,Delivered,,,请不要再打给我妈妈,,,\n"
        + "催收李,2026-01-02 09:02:00,,,,SMS,Notification,,,,,,对方已更换号码,,,\n"
        + "+8617050000902,2026-01-02 10:00:00,,,,iMessage,Outgoing,,,Delivered,,,在吗,,,\n",
        "utf-8-sig",
    )


def table(folder: Path) -> None:
    """Tables that are known by their words only."""
    text(
        folder / "phone app.csv",
        "通话记录导出\n导出时间：2026-03-09 08:00:00\n\n姓名,号码,类型,通话时间,通话时长,号码标记,卡槽\n"
        "(Unknown),170 5000 0901,未接来电,2026/3/8 9:12,0秒,疑似催收,卡1\n"
        "妈妈,13900000903,已接来电,2026/3/8 9:15,8分27秒,,卡1\n"
        "null,-1,拒接,2026/3/8 9:20,,,卡2\n"
        "妈妈,13900000903,去电,2026/3/8 9:30,0,,卡1\n"
        "妈妈,13900000903,怪事,2026/3/8 9:40,long,,卡1\n"
        "妈妈,13900000903,去电,昨天 9:50,12,,卡1\n"
        "姓名,号码,类型,通话时间,通话时长,号码标记,卡槽\n"
        "妈妈,13900000903\n"
        "以上为全部记录\n"
        "妈妈,13900000903,去电,2026/3/8 9:5",
        "utf-8",
    )
    text(
        folder / "messages.csv",
        '收发,对方号码,时间,短信内容\n收,1069000009010,2026-03-08 09:12:33,"【某贷】您的账单\n已逾期, 请还款"\n'
        "发,17050000901,2026-03-08 09:13:00,请停止\n草稿,17050000901,2026-03-08 09:13:30,请\n",
        "utf-8",
    )
    text(
        folder / "android numbers.csv",
        "number,type,date,duration,name\n17050000901,3,1772932353000,0,\n17050000901,5,1772932400000,7,\n"
        "13900000903,1,1772932500000,61,Mum\n13900000903,2,1772932600000,0,Mum\n13900000903,9,1772932700000,0,Mum\n",
        "utf-8",
    )
    text(
        folder / "flags.csv",
        'Date,Time,Phone number,Incoming,Missed,Duration,Notes\n2026-03-08,09:12:33,0755-2000 0316 x1234,true,true,0,"rang, twice"\n'
        "2026-03-08,09:14:00,17050000901,false,false,12,\n2026-03-08,09:20:00,17050000901,true,false,0,\n",
        "utf-8",
    )
    text(
        folder / "europe.csv",
        "Datum/Date;Time;Number;Duration;Direction;Cost\n25.10.2026;02:30:00;+491701234567;00:01:10;incoming;0,00\n"
        "29.03.2026;02:30:00;+491701234567;00:00:00;missed;0,00\nTotal;;;00:01:10;;0,00\n",
        "cp1252",
    )
    settings(folder / "europe.csv", '{"region": "DE", "zone": "Europe/Berlin"}')
    text(
        folder / "days above rows.xls",
        "<table><tr><th>起始时间</th><th>通信地点</th><th>主被叫</th><th>对方号码</th><th>通话时长</th></tr>"
        "<tr><th colspan=5>2026-03-08</th></tr><tr><td>03:39:57</td><td>北京</td><td>主叫</td><td>10086</td><td>1分钟58秒</td></tr>"
        "<tr><th colspan=5>2026-03-09</th></tr><tr><td>23:10:00</td><td>北京</td><td>被叫</td><td>17050000901</td><td>3秒</td></tr></table>",
        "utf-8",
    )
    (folder / "damaged text.csv").write_bytes(
        "对方号码,起始时间,短信内容,收发\n1069000009010,2026-03-08 09:12:33,".encode("gb18030")
        + "您好账单".encode("gb18030")[:7]
        + ",收\n17050000901,2026-03-08 09:13:00,测试,收\n".encode("gb18030")
    )
    text(folder / "utf-16.tsv", "号码\t时间\t类型\n17050000901\t2026-03-08 09:12:33\t未接\n" * 1, "utf-16")


def unrecognised(folder: Path) -> None:
    """What must be refused with a sentence that says why."""
    text(
        folder / "no numbers.csv",
        "序号,业务类型,通话起始时间,通话时长,呼叫类型\n1,语音电话,2026-03-01 09:00:00,3秒,被叫\n",
        "utf-8",
    )
    (folder / "bill.pdf").write_bytes(b"%PDF-1.4\n%%EOF\n")
    (folder / "locked.xlsx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "EncryptedPackage".encode("utf-16-le") + bytes(480)
    )


def text(path: Path, content: str, encoding: str) -> None:
    """Write a text sample."""
    path.write_bytes(content.encode(encoding))


def settings(sample: Path, content: str) -> None:
    """Write the settings a sample is read with."""
    sample.with_name(sample.name + ".settings.json").write_text(content + "\n", encoding="utf-8")


def xls(path: Path, sheets: dict[str, Rows]) -> None:
    """Write an old workbook, every cell as it is given."""
    if path.exists():
        return
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for i, row in enumerate(rows):
            for j, value in enumerate(row):
                sheet.write(i, j, value)
    book.save(str(path))


def xlsx(path: Path, sheets: dict[str, Rows]) -> None:
    """Write a workbook."""
    if path.exists():
        return
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)


WRITERS: tuple[Callable[[Path], None], ...] = (china_mobile, imazing, table, unrecognised)

if __name__ == "__main__":
    for write in WRITERS:
        (FOLDER / write.__name__).mkdir(parents=True, exist_ok=True)
        write(FOLDER / write.__name__)
