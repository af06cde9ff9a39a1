"""A copy to hand around holds no secret of the case in any byte of any file, and still says the same. Every person is invented."""

import contextlib
import dataclasses
import datetime as dt
import hashlib
import io
import re
import zipfile
import zlib

import pandas as pd
import pypdfium2
import pytest
from abroadcases import COLLECTS, OWN, abroad_case
from casefactory import case_of
from papers import OWN as OWN_CN
from papers import busy_case, own_words
from tables import row

from analyzer import cli, pipeline, verify
from analyzer.channels import CHANNELS, offers
from analyzer.channels.carrier import own_carriers
from analyzer.locales import translator
from analyzer.masking import STARS, Marks, Masker
from analyzer.phone import identify
from analyzer.reports.complaint import complaint
from analyzer.settings import CaseFile, Collector, Complaint, Line, Owner, Refusal, Settings

CALLER, GATEWAY = "17050000311", "106900000316"
NUMBERS = ("13800004127", "13900002216", "075582345678", "13700009911", "13600007788", "13500006655")
"""The owner's, a friend's, a landline of a workplace, numbers that only stand in texts, a stranger's."""

SECRETS = (
    "小林",     "林晓雨", "晓雨", "王秀兰", "秀兰", "陈建国", "建国", "赵敏之", "Robin Quillfeather", "Quillfeather", "云栖苑", "2栋1104",
    "lin.secret@example.com", "other.person@example.org", "440301199001011234", "6222021234567890123", "884213", "5566", "粤B12345", "粤B·12345",
    "uid=77secret", "tok3nsecret", "C-2025-7788", "20260506000318", "AB9912345", "张三的手机", "单位前台",
    *(number[-8:] for number in NUMBERS), *(f"{number[:3]} {number[3:7]} {number[7:]}" for number in NUMBERS), "139-0000-2216",
    "8234 5678", "我们周末去看外婆",
)  # fmt: skip
"""What must not stand in any file of the copy."""

TEXTS = (
    "【诚信达】林晓雨女士，您尾号5566的卡6222021234567890123将被扣款，验证码884213，请勿告知他人。",
    "小林，林晓雨，我知道你住云栖苑。您不还款我们就通知您母亲王秀兰（139-0000-2216）和单位，让大家都知道您欠钱不还，地址云栖苑2栋1104我们都知道。",
    "【诚信达】身份证440301199001011234、车牌粤B·12345已登记，请致电170 5000 0311或13700009911，https://pay.example.com/x/tok3nsecret?uid=77secret",
    "尊敬的赵敏之，您的合同C-2025-7788（AB9912345）已逾期，联系 other.person@example.org 或 0755-8234 5678。Dear Robin Quillfeather, pay today.",
)
"""What the caller wrote."""


def rows():
    """A phone's export: the caller, his gateway, a friend, a workplace, a stranger, a public line."""
    found = []
    for day in range(1, 8):
        found += [f"2026-04-{day:02} {9 + k:02}:05:00,{CALLER},语音电话,未接来电,0,,某催收" for k in range(9)]
        found.append(f"2026-04-{day:02} 22:41:00,{CALLER},语音电话,未接来电,0,,某催收")
    found += [f"2026-04-0{2 + i} 10:30:00,{GATEWAY},短信,收到,,{text}," for i, text in enumerate(TEXTS)]
    found += [f"2026-04-0{1 + i} 20:00:00,13900002216,语音电话,去电,120,,王秀兰" for i in range(5)]
    found.append("2026-04-05 20:10:00,13900002216,短信,收到,,晓雨，我们周末去看外婆,王秀兰")
    found.append("2026-04-05 20:12:00,13900002216,短信,发出,,好的，我的新号码是13600007788,王秀兰")
    found.append("2026-04-05 11:00:00,075582345678,语音电话,未接来电,0,,陈建国 单位前台")
    found += [f"2026-04-06 1{k}:00:00,13500006655,语音电话,已接来电,30,," for k in range(2)]
    found.append("2026-04-06 15:00:00,96110,短信,收到,,谨防诈骗，请拨打96110。,")
    found.append(f"not a time,{NUMBERS[3]},语音电话,未接来电,0,,赵敏之")
    return "时间,号码,业务类型,类型,时长(秒),内容,姓名\n" + "\n".join(found) + "\n"


FILE = CaseFile(
    owner=Owner((NUMBERS[0],), "林晓雨", "中国移动", "深圳市南山区云栖苑2栋1104", "lin.secret@example.com"),
    lines=(Line("单位前台.csv", "workplace", NUMBERS[2], "陈建国"),),
    collectors=(Collector("诚信达资产管理", "安逸贷", "platform", (CALLER, GATEWAY), ("诚信达",), contract="C-2025-7788", amount="5000元"),),
    refusals=(Refusal(dt.datetime.fromisoformat("2026-04-03T12:00:00"), "诚信达资产管理", "电话中说过，陈建国在场"),),
    complaints=(Complaint("10086", dt.date(2026, 4, 5), "20260506000318", result="客服王秀兰称已登记"),),
    allow=(NUMBERS[1],),
    raw="# 林晓雨\n".encode(),
)  # fmt: skip


@pytest.fixture(scope="module", params=["zh", "en"])
def made(request, tmp_path_factory):
    """A sealed folder and its copy, in each language: the case, its copy, the two folders."""
    folder = tmp_path_factory.mktemp(f"mask-{request.param}")
    export = folder / "张三的手机.csv"
    export.write_text(rows(), encoding="utf-8")
    line = folder / "单位前台.csv"
    line.write_text(
        f"时间,号码,业务类型,类型,时长(秒)\n2026-04-04 10:00:00,{CALLER},语音电话,未接来电,0\n", encoding="utf-8"
    )
    settings = Settings(lang=request.param, case=FILE, owner=NUMBERS[0], zone_stated=True)
    what = pipeline.read([export, line], settings)
    case = dataclasses.replace(pipeline.make_case(what, settings), made_on=dt.date(2026, 6, 1))
    pipeline.write(case, folder / "out", what.exports)
    copy = pipeline.mask(case, folder / "out")
    pipeline.write(copy, folder / "out-masked", what.exports)
    return case, copy, folder / "out", folder / "out-masked"


def layers(name, data):
    """Every text in a file: its bytes, what is packed in it, the words of a PDF, the texts of a picture."""
    yield name
    if data[:4] == b"%PDF":
        yield from pdf_layers(data)
        return
    yield data.decode("utf-8", "replace")
    yield data.decode("utf-16-le", "replace")
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            for one in file.namelist():
                yield from layers(one, file.read(one))
            yield file.comment.decode("utf-8", "replace")
    if data[:8] == b"\x89PNG\r\n\x1a\n":
        place = 8
        while place < len(data):
            size = int.from_bytes(data[place : place + 4], "big")
            kind, chunk = data[place + 4 : place + 8], data[place + 8 : place + 8 + size]
            if kind in (b"tEXt", b"iTXt"):
                yield chunk.decode("utf-8", "replace")
            elif kind == b"zTXt":
                yield zlib.decompress(chunk.partition(b"\0")[2][1:]).decode("utf-8", "replace")
            place += size + 12


def pdf_layers(data):
    """Words of the pages, facts about the file, and every stream that is text; elsewhere figures are places and lengths."""
    with pypdfium2.PdfDocument(data) as file:
        for page in file:
            yield page.get_textpage().get_text_bounded()
        yield " ".join(file.get_metadata_dict().values())
    yield re.sub(r"\d+", "#", data.decode("latin-1")) + re.sub(r"\d+", "#", data.decode("utf-8", "replace"))
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        plain = stream
        with contextlib.suppress(zlib.error):
            plain = zlib.decompress(stream)
        words = plain.decode("utf-8", "replace")
        yield words if "xmpmeta" in words else re.sub(r"\d+", "#", words)


def held(folder):
    """Which secrets stand where."""
    found = set()
    for path in sorted(folder.rglob("*")):
        if not path.is_file():
            continue
        text = "\n".join(layers(path.relative_to(folder).as_posix(), path.read_bytes()))
        plain = (
            re.sub(r"<[^>]*>|\s|&#x?[0-9a-fA-F]+;", "", text)
            if path.suffix in (".xlsx", ".docx", ".html", ".pdf", ".svg")
            else ""
        )
        for secret in SECRETS:
            bare = re.sub(r"\s", "", secret)
            if secret in text or (plain and len(bare) > 4 and bare in plain):
                found.add((secret, path.relative_to(folder).as_posix()))
    return found


@pytest.mark.slow
def test_no_byte_of_the_copy_holds_a_secret(made):
    _case, _copy, sealed, copy = made
    assert held(copy) == set()
    there = held(sealed)
    known = {secret for secret, _ in there}
    for name in (
        "report.html",
        "evidence.xlsx",
        "complaints/lender/letter.pdf",
        "complaints/lender/letter.docx",
        "complaints/lender/complaint.xlsx",
        "complaints/lender/complaint.txt",
        "data/events.csv",
    ):
        assert ("林晓雨", name) in there, "the search looks into files of this kind"
    assert known >= {"林晓雨", "王秀兰", "440301199001011234", "884213", "13900002216"[-8:], "粤B·12345", "我们周末去看外婆", "张三的手机"}, (
        "the search finds what stands in the sealed folder"
    )  # fmt: skip


@pytest.mark.slow
def test_files_counts_and_reported_numbers_are_the_same(made):
    case, copy, sealed, folder = made
    names = {path.relative_to(sealed).as_posix() for path in sealed.rglob("*") if path.is_file()}
    wanted = {name for name in names if not name.startswith("source/") and name != "case.toml"}
    assert {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()} == {
        *wanted,
        "README.txt",
        "sealed.sha256",
    }
    assert list(copy.reported["number"]) == list(case.reported["number"])
    for name in pipeline.TABLES:
        assert len(getattr(copy, name)) == len(getattr(case, name)), name
    same = ["event_id", "kind", "direction", "outcome", "at", "duration_s", "source", "also_in"]
    pd.testing.assert_frame_equal(case.events[same], copy.events[same])
    same = [name for name in case.findings.columns if name not in ("owner", "number")]
    pd.testing.assert_frame_equal(case.findings[same], copy.findings[same])
    same = [name for name in case.numbers.columns if name not in ("owner", "number", "name", "region", "carrier")]
    pd.testing.assert_frame_equal(case.numbers[same], copy.numbers[same])


@pytest.mark.slow
def test_the_copy_names_the_sealed_folder_and_verifies(made, tmp_path):
    _case, copy, sealed, folder = made
    digest = hashlib.sha256((sealed / "manifest.sha256").read_bytes()).hexdigest()
    link = (folder / "sealed.sha256").read_bytes()
    assert link == f"{digest}  manifest.sha256\n".encode() and copy.masked.sealed == digest
    listed = f"{hashlib.sha256(link).hexdigest()}  sealed.sha256"
    assert listed in (folder / "manifest.sha256").read_text(encoding="utf-8").splitlines()
    assert digest in (folder / "README.txt").read_text(encoding="utf-8")
    _ = translator("en")
    differences, remarks = verify.verify(folder, _)
    assert differences == [] and any("compared with the sealed folder" in one for one in remarks)
    import shutil

    alone = tmp_path / "alone-masked"
    shutil.copytree(folder, alone)
    differences, remarks = verify.verify(alone, _)
    assert differences == [] and any("does not lie beside it" in one for one in remarks)
    other = tmp_path / "alone"
    shutil.copytree(sealed, other)
    (other / "manifest.sha256").write_text("0" * 64 + "  x\n", encoding="utf-8")
    assert any("is not the folder" in one for one in verify.verify(alone, _)[0])
    (alone / "report.html").write_text("changed", encoding="utf-8")
    assert any("report.html" in one for one in verify.verify(alone, _)[0])


@pytest.mark.slow
def test_the_same_case_gives_the_same_copy(made, tmp_path):
    case, copy, sealed, _folder = made
    again = pipeline.mask(dataclasses.replace(case), sealed)
    for name in pipeline.TABLES:
        pd.testing.assert_frame_equal(getattr(copy, name), getattr(again, name))
    assert again.settings == copy.settings


@pytest.mark.slow
def test_one_person_has_one_mark_everywhere(made):
    case, copy, _sealed, folder = made
    mine = dict(zip(case.events["number"].astype(str), copy.events["number"].astype(str), strict=True))
    assert mine["+86" + CALLER] == "+86" + CALLER and mine[GATEWAY] == GATEWAY and mine["96110"] == "96110"
    friend = mine["+8613900002216"]
    assert re.fullmatch(re.escape(STARS) + r"\d{4}", friend)
    assert copy.settings.case.allow == (friend,)
    name = set(copy.events.loc[copy.events["number"] == friend, "name"]).pop()
    bodies = " ".join(copy.events["body"].astype(str))
    assert friend in bodies and name in bodies, "the caller's message names her, and her number"
    assert copy.settings.case.lines[0].number == mine["+8675582345678"]
    assert (folder / "data" / "events.csv").read_text(encoding="utf-8-sig").count(friend) >= 7
    assert all(identify([mark])["number"][0] == mark for mark in set(mine.values()))
    assert copy.events["owner"].astype(str).unique()[0] == copy.settings.owner == copy.settings.case.owner.numbers[0]


@pytest.mark.slow
def test_marked_places_fit_the_masked_texts(made):
    case, copy, _sealed, _folder = made
    old = dict(zip(case.events["event_id"], case.events["body"], strict=True))
    new = dict(zip(copy.events["event_id"], copy.events["body"], strict=True))
    assert list(case.messages["flags"]) == list(copy.messages["flags"])
    seen = 0
    for event, was, now in zip(case.messages["event_id"], case.messages["spans"], copy.messages["spans"], strict=True):
        for one, other in zip(str(was).split(), str(now).split(), strict=True):
            (flag, a, rule), (flag2, b, rule2) = one.split(":", 2), other.split(":", 2)
            assert (flag, rule) == (flag2, rule2)
            start, end = map(int, b.split("-"))
            assert 0 <= start < end <= len(new[event])
            first, last = map(int, a.split("-"))
            if old[event][first:last] in new[event]:
                assert new[event][start:end] == old[event][first:last]
            seen += 1
    assert seen >= 3


@pytest.mark.slow
def test_papers_say_that_they_are_copies(made):
    _case, copy, _sealed, folder = made
    words = copy.text(
        "Masked copy: people other than the reported callers are replaced by marks; the sealed original holds every word."
    )
    assert words in (folder / "report.html").read_text(encoding="utf-8")
    assert words in (folder / "complaints" / "lender" / "complaint.txt").read_text(encoding="utf-8")
    assert copy.text("What masking cannot promise") in (folder / "README.txt").read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_command_writes_both_and_refuses_to_overwrite(tmp_path, capsys):
    export = tmp_path / "a.csv"
    export.write_text(rows(), encoding="utf-8")
    arguments = [str(export), "-o", str(tmp_path / "out"), "--only", "data", "--lang", "en", "--mask"]
    assert cli.main(arguments) == 0
    assert (tmp_path / "out-masked" / "data" / "events.csv").is_file() and not (
        tmp_path / "out-masked" / "source"
    ).exists()
    assert "Masked copy:" in capsys.readouterr().out
    assert (
        cli.main([*arguments[:2], str(tmp_path / "other"), *arguments[3:], "--mask-to", str(tmp_path / "out-masked")])
        == 2
    )
    assert not (tmp_path / "other").exists(), "nothing is written when the copy cannot be"
    assert cli.main([*arguments[:2], str(tmp_path / "b"), *arguments[3:], "--mask-to", str(tmp_path / "b")]) == 2


# Texts


def masker(names=None, kept=("+86" + CALLER,)):
    spelt = {"17050000311": "+8617050000311", "8617050000311": "+8617050000311", "13900002216": "+8613900002216"}
    return Masker(Marks(kept, str), spelt, names or {"林晓雨": "owner"}, {}, ("安逸贷", "诚信达"))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("请致电170 5000 0311", "请致电170 5000 0311"),
        ("请致电139-0000-2216。", f"请致电{STARS}0001。"),
        ("请致电13912345678", f"请致电{STARS}0001"),
        ("林晓雨您好", "owner您好"),
        ("张先生，您好", "contact1先生，您好"),
        ("尊敬的张三，您好", "尊敬的contact1，您好"),
        ("2026-03-14 21:05 应还1136.80元，4月3日", "2026-03-14 21:05 应还1136.80元，4月3日"),
        ("验证码：884213，5分钟内有效", "验证码：[code]，5分钟内有效"),
        ("884213是您的验证码", "[code]是您的验证码"),
        ("Your code is 884213", "Your code is [code]"),
        ("尾号1234的卡", "尾号[last digits]的卡"),
        ("身份证44030119900101123X", "身份证[identity-number-1]"),
        ("卡号6222 0212 3456 7890", "卡号[card-or-account-1]"),
        ("粤B·12345", "[plate-1]"),
        ("http://t.cn/abc?u=1 和 t.cn", "http://t.cn/[rest-of-link-1] 和 t.cn"),
        ("a.b@example.com", "[e-mail-1]"),
        ("住在云海路12号3栋1104", "住在[address-1]"),
        ("【安逸贷】【诚信达】提醒", "【安逸贷】【诚信达】提醒"),
        ("拨打10086或95588", "拨打10086或95588"),
        ("护照E12345678", "护照[serial-number-1]"),
        ("你老婆刘芳在小学上班，你妈叫张桂兰住在城里", "你老婆contact1在小学上班，你妈叫contact2住在城里"),
        ("欠款人：欧阳修，尽快处理", "欠款人：contact1，尽快处理"),
        ("Mr. John O’Neil owes 500", "Mr. contact1 owes 500"),
        ("朝阳区建国路甲88号现代城B座1203", "[address-1]"),
        ("你妈叫张桂兰住在幸福路88号，通知：明天开会", "你妈叫contact1住在[address-1]，通知：明天开会"),
        ("打一三九零零零零二二一六", f"打{STARS}0001"),
        ("验证码为 8 8 4 2 1 3", "验证码为 [code]"),
        ("IBAN GB29NWBK60161331926819", "IBAN [serial-number-1]"),
        ("尊敬的客户您好，王经理明天上班，高兴", "尊敬的客户您好，王经理明天上班，高兴"),
        ("", ""),
    ],
)
def test_what_is_taken_out_of_a_text(text, wanted):
    assert masker().mask(text).text == wanted


def test_in_a_message_of_codes_every_short_number_goes():
    assert masker().mask("4471，10分钟内有效", codes=True).text == "[code]，10分钟内有效"


def test_the_same_value_has_the_same_mark():
    one = masker()
    first = one.mask("张先生 13912345678 a@example.com").text
    assert one.mask("张先生 13912345678 a@example.com").text == first
    assert one.mask("李先生 13912345679 b@example.com").text != first


def test_places_move_with_the_text():
    made = masker().mask("林晓雨，139-0000-2216和170 5000 0311")
    at = "林晓雨，139-0000-2216和170 5000 0311".index("170")
    assert made.text[made.place(at) :] == "170 5000 0311"
    assert made.text[made.place(0) : made.place(2, end=True)] == "owner", "inside of a mark: the whole mark"


def test_marks_cannot_be_taken_for_numbers():
    marks = Marks((), str)
    given = [marks.number(f"+86139{i:08}") for i in range(10_001)]
    assert len(set(given)) == 10_001 and all(one.startswith(STARS) for one in given)
    table = identify(given[:3] + given[-1:])
    assert list(table["number"]) == given[:3] + given[-1:] and set(table["number_kind"]) == {"masked"}


# Cases


@pytest.mark.parametrize("region", ["US", "IN"])
def test_a_copy_goes_to_the_same_places_in_the_same_order(region):
    case = abroad_case(region, chinese=region == "US")
    copy = pipeline.mask(case)
    told, ours = offers(case, CHANNELS), offers(copy, CHANNELS)
    assert [(one.channel.id, one.state) for one in told] == [(one.channel.id, one.state) for one in ours]
    for one, other in zip(told, ours, strict=True):
        if one.state == "now":
            assert list(one.channel.takes(case)["number"]) == list(other.channel.takes(copy)["number"]), one.channel.id
    words = " ".join(
        line for offer in ours if offer.state == "now" for line in own_words(complaint(copy, offer.channel))
    )
    assert not any(
        secret in words for secret in ("Robin", "robin@example.com", "1 Sample Street", OWN[region], "L-77", "R-1")
    )
    assert "Invented Bank" in words and COLLECTS[region][-4:] in words


def test_own_carriers_and_what_was_decided_are_carried_over():
    case = busy_case("zh")
    copy = pipeline.mask(case)
    assert set(own_carriers(copy).values()) == {"china_mobile"} and OWN_CN not in "".join(own_carriers(copy))
    assert list(copy.reported["number"]) == list(case.reported["number"])
    assert list(copy.set_aside["reason"]) == list(case.set_aside["reason"])
    assert [len(one.rows) for one in copy.filed] == [len(one.rows) for one in case.filed]
    assert [[len(fact.rows) for fact in one.facts] for one in copy.bearings] == [
        [len(fact.rows) for fact in one.facts] for one in case.bearings
    ]
    assert len(copy.evidence) == len(case.evidence)


def test_who_is_set_aside_stays_so_although_the_name_is_gone():
    contact = "13922220009"
    rows = [row(f"2026-03-0{1 + k // 8} {9 + k % 8}:00:0{k % 6}", contact, name="王秀兰") for k in range(24)]
    rows += [
        row(f"2026-03-04 1{k}:00:00", contact, direction="out", outcome="answered", duration=60, name="王秀兰")
        for k in range(4)
    ]
    case = case_of([*rows, row("2026-03-04 20:00:00", "13911110001")], case=CaseFile(owner=Owner((NUMBERS[0],))))
    copy = pipeline.mask(case)
    assert len(case.set_aside) == 1 and list(copy.set_aside["reason"]) == list(case.set_aside["reason"])
    mark = copy.set_aside["number"][0]
    assert mark.startswith(STARS) and copy.set_aside["name"][0] == "联系人1"
    assert contact not in copy.events.to_csv() + copy.numbers.to_csv() + copy.findings.to_csv()


def test_reasons_in_the_other_language_are_masked_too():
    case = dataclasses.replace(busy_case("zh"), reasons={"en": ("messages of both name 13922220009",)})
    assert pipeline.mask(case).reasons["en"] == (f"messages of both name {STARS}0002",)


def test_a_copy_without_anything_in_it():
    copy = pipeline.mask(case_of([row("2026-03-04 20:00:00", "13911110001")]))
    assert list(copy.events["number"].astype(str)) == [f"{STARS}0002"] and copy.reported.empty
