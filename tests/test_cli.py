"""Bad input and wrong usage: one sentence that says what, where and what to do; exit code 2; nothing left behind."""

import gc
import os
import tomllib
from pathlib import Path

import openpyxl
import pytest

from analyzer.cli import main

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data" / "export.csv"


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def refused(capsys, *arguments, lang="en") -> str:
    """The one sentence on stderr of a run that ends with 2 and leaves nothing behind."""
    before = sorted(p.name for p in Path.cwd().iterdir() if p.name != "map.toml")
    assert main([*arguments, "--lang", lang]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = captured.err.strip().splitlines()
    assert len(lines) == 1, lines
    assert lines[0].startswith("analyze: ")
    assert "Traceback" not in lines[0] and "{" not in lines[0]
    assert sorted(p.name for p in Path.cwd().iterdir() if p.name != "map.toml") == before
    return lines[0]


def test_no_such_file(here, capsys):
    assert "nothere.csv" in refused(capsys, "nothere.csv")
    assert "找不到文件" in refused(capsys, "nothere.csv", lang="zh")


def test_no_export_named(here, capsys):
    assert "analyze export.csv" in refused(capsys)


def test_empty_file(here, capsys):
    Path("e.csv").write_bytes(b"")
    assert "empty" in refused(capsys, "e.csv")


def test_blank_file(here, capsys):
    Path("e.csv").write_bytes(b"\n\n   \n")
    refused(capsys, "e.csv")


@pytest.mark.parametrize(
    "content",
    [
        b"Dear diary, nothing happened.\n",
        b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
        b"a,b,c\n1,2,3\n",
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
        b'{"a": 1}',
        b"<html><body>hello</body></html>",
        os.urandom(5000),
    ],
    ids=["prose", "png", "other table", "pdf", "json", "html", "noise"],
)
def test_not_an_export(here, capsys, content):
    Path("x.csv").write_bytes(content)
    assert "x.csv" in refused(capsys, "x.csv")


def test_headings_that_were_seen_are_named(here, capsys):
    Path("x.csv").write_text("fruit,colour\napple,red\n")
    said = refused(capsys, "x.csv")
    assert "fruit" in said and "colour" in said


def test_truncated_xml_is_read_to_the_cut(here, capsys):
    whole = (ROOT / "sample_data" / "calls-20260601090000.xml").read_bytes()
    Path("cut.xml").write_bytes(whole[: len(whole) // 2])
    assert main(["cut.xml", "--only", "data", "--lang", "en"]) == 0
    problems = Path("cut-analysis/data/problems.csv").read_text(encoding="utf-8-sig")
    assert problems.count("P106") == 1
    assert "could not be used" in capsys.readouterr().out.replace("\n", " ")
    assert main(["cut.xml", "--only", "data", "--force", "--strict", "--quiet"]) == 1


def test_wrong_encoding_forced(here, capsys):
    Path("x.csv").write_bytes("类型,号码,时间\n来电,13911110001,2026-03-01 10:00:00\n".encode("gb18030"))
    assert "utf-8" in refused(capsys, "x.csv", "--encoding", "utf-8")
    assert "klingon" in refused(capsys, "x.csv", "--encoding", "klingon")
    assert main(["x.csv", "--encoding", "gb18030", "--only", "data", "--quiet"]) == 0


def test_locked_workbook(here, capsys):
    """A workbook under a password is an OLE file with an EncryptedPackage stream."""
    entry = "EncryptedPackage".encode("utf-16-le")
    Path("locked.xlsx").write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + bytes(512)
        + entry.ljust(64, b"\0")
        + (len(entry) + 2).to_bytes(2, "little")
        + bytes(2000)
    )
    assert "password" in refused(capsys, "locked.xlsx")


def test_damaged_workbook(here, capsys):
    book = openpyxl.Workbook()
    book.active.append(["号码", "时间"])
    book.save("b.xlsx")
    whole = Path("b.xlsx").read_bytes()
    Path("b.xlsx").write_bytes(whole[: len(whole) // 2])
    refused(capsys, "b.xlsx")


def test_folder_given_instead_of_a_file(here, capsys):
    Path("x.csv").mkdir()
    assert "folder" in refused(capsys, "x.csv")


def test_fifo_is_not_waited_for(here, capsys):
    os.mkfifo("x.csv")
    refused(capsys, "x.csv")


def test_output_exists(here, capsys):
    Path("out").mkdir()
    assert "--force" in refused(capsys, str(SAMPLE), "-o", "out")


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX systems")
def test_output_cannot_be_written(here, capsys):
    Path("file").write_text("a file, no folder")
    said = refused(capsys, str(SAMPLE), "-o", "file/out", "--only", "data")
    assert "cannot be written" in said


def test_disk_full_in_mid_write_leaves_nothing(here, capsys, monkeypatch):
    from analyzer.writers.folder import Folder

    real = Folder._place

    def full(self, name):
        if name.endswith("findings.csv"):
            raise OSError(28, "No space left on device")
        return real(self, name)

    monkeypatch.setattr(Folder, "_place", full)
    assert "No space left" in refused(capsys, str(SAMPLE), "--only", "data")


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["--tz", "Mars/Olympus"], "Mars/Olympus"),
        (["--region", "US"], "--tz"),
        (["--region", "China"], "--region"),
        (["--rules", "cn,moon"], "moon"),
        (["--since", "yesterday"], "--since"),
        (["--only", "pdfs"], "pdfs"),
        (["--case", "none.toml"], "none.toml"),
        (["--colour"], "--colour"),
    ],
)
def test_wrong_usage(here, capsys, arguments, word):
    assert word in refused(capsys, str(SAMPLE), *arguments)


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("[owner]\nnumbr = '1'", "numbr"),
        ("[[collector]]\nnumbers = ['1']", "name"),
        ("[[collector]]\nname='x'\ncreditor_type='shark'", "shark"),
        ("[[refusal]]\nat = 'tomorrow'", "refusal"),
        ("not toml at all", "TOML"),
    ],
)
def test_case_file_mistakes_are_named(here, capsys, text, word):
    Path("case.toml").write_text(text)
    said = refused(capsys, str(SAMPLE), "--case", "case.toml")
    assert word in said and "case.toml" in said


def test_a_path_that_exists_is_an_export_even_when_named_like_a_verb(here, capsys):
    Path("rules").write_text("类型,号码,时间\n未接来电,13911110001,2026-03-01 10:00:00\n", encoding="utf-8")
    assert main(["rules", "--only", "data", "--quiet"]) == 0
    assert Path("rules-analysis/case.json").exists()


@pytest.mark.parametrize("verb", ["formats", "rules", "channels"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_listings(here, capsys, verb, lang):
    assert main([verb, "--lang", lang]) == 0
    assert len(capsys.readouterr().out.splitlines()) >= 4


def test_one_rule_in_full(here, capsys):
    assert main(["rules", "cn-gbt-night", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert "GB/T 45251-2025" in shown and "innocent explanations" in shown
    assert main(["rules", "NO-SUCH"]) == 2


def test_help_and_version(here, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["--help", "--lang", "zh"])
    assert ended.value.code == 0
    assert "离线" in capsys.readouterr().out
    assert main(["--version"]) == 0


def test_no_findings_is_said_kindly(here, capsys):
    Path("quiet.csv").write_text("类型,号码,时间,时长\n来电已接,13911110001,2026-03-01 10:00:00,30\n", encoding="utf-8")
    assert main(["quiet.csv", "--lang", "en"]) == 0
    assert "No number appears to exceed" in capsys.readouterr().out
    assert Path("quiet-analysis/report.html").exists()
    assert "no number appears to exceed" in Path("quiet-analysis/complaints/README.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("lang", "limits", "marks"),
    [
        ("en", "Counts that appear to exceed a limit:", "Patterns worth a look, which no text forbids:"),
        ("zh", "似乎超过限度的次数：", "其他线索（无规范文件禁止，仅供核查参考）："),
    ],
)
def test_limits_and_marks_stand_apart_on_the_terminal(here, capsys, lang, limits, marks):
    rows = "".join(f"未接来电,13911110001,2026-03-01 23:0{i}:00,\n" for i in range(8))
    Path("x.csv").write_text("类型,号码,时间,时长\n" + rows, encoding="utf-8")
    assert main(["x.csv", "--only", "data", "--lang", lang]) == 0
    shown = capsys.readouterr().out
    first, second = shown.index(limits), shown.index(marks)
    assert first < shown.index("CN-GBT-NIGHT ") < second < shown.index("H-CALL-BURST ")
    assert "H-" not in shown[first:second] and "CN-" not in shown[second : shown.index("H-CALL-BURST ")]


def test_terminal_takes_no_orders_from_an_export(here, capsys):
    Path("x.csv").write_text(
        "类型,号码,时间,内容\n未接来电,\x1b[2J\x1b]0;pwn\x07,2026-03-01 23:00:00,\n", encoding="utf-8"
    )
    main(["x.csv", "--only", "data", "--lang", "en"])
    assert "\x1b" not in capsys.readouterr().out


def test_the_version_is_that_of_the_package(capsys):
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert main(["--version"]) == 0
    assert capsys.readouterr().out == f"analyze {project['version']}\n"


def test_the_collector_of_garbage_is_left_as_it_was(capsys):
    before = gc.get_threshold()
    main(["--version"])
    assert gc.get_threshold() == before
