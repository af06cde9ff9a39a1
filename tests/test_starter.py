"""`analyze init`: the commented case file is valid as it is and with every comment taken away."""

import re
import tomllib

import pytest

from analyzer import starter
from analyzer.cli import main
from analyzer.settings import case_file


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
    assert case.zone == "Asia/Shanghai" and case.apart == (("13900000003", "13900000004"),)


def test_another_place(tmp_path):
    assert main(["init", str(tmp_path / "mine.toml")]) == 0
    assert (tmp_path / "mine.toml").exists()
    assert main(["init", str(tmp_path / "none" / "mine.toml")]) == 2
