"""Writes those samples of app exports that no editor writes well: archives, UTF-16, quoted printable. All people invented.

python tests/make_app_samples.py
"""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "samples"

SMS = {
    "_id": "1", "thread_id": "7", "address": "106900001234", "date": "1772331300123", "date_sent": "1772331299000",
    "protocol": "0", "read": "1", "status": "-1", "type": "1", "body": "【某某贷】您已逾期，请立即还款😡", "sub_id": "1",
}  # fmt: skip
MMS = {
    "_id": "3", "thread_id": "8", "date": "1772334900", "msg_box": "1", "m_type": "132", "sub_id": "1", "ct_t": "application/vnd.wap.multipart.related",
    "__sender_address": {"address": "13911110002", "type": "137", "charset": "106", "__display_name": "李四"},
    "__recipient_addresses": [{"address": "13800000001", "type": "151", "charset": "106"}],
    "__parts": [
        {"seq": "-1", "ct": "application/smil", "text": "<smil/>"},
        {"seq": "0", "ct": "text/plain", "text": "看这张照片"},
        {"seq": "0", "ct": "image/jpeg", "_data": "/data/PART_1"},
    ],
}  # fmt: skip


def archive(path: Path, members: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members.items():
            file.writestr(zipfile.ZipInfo(name, (2026, 3, 15, 10, 30, 0)), data, zipfile.ZIP_DEFLATED)


def lines(*entries: object) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in entries).encode()


def qp(text: str) -> str:
    """Quoted printable as phones write it: every byte, soft line ends."""
    marks = "".join(f"={byte:02X}" for byte in text.encode())
    return "=\r\n".join(marks[i : i + 69] for i in range(0, len(marks), 69))


def vmsg(number: str, box: str, date: str, origin: str, text: str, subject: str = "Subject") -> str:
    origin_line = f"DateOrigin:{origin}\r\n" if origin else ""
    return (
        f"BEGIN:VMSG\r\nVERSION:1.1\r\nBEGIN:VCARD\r\nTEL:{number}\r\nEND:VCARD\r\nBEGIN:VBODY\r\nX-BOX:{box}\r\n"
        f"X-READ:READ\r\nX-SEEN:1\r\nBlockType:0\r\nX-SIMID:0\r\nX-LOCKED:UNLOCKED\r\nX-TYPE:SMS\r\nDate:{date}\r\n{origin_line}"
        f"{subject}ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:{qp(text)}\r\nEND:VBODY\r\nEND:VMSG\r\n"
    )


def vmg(box: str, stamp: str, outer: str, inner: str, date: str, text: str) -> str:
    card = f"BEGIN:VCARD\r\nVERSION:2.1\r\nN:\r\nTEL:{inner}\r\nEND:VCARD\r\n" if inner else ""
    return (
        f"BEGIN:VMSG\r\nVERSION:1.1\r\nX-IRMC-STATUS:READ\r\nX-IRMC-BOX:{box}\r\nX-NOK-DT:{stamp}\r\nBEGIN:VCARD\r\n"
        f"VERSION:2.1\r\nN:\r\nTEL:{outer}\r\nEND:VCARD\r\nBEGIN:VENV\r\n{card}BEGIN:VENV\r\nBEGIN:VBODY\r\nDate:{date}\r\n{text}\r\n"
        "END:VBODY\r\nEND:VENV\r\nEND:VENV\r\nEND:VMSG\r\n"
    )


def main() -> None:
    """Write them."""
    home = FOLDER / "sms_import_export_messages"
    sent = SMS | {
        "_id": "2",
        "address": "13911110001",
        "type": "2",
        "date": "1772331400456",
        "body": "请别再打了",
        "__display_name": "王五",
    }
    draft = SMS | {"_id": "4", "type": "3", "body": "没发"}
    undated = {name: value for name, value in SMS.items() if name != "date"} | {"_id": "5"}
    several = MMS | {
        "_id": "6", "date": "1772335000", "msg_box": "2", "m_type": "128", "__parts": [],  "sub": "标题",
        "__recipient_addresses": [{"address": "13911110003", "type": "151"}, {"address": "13911110004", "type": "151"}],
        "__sender_address": {"address": "insert-address-token", "type": "137"},
    }  # fmt: skip
    data = (
        lines(SMS, sent, draft, undated, MMS, several)
        + b'"no object"\n{"_id": "7", "addr\n'
        + lines(SMS | {"_id": "8", "date": "1772331500000", "body": None})
    )
    archive(home / "messages-2026-03-15.zip", {"messages.ndjson": data, "data/PART_1": b"\xff\xd8\xff\xe0 no picture"})
    (home / "messages.ndjson").write_bytes(lines(SMS, sent) + json.dumps(MMS, ensure_ascii=False).encode()[:120])
    home = FOLDER / "sms_import_export_blocked"
    blocked = [
        {"_id": "1", "original_number": "13911110001", "e164_number": "+8613911110001"},
        {"_id": "2", "original_number": "95"},
    ]
    archive(home / "blocked_numbers-2026-03-15.zip", {"blocked_numbers.ndjson": lines(*blocked)})

    home = FOLDER / "vmessage"
    (home / "sms.vmsg").write_bytes(
        (
            vmsg("106900001234", "INBOX", "2026/03/01 10:15:00", "1772331300123", "【某某贷】您已逾期，请立即还款😡，否则联系您的家人和单位。")
            + vmsg("13911110001", "SENDBOX", "2026/03/01 10:16:40", "1772331400456", "请别再打了", "Subject;")
            + vmsg("13911110001", "DRAFT", "2026/03/01 10:17:00", "1772331420000", "没发")
            + vmsg("", "INBOX", "2026/03/01 10:18:00", "x", "没有号码")
        ).encode()
    )  # fmt: skip
    (home / "no instants.vmsg").write_bytes(
        (vmsg("13911110001", "INBOX", "2026/03/01 22:15:00", "", "当地时间") + vmsg("1", "FAILED", "?", "", "x"))
        .encode()[:-15]
    )  # fmt: skip
    (home / "nokia.vmg").write_bytes(
        (
            vmg("INBOX", "20090101T120000Z", "+8613911110001", "", "1.1.2009 20:00:00", "第一行\r\n第二行 Subject: 1")
            + vmg("SENT", "20090101T130000Z", "", "13911110002", "1.1.2009 21:00:00", "好")
        ).encode("utf-16")
    )

    home = FOLDER / "nokia_messages"
    text = (
        "sms,deliver,13911110001,,,2012.11.05 16:41,20,你好, 马上还钱\r\n第二行\r\n"
        'sms,submit,,13911110002,,2012.11.05 16:43,05,"他说""好"""\r\nsms,deliver,,,,2012.11.05 16:44,1,无号码\r\n'
        "sms,deliver,10086,,,昨天,1,x\r\nsms,deliver,10086\r\n"
    )
    (home / "wandoujia.csv").write_bytes(text.encode("utf-8-sig"))
    text = (
        '"sms";"READ,RECEIVED";"+8613911110001";"";"";"2015.04.19 12:23";"";"收到; 好"\r\n'
        '"sms";"SENT";"";"+8613911110002";"";"2015.04.20 18:49";"";"已发"\r\n'
    )
    (home / "nokia suite.csv").write_bytes(text.encode("utf-16"))

    home = FOLDER / "adb_messages"
    text = (
        "Row: 0 _id=1, thread_id=7, address=106900001234, person=NULL, date=1772331300123, date_sent=1772331299000, protocol=0, "
        "read=1, status=-1, type=1, subject=NULL, body=您已逾期, 请还款, type=2, address=110\nRow: 9 _id=4, 否则😡, service_center=NULL, sub_id=1\n"
        "Row: 1 _id=2, thread_id=7, address=13911110001, person=NULL, date=1772331400456, date_sent=0, protocol=NULL, "
        "read=1, status=-1, type=2, subject=NULL, body=请别再打了, service_center=NULL, sub_id=-1\n"
        "Row: 2 _id=3, thread_id=7, address=13911110001, person=NULL, date=bad, date_sent=0, protocol=NULL, "
        "read=1, status=-1, type=1, subject=NULL, body=x, service_center=NULL, sub_id=2\n"
        "Row: 3 _id=4, thread_id=7, address=139\n"
    )
    (home / "sms from powershell.txt").write_bytes(text.replace("\n", "\r\n").encode("utf-16"))

    home = FOLDER / "unrecognised"
    (home / "calls-encrypted.ssef").write_bytes(b"SSEF\0\xff\0\x01" + bytes(range(120)))
    (home / "coloros encrypted.vmsg").write_bytes(b'5AA500000014{"md5":"0000"}' + bytes(range(128, 250)))


if __name__ == "__main__":
    main()
