"""`analyze init`: the commented case file is valid as it is and with every comment taken away."""

import re
import tomllib

import pytest

from analyzer import starter
from analyzer.case_file import case_file
from analyzer.cli import main


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_written_once_and_readable(tmp_path, monkeypatch, capsys, lang):
    monkeypatch.chdir(tmp_path)
    assert main(["init", "--lang", lang]) == 0
    assert "case.toml" in capsys.readouterr().out
    before = (tmp_path / "case.toml").read_bytes()
    assert main(["init", "--lang", lang]) == 2
    assert (tmp_path / "case.toml").read_bytes() == before
    (tmp_path / "x.csv").write_text("号码,时间,类型\n13911110001,2026-03-01 10:00:00,未接来电\n", encoding="utf-8")
    assert main(["x.csv", "--case", "case.toml", "--only", "data", "--quiet"]) == 0


@pytest.mark.parametrize("text", [starter.ZH, starter.EN], ids=["zh", "en"])
def test_every_entry_it_shows_is_one_that_is_read(text):
    shown = re.sub(r"^# (?=\[|\w+ = )", "", text, flags=re.M)
    case = case_file(tomllib.loads(shown))
    assert (
        case.owner.numbers
        and case.lines
        and case.collectors[0].signatures
        and case.refusals
        and case.complaints
        and case.allow
    )
    assert case.corrections[0].strike == ("insult",) and case.corrections[0].kind == "personal"
    assert case.zone == "Asia/Shanghai" and case.apart == (("13900000003", "13900000004"),)


def test_another_place(tmp_path):
    assert main(["init", str(tmp_path / "mine.toml")]) == 0
    assert (tmp_path / "mine.toml").exists()
    assert main(["init", str(tmp_path / "none" / "mine.toml")]) == 2


DEBT = "您的欠款已逾期30天，请立即还款，否则将通知您的家人和单位"


def sms(path, rows):
    lines = ["号码,时间,类型,短信内容", *(f'{number},{at},接收,"{body}"' for number, at, body in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_exports_bring_suggestions_that_state_nothing(tmp_path, monkeypatch, capsys, lang):
    monkeypatch.chdir(tmp_path)
    rows = [("106900000001", f"2026-03-0{day} 10:00:00", f"【某某贷】{DEBT}") for day in (1, 2, 3)]
    rows += [("13911110001", "2026-03-04 10:00:00", DEBT), ("13922220001", "2026-03-05 10:00:00", "晚上回来吃饭吗")]
    export = sms(tmp_path / "sms.csv", rows)
    assert main(["init", export, "mine.toml", "--lang", lang]) == 0
    text = (tmp_path / "mine.toml").read_text(encoding="utf-8")
    assert "2" in capsys.readouterr().out.splitlines()[-1]
    assert not case_file(tomllib.loads(text)).collectors
    bare = re.sub(r"^# (?=\[|\w+ = )", "", text[text.index("# -- ") :], flags=re.M)
    one, two = case_file(tomllib.loads(bare)).collectors
    assert (one.name, one.numbers, one.signatures) == ("某某贷", ("106900000001",), ("某某贷",))
    assert (two.name, two.numbers) == ("+8613911110001", ("+8613911110001",)) and "13922220001" not in text
    assert main(["init", export, "nowhere.csv"]) == 2 and not (tmp_path / "nowhere.csv").exists()
    assert main([export, "--case", "mine.toml", "--only", "data", "--quiet"]) == 0


def test_nothing_out_of_an_export_leaves_its_quotes():
    for text in ('a"]\n[owner]\nname = "x', "back\\slash", "\u202e\x00\x7f\u2028\x85", "\ud800", "😀𠀀"):
        line = starter.quoted(text)
        assert "\n" not in line and line.isprintable()
        assert tomllib.loads(f"a = {line}")["a"] == text.encode("utf-8", "replace").decode()
