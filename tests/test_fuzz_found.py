"""What ``tools/fuzz.py`` found, case by case: each of these once broke a law of reading."""

from __future__ import annotations

import base64
import sqlite3
import subprocess
import sys
import time
import zipfile
import zlib
from pathlib import Path

import pytest

import analyzer
from analyzer.cli import main


def read(path: Path, data: bytes | str, **settings) -> analyzer.Read:
    """Read a file of these bytes; the ledger must balance, whatever they are."""
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    what = analyzer.read(path, analyzer.Settings(**settings))
    parts = what.sources[["events", "duplicates", "corroborating", "skipped", "problems"]].sum(axis=1)
    assert (what.sources["rows_read"] == parts).all()
    return what


@pytest.mark.parametrize(
    "table",
    [
        "history (timestamp INTEGER, duration INTEGER, type INTEGER, normalized_number TEXT, raw_number TEXT)",
        "calls (_id INTEGER PRIMARY KEY, number TEXT, date INTEGER, duration INTEGER, type INTEGER)",
        "ZCALLRECORD (Z_PK INTEGER PRIMARY KEY, ZDATE REAL, ZDURATION REAL, ZADDRESS TEXT, ZORIGINATED INTEGER, ZANSWERED INTEGER)",
    ],
)
def test_a_database_of_calls_without_a_call(table: str, tmp_path: Path) -> None:
    base = sqlite3.connect(tmp_path / "x.db")
    base.execute(f"CREATE TABLE {table}")
    base.commit()
    base.close()
    what = analyzer.read(tmp_path / "x.db")
    assert what.events.empty and what.sources["rows_read"].tolist() == [0]


@pytest.mark.parametrize("row", ["", "x,y\n", "13911110001,13911110002,soon\n"])
def test_callers_and_called_without_a_row_that_has_a_time(row: str, tmp_path: Path) -> None:
    what = read(tmp_path / "x.csv", "from,to,start_time\n" + row * 3)
    assert what.events.empty


def test_a_row_of_separators_only(tmp_path: Path) -> None:
    began = time.process_time()
    with pytest.raises(analyzer.ExportError):
        read(tmp_path / "x.csv", "," * 60_000 + "3,PK+AAUABgAAAAA-")
    assert time.process_time() - began < 5  # once 9 s: each empty cell at the end was dropped by itself


NAMELESS = (
    "504b0304504b01022e032e0000000c000000215cb6c23a8c7000000076000000000000000000"
    "000000000000800100000000504b050600000000010001002e0000008e0000000000"
)


def test_a_member_of_an_archive_without_a_name(tmp_path: Path) -> None:
    with pytest.raises(analyzer.ExportError):
        read(tmp_path / "x.zip", bytes.fromhex(NAMELESS))


def test_texts_of_super_backup_without_an_end(tmp_path: Path) -> None:
    began = time.process_time()
    read(tmp_path / "x.xml", "<allsms>" + '<sms body="' * 100_000)
    assert time.process_time() - began < 5


def test_opening_signs_in_calls_of_skype(tmp_path: Path) -> None:
    call = '{"messagetype":"Event/Call","content":"' + "<partlist " * 30_000 + '","originalarrivaltime":"x"}'
    began = time.process_time()
    read(tmp_path / "x.json", '{"userId":"8:me","conversations":[{"id":"4:+86139","MessageList":[' + call + "]}]}")
    assert time.process_time() - began < 5


@pytest.mark.parametrize("time", ["9223372036854775808", "9999999999999999999", "18446744073709551615"])
def test_times_beyond_every_integer(time: str, tmp_path: Path) -> None:
    what = read(tmp_path / "x.csv", f"number,time,type\n13911110001,{time},missed\n13911110001,1772932353123,missed\n")
    assert what.problems["code"].tolist() == ["P101"] and len(what.events) == 1


PANIC = "c-p&gUhu)fjZzO87#tXofgJ-g!@vKW3~WeZj6lo@VhAt*<^KN%F<~?Z5dX&mj&9$3YOl_=E8F+(I(q1}&e;_gj-J}Mc?p<t;K7BnI%lqLI(zx(?z=jtww}5Q65W1L<H{;cUMV93BQt#iV|@b)1p`YfLnA9=W1W-dcP-Z0xO?vf9RmXkGedI&Qv)EdG%(aLys+@pMx*W5j1Rxo+4<|pEwCaT13d!+UM?h)jEt-d41fq?(z$zQzV7+AXTzr5`%muKu<Og-3)fd&ItJE?FxyB6q{Gk($j})s7%gB-EEWEnTbWt{5hP%)eFp}Ct_~<LH}2bdBU6qqY!6J+^*eix=|BKP0035;%hm"


def test_a_workbook_at_which_the_reader_gives_up_says_one_sentence(
    tmp_path: Path, capfd: pytest.CaptureFixture
) -> None:
    (tmp_path / "x.xls").write_bytes(zlib.decompress(base64.b85decode(PANIC)))
    assert main([str(tmp_path / "x.xls"), "--lang", "en"]) == 2
    said = capfd.readouterr().err
    assert said.count("\n") == 1 and "panicked" not in said


@pytest.mark.parametrize("cell", ["A4294967295", "ZZZZZZZ4", "A9" + "9" * 30, "A" * 40 + "1", "AAAAA"])
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/elsewhere.dat"])
def test_a_cell_beyond_every_sheet(cell: str, part: str, tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["number", "time", "type"], ["13911110001", "2026-03-08 09:12:33", "missed"]):
        book.active.append(row)
    book.save(tmp_path / "plain.xlsx")
    with zipfile.ZipFile(tmp_path / "plain.xlsx") as old, zipfile.ZipFile(tmp_path / "x.xlsx", "w") as new:
        for info in old.infolist():
            name = part if info.filename == "xl/worksheets/sheet1.xml" else info.filename
            data = old.read(info).replace(b'r="A2"', f'r="{cell}"'.encode())
            new.writestr(name, data.replace(b"/xl/worksheets/sheet1.xml", f"/{part}".encode()))
    done = subprocess.run(
        [sys.executable, "-c", "import analyzer, sys; analyzer.read(sys.argv[1])", str(tmp_path / "x.xlsx")],
        capture_output=True, text=True, cwd=Path(__file__).parent.parent, check=False,
    )  # fmt: skip
    assert done.returncode >= 0, "the reader ended the whole process"
    assert "panicked" not in done.stderr and (done.returncode == 0 or "ExportError" in done.stderr)


def pdf(*contents: bytes) -> bytes:
    """A PDF of one page that draws the last form, each of which can draw the one before it as /F."""
    forms = [
        b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F %d 0 R>>>>/Length %d>>stream\n%s\nendstream"
        % (max(i + 3, 4), len(content), content)
        for i, content in enumerate(contents)
    ]
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Contents %d 0 R/Resources<</XObject<</F %d 0 R>>>>>>" % (
        len(forms) + 3, len(forms) + 2,
    )  # fmt: skip
    parts = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, *forms]
    out = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % pair for pair in enumerate(parts, 1))
    return out + b"trailer<</Size %d/Root 1 0 R>>\n" % (len(parts) + 1)


@pytest.mark.parametrize(
    "contents", [[b"q Q", *[b"/F Do " * 10] * 12], [b"q Q " * 400_000]], ids=["forms in forms", "one page"]
)
def test_a_pdf_that_would_never_end_or_fill_the_memory(contents: list[bytes], tmp_path: Path) -> None:
    began = time.process_time()
    with pytest.raises(analyzer.ExportError, match="more than a bill"):
        read(tmp_path / "x.pdf", pdf(*contents))
    assert time.process_time() - began < 10


def test_control_characters_in_the_own_number_of_a_crawled_report(tmp_path: Path) -> None:
    calls = '[{"call_tel": "13911110001", "call_time": "1772331300", "call_method": "被叫", "call_duration": "5"}]'
    what = read(tmp_path / "x.json", f'{{"user_mobile": "13800000\x001", "call_log": {calls}}}')
    assert len(what.events) == 1
    assert not any("\0" in owner for owner in what.events["owner"].astype(str))


FAR_CELL = (
    "c-rllZD<@t7{{Nvx81#$y-S+b_WI(sw&`2i?%wsTcPTZ#Q2WVClS_@Y#U{09kk+IGwMGlA)_@X%0jW?GA<!=()QX@6MXaC*ij@kALLpJ`OAr-mRBXFG^X%O8rr8e-)S{BP?CkuXd1jv9&CKph?#r`v"
    "<D+k;C*Z1dD+J-PYe1yN#_%$#A_Z9Qy1ZDu>v*}d=|7bW9VapphW8SmYkUs*d{00CPKVB54)8r*yWt>|`g$wY4NP|sLpS3LTQFzv3R+B9KveaVKS22$%HJT*_bI=PEW?y<LEmw9ADnF|ttp6Ad~aYG"
    ")tSKieTUk7M-~U>!l!%{9~ohuZy0Xxf2jMwb*xBUzpj>q;&2jh-nLbGEB)OE#-RZx@Fe`^S^yWSPwI!(to_E?8KC_S)vo#2UkHQ%j)L1o3w#jYso&E3HpJ2+=ZAhA+EKm;ncxnztfPg_be9_^TKl>_"
    "F1_5k>d{SmKPm^0#@$3|ck5$qUzdJrJ2Pas%Yl7S%76_S$YDzd?>x_g-R@cQsBN@xYYv&7JUrBycB?Th*xc3KbFh+ji?9?}Q;*%rtBS+T*l0aoHr&}}LE!%BHqMYPjkc@y4Zw~ZZy53G<kCHZZM;sk"
    "Zs>ih@0YS?x32Qv`r>qZ4A|PfLhtkdAz+7wKifG~xo{kd>5++6yL0TID2`Q<d$9QDuCdDRW%f8(&ks#ij#Pd5uwb!sXX?cK*72?|uvd5GE4-#StO48bU}MK3>vV;;T5Os4_Q<TuI#wpzoGUix3OJ?F"
    "(xHd(_WHAv<s^V@7xK;~J7;4m+K$dG&G?rsU=ThK+z%Ioz23GN?;g9foprWjd46_IHgOzLm$B?(vy*AgW--p@(quX2#mP9uT&_?M4RRPG;>{%Y;dczs*daQ}T8<aMHh>vD-91yK!yS|51JD08Ai8w2"
    "McczJVjLUJ4NUX&{gN3GVWZ_ZUW6d9jkxO04TzeY#p!ts4#LmnPoCrbB)op|`D{L)!ESJ{9Z2q;s$?M2o)wMrwT+RA+wrD%j1EQlL4`K9l(MlU=!GB0d><sKTt~0{6dqkJzV_?6yZ3Hy*+Z72beQpu"
    "JS+H93NAdwTVP|edj1i|p*7TEE#*&BuM4T1rn~`P)_8B+K35d(Iz~RvP;Dc|$x`~NWo1oy6_y7l+umI=_(RKTET7so@kGO^Z(2rS8OGd)?fK^zG_fZ3(g~i%TB>&@w#W07FPOGf>VcH_Zmu}jCE*f8"
    "saQuj_h3FAj69g|2>5se$fFu1=;IM2kD%}f`FMoLBP2Y+G|H++m^^syDL#)8sRF1pse-6<sY0j>sluqDQbkb3q|#8urP5I)1X09?C_+T0@Q)BtQYucAl8O`6NyUlkrQ$?$c(;KFM2N_<bD9R}#cAdW"
    "8qJ4BBbs@_UsGr_g+^0oG@`jls#+RN(r5~erqJj<G&<4D$9$AjEsahz3#8&SX{k8PLa8{-B0-}|8eO5$iDt2&F??tYN#m(n8bhHm6dFUJF%%j@(ijSjq0mHqXre^3MEFM)nkdoSEET7*q~bJ7QGGxv"
    "OtTmfb+rspg(2p{5K|ap3PX$-mPy4KZjq{%A*L|I6o#0>5cgq-6T@=hA6FRS$~eT8aflPc3c(Op7~%>;TwzG~FeHefQTQhmh6FLJl!`N~l8Q5|ma6utNywFvP-qg$Q)Bwjm_)Ni_?rrisXW7`LSqum"
    "TB&MjOi5!ZG$#K4euXCKLz5($CK~5@RE);C`iTgiYM(q-lD^@sfqHnGZwL5K*_9N9+4L_-d^6|s!#8BU<%Y#kNfW>8T*B+}?9U|s+tdzy_<00hs9T{I@BJ_^qxCZn!mQdCyT&%v-wS!_#OVF7ANCT*"
    "{u!@dJnFLA?{m!!Q`heinrZyYGvWM)<NpmCU<JG"
)
"""An old workbook of 5,632 bytes (packed) with a cell in row 65,295: all cells before it would take 1.1 GB."""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's account of a process's memory")
def test_an_old_workbook_that_names_a_far_cell_is_refused_before_it_fills_the_memory(tmp_path: Path) -> None:
    (tmp_path / "x.xls").write_bytes(zlib.decompress(base64.b85decode(FAR_CELL)))
    code = (
        "import sys, analyzer\n"
        "try:\n    analyzer.read(sys.argv[1])\nexcept analyzer.ExportError:\n    print('refused')\n"
        "print(next(line for line in open('/proc/self/status') if line.startswith('VmHWM:')).split()[1])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "x.xls")], capture_output=True, text=True, check=True
    )
    # VmHWM and not ru_maxrss: that one keeps what the parent held when it started the child.
    refused, peak = done.stdout.split()
    assert refused == "refused"
    assert int(peak) < 400 * 1024
