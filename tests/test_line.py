"""The whole line on the sample data: one run, opened and recounted from outside."""

import csv
import hashlib
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from analyzer.cli import main

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data"
CONTRACT = ROOT.parent / "shared" / "checks" / "contract.py"
EPOCH = "1780500000"


@pytest.fixture(scope="module")
def run(tmp_path_factory):
    """The folder of `analyze export.csv --case case.toml --lang zh`."""
    folder = tmp_path_factory.mktemp("run") / "out"
    os.environ["SOURCE_DATE_EPOCH"] = EPOCH
    assert (
        main(
            [
                str(SAMPLE / "export.csv"),
                "-o",
                str(folder),
                "--case",
                str(SAMPLE / "case.toml"),
                "--lang",
                "zh",
                "--quiet",
            ]
        )
        == 0
    )
    return folder


def table(folder, name):
    with (folder / "data" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_everything_of_the_design_is_there(run):
    for name in (
        "report.html",
        "evidence.xlsx",
        "case.json",
        "manifest.sha256",
        "source/export.csv",
        "complaints/12321/complaint.txt",
    ):
        assert (run / name).is_file(), name
    assert {p.suffix for p in (run / "charts").iterdir()} == {".png", ".svg"}
    carriers = {p.name for p in (run / "complaints").iterdir()}
    assert {"12321", "china_mobile"} <= carriers
    told = (run / "complaints" / "README.txt").read_text(encoding="utf-8")
    assert all(f"{name}/" in told for name in carriers - {"README.txt"})


def test_manifest_checks(run):
    done = subprocess.run(["sha256sum", "--quiet", "-c", "manifest.sha256"], cwd=run, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    assert (run / "source" / "export.csv").read_bytes() == (SAMPLE / "export.csv").read_bytes()


def test_row_ledger_balances(run):
    for s in table(run, "sources"):
        whole = {k: int(s[k]) for k in ("rows_read", "events", "duplicates", "corroborating", "skipped", "problems")}
        assert whole.pop("rows_read") == sum(whole.values())
        assert int(s["problems"]) == 1  # the row dated "yesterday"


def test_contract_from_outside(run):
    if not CONTRACT.exists():
        pytest.skip("the contract checker lies outside the repository and is not here")
    done = subprocess.run([sys.executable, str(CONTRACT), str(run), "--full"], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def test_numbers_are_those_of_the_story(run):
    """The story counted itself when it was written (story.json); the program's table says the same."""
    story = json.loads((SAMPLE / "story.json").read_text(encoding="utf-8"))
    got = {row["number"]: row for row in table(run, "numbers")}
    assert len(table(run, "events")) == story["phone"]["events"]
    shared = set(next(iter(got.values()))) & set(next(iter(story["phone"]["numbers"].values()))) - {
        "name",
        "first_at",
        "last_at",
    }
    assert len(shared) >= 12
    assert set(got) == set(story["phone"]["numbers"])
    for number, facts in story["phone"]["numbers"].items():
        for column in shared:
            expected = facts[column]["count"] if isinstance(facts[column], dict) else facts[column]
            assert got[number][column] == str(expected), (number, column)


def test_findings_recount_from_the_events_table(run):
    events = {row["event_id"]: row for row in table(run, "events")}
    findings = [f for f in table(run, "findings") if f["status"] != "not-evaluable"]
    assert findings
    for f in findings:
        named = [events[i] for i in f["event_ids"].split()]
        assert len(named) == int(f["observed"])
        assert len({row["event_id"] for row in named}) == len(named)
        if f["number"]:
            assert {row["number"] for row in named} == {f["number"]}
        if f["rule"] == "CN-CBA-ATTEMPT6":
            assert {row["outcome"] for row in named} <= {"missed", "rejected", "blocked", "voicemail"}
            assert len({row["at_local"][:10] for row in named}) == 1
        if f["rule"].endswith("NIGHT"):
            assert all(row["at_local"][11:19] >= "22:00:00" or row["at_local"][11:19] < "08:00:00" for row in named)


def test_the_story_is_found(run):
    """The worst number is named, the mother and the courier are not, and the boundary calls fall on the right side."""
    facts = json.loads((run / "case.json").read_text(encoding="utf-8"))
    assert "+8617050000313" in facts["reported"]
    assert "+8613900002216" not in facts["reported"]
    rules = {(f["rule"], f["number"]) for f in table(run, "findings") if f["status"] == "exceeded"}
    assert ("CN-GBT-NIGHT", "+8617050000313") in rules
    by_day = Counter(
        e["at_local"][:10] for e in table(run, "events") if e["number"] == "+8617050000313" and e["kind"] == "call"
    )
    assert by_day.most_common(1) == [("2026-04-22", 23)]


def test_same_input_same_bytes(run, tmp_path):
    """Another process, another hash seed, another time zone of the machine, another folder: the same files."""
    again = tmp_path / "again"
    environment = {
        **os.environ,
        "SOURCE_DATE_EPOCH": EPOCH,
        "PYTHONHASHSEED": "7",
        "TZ": "America/Lima",
        "LC_ALL": "C.UTF-8",
    }
    command = [
        sys.executable,
        "-m",
        "analyzer",
        str(SAMPLE / "export.csv"),
        "-o",
        str(again),
        "--case",
        str(SAMPLE / "case.toml"),
        "--lang",
        "zh",
        "--quiet",
    ]
    subprocess.run(command, check=True, env=environment)
    one, two = ((folder / "manifest.sha256").read_text() for folder in (run, again))
    assert one == two


def test_text_cells_never_are_formulas(run):
    with zipfile.ZipFile(run / "evidence.xlsx") as book:
        sheets = [book.read(n).decode() for n in book.namelist() if n.startswith("xl/worksheets/sheet")]
    assert sheets and not any("<f>" in sheet or "<f " in sheet for sheet in sheets)


def test_tables_come_back_as_they_were(run):
    from analyzer import pipeline
    from analyzer.writers.tables import read_csv

    case = pipeline.analyze(SAMPLE / "export.csv")
    back = read_csv(run / "data" / "events.csv")
    for column in ("event_id", "number", "number_raw", "body", "name", "row"):
        assert back[column].tolist() == case.events[column].astype("str").tolist(), column


def test_only_writes_what_was_asked(tmp_path):
    assert main([str(SAMPLE / "export.csv"), "-o", str(tmp_path / "o"), "--only", "data", "--quiet"]) == 0
    assert {p.name for p in (tmp_path / "o").iterdir()} == {"data", "case.json", "manifest.sha256"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_screen_says_what_was_understood_found_and_next(tmp_path, capsys, lang):
    assert main([str(SAMPLE / "export.csv"), "-o", str(tmp_path / "o"), "--only", "data", "--lang", lang]) == 0
    shown = capsys.readouterr().out
    story = json.loads((SAMPLE / "story.json").read_text(encoding="utf-8"))
    assert str(story["phone"]["events"]) in shown
    assert ("读懂的内容" if lang == "zh" else "Understood") in shown
    assert "170 5000 0313" in shown and "CN-GBT-NIGHT" in shown
    assert len(shown.splitlines()) < 72


def test_json_on_stdout(tmp_path, capsys):
    assert main([str(SAMPLE / "export.csv"), "-o", str(tmp_path / "o"), "--only", "data", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["events"] > 0


def test_phone_bill_and_xml_are_one_picture(tmp_path):
    """Phone export, its XML twin and the bill of April: no event is counted twice, the bill confirms."""
    names = ["export.csv", "calls-20260601090000.xml", "sms-20260601090000.xml", "china_mobile_bill_2026-04.xlsx"]
    assert main([*(str(SAMPLE / n) for n in names), "-o", str(tmp_path / "o"), "--only", "data", "--quiet"]) == 0
    sources = {s["path"].rpartition("/")[2]: s for s in table(tmp_path / "o", "sources")}
    assert int(sources["calls-20260601090000.xml"]["events"]) == 1  # the call whose date the CSV lost
    assert int(sources["sms-20260601090000.xml"]["events"]) == 0
    bill = sources["china_mobile_bill_2026-04.xlsx"]
    assert int(bill["corroborating"]) >= 50
    assert int(bill["rows_read"]) == sum(
        int(bill[k]) for k in ("events", "duplicates", "corroborating", "skipped", "problems")
    )


def test_workplace_phone_is_another_owner(tmp_path):
    command = [
        str(SAMPLE / "export.csv"),
        str(SAMPLE / "workplace_phone.csv"),
        "--case",
        str(SAMPLE / "case.toml"),
        "-o",
        str(tmp_path / "o"),
        "--only",
        "data",
        "--quiet",
    ]
    assert main(command) == 0
    owners = {row["owner"] for row in table(tmp_path / "o", "events")}
    assert owners == {"+8613900004127", "+8613900000600"}


@pytest.mark.skipif(importlib.util.find_spec("openpyxl") is None, reason="openpyxl is not installed")
def test_existing_folder_is_kept_without_force(tmp_path, capsys):
    target = tmp_path / "o"
    assert main([str(SAMPLE / "export.csv"), "-o", str(target), "--only", "data", "--quiet"]) == 0
    before = (target / "manifest.sha256").read_bytes()
    assert main([str(SAMPLE / "export.csv"), "-o", str(target), "--only", "data", "--quiet"]) == 2
    assert (target / "manifest.sha256").read_bytes() == before
    assert main([str(SAMPLE / "export.csv"), "-o", str(target), "--only", "data", "--quiet", "--force"]) == 0
    shutil.rmtree(target)
    target.mkdir()
    (target / "mine.txt").write_text("keep me")
    assert main([str(SAMPLE / "export.csv"), "-o", str(target), "--only", "data", "--quiet", "--force"]) == 2
    assert (target / "mine.txt").read_text() == "keep me"
    assert hashlib.sha256(before).hexdigest()
