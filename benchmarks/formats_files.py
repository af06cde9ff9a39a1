"""Large exports of several kinds, made of one invented table of calls and messages (`benchmarks.generate`)."""

import csv
import datetime as dt
import itertools
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

CHINA = dt.timezone(dt.timedelta(hours=8))
TYPES = {"来电已接": 1, "去电": 2, "未接来电": 3, "已拒接": 5}
LONGER = "本平台将依据合同约定继续向您催告，若您已还款请忽略本条消息，客服电话4000000000。"


def entries(table: Path) -> Iterator[tuple[int, str, int, int, str]]:
    """Milliseconds, number, Android's type, seconds and text (calls: empty) of each row of a generated table."""
    with table.open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        next(rows)
        for kind, number, _, when, talk, body in rows:
            at = int(dt.datetime.fromisoformat(when).replace(tzinfo=CHINA).timestamp()) * 1000
            yield at, number, TYPES.get(kind, 1), int(talk or 0), body


def sms_xml(path: Path, table: Path, size: int = 100_000_000) -> Path:
    """Messages as SMS Backup & Restore writes them, until the file has so many bytes."""
    with path.open("wb") as file:
        written = file.write(
            b"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n<smses count=\"1\" backup_set=\"1\">\n"
        )
        while written < size:
            for at, number, _, _, body in entries(table):
                if written >= size:
                    break
                if body:
                    line = (
                        f'  <sms protocol="0" address={quoteattr(number)} date="{at}" type="1" subject="null" '
                        f'body={quoteattr(body + LONGER)} toa="null" sc_toa="null" service_center="null" read="1" '
                        f'status="-1" locked="0" date_sent="{at - 1000}" sub_id="1" '
                        'readable_date="Mar 1, 2026 10:15:00 AM" contact_name="(Unknown)" />\n'
                    )
                    written += file.write(line.encode())
        file.write(b"</smses>\n")
    return path


def call_database(path: Path, table: Path) -> Path:
    """``calllog.db`` as a Xiaomi phone has it, every row of the table a call."""
    rows = (
        (number, at, talk, type_, None, 1, "CN", "1", 1, 0, 0, "", 0) for at, number, type_, talk, _ in entries(table)
    )
    columns = (
        "number TEXT, date INTEGER, duration INTEGER, type INTEGER, name TEXT, presentation INTEGER, countryiso TEXT, "
        "subscription_id TEXT, new INTEGER, deleted INTEGER, firewalltype INTEGER, cloud_antispam_type_tag TEXT, features INTEGER"
    )
    return _database(path, "calls", columns, rows)


def message_database(path: Path, table: Path) -> Path:
    """``mmssms.db``, every row of the table an SMS."""
    rows = (
        (place % 900, number, at, at - 1000, 0, 1, -1, 1 if type_ != 2 else 2, body or "好的，收到", 0, 1)
        for place, (at, number, type_, _, body) in enumerate(entries(table))
    )
    columns = (
        "thread_id INTEGER, address TEXT, date INTEGER, date_sent INTEGER, protocol INTEGER, read INTEGER, status INTEGER, "
        "type INTEGER, body TEXT, locked INTEGER, sub_id INTEGER"
    )
    return _database(path, "sms", columns, rows)


def _database(path: Path, table: str, columns: str, rows: Iterator[tuple]) -> Path:
    with sqlite3.connect(path) as connection:
        connection.execute(f"CREATE TABLE {table} (_id INTEGER PRIMARY KEY, {columns})")
        names = [column.split()[0] for column in columns.split(", ")]
        marks = ", ".join("?" * len(names))
        connection.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)
    connection.close()
    return path


def quik_json(path: Path, table: Path) -> Path:
    """Messages as QUIK writes them, every row of the table one."""
    messages = [
        {
            "type": 1 if type_ != 2 else 2,
            "address": number,
            "date": at,
            "dateSent": at - 1000,
            "read": True,
            "status": -1,
            "body": body or "好的，收到",
            "protocol": 0,
            "serviceCenter": None,
            "locked": False,
            "subId": 1,
        }
        for at, number, type_, _, body in entries(table)
    ]
    path.write_text(json.dumps({"messageCount": len(messages), "messages": messages}, ensure_ascii=False), "utf-8")
    return path


def workbook(path: Path, table: Path) -> Path:
    """The table as a workbook of one sheet, texts and numbers as a spreadsheet program writes them."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("通话记录")
    with table.open(encoding="utf-8", newline="") as file:
        for place, row in enumerate(csv.reader(file)):
            if place:
                row[4] = int(row[4]) if row[4] else None
            sheet.append(row)
    book.save(path)
    return path


def part(path: Path, table: Path, first: int, rows: int) -> Path:
    """So many rows of the table from one on, below its heading."""
    with table.open(encoding="utf-8") as source:
        heading, *lines = itertools.islice(source, first + rows + 1)
    path.write_text(heading + "".join(lines[first:]), "utf-8")
    return path


def with_odd_rows(path: Path, table: Path, every: int = 10_000) -> Path:
    """The table with a stray cell in one row of so many, as programs write that do not quote a comma."""
    with table.open(encoding="utf-8") as source, path.open("w", encoding="utf-8") as target:
        for place, line in enumerate(source):
            target.write(line.rstrip("\n") + ",x\n" if place % every == every // 2 else line)
    return path
