"""Many cases at once: counted as each by itself, resumed where a run was cut off, joined across people."""

import datetime as dt
import io
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from caserows import CALLER, SETTINGS, export, folder_of, owner_of
from hypothesis import given, settings, strategies

from analyzer import partition
from analyzer.caseload import caseload, work
from analyzer.caseload.alone import alone
from analyzer.caseload.cases import find
from analyzer.caseload.work import Job
from analyzer.cli import main
from analyzer.problems import UsageError

ROOT = Path(__file__).resolve().parent.parent


def own(path):
    from analyzer.caseload import _own

    return _own(SETTINGS)(path)


def tables(done):
    return {name: pq.read_table(io.BytesIO(data)) for name, data in done.tables.items()}


def data(folder):
    return {path.name: pq.read_table(path) for path in sorted((folder / "data").iterdir())}


def files(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    """Seven cases with everything that can be wrong with one."""
    root = folder_of(tmp_path_factory.mktemp("many") / "cases", 6)
    (root / "重叠").mkdir()  # two exports of one phone, which overlap
    (root / "重叠" / "a.csv").write_text(export(7), encoding="utf-8")
    (root / "重叠" / "b.csv").write_text(export(7, often=20), encoding="utf-8")
    (root / "同一份.csv").write_text(export(1), encoding="utf-8")  # the export of another case once more
    (root / "王五.bin").write_bytes(bytes(range(256)) * 8)
    (root / "空的").mkdir()
    (root / "写错").mkdir()
    (root / "写错" / "calls.csv").write_text(export(8), encoding="utf-8")
    (root / "写错" / "case.toml").write_text("[onwer]\nnumbers = []\n", encoding="utf-8")
    (root / "赵六").mkdir()
    (root / "赵六" / "calls.csv").write_text(export(9), encoding="utf-8")
    (root / "赵六" / "case.toml").write_text(
        f'[owner]\nnumbers = ["{owner_of(9)}"]\n[[collector]]\nname = "某某催收"\nnumbers = ["{CALLER}"]\n',
        encoding="utf-8",
    )
    (root / "链接").symlink_to(root / "重叠")
    if hasattr(os, "mkfifo"):
        os.mkfifo(root / "pipe")
    return root


@pytest.fixture(scope="module")
def done(many, tmp_path_factory):
    return caseload(many, tmp_path_factory.mktemp("done") / "out", SETTINGS, events=True)


def test_each_case_is_counted_as_by_itself(many):
    """Row for row, hidden numbers and ids included, whether counted together or one by one."""
    cases, _left = find([many], own, names=True)
    job = Job(SETTINGS, names=True, events=True)
    jointly = tables(work.work(job, cases))
    singly = [tables(work.work(job, [case])) for case in cases]
    for name, table in jointly.items():
        apart = pa.concat_tables([one[name] for one in singly])
        assert table.schema == apart.schema, name
        assert table.equals(apart), name
    assert "unknown" in jointly["numbers"]["number"].to_pylist()  # hidden callers
    assert "unknown" not in jointly["cases"]["state"].to_pylist()


def test_days_outside_are_left_out_alike(tmp_path):
    """With --since and --until, also for a case of which nothing is left."""
    from dataclasses import replace

    root = folder_of(tmp_path / "cases", 4, own=False)
    (root / "old.csv").write_text(export(8).replace("2026-", "2019-"), encoding="utf-8")
    some = replace(SETTINGS, since=dt.date(2026, 3, 2), until=dt.date(2026, 3, 4))
    cases, _left = find([root], own)
    jointly = tables(work.work(Job(some), cases))
    singly = [tables(work.work(Job(some), [case])) for case in cases]
    for name, table in jointly.items():
        assert table.equals(pa.concat_tables([one[name] for one in singly])), name
    assert 0 in jointly["cases"]["events"].to_pylist()
    assert sum(jointly["sources"]["skipped"].to_pylist()) > 50


def test_second_numbers_of_an_owner_are_nobodys_callers(tmp_path):
    """A case file that only says which numbers are the owner's is counted with the others, and the same comes out."""
    root = folder_of(tmp_path / "cases", 3)
    second = "15900041000"  # rings in case 4 as two others do
    (root / "two").mkdir()
    text = "【某某平台】您的账单已逾期，请立即还款，详询13800009999"
    more = "".join(f"短信收到,10690004000{i},,2026-03-0{i + 1} 09:00:00,,{text}\n" for i in range(3))
    (root / "two" / "calls.csv").write_text(export(4) + more, encoding="utf-8")
    (root / "other.csv").write_text(export(13) + more, encoding="utf-8")  # the same numbers, and nobody says whose
    case_file = f'[owner]\nnumbers = ["{owner_of(4)}", "{second}", "13800009999"]\n'
    (root / "two" / "case.toml").write_text(case_file, encoding="utf-8")
    cases, _left = find([root], own, names=True)
    job = Job(SETTINGS, names=True)
    assert len(together_of(job, cases)) == 1
    jointly = tables(work.work(job, cases))
    singly = [tables(work.work(job, [case])) for case in cases]
    for name, table in jointly.items():
        assert table.equals(pa.concat_tables([one[name] for one in singly])), name
    links = jointly["links"].to_pandas()
    theirs = {case: links[links["case"] == case] for case in ("two", "other.csv")}
    named = {case: set(found["number"]) | set(found["other"]) for case, found in theirs.items()}
    assert f"+86{second}" in named["other.csv"] - named["two"]
    assert ["link" in set(found["basis"]) for found in theirs.values()] == [False, True]


def together_of(job, cases):
    from analyzer.caseload.together import together

    return together(job, cases)


def test_counting_together_was_put_to_the_test(many, monkeypatch):
    """The comparison above compares two ways of counting: several cases really are counted at once."""
    seen = []
    from analyzer.caseload import together

    counted = together.counted
    monkeypatch.setattr(
        together, "counted", lambda cases, settings, names: seen.append(len(cases)) or counted(cases, settings, names)
    )
    cases, _left = find([many], own)
    job = Job(SETTINGS)
    rows = together.together(job, cases)
    assert max(seen) == 7  # those that can be read but the one with a collector, and the second with one export
    assert len(rows) < len(cases)
    assert alone(job, cases[0])["cases"]["state"].tolist() in (["read"], ["failed"])


@settings(max_examples=3, deadline=None)
@given(strategies.lists(strategies.integers(1, 4), min_size=2, max_size=5))
def test_the_split_into_parts_changes_nothing(sizes):
    """Any split gives the same rows in the same order."""
    many = test_the_split_into_parts_changes_nothing.folder
    cases, _left = find([many], own)
    cases = cases[: sum(sizes)]
    job = Job(SETTINGS)
    whole = tables(work.work(job, cases))
    parts, first = [], 0
    for size in sizes:
        if mine := cases[first : first + size]:
            parts.append(tables(work.work(job, mine)))
        first += size
    for name, table in whole.items():
        assert table.equals(pa.concat_tables([one[name] for one in parts])), name


@pytest.fixture(autouse=True)
def _folder(many):
    test_the_split_into_parts_changes_nothing.folder = many


def test_broken_cases_stop_nothing(done):
    """One sentence each among the problems, and a row of their own; what is beside the cases is named."""
    found = data(done.folder)
    cases = found["cases"].to_pandas()
    assert len(cases) == 12
    assert (cases["state"] == "failed").sum() == 3
    said = found["problems"].to_pandas().query("code == 'P301'")["note"].tolist()
    assert len(said) == 3
    assert sum("K00" in one for one in said) == 3, said
    assert any("onwer" in one for one in said)
    assert all("\n" not in one and "Traceback" not in one for one in said)
    names = {name for name, _ in done.left}
    assert "链接" in names
    assert not hasattr(os, "mkfifo") or "pipe" in names
    ledger = found["sources"].to_pandas()
    kinds = ["events", "duplicates", "corroborating", "skipped", "problems"]
    assert (ledger["rows_read"] == ledger[kinds].sum(axis=1)).all()
    assert found["events"].num_rows == ledger["events"].sum() == cases["events"].sum()


def test_the_ranking_counts_people(done):
    """The caller of all: nine cases could be read, one export stands in two of them, its owner in one as unknown."""
    import pandas as pd

    numbers = pd.read_parquet(done.folder / "across" / "numbers.parquet")
    first = numbers.iloc[0]
    assert first["number"] == f"+86{CALLER}"
    assert (first["people"], first["cases"]) == (9, 9)
    # 30 rows a phone; of the two exports in one case 20 rows of the second are in the first too
    calls = data(done.folder)["numbers"].to_pandas().query(f"number == '+86{CALLER}'")["calls_in"]
    assert first["calls_in"] == calls.sum() == 9 * 30
    assert not numbers["number"].isin(["withheld", "unknown"]).any()
    assert "+8613911112222" not in set(numbers["number"])  # a contact
    assert numbers["rank"].tolist() == list(range(1, len(numbers) + 1))
    assert numbers["people"].is_monotonic_decreasing


def test_the_same_owner_in_two_cases_is_one_person(tmp_path):
    root = tmp_path / "cases"
    for name in ("a", "b"):
        (root / name).mkdir(parents=True)
        (root / name / "calls.csv").write_text(export(3 if name == "a" else 4), encoding="utf-8")
        (root / name / "case.toml").write_text('[owner]\nnumbers = ["13800000003"]\n', encoding="utf-8")
    found = caseload(root, tmp_path / "out", SETTINGS)
    assert found.facts["counts"]["people"] == 1
    assert found.facts["top_numbers"][0]["people"] == 1
    assert found.facts["top_numbers"][0]["cases"] == 2


def test_nothing_leads_back_to_people(done, many, tmp_path):
    """Owners' numbers, names of cases, files and contacts stand nowhere but in private/; with --names they do."""
    secrets = [owner_of(i) for i in range(10)] + [path.name for path in many.iterdir()] + ["妈妈", "李四", "张三"]

    def texts(folder):
        for name, content in files(folder).items():
            if name.startswith(("private/", "data/events")):
                continue
            if name.endswith(".parquet"):
                table = pq.read_table(io.BytesIO(content))
                content = json.dumps(table.to_pylist(), default=str, ensure_ascii=False).encode()
            elif name.endswith(".xlsx"):
                from python_calamine import CalamineWorkbook

                book = CalamineWorkbook.from_filelike(io.BytesIO(content))
                content = str([book.get_sheet_by_name(sheet).to_python() for sheet in book.sheet_names]).encode()
            yield name, content.decode("utf-8", "replace")

    for name, content in texts(done.folder):
        for secret in secrets:
            assert not re.search(rf"(?<!\d){re.escape(secret)}", content), (name, secret)
    key = (done.folder / "private" / "cases.csv").read_text("utf-8-sig")
    assert "李四000" in key
    assert "K0001" in key
    named = caseload(many, tmp_path / "named", SETTINGS, names=True)
    assert "李四000" in data(named.folder)["cases"]["case"].to_pylist()
    assert f"+86{owner_of(0)}" in data(named.folder)["numbers"]["owner"].to_pylist()
    assert not (named.folder / "private").exists()


def test_sheets_go_to_the_carrier_of_each_number(done):
    from python_calamine import CalamineWorkbook

    numbers = pq.read_table(done.folder / "across" / "numbers.parquet").to_pandas()
    for path in sorted((done.folder / "handover").iterdir()):
        book = CalamineWorkbook.from_path(path)
        assert book.sheet_names[:2] == ["numbers", "cases"]
        cells = str(book.get_sheet_by_name("numbers").to_python())
        mine = numbers[numbers["carrier"] == path.stem] if path.stem != "others" else numbers[numbers["carrier"] == ""]
        assert len(mine)
        for number in mine["number"]:
            digits = number.removeprefix("+86")
            assert digits in re.sub(r"[\s-]", "", cells), (path.name, number)
    carriers = set(numbers["carrier"])
    assert {path.stem for path in (done.folder / "handover").iterdir()} == {one or "others" for one in carriers}


def test_the_page_needs_nothing_but_itself(done):
    page = (done.folder / "caseload.html").read_text("utf-8")
    assert "default-src 'none'" in page.replace("&#39;", "'")
    assert not re.search(r"""(src|href)=["']?(https?:)?//""", page)
    assert "170 0000 1234" in page.replace("\xa0", " ")


def test_what_could_not_be_read_stands_on_the_page(done, many, tmp_path):
    """With the reason; also a file that was left out of a case that could be read, and nowhere where the cases lie."""
    root = tmp_path / "cases"
    shutil.copytree(many / "赵六", root / "钱七")
    (root / "钱七" / "照片.jpg").write_bytes(b"\xff\xd8\xff\xe0" + bytes(3000))
    (root / "空的").mkdir()
    named = caseload(root, tmp_path / "named", SETTINGS, names=True)
    page = (named.folder / "caseload.html").read_text("utf-8")
    assert "照片.jpg is no text and no workbook" in page
    assert "空的 is a folder without a readable file" in page
    for name, content in files(named.folder).items():
        assert str(tmp_path).encode() not in content, name
    problems = data(named.folder)["problems"].to_pylist()
    assert not any(str(tmp_path) in str(row) for row in problems)
    plain = (done.folder / "caseload.html").read_text("utf-8")
    assert re.search(r"K00\d\d is a folder without", plain)


def test_the_manifest_names_every_file(done):
    listed = {line.split("  ", 1)[1]: line[:64] for line in (done.folder / "manifest.sha256").read_text().splitlines()}
    import hashlib

    there = {name: hashlib.sha256(content).hexdigest() for name, content in files(done.folder).items()}
    del there["manifest.sha256"]
    assert listed == there
    assert not list(done.folder.parent.glob("*.unfinished"))


@pytest.mark.slow
def test_two_processes_write_the_same_bytes(many, tmp_path):
    one = caseload(many, tmp_path / "one", SETTINGS, part_cases=4)
    two = caseload(many, tmp_path / "重叠", SETTINGS, part_cases=4, processes=2)
    assert files(one.folder) == files(two.folder)


def test_a_finished_caseload_is_not_done_again(many, done, tmp_path, monkeypatch):
    """The same cases and settings: nothing is read. Anything else is refused, unless --force says to replace it."""
    monkeypatch.setattr(work, "work", lambda *_: pytest.fail("read again"))
    before = files(done.folder)
    again = caseload(many, done.folder, SETTINGS, events=True)
    assert again.resumed == 12
    assert files(done.folder) == before
    with pytest.raises(UsageError, match="exists already"):
        caseload(many, done.folder, SETTINGS, events=False)
    monkeypatch.undo()
    other = folder_of(tmp_path / "other", 1)
    target = tmp_path / "out"
    caseload(other, target, SETTINGS)
    (other / "more.csv").write_text(export(5), encoding="utf-8")
    with pytest.raises(UsageError, match="--force"):
        caseload(other, target, SETTINGS)
    assert caseload(other, target, SETTINGS, force=True).facts["counts"]["cases"] == 2
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("mine")
    with pytest.raises(UsageError, match="not a folder that this program wrote"):
        caseload(other, tmp_path / "mine", SETTINGS, force=True)


RUN = """
import sys
from caserows import SETTINGS
from analyzer.caseload import caseload
if __name__ == "__main__":
    found = caseload(sys.argv[1], sys.argv[2], SETTINGS, part_cases=1, processes=int(sys.argv[3]))
    print(found.resumed)
"""


def start(cases, target, processes=1):
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}"}
    script = target.parent / "run.py"
    script.write_text(RUN)
    return subprocess.Popen(
        [sys.executable, str(script), str(cases), str(target), str(processes)], stdout=subprocess.PIPE, text=True, env=environment
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_a_killed_run_goes_on_where_it_stopped(tmp_path, processes):
    """SIGKILL in mid-run leaves no OUT; the second run keeps what was finished and ends with the bytes of an undisturbed one."""
    cases = folder_of(tmp_path / "cases", 14)
    target = tmp_path / "out"
    running = start(cases, target, processes)
    parts = tmp_path / "out.unfinished" / "parts"
    for _ in range(3000):
        if len(list(parts.glob("*.json"))) >= 3:
            break
        time.sleep(0.01)
    running.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
    running.wait()
    running.stdout.close()
    kept = {path.name: path.stat().st_mtime_ns for path in parts.glob("*.json")}
    assert 3 <= len(kept) < 14
    assert not target.exists()
    known = {path: path.stat().st_mtime_ns for path in (tmp_path / "out.unfinished" / "out").rglob("*.parquet")}
    again = start(cases, target, processes)
    told, _ = again.communicate()
    assert again.returncode == 0
    assert int(told) == len(kept)
    for path, written in known.items():
        if f"{path.stem}.json" in kept:
            assert (target / path.relative_to(tmp_path / "out.unfinished" / "out")).stat().st_mtime_ns == written
    assert files(target) == files(caseload(cases, tmp_path / "whole", SETTINGS, part_cases=1).folder)


def test_an_unfinished_run_of_others_is_not_mixed_in(tmp_path):
    cases = folder_of(tmp_path / "cases", 2)
    rest = tmp_path / "out.unfinished"
    rest.mkdir()
    (rest / "plan.json").write_text('{"fingerprint": "another", "parts": 1}')
    with pytest.raises(UsageError, match="unfinished run"):
        caseload(cases, tmp_path / "out", SETTINGS)
    assert caseload(cases, tmp_path / "out", SETTINGS, force=True).facts["counts"]["cases"] == 2
    assert not rest.exists()


def test_the_command(many, tmp_path, capsys):
    """Screen, exit codes, errors of one sentence."""
    good = folder_of(tmp_path / "good", 2)
    args = ["--processes", "1", "--lang", "en"]
    assert main(["caseload", str(good), "-o", str(tmp_path / "out"), *args]) == 0
    told = capsys.readouterr().out
    assert "2 cases of 2 people" in told
    assert "170 0000 1234" in told, told
    assert "caseload.html" in told
    assert main(["caseload", str(good), "-o", str(tmp_path / "zh"), "--json", "--lang", "zh", "--processes", "1"]) == 0
    assert json.loads(capsys.readouterr().out)["counts"]["cases"] == 2
    shutil.copy(many / "王五.bin", good)
    assert main(["caseload", str(good), "-o", str(tmp_path / "strict"), "--strict", "--quiet", *args]) == 1
    bad = tmp_path / "bad"
    bad.mkdir()
    shutil.copy(many / "王五.bin", bad)
    assert main(["caseload", str(bad), "-o", str(tmp_path / "bad-out"), *args]) == 2
    capsys.readouterr()
    for wrong, said in (
        (["caseload", *args], "name at least one folder"),
        (["caseload", str(good), *args], "-o"),
        (["caseload", str(tmp_path / "nowhere"), "-o", "x", *args], "there is no folder"),
        (["caseload", str(tmp_path / "mine"), "-o", "x", "--processes", "-1", "--lang", "en"], "--processes"),
    ):
        assert main(wrong) == 2
        error = capsys.readouterr().err
        assert error.count("\n") == 1
        assert said in error


def test_settings_of_a_case_are_its_own(done):
    """The case whose file names a collector has the collector's finding; nobody else has."""
    numbers = data(done.folder)["numbers"].to_pandas()
    stated = numbers[numbers["campaign"] == "某某催收"]
    assert stated["number"].tolist() == [f"+86{CALLER}"]


@pytest.mark.slow
def test_a_part_whose_process_ends_is_lost_alone():
    """The process of one part ends each time: that part is lost, all others come back."""
    found = dict(partition.run(_fragile, [(i, i) for i in range(5)], processes=2))
    assert isinstance(found.pop(3), partition.Lost)
    assert found == {0: 0, 1: 10, 2: 20, 4: 40}


def _fragile(part):
    if part == 3:
        os._exit(9)
    return part * 10


@given(strategies.lists(strategies.integers(0, 50)), strategies.integers(1, 60), strategies.integers(1, 5))
def test_parts_hold_whole_cases_in_order(weights, most, count):
    parts = partition.split(weights, most, count)
    assert [i for part in parts for i in part] == list(range(len(weights)))
    for part in parts:
        assert 1 <= len(part) <= count
        assert len(part) == 1 or sum(weights[i] for i in part) <= most
