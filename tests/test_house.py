"""The house itself: layers, light start, registries, catalogues, packaging."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "analyzer"


def python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT).stdout


def test_imports_run_downwards():
    """The layers that pyproject.toml states hold (import-linter)."""
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("argument", ["--help", "--version"])
def test_light_start(argument):
    """Help and version load no heavy package."""
    code = f"import sys; from analyzer.cli import main\ntry: main([{argument!r}])\nexcept SystemExit: pass\nprint(); print(sorted(sys.modules))"
    loaded = python(code).splitlines()[-1]
    for heavy in ("pandas", "numpy", "pyarrow", "matplotlib", "sklearn", "openpyxl", "phonenumbers", "rich", "jinja2"):
        assert f"'{heavy}'" not in loaded, heavy


def test_import_of_the_package_is_light():
    assert "pandas" not in python("import sys, analyzer; print(sorted(sys.modules))")


def test_public_names_resolve():
    import analyzer

    for name in analyzer.__all__:
        assert getattr(analyzer, name) is not None


def files(shelf, *besides):
    return {p.stem for p in (PACKAGE / shelf).glob("*.py")} - {"__init__", *besides}


def test_every_file_of_a_shelf_is_in_its_registry():
    from analyzer.channels import CHANNELS
    from analyzer.charts import CHARTS
    from analyzer.importers import IMPORTERS
    from analyzer.indicators import INDICATORS
    from analyzer.rules import RULE_PACKS

    assert {p.stem for p in (PACKAGE / "rules").glob("*.toml")} == set(RULE_PACKS)
    assert {i.compute.__module__.rpartition(".")[2] for i in INDICATORS} == files("indicators")
    homes = {c.draw.__module__.rpartition(".")[2] for c in CHARTS}
    assert len({c.name for c in CHARTS}) == len(CHARTS) and homes <= files("charts")
    assert len({c.id for c in CHANNELS}) == len(CHANNELS)
    assert len({i.name for i in IMPORTERS}) == len(IMPORTERS)


def test_every_importer_is_documented():
    from analyzer.importers import IMPORTERS

    for importer in IMPORTERS:
        assert importer.title and importer.maker and importer.how and importer.reference, importer.name
    assert sum(i.fallback for i in IMPORTERS) == 1


def test_every_sentence_is_translated():
    sys.path.insert(0, str(ROOT / "tools"))
    try:
        import catalogues

        assert catalogues.report() == []
    finally:
        sys.path.remove(str(ROOT / "tools"))


def test_files_stay_small():
    """A file over 300 lines wants to be two rooms; data modules and the one long declaration are no exception."""
    long = {
        p.relative_to(ROOT).as_posix(): n for p in PACKAGE.rglob("*.py") if (n := len(p.read_text().splitlines())) > 420
    }
    assert not long


def test_every_problem_code_is_used_and_unique():
    from analyzer.problems import PROBLEM_KINDS

    codes = [k.code for k in PROBLEM_KINDS]
    assert len(set(codes)) == len(codes)
    source = "".join(p.read_text() for p in PACKAGE.rglob("*.py") if p.name != "problems.py")
    assert [c for c in codes if f'"{c}"' not in source] == []


def test_nothing_in_the_code_reaches_for_network_or_executes_text():
    banned = re.compile(
        r"^\s*(import|from) (pickle|marshal|shelve|socket|urllib\.request|http\.client|requests|httpx|ftplib|smtplib)\b|\beval\(|\bexec\(|os\.system|shell=True|joblib\.load",
        re.M,
    )
    for path in PACKAGE.rglob("*.py"):
        assert not banned.search(path.read_text()), path


def test_public_functions_have_docstrings():
    import ast

    missing = []
    for path in PACKAGE.rglob("*.py"):
        tree = ast.parse(path.read_text())
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ):
                missing.append(f"{path.relative_to(ROOT)}:{node.name}")
    assert not missing


def test_every_column_of_every_table_is_explained():
    from analyzer.events import EVENT_COLUMNS, SOURCE_COLUMNS
    from analyzer.findings import FINDING_COLUMNS
    from analyzer.messages import MESSAGE_COLUMNS
    from analyzer.problems import PROBLEM_COLUMNS

    page = (ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
    missing = [
        c
        for c in (*EVENT_COLUMNS, *SOURCE_COLUMNS, *FINDING_COLUMNS, *MESSAGE_COLUMNS, *PROBLEM_COLUMNS)
        if f"`{c}`" not in page
    ]
    assert not missing
