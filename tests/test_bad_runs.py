"""Whole runs that meet bad luck: odd content, odd machines, a full disk. Complete and plain, or refused in one sentence with nothing left."""

import os
import re
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import openpyxl
import pytest

from analyzer import fonts, pipeline
from analyzer.cli import main
from analyzer.writers import pdf, typesetter
from analyzer.writers.folder import Folder

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data" / "export.csv"
CASE = ROOT / "sample_data" / "case.toml"
EVERYTHING = {"report.html", "evidence.xlsx", "case.json", "manifest.sha256", "charts", "complaints", "data", "source"}


@pytest.fixture
def here(tmp_path, monkeypatch):
    """An empty working folder, and an empty folder for temporary files."""
    work, scratch = tmp_path / "work", tmp_path / "tmp"
    work.mkdir()
    scratch.mkdir()
    monkeypatch.chdir(work)
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780500000")
    return work


def export(name, *rows, heading="类型,号码,时间,时长,内容,姓名"):
    """A table as phones write it."""
    Path(name).write_text("\n".join([heading, *rows]) + "\n", encoding="utf-8")
    return name


def calls(n, number="13911110001", day="2026-03-01", hour=9):
    """Missed calls a minute apart."""
    return [f"未接来电,{number},{day} {hour + i // 60:02}:{i % 60:02}:00,,," for i in range(n)]


def run(*arguments, lang="zh"):
    """A run that finishes."""
    assert main([*map(str, arguments), "--lang", lang, "--quiet"]) == 0


def page(folder):
    """The words of the report."""
    return re.sub(
        r"<(script|style|svg)\b.*?</\1>", "", (Path(folder) / "report.html").read_text(encoding="utf-8"), flags=re.S
    )


def nothing_left(here):
    """Neither beside the exports nor among temporary files."""
    assert [path.name for path in here.iterdir() if path.name.startswith(".")] == []
    assert list(Path(tempfile.gettempdir()).iterdir()) == []


# --- odd content


def test_nothing_found_is_said_kindly_and_the_log_is_there(here):
    export("quiet.csv", "来电已接,13911110001,2026-03-01 10:00:00,30,,")
    run("quiet.csv")
    assert {path.name for path in Path("quiet-analysis").iterdir()} == EVERYTHING
    assert {path.name for path in Path("quiet-analysis/charts").iterdir()} == {
        f"{name}.{kind}" for name in ("daily", "hours", "top-numbers") for kind in ("png", "svg")
    }
    said = page("quiet-analysis")
    assert "没有号码" in said and "139 1111 0001" in said.replace("\xa0", " ")
    assert [path.name for path in Path("quiet-analysis/complaints").rglob("*.docx")] == []
    nothing_left(here)


def test_one_event(here):
    export("one.csv", "未接来电,13911110001,2026-03-01 23:30:00,,,")
    run("one.csv", lang="en")
    assert {path.name for path in Path("one-analysis").iterdir()} == EVERYTHING
    assert Path("one-analysis/data/events.csv").read_text(encoding="utf-8-sig").count("\n") == 2
    assert (Path("one-analysis/charts") / "number-01-8613911110001.png").exists()


@pytest.mark.slow
def test_three_hundred_reported_numbers(here):
    export("many.csv", *(row for i in range(300) for row in calls(8, f"139{i:08}", f"2026-03-{1 + i % 28:02}")))
    run("many.csv")
    numbers = Path("many-analysis/data/numbers.csv").read_text(encoding="utf-8-sig").count("\n") - 1
    assert numbers == 300
    charts = {path.name for path in Path("many-analysis/charts").glob("number-*.png")}
    assert len(charts) == pipeline.PICTURED
    assert (Path("many-analysis/report.html")).stat().st_size < 12_000_000
    book = openpyxl.load_workbook("many-analysis/evidence.xlsx", read_only=True)
    assert book["Numbers"].max_row >= 300


LONG = "您已逾期，请立即处理。" * 910
RTL = "مرحبا עליכם שלום 👨\u200d👩\u200d👧 \u202e反\u202c 🏳️\u200d🌈 ﷽"
RARE = "𠀀𪚥𫝆㐀催收公司"


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.slow)])
def test_long_bodies_right_to_left_text_emoji_and_rare_characters(here, lang):
    """Whole in tables and on the page; where a font lacks a character, papers spell it out instead of an empty box."""
    assert len(LONG) > 10_000
    rows = [*calls(30), f"收到短信,13911110001,2026-03-02 09:00:00,,{LONG},{RARE}"]
    rows += [
        f"收到短信,13911110001,2026-03-0{day} 10:00:00,,【某平台】{RTL} 不还钱就爆你通讯录,{RARE}" for day in (3, 4)
    ]
    export("odd.csv", *rows)
    run("odd.csv", lang=lang)
    table = Path("odd-analysis/data/events.csv").read_text(encoding="utf-8-sig")
    assert LONG in table and RTL in table and RARE in table
    said = page("odd-analysis")
    assert RARE in said and "👨\u200d👩\u200d👧" in said
    letters = sorted(Path("odd-analysis/complaints").rglob("letter.docx"))
    assert letters and all(path.with_suffix(".pdf").exists() for path in letters)
    for path in letters:
        words = zipfile.ZipFile(path).read("word/document.xml").decode()
        assert "\u202e" not in words
    book = openpyxl.load_workbook("odd-analysis/evidence.xlsx", read_only=True)
    cells = [
        cell for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, str)
    ]
    assert any(RARE in cell for cell in cells) and max(map(len, cells)) <= 32_767


def test_a_firm_with_a_rare_name_in_the_case_file(here):
    export("x.csv", *calls(9, day="2026-02-20"), *calls(30))
    Path("case.toml").write_text(
        f'[[collector]]\nname = "{RARE}"\nnumbers = ["13911110001"]\n[[refusal]]\nat = 2026-02-25\nto = "{RARE}"\n',
        encoding="utf-8",
    )
    run("x.csv", "--case", "case.toml", "--only", "html,charts")
    assert RARE in page("x-analysis")
    drawn = Path("x-analysis/charts/since.svg").read_text(encoding="utf-8")
    shown = fonts.plain(RARE)
    assert shown.endswith("催收公司") and shown in drawn, "in the words of the picture"
    assert all(f'"#u{ord(char):x}"' in drawn for char in "催收公司" + fonts.GAP * (fonts.GAP in shown))


# --- odd machines


def test_without_the_program_that_sets_pdf(here, monkeypatch):
    monkeypatch.setitem(sys.modules, "typst", None)
    pdf.available.cache_clear()
    try:
        export("x.csv", *calls(30))
        run("x.csv")
    finally:
        pdf.available.cache_clear()
    papers = Path("x-analysis/complaints")
    assert list(papers.rglob("letter.docx")) and not list(papers.rglob("*.pdf"))
    assert "本机没有排版程序" in (papers / "README.txt").read_text(encoding="utf-8")


def test_without_an_office_program_nothing_is_missed(here, monkeypatch):
    """No office program is ever called: the search path is empty, and only this Python sets PDFs, with a file of ours."""
    ours, started = [sys.executable, "-P", typesetter.__file__], subprocess.Popen

    def refuse(*arguments, **more):
        raise AssertionError(f"a process was started: {arguments}")

    class Ours(started):
        def __init__(self, command, *rest, **more):
            super().__init__(command if command == ours else refuse(command), *rest, **more)

    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(subprocess, "Popen", Ours)
    export("x.csv", *calls(30))
    run("x.csv", "--only", "letters")
    assert list(Path("x-analysis/complaints").rglob("letter.docx"))


@pytest.mark.parametrize("others", [False, pytest.param(True, marks=pytest.mark.slow)])
def test_without_our_fonts_everything_but_the_pdf_is_there(here, monkeypatch, others):
    """The package of fonts is gone; the machine has Chinese fonts of its own, or none."""
    caches = [getattr(fonts, name) for name in dir(fonts) if hasattr(getattr(fonts, name), "cache_clear")]
    caches += [pdf.available]
    from analyzer import lettering

    caches += [getattr(lettering, name) for name in dir(lettering) if hasattr(getattr(lettering, name), "cache_clear")]
    monkeypatch.setitem(sys.modules, "pylopdf_fonts_zh_cn", None)
    machines = (str(Path(__import__("matplotlib").get_data_path()) / "fonts/ttf/STIXGeneral.ttf"),) if others else ()
    monkeypatch.setattr(fonts, "MACHINES", machines)
    from matplotlib import font_manager

    monkeypatch.setattr(font_manager.fontManager, "ttflist", [])
    for cache in caches:
        cache.cache_clear()
    try:
        export("x.csv", *calls(30))
        run("x.csv")
        assert fonts.sans().name == ("STIXGeneral.ttf" if others else "DejaVuSans.ttf")
    finally:
        for cache in caches:
            cache.cache_clear()
        fonts._kerning.clear()
    papers = Path("x-analysis/complaints")
    assert len(list(Path("x-analysis/charts").glob("*.png"))) >= 4
    assert list(papers.rglob("letter.docx")) and not list(papers.rglob("*.pdf"))
    assert "所需字体" in (papers / "README.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("epoch", ["0", pytest.param("315532799", marks=pytest.mark.slow)])
def test_a_clock_before_1980(here, monkeypatch, epoch):
    """Archives know no year before 1980; workbooks and letters are archives."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    export("x.csv", *calls(30))
    os.utime("x.csv", (0, 0))
    run("x.csv", "--only", "xlsx,letters,source,complaints")
    openpyxl.load_workbook("x-analysis/evidence.xlsx")
    (letter, *_more) = sorted(Path("x-analysis/complaints").rglob("letter.docx"))
    assert zipfile.ZipFile(letter).testzip() is None
    assert Path("x-analysis/source").is_dir() and letter.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


SCRIPT = "import sys; sys.path.insert(0, {root!r}); from analyzer.cli import main; sys.exit(main(sys.argv[1:]))"


def other_process(*arguments, **environment):
    """The same command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", SCRIPT.format(root=str(ROOT)), *arguments],
        env={**os.environ, **environment}, capture_output=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize(
    "zone",
    [
        "garbage",
        *(pytest.param(zone, marks=pytest.mark.slow) for zone in (":/etc/passwd", "", "UTC-25:99", "Mars/Olympus")),
    ],
)
def test_the_zone_of_the_machine_changes_nothing(here, zone):
    export("x.csv", *calls(9))
    for name, value in (("usual", "Asia/Shanghai"), ("odd", zone)):
        done = other_process("x.csv", "-o", name, "--only", "data", "--lang", "en", TZ=value)
        assert done.returncode == 0, done.stderr
    assert Path("usual/manifest.sha256").read_text(encoding="utf-8") == Path("odd/manifest.sha256").read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize("lang", ["zh", pytest.param("en", marks=pytest.mark.slow)])
def test_a_terminal_that_knows_only_ascii(here, lang):
    export("账单.csv", *calls(9))
    plain = {"LANG": "C", "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0", "PYTHONIOENCODING": ""}
    done = other_process("账单.csv", "--lang", lang, "--only", "data,html", **plain)
    assert done.returncode == 0, done.stderr
    done.stdout.decode("ascii")
    assert (here / "账单-analysis" / "report.html").exists()
    assert "13911110001" in (here / "账单-analysis" / "data" / "events.csv").read_text(encoding="utf-8-sig")


# --- disks and folders


def test_a_disk_that_fills_in_mid_write(here, capsys, monkeypatch):
    """Half of a file is written when the disk is full: no folder, no draft, no temporary file; a folder that was there stays."""
    real = Path.write_bytes
    export("x.csv", *calls(30))
    run("x.csv", "--only", "data")
    before = {path: path.read_bytes() for path in Path("x-analysis").rglob("*") if path.is_file()}
    written = []

    def full(self, data):
        written.append(self.name)
        if self.name == "evidence.xlsx":
            real(self, data[: len(data) // 2])
            raise OSError(28, "No space left on device")
        return real(self, data)

    monkeypatch.setattr(Path, "write_bytes", full)
    assert main(["x.csv", "--lang", "en", "--force", "--quiet"]) == 2
    assert "report.html" in written and "evidence.xlsx" in written
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1 and "No space left on device" in said[0] and "nothing was left behind" in said[0]
    assert {path: path.read_bytes() for path in Path("x-analysis").rglob("*") if path.is_file()} == before
    assert sorted(path.name for path in here.iterdir()) == ["x-analysis", "x.csv"]
    nothing_left(here)


def test_a_disk_that_fills_while_a_table_flows(here, capsys, monkeypatch):
    real = Folder.add_stream

    def pieces(chunks):
        for i, chunk in enumerate(chunks):
            if i:
                raise OSError(28, "No space left on device")
            yield chunk[: len(chunk) // 2]
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Folder, "add_stream", lambda self, name, chunks: real(self, name, pieces(chunks)))
    export("x.csv", *calls(30))
    assert main(["x.csv", "--lang", "en", "--only", "data,source", "--quiet"]) == 2
    assert "No space left" in capsys.readouterr().err
    assert sorted(path.name for path in here.iterdir()) == ["x.csv"]
    nothing_left(here)


@pytest.mark.slow
@pytest.mark.skipif(
    sys.platform != "linux" or not hasattr(os, "geteuid") or os.geteuid() != 0,
    reason="needs a small disk of its own: mounting",
)
def test_a_real_disk_that_is_too_small(here):
    disk = here / "disk"
    disk.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=300k", "tmpfs", str(disk)], check=False, capture_output=True
    ).returncode:
        pytest.skip("mounting is not allowed here")
    try:
        export("x.csv", *calls(30))
        done = other_process("x.csv", "-o", str(disk / "out"), "--lang", "en")
        assert done.returncode == 2
        assert done.stderr.decode().strip().splitlines()[-1].count("No space left on device") == 1
        assert list(disk.iterdir()) == []
    finally:
        subprocess.run(["umount", str(disk)], check=False)


def test_a_folder_that_cannot_be_written(here, capsys, monkeypatch):
    """Permissions do not stop the superuser, so the system's own refusal is played."""
    export("x.csv", *calls(9))

    def refused(*arguments, **more):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkdtemp", refused)
    assert main(["x.csv", "-o", "out", "--lang", "en", "--only", "data"]) == 2
    said = capsys.readouterr().err.strip().splitlines()
    assert len(said) == 1 and "Permission denied" in said[0] and "-o" in said[0]
    assert not Path("out").exists()


def test_a_file_name_that_is_no_utf_8(here):
    """Old archives bring names in GB18030; they stand in the tables as people read them."""
    raw = "账单".encode("gb18030") + b".csv"
    try:
        Path(os.fsdecode(raw)).write_text(
            "\n".join(["类型,号码,时间", "未接来电,13911110001,2026-03-01 23:30:00"]), encoding="utf-8"
        )
    except (OSError, UnicodeError):
        pytest.skip("this file system takes only UTF-8 names")
    run(os.fsdecode(raw), "-o", "out", "--only", "data,source,html")
    assert "账单.csv" in Path("out/data/sources.csv").read_text(encoding="utf-8-sig")
    assert Path("out/source/账单.csv").exists() and "账单.csv" in page("out")


# --- parts of a run


def referred(folder):
    """Files that papers of a folder name as lying beside them."""
    for path in Path(folder).rglob("letter.docx"):
        words = re.sub(r"<[^>]+>", "", zipfile.ZipFile(path).read("word/document.xml").decode())
        for name in re.findall(r"complaint\.(?:xlsx|txt)", words):
            yield path.parent / name


def test_letters_alone_bring_the_lists_that_they_refer_to(here):
    export("x.csv", *(row for day in range(1, 6) for row in calls(80, day=f"2026-03-0{day}")))
    run("x.csv", "--only", "letters", lang="en")
    named = set(referred("x-analysis"))
    assert named, "the letters refer to no list: the case is too small to show it"
    assert all(path.exists() for path in named)
    told = Path("x-analysis/complaints/README.txt").read_text(encoding="utf-8")
    assert "without --only" not in told
    assert not Path("x-analysis/evidence.xlsx").exists() and not Path("x-analysis/report.html").exists()


def test_sheets_alone_do_not_promise_letters(here):
    export("x.csv", *calls(30))
    run("x.csv", "--only", "complaints", lang="en")
    assert not list(Path("x-analysis").rglob("letter.*"))
    assert "letters and the statement were not written" in Path("x-analysis/complaints/README.txt").read_text(
        encoding="utf-8"
    )
