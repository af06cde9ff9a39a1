"""SMS Backup & Restore: broken characters, cut files, huge attachments, hostile documents."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzer.events import Reading
from analyzer.exports import Export
from analyzer.importers.sms_backup_restore import CALLS, MESSAGES
from analyzer.importers.streams import xml_repair
from analyzer.problems import ExportError
from analyzer.settings import Settings

Read = Callable[..., Reading]
SMS = '<smses count="1"><sms address="10690000" date="1772331300000" type="1" body="{}" /></smses>'


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a document given as text or bytes."""

    def read(document: str | bytes, encoding: str = "") -> Reading:
        path = tmp_path / "export"
        path.write_bytes(document if isinstance(document, bytes) else document.encode())
        export = Export.open(path, encoding)
        (importer,) = (one for one in (CALLS, MESSAGES) if one.recognises(export))
        return importer.read(export, Settings(encoding=encoding))

    return read


def body(reading: Reading) -> str:
    return reading.rows["body"].iloc[0]


def codes(reading: Reading) -> list[tuple[str, str]]:
    return [(code, row) for code, row, *_ in reading.problems.entries]


def call(**attributes: str) -> str:
    given = {"number": "13900001111", "duration": "5", "date": "1772331300999", "type": "1"} | attributes
    return "<calls><call " + " ".join(f'{name}="{value}"' for name, value in given.items()) + "/></calls>"


# Characters


@pytest.mark.parametrize(
    "written",
    ["&#55357;&#56832;", "&#xD83D;&#xDE00;", "&#xd83d;&#56832;", "&#128512;", "&#x0001F600;", "&#X1F600;", "😀"],
)
def test_every_spelling_of_an_emoji_is_one_character(read: Read, written: str) -> None:
    reading = read(SMS.format(f"好{written}!"))
    assert body(reading) == "好😀!"
    assert codes(reading) == []


@pytest.mark.parametrize("bad", ["&#0;", "&#x1F;", "&#55357;", "&#xDC00;", "&#65535;", "&#1114112;", "\x01", "\ufffe"])
def test_what_xml_forbids_is_replaced_and_said(read: Read, bad: str) -> None:
    reading = read(SMS.format(f"一{bad}二"))
    assert body(reading) == "一\ufffd二"
    assert codes(reading) == [("P203", "1")]


def test_halves_in_the_wrong_order_are_two_broken_characters(read: Read) -> None:
    assert body(read(SMS.format("&#56832;&#55357;&#55357;&#56832;"))) == "\ufffd\ufffd😀"


def test_bytes_that_are_no_utf8_cost_one_character_not_the_file(read: Read) -> None:
    reading = read(SMS.format("一二").encode().replace("二".encode(), b"\xff"))
    assert body(reading) == "一\ufffd"
    assert codes(reading) == [("P203", "1")]


def test_a_replacement_sign_that_the_sender_wrote_is_no_damage(read: Read) -> None:
    assert codes(read(SMS.format("\ufffd"))) == []


def test_a_reference_to_a_quote_or_bracket_stays_text(read: Read) -> None:
    assert body(read(SMS.format("&#34;&#60;&#38;&#39;&#10;&#9;&quot;"))) == '"<&\'\n\t"'


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encodings_are_found(read: Read, encoding: str) -> None:
    assert body(read(('<?xml version="1.0"?>' + SMS.format("催收&#55357;&#56832;")).encode(encoding))) == "催收😀"


def test_the_first_line_names_the_encoding_and_the_person_overrules_it(read: Read) -> None:
    document = '<?xml version="1.0" encoding="{}"?>' + SMS.format("催收")
    assert body(read(document.format("GBK").encode("gb18030"))) == "催收"
    assert body(read(document.format("UTF-8").encode("big5", "replace"), "big5")) == "催收".encode(
        "big5", "replace"
    ).decode("big5")


def pieces(data: bytes, *cuts: int) -> Iterator[bytes]:
    edges = [0, *sorted(cuts), len(data)]
    return (data[a:b] for a, b in pairwise(edges))


def test_no_cut_between_pieces_tears_a_pair() -> None:
    data = '<a b="一&#55357;&#56832;二&#xD83D;&#xDE00;">text</a><c d="&#0;"/>'.encode()
    wanted = '<a b="一😀二😀">text</a><c d="\ufffd"/>'.encode()
    for first in range(len(data) + 1):
        for second in range(first, len(data) + 1, 7):
            got = b"".join(xml_repair.repair(piece)[0] for piece in xml_repair._whole_tags(pieces(data, first, second)))
            assert got == wanted


def test_no_cut_between_pieces_changes_what_of_an_attachment_is_left() -> None:
    data = b"""<p>\n<part ct='a > b' text="x" data="AAA\nBBB" /><part data='CC' seq="0"/> <parts/></p>"""
    wanted = b"""<p>\n<part ct='a > b' text="x" data="\n" /><part data='' seq="0"/> <parts/></p>"""
    assert b"".join(xml_repair._whole_tags(iter([data]))) == wanted
    # a ">" inside a value ends a piece: a cut behind it lets the attachment pass, which costs memory and harms nothing
    passes = range(data.index(b">", 5), data.index(b"/>") + 2)
    for place in range(len(data) + 1):
        got = b"".join(xml_repair._whole_tags(pieces(data, place)))
        assert got == wanted or (place in passes and got.replace(b"AAA\nBBB", b"\n") == wanted)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=100), st.integers(1, 40))
def test_pieces_are_put_together_to_the_same_bytes(data: bytes, size: int) -> None:
    data = data.replace(b"<part", b"")
    cut = (data[i : i + size] for i in range(0, len(data), size))
    assert b"".join(xml_repair._whole_tags(cut)) == data


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=30))
def test_repaired_text_parses_to_what_was_written(text: str) -> None:
    """Writing every UTF-16 half as a reference of its own, as old apps did, comes back as the text."""
    halves = memoryview(text.encode("utf-16-le", "surrogatepass")).cast("H")
    mended, _ = xml_repair.repair(b'<a b="' + b"".join(b"&#%d;" % half for half in halves) + b'"/>')
    allowed = "".join(c if xml_repair._allowed(ord(c)) else "\ufffd" for c in halves_joined(text))
    found: list[str] = []
    parser = xml_repair.expat.ParserCreate("UTF-8")
    parser.StartElementHandler = lambda _name, attrs: found.append(attrs["b"])
    parser.Parse(mended, True)
    assert found == [allowed]


def halves_joined(text: str) -> str:
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


# Calls


def test_time_is_floored_to_the_second_and_absolute(read: Read) -> None:
    reading = read(call(readable_date="1999-12-31 23:59:59"))
    assert reading.rows["at"].iloc[0].isoformat() == "2026-03-01T02:15:00+00:00"
    assert reading.zone_basis == "absolute"


@pytest.mark.parametrize(
    ("given", "direction", "outcome", "duration", "ring"),
    [
        ({"type": "1", "duration": "0"}, "in", "answered", 0, None),
        ({"type": "2", "duration": "9"}, "out", "answered", 9, None),
        ({"type": "2", "duration": "0"}, "out", "unknown", 0, None),
        ({"type": "3", "duration": "21"}, "in", "missed", 0, 21),
        ({"type": "4", "duration": "21"}, "in", "voicemail", 21, None),
        ({"type": "5", "duration": "4"}, "in", "rejected", 0, 4),
        ({"type": "6", "duration": "0"}, "in", "blocked", 0, None),
        ({"type": "7", "duration": "0"}, "in", "answered", None, None),
        ({"type": "1000", "duration": "3"}, "unknown", "unknown", 3, None),
        ({"type": "1", "duration": "-3"}, "in", "answered", None, None),
    ],
)
def test_types_of_calls(
    read: Read, given: dict[str, str], direction: str, outcome: str, duration: int | None, ring: int | None
) -> None:
    row = read(call(**given)).rows.iloc[0]
    assert (row["direction"], row["outcome"]) == (direction, outcome)
    for column, wanted in (("duration_s", duration), ("ring_s", ring)):
        assert row[column] == wanted if wanted is not None else row.isna()[column]


@pytest.mark.parametrize(
    ("given", "raw"),
    [
        ({"number": "13900001111", "presentation": "2"}, "13900001111"),
        ({"number": "", "presentation": "1"}, "-1"),
        ({"number": "", "presentation": "2"}, "-2"),
        ({"number": "null", "presentation": "3"}, "-1"),
        ({"number": "", "presentation": "4"}, "-3"),
        ({"number": "", "presentation": "5"}, "-1"),
        ({"number": "-2", "presentation": "2"}, "-2"),
    ],
)
def test_a_withheld_number_says_why(read: Read, given: dict[str, str], raw: str) -> None:
    assert read(call(**given)).rows["number_raw"].tolist() == [raw]


def test_a_bad_entry_is_a_problem_and_the_ledger_says_so(read: Read) -> None:
    good = call()[len("<calls>") : -len("</calls>")]
    reading = read("<calls count='99'>" + good + call(date="x")[7:-8] + "<x><call/></x>" + good + "</calls>")
    assert codes(reading) == [("P101", "2"), ("P105", "3")]
    assert (reading.rows_read, len(reading.rows), reading.problems.lost) == (4, 2, 2)
    assert reading.rows["row"].tolist() == ["1", "4"]


# Messages


def mms(inner: str, **attributes: str) -> str:
    given = {"date": "1772331300000", "msg_box": "1", "m_type": "132", "address": "13900001111"} | attributes
    return "<smses><mms " + " ".join(f'{k}="{v}"' for k, v in given.items()) + f">{inner}</mms></smses>"


def test_an_incoming_group_message_is_from_its_sender(read: Read) -> None:
    sender = '<addrs><addr type="151" address="1"/><addr type="137" address="13900002222"/></addrs>'
    reading = read(mms(sender, address="13900001111~13900002222", contact_name="甲, 乙"))
    assert reading.rows[["number_raw", "name"]].iloc[0].tolist() == ["13900002222", "乙"]
    assert codes(reading) == []


def test_several_recipients_the_first_is_named(read: Read) -> None:
    reading = read(mms("", address="13900001111~13900002222", msg_box="2", contact_name="甲, 乙"))
    assert reading.rows[["number_raw", "name", "direction"]].iloc[0].tolist() == ["13900001111", "甲", "out"]
    assert codes(reading) == [("P204", "1")]


def test_addresses_stand_in_for_what_the_element_does_not_name(read: Read) -> None:
    to = '<addrs><addr type="151" address="13900003333"/><addr type="151" address="13900004444"/></addrs>'
    sent = read(mms(to, address="null", msg_box="", m_type="128"))
    assert sent.rows[["number_raw", "direction"]].iloc[0].tolist() == ["13900003333", "out"]
    assert codes(sent) == [("P204", "1")]
    assert read(mms(to, address="null")).rows["number_raw"].tolist() == ["-1"], "the owner is not the sender"


def test_text_parts_make_the_body_and_layout_does_not(read: Read) -> None:
    parts = (
        '<parts><part seq="-1" ct="application/smil" text="layout"/><part seq="0" ct="text/plain" text="一"/>'
        '<part seq="1" ct="image/png" text="null" data="AAAA"/><part seq="2" ct="text/plain" text="二"/></parts>'
    )
    assert body(read(mms(parts, sub="标题"))) == "一\n二"
    assert body(read(mms("<parts/>", sub="标题"))) == "标题"
    assert body(read(mms("<parts/>", sub="null"))) == ""


def test_what_was_never_a_message_is_skipped_with_its_reason(read: Read) -> None:
    entry = '<sms address="1" date="1772331300000" type="{}" body="x"/>'
    reading = read("<smses>" + "".join(entry.format(kind) for kind in "3456") + "</smses>")
    assert reading.skipped_why == {"draft": 1, "not sent": 2, "failed to send": 1}
    assert (reading.rows_read, len(reading.rows)) == (4, 0)


# Cut, huge, hostile


def test_a_cut_anywhere_keeps_every_whole_entry(read: Read) -> None:
    document = "<smses>" + "".join(SMS.format(f"一{i}")[17:-8] for i in range(4)) + mms("<parts></parts>")[7:]
    data = document.encode()
    ends = [i + 2 for i in range(len(data)) if data[i : i + 2] == b"/>"] + [data.index(b"</mms>") + 6]
    near = {end + i for end in ends for i in (-1, 0, 1)} | set(range(7, len(data), 9))
    for place in sorted(near - {len(data), len(data) + 1}):
        reading = read(data[:place])
        whole = sum(end <= place for end in ends)
        assert len(reading.rows) == whole
        assert [entry[0] for entry in reading.problems.entries] == ["P106"]
        assert reading.rows_read == whole + 1


def test_the_cut_is_named_by_line_and_entry(read: Read) -> None:
    reading = read(SMS.format("好").replace("><", ">\n<").replace("</smses>", '<sms address="1'))
    ((code, row, _, _, note),) = reading.problems.entries
    assert (code, row) == ("P106", "2")
    assert note == "line 3: unclosed token"


def test_lines_are_counted_through_attachments_left_out(read: Read) -> None:
    parts = '<parts>\n<part ct="image/png" data="' + "A" * 70 + "\n" + "A" * 70 + '\n"/>\n</parts>'
    ((_, _, _, _, note),) = read(mms(parts).replace("</smses>", "\n<")).problems.entries
    assert note.startswith("line 6:")


def attachment(path: Path, megabytes: int) -> Export:
    """A message with an attachment of so many megabytes in one attribute."""
    before, after = mms(
        '<parts><part seq="0" ct="image/jpeg" data="@"/><part ct="text/plain" text="看"/></parts>'
    ).split("@")
    with path.open("wb") as file:
        file.write(before.encode())
        for _ in range(megabytes):
            file.write(b"/9j/4AAQ" * (1 << 17))
        file.write(after.encode())
    return Export.open(path)


def test_an_attachment_of_25_megabytes_takes_no_memory(tmp_path: Path) -> None:
    MESSAGES.read(attachment(tmp_path / "small", 1), Settings())
    export = attachment(tmp_path / "large", 25)
    tracemalloc.start()
    reading = MESSAGES.read(export, Settings())
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert body(reading) == "看"
    assert codes(reading) == []
    assert peak < 8_000_000


def test_a_text_of_25_megabytes_is_read_whole(read: Read) -> None:
    text = "催收" * (25_000_000 // 6)
    started = time.process_time()
    assert body(read(SMS.format(text))) == text
    assert time.process_time() - started < 10


def test_memory_does_not_grow_with_what_is_not_kept(tmp_path: Path) -> None:
    def peak(entries: int) -> int:
        path = tmp_path / "calls"
        unused = 'readable_date="' + "x" * 2000 + '"'
        path.write_text("<calls>" + f'<call number="1" date="1772331300000" type="1" {unused}/>' * entries + "</calls>")
        CALLS.read(Export.open(path), Settings())
        tracemalloc.start()
        CALLS.read(Export.open(path), Settings())
        got = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return got

    assert peak(3000) - peak(1000) < 2_000_000  # the files differ by 4 MB


BOMB = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True))


@pytest.mark.parametrize(
    "declaration",
    [
        f'<!DOCTYPE smses [<!ENTITY a "aaaaaaaaaa">{BOMB}]>',
        '<!DOCTYPE smses [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE smses [<!ENTITY % a SYSTEM "http://127.0.0.1:9/x.dtd"> %a;]>',
        '<!DOCTYPE smses [<!ATTLIST sms body CDATA "added">]>',
    ],
)
def test_a_document_type_of_its_own_is_refused_at_once(read: Read, declaration: str) -> None:
    started = time.process_time()
    with pytest.raises(ExportError, match="declares entities of its own"):
        read(declaration + SMS.format("&i;"))
    assert time.process_time() - started < 0.5


def test_an_outer_document_type_is_not_fetched(read: Read) -> None:
    assert body(read('<!DOCTYPE smses SYSTEM "http://127.0.0.1:9/sms.dtd">' + SMS.format("好"))) == "好"


@pytest.mark.parametrize(
    "head", [b" " * 65536, b"<!--" * 16384, b"<?" * 30000, b"<!DOCTYPE " * 6000, b"<part " * 10000]
)
def test_recognising_is_quick_whatever_the_head(tmp_path: Path, head: bytes) -> None:
    path = tmp_path / "export"
    path.write_bytes(head)
    started = time.process_time()
    assert not CALLS.recognises(Export.open(path))
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize(
    "text", ["calls", "<callsx>", "number,calls\n<calls/>", "{'calls': 1}", "<root><calls/></root>"]
)
def test_other_text_is_not_taken_for_a_backup(tmp_path: Path, text: str) -> None:
    path = tmp_path / "calls-20260315103000.xml"
    path.write_text(text)
    assert not CALLS.recognises(Export.open(path))
    assert not MESSAGES.recognises(Export.open(path))


def test_an_encoding_that_is_none_for_text_is_not_recognised(tmp_path: Path) -> None:
    path = tmp_path / "export"
    path.write_bytes(SMS.encode())
    assert not MESSAGES.recognises(Export(path, path.stat().st_size, "hex"))
