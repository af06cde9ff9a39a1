"""The weak note on numbers that differ from the others: only where asked for, the same on every run, and nowhere it could weigh."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from casefactory import case_of
from tables import row

from analyzer.cli import main
from analyzer.indicators import INDICATORS
from analyzer.pipeline import compose, summarize
from analyzer.reports.summary import summary
from analyzer.settings import Settings
from analyzer.unusual import APART, FAMILIES, LEAST, WORDS, differences, robust_z, too_few, unusual
from analyzer.writers.text import text

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "sample_data" / "export.csv"
ON = Settings(unusual=True)
LOUD = "13977770000"
WORD = {"en": "differs from your other numbers", "zh": "与您的其他号码不同之处"}


def everyday(numbers):
    """So many numbers that call now and then by day, and one that calls all evening and night."""
    rows = [
        row(f"2026-03-{1 + (7 * i + 3 * k) % 28:02} {9 + (i + 5 * k) % 10:02}:{i % 60:02}:00", f"1391111{i:04}",
            outcome="answered" if (i + k) % 2 else "missed", duration=40 + i if (i + k) % 2 else None)
        for i in range(numbers - 1) for k in range(1 + i % 4)
    ]  # fmt: skip
    rows += [row(f"2026-03-{day:02} 2{hour}:{minute:02}:00", LOUD) for day in range(3, 23) for hour in (1, 2) for minute in (0, 3)]  # fmt: skip
    return rows


@pytest.fixture(scope="module")
def case():
    plain = case_of(everyday(60), lang="en")
    marked = plain.numbers.assign(unusual=unusual(plain.numbers, ON))
    return replace(plain, numbers=marked, settings=replace(plain.settings, unusual=True))


def test_the_one_that_stands_apart_is_first_and_says_in_what(case):
    first = case.numbers[case.numbers["unusual"] == 1].iloc[0]
    assert first["number"].endswith(LOUD)
    told = differences(case.numbers)[first["owner"], first["number"]]
    names = [one.indicator for one in told]
    assert len(names) == 3 and set(names) & {"night_share_in", "night_calls_in"}
    assert len({family for family, of in FAMILIES.items() for name in names if name in of}) == 3
    assert all(abs(one.z) >= APART for one in told)
    assert [one.value for one in told if one.indicator == "night_calls_in"] in ([], [40.0])


def test_at_most_one_in_ten_and_only_what_stands_apart(case):
    marked = case.numbers["unusual"].dropna()
    assert 1 <= len(marked) <= 6 and sorted(marked) == list(range(1, len(marked) + 1))
    same = [row(f"2026-03-02 1{k % 8}:00:{i:02}", f"1391111{i:04}") for i in range(50) for k in range(2)]
    assert unusual(summarize(case_of(same).events), ON).isna().all()


def test_off_by_default_and_without_scikit_learn():
    code = (
        "import sys, analyzer\n"
        f"case = analyzer.analyze({str(SAMPLE)!r})\n"
        "print('unusual' in case.numbers, any(name.startswith('sklearn') for name in sys.modules))\n"
        "import analyzer.unusual as u\n"
        "print(u.unusual(case.numbers, case.settings).notna().sum(), any(n.startswith('sklearn') for n in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["False", "False", "0", "False"]


def test_order_of_rows_and_repetition_change_nothing(case):
    numbers = case.numbers.drop(columns="unusual")
    shuffled = numbers.sample(frac=1, random_state=5)
    again = unusual(shuffled, ON)
    assert again.index.equals(shuffled.index)
    assert again.sort_index().equals(case.numbers["unusual"])
    assert differences(shuffled) == differences(numbers)


def test_each_owner_is_compared_with_its_own():
    rows = everyday(60) + [{**one, "owner": "13800000001"} for one in everyday(20)]
    numbers = summarize(case_of([{**one, "owner": one.get("owner", "13800000000")} for one in rows]).events)
    ranks = unusual(numbers, ON)
    of = numbers["owner"].astype("str").str.endswith("1")
    assert ranks[of].isna().all() and ranks[~of].notna().any()
    assert list(too_few(numbers).values()) == [20]


def test_callers_without_a_number_and_numbers_only_called_are_left_out():
    rows = everyday(60) + [row(f"2026-03-{1 + i % 28:02} 23:{i % 60:02}:{i // 60:02}", "-1") for i in range(200)]
    rows += [row(f"2026-03-{1 + i % 28:02} 23:10:{i:02}", "13988880000", direction="out") for i in range(50)]
    numbers = summarize(case_of(rows).events)
    marked = numbers[unusual(numbers, ON).notna()]
    assert not set(marked["number_kind"]) & {"withheld", "masked", "unknown"} and (marked["calls_in"] > 0).all()
    assert not marked["number"].str.endswith("88880000").any()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_too_few_numbers_says_why(lang):
    plain = case_of(everyday(LEAST - 1), lang=lang)
    on = replace(plain, numbers=plain.numbers.assign(unusual=unusual(plain.numbers, ON)),
                 settings=replace(plain.settings, unusual=True))  # fmt: skip
    said = text(summary(on))
    assert on.numbers["unusual"].isna().all() and WORD[lang] not in said
    assert {"zh": "只有 39 个，不足 40 个", "en": "39 of them called or wrote; fewer than 40"}[lang] in said
    assert unusual(case_of(everyday(LEAST)).numbers, ON).notna().any()


def test_said_with_the_number_and_nowhere_else(case):
    said = text(summary(case))
    assert WORD["en"] in said and "proves nothing" in said
    off = replace(case, settings=replace(case.settings, unusual=False))
    assert WORD["en"] not in text(summary(off)) and "column unusual" not in text(summary(off))
    papers = compose(case)
    for name, paper in papers.items():
        if name != "report":
            assert "differs from your other" not in text(paper) and "unusual" not in text(paper), name
    assert {name.partition("/")[0] for name in papers} == {"report", "evidence", "complaints"}


@pytest.mark.slow
def test_findings_order_and_complaints_are_those_of_a_run_without_it(case, tmp_path, monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1780000000")
    told = [str(SAMPLE), "--lang", "en", "--quiet", "--only", "data,complaints"]
    assert main([*told, "-o", str(tmp_path / "off")]) == 0
    assert main([*told, "--unusual", "-o", str(tmp_path / "on")]) == 0
    files = {p.relative_to(tmp_path / "off") for p in (tmp_path / "off").rglob("*") if p.is_file()}
    changed = {
        str(name) for name in files if (tmp_path / "off" / name).read_bytes() != (tmp_path / "on" / name).read_bytes()
    }
    assert changed == {"data/numbers.csv", "case.json", "manifest.sha256"}
    off, on = (pd.read_csv(tmp_path / side / "data" / "numbers.csv", encoding="utf-8-sig") for side in ("off", "on"))
    assert "unusual" not in off and 1 <= on["unusual"].notna().sum() <= len(on) // 10
    pd.testing.assert_frame_equal(on.drop(columns="unusual"), off)
    facts = [json.loads((tmp_path / side / "case.json").read_text(encoding="utf-8")) for side in ("off", "on")]
    assert facts[0]["reported"] == facts[1]["reported"] and facts[0]["findings"] == facts[1]["findings"]


def test_a_folder_made_with_it_recounts(tmp_path, capsys):
    folder = tmp_path / "out"
    assert main([str(SAMPLE), "--unusual", "--only", "data,source", "--quiet", "--lang", "en", "-o", str(folder)]) == 0
    assert main(["verify", str(folder), "--lang", "en"]) == 0, capsys.readouterr().out


def test_robust_z_by_hand():
    """Roots 1 2 3 4 10: median 3, deviations 2 1 0 1 7 with median 1, so z = 0.6745 (root - 3)."""
    z = robust_z(np.array([[1.0, 5.0, np.nan, 0.0], [4.0, 5.0, np.nan, 0.0], [9.0, 5.0, np.nan, 0.0], [16.0, 5.0, np.nan, 0.0], [100.0, np.nan, np.nan, 1.0]]))  # fmt: skip
    np.testing.assert_allclose(z[:, 0], [-1.349, -0.674, 0, 0.674, 4.721], atol=1e-3)
    assert (z[:, 1:3] == 0).all()  # all equal, and all missing
    assert z[4, 3] == pytest.approx(1 / (0.2 * 1.2533), abs=1e-3)  # more than half equal: the mean deviation


def test_every_compared_indicator_is_one_and_has_a_family():
    names = [name for of in FAMILIES.values() for name in of]
    assert sorted(names) == sorted(WORDS) and set(names) <= {one.name for one in INDICATORS}
