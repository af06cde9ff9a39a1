"""`analyze verify DIR`: untouched folders pass, every touch is named."""

import shutil
from pathlib import Path

import pandas as pd
import pytest

from analyzer.cli import main

SAMPLE = Path(__file__).resolve().parent.parent / "sample_data"


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("verify") / "out"
    names = ["export.csv", "china_mobile_bill_2026-04.xlsx", "workplace_phone.csv"]
    command = [
        *(str(SAMPLE / n) for n in names),
        "--case",
        str(SAMPLE / "case.toml"),
        "--until",
        "2026-05-20",
        "--rules",
        "cn,us",
        "-o",
        str(folder),
    ]
    assert main([*command, "--only", "data,source", "--quiet", "--lang", "en"]) == 0
    return folder


@pytest.fixture
def copy(written, tmp_path):
    return Path(shutil.copytree(written, tmp_path / "copy"))


def verify(folder, capsys):
    code = main(["verify", str(folder), "--lang", "en"])
    return code, capsys.readouterr().out


def test_untouched(copy, capsys):
    code, said = verify(copy, capsys)
    assert code == 0 and "everything is as it was written" in said and "3 exports were read again" in said


def test_a_changed_cell_is_named_even_when_the_manifest_was_mended(copy, capsys):
    import hashlib

    path = copy / "data" / "numbers.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    was = table.at[0, "calls_in"]
    table.at[0, "calls_in"] = "999"
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    code, said = verify(copy, capsys)
    assert code == 1 and "data/numbers.csv is not the file that was written" in said
    manifest = copy / "manifest.sha256"
    lines = [line for line in manifest.read_text().splitlines() if not line.endswith("data/numbers.csv")]
    manifest.write_text(
        "\n".join([*lines, f"{hashlib.sha256(path.read_bytes()).hexdigest()}  data/numbers.csv"]) + "\n"
    )
    code, said = verify(copy, capsys)
    assert code == 1 and f"calls_in: says '999', the recount '{was}'" in said


def test_missing_added_and_swapped_files(copy, capsys):
    (copy / "data" / "problems.csv").unlink()
    (copy / "note.txt").write_text("x")
    code, said = verify(copy, capsys)
    assert code == 1 and "data/problems.csv is missing" in said and "note.txt was added later" in said


def test_without_sources_only_hashes_are_compared(tmp_path, capsys):
    folder = tmp_path / "o"
    assert main([str(SAMPLE / "export.csv"), "-o", str(folder), "--only", "data", "--quiet"]) == 0
    code, said = verify(folder, capsys)
    assert code == 0 and "nothing was recounted" in said


def test_a_manifest_cannot_lead_out_of_the_folder(copy, capsys):
    with (copy / "manifest.sha256").open("a") as file:
        file.write("0" * 64 + "  ../../etc/passwd\n")
    code, said = verify(copy, capsys)
    assert code == 1 and "../../etc/passwd is missing" in said


def test_not_one_of_ours(tmp_path, capsys):
    assert main(["verify", str(tmp_path), "--lang", "en"]) == 2
    assert "manifest.sha256" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "column"), [("messages", "message_kind"), ("campaigns", "certainty"), ("links", "reason")]
)
def test_messages_and_callers_are_recounted_too(copy, capsys, name, column):
    path = copy / "data" / f"{name}.csv"
    table = pd.read_csv(path, dtype="str", keep_default_na=False, encoding="utf-8-sig")
    assert len(table)
    table.at[0, column] = "changed"
    table.to_csv(path, index=False, encoding="utf-8-sig", lineterminator="\n")
    code, said = verify(copy, capsys)
    assert code == 1 and f"data/{name}.csv, line 2, {column}: says 'changed', the recount" in said
