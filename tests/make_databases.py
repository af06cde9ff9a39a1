"""Writes the sample databases of ``tests/samples``, and packed lists of messages. Everybody and everything in them is invented.

    python -m tests.make_databases

Their expected reading is written by ``python -m tests.golden generate`` and then looked at by a person. A database holds
the version of SQLite that wrote it, so a sample that exists is left alone: delete it to have it written anew.
"""

from __future__ import annotations

import json
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "samples"

T = 1_772_331_300_999
"""2026-03-01 02:15:00.999 UTC in milliseconds, 10:15 in Beijing."""
MINUTE = 60_000
APPLE = 978_307_200
SECONDS = T // 1000

Rows = Iterable[Sequence[Any]]


def build(path: Path, script: str, rows: dict[str, Rows] | None = None, pages: int = 512) -> Path:
    """A database of small pages: a script that makes it, then rows for its tables by their names."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA page_size={pages}")
        connection.execute("PRAGMA synchronous=OFF")
        connection.executescript(script)
        for table, some in (rows or {}).items():
            for row in some:
                connection.execute(f"INSERT INTO {table} VALUES ({','.join('?' * len(row))})", row)
    connection.close()
    return path


def number(i: int) -> str:
    return f"170500009{i:02d}"


XIAOMI = """
CREATE TABLE android_metadata (locale TEXT);
CREATE TABLE calls (_id INTEGER PRIMARY KEY AUTOINCREMENT, number TEXT, presentation INTEGER NOT NULL DEFAULT 1,
  date INTEGER, duration INTEGER, type INTEGER, new INTEGER, name TEXT, subscription_id TEXT, simid INTEGER,
  firewalltype INTEGER, cloud_antispam_type INTEGER, cloud_antispam_type_tag TEXT, mark_deleted INTEGER DEFAULT 0,
  missed_count INTEGER, my_number TEXT);
CREATE INDEX calls_date ON calls (date);
"""


def xiaomi(path: Path) -> None:
    """Every type that Android has, a few of makers, withheld numbers, what the filter refused, what was deleted."""

    def row(i: int, type_: Any, duration: Any = 0, number_: Any = None, shown: int = 1, **more: Any) -> tuple[Any, ...]:
        given = {"name": None, "sim": 1, "wall": 0, "tag": None, "deleted": 0, "date": T + i * MINUTE} | more
        named = number(i) if number_ is None else number_
        return (
            i, named, shown, given["date"], duration, type_, 1, given["name"], None, given["sim"], given["wall"],
            2 if given["tag"] else 0, given["tag"], given["deleted"], 1, "+8613900000001",
        )  # fmt: skip

    rows = [
        row(1, 1, 37, name="张三😀"),
        row(2, 2, 0),
        row(3, 2, 12, sim=2),
        row(4, 3, 0),
        row(5, 3, 21, tag="骚扰电话"),
        row(6, 4, 5),
        row(7, 5, 4),
        row(8, 6, 0, tag="贷款催收"),
        row(9, 7, 0),
        row(10, 3, 0, wall=1, tag="推销"),
        row(11, 3, 0, wall=2),
        row(12, 10, 0),
        row(13, 1002, 0),
        row(14, 77, 3),
        row(15, 77, 3),
        row(16, 1, 9, "", 2),
        row(17, 3, 0, "", 3),
        row(18, 3, 0, "-3"),
        row(19, 1, 9, "", 4),
        row(20, 3, 0, deleted=1),
        row(21, 1, "long"),
        row(22, 1, 8, date=0),
        row(23, 1, 8, date="yesterday"),
        row(24, 1, -5, 17050000924),
        row(25, 1, 8, b"0170\xff5000925"),
    ]
    build(path, XIAOMI, {"calls": rows})


def makers(folder: Path) -> None:
    """Ringing as vivo, OPPO, Honor and Samsung note it."""
    vivo = "CREATE TABLE calls (_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, duration INTEGER, type INTEGER, record_duration INTEGER, simid INTEGER)"
    build(
        folder / "vivo calllog.db",
        vivo,
        {
            "calls": [
                (1, number(1), T, 0, 3, 18, 0),
                (2, number(1), T + MINUTE, 0, 5, 4, 1),
                (3, number(1), T + 2 * MINUTE, 65, 1, 90, -1),
                (4, number(1), T + 3 * MINUTE, 0, 3, None, None),
            ]
        },
    )
    huawei = "CREATE TABLE calls (_id INTEGER PRIMARY KEY, number TEXT, presentation INTEGER, date INTEGER, duration INTEGER, type INTEGER, name TEXT, subscription_id TEXT, ring_times INTEGER, mark_type TEXT, mark_content TEXT, is_cloud_mark INTEGER)"
    build(
        folder / "huawei contacts2.db",
        huawei,
        {
            "calls": [
                (1, number(2), 1, T, 9, 3, None, "0", 3, "crank", "骚扰电话", 1),
                (2, number(2), 1, T + MINUTE, 0, 5, None, "1", 1, "fraud", "", 1),
                (3, number(3), 1, T + 2 * MINUTE, 65, 1, "李四", "null", 0, "0", None, 0),
            ]
        },
    )
    backup = "CREATE TABLE calls_tb (number TEXT, date INTEGER, duration INTEGER, type INTEGER, name TEXT, ring_times INTEGER, mark_type TEXT, mark_content TEXT, countryiso TEXT, geocoded_location TEXT)"
    build(
        folder / "hisuite calllog.db",
        backup,
        {
            "calls_tb": [
                ("95588", T, 0, 3, None, 2, None, None, "CN", "上海"),
                (number(4), T + MINUTE, 31, 1, "王五", 1, None, None, "CN", ""),
            ]
        },
    )
    samsung = "CREATE TABLE logs (_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, duration INTEGER, type INTEGER, name TEXT, logtype INTEGER, sim_id INTEGER, m_content TEXT)"
    build(
        folder / "samsung logs.db",
        samsung,
        {
            "logs": [
                (1, number(5), T, 17, 3, None, 100, 0, None),
                (2, number(5), T + MINUTE, 5, 5, None, 1000, 0, None),
                (3, number(5), T + 2 * MINUTE, 0, 1, None, 300, 0, "【某贷】您已逾期"),
                (4, number(6), T + 3 * MINUTE, 44, 1, None, 500, 1, None),
                (5, number(6), T + 4 * MINUTE, 0, 1450, None, 100, 1, None),
            ]
        },
    )


HOSTILE = """
CREATE TABLE calls (_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, type INTEGER, duration INTEGER,
  name TEXT AS (upper(number)), label TEXT AS (hex(zeroblob(1000))) STORED, CHECK (abs(type) < 9));
CREATE VIEW sms AS SELECT number AS address, date, type, load_extension('/tmp/x.so') AS body FROM calls;
CREATE VIEW logs AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS number, i AS date, 1 AS type, 100 AS logtype FROM n;
CREATE TRIGGER t AFTER INSERT ON calls BEGIN DELETE FROM calls WHERE _id = 1; END;
CREATE INDEX odd ON calls (upper(number)) WHERE length(number) > 3;
CREATE VIRTUAL TABLE message USING fts4(date, is_from_me, handle_id, text);
CREATE TABLE handle (id TEXT);
"""


def hostile(path: Path) -> None:
    """An honest table among everything that runs when it is looked at."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA page_size=1024")
        connection.executescript(HOSTILE)
        rows = [(i, number(i), T + i * MINUTE, 3, 0) for i in range(1, 4)]
        connection.execute("DROP TRIGGER t")
        connection.executemany("INSERT INTO calls (_id, number, date, type, duration) VALUES (?, ?, ?, ?, ?)", rows)
        connection.execute("CREATE TRIGGER t AFTER INSERT ON calls BEGIN DELETE FROM calls WHERE _id = 1; END")
    connection.close()


SMS = "CREATE TABLE sms (_id INTEGER PRIMARY KEY, thread_id INTEGER, address TEXT, person INTEGER, date INTEGER, date_sent INTEGER, type INTEGER, subject TEXT, body TEXT, sub_id INTEGER DEFAULT -1, deleted INTEGER DEFAULT 0);"
MMS = """
CREATE TABLE pdu (_id INTEGER PRIMARY KEY, thread_id INTEGER, date INTEGER, msg_box INTEGER, m_type INTEGER, sub TEXT, sub_cs INTEGER, sub_id INTEGER);
CREATE TABLE addr (_id INTEGER PRIMARY KEY, msg_id INTEGER, address TEXT, type INTEGER, charset INTEGER);
CREATE TABLE part (_id INTEGER PRIMARY KEY, mid INTEGER, seq INTEGER DEFAULT 0, ct TEXT, name TEXT, _data TEXT, text TEXT);
CREATE VIEW words_view AS SELECT body FROM sms;
"""


def messages(folder: Path) -> None:
    """SMS of every type, MMS with their addresses and parts."""
    mojibake = "逾期通知".encode().decode("latin-1")
    build(
        folder / "mmssms.db",
        SMS + MMS,
        {
            "sms": [
                (1, 1, "10690000123", None, T, T - 1000, 1, None, "【某贷】您已逾期😀\n回T退订", 1, 0),
                (2, 1, "10690000123", None, T + MINUTE, 0, 2, None, "T", 2, 0),
                (3, 2, number(1), None, T + 2 * MINUTE, 0, 3, None, "草稿", -1, 0),
                (4, 2, number(1), None, T + 3 * MINUTE, 0, 5, None, "没发出去", -1, 0),
                (5, 2, number(1), None, T + 4 * MINUTE, 0, 7, None, "被拦截的短信", -1, 0),
                (6, 2, number(1), None, T + 5 * MINUTE, 0, 8, None, "定时", -1, 0),
                (7, 2, "", None, T + 6 * MINUTE, 0, 19, None, "小区广播", -1, 0),
                (8, 2, None, None, T + 7 * MINUTE, 0, 1, None, None, -1, 0),
                (9, 2, number(2), None, T + 8 * MINUTE, 0, 1, None, "删掉的", -1, 1),
                (10, 2, "某银行", None, T + 9 * MINUTE, 0, 99, None, "类型不明", -1, 0),
            ],
            "pdu": [
                (21, 3, SECONDS, 1, 132, mojibake, 106, 1),
                (22, 3, SECONDS + 60, 2, 128, None, None, 1),
                (23, 3, SECONDS + 120, 1, 130, None, None, 1),
                (24, 3, SECONDS + 180, 1, 134, None, None, 1),
                (25, 3, SECONDS + 240, 1, 132, mojibake, 106, 1),
                (26, 3, SECONDS + 300, 3, 128, None, None, 1),
                (27, 3, SECONDS + 360, 0, 132, None, None, 1),
            ],
            "addr": [
                (1, 21, number(3), 137, 106),
                (2, 21, "13900000001", 151, 106),
                (3, 22, "insert-address-token", 137, 106),
                (4, 22, number(3), 151, 106),
                (5, 22, number(4), 151, 106),
                (6, 25, number(5), 137, 106),
                (7, 99, number(6), 137, 106),
            ],
            "part": [
                (1, 21, -1, "application/smil", "smil.xml", None, "<smil/>"),
                (2, 21, 0, "text/plain", "a", None, "第一段"),
                (3, 21, 0, "image/jpeg", "b", "/data/x.jpg", None),
                (4, 21, 0, "text/plain", "c", None, "第二段"),
                (5, 22, 0, "text/plain", "d", None, "收到"),
            ],
        },
    )
    huawei = (
        "CREATE TABLE sms_tb (group_id INTEGER, date INTEGER, address TEXT, type INTEGER, body TEXT, sub_id INTEGER)"
    )
    build(
        folder / "hisuite sms.db",
        huawei,
        {"sms_tb": [(1, T, "1069012345678", 1, "您的验证码是 000000", 0), (1, T + MINUTE, number(7), 2, "好的", 0)]},
    )


def packed(path: Path, entries: list[dict[str, Any]]) -> None:
    """A list as Android's backup agent packs it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(zlib.compress(json.dumps(entries, ensure_ascii=False, separators=(",", ":")).encode(), 9))


def adb(folder: Path) -> None:
    own = "+8613900000001"
    sms = [
        {"self_phone": own, "address": "10690000123", "body": "【某贷】您已逾期😀", "date": str(T), "date_sent": str(T - 900), "status": "-1", "type": "1", "recipients": ["10690000123"], "read": "1"},
        {"self_phone": own, "address": "10690000123", "body": "T", "date": str(T + MINUTE), "type": "2", "recipients": ["10690000123"]},
        {"self_phone": own, "address": number(1), "body": "草稿", "date": str(T + 2 * MINUTE), "type": "3", "recipients": [number(1)]},
        {"self_phone": own, "address": number(1), "body": "没有时间", "type": "1"},
    ]  # fmt: skip
    packed(folder / "000000_sms_backup", sms)
    mms = [
        {"self_phone": own, "sub": "逾期通知".encode().decode("latin-1"), "date": str(SECONDS), "m_type": "132", "v": "18", "msg_box": "1", "recipients": [number(2)], "mms_addresses": [{"type": 137, "address": number(2), "charset": 106}, {"type": 151, "address": own, "charset": 106}], "mms_body": "", "mms_charset": 106},
        {"self_phone": own, "date": str(SECONDS + 60), "m_type": "128", "msg_box": "2", "recipients": [number(2), number(3)], "mms_addresses": [{"type": 137, "address": "insert-address-token", "charset": 106}, {"type": 151, "address": number(2), "charset": 106}, {"type": 151, "address": number(3), "charset": 106}], "mms_body": "收到", "mms_charset": 106},
        {"date": str(SECONDS + 120), "m_type": "132", "msg_box": "1", "recipients": [number(4)], "mms_body": "一句话"},
    ]  # fmt: skip
    packed(folder / "000001_mms_backup", mms)


def truecaller(path: Path) -> None:
    script = "CREATE TABLE history (_id INTEGER PRIMARY KEY, tc_id TEXT, normalized_number TEXT, raw_number TEXT, number_type INTEGER, country_code TEXT, cached_name TEXT, type INTEGER, action INTEGER, call_log_id INTEGER, timestamp INTEGER, duration INTEGER, ringing_duration INTEGER, subscription_id TEXT);"
    rows = [
        (1, None, "+8617050000901", number(1), 0, "CN", "Spam 😀", 1, 0, 1, T, 37, 8000, "0"),
        (2, None, "+8617050000901", number(1), 0, "CN", None, 2, 0, 2, T + MINUTE, 0, 0, "-1"),
        (3, None, "+8617050000902", None, 0, "CN", None, 3, 4, 3, T + 2 * MINUTE, 0, 21345, "1"),
        (4, None, None, "", 0, "CN", None, 9, 0, 4, T + 3 * MINUTE, 3, 0, "1"),
    ]
    build(path, script, {"history": rows})


def pc_backup(path: Path) -> None:
    script = """
    CREATE TABLE Calls (number TEXT, name TEXT, time TEXT, talkTime TEXT, callType INTEGER);
    CREATE TABLE SMS (phoneNumber TEXT, time TEXT, name TEXT, shortType INTEGER, isMms INTEGER, theme TEXT, shortRead INTEGER, body TEXT, path TEXT);
    """
    build(
        path,
        script,
        {
            "Calls": [
                (number(1), "张三", "2026-03-01 10:15:00", "1分23秒", 1),
                (number(1), "张三", "2026-03-01 10:20:00", "0分0秒", 3),
                (number(2), "", "2026-03-01 10:25:00", "0分9秒", 2),
                (number(2), "", "昨天", "0分9秒", 2),
            ],
            "SMS": [
                ("10690000123", "2026-03-01 10:30:00", "", 1, 0, "", 1, "【某贷】您已逾期", ""),
                (number(2), "2026-03-01 10:31:00", "", 2, 0, "", 1, "知道了\0", ""),
            ],
        },
    )


def typed_stream(text: str) -> bytes:
    """The text of a message as Apple's archiver writes it."""
    data = text.encode()
    if len(data) < 0x80:
        length = bytes([len(data)])
    elif len(data) < 1 << 15:
        length = b"\x81" + len(data).to_bytes(2, "little")
    else:
        length = b"\x82" + len(data).to_bytes(4, "little")
    before = b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x12NSAttributedString\x00\x84\x84\x08NSObject\x00\x85\x92\x84\x84\x84"
    return (
        before + b"\x08NSString\x01\x94\x84\x01+" + length + data + b"\x86\x84\x02iI\x01" + bytes([min(len(text), 127)])
    )


def iphone_calls(folder: Path) -> None:
    script = "CREATE TABLE ZCALLRECORD (Z_PK INTEGER PRIMARY KEY, Z_ENT INTEGER, Z_OPT INTEGER, ZANSWERED INTEGER, ZCALLTYPE INTEGER, ZHANDLE_TYPE INTEGER, ZORIGINATED INTEGER, ZDATE TIMESTAMP, ZDURATION FLOAT, ZADDRESS VARCHAR, ZISO_COUNTRY_CODE VARCHAR, ZNAME VARCHAR, ZSERVICE_PROVIDER VARCHAR, ZJUNKIDENTIFICATIONCATEGORY VARCHAR);"
    t = SECONDS - APPLE + 0.75
    phone, facetime = "com.apple.Telephony", "com.apple.FaceTime"
    rows = [
        (1, 2, 1, 1, 1, 2, 0, t, 37.4, "+8617050000901", "cn", None, phone, None),
        (2, 2, 1, 0, 1, 2, 0, t + 60, 0.0, number(1), "cn", None, phone, "骚扰电话"),
        (3, 2, 1, 0, 1, 2, 1, t + 120, 12.6, number(2).encode(), "cn", None, phone, None),
        (4, 2, 1, 0, 1, 2, 1, t + 180, 0.0, "95588", "cn", "某银行", phone, None),
        (5, 2, 1, 1, 16, 3, 0, t + 240, 5.0, "someone@example.com", "cn", None, facetime, None),
        (6, 2, 1, 0, 0, 1, 0, t + 300, 0.0, None, "cn", None, "net.example.chat", None),
        (7, 2, 1, 0, 1, 2, 0, t + 360, 0.0, "", "cn", None, phone, None),
        (8, 2, 1, 0, 1, 2, 0, None, 0.0, number(3), "cn", None, phone, None),
    ]
    build(folder / "CallHistory.storedata", script, {"ZCALLRECORD": rows})
    old = "CREATE TABLE call (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, address TEXT, date INTEGER, duration INTEGER, flags INTEGER, id INTEGER, name TEXT, country_code TEXT);"
    build(
        folder / "call_history.db",
        old,
        {
            "call": [
                (1, number(1), SECONDS, 33, 4, -1, None, "460"),
                (2, number(1), SECONDS + 60, 0, 4, -1, None, "460"),
                (3, number(2), SECONDS + 120, 8, 5, -1, "张三", "460"),
                (4, number(2), SECONDS + 180, 0, 5, -1, None, "460"),
            ]
        },
    )


CHAT = """
CREATE TABLE message (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT, text TEXT, handle_id INTEGER DEFAULT 0, service TEXT,
  error INTEGER DEFAULT 0, date INTEGER, is_sent INTEGER DEFAULT 0, is_from_me INTEGER DEFAULT 0, item_type INTEGER DEFAULT 0,
  associated_message_type INTEGER DEFAULT 0, destination_caller_id TEXT, attributedBody BLOB);
CREATE TABLE handle (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL, country TEXT, service TEXT NOT NULL);
CREATE TABLE chat (ROWID INTEGER PRIMARY KEY AUTOINCREMENT, guid TEXT, chat_identifier TEXT);
CREATE TABLE chat_message_join (chat_id INTEGER, message_id INTEGER, message_date INTEGER, PRIMARY KEY (chat_id, message_id));
CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER, UNIQUE (chat_id, handle_id));
CREATE TRIGGER after_delete AFTER DELETE ON message BEGIN SELECT delete_attachment_path('x'); END;
"""
HANDLES = [
    (1, "+8617050000901", "cn", "SMS"),
    (2, "106900001234", "cn", "SMS"),
    (3, "someone@example.com", "cn", "iMessage"),
    (4, "+8617050000904", "cn", "iMessage"),
]


def iphone_messages(folder: Path) -> None:
    def row(i: int, text: Any, handle: int, mine: int = 0, service: str = "SMS", **more: Any) -> tuple[Any, ...]:
        given = {"error": 0, "sent": mine, "item": 0, "about": 0, "own": "+8613900000001", "body": None} | more
        date = (SECONDS - APPLE + 60 * i) * 10**9 + 999
        return (
            i, f"G{i}", text, handle, service, given["error"], date, given["sent"], mine, given["item"], given["about"],
            given["own"], given["body"],
        )  # fmt: skip

    rows = [
        row(1, "【某贷】您已逾期😀", 2),
        row(2, None, 1, body=typed_stream("催收员：今天必须还款😀")),
        row(3, None, 1, body=typed_stream("再不还就上门。" * 20)),
        row(4, "T", 2, 1),
        row(5, None, 3, 0, "iMessage", body=typed_stream("￼看图")),
        row(6, "没发出去", 1, 1, error=22, sent=0),
        row(7, None, 3, 0, "iMessage", item=1),
        row(8, "赞了“好”", 3, 0, "iMessage", about=2001),
        row(9, "群里的话", 0, 1, "iMessage"),
        row(10, "群里的回话", 4, 0, "iMessage"),
        row(11, "一对一", 0, 1, own="someone.else@example.com"),
        row(12, None, 1, body=b"bplist00 what is this"),
        row(13, "不知是谁", 0),
    ]
    joins = [(1, i, 0) for i in (2, 3, 11)] + [(2, 9, 0), (2, 10, 0)]
    build(
        folder / "sms.db",
        CHAT,
        {
            "handle": HANDLES,
            "message": rows,
            "chat": [(1, "a", "+8617050000901"), (2, "b", "chat100")],
            "chat_message_join": joins,
            "chat_handle_join": [(1, 1), (2, 3), (2, 4)],
        },
    )
    old = "CREATE TABLE message (ROWID INTEGER PRIMARY KEY, text TEXT, handle_id INTEGER, date INTEGER, is_from_me INTEGER); CREATE TABLE handle (ROWID INTEGER PRIMARY KEY, id TEXT);"
    t = SECONDS - APPLE
    build(
        folder / "ios 9 sms.db",
        old,
        {"handle": [(1, number(1))], "message": [(1, "旧手机", 1, t, 0), (2, "好", 1, t + 60, 1)]},
    )


def unrecognised(folder: Path) -> None:
    """What is a database, and still no list of calls or messages."""
    view = "CREATE TABLE numbers (number, date, type); CREATE VIEW calls AS SELECT number, date, type, 0 AS duration FROM numbers;"
    build(folder / "view called calls.db", view, {"numbers": [(number(1), T, 3)]})
    build(
        folder / "bookmarks.db", "CREATE TABLE bookmarks (url TEXT, title TEXT)", {"bookmarks": [("about:blank", "x")]}
    )
    fts = "CREATE VIRTUAL TABLE calls USING fts4(number, date, type)"
    build(folder / "virtual table called calls.db", fts, {"calls": [(number(1), T, 3)]})
    (folder / "encrypted.db").write_bytes(bytes((i * 197 + i // 7) % 256 for i in range(4096)))


SAMPLES: dict[str, Callable[[Path], None]] = {
    "android_calls/xiaomi calllog.db": xiaomi,
    "android_calls/hostile calllog.db": hostile,
    "truecaller/tc.db": truecaller,
    "pc_backup/callinfo.db": pc_backup,
}
FOLDERS: dict[str, tuple[Callable[[Path], None], tuple[str, ...]]] = {
    "android_calls": (makers, ("vivo calllog.db", "huawei contacts2.db", "hisuite calllog.db", "samsung logs.db")),
    "android_messages": (messages, ("mmssms.db", "hisuite sms.db")),
    "adb_backup": (adb, ("000000_sms_backup", "000001_mms_backup")),
    "iphone_calls": (iphone_calls, ("CallHistory.storedata", "call_history.db")),
    "iphone_messages": (iphone_messages, ("sms.db", "ios 9 sms.db")),
    "unrecognised": (unrecognised, ("view called calls.db", "bookmarks.db", "virtual table called calls.db", "encrypted.db")),
}  # fmt: skip


def main(root: Path = FOLDER) -> None:
    """Write the samples that are missing."""
    for name, write in SAMPLES.items():
        if not (root / name).exists():
            write(root / name)
    for name, (write, files) in FOLDERS.items():
        if not all((root / name / file).exists() for file in files):
            write(root / name)


if __name__ == "__main__":
    main()
