"""Every sample export is read as the files beside it say, and every importer keeps the laws of reading."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import golden
import pandas as pd
import pytest

from analyzer.events import DIRECTIONS, KINDS, OUTCOMES, RAW_COLUMNS, Reading
from analyzer.exports import Export
from analyzer.importers import IMPORTERS, recognise
from analyzer.problems import ExportError
from analyzer.settings import Settings

SAMPLES = golden.samples()
READ = [sample for sample in SAMPLES if sample.folder != golden.REFUSED]
REFUSED = [sample for sample in SAMPLES if sample.folder == golden.REFUSED]
OBLIGATORY = list(RAW_COLUMNS)[:6]


def every(samples: list[golden.Sample]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("sample", samples, ids=str)


@every(READ)
def test_a_sample_reads_as_expected(sample: golden.Sample) -> None:
    assert not list(golden.differences_of(sample))


@every(REFUSED)
def test_a_foreign_file_is_refused(sample: golden.Sample) -> None:
    with pytest.raises(ExportError):
        golden.outcome(sample)


def test_nothing_expected_is_without_sample() -> None:
    assert not list(golden.orphans())


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: importer.name)
def test_an_importer_has_a_sample_and_says_what_it_is(importer) -> None:
    assert any(sample.folder == importer.name for sample in READ)
    assert all((importer.title, importer.maker, importer.how, importer.reference))


def test_names_of_importers_are_unique() -> None:
    assert len({importer.name for importer in IMPORTERS}) == len(IMPORTERS)


@every(SAMPLES)
def test_one_importer_claims_a_sample(sample: golden.Sample) -> None:
    export = Export.open(sample.path, sample.settings.encoding)
    claims = [importer.name for importer in IMPORTERS if not importer.fallback and importer.recognises(export)]
    assert len(claims) <= 1


@every(READ)
def test_the_ledger_balances_and_columns_keep_to_the_contract(sample: golden.Sample) -> None:
    export, _, reading = golden.read(sample.path, sample.settings)
    rows = reading.rows
    assert reading.rows_read == len(rows) + reading.skipped + reading.problems.lost
    assert reading.skipped == sum(reading.skipped_why.values())
    assert set(OBLIGATORY) <= set(rows.columns) <= set(RAW_COLUMNS)
    kinds = {name: str(rows[name].dtype) for name in rows}
    if kinds["number_raw"] == "category":
        kinds["number_raw"] = "str"
        assert rows["number_raw"].cat.categories.tolist() == rows["number_raw"].unique().tolist()
    assert kinds == {name: RAW_COLUMNS[name] for name in rows}
    assert rows.index.equals(pd.RangeIndex(len(rows)))
    assert not rows[OBLIGATORY].isna().any().any()
    for name, words in (("kind", KINDS), ("direction", DIRECTIONS), ("outcome", OUTCOMES)):
        assert set(rows[name]) <= set(words)
    assert not (rows["outcome"] != "")[rows["kind"] != "call"].any()
    assert reading.zone_basis in ("absolute", "assumed-local", "carrier")
    sources = golden.building.build([(export, recognise(export), reading)], sample.settings).sources.iloc[0]
    parts = sources[["events", "duplicates", "corroborating", "skipped", "problems"]]
    assert sources["rows_read"] == parts.sum()


@every(READ)
def test_the_name_of_the_file_plays_no_part(sample: golden.Sample, tmp_path: Path) -> None:
    other = shutil.copy(sample.path, tmp_path / "备份 (2).dat")
    _, importer, here = golden.read(sample.path, sample.settings)
    _, same, there = golden.read(Path(other), sample.settings)
    assert same is importer
    pd.testing.assert_frame_equal(here.rows, there.rows)
    assert here.problems == there.problems


def survives(data: bytes, path: Path, settings: Settings) -> None:
    """Whatever the bytes are, they are read with a ledger that balances, or refused with a sentence."""
    path.write_bytes(data)
    try:
        export = Export.open(path, settings.encoding)
        for importer in IMPORTERS:
            assert importer.recognises(export) in (True, False)
        reading: Reading = recognise(export).read(export, settings)
    except ExportError as error:
        assert str(error)
        return
    assert reading.rows_read == len(reading.rows) + reading.skipped + reading.problems.lost


def cut(sample: golden.Sample, times: int, path: Path) -> None:
    """Cut the sample off at places spread over it, its beginning and end among them."""
    data = sample.path.read_bytes()
    for place in sorted({1, len(data) - 1, *(len(data) * i // times for i in range(1, times))}):
        survives(data[:place], path, sample.settings)


def flip(sample: golden.Sample, times: int, path: Path) -> None:
    """Change a few bytes of the sample, at places and to values that are the same in every run."""
    data, dice = sample.path.read_bytes(), random.Random(sample.path.name)
    for _ in range(times):
        broken = bytearray(data)
        for _ in range(dice.choice((1, 1, 3, 20))):
            broken[dice.randrange(len(broken))] = dice.choice((0, 0x22, 0x26, 0x3C, 0x2C, 0xFF, dice.randrange(256)))
        survives(bytes(broken), path, sample.settings)


@every(READ)
def test_a_cut_off_sample_is_read_or_refused(sample: golden.Sample, tmp_path: Path) -> None:
    cut(sample, 8, tmp_path / "cut")


@every(READ)
def test_a_damaged_sample_is_read_or_refused(sample: golden.Sample, tmp_path: Path) -> None:
    flip(sample, 8, tmp_path / "damaged")


@pytest.mark.slow
@every(READ)
def test_a_sample_cut_or_damaged_in_many_ways_is_read_or_refused(sample: golden.Sample, tmp_path: Path) -> None:
    cut(sample, 150, tmp_path / "cut")
    flip(sample, 150, tmp_path / "damaged")


class TestHarness:
    """The harness itself names what is wrong, in both directions."""

    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """One good sample with its expectations."""
        source = golden.FOLDER / "sms_backup_restore_calls" / "truncated.xml"
        (tmp_path / source.parent.name).mkdir()
        shutil.copy(source, tmp_path / source.parent.name / source.name)
        golden.generate(root=tmp_path)
        return tmp_path

    def breaches(self, folder: Path) -> list[str]:
        return list(golden.differences(["sms_backup_restore_calls", "sms_backup_restore_messages"], folder))

    def test_a_generated_pair_is_in_order(self, folder: Path) -> None:
        assert self.breaches(folder) == []

    def test_a_sample_without_expectation(self, folder: Path) -> None:
        (folder / "sms_backup_restore_calls" / "truncated.xml.events.csv").unlink()
        assert self.breaches(folder) == ["sms_backup_restore_calls/truncated.xml.events.csv is missing"]

    def test_an_expectation_without_sample(self, folder: Path) -> None:
        (folder / "sms_backup_restore_calls" / "truncated.xml").unlink()
        assert len(self.breaches(folder)) == 3
        assert all("has no sample" in line for line in self.breaches(folder))

    def test_a_sample_that_reads_otherwise(self, folder: Path) -> None:
        path = folder / "sms_backup_restore_calls" / "truncated.xml.events.csv"
        path.write_bytes(path.read_bytes().replace(b",missed,", b",answered,"))
        (line,) = self.breaches(folder)
        assert "line 3 expected" in line

    def test_a_sample_in_the_folder_of_another_importer(self, folder: Path) -> None:
        (folder / "sms_backup_restore_calls").rename(folder / "sms_backup_restore_messages")
        assert self.breaches(folder) == [
            "sms_backup_restore_messages/truncated.xml is read by sms_backup_restore_calls"
        ]

    def test_a_sample_that_is_refused(self, folder: Path) -> None:
        (folder / "sms_backup_restore_calls" / "truncated.xml").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
        (line,) = self.breaches(folder)
        assert "is refused" in line

    def test_an_importer_without_sample_and_a_folder_without_importer(self, folder: Path) -> None:
        (folder / "nobody").mkdir()
        lines = list(golden.differences(root=folder))
        assert "no importer is called nobody" in lines
        assert "importer sms_backup_restore_messages has no sample" in lines
