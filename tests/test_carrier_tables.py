"""Bills of carriers, records of telephone systems, tables without heading: what their importers make of them."""

from __future__ import annotations

import random
import struct
import zlib
from pathlib import Path

import golden
import pytest

from analyzer.exports import Export
from analyzer.importers import IMPORTERS, recognise
from analyzer.importers.sheets.compound_files import runs_in_circles
from analyzer.importers.sheets.labelled import entries
from analyzer.importers.sheets.pdf_rows import unwrapped
from analyzer.importers.sheets.sheet import grid
from analyzer.importers.tables.bare import NUMBER, Bare, moment
from analyzer.problems import ExportError
from analyzer.settings import Settings

MINE = [
    *(
        "china_mobile",
        "china_unicom",
        "china_telecom",
        "call_records",
        "t_mobile_us",
        "att_wireless",
        "asterisk",
        "avaya",
    ),
    *("threecx", "twilio", "didww", "bt", "indian_call_records", "bandicoot", "iexplorer", "imazing_2", "log_export"),
]


def read(path: Path, content: str, **settings):
    """The reading of a text export, with the name of its importer."""
    path.write_bytes(content.encode("utf-8"))
    export = Export.open(path)
    chosen = Settings(**settings)
    importer = recognise(export, chosen)
    return importer.name, importer.read(export, chosen)


@pytest.mark.parametrize("name", MINE)
def test_nobody_elses_sample_is_claimed(name: str) -> None:
    importer = next(one for one in IMPORTERS if one.name == name)
    claimed = {
        sample.folder
        for sample in golden.samples()
        if importer.recognises(Export.open(sample.path, sample.settings.encoding))
    }
    assert claimed == {name}


HEAD = "序号,业务类型,通话起始时间,通话时长,呼叫类型,对方号码,通话地点,通话类型,通话费,其他费,小计\n"


class TestBillsOfChina:
    def test_times_are_beijing_time_whatever_the_settings_say(self, tmp_path: Path) -> None:
        row = "1,语音电话,2026-03-20 16:42:07,18秒,被叫,17050000901,0663,省内通话,0.00,0.00,0.00\n"
        name, reading = read(tmp_path / "bill.csv", HEAD + row, zone="America/New_York")
        assert (name, reading.zone_basis) == ("china_unicom", "carrier")
        assert reading.rows["at"][0].isoformat() == "2026-03-20T08:42:07+00:00"

    def test_an_incoming_call_without_length_is_not_said_to_be_missed(self, tmp_path: Path) -> None:
        row = "1,语音电话,2026-03-20 16:42:07,0秒,被叫,17050000901,0663,省内通话,0.00,0.00,0.00\n"
        _, reading = read(tmp_path / "bill.csv", HEAD + row)
        assert not reading.lists_missed
        assert list(reading.rows["outcome"]) == ["unknown"]

    def test_a_bill_without_its_number_column_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(ExportError, match="no number"):
            read(tmp_path / "bill.csv", HEAD.replace("对方号码,", "") + "1,语音电话,2026-03-20 16:42:07,3秒,被叫\n")

    def test_the_order_of_the_columns_does_not_matter(self, tmp_path: Path) -> None:
        name, reading = read(
            tmp_path / "bill.csv",
            "费用（元）,使用地点,通话类型,通话时长（秒）,起始时间,呼叫类型,对方号码\n0.00,重庆,本地,12,2026-03-01 09:00:00,被叫,17050000901\n",
        )
        assert name == "china_telecom"
        assert reading.rows.loc[0, ["number_raw", "direction", "duration_s"]].tolist() == ["17050000901", "in", 12]


class TestWithoutHeading:
    LAYOUT = Bare(("who", "when"), {"number": (0,), "moment": (1,)}, {0: NUMBER, 1: moment}, 2)

    def rows(self, *cells: str):
        return grid("", [[*cell.split("|")] for cell in cells], list(range(1, len(cells) + 1)))

    def test_one_row_is_not_enough(self) -> None:
        assert self.LAYOUT(self.rows("10086|2026-03-08 09:12:33")) is None

    def test_nearly_all_rows_must_fit(self) -> None:
        good = ["10086|2026-03-08 09:12:33"] * 9
        assert self.LAYOUT(self.rows(*good, "x|y"))
        assert self.LAYOUT(self.rows(*good[:8], "x|y")) is None

    def test_two_rows_of_each_layout_suffice_and_one_does_not(self, tmp_path: Path) -> None:
        for name, file in (
            ("imazing_2", "calls.csv"),
            ("asterisk", "Master.csv"),
            ("avaya", "smdr.csv"),
            ("bandicoot", "orange.csv"),
        ):
            lines = (golden.FOLDER / name / file).read_bytes().splitlines(keepends=True)
            (tmp_path / file).write_bytes(b"".join(lines[:2]))
            assert recognise(Export.open(tmp_path / file)).name == name
            (tmp_path / file).write_bytes(lines[0])
            with pytest.raises(ExportError):
                recognise(Export.open(tmp_path / file))


class TestWhoIsTheOtherParty:
    """A caller may stand in more rows than any own number; where each row says its direction, that decides."""

    HEAD = "sid,from,to,direction,status,start_time,duration\n"

    def test_the_stated_direction_decides(self, tmp_path: Path) -> None:
        rows = "".join(
            f"CA{i},+12025550143,+1202555010{i},inbound,completed,2026-03-08T01:1{i}:00Z,5\n" for i in range(4)
        )
        _, reading = read(tmp_path / "calls.csv", self.HEAD + rows)
        assert set(reading.rows["number_raw"]) == {"+12025550143"}
        assert set(reading.rows["direction"]) == {"in"}
        assert reading.owner == ""

    def test_the_own_number_that_the_person_names_comes_first(self, tmp_path: Path) -> None:
        row = "CA1,+12025550143,+12025550101,outbound-api,completed,2026-03-08T01:10:00Z,5\n"
        _, reading = read(tmp_path / "calls.csv", self.HEAD + row, owner="+12025550101")
        assert reading.rows.loc[0, ["number_raw", "direction"]].tolist() == ["+12025550143", "in"]

    def test_asterisk_says_no_direction_by_its_disposition(self, tmp_path: Path) -> None:
        _, reading = read(
            tmp_path / "Master.csv", (golden.FOLDER / "asterisk" / "several extensions.csv").read_text(encoding="utf-8")
        )
        assert set(reading.rows["direction"]) == {"unknown"}
        assert set(reading.rows["outcome"]) == {"answered"}


class TestAmericanBills:
    HEAD = "Date Time,Number,Destination,Minutes,Type\n"

    def test_month_before_day_whatever_the_region(self, tmp_path: Path) -> None:
        _, reading = read(
            tmp_path / "calls.csv",
            self.HEAD + "02/03/2026 09:47 AM,202-555-0143,Incoming,1 Min,--\n",
            region="GB",
            zone="UTC",
        )
        assert reading.rows["at"][0].isoformat() == "2026-02-03T09:47:00+00:00"
        assert ("Date Time", "dates read as month/day/year") in reading.understood
        assert not reading.to_second

    def test_each_block_of_a_bill_has_its_own_line(self) -> None:
        sample = next(one for one in golden.samples(["att_wireless"]))
        _, _, reading = golden.read(sample.path, sample.settings)
        assert reading.owner == "202-555-0101"
        assert reading.rows["owner"].tolist() == [""] * 2 + ["202-555-0102"] * 3


def test_entries_of_labelled_lines() -> None:
    sheet = entries(["号码：1", "时间：2", "", "note", "号码：3", "时间：4", "地点：x"], ("号码", "时间"))
    assert sheet is not None
    assert [list(row) for row in sheet.head] == [["号码", "时间", "地点"], ["1", "2", ""], ["3", "4", "x"]]
    assert list(sheet.places) == [0, 1, 5]
    assert entries(["号码：1"], ("号码", "时间")) is None


class TestCompoundFiles:
    """An old workbook whose sectors follow one another in a circle would fill the memory."""

    SAMPLE = golden.FOLDER / "china_unicom" / "2026年03月语音通信.xls"

    def test_a_good_workbook_has_no_circle(self) -> None:
        assert not any(map(runs_in_circles, (path.read_bytes() for path in golden.FOLDER.glob("*/*.xls"))))

    def test_a_circle_is_refused(self, tmp_path: Path) -> None:
        data = bytearray(self.SAMPLE.read_bytes())
        (table,) = struct.unpack_from("<I", data, 76)
        (first,) = struct.unpack_from("<I", data, 48)
        struct.pack_into("<I", data, (table + 1) * 512 + 4 * first, first)
        (tmp_path / "bill.xls").write_bytes(data)
        with pytest.raises(ExportError, match="circle"):
            recognise(Export.open(tmp_path / "bill.xls"))


class TestPdfBills:
    def test_rows_are_named_by_page(self) -> None:
        sample = next(one for one in golden.samples(["china_unicom"]) if one.path.suffix == ".pdf")
        _, _, reading = golden.read(sample.path, sample.settings)
        assert list(reading.rows["row"]) == ["p1!3", "p1!4", "p2!1"]

    def test_nothing_is_said_on_the_terminal(self, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
        data = (golden.FOLDER / "china_unicom" / "bill.pdf").read_bytes()
        (tmp_path / "bill.pdf").write_bytes(data.replace(b"/FontBBox", b"/FontBBux"))
        recognise(Export.open(tmp_path / "bill.pdf"))
        assert capfd.readouterr() == ("", "")

    def page(self, path: Path, content: bytes) -> Export:
        """A PDF of one page, whose text is packed as given."""
        path.write_bytes(
            b"%%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
            b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 5 0 R/Resources<</Font<</F1 4 0 R>>>>>>endobj\n"
            b"4 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj\n"
            b"5 0 obj<</Filter/FlateDecode/Length %d>>stream\n%s\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%%%EOF"
            % (len(content), content)
        )
        return Export.open(path)

    def test_a_page_that_lost_text_is_not_passed_over(self, tmp_path: Path) -> None:
        lines = ["(Number) 40", "(Date) 150", "(Duration) 300"]
        text = "".join(f"BT /F1 9 Tf {line.split()[1]} 760 Td {line.split()[0]} Tj ET\n" for line in lines)
        for i in range(1, 29):
            cells = (40, f"2025550{100 + i}"), (150, f"2026-03-{i:02d} 09:12:33"), (300, str(i * 7))
            text += "".join(f"BT /F1 9 Tf {x} {750 - 20 * i} Td ({cell}) Tj ET\n" for x, cell in cells)
        packed = zlib.compress(text.encode())
        export = self.page(tmp_path / "whole.pdf", packed)
        assert len(recognise(export).read(export, Settings()).rows) == 28
        with pytest.raises(ExportError, match="a part of its text is lost"):
            recognise(self.page(tmp_path / "cut.pdf", packed[: len(packed) // 2] + bytes(40)))

    @pytest.mark.parametrize(
        ("name", "word"), [("scan.pdf", "pictures"), ("password.pdf", "password"), ("bill.pdf", "damaged")]
    )
    def test_what_cannot_be_read_is_named(self, name: str, word: str) -> None:
        with pytest.raises(ExportError, match=word):
            recognise(Export.open(golden.FOLDER / "unrecognised" / name))

    def test_a_file_that_unpacks_without_end_is_refused_before_it_is_opened(self, tmp_path: Path) -> None:
        bomb = zlib.compress(bytes(300 << 20), 1)
        (tmp_path / "bomb.pdf").write_bytes(
            b"%PDF-1.4\n1 0 obj<</Filter/FlateDecode>>stream\n" + bomb + b"\nendstream endobj\n%%EOF"
        )
        with pytest.raises(ExportError, match="more than a bill"):
            recognise(Export.open(tmp_path / "bomb.pdf"))

    def test_broken_cells_are_joined(self) -> None:
        assert [*map(unwrapped, ("03-08\n09:12:33", "008617\n050000901", "有条件\n转移被叫", "San\nJose", ""))] == [
            *("03-08 09:12:33", "008617050000901", "有条件转移被叫", "San Jose", ""),
        ]


def mutated(data: bytes, dice: random.Random) -> bytes:
    """The bytes with lines doubled, dropped or swapped, separators changed, bytes overwritten."""
    lines = data.splitlines(keepends=True)
    for _ in range(dice.choice((1, 2, 5))):
        kind, i = dice.randrange(6), dice.randrange(len(lines))
        if kind == 0:
            lines.insert(i, lines[dice.randrange(len(lines))])
        elif kind == 1 and len(lines) > 1:
            del lines[i]
        elif kind == 2:
            lines[i] = lines[i].replace(b",", dice.choice((b";", b",,", b"\t", b"", b'",')))
        elif kind == 3:
            lines[i] = b"".join(bytes([byte if dice.random() > 0.05 else dice.randrange(256)]) for byte in lines[i])
        elif kind == 4:
            cells = lines[i].split(b",")
            dice.shuffle(cells)
            lines[i] = b",".join(cells)
        else:
            lines[i] = lines[i][: dice.randrange(len(lines[i]) + 1)]
    return b"".join(lines) or b"x"


@pytest.mark.slow
@pytest.mark.parametrize("sample", golden.samples(MINE), ids=str)
def test_whatever_is_done_to_a_sample_it_is_read_or_refused(sample: golden.Sample, tmp_path: Path) -> None:
    from test_golden import survives

    dice = random.Random(str(sample))
    data = sample.path.read_bytes()
    for _ in range(60):
        survives(mutated(data, dice), tmp_path / "mutated", sample.settings)
